"""Runs: the three-word runs by which articles are found again, and what else is asked of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from constitution.diff.words import tokens
from constitution.number import normal_number
from constitution.part import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Articles", "Run", "count_shared", "index_runs"]

Run: TypeAlias = tuple[str, str, str]


_FEWEST = 8
"""Words below which articles are told apart by their numbers or neighbours: stubs are all alike."""


class Articles:
    """One text, with what is asked of its articles read when it is first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.order = list(texts)
        self.place = {path: place for place, path in enumerate(self.order)}
        self._heads: dict[str, tuple[str | None, str]] = {}
        self._tokens: dict[str, tuple[str, ...]] = {}
        self._runs: dict[str, set[Run]] = {}
        self._numbers: dict[str, str] = {}

    def _head(self, path: str) -> tuple[str | None, str]:
        """The number of an article, and its text without it."""
        head = self._heads.get(path)
        if head is None:
            first, newline, rest = self.texts[path].partition("\n")
            title = first.lstrip("#")
            found = read_number(title.strip()) if title != first else None
            number, words = (None, first) if found is None else found
            head = self._heads[path] = number, f"{words}{newline}{rest}"
        return head

    def number(self, path: str) -> str:
        """The number of an article in one writing; its path where it has none."""
        if path not in self._numbers:
            number = self._head(path)[0]
            self._numbers[path] = path if number is None else normal_number(number)
        return self._numbers[path]

    def but_number(self, path: str) -> str:
        """The text of an article without its number."""
        head = self._heads.get(path)  # asked for more often than anything else
        return self._head(path)[1] if head is None else head[1]

    def is_short(self, path: str) -> bool:
        """Whether an article has too few words to be known by them."""
        return len(self.but_number(path).split()) < _FEWEST

    def tokens(self, path: str) -> tuple[str, ...]:
        """The words of an article without its number."""
        if path not in self._tokens:
            self._tokens[path] = tokens(self.but_number(path))
        return self._tokens[path]

    def runs(self, path: str) -> set[Run]:
        """The three-word runs of an article."""
        if path not in self._runs:
            self._runs[path] = set(self._each_run(path))
        return self._runs[path]

    def runs_among(self, path: str, wanted: set[Run]) -> set[Run]:
        """Those of the three-word runs of an article that are wanted; the others are not kept."""
        return wanted.intersection(self._each_run(path))

    def _each_run(self, path: str) -> Iterator[Run]:
        keys = self.tokens(path)
        return zip(keys, keys[1:], keys[2:], strict=False)

    def neighbour(self, path: str, step: int) -> str | None:
        """The article that stands `step` places on."""
        place = self.place[path] + step
        return self.order[place] if 0 <= place < len(self.order) else None


def index_runs(
    side: Articles, paths: Iterable[str], wanted: set[Run] | None = None
) -> dict[Run, list[str]]:
    """Which articles hold each three-word run, or each that is wanted, but for those that many hold."""
    index: defaultdict[Run, list[str]] = defaultdict(list)
    count = 0
    for path in paths:
        count += 1
        for run in side.runs(path) if wanted is None else side.runs_among(path, wanted):
            index[run].append(path)
    many = max(8, count // 50)
    return {run: held for run, held in index.items() if len(held) <= many}


def count_shared(index: Mapping[Run, list[str]], runs: set[Run]) -> Counter[str]:
    """How many of the runs each article of an index holds."""
    return Counter(chain.from_iterable([index[run] for run in runs & index.keys()]))
