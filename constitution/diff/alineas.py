"""Alinéas: the lines of an article as they are counted and compared.

An alinéa is a line of the normal form (since 2000 every return to the line counts, list items too);
a table counts as one. Headings and footnotes have no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Alinea", "is_heading", "read_alineas"]


@dataclass(frozen=True, slots=True)
class Alinea:
    """One alinéa, heading or footnote, where it stands; `after` is the white space that closes it."""

    number: int | None
    text: str
    start: int
    after: str


_MARGIN = re.compile(r"[\s>]*")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")


@lru_cache(maxsize=8)
def read_alineas(text: str) -> tuple[Alinea, ...]:
    """The alinéas and headings of an article, in order; put end to end they are the text.

    The numbers are those of `constitution.text.alineas` for a text in the normal form.
    """
    found: list[Alinea] = []
    number = start = 0
    in_footnote = False
    lines = _read_lines(text)
    lines.reverse()
    while lines:
        body, after = lines.pop()
        if body[:1].isalnum():
            number += 1
            in_footnote = False
            found.append(Alinea(number, body, start, after))
        elif body or after:
            content = _MARGIN.sub("", body, count=1)
            if content.startswith("|"):
                while after == "\n" and lines and _is_row(lines[-1][0]):
                    row, break_after = lines.pop()
                    body, after = f"{body}\n{row}", break_after
            in_footnote = _FOOTNOTE.match(content) is not None or (
                in_footnote and body.startswith("    ")
            )
            counts = bool(content) and not in_footnote and not is_heading(content)
            number += counts
            found.append(Alinea(number if counts else None, body, start, after))
        start += len(body) + len(after)
    return tuple(found)


def _read_lines(text: str) -> list[tuple[str, str]]:
    """Each line that is not blank, with the breaks and blank lines that close it; the first anyway."""
    found = []
    body, *lines = text.split("\n")
    after = ""
    for line in lines:
        if line and not line.isspace():
            found.append((body, after + "\n"))
            body, after = line, ""
        else:
            after += "\n" + line
    found.append((body, after))
    return found


def _is_row(line: str) -> bool:
    return _MARGIN.sub("", line, count=1).startswith("|")


def is_heading(line: str) -> bool:
    """Whether a line is a heading: its marks, then a space."""
    return line.startswith("#") and line.lstrip("#").startswith(" ")
