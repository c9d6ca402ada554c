"""Where one types: soft-wrapped prose in which faults are marked, and what is pasted is mended."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import TextArea

from constitution.display import safe
from constitution.language import N_
from constitution.pasted import mend_lines, mend_pasted, mended_in
from tui.speech import speak_bindings
from tui.widgets.lines import KeptLines

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from rich.text import Text
    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip
    from textual.widgets.text_area import Edit, EditResult

    from constitution.pasted import Mended
    from constitution.text import Fault
    from tui.editor.finding import Place
    from tui.editor.writing import Writing

__all__ = ["ProseArea", "line_break"]


_ITEM = re.compile(r"( *)(?:([-*])|([0-9]{1,9})([.)])) ")
"""How an item of a list begins."""


class ProseArea(KeptLines, TextArea):
    """A text area that knows the form of what is written in it.

    At a key Textual makes every line in sight again; here only those that show something else.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Another length of the text is no reason to lay the whole screen out again."""

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
        self._in_sight: tuple[Hashable, ...] = ()
        """What the lines show that were painted last."""
        self._is_amending = False
        """Whether what changes is found out by comparing lines."""
        self._begin_to_keep()
        super().__init__(text, id=id, compact=True, max_checkpoints=1000)
        speak_bindings(self)
        self.cursor_blink = False

    def watch_virtual_size(self) -> None:
        """The bar follows the length of the text without the screen being laid out."""
        if self.is_mounted:
            self._scroll_update(self.virtual_size)

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

    def edit(self, edit: Edit) -> EditResult:
        """The lines that an edit changes are painted again, and no others."""
        with self._amending():
            return super().edit(edit)

    def move_cursor(
        self,
        location: tuple[int, int],
        select: bool = False,
        center: bool = False,
        record_width: bool = True,
    ) -> None:
        """The lines that the cursor leaves and comes to are painted again, and no others."""
        with self._amending():
            super().move_cursor(location, select, center, record_width)

    @contextmanager
    def _amending(self) -> Iterator[None]:
        """What asks to be painted as a whole is painted where a line shows something else."""
        if self._is_amending:
            yield
            return
        self._is_amending = True
        try:
            yield
        finally:
            self._is_amending = False
            self._paint_what_changed()

    def _paint_what_changed(self) -> None:
        now, width = self._lines_in_sight(), self.size.width
        if len(now) != len(self._in_sight):
            self.refresh()
            return
        changed = [
            Region(0, row, width, 1)
            for row, (one, other) in enumerate(zip(now, self._in_sight, strict=True))
            if one != other
        ]
        if changed:
            self.refresh(*changed)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """What is said to have changed is painted again."""
        if self._is_amending and not regions and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the text, edges included."""
        if not self._made_for[0]:  # colours are worked out where Textual makes a line
            super(KeptLines, self).render_lines(Region(0, 0, 1, 1))
        self._in_sight = self._lines_in_sight()
        return super().render_lines(crop)

    @property
    def _blank(self) -> Style:
        """That of the background alone: Textual's own lines end before the bar."""
        return Style(bgcolor=self._ground.rich_color)

    def shown_at(self, number: int) -> Hashable:
        """The words of a row of the text, and what is marked in them."""
        return self._in_sight[number - self.scroll_offset.y]

    def _lines_in_sight(self) -> tuple[Hashable, ...]:
        """What each row in sight shows; None below the text."""
        height = self.size.height
        above = self.scroll_offset.y
        rows: list[Hashable] = []
        for line in range(self.document.line_count):
            ends = self.wrapped_document.get_offsets(line)
            if len(ends) >= above:
                rows.extend(self._rows_of(line, ends)[max(above, 0) :])
            above -= len(ends) + 1
            if len(rows) >= height:
                return tuple(rows[:height])
        return (*rows, *(None,) * (height - len(rows)))

    def _rows_of(self, line: int, ends: Sequence[int]) -> list[Hashable]:
        """What the rows of a line show, whichever line it is and wherever it stands."""
        text = self.document.get_line(line)
        marks = [*self._marks_of_cursor(line, len(text)), *self._marks_of(line, text)]
        has_cursor = line == self.selection.end[0]
        if "\t" in text:  # how wide a tab is rests on what stands before it
            return [(text, has_cursor, tuple(marks), row) for row in range(len(ends) + 1)]
        return [
            (
                text[start:end],
                has_cursor,
                tuple(
                    (style, first - start, last - start)
                    for style, first, last in marks
                    if first < end and last > start
                ),
            )
            for start, end in pairwise((0, *ends, len(text) + 1))
        ]

    def _marks_of_cursor(self, line: int, length: int) -> Iterator[tuple[str, int, int]]:
        """Where a line has the cursor, the bracket that belongs to the one there, the selection."""
        start, cursor = self.selection
        pair = self.matching_bracket_location
        for style, place in (
            ("cursor", cursor if self.has_focus else None),
            ("pair", pair),
            ("pair", cursor if pair is not None else None),
        ):
            if place is not None and place[0] == line:
                yield style, place[1], place[1] + 1
        (top, left), (bottom, right) = sorted((start, cursor))
        if start != cursor and top <= line <= bottom:
            yield "chosen", left if line == top else 0, right if line == bottom else length + 1

    def _marks_of(self, line: int, text: str) -> Iterator[tuple[str, int, int]]:
        """What is marked in a line: its style, where it begins and where it ends."""
        length = len(text)
        if self._writing.kind != "table" and text.startswith("#"):
            yield "area--heading", 0, length
        for fault in self._faulty.get(line, ()):
            if fault.code in {"form", "hard-wrap", "blank-line"} and fault.column == 1:
                yield "area--fault", 0, length
            else:
                start = min(fault.column - 1, max(length - 1, 0))
                yield "area--fault", start, _word_end(text, start)
        for place in self._found.get(line, ()):
            yield "area--found", place.start, place.end

    def get_line(self, line_index: int) -> Text:
        """The line, no character of which a terminal could take for a command, its faults marked."""
        line = super().get_line(line_index)
        plain = line.plain
        if not (plain.isascii() and plain.isprintable()):
            line.plain = _visible(plain)
        for style, start, end in self._marks_of(line_index, plain):
            line.stylize(self.get_component_rich_style(style), start, end)
        return line

    def mark(self, faults: Iterable[Fault]) -> None:
        """These faults are marked, and no others."""
        found: dict[int, list[Fault]] = {}
        for fault in faults:
            found.setdefault(fault.line - 1, []).append(fault)
        if found != self._faulty:
            self._faulty = found
            self._line_cache.clear()
            self._paint_what_changed()

    def mark_found(self, places: Iterable[Place]) -> None:
        """These places are marked as found, and no others."""
        found: dict[int, list[Place]] = {}
        for place in places:
            found.setdefault(place.row, []).append(place)
        if found != self._found:
            self._found = found
            self._line_cache.clear()
            self._paint_what_changed()

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
