"""Hunks: a passage as runs of words kept, respaced, inserted, deleted and replaced.

The old sides of the hunks of a passage, put end to end, are its old text to the byte; the new sides
are its new text.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Literal

from constitution.diff.edits import find_edits, measure_ends
from constitution.diff.words import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.diff.edits import Edit
    from constitution.diff.words import Words

__all__ = ["Hunk", "HunkKind", "find_hunks", "invert_hunk"]

HunkKind = Literal["equal", "spacing", "insert", "delete", "replace"]
"""`spacing`: the same words, with other white space, apostrophes or hyphens, or accents otherwise encoded."""

_MARGIN = 24
"""Characters of what is kept that are read on either side of what changed.

An edit that slides to their edge is looked for again in the whole texts.
"""

_INVERSE: dict[HunkKind, HunkKind] = {
    "equal": "equal",
    "spacing": "spacing",
    "insert": "delete",
    "delete": "insert",
    "replace": "replace",
}


@dataclass(frozen=True, slots=True)
class Hunk:
    """A run of a passage: what it read, what it reads, and where both stand.

    `old_start` and `new_start` count characters from the beginning of the article. White space
    belongs to one hunk or its neighbour, so that both texts can be rebuilt; whoever shows words
    alone strips it. Runs that moved bear the same `move`, counted from 1 in each article: a
    deletion where they stood and an insertion where they stand.
    """

    kind: HunkKind
    old: str
    new: str
    old_start: int
    new_start: int
    move: int | None = None

    @property
    def changes_words(self) -> bool:
        """Whether more than spacing differs."""
        return self.kind not in {"equal", "spacing"}


def invert_hunk(hunk: Hunk) -> Hunk:
    """The hunk that takes the new text back to the old."""
    return Hunk(_INVERSE[hunk.kind], hunk.new, hunk.old, hunk.new_start, hunk.old_start, hunk.move)


def find_hunks(old: str, new: str, old_start: int = 0, new_start: int = 0) -> tuple[Hunk, ...]:
    """Two texts as hunks that rebuild both; moves are not looked for here."""
    before, after, edits = _edits(old, new)
    return tuple(
        [
            Hunk(kind, old[o:p], new[n:q], old_start + o, new_start + n)
            for kind, o, p, n, q in _spans(before, after, edits)
            if o < p or n < q
        ]
    )


def _edits(old: str, new: str) -> tuple[Words, Words, tuple[Edit, ...]]:
    """The words that changed with some around them, and the edits; all the words where need be.

    What both texts begin and end with is not read, but for a margin in which an edit may slide.
    """
    head, tail = measure_ends(old, new)
    if 2 * (head + tail) > min(len(old), len(new)):  # else it may be a passage rewritten
        start = old.rfind(" ", 0, max(head - _MARGIN, 0)) + 1
        spaces = old.find(" ", len(old) - max(tail - _MARGIN, 0))
        end = len(old) if spaces < 0 else spaces
        partly = (start > 0, end < len(old))
        if any(partly):
            before = read_words(old, start, end)
            after = read_words(new, start, end + len(new) - len(old))
            edits = find_edits(before.keys, after.keys, part=True)
            if not edits or not (
                (partly[0] and 0 in (edits[0].i, edits[0].k))
                or (partly[1] and _reaches_end(edits[-1], before, after))
            ):
                return before, after, edits
    before, after = read_words(old), read_words(new)
    return before, after, find_edits(before.keys, after.keys)


def _reaches_end(edit: Edit, old: Words, new: Words) -> bool:
    return edit.j == len(old.keys) or edit.m == len(new.keys)


_Span = tuple[HunkKind, int, int, int, int]
"""A kind, and the characters of old and new that it covers."""


def _spans(old: Words, new: Words, edits: tuple[Edit, ...]) -> Iterator[_Span]:
    """The spans that the edits make of two texts, every white space in one of them."""
    o = n = 0  # where the kept run begins, in characters
    i = k = 0  # the same, in tokens
    for edit in edits:
        p, q = old.cuts[edit.i], new.cuts[edit.k]
        if edit.i < edit.j and edit.k < edit.m:
            gap = old.text[p : old.starts[edit.i]]
            if gap == new.text[q : new.starts[edit.k]]:
                p, q = p + len(gap), q + len(gap)
        yield from _kept(old, new, (o, p, n, q), (i, edit.i, k))
        o, n = old.cuts[edit.j], new.cuts[edit.m]
        old_gap, new_gap = old.starts[edit.j] - o, new.starts[edit.m] - n
        if (new_gap and not old_gap and edit.k < edit.m) or (
            old_gap and not new_gap and edit.i < edit.j
        ):
            o, n = o + old_gap, n + new_gap
        kind: HunkKind = (
            "insert" if edit.i == edit.j else "delete" if edit.k == edit.m else "replace"
        )
        yield kind, p, o, q, n
        i, k = edit.j, edit.m
    yield from _kept(old, new, (o, len(old.text), n, len(new.text)), (i, len(old.keys), k))


def _kept(
    old: Words, new: Words, characters: tuple[int, int, int, int], words: tuple[int, int, int]
) -> Iterator[_Span]:
    """The spans of a run of equal words: what is equal to the byte, and what is respaced."""
    o, p, n, q = characters
    if old.text[o:p] == new.text[n:q]:
        yield "equal", o, p, n, q
        return
    i, j, k = words
    old_places = [o, *_edges(old, i, j), p]
    new_places = [n, *_edges(new, k, k + j - i), q]
    pieces = [
        span
        for span in zip(old_places, old_places[1:], new_places, new_places[1:], strict=False)
        if span[0] < span[1] or span[2] < span[3]
    ]
    for same, run in groupby(
        pieces, lambda span: old.text[span[0] : span[1]] == new.text[span[2] : span[3]]
    ):
        first, *others = run
        last = others[-1] if others else first
        yield "equal" if same else "spacing", first[0], last[1], first[2], last[3]


def _edges(words: Words, first: int, end: int) -> Iterator[int]:
    """Where each word of a run begins and ends."""
    return chain.from_iterable(
        zip(words.starts[first:end], words.cuts[first + 1 : end + 1], strict=True)
    )
