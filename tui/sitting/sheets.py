"""The sitting as pages: an amendment as it is called, what would be put, what would be declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from constitution.amendment import label
from constitution.display import Run, safe
from constitution.language import _, introduce, ngettext
from constitution.vote import evidence_word
from tui.places.place import trouble
from tui.sitting.gauges import gauge_blocks
from tui.widgets.amendment import wait_words
from tui.widgets.change import show_changes
from tui.widgets.page import Block, said
from tui.widgets.prose import printed
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.assembly.rivalry import FateKind
    from constitution.assembly.rollcall import RollCall
    from constitution.assembly.sitting import QuestionTally, Stage, Tally, Turn
    from tui.reading import Change
    from tui.sitting.reading import Agenda, Called, Fates, FateShown, PuttingShown, ResultShown
    from tui.widgets.change import View
    from tui.widgets.page import Sheet, Sides

__all__ = [
    "change_blocks",
    "needs_blocks",
    "notes_of",
    "outcome_words",
    "question_blocks",
    "show_called",
    "show_putting",
    "show_result",
    "stage_words",
    "tally_blocks",
    "turn_row",
]


def stage_words() -> dict[Stage, str]:
    """What a person reads for each stage of a vote."""
    return {
        "waiting": _("to be called"),
        "open": _("put to the vote"),
        "counted": _("counted, to be declared"),
        "postponed": _("no quorum, to be voted again"),
        "behind": _("to be put again"),
    }


def _stage_of(turn: Turn) -> str:
    """Where its vote stands; what collides with the current text is not called before it was brought there."""
    if turn.stage == "waiting" and turn.called.candidate.collides:
        return wait_words()["bring"]
    if turn.differing:
        return ngettext(
            "counted, and the roll call taken up again: {number} answer differs",
            "counted, and the roll call taken up again: {number} answers differ",
            turn.differing,
        ).format(number=turn.differing)
    return stage_words()[turn.stage]


def outcome_words() -> dict[str, str]:
    """What a person reads for each result."""
    return {
        "adopted": _("adopted"),
        "rejected": _("rejected"),
        "divided": _("adopted in part"),
        "postponed": _("postponed"),
        "unknown": _("unknown"),
    }


def notes_of(turn: Turn, names: Mapping[str, str]) -> Iterator[str]:
    """What decided the turn, beside the measure; `names` are those of the amendments, by number."""
    one, ruling = turn.called.candidate, turn.called.ruling
    if one.suppression:
        yield _("suppression")
    if one.on is not None:
        yield _("a change to amendment {number}").format(number=names.get(one.on, one.on))
    if one.twins:
        twins = (names.get(twin, twin) for twin in one.twins)
        yield _("identical to {names}").format(names=", ".join(twins))
    if ruling is not None:
        words = (
            _("called after {other} by decision of {name}: {reason}")
            if ruling.after
            else _("called before {other} by decision of {name}: {reason}")
        )
        other = names.get(ruling.other, ruling.other)
        yield words.format(other=other, name=safe(ruling.by), reason=safe(ruling.reason))


def turn_row(turn: Turn, article: str, measure: str, names: Mapping[str, str]) -> Row:
    """A turn in the list: number, stage and title; article, measure and what decided it."""
    one = turn.pending
    is_measured = turn.called.candidate.departure is not None
    share = [_("{measure} changed").format(measure=measure)] if is_measured else []
    where = safe(article or _("The text as a whole, and other questions"))
    notes = " · ".join((*share, *notes_of(turn, names)))
    below = f"{where} — {notes}" if notes else where
    return Row(
        turn.number,
        (
            (
                Run("strong", safe(one.name)),
                Run("quiet", f" · {_stage_of(turn)} · "),
                Run("", safe(one.amendment.title)),
            ),
            (Run("quiet", below),),
        ),
    )


# -- an amendment as it is called ------------------------------------------------------------------


def show_called(
    turn: Turn, called: Called, fates: Fates | None, view: View, agenda: Agenda, *, marked: bool
) -> Sheet:
    """An amendment with where its vote stands, what it needs, what hangs on it, and its change."""
    one = called.change.one
    return (
        said(safe(_title(one.name, one.amendment.title)), "title"),
        said(
            safe(_("Proposed by: {authors}").format(authors=", ".join(one.amendment.authors))),
            is_close=True,
        ),
        said(
            safe(_("State: {state}").format(state=_stage_of(turn))),
            is_close=True,
        ),
        *_measured(turn, agenda),
        *(said(note, "quiet", is_close=True) for note in notes_of(turn, agenda.names)),
        *_troubles(called),
        *(tally_blocks(called.tally, called.roll) if called.tally is not None else ()),
        *_not_counted(called),
        *needs_blocks(called.needs),
        *(_fates(fates) if fates is not None and _can_be_decided(called) else ()),
        *change_blocks(called.change, view, marked=marked),
        *_reasons(one.reasons),
    )


def _measured(turn: Turn, agenda: Agenda) -> Iterator[Block]:
    """The share by which the order goes, and what it is of."""
    if turn.called.candidate.departure is not None:
        words = _("It changes {measure} of the article’s words, by which the order goes.")
        yield said(words.format(measure=agenda.measure(turn.number)), "quiet", is_close=True)


def _title(name: str, title: str) -> str:
    return _("Amendment {name} — {title}").format(name=name, title=title)


def _can_be_decided(called: Called) -> bool:
    """Whether it could be put, or be declared, as it stands."""
    return called.trouble is None and not called.clashes


def _troubles(called: Called) -> Iterator[Block | Sides]:
    if called.trouble is not None:
        yield from trouble(called.trouble.message, called.trouble.hint)
    for place, (article, sentence) in enumerate(called.clashes):
        words = _("Conflict in {article}: {sentence}.").format(article=article, sentence=sentence)
        yield Block((Run("strong", f"! {safe(words)}"),), hang="  ", is_close=place > 0)


def _not_counted(called: Called) -> Iterator[Block]:
    """The ballots and the answers that are in beside what is counted."""
    tally = called.tally
    if tally is not None and tally.source == "entry" and tally.ballots:
        yield said(
            ngettext(
                "{number} ballot was cast and is not what is counted.",
                "{number} ballots were cast and are not what is counted.",
                tally.ballots,
            ).format(number=tally.ballots),
            "strong",
        )
    if called.roll is None or tally is None or tally.source == "nothing":
        return
    if tally.source == "entry" and tally.evidence != "named":
        yield said(
            _("A roll call was taken and is not what is counted; `r` takes it up again."), "strong"
        )
    elif tally.source == "ballots":
        yield said(_("A roll call was begun and is not closed; its answers are kept."), "strong")


def needs_blocks(needs: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """What each rule over each question asks for."""
    if not needs:
        return
    yield said(_("What the vote needs"), "title")
    for title, lines in needs:
        if len(needs) > 1:
            yield said(safe(title), "strong", is_close=True)
        yield from (said(safe(line), is_close=True) for line in lines)


def _fates(fates: Fates) -> Iterator[Block]:
    for heading, found in (
        (_("If it is adopted"), fates.adopted),
        (_("If it is rejected"), fates.rejected),
    ):
        yield said(heading, "title")
        yield from _fate_lines(found)


def _fate_lines(found: Sequence[FateShown]) -> Iterator[Block]:
    if not found:
        yield said(_("Nothing else changes."), is_close=True)
    words: dict[FateKind, str] = {
        "falls": _("Amendment {name}, “{title}”, falls"),
        "rewrite": _("Amendment {name}, “{title}”, must be rewritten"),
        "both": _("Amendment {name}, “{title}”, adds in the same place: both can be kept"),
        "reread": _("Amendment {name}, “{title}”, is carried over, and must be read again"),
        "unchanged": _("Amendment {name}, “{title}”, is carried over unchanged"),
    }
    for fate in found:
        told = words[fate.kind].format(name=fate.name, title=fate.title)
        if fate.reason:
            told = introduce(told, fate.reason)
        yield Block((Run("", safe(f"{told}.")),), hang="  ", is_close=True)


def change_blocks(change: Change, view: View, *, marked: bool) -> Iterator[Block | Sides]:
    """What an amendment changes, with what must be read again."""
    for place, words in enumerate(change.review):
        yield Block((Run("strong", f"! {safe(words)}"),), hang="  ", is_close=place > 0)
    yield from show_changes(change.delta, change.governance, view, marked=marked)


def _reasons(reasons: str) -> Iterator[Block | Sides]:
    if reasons.strip():
        yield said(_("Reasons"), "title")
        yield from printed(reasons)


# -- the votes that are in -------------------------------------------------------------------------


def tally_blocks(tally: Tally, roll: RollCall | None = None) -> Iterator[Block]:
    """The votes so far: where they come from, the bars and the sentence of each question.

    `roll` is a roll call that was begun; where nothing else is in, it says how far it has come.
    """
    yield said(_("The vote"), "title")
    if roll is not None and tally.source == "nothing":
        yield from _roll_begun(tally, roll)
        return
    yield said(_source(tally), is_close=True)
    for place, question in enumerate(tally.questions, start=1):
        if len(tally.questions) > 1:
            heading = question.question.subject or question.question.title
            yield Block((Run("strong", f"{place}. {safe(heading)}"),))
        yield from question_blocks(question)
    for left in tally.left_out:
        yield Block((Run("strong", f"! {safe(left.sentence)}"),), hang="  ", is_close=True)


def _roll_begun(tally: Tally, roll: RollCall) -> Iterator[Block]:
    """How many answered a roll call that is not closed, and what, question by question."""
    yield said(
        _("A roll call was begun and is not closed; its answers are kept."), "strong", is_close=True
    )
    for place, question in enumerate(tally.questions, start=1):
        if len(tally.questions) > 1:
            heading = question.question.subject or question.question.title
            yield Block((Run("strong", f"{place}. {safe(heading)}"),))
        figures = roll.figures(place)
        words = ngettext(
            "{number} of {entitled} has answered: for {for_}, against {against}, "
            "abstentions {abstain}.",
            "{number} of {entitled} have answered: for {for_}, against {against}, "
            "abstentions {abstain}.",
            figures.present or 0,
        ).format(
            number=figures.present or 0,
            entitled=tally.entitled,
            for_=figures.for_,
            against=figures.against,
            abstain=figures.abstain,
        )
        yield said(words, is_close=True)


def _source(tally: Tally) -> str:
    match tally.source:
        case "nothing":
            return _("No vote is in yet.")
        case "ballots":
            figures = tally.questions[0].figures
            number = (figures.present or 0) if figures is not None else 0
            return ngettext(
                "{number} ballot is in; nothing is final before the result is declared.",
                "{number} ballots are in; nothing is final before the result is declared.",
                number,
            ).format(number=number)
        case "entry":
            words = (
                _("Entered by the clerk ({evidence}). For want of a quorum there is no result.")
                if tally.is_postponed
                else _(
                    "Entered by the clerk ({evidence}). Nothing is final before the result is "
                    "declared."
                )
            )
            return words.format(evidence=evidence_word(tally.evidence or ""))
        case never:
            assert_never(never)


def question_blocks(question: QuestionTally) -> Iterator[Block]:
    """The bars of one question and the sentence that says the same."""
    if question.judgement is None:
        yield said(_("Not counted yet."), is_close=True)
        return
    names_rule = len({gauge.rule for gauge in question.gauges}) > 1
    for gauge in question.gauges:
        yield from gauge_blocks(gauge, names_rule=names_rule)
    yield said(safe(question.judgement.sentence), "strong", is_close=True)


# -- summaries -------------------------------------------------------------------------------------


def show_putting(shown: PuttingShown, *, marked: bool) -> Sheet:
    """What would be sealed and voted on, to be read before it is."""
    one = shown.change.one
    name = label(str(one.number), one.amendment.revision, shown.round)
    return (
        said(safe(_title(name, one.amendment.title)), "title"),
        said(
            safe(_("Proposed by: {authors}").format(authors=", ".join(one.amendment.authors))),
            is_close=True,
        ),
        *(
            said(
                safe(_("Together with {name} — {title}").format(name=number, title=title)),
                is_close=True,
            )
            for number, title in shown.together
        ),
        *_unvoted(shown.unvoted),
        *_answered(shown),
        *(_voids(name) if shown.voids else ()),
        *_undeclared(shown),
        *needs_blocks(shown.needs),
        *change_blocks(shown.change, "words", marked=marked),
    )


def _unvoted(sentence: str) -> Iterator[Block]:
    if sentence:
        yield Block((Run("strong", f"! {safe(sentence)}"),), hang="  ")


def _answered(shown: PuttingShown) -> Iterator[Block]:
    if shown.answers:
        words = ngettext(
            "It is put to the vote already, and a roll call of {number} answer was taken on it. Put "
            "again, it is voted on anew: that answer does not count. `r` goes on with it instead.",
            "It is put to the vote already, and a roll call of {number} answers was taken on it. Put "
            "again, it is voted on anew: those answers do not count. `r` goes on with them instead.",
            shown.answers,
        )
        yield Block((Run("strong", f"! {words.format(number=shown.answers)}"),), hang="  ")


def _voids(name: str) -> Iterator[Block]:
    yield said(
        safe(
            _("Votes on amendment {name} as it was put before would be void. Put it again?").format(
                name=name
            )
        ),
        "strong",
    )


def _undeclared(shown: PuttingShown) -> Iterator[Block]:
    for name, title in shown.undeclared:
        words = _(
            "Amendment {name} — {title} touches the same article; it was counted and its result is "
            "not declared. If it is adopted, this one must be put again."
        )
        yield Block((Run("strong", f"! {safe(words.format(name=name, title=title))}"),), hang="  ")


def show_result(shown: ResultShown) -> Sheet:
    """The result, its evidence, its arithmetic, and what becomes of the others."""
    tally = shown.tally
    outcome = outcome_words()[shown.outcome].upper()
    sheet: list[Block] = [
        said(safe(_title(tally.name, tally.title)), "title"),
        said(safe(outcome), "strong"),
        *_unvoted(shown.unvoted),
    ]
    if tally.evidence is not None:
        evidence = _("Evidence: {evidence}").format(evidence=evidence_word(tally.evidence))
        sheet.append(said(evidence, is_close=True))
    for question, sentence in zip(tally.questions, shown.sentences, strict=True):
        if len(tally.questions) > 1:
            sheet.append(said(safe(question.question.subject or question.question.title), "strong"))
        names_rule = len({gauge.rule for gauge in question.gauges}) > 1
        for gauge in question.gauges:
            sheet.extend(gauge_blocks(gauge, names_rule=names_rule))
        sheet.append(said(safe(sentence), is_close=True))
    sheet.extend(
        Block((Run("strong", f"! {safe(left.sentence)}"),), hang="  ") for left in tally.left_out
    )
    if shown.replaced:
        sheet.append(Block((Run("strong", f"! {safe(shown.replaced)}"),), hang="  "))
    fates = shown.fates.rejected if shown.outcome == "rejected" else shown.fates.adopted
    if shown.outcome != "postponed":
        sheet.append(said(_("What becomes of the others"), "title"))
        sheet.extend(_fate_lines(fates))
        if shown.falling:
            sheet.append(
                said(_("What falls waits for the chair’s ruling: it is offered next."), "quiet")
            )
    else:
        sheet.append(said(_("The vote is postponed; nothing was recorded.")))
    return tuple(sheet)
