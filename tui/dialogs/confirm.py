"""A summary and a yes: nothing that is hard to take back happens before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding

from constitution.language import N_
from tui.dialogs.dialog import Dialog
from tui.dialogs.summary import Summary
from tui.resting import Resting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from tui.widgets.page import Sheet

__all__ = ["Confirm"]

T = TypeVar("T")


class Confirm(Dialog[T]):
    """What is about to be done, in full; it is done on a yes, and the dialog says if it was refused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y,o", "agree", N_("Yes, do it"), key_display="⏎"),
        Binding("n", "leave", N_("No"), show=False),
    ]

    def __init__(self, title: str, summary: Sheet, deed: Callable[[Desk], T]) -> None:
        super().__init__(title)
        self._summary = summary
        self._deed = deed

    def body(self) -> Iterable[Widget]:
        """The summary, which scrolls where it is long."""
        yield Summary()

    def on_mount(self) -> None:
        """The summary is shown, as high as it needs to be, and has the keys once it can be read."""
        if isinstance(self.app, Resting):
            self.app.rest_keys()
        page = self.query_one(Summary)
        page.show(self._summary)
        page.focus()

    def action_agree(self) -> None:
        """It is done."""
        self.attempt(self._deed)
