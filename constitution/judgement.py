"""What a vote decides: figures held against a rule by exact arithmetic, and why, as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.errors import Refused
from constitution.governance import Majority, Never, Quorum, Rule
from constitution.language import _, grouped, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = [
    "Figures",
    "Judgement",
    "figures_said",
    "judge",
    "judge_all",
    "judge_question",
    "refuse_too_many",
]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many voted which way, and how many could; None where a figure is not known."""

    for_: int | None
    against: int | None
    abstain: int | None
    entitled: int | None

    @property
    def cast(self) -> int | None:
        """Votes cast: for and against. Abstentions are not cast."""
        return None if self.for_ is None or self.against is None else self.for_ + self.against

    @property
    def present(self) -> int | None:
        """All who took part."""
        return None if self.cast is None or self.abstain is None else self.cast + self.abstain


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule makes of the figures, with the sentence that explains it."""

    outcome: Literal["adopted", "rejected", "postponed", "unknown"]
    """`unknown` where a figure that the rule needs is not known."""
    sentence: str
    required: int | None = None
    """The fewest votes for that adopt."""


def judge(rule: Rule, figures: Figures) -> Judgement:
    """What the rule makes of the figures, in exact arithmetic.

    An empty vote never adopts. The quorum comes first: without it the vote is postponed or
    rejected, as the rule says. A rule whose majority is `never` rejects.
    """
    if isinstance(rule.majority, Never):
        return Judgement(
            "rejected",
            _("The rule “{rule}” says never: no vote changes these words.").format(rule=rule.name),
        )
    without = _without_quorum(rule, figures)
    if without is not None:
        return without
    return _judge_majority(rule.majority, figures)


def _without_quorum(rule: Rule, figures: Figures) -> Judgement | None:
    """The judgement when the quorum is missing or cannot be counted; None when it is met."""
    quorum = rule.quorum
    if quorum is None:
        return None
    if figures.entitled is None or figures.present is None:
        return Judgement(
            "unknown",
            _("The quorum cannot be counted: how many took part is not known."),
        )
    needed = quorum.required(figures.entitled)
    if figures.present >= needed:
        return None
    counted = _(
        "{figures}: {present} of {entitled} members took part; the quorum, {quorum}, is {needed}."
    ).format(
        figures=figures_said(figures),
        present=grouped(figures.present),
        entitled=grouped(figures.entitled),
        quorum=_said_quorum(quorum),
        needed=grouped(needed),
    )
    if rule.no_quorum == "reject":
        return Judgement("rejected", counted + " " + _("Rejected, for want of a quorum."))
    return Judgement("postponed", counted + " " + _("Postponed, for want of a quorum."))


def _judge_majority(majority: Majority, figures: Figures) -> Judgement:
    base = {
        "cast": figures.cast,
        "present": figures.present,
        "members": figures.entitled,
    }[majority.base]
    if figures.for_ is None or figures.against is None or base is None:
        return Judgement(
            "unknown", _("The majority cannot be counted: a figure it needs is not known.")
        )
    required = majority.required(base)
    adopted = figures.for_ >= required and base > 0
    match majority.base:
        case "cast":
            counted = ngettext("{number} vote cast", "{number} votes cast", base)
        case "present":
            counted = ngettext("{number} member present", "{number} members present", base)
        case "members":
            counted = ngettext("{number} member in all", "{number} members in all", base)
    if base == 0:
        return Judgement(
            "rejected",
            _("{figures}: nobody voted, and an empty vote never adopts. Rejected.").format(
                figures=figures_said(figures)
            ),
            required,
        )
    share = (
        _("more than {share} is {required}")
        if majority.strict
        else _("at least {share} is {required}")
    )
    return Judgement(
        "adopted" if adopted else "rejected",
        _("{figures}: {counted}; {majority}.").format(
            figures=figures_said(figures),
            counted=counted.format(number=grouped(base)),
            majority=share.format(share=majority.written, required=grouped(required)),
        )
        + " "
        + (_("Adopted.") if adopted else _("Rejected.")),
        required,
    )


def figures_said(figures: Figures) -> str:
    """The figures as a clause: abstentions only where there are some."""
    for_, against = grouped(figures.for_), grouped(figures.against)
    text = _("For {for_}, against {against}").format(for_=for_, against=against)
    if figures.abstain:
        text += _(", abstentions {abstain}").format(abstain=grouped(figures.abstain))
    return text


def _said_quorum(quorum: Quorum) -> str:
    words = (
        _("more than {share} of the members")
        if quorum.strict
        else _("at least {share} of the members")
    )
    return words.format(share=quorum.written)


def judge_all(judgements: Iterable[Judgement]) -> Judgement:
    """What several rules, or several bodies, make of a question together: all must adopt.

    A missing quorum postpones whatever the others say; then one rejection rejects; then an
    unknown leaves it unknown. The sentences are joined, each said once.
    """
    every = tuple(judgements)
    for outcome in ("postponed", "rejected", "unknown"):
        found = [one for one in every if one.outcome == outcome]
        if found:
            return Judgement(found[0].outcome, _joined(found), found[0].required)
    return Judgement("adopted", _joined(every), max((one.required or 0) for one in every))


def _joined(judgements: Iterable[Judgement]) -> str:
    return " ".join(dict.fromkeys(one.sentence for one in judgements))


def judge_question(rules: Iterable[Rule], figures: Figures, unchanged: frozenset[str]) -> Judgement:
    """What all the rules that govern a question make of its figures.

    `unchanged` names the rules of which the question changes no words, only places and numbers:
    `never` lets those pass.
    """
    judgements = [
        judge(rule, figures)
        for rule in rules
        if not (isinstance(rule.majority, Never) and rule.name in unchanged)
    ]
    if not judgements:
        return Judgement("rejected", _("No rule says what majority this question needs. Rejected."))
    return judge_all(judgements)


def refuse_too_many(figures: Figures) -> None:
    """Nothing, when no more voted than could; otherwise a refusal with both numbers."""
    if figures.entitled is None:
        return
    counted = sum(number or 0 for number in (figures.for_, figures.against, figures.abstain))
    if counted > figures.entitled:
        raise Refused(
            ngettext(
                "{counted} votes were counted, and only {entitled} member may vote",
                "{counted} votes were counted, and only {entitled} members may vote",
                figures.entitled,
            ).format(counted=counted, entitled=figures.entitled),
            hint=_("Count again, or look at `constitution members`."),
        )
