"""The vote record: what was counted or reported, what became of it, and the sentence that says so.

`votes/<number>-<slug>/vote.toml` holds it, chained to the record before. A record either counts
(`VoteRecord`) or says what became of an amendment that was not voted on (`Disposition`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from constitution.canonical import Digest, Lines, is_digest, open_table, refuse_other_bytes, write
from constitution.errors import Malformed
from constitution.governance import EVIDENCE, Evidence, MemberId, Rule
from constitution.judgement import Figures, Judgement, figures_said, judge_all, judge_question
from constitution.language import _, introduce, join_clauses

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from constitution.canonical import Table

__all__ = [
    "DISPOSITIONS",
    "FOUNDING",
    "Count",
    "Disposition",
    "Outcome",
    "Record",
    "Report",
    "VoteRecord",
    "Votes",
    "evidence_word",
    "parse_record",
    "reported_words",
]

FOUNDING = "founding"
"""What the first record names instead of a record before it."""

Outcome = Literal["adopted", "rejected"]
Disposed = Literal["withdrawn", "fallen", "inadmissible", "not-moved", "joined"]
DISPOSITIONS: tuple[Disposed, ...] = ("withdrawn", "fallen", "inadmissible", "not-moved", "joined")

Votes = int | tuple[MemberId, ...]
"""A number, or the names where they are known."""


def number_of(votes: Votes) -> int:
    """How many votes, named or not."""
    return votes if isinstance(votes, int) else len(votes)


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one question; no votes where the result was declared without figures."""

    outcome: Outcome
    entitled: int | None = None
    """None only in a reported record, whose figures stand in its reports."""
    for_: Votes | None = None
    against: Votes | None = None
    abstain: Votes | None = None

    @property
    def figures(self) -> Figures:
        """The numbers, named or not."""
        return Figures(
            None if self.for_ is None else number_of(self.for_),
            None if self.against is None else number_of(self.against),
            None if self.abstain is None else number_of(self.abstain),
            self.entitled,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A vote held elsewhere, as a source tells it; what the source does not give is unknown."""

    act: str
    """The law or decision, by its title."""
    body: str
    """Who voted; `none` where the text entered into force without a vote, or `unknown`."""
    date: dt.date | None
    for_: int | None
    against: int | None
    abstain: int | None
    blank: int | None
    entitled: int | None
    source: str
    """Where the figures come from, or `unknown`."""

    @property
    def figures(self) -> Figures:
        """The figures that the arithmetic needs."""
        return Figures(self.for_, self.against, self.abstain, self.entitled)


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """What became of a motion that was voted on."""

    sequence: int
    previous: str
    """The digest of the record before, or `founding`."""
    motion: Digest
    evidence: Evidence
    held: dt.date | None
    """As stated by the clerk; None where a report does not know."""
    counts: tuple[Count, ...]
    """One a question."""
    declared_by: str | None = None
    """Who declared the result, where it was declared without figures."""
    reports: tuple[Report, ...] = ()

    @property
    def outcome(self) -> Literal["adopted", "rejected", "divided"]:
        """Adopted or rejected as a whole, or divided where the questions differ."""
        outcomes = {count.outcome for count in self.counts}
        return outcomes.pop() if len(outcomes) == 1 else "divided"

    def to_bytes(self) -> bytes:
        """The canonical bytes of `vote.toml`."""
        return write(
            {
                "format": "constitution-vote/1",
                "sequence": self.sequence,
                "previous": self.previous,
                "motion": self.motion,
                "evidence": self.evidence,
                "held": self.held or "unknown",
                "declared_by": self.declared_by,
                "count": [count_table(count) for count in self.counts],
                "report": [report_table(report) for report in self.reports] or None,
            }
        )


@dataclass(frozen=True, slots=True)
class Disposition:
    """What became of an amendment that was not voted on, or voted together with another."""

    sequence: int
    previous: str
    motion: Digest
    outcome: Disposed
    held: dt.date
    ruling: str
    by: str
    """Who ruled."""
    with_: str | None = None
    """The number of the amendment it was joined to."""

    def to_bytes(self) -> bytes:
        """The canonical bytes of `vote.toml`."""
        return write(
            {
                "format": "constitution-vote/1",
                "sequence": self.sequence,
                "previous": self.previous,
                "motion": self.motion,
                "outcome": self.outcome,
                "held": self.held,
                "ruling": self.ruling,
                "by": self.by,
                "with": self.with_,
            }
        )


Record = VoteRecord | Disposition


def count_table(count: Count) -> dict[str, object]:
    """A count as the table that a file holds."""
    return {
        "outcome": count.outcome,
        "entitled": count.entitled,
        "for": _written(count.for_),
        "against": _written(count.against),
        "abstain": _written(count.abstain),
    }


def report_table(report: Report) -> dict[str, object]:
    """A report as the table that a file holds; what is not known says so."""
    return {
        "act": report.act,
        "body": report.body,
        "date": report.date or "unknown",
        **{
            key: "unknown" if value is None else value
            for key, value in (
                ("for", report.for_),
                ("against", report.against),
                ("abstain", report.abstain),
                ("blank", report.blank),
                ("entitled", report.entitled),
            )
        },
        "source": report.source,
    }


def _written(votes: Votes | None) -> int | Lines | None:
    return Lines(votes) if isinstance(votes, tuple) else votes


def parse_record(data: bytes, where: str = "vote.toml") -> Record:
    """The record a file holds; `Malformed` unless the bytes are canonical."""
    table = open_table(data, where, "constitution-vote/1")
    sequence = table.number("sequence")
    previous = table.text("previous")
    if previous != FOUNDING and not is_digest(previous):
        raise Malformed(_("“previous” is neither a digest nor “founding”"), where=where)
    motion = table.digest("motion")
    record: Record
    if table.has("outcome"):
        outcome = table.text("outcome")
        if outcome not in DISPOSITIONS:
            raise Malformed(
                _("“{outcome}” is not what can become of an amendment").format(outcome=outcome),
                where=where,
            )
        record = Disposition(
            sequence=sequence,
            previous=previous,
            motion=motion,
            outcome=outcome,
            held=table.date("held"),
            ruling=table.text("ruling"),
            by=table.text("by"),
            with_=table.optional_text("with"),
        )
        if (record.with_ is not None) != (record.outcome == "joined"):
            raise Malformed(_("“with” belongs to a joined amendment, and only there"), where=where)
    else:
        evidence = table.text("evidence")
        if evidence not in EVIDENCE:
            raise Malformed(
                _("“{text}” is not a kind of evidence").format(text=evidence), where=where
            )
        record = VoteRecord(
            sequence=sequence,
            previous=previous,
            motion=motion,
            evidence=evidence,
            held=date_or_unknown(table, "held"),
            declared_by=table.optional_text("declared_by"),
            counts=tuple(parse_count(entry) for entry in table.tables("count")),
            reports=tuple(parse_report(entry) for entry in table.tables("report")),
        )
        _refuse_misfit(record, where)
    table.end()
    refuse_other_bytes(data, record.to_bytes(), where)
    return record


def _refuse_misfit(record: VoteRecord, where: str) -> None:
    """Refuse a record whose counts are not of the kind that its evidence says."""
    if not record.counts:
        raise Malformed(_("the record counts no question"), where=where)
    if (record.declared_by is not None) != (record.evidence == "declared"):
        raise Malformed(
            _("“declared_by” belongs to a declared result, and only there"), where=where
        )
    if bool(record.reports) != (record.evidence == "reported"):
        raise Malformed(_("reports belong to a reported result, and only there"), where=where)
    if record.held is None and record.evidence != "reported":
        raise Malformed(_("“held” should be a date"), where=where)
    for count in record.counts:
        votes = (count.for_, count.against, count.abstain)
        kinds = {type(vote) for vote in votes}
        wanted = {
            "signed": {tuple},
            "named": {tuple},
            "counted": {int},
            "declared": {type(None)},
            "reported": {type(None)},
        }[record.evidence]
        if kinds != wanted or (count.entitled is None) != (record.evidence == "reported"):
            raise Malformed(
                _("the count is not of the kind “{evidence}”").format(evidence=record.evidence),
                where=where,
            )
        names = [name for vote in votes if isinstance(vote, tuple) for name in vote]
        if len(set(names)) != len(names):
            raise Malformed(_("a member is counted twice"), where=where)
        if any(isinstance(vote, tuple) and list(vote) != sorted(vote) for vote in votes):
            raise Malformed(_("the names are not in order"), where=where)


def parse_count(table: Table) -> Count:
    """The count that a table holds."""
    outcome = table.text("outcome")
    if outcome not in {"adopted", "rejected"}:
        raise Malformed(_("“outcome” should be “adopted” or “rejected”"), where=table.where)
    count = Count(
        cast("Outcome", outcome),
        table.optional_number("entitled"),
        _votes(table, "for"),
        _votes(table, "against"),
        _votes(table, "abstain"),
    )
    table.end()
    return count


def _votes(table: Table, key: str) -> Votes | None:
    if not table.has(key):
        return None
    if isinstance(table.value(key), list):
        return tuple(MemberId(name) for name in table.texts(key))
    return table.number(key)


def parse_report(table: Table) -> Report:
    """The report that a table holds."""
    report = Report(
        act=table.text("act"),
        body=table.text("body"),
        date=date_or_unknown(table, "date"),
        for_=_number_or_unknown(table, "for"),
        against=_number_or_unknown(table, "against"),
        abstain=_number_or_unknown(table, "abstain"),
        blank=_number_or_unknown(table, "blank"),
        entitled=_number_or_unknown(table, "entitled"),
        source=table.text("source"),
    )
    table.end()
    return report


def date_or_unknown(table: Table, key: str) -> dt.date | None:
    """A date, or None where the file says that it is unknown."""
    if table.value(key) == "unknown":
        return None
    return table.date(key)


def _number_or_unknown(table: Table, key: str) -> int | None:
    if table.value(key) == "unknown":
        return None
    return table.number(key)


def judge_reports(rules: Iterable[Rule], reports: Iterable[Report]) -> Judgement:
    """What the rules make of votes held elsewhere: every body whose figures are known must adopt.

    A text that entered into force without a vote, or a vote whose figures are not known, cannot
    be counted: the judgement is `unknown`, and the sentence says which.
    """
    governing = tuple(rules)
    judgements = []
    for report in reports:
        if report.body == "none":
            judgements.append(
                Judgement("unknown", _("Entered into force without a vote, as reported."))
            )
        elif report.figures.cast is None:
            judgements.append(
                Judgement(
                    "unknown",
                    _("{body}: the figures are not known; the result is as reported.").format(
                        body=_("unknown body") if report.body == "unknown" else report.body
                    ),
                )
            )
        else:
            judgement = judge_question(governing, report.figures, frozenset())
            judgements.append(
                Judgement(
                    judgement.outcome,
                    introduce(report.body, judgement.sentence),
                    judgement.required,
                )
            )
    return judge_all(judgements)


def could_have_turned(record: VoteRecord, rules: Iterable[Rule]) -> bool | None:
    """Whether ballots that nobody showed could have turned a question, in either direction.

    Those who could vote and are not counted, all voting against (or all for): would the outcome
    be another? Only an adoption under a majority of all members can never be turned by votes
    against. None where the record has no figures to tell.
    """
    governing = tuple(rules)
    answer = False
    for count in record.counts:
        figures = count.figures
        if figures.present is None or figures.entitled is None:
            return None
        hidden = figures.entitled - figures.present
        for extra_for, extra_against in {(hidden, 0), (0, hidden)}:
            turned = Figures(
                (figures.for_ or 0) + extra_for,
                (figures.against or 0) + extra_against,
                figures.abstain,
                figures.entitled,
            )
            if judge_question(governing, turned, frozenset()).outcome != count.outcome:
                answer = True
    return answer


def evidence_word(evidence: str) -> str:
    """What a person reads for a kind of evidence."""
    return {
        "signed": _("signed"),
        "named": _("named"),
        "counted": _("counted"),
        "declared": _("declared"),
        "reported": _("reported"),
    }[evidence]


def summary(record: VoteRecord) -> str:
    """The figures of a record in a few words, and what stands behind them."""
    if record.evidence == "declared":
        return _("declared by {name}, without figures").format(name=record.declared_by)
    if record.evidence == "reported":
        return join_clauses(map(reported_words, record.reports))
    figures = (figures_said(count.figures) for count in record.counts)
    return join_clauses((*figures, evidence_word(record.evidence)))


def reported_words(report: Report) -> str:
    """Who voted elsewhere, and the figures, or that they are not known."""
    if report.body == "none":
        return _("entered into force without a vote, as reported")
    body = _("unknown body") if report.body == "unknown" else report.body
    if report.figures.cast is None:
        return _("{body}: figures not known, as reported").format(body=body)
    return _("{body}: {figures}, as reported").format(
        body=body, figures=figures_said(report.figures)
    )
