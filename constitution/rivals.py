"""Rivals: for every pair of amendments, whether they are apart, meet in an article, or collide.

Two amendments touch the same words when merging both would be a conflict; where both only insert
something in one place, they meet there and do not contradict each other. Each is compared once
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
from constitution.merge import Side, collide, only_insert, read_side
from constitution.tables import merge_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Edit", "Proposal", "Relation", "Rivalry", "find_rivals", "propose"]

Relation: TypeAlias = Literal["apart", "same article", "same place", "same words", "identical"]


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
        if not self.edits and not self.added and self.subject is None:
            return False
        return (
            self.subject == other.subject
            and self.edits == other.edits
            and self.added == other.added
        )


@dataclass(frozen=True, slots=True)
class Rivalry:
    """How two amendments stand to each other, and the paths where they meet.

    For `same place` and `same words` the paths are those where they meet so, else those that both
    touch.
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
    weighing = _Weighing(
        tuple(proposals),
        tuple(frozenset(one.paths) for one in proposals),
        tuple(_places(one) for one in proposals),
    )
    found = (weighing.weigh(one, other) for one, other in weighing.meeting())
    return tuple(rivalry for rivalry in found if rivalry.relation != "apart")


_Places: TypeAlias = "dict[str, tuple[str, bytes | None]]"


def _places(proposal: Proposal) -> _Places:
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

    proposals: tuple[Proposal, ...]
    paths: tuple[frozenset[str], ...]
    places: tuple[_Places, ...]
    sides: dict[tuple[bytes, bytes], tuple[str, Side]] = field(default_factory=dict)

    def meeting(self) -> list[tuple[int, int]]:
        """The pairs that touch one file, claim one place, or ask one question."""
        at: defaultdict[str, list[int]] = defaultdict(list)
        for number, proposal in enumerate(self.proposals):
            keys = self.paths[number] | self.places[number].keys()
            if not keys and proposal.subject is not None:
                keys = frozenset((f"? {proposal.subject}",))
            for key in keys:
                at[key].append(number)
        return sorted({pair for numbers in at.values() for pair in combinations(numbers, 2)})

    def weigh(self, first: int, second: int) -> Rivalry:
        """How two amendments stand to each other."""
        one, other = self.proposals[first], self.proposals[second]
        shared = self.paths[first] & self.paths[second]
        if one.says_the_same(other):
            return Rivalry(one.name, other.name, "identical", tuple(sorted(shared)))
        clashing = {
            path
            for path in shared
            if path in one.edits
            and path in other.edits
            and self._clash(path, one.edits[path], other.edits[path])
        }
        taken = self._taken(first, second)
        if clashing or taken:
            adding = {
                path
                for path in clashing
                if self._only_insert(path, one.edits[path], other.edits[path])
            }
            adding |= {path for path in taken if path in one.added and path in other.added}
            clashing |= taken
            found: Relation = "same place" if clashing == adding else "same words"
            return Rivalry(one.name, other.name, found, tuple(sorted(clashing)))
        relation: Relation = "same article" if shared else "apart"
        return Rivalry(one.name, other.name, relation, tuple(sorted(shared)))

    def _taken(self, first: int, second: int) -> set[str]:
        """The places where both put something: each takes one file, unless they put the same."""
        mine, theirs = self.places[first], self.places[second]
        if not mine or not theirs:
            return set()
        return {path for path in mine.keys() & theirs.keys() if mine[path] != theirs[path]}

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
        return collide(base, ours, theirs)

    def _only_insert(self, path: str, one: Edit, other: Edit) -> bool:
        """Whether two edits collide nowhere but where both insert words: both can be kept there."""
        if one.new is None or other.new is None or path in GOVERNANCE_FILES:
            return False
        if one.place is not None and other.place is not None and one.place != other.place:
            return False
        base, ours = self._side(one.old, one.new)
        _same, theirs = self._side(other.old, other.new)
        return only_insert(base, ours, theirs)

    def _side(self, old: bytes, new: bytes) -> tuple[str, Side]:
        found = self.sides.get((old, new))
        if found is None:
            base, text = old.decode("utf-8", "replace"), new.decode("utf-8", "replace")
            found = self.sides[old, new] = base, read_side(base, text)
        return found
