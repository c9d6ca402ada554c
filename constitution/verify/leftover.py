"""Signed ballots that lie in a clone: which of them no record counts, and which are void.

No clone can show that nothing was withheld; it shows what lies in it. Ballots are refs, cast here
or fetched, and prove nothing by being absent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.ballot import Ballot, SignedBallot, named_in, spoils
from constitution.errors import Malformed
from constitution.governance import Members
from constitution.verify.doubt import Doubt
from constitution.verify.refs import BALLOTS, MOTIONS, refs_below
from constitution.verify.report import Uncounted, VoidBallot
from constitution.vote import VoteRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constitution.ballot import Choice
    from constitution.canonical import Digest
    from constitution.governance import MemberId
    from constitution.verify.archive import Archive, Snapshot
    from constitution.verify.case import Case

__all__ = ["Poll", "find_uncounted", "poll_of", "read_ballot"]

_PLACE = re.compile(r"refs/(?:fetched/[^/]+/)?ballots/([1-9][0-9]*)/[^/]+")
_MOTION = re.compile(r"refs/(?:heads|remotes/[^/]+)/motions/([^/]+)")


@dataclass(frozen=True, slots=True)
class Poll:
    """A motion as its record tells of it, to hold ballots against that are found elsewhere."""

    sequence: int
    number: str
    base: Members
    now: Members
    choices: Mapping[MemberId, tuple[Choice | None, ...]]
    """What the record counts for each member it names, question by question."""
    questions: int


def poll_of(case: Case) -> Poll | None:
    """The motion that a record disposed of; None where its members cannot be read.

    One that was disposed of without a vote counts nobody: whoever signed a ballot on it was left
    out.
    """
    base, now = case.base.members(), case.parent.members()
    if isinstance(base, Malformed) or isinstance(now, Malformed):
        return None
    record = case.record
    counted = record.counts if isinstance(record, VoteRecord) else ()
    counts = [named_in(count) for count in counted]
    members = {member for count in counts for member in count}
    return Poll(
        record.sequence,
        case.motion.number,
        base,
        now,
        {member: tuple(count.get(member) for count in counts) for member in members},
        len(case.motion.questions),
    )


def find_uncounted(
    archive: Archive, polls: Mapping[Digest, Poll], tip: Snapshot
) -> tuple[tuple[Uncounted, ...], tuple[VoidBallot, ...]]:
    """The signed ballots of this clone that hold and that no record counts; and those that are void.

    The former may have come too late: nothing in a clone says when. The latter are on no motion
    that is recorded or open here: it was put anew since, or somewhere else. What cannot be read is
    no ballot, nor is one that no key of its member signed.
    """
    found: dict[Ballot, Uncounted] = {}
    void: dict[Ballot, VoidBallot] = {}
    open_: frozenset[Digest] | None = None
    keys: dict[MemberId, set[str]] = {}
    for ref, commit in refs_below(archive.store, BALLOTS):
        try:
            signed = read_ballot(archive, commit, ref)
        except (Doubt, Malformed):
            continue
        if signed is None or signed.signature is None:
            continue
        ballot, poll = signed.ballot, polls.get(signed.ballot.motion)
        if poll is None:
            if open_ is None:
                open_, keys = _open_motions(archive), _keys(polls.values(), tip)
            place = _PLACE.fullmatch(ref)
            if place is None or ballot.motion in open_:
                continue
            if _is_signed(signed, sorted(keys.get(ballot.member, ()))):
                void[ballot] = VoidBallot(place[1], ballot.member, ballot.choices, ref)
        elif poll.choices.get(ballot.member) != ballot.choices and (
            spoils(signed, ballot.motion, poll.questions, poll.base, poll.now) is None
        ):
            found[ballot] = Uncounted(
                poll.sequence,
                poll.number,
                ballot.member,
                ballot.choices,
                ref,
                counted_otherwise=ballot.member in poll.choices,
            )
    return (
        tuple(sorted(found.values(), key=lambda one: (one.sequence, one.member, one.choices))),
        tuple(sorted(void.values(), key=lambda one: (len(one.number), one.number, one.member))),
    )


def _open_motions(archive: Archive) -> frozenset[Digest]:
    """The motions that are put to the vote, here or at a remote as it was last fetched."""
    found = set()
    for ref, commit in refs_below(archive.store, (*MOTIONS, "refs/remotes/")):
        place = _MOTION.fullmatch(ref)
        if place is not None:
            try:
                motion = archive.snapshot(commit).digest(f"votes/{place[1]}/motion.toml")
            except Doubt:
                continue
            found |= {motion} if motion is not None else set()
    return frozenset(found)


def _keys(polls: Iterable[Poll], tip: Snapshot) -> dict[MemberId, set[str]]:
    """The keys that each member has, or had when something was voted on."""
    lists = {id(one): one for poll in polls for one in (poll.base, poll.now)}
    try:
        last = tip.members()
    except Doubt:
        last = Members()
    if isinstance(last, Members):
        lists[id(last)] = last
    found: dict[MemberId, set[str]] = defaultdict(set)
    for members in lists.values():
        for member in members.named:
            found[member.id].update(member.keys)
    return found


def _is_signed(signed: SignedBallot, lines: Iterable[str]) -> bool:
    """Whether one of the keys signed the ballot."""
    from constitution.publickey import parse_key  # noqa: PLC0415 - only where something is signed
    from constitution.signature import find_flaw  # noqa: PLC0415 - as above

    keys = map(parse_key, lines)
    return find_flaw(signed.signature or b"", signed.ballot.to_bytes(), keys) is None


def read_ballot(archive: Archive, commit: str, ref: str) -> SignedBallot | None:
    """The ballot in a commit, with its signature if it has one; None where there is none.

    Raises `Malformed` where the ballot or the armour is not in its one spelling.
    """
    snapshot = archive.snapshot(commit)
    data, armour = snapshot.blob("ballot.toml"), snapshot.blob("ballot.toml.sig")
    if data is None:
        return None
    ballot = Ballot.parse(data, ref)
    if armour is None:
        return SignedBallot(ballot)
    from constitution import signature  # noqa: PLC0415 - only where something is signed

    blob = signature.read_armour(armour)
    if blob is None:
        raise Malformed(signature.explain("armour").rstrip("."), where=ref)
    return SignedBallot(ballot, blob)
