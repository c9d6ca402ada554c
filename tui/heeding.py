"""Screens that are told when something moved outside: a branch, by a colleague or in another window."""

from __future__ import annotations

__all__ = ["Heeding"]


class Heeding:
    """A screen that reads again what it rests on, for something moved."""

    def look_again(self) -> None:
        """What the screen rests on is read again, away from the keys."""
        raise NotImplementedError
