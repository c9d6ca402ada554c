"""A room whose terminal is gone leaves too."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.committee import Committee

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


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
