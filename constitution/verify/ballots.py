"""Signed ballots beside a record: whether each holds, and whether the record counts them.

Every ballot beside a record is judged by the members at the motion's base and at the commit's first
parent. The record is held against the ballots name by name; a ballot that is at fault already is
not held against the record a second time.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from constitution.ballot import (
    CHOICES,
    Ballot,
    SignedBallot,
    explain,
    named_in,
    parse_ballots,
    spoils,
)
from constitution.errors import Malformed
from constitution.language import _
from constitution.verify.archive import refuse_unknown
from constitution.verify.doubt import Doubt
from constitution.verify.report import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.ballot import Spoilt
    from constitution.governance import MemberId
    from constitution.verify.case import Case
    from constitution.verify.report import Code, Fault
    from constitution.vote import VoteRecord

__all__ = ["ballot_faults", "signed_ballots"]

_MOST_QUESTIONS = 5
"""Of how many questions the choices are tried out, to say what a signature was made for."""
_MOST_TRIED_OUT = 20
"""For how many ballots of one record, and on how many earlier motions, that is tried out."""

_CODES: dict[str, Code] = {
    "not-a-member": "not-a-member",
    "suspended": "not-a-member",
    "choices": "bad-ballot",
    "another-member": "bad-ballot",
    "two-ballots": "bad-ballot",
    "unsigned": "bad-ballot",
    "another-motion": "ballot-for-another-motion",
}
"""The code of a fault for each reason why a ballot does not count; any other is the signature."""


def ballot_faults(case: Case, record: VoteRecord) -> Iterator[Fault]:
    """A fault for each ballot that does not hold, and wherever the record counts other choices.

    Raises `Doubt` where the members or the file cannot be judged by this version.
    """
    path = f"{case.folder}/ballots.toml"
    data = case.child.blob(path)
    if data is None:
        if record.evidence == "signed":
            yield case.fault(
                "evidence-too-weak",
                _("The record says that its ballots are signed, and there are none."),
                case.vote_file,
            )
        return
    if record.evidence not in {"signed", "named"}:
        yield case.fault("bad-record", _("Only a record of names has ballots."), path)
        return
    refuse_unknown(data, "constitution-ballots/1", path)
    motion = case.motion_digest
    try:
        ballots = parse_ballots(data, motion, path)
    except Malformed as fault:
        yield case.fault("bad-ballot", sentence_of(fault), fault.where, fault.hint)
        return
    base, now = case.base.members(), case.parent.members()
    if isinstance(base, Malformed) or isinstance(now, Malformed):
        raise Doubt(
            "unreadable-governance",
            _("The rules or the members that governed this vote cannot be read."),
        )
    blamed = set()
    for signed in ballots:
        spoilt = spoils(signed, motion, len(case.motion.questions), base, now)
        if spoilt is not None:
            blamed.add(signed.ballot.member)
            yield _ballot_fault(case, signed, spoilt, path, len(blamed) <= _MOST_TRIED_OUT)
    yield from _record_faults(case, record, ballots, blamed)


def signed_ballots(case: Case, record: VoteRecord) -> int:
    """How many signed ballots stand beside a record; none where they are not in their form."""
    if record.evidence == "signed":
        return len({member for count in record.counts for member in named_in(count)})
    path = f"{case.folder}/ballots.toml"
    data = case.child.blob(path)
    try:
        return len(parse_ballots(data, case.motion_digest, path)) if data else 0
    except Malformed:
        return 0


def _ballot_fault(
    case: Case, signed: SignedBallot, spoilt: Spoilt, path: str, try_out: bool
) -> Fault:
    """What is wrong with a ballot, and where it seems to come from if that is tried out."""
    member = signed.ballot.member
    if spoilt.flaw == "forged" and try_out:
        meant = _meant(case, signed)
        if meant is not None and meant.motion != signed.ballot.motion:
            return case.fault(
                "ballot-for-another-motion",
                _("The ballot of {member} was signed for number {number}, not for this.").format(
                    member=member, number=case.past.motions[meant.motion]
                ),
                path,
            )
        if meant is not None:
            return case.fault(
                "bad-signature",
                _("The choices of {member} are not those that were signed.").format(member=member),
                path,
            )
    return case.fault(_CODES.get(spoilt.reason, "bad-signature"), explain(spoilt, member), path)


def _meant(case: Case, signed: SignedBallot) -> Ballot | None:
    """The ballot that a signature was made for, among those that can be thought of."""
    from constitution.publickey import parse_key  # noqa: PLC0415 - only where a signature is wrong
    from constitution.signature import find_flaw  # noqa: PLC0415 - as above

    base = case.base.members()
    if isinstance(base, Malformed) or signed.signature is None:
        return None
    keys = [parse_key(key) for key in base.by_id[signed.ballot.member].keys]
    questions = len(signed.ballot.choices)
    if questions > _MOST_QUESTIONS:
        return None
    for motion in (signed.ballot.motion, *list(case.past.motions)[-_MOST_TRIED_OUT:]):
        for choices in product(CHOICES, repeat=questions):
            ballot = Ballot(motion, signed.ballot.member, choices)
            if find_flaw(signed.signature, ballot.to_bytes(), keys) is None:
                return ballot
    return None


def _record_faults(
    case: Case, record: VoteRecord, ballots: Iterable[SignedBallot], blamed: set[MemberId]
) -> Iterator[Fault]:
    """A fault where the record counts a member otherwise than the ballots say."""
    cast = {one.ballot.member: one.ballot.choices for one in ballots}
    if any(len(choices) != len(record.counts) for choices in cast.values()):
        return  # said already
    for place, count in enumerate(record.counts):
        recorded = named_in(count)
        for member in sorted(recorded.keys() | cast.keys()):
            if member in blamed:
                continue
            said = recorded.get(member)
            chosen = cast[member][place] if member in cast else None
            if said == chosen or (chosen is None and record.evidence == "named"):
                continue
            if chosen is None:
                sentence = _("The record counts {member}, and there is no ballot of that member.")
            elif said is None:
                sentence = _("The record does not count {member}, whose ballot is there.")
            else:
                sentence = _("The record counts {member} otherwise than the ballot says.")
            yield case.fault("wrong-count", sentence.format(member=member), case.vote_file)
