"""A sentence to be read: a refusal, where no question was open that could have shown it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from constitution.display import safe
from constitution.language import N_
from tui.dialogs.dialog import Dialog, capital
from tui.hints import in_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

__all__ = ["Notice"]


class Notice(Dialog[None]):
    """A sentence and what to do next; any of the keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "leave", N_("Close"), key_display="esc"),
    ]

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(capital(in_keys(sentence)))
        self._hint = in_keys(hint)

    @property
    def words(self) -> tuple[str, str]:
        """What is to be read."""
        return self._title, self._hint

    def body(self) -> Iterable[Widget]:
        """The hint."""
        if self._hint:
            yield Static(Content(safe(self._hint, lines=True)), classes="hint")
