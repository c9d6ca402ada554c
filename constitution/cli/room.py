"""Opening the reading room, the terminal interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import verb
from constitution.errors import Refused
from constitution.language import N_, _

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_room", "tui_verb"]


def open_room(talk: Talk, folder: Path | None = None) -> None:
    """Open the room on a folder, once a constitution was found there."""
    place = folder if folder is not None else talk.folder
    talk.open(place).main()
    if talk.open_room is None or not talk.is_read_by_a_person or not talk.is_interactive:
        raise Refused(
            _("the reading room needs a terminal"),
            hint=_("The verbs do the same without one: `constitution --help`."),
        )
    talk.open_room(place)


@verb(
    "tui",
    help=N_("Open the reading room: the text, the amendments, the history."),
    example="constitution tui\nconstitution -C assembly tui",
)
@pass_talk
def tui_verb(talk: Talk) -> None:
    """Open the reading room."""
    open_room(talk)
