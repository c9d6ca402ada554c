"""Rows to choose from: each one or two lines, with a cursor that is seen without colour."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from constitution.display import Run, fit, width_of
from constitution.language import N_
from tui.speech import speak_bindings
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from textual import events
    from textual.binding import BindingType

__all__ = ["Row", "Rows"]

_STYLES = ("cursor", "focused", "heading", "quiet", "strong", "number")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to choose: its key, and its lines, already safe to show."""

    key: str
    lines: tuple[tuple[Run, ...], ...]
    is_choice: bool = True
    """Whether it can be chosen; what is only told among the others is passed over."""


class Rows(Lines, inherit_bindings=False):
    """A list of rows of the same height, with a cursor.

    Whoever `turn`s the page beside is called at once wherever the cursor goes, and not by a message:
    the row and the page are then one paint, which is half the work of two and seen sooner.
    """

    STYLES_OF: ClassVar[str] = "rows"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{style}" for style in _STYLES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Down"), show=False),
        Binding("up,k", "move(-1)", N_("Up"), show=False),
        Binding("pagedown,ctrl+f", "move_page(1)", N_("A page down"), show=False),
        Binding("pageup,ctrl+b", "move_page(-1)", N_("A page up"), show=False),
        Binding("ctrl+d", "move_half(1)", N_("Half a page down"), show=False),
        Binding("ctrl+u", "move_half(-1)", N_("Half a page up"), show=False),
        Binding("home", "move_to(0)", N_("To the first"), show=False),
        Binding("end,G", "move_to(-1)", N_("To the last"), show=False),
        Binding("enter", "open", N_("Read"), show=True),
    ]

    class Opened(Message):
        """A row was chosen to be read: with Enter, or by a second click."""

        def __init__(self, rows: Rows, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> Rows:
            """The rows."""
            return self.rows

    def __init__(
        self,
        *,
        height: int = 1,
        turn: Callable[[str], object] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        speak_bindings(self)
        self._row_height = height
        self._rows: tuple[Row, ...] = ()
        self._cursor = 0
        self._turn = turn

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor; None where there is nothing to choose."""
        row = self._rows[self._cursor] if self._rows else None
        return row.key if row is not None and row.is_choice else None

    @property
    def in_sight(self) -> tuple[str, ...]:
        """The keys of the rows that are in sight, one that is cut too."""
        first = self.scroll_offset.y // self._row_height
        after = -(-(self.scroll_offset.y + self.size.height) // self._row_height)
        return tuple(row.key for row in self._rows[first:after])

    @property
    def words(self) -> str:
        """Every row, without styles."""
        return "\n".join("".join(run.text for run in line) for r in self._rows for line in r.lines)

    def fill(self, rows: Sequence[Row], *, at: str | None = None) -> None:
        """Other rows; the cursor stays on its row where that is still there, or near it.

        Where it is wanted `at` a row, it stands there, or on the first where that is not listed.
        """
        key = self.key
        keys = [row.key for row in rows]
        wanted = key if at is None else at
        near = min(self._cursor, max(len(keys) - 1, 0)) if at is None else 0
        self._rows = tuple(rows)
        self.forget_lines()
        self._cursor = self._nearest(keys.index(wanted) if wanted in keys else near, 1)
        self.set_class(not rows, "-empty")
        self._measure()
        self._follow()
        if self.key != key:
            self._tell_turn()

    def point(self, key: str) -> bool:
        """Whether the row was there; the cursor then stands on it."""
        for place, row in enumerate(self._rows):
            if row.key == key and row.is_choice:
                self.action_move_to(place)
                return True
        return False

    def _measure(self) -> None:
        width = self.scrollable_content_region.width or self.size.width
        height = len(self._rows) * self._row_height
        # below the last row there is room for what a list scrolls that shows no half of a row
        height += self.size.height % self._row_height if height > self.size.height else 0
        # set quietly: another number of rows is no reason to lay the whole screen out again
        self.set_reactive(ScrollView.virtual_size, Size(width, height))
        self._scroll_update(self.virtual_size)
        self.refresh()

    def on_resize(self) -> None:
        """The rows are cut for another width, and the cursor stays in sight."""
        self._measure()
        self._follow()

    def on_focus(self) -> None:
        """The cursor is drawn as the one that keys move."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn as one that waits."""
        self.refresh()

    def _nearest(self, place: int, by: int) -> int:
        """The first place from one on, in a direction or else in the other, at which there is a choice."""
        places = range(len(self._rows))
        ahead = places[place:] if by > 0 else places[place::-1]
        behind = places[:place][::-1] if by > 0 else places[place + 1 :]
        return next((at for at in chain(ahead, behind) if self._rows[at].is_choice), place)

    def _around_cursor(self) -> Region:
        """The row under the cursor, with what is told before the first choice and after the last."""
        first = last = self._cursor
        if not any(self._rows[at].is_choice for at in range(first)):
            first = 0
        if not any(self._rows[at].is_choice for at in range(last + 1, len(self._rows))):
            last = max(len(self._rows) - 1, 0)
        return Region(0, first * self._row_height, 1, (last - first + 1) * self._row_height)

    def _follow(self) -> None:
        top = self._cursor * self._row_height
        region = Region(0, top, 1, self._row_height)
        around = self._around_cursor()
        if region != around and around.height <= self.size.height:
            region = around
        self.scroll_to_region(region, animate=False, force=True, immediate=True)
        hidden = self.scroll_offset.y % self._row_height
        if hidden:  # no row is cut on top
            below = self.scroll_offset.y - hidden + self._row_height
            self.scroll_to(y=below, animate=False, force=True, immediate=True)

    def _region_of(self, place: int) -> Region:
        """Where a row is on the screen."""
        top = place * self._row_height - self.scroll_offset.y
        return Region(0, top, self.size.width, self._row_height)

    def action_move(self, by: int) -> None:
        """The cursor goes down, or up."""
        self._go(self._cursor + by)

    def action_move_page(self, by: int) -> None:
        """The cursor goes down, or up, by as many rows as are in sight."""
        self._go(self._cursor + by * max(self.size.height // self._row_height - 1, 1))

    def action_move_half(self, by: int) -> None:
        """The cursor goes down, or up, by half as many rows as are in sight."""
        self._go(self._cursor + by * max(self.size.height // self._row_height // 2, 1))

    def action_move_to(self, place: int) -> None:
        """The cursor goes to a row, -1 being the last."""
        self._go(place if place >= 0 else len(self._rows) - 1)

    def _go(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        if self._rows:
            place = self._nearest(place, place - self._cursor or 1)
        if not self._rows or place == self._cursor:
            return
        before, top = self._cursor, self.scroll_offset.y
        self._cursor = place
        self._follow()
        if self.scroll_offset.y == top:
            self.refresh(self._region_of(before), self._region_of(place))
        else:
            self.refresh()
        self._tell_turn()

    def _tell_turn(self) -> None:
        if self._turn is not None and self.key is not None:
            self._turn(self.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is opened where there is nothing."""
        return (
            self.key is not None if action == "open" else super().check_action(action, parameters)
        )

    def action_open(self) -> None:
        """The row is opened."""
        if self.key is not None:
            self.post_message(self.Opened(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the mouse points; a second click opens."""
        place = (event.y + self.scroll_offset.y) // self._row_height
        if not 0 <= place < len(self._rows) or not self._rows[place].is_choice:
            return
        if place == self._cursor:
            self.action_open()
        else:
            self._go(place)

    def shown_at(self, number: int) -> Hashable:
        """A line of a row, and whether the cursor stands there."""
        place, line = divmod(number, self._row_height)
        if not 0 <= place < len(self._rows):
            return None
        here = (self.has_focus,) if place == self._cursor else ()
        return place, line, here

    def render_line(self, y: int) -> Strip:
        """One line of one row."""
        width = self.size.width
        base = self._style("")
        place, line = divmod(y + self.scroll_offset.y, self._row_height)
        if not 0 <= place < len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[place]
        runs = row.lines[line] if line < len(row.lines) else ()
        here = place == self._cursor and row.is_choice
        room = (self.scrollable_content_region.width or width) - 3
        cursor = self._style("focused" if self.has_focus else "cursor") if here else None
        segments = [Segment("› " if here and line == 0 else "  ", cursor or base)]
        for run in runs:
            if room <= 0:
                break
            text = fit(run.text, room)
            room = room - width_of(text) if text == run.text else 0  # nothing follows what is cut
            segments.append(Segment(text, cursor or self._style(run.style)))
        return Strip(segments).adjust_cell_length(width, cursor or base)
