"""The blocks of a text, read from any Markdown.

Reading is wider than Markdown where plain texts of law ask for it: a line that opens a numbered
paragraph stands alone, whatever stands above it, and indentation never makes code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from constitution.heading import heading_words
from constitution.typography import SOFT, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Block",
    "Footnote",
    "Heading",
    "Item",
    "Paragraph",
    "Quote",
    "Table",
    "read",
]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its depth, from 1 to 6, and its words."""

    level: int
    content: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One return to the line."""

    content: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `number` is empty for a bullet, else as written: `3.` or `3)`."""

    number: str
    content: str
    line: int
    children: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as the first one; `marks` holds the alignment of each column."""

    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks that are quoted."""

    children: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a footnote, under its label."""

    label: str
    content: str
    line: int
    children: tuple[Block, ...] = ()


Block: TypeAlias = Heading | Paragraph | Item | Table | Quote | Footnote


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the source: its number, the width of its indentation, the rest of it."""

    number: int
    indent: int
    body: str

    def inward(self, offset: int) -> _Line:
        return replace(self, indent=max(0, self.indent - offset))


_SOFT = tuple(map(chr, SOFT))
_BREAKS = ("\u2028", "\u2029", "\v")
"""What else ends a line and a paragraph."""
_HEADING = re.compile(r"(#{1,6})[ \t]+(?!#+\s*$)(\S.*)$")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}\s*$")
_UNDERLINE = re.compile(r"(={3,}|-{3,})\s*$")
_BULLET = re.compile(r"([-+*])([ \t]+)(?=\S)|(-)(?=[^\W\d_])")
_ORDERED = re.compile(r"(\d{1,9}[.)])([ \t]+)(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\s\[\]\\^]+)\]:([ \t]*)(?=\S)")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_TITLE = re.compile(r"%(?:[ \t]+(.*))?$")

_DEEPEST = 8
"""How deep lists and quotes may lie in one another; what lies deeper is plain words."""

_OPENER = re.compile(
    r"""\(\d{1,3}[a-z]{0,3}\)(?:\s|$)      # (2) (1a) (2bis)
      | \d{1,3}[a-z]?[.)]\s                # 2. 19a. 3)
      | \(?[a-zA-Z]\)\s                    # a) (a)
      | \(?[ivx]{1,6}\)\s                  # iv) (iv)
    """,
    re.VERBOSE,
)
"""A line that begins so is a paragraph of its own, whatever stands above it."""

_LIKELY_OPENER = re.compile(
    r"""[–—•‣·]\s?(?=\S) | \d{1,3}°\s | [a-zA-Z]\.\s | [IVXLC]{1,6}\.\s?[-–—]? | §\s?\d""",
    re.VERBOSE,
)
"""The same, where the line above ends with a sign of punctuation."""

_GERMAN_DAY = re.compile(
    r"""\d{1,2}\.\s(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September
        |Oktober|November|Dezember)\b""",
    re.VERBOSE,
)
"""`8. Mai` opens no paragraph: it is a day."""


# --- reading


def _lines(source: str) -> list[_Line]:
    text = source.translate(SOFT) if any(soft in source for soft in _SOFT) else source
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    for end in _BREAKS:
        text = text.replace(end, "\n\n")
    text = text.replace("\f", "\n")
    text = unicodedata.normalize("NFC", text)
    lines = []
    for number, raw in enumerate(text.split("\n"), start=1):
        body = raw.lstrip()
        margin = raw[: len(raw) - len(body)].expandtabs(4)
        lines.append(_Line(number, len(margin), body))
    return lines


def read(source: str) -> tuple[Block, ...]:
    """The blocks of any text, each with its plain words and the line where it began."""
    lines = _lines(source)
    titles, start = _title_block(lines)
    return (*titles, *_blocks(lines[start:]))


def _title_block(lines: Sequence[_Line]) -> tuple[list[Block], int]:
    """A title block as pandoc writes it (`% Title`, continued by indentation), as blocks.

    A heading, then a paragraph for each further field; and how many lines the block took.
    """
    fields: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        match = _TITLE.match(line.body)
        if match and not line.indent:
            fields.append((line.number, match[1] or ""))
        elif fields and line.indent and line.body:
            number, above = fields[-1]
            fields[-1] = (number, f"{above} {line.body}")
        else:
            break
        at += 1
    blocks: list[Block] = []
    for place, (number, field) in enumerate(fields):
        words = plain(field)
        if words:
            blocks.append(Paragraph(words, number) if place else Heading(1, words, number))
    return blocks, at


def _blocks(lines: Sequence[_Line], depth: int = 0) -> tuple[Block, ...]:
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].body or _RULE.match(lines[at].body):
            at += 1
            continue
        more, at = _block(lines, at, depth)
        found.extend(more)
    return tuple(found)


def _block(lines: Sequence[_Line], at: int, depth: int) -> tuple[Sequence[Block], int]:
    """The block that begins at a line that is not blank, and where the next one begins."""
    line = lines[at]
    if heading := _HEADING.match(line.body):
        words = plain(heading_words(heading[2]))
        return ([Heading(len(heading[1]), words, line.number)] if words else []), at + 1
    if depth == _DEEPEST:
        return _paragraphs(lines, at)
    if line.body.startswith(">"):
        return _quote(lines, at, depth + 1)
    if footnote := _FOOTNOTE.match(line.body):
        inner, after = _indented(lines, at, footnote.end(), line.indent + 4)
        content, children = _opening(inner, depth + 1)
        if not content:
            return children, after
        return [Footnote(footnote[1], content, line.number, children)], after
    if item := _BULLET.match(line.body) or _ORDERED.match(line.body):
        gap = len((item[2] or "").expandtabs(4))
        offset = item.end() if gap <= 4 else item.end(1) + 1
        inner, after = _indented(lines, at, item.end(), line.indent + offset)
        content, children = _opening(inner, depth + 1)
        number = item[1] if item.re is _ORDERED else ""
        if not content and not number:
            return children, after
        return [Item(number, content, line.number, children)], after
    if _is_table(lines, at):
        return _table(lines, at)
    return _paragraphs(lines, at)


def _stands_alone(lines: Sequence[_Line], at: int) -> bool:
    """Whether this line begins a block although the line above it is not blank."""
    body = lines[at].body
    if not body or body[0] == ">" or _HEADING.match(body) or _RULE.match(body):
        return True
    if _GERMAN_DAY.match(body):
        return False
    if _BULLET.match(body) or _OPENER.match(body) or _FOOTNOTE.match(body):
        return True
    above = lines[at - 1].body.rstrip() if at else ""
    if above.endswith((".", ":", ";", ",")) and _LIKELY_OPENER.match(body):
        return True
    return _is_table(lines, at)


def _breaks(line: _Line) -> bool:
    """Whether the author asked for a return to the line: two spaces, or a backslash."""
    stripped = line.body.rstrip("\\")
    return line.body.endswith("  ") or (len(line.body) - len(stripped)) % 2 == 1


def _paragraphs(lines: Sequence[_Line], at: int) -> tuple[list[Block], int]:
    """A paragraph with its wrapped lines joined; several where the author broke the line."""
    found: list[Block] = []
    held: list[str] = []
    start = lines[at].number
    if at + 1 < len(lines) and (under := _UNDERLINE.match(lines[at + 1].body)):
        words = plain(lines[at].body)
        level = 1 if under[1][0] == "=" else 2
        return ([Heading(level, words, start)] if words else []), at + 2
    while True:
        line = lines[at]
        at += 1
        goes_on = at < len(lines) and not _stands_alone(lines, at)
        cut = goes_on and line.body.endswith("\\") and _breaks(line)
        held.append(line.body[:-1] if cut else line.body)
        if not goes_on or _breaks(line):
            if words := plain(" ".join(held)):
                found.append(Paragraph(words, start))
            held.clear()
            if not goes_on:
                return found, at
            start = lines[at].number


def _indented(lines: Sequence[_Line], at: int, cut: int, offset: int) -> tuple[list[_Line], int]:
    """The lines that belong to the block whose marker ends at `cut`, without their margin."""
    opening = lines[at]
    inner = [_Line(opening.number, 0, opening.body[cut:].lstrip())]
    after = at + 1
    while after < len(lines):
        line = lines[after]
        lazy = lines[after - 1].body and not _stands_alone(lines, after)
        if line.body and line.indent < offset and not lazy:
            break
        inner.append(line.inward(offset))
        after += 1
    while not inner[-1].body:
        inner.pop()
    return inner, at + len(inner)


def _opening(inner: Sequence[_Line], depth: int) -> tuple[str, tuple[Block, ...]]:
    """The words beside the marker, which are always plain words, and the blocks below them."""
    found, after = _paragraphs(inner, 0)
    below = _blocks(inner[after:], depth)
    match found:
        case [Paragraph(content) | Heading(_, content), *rest]:
            return content, (*rest, *below)
        case _:
            return "", below


def _quote(lines: Sequence[_Line], at: int, depth: int) -> tuple[Sequence[Block], int]:
    inner: list[_Line] = []
    after = at
    while after < len(lines):
        line = lines[after]
        if line.body.startswith(">"):
            body = line.body[1:]
            text = body.lstrip()
            margin = len(body[: len(body) - len(text)].expandtabs(4))
            inner.append(_Line(line.number, max(0, margin - 1), text))
        elif line.body and inner[-1].body and not _stands_alone(lines, after):
            inner.append(line.inward(line.indent))
        else:
            break
        after += 1
    children = _blocks(inner, depth)
    return ([Quote(children, lines[at].number)] if children else []), after


def _cells(body: str) -> list[str]:
    """The cells of a row, between its bars; a bar after a backslash is a word."""
    parts = _BAR.sub("\\1\n", body.strip()).split("\n")
    if len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return parts


def _is_table(lines: Sequence[_Line], at: int) -> bool:
    """Whether a table begins here: a row, then as many delimiters under it."""
    if at + 1 >= len(lines) or "|" not in lines[at].body:
        return False
    under = lines[at + 1].body
    return (
        "-" in under
        and _DELIMITERS.match(under) is not None
        and _BAR.search(lines[at].body) is not None
        and "|" in under
        and len(_cells(lines[at].body)) == len(_cells(under))
    )


def _table(lines: Sequence[_Line], at: int) -> tuple[Sequence[Block], int]:
    rows = [tuple(plain(cell) for cell in _cells(lines[at].body))]
    marks = [mark.strip() for mark in _cells(lines[at + 1].body)]
    after = at + 2
    while after < len(lines) and _BAR.search(lines[after].body) and lines[after].body[0] != ">":
        rows.append(tuple(plain(cell) for cell in _cells(lines[after].body)))
        after += 1
    width = max(len(row) for row in rows)
    even = tuple(row + ("",) * (width - len(row)) for row in rows)
    if not any(any(row) for row in even):
        return [], after
    aligned = tuple(_alignment(mark) for mark in marks) + ("---",) * (width - len(marks))
    return [Table(even, aligned, lines[at].number)], after


def _alignment(mark: str) -> str:
    left, right = mark.startswith(":"), mark.endswith(":")
    return {(False, False): "---", (True, False): ":--", (False, True): "--:"}.get(
        (left, right), ":-:"
    )
