"""Two files of which one holds several articles, as the articles that they hold.

They are split at their headings, as an import splits them. What stands in both, in one order, has
one path on either side, so that only what changed places is told as moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.assembly.importing.splitting import Piece

__all__ = ["Parted", "part_files"]


@dataclass(frozen=True, slots=True)
class Parted:
    """Two texts by the paths of their articles, in the order they are read, and what moved."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    moves: Mapping[str, str]


def part_files(old: str | None, new: str | None, *, follow: bool) -> Parted | None:
    """The articles of two files, those that are the same paired; None where neither holds several.

    They are the same as the matcher finds, or those of one heading unless `follow`. None of a file
    stands for one that does not exist.
    """
    if not any(text is not None and f"\n{text}".count("\n#") > 1 for text in (old, new)):
        return None
    from constitution.assembly.importing.splitting import pieces

    before, after = (pieces(text) if text is not None else () for text in (old, new))
    if not any(sum(piece.is_article for piece in side) > 1 for side in (before, after)):
        return None
    same = _matched(before, after) if follow else {}
    same.update(_of_one_heading(before, after, same))
    slots = list(_slots(len(before), len(after), same))
    width = max(2, len(str(len(slots))))
    was: dict[int, str] = {}
    now: dict[int, str] = {}
    for place, (i, k) in enumerate(slots, start=1):
        piece = after[k] if k is not None else before[i or 0]
        ending = ".md" if piece.is_article else "/README.md"
        path = f"{place:0{width}d}-{piece.name}{ending}"
        if i is not None:
            was[i] = path
        if k is not None:
            now[k] = path
    return Parted(
        {was[i]: piece.text for i, piece in enumerate(before)},
        {now[k]: piece.text for k, piece in enumerate(after)},
        {was[i]: now[k] for i, k in same.items() if was[i] != now[k]},
    )


def _matched(before: Sequence[Piece], after: Sequence[Piece]) -> dict[int, int]:
    """The places of what the matcher finds on both sides, old to new."""
    from constitution.diff.matching import match

    old, new = ({str(n): piece.text for n, piece in enumerate(side)} for side in (before, after))
    return {int(pair.old[0]): int(pair.new[0]) for pair in match(old, new).pairs}


def _of_one_heading(
    before: Sequence[Piece], after: Sequence[Piece], same: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """The places of what is left and bears the same heading, once on either side."""
    found = set(same.values())
    old = _by_heading(before, (i for i in range(len(before)) if i not in same))
    new = _by_heading(after, (k for k in range(len(after)) if k not in found))
    for heading, places in old.items():
        if len(places) == len(new.get(heading, ())) == 1:
            yield places[0], new[heading][0]


def _by_heading(side: Sequence[Piece], places: Iterable[int]) -> dict[tuple[bool, str], list[int]]:
    by: dict[tuple[bool, str], list[int]] = {}
    for n in places:
        by.setdefault((side[n].is_article, side[n].text.partition("\n")[0]), []).append(n)
    return by


def _slots(old: int, new: int, same: Mapping[int, int]) -> Iterator[tuple[int | None, int | None]]:
    """Every place of either side in one order, what stayed once; what changed places twice."""
    i = k = 0
    for stayed, there in (*_in_order(sorted(same.items())), (old, new)):
        yield from ((n, None) for n in range(i, stayed))
        yield from ((None, n) for n in range(k, there))
        if stayed < old:
            yield stayed, there
        i, k = stayed + 1, there + 1


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as can be, all in the order of either side."""
    from constitution.diff.edits import match_equal

    there = [k for _i, k in pairs]
    kept = match_equal(there, sorted(there))
    return [pairs[n] for start, _to, length in kept for n in range(start, start + length)]
