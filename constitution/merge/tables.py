"""Merge of tables by their keys: members, rules, and whatever else has no order of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["merge_mapping"]

K = TypeVar("K")
V = TypeVar("V")


def merge_mapping(
    base: Mapping[K, V], current: Mapping[K, V], amendment: Mapping[K, V]
) -> tuple[dict[K, V], tuple[K, ...]]:
    """A table with the changes of both sides, and the keys on which they conflict.

    A key that both sides changed alike is no conflict. One that conflicts keeps its current value,
    or stays away if the current side removed it. Keys stand in the order of the current side, then
    those that the amendment adds.
    """
    merged: dict[K, V] = {}
    conflicts: list[K] = []
    absent = object()
    for key in dict.fromkeys([*current, *amendment, *base]):
        then, ours, theirs = (side.get(key, absent) for side in (base, current, amendment))
        if ours not in (then, theirs) and theirs != then:
            conflicts.append(key)
        taken = amendment if ours == then else current
        if key in taken:
            merged[key] = taken[key]
    return merged, tuple(conflicts)
