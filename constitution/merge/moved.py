"""Words that one side took away at one place and put back, nearly the same, at another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.diff import tokens
from constitution.diff.words import BREAK, is_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.merge.changes import Change, Side

__all__ = ["find_counterparts", "find_moved_to"]

_FEWEST = 3
"""Fewer words and signs in common than this are a coincidence; one fewer, if both mean something."""


def find_counterparts(base: str, side: Side, changes: Sequence[Change]) -> Iterator[Change]:
    """The other changes of a side that put back what one of these took away, or the reverse.

    An alinéa moved, a sentence split off into its own alinéa and two alinéas joined are each read
    as words lost at one place and gained at another. Few words count where they are all that a
    change took away and all that another put back.
    """
    for change in changes:
        if not change.words:
            continue
        gone, come = _lost(base, side, change), _gained(base, side, change)
        for other in _others(side, changes):
            back, away = _gained(base, side, other), _lost(base, side, other)
            if any(_recurs(*run) or _same(*run) for run in ((gone, back), (away, come))):
                yield other


def find_moved_to(base: str, side: Side, changes: Sequence[Change]) -> Iterator[Change]:
    """The other changes of a side that put back what one of these took away."""
    for change in changes:
        gone = _lost(base, side, change) if change.words else ()
        if len(gone) >= _FEWEST:
            for other in _others(side, changes):
                if _recurs(gone, _gained(base, side, other)):
                    yield other


def _others(side: Side, changes: Sequence[Change]) -> list[Change]:
    return [other for other in side.changes if other.words and other not in changes]


def _lost(base: str, side: Side, change: Change) -> tuple[str, ...]:
    return _words(base[change.start : change.end], side.text[change.low : change.high])


def _gained(base: str, side: Side, change: Change) -> tuple[str, ...]:
    return _words(side.text[change.low : change.high], base[change.start : change.end])


def _words(text: str, beside: str) -> tuple[str, ...]:
    """The words and signs of a text; none if the text beside it has them all."""
    words = tuple(token for token in tokens(text) if token != BREAK)
    return words if set(words) - set(tokens(beside)) else ()


def _recurs(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether half of either run of words stands in the other, in phrases of two words or more."""
    if min(len(gone), len(come)) < _FEWEST:
        return False
    shared = set(pairwise(gone)) & set(pairwise(come))
    shared = {pair for pair in shared if any(map(is_content, pair))}
    fewest = _FEWEST - any(all(map(is_content, pair)) for pair in shared)
    return any(
        covered >= fewest and 2 * covered >= len(words)
        for words in (gone, come)
        for covered in [_covered(words, shared)]
    )


def _same(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether two runs have the same words that mean something, in whatever case."""
    one, other = ([token.lower() for token in run if is_content(token)] for run in (gone, come))
    return bool(one) and one == other


def _covered(words: Sequence[str], shared: set[tuple[str, str]]) -> int:
    """How many of the words are in one of the shared pairs."""
    places = (n for n, pair in enumerate(pairwise(words)) if pair in shared)
    return len({place for n in places for place in (n, n + 1)})
