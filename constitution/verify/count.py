"""Whether the outcome of each question follows from its figures, in the rules before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.article import same_but_number
from constitution.canonical import digest
from constitution.errors import Malformed, Refused
from constitution.governance import RULES_FILE, Members, Never, Rule, Rules, at_least, guarded_rules
from constitution.language import _
from constitution.motion import Modify, Move, changed_paths
from constitution.verify.report import QuestionReport
from constitution.verify.store import Doubt
from constitution.vote import (
    Judgement,
    could_have_turned,
    judge,
    judge_question,
    judge_reports,
    refuse_too_many,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.motion import Change, Question
    from constitution.verify.case import Case
    from constitution.verify.report import Fault
    from constitution.vote import Count, Outcome, VoteRecord

__all__ = ["Counted", "count_again"]


@dataclass(frozen=True, slots=True)
class Governing:
    """The rules that a question must pass."""

    rules: tuple[Rule, ...]
    unchanged: frozenset[str]
    """The rules that say `never` and of which the question changes no words."""
    unseen: bool
    """Whether a text that matters is not in this clone, so that a rule may be missing."""

    @property
    def blocking(self) -> Rule | None:
        """The rule that says `never` to this question."""
        for rule in self.rules:
            if isinstance(rule.majority, Never) and rule.name not in self.unchanged:
                return rule
        return None

    @property
    def counting(self) -> tuple[Rule, ...]:
        """The rules that ask for a majority."""
        return tuple(rule for rule in self.rules if not isinstance(rule.majority, Never))


def governing(case: Case, question: Question, rules: Rules) -> Governing:
    """Every rule that reaches a path of the question, or that the question would weaken.

    A question that changes the rules, or moves an article out of a rule's reach, must also pass
    each rule it removes, weakens or narrows, as that rule was before.
    """
    if question.rule is not None:
        named = rules.named(question.rule)
        return Governing((named,) if named else (), frozenset(), unseen=False)
    unseen = False
    new = rules
    for change in question.changes:
        if isinstance(change, Modify) and change.path == RULES_FILE:
            data = case.new_text(change)
            if data is None:
                unseen = True
            else:
                try:
                    new = Rules.parse(data)
                except Malformed:
                    new = Rules(())
    moves = {change.source: change.path for change in question.changes if isinstance(change, Move)}
    reached = rules.governing(changed_paths(question.changes))
    guarded = guarded_rules(rules, new, moves)
    unchanged = set()
    for rule in reached:
        if isinstance(rule.majority, Never) and rule not in guarded:
            kept = [
                _keeps_words(case, change)
                for change in question.changes
                if any(rule.reaches(path) for path in changed_paths((change,)))
            ]
            unseen = unseen or None in kept
            if all(kept):
                unchanged.add(rule.name)
    return Governing(
        tuple(rule for rule in rules.rules if rule in reached or rule in guarded),
        frozenset(unchanged),
        unseen,
    )


def _keeps_words(case: Case, change: Change) -> bool | None:
    """Whether a change alters a place or a number and no word; None where that is not in sight."""
    if isinstance(change, Move) and change.old == change.new:
        return True
    if not isinstance(change, Move | Modify) or not change.path.startswith("articles/"):
        return False
    old = case.base.blob(change.source if isinstance(change, Move) else change.path)
    new = case.new_text(change)
    if old is None or new is None:
        return None
    try:
        return same_but_number(old.decode(), new.decode())
    except UnicodeDecodeError:
        return False


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
    if case.base.file(RULES_FILE) != case.parent.file(RULES_FILE):
        faults.append(
            case.fault("rules-changed", _("The rules changed since the motion was sealed."))
        )
    entitled = members.who_may_vote(now)
    questions: list[QuestionReport] = []
    counts: list[Count] = []
    for question, count in zip(case.motion.questions, record.counts, strict=False):
        over = governing(case, question, rules)
        judgement = _judge(record, count, over)
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
                could_have_turned(replace(record, counts=(count,)), over.counting),
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
        motion=digest(case.motion.to_bytes()),
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


def _judge(record: VoteRecord, count: Count, over: Governing) -> Judgement:
    """What the rules make of one question; `unknown` where only its reporters can know."""
    blocking = over.blocking
    if blocking is not None:
        return judge(blocking, count.figures)
    match record.evidence:
        case "declared":
            sentence = (
                _("Declared adopted by {by}, without figures.")
                if count.outcome == "adopted"
                else _("Declared rejected by {by}, without figures.")
            )
            return Judgement(count.outcome, sentence.format(by=record.declared_by))
        case "reported":
            return judge_reports(over.counting, record.reports)
        case "signed" | "named" | "counted":
            return judge_question(over.counting, count.figures, frozenset())


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
