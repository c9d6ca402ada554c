"""Joints: where the changes of two sides meet the base, alone, together, or against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.diff import tokens
from constitution.merge.changes import stand_apart
from constitution.merge.moved import find_counterparts, find_moved_to
from constitution.merge.sentence import read_stretches
from constitution.stops import STOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.merge.changes import Change, Side
    from constitution.merge.sentence import Extent

__all__ = ["Joint", "find_joints", "has_conflict"]


@dataclass(frozen=True, slots=True)
class Joint:
    """Characters `base[start:end]` in the reading of each side, and what is `taken` of them.

    `taken` is None where the sides conflict. `by_current` and `by_amendment` say whose words
    changed here; neither where both made the same change, which needs no second reading.
    """

    start: int
    end: int
    current: str
    amendment: str
    taken: str | None
    by_current: bool
    by_amendment: bool


@dataclass(slots=True)
class _Group:
    """Changes of both sides that cannot be told apart."""

    start: int
    end: int
    ours: list[Change]
    theirs: list[Change]

    def take(self, other: _Group) -> None:
        self.start = min(self.start, other.start)
        self.end = max(self.end, other.end)
        self.ours += other.ours
        self.theirs += other.theirs


def find_joints(
    base: str, current: Side, amendment: Side, extent: Extent = "sentence"
) -> tuple[Joint, ...]:
    """Every place where a side differs from the base, in order, no two overlapping.

    A conflict takes in all that either side changed in the sentence, or in the line: either side is
    taken there as it stands, and never the half of what it meant.
    """
    groups = _groups(base, current, amendment)
    return tuple(
        _joint(base, current, amendment, group)
        for group in _widened(base, current, amendment, groups, extent)
    )


def has_conflict(base: str, current: Side, amendment: Side) -> bool:
    """Whether the sides conflict somewhere; how far the conflict reaches is not asked."""
    return any(
        group.ours and group.theirs and _joint(base, current, amendment, group).taken is None
        for group in _groups(base, current, amendment)
    )


def _groups(base: str, current: Side, amendment: Side) -> list[_Group]:
    """The changes of both sides, those together that cannot be told apart, in order."""
    groups: list[_Group] = []
    for group in sorted(_alone(current, amendment, words=True), key=_place):
        if groups and not stand_apart(base, groups[-1].end, group.start):
            groups[-1].take(group)
        else:
            groups.append(group)
    for respaced in _alone(current, amendment, words=False):
        apart: list[_Group] = []
        for group in groups:
            if _overlap(group, respaced):
                respaced.take(group)
            else:
                apart.append(group)
        groups = [*apart, respaced]
    return sorted(groups, key=_place)


def _widened(
    base: str, current: Side, amendment: Side, groups: list[_Group], extent: Extent
) -> list[_Group]:
    """The groups, each in conflict stretched over all that belongs to what it changes.

    That is what either side changed in the same sentence or line, and the places its words were
    moved from or to: otherwise a side that moved words would read as having none here, and would
    give them again elsewhere whatever is chosen.
    """
    done: list[_Group] = []
    while groups:
        group = groups.pop(0)
        if _joint(base, current, amendment, group).taken is None:
            ours = set(find_counterparts(base, current, group.ours))
            theirs = set(find_counterparts(base, amendment, group.theirs))
            near = _Within(base, current, amendment, group, extent)
            apart = [*done, *groups]
            ends = [
                g for g in apart if ours & set(g.ours) or theirs & set(g.theirs) or near.holds(g)
            ]
            if ends:
                for end in ends:
                    group.take(end)
                groups = _stretched([g for g in apart if g not in ends], group)
                done = []
                continue
        done.append(group)
    return done


class _Within:
    """The sentences or lines that a group changes."""

    def __init__(
        self, base: str, current: Side, amendment: Side, group: _Group, extent: Extent
    ) -> None:
        self.base, self.current, self.amendment, self.extent = base, current, amendment, extent
        self.stretches = [
            stretch for stretch in read_stretches(base, extent) if self._touches(group, stretch)
        ]

    def holds(self, group: _Group) -> bool:
        """Whether a group changes one of them too."""
        return any(self._touches(group, stretch) for stretch in self.stretches)

    def _touches(self, group: _Group, stretch: tuple[int, int]) -> bool:
        """Whether a group changes something in a stretch, and does not stand before or after it."""
        start, end = stretch
        if group.start < end and start < group.end:
            return True
        sides = [
            (side.text, *_image(group, changes))
            for side, changes in ((self.current, group.ours), (self.amendment, group.theirs))
            if changes
        ]
        if group.end == start:
            return not all(self._ends(text, high) for text, _low, high in sides)
        if group.start == end:
            return not all(self._begins(text, low, end) for text, low, _high in sides)
        return False

    def _ends(self, text: str, place: int) -> bool:
        """Whether what stands before a place ends there."""
        before = text[:place].rstrip()
        space = text[len(before) : place]
        if not before or "\n" in space:
            return True
        return self.extent == "sentence" and bool(space) and _is_ended(before)

    def _begins(self, text: str, place: int, end: int) -> bool:
        """Whether what stands after a place is apart from what ends at `end` in the base."""
        after = text[place:].lstrip()
        space = text[place : len(text) - len(after)]
        if not after or "\n" in space:
            return True
        return self.extent == "sentence" and bool(space) and _is_ended(self.base[:end])


def _is_ended(text: str) -> bool:
    """Whether a sentence ends where a text does."""
    return text.rstrip('»”")] \u00a0\u202f')[-1:] in STOPS


def _stretched(groups: list[_Group], over: _Group) -> list[_Group]:
    """The groups, those that lie in a stretch of the base or reach into it made one with it."""
    apart = groups
    while True:
        within = [group for group in apart if _reaches(group, over)]
        if not within:
            return sorted([*apart, over], key=_place)
        apart = [group for group in apart if not _reaches(group, over)]
        for group in within:
            over.take(group)


def _reaches(group: _Group, over: _Group) -> bool:
    return _overlap(group, over) or over.start <= group.start <= group.end <= over.end


def _alone(current: Side, amendment: Side, *, words: bool) -> list[_Group]:
    ours = [_Group(c.start, c.end, [c], []) for c in current.changes if c.words is words]
    theirs = [_Group(c.start, c.end, [], [c]) for c in amendment.changes if c.words is words]
    return ours + theirs


def _place(group: _Group) -> tuple[int, int]:
    return group.start, group.end


def _overlap(one: _Group, two: _Group) -> bool:
    if one.start == one.end == two.start == two.end:
        return True
    return one.start < two.end and two.start < one.end


def _joint(base: str, current: Side, amendment: Side, group: _Group) -> Joint:
    ours = _reading(base, current, group, group.ours)
    theirs = _reading(base, amendment, group, group.theirs)
    by_current = any(change.words for change in group.ours)
    by_amendment = any(change.words for change in group.theirs)
    alike = ours == theirs or (by_current and by_amendment and tokens(ours) == tokens(theirs))
    taken: str | None
    if alike and by_current and by_amendment and _is_torn(base, current, amendment, group):
        taken = None
    elif alike:
        taken = max(ours, theirs)
        by_current = by_amendment = False
    elif by_current and by_amendment:
        taken = None
    elif by_current or not group.theirs:
        taken = ours
    elif by_amendment or not group.ours:
        taken = theirs
    else:
        taken = max(ours, theirs)  # both respaced it: either will do, and both ways round alike
    return Joint(group.start, group.end, ours, theirs, taken, by_current, by_amendment)


def _is_torn(base: str, current: Side, amendment: Side, group: _Group) -> bool:
    """Whether both sides took the same words away, and put them back at different places."""
    ours, theirs = (
        {
            (to.start, to.end, side.text[to.low : to.high])
            for to in find_moved_to(base, side, changes)
        }
        for side, changes in ((current, group.ours), (amendment, group.theirs))
    )
    return ours != theirs


def _reading(base: str, side: Side, group: _Group, changes: Sequence[Change]) -> str:
    """What a side has in place of the characters of a group."""
    if not changes:
        return base[group.start : group.end]
    low, high = _image(group, changes)
    return side.text[low:high]


def _image(group: _Group, changes: Sequence[Change]) -> tuple[int, int]:
    """Where in the text of a side stands what it has in place of the characters of a group."""
    first = min(changes, key=lambda change: (change.start, change.low))
    last = max(changes, key=lambda change: (change.end, change.high))
    return first.low - (first.start - group.start), last.high + group.end - last.end
