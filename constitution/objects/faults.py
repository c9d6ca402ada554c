"""What keeps an object from being read; whoever asked for it finds the words."""

from __future__ import annotations

from typing import Literal

__all__ = ["Damaged", "Kind", "TooBig"]

Kind = Literal["commit", "tree", "blob", "tag"]


class Damaged(Exception):
    """Its bytes are not whole, or not in the form git writes."""


class TooBig(Exception):
    """It says that it has more bytes than may be inflated; none was."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size
