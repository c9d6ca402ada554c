"""What every place of the room is: a view of the room as it was read last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding

from constitution.display import safe
from constitution.language import N_, _
from tui.acting import reading_only
from tui.dialogs.dialog import capital
from tui.hints import in_keys
from tui.speech import speak_bindings
from tui.widgets.covered import CoveredContainer
from tui.widgets.page import Page, said
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType
    from textual.timer import Timer

    from tui.app import DraftingRoom
    from tui.reading import Room
    from tui.widgets.page import Block, Sheet
    from tui.widgets.seeking import SeekingPage

__all__ = ["Place", "trouble"]

_LATE = 0.4
"""Seconds after which the page shows no other thing than the one under the cursor."""


def trouble(sentence: str, hint: str = "") -> Sheet:
    """A refusal in the words of the core, with its hint."""
    sentence, hint = in_keys(capital(sentence)), in_keys(hint)
    refusal = said(safe(sentence), "strong")
    return (refusal, said(safe(hint), is_close=True)) if hint else (refusal,)


class Place(CoveredContainer):
    """A place: it is given the room whenever it was read again, and shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "top", N_("To the top"), show=False),
        Binding("left,h", "leave_page", N_("To the list"), show=False),
        Binding("right,l", "enter_page", N_("To the page"), show=False),
    ]
    WRITES: ClassVar[frozenset[str]] = frozenset()
    """The actions that write: a room for reading does not offer them."""

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        speak_bindings(self)
        self.folder = folder
        self.room: Room | None = None
        self.marked = False
        """Whether changed words bear marks, where neither colour nor underlining may tell them."""
        self._looking: Timer | None = None

    @property
    def drafting_room(self) -> DraftingRoom:
        """The room that it is a place of."""
        return cast("DraftingRoom", self.app)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now; one that does not is not in the footer either."""
        del parameters
        if action in self.WRITES and self.drafting_room.is_read_only:
            return False
        return self.offers(action)

    def offers(self, action: str) -> bool:
        """Whether an action of this place does something now."""
        del action
        return True

    def is_here(self, action: str) -> bool:
        """Whether what an action asks for is in sight already: its key closes it, and is not offered."""
        del action
        return False

    def why_not(self, action: str) -> str:
        """Why an action of this place does nothing now, in a sentence; empty where none is needed."""
        del action
        return ""

    def refuses(self, action: str, parameters: tuple[object, ...]) -> str:
        """What is said where a key is pressed whose action is not offered."""
        if self.check_action(action, parameters):
            return ""
        if action in self.WRITES and self.drafting_room.is_read_only:
            return capital(reading_only().message) + "."
        return self.why_not(action)

    def receive(self, room: Room) -> None:
        """The place has the room as it is now, and shows it."""
        self.room = room
        self.redraw()

    def mark(self, *, marked: bool) -> None:
        """Changed words bear marks, or no longer do."""
        self.marked = marked
        if self.room is not None:
            self.redraw()

    def complain(self, sentence: str, hint: str) -> None:
        """Why there is nothing to show stands on the page of the place."""
        self.query(Page).first().show(trouble(sentence, hint))

    def look_at_page_soon(self) -> None:
        """A moment later it is seen to it that the page shows nothing but what the cursor is on."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_LATE, self.look_at_page)

    def look_at_page(self) -> None:
        """The page shows nothing but what the cursor is on, however long that is being read."""

    def show_being_read(self, *head: Block) -> None:
        """What the cursor is on is named on the page, and is being read."""
        self.query(Page).first().show((*head, said(_("This is being read…"), "quiet")))

    def step(self, rows: Rows, by: int) -> None:
        """The cursor goes to the next row, or the one before; at the end that is said."""
        before = rows.key
        rows.action_move(by)
        if rows.key == before and before is not None:
            self.drafting_room.say_here(
                _("This is the last one.") if by > 0 else _("This is the first one.")
            )

    def action_top(self) -> None:
        """The list or the page that has the keys is at its beginning."""
        match self.screen.focused:
            case Rows() as rows:
                rows.action_move_to(0)
            case Page() as page:
                page.scroll_home(animate=False)
            case _:
                pass

    def tell_sought(self, page: SeekingPage) -> None:
        """Which place that has the words sought is in sight on a page, if any were."""
        if page.told:
            self.drafting_room.say_here(page.told)

    def action_enter_page(self) -> None:
        """The page has the keys."""
        self.screen.set_focus(self.query(Page).first())

    def action_leave_page(self) -> None:
        """The list has the keys."""
        self.screen.set_focus(self.query(Rows).first())

    def leave(self) -> None:
        """Another place is about to be in sight."""

    def redraw(self) -> None:
        """What the place shows is read again."""
        raise NotImplementedError

    def enter(self) -> None:
        """The place is shown, and its main list has the keys."""
        raise NotImplementedError
