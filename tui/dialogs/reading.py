"""A question over a text that is read first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding

from constitution.language import N_
from tui.dialogs.dialog import Dialog
from tui.dialogs.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.widgets.page import Block, Sides

__all__ = ["Reading", "Told"]

T = TypeVar("T")


class Reading(Dialog[T]):
    """Asked below a page that has the keys and most of the height."""

    def body(self) -> Iterable[Widget]:
        """The page."""
        yield Summary()

    def on_mount(self) -> None:
        """The page shows what is to be read."""
        page = self.query_one(Summary)
        page.show(self.sheet())
        page.focus()

    def sheet(self) -> Iterable[Block | Sides]:
        """What is to be read."""
        raise NotImplementedError


class Told(Reading[bool]):
    """What is told under a title, and nothing is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", N_("Close"), key_display="esc"),
    ]

    def __init__(self, title: str, blocks: Sequence[Block | Sides]) -> None:
        super().__init__(title)
        self._blocks = tuple(blocks)

    def sheet(self) -> Iterable[Block | Sides]:
        """What is told."""
        return self._blocks
