"""The room: a bar with its places, one of them in sight, and what can be done in it below."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widgets import Input, Static

from constitution.assembly import Desk
from constitution.assembly.unwritten import why_unwritten
from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.language import N_, _
from tui.acting import perform, perform_unnamed, reading_only, reported
from tui.background import ask, wait_for_none
from tui.beneath import Beneath
from tui.doors import PLACES, Tab
from tui.dressed import theme_words
from tui.elsewhere import does_nothing
from tui.heeding import Heeding
from tui.hints import in_keys
from tui.messages import RefsRead, RoomIsRead, Troubled, Unwritten
from tui.pace import keep_what_stays, let_all_go
from tui.places.place import Place
from tui.places.text import TextPlace
from tui.reading import list_refs, read_room
from tui.speech import speak_bindings
from tui.whole import gather, spread
from tui.widgets.covered import CoveredSwitcher
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page, said
from tui.widgets.rows import Rows
from tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeVar

    from textual import events
    from textual.actions import ActionParseResult
    from textual.app import ComposeResult, SystemCommand
    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.geometry import Region

    from constitution.assembly.drafting.unsaved import Unsaved
    from constitution.assembly.projecting import Sent
    from constitution.early import Opening
    from tui.reading import Room

    T = TypeVar("T")

__all__ = ["DraftingRoom"]

WATCH_EVERY = 2.0
"""Seconds between two looks at the branches."""

_SLOW = 1.0
"""Seconds after which it is said that the first page is still being read."""

_TIGHT = 56
"""Columns below which there is room for one part of a place alone."""

_BETWEEN_KEYS = 0.02
"""Seconds between two looks at whether it is quiet."""


class DraftingRoom(Beneath[None]):
    """The room on one repository."""

    CSS_PATH: ClassVar = ["room.tcss", "sitting.tcss"]
    AUTO_FOCUS = "#contents"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(place), f"go('{door.name}')", door.goes, show=False)
            for place, door in enumerate(PLACES, start=1)
        ),
        Binding("tab", "app.focus_next", N_("To the next part"), show=False, priority=True),
        Binding(
            "shift+tab", "app.focus_previous", N_("To the part before"), show=False, priority=True
        ),
        Binding("u", "undo", N_("Take back"), tooltip=N_("Take back the last act")),
        Binding("U", "redo", N_("Bring back what was taken back"), show=False),
        Binding("z", "whole", N_("This part alone on the screen, and back"), show=False),
        Binding("q,ctrl+q", "quit", N_("Quit"), key_display="q"),
        Binding("ctrl+c", "help_quit", N_("How the room is left"), show=False),
        Binding("m", "marks", N_("Marks around changed words"), show=False),
        Binding("t", "theme", N_("Other colours"), show=False),
        Binding("ctrl+p", "command_palette", N_("All actions"), show=False, priority=True),
        Binding("question_mark,f1", "keys", N_("Keys"), key_display="?"),
    ]

    def __init__(
        self,
        folder: Path,
        *,
        open_desk: Callable[[Path], Desk] = Desk.open,
        is_read_only: bool = False,
        opening: Opening | None = None,
    ) -> None:
        super().__init__(opening)
        speak_bindings(self)
        self.title = _("Constitution")
        self.animation_level = "none"  # a page that glides paints ten times for one key
        self.folder = folder
        self.open_desk = open_desk
        """How the desk is opened at which an act is done; a test hands in a clock and a person."""
        self.is_read_only = is_read_only
        self._refs: frozenset[tuple[str, str]] | None = None
        self._room: Room | None = None
        self._trouble: Troubled | None = None
        """Why the room could not be read, where it never was."""
        self._is_unwritten = False
        """Whether nothing can be written in the folder."""
        self._marked = self.no_color
        self._to_send: Sent | None = None
        """What the key that was pressed last would send to the hall, pressed again."""
        self._to_offer: Sequence[Unsaved] = ()
        """What was typed before, and is still to be offered."""
        self._places: list[Place] = []
        """Those that are there and can show something, in order."""
        self._furnishing = asyncio.Lock()
        self._is_whole = False
        """Whether the part that has the keys has the whole screen."""

    def compose(self) -> ComposeResult:
        """The bar, the first place, the keys; the other places come once it was painted."""
        with Horizontal(id="bar"):
            for door in PLACES:
                yield Tab(door)
            yield Static(id="name")
        with CoveredSwitcher(initial=PLACES[0].name, id="places"):
            first = PLACES[0]
            self._places = [first.kind()(self.folder, id=first.name)]
            yield from self._places
        yield Said()
        yield KeyLine()

    def on_mount(self) -> None:
        """The room is read, and the branches are watched."""
        wait_for_none()
        for place in self._places:
            place.marked = self._marked
        self._tell_tabs()
        self.here.enter()
        self.read_again()
        self.set_timer(_SLOW, self._say_reading)
        self.set_interval(WATCH_EVERY, self._watch)

    def on_unmount(self) -> None:
        """The room was left."""
        let_all_go()

    @property
    def here(self) -> Place:
        """The place in sight."""
        return self.query_one(f"#{self.query_one('#places', CoveredSwitcher).current}", Place)

    @property
    def _is_furnished(self) -> bool:
        return len(self._places) == len(PLACES)

    def _furnish_soon(self) -> None:
        """The other places come, once what is in sight was painted."""
        if not self._is_furnished:
            self.call_after_refresh(self._once_furnished, lambda: None)

    def _once_furnished(self, then: Callable[[], None]) -> None:
        """Something is done as soon as every place is there."""
        if self._is_furnished:
            then()
            return

        async def work() -> None:
            await self._furnish()
            then()

        self.run_worker(work(), group="furnish")

    async def _furnish(self, *names: str) -> None:
        """These places are there, or all of them, and show the room as it is now.

        They come one by one, and none between two keys but the one that is asked for.
        """
        for door in PLACES:
            if names and door.name not in names:
                continue
            while not (names or self.is_quiet):  # noqa: ASYNC110 - quiet comes by itself, and tells nobody
                await asyncio.sleep(_BETWEEN_KEYS)
            kind = await asyncio.to_thread(door.kind)
            async with self._furnishing:
                if not self._is_there(door.name):
                    await self._add(kind(self.folder, id=door.name))

    def _is_there(self, name: str) -> bool:
        return any(place.id == name for place in self._places)

    async def _add(self, place: Place) -> None:
        place.display = False
        await self.query_one("#places").mount(place)
        order = [door.name for door in PLACES]
        self._places.append(place)
        self._places.sort(key=lambda one: order.index(one.id or ""))
        place.marked = self._marked
        if self._room is not None:
            place.receive(self._room)
        elif self._trouble is not None:
            place.complain(self._trouble.sentence, self._trouble.hint)

    # -- reading -----------------------------------------------------------------------------------

    def read_again(self) -> None:
        """The room is read as it is now, and every place shows it."""
        folder = self.folder
        ask(self, "room", lambda: RoomIsRead(read_room(folder)))

    def _say_reading(self) -> None:
        """A person who waits for the first page knows that it comes."""
        if self._room is None and self._trouble is None:
            self.here.query(Page).first().show((said(_("The text is being read…"), "quiet"),))

    def _watch(self) -> None:
        folder = self.folder
        self._offer_unsaved()
        if self.is_still:
            keep_what_stays()
        if not any(w.group == "watch" and not w.is_finished for w in self.workers):
            ask(self, "watch", lambda: RefsRead(list_refs(folder)))

    def on_refs_read(self, message: RefsRead) -> None:
        """Where a branch moved, the room is read again."""
        if self._refs is not None and self._refs != message.refs:
            self._refs = message.refs
            self.read_again()

    def on_room_is_read(self, message: RoomIsRead) -> None:
        """Every place shows the room as it is now."""
        if not self.is_running:
            return  # it is being left, and there is no place any more
        self._room = message.room
        self._tell_name()
        is_first = self._refs is None
        self._refs = message.room.refs
        self._tell_tabs()
        for place in self._places:
            place.receive(message.room)
        for screen in self.screen_stack:
            if isinstance(screen, Heeding):
                screen.look_again()
        self.refresh_bindings()
        self.uncover_soon(keeps=message.room.is_whole)
        self._furnish_soon()
        keep_what_stays()
        if is_first and not self.is_read_only:
            folder = self.folder
            ask(self, "unwritten", lambda: Unwritten(why_unwritten(folder)))
            self._to_offer = message.room.unsaved
            self._offer_unsaved()

    def on_unwritten(self, message: Unwritten) -> None:
        """That nothing can be written here is said before anybody writes in vain."""
        if message.error is not None:
            self._is_unwritten = True
            self._tell_name()
            self.say(_("Nothing can be written in this folder: you can read, compare and verify."))

    def _tell_name(self) -> None:
        """The bar names the text and its assembly, and says first where one can only read."""
        if self._room is not None:
            is_for_reading = self.is_read_only or self._is_unwritten
            words = _("read-only") if is_for_reading else ""
            name = " — ".join(filter(None, (words, self._room.name, self._room.assembly)))
            self.query_one("#name", Static).update(Content(safe(name)))

    def _offer_unsaved(self) -> None:
        """What was typed and not saved is offered, once nobody is in the middle of something."""
        is_free = len(self.screen_stack) == 1 and not isinstance(self.focused, Input)
        if self._to_offer and is_free:
            from tui.drafting.stories import offer_unsaved

            self.tell(offer_unsaved(self, self._to_offer))
            self._to_offer = ()

    def on_troubled(self, message: Troubled) -> None:
        """What could not be read is said, and the room stays as it was."""
        if message.group == "room" and self._room is None:
            self._trouble = message
            self.uncover_soon(keeps=False)
            self._furnish_soon()
            for place in self._places:
                place.complain(message.sentence, message.hint)
        elif message.group == "room":
            sentence = in_keys(f"{message.sentence} {message.hint}".strip())
            self.say(f"! {sentence}")

    @property
    def is_marked(self) -> bool:
        """Whether changed words bear marks."""
        return self._marked

    def point_at_amendment(self, slug: str) -> None:
        """The cursor of the amendments stands on this one, as soon as it is listed."""
        from tui.places.amendments import AmendmentsPlace

        self._once_furnished(lambda: self.query_one(AmendmentsPlace).point_at(slug))

    def show_pending(self, slug: str) -> None:
        """The amendments are in sight, and the cursor stands on one of them."""

        async def work() -> None:
            if self.here.id != "amendments":
                await self.action_go("amendments")
            self.point_at_amendment(slug)

        self.run_worker(work(), group="going")

    def show_record(self, folder: str) -> None:
        """The history is in sight, and the cursor stands on a record."""
        from tui.places.history import HistoryPlace

        async def work() -> None:
            came_from = self.here.id
            await self.action_go("history")
            self.query_one(HistoryPlace).point_at(folder, came_from=came_from)

        self.run_worker(work(), group="going")

    def leave_for(self, place: str) -> None:
        """A place is in sight again, as it was left."""
        self.run_worker(self.action_go(place), group="going")

    # -- acting ------------------------------------------------------------------------------------

    def refuse_reading_only(self) -> None:
        """Nothing, where the room is one to write in."""
        if self.is_read_only:
            raise reading_only()

    def tell(self, story: Coroutine[object, object, None]) -> None:
        """A story of questions and a deed is told; a refusal that no question shows is shown here."""

        async def work() -> None:
            try:
                await story
            except ConstitutionError as error:
                self.refuse(error.message, error.hint)
            finally:
                self.release_keys()

        self.hold_keys()
        self.run_worker(work(), group="story")

    def refuse(self, sentence: str, hint: str) -> None:
        """A refusal is shown over the room; once, however often it was met."""
        from tui.dialogs.notice import Notice

        notice = Notice(sentence, hint)
        shown = self.screen
        if isinstance(shown, Notice) and shown.words == notice.words:
            self.release_keys()
        else:
            self.push_screen(notice)

    def do(self, deed: Callable[[Desk], T], then: Callable[[T], None]) -> None:
        """The deed is done in a thread and what it came to is handed on; a refusal is shown at once.

        For acts that need no question; those that do are attempted by a dialog.
        """

        async def work() -> None:
            try:
                done = await perform(self, deed)
            except ConstitutionError as error:
                self.refuse(error.message, error.hint)
            else:
                then(done)

        self.run_worker(work(), group="act")

    def project(self, send: Callable[[Path], None]) -> None:
        """Something is sent to the screens of this clone, which bears no name and moves no branch."""

        def deed(desk: Desk) -> None:
            send(desk.repository.state_folder)

        async def work() -> None:
            try:
                await perform_unnamed(self, deed)
            except ConstitutionError as error:
                self.refuse(error.message, error.hint)

        self.run_worker(work(), group="project")

    def send(self, sent: Sent) -> None:
        """The screens of this clone show something, at the second key: a hall sees no slip."""
        from tui.places.session import SessionPlace

        if self._to_send != sent:
            self._to_send = sent
            self.say_here(_("`s` once more shows this to the hall."))
            return
        self._to_send = None
        self._once_furnished(lambda: self.query_one(SessionPlace).send(sent))

    def say(self, sentence: str) -> None:
        """What was done is said, and goes away by itself; the sentence need not be safe."""
        sentence = safe(sentence.replace(" rect..", " rect."), lines=True)
        self.screen_stack[0].query_one(Said).say(sentence)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Whether the action was done, or said why it was not: a key that cannot act is not silent."""
        done = await super().run_action(action, default_namespace, namespaces)
        if not done and isinstance(default_namespace, Place) and isinstance(action, str):
            _target, name, parameters = self._parse_action(action, default_namespace)
            why = default_namespace.refuses(name, parameters)
            if why:
                self.say_here(why)
                return True
        return done

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Whether a key did something, or said that it does nothing here."""
        told = self.screen_stack[0].query_one(Said)
        last = told.last
        if key != "s":
            self._to_send = None
        done = await super()._check_bindings(key, priority)
        if done and self.is_running:
            told.end(last)
        character = key_to_character(key) or ""
        is_typed = key == "enter" or (len(character) == 1 and character.isprintable())
        is_here = len(self.screen_stack) == 1 and isinstance(self.focused, Rows | Page)
        if not done and not priority and is_typed and is_here:
            self.say_here(does_nothing(self, self._places, key))
            return True
        return done

    def action_help_quit(self) -> None:
        """Whoever presses Ctrl-C, as programs are ended elsewhere, is told how this one is left."""
        if len(self.screen_stack) == 1:
            self.say_here(_("Nothing is ended by that key here; `q` leaves the room."))

    def say_here(self, sentence: str) -> None:
        """Something is said of the place in sight, such as why a key did nothing, and stays there."""
        self.screen_stack[0].query_one(Said).say(safe(sentence), is_of_here=True)

    def unsay_here(self) -> None:
        """What was said of what was in sight goes, for something else is."""
        self.screen_stack[0].query_one(Said).leave()

    def action_undo(self) -> None:
        """The last act of this clone is shown and, on a yes, taken back."""
        from tui.undoing import take_back

        self.tell(take_back(self))

    def action_redo(self) -> None:
        """What was taken back last is shown and, on a yes, brought back."""
        from tui.undoing import bring_back

        self.tell(bring_back(self))

    def _handle_exception(self, error: Exception) -> None:
        """An error nobody foresaw ends the room with a sentence, its report kept beside the text."""
        for screen in self.screen_stack[1:]:
            from tui.editor.screen import Editor

            if isinstance(screen, Editor):
                screen.keep_now()
        if self.is_headless:
            super()._handle_exception(error)
            return
        refusal = reported(self, error)
        self.exit(return_code=1, message=f"{refusal.message}\n{refusal.hint}")

    # -- going about -------------------------------------------------------------------------------

    def action_whole(self) -> None:
        """The part that has the keys has the whole screen, or no longer does."""
        if self._is_tight:
            self.say_here(_("There is room for one part alone here."))
            return
        self._is_whole = not self._is_whole
        self._spread()

    @property
    def _is_tight(self) -> bool:
        return self.has_class("-tight")

    def on_resize(self, event: events.Resize) -> None:
        """Where there is room for one part alone, that is the one in sight, and the bar is short."""
        is_tight = event.size.width < _TIGHT
        if is_tight != self._is_tight:
            self.set_class(is_tight, "-tight")
            self._tell_tabs()
            self._spread()

    def on_descendant_focus(self) -> None:
        """Where one part has the whole screen, it is the one that has the keys."""
        self._spread()

    def _spread(self) -> None:
        """The place in sight shows all of its parts, or the one that has the keys alone."""
        for place in self._places:
            gather(place)
        part = self.screen_stack[0].focused
        if (
            (self._is_whole or self._is_tight)
            and isinstance(part, Rows | Page)
            and self.here in part.ancestors
        ):
            spread(self.here, part)

    def action_focus_next(self) -> None:
        """The next part has the keys, one out of sight too."""
        self._step_focus(Screen.focus_next)

    def action_focus_previous(self) -> None:
        """The part before has the keys, one out of sight too."""
        self._step_focus(Screen.focus_previous)

    def _step_focus(self, step: Callable[[Screen[object]], object]) -> None:
        for place in self._places:
            gather(place)
        step(self.screen)
        self._spread()

    def seen(self) -> frozenset[str]:
        """The files of the text of which something is in sight, as the room opened."""
        return self.query_one(TextPlace).seen

    def counted(self) -> Iterable[Region]:
        """Where the bar counts amendments and outcomes."""
        return [tab.counted for tab in self.query(Tab) if tab.counted]

    def _tell_tabs(self) -> None:
        current = self.query_one("#places", CoveredSwitcher).current
        for tab in self.query(Tab):
            count = tab.door.count
            there = count(self._room) if count is not None and self._room is not None else None
            tab.tell(there, here=tab.door.name == current, is_short=self._is_tight)

    async def action_go(self, place: str) -> None:
        """Another place is in sight."""
        if not self._is_there(place):
            await self._furnish(place)
        self.unsay_here()
        for left in self._places:
            left.leave()
        self.query_one("#places", CoveredSwitcher).current = place
        self._tell_tabs()
        self.here.enter()
        self.refresh_bindings()

    def action_theme(self) -> None:
        """Other colours, and which they are."""
        super().action_theme()
        self.say_here(theme_words()[self.theme])

    def action_marks(self) -> None:
        """Changed words bear marks, or no longer do."""
        self._marked = not self._marked
        for place in self._places:
            place.mark(marked=self._marked)

    def action_keys(self) -> None:
        """The keys of this place are shown."""
        from tui.keys import Keys

        door = next(door for door in PLACES if door.name == self.here.id)
        bindings = [
            active
            for active in self.screen.active_bindings.values()
            if not isinstance(active.node, Screen)
        ]
        self.push_screen(Keys(_(door.words), bindings))

    def action_command_palette(self) -> None:
        """Every action is found by a few letters of its name."""
        from tui.palette import open_palette

        open_palette(self)

    def search_themes(self) -> None:
        """One of the themes is found by a few letters of its name."""
        from tui.palette import open_themes

        open_themes(self)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the place in sight and of the room, with its key."""
        from tui.palette import commands_of

        return commands_of(self, screen, self._places)
