"""The acts of drafting: what each is called, its key, and the amendments it is offered for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.language import N_, _

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
    "key",
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
    short: str
    """Its word at the bottom of the screen, marked for translation."""
    words: str
    """What it does, marked for translation."""
    on_none: bool = False
    """Whether it needs no amendment."""

    def suits(self, one: Pending | None) -> bool:
        """Whether it can be done with the amendment now."""
        return not self.why_not(one)

    def why_not(self, one: Pending | None) -> str:
        """Why it cannot be done with the amendment now; empty where it can."""
        if one is None:
            return "" if self.on_none else _("No amendment is pending: `n` opens one.")
        match self.name:
            case "on" if one.number is None:
                return _("Only a submitted amendment can be amended: `s` submits {name}.").format(
                    name=one.called
                )
            case "on" if one.amendment.on is not None:
                return _(
                    "Amendment {name} changes an amendment itself, and is not amended."
                ).format(name=one.called)
            case "submit":
                return _why_not_submitted(one)
            case "divide" if len(one.files) < 2:
                return _(
                    "Amendment {name} changes one article at most: there is nothing to divide."
                ).format(name=one.called)
            case _:
                return ""


def _why_not_submitted(one: Pending) -> str:
    match one.waits_for:
        case "submit" | "submit again":
            return ""
        case "write":
            return _("Amendment {name} changes nothing yet: `e` edits an article.").format(
                name=one.called
            )
        case "count":
            return _("Amendment {name} is put to the vote: what is voted on is sealed.").format(
                name=one.called
            )
        case _:
            return _(
                "Amendment {name} was submitted, and its words have not changed since."
            ).format(name=one.called)


VERBS: tuple[Verb, ...] = (
    Verb("edit", "e", N_("Edit"), N_("Edit an article")),
    Verb("submit", "s", N_("Submit"), N_("Submit it, with its number")),
    Verb("new", "n", N_("New"), N_("New amendment"), on_none=True),
    Verb("reasons", "r", N_("Reasons"), N_("Write the reasons")),
    Verb("withdraw", "w", N_("Withdraw"), N_("Withdraw, or rule on it")),
    Verb("update", "b", N_("Bring along"), N_("Bring onto the current text")),
    Verb("details", "T", N_("Title"), N_("Title, authors, date of effect")),
    Verb("add", "a", N_("Add"), N_("Add an article")),
    Verb("repeal", "d", N_("Repeal"), N_("Repeal an article")),
    Verb("move", "M", N_("Move"), N_("Move an article")),
    Verb("divide", "D", N_("Divide"), N_("Divide the question")),
    Verb("key", "P", N_("Public key"), N_("Register the public key of a member")),
    Verb("on", "o", N_("Amend it"), N_("Amend this amendment")),
    Verb("renumber", "R", N_("Renumber"), N_("Renumber the articles"), on_none=True),
)
"""Every act of drafting that the command line has, what is done most often first."""
