"""Copies: where one of several like passages came or went, and which one nobody can say.

Of two like sentences side by side one goes: the words do not tell which. What the other side changes
in any of them may be in the one that went, so the change reaches over all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.diff import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.merge.changes import Change

__all__ = ["reach_over_copies"]

_WORDS = 2
"""Words that a passage has at least before a second one is called its copy."""


def reach_over_copies(base: str, text: str, changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, each that only inserts or only deletes one of several copies reaching over all."""
    reaching: list[Change] = []
    coming = list(reversed(changes))
    while coming:
        change = coming.pop()
        # what parts an alinéa from the next one comes and goes with it
        above = bool(reaching) and _only_parts(base, reaching[-1], change)
        below = bool(coming) and _only_parts(base, coming[-1], change)
        first = reaching[-1] if above else change
        last = coming[-1] if below else change
        done, rest = reaching[: len(reaching) - above], coming[: len(coming) - below]
        room = done[-1].end if done else -1, rest[-1].start if rest else len(base) + 1
        over = _over_copies(base, text, _trimmed(base, text, first, last), room)
        if not change.words or over is None:
            reaching.append(change)
        else:
            reaching, coming = [*done, over], rest
    return tuple(reaching)


def _over_copies(base: str, text: str, change: Change, room: tuple[int, int]) -> Change | None:
    """The change with the copies on either side, as far as there is room; None without any."""
    left, right = _copies(base, text, change)
    left = left if change.start - left > room[0] else 0
    right = right if change.end + right < room[1] else 0
    if not left and not right:
        return None
    return replace(
        change,
        start=change.start - left,
        end=change.end + right,
        low=change.low - left,
        high=change.high + right,
    )


def _only_parts(base: str, one: Change, other: Change) -> bool:
    """Whether a change is of the space beside another."""
    between = base[min(one.end, other.end) : max(one.start, other.start)]
    return other.words and not one.words and not between.strip()


def _trimmed(base: str, text: str, first: Change, last: Change) -> Change:
    """What reaches from one change to another, without what both texts have alike at its end."""
    start, end, low, high = first.start, last.end, first.low, last.high
    while end > start and high > low and base[end - 1] == text[high - 1]:
        end, high = end - 1, high - 1
    return replace(first, start=start, end=end, low=low, high=high, words=True)


def _copies(base: str, text: str, change: Change) -> tuple[int, int]:
    """How many characters of copies stand before and after what came or went."""
    gone, come = base[change.start : change.end], text[change.low : change.high]
    if bool(gone.strip()) == bool(come.strip()):
        return 0, 0
    whole, start, end = (
        (base, change.start, change.end) if gone.strip() else (text, change.low, change.high)
    )
    words = whole[start:end]
    if sum(token[0].isalnum() for token in tokens(words)) < _WORDS:
        return 0, 0
    period, shortest = end - start, len(words.strip())
    left = 0
    while left < start and whole[start - 1 - left] == whole[end - 1 - left]:
        left += 1
    right = 0
    while end + right < len(whole) and whole[start + right] == whole[end + right]:
        right += 1
    return _of_whole_copies(left, period, shortest), _of_whole_copies(right, period, shortest)


def _of_whole_copies(reach: int, period: int, shortest: int) -> int:
    """As many characters as whole copies take; the last may lack the space that parts two."""
    whole, rest = divmod(reach, period)
    return whole * period + (rest if rest >= shortest else 0)
