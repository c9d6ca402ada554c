"""One of many: the rows that have the words one types, and Enter on the one that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from constitution.display import width_of_line
from constitution.language import N_, _
from constitution.number import fold
from tui.dialogs.dialog import Dialog
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

__all__ = ["Choose"]


_AROUND = 10
"""The lines of the screen that are not for rows: the border, the title, what is typed, the keys."""


_NARROW = 64
"""Cells of a row that are in sight in a box of the usual width."""


class Choose(Dialog[str]):
    """Left with the key of the row that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", N_("Choose"), key_display="⏎", priority=True),
        Binding("down", "move(1)", N_("Down"), show=False, priority=True),
        Binding("up", "move(-1)", N_("Up"), show=False, priority=True),
        Binding("pagedown", "move(8)", N_("A page down"), show=False, priority=True),
        Binding("pageup", "move(-8)", N_("A page up"), show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        *,
        hint: str = "",
        at: str = "",
        holds: Callable[[str], Container[str]] | None = None,
    ) -> None:
        """`at` is the key of the row that is meant where nothing is typed.

        `holds` are the keys of further rows that have what was typed, though their words do not.
        """
        super().__init__(title)
        self._at = at
        self._holds = holds
        self._choices = tuple(rows)
        self._hint = hint or _("Type a few letters")

    def body(self) -> Iterable[Widget]:
        """What is typed, and the rows that have it."""
        yield Input(placeholder=self._hint, compact=True, id="typed")
        yield Rows(id="choices")

    @property
    def _rows(self) -> Rows:
        return self.query_one("#choices", Rows)

    def on_mount(self) -> None:
        """Every row is there; what is typed has the keys."""
        rows = self._rows
        rows.fill(self._choices)
        rows.point(self._at)
        box = self.query_one(".dialog")
        box.set_class(any(_width(row) > _NARROW for row in self._choices), "-much")
        tallest = max(self.size.height - _AROUND, 4)
        rows.styles.height = min(max(len(self._choices), 1), tallest)
        rows.styles.max_height = tallest
        if len(self._choices) > tallest:
            count = _("{number} in all").format(number=len(self._choices))
            box.border_subtitle = count
        self.query_one("#typed").focus()

    @on(Input.Changed, "#typed")
    def _sift(self, event: Input.Changed) -> None:
        typed = fold(event.value)
        words = typed.split()
        found = [row for row in self._choices if _has(row, words)]
        # a number is that of a row, and 1 is 1 before it is 10
        found.sort(key=lambda row: (not _text(row).startswith(typed), not _names(row, words)))
        if words and self._holds is not None:
            here = {row.key for row in found}
            held = self._holds(event.value)
            found += [row for row in self._choices if row.key in held and row.key not in here]
        self._rows.fill(found)
        if typed:
            self._rows.action_move_to(0)
        else:
            self._rows.point(self._at)
        self.refuse("" if found else _("Nothing here has what you typed."), "")

    @on(Input.Submitted, "#typed")
    def _submitted(self) -> None:
        self.action_take()

    @on(Rows.Opened, "#choices")
    def _opened(self) -> None:
        self.action_take()

    def action_move(self, by: int) -> None:
        """The cursor goes down, or up."""
        self._rows.action_move(by)

    def action_take(self) -> None:
        """The row under the cursor is meant."""
        if self._rows.key is not None:
            self.dismiss(self._rows.key)


def _width(row: Row) -> int:
    return max(map(width_of_line, row.lines), default=0)


def _has(row: Row, words: Sequence[str]) -> bool:
    """Whether every word begins a word of the row."""
    starts = f" {_text(row)}"
    return all(f" {word}" in starts for word in words)


def _names(row: Row, words: Sequence[str]) -> bool:
    """Whether every word is a whole word of the row."""
    return set(words) <= set(_text(row).split())


def _text(row: Row) -> str:
    return fold(" ".join("".join(run.text for run in line) for line in row.lines))
