"""Reshaping: articles that were split in several, and several that were joined in one.

Told by the three-word runs of what came and what went: a likeness, shown while drafting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff.runs import Articles, count_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constitution.diff.runs import Run

__all__ = ["Reshaped", "find_reshaped", "search_reshaped"]

_TAKEN = 0.6
"""The share of an article's three-word runs that it must have from another to be a part of it."""

_FEWEST_RUNS = 6
"""Articles with fewer three-word runs are too short to be known as a part of another."""


@dataclass(frozen=True, slots=True)
class Reshaped:
    """An article that was split (one old path), or several that were joined (one new path)."""

    kind: Literal["split", "joined"]
    old: tuple[str, ...]
    new: tuple[str, ...]

    def invert(self) -> Reshaped:
        """The same, told from the new text to the old."""
        kind: Literal["split", "joined"] = "joined" if self.kind == "split" else "split"
        return Reshaped(kind, self.new, self.old)


def find_reshaped(
    old: Mapping[str, str],
    new: Mapping[str, str],
    kept: Mapping[str, str],
    removed: Iterable[str],
    added: Iterable[str],
) -> tuple[Reshaped, ...]:
    """The articles that were split or joined: their words stand in one that came, or in one that went.

    `kept` pairs the articles that stand in both texts with other words, old path to new.
    """
    return tuple(search_reshaped(Articles(old), Articles(new), kept, removed, added))


def search_reshaped(
    old: Articles,
    new: Articles,
    kept: Mapping[str, str],
    removed: Iterable[str],
    added: Iterable[str],
) -> Iterator[Reshaped]:
    """What `find_reshaped` finds, one by one: what was split, then what was joined."""
    gone, came = list(removed), list(added)
    parts = _find_parts(new, came, old, [*kept, *gone], {a: new.runs(b) for a, b in kept.items()})
    used = set()
    for whole, found in parts.items():
        pieces = [kept[whole], *found] if whole in kept else found
        if len(pieces) > 1:
            used.add(whole)
            first, *others = pieces
            yield Reshaped("split", (whole,), (first, *sorted(others, key=new.place.__getitem__)))
    sources = {after: before for before, after in kept.items()}
    rest = [path for path in gone if path not in used]
    taken = {path for found in parts.values() for path in found}
    wholes = [
        *(after for after, before in sources.items() if before not in used),
        *(path for path in came if path not in taken),
    ]
    runs = {after: old.runs(sources[after]) for after in wholes if after in sources}
    for whole, found in _find_parts(old, rest, new, wholes, runs).items():
        pieces = [sources[whole], *found] if whole in sources else found
        if len(pieces) > 1:
            first, *others = pieces
            yield Reshaped("joined", (first, *sorted(others, key=old.place.__getitem__)), (whole,))


def _find_parts(
    side: Articles,
    parts: list[str],
    other: Articles,
    wholes: list[str],
    still_there: Mapping[str, set[Run]],
) -> dict[str, list[str]]:
    """The articles of one side that are parts of one of the other side, by that one.

    What still stands in the whole's own counterpart was copied, and makes nothing a part.
    """
    if not parts or not wholes:
        return {}
    index: defaultdict[Run, list[str]] = defaultdict(list)
    for part in parts:
        for run in side.runs(part):
            index[run].append(part)
    shared: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for whole in wholes:
        taken = (other.runs(whole) & index.keys()) - still_there.get(whole, set())
        for part, count in count_shared(index, taken).items():
            shared[part][whole] = count
    found: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        runs = len(side.runs(part))
        if runs >= _FEWEST_RUNS and shared[part]:
            whole, count = shared[part].most_common(1)[0]
            if count >= _TAKEN * runs:
                found[whole].append(part)
    return found
