"""In session: what is called in which order, and every act of the chair and the clerk on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Container

from constitution.display import safe
from constitution.language import N_, _
from tui.background import ask, once_it_rests
from tui.places.place import trouble
from tui.sitting import asking, balloting, summaries
from tui.sitting.chairing import Chairing
from tui.sitting.line import SittingLine
from tui.sitting.messages import (
    AgendaRead,
    CalledRead,
    FatesRead,
    PuttingRead,
    ResultRead,
    RollCallRead,
    SentRead,
)
from tui.sitting.offering import NAMED, unnamed, why_not
from tui.sitting.reading import (
    read_agenda,
    read_called,
    read_fates,
    read_putting,
    read_result,
    read_roll_call,
    read_screen,
)
from tui.sitting.roll import RollCallDialog
from tui.sitting.sheets import show_called, turn_row
from tui.widgets.change import VIEWS
from tui.widgets.page import Page, said
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.message import Message

    from constitution.assembly.counting import Entered
    from constitution.assembly.declaring import Declared
    from constitution.assembly.motions import OpenMotion
    from tui.messages import Troubled
    from tui.sitting.reading import Fates, ResultShown
    from tui.widgets.change import View

__all__ = ["SessionPlace"]


_OVER = ("putting", "result", "roll")
"""What is read to be shown over the room."""


class SessionPlace(Chairing):
    """What is called, one amendment after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back")),
        Binding("c", "count", N_("Count")),
        Binding("r", "roll_call", N_("Roll call")),
        Binding("h", "without_figures", N_("Without figures")),
        Binding("d", "declare", N_("Declare")),
        Binding("p", "put", N_("Put to the vote")),  # once it is put, voting on it comes first
        Binding("n", "step(1)", N_("Next")),
        Binding("s", "send", N_("To the screen")),
        Binding("v", "view(1)", N_("View")),
        Binding("e", "oral", N_("Oral amendment")),
        Binding("x", "dispose", N_("Dispose of it")),
        Binding("o", "order", N_("Call elsewhere")),
        Binding("R", "send_result", N_("Last result to the screen")),
        Binding("S", "clear", N_("Clear the screen")),
        Binding("greater_than_sign", "turn_screen", N_("Next part on the screen"), key_display=">"),
        Binding("J", "call_later", N_("Call after the next"), show=False),
        Binding("K", "call_earlier", N_("Call before the one above"), show=False),
        Binding("O", "as_proposed", N_("Return to the proposed order"), show=False),
        Binding("b", "ballot", N_("Cast a ballot"), show=False),
        Binding("V", "view(-1)", N_("Previous view"), show=False),
    ]
    WRITES: ClassVar[frozenset[str]] = frozenset(
        {
            "put",
            "count",
            "roll_call",
            "without_figures",
            "declare",
            "send",
            "send_result",
            "clear",
            "turn_screen",
            "order",
            "call_later",
            "call_earlier",
            "as_proposed",
            "dispose",
            "oral",
            "ballot",
        }
    )

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._fates: Fates | None = None
        self._view: View = "words"
        self._is_stale = True
        """Whether the room changed since it was in sight."""
        self._wanted: str | None = None
        """The amendment that was put last: the cursor goes there as soon as it is listed."""

    def compose(self) -> ComposeResult:
        """The last result and what the screen shows; the list; the page of the one called."""
        yield SittingLine(id="sitting")
        with Container(id="sitting-sides"):
            yield Rows(id="turns", height=2, turn=self._choose)
            yield Page(id="called")

    @property
    def _page(self) -> Page:
        return self.query_one("#called", Page)

    def enter(self) -> None:
        """The list has the keys; what changed while it was out of sight is read."""
        self.screen.set_focus(self._rows)
        if self._is_stale:
            self.redraw()

    def leave(self) -> None:
        """What was about to be asked here is not asked in another place."""
        for group in _OVER:
            self.workers.cancel_group(self, group)
        self.drafting_room.release_keys()

    # -- reading -----------------------------------------------------------------------------------

    def redraw(self) -> None:
        """The list and the page are those of the room as it is now."""
        self._is_stale = not self.display
        if self.room is None or self._is_stale:
            return
        if not self.room.is_founded:
            self.complain(_("This text has no assembly: nothing is put to the vote."), "")
            return
        folder = self.folder
        ask(self, "agenda", lambda: AgendaRead(read_agenda(folder)))
        self._line.receive(self.room)
        ask(self, "sent", lambda: SentRead(read_screen(folder)))

    def on_agenda_read(self, answer: AgendaRead) -> None:
        """Every amendment stands in its turn, and the page is that of the one under the cursor."""
        self._agenda = answer.agenda
        self._line.follow(answer.agenda)
        agenda = answer.agenda
        rows = zip(agenda.turns, agenda.articles, agenda.measures, strict=True)
        before = self._rows.key
        self._rows.fill([turn_row(*row, agenda.names) for row in rows])
        if self._wanted is not None and self._rows.point(self._wanted):
            self._wanted = None
        if self._rows.key is None:
            self._called = None
            self._page.show(
                (
                    said(_("No amendment waits for its vote.")),
                    said(_("Submit one (`2`, then `s`), or write one here (`e`)."), "quiet"),
                )
            )
        elif self._rows.key == before:
            self._ask(self._rows.key)
        self.refresh_bindings()

    def _choose(self, number: str) -> None:
        self._ask(number)
        self.refresh_bindings()

    @on(Rows.Opened, "#turns")
    def _read(self) -> None:
        self.screen.set_focus(self._page)

    def _ask(self, number: str) -> None:
        folder = self.folder
        ask(self, "called", once_it_rests(lambda: CalledRead(read_called(folder, number))))
        ask(self, "fates", once_it_rests(lambda: FatesRead(read_fates(folder, number))))
        self.look_at_page_soon()

    def look_at_page(self) -> None:
        """The page shows no other amendment than that of the cursor, however long that is being read."""
        turn, called = self._turn, self._called
        if turn is not None and called is not None and called.number != turn.number:
            self._called = None
            name = _("Amendment {name}").format(name=turn.number)
            self.show_being_read(said(safe(name), "title"))

    def on_called_read(self, answer: CalledRead) -> None:
        """The amendment is on the page, if the cursor still stands on it."""
        if answer.called.number == self._rows.key:
            same = self._called is not None and self._called.number == answer.called.number
            self._called = answer.called
            self._show(stay=same)

    def on_fates_read(self, answer: FatesRead) -> None:
        """What becomes of the others joins the page."""
        if answer.fates.number == self._rows.key:
            self._fates = answer.fates
            self._show(stay=True)

    def _show(self, *, stay: bool) -> None:
        turn, called, agenda = self._turn, self._called, self._agenda
        if agenda is None or turn is None or called is None or called.number != turn.number:
            return
        fates = self._fates if self._fates and self._fates.number == turn.number else None
        sheet = show_called(turn, called, fates, self._view, agenda, marked=self.marked)
        self._page.show(sheet, stay=stay)
        self.refresh_bindings()

    def on_sent_read(self, answer: SentRead) -> None:
        """What the screen shows stands above the list."""
        self._line.sent(answer.sent)

    def on_troubled(self, message: Troubled) -> None:
        """Why an act cannot be begun is said over the room; why there is no page, on the page."""
        message.stop()
        if message.group in _OVER:
            self.drafting_room.refuse(message.sentence, message.hint)
        elif message.group in {"agenda", "called"}:
            self._called = None
            self._page.show(trouble(message.sentence, message.hint))

    def _open(self, group: str, read: Callable[[], Message]) -> None:
        """What is read is shown over the room, and has the keys that are pressed meanwhile."""
        self.drafting_room.hold_keys()
        ask(self, group, read)

    # -- putting -----------------------------------------------------------------------------------

    def action_put(self) -> None:
        """What would be put is shown, with the identical ones that wait beside it."""
        turn, agenda = self._turn, self._agenda
        if turn is None or agenda is None:
            return
        waiting = {one.number for one in agenda.turns if one.stage == "waiting"}
        names = [turn.number, *(twin for twin in turn.called.candidate.twins if twin in waiting)]
        self.put(names)

    def put(self, names: Sequence[str], *, again: bool = False) -> None:
        """What would be put is shown, and sealed on a yes."""
        folder = self.folder
        self._open("putting", lambda: PuttingRead(read_putting(folder, names, again=again)))

    def on_putting_read(self, answer: PuttingRead) -> None:
        """Nothing is sealed before it was seen."""
        self.app.push_screen(summaries.putting(answer.shown, marked=self.marked), self._tell_put)

    def _tell_put(self, motion: OpenMotion | None) -> None:
        if motion is not None:
            self._wanted = str(motion.number)
            self._rows.point(self._wanted)
            self.drafting_room.say(summaries.tell_put(motion))

    # -- counting ----------------------------------------------------------------------------------

    def action_count(self) -> None:
        """Figures are entered."""
        if self._called is not None and self._called.tally is not None:
            self.app.push_screen(asking.figures(self._called.tally), self._after_count)

    def action_without_figures(self) -> None:
        """The result is entered as the chair declared it."""
        if self._called is not None and self._called.tally is not None:
            self.app.push_screen(asking.without_figures(self._called.tally), self._after_count)

    def action_roll_call(self) -> None:
        """The roll call is taken, or taken up where it was left."""
        number, folder = self._rows.key, self.folder
        if number is not None:
            self._open("roll", lambda: RollCallRead(read_roll_call(folder, number)))

    def on_roll_call_read(self, answer: RollCallRead) -> None:
        """Every member is there to be called."""
        self.app.push_screen(RollCallDialog(answer.shown), self._after_roll_call)

    def _after_roll_call(self, entry: Entered | None) -> None:
        self.redraw()  # what was answered is kept, entered or not
        self._after_count(entry)

    def _after_count(self, entry: Entered | None) -> None:
        """Once every question was counted, the result is shown, to be declared."""
        if entry is not None and None not in entry.counts:
            self.action_declare()

    def action_ballot(self) -> None:
        """A member casts a ballot, signed where they have a key."""
        number = self._rows.key
        if number is not None:
            room = self.drafting_room
            room.tell(balloting.cast(room, number))

    # -- declaring ---------------------------------------------------------------------------------

    def action_declare(self) -> None:
        """The result is shown, with what becomes of the others."""
        number, folder = self._rows.key, self.folder
        if number is not None:
            self._open("result", lambda: ResultRead(read_result(folder, number)))

    def on_result_read(self, answer: ResultRead) -> None:
        """Nothing is final before its summary was agreed to; a postponement leaves no record."""
        shown = answer.shown
        if shown.outcome == "postponed":
            self.app.push_screen(summaries.postponed(shown))
        else:
            self.app.push_screen(
                summaries.declaring(shown), lambda done: self._tell_declared(done, shown)
            )

    def _tell_declared(self, done: Declared | None, shown: ResultShown) -> None:
        """What falls by the result is offered to be recorded."""
        if done is None:
            return
        self.drafting_room.say(summaries.tell_declared(done))
        if shown.falling:
            self.app.push_screen(
                summaries.falling(shown), lambda fell: self._tell_fallen(fell, shown)
            )

    def _tell_fallen(self, fell: object, shown: ResultShown) -> None:
        if fell is not None:
            self.drafting_room.say(summaries.fallen(shown))

    # -- keys --------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next amendment is called."""
        self._rows.action_move(by)

    def action_view(self, by: int) -> None:
        """The change is shown in the next of its views."""
        self._view = VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)]
        self._show(stay=True)

    def action_back(self) -> None:
        """The page is left for the list."""
        self.screen.set_focus(self._rows)

    def offers(self, action: str) -> bool:
        """Each act is offered where it is the next one, or may be done again."""
        if action == "back":
            return self._page.has_focus
        if action == "send_result":
            return self._line.last_result is not None
        return not self.why_not(action)

    def why_not(self, action: str) -> str:
        """Why an act of the sitting does nothing on the amendment under the cursor."""
        if action == "send_result" and self._line.last_result is None:
            return _("No result was recorded yet.")
        if action in NAMED and self.room is not None and not self.room.is_named:
            return unnamed()
        turns = self._agenda.turns if self._agenda is not None else ()
        turn = self._turn
        called = self._called
        tally = (
            called.tally if called is not None and turn and called.number == turn.number else None
        )
        place = turns.index(turn) if turn is not None else 0
        return why_not(action, turn, tally, place=place, turns=len(turns))
