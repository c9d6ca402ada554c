"""The history: every outcome with its vote, the printed amendment, and what a clone proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from constitution.assembly.projecting import Sent
from constitution.language import N_, _
from tui.background import ask
from tui.dialogs.articles import which_article
from tui.messages import (
    FoundingRead,
    MomentRead,
    RecordRead,
    Troubled,
)
from tui.past.asking import which_moment, which_two
from tui.past.reading import (
    Comparison,
    DayShown,
    read_founding,
    read_moment,
    read_record,
)
from tui.past.sheets import articles_begin, show_comparison, show_day, show_founding
from tui.past.timeline import FOUNDING, rows_of_time
from tui.past.verifying import Verification
from tui.past.voters import names_are_known, read_roll_call
from tui.places.place import Place
from tui.places.session import SessionPlace
from tui.sitting.gauges import gauge_blocks
from tui.widgets.change import VIEWS
from tui.widgets.entry import Entry
from tui.widgets.page import said
from tui.widgets.records import show_record, show_verdict
from tui.widgets.rows import Rows
from tui.widgets.seeking import SeekingPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from constitution.history import Entry as Record
    from tui.past.reading import FoundingShown
    from tui.reading import Room
    from tui.widgets.change import View

__all__ = ["HistoryPlace"]


class HistoryPlace(Place):
    """What was decided."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back")),
        Binding("g", "day", N_("A day")),
        Binding("d", "compare", N_("Compare")),
        Binding("c", "verdict", N_("Verification")),
        Binding("r", "roll_call", N_("Roll call"), tooltip=N_("Who voted how, by name")),
        Binding("s", "send", N_("To the screen")),
        Binding("P", "put_again", N_("Second deliberation")),
        Binding("v", "view(1)", N_("View")),
        Binding("V", "view(-1)", N_("Previous view"), show=False),
        Binding("slash", "seek", N_("Find"), key_display="/", tooltip=N_("Find words on the page")),
        Binding("n", "onward(1)", N_("Next record, or next place with these words"), show=False),
        Binding("N", "onward(-1)", N_("The place before with these words"), show=False),
        Binding("p", "step(-1)", N_("Previous record"), show=False),
    ]

    WRITES: ClassVar[frozenset[str]] = frozenset({"send", "put_again"})

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._was_entered = False
        self._is_stale = True
        """Whether the room changed since it was in sight."""
        self._is_verified = False
        """Whether verification was started for the room as it is."""
        self._shows: Literal["record", "verdict", "moment"] = "record"
        self._moment: DayShown | Comparison | None = None
        """The day, or the two days, that were asked for."""
        self._view: View = "words"
        self._printed: RecordRead | None = None
        self._founding: FoundingShown | None = None
        self._newest: str | None = None
        """The record that was the last one when one was here."""
        self._wanted: str | None = None
        """The record on which the cursor is to stand once it is listed."""
        self._came_from: str | None = None
        """The place in which the record was named that one is reading."""

    def compose(self) -> ComposeResult:
        """The verdict in a line, the list, and the page of the record under the cursor."""
        yield Verification(self.folder, id="verdict")
        yield Rows(id="records", height=2, turn=self._turn)
        with Vertical(id="record-side"):
            yield Entry(told=lambda _words: None, id="sought")
            yield SeekingPage(id="record")

    @property
    def _verification(self) -> Verification:
        return self.query_one(Verification)

    @property
    def _rows(self) -> Rows:
        return self.query_one("#records", Rows)

    @property
    def _page(self) -> SeekingPage:
        return self.query_one("#record", SeekingPage)

    def enter(self) -> None:
        """The list has the keys, and verification begins."""
        self._was_entered = True
        self.screen.set_focus(self._rows)
        if self._is_stale:
            self.redraw()
        self._go_to_what_is_new()
        self._verify()

    def _go_to_what_is_new(self) -> None:
        """Whoever comes back after a result was declared stands on it."""
        records = self.room.records if self.room is not None else ()
        newest = records[-1].folder if records else ""
        if self._newest not in {None, newest}:
            self._shows = "record"
            self._rows.action_move_to(0)
        self._newest = newest if self.room is not None else None

    def redraw(self) -> None:
        """List, page and verdict are those of the room as it is now."""
        self._is_stale = not self.display
        if self.room is None or self._is_stale:
            return
        self._fill()
        if self.room.is_founded:
            folder = self.folder
            ask(self, "founding", lambda: FoundingRead(read_founding(folder)))
        if self.room.records_trouble is not None:
            self.complain(self.room.records_trouble.message, self.room.records_trouble.hint)
        elif self._shows == "record":
            self._show_record()
        elif self._shows == "moment" and self._moment is not None:
            folder, moment = self.folder, self._moment
            ask(self, "moment", lambda: MomentRead(moment, read_moment(folder, moment)))
        if self._was_entered:
            self._verify()

    def receive(self, room: Room) -> None:
        """The room as it is now, which is still to be verified."""
        self._is_verified = False
        super().receive(room)

    # -- the record --------------------------------------------------------------------------------

    def _turn(self, _key: str = "") -> None:
        self._shows = "record"
        self._show_record()

    @on(Rows.Opened, "#records")
    def _read(self) -> None:
        if self._shows != "record":
            self._turn()
        self.screen.set_focus(self._page)

    def _fill(self) -> None:
        """The timeline has a row for each record, and for the founding where there was one."""
        if self.room is not None and self.room.is_founded:
            narrow = self.screen.has_class("-narrow")
            rows = rows_of_time(self.room.records, self._founding, is_narrow=narrow)
            self._rows.fill(tuple(rows))
            if self._wanted is not None and self._rows.point(self._wanted):
                self._wanted = None

    def on_resize(self) -> None:
        """Another width has room for other lines."""
        self._fill()

    def on_founding_read(self, answer: FoundingRead) -> None:
        """Its row has its day, and its page the text."""
        self._founding = answer.shown
        self._fill()
        if self._shows == "record" and self._rows.key == FOUNDING:
            self._show_record()

    def _show_record(self) -> None:
        record = self._record()
        if record is None:
            nothing = (
                said(_("No amendment was disposed of yet.")),
                said(_("What is declared in the sitting (`3`) stands here."), "quiet"),
            )
            founding = show_founding(self._founding) if self._founding is not None else ()
            has_records = bool(self.room and self.room.records)
            self._page.show(founding if has_records else (*nothing, *founding))
            return
        folder = self.folder
        ask(self, "printed", lambda: RecordRead(read_record(folder, record)))

    def leave(self) -> None:
        """Another place is about to be in sight: nothing leads back to where one was before."""
        self._came_from = None

    def point_at(self, folder: str, *, came_from: str | None = None) -> None:
        """The cursor stands on a record, now or as soon as it is listed; Escape leads back to a place."""
        self._came_from = came_from if came_from != self.id else None
        self._shows = "record"
        self._wanted = None if self._rows.point(folder) else folder
        self._show_record()

    def _record(self) -> Record | None:
        """The record under the cursor."""
        records = self.room.records if self.room is not None else ()
        return next((record for record in records if record.folder == self._rows.key), None)

    def on_record_read(self, answer: RecordRead) -> None:
        """The record is on the page, if the cursor still stands on it."""
        shown = answer.shown
        if self._shows == "record" and shown.record.folder == self._rows.key:
            same = self._printed is not None and self._printed.shown.record == shown.record
            self._printed = answer
            report = self._verification.report(shown.record)
            bars = [
                block
                for question in shown.questions
                for gauge in question.gauges
                for block in gauge_blocks(gauge)
            ]
            sheet = show_record(
                shown.record, shown.printed, report, bars, shown.governance, marked=self.marked
            )
            self._page.show(sheet, stay=same)

    # -- verification ------------------------------------------------------------------------------

    def _verify(self) -> None:
        if self.room is not None and not self._is_verified:
            self._is_verified = True
            self._verification.begin(self.room)

    @on(Verification.Done)
    def _judged(self) -> None:
        """Each record says what it was counted to be, and the verdict can be read in full."""
        self._show_again()

    def on_troubled(self, message: Troubled) -> None:
        """Why there is no answer stands where the answer was expected."""
        message.stop()
        self.complain(message.sentence, message.hint)

    def _show_again(self) -> None:
        if self._shows == "verdict":
            self._show_verdict()
        elif self._shows == "moment":
            self._show_moment(stay=True)
        elif self._printed is not None:
            self.on_record_read(self._printed)
        self.refresh_bindings()

    def action_verdict(self) -> None:
        """The verdict in full is on the page; asked for again, the record is."""
        if self._shows == "verdict":
            self._shows = "record"
            self._show_record()
        else:
            self._shows = "verdict"
            self._show_verdict()
        self.refresh_bindings()

    def _show_verdict(self) -> None:
        judged = self._verification
        if judged.verdict is not None:
            texts = self.room.texts if self.room is not None else {}
            self._page.show(show_verdict(judged.verdict, texts))
        elif judged.trouble is not None:
            self.complain(judged.trouble.sentence, judged.trouble.hint)

    # -- any day, any two --------------------------------------------------------------------------

    def action_day(self) -> None:
        """The text of a day is asked for; on the page that shows one, which of its articles."""
        if self._shows == "moment" and isinstance(self._moment, DayShown) and self._page.has_focus:
            self.app.push_screen(
                which_article(_("Go to which article?"), self._moment.texts), self._reveal_article
            )
        else:
            self.app.push_screen(which_moment(), self._show_asked)

    def _reveal_article(self, path: str | None) -> None:
        if path is not None and isinstance(self._moment, DayShown):
            self._page.reveal(articles_begin(self._moment)[path], on_top=True)

    def action_compare(self) -> None:
        """Two days are compared; what stands there is before and after the record in sight."""
        self.app.push_screen(which_two(self._record()), self._show_asked)

    def _show_asked(self, moment: DayShown | Comparison | None) -> None:
        if moment is not None:
            self._shows, self._moment = "moment", moment
            self._show_moment(stay=False)
            self.screen.set_focus(self._page)

    def on_moment_read(self, answer: MomentRead) -> None:
        """What was asked for is shown as it is now, if it is still in sight."""
        if self._shows == "moment" and self._moment is answer.before:
            self._moment = answer.shown
            self._show_moment(stay=True)

    def _show_moment(self, *, stay: bool) -> None:
        match self._moment:
            case DayShown() as day:
                self._page.show(show_day(day), stay=stay)
            case Comparison() as compared:
                sheet = show_comparison(compared, self._view, marked=self.marked)
                self._page.show(sheet, stay=stay)
            case None:
                pass
        self.refresh_bindings()

    def action_view(self, by: int) -> None:
        """What changed is shown in the next of its views."""
        self._view = VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)]
        self._show_moment(stay=True)

    # -- acts --------------------------------------------------------------------------------------

    @property
    def _session(self) -> SessionPlace:
        return self.screen.query_one(SessionPlace)

    def action_send(self) -> None:
        """The screen shows the result of the record in sight."""
        record = self._record()
        if record is not None:
            self.drafting_room.send(Sent("result", record.folder))

    def action_roll_call(self) -> None:
        """Who voted how on the record in sight is there to be looked through."""
        record = self._record()
        if record is not None:
            self.drafting_room.tell(read_roll_call(self.drafting_room, record))

    def action_put_again(self) -> None:
        """What was voted on already is put to a second deliberation, once it was seen."""
        record = self._record()
        if record is not None:
            self._session.put([record.number], again=True)

    # -- words on the page -------------------------------------------------------------------------

    def action_seek(self) -> None:
        """Words are asked for; the first place on the page that has them is then in sight."""
        entry = self.query_one("#sought", Entry)
        entry.placeholder = _("Words on this page")
        entry.display = True
        entry.value = ""
        self.screen.set_focus(entry)

    @on(Input.Submitted, "#sought")
    def _seek(self, event: Input.Submitted) -> None:
        words = event.value.strip()
        self._stop_seeking()
        if words and self._page.seek(words):
            self.tell_sought(self._page)
        elif words:
            self.drafting_room.say_here(_("Nothing on this page has these words."))

    def _stop_seeking(self) -> None:
        self.query_one("#sought").display = False
        self.screen.set_focus(self._page)
        self.refresh_bindings()

    def action_onward(self, by: int) -> None:
        """The next place that has the words sought is in sight; where none were, the next record."""
        if self._page.sought is not None and self._page.has_focus:
            self._page.step(by)
            self.tell_sought(self._page)
        else:
            self.step(self._rows, by)

    # -- keys --------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next record is on the page."""
        self.step(self._rows, by)

    def why_not(self, action: str) -> str:
        """Why an action does nothing on the record under the cursor."""
        record = self._record()
        if action in {"send", "put_again", "roll_call"} and record is None:
            return _("This is the founding: no vote stands behind it.")
        if action == "roll_call":
            return _("Who voted how is not known here: the record has no names.")
        if action == "put_again":
            return _("Only what was voted on can be put to a second deliberation.")
        if action == "verdict":
            return _("Verification is not done yet.")
        if action == "view":
            return _("There is no comparison in sight: `d` compares two days.")
        return ""

    def offers(self, action: str) -> bool:
        """Back is offered on the page; what concerns a record where there is one."""
        if action == "back":
            if self.query_one("#sought").display:
                return True
            return self._page.has_focus or self._shows != "record" or self._came_from is not None
        if action == "verdict":
            return self._verification.is_done
        if action == "view":
            return self._shows == "moment" and isinstance(self._moment, Comparison)
        if action == "send":
            return self._record() is not None
        if action == "roll_call":
            record = self._record()
            return record is not None and names_are_known(record)
        if action == "put_again":
            record = self._record()
            return record is not None and record.outcome in {"adopted", "rejected", "divided"}
        return True

    def is_here(self, action: str) -> bool:
        """Whether the verdict is asked for where it is in sight."""
        return action == "verdict" and self._shows == "verdict"

    def action_back(self) -> None:
        """The words asked for are left; the verdict, or the day, for the record, the page for the list.

        From the list one comes back to where the record was named.
        """
        if self.query_one("#sought").display:
            self._stop_seeking()
            return
        if self._came_from is not None and self._shows == "record" and self._rows.has_focus:
            self.drafting_room.leave_for(self._came_from)
            return
        if self._shows != "record":
            self._shows = "record"
            self._show_record()
        self.screen.set_focus(self._rows)
        self.refresh_bindings()
