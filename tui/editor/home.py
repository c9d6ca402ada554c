"""The amendment that a text belongs to: what happened to it meanwhile, and another for the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from constitution.assembly.pending import state_words
from constitution.language import _
from tui.dialogs.form import Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.assembly import Desk
    from constitution.assembly.drafting.meanwhile import Meanwhile

__all__ = ["Home", "setting_apart", "told_in_full", "told_of_meanwhile"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Home(Generic[T]):
    """The amendment that a text belongs to."""

    title: str
    """What it proposes."""
    look: Callable[[str], Callable[[Desk], Meanwhile]]
    """What happened to it, from the text with which the writing began."""
    apart: Callable[[str, str, str], Callable[[Desk], T]]
    """A new amendment: from the text, its title, and the text with which the writing began."""


def told_of_meanwhile(seen: Meanwhile) -> str:
    """What happened to a text while it is written, in a few words; empty where nothing did."""
    if seen.state is None:
        return _("the amendment is no longer on the list")
    if not seen.can_be_saved:
        return _("the amendment was disposed of: {state}").format(state=state_words()[seen.state])
    if seen.is_saved:
        return _("somebody else saved this text too")
    if seen.state == "put":
        return _("put to the vote: what is voted on is sealed")
    return _("the current text has changed since") if seen.is_amended else ""


def told_in_full(seen: Meanwhile, title: str) -> str:
    """Why a text can no longer be saved in its amendment."""
    if seen.state is None:
        return _("“{title}” is no longer on the list: it was withdrawn elsewhere.").format(
            title=title
        )
    return _("“{title}” was disposed of elsewhere: {state}. It can no longer be changed.").format(
        title=title, state=state_words()[seen.state]
    )


def setting_apart(title: str, deed: Callable[[str], Callable[[Desk], T]]) -> Form[T]:
    """The form that puts a text into a new amendment, called as the other one unless another is typed."""
    return Form(
        _("Put this text into a new amendment"),
        (Field("title", _("What it proposes:"), title, hint=_("a line, as it will be called")),),
        lambda answers: deed(answers["title"]),
        note=_(
            "The text as you typed it, and nothing else of the amendment that it was typed in, which "
            "stays as it is."
        ),
    )
