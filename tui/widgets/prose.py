"""Markdown as prose: an article with the numbers of its alinéas in the margin, or a printed page.

The marks of the form are shown as what they mean: a link by its words, emphasis as emphasis.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from constitution.diff import read_alineas
from constitution.display import Run, safe, width_of_line
from constitution.reading import plain, spans
from tui.widgets.page import Block, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.reading import Span
    from tui.widgets.page import Sheet, Sides

__all__ = ["inline", "printed", "prose"]

_STRUCK = re.compile(r"~~((?:\\.|[^~\\])+)~~")
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_ITEM = re.compile(r"(?P<indent> *)(?P<bullet>[-*+]|\d+[.)]) +")


def inline(text: str, style: str = "", *, marked: bool = False) -> tuple[Run, ...]:
    """The words of a line of Markdown, in the styles that its marks ask for, safe to show.

    With marks, words that are struck out stand in `[-…-]`.
    """
    return tuple(_inline(text, style, marked=marked))


def _inline(text: str, style: str, *, marked: bool) -> Iterator[Run]:
    for place, piece in enumerate(_STRUCK.split(text)):
        if place % 2:
            opening, closing = ("[-", "-]") if marked else ("", "")
            yield Run("delete", f"{opening}{safe(plain(piece), lines=True)}{closing}")
            continue
        words = piece.strip(" ")
        if not words:
            yield Run(style, piece)
            continue
        start = piece.index(words)
        yield Run(style, piece[:start])
        for span in spans(words):
            yield Run(_style(span) or style, safe(span.text, lines=True))
        yield Run(style, piece[start + len(words) :])


def _style(span: Span) -> str:
    if span.link is not None:
        return "link"
    return "strong" if span.strong else "emphasis" if span.emphasis else ""


def prose(text: str) -> Sheet:
    """An article as it is read, the number of each alinéa in the margin."""
    return tuple(_prose(text))


def _prose(text: str) -> Iterator[Block]:
    is_close = False
    for alinea in read_alineas(text):
        margin = str(alinea.number or "")
        yield _block(alinea.text, margin, is_close=is_close)
        is_close = "\n" not in alinea.after.removeprefix("\n")


def printed(
    text: str, *, marked: bool = False, tables: Mapping[str, Iterable[Block | Sides]] | None = None
) -> Sheet:
    """A printed amendment, or reasons: the same without numbers.

    With marks, words that are struck out stand in `[-…-]`. `tables` are shown in the place of the
    lines that are printed of a file of the rules, the members or the settings, by its path.
    """
    waiting = dict(tables or {})
    blocks: list[Block | Sides] = []
    is_close = False
    is_verbatim = False
    lines = iter(text.split("\n"))
    widths = _widths(text, marked=marked)
    for line in lines:
        path = line.removeprefix("## ")
        if path != line and path in waiting and not is_verbatim:
            blocks.extend(waiting.pop(path))
            _pass_over_fence(lines)
            is_close = False
            continue
        if line.startswith("```"):  # what stands between is no prose
            is_verbatim = not is_verbatim
            is_close = False
            continue
        if is_verbatim:
            blocks.append(_verbatim(line, is_close=is_close))
            is_close = True
            continue
        if line.startswith("|"):
            if set(line) - set("|-: "):  # else it parts the head of a table from its rows
                blocks.append(_row(_cells(line, marked=marked), widths, is_close=is_close))
                is_close = True
            continue
        if not line.strip():
            is_close = False
            continue
        blocks.append(_block(line, "", is_close=is_close, marked=marked))
        is_close = True
    return tuple(blocks)


def _cells(line: str, *, marked: bool = False) -> list[tuple[Run, ...]]:
    """The cells of one row of a table, as they are read."""
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return [inline(cell.strip(), marked=marked) for cell in cells]


def _widths(text: str, *, marked: bool) -> list[int]:
    """How wide the columns of the tables of a text are; none where it has no table."""
    rows = [_cells(line, marked=marked) for line in text.split("\n") if line.startswith("|")]
    columns = zip_longest(*rows, fillvalue=())
    return [max(map(width_of_line, column)) for column in columns]


def _row(cells: Sequence[tuple[Run, ...]], widths: Sequence[int], *, is_close: bool) -> Block:
    """One row of a table, its columns under one another."""
    runs: list[Run] = []
    for place, (cell, wide) in enumerate(zip(cells, widths, strict=False), start=1):
        runs.extend(cell)
        if place < len(cells):
            runs.append(Run("", " " * (wide - width_of_line(cell) + 3)))
    return Block(tuple(runs), is_close=is_close)


def _pass_over_fence(lines: Iterator[str]) -> None:
    """What stands between the next fence and the one that closes it is read, and not shown."""
    for _fence in range(2):
        next((line for line in lines if line.startswith("```")), None)


def _verbatim(line: str, *, is_close: bool) -> Block:
    """A line of a table of the rules or the members, with the sign that says what became of it."""
    if line.startswith("@@"):
        return said("⋯", "quiet", is_close=is_close)
    style = {"+": "insert", "-": "delete"}.get(line[:1], "")
    runs = (Run("number", f"{line[:1]} "), Run(style, safe(line[1:])))
    return Block(runs, "", "  ", is_close)


def _block(text: str, margin: str, *, is_close: bool, marked: bool = False) -> Block:
    heading = _HEADING.match(text)
    if heading is not None:
        return Block(inline(heading[2], "title"), is_close=is_close)
    if text.startswith(">"):
        words = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
        return Block((Run("quiet", "│ "), *inline(words, marked=marked)), margin, "│ ", is_close)
    item = _ITEM.match(text)
    if item is not None:
        bullet = "–" if item["bullet"] in "-*+" else item["bullet"]
        lead = f"{item['indent']}{bullet} "
        words = text[item.end() :]
        runs = (Run("", lead), *inline(words, marked=marked))
        return Block(runs, margin, " " * len(lead), is_close)
    if not text.strip():
        return said("", is_close=is_close)
    return Block(inline(text, marked=marked), margin, "", is_close)
