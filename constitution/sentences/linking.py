"""Changes that leave no half of a link: nobody reads its marks and its target aloud."""

from __future__ import annotations

import re
from typing import NamedTuple

from constitution.sentences.changes import Change, apply_changes

__all__ = [
    "Link",
    "has_half_link",
    "list_links",
    "read_link",
    "whole_links",
]

_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]+)\]\((?P<target>[^()\s`]*)\)")


class Link(NamedTuple):
    """A link, its words and its target, where it stands."""

    start: int
    end: int
    words: str
    target: str


def list_links(body: str) -> list[Link]:
    """The links of a piece, in order."""
    if "](" not in body:
        return []
    return [Link(*found.span(), *found.groups()) for found in _LINK.finditer(body)]


def read_link(text: str) -> Link | None:
    """The link that a text is; None where it is anything else."""
    found = _LINK.fullmatch(text)
    return None if found is None else Link(*found.span(), *found.groups())


def has_half_link(words: str) -> bool:
    """Whether a phrase cuts a link."""
    rest = _LINK.sub("", words)
    return "](" in rest or rest.count("[") != rest.count("]")


def whole_links(old: str, changes: list[Change]) -> list[Change]:
    """The changes, those that touch the marks or the target of a link grown to the whole link."""
    new = apply_changes(old, changes)
    before, after = list_links(old), list_links(new)
    grown = changes
    while before or after:
        last = grown
        for link in before:
            grown = _cover(old, grown, link)
        for link in after:
            grown = _mirror(new, _cover(new, _mirror(old, grown), link))
        if grown == last:
            break
    return grown


def _mirror(old: str, changes: list[Change]) -> list[Change]:
    """The changes told of the new text, that lead back to the old one."""
    told = []
    shift = 0
    for change in changes:
        start = change.start + shift
        told.append(Change(start, start + len(change.new), old[change.start : change.end]))
        shift += len(change.new) - (change.end - change.start)
    return told


def _cover(old: str, changes: list[Change], link: Link) -> list[Change]:
    """The changes, all that touch the link one with it if one touches more than its words."""
    opens, closes = link.start + 1, link.start + 1 + len(link.words)
    within = [one for one in changes if one.start < link.end and one.end > link.start]
    if all(opens <= one.start and one.end <= closes for one in within):
        return changes
    start, end = min(link.start, within[0].start), max(link.end, within[-1].end)
    inner = [Change(one.start - start, one.end - start, one.new) for one in within]
    whole = Change(start, end, apply_changes(old[start:end], inner))
    return sorted([*(one for one in changes if one not in within), whole])
