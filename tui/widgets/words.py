"""The words of a change as they are read: without the marks of the form, wherever no mark changes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.diff.views import pieces
from constitution.reading import marks, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff import Passage
    from constitution.diff.alineas import Alinea
    from constitution.diff.views import Piece, Side

__all__ = ["readable"]

_MARK = re.compile(r"[*_\[\\`]")
_COME = frozenset({"inserted", "moved here"})
_GONE = frozenset({"deleted", "moved away"})


def readable(passage: Passage, side: Side) -> tuple[Piece, ...]:
    """The pieces of a passage, links by their words and emphasis without its marks.

    Where marks are what changes, they are shown as they stand: nothing that changes is hidden.
    """
    raw = tuple(pieces(passage, side))
    old, new = passage.old, passage.new
    if not any(one is not None and _MARK.search(one.text) for one in (old, new)):
        return raw
    if old is not None and new is not None and old.text != new.text and _read_alike(old, new):
        return raw
    shown = _without_marks(raw, side, _read_aloud(old), _read_aloud(new))
    return raw if shown is None else tuple(_unless_alike(raw, shown))


def _read_alike(old: Alinea, new: Alinea) -> bool:
    return plain(old.text) == plain(new.text)


def _read_aloud(alinea: Alinea | None) -> list[bool]:
    """Whether each character that is no white space is read aloud."""
    if alinea is None:
        return []
    hidden = marks(alinea.text)
    return [at not in hidden for at, one in enumerate(alinea.text) if not one.isspace()]


def _without_marks(
    raw: Sequence[Piece], side: Side, old: Sequence[bool], new: Sequence[bool]
) -> list[Piece] | None:
    """The pieces without their marks; None where they are not the words of the alinéas."""
    at = {"old": 0, "new": 0}
    shown = []
    for piece in raw:
        letters = sum(not one.isspace() for one in piece.text)
        is_read = [False] * letters  # aloud, in one of the two at the least
        for name, flags, other in (("old", old, _COME), ("new", new, _GONE)):
            if piece.kind in other or side not in {name, "both"}:
                continue
            own = flags[at[name] : at[name] + letters]
            at[name] += letters
            if len(own) < letters:
                return None
            is_read = [one or two for one, two in zip(is_read, own, strict=True)]
        flag = iter(is_read)
        text = "".join(one for one in piece.text if one.isspace() or next(flag))
        if piece.kind != "kept" and text != plain(piece.text):
            text = piece.text  # a mark comes or goes with only a part of what it marks
        shown.append(replace(piece, text=text))
    return shown


def _unless_alike(raw: Sequence[Piece], shown: Sequence[Piece]) -> Iterator[Piece]:
    """What goes and what comes in its place differ, in their marks where not in their words."""
    alike = {
        place
        for place, (one, two) in enumerate(pairwise(shown))
        if one.kind in _GONE and two.kind in _COME and one.text == two.text
    }
    for place, piece in enumerate(shown):
        yield raw[place] if alike & {place, place - 1} else piece
