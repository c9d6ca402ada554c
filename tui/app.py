"""The room: a bar with its places, one of them in sight, and what can be done in it below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer, Static

from constitution.display import safe
from constitution.language import N_, _
from tui.background import ask
from tui.keys import Keys
from tui.messages import RefsRead, RoomIsRead, Troubled
from tui.places.amendments import AmendmentsPlace
from tui.places.history import HistoryPlace
from tui.places.place import Place
from tui.places.text import TextPlace
from tui.reading import list_refs, read_room
from tui.speech import speak_bindings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.reading import Room

__all__ = ["DraftingRoom"]

PlaceName = Literal["text", "amendments", "history"]
_PLACES: tuple[PlaceName, ...] = ("text", "amendments", "history")

WATCH_EVERY = 2.0
"""Seconds between two looks at the branches."""


def place_words() -> dict[PlaceName, str]:
    """What a person reads for each place."""
    return {"text": _("Text"), "amendments": _("Amendments"), "history": _("History")}


class Tab(Static):
    """The name of a place in the bar; a click goes there."""

    def __init__(self, place: PlaceName) -> None:
        super().__init__(id=f"tab-{place}")
        self.place = place

    def tell(self, count: int | None, *, here: bool) -> None:
        """The tab with the number of things there, marked where one is there."""
        name = f"{_PLACES.index(self.place) + 1} {place_words()[self.place]}"
        if count is not None:
            name += f" ({count})"
        self.update(Content(f"[{name}]" if here else f" {name} "))
        self.set_class(here, "-here")

    async def on_click(self) -> None:
        """The room goes to the place."""
        await self.run_action(f"app.go('{self.place}')")


class DraftingRoom(App[None]):
    """The room on one repository."""

    CSS_PATH = "room.tcss"
    AUTO_FOCUS = "#contents"
    COMMAND_PALETTE_BINDING = "question_mark"  # what the footer keeps in sight on the right: `?`
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc] # Textual declares it so that it looks like an instance's
        (0, "-narrow"),
        (110, "-wide"),
        (150, "-broad"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "go('text')", N_("Go to the text"), show=False),
        Binding("2", "go('amendments')", N_("Go to the amendments"), show=False),
        Binding("3", "go('history')", N_("Go to the history"), show=False),
        Binding("tab", "app.focus_next", N_("To the next part"), show=False, priority=True),
        Binding(
            "shift+tab", "app.focus_previous", N_("To the part before"), show=False, priority=True
        ),
        Binding("m", "marks", N_("Marks around changed words"), show=False),
        Binding("t", "theme", N_("Light or dark"), show=False),
        Binding("ctrl+p", "command_palette", N_("All actions"), show=False, priority=True),
        Binding("question_mark", "keys", N_("Keys"), key_display="?", show=False),
        Binding("q,ctrl+q", "quit", N_("Quit"), key_display="q"),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        speak_bindings(self)
        self.title = _("Constitution")
        self.folder = folder
        self._refs: frozenset[tuple[str, str]] | None = None
        self._room: Room | None = None
        self._marked = self.no_color

    def compose(self) -> ComposeResult:
        """The bar, the places, the keys."""
        with Horizontal(id="bar"):
            for place in _PLACES:
                yield Tab(place)
            yield Static(id="name")
        with ContentSwitcher(initial="text", id="places"):
            yield TextPlace(self.folder, id="text")
            yield AmendmentsPlace(self.folder, id="amendments")
            yield HistoryPlace(self.folder, id="history")
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """The room is read, and the branches are watched."""
        for place in self.places:
            place.marked = self._marked
        self._tell_tabs()
        self.here.enter()
        self._read()
        self.set_interval(WATCH_EVERY, self._watch)

    @property
    def places(self) -> list[Place]:
        """The places, in order."""
        return [self.query_one(f"#{name}", Place) for name in _PLACES]

    @property
    def here(self) -> Place:
        """The place in sight."""
        return self.query_one(f"#{self.query_one('#places', ContentSwitcher).current}", Place)

    # -- reading -----------------------------------------------------------------------------------

    def _read(self) -> None:
        folder = self.folder
        ask(self, "room", lambda: RoomIsRead(read_room(folder)))

    def _watch(self) -> None:
        folder = self.folder
        if not any(w.group == "watch" and not w.is_finished for w in self.workers):
            ask(self, "watch", lambda: RefsRead(list_refs(folder)))

    def on_refs_read(self, message: RefsRead) -> None:
        """Where a branch moved, the room is read again."""
        if self._refs is not None and self._refs != message.refs:
            self._refs = message.refs
            self._read()

    def on_room_is_read(self, message: RoomIsRead) -> None:
        """Every place shows the room as it is now."""
        self._room = message.room
        name = " — ".join(filter(None, (message.room.name, message.room.assembly)))
        self.query_one("#name", Static).update(Content(safe(name)))
        self._refs = message.room.refs
        self._tell_tabs()
        for place in self.places:
            place.receive(message.room)
        self.refresh_bindings()

    def on_troubled(self, message: Troubled) -> None:
        """What could not be read is said, and the room stays as it was."""
        if message.group == "room" and self._room is None:
            for place in self.places:
                place.complain(message.sentence, message.hint)
        elif message.group == "room":
            sentence = f"{message.sentence} {message.hint}".strip()
            self.notify(safe(sentence), severity="error", markup=False)

    # -- going about -------------------------------------------------------------------------------

    def _tell_tabs(self) -> None:
        current = self.query_one("#places", ContentSwitcher).current
        pending = len(self._room.pending) if self._room is not None else None
        records = len(self._room.records) if self._room is not None else None
        counts = {"text": None, "amendments": pending, "history": records}
        for tab in self.query(Tab):
            tab.tell(counts[tab.place], here=tab.place == current)

    def action_go(self, place: PlaceName) -> None:
        """Another place is in sight."""
        self.query_one("#places", ContentSwitcher).current = place
        self._tell_tabs()
        self.here.enter()
        self.refresh_bindings()

    def action_marks(self) -> None:
        """Changed words bear marks, or no longer do."""
        self._marked = not self._marked
        for place in self.places:
            place.mark(marked=self._marked)

    def action_theme(self) -> None:
        """The room is light instead of dark, or dark instead of light."""
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"

    def action_keys(self) -> None:
        """The keys of this place are shown."""
        name: PlaceName = next(n for n in _PLACES if n == self.here.id)
        bindings = [
            active
            for active in self.screen.active_bindings.values()
            if not isinstance(active.node, Screen)
        ]
        self.push_screen(Keys(place_words()[name], bindings))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the place in sight and of the room, with its key."""
        seen = {"command_palette", "app.focus_next", "app.focus_previous"}
        for active in screen.active_bindings.values():
            binding = active.binding
            named = binding.description and not binding.system and active.enabled
            if named and isinstance(active.node, Place | App) and binding.action not in seen:
                seen.add(binding.action)
                yield SystemCommand(
                    binding.description,
                    _("Key: {key}").format(key=self.get_key_display(binding)),
                    partial(self.run_action, binding.action, active.node),
                )
        yield SystemCommand(
            _("Theme"), _("Choose the colours of the room"), self.action_change_theme
        )
