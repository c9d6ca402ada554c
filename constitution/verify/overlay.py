"""Mappings that grow by little at a time, each of which shares with the one before what it kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["overlaid"]

_FEW = 256
"""So many names are copied as fast as others are laid over them."""

_MOST_OVER = 64
"""How many names may lie over a mapping before all of it is written again."""

Value = TypeVar("Value")


def overlaid(
    under: Mapping[str, Value], gone: Collection[str], added: Mapping[str, Value]
) -> Mapping[str, Value]:
    """A mapping without the names that are gone and with those that were added.

    All the names that are gone are there, and of those that were added none is there but those
    that are gone.
    """
    if len(under) > _FEW:
        return _Overlay(under, gone, added)
    names = {**under, **added}
    for name in gone:
        if name not in added:
            del names[name]
    return names


class _Overlay(Mapping[str, Value], Generic[Value]):
    """A mapping, and over it the few names that are other or gone; neither changes any more."""

    __slots__ = ("_length", "over", "under")

    def __init__(
        self, under: Mapping[str, Value], gone: Collection[str], added: Mapping[str, Value]
    ) -> None:
        """As `overlaid` says."""
        self._length = len(under) - len(gone) + len(added)
        base, over = (under.under, under.over) if isinstance(under, _Overlay) else (under, {})
        over = {**over, **dict.fromkeys(gone), **added}
        if len(over) > _MOST_OVER:
            base = {**base, **over}
            for name in [name for name, value in over.items() if value is None]:
                del base[name]
            over = {}
        self.under: Mapping[str, Value] = base
        self.over: dict[str, Value | None] = over

    def __getitem__(self, name: str) -> Value:
        """What is under the name, or lies over it."""
        if name in self.over:
            found = self.over[name]
            if found is None:
                raise KeyError(name)
            return found
        return self.under[name]

    def __iter__(self) -> Iterator[str]:
        """The names: first those that nothing lies over."""
        yield from (name for name in self.under if name not in self.over)
        yield from (name for name, value in self.over.items() if value is not None)

    def __len__(self) -> int:
        """How many names there are."""
        return self._length
