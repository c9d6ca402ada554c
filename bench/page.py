"""The page: what was measured, as Markdown that anyone can read and write again."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, assert_never

import pygit2

from bench.results import Compared, Skipped, Timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.measures import Spread
    from bench.results import Line, Result

__all__ = ["lines_of_table", "write_page"]

_INTRODUCTION = """\
# Performance

What this program promises of its speed, each promise against a peer that people know. The page is written by one command, from a checkout:

```sh
python -m bench
```

`python -m bench --list` names the lines, `python -m bench NAME…` runs some and prints them, and `--quick` runs them on tiny inputs, to see that they run.

Both contestants of a row run in turns in the same run, so that a noisy machine is noisy for both: trust the ratios, not the milliseconds. Each cell has the median, and in brackets the quartiles, between which half of the runs lie. *In process* is a call of a
function in a Python that runs already, as the room makes it; *whole process* is a command from its start to its end. A peer that is a command is always a whole process. The texts are generated, the same ones every time; the two real constitutions are measured where they stand beside the
checkout. A row with no goal is told for what it is.
"""


def write_page(results: Mapping[Line, Sequence[Result]]) -> str:
    """The whole page, with a table for each line."""
    lines = [_INTRODUCTION, *_machine(), ""]
    lines += _summary(results)
    for line, found in results.items():
        lines += ["", f"## {line.title}", "", f"`python -m bench {line.name}`", ""]
        lines += lines_of_table(found)
    return "\n".join(lines) + "\n"


def _machine() -> Iterator[str]:
    """What the numbers depend on, and nothing that tells whose machine it was."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    yield (
        f"Measured with Python {platform.python_version()}, pygit2 {version('pygit2')} "
        f"(libgit2 {pygit2.LIBGIT2_VERSION}), rapidfuzz {version('rapidfuzz')}, "
        f"textual {version('textual')}, git {git.split()[2]}, on {platform.system()} "
        f"({platform.machine()}) with {os.cpu_count()} cores."
    )


def _summary(results: Mapping[Line, Sequence[Result]]) -> Iterator[str]:
    every = [one for found in results.values() for one in found]
    goals = [one for one in every if not isinstance(one, Skipped) and one.is_met is not None]
    met = sum(bool(one.is_met) for one in goals)
    skipped = sum(isinstance(one, Skipped) for one in every)
    yield f"{met} of {len(goals)} goals are met. Rows skipped: {skipped}."


def lines_of_table(results: Iterable[Result]) -> Iterator[str]:
    """The table of some results."""
    yield "| | ours | peer | ratio | goal | met |"
    yield "|---|---|---|---|---|---|"
    for one in results:
        cells = " | ".join(_cells(one))
        yield f"| {cells} |"


def _cells(one: Result) -> tuple[str, ...]:
    match one:
        case Compared():
            note = f"<br>{one.note}" if one.note else ""
            return (
                f"{one.what}{note}",
                _told(one.ours),
                f"{one.peer}: {_told(one.theirs)}",
                f"{one.ratio:.2f}",
                "" if one.goal is None else f"≤ {one.goal:g}",
                {True: "yes", False: "**no**", None: ""}[one.is_met],
            )
        case Timed():
            note = f"<br>{one.note}" if one.note else ""
            return (
                f"{one.what}{note}",
                f"{_milliseconds(one.took)} ms ({one.measure})",
                "",
                "",
                f"≤ {_milliseconds(one.limit)} ms",
                "yes" if one.is_met else "**no**",
            )
        case Skipped():
            return one.what, f"skipped: {one.reason}", "", "", "", ""
        case never:
            assert_never(never)


def _told(spread: Spread) -> str:
    low, middle, high = map(_milliseconds, (spread.low, spread.middle, spread.high))
    return f"{middle} ms ({low}–{high})"


def _milliseconds(seconds: float) -> str:
    """Milliseconds, with as many digits as mean something."""
    value = seconds * 1_000
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
