"""What the room reads of a sitting: frozen values, made in a worker, shown by a widget.

Nothing here decides anything; it asks the core and gathers the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.assembly import Desk
from constitution.assembly.balloting import ballots_in
from constitution.assembly.carrying import Conflicting
from constitution.assembly.counting import entered
from constitution.assembly.declaring import prepare_declaration
from constitution.assembly.motions import open_motion
from constitution.assembly.needs import needs
from constitution.assembly.pending import find_pending
from constitution.assembly.projecting import read_sent
from constitution.assembly.putting import prepare, votes_in
from constitution.assembly.rereading import told_to_reread
from constitution.assembly.rivalry import suppose
from constitution.assembly.rollcall import (
    answers_entered,
    journal_of,
    replacing,
    resume_roll_call,
    taken_roll_call,
)
from constitution.assembly.sitting import (
    agenda,
    counted_rivals,
    mark_of_declaration,
    mark_of_putting,
    tally,
    unvoted,
)
from constitution.assembly.standing import footing_of
from constitution.assembly.superseding import (
    counted_otherwise,
    fate_of_ballots,
    replacing_ballots,
)
from constitution.errors import ConstitutionError, Refused
from constitution.governance import GOVERNANCE_FILES
from constitution.language import _, introduce, join_clauses
from constitution.order import tell_departures
from tui.reading import Change, governance_deltas, read_change, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Literal

    from constitution.assembly.declaring import Declaration
    from constitution.assembly.pending import Pending
    from constitution.assembly.projecting import Sent
    from constitution.assembly.putting import Putting
    from constitution.assembly.rivalry import Fate, FateKind
    from constitution.assembly.rollcall import Journal, RollCall
    from constitution.assembly.sitting import Tally, Turn
    from constitution.assembly.standing import Footing
    from constitution.ballot import Choice
    from constitution.canonical import Digest
    from constitution.governance import MemberId
    from constitution.scrutiny import Governing

__all__ = [
    "Agenda",
    "Called",
    "FateShown",
    "Fates",
    "PuttingShown",
    "ResultShown",
    "RollCallShown",
    "answers_in",
    "ballots_on",
    "read_agenda",
    "read_called",
    "read_fates",
    "read_putting",
    "read_result",
    "read_roll_call",
    "read_screen",
]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Every amendment in the order of call, and what its article is called."""

    turns: tuple[Turn, ...]
    articles: tuple[str, ...]
    """What the article is called where each is called; empty for the text as a whole."""
    measures: tuple[str, ...] = ()
    """The share of the article's words that each changes."""
    unvoted: str = ""
    """What is said where the text was changed without a vote; empty where it was not."""

    @property
    def names(self) -> dict[str, str]:
        """What each amendment is called, by number."""
        return {turn.number: turn.pending.name for turn in self.turns}

    def measure(self, number: str) -> str:
        """The share of the article's words that an amendment changes."""
        measures = zip(self.turns, self.measures, strict=True)
        return next(measure for turn, measure in measures if turn.number == number)

    def turn(self, number: str | None) -> Turn | None:
        """The turn of an amendment, if it still waits."""
        return next((turn for turn in self.turns if turn.number == number), None)


def read_agenda(folder: Path) -> Agenda:
    """Every amendment in the order of call."""
    desk = Desk.open(folder)
    with desk.repository:
        turns = agenda(desk)
        texts = desk.main().texts
        return Agenda(
            turns,
            tuple(_article(turn, texts.get(turn.called.candidate.path or "")) for turn in turns),
            tell_departures([turn.called for turn in turns]),
            read_unvoted(desk),
        )


def read_unvoted(desk: Desk) -> str:
    """What is said where the text was changed without a vote; empty where it was not."""
    paths = unvoted(desk)
    if not paths:
        return ""
    texts = desk.main().texts
    return _(
        "The text was changed without a vote: {articles}. `c` in the history (4) says where."
    ).format(articles=", ".join(title_of(path, texts.get(path, "")) for path in paths))


def _article(turn: Turn, text: str | None) -> str:
    path = turn.called.candidate.path
    if path is None:
        return ""
    if path in GOVERNANCE_FILES:
        return path
    data = turn.pending.files.get(path)
    return title_of(path, text if text is not None else (data or b"").decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Called:
    """One amendment as it is called: its change, what its vote needs, and how far that is."""

    number: str
    change: Change
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    """For each question, its title and what each rule over it asks for."""
    tally: Tally | None
    """The votes that are in, where it is put."""
    roll: RollCall | None
    """The roll call that was begun and is not entered, with its answers; None where none was."""
    trouble: ConstitutionError | None = None
    """Why it could not be put as it stands, or why what was put does not stand."""
    clashes: tuple[tuple[str, str], ...] = ()
    """What each article that keeps it off the current text is called, and how they collide."""


def read_called(folder: Path, number: str) -> Called:
    """One amendment as it is called."""
    desk = Desk.open(folder)
    with desk.repository:
        one = find_pending(desk, number)
        change = read_change(folder, one.slug)
        if one.state == "put":
            try:
                motion = open_motion(desk, number)
                found = tally(desk, number)
            except ConstitutionError as error:
                return Called(number, change, (), None, None, error)
            journal = journal_of(desk, motion)
            return Called(
                number,
                change,
                tuple(
                    (q.question.subject or q.question.title, tuple(needs(q.over, found.entitled)))
                    for q in found.questions
                ),
                found,
                taken_roll_call(desk, motion) if journal.is_begun else None,
                found.trouble,
            )
        try:
            putting = prepare(desk, [number])
        except ConstitutionError as error:
            return Called(number, change, (), None, None, error)
        if isinstance(putting, Conflicting):
            texts = desk.main().texts
            clashes = tuple(
                (title_of(clash.place, texts.get(clash.place, "")), clash.sentence)
                for clash in putting.clashes
            )
            return Called(number, change, (), None, None, None, clashes)
        return Called(number, change, _needs(putting), None, None)


def _needs(putting: Putting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    entitled = putting.onto.members.entitled
    return tuple(
        (question.subject or question.title, tuple(needs(governing, entitled)))
        for question, governing in zip(putting.questions, putting.rules, strict=True)
    )


# -- what becomes of the others --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FateShown:
    """What becomes of one other amendment, and why."""

    number: str
    name: str
    title: str
    kind: FateKind
    reason: str


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of the others once this one is adopted, or rejected."""

    number: str
    adopted: tuple[FateShown, ...]
    rejected: tuple[FateShown, ...]

    def but(self, joined: Sequence[str]) -> Fates:
        """The fates without those of amendments that are voted together with this one."""
        adopted, rejected = (
            tuple(fate for fate in fates if fate.number not in joined)
            for fates in (self.adopted, self.rejected)
        )
        return Fates(self.number, adopted, rejected)


def read_fates(folder: Path, number: str) -> Fates:
    """What becomes of the other amendments."""
    desk = Desk.open(folder)
    with desk.repository:
        return _fates(desk, number)


def _fates(desk: Desk, number: str) -> Fates:
    try:
        adopted, rejected = suppose(desk, number, "adopted"), suppose(desk, number, "rejected")
    except ConstitutionError:
        return Fates(number, (), ())  # what cannot be put changes nothing for the others
    return Fates(number, _shown(adopted), _shown(rejected))


def _shown(fates: Sequence[Fate]) -> tuple[FateShown, ...]:
    return tuple(
        FateShown(
            str(fate.pending.number),
            fate.pending.name,
            fate.pending.amendment.title,
            fate.kind,
            fate.reason,
        )
        for fate in fates
        if fate.kind != "unchanged" and not fate.is_bound
    )


# -- what is about to be done ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PuttingShown:
    """What would be put to the vote, and the mark by which exactly that is sealed."""

    names: tuple[str, ...]
    again: bool
    mark: Digest
    round: int
    change: Change
    """The amendment that leads, and the result that would be sealed."""
    together: tuple[tuple[str, str], ...]
    """Name and title of each amendment voted together with it."""
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    voids: bool
    """Whether votes are in on what was put before, which this would void."""
    answers: int = 0
    """How many answers of a roll call were given to what was put before, which this would leave."""
    unvoted: str = ""
    """What is said where the text was changed without a vote."""
    undeclared: tuple[tuple[str, str], ...] = ()
    """Name and title of each amendment on the same articles that was counted and not declared."""


def read_putting(folder: Path, names: Sequence[str], *, again: bool = False) -> PuttingShown:
    """What would be put to the vote; `Refused` with each conflict where words collide."""
    desk = Desk.open(folder)
    with desk.repository:
        putting = prepare(desk, names, again=again)
        if isinstance(putting, Conflicting):
            raise _collides(desk, names[0], putting)
        onto = putting.onto
        before = {path: onto.data(path) for path in GOVERNANCE_FILES if path in onto.files}
        return PuttingShown(
            names=tuple(names),
            again=again,
            mark=mark_of_putting(desk, putting),
            round=putting.round,
            change=Change(
                putting.lead,
                putting.delta,
                governance_deltas(before, putting.files),
                review=told_to_reread(putting.rereadings, desk.main().texts),
            ),
            together=tuple((one.name, one.amendment.title) for one in putting.joined),
            needs=_needs(putting),
            voids=votes_in(desk, putting),
            answers=answers_in(desk, putting.lead),
            unvoted=read_unvoted(desk),
            undeclared=tuple(
                (motion.name, motion.motion.title) for motion in counted_rivals(desk, putting)
            ),
        )


def answers_in(desk: Desk, one: Pending) -> int:
    """How many answers of a roll call are in on what an amendment was put as; 0 where it is not."""
    if one.state != "put":
        return 0
    try:
        taken = taken_roll_call(desk, open_motion(desk, str(one.number)))
    except ConstitutionError:
        return 0  # what was put cannot be voted on any more
    return len(taken.answers) if taken is not None else 0


def ballots_on(desk: Desk, one: Pending) -> int:
    """How many members have a ballot on what an amendment was put as; 0 where it is not."""
    if one.state != "put":
        return 0
    try:
        return ballots_in(desk, open_motion(desk, str(one.number)))
    except ConstitutionError:
        return 0  # what was put cannot be voted on any more


def _collides(desk: Desk, name: str, conflicting: Conflicting) -> Refused:
    texts = desk.main().texts
    where = join_clauses(
        introduce(title_of(clash.place, texts.get(clash.place, "")), clash.sentence)
        for clash in conflicting.clashes
    )
    return Refused(
        _("amendment {name} collides with the current text; nothing was put").format(name=name),
        hint=where
        + "\n"
        + _(
            "Settle it (`amend update`) and submit it again (`amend submit`), or dispose of it "
            "(`dispose`)."
        ),
    )


@dataclass(frozen=True, slots=True)
class ResultShown:
    """A result as it would be declared, and the mark by which exactly that is."""

    folder: str
    mark: Digest
    outcome: Literal["adopted", "rejected", "divided", "postponed"]
    sentences: tuple[str, ...]
    tally: Tally
    fates: Fates
    replaced: str = ""
    """What is said of a roll call, and of ballots, that are not what is counted."""
    unvoted: str = ""
    """What is said where the text was changed without a vote."""

    @property
    def falling(self) -> tuple[FateShown, ...]:
        """The amendments of which the result leaves nothing to vote on: the chair rules on them."""
        fates = self.fates.rejected if self.outcome == "rejected" else self.fates.adopted
        return tuple(fate for fate in fates if fate.kind == "falls")


def read_result(folder: Path, name: str) -> ResultShown:
    """The result as it would be declared; refusals are those of declaring."""
    desk = Desk.open(folder)
    with desk.repository:
        declaration = prepare_declaration(desk, name)
        motion = declaration.motion
        return ResultShown(
            folder=motion.folder,
            mark=mark_of_declaration(declaration),
            outcome=declaration.outcome,
            sentences=declaration.sentences,
            tally=tally(desk, motion.folder),
            fates=_fates(desk, motion.number).but(motion.motion.joined),
            replaced=_replaced(desk, declaration),
            unvoted=read_unvoted(desk),
        )


def _replaced(desk: Desk, declaration: Declaration) -> str:
    return " ".join((*_roll_replaced(desk, declaration), *_ballots_replaced(declaration)))


def _ballots_replaced(declaration: Declaration) -> Iterator[str]:
    """The ballots that are in where the clerk's entry is counted, and what becomes of them."""
    ballots = counted_otherwise(declaration.ballots, declaration.counts)
    if ballots.counted and not declaration.by_ballots:
        for place, _question in enumerate(declaration.motion.motion.questions, start=1):
            yield replacing_ballots(ballots, place)
        if declaration.outcome != "postponed":
            yield fate_of_ballots(ballots)


def _roll_replaced(desk: Desk, declaration: Declaration) -> Iterator[str]:
    motion = declaration.motion
    taken = taken_roll_call(desk, motion)
    if taken is not None and declaration.evidence != "named":
        yield from (replacing(taken, place) for place in range(1, taken.questions + 1))
    elif taken is not None and declaration.by_ballots:
        yield _("A roll call was begun and is not closed: its answers are not counted.")


@dataclass(frozen=True, slots=True)
class RollCallShown:
    """A roll call to be taken, as it was left, and where each answer is kept."""

    folder: str
    name: str
    roll: RollCall
    journal: Journal
    rules: tuple[Governing, ...]
    questions: tuple[str, ...]
    """What each question is called."""
    footing: Footing
    """Where main and the motion stood."""
    counted: Mapping[tuple[int, MemberId], Choice] | None
    """The answers that were counted, where it was closed before."""


def read_roll_call(folder: Path, name: str) -> RollCallShown:
    """A roll call to be taken; `Refused` where the members are not named."""
    desk = Desk.open(folder)
    with desk.repository:
        motion = open_motion(desk, name)
        entry = entered(desk, motion)
        return RollCallShown(
            folder=motion.folder,
            name=motion.name,
            roll=resume_roll_call(desk, motion),
            journal=journal_of(desk, motion),
            rules=motion.rules,
            questions=tuple(one.subject or one.title for one in motion.motion.questions),
            footing=footing_of(desk, motion),
            counted=answers_entered(entry) if entry and entry.evidence == "named" else None,
        )


def read_screen(folder: Path) -> Sent | None:
    """What the screens of this clone show."""
    with Desk.open(folder).repository as repository:
        return read_sent(repository.state_folder)
