"""A roll call while it is taken: who answered what so far, kept with every answer.

Each answer is a line added to `.git/constitution/roll-calls/<motion>`, so that whatever stops the
program, the answers that were given are there. Nothing is counted before the roll call is closed:
then it becomes the clerk's entry, and may be taken up and corrected until the result is declared.
"""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constitution.assembly.balloting import voters
from constitution.assembly.counting import enter_count, entered
from constitution.ballot import CHOICES, Choice, named_in
from constitution.errors import Refused
from constitution.judgement import Figures
from constitution.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from constitution.assembly.counting import Entered
    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.canonical import Digest
    from constitution.governance import Member, MemberId
    from constitution.vote import Votes

__all__ = [
    "Journal",
    "RollCall",
    "answers_entered",
    "close_roll_call",
    "differing",
    "journal_of",
    "keep_answers",
    "matching",
    "replacing",
    "resume_roll_call",
    "taken_roll_call",
]


@dataclass(frozen=True, slots=True)
class RollCall:
    """The answers given so far, question by question; who gave none did not take part."""

    motion: Digest
    members: tuple[Member, ...]
    questions: int
    answers: Mapping[tuple[int, MemberId], Choice] = field(default_factory=dict)
    """By question, from 1, and member."""

    def answer(self, question: int, member: MemberId) -> Choice | None:
        """What a member answered, if they did."""
        return self.answers.get((question, member))

    def mark(self, question: int, member: MemberId, choice: Choice | None) -> RollCall:
        """The roll call with one answer given, corrected, or taken out."""
        answers = dict(self.answers)
        if choice is None:
            answers.pop((question, member), None)
        else:
            answers[question, member] = choice
        return replace(self, answers=answers)

    def silent(self, question: int) -> tuple[Member, ...]:
        """The members who gave no answer yet."""
        return tuple(one for one in self.members if (question, one.id) not in self.answers)

    def votes(self, question: int) -> tuple[Votes, Votes, Votes]:
        """For, against and abstain by name, as a count records them."""
        for_, against, abstain = (
            tuple(
                sorted(
                    member
                    for (asked, member), given in self.answers.items()
                    if asked == question and given == choice
                )
            )
            for choice in CHOICES
        )
        return for_, against, abstain

    def figures(self, question: int) -> Figures:
        """The numbers so far."""
        given = [choice for (asked, _who), choice in self.answers.items() if asked == question]
        return Figures(
            given.count("for"), given.count("against"), given.count("abstain"), len(self.members)
        )


def differing(
    one: Mapping[tuple[int, MemberId], Choice], other: Mapping[tuple[int, MemberId], Choice]
) -> tuple[tuple[int, MemberId], ...]:
    """The question and the member of every answer that is not the same in both, in order."""
    return tuple(key for key in sorted({*one, *other}) if one.get(key) != other.get(key))


def matching(members: tuple[Member, ...], typed: str) -> tuple[Member, ...]:
    """The members whose name or id has words that begin as those typed, the closest first.

    Where nobody has, those of whom the group has some. Case and accents do not matter. A whole word
    comes before the beginning of one.
    """
    wanted = _words(typed)
    if not wanted:
        return members
    return _beginning(members, wanted, with_group=False) or _beginning(
        members, wanted, with_group=True
    )


def _beginning(
    members: tuple[Member, ...], wanted: list[str], *, with_group: bool
) -> tuple[Member, ...]:
    found = []
    for place, member in enumerate(members):
        words = [*_words(member.name), *_words(member.id)]
        if with_group:
            words += _words(member.group)
        if all(any(word.startswith(start) for word in words) for start in wanted):
            is_whole = all(start in words for start in wanted)
            found.append((not is_whole, place, member))
    return tuple(member for _whole, _place, member in sorted(found, key=lambda one: one[:2]))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return [word.lstrip("0") or word for word in plain.split()]


# -- kept ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Journal:
    """The file that keeps the answers of one roll call, one a line, the last one counting."""

    file: Path

    def note(self, question: int, answers: Mapping[MemberId, Choice | None]) -> None:
        """The answers are kept, whatever becomes of this program from here on."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(  # each begins a line of its own, whatever a crash left before it
            "\n" + json.dumps([question, member, choice], ensure_ascii=False)
            for member, choice in answers.items()
        )
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(lines + "\n")

    def sync(self) -> None:
        """The answers are on the disk, whatever becomes of this machine."""
        try:
            with self.file.open("rb") as stream:
                os.fsync(stream.fileno())
        except OSError:
            return  # it was closed meanwhile, or the disk keeps it in its own time

    def read(self) -> Iterator[tuple[int, str, Choice | None]]:
        """Every answer that was kept, in the order given; a line cut short by a crash is none."""
        try:
            text = self.file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        for line in text.split("\n"):
            try:
                question, member, choice = json.loads(line)
            except (ValueError, TypeError):
                continue
            if isinstance(question, int) and isinstance(member, str):
                yield question, member, next((one for one in CHOICES if one == choice), None)

    @property
    def is_begun(self) -> bool:
        """Whether answers were kept."""
        return self.file.is_file()

    def forget(self) -> None:
        """Nothing is kept any more."""
        self.file.unlink(missing_ok=True)


def journal_of(desk: Desk, motion: OpenMotion) -> Journal:
    """Where the answers on this very motion are kept."""
    name = motion.digest.removeprefix("sha256:")
    return Journal(desk.repository.state_folder / "roll-calls" / name)


def resume_roll_call(desk: Desk, motion: OpenMotion) -> RollCall:
    """The roll call as it was left: the clerk's named entry, and every answer kept since.

    `Refused` where the members are not named.
    """
    eligible = voters(desk, motion)
    if eligible.seats is not None:
        raise Refused(
            _("the members of this assembly are not named: votes are counted"),
            hint=_(
                "Enter the count: `constitution count N --for … --against …`. An amendment names "
                "the members: `constitution amend edit N members`."
            ),
        )
    total = len(motion.motion.questions)
    roll = RollCall(motion.digest, eligible.named, total, answers_entered(entered(desk, motion)))
    for question, member, choice in journal_of(desk, motion).read():
        known = eligible.by_id.get(member)  # type: ignore[call-overload] # any text may stand there
        if known is not None and 1 <= question <= total:
            roll = roll.mark(question, known.id, choice)
    answers = {key: one for key, one in roll.answers.items() if key[1] in eligible.by_id}
    return replace(roll, answers=answers)


def taken_roll_call(desk: Desk, motion: OpenMotion) -> RollCall | None:
    """The roll call that was taken on a motion, closed or not; None where nobody answered one."""
    if voters(desk, motion).seats is not None:
        return None
    roll = resume_roll_call(desk, motion)
    return roll if roll.answers else None


def replacing(roll: RollCall, question: int) -> str:
    """What is said before an entry of another kind takes the place of a roll call."""
    figures = roll.figures(question)
    return ngettext(
        "This replaces the roll call of {number} vote: for {for_}, against {against}, "
        "abstentions {abstain}.",
        "This replaces the roll call of {number} votes: for {for_}, against {against}, "
        "abstentions {abstain}.",
        figures.present or 0,
    ).format(
        number=figures.present or 0,
        for_=figures.for_,
        against=figures.against,
        abstain=figures.abstain,
    )


def keep_answers(desk: Desk, motion: OpenMotion) -> None:
    """The answers of a closed roll call are kept beside the entry, which another may then replace."""
    entry = entered(desk, motion)
    roll = taken_roll_call(desk, motion)
    if entry is None or entry.evidence != "named" or roll is None:
        return
    journal = journal_of(desk, motion)
    for question in range(1, roll.questions + 1):
        journal.note(question, {one.id: roll.answer(question, one.id) for one in roll.members})
    journal.sync()


def answers_entered(entry: Entered | None) -> dict[tuple[int, MemberId], Choice]:
    """The answers that the clerk's entry names."""
    if entry is None or entry.evidence != "named":
        return {}
    return {
        (question, member): choice
        for question, count in enumerate(entry.counts, start=1)
        if count is not None
        for member, choice in named_in(count).items()
    }


def close_roll_call(desk: Desk, motion: OpenMotion, roll: RollCall) -> Entered:
    """The clerk's entry that the roll call makes; its answers are then kept there."""
    if roll.motion != motion.digest:
        raise Refused(
            _("amendment {name} was put again since this roll call was begun").format(
                name=motion.name
            ),
            hint=_("Take the roll call again, on what is put now."),
        )
    made = enter_count(
        desk,
        motion,
        evidence="named",
        votes={place: roll.votes(place) for place in range(1, roll.questions + 1)},
    )
    journal_of(desk, motion).forget()
    return made
