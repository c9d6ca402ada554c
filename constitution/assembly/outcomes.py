"""A record in one line: when, which, what became of it, and how the vote went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.amendment import label
from constitution.assembly.pending import state_words
from constitution.display import safe
from constitution.language import _
from constitution.vote import VoteRecord, summary

if TYPE_CHECKING:
    from constitution.history import Entry

__all__ = ["outcome_line", "when_words"]


def outcome_line(entry: Entry) -> str:
    """The record of an amendment, safe to show."""
    motion, record = entry.motion, entry.record
    name = label(motion.number, motion.revision, motion.round)
    how = summary(record) if isinstance(record, VoteRecord) else record.ruling
    return _("{date}  {name}  {outcome}: {title} ({how})").format(
        date=when_words(entry),
        name=name,
        outcome=state_words()[entry.outcome],
        title=safe(motion.title),
        how=safe(how),
    )


def when_words(entry: Entry) -> str:
    """When it was voted on or ruled, or else from when it counts."""
    if entry.record.held is not None:
        return entry.record.held.isoformat()
    if entry.motion.takes_effect is not None:
        return _("in force {date}").format(date=entry.motion.takes_effect.isoformat())
    return _("no date")
