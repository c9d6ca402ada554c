"""How a pending amendment reads: on the current text, or, where it collides, as it was drafted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.assembly.carrying import (
    Conflicting,
    Text,
    carry,
    current_text,
    text_beneath,
)
from constitution.assembly.motions import governing
from constitution.assembly.putting import questions_of
from constitution.assembly.rereading import reread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.clashes import Clash
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.assembly.rereading import Rereadings
    from constitution.motion import Question
    from constitution.scrutiny import Governing

__all__ = ["Asked", "Reading", "questions_asked", "read_amendment"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and what an amendment changes in it."""

    before: Text
    """The current text (with the amendment it changes, for a sub-amendment), or the text that the
    amendment was written for."""
    files: Mapping[str, bytes | None]
    moves: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()
    """Why it is shown as it was drafted; empty where it stands on the current text."""
    rereadings: Rereadings = field(default_factory=dict)
    """What a person must read again, by the path of its article."""

    @property
    def after(self) -> Text:
        """The text with the amendment."""
        return self.before.after(self.files)


def read_amendment(desk: Desk, one: Pending, *, onto: Text | None = None) -> Reading:
    """How an amendment reads on the current text (or on `onto`); as drafted where that cannot be.

    What was disposed of is read as it was drafted, and collides with nothing any more.
    """
    clashes: tuple[Clash, ...] = ()
    if one.is_pending:
        ground = text_beneath(desk, one, onto if onto is not None else current_text(desk.main()))
        carried = ground if isinstance(ground, Conflicting) else carry(desk, one, ground)
        if not isinstance(ground, Conflicting) and not isinstance(carried, Conflicting):
            rereadings = reread(desk, one, ground, carried)
            return Reading(ground, carried.files, carried.moves, rereadings=rereadings)
        if isinstance(carried, Conflicting):
            clashes = carried.clashes
    return Reading(current_text(desk.at(one.fork)), one.files, dict(one.amendment.moves), clashes)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that an amendment would ask, and the rules that it would have to pass."""

    question: Question
    governing: Governing


def questions_asked(desk: Desk, one: Pending, reading: Reading) -> tuple[Asked, ...]:
    """What would be put to the vote, were the amendment put as it reads, under today's rules.

    `Refused` where its division leaves a change to no question.
    """
    questions = questions_of(one.amendment, reading.before, reading.files, reading.moves)
    main = desk.main()
    return tuple(
        Asked(question, governing(main, question, reading.files)) for question in questions
    )
