"""What is wholly covered by what stands in it: nothing of it is seen, and nothing of it is painted.

Textual paints every line of everything that lies below what changed, the screen and the places too,
and then keeps what lies on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import ContentSwitcher

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget as Below
else:
    Below = object  # style sheets know a class by the first of its bases that is a widget

__all__ = ["Covered", "CoveredContainer", "CoveredScreen", "CoveredSwitcher", "CoveredVertical"]

T = TypeVar("T")


class Covered(Below):
    """What paints itself only where something of it is seen."""

    @property
    def is_covered(self) -> bool:
        """Whether the children, which never lie upon each other, fill it."""
        own = self.region
        return own.area == sum(
            own.intersection(child.region).area
            for child in self.displayed_children
            if not child.has_class("-textual-system")  # what may come and go above the others
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines that may be seen; none where all are covered."""
        return [] if self.is_covered else super().render_lines(crop)


class CoveredContainer(Covered, Container):
    """A container that is mostly covered."""


class CoveredVertical(Covered, Vertical):
    """A column that is."""


class CoveredSwitcher(Covered, ContentSwitcher):
    """What shows one of several places, and is covered by it."""


class CoveredScreen(Covered, Screen[T]):
    """A screen that is covered by its parts."""
