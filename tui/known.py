"""The changes of pending amendments that were read, kept for as long as no branch moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.reading import Around, Change

__all__ = ["Known"]


class Known:
    """What is known of each amendment on the branches as they are; commits never change."""

    def __init__(self) -> None:
        self._refs: frozenset[tuple[str, str]] = frozenset()
        self._changes: dict[str, Change] = {}
        self._around: dict[str, Around] = {}

    def follow(self, refs: frozenset[tuple[str, str]]) -> None:
        """The branches are these; where one moved, nothing is known."""
        if refs != self._refs:
            self._refs = refs
            self._changes.clear()
            self._around.clear()

    def keep(self, change: Change, refs: frozenset[tuple[str, str]]) -> None:
        """A change is known, if it was asked for on the branches as they are."""
        if refs == self._refs:
            self._changes[change.one.slug] = change

    def keep_around(self, around: Around, refs: frozenset[tuple[str, str]]) -> None:
        """So is what stands around an amendment."""
        if refs == self._refs:
            self._around[around.slug] = around

    def change(self, slug: str) -> Change | None:
        """The change of an amendment, where it is known."""
        return self._changes.get(slug)

    def around(self, slug: str) -> Around | None:
        """What stands around an amendment, where it is known."""
        return self._around.get(slug)
