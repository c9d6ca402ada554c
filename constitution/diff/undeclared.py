"""Moves that nobody declared, where they are evident: to be shown, and never assumed.

An article that is gone stands elsewhere if one that came, or one that was rewritten beyond recognition,
has its words: all of them, or nearly all where they are many.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from constitution.diff.edits import count_common, measure_ends
from constitution.diff.runs import Articles, count_shared, index_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["find_undeclared"]

_EVIDENT = 0.8
"""The share of common words from which an article that is gone is the one that came."""

_REWRITTEN = 0.5
"""Below this share of common words another article may have taken the place of the one before."""

_CANDIDATES = 3


def find_undeclared(
    old: Mapping[str, str], new: Mapping[str, str], moves: Mapping[str, str]
) -> dict[str, str]:
    """Where the articles that are gone stand now, as far as that is evident; old path to new."""
    targets = set(moves.values())
    gone = {path: text for path, text in old.items() if path not in new and path not in moves}
    if not gone:
        return {}
    came = {path: text for path, text in new.items() if path not in old and path not in targets}
    found = dict(_equal(gone, came))
    left = Articles({path: text for path, text in gone.items() if path not in found})
    taken = set(found.values())
    kept = {path for path in new if path in old and path not in moves and path not in targets}
    there = Articles(
        {path: text for path, text in came.items() if path not in taken}
        | {path: new[path] for path in kept if _is_rewritten(old[path], new[path])}
    )
    return found | dict(_alike(left, there))


def _equal(gone: Mapping[str, str], came: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The articles with the same words, whatever their number.

    Where several bear the same words, which went where cannot be known, and none is named.
    """
    sources: defaultdict[str, list[str]] = defaultdict(list)
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for path, text in gone.items():
        sources[_below_heading(text)].append(path)
    for path, text in came.items():
        targets[_below_heading(text)].append(path)
    for words, paths in sources.items():
        there = targets.get(words, [])
        if words and len(paths) == len(there) == 1:
            yield paths[0], there[0]


def _alike(left: Articles, there: Articles) -> Iterator[tuple[str, str]]:
    """The articles that have nearly the same words, the surest first, each once."""
    index = index_runs(there, [path for path in there.order if not there.is_short(path)])
    likely = []
    for path in left.order if index else ():
        if left.is_short(path):
            continue
        for target, _count in count_shared(index, left.runs(path)).most_common(_CANDIDATES):
            likeness = _likeness(left.tokens(path), there.tokens(target))
            if likeness >= _EVIDENT:
                likely.append((-likeness, path, target))
    sources, targets = set(), set()
    for _less, path, target in sorted(likely):
        if path not in sources and target not in targets:
            sources.add(path)
            targets.add(target)
            yield path, target


def _is_rewritten(before: str, after: str) -> bool:
    """Whether two versions have so little in common that they may be two articles."""
    if before == after or sum(measure_ends(before, after)) >= _REWRITTEN * len(before):
        return False
    one, two = (Articles({"": text}).tokens("") for text in (before, after))
    return _likeness(one, two) < _REWRITTEN


def _likeness(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    both = len(one) + len(two)
    return 2 * count_common(one, two) / both if both else 1.0


def _below_heading(text: str) -> str:
    """The words of an article without the line that bears its number."""
    first, _break, rest = text.partition("\n")
    return rest.strip() if first.startswith("#") else text.strip()
