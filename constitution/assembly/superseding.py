"""The ballots that a clerk's entry takes the place of, and what becomes of them.

It is said before the entry is made, and again before the result is declared. The entry alone loses
no ballot; a signed one that the result leaves out stays after it, for whoever verifies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.assembly.balloting import choices_counted, gather
from constitution.assembly.counting import entered
from constitution.ballot import CHOICES
from constitution.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.assembly.balloting import Gathered
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.vote import Count

__all__ = ["ballots_superseded", "counted_otherwise", "fate_of_ballots", "replacing_ballots"]


def ballots_superseded(desk: Desk, motion: OpenMotion, question: int) -> Iterator[str]:
    """The sentences that are said before something else than the ballots is counted."""
    ballots = gather(desk, motion)
    if not ballots.counted:
        return
    yield replacing_ballots(ballots, question)
    if entered(desk, motion) is None:
        yield _(
            "Until the result is declared, `constitution undo` takes the entry back, and the "
            "ballots are what is counted."
        )
    yield fate_of_ballots(ballots)


def counted_otherwise(ballots: Gathered, counts: Sequence[Count]) -> Gathered:
    """The ballots that would count, without those that the counts name as they were cast."""
    named = choices_counted(counts)
    others = (one for one in ballots.counted if named.get(one.ballot.member) != one.ballot.choices)
    return replace(ballots, counted=tuple(others))


def replacing_ballots(ballots: Gathered, question: int) -> str:
    """What is said of the ballots that are in where something else is counted on a question."""
    given = [one.ballot.choices[question - 1] for one in ballots.counted]
    number = len(given)
    for_, against, abstain = (given.count(choice) for choice in CHOICES)
    return ngettext(
        "This replaces the {number} ballot that was cast: for {for_}, against {against}, "
        "abstentions {abstain}.",
        "This replaces the {number} ballots that were cast: for {for_}, against {against}, "
        "abstentions {abstain}.",
        number,
    ).format(number=number, for_=for_, against=against, abstain=abstain)


def fate_of_ballots(ballots: Gathered) -> str:
    """What becomes of ballots once a result is declared that leaves them out."""
    if len(ballots.signed) == len(ballots.counted):
        return _(
            "Signed, they stay after it, where whoever verifies finds that they were left out."
        )
    if not ballots.signed:
        return _("Not signed, they go once the result is declared.")
    return _(
        "Those that are signed stay after it, where whoever verifies finds that they were left "
        "out; the others go once the result is declared."
    )
