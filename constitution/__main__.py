"""What the `constitution` command starts: the command line, which is told how to open its windows.

Where it opens the room on what was in sight before, that page is in sight at once: all else, the
command line too, is imported underneath.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from constitution.early import open_early

TYPE_CHECKING = False  # as `typing` has it, which takes longer to load than the page to show
if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from typing import NoReturn

    from constitution.cli.talk import Talk
    from constitution.early import Opening

__all__ = ["main"]


class _Windows:
    """The room and the screen; Textual is loaded only to be seen."""

    def __init__(self, opening: Opening | None) -> None:
        self._opening = opening

    def open_room(self, folder: Path, *, is_read_only: bool) -> None:
        from tui import run as run_room  # noqa: PLC0415 - see above

        run_room(folder, is_read_only=is_read_only, opening=self._opening)

    def open_screen(self, folder: Path) -> None:
        from tui import run_screen  # noqa: PLC0415 - see above

        run_screen(folder)

    def edit_text(
        self,
        folder: Path,
        text: str,
        *,
        is_table: bool,
        slug: str | None,
        path: str,
        base: str | None,
    ) -> str | None:
        from tui.pace import quicken  # noqa: PLC0415 - see above

        quicken()
        from tui.editor.alone import edit_alone  # noqa: PLC0415 - see above

        return edit_alone(folder, text, is_table=is_table, slug=slug, path=path, base=base)


_INTERRUPTED = 130

_MANY = 50_000
"""New values after which Python looks for circles among them: a text has many values, and no circle."""


def main() -> None:
    """Run the command, and leave with its exit code."""
    _open_what_is_closed()
    gc.set_threshold(_MANY)
    try:
        opening = open_early(sys.argv[1:], _is_still_seen)
    except KeyboardInterrupt:
        _leave(_INTERRUPTED)
    try:
        code = _run(opening)
    except KeyboardInterrupt:
        if opening is None:
            raise
        code = _INTERRUPTED  # before anything was loaded that could say so
    finally:
        if opening is not None:
            opening.leave()
    _leave(code)


def _is_still_seen(folder: str, before: str, now: str, seen: Collection[str]) -> bool:
    """Whether the current text still shows what it showed at a commit, of these files of it."""
    from constitution.history.in_sight import is_still_seen  # noqa: PLC0415 - where main moved

    return is_still_seen(folder, before, now, seen)


def _run(opening: Opening | None) -> int:
    from constitution.cli.main import run  # noqa: PLC0415 - the page is in sight before

    def talk() -> Talk:
        from constitution.cli.talk import Talk  # noqa: PLC0415 - help and version say nothing else

        return Talk(windows=_Windows(opening))

    return run(sys.argv[1:], talk, clear=opening.leave if opening is not None else None)


def _open_what_is_closed() -> None:
    """Every standard stream is there: one that was closed is empty, or written nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for good


def _leave(code: int) -> NoReturn:
    """The process ends with this code, at once where nothing is under way any more.

    Python would first take apart every module, which takes longer than an article is read.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says what could not be written
    import threading  # noqa: PLC0415 - as all that no page needs

    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - it has no other name
    os._exit(code)


if __name__ == "__main__":
    main()
