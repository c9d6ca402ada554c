"""Changes that leave no half of a link: nobody reads its marks and its target aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from constitution.sentences.changes import Change, apply_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Link",
    "aloud",
    "has_half_link",
    "list_links",
    "put_links",
    "read_link",
    "spell",
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


def aloud(text: str) -> str:
    """The words of a text as they are read aloud: of its links, the words alone."""
    return _LINK.sub(lambda link: link["words"], text) if "](" in text else text


def spell(body: str) -> tuple[str, list[int]]:
    """The words of a piece as they are read aloud, and where each of their characters stands in it."""
    places = list(range(len(body)))
    for link in reversed(list_links(body)):
        words = link.start + 1
        places[link.start : link.end] = range(words, words + len(link.words))
    return "".join(body[place] for place in places), places


def put_links(words: str, links: Sequence[tuple[str, str]]) -> str | None:
    """Words with these links put on some of them, one after the other; None where they are not there."""
    done, at = "", 0
    for called, target in links:
        start = words.find(called, at)
        if start < 0:
            return None
        done += f"{words[at:start]}[{called}]({target})"
        at = start + len(called)
    return done + words[at:]


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
