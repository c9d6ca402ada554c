"""Who voted how, by name: the roll call of one vote, and one member's votes on everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.assembly.pending import state_words
from constitution.display import Run, safe
from constitution.errors import Refused
from constitution.governance import MemberId
from constitution.history import by_group, entitled_members, votes_of, who_voted
from constitution.history.votes import names_are_known
from constitution.language import _, ngettext
from constitution.number import fold
from constitution.vote import VoteRecord
from tui.acting import perform_unnamed
from tui.dialogs.choose import Choose
from tui.dialogs.reading import Told
from tui.sitting.rollwords import choice_words, sign_of
from tui.widgets.page import Block, said
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.assembly import Desk
    from constitution.governance import Members
    from constitution.history import Entry, MemberVotes
    from constitution.history.votes import Choice
    from tui.app import DraftingRoom

__all__ = ["choose_member", "names_are_known", "read_roll_call"]


@dataclass(frozen=True, slots=True)
class _RollCall:
    """Who could vote on a motion, and how each voted."""

    votes: tuple[MemberVotes, ...]
    members: Members
    groups: tuple[str, ...]
    """How each group voted, in a line; none where members belong to none."""


async def read_roll_call(room: DraftingRoom, entry: Entry) -> None:
    """Who voted how on a record, found as one types; Enter tells what else a member voted on."""
    found = await perform_unnamed(room, lambda desk: _roll_call(desk, entry))
    title = _("Who voted how on amendment {name}").format(name=entry.name)
    words = _choice_words()
    widest = max((len(words[choice]) for one in found.votes for choice in one.choices), default=0)
    rows = [_row(one, found.members, widest) for one in found.votes]
    rows.sort(key=lambda row: row.lines[0][1].text)
    while member := await room.push_screen_wait(
        Choose(title, [*rows, *map(_group_row, found.groups)], hint=_("A name, a group, a choice"))
    ):
        await _read_member(room, member)


async def choose_member(room: DraftingRoom) -> None:
    """Of everyone who is a member or was one, the votes of the one who is chosen."""
    names = await perform_unnamed(room, _everyone)
    rows = [Row(id_, ((Run("", safe(name)),),)) for id_, name in names.items()]
    if not rows:
        raise Refused(
            _("no member of this assembly has a name"),
            hint=_("Seats alone were counted: who voted how is not known."),
        )
    while member := await room.push_screen_wait(Choose(_("The votes of which member?"), rows)):
        await _read_member(room, member)


async def _read_member(room: DraftingRoom, id_: str) -> None:
    """Every vote of a member, the latest first."""

    def read(desk: Desk) -> tuple[str, tuple[MemberVotes, ...]]:
        name = _everyone(desk).get(MemberId(id_), id_)
        return name, votes_of(desk.records(), id_, lambda one: _entitled(desk, one))

    name, votes = await perform_unnamed(room, read)
    blocks = tuple(_member_blocks(votes)) or (
        said(_("No vote whose names are known could be taken by this member."), "quiet"),
    )
    await room.push_screen_wait(Told(safe(_("How {member} voted").format(member=name)), blocks))


def _entitled(desk: Desk, entry: Entry) -> Members:
    return entitled_members(desk.repository, entry)


def _everyone(desk: Desk) -> dict[MemberId, str]:
    """The names of all who are members or were, by their ids; those of today first."""
    names = {one.id: one.name for one in desk.main().members.named}
    for entry in reversed(desk.records()):
        if names_are_known(entry):
            names = {one.id: one.name for one in _entitled(desk, entry).named} | names
    return dict(sorted(names.items(), key=lambda one: fold(one[1])))


def _roll_call(desk: Desk, entry: Entry) -> _RollCall:
    members = _entitled(desk, entry)
    groups = by_group(entry, members)
    several = len(entry.motion.questions) > 1
    return _RollCall(
        who_voted(entry, members),
        members,
        tuple(
            (f"{one.question}. " if several else "")
            + _(
                "{group}: for {for_}, against {against}, abstentions {abstain}, absent {absent}"
            ).format(
                group=one.group or _("no group"),
                for_=one.for_,
                against=one.against,
                abstain=one.abstain,
                absent=one.absent,
            )
            for one in groups
            if any(each.group for each in groups)
        ),
    )


def _choice_words() -> dict[Choice, str]:
    """The sign and the word of each choice: no meaning rests on colour."""
    words: dict[Choice, str] = {
        choice: f"{sign_of(choice)} {word}" for choice, word in choice_words().items()
    }
    return words | {"absent": f"{sign_of(None)} " + _("did not take part")}


def _row(votes: MemberVotes, members: Members, widest: int) -> Row:
    """A member, what they chose question by question, and their group."""
    words = _choice_words()
    member = members.by_id.get(votes.member)
    chosen = "  ".join(f"{words[one]:<{widest}}" for one in votes.choices)
    group = f"  {safe(member.group)}" if member is not None and member.group else ""
    name = safe(member.name if member is not None else votes.member)
    return Row(votes.member, ((Run("strong", f"{chosen}  "), Run("", name), Run("quiet", group)),))


def _group_row(sentence: str) -> Row:
    """What a group chose; there is nothing more to tell of it."""
    return Row("", ((Run("quiet", safe(sentence)),),), is_choice=False)


def _member_blocks(votes: Sequence[MemberVotes]) -> Iterator[Block]:
    """How many votes there were, then each with the choice, the amendment and the outcome."""
    if not votes:
        return
    yield said(
        ngettext(
            "{number} vote whose names are known",
            "{number} votes whose names are known",
            len(votes),
        ).format(number=len(votes)),
        "quiet",
    )
    words, states = _choice_words(), state_words()
    for one in reversed(votes):
        record = one.entry.record
        counts = record.counts if isinstance(record, VoteRecord) else ()
        questions = one.entry.motion.questions
        for choice, count, question in zip(one.choices, counts, questions, strict=True):
            title = question.title if len(questions) > 1 else one.entry.motion.title
            held = f"{record.held.isoformat()} · " if record.held is not None else ""
            yield Block(
                (
                    Run("strong", words[choice]),
                    Run("", f" · {held}"),
                    Run(
                        "",
                        safe(
                            _("Amendment {name} — {title}").format(name=one.entry.name, title=title)
                        ),
                    ),
                    Run("quiet", f" · {states[count.outcome]}"),
                ),
                hang="  ",
                is_close=True,
            )
