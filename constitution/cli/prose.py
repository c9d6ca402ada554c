"""Articles and reasons as prose for a terminal: alinéas with their numbers, tables in columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath
from constitution.display import Run, safe, width_of, wrap
from constitution.reading import plain
from constitution.text import alineas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.cli.rendering import Look

__all__ = ["prose", "reasons", "table"]

_MARGIN = 5
_WIDEST = 84

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+")


def prose(path: str, text: str, look: Look) -> Iterator[str]:
    """The lines of an article as a reader wants them."""
    article = Article(ArticlePath(path), text)
    for above in article.headings_above:
        yield look.dress([Run("title", safe(above))])
        yield ""
    for line in wrap([Run("title", safe(article.title or path))], look.width - 1):
        yield look.dress(line)
    room = min(look.width, _WIDEST) - _MARGIN
    kind_before = ""
    for alinea in alineas(text):
        if alinea.kind != "item" or kind_before != "item":
            yield ""
        kind_before = alinea.kind
        if alinea.kind == "table":
            for cells in table(alinea.text.split("\n"), max(room, 20)):
                yield f"{'':{_MARGIN}}{cells}"
            continue
        margin = f"{alinea.number:>{_MARGIN - 2}}  "
        for place, runs in enumerate(wrap([Run("", safe(plain(alinea.text)))], max(room, 20))):
            lead = margin if place == 0 else " " * _MARGIN
            yield look.dress([Run("quiet", lead)]) + look.dress(runs)


def reasons(text: str, look: Look) -> Iterator[str]:
    """The lines of the reasons of an amendment, its tables in columns."""
    room = min(look.width, _WIDEST)
    rows: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("|"):
            rows.append(line)
            continue
        yield from table(rows, room)
        rows = []
        for runs in wrap([Run("", safe(line))], room) or [()]:
            yield look.dress(runs)
    yield from table(rows, room)


def table(rows: Sequence[str], width: int) -> Iterator[str]:
    """The rows of a table in columns; cells that find no room in a line stand below, further in."""
    cells = [_cells(row) for n, row in enumerate(rows) if n != 1 or not _RULE.fullmatch(row)]
    columns = max(map(len, cells), default=0)
    widths = [
        max((width_of(row[n]) for row in cells if n < len(row)), default=0) for n in range(columns)
    ]
    inner = sum(size + 2 for size in widths[:-1] if size <= _NARROW)
    for row in cells:
        line, here = "", 0
        for cell, size in zip(row, widths, strict=False):
            if here and here + max(size, width_of(cell)) > width:
                yield line.rstrip()
                line, here = " " * min(inner, width // 2), min(inner, width // 2)
            first, *more = wrap([Run("", cell)], max(width - here, 10)) or [()]
            line += "".join(run.text for run in first)
            for runs in more:
                yield line.rstrip()
                line = " " * here + "".join(run.text for run in runs)
            line += " " * (here + size + 2 - width_of(line))
            here += size + 2
        yield line.rstrip()


_NARROW = 16
"""The widest column that what stands below is set in behind."""


def _cells(row: str) -> list[str]:
    """The cells of a row as they are read."""
    inside = row.strip().removeprefix("|").removesuffix("|")
    return [safe(plain(cell.strip())) for cell in _CELL.split(inside)]
