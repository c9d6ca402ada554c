"""What git's own configuration says where one stands, asked of git itself: nothing of it is run."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["conflict_style"]

_SECONDS = 10


def conflict_style(folder: Path) -> str | None:
    """How conflicts are to be marked (`merge.conflictStyle`); None where nothing is said of it.

    As `git merge-file` has it, only inside a repository is the configuration read.
    """
    git = shutil.which("git")
    if git is None or _ask(git, folder, "rev-parse", "--git-dir") is None:
        return None
    return _ask(git, folder, "config", "--get", "merge.conflictStyle")


def _ask(git: str, folder: Path, *question: str) -> str | None:
    """What git answers in a line; None where it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed questions
            [git, *question],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            cwd=folder,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.removesuffix("\n") if done.returncode == 0 else None
