"""Keys that are typed while a question closes: they were meant for it, and reach nothing below."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar

from tui.inturn import InTurn
from tui.pace import sweep

if TYPE_CHECKING:
    from textual import events

__all__ = ["Resting"]

T = TypeVar("T")


class Resting(InTurn[T]):
    """An app whose keys rest for a moment whenever a question was answered, or another one opens."""

    REST: ClassVar[float] = 0.25
    """Seconds that the keys rest: less than a person needs to read what is new."""

    QUIET: ClassVar[float] = 0.1
    """Seconds without a key after which nobody is in the middle of typing."""

    _rests_until: float = 0.0
    _last_key: float = 0.0

    STILL: ClassVar[float] = 0.6
    """Seconds without a key after which there is time for what takes longer than a key."""

    SWEPT: ClassVar[float] = 0.05
    """Seconds after a key, when it is painted and the next is not there, until its garbage goes."""

    _is_to_be_swept: bool = False

    @property
    def is_quiet(self) -> bool:
        """Whether no key came for a moment; threads that read ahead wait for it."""
        return monotonic() - self._last_key > self.QUIET

    @property
    def is_still(self) -> bool:
        """Whether no key came for so long that none is about to come."""
        return monotonic() - self._last_key > self.STILL

    def rest_keys(self) -> None:
        """Keys that are typed from now on, for a moment, do nothing."""
        self._rests_until = monotonic() + self.REST

    async def hand_over(self, key: events.Key) -> None:
        """A key is dropped while the keys rest."""
        self._last_key = monotonic()
        if not self._is_to_be_swept:
            self._is_to_be_swept = True
            asyncio.get_running_loop().call_later(self.SWEPT, self._sweep)
        if self._last_key >= self._rests_until:
            await super().hand_over(key)

    def _sweep(self) -> None:
        self._is_to_be_swept = False
        sweep()
