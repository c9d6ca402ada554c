"""SIGKILL at any moment of an act, and two clerks at once: main is old or new, and nothing is lost.

The suite takes a sample; `python -m tests.killing put` (vote, declare, reject, save) kills before
every single call, and `python -m tests.killing clerks` lets two clerks declare a hundred times.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.killing import ACTS, CALLS

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no process")

needs_a_compiler = pytest.mark.skipif(
    shutil.which("gcc") is None or not sys.platform.startswith("linux"),
    reason="calls are counted by a shim that gcc compiles, on Linux",
)


def drive(*arguments: str, prefix: tuple[str, ...] = ()) -> dict[str, dict[str, int]]:
    """What the driver says it did."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "tests.killing", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, dict[str, int]] = json.loads(done.stdout)
    return said


@needs_a_compiler
@pytest.mark.parametrize("act", ACTS)
def test_an_act_killed_before_a_call_is_old_or_new(act: str) -> None:
    """A sample of its file-system calls, the first and the last among them.

    What is left verifies, the draft is whole, `doctor --fix` mends it, the act is done again and
    can be taken back.
    """
    done = drive(act, "--every", "40")[act]
    assert done["calls"] > 30, "the shim counts the calls of libgit2, too"
    assert done["killed"] >= 2


def test_an_act_killed_at_a_random_moment_is_old_or_new() -> None:
    """The same from outside, with no shim: wherever the process is, even between two calls."""
    assert drive("declare", "--at-random", "4")["declare"]["killed"] >= 2


def test_two_clerks_declare_at_once() -> None:
    """One wins, the other does it again: both records are there, in one chain that verifies."""
    assert drive("clerks", "--times", "3")["clerks"]["turns"] == 3


@needs_a_compiler
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_shim_misses_no_call(tmp_path: Path) -> None:
    """What the kernel saw of the act between two marks is what the shim counted."""
    log = tmp_path / "calls"
    done = drive(
        "declare",
        "--every",
        "1000",
        prefix=("strace", "-f", "-o", str(log), "-e", f"trace={CALLS},access,faccessat,faccessat2"),
    )
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    (start,) = [n for n, line in enumerate(lines) if '"/armed"' in line][:1]
    pid = lines[start].split(" ", 1)[0]
    seen = 0
    for line in lines[start + 1 :]:
        if not line.startswith(f"{pid} "):
            continue
        if '"/disarmed"' in line:
            break
        seen += _writes(line.split(" ", 1)[1].strip())
    assert seen == done["declare"]["calls"]


def _writes(line: str) -> bool:
    """Whether a line of strace is a call that the shim counts."""
    if line.startswith(("---", "+++", "access", "faccess", "<...")):
        return False
    if line.startswith(("open", "creat")):
        return bool(re.search(r"O_(?:WRONLY|RDWR|CREAT|TRUNC)", line))
    found = re.match(r"(?:write|writev)\((\d+)", line)
    return found is None or int(found[1]) > 2
