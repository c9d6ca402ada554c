"""The line in which a place asks for words, or for a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from constitution.language import N_
from tui.speech import speak_bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

__all__ = ["Entry"]


class Entry(Input):
    """A line whose Enter is told among the keys; an arrow down goes there too."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Another length of what is typed is no reason to lay the whole screen out again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Go there"), key_display="⏎"),
        Binding("down", "submit", N_("Go there"), show=False),
    ]

    def __init__(self, *, told: Callable[[str], object], id: str) -> None:  # noqa: A002 - Textual's name
        """`told` is called with what is typed, at once: the letter and what it finds are one paint."""
        self._told = told
        self._is_emptied = False
        super().__init__(id=id, compact=True)

    def watch_value(self, value: str) -> None:
        """What is typed is told."""
        if self.is_mounted and not self._is_emptied:
            self._told(value)

    def empty(self) -> None:
        """Nothing stands there, and that is not told."""
        self._is_emptied = True
        self.value = ""
        self._is_emptied = False

    def on_mount(self) -> None:
        """Its keys are said in the language in use."""
        speak_bindings(self)
