"""The changes of one side: which characters of the base it replaced, and by which of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.diff import Alinea, diff_passages
from constitution.diff.divisions import find_divisions
from constitution.diff.hunks import find_hunks
from constitution.merge.copies import reach_over_copies
from constitution.merge.following import moves_alineas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff import Division, Hunk, Passage

__all__ = ["Change", "Side", "read_side", "stand_apart", "step_aside"]


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `base[start:end]` became `text[low:high]` of a side; `words` if not by spacing."""

    start: int
    end: int
    low: int
    high: int
    words: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A text and its changes from the base, in order, no two of the same kind touching.

    `moves` says that some whole alinéas stand elsewhere.
    """

    text: str
    changes: tuple[Change, ...]
    moves: bool = False


def read_side(base: str, text: str) -> Side:
    """A text as changes of the base."""
    passages = diff_passages(base, text, moves=False)
    may_move = {"added", "removed"} <= {passage.status for passage in passages}
    moves = may_move and moves_alineas(base, text)
    changes = tuple(_joined(base, text, _changes(base, text, passages)))
    return Side(text, reach_over_copies(base, text, changes), moves)


def _changes(base: str, text: str, passages: Sequence[Passage]) -> Iterator[Change]:
    """Every hunk that is not equal, and every alinéa gained or lost with the break that ends it."""
    start = low = 0
    for old, new, hunks in _stretches(base, text, passages):
        if old is not None and new is not None:
            yield from _with_their_spaces(base, text, hunks)
            start, low = old.start + len(old.text), new.start + len(new.text)
            if old.after != new.after:
                yield Change(start, start + len(old.after), low, low + len(new.after), words=False)
            start, low = start + len(old.after), low + len(new.after)
        elif old is not None:
            end = start + len(old.text) + len(old.after)
            yield Change(start, end, low, low, words=True)
            start = end
        elif new is not None:
            high = low + len(new.text) + len(new.after)
            yield Change(start, start, low, high, words=True)
            low = high


def _with_their_spaces(base: str, text: str, hunks: Sequence[Hunk]) -> Iterator[Change]:
    """The hunks that are not equal; a break that came or went takes the space beside it along.

    The break stands in place of the space, or the space of the break: neither changes without it.
    """
    last: Change | None = None
    for hunk in hunks:
        here, there = hunk.old_start, hunk.new_start
        end, high = here + len(hunk.old), there + len(hunk.new)
        if hunk.kind == "spacing" and last is not None and last.words:
            breaks = "\n" in base[last.start : last.end] or "\n" in text[last.low : last.high]
            if breaks and (last.end, last.high) == (here, there):
                last = Change(last.start, end, last.low, high, words=True)
                continue
        if last is not None:
            yield last
        equal = hunk.kind == "equal"
        last = None if equal else Change(here, end, there, high, hunk.changes_words)
    if last is not None:
        yield last


_Stretch = tuple["Alinea | None", "Alinea | None", "Sequence[Hunk]"]
"""An alinéa on both sides or on one, with its hunks; the parts of one that was split are one."""


def _stretches(base: str, text: str, passages: Sequence[Passage]) -> Iterator[_Stretch]:
    """The alinéas in order; one that was split, or several that were joined, as words and breaks.

    To split an alinéa is to put a break between two words, and to join two is to take it away:
    what the other side amends in them is then apart from it.
    """
    parts = dict(_divided(passages))
    place = 0
    while place < len(passages):
        end = parts.get(place)
        if end is None:
            passage = passages[place]
            old = passage.old if passage.in_old else None
            yield old, passage.new if passage.in_new else None, passage.hunks
            place += 1
            continue
        group = passages[place:end]
        before = _whole(base, [one.old for one in group if one.old is not None])
        after = _whole(text, [one.new for one in group if one.new is not None])
        yield before, after, find_hunks(before.text, after.text, before.start, after.start)
        place = end


def _divided(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Where the passages of each alinéa that was split or joined begin and end, if all stand together."""
    groups: defaultdict[Division, list[int]] = defaultdict(list)
    for place, division, _hunks in find_divisions(passages):
        groups[division].append(place)
    for places in groups.values():
        first, last = min(places), max(places)
        if last - first + 1 == len(places):
            yield first, last + 1


def _whole(text: str, parts: Sequence[Alinea]) -> Alinea:
    """Alinéas that stand one after the other, as one."""
    first, last = parts[0], parts[-1]
    return Alinea(
        first.number, text[first.start : last.start + len(last.text)], first.start, last.after
    )


def _joined(base: str, text: str, changes: Iterator[Change]) -> Iterator[Change]:
    """The changes of words that touch made one, without the white space they end in alike."""
    last: Change | None = None
    for change in changes:
        if last and last.words and change.words and last.end == change.start:
            last = Change(last.start, change.end, last.low, change.high, words=True)
            continue
        if last:
            yield _trimmed(base, text, last)
        last = change
    if last:
        yield _trimmed(base, text, last)


def _trimmed(base: str, text: str, change: Change) -> Change:
    end, high = change.end, change.high
    while (
        end > change.start
        and high > change.low
        and base[end - 1] == text[high - 1]
        and base[end - 1].isspace()
    ):
        end, high = end - 1, high - 1
    return Change(change.start, end, change.low, high, change.words)


def stand_apart(base: str, end: int, start: int) -> bool:
    """Whether an untouched word, sign or break stands between a change's end and another's start."""
    return base.find("\n", end, start) >= 0 or bool(base[end:start].strip())


def step_aside(base: str, side: Side, other: Side) -> Side:
    """The side with whole alinéas it gained or lost moved off the words that the other changed next.

    An alinéa gained or lost before a change of the other side can be read as ending with its own
    break or as beginning with the break before it. The second reading leaves an untouched break
    between them.
    """
    changes = list(side.changes)
    for place in range(len(changes) - 1, -1, -1):
        if _is_pressed(base, side, other, changes[place]):
            _shift(base, side, other, changes, place)
    return replace(side, changes=tuple(changes))


def _is_pressed(base: str, side: Side, other: Side, change: Change) -> bool:
    """Whether a change gains or loses whole alinéas, and one of the other side follows at once."""
    if not change.words or not _is_whole(base, side.text, change):
        return False
    following = [
        theirs
        for theirs in other.changes
        if theirs.words
        and theirs.start >= change.end
        and not stand_apart(base, change.end, theirs.start)
    ]
    return bool(following) and not any(
        theirs.start == theirs.end == change.start == change.end
        and _is_whole(base, other.text, theirs)
        for theirs in following
    )


def _is_whole(base: str, text: str, change: Change) -> bool:
    """Whether both sides of a change end and begin where alinéas do."""
    return all(
        (
            _break_before(base, change.start),
            _break_before(base, change.end),
            _break_before(text, change.low),
            _break_before(text, change.high),
        )
    )


def _break_before(text: str, place: int) -> int:
    """The length of the break that ends at a place; 0 if none does."""
    here = place
    while here and text[here - 1].isspace():
        here -= 1
    return place - here if "\n" in text[here:place] else 0


def _shift(base: str, side: Side, other: Side, changes: list[Change], place: int) -> None:
    """The change at `place` begins with the break before it, unless the other side is there too."""
    change = changes[place]
    start = change.start - _break_before(base, change.start)
    end = change.end - _break_before(base, change.end)
    if any(
        theirs.words and theirs.start <= start and not stand_apart(base, theirs.end, start)
        for theirs in other.changes
    ):
        return
    low = change.low - _break_before(side.text, change.low)
    high = change.high - _break_before(side.text, change.high)
    respaced = Change(end, change.end, high, change.high, words=False)
    same = base[end : change.end] == side.text[high : change.high]
    changes[place : place + 1] = [
        Change(start, end, low, high, words=True),
        *([] if same else [respaced]),
    ]
    before = place - 1
    if before >= 0 and changes[before].start == start and not changes[before].words:
        del changes[before]
