"""What happened to a text of an amendment since one began to write it; and the text, set apart.

A text is written for minutes, and its amendment may be disposed of, or taken off the list, before it
is saved. What was typed then goes into a new amendment, as a change to the text it was written for:
what the assembly adopted since is carried into it as into any other.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from constitution.assembly.drafting.branch import draft_snapshot
from constitution.assembly.drafting.editing import (
    canonical_governance,
    formed_article,
    formed_reasons,
)
from constitution.assembly.drafting.opening import free_slug, new_amendment
from constitution.assembly.drafting.updating import ground
from constitution.assembly.pending import find_pending
from constitution.errors import ConstitutionError, Refused, Unknown
from constitution.language import _
from constitution.text import decode

if TYPE_CHECKING:
    from constitution.amendment import State
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.history import Entry, Snapshot
    from constitution.repository import CommitId

__all__ = ["REASONS", "Begun", "Meanwhile", "begin", "look", "set_apart"]

REASONS = "reasons.md"
"""The path by which the reasons of an amendment are told from its articles."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What one begins to write with: a text of an amendment."""

    slug: str
    path: str
    was: str
    """Where the article stands in the text that the amendment was written for."""
    text: str | None
    """The text as the amendment has it; None where it has none yet, or where that is not known."""
    base: str | None
    """The text it was written for; None where there is none, or where that is not known."""
    title: str
    """What the amendment proposes; its short name, in words, where that is not known."""
    on: str | None = None
    """The number of the amendment that it amends."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What happened to a text of an amendment."""

    state: State | None
    """What became of its amendment; None where it is no longer on the list."""
    is_saved: bool = False
    """Whether somebody else saved the text."""
    is_amended: bool = False
    """Whether the current text has other words there than those it was written for."""
    base: str | None = None
    """The text it is written for by now."""

    @property
    def can_be_saved(self) -> bool:
        """Whether the amendment can still be written."""
        return self.state in {"draft", "submitted", "put"}


def begin(desk: Desk, slug: str, path: str) -> Begun:
    """What one begins to write with, whatever became of the amendment."""
    try:
        one = find_pending(desk, slug, disposed=True)
    except ConstitutionError:
        return Begun(slug, path, path, None, None, slug.replace("-", " ").capitalize())
    was = {new: old for old, new in one.amendment.moves}.get(path, path)
    text = one.reasons if path == REASONS else _text(draft_snapshot(desk, one), path)
    base = None if path == REASONS else _text(desk.at(one.fork), was)
    return Begun(slug, path, was, text, base, one.amendment.title, one.amendment.on)


def look(desk: Desk, begun: Begun) -> Meanwhile:
    """What happened to a text since one began to write it."""
    try:
        one = find_pending(desk, begun.slug, disposed=True)
    except Unknown:
        return Meanwhile(_recorded(desk, begun.slug))
    now = begin(desk, begun.slug, begun.path)
    amended = False
    if begun.path != REASONS:
        with suppress(ConstitutionError):  # the amendment that it amends may be gone
            amended = _text(ground(desk, one), now.was) != now.base
    return Meanwhile(one.state, now.text != begun.text, amended, now.base)


def _recorded(desk: Desk, slug: str) -> State | None:
    """What the last record of an amendment says became of it."""
    outcomes = [entry.outcome for entry in desk.records() if entry.slug == slug]
    return cast("State", outcomes[-1]) if outcomes else None


def set_apart(desk: Desk, begun: Begun, text: str, title: str) -> Pending:
    """A new amendment with a text that was typed in another, and no other change of that one.

    It starts from the text it was written for, wherever the current text has grown from that; and
    from the words that were adopted, where its amendment was.
    """
    on = _standing(desk, begun.on)
    slug = free_slug(desk, title, besides={begun.slug})
    if begun.path == REASONS:
        reasons = formed_reasons(desk, text)
        return new_amendment(desk, slug, title=title, on=on, reasons=reasons)
    tip = find_pending(desk, on).branch.tip if on is not None else desk.main().commit
    start = _start(desk, begun, tip)
    snapshot = desk.at(start)
    changes, moves = _change(desk, snapshot, begun, text)
    if all(path in snapshot.files and snapshot.data(path) == new for path, new in changes.items()):
        raise Refused(_("nothing changes: the text says this already"))
    return new_amendment(desk, slug, title=title, on=on, changes=changes, moves=moves, start=start)


def _standing(desk: Desk, number: str | None) -> str | None:
    """The number of the amendment that is amended, where it is still pending."""
    if number is not None:
        with suppress(ConstitutionError):
            return find_pending(desk, number).number
    return None


def _start(desk: Desk, begun: Begun, tip: CommitId) -> CommitId:
    """The last commit that has the text which was begun with; the tip where none is known to.

    The words of the amendment itself are those of the text only where they were adopted, and since.
    """
    adopted = [entry.commit.id for entry in desk.records() if _brought(entry, begun)]
    if begun.text is not None and adopted:
        for commit in desk.repository.first_parents(tip):
            if desk.repository.read(commit, begun.path) == begun.text.encode():
                return commit
            if commit == adopted[-1]:
                break
    if begun.base is not None:
        for commit in desk.repository.first_parents(tip):
            if desk.repository.read(commit, begun.was) == begun.base.encode():
                return commit
    return tip


def _brought(entry: Entry, begun: Begun) -> bool:
    """Whether a record says that the words of an amendment entered the text."""
    return entry.slug == begun.slug and any(one.path == begun.path for one in entry.adopted)


def _change(
    desk: Desk, snapshot: Snapshot, begun: Begun, text: str
) -> tuple[dict[str, bytes | None], dict[str, str]]:
    """The files that the text changes in a constitution, and the move that it needs."""
    if not begun.path.startswith("articles/"):
        return {begun.path: canonical_governance(desk, snapshot, begun.path, text.encode())}, {}
    is_moved = begun.path not in snapshot.texts and begun.was in snapshot.texts
    there = begun.was if is_moved else begun.path
    words = formed_article(snapshot, begun.path, text, snapshot.texts.get(there, ""))
    if not is_moved:
        return {begun.path: words.encode()}, {}
    return {begun.was: None, begun.path: words.encode()}, {begun.was: begun.path}


def _text(snapshot: Snapshot, path: str) -> str | None:
    """The text of a file, or None where there is none."""
    return decode(snapshot.data(path), path) if path in snapshot.files else None
