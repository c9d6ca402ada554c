"""A page to read: blocks of prose with a margin, laid out for the width there is.

Lines are painted one by one (the Line API), and laid out as they are needed: those in sight at once.
The others come as they are scrolled to where it is known how many blocks there are, for the length
of the page is then judged by those that are laid out; else between two keys. A page of many thousand
lines opens as fast as a short one, and a page out of sight is laid out once it comes into sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from constitution.display import Run, width_of, width_of_line, wrap
from constitution.language import N_
from tui.resting import Resting
from tui.speech import speak_bindings
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from textual.binding import BindingType
    from textual.timer import Timer

__all__ = ["MEASURE", "Block", "Page", "Sheet", "Sides", "said"]

MEASURE = 80
"""The widest a line of prose is set: longer ones are hard to follow."""

_AHEAD = 20
"""How many lines beyond the next screenful are laid out at once."""

_SOME = 4
"""Fewer lines than this of a part are not enough to see what became of it."""

_LOOKED_AT = 400
"""How many blocks are looked at to know how wide the margin is."""

_SLICE = 0.006
"""Seconds of laying out between two keys."""

_STYLES = (
    "title",
    "number",
    "quiet",
    "strong",
    "emphasis",
    "link",
    "delete",
    "insert",
    "left",
    "came",
    "sought",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its words, what stands in the margin beside it, how far its lines hang."""

    runs: tuple[Run, ...]
    margin: str = ""
    hang: str = ""
    """What the lines after the first begin with; the first begins with as many cells of `runs`."""
    is_close: bool = False
    """Whether it follows the block before without a blank line."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two paragraphs side by side, and the sign between them."""

    old: Block | None
    new: Block | None
    sign: str = "│"


Sheet = tuple[Block | Sides, ...]
"""What a page shows."""


class _Spool:
    """Blocks that are made once, when they are first asked for, and can be read again."""

    def __init__(self, blocks: Iterable[Block | Sides]) -> None:
        self.count = len(blocks) if isinstance(blocks, Sequence) else None
        """How many blocks there are, where that is known before they are made."""
        self._made: list[Block | Sides] = []
        self._rest = iter(blocks)

    def __iter__(self) -> Iterator[Block | Sides]:
        place = 0
        while True:
            if place == len(self._made):
                block = next(self._rest, None)
                if block is None:
                    return
                self._made.append(block)
            yield self._made[place]
            place += 1


def said(text: str, style: str = "", *, is_close: bool = False) -> Block:
    """A paragraph of one style; the text is already safe to show."""
    return Block((Run(style, text),), is_close=is_close)


class Page(Lines, inherit_bindings=False):
    """A page that scrolls."""

    STYLES_OF: ClassVar[str] = "page"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{style}" for style in _STYLES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", N_("Down"), show=False),
        Binding("up,k", "scroll_up", N_("Up"), show=False),
        Binding("pagedown,space,ctrl+f", "page_down", N_("A page down"), show=False),
        Binding("pageup,b,ctrl+b", "page_up", N_("A page up"), show=False),
        Binding("ctrl+d", "scroll_half(1)", N_("Half a page down"), show=False),
        Binding("ctrl+u", "scroll_half(-1)", N_("Half a page up"), show=False),
        Binding("home", "scroll_home", N_("To the beginning"), show=False),
        Binding("end,G", "scroll_end", N_("To the end"), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        speak_bindings(self)
        self._spool = _Spool(())
        self._lines: list[tuple[Run, ...]] = []
        self._starts: list[int] = []
        """The line at which each block that is laid out begins."""
        self._rest: Iterator[tuple[Run, ...]] = iter(())
        self._is_whole = True
        self._laying: Timer | None = None
        self._laid_for = 0
        self._is_put_off = False
        """Whether it is laid out once it comes into sight."""

    @property
    def words(self) -> str:
        """What the page shows, line by line, without styles."""
        self._lay_to(None)
        return "\n".join("".join(run.text for run in line).rstrip() for line in self._lines)

    def show(self, sheet: Iterable[Block | Sides], *, stay: bool = False) -> None:
        """The page shows a sheet, from its beginning unless it should stay where it is."""
        self._spool = _Spool(sheet)
        self._lay(self._lines if stay else ())
        if not stay:
            self.scroll_to(y=0, animate=False)

    def stand_at(self, line: float) -> None:
        """A line is at the top, as far as there is a page below it."""
        if not self._is_whole:
            self._lay_to(int(line) + 2 * self.size.height + _AHEAD)
            self._grow()
        self.scroll_to(y=line, animate=False)

    def reveal(self, place: int, *, on_top: bool = False) -> None:
        """The block at a place of the sheet is in sight; the page stays where it is if it was.

        Wanted on top, it is the first that is seen, where the page is long enough.
        """
        while len(self._starts) <= place and not self._is_whole:
            self._lay_to(len(self._lines) + _AHEAD)
        if not 0 <= place < len(self._starts):
            return
        line, height = self._starts[place], self.size.height
        if on_top:
            self._grow()
            self.scroll_to(y=line, animate=False)
        elif not self.scroll_offset.y <= line < self.scroll_offset.y + max(height - 1, 1):
            self._grow()
            self.scroll_to(y=max(line - height // 3, 0), animate=False)

    @property
    def goes_on(self) -> bool:
        """Whether there is more of the page than is in sight, below it."""
        return self.scroll_offset.y < self.max_scroll_y

    def lay_whole(self) -> int:
        """How many lines the page has, every one of them laid out."""
        if self._room != self._laid_for:
            self._lay()
        if not self._is_whole:
            self._lay_to(None)
            self._grow()
        return len(self._lines)

    def reveal_below(self, place: int) -> None:
        """The block at a place of the sheet is in sight, where it begins below what is."""
        while len(self._starts) <= place and not self._is_whole:
            self._lay_to(len(self._lines) + _AHEAD)
        last = self.scroll_offset.y + max(self.size.height - _SOME, 0)
        if place < len(self._starts) and self._starts[place] >= last:
            self._grow()
            self.scroll_to(y=self._starts[place], animate=False)

    def action_scroll_half(self, by: int) -> None:
        """The page goes down, or up, by half of what is in sight."""
        self.scroll_relative(y=by * max(self.size.height // 2, 1), animate=False)

    def action_scroll_end(self) -> None:
        """The end of the page is in sight."""
        self.lay_whole()
        self.scroll_end(animate=False)

    @property
    def _room(self) -> int:
        """How wide a line can be, in the size that the page was given last.

        Its place on the screen is known a moment later, and until then is that of the size before.
        """
        return max(
            self.outer_size.width - self.styles.gutter.width - self.scrollbar_size_vertical, 0
        )

    def on_resize(self) -> None:
        """The lines are laid out again for another width."""
        if self._room != self._laid_for:
            self._lay()

    def on_show(self) -> None:
        """What was put off while the page was out of sight is laid out."""
        if self._is_put_off:
            self._lay()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight is laid out."""
        super().watch_scroll_y(old_value, new_value)
        if self._is_whole or self._is_put_off:
            return
        self._lay_to(int(new_value) + 2 * self.size.height + _AHEAD)
        laid = len(self._lines)
        if laid == self._length or laid > self.virtual_size.height:
            self._grow()

    # -- laying out --------------------------------------------------------------------------------

    def _lay(self, before: Sequence[tuple[Run, ...]] = ()) -> None:
        """The sheet is laid out as far as it is in sight; lines that are as they were `before` stay."""
        width = self._room
        if width != self._laid_for:
            before = ()
        self._laid_for = width
        self._lines = []
        self._starts = []
        self._rest = _lay_out(self._spool, max(width, 12), self._starts)
        self._is_whole = False
        self._is_put_off = not self._is_in_sight
        if self._is_put_off:
            self.forget_lines()
            return
        self._lay_to(int(self.scroll_y) + 2 * self.size.height + _AHEAD)
        self._paint_others_than(before)
        if not self._is_whole and self._spool.count is None and self._laying is None:
            self._laying = self.set_interval(_SLICE * 2, self._lay_more)

    def _paint_others_than(self, before: Sequence[tuple[Run, ...]]) -> None:
        """The lines that are not as they were before are painted; all where the page is longer or shorter."""
        same = {
            number
            for number, (old, new) in enumerate(zip(before, self._lines, strict=False))
            if old == new
        }
        self.keep_lines((*same, None))
        if not before or self._length != self.virtual_size.height:
            self._grow()
            return
        first, width = self.scroll_offset.y, self.size.width
        in_sight = range(first, min(first + self.size.height, len(self._lines)))
        changed = [Region(0, line - first, width, 1) for line in in_sight if line not in same]
        if changed:
            self.refresh(*changed)

    @property
    def _is_in_sight(self) -> bool:
        return all(node.display for node in self.ancestors_with_self if isinstance(node, Widget))

    @property
    def _length(self) -> int:
        """How many lines the page has, judged by those that are laid out where others are not."""
        laid = len(self._lines)
        if self._is_whole or self._spool.count is None or not self._starts:
            return laid
        return max(round(laid / len(self._starts) * self._spool.count), laid + 1)

    def _lay_to(self, number: int | None) -> None:
        """The first lines are laid out; all of them where no number is given."""
        wanted = None if number is None else max(number - len(self._lines), 0)
        before = len(self._lines)
        self._lines.extend(islice(self._rest, wanted))
        self._is_whole = wanted is None or len(self._lines) - before < wanted

    def _lay_more(self) -> None:
        """More lines are laid out, for as long as nobody notices."""
        if not self._is_in_sight:
            self._is_put_off = True
        if self._is_put_off and self._laying is not None:
            self._laying.stop()
            self._laying = None
        if self._is_put_off or (isinstance(self.app, Resting) and not self.app.is_quiet):
            return
        until = perf_counter() + _SLICE
        while not self._is_whole and perf_counter() < until:
            self._lay_to(len(self._lines) + 50)
        if self._is_whole and self._laying is not None:
            self._laying.stop()
            self._laying = None
        if self._is_whole or len(self._lines) > 1.2 * self.virtual_size.height:
            self._grow()

    def _grow(self) -> None:
        """The page is as long as what is laid out of it, and what is still to be."""
        # set quietly: another length of the page is no reason to lay the whole screen out again
        self.set_reactive(ScrollView.virtual_size, Size(self._laid_for, self._length))
        self._scroll_update(self.virtual_size)
        self.refresh()

    def shown_at(self, number: int) -> Hashable:
        """The number of a line, counted from the beginning of the page."""
        return number if 0 <= number < len(self._lines) else None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the page, laid out for the width that it has as it is painted.

        It may have got that by a layout of the screen that told nobody.
        """
        if self._room != self._laid_for and not self._is_put_off:
            self._lay()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the page."""
        width = self.size.width
        number = y + self.scroll_offset.y
        base = self._style("")
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, base)
        segments = [Segment(run.text, self._style(run.style)) for run in self._lines[number]]
        return Strip(segments).adjust_cell_length(width, base)


def _lay_out(
    sheet: Iterable[Block | Sides], width: int, starts: list[int]
) -> Iterator[tuple[Run, ...]]:
    """The lines of a sheet, centred where there is room; where each block begins goes to `starts`."""
    blocks = iter(sheet)
    first = list(islice(blocks, _LOOKED_AT))
    margin = max((width_of(mark) for block in first for mark in _margins(block)), default=0)
    margin = margin + 2 if margin else 0
    two = any(isinstance(block, Sides) for block in first)
    room = width - 2
    measure = min(room - margin, 2 * MEASURE + 3 if two else MEASURE)
    lead = Run("", " " * max(1, (width - margin - measure) // 2))
    number = 0
    for place, block in enumerate(chain(first, blocks)):
        if place == 0 or not (isinstance(block, Block) and block.is_close):
            yield ()
            number += 1
        starts.append(number)
        lines = (
            _lay_sides(block, margin + measure, margin)
            if isinstance(block, Sides)
            else _lay_block(block, min(measure, MEASURE), margin)
        )
        for line in lines:
            yield (lead, *line)
            number += 1
    if first:
        yield ()


def _margins(block: Block | Sides) -> Sequence[str]:
    if isinstance(block, Block):
        return (block.margin,)
    return tuple(side.margin for side in (block.old, block.new) if side is not None)


def _lay_block(block: Block, measure: int, margin: int) -> Iterator[tuple[Run, ...]]:
    hang = block.hang if len(block.hang) < measure // 2 else ""
    for row, line in enumerate(_hanging(block.runs, measure, hang)):
        if not margin:
            yield line
        else:
            mark = block.margin if row == 0 else ""
            pad = " " * (margin - 2 - width_of(mark))
            yield (Run("number", f"{pad}{mark}  "), *line)


def _hanging(runs: Sequence[Run], measure: int, hang: str) -> Iterator[tuple[Run, ...]]:
    """The lines of a paragraph whose lines after the first are set in."""
    if not hang:
        yield from wrap(runs, max(measure, 8))
        return
    head, rest = _cut(runs, len(hang))
    for row, line in enumerate(wrap(rest, max(measure - len(hang), 8))):
        yield (*head, *line) if row == 0 else (Run("quiet", hang), *line)


def _cut(runs: Sequence[Run], cells: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The first cells of a paragraph, where its bullet or its number stands, and the rest."""
    head: list[Run] = []
    left = cells
    for place, run in enumerate(runs):
        if len(run.text) > left:
            head.append(Run(run.style, run.text[:left]))
            return tuple(head), (Run(run.style, run.text[left:]), *runs[place + 1 :])
        head.append(run)
        left -= len(run.text)
    return tuple(head), ()


def _lay_sides(sides: Sides, width: int, margin: int) -> Iterator[tuple[Run, ...]]:
    column = (width - 3) // 2
    cells = [
        list(_lay_block(side, column - margin, margin)) if side is not None else []
        for side in (sides.old, sides.new)
    ]
    for row, (old, new) in enumerate(zip_longest(*cells, fillvalue=())):
        pad = " " * (column - width_of_line(old))
        yield (*old, Run("quiet", f"{pad} {sides.sign if row == 0 else '│'} "), *new)
