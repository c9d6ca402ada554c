"""Lines that are headings: their depth, their words, and where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["HEADING", "HeadingLine", "heading_lines", "heading_words"]

HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*)$", re.MULTILINE)
"""The line of a heading: its marks, then what follows them."""


class HeadingLine(NamedTuple):
    """A line that is a heading: its depth, its words and where it stands, counted from 1."""

    level: int
    words: str
    line: int


def heading_lines(text: str) -> tuple[HeadingLine, ...]:
    """The headings of a text, in order."""
    found = []
    line, seen = 1, 0
    for match in HEADING.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        found.append(HeadingLine(len(match[1]), _bare(heading_words(match[2])), line))
    return tuple(found)


def heading_words(rest: str) -> str:
    """The words of a heading, without the `#` that may close it."""
    words = rest.rstrip()
    opened = words.rstrip("#")
    return opened.rstrip() if not opened or opened[-1].isspace() else words


def _bare(words: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).strip()
