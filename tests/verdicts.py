"""What the tests of verification ask: for a verdict, for a lawful one, for one that blames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    MemberId,
    Members,
    parse_majority,
)
from constitution.verify import Verdict, verify
from constitution.vote import Count, Disposition
from tests.handmade import (
    HELD,
    TWO,
    Handmade,
    article,
    votes,
    with_rule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")


def judged(made: Handmade, **options: str | None) -> Verdict:
    """The verdict on main."""
    return verify(made.path, **options)  # type: ignore[arg-type]  # only the pins are given


def consistent(made: Handmade, **options: str | None) -> Verdict:
    """The verdict, which is known to be consistent."""
    verdict = judged(made, **options)
    assert (verdict.faults, verdict.doubts) == ((), ())
    assert verdict.outcome == "consistent"
    return verdict


def assert_blamed(made: Handmade, commit: str, codes: Iterable[str], *words: str) -> Verdict:
    """The verdict, which names this commit alone, with these codes and these words.

    A lawful adoption after the tampering must not be blamed for it.
    """
    sealed = made.put("99", "afterwards", {TWO: article("2", "Its seat moved afterwards.")})
    all_ = Members.parse(made.files[MEMBERS_FILE]).entitled
    made.declare(sealed, made.record(sealed, votes(all_, 0, 0, all_)))
    verdict = judged(made)
    assert verdict.outcome == "wrong"
    assert {fault.commit for fault in verdict.faults} == {commit}, verdict.faults
    assert {fault.code for fault in verdict.faults} == set(codes), verdict.faults
    said = " ".join(fault.sentence for fault in verdict.faults)
    for word in words:
        assert word in said
    assert verdict.sentence == "wrong: 1 commit is at fault"
    return verdict


def disposed(
    made: Handmade, motion: bytes, outcome: str, *, with_: str | None = None
) -> Disposition:
    """The record of an amendment that was not voted on."""
    return Disposition(
        made.sequence + 1,
        made.previous,
        digest(motion),
        outcome,  # type: ignore[arg-type]  # given by parameters
        HELD,
        "As it was said.",
        "the chair",
        with_,
    )


def roll(for_: str, against: str, entitled: int, *, adopted: bool = True) -> Count:
    """A count by names."""
    return Count(
        "adopted" if adopted else "rejected",
        entitled,
        tuple(map(MemberId, sorted(for_.split()))),
        tuple(map(MemberId, sorted(against.split()))),
        (),
    )


def stricter(made: Handmade) -> bytes:
    """Rules that weaken none: the ordinary majority becomes 2/3."""
    return with_rule(made.files, "ordinary", majority=parse_majority(">= 2/3 of cast"))
