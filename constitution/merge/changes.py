"""The changes of one side: which characters of the base it replaced, and by which of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.diff import diff_passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff import Passage

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
    """A text and its changes from the base, in order, no two of the same kind touching."""

    text: str
    changes: tuple[Change, ...]


def read_side(base: str, text: str) -> Side:
    """A text as changes of the base."""
    passages = diff_passages(base, text, moves=False)
    return Side(text, tuple(_joined(base, text, _changes(passages))))


def _changes(passages: Sequence[Passage]) -> Iterator[Change]:
    """Every hunk that is not equal, and every alinéa gained or lost with the break that ends it."""
    start = low = 0
    for passage in passages:
        old, new = passage.old, passage.new
        if passage.in_old and passage.in_new and old and new:
            for hunk in passage.hunks:
                if hunk.kind != "equal":
                    here, there = hunk.old_start, hunk.new_start
                    end, high = here + len(hunk.old), there + len(hunk.new)
                    yield Change(here, end, there, high, hunk.changes_words)
            start, low = old.start + len(old.text), new.start + len(new.text)
            if old.after != new.after:
                yield Change(start, start + len(old.after), low, low + len(new.after), words=False)
            start, low = start + len(old.after), low + len(new.after)
        elif passage.in_old and old:
            end = start + len(old.text) + len(old.after)
            yield Change(start, end, low, low, words=True)
            start = end
        elif new:
            high = low + len(new.text) + len(new.after)
            yield Change(start, start, low, high, words=True)
            low = high


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
    between = base[end:start]
    return "\n" in between or bool(between.strip())


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
    return Side(side.text, tuple(changes))


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
