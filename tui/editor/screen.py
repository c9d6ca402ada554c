"""The editor: a text to write, its faults and its size, and the difference that it makes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar, assert_never, cast

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from constitution.display import safe
from constitution.errors import ConstitutionError, Overtaken
from constitution.language import N_, _
from constitution.system import reason_of
from constitution.text import format_text
from tui.background import ask, go_on
from tui.dialogs.notice import Notice
from tui.editor.area import ProseArea
from tui.editor.finding import Finding
from tui.editor.home import setting_apart, told_in_full, told_of_meanwhile
from tui.editor.judging import first_alinea, judge, last_typed, told, told_of_pasting
from tui.editor.keeping import Keeping
from tui.editor.leaving import Leaving, Recovering
from tui.editor.outside import edit_outside
from tui.editor.saving import Both, saving
from tui.heeding import Heeding
from tui.keys import Keys
from tui.messages import Judged, Looked, Troubled
from tui.speech import speak_bindings
from tui.widgets.change import number_shown, show_words
from tui.widgets.covered import Covered, CoveredContainer, CoveredVertical
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page, said
from tui.widgets.prose import prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from constitution.assembly import Desk
    from constitution.assembly.drafting.meanwhile import Meanwhile
    from tui.app import DraftingRoom
    from tui.editor.home import Home
    from tui.editor.judging import Judgement
    from tui.editor.leaving import Wish
    from tui.editor.saving import Whose
    from tui.editor.writing import Writing
    from tui.widgets.change import View
    from tui.widgets.page import Block, Sides

__all__ = ["Editor"]

T = TypeVar("T")

JUDGE_AFTER = 0.15
"""Seconds without a key after which the difference is made again."""

_VIEWS: tuple[View, ...] = ("words", "sides", "reading")


class Editor(Covered, Heeding, ModalScreen[T | None]):
    """One text; it is left with what saving came to, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", N_("Save"), key_display="^s", priority=True),
        Binding("escape", "leave", N_("Close"), key_display="esc"),
        Binding("ctrl+f", "find", N_("Find"), key_display="^f", priority=True),
        Binding("f3", "view", N_("View"), tooltip=N_("The difference in another view")),
        Binding("f8", "next_fault", N_("Next fault")),
        Binding("f5", "mend", N_("Mend the form")),
        Binding(
            "ctrl+n",
            "apart",
            N_("New amendment"),
            tooltip=N_("Put this text into a new amendment"),
            key_display="^n",
        ),
        Binding("f4", "outside", N_("Your editor"), tooltip=N_("Your own editor, and back")),
        Binding("f1", "keys", N_("Keys")),
        Binding("ctrl+p", "app.command_palette", N_("All actions"), show=False, priority=True),
    ]

    def __init__(
        self,
        writing: Writing,
        save: Callable[[str, str, str], Callable[[Desk], T]],
        *,
        marked: bool,
        home: Home[T] | None = None,
    ) -> None:
        """`home` is the amendment that the text belongs to, where there is one."""
        super().__init__()
        speak_bindings(self)
        self.writing = writing
        self._save = save
        self._home = home
        self._seen: Meanwhile | None = None
        """What happened to the amendment, as it was seen last."""
        self._marked = marked
        self._area = ProseArea(writing, writing.text, id="area")
        self._view: View = "words"
        self._judgement: Judgement | None = None
        self._numbers: tuple[int, ...] = ()
        """The alinéa that each block of the difference shows; 0 where it shows none of the text."""
        self._keeping = Keeping(writing, lambda: self.text, lambda: self.area.cursor_location)
        self._judging: Timer | None = None
        self._pasted_text: str | None = None
        """The text as it stood once something was pasted."""

    def compose(self) -> ComposeResult:
        """The text, what is known of it, and its difference beside or below."""
        with Horizontal(id="editor-bar"):
            yield Static(Content(safe(self.writing.title)), id="editor-title")
            yield Static(id="meanwhile")
            yield self._keeping
        with CoveredContainer(id="editor"):
            with CoveredVertical(id="writing"):
                yield self._area
                yield Static(id="judgement")
                yield Static(id="pasted")
                yield Finding(self._area)
            if self.writing.base is not None:
                yield Page(id="difference")
        yield KeyLine()

    @property
    def area(self) -> ProseArea:
        """Where one types."""
        return self._area

    @property
    def text(self) -> str:
        """What is typed."""
        return self.area.text

    def on_mount(self) -> None:
        """The text has the keys; what was typed before and not saved is offered."""
        self.area.focus()
        if not self.writing.base:  # a new text goes on where its first line ends
            self.area.action_to_end()
        elif self.writing.kind == "article":  # what is typed at once is no part of the heading
            self.area.move_cursor((first_alinea(self.text), 0))
        self.call_after_refresh(self._show_beginning)
        self._judge()
        self.look_again()
        found = self.writing.found
        if found is not None and found.text != self.writing.text:
            self._keeping.waits = True
            dialog = Recovering(self.writing, found, marked=self._marked)
            self.app.push_screen(dialog, self._recover)

    def _show_beginning(self) -> None:
        """The text is in sight from its first line, if the cursor then is: its height is known now."""
        self.area.scroll_to(y=0, animate=False)
        self.area.scroll_cursor_visible()

    def _recover(self, wish: Wish | None) -> None:
        found = self.writing.found
        if wish is None:
            self._leave()
            return
        self._keeping.waits = False
        if wish == "discard":
            self._forget(self._keeping.forget)
        elif found is not None:
            self.area.load_text(found.text)
            where = found.cursor or last_typed(self.writing.text, found.text)
            self.area.move_cursor(self.area.clamp_visitable(where), center=True)
        self.area.focus()

    # -- judging -----------------------------------------------------------------------------------

    @on(TextArea.Changed, "#area")
    def _changed(self) -> None:
        if self._judging is not None:
            self._judging.stop()
        self.workers.cancel_group(self, "judge")  # of a text that is another one now
        self._judging = self.set_timer(JUDGE_AFTER, self._judge)
        self._keeping.follow()
        if self.text != self._pasted_text:
            self._say_pasted("")

    @on(ProseArea.Pasted)
    def _pasted(self, message: ProseArea.Pasted) -> None:
        """What was mended in a text that was pasted is said, until something else is typed."""
        self._say_pasted(told_of_pasting(message.mended))
        self._pasted_text = self.text

    def _say_pasted(self, sentence: str) -> None:
        place = self.query_one("#pasted", Static)
        if place.display or sentence:
            place.update(Content(safe(sentence)))
            place.display = bool(sentence)

    def _judge(self) -> None:
        writing, text = self.writing, self.text
        ask(self, "judge", lambda: Judged(judge(writing, text, go_on)))

    def on_judged(self, message: Judged) -> None:
        """The difference, the faults and the size are those of the text as it is."""
        judgement = message.judgement
        if judgement.text != self.text or self.area.mend(judgement.mended):
            return  # what was typed meanwhile, or the mended text, is judged in its turn
        self._judgement = judgement
        self.area.mark(judgement.faults)
        self._tell(judgement)
        self._show()

    def on_troubled(self, message: Troubled) -> None:
        """Why the text could not be judged stands below it."""
        message.stop()
        self._say_below(" ".join(filter(None, (message.sentence, message.hint))))

    def _tell(self, judgement: Judgement) -> None:
        if self.writing.kind != "table":
            self._say_below(told(self.writing, judgement, self.area.cursor_location))

    def _say_below(self, sentence: str) -> None:
        """The whole sentence stands below; the text gives way only where that takes another row."""
        place = self.query_one("#judgement", Static)
        content = Content(safe(sentence))
        height = max(content.get_height({}, max(place.container_size.width - 4, 1)), 1)
        place.update(content, layout=height != place.size.height)

    def _show(self) -> None:
        judgement = self._judgement
        if self.writing.base is None or judgement is None:
            return
        sheet = tuple(self._sheet(judgement))
        self._numbers = tuple(number_shown(block) for block in sheet)
        self.query_one("#difference", Page).show(sheet, stay=True)
        self._follow()

    @on(TextArea.SelectionChanged, "#area")
    def _moved(self) -> None:
        """A line that was left is mended, and the difference follows the cursor."""
        self._keeping.follow_cursor()
        judgement = self._judgement
        if judgement is None or judgement.text != self.text:
            return  # it is judged in a moment
        if not self.area.mend(judgement.mended):
            self._follow()

    def _follow(self) -> None:
        """The difference shows what is near the alinéa in which one writes."""
        judgement = self._judgement
        if self.writing.base is None or judgement is None or not any(self._numbers):
            return
        row, column = self.area.cursor_location
        offset = column + sum(len(line) + 1 for line in self.area.document.lines[:row])
        at = bisect_right(judgement.starts, offset, key=lambda alinea: alinea[0])
        here = judgement.starts[at - 1][1] if at else 0
        near = (place for place, number in enumerate(self._numbers) if number and number >= here)
        last = max(place for place, number in enumerate(self._numbers) if number)
        self.query_one("#difference", Page).reveal(next(near, last))

    def _sheet(self, judgement: Judgement) -> Iterator[Block | Sides]:
        delta = judgement.delta
        if delta is None or not delta.changes_alineas:
            yield said(_("No word is changed in the current text yet."), "quiet")
        elif self._view == "reading":
            yield from prose(delta.new or "")
        else:
            yield from show_words(delta, self._view, marked=self._marked)

    def action_view(self) -> None:
        """The change is shown in its next view."""
        self._view = _VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)]
        self._show()

    def action_next_fault(self) -> None:
        """The cursor stands on the next fault, and what is wrong there is said."""
        judgement = self._judgement
        if judgement is None or not judgement.faults:
            return
        row, column = self.area.cursor_location
        here = (row + 1, column + 1)
        after = (fault for fault in judgement.faults if (fault.line, fault.column) > here)
        self.area.point(next(after, judgement.faults[0]))
        self._tell(judgement)

    def action_mend(self) -> None:
        """The whole text is in its form; undo takes that back."""
        judgement = self._judgement
        if self.writing.kind == "table" or judgement is None:
            return
        formed = format_text(self.text, self.writing.language)
        if formed != self.text:
            row, column = self.area.cursor_location
            self._replace(formed)
            last = self.area.document.line_count - 1
            self.area.move_cursor((min(row, last), column))
        elif judgement.faults:
            self._say_below(
                _("There is nothing to mend by itself here: what `f8` names is yours to judge.")
            )
        else:
            self._say_below(_("The text is in its form: there is nothing to mend."))

    def action_find(self) -> None:
        """Words are asked for; again, the next place that has them is in sight."""
        self.query_one(Finding).open()

    # -- what happens elsewhere --------------------------------------------------------------------

    def look_again(self) -> None:
        """What happened to the amendment is read, for something moved."""
        home, begun = self._home, self.writing.text
        if home is None:
            return
        room = cast("DraftingRoom", self.app)

        def look() -> Looked:
            desk = room.open_desk(room.folder)
            with desk.repository:
                return Looked(home.look(begun)(desk))

        ask(self, "look", look)

    def on_looked(self, message: Looked) -> None:
        """What happened stands in the first line, and where it is asked what becomes of the text."""
        self._seen = message.seen
        self.query_one("#meanwhile", Static).update(Content(safe(told_of_meanwhile(message.seen))))
        if isinstance(self.app.screen, Leaving):
            self.app.screen.tell(self._ended)
        self.refresh_bindings()

    @property
    def _ended(self) -> str:
        """Why the text can no longer be saved in its amendment; empty where it can."""
        if self._home is None or self._seen is None or self._seen.can_be_saved:
            return ""
        return told_in_full(self._seen, self._home.title)

    # -- keeping -----------------------------------------------------------------------------------

    def keep_now(self) -> None:
        """What is typed is on the disk before this returns: something is about to end the room."""
        self._keeping.keep_now()

    def on_unmount(self) -> None:
        """Whatever ended the editor, what was typed is kept, and another window may type it."""
        self._keeping.keep_now()
        self._keeping.end()

    # -- another editor ----------------------------------------------------------------------------

    def action_outside(self) -> None:
        """The text is written in the person's own editor, and comes back."""
        try:
            text = edit_outside(self.app, self.text, self.writing)
        except ConstitutionError as error:
            self.app.push_screen(Notice(error.message, error.hint))
            return
        if text is not None and text != self.text:
            self._replace(text)

    # -- saving and leaving ------------------------------------------------------------------------

    def action_save(self) -> None:
        """The text is saved, with a message that can be edited, or handed back where there is none."""
        text = self.text
        if self._ended:
            self.action_leave()
            return
        if self.writing.message is None:
            self._finish(cast("T", text))
            return
        self.app.push_screen(saving(self.writing, text, self._save), self._finish)

    def _finish(self, done: T | Overtaken | None) -> None:
        if isinstance(done, Overtaken):
            theirs = done.theirs
            dialog = Both(done, self.writing, self.text, marked=self._marked)
            self.app.push_screen(dialog, lambda whose: self._go_on(whose, theirs))
        elif done is not None:
            self._leave(done, forget=True)
        else:
            self.look_again()  # a refusal may be of what happened a moment ago

    def action_apart(self) -> None:
        """The text goes into a new amendment, under a title that is asked for."""
        home, text, begun = self._home, self.text, self.writing.text
        if home is not None:
            form = setting_apart(home.title, lambda title: home.apart(text, title, begun))
            self.app.push_screen(form, self._finish)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """A text goes into a new amendment from one."""
        return action != "apart" or self._home is not None

    def _go_on(self, whose: Whose | None, theirs: str) -> None:
        """What somebody else saved was read: it is what the writing begins with from here on."""
        if whose is not None:
            base = self.writing.base
            if base is not None and self._seen is not None and self._seen.base is not None:
                base = self._seen.base
            self.writing = replace(self.writing, text=theirs, base=base)
            self._keeping.begin_from(theirs)
            self.look_again()
            self._judge()
        if whose == "theirs":
            self._replace(theirs)
        self.area.focus()

    def _replace(self, text: str) -> None:
        """Another text stands there, and undo brings back what was typed."""
        self.area.history.checkpoint()
        self.area.replace(text, (0, 0), self.area.document.end)
        self.area.history.checkpoint()

    def action_leave(self) -> None:
        """The editor is closed, where nothing would be lost."""
        if self.text in {self.writing.text, self.writing.text.rstrip("\n")}:
            self._leave(forget=True)
        else:
            dialog = Leaving(
                file=self._keeping.file, has_home=self._home is not None, ended=self._ended
            )
            self.app.push_screen(dialog, self._wished)
            self.look_again()

    def _wished(self, wish: Wish | None) -> None:
        match wish:
            case "save":
                self.action_save()
            case "apart":
                self.action_apart()
            case "keep":
                self._keep_for_later()
            case "discard":
                self._leave(forget=True)
            case None:
                self.area.focus()
            case never:
                assert_never(never)

    def _keep_for_later(self) -> None:
        try:
            self.keep_now()
        except OSError as error:
            sentence = _("what you typed cannot be kept: {reason}").format(reason=reason_of(error))
            self.app.push_screen(Notice(sentence, _("It is still here: save it, or copy it.")))
        else:
            self._leave()

    def _leave(self, done: T | None = None, *, forget: bool = False) -> None:
        if self._judging is not None:
            self._judging.stop()
        self.dismiss(done)
        self._forget(lambda: self._keeping.end(forget=forget))

    def _forget(self, forget: Callable[[], None]) -> None:
        """What was kept is removed, or it is said that it could not be."""
        try:
            forget()
        except OSError as error:
            self.app.push_screen(
                Notice(
                    _("what was kept of this text could not be removed: {reason}").format(
                        reason=reason_of(error)
                    ),
                    _("What was saved is saved; the kept text will be offered once more."),
                )
            )

    def action_keys(self) -> None:
        """The keys of the editor are shown."""
        bindings = [one for one in self.active_bindings.values() if one.node in {self, self.area}]
        finding = self.query_one(Finding)
        more = (_("While words are sought"), finding.keys)
        self.app.push_screen(Keys(_("the editor"), bindings, more=more))
