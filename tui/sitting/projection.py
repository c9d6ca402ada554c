"""What was sent to the screen, read from the repository: frozen values made in a worker.

A question holds no figure, whatever has been counted: figures come with a result, and a result
before its vote is closed is a question still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from constitution.assembly import Desk
from constitution.assembly.needs import needs
from constitution.assembly.pending import find_pending, motion_branches
from constitution.assembly.projecting import Sent, read_sent
from constitution.assembly.sitting import QuestionTally, recorded_questions, tally
from constitution.errors import ConstitutionError
from constitution.vote import VoteRecord
from tui.reading import read_change

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly.sitting import Tally
    from constitution.history import Entry
    from tui.reading import Change

__all__ = [
    "Projection",
    "ShownAmendment",
    "ShownArticle",
    "ShownNothing",
    "ShownQuestion",
    "ShownResult",
    "read_projection",
]


@dataclass(frozen=True, slots=True)
class ShownNothing:
    """The name of the assembly and of its text."""

    assembly: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class ShownAmendment:
    """An amendment and its change."""

    name: str
    title: str
    authors: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What is put to the vote, what it needs, and whether votes are still taken."""

    name: str
    title: str
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    is_open: bool
    change: Change | None
    """None once it was recorded."""


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result with its figures, its vote being closed."""

    name: str
    title: str
    outcome: str
    """What was recorded; `counted` where it was not declared yet, `postponed` without a quorum."""
    evidence: str | None
    questions: tuple[QuestionTally, ...]
    ruling: str = ""
    """Where nothing was voted on: the ruling."""


Projection: TypeAlias = ShownNothing | ShownArticle | ShownAmendment | ShownQuestion | ShownResult


def read_projection(folder: Path) -> Projection:
    """What the screen shows; the name of the assembly where nothing was sent, or is there no more."""
    desk = Desk.open(folder)
    with desk.repository:
        sent = read_sent(desk.repository.state_folder)
        settings = desk.main().settings
        nothing = ShownNothing(settings.assembly, settings.text)
        if sent is None:
            return nothing
        try:
            return _read(desk, folder, sent) or nothing
        except ConstitutionError:
            return nothing  # what was sent is there no more: it was taken back, or is out of reach


def _read(desk: Desk, folder: Path, sent: Sent) -> Projection | None:
    match sent.kind:
        case "article":
            text = desk.main().texts.get(sent.name)
            return None if text is None else ShownArticle(text)
        case "amendment":
            one = find_pending(desk, sent.name)
            change = read_change(folder, one.slug)
            return ShownAmendment(one.name, one.amendment.title, one.amendment.authors, change)
        case "question" | "result":
            return _vote(desk, folder, sent)


def _vote(desk: Desk, folder: Path, sent: Sent) -> Projection | None:
    entry = next((one for one in desk.records() if one.folder == sent.name), None)
    if entry is not None and sent.kind == "result":
        return _recorded(desk, entry)
    if entry is not None:
        return ShownQuestion(entry.name, entry.motion.title, (), is_open=False, change=None)
    if sent.name not in motion_branches(desk):
        return None
    found = tally(desk, sent.name)
    if sent.kind == "result" and found.is_closed:
        outcome = "postponed" if found.is_postponed else "counted"
        return ShownResult(found.name, found.title, outcome, found.evidence, found.questions)
    return _question(desk, folder, found)


def _question(desk: Desk, folder: Path, found: Tally) -> ShownQuestion:
    one = find_pending(desk, found.folder.partition("-")[0])
    return ShownQuestion(
        found.name,
        found.title,
        tuple(
            (q.question.subject or q.question.title, tuple(needs(q.over, found.entitled)))
            for q in found.questions
        ),
        is_open=not found.is_closed,
        change=read_change(folder, one.slug),
    )


def _recorded(desk: Desk, entry: Entry) -> ShownResult:
    record = entry.record
    if isinstance(record, VoteRecord):
        questions = recorded_questions(desk, entry)
        return ShownResult(
            entry.name, entry.motion.title, entry.outcome, record.evidence, questions
        )
    ruling = f"{record.ruling} ({record.by})"
    return ShownResult(entry.name, entry.motion.title, entry.outcome, None, (), ruling)
