"""Pairing: which alinéa of a new version of an article is which of the old one.

In order where they stayed, by their likeness; then those that stand elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from constitution.diff.alineas import is_heading
from constitution.diff.edits import count_common, match_equal, measure_ends
from constitution.diff.moves import shares_phrase
from constitution.diff.words import content_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff.alineas import Alinea

__all__ = ["Version", "find_moves", "keep_in_place", "pair"]

_ALIKE = 0.4
"""The share of common words from which two alinéas are the same one, amended."""

_EVIDENT = 0.7
"""The share of characters at both ends from which no word need be compared."""

_CONTAINED = 0.75
"""The share of the shorter alinéa found in the longer from which it is the same one, completed."""

_MANY = 64
"""Stretches with more pairs than this are first cut at alinéas that stand once in either version."""

_STILL_MOVED = 0.7
"""The share of common words from which an alinéa that moved is still the same one."""

_OPENING = 4
"""The words of meaning that two alinéas begin with, if they are the same one however it goes on."""

_OPENS_WELL = 20
"""The fewest characters that hold so many words."""

_OPENING_WEIGHS = 3
"""How many times the characters of an opening count beside those of the rest."""

_FEW = 6
"""Among more alinéas than this no phrase is looked for: who would know again the one it went to?"""

_TELLING = 4
"""Alinéas with fewer words of meaning are too short to be known by a part of them."""

_TELLING_IF_EQUAL = 2
"""Alinéas with fewer words of meaning are too short to be known again elsewhere."""


class Version:
    """The alinéas of one version, with their tokens read when they are first asked for."""

    __slots__ = ("_content", "_tokens", "alineas")

    def __init__(self, alineas: tuple[Alinea, ...]) -> None:
        self.alineas = alineas
        self._tokens: dict[int, tuple[str, ...]] = {}
        self._content: dict[int, tuple[str, ...]] = {}

    def tokens(self, n: int) -> tuple[str, ...]:
        """The tokens of one alinéa."""
        if n not in self._tokens:
            self._tokens[n] = tokens(self.alineas[n].text)
        return self._tokens[n]

    def whole_text(self) -> str:
        """All the alinéas, one a line."""
        return "\n".join(alinea.text for alinea in self.alineas)

    def content(self, n: int) -> tuple[str, ...]:
        """The words of one alinéa that carry meaning of their own."""
        if n not in self._content:
            self._content[n] = content_words(self.alineas[n].text)
        return self._content[n]


def pair(old: Version, new: Version) -> list[tuple[int, int]]:
    """The alinéas that are the same ones, in order: equal, or alike between equal neighbours."""
    before = [alinea.text for alinea in old.alineas]
    after = [alinea.text for alinea in new.alineas]
    pairs: list[tuple[int, int]] = []
    head = 0
    if before and after and is_heading(before[0]) and is_heading(after[0]):
        pairs.append((0, 0))
        head = 1
    shorter = min(len(before), len(after))
    while head < shorter and before[head] == after[head]:
        pairs.append((head, head))
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old_end, new_end = len(before) - tail, len(after) - tail
    pairs += _pair_between(old, new, (head, old_end), (head, new_end))
    pairs += [(old_end + n, new_end + n) for n in range(tail)]
    return pairs


def _pair_between(
    old: Version, new: Version, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The pairs of two stretches of alinéas that begin and end with a change."""
    i, k = left[0], right[0]
    if (left[1] - i) * (right[1] - k) > _MANY:
        before, after = _once(old, left), _once(new, right)
        both = before.keys() & after.keys()
        rows = [n for text, n in before.items() if text in both]
        columns = [n for text, n in after.items() if text in both]
        for src, dest, length in match_equal(
            [old.alineas[n].text for n in rows], [new.alineas[n].text for n in columns]
        ):
            for n in range(length):
                row, column = rows[src + n], columns[dest + n]
                yield from _pair_alike(old, new, (i, row), (k, column))
                yield row, column
                i, k = row + 1, column + 1
    yield from _pair_alike(old, new, (i, left[1]), (k, right[1]))


def _once(version: Version, stretch: tuple[int, int]) -> dict[str, int]:
    """The alinéas of a stretch that stand there once, by their text."""
    places: dict[str, int] = {}
    again = set()
    for n in range(*stretch):
        text = version.alineas[n].text
        if text in places:
            again.add(text)
        places[text] = n
    return {text: n for text, n in places.items() if text not in again}


def _pair_alike(
    old: Version, new: Version, left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """The pairing, in order, of two stretches of alinéas that keeps the most words in place."""
    rows, columns = range(*left), range(*right)
    if not rows or not columns:
        return []
    equal = {old.alineas[i].text for i in rows} & {new.alineas[k].text for k in columns}
    if len(rows) == len(columns) and _stay(old, new, rows, columns, equal):
        return list(zip(rows, columns, strict=True))
    worth = _weigh([[_claim(old, new, i, k, equal) for k in columns] for i in rows])
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for r in reversed(range(len(rows))):
        below, here, worths = best[r + 1], best[r], worth[r]
        for c in reversed(range(len(columns))):
            here[c] = max(worths[c] + below[c + 1] if worths[c] else 0.0, below[c], here[c + 1])
    pairs = []
    r = c = 0
    while r < len(rows) and c < len(columns):
        if best[r][c] == best[r + 1][c]:
            r += 1
        elif best[r][c] == best[r][c + 1]:
            c += 1
        else:
            pairs.append((rows[r], columns[c]))
            r, c = r + 1, c + 1
    if len(pairs) < min(len(rows), len(columns)):
        pairs += _continued(old, new, (left[0], right[0]), pairs, (left[1], right[1]))
        pairs.sort()
    return pairs


def _stay(old: Version, new: Version, rows: range, columns: range, equal: set[str]) -> bool:
    """Whether so little changed that every alinéa is the one at its place, whatever else is alike.

    Any other pairing in order leaves one of them alone, and no likeness is worth more than a length:
    it keeps less than this one if all that changed is less than the shortest of them.
    """
    lengths = [1.0 + len(old.alineas[i].text) for i in rows]
    spared = min(lengths)
    for i, k, length in zip(rows, columns, lengths, strict=True):
        spared -= max(length - _claim(old, new, i, k, equal).worth, 0.0)
        if spared <= 0:
            return False
    return True


def _continued(
    old: Version,
    new: Version,
    start: tuple[int, int],
    pairs: Sequence[tuple[int, int]],
    end: tuple[int, int],
) -> list[tuple[int, int]]:
    """The alinéas that stand alone on a side between two pairs, each with the one that has its phrase.

    Where several stand on the other side, it is the only one of a few that has it.
    """
    ends = [(i + 1, k + 1) for i, k in pairs]
    found = []
    for (i, k), (j, m) in zip([start, *ends], [*pairs, end], strict=True):
        if not (j - i == 1 <= m - k <= _FEW or m - k == 1 <= j - i <= _FEW):
            continue
        sharing = [
            (n, o) for n in range(i, j) for o in range(k, m) if _share_phrase(old, new, n, o)
        ]
        if len(sharing) == 1:
            found += sharing
    return found


def _share_phrase(old: Version, new: Version, i: int, k: int) -> bool:
    return shares_phrase(
        old.alineas[i].text, new.alineas[k].text, old=old.whole_text(), new=new.whole_text()
    )


class _Claim(NamedTuple):
    """What pairing two alinéas keeps in place: their likeness, by their length; 0 if too little."""

    kept: float
    opened: float = 0.0
    """The same and more, where what they begin with alike says enough to know one by it."""
    opening: int = 0
    """The characters of it."""
    is_known: bool = False
    """Whether they would be the same one wherever they stood, however they begin."""

    @property
    def worth(self) -> float:
        """What the pair weighs where nothing else competes for either."""
        return self.kept if self.is_known else max(self.kept, self.opened)


def _claim(old: Version, new: Version, i: int, k: int, equal: set[str]) -> _Claim:
    """What two alinéas have in common; nothing where one stands word for word in both versions."""
    before, after = old.alineas[i].text, new.alineas[k].text
    if before == after:
        return _Claim(1.0 + len(before), is_known=True)
    if before in equal or after in equal:
        return _Claim(0.0)
    head, tail = measure_ends(before, after)
    likeness = 2 * (head + tail) / (len(before) + len(after))  # what one edit leaves alone
    if likeness < _EVIDENT:
        likeness = _likeness(old, new, i, k)
    length = 1.0 + min(len(before), len(after))
    kept = likeness * length if likeness >= _ALIKE else 0.0
    if head < _OPENS_WELL or not _opens_alike(before, after, head):
        return _Claim(kept, is_known=likeness >= _STILL_MOVED)
    opened = max(likeness, _ALIKE) * length + _OPENING_WEIGHS * head
    return _Claim(kept, opened, head, likeness >= _STILL_MOVED)


def _weigh(claims: Sequence[Sequence[_Claim]]) -> list[list[float]]:
    """What each pair is worth, beside the others.

    What one of them begins with says nothing where it is known elsewhere, and begins so there too.
    """
    rows, columns = (
        [max((claim.opening for claim in line if claim.is_known), default=0) for line in lines]
        for lines in (claims, zip(*claims, strict=True))
    )
    return [
        [
            claim.kept if 0 < claim.opening <= max(here, there) else claim.worth
            for claim, there in zip(line, columns, strict=True)
        ]
        for line, here in zip(claims, rows, strict=True)
    ]


def _opens_alike(before: str, after: str, head: int) -> bool:
    """Whether what two alinéas begin with, whole words alone, says enough to know one by it."""
    ends = head in {len(before), len(after)} and not (before + " ")[head:][:1].isalnum()
    opening = before[:head] if ends else before[:head].rpartition(" ")[0]
    return len(content_words(opening)) >= _OPENING


def _likeness(old: Version, new: Version, i: int, k: int, least: float = _ALIKE) -> float:
    """How much of their meaning two alinéas share, from 0 to 1; by all their tokens if short.

    0 if it is less than `least`.
    """
    before, after = old.content(i), new.content(k)
    if min(len(before), len(after)) < _TELLING:
        return _share(old.tokens(i), new.tokens(k), least)[0]
    share, contained = _share(before, after, least)
    return max(share, _ALIKE) if contained >= _CONTAINED else share


def _share(before: Sequence[str], after: Sequence[str], least: float) -> tuple[float, float]:
    """What is common: as a share of both, and as a share of the shorter."""
    if not before or not after:
        return 0.0, 0.0
    both, shorter = len(before) + len(after), min(len(before), len(after))
    needed = min(least * both / 2, _CONTAINED * shorter)
    if 2 * shorter < least * both and needed > shorter:
        return 0.0, 0.0
    common = count_common(before, after, int(needed))
    return 2 * common / both, common / shorter


def find_moves(old: Version, new: Version, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The alinéas that stand elsewhere in the new version, each claimed once, the surest first."""
    kept_old, kept_new = {i for i, _ in pairs}, {k for _, k in pairs}
    gone = [i for i in range(len(old.alineas)) if i not in kept_old]
    come = [k for k in range(len(new.alineas)) if k not in kept_new]
    if not gone or not come:
        return []
    likely = []
    for i in gone:
        telling = len(old.content(i))
        for k in come:
            same = old.tokens(i) == new.tokens(k)
            if telling < (_TELLING_IF_EQUAL if same else _TELLING):
                continue
            likeness = 1.0 if same else _likeness(old, new, i, k, _STILL_MOVED)
            if likeness >= _STILL_MOVED:
                likely.append((-likeness, i, k))
    moves: dict[int, int] = {}
    for _, i, k in sorted(likely):
        if i not in moves and k not in moves.values():
            moves[i] = k
    return sorted(moves.items())


def keep_in_place(
    old: Version, new: Version, pairs: list[tuple[int, int]], moves: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs and the moves, an alinéa that stands where it stood kept, and the one it crosses moved.

    Where the first and the third of three changed places, the second is the one that stayed, however
    short it is. What then moves instead did so word for word.
    """
    for move in moves:
        if move[0] != move[1]:
            continue
        crossed = [one for one in pairs if (one[0] < move[0]) != (one[1] < move[1])]
        if len(crossed) != 1:
            continue
        ((i, k),) = crossed
        if old.tokens(i) == new.tokens(k) and len(old.content(i)) >= _TELLING_IF_EQUAL:
            pairs = sorted([*(one for one in pairs if one != (i, k)), move])
            moves = sorted([*(one for one in moves if one != move), (i, k)])
    return pairs, moves
