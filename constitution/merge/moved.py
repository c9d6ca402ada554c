"""Words that one side took away at one place and put back, nearly the same, at another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.diff import tokens
from constitution.diff.words import BREAK, is_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.merge.changes import Change, Side

__all__ = ["find_counterparts"]

_FEWEST = 3
"""Fewer words and signs in common than this are a coincidence."""


def find_counterparts(base: str, side: Side, changes: Sequence[Change]) -> Iterator[Change]:
    """The other changes of a side that put back what one of these took away, or the reverse.

    An alinéa moved, a sentence split off into its own alinéa and two alinéas joined are each read
    as words lost at one place and gained at another.
    """
    for change in changes:
        if not change.words:
            continue
        gone, come = _lost(base, side, change), _gained(base, side, change)
        for other in side.changes:
            if not other.words or other in changes:
                continue
            if _recurs(gone, _gained(base, side, other)) or _recurs(_lost(base, side, other), come):
                yield other


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
    return any(
        covered >= _FEWEST and 2 * covered >= len(words)
        for words in (gone, come)
        for covered in [_covered(words, shared)]
    )


def _covered(words: Sequence[str], shared: set[tuple[str, str]]) -> int:
    """How many of the words are in one of the shared pairs."""
    places = (n for n, pair in enumerate(pairwise(words)) if pair in shared)
    return len({place for n in places for place in (n, n + 1)})
