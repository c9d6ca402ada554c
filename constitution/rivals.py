"""Rivals: for every pair of amendments, whether they are apart, meet in an article, or collide.

Two amendments touch the same words when merging both would be a conflict. Each is compared once
with the text it amends; pairs are then told apart by the places they touch, and only those that
meet in an article are looked at word by word.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.errors import Malformed
from constitution.governance import GOVERNANCE_FILES
from constitution.merge import Side, collide, read_side
from constitution.tables import merge_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Edit", "Proposal", "Relation", "Rivalry", "find_rivals", "propose"]

Relation: TypeAlias = Literal["apart", "same article", "same words", "identical"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of one file: its bytes before and after, and its new path where it moves."""

    old: bytes
    new: bytes | None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amendment as changes of a text.

    `edits` are those of files that stand in the text, by their path there; `added` the new files;
    `subject` is what it asks where it changes no text.
    """

    name: str
    edits: Mapping[str, Edit]
    added: Mapping[str, bytes] = field(default_factory=dict)
    subject: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The files it touches, by the path where they stand or will stand."""
        return (*self.edits, *(path for path in self.added if path not in self.edits))

    def says_the_same(self, other: Proposal) -> bool:
        """Whether both propose exactly the same."""
        if not self.paths and self.subject is None:
            return False
        mine = (self.edits, self.added, self.subject)
        return mine == (other.edits, other.added, other.subject)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """How two amendments stand to each other, and the paths where they meet.

    For `same words` the paths are those where they collide, else those that both touch.
    """

    one: str
    other: str
    relation: Relation
    paths: tuple[str, ...]


def propose(
    name: str,
    before: Mapping[str, bytes],
    files: Mapping[str, bytes | None],
    moves: Mapping[str, str],
    subject: str | None = None,
) -> Proposal:
    """A proposal from the files an amendment changes: path to new bytes, None where the file goes."""
    edits: dict[str, Edit] = {}
    added: dict[str, bytes] = {}
    sources = {target: source for source, target in moves.items() if source in before}
    for path, data in files.items():
        if path in sources:
            source = sources[path]
            edits[source] = Edit(before[source], data, path)
        elif path in before and path not in moves:
            edits[path] = Edit(before[path], data)
        elif data is not None:
            added[path] = data
    return Proposal(name, edits, added, subject)


def find_rivals(proposals: Sequence[Proposal]) -> tuple[Rivalry, ...]:
    """Every pair that is not apart, in the order of the proposals."""
    weighing = _Weighing()
    found = []
    for one, other in _meeting(proposals):
        rivalry = weighing.weigh(proposals[one], proposals[other])
        if rivalry.relation != "apart":
            found.append(rivalry)
    return tuple(found)


def _meeting(proposals: Sequence[Proposal]) -> Iterator[tuple[int, int]]:
    """The pairs that touch one file, claim one place, or ask one question."""
    at: defaultdict[str, list[int]] = defaultdict(list)
    for number, proposal in enumerate(proposals):
        for key in _keys(proposal):
            at[key].append(number)
    yield from sorted({pair for numbers in at.values() for pair in combinations(numbers, 2)})


def _keys(proposal: Proposal) -> set[str]:
    keys = {*proposal.paths, *_places(proposal)}
    if not keys and proposal.subject is not None:
        keys.add(f"? {proposal.subject}")
    return keys


def _places(proposal: Proposal) -> dict[str, tuple[str, bytes | None]]:
    """The paths where an amendment puts something that is not there: what, and where it stood."""
    moved = {
        edit.place: (path, edit.new)
        for path, edit in proposal.edits.items()
        if edit.place is not None
    }
    return {**moved, **{path: ("", data) for path, data in proposal.added.items()}}


@dataclass(slots=True)
class _Weighing:
    """Pairs being weighed; each text is compared with its base once."""

    sides: dict[tuple[bytes, bytes], tuple[str, Side]] = field(default_factory=dict)
    verdicts: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    def weigh(self, one: Proposal, other: Proposal) -> Rivalry:
        """How two amendments stand to each other."""
        shared = tuple(path for path in one.paths if path in other.paths)
        if one.says_the_same(other):
            return Rivalry(one.name, other.name, "identical", shared)
        claimed = _claimed_by_both(one, other)
        clashing = tuple(
            path
            for path, edit in one.edits.items()
            if path in other.edits and self._clash(path, edit, other.edits[path])
        )
        if clashing or claimed:
            paths = (*clashing, *(path for path in claimed if path not in clashing))
            return Rivalry(one.name, other.name, "same words", paths)
        return Rivalry(one.name, other.name, "same article" if shared else "apart", shared)

    def _clash(self, path: str, one: Edit, other: Edit) -> bool:
        """Whether two edits of one file cannot both be made."""
        if one == other or one.old != other.old:
            return False  # where they amend different texts nothing can be said of their words
        if one.new is None or other.new is None:
            return True
        if one.place is not None and other.place is not None and one.place != other.place:
            return True
        if path in GOVERNANCE_FILES:
            try:
                return bool(merge_table(path, one.old, one.new, other.new)[1])
            except Malformed:
                return True  # one of them is no table at all
        base, ours = self._side(one.old, one.new)
        _same, theirs = self._side(one.old, other.new)
        first, second = sorted((ours.text, theirs.text))
        key = (base, first, second)
        if key not in self.verdicts:
            self.verdicts[key] = collide(base, ours, theirs)
        return self.verdicts[key]

    def _side(self, old: bytes, new: bytes) -> tuple[str, Side]:
        if (old, new) not in self.sides:
            base, text = old.decode("utf-8", "replace"), new.decode("utf-8", "replace")
            self.sides[old, new] = base, read_side(base, text)
        return self.sides[old, new]


def _claimed_by_both(one: Proposal, other: Proposal) -> tuple[str, ...]:
    """The paths where both put something, unless they put the same there."""
    mine, theirs = _places(one), _places(other)
    return tuple(sorted(path for path in mine if path in theirs and mine[path] != theirs[path]))
