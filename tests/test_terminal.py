"""A room whose terminal is gone leaves too."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.committee import Committee
from tui.terminal import leave_when_told

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")


HANG_UPS = {
    "heeded": lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    "ignored": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
}
"""How whoever starts a program has it take hang-ups; `nohup` has it ignore them."""


class Windowed:
    """A window of ours in a terminal that is not its own, so that no hang-up comes by itself."""

    def __init__(
        self, folder: Path, verb: str, hang_ups: str = "heeded", *, term: str = "xterm-256color"
    ) -> None:
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self.before = termios.tcgetattr(theirs)
        self.theirs: int | None = theirs
        self.painted = b""
        self.room = subprocess.Popen(
            [sys.executable, "-m", "constitution", "-C", str(folder), verb],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": term},
            start_new_session=True,
            preexec_fn=HANG_UPS[hang_ups],  # noqa: PLW1509 - nothing else runs in this process yet
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.room.kill()
        self.room.wait()
        for end in (self.ours, self.theirs):
            if end is not None:
                with contextlib.suppress(OSError):
                    os.close(end)

    def until(self, painted: bytes, *, more_than: int = 0) -> None:
        """What it has painted so far, and holds these bytes."""
        while painted not in self.painted or len(self.painted) <= more_than:
            self.painted += os.read(self.ours, 65_536)

    def go_away(self) -> None:
        """The terminal is gone."""
        if self.theirs is not None:
            os.close(self.theirs)
            self.theirs = None
        os.close(self.ours)


@pytest.mark.parametrize(
    ("verb", "hang_ups"), [("tui", "heeded"), ("screen", "heeded"), ("tui", "ignored")]
)
def test_a_room_whose_terminal_is_gone_ends(tmp_path: Path, verb: str, hang_ups: str) -> None:
    """Nobody can type in it or read it; it must not wait for ever on an input that has ended."""
    Committee.sit(tmp_path / "own")
    with Windowed(tmp_path / "own", verb, hang_ups) as window:
        window.until(b"", more_than=0)
        assert window.room.poll() is None
        window.go_away()
        window.room.wait(timeout=60)


@pytest.mark.parametrize(
    ("verb", "told"),
    [("tui", signal.SIGHUP), ("screen", signal.SIGHUP), ("tui", signal.SIGTERM)],
)
def test_a_signal_that_leaves_the_terminal_there_restores_it(
    tmp_path: Path, verb: str, told: signal.Signals
) -> None:
    """Whoever goes on in that terminal finds its own screen again, and sees what they type."""
    Committee.sit(tmp_path / "own")
    with Windowed(tmp_path / "own", verb) as window:
        window.until(b"\x1b[?1049h", more_than=3_000)
        window.room.send_signal(told)
        window.until(b"\x1b[?1049l")
        assert window.room.wait(timeout=60) == 128 + told
        assert window.theirs is not None
        assert termios.tcgetattr(window.theirs) == window.before


def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """Whoever starts a program under `nohup` has said that a hang-up is not to end it."""
    Committee.sit(tmp_path / "own")
    with Windowed(tmp_path / "own", "tui", "ignored") as window:
        window.until(b"\x1b[?1049h", more_than=3_000)
        window.room.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            window.room.wait(timeout=1)
        os.write(window.ours, b"q")
        window.until(b"\x1b[?1049l")
        assert window.room.wait(timeout=60) == 0


def test_a_hang_up_before_the_room_runs_ends_it_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not swallowed: whoever heeded hang-ups until then, such as the early page, ends it."""
    heeded: list[int] = []
    old = signal.signal(signal.SIGHUP, lambda number, _frame: heeded.append(number))
    monkeypatch.setattr("tui.terminal._is_there", lambda: True)
    try:
        leave_when_told(lambda _number: False)
        os.kill(os.getpid(), signal.SIGHUP)
        assert heeded == [signal.SIGHUP]
    finally:
        signal.signal(signal.SIGHUP, old)


def test_a_terminal_that_claims_to_be_dumb_shows_the_room(tmp_path: Path) -> None:
    """What a terminal says of itself may leave its size open: the room is laid out once, not for ever."""
    Committee.sit(tmp_path / "own")
    with Windowed(tmp_path / "own", "tui", term="dumb") as window:
        window.until(b"Article 1")
        os.write(window.ours, b"q")
        window.until(b"\x1b[?1049l")
        assert window.room.wait(timeout=60) == 0
