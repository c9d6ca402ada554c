"""The page of a dialog: as high as its words, and never higher than the screen lets the box be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from constitution.language import _
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.display import Run

__all__ = ["Summary"]

_SHARE = 0.9
"""How much of the height of the screen a dialog may have."""

_MUCH = 12
"""More lines than these are much to read: the box is then as wide as they are read with ease."""


class Summary(Page):
    """What is to be read before an answer is given; its box says where it goes on below."""

    def __init__(self) -> None:
        super().__init__(classes="summary")
        self._fitted = 0
        """The width for which it is as high as it is."""

    def on_mount(self) -> None:
        """It says where it goes on whenever it is scrolled, and fits whenever the screen changes."""
        self.watch(self, "scroll_y", self._tell, init=False)
        self.watch(self, "virtual_size", self._tell, init=False)
        self.call_after_refresh(self.fit)

    def _lay(self, before: Sequence[tuple[Run, ...]] = ()) -> None:
        """Of another width, it has another number of lines."""
        super()._lay(before)
        if self._laid_for != self._fitted:
            self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """It is as high as it needs to be, next to what else the box holds; a long one is wide, too."""
        if not self._is_there or not self._room:
            return  # it is fitted once it is laid out for a width
        box = self._box
        if not box.has_class("-much") and self.lay_whole() > _MUCH:
            box.add_class("-much")
            self.call_after_refresh(self.fit)
            return
        around = box.gutter.height + sum(
            widget.outer_size.height + widget.styles.margin.height
            for widget in box.children
            if widget is not self and widget.display
        )
        keys = self.screen.query_one(KeyLine).outer_size.height
        room = max(int((self.screen.size.height - keys) * _SHARE) - around, 3)
        lines = self.lay_whole()
        self._fitted = self._laid_for
        self.styles.max_height = room
        self.styles.height = min(lines, room)
        self.call_after_refresh(self._tell)

    @property
    def _box(self) -> Vertical:
        return self.query_ancestor(".dialog", Vertical)

    @property
    def _is_there(self) -> bool:
        """Whether its box stands: what was put off may come once the question was answered."""
        return self.is_attached and self.parent is not None

    def _tell(self) -> None:
        if self._is_there:
            self._box.border_subtitle = _("goes on: page down") if self.goes_on else ""
