"""Text as a terminal can show it: without hidden characters, measured in cells, wrapped.

Both front ends show strings that came from a repository through `safe`, and no other way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Run", "fit", "safe", "width_of", "wrap"]

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that show as nothing, and that Unicode does not count as controls."""

_FIXED_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


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


def width_of(text: str) -> int:
    """How many cells of a terminal a text without controls takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


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


_PIECE = re.compile(r"\n| +|[^ \n]+")


def wrap(runs: Iterable[Run], width: int) -> list[tuple[Run, ...]]:
    """The runs in lines of at most `width` cells, broken at spaces; a line for an empty text.

    Spaces that must not break do not, and are then shown as spaces. A word longer than a line is
    cut. Line feeds break.
    """
    lines: list[list[Run]] = [[]]
    room = width
    space: Run | None = None
    for word in _words(runs):
        if word[0].text == "\n":
            lines.append([])
            room, space = width, None
            continue
        if word[0].text.isspace():
            space = word[0]
            continue
        size = sum(width_of(run.text) for run in word)
        if lines[-1]:
            gap = len(space.text) if space else 0
            if gap + size <= room:
                if space:
                    lines[-1].append(space)
                    room -= gap
            else:
                lines.append([])
                room = width
        space = None
        for run in word:
            for character in run.text if size > width else (run.text,):
                cells = width_of(character)
                if cells > room and lines[-1]:
                    lines.append([])
                    room = width
                lines[-1].append(Run(run.style, character))
                room -= cells
    return [tuple(_joined(line)) for line in lines]


def _words(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs cut into words, which may have several styles, spaces and line feeds."""
    word: list[Run] = []
    for run in runs:
        for piece in _PIECE.findall(run.text):
            if piece.isspace() and piece[0] in " \n":
                if word:
                    yield word
                    word = []
                yield [Run(run.style, piece)]
            else:
                word.append(Run(run.style, piece.translate(_FIXED_SPACES)))
    if word:
        yield word


def _joined(line: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in line:
        if last and last.style == run.style:
            last = Run(last.style, last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last
