"""The answers of a roll call as they are given: each is kept, and the last can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constitution.assembly.rollcall import Journal, RollCall
    from constitution.ballot import Choice
    from constitution.governance import MemberId

__all__ = ["Answering", "Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered at one key: by one member, or by all who had not answered."""

    question: int
    before: Mapping[MemberId, Choice | None]
    """What each of those members had answered."""

    @property
    def is_of_many(self) -> bool:
        """Whether one choice was given to more than one member."""
        return len(self.before) > 1


@dataclass(slots=True)
class Answering:
    """A roll call under way, what was answered here, and what of it the disk does not have."""

    roll: RollCall
    journal: Journal
    given: list[Given] = field(default_factory=list)
    """What was answered since the roll call was taken up, the last one last."""
    unkept: dict[tuple[int, MemberId], Choice | None] = field(default_factory=dict)
    """The answers that could not be kept, by question and member."""

    def give(self, question: int, answers: Mapping[MemberId, Choice | None]) -> None:
        """The answers stand, and can be taken back; `OSError` where they could not be kept."""
        before = {member: self.roll.answer(question, member) for member in answers}
        self.given.append(Given(question, before))
        self.set(question, answers)

    def set(self, question: int, answers: Mapping[MemberId, Choice | None]) -> None:
        """The answers stand; those that could not be kept before are kept with them."""
        for member, choice in answers.items():
            self.roll = self.roll.mark(question, member, choice)
            self.unkept[question, member] = choice
        for place in _questions(self.unkept):
            kept = {member: one for (asked, member), one in self.unkept.items() if asked == place}
            self.journal.note(place, kept)
        self.unkept.clear()

    def last_given(self) -> Given | None:
        """What was answered last, which is no longer to be taken back; None where nothing was."""
        return self.given.pop() if self.given else None


def _questions(answers: Iterable[tuple[int, MemberId]]) -> list[int]:
    return sorted({question for question, _member in answers})
