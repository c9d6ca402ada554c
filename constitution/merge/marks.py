"""Conflicts marked in the text, as git marks them: for git alone, and never for what is voted on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    from constitution.merge.texts import Conflicted

__all__ = ["Labels", "MarkStyle", "mark_conflicts", "refuse_marks", "unite_conflicts"]

MarkStyle = Literal["merge", "diff3", "zdiff3"]
"""What stands between the marks, by git's names: both sides; the base too; the base too, and of both
sides only the lines in which they differ."""

_MARK = re.compile(r"(?:\\?<){7}|(?:\\?>){7}|(?:\\?\|){7}|^[ \t]*(?:\\?=){7,}[ \t]*$", re.MULTILINE)
"""What git marks a conflict with, be it escaped."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


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
    conflicted: Conflicted, labels: Labels, *, size: int = 7, style: MarkStyle = "merge"
) -> tuple[str, int]:
    """The merged text with every conflict marked in whole lines, and how many were marked.

    `size` is the length of a mark.
    """
    made: list[str] = []
    number = 0
    for lines in _by_line(conflicted):
        if not lines.conflict:
            made.append(lines.current)
            continue
        number += 1
        before, current, other, after = ("", _ended(lines.current), _ended(lines.other), "")
        if style == "zdiff3":
            before, current, other, after = _apart(current, other)
        made += (before, _mark("<", size, labels.current), current)
        if style != "merge":
            made += (_mark("|", size, labels.base), _ended(lines.base))
        made += (_mark("=", size, ""), other, _mark(">", size, labels.other), after)
    return "".join(made), number


def unite_conflicts(conflicted: Conflicted) -> str:
    """The merged text with the lines of both sides in every conflict, those of the current text first."""
    made: list[str] = []
    for lines in _by_line(conflicted):
        if lines.conflict:
            made += _apart(_ended(lines.current), _ended(lines.other))
        else:
            made.append(lines.current)
    return "".join(made)


def _apart(current: str, other: str) -> tuple[str, str, str, str]:
    """The lines that both sides begin with, those of either that differ, the lines both end with."""
    ours, theirs = (_LINE.findall(side) for side in (current, other))
    shorter = min(len(ours), len(theirs))
    head = next((n for n in range(shorter) if ours[n] != theirs[n]), shorter)
    tail = next(
        (n for n in range(shorter - head) if ours[-1 - n] != theirs[-1 - n]), shorter - head
    )
    ours_end, theirs_end = len(ours) - tail, len(theirs) - tail
    return (
        "".join(ours[:head]),
        "".join(ours[head:ours_end]),
        "".join(theirs[head:theirs_end]),
        "".join(ours[ours_end:]),
    )


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
