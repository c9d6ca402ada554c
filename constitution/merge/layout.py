"""The line structure of the normal form: one blank line between blocks, none within a list."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["is_laid_out", "lay_out"]

_Kind = Literal["bullet", "dotted", "bracketed", "row", "quote", "inner", "other"]

_OPENINGS: tuple[tuple[_Kind, re.Pattern[str]], ...] = (
    ("inner", re.compile(r"\s")),
    ("bullet", re.compile(r"[-*+]\s")),
    ("dotted", re.compile(r"\d+\.\s")),
    ("bracketed", re.compile(r"\d+\)\s")),
    ("row", re.compile(r"\|")),
    ("quote", re.compile(r">")),
)


_LINE = r"(?:[^\W\d_]|#)[^\n]*"
_PLAIN = re.compile(rf"{_LINE}(?:\n\n{_LINE})*\n")
"""Paragraphs and headings alone, a blank line between two: most articles."""


def is_laid_out(text: str) -> bool:
    """Whether the blank lines of a text stand where the normal form has them."""
    return lay_out(text) == text


def lay_out(text: str) -> str:
    """The same lines, a blank one where blocks meet, and none between the items of a list.

    Rows, and lines within quotes and below items and footnotes, keep the break they have.
    """
    if _PLAIN.fullmatch(text):
        return text
    lines: list[str] = []
    above: _Kind | None = None
    blank = False
    for line in text.split("\n"):
        if not line.strip():
            blank = True
            continue
        kind = _kind(line)
        if above is not None and _parted(above, kind, blank=blank):
            lines.append("")
        lines.append(line)
        above, blank = kind, False
    return "".join(f"{line}\n" for line in lines)


def _kind(line: str) -> _Kind:
    if line[0].isalpha():
        return "other"
    for kind, opening in _OPENINGS:
        if opening.match(line):
            return kind
    return "other"


def _parted(above: _Kind, below: _Kind, *, blank: bool) -> bool:
    """Whether a blank line stands between two lines."""
    if "inner" in (above, below) or (above == below and above in {"row", "quote"}):
        return blank
    return above != below or above == "other"
