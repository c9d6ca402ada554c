"""Start-up: what a person waits for before anything is done."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench.histories import found, git
from bench.measures import command, race
from bench.prose import write_text
from bench.results import Compared, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.measures import Action
    from bench.results import Course, Result

__all__ = ["LINES", "constitution"]

ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = (sys.executable, "-m", "constitution")


def constitution(*words: str, folder: Path, more: dict[str, str] | None = None) -> Action:
    """What runs our command, as the checkout has it."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return command(*_PROGRAM, *words, folder=folder, more={"PYTHONPATH": path} | (more or {}))


def _importing(module: str, folder: Path) -> Action:
    return command(sys.executable, "-c", f"import {module}", folder=folder)


def _helps(course: Course) -> Iterator[Result]:
    folder = course.place("start")
    completing = {
        "_CONSTITUTION_COMPLETE": "bash_complete",
        "COMP_WORDS": "constitution sh",
        "COMP_CWORD": "1",
    }
    contestants = {
        "`--help`": constitution("--help", folder=folder),
        "`--version`": constitution("--version", folder=folder),
        "completion of `sh`": constitution(folder=folder, more=completing),
    }
    times = race({**contestants, "peer": _importing("click", folder)}, course.rounds(21))
    for what in contestants:
        yield Compared(what, '`python -c "import click"`', times[what], times["peer"], 1.3)


def _verbs(course: Course) -> Iterator[Result]:
    count = course.size(400)
    folder = course.place("verbs")
    bare = found(folder / "text.git", write_text(count))
    git(folder, "clone", "-q", str(bare), str(folder / "text"))
    here = folder / "text"
    contestants = {
        f"`{' '.join(words)}`": constitution(*words, folder=here)
        for words in (("show", "3"), ("history", "3"), ("origin", "3"))
    }
    times = race({**contestants, "peer": _importing("pygit2", folder)}, course.rounds(21))
    for what in contestants:
        yield Compared(
            f"{what}, {count} articles",
            '`python -c "import pygit2"`',
            times[what],
            times["peer"],
            1.4,
        )


LINES = (
    Line("start", "Help, version, completion", _helps),
    Line("verb", "A command on one article", _verbs),
)
