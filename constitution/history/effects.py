"""From when each change of main counts.

The order of main is the order of adoption; dates of effect need not follow it. A change counts

- from the day its motion decides (`takes_effect`); else
- from the day that `calendar.toml` states (`in_force`) for the article, or for the record; else
- where the assembly counted or declared, from the day the vote was held: the text of a constituent
  assembly is the current text, not law; else
- from a day that nobody stated: a reported vote, or a change made with no vote. It is then in doubt
  from the day it was held (adopted, published, reported, committed; where none of these is known,
  not before the records that precede it) until the next record, of whatever article, whose own
  date is known: who made that next version knew this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.vote import VoteRecord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constitution.history.calendars import Calendar
    from constitution.history.records import Entry
    from constitution.history.steps import Step, Touch
    from constitution.repository import CommitId, Repository

__all__ = ["Basis", "Effect", "Effects", "effects_of"]

Basis = Literal["founding", "motion", "calendar", "held", "unstated"]
"""Who says from when: the founding, the motion, the calendar, the clerk, or nobody."""


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a version counts: perhaps since `first`, surely since `sure`."""

    basis: Basis
    first: dt.date
    sure: dt.date | None
    """Equal to `first` where the date is stated; None where it is in doubt to this day."""

    def is_in(self, date: dt.date) -> bool:
        """Whether it surely counts on a day."""
        return self.sure is not None and self.sure <= date


Key = tuple["CommitId", int | None]
"""A commit and the sequence of the record it made; None for what has no record."""


@dataclass(frozen=True, slots=True)
class Effects:
    """From when each change of main counts."""

    founded: dt.date
    calendar: Calendar
    records: Mapping[Key, Effect]

    def of(self, step: Step, touch: Touch) -> Effect:
        """From when a change of one file counts."""
        entry = touch.entry
        if entry is None:
            return self.records[step.commit, None]
        if entry.motion.takes_effect is None:
            for path in (touch.new_path, touch.old_path):
                own = self.calendar.of_article(entry.number, entry.motion.round, path or "")
                if path and own is not None and own.in_force is not None:
                    return Effect("calendar", own.in_force, own.in_force)
        return self.records[step.commit, entry.record.sequence]


def effects_of(repository: Repository, steps: Sequence[Step], calendar: Calendar) -> Effects:
    """From when each change of main counts, as the motions, the calendar and the clerk say."""
    committed = [repository.commit(step.commit).committed.date for step in steps]
    founded = calendar.founded(committed[0])
    not_before = _not_before(steps, calendar, founded)
    effects: dict[Key, Effect] = {(steps[0].commit, None): Effect("founding", founded, founded)}
    later: dt.date | None = None
    """The first day on which a later record is known to count."""
    for step, day in reversed(list(zip(steps, committed, strict=True))[1:]):
        effects[step.commit, None] = _unstated(day, later)
        for entry in reversed(step.entries):
            basis, date = _stated(entry, calendar)
            key = step.commit, entry.record.sequence
            if date is None:
                effects[key] = _unstated(not_before[key], later)
                continue
            effects[key] = Effect(basis, date, date)
            if entry.adopted:
                whole = _whole(entry, calendar, date)
                later = whole if later is None else min(later, whole)
    return Effects(founded, calendar, effects)


def _unstated(first: dt.date, later: dt.date | None) -> Effect:
    return Effect("unstated", first, None if later is None else max(first, later))


def _stated(entry: Entry, calendar: Calendar) -> tuple[Basis, dt.date | None]:
    """From when a record counts, and who says so."""
    if entry.motion.takes_effect is not None:
        return "motion", entry.motion.takes_effect
    dates = calendar.of(entry.number, entry.motion.round)
    if dates.in_force is not None:
        return "calendar", dates.in_force
    if entry.evidence == "reported":
        return "unstated", None
    return "held", entry.record.held


def _whole(entry: Entry, calendar: Calendar, stated: dt.date) -> dt.date:
    """From when all of a record counts, parts that have later dates of their own included."""
    if entry.motion.takes_effect is not None:
        return stated
    dates = calendar.all_of(entry.number, entry.motion.round)
    return max([stated, *(part.in_force for part in dates if part.in_force is not None)])


def _not_before(steps: Sequence[Step], calendar: Calendar, founded: dt.date) -> dict[Key, dt.date]:
    """For each record a day before which it surely did not count."""
    floor = founded
    days: dict[Key, dt.date] = {}
    for step in steps:
        for entry in step.entries:
            dates = calendar.of(entry.number, entry.motion.round)
            voted = entry.record.held or dates.adopted or _reported(entry)
            days[step.commit, entry.record.sequence] = (
                entry.record.held or dates.earliest_effect or voted or floor
            )
            floor = max(floor, voted or floor)
    return days


def _reported(entry: Entry) -> dt.date | None:
    """The last day on which a body is reported to have voted."""
    record = entry.record
    reports = record.reports if isinstance(record, VoteRecord) else ()
    return max((report.date for report in reports if report.date is not None), default=None)
