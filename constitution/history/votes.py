"""Who voted how: tables over the records, as far as names are known.

Names are known where members signed or a roll call was entered; a show of hands, a declaration
and a report have none, and their tables are empty.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.ballot import named_in
from constitution.history.snapshot import Snapshot
from constitution.vote import VoteRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from constitution.governance import MemberId, Members
    from constitution.history.records import Entry
    from constitution.repository import Repository
    from constitution.vote import Count

__all__ = [
    "Choice",
    "GroupVotes",
    "MemberVotes",
    "by_group",
    "entitled_members",
    "group_rows",
    "member_rows",
    "votes_of",
    "who_voted",
]

Choice = Literal["for", "against", "abstain", "absent"]


@dataclass(frozen=True, slots=True)
class MemberVotes:
    """How one member voted on one motion."""

    member: MemberId
    entry: Entry
    choices: tuple[Choice, ...]
    """One a question, in the order of the motion."""


@dataclass(frozen=True, slots=True)
class GroupVotes:
    """How the members of one group voted on one question."""

    entry: Entry
    question: int
    """Counted from 1."""
    group: str
    """Empty for those who belong to none."""
    for_: int
    against: int
    abstain: int
    absent: int


def names_are_known(entry: Entry) -> bool:
    """Whether the record names who voted how."""
    return isinstance(entry.record, VoteRecord) and entry.record.evidence in {"signed", "named"}


def entitled_members(repository: Repository, entry: Entry) -> Members:
    """Who could vote on a motion: the members at its base, less those removed or suspended since."""
    parent = Snapshot(repository, entry.parent)
    base = repository.resolve(entry.motion.base)
    if base is None:
        return parent.members
    return Snapshot(repository, base).members.who_may_vote(parent.members)


def who_voted(entry: Entry, members: Members | None = None) -> tuple[MemberVotes, ...]:
    """How each member voted, by their ids in order; nobody where names are not known.

    With `members`, also those of them who took part in no question.
    """
    if not names_are_known(entry):
        return ()
    counts = [named_in(count) for count in _counts(entry)]
    names = {name for count in counts for name in count}
    if members is not None:
        names |= {member.id for member in members.named if member.status == "active"}
    return tuple(
        MemberVotes(name, entry, tuple(count.get(name, "absent") for count in counts))
        for name in sorted(names)
    )


def _counts(entry: Entry) -> tuple[Count, ...]:
    return entry.record.counts if isinstance(entry.record, VoteRecord) else ()


def votes_of(
    entries: Iterable[Entry],
    member: str,
    members: Callable[[Entry], Members] | None = None,
) -> tuple[MemberVotes, ...]:
    """How one member voted on each motion, in order, where names are known.

    With `members` (who could vote on a motion), also the motions on which the member could have
    voted and did not.
    """
    return tuple(
        votes
        for entry in entries
        if names_are_known(entry)
        for votes in who_voted(entry, members(entry) if members is not None else None)
        if votes.member == member
    )


def by_group(entry: Entry, members: Members) -> tuple[GroupVotes, ...]:
    """How each group voted on each question; nothing where names are not known.

    `members` are those who could vote. Groups are in the order in which the members name them,
    those without a group last.
    """
    groups = list(dict.fromkeys(member.group for member in members.named))
    groups.sort(key=lambda group: not group)
    voted = who_voted(entry, members)
    group_of = {member.id: member.group for member in members.named}
    if any(votes.member not in group_of for votes in voted) and "" not in groups:
        groups.append("")
    tables: list[GroupVotes] = []
    for question in range(len(_counts(entry)) if voted else 0):
        tally = Counter(
            (group_of.get(votes.member, ""), votes.choices[question]) for votes in voted
        )
        tables.extend(
            GroupVotes(
                entry,
                question + 1,
                group,
                tally[group, "for"],
                tally[group, "against"],
                tally[group, "abstain"],
                tally[group, "absent"],
            )
            for group in groups
        )
    return tuple(tables)


def member_rows(votes: Iterable[MemberVotes]) -> list[tuple[str, ...]]:
    """The votes of members as rows, the first naming the columns; one row a question."""
    rows: list[tuple[str, ...]] = [
        ("record", "amendment", "title", "held", "question", "member", "choice", "outcome")
    ]
    for one in votes:
        entry = one.entry
        for number, (choice, count) in enumerate(
            zip(one.choices, _counts(entry), strict=True), start=1
        ):
            rows.append(
                (
                    str(entry.record.sequence),
                    entry.number,
                    _question(entry, number),
                    _held(entry),
                    str(number),
                    one.member,
                    choice,
                    count.outcome,
                )
            )
    return rows


def group_rows(votes: Iterable[GroupVotes]) -> list[tuple[str, ...]]:
    """The votes of groups as rows, the first naming the columns."""
    rows: list[tuple[str, ...]] = [
        (
            "record",
            "amendment",
            "title",
            "held",
            "question",
            "group",
            "for",
            "against",
            "abstain",
            "absent",
        )
    ]
    rows.extend(
        (
            str(one.entry.record.sequence),
            one.entry.number,
            _question(one.entry, one.question),
            _held(one.entry),
            str(one.question),
            one.group,
            str(one.for_),
            str(one.against),
            str(one.abstain),
            str(one.absent),
        )
        for one in votes
    )
    return rows


def _held(entry: Entry) -> str:
    return entry.record.held.isoformat() if entry.record.held is not None else ""


def _question(entry: Entry, number: int) -> str:
    """The title of the amendment, or of the question where it was divided."""
    questions = entry.motion.questions
    return questions[number - 1].title if len(questions) > 1 else entry.motion.title
