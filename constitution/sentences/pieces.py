"""Pieces: what a sentence can point at in an article, and the white space that parts two of them.

A piece is an alinéa, a heading line, or a footnote with all its lines. Put end to end, with the
white space that closes each, the pieces of a text are the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff import read_alineas

if TYPE_CHECKING:
    from constitution.diff import Alinea

__all__ = ["Piece", "PieceKind", "Place", "break_between", "read_pieces"]

PieceKind = Literal["alinea", "heading", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a sentence calls a piece: the third alinéa, the first heading, note 2 by its label."""

    kind: PieceKind
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, where it stands; `after` is the white space that closes it."""

    place: Place
    text: str
    start: int
    after: str


_MARGIN = re.compile(r"[\s>]*")
_FOOTNOTE = re.compile(r"\[\^([^\]]+)\]:")
_INDENT = "    "


def read_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, in order; none where the text begins with what no sentence can name."""
    found: list[Piece] = []
    headings = 0
    for alinea in read_alineas(text):
        if alinea.number is not None:
            place = Place("alinea", str(alinea.number))
        else:
            above = found[-1] if found else None
            if above and above.place.kind == "note" and alinea.text.startswith(_INDENT):
                body = above.text + above.after + alinea.text
                found[-1] = Piece(above.place, body, above.start, alinea.after)
                continue
            named = _name(alinea, headings)
            if named is None:
                if above is None:
                    return ()
                after = above.after + alinea.text + alinea.after
                found[-1] = Piece(above.place, above.text, above.start, after)
                continue
            place = named
            headings += place.kind == "heading"
        found.append(Piece(place, alinea.text, alinea.start, alinea.after))
    return tuple(found)


def _name(alinea: Alinea, headings: int) -> Place | None:
    """The place of a line that has no number; None for a line that says nothing."""
    content = _MARGIN.sub("", alinea.text, count=1)
    if note := _FOOTNOTE.match(content):
        return Place("note", note[1])
    if content.startswith("#"):
        return Place("heading", str(headings + 1))
    return None


_ITEM = re.compile(r"(?P<margin>\s*)(?:(?P<bullet>-)|(?P<number>\d{1,9})(?P<sign>[.)]))\s")


def break_between(above: str, below: str) -> str:
    """The white space that the normal form puts between two pieces that come to stand together.

    Items of one list stand on lines that follow each other; a quotation goes on through its
    blank line; everything else is parted by a blank line.
    """
    upper, lower = above[above.rfind("\n") + 1 :], below.partition("\n")[0]
    if upper.startswith(">") and lower.startswith(">"):
        return "\n>\n"
    one, two = _ITEM.match(upper), _ITEM.match(lower)
    if one is None or two is None:
        return "\n\n"
    depth, below_depth = len(one["margin"]), len(two["margin"])
    if below_depth > depth:
        return "\n" if two["bullet"] or two["number"] == "1" else "\n\n"
    if below_depth < depth:
        return "\n"
    same = (one["bullet"], one["sign"]) == (two["bullet"], two["sign"])
    return "\n" if same else "\n\n"
