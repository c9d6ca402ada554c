"""What the `constitution` command starts: the command line, which is told how to open the room."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from constitution.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.cli.talk import Talk

__all__ = ["main"]


def _talk() -> Talk:
    from constitution.cli.talk import Talk  # noqa: PLC0415 - help and version say nothing else

    return Talk(open_room=_open_room)


def _open_room(folder: Path) -> None:
    from tui import run as run_room  # noqa: PLC0415 - Textual is loaded only to be seen

    run_room(folder)


def main() -> None:
    """Run the command, and leave with its exit code."""
    sys.exit(run(sys.argv[1:], _talk))


if __name__ == "__main__":
    main()
