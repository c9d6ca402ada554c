"""Which rules a question must pass, and what they make of its count.

Whoever puts a motion, declares its result, remembers it or verifies it asks here, so that all of
them judge alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.article import same_but_number
from constitution.errors import Malformed
from constitution.governance import RULES_FILE, Never, Rule, Rules, guarded_rules
from constitution.language import _
from constitution.motion import Modify, Move, changed_paths
from constitution.vote import Judgement, judge, judge_question, judge_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constitution.governance import Evidence
    from constitution.motion import Change, Question
    from constitution.vote import Count, Report

__all__ = ["Governing", "govern", "judge_count"]


@dataclass(frozen=True, slots=True)
class Governing:
    """The rules that a question must pass."""

    rules: tuple[Rule, ...]
    unchanged: frozenset[str] = frozenset()
    """The rules that say `never` and of which the question changes no words."""
    unseen: bool = False
    """Whether a text that matters is not here, so that a rule may be missing."""

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


def govern(
    question: Question,
    rules: Rules,
    *,
    old: Callable[[str], bytes | None],
    new: Callable[[Change], bytes | None],
) -> Governing:
    """Every rule that reaches a path of the question, or that the question would weaken.

    A question that changes the rules, or moves an article out of a rule's reach, must also pass
    each rule it removes, weakens or narrows, as that rule was before. `never` lets pass what
    changes a place or a number and no word. `old` reads a path at the motion's base, `new` what a
    change puts in its place; None where a text is not here.
    """
    if question.rule is not None:
        named = rules.named(question.rule)
        return Governing((named,) if named is not None else ())
    unseen = False
    after = rules
    for change in question.changes:
        if isinstance(change, Modify) and change.path == RULES_FILE:
            data = new(change)
            if data is None:
                unseen = True
            else:
                try:
                    after = Rules.parse(data)
                except Malformed:
                    after = Rules(())
    moves = {change.source: change.path for change in question.changes if isinstance(change, Move)}
    reached = rules.governing(changed_paths(question.changes))
    guarded = guarded_rules(rules, after, moves)
    unchanged = set()
    for rule in reached:
        if isinstance(rule.majority, Never) and rule not in guarded:
            kept = [
                _keeps_words(change, old, new)
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


def _keeps_words(
    change: Change,
    old: Callable[[str], bytes | None],
    new: Callable[[Change], bytes | None],
) -> bool | None:
    """Whether a change alters a place or a number and no word; None where that is not in sight."""
    if isinstance(change, Move) and change.old == change.new:
        return True
    if not isinstance(change, Move | Modify) or not change.path.startswith("articles/"):
        return False
    before, after = old(change.source if isinstance(change, Move) else change.path), new(change)
    if before is None or after is None:
        return None
    try:
        return same_but_number(before.decode(), after.decode())
    except UnicodeDecodeError:
        return False


def judge_count(
    over: Governing,
    count: Count,
    evidence: Evidence,
    *,
    declared_by: str | None = None,
    reports: Sequence[Report] = (),
) -> Judgement:
    """What the rules make of a count; `unknown` where only those who reported it can know."""
    blocking = over.blocking
    if blocking is not None:
        return judge(blocking, count.figures)
    match evidence:
        case "declared":
            sentence = (
                _("Declared adopted by {by}, without figures.")
                if count.outcome == "adopted"
                else _("Declared rejected by {by}, without figures.")
            )
            return Judgement(count.outcome, sentence.format(by=declared_by))
        case "reported":
            return judge_reports(over.counting, reports)
        case "signed" | "named" | "counted":
            return judge_question(over.counting, count.figures, frozenset())
