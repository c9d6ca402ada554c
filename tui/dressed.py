"""What every window of the room wears: two themes of our own, and the colours of the terminal.

    PAPER       ink on paper
    NIGHT       the same page by lamplight
    TERMINAL    the colours, and the background, of the terminal itself; with `NO_COLOR`, without
                any colour

What a person chose is remembered for this person on this machine, in `constitution/room.toml` of
their configuration (`XDG_CONFIG_HOME`, `~/.config` where it is not set), never in a repository.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.scrollbar import ScrollBar
from textual.theme import Theme

from constitution.early import situation
from constitution.language import _
from tui.resting import Resting
from tui.speech import name_key
from tui.unbroken import hold_fixed_spaces
from tui.widgets.bar import Bar

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = ["NIGHT", "PAPER", "TERMINAL", "THEMES", "Dressed", "chosen_file"]

T = TypeVar("T")

PAPER = Theme(
    "paper",
    primary="#2a4f87",
    secondary="#5b5646",
    warning="#7d5200",
    error="#a32a20",
    success="#1f6b38",
    accent="#6b3c8c",
    foreground="#282826",
    background="#faf9f5",
    surface="#f0eee6",
    panel="#e8e5da",
    dark=False,
    variables={
        "rule": "#c4bfb0",
        "resting": "#e6e2d6",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#2a4f87",
        "footer-key-foreground": "#8a3324",
        "input-selection-background": "#2a4f87 25%",
    },
)
"""Every colour reads on it, those of what goes and what comes too."""

NIGHT = Theme(
    "night",
    primary="#8fb0d9",
    secondary="#a89f8a",
    warning="#d9b36c",
    error="#e58a7b",
    success="#93c088",
    accent="#c3a1da",
    foreground="#dcd7ca",
    background="#1d1c1a",
    surface="#272522",
    panel="#2f2d29",
    dark=True,
    variables={
        "rule": "#57534a",
        "resting": "#37342e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#3f5878",
        "footer-key-foreground": "#d9a86c",
        "input-selection-background": "#8fb0d9 30%",
    },
)
"""The default: most terminals are dark."""

TERMINAL = Theme(
    "terminal",
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    ansi=True,
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "rule": "ansi_bright_black",
        "resting": "ansi_default",
        "text-muted": "ansi_default",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "footer-key-foreground": "ansi_magenta",
        "input-cursor-background": "ansi_default",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
    },
)
"""Nothing is assumed of it, but that sixteen colours can be told from its background."""

THEMES = (NIGHT, PAPER, TERMINAL)
"""In the order in which a key goes through them."""


def theme_words() -> dict[str, str]:
    """What each of our themes is called, in a sentence."""
    return {
        NIGHT.name: _("Colours by lamplight."),
        PAPER.name: _("Ink on paper."),
        TERMINAL.name: _("The colours of your own terminal."),
    }


class Dressed(Resting[T]):
    """A program in one of the themes: the one that was chosen last."""

    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc] # Textual declares it so that it looks like an instance's
        (0, "-narrow"),
        (110, "-wide"),
        (150, "-broad"),
    ]

    REMEMBERED_AS: ClassVar[str] = "theme"
    """The window on the wall may be light where the one on the desk is dark."""

    def __init__(self) -> None:
        is_plain = bool(os.environ.get("NO_COLOR"))
        if not is_plain:
            os.environ.pop("NO_COLOR", None)  # empty, it asks for nothing; Textual thinks it does
        ScrollBar.renderer = Bar
        hold_fixed_spaces()
        super().__init__(ansi_color=True if is_plain else None)
        for theme in THEMES:
            self.register_theme(theme)
        chosen = TERMINAL.name if is_plain else _read().get(self.REMEMBERED_AS, "")
        self.theme = chosen if chosen in self.available_themes else NIGHT.name

    def on_mount(self) -> None:
        """Another theme, however it is chosen, is remembered; without colours there is none."""
        if not self.no_color:
            self.watch(self, "theme", self._remember, init=False)

    def _remember(self, theme: str) -> None:
        """It is chosen from now on; where nothing can be written, for this time."""
        chosen = {**_read(), self.REMEMBERED_AS: theme}
        with suppress(OSError, RuntimeError):
            file = chosen_file()
            if not file.is_absolute():
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            lines = (f'{name} = "{value}"\n' for name, value in sorted(chosen.items()))
            file.write_text("".join(lines), encoding="utf-8")

    def refresh_css(self, animate: bool = True) -> None:
        """The style sheets are read in the colours of the theme; what nobody wears yet, once it is worn.

        Textual would read them once for the theme, before there is any screen, and once more for
        the first of them.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our style sheets ask of a theme that is not ours."""
        return {"rule": "#7f7f7f", "resting": "#7f7f7f 30%"}

    def leave(self, number: int) -> bool:
        """Whether the program is being left as a signal asks; it is not before it runs.

        From whatever thread. The terminal is then as it was before.
        """
        if self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self.exit, None, 128 + number)
        return True

    def get_key_display(self, binding: Binding) -> str:
        """The key of a binding, by its name in the language in use."""
        return name_key(super().get_key_display(binding))

    def action_theme(self) -> None:
        """The next of our themes; from another's, the first."""
        names = [theme.name for theme in THEMES]
        here = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(here + 1) % len(names)]


def chosen_file() -> Path:
    """Where it stands what a person chose."""
    return Path(situation.chosen_file(os.environ))


def _read() -> dict[str, str]:
    """What was chosen, by window; nothing where there is no such file, or where it is another's."""
    with suppress(OSError, RuntimeError, ValueError):
        found = tomllib.loads(chosen_file().read_text(encoding="utf-8"))
        return {
            name: value
            for name, value in found.items()
            if name in {"theme", "screen"}
            and isinstance(value, str)
            and value.isprintable()
            and not set(value) & set('"\\')
        }
    return {}
