"""The voting order of the pending amendments, and the chair's decisions on it.

The decisions stand in `order.toml` on a branch of their own, `session/order`: one commit each, by
whoever decided, with the reason. A branch survives a clone and a fetch, and needs no vote; main
does not move, so no motion is overtaken.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.assembly.pending import find_pending
from constitution.assembly.rivalry import standings
from constitution.errors import Malformed, Refused
from constitution.language import _, speaking
from constitution.order import (
    Ruling,
    apply_rulings,
    measure,
    parse_rulings,
    propose_order,
    write_rulings,
)
from constitution.repository import RefMove, push_branch, remotes
from constitution.repository.acts import Act
from constitution.rivals import find_rivals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.motion import AmendmentNumber
    from constitution.order import Called
    from constitution.repository import Branch

__all__ = ["ORDER", "rule_on_order", "rulings_of", "voting_order", "withdraw_rulings"]

ORDER = "refs/heads/session/order"
_FILE = "order.toml"


def voting_order(desk: Desk) -> tuple[Called, ...]:
    """Every amendment that was submitted, in the order in which it is called."""
    every = standings(desk)
    rivalries = find_rivals([one.proposal for one in every])
    names = {
        one.proposal.name: one.pending.number for one in every if one.pending.number is not None
    }
    candidates = [
        replace(
            measure(
                names[one.proposal.name],
                one.proposal,
                rivalries,
                names=names,
                on=one.pending.amendment.on,
            ),
            collides=bool(one.clashes),
        )
        for one in every
        if one.proposal.name in names
    ]
    return apply_rulings(propose_order(candidates), rulings_of(desk))


def rulings_of(desk: Desk) -> tuple[Ruling, ...]:
    """The chair's decisions, the first one first; `Malformed` where nobody can read them."""
    branch = _branch(desk)
    data = desk.repository.read(branch.tip, _FILE) if branch is not None else None
    if data is None:
        return ()
    try:
        return parse_rulings(data, f"session/order:{_FILE}")
    except Malformed as fault:
        fault.hint = _("Set it aside: `constitution order --as-proposed --reason …`.")
        raise


def _branch(desk: Desk) -> Branch | None:
    return desk.repository.branches("session").get("order")


def check_reason(reason: str) -> None:
    """Nothing; `Refused` where the order would be changed for no reason."""
    if not reason.strip():
        raise Refused(
            _("a change to the voting order needs a reason"),
            hint=_("Say why: the reason is recorded."),
        )


def rule_on_order(
    desk: Desk,
    name: str,
    other: str,
    *,
    after: bool,
    reason: str,
    by: str | None = None,
    publish: bool = True,
) -> str | None:
    """Why the decision could not be published, once it is recorded; None where it was."""
    check_reason(reason)
    one, target = (_numbered(desk, which) for which in (name, other))
    before = voting_order(desk)
    ruling = Ruling(
        one,
        target,
        after,
        " ".join(reason.split()),
        by or desk.person().name,
        desk.clock().date,
    )
    numbers = [turn.candidate.number for turn in before]
    if [turn.candidate.number for turn in _with(before, ruling)] == numbers:
        raise Refused(
            _("the voting order stays what it is: {name} cannot be called there").format(name=one)
            if _is_bound(desk, name, other)
            else _("amendment {name} is called there already").format(name=one),
            hint=_("A sub-amendment comes before its amendment, and identical ones come together.")
            if _is_bound(desk, name, other)
            else _("Choose another amendment, or its other side."),
        )
    with speaking(desk.main().settings.language):
        message = (
            _("Call amendment {name} after amendment {other}")
            if after
            else _("Call amendment {name} before amendment {other}")
        ).format(name=one, other=target)
    return _record(desk, [*rulings_of(desk), ruling], f"{message}\n\n{ruling.reason}\n", publish)


def _with(before: Sequence[Called], ruling: Ruling) -> tuple[Called, ...]:
    return apply_rulings([turn.candidate for turn in before], [ruling])


def _is_bound(desk: Desk, name: str, other: str) -> bool:
    """Whether one of the two is a sub-amendment, which stands with its amendment."""
    pair = [find_pending(desk, which).amendment for which in (name, other)]
    return any(one.on is not None for one in pair)


def _numbered(desk: Desk, name: str) -> AmendmentNumber:
    one: Pending = find_pending(desk, name)
    if one.number is None:
        raise Refused(
            _("{name} was not submitted").format(name=one.called),
            hint=_("Submit it first: `constitution amend submit {name}`.").format(name=one.name),
        )
    return one.number


def withdraw_rulings(desk: Desk, *, reason: str, publish: bool = True) -> str | None:
    """Why it could not be published that the order is the proposed one again; None where it was."""
    with contextlib.suppress(Malformed):
        if not rulings_of(desk):
            raise Refused(_("the voting order is the one that is proposed"))
    if not reason.strip():
        raise Refused(
            _("a change to the voting order needs a reason"),
            hint=_("Say why: the reason is recorded."),
        )
    with speaking(desk.main().settings.language):
        message = _("Return to the proposed voting order")
    return _record(desk, [], f"{message}\n\n{' '.join(reason.split())}\n", publish)


def _record(desk: Desk, rulings: Sequence[Ruling], message: str, publish: bool) -> str | None:
    branch, repository, person = _branch(desk), desk.repository, desk.person()
    commit = repository.write_commit(
        repository.write_files(None, {_FILE: write_rulings(rulings)}),
        [branch.tip] if branch is not None else [],
        message,
        author=person,
        committer=person,
        when=desk.clock(),
    )
    here = branch.tip if branch is not None and branch.remote is None else None
    desk.acts.do(Act("order", "", (RefMove(ORDER, here, commit),)))
    for remote in remotes(repository)[:1] if publish else ():
        try:
            push_branch(repository, remote, ORDER)
        except Refused as refusal:
            return f"{refusal.message}. {refusal.hint}"
    return None
