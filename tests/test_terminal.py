"""A room whose terminal is gone leaves too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.committee import Committee
from tui.terminal import leave_when_hung_up

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")


@pytest.mark.parametrize("verb", ["tui", "screen"])
def test_a_room_whose_terminal_is_gone_ends(tmp_path: Path, verb: str) -> None:
    """Nobody can type in it or read it; it must not wait for ever on an input that has ended."""
    Committee.sit(tmp_path / "own")
    ours, theirs = pty.openpty()
    room = subprocess.Popen(
        [sys.executable, "-m", "constitution", "-C", str(tmp_path / "own"), verb],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
        start_new_session=True,  # the terminal is not its own: no hang-up will end it
    )
    os.close(theirs)
    try:
        assert os.read(ours, 1), "it has begun to paint"
        assert room.poll() is None
        os.close(ours)
        room.wait(timeout=60)
    finally:
        room.kill()
        room.wait()


@pytest.mark.parametrize("verb", ["tui", "screen"])
def test_a_hang_up_that_leaves_the_terminal_there_restores_it(tmp_path: Path, verb: str) -> None:
    """Whoever goes on in that terminal finds its own screen again, and sees what they type."""
    Committee.sit(tmp_path / "own")
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    room = subprocess.Popen(
        [sys.executable, "-m", "constitution", "-C", str(tmp_path / "own"), verb],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color"},
        start_new_session=True,
    )
    painted = b""
    try:
        while b"\x1b[?1049h" not in painted or len(painted) < 3_000:
            painted += os.read(ours, 65_536)
        room.send_signal(signal.SIGHUP)
        while b"\x1b[?1049l" not in painted:
            painted += os.read(ours, 65_536)
        room.wait(timeout=60)
        assert termios.tcgetattr(theirs) == before
    finally:
        room.kill()
        room.wait()
        os.close(ours)
        os.close(theirs)


def test_a_hang_up_before_the_room_runs_ends_it_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not swallowed: whoever heeded hang-ups until then, such as the early page, ends it."""
    heeded: list[int] = []
    old = signal.signal(signal.SIGHUP, lambda number, _frame: heeded.append(number))
    monkeypatch.setattr("tui.terminal._is_there", lambda: True)
    try:
        leave_when_hung_up(lambda: False)
        os.kill(os.getpid(), signal.SIGHUP)
        assert heeded == [signal.SIGHUP]
    finally:
        signal.signal(signal.SIGHUP, old)
