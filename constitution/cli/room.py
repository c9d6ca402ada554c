"""Opening the reading room, the terminal interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import verb
from constitution.language import N_, _

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_room", "tui_verb"]


def open_room(talk: Talk) -> None:
    """Open the room on the folder that `-C` names, once a constitution was found there."""
    talk.desk().main()
    run_room(talk.folder)


def run_room(folder: Path) -> None:
    """Open the room on a folder."""
    from tui import run

    run(folder)


@verb(
    "tui",
    help=N_("Open the reading room: the text, the amendments, the history."),
    example="constitution tui\nconstitution -C assembly tui",
)
@pass_talk
def tui_verb(talk: Talk) -> None:
    """Open the reading room."""
    import sys

    from constitution.errors import Refused

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(
            _("the reading room needs a terminal"),
            hint=_("The verbs do the same without one: `constitution --help`."),
        )
    open_room(talk)
