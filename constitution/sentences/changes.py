"""What changes in the words of a piece: each change as long as one sentence best tells it."""

from __future__ import annotations

import re
from typing import NamedTuple

from constitution.diff import diff_words, tokens

__all__ = [
    "Change",
    "apply_changes",
    "as_numbered",
    "changes_between",
    "join_neighbours",
    "joined",
]

_NEAR = 60
"""Changes longer than this many characters are told by themselves, whatever stands beside them."""

_STOPS = frozenset(".;:!?…")
_SIGN = re.compile(r"[^\w\s]")


class Change(NamedTuple):
    """Characters `start` to `end` of a piece read otherwise."""

    start: int
    end: int
    new: str


def changes_between(old: str, new: str) -> list[Change]:
    """The changes between two texts, none touching the next."""
    changes: list[Change] = []
    for hunk in diff_words(old, new):
        if hunk.old == hunk.new:
            continue
        start, end = hunk.old_start, hunk.old_start + len(hunk.old)
        if changes and changes[-1].end == start:
            last = changes.pop()
            changes.append(Change(last.start, end, last.new + hunk.new))
        else:
            changes.append(Change(start, end, hunk.new))
    return [_after_stop(old, change) for change in changes]


def _after_stop(old: str, change: Change) -> Change:
    """The same change, told from after the stop that stands on both its sides."""
    start, end, new = change
    words = new or old[start:end]
    if words[:1] not in _STOPS or words[:1] != old[end : end + 1] or (new and start < end):
        return change
    return Change(start + 1, end + 1, new and new[1:] + new[0])


def apply_changes(old: str, changes: list[Change]) -> str:
    """A piece as it reads after its changes."""
    done: list[str] = []
    at = 0
    for change in changes:
        done += [old[at : change.start], change.new]
        at = change.end
    return "".join(done) + old[at:]


def join_neighbours(old: str, changes: list[Change]) -> list[Change]:
    """The changes, short ones joined where one word at most stands between them."""
    near: list[Change] = []
    for change in changes:
        last = near[-1] if near else None
        if last is not None and _are_near(old, last, change):
            near[-1] = joined(old, last, change)
        else:
            near.append(change)
    return near


def joined(old: str, one: Change, two: Change) -> Change:
    """Two changes as one, with what stands between them."""
    return Change(one.start, two.end, one.new + old[one.end : two.start] + two.new)


def _are_near(old: str, one: Change, two: Change) -> bool:
    """Whether one sentence tells both changes better than two."""
    between = tokens(old[one.end : two.start])
    words = sum(token[0].isalnum() for token in between)
    if words > 1 or any(mark != "," for mark in filter(_SIGN.fullmatch, between)):
        return False
    return all(max(change.end - change.start, len(change.new)) <= _NEAR for change in (one, two))


def as_numbered(old: str, numbered: str, changes: list[Change]) -> list[Change] | None:
    """Changes of a piece that bears its new number and targets, told of the old one.

    None if one of them is of what another sentence changes.
    """
    told = []
    edits = changes_between(old, numbered)
    at, shift = 0, 0  # what the edits before add to where a change stands
    for change in changes:
        while at < len(edits) and edits[at].start + shift + len(edits[at].new) <= change.start:
            shift += len(edits[at].new) - (edits[at].end - edits[at].start)
            at += 1
        if at < len(edits) and change.end > edits[at].start + shift:
            return None
        told.append(Change(change.start - shift, change.end - shift, change.new))
    return told
