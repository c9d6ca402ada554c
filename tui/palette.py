"""The palette: every act of the room by its name, in the language in use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette, Hit
from textual.content import Content
from textual.screen import ModalScreen
from textual.system_commands import SystemCommandsProvider
from textual.theme import ThemeProvider
from textual.widgets.option_list import Option

from constitution.language import _
from constitution.number import fold
from tui.elsewhere import elsewhere
from tui.errands import errands
from tui.keys import is_the_librarys
from tui.places.place import Place
from tui.widgets.keyline import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.command import Hits
    from textual.screen import Screen

    from tui.app import DraftingRoom

__all__ = ["Palette", "commands_of", "open_palette", "open_themes"]

_FIRST = 2000.0
"""What a name is worth that begins with what was typed: more than any likeness."""
_SECOND = 1000.0
"""What a name is worth of which a later word does."""


class Actions(SystemCommandsProvider):
    """The acts of the room; those whose name, or a word of it, begins with what was typed are first."""

    async def search(self, query: str) -> Hits:
        """The acts that have what was typed, case and accents apart."""
        matcher, asked = self.matcher(query), fold(query)
        for command in self.app.get_system_commands(self.screen):
            folded = fold(command.title)
            begins = bool(asked) and folded.startswith(asked)
            has_word = bool(asked) and f" {asked}" in folded.replace("’", " ").replace("'", " ")
            found = matcher.match(command.title)
            if found > 0 or begins or has_word:
                yield Hit(
                    found + _FIRST * begins + _SECOND * (has_word and not begins),
                    matcher.highlight(command.title),
                    command.callback,
                    help=command.help,
                )


class Palette(CommandPalette):
    """Textual's palette, which says in our words that nothing was found."""

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Nothing is said before the search had its time, and nothing where nothing was typed."""
        self._stop_no_matches_countdown()

        def tell() -> None:
            if search_value:
                said = Option(
                    Content(_("Nothing here has what you typed.")),
                    disabled=True,
                    id=self._NO_MATCHES,
                )
                self.query_one(CommandList).add_option(said)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, tell)


def open_palette(room: DraftingRoom) -> None:
    """Every action is found by a few letters of its name."""
    if not CommandPalette.is_open(cast("App[object]", room)):
        room.push_screen(
            Palette(
                providers=[Actions],
                placeholder=_("Type a few letters of an action"),
                id="--command-palette",
            )
        )


def open_themes(room: DraftingRoom) -> None:
    """One of the themes is found by a few letters of its name."""
    room.push_screen(
        Palette(providers=[ThemeProvider], placeholder=_("Type a few letters of a theme"))
    )


def commands_of(
    room: DraftingRoom, screen: Screen[object], places: Iterable[Place]
) -> Iterator[SystemCommand]:
    """Every action of the place in sight and of the room, with its key; then those of other places."""
    seen = {"command_palette", "app.focus_next", "app.focus_previous"}
    for active in screen.active_bindings.values():
        binding = active.binding
        named = binding.description and not binding.system and active.enabled
        is_ours = isinstance(active.node, Place | App | ModalScreen) and not is_the_librarys(active)
        if named and is_ours and binding.action not in seen:
            seen.add(binding.action)
            yield SystemCommand(
                described(active),
                _("Key: {key}").format(key=room.get_key_display(binding)),
                partial(room.run_action, binding.action, active.node),
            )
    yield from elsewhere(room, places)
    yield from errands(room)
    yield SystemCommand(_("Theme"), _("Choose the colours of the room"), room.action_change_theme)
