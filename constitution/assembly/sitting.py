"""The sitting: what is called in which order, how far the vote on it has come, and safe acts.

Whoever sits in a room looks first and acts later, and the repository may move in between. So what
is put and what is declared is bound by a mark to what was shown: where it would be something else
by now, nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.assembly.balloting import gather, voters
from constitution.assembly.carrying import Conflicting
from constitution.assembly.counting import entered
from constitution.assembly.declaring import (
    declare,
    entry_of,
    prepare_declaration,
    refuse_outdated,
)
from constitution.assembly.motions import open_motion
from constitution.assembly.ordering import voting_order
from constitution.assembly.pending import motion_branches, pending
from constitution.assembly.putting import prepare, seal
from constitution.assembly.reopening import reopened_roll_call
from constitution.canonical import digest
from constitution.errors import ConstitutionError, Outdated, Refused
from constitution.history.explanation import governed
from constitution.language import _
from constitution.path import path_key
from constitution.scrutiny import judge_count
from constitution.tally import gauges
from constitution.vote import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.assembly.balloting import LeftOut
    from constitution.assembly.counting import Entered
    from constitution.assembly.declaring import Declaration, Declared
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.pending import Pending
    from constitution.assembly.putting import Putting
    from constitution.canonical import Digest
    from constitution.governance import Evidence
    from constitution.history import Entry
    from constitution.judgement import Figures, Judgement
    from constitution.motion import AmendmentNumber, Question
    from constitution.order import Called
    from constitution.scrutiny import Governing
    from constitution.tally import Gauge
    from constitution.vote import Count, Report

__all__ = [
    "QuestionTally",
    "Stage",
    "Tally",
    "Turn",
    "agenda",
    "counted_rivals",
    "declare_as_shown",
    "mark_of_declaration",
    "mark_of_putting",
    "putting_as_shown",
    "recorded_questions",
    "result_as_shown",
    "seal_as_shown",
    "tally",
    "unvoted",
]

Stage: TypeAlias = Literal["waiting", "open", "counted", "postponed", "behind"]
"""`waiting` to be put; `open` for votes; `counted` once every question was; `behind` where it must
be put again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An amendment in its turn, and where its vote stands."""

    called: Called
    pending: Pending
    stage: Stage
    trouble: ConstitutionError | None = None
    """Why it must be put again, where it must."""
    differing: int = 0
    """How many answers of a roll call that was taken up again are not those that were counted."""

    @property
    def number(self) -> AmendmentNumber:
        """Its number."""
        return self.called.candidate.number


def unvoted(desk: Desk) -> tuple[str, ...]:
    """The paths of main that changed after the first record by a commit that records nothing.

    It is what a sitting must know before it goes on; verification says it in full.
    """
    entries = desk.records()
    if not entries:
        return ()
    spans = [
        (before.commit.id, after.parent)
        for before, after in pairwise(entries)
        if before.commit.id not in (after.commit.id, after.parent)
    ]
    last = entries[-1].commit.id
    if (tip := desk.repository.main()) != last:
        spans.append((last, tip))
    changed: set[str] = set()
    for start, end in spans:
        old, new = desk.at(start).files, desk.at(end).files
        changed |= {path for path in {*old, *new} if old.get(path) != new.get(path)}
    return tuple(sorted(changed, key=path_key))


def agenda(desk: Desk) -> tuple[Turn, ...]:
    """Every amendment that waits for its vote or for its result, in the order of call."""
    by_number = {one.number: one for one in pending(desk) if one.number is not None}
    return tuple(
        _turn(desk, called, by_number)
        for called in voting_order(desk)
        if called.candidate.number in by_number
    )


def _turn(desk: Desk, called: Called, by_number: Mapping[AmendmentNumber, Pending]) -> Turn:
    one = by_number[called.candidate.number]
    if one.state != "put":
        return Turn(called, one, "waiting")
    try:
        motion = open_motion(desk, str(one.number))
        refuse_outdated(desk, motion, desk.main())
        entry = entered(desk, motion)
    except ConstitutionError as error:
        return Turn(called, one, "behind", error)
    if entry is None or None in entry.counts:
        return Turn(called, one, "open")
    reopened = reopened_roll_call(desk, motion)
    return Turn(
        called,
        one,
        "postponed" if _lacks_quorum(desk, one) else "counted",
        differing=len(reopened.differing) if reopened is not None else 0,
    )


def _lacks_quorum(desk: Desk, one: Pending) -> bool:
    """Whether what was counted is no result, for want of a quorum."""
    try:
        return prepare_declaration(desk, str(one.number)).outcome == "postponed"
    except ConstitutionError:
        return False  # declaring it says why


def counted_rivals(desk: Desk, putting: Putting) -> tuple[OpenMotion, ...]:
    """The open motions on the same articles whose votes were counted, and not declared yet.

    Their result decides on what text this one would be voted.
    """
    here = {str(one.number) for one in (putting.lead, *putting.joined)}
    found = []
    for folder in motion_branches(desk):
        try:
            motion = open_motion(desk, folder)
            entry = entered(desk, motion)
        except ConstitutionError:
            continue  # what is broken on one branch stops nobody else
        meets = motion.files(motion.motion.questions).keys() & putting.files.keys()
        if meets and str(motion.number) not in here and entry and None not in entry.counts:
            found.append(motion)
    return tuple(found)


# -- how far a vote has come -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """One question, the rules over it, and what they make of the votes that are in."""

    question: Question
    over: Governing
    figures: Figures | None
    """None where nothing was counted, or where a result has no figures."""
    judgement: Judgement | None
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes that are in on an open motion; nothing in it is final."""

    folder: str
    name: str
    title: str
    digest: Digest
    """What the motion's ballots and counts name."""
    source: Literal["nothing", "ballots", "entry"]
    """Where the votes come from: ballots as they arrive, or the clerk's entry, which counts."""
    evidence: Evidence | None
    entitled: int
    is_named: bool
    """Whether the members are named, so that a roll call can be taken."""
    questions: tuple[QuestionTally, ...]
    ballots: int = 0
    """How many ballots are in that would count, whatever is counted."""
    left_out: tuple[LeftOut, ...] = ()
    """The ballots that do not count, and why."""
    trouble: ConstitutionError | None = None
    """Why no result could be declared, where none could."""
    entry: Entered | None = None
    """The clerk's entry, which another may replace."""

    @property
    def is_closed(self) -> bool:
        """Whether the clerk's entry covers every question."""
        return self.source == "entry" and all(one.judgement for one in self.questions)

    @property
    def is_postponed(self) -> bool:
        """Whether what was counted is no result, for want of a quorum."""
        return self.is_closed and any(
            one.judgement is not None and one.judgement.outcome == "postponed"
            for one in self.questions
        )


def tally(desk: Desk, name: str) -> Tally:
    """How far the vote on an open motion has come."""
    motion = open_motion(desk, name)
    eligible = voters(desk, motion)
    entry = entered(desk, motion)
    source: Literal["nothing", "ballots", "entry"] = "entry"
    gathered = gather(desk, motion)
    if entry is None:
        try:
            entry, source = entry_of(desk, motion, gathered), "ballots"
        except Refused:
            source = "nothing"
    return Tally(
        folder=motion.folder,
        name=motion.name,
        title=motion.motion.title,
        digest=motion.digest,
        source=source,
        evidence=entry.evidence if entry is not None else None,
        entitled=eligible.entitled,
        is_named=eligible.seats is None,
        questions=tuple(
            _question(motion, place, entry) for place in range(len(motion.motion.questions))
        ),
        ballots=len(gathered.counted),
        left_out=gathered.left_out,
        trouble=_trouble(desk, motion, source),
        entry=entry if source == "entry" else None,
    )


def _trouble(desk: Desk, motion: OpenMotion, source: str) -> ConstitutionError | None:
    """Why no result could be declared on the votes that are in, or on any that may come."""
    try:
        if source == "nothing":
            refuse_outdated(desk, motion, desk.main())
        else:
            prepare_declaration(desk, motion.folder)
    except ConstitutionError as error:
        return error
    return None


def _question(motion: OpenMotion, place: int, entry: Entered | None) -> QuestionTally:
    question, over = motion.motion.questions[place], motion.rules[place]
    count = entry.counts[place] if entry is not None else None
    if entry is None or count is None:
        return QuestionTally(question, over, None, None, ())
    return _judged(question, over, count, entry.evidence, entry.declared_by, entry.reports)


def _judged(
    question: Question,
    over: Governing,
    count: Count,
    evidence: Evidence,
    declared_by: str | None,
    reports: Sequence[Report],
) -> QuestionTally:
    judgement = judge_count(over, count, evidence, declared_by=declared_by, reports=reports)
    if evidence in {"declared", "reported"}:
        return QuestionTally(question, over, None, judgement, ())
    return QuestionTally(question, over, count.figures, judgement, gauges(over, count.figures))


def recorded_questions(desk: Desk, entry: Entry) -> tuple[QuestionTally, ...]:
    """The questions of a record, counted again; none where it was not voted on."""
    record = entry.record
    if isinstance(record, Disposition):
        return ()
    return tuple(
        _judged(question, over, count, record.evidence, record.declared_by, record.reports)
        for question, over, count in zip(
            entry.motion.questions, governed(desk.repository, entry), record.counts, strict=True
        )
    )


# -- acts bound to what was shown ------------------------------------------------------------------


def mark_of_putting(desk: Desk, putting: Putting) -> Digest:
    """What tells one thing about to be put from every other, and from putting it a second time."""
    put = desk.repository.branches("motions").get(putting.folder)
    parts = [str(putting.onto.commit), putting.folder, putting.readme, str(put and put.tip)]
    for path, data in sorted(putting.files.items()):
        parts += [path, "" if data is None else digest(data)]
    return digest("\0".join(parts).encode())


def putting_as_shown(
    desk: Desk, names: Sequence[str], mark: Digest, *, again: bool = False
) -> Putting:
    """What would be put, which is what was shown; `Outdated` where it is another thing by now."""
    putting = prepare(desk, names, again=again)
    if isinstance(putting, Conflicting) or mark_of_putting(desk, putting) != mark:
        raise Outdated(
            _("what would be put to the vote is no longer what was shown"),
            hint=_("Nothing was put. Look at the new state and do it again."),
        )
    return putting


def seal_as_shown(
    desk: Desk, names: Sequence[str], mark: Digest, *, again: bool = False
) -> OpenMotion:
    """The motion, sealed; `Outdated` where it is no longer the one that was shown."""
    return seal(desk, putting_as_shown(desk, names, mark, again=again))


def mark_of_declaration(declaration: Declaration) -> Digest:
    """What tells one result from every other; the day goes on while ballots are looked at."""
    entry = replace(declaration.entry, held=None)
    parts = (declaration.motion.data, declaration.outcome.encode(), entry.to_bytes())
    return digest(b"\0".join(parts))


def result_as_shown(desk: Desk, name: str, mark: Digest) -> Declaration:
    """The result, which is the one that was shown; `Outdated` where it is another by now."""
    declaration = prepare_declaration(desk, name)
    if mark_of_declaration(declaration) != mark:
        raise Outdated(
            _("the result of amendment {name} is no longer the one that was shown").format(
                name=declaration.motion.name
            ),
            hint=_("Nothing was written. Look at the new state and do it again."),
        )
    return declaration


def declare_as_shown(desk: Desk, name: str, mark: Digest) -> Declared:
    """The result, declared; `Outdated` where it is no longer the one that was shown."""
    return declare(desk, result_as_shown(desk, name, mark))
