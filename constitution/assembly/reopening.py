"""A roll call that was taken up again after it was counted, as long as its answers differ.

Two counts of one vote then stand beside each other: the one that was entered, and the answers given
since. Neither is declared before somebody says which of them it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.assembly.balloting import voters
from constitution.assembly.counting import entered, figures_words
from constitution.assembly.rollcall import answers_entered, differing, journal_of, resume_roll_call
from constitution.errors import Refused
from constitution.language import _, ngettext
from constitution.scrutiny import judge_count
from constitution.vote import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.counting import Entered
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.rollcall import RollCall
    from constitution.ballot import Choice
    from constitution.governance import MemberId

__all__ = ["Reopened", "give_up_answers", "refuse_reopened", "reopened_roll_call"]


@dataclass(frozen=True, slots=True)
class Reopened:
    """A counted roll call whose answers are other ones by now."""

    entry: Entered
    roll: RollCall
    """The answers as they are now."""
    counted: Mapping[tuple[int, MemberId], Choice]
    """The answers that were counted, by question and member."""

    @property
    def differing(self) -> tuple[tuple[int, MemberId], ...]:
        """The question and the member of every answer that is not the one that was counted."""
        return differing(self.counted, self.roll.answers)


def reopened_roll_call(desk: Desk, motion: OpenMotion) -> Reopened | None:
    """The roll call that was taken up again and now differs from what was counted; None elsewhere.

    An answer that was given once more as it stood changes nothing.
    """
    entry = entered(desk, motion)
    if entry is None or entry.evidence != "named" or not journal_of(desk, motion).is_begun:
        return None
    eligible = voters(desk, motion)
    if eligible.seats is not None:
        return None
    counted = {
        key: choice for key, choice in answers_entered(entry).items() if key[1] in eligible.by_id
    }
    found = Reopened(entry, resume_roll_call(desk, motion), counted)
    return found if found.differing else None


def refuse_reopened(desk: Desk, motion: OpenMotion) -> None:
    """Nothing; `Refused` with both counts where a roll call was taken up again and differs."""
    found = reopened_roll_call(desk, motion)
    if found is None:
        return
    number = len(found.differing)
    counts = "; ".join(_both(motion, found, place) for place in _places(found))
    raise Refused(
        ngettext(
            "the roll call on amendment {name} was taken up again since it was counted, and "
            "{number} answer differs: {counts}",
            "the roll call on amendment {name} was taken up again since it was counted, and "
            "{number} answers differ: {counts}",
            number,
        ).format(name=motion.name, number=number, counts=counts),
        hint=_(
            "Close it again in the sitting of the room (`r`, then `ctrl+s`), or give up the answers "
            "since: `constitution declare --as-counted {number}`."
        ).format(number=motion.number),
    )


def _places(found: Reopened) -> tuple[int, ...]:
    """The questions in which answers differ."""
    return tuple(sorted({place for place, _member in found.differing}))


def _both(motion: OpenMotion, found: Reopened, place: int) -> str:
    """One question as it was counted, and as it would be counted now."""
    counted = found.entry.counts[place - 1]
    votes = found.roll.votes(place)
    now = Count("rejected", len(found.roll.members), *votes)
    words = _("counted: {counted}; answered since: {now}").format(
        counted=_told(motion, place, counted) if counted is not None else _("nothing"),
        now=_told(motion, place, now),
    )
    if len(motion.motion.questions) == 1:
        return words
    return _("question {place}, {words}").format(place=place, words=words)


def _told(motion: OpenMotion, place: int, count: Count) -> str:
    """The figures of a count, and what the rules make of it."""
    judged = judge_count(motion.rules[place - 1], count, "named")
    outcome = {
        "adopted": _("adopted"),
        "rejected": _("rejected"),
        "postponed": _("postponed"),
    }.get(judged.outcome, _("unknown"))
    return f"{figures_words(count)} ({outcome})"


def give_up_answers(desk: Desk, motion: OpenMotion) -> Reopened | None:
    """What is given up: the answers that differ from what was counted, which stands again.

    They stay in the journal of the roll call, line by line; None where nothing differs.
    """
    found = reopened_roll_call(desk, motion)
    if found is None:
        return None
    journal = journal_of(desk, motion)
    for place in _places(found):
        journal.note(
            place,
            {
                member: found.counted.get((asked, member))
                for asked, member in found.differing
                if asked == place
            },
        )
    journal.sync()
    return found
