"""Words of one's own for a conflict, written in sight of the readings that they take the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static, TextArea

from constitution.display import safe
from constitution.language import N_, _
from tui.dialogs.dialog import Dialog
from tui.editor.area import line_break
from tui.speech import speak_bindings
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.widgets.page import Block, Sides

__all__ = ["Wording", "repeated"]


class Wording(Dialog[str]):
    """Words of one's own in place of all readings, which stay in sight with the words around them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "done", N_("Take these words"), key_display="^s", priority=True),
    ]

    def __init__(
        self, words: str, readings: Iterable[Block | Sides], around: tuple[str, str]
    ) -> None:
        """`around` is what stands before and after the words."""
        super().__init__(_("Other words"))
        speak_bindings(self)
        self._words = words
        self._readings = tuple(readings)
        self._around = around

    def body(self) -> Iterable[Widget]:
        """The readings, the words, and what is to be done with them."""
        yield Page(id="readings")
        yield _Words(self._words, compact=True, id="wording")
        yield Static(id="wording-said", classes="hint")

    def on_mount(self) -> None:
        """The words have the keys, and the first one typed takes their place."""
        self.query_one("#readings", Page).show(self._readings)
        area = self.query_one(TextArea)
        area.focus()
        area.select_all()
        self._tell()

    @on(TextArea.Changed)
    def _tell(self) -> None:
        """What stands twice is said first; then what the keys do."""
        self.heed_typing()
        before, after = self._around
        said = [
            _("“{words}” stands there already, beside these words.").format(words=words)
            for words in repeated(before, self.query_one(TextArea).text, after)
        ]
        said.append(_("Enter begins a new paragraph; `ctrl+s` takes these words."))
        self.query_one("#wording-said", Static).update(Content(safe("\n".join(said), lines=True)))

    @property
    def typed(self) -> object:
        """The words, where they are others than those one began with."""
        words = self.query_one(TextArea).text
        return None if words == self._words else words

    def action_done(self) -> None:
        """These words are taken."""
        self.dismiss(self.query_one(TextArea).text.strip())


class _Words(TextArea):
    """Where they are typed: a new line begins a paragraph, as in the editor."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            row, column = min(self.selection)
            before = self.document.get_line(row)[:column]
            self._replace_via_keyboard(line_break(before), *self.selection)


def repeated(before: str, words: str, after: str) -> tuple[str, ...]:
    """The words that stand twice: at the end of what is before and again at the beginning, or after.

    Capitals and the signs at the edges of a word make no difference.
    """
    first, middle, last = before.split(), words.split(), after.split()
    found = (
        middle[: _overlap(first, middle)],
        last[: _overlap(middle, last)],
    )
    return tuple(" ".join(one) for one in found if one)


def _overlap(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words at the end of one are those at the beginning of the other, at the most."""
    one, other = [*map(_bare, left)], [*map(_bare, right)]
    for count in range(min(len(one), len(other)), 0, -1):
        if one[-count:] == other[:count] and any(map(str.isalnum, "".join(other[:count]))):
            return count
    return 0


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]«»“”„\"'’").casefold()
