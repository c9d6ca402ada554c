"""Who writes: asked once, the first time a person writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.language import _
from constitution.repository import Person
from tui.acting import perform_unnamed
from tui.dialogs.form import Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.assembly import Desk

__all__ = ["Who"]


def _remember(answers: Mapping[str, str]) -> Callable[[Desk], bool]:
    who = Person(answers["name"], answers["address"])

    def remember(desk: Desk) -> bool:
        desk.repository.set_identity(who)
        return True

    return remember


class Who(Form[bool]):
    """The name and address that a person gives, having been told they are public."""

    PERFORM = staticmethod(perform_unnamed)

    def __init__(self) -> None:
        super().__init__(
            _("Who writes?"),
            (Field("name", _("Your name:")), Field("address", _("Your address (e-mail):"))),
            _remember,
            note=_("What you write bears your name and address, for everyone to see."),
        )
