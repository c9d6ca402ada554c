"""Whether the outcome of each question follows from its figures, in the rules before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.errors import Malformed, Refused
from constitution.governance import Members, at_least
from constitution.judgement import Judgement, refuse_too_many
from constitution.language import _
from constitution.scrutiny import Governing, govern, judge_count
from constitution.verify.doubt import Doubt
from constitution.verify.report import QuestionReport
from constitution.vote import could_have_turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.motion import Question
    from constitution.verify.case import Case
    from constitution.verify.report import Fault
    from constitution.vote import Count, Outcome, VoteRecord

__all__ = ["Counted", "count_again"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting a record again comes to."""

    questions: tuple[QuestionReport, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...]
    rebuilt: VoteRecord
    """The record as the count gives it."""


def count_again(case: Case, record: VoteRecord) -> Counted:
    """Every question judged from its figures alone, and a fault wherever the record says else.

    Raises `Doubt` where the rules or the members that governed cannot be read.
    """
    rules, members, now = case.base.rules(), case.base.members(), case.parent.members()
    if isinstance(rules, Malformed) or isinstance(members, Malformed) or isinstance(now, Malformed):
        raise Doubt(
            "unreadable-governance",
            _("The rules or the members that governed this vote cannot be read."),
        )
    faults: list[Fault] = []
    doubts: list[Fault] = []
    if not case.kept_its_rules:
        faults.append(
            case.fault("rules-changed", _("The rules changed since the motion was sealed."))
        )
    entitled = members.who_may_vote(now)
    questions: list[QuestionReport] = []
    counts: list[Count] = []
    for question, count in zip(case.motion.questions, record.counts, strict=False):
        over = govern(
            question,
            rules,
            old=case.base.blob,
            new=case.new_text,
            standing=case.base.article_paths,
        )
        judgement = judge_count(
            over,
            count,
            record.evidence,
            declared_by=record.declared_by,
            reports=record.reports,
        )
        faults.extend(_rule_faults(case, question, record, over))
        faults.extend(_figure_faults(case, record, count, entitled))
        if judgement.outcome not in {count.outcome, "unknown"}:
            sentence = _("“{title}” was recorded as {outcome}. {sentence}").format(
                title=question.title, outcome=said(count.outcome), sentence=judgement.sentence
            )
            if over.unseen and count.outcome == "rejected":
                doubts.append(
                    case.fault(
                        "unseen-text",
                        sentence
                        + " "
                        + _("The rejected text, on which that depends, is not here."),
                        hint=_("Fetch the tags: `git fetch --tags`."),
                    )
                )
            else:
                faults.append(case.fault("wrong-count", sentence, case.vote_file))
        questions.append(
            QuestionReport(
                question.title,
                count.outcome,
                judgement.sentence,
                tuple(rule.name for rule in over.rules),
                False
                if over.blocking
                else could_have_turned(replace(record, counts=(count,)), over.counting),
            )
        )
        counts.append(
            replace(
                count,
                outcome=count.outcome if over.unseen else _outcome(judgement, count),
                entitled=None if record.evidence == "reported" else entitled.entitled,
            )
        )
    rebuilt = replace(
        record,
        sequence=case.past.sequence + 1,
        previous=case.past.previous,
        motion=case.motion_digest,
        counts=tuple(counts),
    )
    return Counted(tuple(questions), tuple(faults), tuple(doubts), rebuilt)


def _outcome(judgement: Judgement, count: Count) -> Outcome:
    """The outcome that the rules give, or the recorded one where they cannot tell."""
    match judgement.outcome:
        case "adopted" | "rejected":
            return judgement.outcome
        case "postponed" | "unknown":
            return count.outcome


def said(outcome: str) -> str:
    """An outcome, as a sentence says it."""
    return _("adopted") if outcome == "adopted" else _("rejected")


def _rule_faults(
    case: Case, question: Question, record: VoteRecord, over: Governing
) -> Iterator[Fault]:
    if question.rule is not None and not over.rules:
        yield case.fault(
            "bad-motion",
            _("“{title}” names the rule “{rule}”, and there is no such rule.").format(
                title=question.title, rule=question.rule
            ),
            case.motion_file,
        )
    for rule in over.rules:
        if not at_least(record.evidence, rule.evidence):
            yield case.fault(
                "evidence-too-weak",
                _(
                    "The rule “{rule}” asks for at least “{wanted}”, and the record is “{given}”."
                ).format(rule=rule.name, wanted=rule.evidence, given=record.evidence),
                case.vote_file,
            )


def _figure_faults(
    case: Case, record: VoteRecord, count: Count, entitled: Members
) -> Iterator[Fault]:
    if record.evidence == "reported":
        return
    if count.entitled != entitled.entitled:
        yield case.fault(
            "wrong-count",
            _("The record says that {said} may vote; by the members there, {real} may.").format(
                said=count.entitled, real=entitled.entitled
            ),
            case.vote_file,
        )
    for names in (count.for_, count.against, count.abstain):
        for name in names if isinstance(names, tuple) else ():
            if name not in entitled.by_id:
                yield case.fault(
                    "not-a-member",
                    _("{name} is not a member who could vote on this.").format(name=name),
                    case.vote_file,
                )
    try:
        refuse_too_many(replace(count.figures, entitled=entitled.entitled))
    except Refused as refusal:
        yield case.fault("wrong-count", refusal.message, case.vote_file)
