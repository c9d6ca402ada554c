"""The text of a day, article by article.

The order of main is the order of adoption; dates of effect need not follow it. Each version of
an article takes effect

- on the day its motion decides (`takes_effect`); else
- on the day that `calendar.toml` states (`in_force`); else
- where the assembly counted or declared, on the day the vote was held: the text of a constituent
  assembly is the current text, not law; else
- on a day that nobody stated: a reported vote, or a change made with no vote. It is then in doubt
  from the day it was held (or adopted, reported, committed) until the next record, of whatever
  article, whose own date is known: who made that next version knew this one.

On a day D an article is as the last version in effect left it. One cannot tell what it was where
a version that came earlier in the order of main was not yet in effect (the text without it stands
in no version), nor where a later one is in doubt. An article whose deletion is in effect is gone
whatever came before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.article import path_key
from constitution.errors import Unknown
from constitution.history.article import trace_lives
from constitution.history.calendars import FOUNDING_NUMBER, read_calendar
from constitution.history.steps import steps as steps_of_main
from constitution.language import _
from constitution.vote import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.history.article import Life
    from constitution.history.calendars import Calendar
    from constitution.history.records import Entry
    from constitution.history.steps import Step, Touch
    from constitution.repository import CommitId, Repository

__all__ = ["Basis", "DayArticle", "DayText", "Doubt", "Effect", "text_of_the_day"]

Basis = Literal["founding", "motion", "calendar", "held", "unstated"]
"""Who says from when: the founding, the motion, the calendar, the clerk, or nobody."""


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a version counts: perhaps since `first`, surely since `sure`."""

    basis: Basis
    first: dt.date
    sure: dt.date | None
    """Equal to `first` where the date is stated; None where it is in doubt to this day."""


@dataclass(frozen=True, slots=True)
class DayArticle:
    """An article as it was on the day, and the version that made it so."""

    path: str
    data: bytes = field(repr=False)
    commit: CommitId
    entry: Entry | None
    """None for the founding, and where nothing was voted."""
    effect: Effect

    @property
    def text(self) -> str:
        """Its words."""
        return self.data.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article of which one cannot tell the words on the day, and the sentence that says why."""

    path: str
    """Where it last surely stood, or where it would stand."""
    sentence: str
    entries: tuple[Entry, ...]
    """The records between which it hangs."""


@dataclass(frozen=True, slots=True)
class DayText:
    """The text as it was on a day, as far as one can tell."""

    date: dt.date
    articles: tuple[DayArticle, ...]
    """In reading order."""
    cannot_tell: tuple[Doubt, ...]
    """In reading order; none of these is among the articles."""

    @property
    def texts(self) -> dict[str, str]:
        """The words of each article by its path, in reading order."""
        return {article.path: article.text for article in self.articles}


def text_of_the_day(
    repository: Repository,
    tip: CommitId,
    date: dt.date,
    *,
    entries: Sequence[Entry] | None = None,
) -> DayText:
    """The text that was in force on a day, as main up to `tip` tells it.

    `Unknown` before the founding, which has the date that the calendar states for number "0", or
    else that of its commit.
    """
    history = steps_of_main(repository, tip, entries)
    effects = effects_of(repository, history, read_calendar(repository, tip))
    founded = effects[history[0].commit, None].first
    if date < founded:
        raise Unknown(
            _("the constitution did not exist yet on {date}").format(date=date.isoformat()),
            hint=_("It was founded on {date}.").format(date=founded.isoformat()),
        )
    articles: list[DayArticle] = []
    doubts: list[Doubt] = []
    for life in trace_lives(history).all:
        match _on(repository, life, effects, date):
            case DayArticle() as article:
                articles.append(article)
            case Doubt() as doubt:
                doubts.append(doubt)
            case None:
                pass
            case never:
                assert_never(never)
    taken = Counter(article.path for article in articles)
    for path in [path for path, times in taken.items() if times > 1]:
        rivals = [article for article in articles if article.path == path]
        articles = [article for article in articles if article.path != path]
        doubts.append(
            Doubt(
                path,
                _("{path} is where two articles would stand on that day.").format(path=path),
                tuple(article.entry for article in rivals if article.entry is not None),
            )
        )
    return DayText(
        date,
        tuple(sorted(articles, key=lambda article: path_key(article.path))),
        tuple(sorted(doubts, key=lambda doubt: path_key(doubt.path))),
    )


Effects = dict[tuple["CommitId", int | None], Effect]
"""By commit and by the sequence of the record; None for what has no record."""


def effects_of(repository: Repository, steps: Sequence[Step], calendar: Calendar) -> Effects:
    """From when each step of main counts, by its commit and the record that it made."""
    effects: Effects = {}
    later: dt.date | None = None
    """The first day on which a later record is known to be in effect."""
    for step in reversed(steps):
        committed = repository.commit(step.commit).committed.date
        if step.parent is None:
            founded = calendar.of(FOUNDING_NUMBER).earliest_effect or committed
            effects[step.commit, None] = Effect("founding", founded, founded)
            continue
        effects[step.commit, None] = _unstated(committed, later)
        for entry in reversed(step.entries):
            basis, date = _stated(entry, calendar)
            if date is None:
                effect = _unstated(_not_before(entry, calendar), later)
            else:
                effect = Effect(basis, date, date)
                if entry.adopted:
                    later = date if later is None else min(later, date)
            effects[step.commit, entry.record.sequence] = effect
    return effects


def _unstated(first: dt.date, later: dt.date | None) -> Effect:
    return Effect("unstated", first, None if later is None else max(first, later))


def _stated(entry: Entry, calendar: Calendar) -> tuple[Basis, dt.date | None]:
    """From when the changes of a record count, and who says so."""
    if entry.motion.takes_effect is not None:
        return "motion", entry.motion.takes_effect
    dates = calendar.of(entry.number, entry.motion.round)
    if dates.in_force is not None:
        return "calendar", dates.in_force
    if entry.evidence == "reported":
        return "unstated", None
    return "held", entry.record.held


def _not_before(entry: Entry, calendar: Calendar) -> dt.date:
    """A day before which a reported change was surely not in effect."""
    stated = calendar.of(entry.number, entry.motion.round).earliest_effect
    record = entry.record
    if isinstance(record, Disposition):
        return record.held
    reported = [report.date for report in record.reports if report.date is not None]
    return record.held or stated or max(reported, default=dt.date.min)


def _on(
    repository: Repository, life: Life, effects: Effects, date: dt.date
) -> DayArticle | Doubt | None:
    """What an article was on a day: its words, a doubt, or not there."""
    versions = [(step, touch, _effect(step, touch, effects)) for step, touch in life.touches]
    certain = [n for n, (_s, _t, effect) in enumerate(versions) if _is_in(effect, date)]
    last = certain[-1] if certain else -1
    hanging = [version for version in versions[last + 1 :] if version[2].first <= date]
    overtaken = [version for version in versions[: max(last, 0)] if not _is_in(version[2], date)]
    if last < 0 and not hanging:
        return None
    if last >= 0:
        step, touch, effect = versions[last]
        gone = touch.new_path is None
        if not hanging and (gone or not overtaken):
            if touch.new_path is None or touch.new_blob is None or not _is_text(touch.new_path):
                return None
            data = repository.blob(touch.new_blob)
            return DayArticle(touch.new_path, data, step.commit, touch.entry, effect)
    path = _last_path([touch for _s, touch, _e in (versions[: last + 1] or hanging)])
    if not _is_text(path):
        return None
    if hanging:
        named = hanging[0][1].entry
        return Doubt(
            path,
            _changed_in_doubt(named, repository.commit(hanging[0][0].commit).committed.date),
            tuple(touch.entry for _s, touch, _e in hanging if touch.entry is not None),
        )
    return Doubt(
        path,
        _overtaken(overtaken[0][1].entry, versions[last][1].entry),
        tuple(
            touch.entry for _s, touch, _e in (*overtaken, versions[last]) if touch.entry is not None
        ),
    )


def _effect(
    step: Step, touch: Touch, effects: Mapping[tuple[CommitId, int | None], Effect]
) -> Effect:
    sequence = touch.entry.record.sequence if touch.entry is not None else None
    return effects[step.commit, sequence]


def _is_in(effect: Effect, date: dt.date) -> bool:
    return effect.sure is not None and effect.sure <= date


def _is_text(path: str) -> bool:
    return path.startswith("articles/") and path.endswith(".md")


def _last_path(touches: Sequence[Touch]) -> str:
    return touches[-1].new_path or touches[-1].old_path or ""


def _changed_in_doubt(entry: Entry | None, committed: dt.date) -> str:
    if entry is None:
        return _(
            "It was changed with no vote, in a commit of {date}: from when that counts, nobody can say."
        ).format(date=committed.isoformat())
    return _("Amendment {number} changed it, and from when is not stated anywhere.").format(
        number=entry.number
    )


def _overtaken(earlier: Entry | None, later: Entry | None) -> str:
    if earlier is None or later is None:
        return _(
            "A later version was in force before an earlier one: the text without the earlier one"
            " stands in no version."
        )
    return _(
        "Amendment {later} was in force, and amendment {earlier}, adopted before it, was not yet:"
        " the text of one without the other stands in no version."
    ).format(later=later.number, earlier=earlier.number)
