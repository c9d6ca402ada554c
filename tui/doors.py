"""The ways to the places: what the bar above says of each, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from constitution.display import width_of
from constitution.language import N_, _
from tui.places.text import TextPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.places.place import Place
    from tui.reading import Room

__all__ = ["PLACES", "Door", "Tab"]


@dataclass(frozen=True, slots=True)
class Door:
    """The way to a place."""

    name: str
    words: str
    """What a person reads in the bar, marked for translation."""
    goes: str
    """What its key does, marked for translation."""
    kind: Callable[[], type[Place]]
    """What stands there, imported when it is first asked for."""
    count: Callable[[Room], int] | None = None
    """How many things there are, where they are counted in the bar."""


def _text() -> type[Place]:
    return TextPlace


def _amendments() -> type[Place]:
    from tui.places.amendments import AmendmentsPlace

    return AmendmentsPlace


def _session() -> type[Place]:
    from tui.places.session import SessionPlace

    return SessionPlace


def _history() -> type[Place]:
    from tui.places.history import HistoryPlace

    return HistoryPlace


PLACES = (
    Door("text", N_("Text"), N_("Go to the text"), _text),
    Door(
        "amendments",
        N_("Amendments"),
        N_("Go to the amendments"),
        _amendments,
        lambda room: len(room.pending),
    ),
    Door("session", N_("In session"), N_("Go to the sitting"), _session),
    Door(
        "history",
        N_("History"),
        N_("Go to the history"),
        _history,
        lambda room: len(room.records),
    ),
)
"""The places in the order of the bar; the key of each is its number."""


class Tab(Static):
    """The name of a place in the bar; a click goes there."""

    def __init__(self, door: Door) -> None:
        super().__init__(id=f"tab-{door.name}")
        self.door = door
        self._counted = range(0)
        """The cells of the count."""

    def tell(self, count: int | None, *, here: bool, is_short: bool = False) -> None:
        """The tab with the number of things there, marked where one is there.

        In short, a place where one is not is its key alone.
        """
        name = f"{PLACES.index(self.door) + 1}"
        if here or not is_short:
            name += f" {_(self.door.words)}"
        else:
            count = None
        number = "" if count is None else f" ({count})"
        start = width_of(f" {name}")
        self._counted = range(start, start + len(number))
        name += number
        self.update(Content(f"[{name}]" if here else f" {name} "))
        self.set_class(here, "-here")

    @property
    def counted(self) -> Region:
        """Where the number stands on the screen; a region without cells where there is none."""
        inside = self.content_region
        place = Region(inside.x + self._counted.start, inside.y, len(self._counted), inside.height)
        return place.intersection(inside)

    async def on_click(self) -> None:
        """The room goes to the place."""
        await self.run_action(f"app.go('{self.door.name}')")
