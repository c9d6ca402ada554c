"""In session: count, declare, dispose, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Figure, Word, argument, option, verb
from constitution.language import N_, _, introduce, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.declaring import Declaration
    from constitution.assembly.motions import OpenMotion
    from constitution.vote import Disposed, Votes

__all__ = ["count_verb", "declare_verb", "dispose_verb", "undo_verb"]


# -- count -----------------------------------------------------------------------------------------


@verb(
    "count",
    help=N_(
        "Enter the count of a vote: figures, a roll call, a result declared without figures, or "
        "votes held elsewhere. A new entry replaces the one before, until the result is declared."
    ),
    example=(
        "constitution count 12 --for 33 --against 20 --abstain 4\n"
        "constitution count 12 --roll-call roll.csv\n"
        "constitution count 12 --declared adopted --by Chair"
    ),
)
@argument("amendment")
@option("--for", "for_", type=Figure(0), metavar="N", help=N_("How many voted for."))
@option("--against", type=Figure(0), metavar="N", help=N_("How many voted against."))
@option("--abstain", type=Figure(0), metavar="N", help=N_("How many abstained."))
@option("--roll-call", metavar="FILE", help=N_("Names and choices, in CSV or TOML."))
@option(
    "--declared",
    type=Word(["adopted", "rejected"]),
    help=N_("The result as the chair declared it, without figures."),
)
@option("--by", metavar="NAME", help=N_("Who declared it; whoever enters it, by default."))
@option("--reported", metavar="FILE", help=N_("Votes held elsewhere, in TOML."))
@option(
    "--question",
    type=Figure(1),
    metavar="N",
    help=N_("Which question, where the motion asks several."),
)
@option("--held", metavar="DATE", help=N_("When the vote was held; today by default."))
@pass_talk
def count_verb(
    talk: Talk,
    *,
    amendment: str,
    for_: int | None,
    against: int | None,
    abstain: int | None,
    roll_call: str | None,
    declared: str | None,
    by: str | None,
    reported: str | None,
    question: int | None,
    held: str | None,
) -> None:
    """Enter a count, and say what it would come to."""
    from constitution.assembly.balloting import voters
    from constitution.assembly.counting import enter_count, read_reports, read_roll_call
    from constitution.assembly.moments import read_date
    from constitution.assembly.motions import open_motion
    from constitution.assembly.reopening import give_up_answers
    from constitution.cli.balloting import say_doubts
    from constitution.errors import Unclear

    desk = talk.writer()
    motion = open_motion(desk, amendment)
    figures = (for_, against, abstain)
    ways = [any(one is not None for one in figures), roll_call, declared, reported]
    if sum(bool(way) for way in ways) != 1:
        raise Unclear(
            _("a count is given in one way: figures, a roll call, a declared or a reported result"),
            hint=_("For example `--for 33 --against 20 --abstain 4`."),
        )
    total = len(motion.motion.questions)
    if question is None and total > 1 and (ways[0] or declared):
        raise Unclear(
            _("the motion asks {total} questions: say which one was counted").format(total=total),
            hint=_("Add `--question 1`."),
        )
    place = question or 1
    if roll_call is None:
        say_doubts(talk, motion, place, by)
    day = read_date(desk, held)
    if roll_call is not None:
        calls = read_roll_call(talk.read_input(roll_call), roll_call, voters(desk, motion), total)
        enter_count(desk, motion, evidence="named", votes=calls, held=day)
        give_up_answers(desk, motion)  # the file takes the place of what the room was told
    elif declared is not None:
        enter_count(
            desk,
            motion,
            evidence="declared",
            declared={place: cast("Literal['adopted', 'rejected']", declared)},
            declared_by=by or desk.person().name,
            held=day,
        )
    elif reported is not None:
        reports = read_reports(talk.read_input(reported), reported)
        dates = [report.date for report in reports if report.date is not None]
        enter_count(
            desk,
            motion,
            evidence="reported",
            reports=reports,
            held=day or (max(dates) if dates else None),
        )
    else:
        if for_ is None or against is None:
            raise Unclear(
                _("a count needs --for and --against"),
                hint=_("Give 0 where nobody voted so."),
            )
        votes: tuple[Votes, Votes, Votes] = (for_, against, abstain or 0)
        enter_count(desk, motion, evidence="counted", votes={place: votes}, held=day)
    if day is not None and day.isoformat() != held:
        talk.say(_("Held on {date}.").format(date=day.isoformat()))
    _say_prospect(talk, motion)


def _say_prospect(talk: Talk, motion: OpenMotion) -> None:
    """Say what the count would come to, were it declared now."""
    from constitution.assembly.declaring import prepare_declaration
    from constitution.errors import Refused

    talk.say(_("Entered for amendment {name}; nothing is final yet.").format(name=motion.name))
    try:
        declaration = prepare_declaration(talk.desk(), motion.folder)
    except Refused as refusal:
        talk.say(f"{refusal.message}. {refusal.hint}")
        return
    for line in _sentences(declaration):
        talk.say(line)
    if declaration.outcome != "postponed":
        talk.say(_("Declare it: `constitution declare {number}`.").format(number=motion.number))


def _sentences(declaration: Declaration) -> Iterator[str]:
    from constitution.display import safe

    questions = declaration.motion.motion.questions
    for question, sentence in zip(questions, declaration.sentences, strict=True):
        yield (
            introduce(safe(question.title), safe(sentence))
            if len(questions) > 1
            else safe(sentence)
        )


# -- declare ---------------------------------------------------------------------------------------


@verb(
    "declare",
    help=N_(
        "Declare the result: count, explain, ask, then adopt, record the rejection or postpone, "
        "in one commit."
    ),
    example="constitution declare 12\nconstitution declare 12 --yes",
)
@argument("amendment")
@option(
    "--as-counted",
    is_flag=True,
    help=N_(
        "Give up the answers that were given since, where a roll call was taken up again after it "
        "was counted."
    ),
)
@option("--yes", is_flag=True, help=N_("Do not ask."))
@pass_talk
def declare_verb(talk: Talk, *, amendment: str, as_counted: bool, yes: bool) -> None:
    """Declare a result."""
    from constitution.assembly.declaring import declare, prepare_declaration
    from constitution.display import safe

    desk = talk.writer()
    if as_counted:
        _give_up(talk, amendment)
    declaration = prepare_declaration(desk, amendment)
    motion = declaration.motion
    talk.print(
        safe(_("Amendment {name} — {title}").format(name=motion.name, title=motion.motion.title))
    )
    for line in (*_ballot_lines(declaration), *_sentences(declaration)):
        talk.print(line)
    if declaration.outcome == "postponed":
        talk.say(_("The vote is postponed; nothing was recorded."))
        return
    words = {
        "adopted": _("Declare amendment {name} adopted?"),
        "rejected": _("Declare amendment {name} rejected?"),
        "divided": _("Declare amendment {name} adopted in part?"),
    }[declaration.outcome]
    talk.confirm(words.format(name=motion.name), yes=yes)
    result = declare(desk, declaration)
    talk.say(
        {
            "adopted": _("Amendment {name} is adopted; main is now {commit}."),
            "rejected": _("Amendment {name} is rejected; the record is {commit}."),
            "divided": _("Amendment {name} is adopted in part; main is now {commit}."),
        }[declaration.outcome].format(name=motion.name, commit=result.commit[:10])
    )
    for name in result.fallen_behind:
        talk.say(_("Amendment {name} was put on the text before: put it again.").format(name=name))


def _give_up(talk: Talk, amendment: str) -> None:
    """Say how many answers of a roll call are given up for those that were counted."""
    from constitution.assembly.motions import open_motion
    from constitution.assembly.reopening import give_up_answers

    found = give_up_answers(talk.desk(), open_motion(talk.desk(), amendment))
    if found is None:
        talk.say(_("No answer differs from what was counted."))
        return
    number = len(found.differing)
    talk.say(
        ngettext(
            "{number} answer is again the one that was counted.",
            "{number} answers are again those that were counted.",
            number,
        ).format(number=number)
    )


def _ballot_lines(declaration: Declaration) -> Iterator[str]:
    """Whose ballots were counted, and which were not, with the reason."""
    from constitution.assembly.superseding import counted_otherwise, fate_of_ballots
    from constitution.cli.balloting import left_out_lines
    from constitution.vote import evidence_word

    ballots = declaration.ballots
    if not declaration.by_ballots:
        ballots = counted_otherwise(ballots, declaration.counts)
    names = ", ".join(one.ballot.member for one in ballots.counted)
    if ballots.counted and declaration.by_ballots:
        yield ngettext(
            "{number} ballot is counted ({evidence}): {names}.",
            "{number} ballots are counted ({evidence}): {names}.",
            len(ballots.counted),
        ).format(number=len(ballots.counted), evidence=evidence_word(ballots.evidence), names=names)
    elif ballots.counted:
        yield ngettext(
            "The clerk's entry is counted, and not the {number} ballot that is in: {names}.",
            "The clerk's entry is counted, and not the {number} ballots that are in: {names}.",
            len(ballots.counted),
        ).format(number=len(ballots.counted), names=names)
        yield fate_of_ballots(ballots)
    yield from left_out_lines(ballots)


# -- dispose ---------------------------------------------------------------------------------------


@verb(
    "dispose",
    help=N_("Record what became of a submitted amendment that is not voted on."),
    example='constitution dispose 12 fallen --ruling "Amendment 11 was adopted" --by Chair',
)
@argument("amendment")
@argument("outcome", type=Word(["fallen", "inadmissible", "not-moved", "withdrawn"]))
@option("--ruling", required=True, help=N_("Why, for the record."))
@option("--by", metavar="NAME", help=N_("Who ruled; whoever records it, by default."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@pass_talk
def dispose_verb(
    talk: Talk, *, amendment: str, outcome: str, ruling: str, by: str | None, yes: bool
) -> None:
    """Record what became of an amendment."""
    from constitution.assembly.disposing import dispose
    from constitution.assembly.pending import find_pending, state_words

    desk = talk.writer()
    one = find_pending(desk, amendment)
    word = state_words()[outcome]
    talk.confirm(
        _("Record that amendment {name} is {outcome}?").format(name=one.name, outcome=word),
        yes=yes,
    )
    commit = dispose(desk, amendment, cast("Disposed", outcome), ruling=ruling, by=by)
    talk.say(
        _("Amendment {name} is {outcome}; the record is {commit}.").format(
            name=one.name, outcome=word, commit=commit[:10]
        )
    )


# -- undo ------------------------------------------------------------------------------------------


@verb(
    "undo",
    help=N_(
        "Take back the last act of this clone, a declared result included, as long as it was not "
        "published. Called again, it takes back the one before."
    ),
    example="constitution undo\nconstitution undo --redo",
)
@option("--redo", is_flag=True, help=N_("Bring back the act that was taken back last."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@pass_talk
def undo_verb(talk: Talk, *, redo: bool, yes: bool) -> None:
    """Take back the last act, or bring it back."""
    from constitution.assembly import undoing

    desk = talk.writer()
    if redo:
        act = undoing.redo(desk)
        talk.say(_("Brought back: {verb} {subject}.").format(verb=act.verb, subject=act.subject))
        return
    last = undoing.last_act(desk)
    talk.confirm(
        _("Take back “{verb} {subject}”?").format(verb=last.verb, subject=last.subject), yes=yes
    )
    act = undoing.undo(desk, last)
    talk.say(_("Taken back: {verb} {subject}.").format(verb=act.verb, subject=act.subject))
