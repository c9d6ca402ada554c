"""What history tells, as plain data for `--json`: the keys last, and are never translated.

Dates are `2026-11-23`, commits 40 hexadecimal digits, offsets characters (Unicode code points)
from 0, `alinea` is null in a heading, and what is not known is null. Bytes that are not UTF-8 are
shown with replacement characters.

    entry     {"record", "amendment", "round", "revision", "slug", "folder", "commit", "title",
               "authors", "outcome", "evidence", "held", "takes_effect", "on",
               "questions": [{"title", "subject", "rule", "changes", "outcome", "entitled",
                              "for", "against", "abstain"}],
               "reports": [{"act", "body", "date", "for", "against", "abstain", "blank",
                            "entitled", "source"}],
               "declared_by", "ruling", "ruled_by", "joined_to"}
              `for`, `against` and `abstain` of a question are numbers, lists of members, or null;
              its `outcome` is null where nothing was counted
    version   {"kind", "commit", "date", "ratified", "old_path", "new_path", "old", "new",
               "returns_to", "entry": entry | null}
    moment    {"date"} | {"commit", "named_by", "entry": entry | null}
    day       {"date", "articles": [{"path", "text", "commit", "since", "basis",
                                     "entry": entry | null}],
               "cannot_tell": [{"path", "reason", "entries": [entry]}]}
    phrase    {"alinea", "start", "end", "text", "kind", "commit", "ratified",
               "entry": entry | null}
    match     {"path", "alinea", "line", "start", "text", "spans": [[start, end]]}
    member    {"member", "record", "amendment", "title", "choices": [choice]}
    group     {"record", "amendment", "question", "group", "for", "against", "abstain", "absent"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from constitution.history.article import ArticleVersion
from constitution.history.dates import Day, Point
from constitution.history.day import DayArticle, DayText, Doubt
from constitution.history.origin import Phrase
from constitution.history.records import Entry
from constitution.history.search import Match
from constitution.history.votes import GroupVotes, MemberVotes
from constitution.vote import Disposition, VoteRecord

if TYPE_CHECKING:
    import datetime as dt

    from constitution.motion import Question
    from constitution.vote import Count, Report, Votes

__all__ = ["to_json"]

Told = (
    Entry
    | ArticleVersion
    | Day
    | Point
    | DayText
    | DayArticle
    | Doubt
    | Phrase
    | Match
    | MemberVotes
    | GroupVotes
)


def to_json(value: Told, *, founded: dt.date | None = None) -> dict[str, Any]:
    """A value of the history as dictionaries, lists, strings, numbers and null alone.

    `founded` is the day of the founding, where the calendar states it.
    """
    match value:
        case Entry():
            return _entry(value)
        case ArticleVersion():
            return _version(value, founded)
        case Day(date):
            return {"date": date.isoformat()}
        case Point(commit, named_by, entry):
            return {"commit": commit, "named_by": named_by, "entry": _optional(entry)}
        case DayText():
            return {
                "date": value.date.isoformat(),
                "articles": [to_json(article) for article in value.articles],
                "cannot_tell": [to_json(doubt) for doubt in value.cannot_tell],
            }
        case DayArticle():
            return {
                "path": value.path,
                "text": value.text,
                "commit": value.commit,
                "since": _date(value.effect.sure),
                "basis": value.effect.basis,
                "entry": _optional(value.entry),
            }
        case Doubt():
            return {
                "path": value.path,
                "reason": value.sentence,
                "entries": [_entry(entry) for entry in value.entries],
            }
        case Phrase():
            return {
                "alinea": value.alinea,
                "start": value.start,
                "end": value.end,
                "text": value.text,
                "kind": value.source.kind,
                "commit": value.source.commit.id,
                "ratified": value.source.is_ratified,
                "entry": _optional(value.source.entry),
            }
        case Match():
            return {
                "path": value.path,
                "alinea": value.alinea,
                "line": value.line,
                "start": value.start,
                "text": value.text,
                "spans": [list(span) for span in value.spans],
            }
        case MemberVotes():
            return {
                "member": value.member,
                "record": value.entry.record.sequence,
                "amendment": value.entry.number,
                "title": value.entry.motion.title,
                "choices": list(value.choices),
            }
        case GroupVotes():
            return {
                "record": value.entry.record.sequence,
                "amendment": value.entry.number,
                "question": value.question,
                "group": value.group,
                "for": value.for_,
                "against": value.against,
                "abstain": value.abstain,
                "absent": value.absent,
            }
        case never:
            assert_never(never)


def _optional(entry: Entry | None) -> dict[str, Any] | None:
    return None if entry is None else _entry(entry)


def _date(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _version(version: ArticleVersion, founded: dt.date | None) -> dict[str, Any]:
    held = version.entry.record.held if version.entry is not None else None
    unvoted = founded if version.kind == "founded" and founded else version.commit.committed.date
    return {
        "kind": version.kind,
        "commit": version.commit.id,
        "date": _date(unvoted if version.entry is None else held),
        "ratified": version.is_ratified,
        "old_path": version.old_path,
        "new_path": version.new_path,
        "old": version.old,
        "new": version.new,
        "returns_to": version.returns_to,
        "entry": _optional(version.entry),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    record, motion = entry.record, entry.motion
    counted = record if isinstance(record, VoteRecord) else None
    ruled = record if isinstance(record, Disposition) else None
    counts: list[Count | None] = (
        [None] * len(motion.questions) if counted is None else list(counted.counts)
    )
    return {
        "record": record.sequence,
        "amendment": entry.number,
        "round": motion.round,
        "revision": motion.revision,
        "slug": entry.slug,
        "folder": entry.folder,
        "commit": entry.commit.id,
        "title": motion.title,
        "authors": list(motion.authors),
        "outcome": entry.outcome,
        "evidence": entry.evidence,
        "held": _date(record.held),
        "takes_effect": _date(motion.takes_effect),
        "on": motion.on,
        "questions": [
            _question(question, count)
            for question, count in zip(motion.questions, counts, strict=False)
        ],
        "reports": [_report(report) for report in counted.reports] if counted else [],
        "declared_by": counted.declared_by if counted else None,
        "ruling": ruled.ruling if ruled else None,
        "ruled_by": ruled.by if ruled else None,
        "joined_to": ruled.with_ if ruled else None,
    }


def _question(question: Question, count: Count | None) -> dict[str, Any]:
    return {
        "title": question.title,
        "subject": question.subject,
        "rule": question.rule,
        "changes": [str(change) for change in question.changes],
        "outcome": count.outcome if count is not None else None,
        "entitled": count.entitled if count is not None else None,
        "for": _votes(count.for_) if count is not None else None,
        "against": _votes(count.against) if count is not None else None,
        "abstain": _votes(count.abstain) if count is not None else None,
    }


def _votes(votes: Votes | None) -> int | list[str] | None:
    return list(votes) if isinstance(votes, tuple) else votes


def _report(report: Report) -> dict[str, Any]:
    return {
        "act": report.act,
        "body": report.body,
        "date": _date(report.date),
        "for": report.for_,
        "against": report.against,
        "abstain": report.abstain,
        "blank": report.blank,
        "entitled": report.entitled,
        "source": report.source,
    }
