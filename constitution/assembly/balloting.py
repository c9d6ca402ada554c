"""Ballots as they are cast, travel and are gathered; each is judged before it counts.

A ballot is a parentless commit at `refs/ballots/<number>/<member>` that holds `ballot.toml`, the
bytes that were signed, and `ballot.toml.sig` as `ssh-keygen -Y sign` writes it, where it is signed.
What was fetched stands below `refs/fetched/` and never replaces what is here. A ballot that does not
count is named with the reason, and can neither stop the count nor spoil another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.assembly.founding import slug_of
from constitution.assembly.motions import ballot_ref, ballot_refs
from constitution.ballot import Ballot, SignedBallot, Spoilt, by_choice, explain, named_in, spoils
from constitution.canonical import digest
from constitution.errors import Malformed, Refused
from constitution.governance import MemberId, Members
from constitution.history import who_voted
from constitution.language import N_, _, ngettext
from constitution.repository import (
    FETCHED,
    RefMove,
    fetch_refs,
    push_refs,
    remotes,
    seen_on,
)
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.ballot import Choice
    from constitution.governance import Evidence
    from constitution.repository import CommitId
    from constitution.vote import Count, Votes

__all__ = [
    "Gathered",
    "LeftOut",
    "ballots_in",
    "cast_ballot",
    "choices_counted",
    "close_ballots",
    "counted_ballots",
    "find_voter",
    "gather",
    "prepare_ballot",
    "publish_ballot",
    "voters",
]

BALLOT, SIGNATURE = "ballot.toml", "ballot.toml.sig"
LONGEST = 1 << 16
"""The most bytes of a ballot, or of its signature: whoever may push could send anything."""


def voters(desk: Desk, motion: OpenMotion) -> Members:
    """Who may vote on a motion: the members at its base, less those removed or suspended since."""
    return motion.base.members.who_may_vote(desk.main().members)


def find_voter(eligible: Members, text: str) -> MemberId:
    """The id of the voter that an id, or a name, says."""
    if eligible.seats is not None:
        raise Refused(
            _("the members of this assembly are not named: votes are counted"),
            hint=_(
                "Enter the count: `constitution count N --for … --against …`. An amendment names "
                "the members: `constitution amend edit N members`."
            ),
        )
    if text in eligible.by_id:
        return MemberId(text)
    folded = slug_of(text)
    matching = [one.id for one in eligible.named if folded in {one.id, slug_of(one.name)}]
    if len(matching) == 1:
        return matching[0]
    raise Refused(
        _("“{name}” is not a member who may vote on this motion").format(name=text),
        hint=_("`constitution members` lists them."),
    )


# -- gathering -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A ballot that does not count, with the sentence that says why."""

    member: str
    """Whose ballot it is, or would be."""
    reason: str
    """In one word, for programs."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The ballots that are in for a motion, here and as last fetched."""

    counted: tuple[SignedBallot, ...] = ()
    """Those that count, by member."""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """`signed` where every ballot that counts is signed; else no more than a roll call."""
        every = all(one.signature is not None for one in self.counted)
        return "signed" if every and self.counted else "named"

    @property
    def signed(self) -> tuple[SignedBallot, ...]:
        """Those that are signed, which the record keeps."""
        return tuple(one for one in self.counted if one.signature is not None)

    def votes(self, questions: int) -> tuple[tuple[Votes, Votes, Votes], ...]:
        """For, against and abstain by name, question by question."""
        return by_choice({one.ballot.member: one.ballot.choices for one in self.counted}, questions)


def gather(desk: Desk, motion: OpenMotion) -> Gathered:
    """The ballots that are in for a motion, each judged.

    Where a rule of the motion asks for signatures, a ballot without one does not count. Two
    different ballots of one member count as none.
    """
    base, now = motion.base.members, desk.main().members
    asked = next(
        (
            rule.name
            for governing in motion.rules
            for rule in governing.rules
            if rule.evidence == "signed"
        ),
        None,
    )
    sound: dict[MemberId, dict[Ballot, SignedBallot]] = defaultdict(dict)
    left_out: list[LeftOut] = []
    void: list[LeftOut] = []
    for ref in ballot_refs(desk.repository, motion.number):
        name = ref.rpartition("/")[2]
        try:
            signed = _read(desk, ref)
        except Malformed as fault:
            left_out.append(
                LeftOut(
                    name,
                    "unreadable",
                    _("The ballot at {ref} cannot be read: {fault}.").format(
                        ref=ref, fault=fault.bare
                    ),
                )
            )
            continue
        if signed is None:
            continue
        spoilt = spoils(signed, motion.digest, len(motion.motion.questions), base, now)
        if signed.ballot.member != name:
            spoilt = Spoilt("another-member", of=signed.ballot.member)
        if spoilt is not None and spoilt.reason == "another-motion":
            lists = void if ref.startswith(FETCHED) else left_out
            lists.append(LeftOut(name, spoilt.reason, _void(desk, signed, name)))
        elif spoilt is not None:
            left_out.append(LeftOut(name, spoilt.reason, explain(spoilt, name)))
        elif asked is not None and signed.signature is None:
            left_out.append(
                LeftOut(
                    name,
                    "unsigned",
                    _("{member} has no key, and the rule “{rule}” asks for signatures.").format(
                        member=name, rule=asked
                    ),
                )
            )
        else:
            sound[signed.ballot.member].setdefault(signed.ballot, signed)
    counted: list[SignedBallot] = []
    for member, ballots in sound.items():
        if len(ballots) > 1:
            twice = Spoilt("two-ballots")
            left_out.append(LeftOut(member, twice.reason, explain(twice, member)))
        else:
            counted += ballots.values()
    heard = {*sound, *(one.member for one in left_out)}  # who voted anew is no news
    left_out += [one for one in void if one.member not in heard]
    return Gathered(
        tuple(sorted(counted, key=lambda one: one.ballot.member)),
        tuple(sorted(dict.fromkeys(left_out), key=lambda one: (one.member, one.reason))),
    )


def _void(desk: Desk, signed: SignedBallot, name: str) -> str:
    """What a ballot is for that is not for this motion, as far as this clone knows."""
    for entry in desk.records():
        if entry.record.motion == signed.ballot.motion:
            return _("The ballot of {member} is for amendment {number}.").format(
                member=name, number=entry.number
            )
    return _(
        "The ballot of {member} is void: what it was cast on was put anew since, or belongs to "
        "another constitution."
    ).format(member=name)


def ballots_in(desk: Desk, motion: OpenMotion) -> int:
    """How many members have a ballot on a motion in this clone, whether or not it counts.

    No signature is checked, so that this is known at once however many there are.
    """
    named = motion.digest.encode()
    found = set()
    for ref in ballot_refs(desk.repository, motion.number):
        tip = desk.repository.tip(ref)
        try:
            data = tip and desk.repository.read(tip, BALLOT, longest=LONGEST)
        except Malformed:
            continue
        if data and named in data:
            found.add(ref.rpartition("/")[2])
    return len(found)


def _read(desk: Desk, ref: str) -> SignedBallot | None:
    """The ballot at a ref, or None where there is none; `Malformed` unless it is well formed."""
    tip = desk.repository.tip(ref)
    return None if tip is None else _read_commit(desk, tip, ref)


def _read_commit(desk: Desk, commit: CommitId, where: str) -> SignedBallot | None:
    data = desk.repository.read(commit, BALLOT, longest=LONGEST)
    if data is None:
        return None
    ballot = Ballot.parse(data, where)
    armour = desk.repository.read(commit, SIGNATURE, longest=LONGEST)
    if armour is None:
        return SignedBallot(ballot)
    from constitution import signature  # noqa: PLC0415 - only where something is signed

    blob = signature.read_armour(armour)
    if blob is None:
        raise Malformed(signature.explain("armour").rstrip("."), where=where)
    return SignedBallot(ballot, blob)


# -- casting ---------------------------------------------------------------------------------------


def prepare_ballot(
    desk: Desk, motion: OpenMotion, member: str, choices: Sequence[Choice]
) -> Ballot:
    """The ballot that a member is about to cast; `Refused` where it could not count."""
    eligible = voters(desk, motion)
    id_ = find_voter(eligible, member)
    if len(choices) != len(motion.motion.questions):
        raise Refused(
            ngettext(
                "the motion asks {number} question, and the choices given are {given}",
                "the motion asks {number} questions, and the choices given are {given}",
                len(motion.motion.questions),
            ).format(number=len(motion.motion.questions), given=len(choices)),
            hint=_("Give one choice a question, in order."),
        )
    ballot = Ballot(motion.digest, id_, tuple(choices))
    for ref in ballot_refs(desk.repository, motion.number):
        if ref.rpartition("/")[2] != id_:
            continue
        try:
            cast = _read(desk, ref)
        except Malformed:
            continue
        if (
            cast is None
            or cast.ballot.member != id_
            or spoils(cast, motion.digest, len(choices), motion.base.members, desk.main().members)
        ):
            continue
        if cast.ballot == ballot:
            raise Refused(_("{member} has voted so already").format(member=id_))
        raise Refused(
            _("{member} has voted already, and a ballot is final").format(member=id_),
            hint=_("It was published, and stays.")
            if _is_published(desk, ref)
            else _("`constitution undo` takes back the last act of this clone."),
        )
    return ballot


def _is_published(desk: Desk, ref: str) -> bool:
    """Whether a remote was seen to have what is at a ref of a ballot, or it came from there."""
    return ref.startswith(FETCHED) or any(
        seen_on(desk.repository, remote).get(ref) == desk.repository.tip(ref)
        for remote in remotes(desk.repository)
    )


def cast_ballot(
    desk: Desk,
    motion: OpenMotion,
    member: str,
    choices: Sequence[Choice],
    *,
    signature: bytes | None = None,
) -> MemberId:
    """Who voted, once the ballot is in; a ballot is final.

    `signature` is in the wire form. It is checked before anything is written.
    """
    ballot = prepare_ballot(desk, motion, member, choices)
    signed = SignedBallot(ballot, signature)
    spoilt = spoils(signed, motion.digest, len(choices), motion.base.members, desk.main().members)
    if spoilt is not None and spoilt.reason == "unsigned":
        raise Refused(
            _("{member} has a key, and a ballot without a signature would not count").format(
                member=ballot.member
            ),
            hint=_("Sign it: add `--sign`."),
        )
    if spoilt is not None:
        raise Refused(
            explain(spoilt, ballot.member).rstrip("."),
            hint=_("Nothing was written. `constitution members` lists the keys."),
        )
    files: dict[str, bytes | None] = {BALLOT: ballot.to_bytes()}
    if signature is not None:
        from constitution.signature import armoured  # noqa: PLC0415 - only where it is signed

        files[SIGNATURE] = armoured(signature)
    person = desk.person()
    commit = desk.repository.write_commit(
        desk.repository.write_files(None, files),
        [],
        desk.written(N_("Ballot of {member} on amendment {number}")).format(
            member=ballot.member, number=motion.name
        )
        + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )
    ref = ballot_ref(motion.number, ballot.member)
    move = RefMove(ref, desk.repository.tip(ref), commit)
    desk.acts.do(Act("vote", f"{motion.number} {ballot.member}", (move,)))
    return ballot.member


# -- travelling ------------------------------------------------------------------------------------


def publish_ballot(desk: Desk, motion: OpenMotion, member: MemberId) -> str | None:
    """The remote that has the ballot now; None where this clone knows no remote.

    `Refused` where the remote holds another ballot of the member that counts, where the motion was
    put anew there, or where it cannot be reached; the ballot is kept here either way. One that counts for nothing gives way: nobody can keep a
    member from voting by pushing a forged one first.
    """
    repository = desk.repository
    known = remotes(repository)
    if not known:
        return None
    remote = "origin" if "origin" in known else known[0]
    ref = ballot_ref(motion.number, member)
    fetch_refs(repository, remote)
    seen = seen_on(repository, remote)
    _refuse_stale(desk, motion, remote, seen.get(f"refs/heads/motions/{motion.folder}"))
    there, here = seen.get(ref), repository.tip(ref)
    if there is not None and _is_another(desk, there, ref, motion):
        raise Refused(
            _("{remote} holds another ballot of {member} on this motion").format(
                remote=remote, member=member
            ),
            hint=_("A ballot is final. Ask the clerk: two different ones count as none."),
        )
    move = RefMove(ref, there, here)
    if there != here:
        push_refs(repository, remote, [move])
        desk.acts.note(Act("publish", remote, (move,), "exchanged"))
    return remote


def _refuse_stale(desk: Desk, motion: OpenMotion, remote: str, there: CommitId | None) -> None:
    """Refuse to send a ballot on what is no longer put to the vote at the remote."""
    ref = f"refs/heads/motions/{motion.folder}"
    if there in {None, motion.branch.tip} or any(
        (move.ref, move.old) == (ref, there) for act in desk.acts.all() for move in act.moves
    ):
        return  # the same, or the one before what this clone put anew
    data = desk.repository.read(there, f"votes/{motion.folder}/motion.toml") if there else None
    if data is None or digest(data) == motion.digest:
        return
    raise Refused(
        _(
            "amendment {name} was put anew at {remote}, and this ballot is for the text before"
        ).format(name=motion.name, remote=remote),
        hint=_("It counts for nothing. `constitution fetch`, look at what changed, vote again."),
    )


def counted_ballots(desk: Desk) -> list[RefMove]:
    """The end of each ballot of this clone that a record counts as it was cast.

    One that was not counted stays: it shows what was left out.
    """
    repository = desk.repository
    recorded = {entry.record.motion: entry for entry in desk.records()}
    moves = []
    for ref in repository.refs("refs/ballots/"):
        try:
            cast = _read(desk, ref)
        except Malformed:
            continue
        entry = recorded.get(cast.ballot.motion) if cast is not None else None
        if cast is None or entry is None:
            continue
        if any(
            (one.member, one.choices) == (cast.ballot.member, cast.ballot.choices)
            for one in who_voted(entry)
        ):
            moves.append(RefMove(ref, repository.tip(ref), None))
    return moves


def close_ballots(desk: Desk, motion: OpenMotion, counts: Sequence[Count] = ()) -> list[RefMove]:
    """The end of the ballots of this clone on a motion, once it is disposed of.

    A signed one that holds and is not counted as it was cast stays: whoever verifies finds it, and
    whoever counts cannot make it go by counting otherwise.
    """
    repository = desk.repository
    counted = choices_counted(counts)
    base, now = motion.base.members, desk.main().members
    moves = []
    for ref in repository.refs(f"refs/ballots/{motion.number}/"):
        try:
            cast = _read(desk, ref)
        except Malformed:
            cast = None
        is_left_out = (
            cast is not None
            and cast.signature is not None
            and counted.get(cast.ballot.member) != cast.ballot.choices
            and spoils(cast, motion.digest, len(motion.motion.questions), base, now) is None
        )
        if not is_left_out:
            moves.append(RefMove(ref, repository.tip(ref), None))
    return moves


def choices_counted(counts: Sequence[Count]) -> dict[MemberId, tuple[Choice | None, ...]]:
    """What each member who is named in a count is counted for, question by question."""
    named = [named_in(one) for one in counts]
    members = {member for choices in named for member in choices}
    return {member: tuple(choices.get(member) for choices in named) for member in members}


def _is_another(desk: Desk, there: CommitId, ref: str, motion: OpenMotion) -> bool:
    """Whether a commit holds a ballot of the member that counts, and is not the one at `ref`."""
    try:
        theirs, ours = _read_commit(desk, there, ref), _read(desk, ref)
    except Malformed:
        return False
    if theirs is None or ours is None or theirs.ballot == ours.ballot:
        return False
    spoilt = spoils(
        theirs,
        motion.digest,
        len(motion.motion.questions),
        motion.base.members,
        desk.main().members,
    )
    return spoilt is None and theirs.ballot.member == ours.ballot.member
