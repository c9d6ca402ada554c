"""An amendment follows a move: an alinéa that one side moved and the other amended where it stood.

The move is made first, in the base and on the other side; what is left is an ordinary merge of words.
It is made only where nobody can doubt what both sides meant: no other alinéa of the base reads the
same, none came beside it where it was amended, and what it was moved behind stands there for both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.diff import read_alineas
from constitution.diff.pairing import Version, find_moves, pair
from constitution.merge.layout import is_laid_out, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.diff import Alinea

__all__ = ["Followed", "follow_moves", "moves_alineas"]


@dataclass(frozen=True, slots=True)
class Followed:
    """Three texts in which the alinéas stand where they were moved to.

    `numbers` gives the number that each alinéa bore in the base as it was, by the one it bears in
    this base; `moved` those, by the latter, that one side moved and the other amended.
    """

    base: str
    current: str
    amendment: str
    numbers: Mapping[int | None, int | None]
    moved: frozenset[int | None]


class _Reading:
    """One side: which alinéas of the base stand where in it, and which it moved."""

    def __init__(self, base: tuple[Alinea, ...], text: str) -> None:
        self.alineas = read_alineas(text)
        old, new = Version(base), Version(self.alineas)
        pairs = pair(old, new)
        self.stay = dict(pairs)
        self.moved = dict(find_moves(old, new, pairs))
        self.source = {k: i for i, k in pairs}

    def anchor(self, place: int) -> int | None:
        """The alinéa of the base behind which something stands here, whatever came between."""
        return next((self.source[k] for k in range(place - 1, -1, -1) if k in self.source), None)

    def arranged(self, targets: Mapping[int, Sequence[int]]) -> str:
        """This side's text, the alinéas that the other moved where the other has them."""
        there = {self.stay[a]: [self.stay[i] for i in moved] for a, moved in targets.items()}
        return _written(self.alineas, _rearranged(range(len(self.alineas)), there))

    def has_company(self, place: int) -> bool:
        """Whether an alinéa that came, or was moved, stands beside this one."""
        return any(
            0 <= k < len(self.alineas) and k not in self.source for k in (place - 1, place + 1)
        )


def moves_alineas(base: str, text: str) -> bool:
    """Whether some alinéas of the base stand elsewhere in a text made from it."""
    return bool(_Reading(read_alineas(base), text).moved)


def follow_moves(base: str, current: str, amendment: str) -> Followed | None:
    """The three texts with every move made that one side can follow; None if there is none."""
    if not all(map(is_laid_out, (base, current, amendment))):
        return None
    before = read_alineas(base)
    ours, theirs = _Reading(before, current), _Reading(before, amendment)
    by_ours, by_theirs = _targets(before, ours, theirs), _targets(before, theirs, ours)
    for anchor in by_ours.keys() & by_theirs.keys():
        del by_ours[anchor], by_theirs[anchor]
    if not by_ours and not by_theirs:
        return None
    order = _rearranged(range(len(before)), {**by_ours, **by_theirs})
    arranged = _written(before, order)
    after = read_alineas(arranged)
    if len(after) != len(order):
        return None
    stood = list(zip(after, order, strict=True))
    moved = {i for targets in (by_ours, by_theirs) for some in targets.values() for i in some}
    return Followed(
        arranged,
        ours.arranged(by_theirs),
        theirs.arranged(by_ours),
        {now.number: before[i].number for now, i in stood},
        frozenset(now.number for now, i in stood if i in moved),
    )


def _targets(base: Sequence[Alinea], mover: _Reading, other: _Reading) -> dict[int, list[int]]:
    """The alinéas that one side moved and the other amended, by what they stand behind now."""
    read = Counter(alinea.text for alinea in base)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for i, k in sorted(mover.moved.items(), key=lambda move: move[1]):
        there = other.stay.get(i)
        if there is None or other.alineas[there].text == base[i].text or read[base[i].text] > 1:
            continue
        anchor = mover.anchor(k)
        behind = None if anchor is None else other.stay.get(anchor)
        if anchor is None or behind is None or other.has_company(there):
            continue
        after = behind + 1
        alone = after == len(other.alineas) or after in other.source
        if alone and all(
            map(_stands_alone, ((base, i), (mover.alineas, k), (other.alineas, there)))
        ):
            found[anchor].append(i)
    return dict(found)


def _stands_alone(alinea: tuple[Sequence[Alinea], int]) -> bool:
    """Whether an alinéa is a block of its own: neither within another one nor with one within it."""
    alineas, place = alinea
    following = alineas[place + 1].text if place + 1 < len(alineas) else ""
    return alineas[place].text[:1] not in {" ", ">", "|"} and following[:1] != " "


def _rearranged(order: Iterable[int], targets: Mapping[int, Sequence[int]]) -> list[int]:
    """The places in order, those that were moved behind their targets."""
    moved = {i for some in targets.values() for i in some}
    return [n for place in order if place not in moved for n in (place, *targets.get(place, ()))]


def _written(alineas: Sequence[Alinea], order: Sequence[int]) -> str:
    return lay_out("".join(alineas[n].text + alineas[n].after for n in order))
