"""Conflicts marked in the text, as git marks them: for git alone, and never for what is voted on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    from constitution.merge.texts import Conflicted

__all__ = ["Labels", "mark_conflicts", "refuse_marks"]

_MARK = re.compile(r"(?:\\?<){7}|(?:\\?>){7}|(?:\\?\|){7}|^[ \t]*(?:\\?=){7,}[ \t]*$", re.MULTILINE)
"""What git marks a conflict with, be it escaped."""


def refuse_marks(text: str, path: str) -> None:
    """Refuse a text that holds a mark of a conflict."""
    found = _MARK.search(text)
    if found is not None:
        raise Malformed(
            _("this line holds the mark of a conflict"),
            where=f"{path}:{text.count(chr(10), 0, found.start()) + 1}",
            hint=_("Write the words that are meant, and take the marks out."),
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands beside the marks: the names of the three texts."""

    current: str
    base: str
    other: str


@dataclass(slots=True)
class _Lines:
    """Whole lines in three readings; the readings differ where `conflict` is set."""

    base: str = ""
    current: str = ""
    other: str = ""
    conflict: bool = field(default=False)

    def add(self, base: str, current: str, other: str) -> None:
        self.base += base
        self.current += current
        self.other += other


def mark_conflicts(
    conflicted: Conflicted, labels: Labels, *, size: int = 7, with_base: bool = False
) -> tuple[str, int]:
    """The merged text with every conflict marked in whole lines, and how many were marked.

    `size` is the length of a mark; with `with_base` the lines of the base are shown too (git's
    diff3 style).
    """
    made: list[str] = []
    number = 0
    for lines in _by_line(conflicted):
        if not lines.conflict:
            made.append(lines.current)
            continue
        number += 1
        made.append(_mark("<", size, labels.current))
        made.append(_ended(lines.current))
        if with_base:
            made.append(_mark("|", size, labels.base))
            made.append(_ended(lines.base))
        made.append(_mark("=", size, ""))
        made.append(_ended(lines.other))
        made.append(_mark(">", size, labels.other))
    return "".join(made), number


def _mark(sign: str, size: int, label: str) -> str:
    return f"{sign * size} {label}".rstrip() + "\n"


def _ended(lines: str) -> str:
    """The lines, the last one ended."""
    return lines if not lines or lines.endswith("\n") else lines + "\n"


def _by_line(conflicted: Conflicted) -> list[_Lines]:
    """The text in runs of whole lines, those with a conflict apart from those without."""
    runs: list[_Lines] = [_Lines()]
    for piece in conflicted.pieces:
        if not isinstance(piece, str):
            _open_conflict(runs)
            runs[-1].add(piece.base, piece.current, piece.amendment)
            continue
        rest = piece
        if runs[-1].conflict:
            end = 0 if _is_whole(runs[-1]) else rest.find("\n") + 1 or len(rest)
            runs[-1].add(*[rest[:end]] * 3)
            rest = rest[end:]
            if _is_whole(runs[-1]):
                runs.append(_Lines())
        runs[-1].add(*[rest] * 3)
    return runs


def _open_conflict(runs: list[_Lines]) -> None:
    """Make the last run one in conflict, of the line that is not ended yet."""
    last = runs[-1]
    if last.conflict:
        return
    start = last.current.rfind("\n") + 1
    begun = last.current[start:]
    last.base = last.current = last.other = last.current[:start]
    runs.append(_Lines(begun, begun, begun, conflict=True))


def _is_whole(lines: _Lines) -> bool:
    """Whether every reading ends where a line does."""
    return all(
        not reading or reading.endswith("\n")
        for reading in (lines.base, lines.current, lines.other)
    )
