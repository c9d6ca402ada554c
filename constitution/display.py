"""Text as a terminal can show it: without hidden characters, measured in cells, wrapped.

Both front ends show strings that came from a repository through `safe`, and no other way.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FIXED_SPACES", "Run", "fit", "safe", "width_of", "width_of_line", "wrap"]

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that show as nothing, and that Unicode does not count as controls."""

FIXED_SPACES = "\u00a0\u2007\u2009\u202f"
"""Spaces at which no line breaks."""


class _Visible(dict[int, str]):
    """What each character is shown as, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _show(chr(code))
        return shown


_VISIBLE = _Visible()
_VISIBLE_LINES = _Visible({ord("\n"): "\n"})


def _show(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    selector = 0xFE00 <= code <= 0xFE0F or 0x180B <= code <= 0x180F or 0xE0000 <= code <= 0xE0FFF
    if selector or character in _BLANK or unicodedata.category(character) in _HIDDEN:
        return f"⟦U+{code:04X}⟧"
    return character


def safe(text: str, *, lines: bool = False) -> str:
    """The text with every control, bidirectional and invisible character shown as a symbol.

    With `lines`, line feeds stand; else they too are shown, so that no name can forge a line.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_VISIBLE_LINES if lines else _VISIBLE)


_FIRST_OF_NO_WIDTH = "\u0300"
"""The first character that takes no cell, or two."""


def width_of(text: str) -> int:
    """How many cells of a terminal a text without controls takes."""
    if text.isascii() or max(text) < _FIRST_OF_NO_WIDTH:
        return len(text)
    return sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, width: int) -> str:
    """The text cut, with an ellipsis, to at most this many cells."""
    if width_of(text) <= width:
        return text
    kept: list[str] = []
    room = width - 1
    for character in text:
        room -= _cells(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…" if width > 0 else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; what a style looks like is the front end's business."""

    style: str
    text: str


def width_of_line(line: Iterable[Run]) -> int:
    """How many cells a line takes in a terminal."""
    return sum(width_of(run.text) for run in line)


def wrap(runs: Iterable[Run], width: int) -> list[tuple[Run, ...]]:
    """The runs in lines of at most `width` cells, broken at spaces; a line for an empty text.

    Spaces that must not break do not, and are then shown as spaces. A word longer than a line is
    cut, after a hyphen where it has one. Line feeds break.
    """
    pieces = _joined(runs)
    text = "".join([run.text for run in pieces])
    shown = text if text.isascii() else _with_plain_spaces(text)
    lines = []
    first = begun = 0  # the run in which a line begins, and where that run begins
    for start, end in _lines(text, width):
        line = []
        while first < len(pieces) and begun + len(pieces[first].text) <= start:
            begun += len(pieces[first].text)
            first += 1
        place, number = begun, first
        while start < end and place < end:
            run = pieces[number]
            after = place + len(run.text)
            line.append(Run(run.style, shown[max(start, place) : min(end, after)]))
            place, number = after, number + 1
        lines.append(tuple(line))
    return lines


def _with_plain_spaces(text: str) -> str:
    """The text with its spaces that must not break as any others, and each where it was."""
    for space in FIXED_SPACES:
        text = text.replace(space, " ")
    return text


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs that have characters, those of one style that meet as one."""
    return [
        Run(style, "".join([run.text for run in some]))
        for style, some in groupby((run for run in runs if run.text), _style)
    ]


def _style(run: Run) -> str:
    return run.style


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends in a text; the spaces at which it is broken are in none."""
    is_narrow = text.isascii() or all(_cells(character) == 1 for character in set(text))
    begun = 0
    for paragraph in text.split("\n"):
        last = begun + len(paragraph.rstrip(" "))
        start = begun
        while True:
            while start < last and text[start] == " ":
                start += 1
            end = start + width if is_narrow else _reach(text, start, last, width)
            if end >= last:
                yield start, max(start, last)
                break
            if text[end] != " ":
                space = text.rfind(" ", start, end)
                end = space if space >= 0 else _cut_word(text, start, end)
            yield start, start + len(text[start:end].rstrip(" "))
            if end == last:
                break
            start = end
        begun += len(paragraph) + 1


def _cut_word(text: str, start: int, end: int) -> int:
    """Where a word is cut that is longer than a line: after a hyphen within it, or else at the end."""
    for place in range(end - 1, start, -1):
        if text[place] == "-" and text[place - 1].isalnum() and text[place + 1].isalnum():
            return place + 1
    return max(end, start + 1)


def _reach(text: str, start: int, last: int, width: int) -> int:
    """How far so many cells reach in a text, from a place on."""
    for place in range(start, last):
        width -= _cells(text[place])
        if width < 0:
            return place
    return last
