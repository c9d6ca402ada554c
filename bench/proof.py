"""Verification: how long it takes to count every vote again, and how that grows."""

from __future__ import annotations

import datetime as dt
from functools import partial
from time import process_time
from typing import TYPE_CHECKING

from bench.histories import Chronicler
from bench.measures import command, race
from bench.prose import amended, dice_of, write_text
from bench.results import Compared, Line
from bench.starting import constitution
from constitution.assembly.founding import Founding, default_rules, founding_files
from constitution.ballot import Ballot, SignedBallot, write_ballots
from constitution.canonical import digest
from constitution.governance import Member, MemberId, Members, Settings
from constitution.motion import (
    AmendmentNumber,
    Motion,
    Question,
    changes_between,
    folder_name,
)
from constitution.publickey import parse_key
from constitution.signature import find_flaw
from constitution.verify import verify
from constitution.vote import FOUNDING, Count, VoteRecord
from tests.signers import signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.results import Course, Result

__all__ = ["LINES"]

_HELD = dt.date(2026, 11, 23)


def _members(count: int) -> Members:
    """So many members, each with a key of their own."""
    return Members(
        tuple(
            Member(MemberId(f"siege-{seat:05}"), f"Siège {seat}", keys=(signer(seat).line,))
            for seat in range(1, count + 1)
        )
    )


def _cast(motion: bytes, members: Members) -> list[SignedBallot]:
    """The ballots of all the members, for the motion."""
    ballots = [Ballot(digest(motion), one.id, ("for",)) for one in members.named]
    return [
        SignedBallot(ballot, signer(seat).sign(ballot.to_bytes()))
        for seat, ballot in enumerate(ballots, start=1)
    ]


def _write_adoptions(folder: Path, adoptions: int, members: Members) -> list[SignedBallot]:
    """A constitution with so many adoptions, each by all its members; the ballots of the last."""
    texts = write_text(60)
    dice = dice_of("adoptions")
    chronicler = Chronicler(folder)
    settings = Settings("L’assemblée", "Le texte", "fr")
    founding = founding_files(Founding(settings, members, default_rules(texts, ()), texts))
    ids = tuple(one.id for one in members.named)
    ballots: list[SignedBallot] = []
    head = chronicler.commit("main", founding)
    previous: str = FOUNDING
    for sequence in range(1, adoptions + 1):
        number = AmendmentNumber(str(sequence))
        path = dice.choice(list(texts))
        before, texts[path] = texts[path], amended(dice, texts[path], 1)
        new = texts[path].encode()
        readme = f"# Amendement {number}\n".encode()
        changes = changes_between({path: digest(before.encode())}, {path: digest(new)}, {})
        motion = Motion(
            number=number,
            title=f"Idée {number}",
            authors=("Amina Diallo",),
            base=head,
            readme=digest(readme),
            nonce=f"{sequence:032x}",
            questions=(Question(f"Idée {number}", changes),),
        ).to_bytes()
        place = f"votes/{folder_name(number, f'idee-{number}', 1)}"
        files = {path: new, f"{place}/README.md": readme, f"{place}/motion.toml": motion}
        sealed = chronicler.commit("put", files, head)
        ballots = _cast(motion, members)
        record = VoteRecord(
            sequence=sequence,
            previous=previous,
            motion=digest(motion),
            evidence="signed",
            held=_HELD,
            counts=(Count("adopted", members.entitled, ids, (), ()),),
        ).to_bytes()
        files |= {f"{place}/ballots.toml": write_ballots(ballots), f"{place}/vote.toml": record}
        head = chronicler.commit("main", files, head, sealed)
        previous = digest(record)
    chronicler.end()
    verdict = verify(folder)
    if verdict.faults or verdict.doubts:
        raise RuntimeError(str([*verdict.faults, *verdict.doubts][:3]))
    return ballots


def _fsck_and_log(folder: Path) -> Callable[[], None]:
    fsck = command("git", "fsck", "--full", folder=folder)
    log = command("git", "log", "--first-parent", folder=folder)

    def both() -> None:
        fsck()
        log()

    return both


def _verify(course: Course) -> Iterator[Result]:
    members = _members(5)
    few, many = course.size(300) if course.quick else 300, course.size(3_000)
    folder = course.place("few") / "text"
    _write_adoptions(folder, few, members)
    times = race(
        {
            "ours": constitution("verify", folder=folder),
            "in process": partial(verify, folder),
            "peer": _fsck_and_log(folder),
        },
        course.rounds(5),
    )
    peer = "`git fsck` and `git log --first-parent`"
    what = f"{few:,} adoptions of 5 signed ballots"
    yield Compared(f"`verify`, whole process: {what}", peer, times["ours"], times["peer"], 10)
    yield Compared(f"in process: {what}", peer, times["in process"], times["peer"], None)
    longer = course.place("many") / "text"
    _write_adoptions(longer, many, members)
    grown = race(
        {"many": partial(verify, longer), "few": partial(verify, folder)},
        1,
        repeat={"few": course.rounds(5)},
        is_cold=True,
        clock=process_time,
    )
    yield Compared(
        f"one adoption of {many:,}, in process, time of the processor",
        f"one adoption of {few:,}",
        grown["many"].times(1 / many),
        grown["few"].times(1 / few),
        1.3,
        "linear: an adoption of a long history costs what one of a short history does",
    )


def _ballots(course: Course) -> Iterator[Result]:
    count = course.size(10_000)
    members = _members(count)
    folder = course.place("ballots") / "text"
    ballots = _write_adoptions(folder, 1, members)
    keys = {one.id: [parse_key(key) for key in one.keys] for one in members.named}

    def signatures_alone() -> None:
        for one in ballots:
            flaw = find_flaw(one.signature or b"", one.ballot.to_bytes(), keys[one.ballot.member])
            if flaw is not None:
                raise RuntimeError(flaw)

    times = race({"ours": partial(verify, folder), "peer": signatures_alone}, course.rounds(3))
    yield Compared(
        f"`verify`, in process: one vote of {count:,} signed ballots",
        "the signatures alone",
        times["ours"],
        times["peer"],
        None,
    )


LINES = (
    Line("verify", "Verification", _verify),
    Line("ballots", "One vote of ten thousand signed ballots", _ballots),
)
