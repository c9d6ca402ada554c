"""What is painted line by line: each line is made once, and kept for as long as it stays what it is.

Textual makes a widget's lines anew at every paint of it, edges, background and filters with them,
which takes longer than all the rest of a key. Here a line that was made is kept by what it shows
and not by where it stands: a page that scrolls makes only the lines that come into sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.color import TRANSPARENT
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from rich.style import Style

    Below = ScrollView
else:
    Below = object  # style sheets know a class by the first of its bases that is a widget

__all__ = ["KeptLines", "Lines"]

_KEPT = 4_000
"""How many lines are kept at most: those of some hundred screens."""


class KeptLines(Below):
    """What scrolls line by line, each line made once; its edges are Textual's to draw."""

    _made: dict[Hashable, Strip]
    """Lines with their edges, as the terminal shows them, by what they show."""
    _made_for: tuple[int, int] = (0, 0)
    """The widths that they were made for."""
    _edges: tuple[Strip, Strip] | None = None
    _rims: dict[int, Strip]
    """The lines above and below, where no border stands there."""
    _ground = TRANSPARENT
    """The background, which filters ask for."""
    _is_plain: bool | None = None

    def _begin_to_keep(self) -> None:
        """Nothing is kept yet; to be called before Textual sets it up."""
        self._made = {}
        self._rims = {}

    def shown_at(self, number: int) -> Hashable:
        """What a line shows, counted from the first of all: lines that show the same are the same."""
        raise NotImplementedError

    def forget_lines(self) -> None:
        """The lines are other ones."""
        self._made.clear()

    def keep_lines(self, same: Iterable[Hashable]) -> None:
        """The lines that show these are what they were, and all others are other ones."""
        made = self._made
        self._made = {shown: made[shown] for shown in same if shown in made}

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget, edges included."""
        if self._is_plain is None:
            self._is_plain = self._has_no_more_than_edges()
        if not self._is_plain:
            return super().render_lines(crop)
        widths = (self.region.width, self.content_region.width)
        if widths != self._made_for or len(self._made) > _KEPT:
            self._made.clear()
            self._rims.clear()
            self._edges = None
            self._made_for = widths
            self._ground = self.background_colors[1]
        top, height = self.styles.gutter.top, self.content_region.height
        first = self.scroll_offset.y - top
        whole = [
            self._line(y, y - top, self.shown_at(y + first))
            if 0 <= y - top < height
            else self._rim(y)
            for y in crop.line_range
        ]
        if crop.column_span == (0, widths[0]):
            return whole
        return [strip.crop(*crop.column_span) for strip in whole]

    def _has_no_more_than_edges(self) -> bool:
        styles = self.styles
        return (
            not any(edge for edge, _colour in styles.outline)
            and not styles.tint.a
            and self.opacity == styles.text_opacity == 1.0
            and not styles.has_rule("hatch")
        )

    def _rim(self, y: int) -> Strip:
        """The line above the first, or below the last; a border may bear a title that changes."""
        line = self._rims.get(y)
        if line is None:
            line = super().render_lines(Region(0, y, self._made_for[0], 1))[0]
            if not (self.styles.border_top[0] or self.styles.border_bottom[0]):
                self._rims[y] = line
        return line

    def _line(self, y: int, place: int, shown: Hashable) -> Strip:
        """The line at a height of the widget, which is at that place below its upper edge."""
        line = self._made.get(shown)
        if line is None:
            line = self._made[shown] = self._make(place, y)
        return line

    def _make(self, place: int, y: int) -> Strip:
        """A line with its edges, as the terminal shows it."""
        whole, width = self._made_for
        line = list(self.render_line(place).adjust_cell_length(width, self._blank))
        for change in self.get_line_filters():
            line = change.apply(line, self._ground)
        gutter = self.styles.gutter
        if not gutter.width:
            return Strip(line, width).adjust_cell_length(whole, self._blank)
        if self._edges is None:  # the same beside every line
            edge = super().render_lines(Region(0, y, whole, 1))[0]
            self._edges = edge.crop(0, gutter.left), edge.crop(whole - gutter.right, whole)
        left, right = self._edges
        return Strip([*left, *line, *right], whole)

    @property
    def _blank(self) -> Style:
        """The style of what stands beside the end of a line."""
        return self.rich_style

    def notify_style_update(self) -> None:
        """The lines are made again: the theme, or the focus, is another."""
        self._made.clear()
        self._rims.clear()
        self._made_for = (0, 0)
        self._is_plain = None
        super().notify_style_update()


class Lines(KeptLines, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines that scroll, of the styles that `STYLES_OF` names."""

    STYLES_OF: ClassVar[str]
    """What the names of its styles begin with, in a style sheet."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        self._styles_of: dict[str, Style] = {}
        self._begin_to_keep()
        super().__init__(id=id, classes=classes)

    def _style(self, name: str) -> Style:
        """A style as the theme has it, worked out once."""
        if name not in self._styles_of:
            self._styles_of[name] = (
                self.get_component_rich_style(f"{self.STYLES_OF}--{name}")
                if name
                else self.rich_style
            )
        return self._styles_of[name]

    @property
    def _blank(self) -> Style:
        return self._style("")

    def notify_style_update(self) -> None:
        """The styles are worked out again: the theme, or the focus, is another."""
        self._styles_of.clear()
        super().notify_style_update()
