"""What is done in other places than the one in sight, to be found by name all the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.binding import Binding
from textual.keys import format_key

from constitution.language import _
from tui.doors import PLACES
from tui.speech import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.app import DraftingRoom
    from tui.doors import Door
    from tui.places.place import Place

__all__ = ["does_nothing", "elsewhere"]

_MOVING = frozenset({"back", "step", "view", "top", "leave_page", "enter_page", "return", "onward"})
"""Actions that only go about in a place."""


def elsewhere(room: DraftingRoom, places: Iterable[Place]) -> Iterator[SystemCommand]:
    """The acts of the other places, which lead there and say the key.

    Nothing is done at once: what it would be done to is not in sight.
    """
    doors = {door.name: door for door in PLACES}
    for place in places:
        if place is room.here or place.id is None:
            continue
        door = doors[place.id]
        for binding in type(place).BINDINGS:
            if isinstance(binding, Binding) and binding.action.partition("(")[0] not in _MOVING:
                yield SystemCommand(
                    _words(binding),
                    _("In “{place}”: {key}").format(
                        place=_(door.words), key=room.get_key_display(binding)
                    ),
                    partial(_show_where, room, door, binding),
                )


def does_nothing(room: DraftingRoom, places: Iterable[Place], key: str) -> str:
    """That a key does nothing here, and what it does in another place where it does something."""
    if key == "enter":
        return _("There is nothing here to open.")
    shown = name_key(format_key(key))
    doors = {door.name: door for door in PLACES}
    for place in places:
        for binding in type(place).BINDINGS:
            if (
                place is not room.here
                and place.id is not None
                and isinstance(binding, Binding)
                and binding.show
                and key in binding.key.split(",")
                and binding.action.partition("(")[0] not in _MOVING
            ):
                return _("`{key}` does nothing here; in “{place}” it is: {act}.").format(
                    key=shown, place=_(doors[place.id].words), act=_words(binding)
                )
    return _("`{key}` does nothing here; `?` shows the keys.").format(key=shown)


async def _show_where(room: DraftingRoom, door: Door, binding: Binding) -> None:
    """The place where something is done is in sight, and its key is said."""
    await room.action_go(door.name)
    room.say(
        _("Here `{key}` does it: {act}").format(
            key=room.get_key_display(binding), act=_words(binding)
        )
    )


def _words(binding: Binding) -> str:
    """What a key does in full."""
    return _(binding.tooltip or binding.description)
