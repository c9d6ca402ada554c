"""Moves that nobody declared, where they are evident: to be shown, and never assumed.

An article that is gone, or whose place holds other words or one that moved there, stands elsewhere
if one that came, also where one moved away, or one that was rewritten beyond recognition, has its
words: all of them, or nearly all where they are many.
Articles that changed places with each other, word for word, are known however short they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from constitution.diff.edits import count_common, measure_ends
from constitution.diff.runs import Articles, count_shared, index_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["find_undeclared"]

_EVIDENT = 0.8
"""The share of common words from which an article that is gone is the one that came."""

_REWRITTEN = 0.5
"""Below this share of common words another article may have taken the place of the one before."""

_PLAIN = 0.7
"""The share of characters kept in every line from which no word need be compared."""

_CANDIDATES = 3


def find_undeclared(
    old: Mapping[str, str], new: Mapping[str, str], moves: Mapping[str, str]
) -> dict[str, str]:
    """Where the articles that left their place stand now, as far as that is evident; old path to new."""
    targets = set(moves.values())
    gone = {
        path: text
        for path, text in old.items()
        if path not in moves and (path not in new or path in targets)
    }
    changed = [
        path
        for path, text in new.items()
        if path in old and old[path] != text and path not in moves and path not in targets
    ]
    if not gone and len(changed) < 2:
        return {}
    found = _exchanged(old, new, changed)
    before, after = Articles(old), Articles(new)
    rewritten = [p for p in changed if p not in found and _is_rewritten(before, after, p)]
    if not gone and not rewritten:
        return found
    came = {
        path: text
        for path, text in new.items()
        if path not in targets and (path not in old or path in moves)
    }
    found |= dict(
        _equal(
            gone | {path: old[path] for path in rewritten if not before.is_short(path)},
            came | {path: new[path] for path in rewritten if not after.is_short(path)},
        )
    )
    taken = set(found.values())
    left = [p for p in (*gone, *rewritten) if p not in found and not before.is_short(p)]
    there = [p for p in (*came, *rewritten) if p not in taken and not after.is_short(p)]
    return found | dict(_alike(before, left, after, there))


def _exchanged(
    old: Mapping[str, str], new: Mapping[str, str], changed: Sequence[str]
) -> dict[str, str]:
    """The articles that changed places, word for word but for their numbers; old path to new."""
    went = dict(
        _equal({path: old[path] for path in changed}, {path: new[path] for path in changed})
    )
    while (rest := {a: b for a, b in went.items() if b in went and a != b}) != went:
        went = rest
    return went


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


def _alike(
    old: Articles, left: Sequence[str], new: Articles, there: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The articles that have nearly the same words, the surest first, each once."""
    if not left or not there:
        return
    index = index_runs(new, there, set().union(*map(old.runs, left)))
    likely = []
    for path in left if index else ():
        for target, _count in count_shared(index, old.runs(path)).most_common(_CANDIDATES):
            likeness = _likeness(old.tokens(path), new.tokens(target))
            if likeness >= _EVIDENT:
                likely.append((-likeness, path, target))
    sources, targets = set(), set()
    for _less, path, target in sorted(likely):
        if path not in sources and target not in targets:
            sources.add(path)
            targets.add(target)
            yield path, target


def _is_rewritten(old: Articles, new: Articles, path: str) -> bool:
    """Whether two versions have so little in common that they may be two articles."""
    before, after = old.texts[path], new.texts[path]
    if before == after or sum(measure_ends(before, after)) >= _REWRITTEN * len(before):
        return False
    if _kept_by_line(before, after) >= _PLAIN * max(len(before), len(after)):
        return False
    return _likeness(old.tokens(path), new.tokens(path)) < _REWRITTEN


def _kept_by_line(before: str, after: str) -> int:
    """How many characters the lines of two versions begin and end with alike, one by one."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        return 0
    return sum(
        len(line) if line == other else sum(measure_ends(line, other))
        for line, other in zip(old, new, strict=True)
    )


def _likeness(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    both = len(one) + len(two)
    return 2 * count_common(one, two) / both if both else 1.0


def _below_heading(text: str) -> str:
    """The words of an article without the line that bears its number."""
    first, _break, rest = text.partition("\n")
    return rest.strip() if first.startswith("#") else text.strip()
