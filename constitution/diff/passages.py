"""Passages: the alinéas of an article, paired across two versions of it.

An alinéa is a line of the normal form (since 2000 every return to the line counts, list items too);
a table counts as one. Headings and footnotes have no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from constitution.diff.edits import count_common, match_equal
from constitution.diff.hunks import Hunk, find_hunks, invert_hunk
from constitution.diff.moves import mark_moved_runs
from constitution.diff.words import content_of, read_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Alinea",
    "Passage",
    "PassageStatus",
    "diff_passages",
    "diff_words",
    "invert_passage",
    "read_alineas",
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

_ALIKE = 0.4
"""The share of common words from which two alinéas are the same one, amended."""

_EVIDENT = 0.7
"""The share of characters at both ends from which no word need be compared."""

_CONTAINED = 0.75
"""The share of the shorter alinéa found in the longer from which it is the same one, completed."""

_TOO_MANY = 10_000
"""Stretches with more pairs than this are first cut where alinéas are equal."""

_STILL_MOVED = 0.7
"""The share of common words from which an alinéa that moved is still the same one."""

_TELLING = 4
"""Alinéas with fewer words of meaning are too short to be known by a part of them."""

_TELLING_IF_EQUAL = 2
"""Alinéas with fewer words of meaning are too short to be known again elsewhere."""


@dataclass(frozen=True, slots=True)
class Alinea:
    """One alinéa, heading or footnote, where it stands; `after` is the white space that closes it."""

    number: int | None
    text: str
    start: int
    after: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of one alinéa: `old` is None if it is new here, `new` if it is no longer here.

    `hunks` rebuild the text of both sides. An alinéa that moved has two passages, both with both
    sides and with the hunks of what was amended on the way: `moved away` stands in the order of
    the old text, `moved here` in the order of the new one.
    """

    status: PassageStatus
    old: Alinea | None
    new: Alinea | None
    hunks: tuple[Hunk, ...]

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


_MARGIN = re.compile(r"[\s>]*")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")


def read_alineas(text: str) -> tuple[Alinea, ...]:
    """The alinéas and headings of an article, in order; put end to end they are the text.

    The numbers are those of `constitution.text.alineas` for a text in the normal form.
    """
    found: list[Alinea] = []
    number = start = n = 0
    in_footnote = False
    lines = text.split("\n")
    while n < len(lines):
        body = lines[n]
        n += 1
        content = _MARGIN.sub("", body, count=1)
        if content.startswith("|"):
            while n < len(lines) and _MARGIN.sub("", lines[n], count=1).startswith("|"):
                body += "\n" + lines[n]
                n += 1
        end = after = start + len(body)
        while n < len(lines):
            after += 1
            if lines[n].strip():
                break
            after += len(lines[n])
            n += 1
        if after > start:
            in_footnote = _FOOTNOTE.match(content) is not None or (
                in_footnote and body.startswith("    ")
            )
            counts = bool(content) and not in_footnote and not _is_heading(content)
            number += counts
            found.append(Alinea(number if counts else None, body, start, text[end:after]))
        start = after
    return tuple(found)


def _is_heading(line: str) -> bool:
    return line.startswith("#") and line.lstrip("#").startswith(" ")


def diff_words(old: str, new: str, *, old_start: int = 0, new_start: int = 0) -> tuple[Hunk, ...]:
    """Two texts as hunks that rebuild both, runs that moved within them marked."""
    if old == new:
        return (Hunk("equal", old, new, old_start, new_start),) if old else ()
    hunks = find_hunks(read_words(old), read_words(new), old_start, new_start)
    return mark_moved_runs((hunks,))[0]


def invert_passage(passage: Passage) -> Passage:
    """The passage that takes the new text back to the old."""
    hunks = tuple(map(invert_hunk, passage.hunks))
    return Passage(_INVERSE[passage.status], passage.new, passage.old, hunks)


def diff_passages(old: str, new: str) -> tuple[Passage, ...]:
    """Every alinéa of two versions of an article, paired, in an order that both can be read in."""
    before, after = _Version(read_alineas(old)), _Version(read_alineas(new))
    passages = list(_passages(before, after, _pair(before, after)))
    told = [n for n, passage in enumerate(passages) if passage.status in _MAY_HOLD_MOVED_RUNS]
    marked = mark_moved_runs([passages[n].hunks for n in told])
    for n, hunks in zip(told, marked, strict=True):
        if hunks is not passages[n].hunks:
            passages[n] = replace(passages[n], hunks=hunks)
    return tuple(passages)


_MAY_HOLD_MOVED_RUNS = frozenset({"amended", "added", "removed"})


class _Version:
    """The alinéas of one version, with their tokens read when they are first asked for."""

    __slots__ = ("_content", "_tokens", "alineas")

    def __init__(self, alineas: tuple[Alinea, ...]) -> None:
        self.alineas = alineas
        self._tokens: dict[int, tuple[str, ...]] = {}
        self._content: dict[int, list[str]] = {}

    def tokens(self, n: int) -> tuple[str, ...]:
        """The tokens of one alinéa."""
        if n not in self._tokens:
            self._tokens[n] = tokens(self.alineas[n].text)
        return self._tokens[n]

    def content(self, n: int) -> list[str]:
        """The words of one alinéa that carry meaning of their own."""
        if n not in self._content:
            self._content[n] = content_of(self.tokens(n))
        return self._content[n]


def _passages(old: _Version, new: _Version, pairs: list[tuple[int, int]]) -> Iterator[Passage]:
    """The passages that the pairs make: what was removed before what was added in its place."""
    moves = _find_moves(old, new, pairs)
    moved_from = {j: i for i, j in moves}
    moved_to = dict(moves)
    i = k = 0
    for j, m in [*pairs, (len(old.alineas), len(new.alineas))]:
        for gone in range(i, j):
            yield _gone(old, new, gone, moved_to.get(gone))
        for come in range(k, m):
            yield _come(old, new, come, moved_from.get(come))
        if j < len(old.alineas):
            unchanged = old.alineas[j].text == new.alineas[m].text
            yield _both("unchanged" if unchanged else "amended", old, new, j, m)
        i, k = j + 1, m + 1


def _gone(old: _Version, new: _Version, n: int, moved_to: int | None) -> Passage:
    if moved_to is not None:
        return _both("moved away", old, new, n, moved_to)
    alinea = old.alineas[n]
    hunk = Hunk("delete", alinea.text, "", alinea.start, 0)
    return Passage("removed", alinea, None, (hunk,))


def _come(old: _Version, new: _Version, n: int, moved_from: int | None) -> Passage:
    if moved_from is not None:
        return _both("moved here", old, new, moved_from, n)
    alinea = new.alineas[n]
    hunk = Hunk("insert", "", alinea.text, 0, alinea.start)
    return Passage("added", None, alinea, (hunk,))


def _both(status: PassageStatus, old: _Version, new: _Version, i: int, k: int) -> Passage:
    """A passage that stands on both sides, with the hunks of its words."""
    before, after = old.alineas[i], new.alineas[k]
    if before.text == after.text:
        hunks: tuple[Hunk, ...] = (
            Hunk("equal", before.text, after.text, before.start, after.start),
        )
    else:
        hunks = find_hunks(
            read_words(before.text), read_words(after.text), before.start, after.start
        )
    return Passage(status, before, after, hunks)


def _pair(old: _Version, new: _Version) -> list[tuple[int, int]]:
    """The alinéas that are the same ones, in order: equal, or alike between equal neighbours."""
    before = [alinea.text for alinea in old.alineas]
    after = [alinea.text for alinea in new.alineas]
    pairs: list[tuple[int, int]] = []
    head = 0
    if before and after and _is_heading(before[0]) and _is_heading(after[0]):
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
    old: _Version, new: _Version, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The pairs of two stretches of alinéas that begin and end with a change."""
    i, k = left[0], right[0]
    if (left[1] - i) * (right[1] - k) > _TOO_MANY:
        before = [alinea.text for alinea in old.alineas[i : left[1]]]
        after = [alinea.text for alinea in new.alineas[k : right[1]]]
        for src, dest, length in match_equal(before, after):
            yield from _pair_alike(old, new, (i, left[0] + src), (k, right[0] + dest))
            yield from ((left[0] + src + n, right[0] + dest + n) for n in range(length))
            i, k = left[0] + src + length, right[0] + dest + length
    yield from _pair_alike(old, new, (i, left[1]), (k, right[1]))


def _pair_alike(
    old: _Version, new: _Version, left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """The pairing, in order, of two stretches of alinéas that keeps the most words in place."""
    rows, columns = range(*left), range(*right)
    if not rows or not columns:
        return []
    equal = {old.alineas[i].text for i in rows} & {new.alineas[k].text for k in columns}
    worth = [[_worth(old, new, i, k, equal) for k in columns] for i in rows]
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
    return pairs


def _worth(old: _Version, new: _Version, i: int, k: int, equal: set[str]) -> float:
    """What pairing two alinéas keeps in place: their likeness, by their length; 0 if too little.

    An alinéa that stands word for word in both versions is paired with nothing else.
    """
    before, after = old.alineas[i].text, new.alineas[k].text
    if before == after:
        return 1.0 + len(before)
    if before in equal or after in equal:
        return 0.0
    likeness = _likeness_of_ends(before, after)
    if likeness < _EVIDENT:
        likeness = _likeness(old, new, i, k)
    return likeness * (1.0 + min(len(before), len(after))) if likeness >= _ALIKE else 0.0


def _likeness_of_ends(before: str, after: str) -> float:
    """The share of characters that both texts begin and end with: what one edit leaves alone."""
    shorter = min(len(before), len(after))
    head = _common(before, after, shorter)
    tail = _common(before[::-1], after[::-1], shorter - head)
    return 2 * (head + tail) / (len(before) + len(after))


def _common(one: str, two: str, most: int) -> int:
    """How many characters, `most` at most, two texts begin with alike."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _likeness(old: _Version, new: _Version, i: int, k: int) -> float:
    """How much of their meaning two alinéas share, from 0 to 1; by all their tokens if short."""
    before, after = old.content(i), new.content(k)
    if min(len(before), len(after)) < _TELLING:
        return _share(old.tokens(i), new.tokens(k))[0]
    share, contained = _share(before, after)
    return max(share, _ALIKE) if contained >= _CONTAINED else share


def _share(before: Sequence[str], after: Sequence[str]) -> tuple[float, float]:
    """What is common: as a share of both, and as a share of the shorter."""
    if not before or not after:
        return 0.0, 0.0
    common = count_common(before, after)
    return 2 * common / (len(before) + len(after)), common / min(len(before), len(after))


def _find_moves(
    old: _Version, new: _Version, pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
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
            likeness = 1.0 if same else _likeness(old, new, i, k)
            if likeness >= _STILL_MOVED:
                likely.append((-likeness, i, k))
    moves: dict[int, int] = {}
    for _, i, k in sorted(likely):
        if i not in moves and k not in moves.values():
            moves[i] = k
    return sorted(moves.items())
