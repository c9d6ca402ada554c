"""The rivals among the pending amendments, and what becomes of the others once one is voted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.assembly.carrying import Text, carry, current_text, text_beneath
from constitution.assembly.clashes import Conflicting
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.rereading import reread_carried
from constitution.errors import Malformed, Refused
from constitution.language import _
from constitution.rivals import propose
from constitution.turning import Turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.assembly.carrying import Carried
    from constitution.assembly.clashes import Clash
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.assembly.rereading import Rereadings
    from constitution.canonical import Digest
    from constitution.merge import Choice
    from constitution.rivals import Proposal, Relation

__all__ = [
    "Fate",
    "FateKind",
    "Standing",
    "fate_words",
    "relation_words",
    "standings",
    "suppose",
]

FateKind: TypeAlias = Literal["falls", "rewrite", "both", "reread", "unchanged"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A pending amendment as it stands on the current text."""

    pending: Pending
    proposal: Proposal
    beneath: Mapping[str, bytes]
    """The text it changes: the current text, that of its amendment, or the one it was drafted on."""
    clashes: tuple[Clash, ...] = ()
    """What keeps it off the current text; its changes are then those it was drafted with."""
    carried: Carried | None = None
    """What it is on the current text; None where it collides with it."""


def relation_words() -> dict[Relation, str]:
    """What a person reads for each way in which two amendments meet."""
    return {
        "apart": _("apart"),
        "same article": _("same article"),
        "same place": _("same place"),
        "same words": _("same words"),
        "identical": _("identical"),
    }


def standings(desk: Desk, names: Sequence[str] = ()) -> list[Standing]:
    """Every amendment that was submitted, and the drafts that are named, on the current text."""
    named = {find_pending(desk, name).slug for name in names}
    every = [one for one in pending(desk) if one.number is not None or one.slug in named]
    text = current_text(desk.main())
    return [_standing(desk, one, text) for one in every]


def _standing(desk: Desk, one: Pending, text: Text) -> Standing:
    subject = next((q.subject for q in one.amendment.questions if q.subject is not None), None)
    clashes: tuple[Clash, ...] = ()
    try:
        ground = text_beneath(desk, one, text)
        carried = ground if isinstance(ground, Conflicting) else carry(desk, one, ground)
        if not isinstance(carried, Conflicting) and not isinstance(ground, Conflicting):
            proposal = propose(one.slug, ground.files, carried.files, carried.moves, subject)
            return Standing(one, proposal, ground.files, (), carried)
        clashes = carried.clashes if isinstance(carried, Conflicting) else ()
    except Malformed:
        pass  # what plain git broke on one branch stops nobody else; `put` names the fault
    base = desk.at(one.fork)
    before = {path: base.data(path) for path in base.files}
    proposal = propose(one.slug, before, one.files, dict(one.amendment.moves), subject)
    return Standing(one, proposal, before, clashes)


# -- if one is adopted or rejected -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an amendment once another was voted on.

    It `falls` where nothing of it is left to vote on. It must be rewritten where it collides with the
    new text in part, or where it repeals an article that then reads otherwise. Both can be kept where
    both only add in one place: additions do not contradict each other. It is to be read
    again where both touched one sentence, or one turns a reference of the other, and stands
    unchanged else.
    """

    pending: Pending
    kind: FateKind
    reason: str = ""
    clashes: tuple[Clash, ...] = ()
    rereadings: Rereadings = field(default_factory=dict)
    is_bound: bool = False
    """Whether it is so whatever becomes of the other: it collides with the current text already."""


def fate_words() -> dict[FateKind, str]:
    """What a person reads for each fate."""
    return {
        "falls": _("Falls"),
        "rewrite": _("Must be rewritten"),
        "both": _("Adds in the same place: both can be kept"),
        "reread": _("Is carried over, and must be read again"),
        "unchanged": _("Is carried over unchanged"),
    }


def suppose(desk: Desk, name: str, outcome: Literal["adopted", "rejected"]) -> tuple[Fate, ...]:
    """What becomes of every other amendment that was submitted, were this one adopted or rejected."""
    lead = find_pending(desk, name)
    others = [one for one in pending(desk) if one.slug != lead.slug and one.number is not None]
    text = current_text(desk.main())
    standing = _standing(desk, lead, text)
    if standing.clashes:
        raise Refused(
            _("amendment {name} collides with the current text, and cannot be put").format(
                name=lead.name
            ),
            hint=_("Settle the conflicts first: `constitution amend update {name}`.").format(
                name=lead.number or lead.slug
            ),
        )
    if outcome == "rejected":
        return tuple(_after_rejection(desk, standing, others, text))
    return tuple(_after_adoption(desk, standing, others, text))


def _after_rejection(
    desk: Desk, lead: Standing, others: Sequence[Pending], text: Text
) -> Iterator[Fate]:
    """The text stays: what says the same is rejected with it, and what amends it has no object."""
    for one in others:
        if one.amendment.on is not None and one.amendment.on == lead.pending.number:
            yield Fate(one, "falls", _amends_it(lead.pending))
        elif _standing(desk, one, text).proposal.says_the_same(lead.proposal):
            yield Fate(one, "falls", _("it says the same, which was rejected"))
        else:
            yield Fate(one, "unchanged")


def _amends_it(lead: Pending) -> str:
    return _("it amends amendment {name}, which was voted on").format(name=lead.name)


def _after_adoption(
    desk: Desk, lead: Standing, others: Sequence[Pending], text: Text
) -> Iterator[Fate]:
    one = lead.pending
    ground = text_beneath(desk, one, text)
    if isinstance(ground, Conflicting):
        return
    adopted = carry(desk, one, ground)
    if isinstance(adopted, Conflicting):
        return
    for other in others:
        if other.amendment.on is not None and other.amendment.on == one.number:
            yield Fate(other, "falls", _amends_it(one))
        elif one.amendment.on is not None and other.number == one.amendment.on:
            yield Fate(other, "reread", _("it then includes the sub-amendment"))
        elif one.amendment.on is not None and other.amendment.on != one.amendment.on:
            yield Fate(other, "unchanged")
        else:
            try:
                yield _fate(desk, other, text, lead, adopted)
            except Malformed as fault:
                yield Fate(other, "rewrite", fault.message)


def _fate(desk: Desk, one: Pending, text: Text, lead: Standing, adopted: Carried) -> Fate:
    """What becomes of an amendment on the text that the adopted one leaves."""
    before = _standing(desk, one, text)
    if before.clashes:
        reason = _("it collides with the current text already")
        return Fate(one, "rewrite", reason, before.clashes, is_bound=True)
    after = _after(desk, one, text, lead, adopted)
    if isinstance(after, Conflicting):
        return Fate(one, "rewrite", _("the amendment it changes must be rewritten"), after.clashes)
    carried = carry(desk, one, after, moved=adopted.moves)
    if isinstance(carried, Conflicting):
        if all(dispute.takes_both for dispute in carried.disputes):
            return Fate(one, "both", carried.clashes[0].sentence, carried.clashes)
        keeping: dict[Digest, Choice] = {dispute.id: "current" for dispute in carried.disputes}
        rest = carry(desk, one, after, choices=keeping, moved=adopted.moves)
        open_ = any(clash.only_adds or clash.kind == "changed-here" for clash in carried.clashes)
        if open_ or isinstance(rest, Conflicting) or rest.files:
            return Fate(one, "rewrite", carried.clashes[0].sentence, carried.clashes)
        return Fate(one, "falls", _("all that it changes collides with it"), carried.clashes)
    if not carried.files and before.proposal.paths:
        return Fate(one, "falls", _("the text then says already what it proposes"))
    on_text = Text(before.beneath)
    known = reread_carried(desk, one, on_text, before.carried) if before.carried else {}
    told = reread_carried(desk, one, after, carried, moved=adopted.moves)
    fresh = {path: again for path, again in told.items() if again != known.get(path)}
    if fresh:
        return Fate(one, "reread", _why_reread(fresh), rereadings=fresh)
    return Fate(one, "unchanged")


def _why_reread(rereadings: Rereadings) -> str:
    """In a few words, why an amendment must be read again."""
    turned = [one for places in rereadings.values() for one in places if isinstance(one, Turned)]
    return " ".join(one.message for one in turned) or _("both touch one sentence")


def _after(
    desk: Desk, one: Pending, text: Text, lead: Standing, adopted: Carried
) -> Text | Conflicting:
    """The text that an amendment is carried onto once the other was adopted."""
    if lead.pending.amendment.on is not None:  # both amend the same amendment
        ground = text_beneath(desk, one, text)
        return ground if isinstance(ground, Conflicting) else ground.after(adopted.files)
    return text_beneath(desk, one, text.after(adopted.files))
