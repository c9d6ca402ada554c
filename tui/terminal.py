"""The terminal a program is in: once it is gone, nobody can type or read, and the program leaves."""

from __future__ import annotations

import os
import signal
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["leave_when_told", "leave_with_the_terminal"]

LOOK_EVERY = 1.0
"""Seconds between two looks at the terminal."""


def leave_with_the_terminal() -> None:
    """The program ends soon after its terminal is gone, as a hang-up ends it.

    The system hangs up only on programs whose terminal is their own; another one would read the
    end of its input for ever, and wait to paint. What was typed is kept already.
    """
    if _is_there() and hasattr(signal, "SIGHUP"):
        Thread(target=_hang_up, name="terminal", daemon=True).start()


def leave_when_told(leave: Callable[[int], bool]) -> None:
    """A hang-up that leaves the terminal there, or SIGTERM, lets the program leave as a person does.

    The terminal is then as it was before; `leave` is given the number of the signal. Where the
    terminal is gone, there is nothing to restore, and painting would wait for ever: the program ends
    at once. So does a second signal. Where it cannot `leave` yet, as it has only begun, whoever
    heeded the signal before ends it. Where whoever started the program had it ignore hang-ups, as
    `nohup` does, it ignores them as long as the terminal is there.
    """
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None and not _is_ignored(number):
            _heed(number, leave)


def _heed(number: signal.Signals, leave: Callable[[int], bool]) -> None:
    before: signal.Handlers | Callable[[int, FrameType | None], object] | int | None

    def told(_number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        is_there = _is_there()
        if is_there and leave(number):
            return
        if is_there and before is not None:
            signal.signal(number, before)
        os.kill(os.getpid(), number)

    before = signal.signal(number, told)


def _hang_up() -> None:
    pause = Event()
    while _is_there():
        pause.wait(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM if _is_ignored(signal.SIGHUP) else signal.SIGHUP)


def _is_ignored(number: signal.Signals) -> bool:
    return signal.getsignal(number) == signal.SIG_IGN


def _is_there() -> bool:
    return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
