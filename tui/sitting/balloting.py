"""A member's ballot cast in the room: who votes, how, and the signature their own key makes of it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from constitution.assembly.balloting import (
    ballots_in,
    cast_ballot,
    find_voter,
    prepare_ballot,
    publish_ballot,
    voters,
)
from constitution.assembly.motions import open_motion
from constitution.assembly.signing import find_signer, sign
from constitution.assembly.standing import standing_motion, what_became
from constitution.ballot import CHOICES
from constitution.display import Run, safe
from constitution.errors import Refused
from constitution.language import _, introduce, ngettext
from tui.acting import perform_at_terminal, perform_unnamed
from tui.dialogs.choose import Choose
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Field, Form
from tui.sitting.rollwords import choice_words
from tui.widgets.page import Block, said
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constitution.assembly import Desk
    from constitution.assembly.signing import Signer
    from constitution.ballot import Ballot, Choice
    from constitution.canonical import Digest
    from constitution.governance import Member
    from tui.app import DraftingRoom
    from tui.dialogs.dialog import Still

__all__ = ["cast"]


@dataclass(frozen=True, slots=True)
class _Voting:
    """The members who may vote on a motion, what it asks, and who of them must sign."""

    name: str
    folder: str
    motion: Digest
    members: tuple[Member, ...]
    signing: frozenset[str]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A ballot that could count, and the key that signs it; None where its member has none."""

    folder: str
    motion: Digest
    commit: str
    questions: tuple[str, ...]
    ballot: Ballot
    signer: Signer | None


async def cast(room: DraftingRoom, number: str) -> None:
    """The story of a ballot: who, how, what is signed, and then the key on the terminal itself."""
    room.refuse_reading_only()
    voting = await perform_unnamed(room, lambda desk: _voting(desk, number))
    rows = [_row(one, voting) for one in voting.members]
    title = _("Who votes on amendment {name}?").format(name=voting.name)
    member = await room.push_screen_wait(Choose(title, rows))
    if member is None:
        return
    ready = await room.push_screen_wait(_form(voting, member))
    if ready is None:
        return
    told = await room.push_screen_wait(_Casting(ready))
    if told is not None:
        room.say(told)


def _voting(desk: Desk, number: str) -> _Voting:
    motion = open_motion(desk, number)
    eligible = voters(desk, motion)
    if eligible.seats is not None:
        find_voter(eligible, "")  # refused, with what to do instead
    return _Voting(
        motion.name,
        motion.folder,
        motion.digest,
        eligible.named,
        frozenset(one.id for one in eligible.named if one.keys),
        tuple(one.subject or one.title for one in motion.motion.questions),
    )


def _row(member: Member, voting: _Voting) -> Row:
    signs = _("signs with a key") if member.id in voting.signing else ""
    rest = " · ".join(filter(None, (member.group, signs)))
    return Row(member.id, ((Run("", safe(member.name)), Run("quiet", safe(f"  {rest}"))),))


def _form(voting: _Voting, member: str) -> Form[_Ready]:
    """How the member votes on each question, and with which key."""
    name = next(one.name for one in voting.members if one.id == member)
    words = choice_words()
    choices = (("", _("not said yet")), *((choice, words[choice]) for choice in CHOICES))
    several = len(voting.questions) > 1
    fields = [
        Field(f"choice-{place}", f"{place}. {title}" if several else _("Votes"), choices=choices)
        for place, title in enumerate(voting.questions, start=1)
    ]
    if member in voting.signing:
        fields.append(Field("key", _("Key file"), hint=_("the one on this machine")))

    def deed(answers: Mapping[str, str]) -> Callable[[Desk], _Ready]:
        return lambda desk: _prepare(desk, voting, member, answers)

    return Form(
        _("Ballot of {member} on amendment {name}").format(member=name, name=voting.name),
        fields,
        deed,
        note=_("A ballot is final once it is in."),
    ).bind_to(_still(voting))


def _still(one: _Voting | _Ready) -> Still:
    """What became meanwhile of the motion that a ballot is cast on."""
    return lambda desk: what_became(desk, one.folder, one.motion)


def _prepare(desk: Desk, voting: _Voting, member: str, answers: Mapping[str, str]) -> _Ready:
    motion = standing_motion(desk, voting.folder, voting.motion)
    given = [answers[f"choice-{place}"] for place in range(1, len(voting.questions) + 1)]
    chosen: list[Choice] = [one for text in given for one in CHOICES if one == text]
    if len(chosen) != len(given):
        raise Refused(
            _("it is not said yet how {member} votes").format(member=member),
            hint=_("The right arrow goes through for, against and abstaining."),
        )
    ballot = prepare_ballot(desk, motion, member, chosen)
    signer = None
    if member in voting.signing:
        signer = find_signer(desk, motion, member, answers.get("key") or None)
    return _Ready(voting.folder, voting.motion, motion.branch.tip, voting.questions, ballot, signer)


class _Casting(Confirm[str]):
    """What is signed, to the byte; a yes hands the terminal to the member's own `ssh-keygen`."""

    def __init__(self, ready: _Ready) -> None:
        title = (
            _("Sign this ballot? It is final.")
            if ready.signer is not None
            else _("Cast this ballot? It is final.")
        )
        super().__init__(title, tuple(_summary(ready)), lambda desk: _cast(desk, ready))
        self.bind_to(_still(ready))
        if ready.signer is not None:
            self.PERFORM = partial(perform_at_terminal, command=_command(ready))


def _command(ready: _Ready) -> str:
    """What does the same at the command line."""
    file = ready.signer.file if ready.signer is not None else None
    number = ready.folder.partition("-")[0]
    parts = ["constitution", "vote", number, *ready.ballot.choices, "--as", ready.ballot.member]
    return shlex.join([*parts, "--sign", *([str(file)] if file is not None else [])])


def _summary(ready: _Ready) -> Iterator[Block]:
    words = choice_words()
    for place, (question, choice) in enumerate(
        zip(ready.questions, ready.ballot.choices, strict=True)
    ):
        yield said(safe(introduce(question, words[choice])), "strong", is_close=place > 0)
    yield said(
        _("Sealed in {commit}, and checked against it.").format(commit=ready.commit), "quiet"
    )
    if ready.signer is None:
        yield said(
            _("{member} has no key: the ballot bears no signature.").format(
                member=safe(ready.ballot.member)
            )
        )
        return
    yield said(_("With the key {key}, this is signed:").format(key=safe(ready.signer.name)))
    for line in ready.ballot.to_bytes().decode().rstrip("\n").split("\n"):
        yield said(safe(line), "quiet", is_close=True)
    yield said(
        _("The room steps aside while `ssh-keygen` asks for what it needs, and comes back."),
        "quiet",
    )


def _cast(desk: Desk, ready: _Ready) -> str:
    """What is said once the ballot is in."""
    motion = standing_motion(desk, ready.folder, ready.motion)
    signature = sign(ready.ballot, ready.signer) if ready.signer is not None else None
    voter = cast_ballot(
        desk, motion, ready.ballot.member, ready.ballot.choices, signature=signature
    )
    number = ballots_in(desk, motion)
    told = ngettext(
        "The ballot is in; {number} ballot on amendment {name} so far.",
        "The ballot is in; {number} ballots on amendment {name} so far.",
        number,
    ).format(number=number, name=motion.name)
    if signature is None:
        return told
    try:
        remote = publish_ballot(desk, motion, voter)
    except Refused as refusal:
        reason = f"{refusal.message}. {refusal.hint}"
        return "\n".join((told, _("It was not published: {reason}").format(reason=reason)))
    if remote is None:
        return told
    return "\n".join((told, _("It is published at {remote}.").format(remote=remote)))
