"""Keys in turn: each is handed over once the one before it has done all that it does.

Textual hands every key to what has the focus as it comes, and does what the key is bound to a few
messages later. Of keys that come in one burst, from a fast hand or over a slow line, the second
would then reach what the first was about to leave: a letter of a search was given as a vote.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import App

if TYPE_CHECKING:
    from textual.dom import DOMNode

__all__ = ["InTurn"]

T = TypeVar("T")

_ROUNDS = 2
"""What a key is bound to is done in the first; what that in turn asked for, in the second."""

_PATIENCE = 1.0
"""Seconds after which a key waits no longer for the one before it, whatever became of that."""


@dataclass(frozen=True, slots=True)
class _Step(Generic[T]):
    """A step on the way of a key.

    Its methods are handed to Textual bare: of a `partial` it finds out anew, at each step, how many
    arguments it takes.
    """

    app: InTurn[T]
    node: DOMNode | None
    turn: int
    rounds: int

    def go(self) -> None:
        """The way goes on from here."""
        self.app.follow(self.node, self.turn, self.rounds)

    async def arrive(self) -> None:
        """The app was reached."""
        if self.node is not None:
            await self.app.arrive(self.node, self.turn, self.rounds)


class InTurn(App[T]):
    """An app in which a key waits until the one before it is done, and what it opened is there."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[events.Key] = deque()
        self._turn = 0
        """The number of the key that has its turn."""
        self._begun = 0.0
        """When it was handed over; nothing once it is done."""
        self._is_opening = False
        """Whether something opens that no key should miss."""

    def on_mount(self) -> None:
        """Whatever opens has the keys that were typed for it."""
        self.screen_change_signal.subscribe(self, lambda _screen: self.release_keys())

    async def on_event(self, event: events.Event) -> None:
        """A key takes its turn; anything else comes as it does."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if monotonic() - self._begun > _PATIENCE:
            await self._take_up()

    async def hand_over(self, key: events.Key) -> None:
        """The key does what it does."""
        await super().on_event(key)

    def hold_keys(self) -> None:
        """The keys after this one wait for what it opens."""
        self._is_opening = True

    def hold_from_the_start(self) -> None:
        """The keys that are typed before anything is there wait for it, however long that takes."""
        self._begun = inf

    def begin_with_keys(self) -> None:
        """It is there: the first key that was typed has its turn, and the others after it."""
        self._begun = 0.0
        self.follow(self.focused or self.screen, self._turn, _ROUNDS)

    def release_keys(self) -> None:
        """What was to open is there, or will not be."""
        if self._is_opening:
            self._is_opening = False
            self.follow(self.focused or self.screen, self._turn, _ROUNDS)

    async def _take_up(self) -> None:
        self._turn += 1
        self._begun = 0.0
        if self._waiting:
            self._begun = monotonic()
            here = self.focused or self.screen
            await self.hand_over(self._waiting.popleft())
            self.follow(here, self._turn, _ROUNDS)

    def follow(self, node: DOMNode | None, turn: int, rounds: int) -> None:
        """Go the way of the key, from what had it up to the app, behind all that it set off."""
        while node is not None and node is not self:
            if node.post_message(
                events.Callback(callback=_Step(self, node.parent, turn, rounds).go)
            ):
                return
            node = node.parent
        there = self.focused or self.screen
        self.post_message(events.Callback(callback=_Step(self, there, turn, rounds).arrive))

    async def arrive(self, there: DOMNode, turn: int, rounds: int) -> None:
        """The next key has its turn, where this one has nothing left to do."""
        here = self.focused or self.screen
        if turn != self._turn or self._is_opening:
            return
        if here is not there or rounds > 1:
            self.follow(here, turn, max(rounds - 1, 1))
        else:
            await self._take_up()
