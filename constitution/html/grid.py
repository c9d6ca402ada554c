"""A table of the text as a table of the page: its rows and cells, with what changed in them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.html.markup import EMPTY, Markup, element, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from constitution.diff.views import Piece

__all__ = ["grid"]

_CUT = re.compile(r"(\n|(?<!\\)\|)")
_RULE = re.compile(r":?-+:?")
"""A cell of the row that parts the head of a table from its body."""

_Cell = list["Piece"]


def grid(pieces: Iterable[Piece], dress: Callable[[Piece], Markup]) -> Markup:
    """The table whose source the pieces are; a row that came or went as a whole says so."""
    rows = [row for row in _rows(pieces) if any(row) and not _is_rule(row)]
    made = []
    for place, row in enumerate(rows):
        cells = (
            element("th" if place == 0 else "td", join(map(dress, cell)) if cell else EMPTY)
            for cell in row
        )
        made.append(element("tr", *cells, class_=_row_class(row)))
    return element("table", element("tbody", join(made)), class_="grid")


def _rows(pieces: Iterable[Piece]) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[[]]]
    for piece in pieces:
        for part in _CUT.split(piece.text):
            if part == "\n":
                rows.append([[]])
            elif part == "|":
                rows[-1].append([])
            elif part.strip(" >"):
                rows[-1][-1].append(replace(piece, text=part.strip()))
    return [row[1:-1] if len(row) > 2 else row for row in rows]


def _is_rule(row: list[_Cell]) -> bool:
    return all(cell and _RULE.fullmatch("".join(p.text for p in cell)) for cell in row)


def _row_class(row: list[_Cell]) -> str | None:
    kinds = {piece.kind for cell in row for piece in cell}
    if kinds == {"inserted"}:
        return "added"
    return "removed" if kinds == {"deleted"} else None
