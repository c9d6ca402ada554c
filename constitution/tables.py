"""The members, the rules and the settings, merged entry by entry: tables have no order of words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from constitution.errors import Malformed
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    Members,
    Rule,
    Rules,
    Settings,
)
from constitution.language import _
from constitution.merge import merge_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["merge_table"]

_SEATS = "seats"


def merge_table(
    path: str,
    base: bytes,
    current: bytes,
    amendment: bytes,
    kept: Mapping[str, Literal["current", "amendment"]] = MappingProxyType({}),
) -> tuple[bytes, tuple[str, ...]]:
    """A governance file with the changes of both sides, and the entries on which they conflict.

    An entry in conflict is the one of the side that `kept` names, and then no conflict any more;
    the current one otherwise.
    """
    sides = tuple(_entries(path, side) for side in (base, current, amendment))
    merged, conflicts = merge_mapping(*sides)
    for key in conflicts:
        if kept.get(key) == "amendment":
            if key in sides[2]:
                merged[key] = sides[2][key]
            else:
                merged.pop(key, None)
    return _written(path, merged), tuple(key for key in conflicts if key not in kept)


def _entries(path: str, data: bytes) -> dict[str, Any]:
    """The entries of a governance file by name."""
    match path:
        case "governance/members.toml":
            members = Members.parse(data, path, canonical=False)
            named: dict[str, Any] = {str(id_): one for id_, one in members.by_id.items()}
            return named | ({_SEATS: members.seats} if members.seats else {})
        case "governance/rules.toml":
            return {rule.name: rule for rule in Rules.parse(data, path, canonical=False).rules}
        case _:
            settings = Settings.parse(data, path, canonical=False)
            return {
                "assembly": settings.assembly,
                "text": settings.text,
                "language": settings.language,
                "normal_form": settings.normal_form,
            }


def _written(path: str, entries: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a governance file with these entries."""
    if path == MEMBERS_FILE:
        seats = entries.get(_SEATS)
        named = tuple(one for one in entries.values() if isinstance(one, Member))
        return Members(named, seats if isinstance(seats, int) else None).to_bytes()
    if path == RULES_FILE:
        return Rules(tuple(one for one in entries.values() if isinstance(one, Rule))).to_bytes()
    form = entries["normal_form"]
    if not isinstance(form, int):
        raise Malformed(_("“normal_form” should be a whole number"), where=path)
    return Settings(
        str(entries["assembly"]), str(entries["text"]), str(entries["language"]), form
    ).to_bytes()
