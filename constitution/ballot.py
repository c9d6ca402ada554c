"""Ballots: the bytes a member signs, the file that keeps them, and why one does not count.

What a member signs follows from the motion, the member and the choices, so the file of signed
ballots need not repeat it. The motion is named by its digest, which binds its text, its number, its
round, its base and a nonce: no ballot serves twice. Whoever casts, gathers, counts or verifies
ballots asks here, so that all of them judge alike.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from constitution.canonical import Digest, open_table, refuse_other_bytes, write
from constitution.errors import Malformed
from constitution.governance import MemberId
from constitution.language import _
from constitution.names import is_slug
from constitution.publickey import parse_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.governance import Members
    from constitution.signature import Flaw
    from constitution.vote import Count

__all__ = [
    "CHOICES",
    "Ballot",
    "Choice",
    "Reason",
    "SignedBallot",
    "Spoilt",
    "by_choice",
    "explain",
    "parse_ballots",
    "parse_choice",
    "signing_keys",
    "spoils",
    "write_ballots",
]

LONGEST = 1 << 24
"""The most bytes of a file of signed ballots; every other file of ours is shorter."""

Choice = Literal["for", "against", "abstain"]
CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")

_SPELLINGS: dict[str, Choice] = {
    "for": "for",
    "yes": "for",
    "pour": "for",
    "oui": "for",
    "against": "against",
    "no": "against",
    "contre": "against",
    "non": "against",
    "abstain": "abstain",
    "abstention": "abstain",
    "abstentions": "abstain",
}


def parse_choice(text: str) -> Choice:
    """The choice that a person typed: for, against, abstain; pour, contre, abstention."""
    choice = _SPELLINGS.get(text.strip().lower())
    if choice is None:
        raise Malformed(
            _("“{text}” is not a choice").format(text=text),
            hint=_("Say for, against or abstain."),
        )
    return choice


def named_in(count: Count) -> dict[MemberId, Choice]:
    """Who is named in a count, with their choice."""
    return {
        member: choice
        for choice, votes in zip(CHOICES, (count.for_, count.against, count.abstain), strict=True)
        if isinstance(votes, tuple)
        for member in votes
    }


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's choices on a motion, question by question."""

    motion: Digest
    member: MemberId
    choices: tuple[Choice, ...]

    def to_bytes(self) -> bytes:
        """The canonical bytes of `ballot.toml`: what the member signs."""
        return write(
            {
                "format": "constitution-ballot/1",
                "motion": self.motion,
                "member": self.member,
                "choices": self.choices,
            }
        )

    @classmethod
    def parse(cls, data: bytes, where: str = "ballot.toml") -> Ballot:
        """The ballot a file holds; `Malformed` unless the bytes are canonical."""
        table = open_table(data, where, "constitution-ballot/1")
        ballot = cls(
            table.digest("motion"),
            _member(table.text("member"), where),
            _choices(table.texts("choices"), where),
        )
        table.end()
        refuse_other_bytes(data, ballot.to_bytes(), where)
        return ballot


def _member(text: str, where: str) -> MemberId:
    if not is_slug(text):
        raise Malformed(_("“{id}” cannot be a member's id").format(id=text), where=where)
    return MemberId(text)


def _choices(texts: Sequence[str], where: str) -> tuple[Choice, ...]:
    for text in texts:
        if text not in CHOICES:
            raise Malformed(
                _("“{text}” is not a choice").format(text=text),
                where=where,
                hint=_("Say for, against or abstain."),
            )
    if not texts:
        raise Malformed(_("the ballot makes no choice"), where=where)
    return cast("tuple[Choice, ...]", tuple(texts))


@dataclass(frozen=True, slots=True)
class SignedBallot:
    """A ballot and its signature in the wire form; without one it is a voice in a roll call."""

    ballot: Ballot
    signature: bytes | None = None


# -- ballots.toml ----------------------------------------------------------------------------------


def write_ballots(ballots: Iterable[SignedBallot]) -> bytes:
    """The canonical bytes of `ballots.toml`: the signed ballots of a motion, by member."""
    return write(
        {
            "format": "constitution-ballots/1",
            "ballot": [
                {
                    "member": one.ballot.member,
                    "choices": one.ballot.choices,
                    "signature": base64.b64encode(one.signature or b"").decode(),
                }
                for one in sorted(ballots, key=lambda one: one.ballot.member)
            ],
        }
    )


def parse_ballots(
    data: bytes, motion: Digest, where: str = "ballots.toml"
) -> tuple[SignedBallot, ...]:
    """The signed ballots that a file beside a motion holds; `Malformed` unless it is canonical."""
    table = open_table(data, where, "constitution-ballots/1", longest=LONGEST)
    found = []
    for entry in table.tables("ballot"):
        member = _member(entry.text("member"), entry.where)
        choices = _choices(entry.texts("choices"), entry.where)
        try:
            signature = base64.b64decode(entry.text("signature"), validate=True)
        except binascii.Error:
            raise Malformed(_("the signature is not base64"), where=entry.where) from None
        entry.end()
        found.append(SignedBallot(Ballot(motion, member, choices), signature))
    table.end()
    if not found:
        raise Malformed(_("the file holds no ballot"), where=where)
    members = [one.ballot.member for one in found]
    for before, after in pairwise(members):
        if before == after:
            raise Malformed(
                _("there are two ballots of {member}").format(member=after), where=where
            )
        if before > after:
            raise Malformed(_("the ballots are not in the order of the members"), where=where)
    refuse_other_bytes(data, write_ballots(found), where)
    return tuple(found)


# -- judging ---------------------------------------------------------------------------------------

Reason = Literal[
    "not-a-member",
    "suspended",
    "another-motion",
    "choices",
    "unsigned",
    "no-key",
    "key-replaced",
    "signature",
    "another-member",
    "two-ballots",
]
"""Why a ballot does not count."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Why a ballot does not count."""

    reason: Reason
    flaw: Flaw | None = None
    """What is wrong with the signature, where that is the reason."""
    of: MemberId | None = None
    """Whose ballot it is, where it was copied, or whose key signed it."""


def signing_keys(base: Members, now: Members, member: MemberId) -> tuple[str, ...]:
    """The keys a member may sign with: those held when the motion was put, less those given up since.

    A key given to a member later speaks from the next motion on, as a new member does.
    """
    then, since = base.by_id.get(member), now.by_id.get(member)
    if then is None or since is None:
        return ()
    return tuple(key for key in then.keys if key in since.keys)


def spoils(
    signed: SignedBallot, motion: Digest, questions: int, base: Members, now: Members
) -> Spoilt | None:
    """Why a ballot does not count for a motion; None where it counts.

    `base` are the members of the motion's base, `now` those of the commit that is to follow. A
    member who had a key when the motion was put counts only with a signature.
    """
    ballot = signed.ballot
    then, since = base.by_id.get(ballot.member), now.by_id.get(ballot.member)
    if then is None or since is None:
        return Spoilt("not-a-member")
    if then.status != "active" or since.status != "active":
        return Spoilt("suspended")
    if ballot.motion != motion:
        return Spoilt("another-motion")
    if len(ballot.choices) != questions:
        return Spoilt("choices")
    if signed.signature is None:
        return Spoilt("unsigned") if then.keys else None
    return _spoilt_by_signature(signed.signature, ballot, base, now)


def _spoilt_by_signature(
    signature: bytes, ballot: Ballot, base: Members, now: Members
) -> Spoilt | None:
    from constitution.signature import (  # noqa: PLC0415 - only where something is signed
        Signature,
        find_flaw,
        read_signature,
    )

    keys = signing_keys(base, now, ballot.member)
    flaw = find_flaw(signature, ballot.to_bytes(), map(parse_key, keys))
    if flaw is None:
        return None
    read = read_signature(signature)
    if flaw != "other-key" or not isinstance(read, Signature):
        return Spoilt("signature", flaw)
    for other in base.named:
        if read.key.line in other.keys:
            if other.id == ballot.member:
                return Spoilt("key-replaced", flaw)
            copied = Ballot(ballot.motion, other.id, ballot.choices)
            if find_flaw(signature, copied.to_bytes(), [read.key]) is None:
                return Spoilt("another-member", flaw, other.id)
            return Spoilt("signature", flaw, other.id)
    return Spoilt("signature" if keys else "no-key", flaw)


def explain(spoilt: Spoilt, member: str) -> str:
    """The sentence that says why the ballot of a member does not count."""
    match spoilt.reason:
        case "not-a-member":
            text = _("{member} is not a member who could vote on this.")
        case "suspended":
            text = _("{member} is suspended.")
        case "another-motion":
            text = _("The ballot of {member} is for another motion.")
        case "choices":
            text = _("The ballot of {member} does not make one choice for each question.")
        case "unsigned":
            text = _("{member} has a key, and the ballot is not signed.")
        case "no-key":
            text = _("{member} had no key when the motion was put.")
        case "key-replaced":
            text = _("{member} gave up that key since the motion was put.")
        case "another-member":
            text = _("The ballot of {member} is that of {other}, copied.")
        case "two-ballots":
            text = _("{member} cast two different ballots, and neither counts.")
        case "signature":
            from constitution import signature  # noqa: PLC0415 - only where something is signed

            why = signature.explain(spoilt.flaw or "form")
            if spoilt.of is not None:
                why = _("The signature was made with the key of {other}.").format(other=spoilt.of)
            return _("{member}: {reason}").format(member=member, reason=why)
    return text.format(member=member, other=spoilt.of)


def by_choice(
    choices: Mapping[MemberId, Sequence[Choice]], questions: int
) -> tuple[tuple[tuple[MemberId, ...], tuple[MemberId, ...], tuple[MemberId, ...]], ...]:
    """Who is for, against and abstains, question by question, each by member."""
    counted = []
    for place in range(questions):
        names = {
            choice: tuple(
                sorted(member for member, chosen in choices.items() if chosen[place] == choice)
            )
            for choice in CHOICES
        }
        counted.append((names["for"], names["against"], names["abstain"]))
    return tuple(counted)
