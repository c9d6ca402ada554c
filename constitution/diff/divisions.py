"""Divisions: an alinéa that was split into several, and several that were joined into one.

The whole is compared with the part it is paired with only where that part stood in it; the rest of
the whole is what went to the other parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff.edits import count_common, match_equal
from constitution.diff.hunks import Hunk, find_hunks, invert_hunk
from constitution.diff.words import content_words, read_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff.alineas import Alinea
    from constitution.diff.passages import Passage

__all__ = ["Division", "DivisionKind", "find_divisions", "place_parts"]

DivisionKind = Literal["split", "joined"]

_PART = 0.75
"""The share of a part's words of meaning that stand in the whole."""

_AMENDED = 0.5
"""The share of the longer of the two that a part shares with what the part beside it left of the whole."""

_WHOLE = 0.7
"""The share of the whole's words of meaning that its parts hold together."""

_TWICE = 1.2
"""The parts hold at most so many times the words of the whole: else they were copied."""

_FEWEST = 3
"""Alinéas with fewer words of meaning are known as a part only word for word, signs included."""


@dataclass(frozen=True, slots=True)
class Division:
    """Which alinéas, by number, became which: one became several, or several one."""

    kind: DivisionKind
    old: tuple[int, ...]
    new: tuple[int, ...]

    def invert(self) -> Division:
        """The same, told from the new text to the old."""
        kind: DivisionKind = "joined" if self.kind == "split" else "split"
        return Division(kind, self.new, self.old)


def find_divisions(
    passages: Sequence[Passage],
) -> Iterator[tuple[int, Division, tuple[Hunk, ...]]]:
    """The places of the passages in which an alinéa was split or joined, each with its hunks."""
    statuses = {passage.status for passage in passages}
    if "amended" not in statuses or statuses.isdisjoint({"added", "removed"}):
        return
    claimed: set[int] = set()
    for place, passage in enumerate(passages):
        old, new = passage.old, passage.new
        if passage.status != "amended" or not old or not new or not (old.number and new.number):
            continue
        kind: DivisionKind = "split" if len(new.text) < len(old.text) else "joined"
        group = [place, *(n for n in _parts(passages, place, kind) if n not in claimed)]
        if len(group) > 1 and _adds_up(passages, group, place, kind):
            claimed.update(group)
            numbers = tuple(
                part.number
                for n in sorted(group)
                if (part := _part(passages[n], kind)) is not None and part.number is not None
            )
            division = (
                Division(kind, (old.number,), numbers)
                if kind == "split"
                else Division(kind, numbers, (new.number,))
            )
            yield place, division, _hunks(passages, sorted(group), place, kind)
            yield from ((n, division, passages[n].hunks) for n in group if n != place)


def _part(passage: Passage, kind: DivisionKind) -> Alinea | None:
    return passage.new if kind == "split" else passage.old


def _whole(passage: Passage, kind: DivisionKind) -> tuple[str, ...]:
    whole = passage.old if kind == "split" else passage.new
    return content_words(whole.text if whole else "")


def _parts(passages: Sequence[Passage], place: int, kind: DivisionKind) -> Iterator[int]:
    """The places, on both sides of an amended alinéa, of the others that its words went to."""
    around = {passages[n].status for n in (place - 1, place + 1) if 0 <= n < len(passages)}
    if around.isdisjoint({"added", "removed"}):
        return
    wanted, passed = ("added", "removed") if kind == "split" else ("removed", "added")
    whole = _whole(passages[place], kind)
    full = passages[place].old if kind == "split" else passages[place].new
    for way in (range(place - 1, -1, -1), range(place + 1, len(passages))):
        beside = True
        for n in way:
            if passages[n].status == wanted and (
                _is_part(_part(passages[n], kind), whole, full)
                or (beside and _is_rest(passages, n, place, kind))
            ):
                yield n
                beside = False
            elif passages[n].status != passed:
                break


def _is_rest(passages: Sequence[Passage], n: int, place: int, kind: DivisionKind) -> bool:
    """Whether an alinéa is, amended, what the part of a whole that it stands beside left of it."""
    part, paired = _part(passages[n], kind), _part(passages[place], kind)
    full = passages[place].old if kind == "split" else passages[place].new
    if part is None or part.number is None or paired is None or full is None:
        return False
    words, whole = content_words(part.text), content_words(full.text)
    left, needed = len(whole) - len(content_words(paired.text)), _AMENDED * len(words)
    if len(words) < _FEWEST or left < needed or count_common(words, whole) < needed:
        return False
    order = [part, paired] if n < place else [paired, part]
    start, end = place_parts(full.text, [one.text for one in order])[order.index(part)]
    rest = content_words(full.text[start:end])
    return count_common(words, rest) >= _AMENDED * max(len(words), len(rest))


def _is_part(part: Alinea | None, whole: Sequence[str], full: Alinea | None) -> bool:
    """Whether an alinéa has its words from a whole: from its words of meaning, or, if short, all."""
    if part is None or part.number is None or full is None:
        return False
    words = content_words(part.text)
    if len(words) >= _FEWEST:
        return count_common(words, whole) >= _PART * len(words)
    keys, every = tokens(part.text), tokens(full.text)
    size = len(keys)
    return bool(words) and any(every[n : n + size] == keys for n in range(len(every) - size + 1))


def _adds_up(
    passages: Sequence[Passage], group: Sequence[int], place: int, kind: DivisionKind
) -> bool:
    """Whether the parts hold most of the words of the whole between them, and hold them once."""
    whole = _whole(passages[place], kind)
    parts = [part for n in sorted(group) if (part := _part(passages[n], kind)) is not None]
    words = [content_words(part.text) for part in parts]
    together = count_common([word for part in words for word in part], whole)
    apart = sum(count_common(part, whole) for part in words)
    return together >= _WHOLE * len(whole) and apart <= _TWICE * len(whole)


def _hunks(
    passages: Sequence[Passage], group: Sequence[int], place: int, kind: DivisionKind
) -> tuple[Hunk, ...]:
    """The hunks of the amended passage of a division, one part compared with where it stood."""
    old, new = passages[place].old, passages[place].new
    if old is None or new is None:
        return passages[place].hunks
    whole, part = (old, new) if kind == "split" else (new, old)
    texts = [one.text for n in group if (one := _part(passages[n], kind)) is not None]
    start, end = place_parts(whole.text, texts)[group.index(place)]
    middle = find_hunks(whole.text[start:end], part.text, whole.start + start, part.start)
    before = Hunk("delete", whole.text[:start], "", whole.start, part.start)
    last = part.start + len(part.text)
    after = Hunk("delete", whole.text[end:], "", whole.start + end, last)
    hunks = tuple(hunk for hunk in (before, *middle, after) if hunk.old or hunk.new)
    return hunks if kind == "split" else tuple(map(invert_hunk, hunks))


def place_parts(whole: str, parts: Sequence[str]) -> list[tuple[int, int]]:
    """Where each of the parts of a whole stood in it, in characters, in their order."""
    words = read_words(whole)
    ends = [0] * len(parts)
    ends[-1] = len(words.keys)
    of_part = [n for n, part in enumerate(parts) for _token in tokens(part)]
    keys = [token for part in parts for token in tokens(part)]
    for src, dest, length in match_equal(words.keys, keys):
        for step in range(length):
            part = of_part[dest + step]
            if part < len(parts) - 1:
                ends[part] = src + step + 1
    for n in range(1, len(ends)):
        ends[n] = max(ends[n], ends[n - 1])
    places = []
    for which, last in enumerate(ends):
        first = ends[which - 1] if which else 0
        start = words.starts[first] if first else 0
        end = words.cuts[last] if last < len(words.keys) else len(whole)
        places.append((min(start, end), end))
    return places
