"""What a roll call says: the choices and their keys, the votes so far, what is asked of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.ballot import CHOICES
from constitution.display import safe
from constitution.judgement import judge_question
from constitution.language import _, ngettext
from constitution.tally import gauges
from tui.sitting.gauges import gauge_blocks
from tui.widgets.page import Block, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.rollcall import RollCall
    from constitution.ballot import Choice
    from constitution.scrutiny import Governing
    from tui.widgets.page import Sheet

__all__ = ["asked_of_rest", "choice_keys", "choice_words", "sign_of", "votes_so_far"]


def choice_words() -> dict[Choice, str]:
    """What a person reads for each choice."""
    return {"for": _("for"), "against": _("against"), "abstain": _("abstains")}


def sign_of(choice: Choice | None) -> str:
    """A sign for each choice that needs no colour."""
    return {"for": "+", "against": "-", "abstain": "0", None: " "}[choice]


def choice_keys() -> dict[str, Choice]:
    """The key of each choice, in the language in use."""
    # Translators: the keys for "for", "against" and "abstains", in this order, a space between
    return dict(zip(_("f a b").split(), CHOICES, strict=True))


def votes_so_far(
    roll: RollCall, question: int, over: Governing, *, differing: int, is_kept: bool, width: int
) -> Sheet:
    """The votes of one question, the bars, and what they come to; then whether they are kept.

    `differing` is the number of answers that are not those that were counted.
    """
    return tuple(_votes(roll, question, over, differing, width, is_kept=is_kept))


def _votes(
    roll: RollCall, question: int, over: Governing, differing: int, width: int, *, is_kept: bool
) -> Iterator[Block]:
    figures = roll.figures(question)
    yield said(
        _("For {for_}, against {against}, abstentions {abstain}").format(
            for_=figures.for_, against=figures.against, abstain=figures.abstain
        ),
        "strong",
    )
    silent = len(roll.silent(question))
    yield said(
        ngettext("{number} without an answer", "{number} without an answer", silent).format(
            number=silent
        ),
        is_close=True,
    )
    if differing:
        yield said(
            ngettext(
                "{number} answer differs from what was counted",
                "{number} answers differ from what was counted",
                differing,
            ).format(number=differing),
            "strong",
            is_close=True,
        )
    found = gauges(over, figures)
    for gauge in found:
        yield from gauge_blocks(gauge, width - 3, names_rule=len({one.rule for one in found}) > 1)
    if figures.present:
        judged = judge_question(over.rules, figures, over.unchanged)
        yield said(safe(judged.sentence))
    if is_kept:
        yield said(_("Every answer is kept as it is given."), "quiet")


def asked_of_rest(number: int, total: int, *, is_filtered: bool) -> str:
    """Who is about to get one answer together, how many they are, and the key of each answer.

    `is_filtered` says whether the list shows no more than some of the members.
    """
    if number < total:
        words = ngettext(
            "The {number} member in the list without an answer: {for_} for, {against} against, "
            "{abstain} abstain; `r` again for all {total}.",
            "The {number} members in the list without an answer: {for_} for, {against} against, "
            "{abstain} abstain; `r` again for all {total}.",
            number,
        )
    elif is_filtered:
        words = ngettext(
            "The {number} member without an answer, in the list or not: {for_} for, "
            "{against} against, {abstain} abstain.",
            "All {number} members without an answer, not only those in the list: {for_} for, "
            "{against} against, {abstain} abstain.",
            number,
        )
    else:
        words = ngettext(
            "The {number} member without an answer: {for_} for, {against} against, "
            "{abstain} abstain.",
            "All {number} members without an answer: {for_} for, {against} against, "
            "{abstain} abstain.",
            number,
        )
    keys = dict(zip(("for_", "against", "abstain"), choice_keys(), strict=True))
    return words.format(number=number, total=total, **keys)
