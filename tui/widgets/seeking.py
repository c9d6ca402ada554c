"""A page on which words are sought: where they stand, and the place in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.display import Run
from constitution.history.search import fold, patterns
from constitution.language import _
from tui.widgets.page import Block, Page

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from tui.widgets.page import Sheet, Sides

__all__ = ["SeekingPage", "Sought", "seek"]

_MARK = "»"
"""What stands before the number of the alinéa that is in sight: no meaning rests on colour."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The blocks of a sheet that have the words, and which of them is in sight."""

    words: str
    places: tuple[int, ...]
    at: int = 0
    """Counted from 0."""

    @property
    def place(self) -> int:
        """The block in sight; there is one."""
        return self.places[self.at]

    def step(self, by: int) -> Sought:
        """The next block that has the words, or the one before; after the last comes the first."""
        return replace(self, at=(self.at + by) % len(self.places))

    def mark(self, sheet: Sheet) -> Sheet:
        """The sheet with the words it has marked, and a mark beside the block in sight."""
        wanted = patterns(self.words)
        marked = list(sheet)
        for place in self.places:
            block = sheet[place]
            if isinstance(block, Block):
                sign = f"{_MARK} {block.margin}".strip() if place == self.place else block.margin
                runs = tuple(part for run in block.runs for part in _marked(run, wanted))
                marked[place] = replace(block, runs=runs, margin=sign)
        return tuple(marked)


def seek(sheet: Sheet, words: str) -> Sought | None:
    """Where every one of the words stands, as the text is searched; None where nowhere."""
    wanted = patterns(words)
    places = tuple(
        place
        for place, block in enumerate(sheet)
        if all(pattern.search(_text(block)) for pattern in wanted)
    )
    return Sought(words, places) if wanted and places else None


def _text(block: Block | Sides) -> str:
    sides = (block,) if isinstance(block, Block) else (block.old, block.new)
    runs: list[Run] = [run for side in sides if side is not None for run in side.runs]
    return fold("".join(run.text for run in runs))[0]


def _marked(run: Run, wanted: Sequence[re.Pattern[str]]) -> Iterator[Run]:
    """The run, cut where it has what is sought."""
    folded, places = fold(run.text)
    done = 0
    for start, end in sorted(
        match.span() for pattern in wanted for match in pattern.finditer(folded)
    ):
        first, last = places[start], places[end - 1] + 1
        if first < done:
            continue
        yield Run(run.style, run.text[done:first])
        yield Run("sought", run.text[first:last])
        done = last
    yield Run(run.style, run.text[done:])


class SeekingPage(Page):
    """A page in which words are sought; what stands on it otherwise is no other page's matter."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._sheet: Sheet = ()
        self._sought: Sought | None = None

    @property
    def sought(self) -> Sought | None:
        """What was sought and found on the sheet in sight."""
        return self._sought

    @property
    def told(self) -> str:
        """Which of the places is in sight, and the keys to the others; empty where nothing was sought."""
        if self._sought is None:
            return ""
        return _("Place {number} of {total}; `n` the next, `N` the one before.").format(
            number=self._sought.at + 1, total=len(self._sought.places)
        )

    def show(self, sheet: Iterable[Block | Sides], *, stay: bool = False, words: str = "") -> None:
        """Another sheet; what was sought on the one before is forgotten, unless it is the same still.

        Where `words` are sought on this one, the first place that has them is in sight.
        """
        self._sheet = tuple(sheet)
        again = seek(self._sheet, self._sought.words) if stay and self._sought is not None else None
        if again is not None and self._sought is not None:
            again = replace(again, at=min(self._sought.at, len(again.places) - 1))
        self._sought = again if again is not None else seek(self._sheet, words)
        marked = self._sought.mark(self._sheet) if self._sought is not None else self._sheet
        super().show(marked, stay=stay)
        if again is None and self._sought is not None:
            self.reveal(self._sought.place)

    def seek(self, words: str) -> bool:
        """Whether the words stand on the page; the first place that has them is then in sight."""
        return self._go(seek(self._sheet, words))

    def step(self, by: int) -> None:
        """The next place that has the words is in sight, or the one before."""
        if self._sought is not None:
            self._go(self._sought.step(by))

    def _go(self, sought: Sought | None) -> bool:
        self._sought = sought
        super().show(sought.mark(self._sheet) if sought is not None else self._sheet, stay=True)
        if sought is not None:
            self.reveal(sought.place)
        return sought is not None
