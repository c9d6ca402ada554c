"""Registering the public keys of a member, as an amendment to the members."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.assembly.drafting.branch import draft_snapshot
from constitution.assembly.drafting.editing import edit_governance
from constitution.assembly.founding import slug_of
from constitution.assembly.pending import find_pending
from constitution.errors import Refused, Unknown
from constitution.governance import MEMBERS_FILE, MemberId, Members
from constitution.language import _
from constitution.publickey import read_key_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending

__all__ = ["register_keys"]


def register_keys(
    desk: Desk, name: str, member: str, files: Mapping[str, str], *, instead: bool = False
) -> Pending:
    """The amendment with the keys of some `.pub` files given to a member.

    `files` maps the name of each to its text. The keys come after those the member has, or in
    their place (`instead`). `Refused` where a file holds a private key: it must not be shown.
    """
    one = find_pending(desk, name)
    members = draft_snapshot(desk, one).members
    id_ = _id_of(members, member)
    found = []
    for file, text in files.items():
        if "PRIVATE KEY" in text:
            raise Refused(
                _("{path} holds a private key, which is nobody else's business").format(path=file),
                hint=_("Name the file beside it that ends in .pub; nothing was taken from this."),
            )
        lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
        found += [read_key_line(line, file).line for line in lines]
    old = () if instead else members.by_id[id_].keys
    keys = tuple(dict.fromkeys((*old, *found)))
    if not found or keys == members.by_id[id_].keys:
        raise Refused(_("{member} has these keys already").format(member=id_))
    changed = Members(
        tuple(replace(who, keys=keys) if who.id == id_ else who for who in members.named)
    )
    changed.refuse_faults()
    return edit_governance(desk, name, MEMBERS_FILE, changed.to_bytes())


def _id_of(members: Members, text: str) -> MemberId:
    """The id of the member that an id, or a name, says."""
    if MemberId(text) in members.by_id:
        return MemberId(text)
    found = [one.id for one in members.named if slug_of(one.name) == slug_of(text)]
    if len(found) != 1:
        raise Unknown(
            _("“{name}” is not a member").format(name=text),
            hint=_("`constitution members` lists them."),
        )
    return found[0]
