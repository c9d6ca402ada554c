"""What is written in the editor: the text one begins with, what it is compared with, and its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from constitution.assembly.drafting.unsaved import Held, Unsaved

__all__ = ["Kind", "Writing"]

Kind = Literal["article", "prose", "table"]
"""An article has a form and alinéas; other prose, such as reasons, has a form; a table is TOML."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One text to write."""

    title: str
    """What it is called above the text."""
    path: str
    text: str
    """What one begins with."""
    language: str
    kind: Kind = "article"
    base: str | None = None
    """The text it is compared with; None where there is none, and nothing is compared."""
    message: str | None = None
    """The message of the commit, which can be edited; None where saving asks for none."""
    held: Held | None = None
    """Where what is typed is kept until it is saved."""
    found: Unsaved | None = None
    """What was typed before, and not saved."""
