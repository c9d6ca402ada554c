"""The terminal from the start of the command until the room has it: its page is in sight already.

Nothing that is typed meanwhile is echoed, and all of it waits for the room; Ctrl-C ends the
command. Where the terminal gets another size, the page goes. Whatever ends it, the terminal is then
as it was.
"""

from __future__ import annotations

import os
import sys

from constitution.early.kept import Kept, keep_page, kept_page
from constitution.early.situation import folder_named, git_folder_of, situation_of

TYPE_CHECKING = False  # see `situation`
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from types import FrameType

    from constitution.early.situation import Situation

    StillSeen = Callable[[str, str, str, Collection[str]], bool]

__all__ = ["Opening", "open_early"]

_STREAMS = (0, 1, 2)
"""What the room reads and writes must be one terminal."""

_SCREEN = 2
"""Where Textual paints."""

_SHOW = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
"""Another screen than that of the shell, without a cursor, and no line that goes on below."""

_CLEAR = b"\x1b[2J"
"""Nothing: what was painted for another size looks torn."""

_HIDE = b"\x1b[?7h\x1b[?1049l\x1b[?25h"

_LFLAG, _IFLAG, _CC = 3, 0, 6
"""The places of the flags in what `termios.tcgetattr` gives."""


class Opening:
    """A room that is being opened in a terminal."""

    def __init__(
        self,
        arguments: Sequence[str],
        size: tuple[int, int],
        environment: Mapping[str, str],
        situation: Situation,
    ) -> None:
        self._arguments = tuple(arguments)
        self.size = size
        """Columns and lines of the terminal as it was opened."""
        self._environment = environment
        """The variables as they were when the command began, which sets some for itself."""
        self._situation = situation
        """What a page depends on, as it was then."""
        self.attributes: list[object] | None = None
        """How the terminal was; None where nothing was shown early."""
        self._is_ours = False
        """Whether the terminal is still that of the opening, and not of the room."""

    @property
    def is_shown(self) -> bool:
        """Whether a page is in sight that the room has yet to paint."""
        return self._is_ours

    @property
    def git_folder(self) -> str | None:
        """The git folder that was looked at."""
        return git_folder_of(folder_named(self._arguments) or ".")

    def show(self, page: bytes) -> None:
        """The page is in sight, and the terminal waits for the room."""
        import termios

        try:
            before = termios.tcgetattr(0)
            waiting = termios.tcgetattr(0)
            waiting[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            waiting[_IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR)
            waiting[_IFLAG] &= ~termios.IGNCR
            waiting[_CC][termios.VMIN] = 1
            waiting[_CC][termios.VSUSP] = bytes([os.fpathconf(0, "PC_VDISABLE") & 0xFF])
            termios.tcsetattr(0, termios.TCSANOW, waiting)
        except (termios.error, OSError):
            return
        self.attributes = list(before)
        self._is_ours = True
        _write(_SHOW + page)
        self._heed(is_ours=True)

    def hand_over(self) -> None:
        """The terminal is the room's, which sets it back itself as it is left."""
        if self._is_ours:
            self._is_ours = False
            self._heed(is_ours=False)

    def leave(self) -> None:
        """The terminal is as it was before the command, whoever had it last."""
        if self.attributes is None:
            return
        if self._is_ours:
            self.hand_over()
            _write(_HIDE)
        self._set_back()
        self.attributes = None

    def keep(self, page: bytes, *, seen: Iterable[str], hush: bytes) -> None:
        """The page is what was in sight in this situation, unless that changed meanwhile."""
        now = situation_of(self._arguments, self.size, self._environment)
        if now is not None and now == self._situation:
            keep_page(now.look, Kept(page, refs=now.refs, main=now.main, seen=seen, hush=hush))

    def _set_back(self) -> None:
        import termios

        try:
            termios.tcsetattr(0, termios.TCSANOW, self.attributes)  # type: ignore[arg-type] # as they were given
        except (termios.error, OSError):
            return

    def _heed(self, *, is_ours: bool) -> None:
        """A signal that ends the command sets the terminal back first, while it is ours."""
        import signal

        for number in (signal.SIGTERM, signal.SIGHUP):
            if is_ours and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, self._end)
            elif signal.getsignal(number) == self._end:
                signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGWINCH, self._clear if is_ours else signal.SIG_DFL)

    def _clear(self, number: int, frame: FrameType | None) -> None:
        """The page goes as soon as the terminal has another size."""
        del number, frame
        _write(_CLEAR)

    def _end(self, number: int, frame: FrameType | None) -> None:
        import signal

        del frame
        self.leave()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def open_early(arguments: Sequence[str], is_still_seen: StillSeen) -> Opening | None:
    """The opening of a room in this terminal, its page in sight where one was kept of just this.

    None where the command opens no room, or not in a terminal, or where it cannot be told what it
    will show.
    """
    if os.name != "posix" or folder_named(arguments) is None or not _is_terminal():
        return None
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    try:
        columns, rows = os.get_terminal_size(1)
        environment = dict(os.environ)
        situation = situation_of(arguments, (columns, rows), environment)
    except (OSError, ValueError):
        return None
    if situation is None:
        return None
    opening = Opening(arguments, (columns, rows), environment, situation)
    kept = kept_page(situation.look)
    page = None
    if kept is not None:
        page = _true_of(kept, situation, opening.git_folder, is_still_seen)
    if page is not None:
        opening.show(page)
    return opening


def _true_of(
    kept: Kept, now: Situation, git_folder: str | None, is_still_seen: StillSeen
) -> bytes | None:
    """What is true now of a page that was in sight; None where that is not known, or nothing.

    Where only other branches moved, it is the text; how many amendments and outcomes there are is
    then left blank until the room has counted them.
    """
    if kept.refs == now.refs:
        return kept.page
    if not kept.main or not now.main or git_folder is None:
        return None
    if kept.main != now.main and not is_still_seen(git_folder, kept.main, now.main, kept.seen):
        return None
    return kept.page + kept.hush


def _is_terminal() -> bool:
    """Whether what is read and what is painted are one terminal, which is ours to write to."""
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        return False
    try:
        devices = {os.fstat(stream).st_rdev for stream in _STREAMS}
        is_before = os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False
    return len(devices) == 1 and is_before and all(os.isatty(stream) for stream in _STREAMS)


def _write(data: bytes) -> None:
    try:
        while data:
            data = data[os.write(_SCREEN, data) :]
    except OSError:
        return  # the terminal is gone, which the room finds out too
