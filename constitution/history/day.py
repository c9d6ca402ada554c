"""The text of a day, article by article; `effects` says from when each version counts.

On a day D an article is as the last version in effect left it. One cannot tell what it was where
a version that came earlier in the order of main was not yet in effect (the text without it stands
in no version), nor where a later one is in doubt. An article whose deletion is in effect is gone
whatever came before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from constitution.article import path_key
from constitution.errors import Unknown
from constitution.history.article import trace_lives
from constitution.history.calendars import read_calendar
from constitution.history.effects import effects_of
from constitution.history.index import indexed_steps
from constitution.history.records import records
from constitution.language import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from constitution.history.article import Life
    from constitution.history.effects import Effect, Effects
    from constitution.history.records import Entry
    from constitution.history.steps import Touch
    from constitution.repository import CommitId, Repository

__all__ = ["DayArticle", "DayText", "Doubt", "text_of_the_day"]


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
    known = records(repository, tip) if entries is None else entries
    history = indexed_steps(repository, tip, known)
    effects = effects_of(repository, history, read_calendar(repository, tip))
    if date < effects.founded:
        raise Unknown(
            _("the constitution did not exist yet on {date}").format(date=date.isoformat()),
            hint=_("It was founded on {date}.").format(date=effects.founded.isoformat()),
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


def _on(
    repository: Repository, life: Life, effects: Effects, date: dt.date
) -> DayArticle | Doubt | None:
    """What an article was on a day: its words, a doubt, or not there."""
    versions = [(step, touch, effects.of(step, touch)) for step, touch in life.touches]
    certain = [n for n, (_s, _t, effect) in enumerate(versions) if effect.is_in(date)]
    last = certain[-1] if certain else -1
    hanging = [version for version in versions[last + 1 :] if version[2].first <= date]
    overtaken = [version for version in versions[: max(last, 0)] if not version[2].is_in(date)]
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
