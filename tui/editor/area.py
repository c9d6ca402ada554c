"""Where one types: soft-wrapped prose in which faults are marked, and what is pasted is mended."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from constitution.display import safe
from constitution.language import N_
from constitution.pasted import mend_lines, mend_pasted, mended_in
from tui.speech import speak_bindings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.text import Text
    from textual import events
    from textual.binding import BindingType

    from constitution.pasted import Mended
    from constitution.text import Fault
    from tui.editor.finding import Place
    from tui.editor.writing import Writing

__all__ = ["ProseArea", "line_break"]


_ITEM = re.compile(r"( *)(?:([-*])|([0-9]{1,9})([.)])) ")
"""How an item of a list begins."""


class ProseArea(TextArea):
    """A text area that knows the form of what is written in it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"area--fault", "area--found", "area--heading"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", N_("Undo"), show=False),
        Binding("ctrl+y,ctrl+shift+z", "redo", N_("Redo"), show=False),
        Binding("ctrl+home", "to_start", N_("To the beginning"), show=False),
        Binding("ctrl+end", "to_end", N_("To the end"), show=False),
    ]

    class Pasted(Message):
        """A text was pasted, and this was brought into the form."""

        def __init__(self, mended: tuple[Mended, ...]) -> None:
            super().__init__()
            self.mended = mended

    def __init__(self, writing: Writing, text: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        self._writing = writing
        self._faulty: dict[int, list[Fault]] = {}
        self._found: dict[int, list[Place]] = {}
        self._taken_back: set[str] = set()
        """Lines that undo brought back out of their form: they were wanted so, and stay so."""
        super().__init__(text, id=id, compact=True, max_checkpoints=1000)
        speak_bindings(self)
        self.cursor_blink = False

    def action_to_start(self) -> None:
        """The cursor stands at the beginning."""
        self.move_cursor((0, 0))

    def action_to_end(self) -> None:
        """The cursor stands at the end of the last words."""
        self.move_cursor(self.document.end)

    def clamp_visitable(self, location: tuple[int, int]) -> tuple[int, int]:
        """The nearest place where one can write: after the last line end nothing stands.

        What is written after the last words goes on with them, whichever key or click led there.
        """
        row, column = super().clamp_visitable(location)
        lines = self.document
        if row and row == lines.line_count - 1 and not lines.get_line(row):
            above = lines.get_line(row - 1)
            if above.strip():
                return row - 1, len(above)
        return row, column

    def action_undo(self) -> None:
        """What was done last is taken back, mending too."""
        super().action_undo()
        self._leave_as_it_is()

    def action_redo(self) -> None:
        """What was taken back is done again."""
        super().action_redo()
        self._leave_as_it_is()

    def _leave_as_it_is(self) -> None:
        if self._writing.kind != "table":
            places = mend_lines(self.text, self._writing.language)
            self._taken_back.update(self.document.get_line(place) for place in places)

    # -- what is shown -----------------------------------------------------------------------------

    def get_line(self, line_index: int) -> Text:
        """The line, no character of which a terminal could take for a command, its faults marked."""
        line = super().get_line(line_index)
        plain = line.plain
        if not (plain.isascii() and plain.isprintable()):
            line.plain = _visible(plain)
        if self._writing.kind != "table" and plain.startswith("#"):
            line.stylize(self.get_component_rich_style("area--heading"))
        for fault in self._faulty.get(line_index, ()):
            start = min(fault.column - 1, max(len(plain) - 1, 0))
            whole = fault.code in {"form", "hard-wrap", "blank-line"} and fault.column == 1
            line.stylize(
                self.get_component_rich_style("area--fault"),
                0 if whole else start,
                len(plain) if whole else _word_end(plain, start),
            )
        for place in self._found.get(line_index, ()):
            line.stylize(self.get_component_rich_style("area--found"), place.start, place.end)
        return line

    def mark(self, faults: Iterable[Fault]) -> None:
        """These faults are marked, and no others."""
        found: dict[int, list[Fault]] = {}
        for fault in faults:
            found.setdefault(fault.line - 1, []).append(fault)
        if found != self._faulty:
            self._faulty = found
            self._line_cache.clear()
            self.refresh()

    def mark_found(self, places: Iterable[Place]) -> None:
        """These places are marked as found, and no others."""
        found: dict[int, list[Place]] = {}
        for place in places:
            found.setdefault(place.row, []).append(place)
        if found != self._found:
            self._found = found
            self._line_cache.clear()
            self.refresh()

    # -- what is mended ----------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        """A new line begins a new alinéa: lines that merely follow each other would be joined."""
        if event.key != "enter" or self.read_only:
            return
        event.prevent_default()
        event.stop()
        (row, column), end = sorted(self.selection)
        is_table = self._writing.kind == "table"
        put = "\n" if is_table else line_break(self.document.get_line(row)[:column])
        if put == "\n" and end == self.document.end:
            put = "\n\n"  # the last line has its end, and the cursor stands before that
            self._replace_via_keyboard(put, *self.selection)
            self.move_cursor((row + 1, 0))
        else:
            self._replace_via_keyboard(put, *self.selection)

    async def _on_paste(self, event: events.Paste) -> None:
        """What is pasted is brought into the form, wherever it comes from; undo gives it back."""
        event.prevent_default()
        event.stop()
        if self.read_only:
            return
        pasted = text = event.text
        mended: tuple[Mended, ...] = ()
        if self._writing.kind != "table":
            text = mend_pasted(pasted, self._writing.language)
            mended = mended_in(pasted, text)
            if "\n" in text.strip("\n"):
                text = self._apart(text.strip("\n"))
        start = min(self.selection)
        self.history.checkpoint()
        result = self._replace_via_keyboard(pasted if mended else text, *self.selection)
        if result is not None and mended:
            self.history.checkpoint()
            result = self._replace_via_keyboard(text, start, result.end_location)
        self.history.checkpoint()
        if result is not None:
            self.move_cursor(result.end_location)
            self.post_message(self.Pasted(mended))

    def _apart(self, block: str) -> str:
        """A pasted block of several alinéas, parted from what stands before and after it."""
        (top, left), (bottom, right) = sorted(self.selection)
        lines = self.document
        last = lines.line_count - 1
        before, after = lines.get_line(top)[:left], lines.get_line(bottom)[right:]
        start = end = ""
        if before.strip():
            start = "\n\n"
        elif top > 0 and lines.get_line(top - 1).strip():
            start = "\n"
        if after.strip():
            end = "\n\n"
        elif bottom == last or lines.get_line(bottom + 1).strip():
            end = "\n"
        return f"{start}{block}{end}"

    def mend(self, lines: Mapping[int, str]) -> bool:
        """Whether lines that were left are written as in the form, in one step to undo.

        The line with the cursor, and whatever undo brought back, stay as they are.
        """
        row, column = self.cursor_location
        last = self.document.line_count
        mended = {
            place: new
            for place, new in sorted(lines.items())
            if place != row
            and place < last
            and self.document.get_line(place) not in {new, *self._taken_back}
        }
        if not mended or not self.selection.is_empty:
            return False
        self.history.checkpoint()
        for place, new in mended.items():
            end = (place, len(self.document.get_line(place)))
            self.replace(new, (place, 0), end, maintain_selection_offset=False)
        self.move_cursor((row, column))
        self.history.checkpoint()
        return True

    def point(self, fault: Fault) -> None:
        """The cursor stands on a fault."""
        row = min(fault.line - 1, self.document.line_count - 1)
        self.move_cursor(
            (row, min(fault.column - 1, len(self.document.get_line(row)))), center=True
        )


def line_break(before: str) -> str:
    """What Enter puts after the beginning of a line, so that what follows is an alinéa of its own.

    A list goes on with its next item, and ends after an empty one; tables and quotes have lines.
    """
    item = _ITEM.match(before)
    if item is None:
        return "\n" if before.lstrip()[:1] in {"", "|", ">"} else "\n\n"
    if item.end() == len(before):
        return "\n\n"
    indent, bullet, number, after = item.groups()
    return f"\n{indent}{bullet or f'{int(number) + 1}{after}'} "


@lru_cache(maxsize=2048)
def _visible(line: str) -> str:
    """The line as it is shown, as long as it was; each of its rows asks for it, at every key."""
    return "".join(shown if len(shown := safe(one)) == 1 else "\u00b7" for one in line)


def _word_end(line: str, start: int) -> int:
    """Where what begins at `start` ends, so that a fault of no width is seen too."""
    end = start + 1
    while end < len(line) and line[end].isalnum() and line[start].isalnum():
        end += 1
    return end
