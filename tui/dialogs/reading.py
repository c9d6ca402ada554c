"""A question over a text that is read first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tui.dialogs.dialog import Dialog
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from tui.widgets.page import Block, Sides

__all__ = ["Reading"]

T = TypeVar("T")


class Reading(Dialog[T]):
    """Asked below a page that has the keys and most of the height."""

    def body(self) -> Iterable[Widget]:
        """The page."""
        yield Page(classes="summary")

    def on_mount(self) -> None:
        """The page shows what is to be read."""
        page = self.query_one(Page)
        page.styles.height = "60vh"
        page.show(self.sheet())
        page.focus()

    def sheet(self) -> Iterable[Block | Sides]:
        """What is to be read."""
        raise NotImplementedError
