"""Programs in a pseudo-terminal of their own, and when their last byte came.

Pilot, Textual's own driver for tests, does not write; what a person waits for is a byte.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
from time import perf_counter
from typing import TYPE_CHECKING

from bench.measures import sealed_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

__all__ = ["Terminal"]

_QUIET = 0.12
"""Seconds of silence after which a program is taken to have painted."""


_NOTHING = 1.0
"""Seconds of silence after which a key is taken to have changed nothing."""


class Terminal:
    """A program that runs in a pseudo-terminal, from its start to the end of the block.

    `setsid` gives it the terminal as its own, which tig insists on.
    """

    def __init__(
        self,
        *words: str,
        folder: Path,
        more: Mapping[str, str] | None = None,
        size: tuple[int, int] = (120, 40),
    ) -> None:
        self._words = words
        self._folder = folder
        self._environment = (
            sealed_environment(folder)
            | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            | dict(more or {})
        )
        for name in ("COLUMNS", "LINES"):  # of the terminal that this was started in
            self._environment.pop(name, None)
        self._size = size
        self.started = 0.0

    def __enter__(self) -> Terminal:  # noqa: PYI034 - a final class in all but name
        self._screen, keyboard = os.openpty()
        columns, rows = self._size
        fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = perf_counter()
        self._program = subprocess.Popen(
            ("setsid", "--ctty", *self._words),
            cwd=self._folder,
            env=self._environment,
            stdin=keyboard,
            stdout=keyboard,
            stderr=keyboard,
        )
        os.close(keyboard)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._screen)

    def settle(self, words: bytes = b"", *, quiet: float = _QUIET, limit: float = 60) -> float:
        """When the last byte came of what was painted, in seconds of the clock.

        The paint is over after some silence, once the words were seen in it.
        """
        seen = b""
        asked = last = perf_counter()
        while True:
            ready, _, _ = select.select([self._screen], [], [], quiet)
            if ready:
                try:
                    data = os.read(self._screen, 1 << 16)
                except OSError:
                    data = b""
                last = perf_counter()
                if not data:
                    raise RuntimeError(f"{self._words[0]} ended: {seen[-400:]!r}")
                seen += data
            elif words in seen:
                return last
            if perf_counter() - asked > limit:
                raise RuntimeError(f"{self._words[0]} never painted {words!r}: {seen[-400:]!r}")

    def type(self, keys: bytes) -> None:
        """The keys are pressed, and nothing is waited for."""
        os.write(self._screen, keys)

    def press(self, keys: bytes, *, quiet: float = _QUIET) -> float | None:
        """How long it took from keys to the last byte of what they painted; None if nothing was.

        What comes after so many seconds of silence is no longer painted by them.
        """
        start = perf_counter()
        os.write(self._screen, keys)
        ready, _, _ = select.select([self._screen], [], [], _NOTHING)
        return self.settle(quiet=quiet) - start if ready else None

    def pass_by(self, seconds: float) -> None:
        """What is painted in so many seconds is let pass."""
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            if select.select([self._screen], [], [], left)[0]:
                os.read(self._screen, 1 << 16)

    def wait_for(self, keys: bytes, words: bytes) -> float:
        """How long it took from keys to the last byte of a paint that holds the words."""
        start = perf_counter()
        os.write(self._screen, keys)
        return self.settle(words, quiet=1.0, limit=180) - start
