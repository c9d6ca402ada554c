"""Keys that are typed while a question closes: they were meant for it, and reach nothing below."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar, TypeVar

from textual import events
from textual.app import App

__all__ = ["Resting"]

T = TypeVar("T")


class Resting(App[T]):
    """An app whose keys rest for a moment whenever a question was answered, or another one opens."""

    REST: ClassVar[float] = 0.25
    """Seconds that the keys rest: less than a person needs to read what is new."""

    QUIET: ClassVar[float] = 0.1
    """Seconds without a key after which nobody is in the middle of typing."""

    _rests_until: float = 0.0
    _last_key: float = 0.0

    @property
    def is_quiet(self) -> bool:
        """Whether no key came for a moment; threads that read ahead wait for it."""
        return monotonic() - self._last_key > self.QUIET

    def rest_keys(self) -> None:
        """Keys that are typed from now on, for a moment, do nothing."""
        self._rests_until = monotonic() + self.REST

    async def on_event(self, event: events.Event) -> None:
        """A key is dropped while the keys rest."""
        is_key = isinstance(event, events.Key) and not event.is_forwarded
        if is_key:
            self._last_key = monotonic()
        if not is_key or monotonic() >= self._rests_until:
            await super().on_event(event)
