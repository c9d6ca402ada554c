"""The drafting room: the terminal interface over the same use cases as the command line.

    run           the room, opened on a repository until the person leaves
    run_screen    the screen for the projector, which shows what the room sends to it

`app` is the room, `doors` its bar, `dressed` its colours; `places` are what it holds; `widgets` what they are made of; `reading`
asks the core in worker threads, through `background`, which answers with `messages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.early import Opening
    from tui.dressed import Dressed

__all__ = ["run", "run_screen"]

_TOLD = 128
"""What is added to the number of a signal in the exit code of a program that it ended."""


def run(folder: Path, *, is_read_only: bool = False, opening: Opening | None = None) -> None:
    """The room was open on the constitution that holds `folder`, until the person left.

    `Unknown` where there is none. The language is the one in use. What was in sight when it was
    opened last may be in sight already, by an `opening`.
    """
    from tui.pace import quicken, search_nothing_yet

    quicken()
    search_nothing_yet()
    from tui.app import DraftingRoom
    from tui.terminal import leave_when_told, leave_with_the_terminal

    _refuse_nothing(folder)
    leave_with_the_terminal()
    room = DraftingRoom(folder, is_read_only=is_read_only, opening=opening)
    leave_when_told(room.leave)
    room.run()
    _end_as_told(room)


def run_screen(folder: Path) -> None:
    """The screen was open on the constitution that holds `folder`, until somebody closed it."""
    from tui.pace import quicken

    quicken()
    from tui.screen import Projector
    from tui.terminal import leave_when_told, leave_with_the_terminal

    _refuse_nothing(folder)
    leave_with_the_terminal()
    projector = Projector(folder)
    leave_when_told(projector.leave)
    projector.run()
    _end_as_told(projector)


def _end_as_told(app: Dressed[None]) -> None:
    """Whoever started a program that a signal ended is told which, as shells are told of it."""
    if (app.return_code or 0) > _TOLD:
        raise SystemExit(app.return_code)


def _refuse_nothing(folder: Path) -> None:
    from constitution.assembly import Desk

    with Desk.open(folder).repository as repository:
        repository.main()
