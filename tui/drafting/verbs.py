"""The acts of drafting: what each is called, its key, and the amendments it is offered for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.language import N_

if TYPE_CHECKING:
    from constitution.assembly.pending import Pending

__all__ = ["VERBS", "Verb", "VerbName"]

VerbName = Literal[
    "new",
    "edit",
    "add",
    "move",
    "repeal",
    "reasons",
    "details",
    "divide",
    "on",
    "update",
    "submit",
    "withdraw",
    "renumber",
]


@dataclass(frozen=True, slots=True)
class Verb:
    """An act of drafting."""

    name: VerbName
    key: str
    words: str
    """What it does, marked for translation."""
    is_shown: bool = False
    """Whether it stands in the footer."""
    on_none: bool = False
    """Whether it needs no amendment."""

    def suits(self, one: Pending | None) -> bool:
        """Whether it can be done with the amendment now."""
        if one is None:
            return self.on_none
        match self.name:
            case "on":
                return one.number is not None and one.amendment.on is None
            case "submit":
                return one.waits_for in {"submit", "submit again"}
            case "divide":
                return len(one.files) > 1
            case _:
                return True


VERBS: tuple[Verb, ...] = (
    Verb("new", "n", N_("New amendment"), is_shown=True, on_none=True),
    Verb("edit", "e", N_("Edit an article"), is_shown=True),
    Verb("add", "a", N_("Add an article")),
    Verb("move", "M", N_("Move an article")),
    Verb("repeal", "d", N_("Repeal an article")),
    Verb("reasons", "r", N_("Write the reasons")),
    Verb("details", "T", N_("Title, authors, date of effect")),
    Verb("divide", "D", N_("Divide the question")),
    Verb("on", "o", N_("Amend this amendment")),
    Verb("update", "b", N_("Bring onto the current text")),
    Verb("submit", "s", N_("Submit"), is_shown=True),
    Verb("withdraw", "w", N_("Withdraw, or rule on it")),
    Verb("renumber", "R", N_("Renumber the articles"), on_none=True),
)
"""Every act of drafting that the command line has."""
