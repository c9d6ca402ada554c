"""A part of a place that has the whole screen, and the others that are away meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from tui.places.place import Place

__all__ = ["gather", "spread"]

_SPREAD, _WHOLE, _AWAY = "-spread", "-whole", "-away"


def spread(place: Place, part: Widget) -> None:
    """The part alone is in sight, with what holds it."""
    place.add_class(_SPREAD)
    for held in (part, *part.ancestors):
        if held is place or not isinstance(held, Widget):
            return
        held.add_class(_WHOLE)
        for beside in held.siblings:
            beside.add_class(_AWAY)


def gather(place: Place) -> None:
    """Every part of the place is in sight again."""
    if not place.has_class(_SPREAD):
        return
    place.remove_class(_SPREAD)
    for part in place.query(f".{_WHOLE}, .{_AWAY}"):
        part.remove_class(_WHOLE, _AWAY)
