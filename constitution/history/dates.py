"""WHEN, as a person writes it: a day, a record, an amendment or a git revision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from constitution.days import find_day, last_day
from constitution.errors import Unknown
from constitution.history.article import kept_commits
from constitution.history.records import records
from constitution.language import _
from constitution.vote import Disposition

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constitution.history.records import Entry
    from constitution.repository import CommitId, Repository

__all__ = ["Day", "Moment", "Point", "resolve_when"]

_RECORD = re.compile(r"vote:\s*(\d{1,6})")
_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies")
_AMENDMENT = re.compile(
    r"(?P<number>[1-9]\d{0,5})"
    rf"(?P<rect>\s*rect\.?(?:\s+(?P<times>{'|'.join(_LATIN)}|\d+))?)?"
    r"(?:\s*\(\s*\w+\s+(?P<round>\d+)\s*\))?"
)
_SHORTEST_REVISION = 7
"""Fewer digits than this are a number of an amendment or a year, never the start of a commit."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `text_of_the_day` says what was in force then."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Point:
    """A commit whose text is meant."""

    commit: CommitId
    named_by: Literal["record", "amendment", "revision"]
    entry: Entry | None = None
    """The record, where one was named; None for a revision, and for what is pending."""


Moment = Day | Point


def resolve_when(
    repository: Repository,
    tip: CommitId,
    text: str,
    *,
    pending: Mapping[str, CommitId] = MappingProxyType({}),
    entries: Sequence[Entry] | None = None,
    today: dt.date | None = None,
) -> Moment:
    """The moment that a person names; `Unknown` where it names none.

    A text is read, in this order, as

    1. a day, `2026-11-23`, `4.10.1958`, `4 October 1958`, and `today` where the caller says which;
    2. a record, `vote:12`: main once it was recorded; `vote:0` is the founding;
    3. an amendment by its number, `12`, `12 rect.`, `12 rect. bis`, `12 (round 2)`, or its folder;
    4. an amendment by its slug;
    5. any git revision;
    6. a month or a year, `May 1970`, `1958`: its last day.

    An amendment means the text with it adopted: `pending` maps the numbers, labels and slugs of
    those that are not disposed of to the commit that holds their text; of an adopted one it is
    main at its adoption, of a rejected one the text that was kept. Where an amendment came back,
    the last time is meant unless a revision or a round is named.
    """
    wanted = " ".join(text.split())
    if (day := find_day(wanted, today)) is not None:
        return Day(day)
    found = list(records(repository, tip) if entries is None else entries)
    if record := _RECORD.fullmatch(wanted):
        return _record(repository, tip, int(record[1]), found)
    if wanted in pending:
        return Point(pending[wanted], "amendment")
    named = _AMENDMENT.fullmatch(wanted)
    matching = _numbered(named, found) if named else []
    matching = matching or [entry for entry in found if wanted in {entry.folder, entry.slug}]
    if matching:
        return _amendment(repository, matching[-1], found)
    if not wanted.isdecimal() or len(wanted) >= _SHORTEST_REVISION:
        commit = repository.resolve(wanted)
        if commit is not None:
            return Point(commit, "revision")
    if (day := last_day(wanted)) is not None:
        return Day(day)
    raise Unknown(
        _("“{text}” names no date, no record and no amendment").format(text=wanted),
        hint=_("Write for example 2026-11-23, `vote:12` for a record, or 12 for an amendment."),
    )


def _record(
    repository: Repository, tip: CommitId, sequence: int, entries: Sequence[Entry]
) -> Point:
    if sequence == 0:
        *_later, founding = repository.first_parents(tip)
        return Point(founding, "record")
    for entry in entries:
        if entry.record.sequence == sequence:
            return Point(entry.commit.id, "record", entry)
    last = entries[-1].record.sequence if entries else 0
    raise Unknown(
        _("there is no record {number}").format(number=sequence),
        hint=_("The last record is {number}.").format(number=last)
        if last
        else _("Nothing was recorded yet."),
    )


def _joined(entry: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """The record of the amendment that this one was voted together with, if it was."""
    record = entry.record
    if not isinstance(record, Disposition) or record.with_ is None:
        return []
    return [other for other in entries if other.number == record.with_][-1:]


def _numbered(named: re.Match[str], entries: Sequence[Entry]) -> list[Entry]:
    """The records of the amendment that a label names, oldest first."""
    found = [entry for entry in entries if entry.number == named["number"]]
    if named["rect"]:
        times = named["times"] or "1"
        revision = _LATIN.index(times) + 2 if times in _LATIN else int(times)
        found = [entry for entry in found if entry.motion.revision == revision]
    if named["round"]:
        found = [entry for entry in found if entry.motion.round == int(named["round"])]
    return found


def _amendment(repository: Repository, entry: Entry, entries: Sequence[Entry]) -> Point:
    """The text with the amendment adopted, by itself or with the one it was joined to."""
    for one in (entry, *_joined(entry, entries)):
        if one.adopted or (one.outcome == "adopted" and one.motion.on is None):
            return Point(one.commit.id, "amendment", entry)
    for commit in kept_commits(repository, entry):
        return Point(commit, "amendment", entry)
    raise Unknown(
        _("amendment {number} was not adopted, and the text with it was not kept here").format(
            number=entry.number
        ),
        hint=_("Its folder is votes/{folder}; `vote:{sequence}` is the text as it stood.").format(
            folder=entry.folder, sequence=entry.record.sequence
        ),
    )
