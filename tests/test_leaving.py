"""The command ends at once, and what it said has arrived by then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def leave(program: str) -> subprocess.CompletedProcess[str]:
    """How a process ends that does something, and then leaves as the command does."""
    head = "import sys, atexit, threading; from constitution.__main__ import _leave\n"
    return subprocess.run(
        [sys.executable, "-c", head + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("code", [0, 1, 2, 130])
def test_all_that_was_said_arrives_and_the_code_with_it(code: int) -> None:
    """However long it is, on stdout and on stderr."""
    done = leave(f"print('a' * 300_000); print('b', file=sys.stderr, end=''); _leave({code})")
    assert (done.stdout, done.stderr, done.returncode) == ("a" * 300_000 + "\n", "b", code)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_mistake(tmp_path: Path, closed: str) -> None:
    """Whoever starts it without a terminal and without a file gets its exit code."""
    program = f"{sys.executable} -m constitution"
    for words, code in ((f"-C {ROOT} --version", 0), (f"-C {tmp_path} show 3", 2)):
        done = subprocess.run(
            ["sh", "-c", f"{program} {words} {closed}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == code
        assert "rror" not in done.stdout + done.stderr


def test_what_was_to_be_done_at_the_end_is_done() -> None:
    """Whatever a library left for then, such as a temporary folder to be emptied."""
    done = leave("atexit.register(lambda: print('tidied', flush=True)); _leave(3)")
    assert (done.stdout, done.returncode) == ("tidied\n", 3)


def test_whatever_is_under_way_is_waited_for() -> None:
    """A thread that still writes writes to its end."""
    done = leave(
        "import time\n"
        "def work():\n    time.sleep(0.3); print('written')\n"
        "threading.Thread(target=work).start(); _leave(3)"
    )
    assert (done.stdout, done.returncode) == ("written\n", 3)


def test_what_cannot_be_written_any_more_is_said() -> None:
    """A disk that is full at the last line is no success."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    done = leave("sys.stdout = open('/dev/full', 'w'); print('lost'); _leave(0)")
    assert done.returncode != 0
    assert "No space left" in done.stderr
