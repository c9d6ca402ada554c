"""The questions of a sitting: figures, a result without figures, another order, a ruling."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from constitution.assembly.counting import check_votes, enter_count, entered, entry_words, stranger
from constitution.assembly.disposing import check_ruling, dispose
from constitution.assembly.ordering import check_reason, rule_on_order, withdraw_rulings
from constitution.assembly.pending import state_words
from constitution.assembly.rollcall import keep_answers, replacing, taken_roll_call
from constitution.assembly.standing import standing_motion, what_became
from constitution.assembly.superseding import ballots_superseded
from constitution.errors import Outdated, Refused
from constitution.judgement import Figures, refuse_too_many
from constitution.language import _, ngettext
from tui.dialogs.dialog import capital
from tui.dialogs.form import Field, Form
from tui.sitting.reading import answers_in, ballots_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constitution.assembly import Desk
    from constitution.assembly.counting import Entered
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.sitting import Tally, Turn
    from constitution.errors import ConstitutionError
    from constitution.history import Entry
    from constitution.repository import CommitId
    from constitution.vote import Disposed
    from tui.dialogs.dialog import Still

__all__ = ["as_proposed", "disposal", "elsewhere", "figures", "without_figures"]

_MOST_DIGITS = 9
"""More than these are no number of votes of any assembly."""


def _question(tally: Tally) -> tuple[Field, ...]:
    """The line that chooses a question, where there are several; the first not counted stands."""
    if len(tally.questions) == 1:
        return ()
    titles = [one.question.subject or one.question.title for one in tally.questions]
    first = next(
        (place for place, one in enumerate(tally.questions, 1) if one.judgement is None), 1
    )
    return (
        Field(
            "question",
            _("Question"),
            str(first),
            choices=tuple(
                (str(place), f"{place}. {title}") for place, title in enumerate(titles, 1)
            ),
        ),
    )


def _asked(answers: Mapping[str, str]) -> int:
    """The question that is answered."""
    return int(answers.get("question", "1"))


def _replaced(desk: Desk, tally: Tally, answers: Mapping[str, str]) -> Iterator[str]:
    """What an entry would take the place of: what another clerk entered, and named answers."""
    motion = _standing(desk, tally)
    now = entered(desk, motion)
    if now is not None and now != tally.entry:
        yield _("Somebody else entered a count meanwhile: {count}. This takes its place.").format(
            count=entry_words(now, _asked(answers))
        )
    taken = taken_roll_call(desk, motion)
    if taken is not None:
        yield replacing(taken, _asked(answers))
        yield _("Its answers are kept: `r` takes it up again.")
    yield from ballots_superseded(desk, motion, _asked(answers))


def _standing(desk: Desk, tally: Tally) -> OpenMotion:
    """The motion that the form is about, still put to the vote."""
    return standing_motion(desk, tally.folder, tally.digest)


def _still(tally: Tally) -> Still:
    """What became meanwhile of the motion that a form is about, and of its count."""

    def still(desk: Desk) -> ConstitutionError | None:
        error = what_became(desk, tally.folder, tally.digest)
        if error is not None:
            return error
        now = entered(desk, _standing(desk, tally))
        if now is None or now == tally.entry:
            return None
        return Outdated(
            _("somebody else entered a count meanwhile: {count}").format(count=entry_words(now, 1)),
            hint=_("What is entered here takes its place."),
        )

    return still


def figures(tally: Tally) -> Form[Entered]:
    """A count in figures."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Entered]:
        votes = _votes(answers)

        def enter(desk: Desk) -> Entered:
            motion = _standing(desk, tally)
            check_votes(desk, motion, votes)
            keep_answers(desk, motion)
            return enter_count(desk, motion, evidence="counted", votes=votes)

        return enter

    def together(answers: Mapping[str, str]) -> ConstitutionError | None:
        lines = (answers[name] for name in ("for", "against", "abstain"))
        readable = [int(line) for line in lines if _is_number(line)]
        try:
            refuse_too_many(Figures(sum(readable), 0, 0, tally.entitled))
        except Refused as error:
            return error
        return None

    def doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
        def doubt(desk: Desk) -> list[str]:
            check_votes(desk, _standing(desk, tally), _votes(answers))
            return list(_replaced(desk, tally, answers))

        return doubt

    return Form(
        _("Count of amendment {name}").format(name=tally.name),
        (
            *_question(tally),
            Field("for", _("For"), fault=partial(_no_number, _("For"))),
            Field("against", _("Against"), fault=partial(_no_number, _("Against"))),
            Field(
                "abstain",
                _("Abstentions"),
                hint="0",
                fault=lambda text: _no_number(_("Abstentions"), text or "0"),
            ),
        ),
        deed,
        note=_("{entitled} may vote. Nothing is final before the result is declared.").format(
            entitled=tally.entitled
        ),
        doubts=doubts,
        together=together,
    ).bind_to(_still(tally))


def _votes(answers: Mapping[str, str]) -> dict[int, tuple[int, int, int]]:
    """The figures that were typed, of the question that is answered."""
    for_, against, abstain = (int(answers[name] or "0") for name in ("for", "against", "abstain"))
    return {_asked(answers): (for_, against, abstain)}


def _no_number(line: str, text: str) -> str:
    """Why a line holds no number of votes; empty where it does."""
    if not text:
        return _("“{line}” is empty: give 0 where nobody voted so.").format(line=line)
    if not _is_number(text):
        return _("“{line}”: “{text}” is not a number of votes. Write it in digits alone.").format(
            line=line, text=text
        )
    return ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def without_figures(tally: Tally) -> Form[Entered]:
    """A result as the chair declared it."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], Entered]:
        def enter(desk: Desk) -> Entered:
            outcome = cast("Literal['adopted', 'rejected']", answers["outcome"])
            motion = _standing(desk, tally)
            keep_answers(desk, motion)
            return enter_count(
                desk,
                motion,
                evidence="declared",
                declared={_asked(answers): outcome},
                declared_by=answers["by"] or desk.person().name,
            )

        return enter

    def doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
        return lambda desk: [
            *_replaced(desk, tally, answers),
            *filter(None, (stranger(desk, answers["by"]),)),
        ]

    words = state_words()
    return Form(
        _("Result of amendment {name} without figures").format(name=tally.name),
        (
            *_question(tally),
            Field(
                "outcome",
                _("Result"),
                choices=(("adopted", words["adopted"]), ("rejected", words["rejected"])),
            ),
            Field("by", _("Declared by"), hint=_("whoever enters it")),
        ),
        deed,
        note=_("Without figures nobody can count again: the record says who declared it."),
        doubts=doubts,
    ).bind_to(_still(tally))


def _fault(check: Callable[[str], None]) -> Callable[[str], str]:
    """What is said of a line that a check refuses; the line then has the keys."""

    def fault(text: str) -> str:
        try:
            check(text)
        except Refused as error:
            return capital(f"{error.message}. {error.hint}")
        return ""

    return fault


# -- the order -------------------------------------------------------------------------------------


def elsewhere(
    turn: Turn, others: Sequence[Turn], chosen: str, *, after: bool, is_placed: bool
) -> Form[bool]:
    """Another place in the order of call; where it `is_placed` already, only the reason is asked."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], bool]:
        def rule(desk: Desk) -> bool:
            rule_on_order(
                desk,
                turn.number,
                answers["other"],
                after=answers["side"] == "after",
                reason=answers["reason"],
                by=answers["by"] or None,
                publish=False,
            )
            return True

        return rule

    def doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
        return lambda desk: list(filter(None, (stranger(desk, answers["by"]),)))

    return Form(
        _("Call amendment {name} elsewhere").format(name=turn.pending.name),
        (
            Field(
                "other",
                _("Amendment"),
                chosen,
                choices=tuple(
                    (one.number, f"{one.pending.name} — {one.pending.amendment.title}")
                    for one in others
                ),
            ),
            Field(
                "side",
                _("It is called"),
                "after" if after else "before",
                choices=(("before", _("before this one")), ("after", _("after this one"))),
            ),
            Field("reason", _("Reason"), hint=_("for the record"), fault=_fault(check_reason)),
            Field("by", _("Decided by"), hint=_("whoever records it")),
        ),
        deed,
        note=_(
            "The order goes by the share of words that each changes; the chair may decide "
            "otherwise, and the reason is recorded."
        ),
        doubts=doubts,
        first="reason" if is_placed else "other",
    )


def as_proposed() -> Form[bool]:
    """The order that is proposed."""

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], bool]:
        def withdraw(desk: Desk) -> bool:
            withdraw_rulings(desk, reason=answers["reason"], publish=False)
            return True

        return withdraw

    return Form(
        _("Return to the proposed order?"),
        (Field("reason", _("Reason"), hint=_("for the record"), fault=_fault(check_reason)),),
        deed,
    )


# -- what is not voted on --------------------------------------------------------------------------


def _open_vote(desk: Desk, turn: Turn) -> Iterator[str]:
    """What is lost by a ruling on what is put to the vote: the answers and votes that are in."""
    if turn.stage == "waiting":
        return
    yield _("Amendment {name} is put to the vote: by a ruling that vote has no result.").format(
        name=turn.pending.name
    )
    number = answers_in(desk, turn.pending)
    if number:
        yield ngettext(
            "A roll call of {number} answer was taken on it.",
            "A roll call of {number} answers was taken on it.",
            number,
        ).format(number=number)
    elif turn.stage in {"counted", "postponed"}:
        yield _("It was counted.")
    ballots = ballots_on(desk, turn.pending)
    if ballots:
        yield ngettext(
            "{number} ballot was cast on it.", "{number} ballots were cast on it.", ballots
        ).format(number=ballots)


def disposal(turn: Turn, ground: Entry | None) -> Form[CommitId]:
    """A ruling on what is not voted on; `ground` is the result by which it falls, if it does."""
    words = state_words()
    ways: tuple[Disposed, ...] = ("fallen", "withdrawn", "not-moved", "inadmissible")

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], CommitId]:
        def rule(desk: Desk) -> CommitId:
            return dispose(
                desk,
                turn.number,
                cast("Disposed", answers["outcome"]),
                ruling=answers["ruling"],
                by=answers["by"] or None,
            )

        return rule

    def doubts(answers: Mapping[str, str]) -> Callable[[Desk], list[str]]:
        return lambda desk: [
            *_open_vote(desk, turn),
            *filter(None, (stranger(desk, answers["by"]),)),
        ]

    reason = (
        _("Amendment {name} was adopted").format(name=ground.name) if ground is not None else ""
    )
    return Form(
        _("Dispose of amendment {name} without a vote").format(name=turn.pending.name),
        (
            Field("outcome", _("It is"), choices=tuple((way, words[way]) for way in ways)),
            Field(
                "ruling",
                _("Ruling"),
                reason,
                hint=_("why, for the record"),
                fault=_fault(check_ruling),
            ),
            Field("by", _("Ruled by"), hint=_("whoever records it")),
        ),
        deed,
        note=_("It is recorded with the text; `u` takes it back until it is published."),
        doubts=doubts,
    )
