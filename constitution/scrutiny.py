"""Which rules a question must pass, and what they make of its count.

Whoever puts a motion, declares its result, remembers it or verifies it asks here, so that all of
them judge alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.governance import (
    RULES_FILE,
    SETTINGS_FILE,
    Never,
    Rule,
    Rules,
    Settings,
    guarded_rules,
)
from constitution.judgement import Judgement, judge, judge_question
from constitution.language import _
from constitution.motion import Add, Delete, Modify, Move, changed_paths
from constitution.vote import judge_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    narrowed: frozenset[str] = frozenset()
    """The rules that say `never`, whose words stand, and which the question would reach past."""
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
    standing: Callable[[], Iterable[str]],
) -> Governing:
    """Every rule that reaches a path of the question, or that the question would weaken.

    A question that changes the rules, or moves an article out of a rule's reach, must also pass
    each rule it removes, weakens or narrows, as that rule was before. `never` lets pass what
    changes a place or a number and no word, and references that follow articles which the same
    question numbers anew, where it does nothing else. `old` reads a path at the motion's base,
    `new` what a change puts in its place; None where a text is not here. `standing` lists the
    paths of the text at the base.
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
    narrowed = {rule.name for rule in guarded if rule not in reached}
    renumbered = _Renumbered(question, old, new, standing)
    for rule in reached:
        if isinstance(rule.majority, Never):
            kept = [
                renumbered.keeps_words(change) if own is False else own
                for change in question.changes
                if any(rule.reaches(path) for path in changed_paths((change,)))
                for own in (_keeps_words(change, old, new),)
            ]
            if rule in guarded:
                narrowed |= {rule.name} if all(kept) else set()
                continue
            unseen = unseen or None in kept
            if all(kept):
                unchanged.add(rule.name)
    return Governing(
        tuple(rule for rule in rules.rules if rule in reached or rule in guarded),
        frozenset(unchanged),
        frozenset(narrowed),
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
    from constitution.article import same_but_number  # noqa: PLC0415 - only where a rule says never

    try:
        return same_but_number(before.decode(), after.decode())
    except UnicodeDecodeError:
        return False


class _Renumbered:
    """A question as a renumbering, if it is one: looked at once, and only where it matters."""

    def __init__(
        self,
        question: Question,
        old: Callable[[str], bytes | None],
        new: Callable[[Change], bytes | None],
        standing: Callable[[], Iterable[str]],
    ) -> None:
        self.changes = [
            change for change in question.changes if change.path.startswith("articles/")
        ]
        self.old = old
        self.new = new
        self.standing = standing
        self._broken: frozenset[str] | None = None
        """The paths where more than numbers changes; with an empty one, no renumbering."""
        self._unseen = False

    def keeps_words(self, change: Change) -> bool | None:
        """Whether what this change does to an article is to follow the numbers of others.

        True only where the whole question changes numbers alone, and every reference of this
        article was followed without a doubt; None where a text is not in sight.
        """
        if not isinstance(change, Move | Modify) or not change.path.startswith("articles/"):
            return False
        if self._broken is None:
            self._broken = self._look()
        if self._unseen:
            return None
        return not self._broken & {"", change.path}

    def _look(self) -> frozenset[str]:
        from constitution.renumbering import (  # noqa: PLC0415 - slow to load, and seldom asked for
            only_numbers_changed,
        )

        if any(isinstance(change, Add | Delete) for change in self.changes):
            return frozenset({""})
        read = {path: self.old(path) for path in self.standing() if path.startswith("articles/")}
        put = {change.path: self.new(change) for change in self.changes}
        if None in read.values() or None in put.values():
            self._unseen = True
            return frozenset()
        moves = {change.source: change.path for change in self.changes if isinstance(change, Move)}
        try:
            before = {path: (data or b"").decode() for path, data in read.items()}
            after = {path: text for path, text in before.items() if path not in moves}
            after |= {path: (data or b"").decode() for path, data in put.items()}
            language = Settings.parse(self.old(SETTINGS_FILE) or b"", canonical=False).language
        except (UnicodeDecodeError, Malformed):
            return frozenset({""})
        faults = only_numbers_changed(before, after, moves, language)
        return frozenset(fault.path if fault.code in {"doubt", "stale"} else "" for fault in faults)


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
    if blocking is not None and blocking.name in over.narrowed:
        return Judgement(
            "rejected",
            _(
                "The rule “{rule}” says never: no vote takes it away, nor an article out of its reach."
            ).format(rule=blocking.name),
        )
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
