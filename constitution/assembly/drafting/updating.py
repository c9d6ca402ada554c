"""Bringing an amendment onto the current text, collision by collision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.amendment import fingerprint
from constitution.assembly.carrying import Conflicting, carry, current_text
from constitution.assembly.choices import forget_choices, remember_choices, remembered_choices
from constitution.assembly.drafting.branch import branch_move, read_draft
from constitution.assembly.pending import (
    Pending,
    draft_file,
    find_pending,
)
from constitution.assembly.rereading import reread_carried
from constitution.errors import Malformed, Refused
from constitution.language import N_, _
from constitution.merge import Reworded
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from constitution.assembly.clashes import Dispute
    from constitution.assembly.desk import Desk
    from constitution.assembly.rereading import Rereadings
    from constitution.history import Snapshot
    from constitution.merge import Choice


__all__ = [
    "Settled",
    "Updated",
    "collision",
    "conclude",
    "disputes_of",
    "ground",
    "settle",
    "settled",
    "update",
]


@dataclass(frozen=True, slots=True)
class Updated:
    """An amendment brought onto the current text."""

    pending: Pending
    rereadings: Rereadings
    """What a person must read again, by the path of its article."""

    @property
    def review(self) -> tuple[str, ...]:
        """The articles in which something is to be read again."""
        return tuple(self.rereadings)


def collision(name: str, conflicting: Conflicting) -> Refused:
    """The refusal that names the first file in which an amendment collides."""
    first = conflicting.clashes[0]
    more = len(conflicting.clashes) - 1
    message = _("amendment {name} collides with the current text in {path}: {why}").format(
        name=name, path=first.path, why=first.sentence
    )
    if more:
        message += " " + _("({more} more)").format(more=more)
    return Refused(
        message,
        hint=_("See both readings with `amend show {name}`, then rewrite it: `amend edit`.").format(
            name=name
        ),
    )


def ground(desk: Desk, one: Pending) -> Snapshot:
    """What an amendment is brought onto: main or, for a sub-amendment, its amendment's branch."""
    if one.amendment.on is None:
        return desk.main()
    return desk.at(find_pending(desk, one.amendment.on).branch.tip)


def disputes_of(desk: Desk, name: str) -> tuple[Dispute, ...]:
    """Every decision that stands between an amendment and the current text, chosen already or not."""
    one = find_pending(desk, name)
    carried = carry(desk, one, current_text(ground(desk, one)))
    return carried.disputes if isinstance(carried, Conflicting) else ()


def update(desk: Desk, name: str) -> Updated | Conflicting:
    """The amendment on the current text, as one ordinary commit on its branch, or what collides.

    The choices remembered for it settle collisions; words settled so are no longer those that were
    submitted, and the amendment is submitted again as rectified.
    """
    one = find_pending(desk, name)
    here = ground(desk, one)
    if one.fork == here.commit:
        raise Refused(
            _("amendment {name} stands on the current text already").format(name=one.called)
        )
    text = current_text(here)
    carried = carry(desk, one, text)
    settled = False
    if isinstance(carried, Conflicting):
        settled = True
        carried = carry(desk, one, text, choices=remembered_choices(desk, one.slug))
    if isinstance(carried, Conflicting):
        return carried
    rereadings = reread_carried(desk, one, text, carried)
    amendment = replace(one.amendment, moves=tuple(sorted(carried.moves.items())))
    if one.amendment.submitted is not None and not one.is_rectified and not settled:
        amendment = replace(amendment, submitted=fingerprint(amendment, one.reasons, carried.files))
    repository, person = desk.repository, desk.person()
    files: dict[str, bytes | None] = {
        **carried.files,
        draft_file(one.slug, "amendment.toml"): amendment.to_bytes(),
        draft_file(one.slug, "reasons.md"): one.reasons.encode(),
    }
    commit = repository.write_commit(
        repository.write_files(here.commit, files),
        [one.branch.tip, here.commit],
        desk.written(N_("Bring the amendment onto the current text")) + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )
    desk.acts.do(Act("amend update", one.name, (branch_move(one, commit),)))
    forget_choices(desk, one.slug)
    return Updated(read_draft(desk, one.slug), rereadings)


# -- settling --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """The conflicts of an amendment, each with how it was settled, where it was."""

    disputes: tuple[Dispute, ...]
    choices: tuple[Choice | None, ...]
    """What was chosen for each, in the same order."""

    @property
    def left(self) -> tuple[int, ...]:
        """The numbers, counted from 1, of those that are still to be settled."""
        return tuple(number for number, one in enumerate(self.choices, start=1) if one is None)


def settled(desk: Desk, name: str) -> Settled:
    """Every conflict of an amendment with the current text, and the choices made in this clone."""
    disputes = disputes_of(desk, name)
    chosen = remembered_choices(desk, find_pending(desk, name).slug)
    return Settled(disputes, tuple(chosen.get(one.id) for one in disputes))


def settle(desk: Desk, name: str, number: int, choice: Choice) -> Settled:
    """The conflicts of an amendment once the one with this number, counted from 1, was settled."""
    dispute = disputes_of(desk, name)[number - 1]
    if isinstance(choice, Reworded) and not dispute.takes_words:
        raise Refused(
            _("conflict {number} is not one of words").format(number=number),
            hint=_("Choose one of the two readings; then edit the amendment: `amend edit`."),
        )
    if choice == "both" and not dispute.takes_both:
        raise Refused(
            _("conflict {number} is not one of insertions alone: both cannot be kept").format(
                number=number
            ),
            hint=_("Choose --current or --amendment, or write the words: --words TEXT."),
        )
    if choice == "amendment" and dispute.only_inserts:
        raise Refused(
            _("the amendment alone would strike out words that the current text has inserted"),
            hint=_(
                "Keep both: --both. To replace them all the same, write the words: --words TEXT."
            ),
        )
    if choice == "amendment" and dispute.beside is not None:
        raise Refused(
            _("the amendment alone would strike out an article that the current text has added"),
            hint=_(
                "Keep both: --both. To strike it out all the same, repeal it in an amendment: "
                "`constitution amend repeal`."
            ),
        )
    remember_choices(desk, find_pending(desk, name).slug, {dispute.id: choice})
    return settled(desk, name)


def conclude(desk: Desk, name: str) -> Updated | Settled:
    """The amendment on the current text, or what is left to settle.

    Words of one's own that leave the form are `Malformed`, and are then to be written again; every
    other choice stands.
    """
    now = settled(desk, name)
    if now.left:
        return now
    try:
        result = update(desk, name)
    except Malformed:
        slug = find_pending(desk, name).slug
        chosen = remembered_choices(desk, slug)
        forget_choices(desk, slug)
        kept = {id_: way for id_, way in chosen.items() if not isinstance(way, Reworded)}
        remember_choices(desk, slug, kept)
        raise
    return settled(desk, name) if isinstance(result, Conflicting) else result
