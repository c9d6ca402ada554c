"""The palette in the language in use: what one types a few letters of, and that nothing has them."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.widgets.option_list import Option

from constitution.language import _

__all__ = ["Palette"]


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
