"""Passages: the alinéas of an article across two versions of it, with what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff.alineas import read_alineas
from constitution.diff.divisions import find_divisions
from constitution.diff.hunks import Hunk, find_hunks, invert_hunk
from constitution.diff.moves import mark_moved_runs
from constitution.diff.pairing import Version, find_moves, keep_in_place, pair
from constitution.diff.rows import find_table_hunks, is_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.diff.alineas import Alinea
    from constitution.diff.divisions import Division

__all__ = [
    "Passage",
    "PassageStatus",
    "diff_passages",
    "diff_words",
    "invert_passage",
]

PassageStatus = Literal["unchanged", "amended", "added", "removed", "moved here", "moved away"]
"""What became of an alinéa. One that moved is told twice: where it stood, and where it stands."""

_INVERSE: dict[PassageStatus, PassageStatus] = {
    "unchanged": "unchanged",
    "amended": "amended",
    "added": "removed",
    "removed": "added",
    "moved here": "moved away",
    "moved away": "moved here",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of one alinéa: `old` is None if it is new here, `new` if it is no longer here.

    `division` says that the alinéa was split into several, or several joined into it; all the
    passages of these bear the same one.

    `hunks` rebuild the text of both sides. An alinéa that moved has two passages, both with both
    sides and with the hunks of what was amended on the way: `moved away` stands in the order of
    the old text, `moved here` in the order of the new one.
    """

    status: PassageStatus
    old: Alinea | None
    new: Alinea | None
    hunks: tuple[Hunk, ...]
    division: Division | None = None

    @property
    def in_old(self) -> bool:
        """Whether this passage stands in the old text, at this place."""
        return self.status not in {"added", "moved here"}

    @property
    def in_new(self) -> bool:
        """Whether this passage stands in the new text, at this place."""
        return self.status not in {"removed", "moved away"}

    @property
    def changes_words(self) -> bool:
        """Whether words changed here, or where they stand; not only spacing."""
        if self.status == "amended":
            return any(hunk.changes_words for hunk in self.hunks)
        return self.status != "unchanged"


def diff_words(old: str, new: str, *, old_start: int = 0, new_start: int = 0) -> tuple[Hunk, ...]:
    """Two texts as hunks that rebuild both, runs that moved within them marked."""
    if old == new:
        return (Hunk("equal", old, new, old_start, new_start),) if old else ()
    hunks = find_hunks(old, new, old_start, new_start)
    return mark_moved_runs((hunks,), old=old, new=new)[0]


def invert_passage(passage: Passage) -> Passage:
    """The passage that takes the new text back to the old."""
    hunks = tuple(map(invert_hunk, passage.hunks))
    division = None if passage.division is None else passage.division.invert()
    return Passage(_INVERSE[passage.status], passage.new, passage.old, hunks, division)


def diff_passages(old: str, new: str, *, moves: bool = True) -> tuple[Passage, ...]:
    """Every alinéa of two versions of an article, paired, in an order that both can be read in.

    Without `moves`, what stands elsewhere is removed here and added there.
    """
    before, after = Version(read_alineas(old)), Version(read_alineas(new))
    pairs = pair(before, after)
    if not moves:
        return tuple(_passages(before, after, pairs, []))
    elsewhere = find_moves(before, after, pairs)
    if elsewhere:
        pairs, elsewhere = keep_in_place(before, after, pairs, elsewhere)
    passages = list(_passages(before, after, pairs, elsewhere))
    for n, division, hunks in list(find_divisions(passages)):
        told = passages[n]
        passages[n] = Passage(told.status, told.old, told.new, hunks, division)
    places = [n for n, passage in enumerate(passages) if passage.status in _MAY_HOLD_MOVED_RUNS]
    marked = mark_moved_runs(
        [passages[n].hunks for n in places],
        [passages[n].division for n in places],
        old=old,
        new=new,
    )
    for n, hunks in zip(places, marked, strict=True):
        if hunks is not passages[n].hunks:
            told = passages[n]
            passages[n] = Passage(told.status, told.old, told.new, hunks, told.division)
    return tuple(passages)


_MAY_HOLD_MOVED_RUNS = frozenset({"amended", "added", "removed"})


def _passages(
    old: Version, new: Version, pairs: list[tuple[int, int]], moves: list[tuple[int, int]]
) -> Iterator[Passage]:
    """The passages that the pairs make: what was removed before what was added in its place."""
    moved_from = {j: i for i, j in moves}
    moved_to = dict(moves)
    i = k = 0
    for j, m in [*pairs, (len(old.alineas), len(new.alineas))]:
        for gone in range(i, j):
            yield _gone(old, new, gone, moved_to.get(gone))
        for come in range(k, m):
            yield _come(old, new, come, moved_from.get(come))
        if j < len(old.alineas):
            before, after = old.alineas[j], new.alineas[m]
            if before.text == after.text:
                kept = Hunk("equal", before.text, after.text, before.start, after.start)
                yield Passage("unchanged", before, after, (kept,))
            else:
                yield _both("amended", old, new, j, m)
        i, k = j + 1, m + 1


def _gone(old: Version, new: Version, n: int, moved_to: int | None) -> Passage:
    if moved_to is not None:
        return _both("moved away", old, new, n, moved_to)
    alinea = old.alineas[n]
    hunk = Hunk("delete", alinea.text, "", alinea.start, 0)
    return Passage("removed", alinea, None, (hunk,))


def _come(old: Version, new: Version, n: int, moved_from: int | None) -> Passage:
    if moved_from is not None:
        return _both("moved here", old, new, moved_from, n)
    alinea = new.alineas[n]
    hunk = Hunk("insert", "", alinea.text, 0, alinea.start)
    return Passage("added", None, alinea, (hunk,))


def _both(status: PassageStatus, old: Version, new: Version, i: int, k: int) -> Passage:
    """A passage that stands on both sides, with the hunks of its words."""
    before, after = old.alineas[i], new.alineas[k]
    if before.text == after.text:
        hunks: tuple[Hunk, ...] = (
            Hunk("equal", before.text, after.text, before.start, after.start),
        )
    elif is_table(before) and is_table(after):
        hunks = find_table_hunks(before, after)
    else:
        hunks = find_hunks(before.text, after.text, before.start, after.start)
    return Passage(status, before, after, hunks)
