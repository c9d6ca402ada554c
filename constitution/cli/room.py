"""Opening the drafting room, and the screen for the projector."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import option, verb
from constitution.errors import Refused
from constitution.language import N_, _

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_room", "screen_verb", "tui_verb"]

_EVERY = 1.0
"""Seconds between two looks at whether the server of a room is still there."""

_PATIENCE = 10.0
"""Seconds that a room has to be left in, once its server is gone."""


def open_room(talk: Talk, folder: Path | None = None, *, is_read_only: bool = False) -> None:
    """Open the room on a folder, once a constitution was found there."""
    place = folder if folder is not None else talk.folder
    talk.open(place).main()
    if talk.windows is None or not _can_show(talk):
        raise Refused(
            _("the reading room needs a terminal"),
            hint=_("The verbs do the same without one: `constitution --help`."),
        )
    if _is_served():
        _leave_with_the_server()
    talk.windows.open_room(place, is_read_only=is_read_only)


def _can_show(talk: Talk) -> bool:
    """Whether a person sees the room: in a terminal, or in a browser that `serve` brought here."""
    return _is_served() or (talk.is_read_by_a_person and talk.is_interactive)


def _is_served() -> bool:
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _leave_with_the_server() -> None:
    """The room is left once its server is there no more, however that ended."""
    import signal
    import threading
    from time import sleep

    server = os.getppid()

    def watch() -> None:
        while os.getppid() == server:
            sleep(_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(_PATIENCE)
        os._exit(1)  # it could not be left: nobody is there to see it

    threading.Thread(target=watch, daemon=True).start()


@verb(
    "tui",
    help=N_("Open the reading room: the text, the amendments, the sitting, the history."),
    example="constitution tui\nconstitution -C assembly tui --read-only",
)
@option("--read-only", is_flag=True, help=N_("A room in which nothing can be changed."))
@pass_talk
def tui_verb(talk: Talk, *, read_only: bool) -> None:
    """Open the reading room."""
    open_room(talk, is_read_only=read_only)


@verb(
    "screen",
    help=N_(
        "Open the screen for the projector: it shows what is sent to it from the room (`s`), and "
        "nothing else; never a count before its vote is closed."
    ),
    example="constitution screen\nconstitution -C assembly screen",
)
@pass_talk
def screen_verb(talk: Talk) -> None:
    """Open the screen."""
    talk.desk().main()
    if talk.windows is None or not _can_show(talk):
        raise Refused(
            _("the screen needs a terminal"),
            hint=_("Open one on the projector, and start `constitution screen` there."),
        )
    talk.windows.open_screen(talk.folder)
