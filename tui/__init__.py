"""The drafting room: the terminal interface over the same use cases as the command line.

    run    the room, opened on a repository until the person leaves

`app` is the room and its bar; `places` are what it holds; `widgets` what they are made of; `reading`
asks the core in worker threads, through `background`, which answers with `messages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


def run(folder: Path) -> None:
    """The room was open on the constitution that holds `folder`, until the person left.

    `Unknown` where there is none. The language is the one in use.
    """
    from constitution.assembly import Desk
    from tui.app import DraftingRoom

    with Desk.open(folder).repository as repository:
        repository.main()
    DraftingRoom(folder).run()
