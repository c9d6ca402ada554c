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

`python -m bench --list` names the lines, `python -m bench NAME…` runs some and prints them (with `--output docs/performance.md` it writes their sections again, and no others), and `--quick` runs them on tiny inputs, to see that they run.

Both contestants of a row run in turns in the same run, so that a noisy machine is noisy for both: trust the ratios, not the milliseconds. Each cell has the median, and in brackets the quartiles, between which half of the runs lie. *In process* is a call of a
function in a Python that runs already, as the room makes it; *whole process* is a command from its start to its end. A peer that is a command is always a whole process. The texts are generated, the same ones every time; the two real constitutions are measured where they stand beside the
checkout. A row with no goal is told for what it is.

The ratio is that of the medians by the clock, and goals are judged by it. In brackets stands that of the medians of processor time, which changes less where other programs want the processor too; what is waited for, such as the disk, is not in it.
"""


def write_page(results: Mapping[Line, Sequence[Result]], lines: Iterable[Line], old: str) -> str:
    """The whole page, a section for each line: of these results, else as the old page has it."""
    kept = dict(_sections(old))
    sections = []
    for line in lines:
        table = "\n".join(lines_of_table(results[line])) if line in results else None
        told = f"\n`python -m bench {line.name}`\n\n{table or 'Not measured yet.'}\n"
        sections.append((line.title, kept.get(line.title, told) if table is None else told))
    rows = [row for _title, told in sections for row in told.split("\n") if row.startswith("| ")]
    summary = (
        f"{sum(row.endswith('| yes |') for row in rows)} of "
        f"{sum(row.endswith(('| yes |', '| **no** |')) for row in rows)} goals are met. "
        f"Rows skipped: {sum('| skipped: ' in row for row in rows)}."
    )
    body = "".join(f"\n## {title}\n{told}" for title, told in sections)
    return f"{_INTRODUCTION}\n{_machine()}\n\n{summary}\n{body}"


def _sections(page: str) -> Iterator[tuple[str, str]]:
    """The sections of a page: title, and what stands below it."""
    for section in page.split("\n## ")[1:]:
        title, _newline, told = section.partition("\n")
        yield title, told.rstrip("\n") + "\n"


def _machine() -> str:
    """What the numbers depend on, and nothing that tells whose machine it was."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    return (
        f"Measured with Python {platform.python_version()}, pygit2 {version('pygit2')} "
        f"(libgit2 {pygit2.LIBGIT2_VERSION}), rapidfuzz {version('rapidfuzz')}, "
        f"textual {version('textual')}, git {git.split()[2]}, on {platform.system()} "
        f"({platform.machine()}) with {os.cpu_count()} cores, "
        f"of which {os.getloadavg()[2]:.0f} programs wanted one at a time when this was written: "
        "the nearer the two figures, the nearer the rows to what one program alone would take."
    )


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
                _ratios(one),
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


def _ratios(one: Compared) -> str:
    of_processor = one.ratio_of_processor
    return f"{one.ratio:.2f}" + ("" if of_processor is None else f" ({of_processor:.2f})")


def _told(spread: Spread) -> str:
    low, middle, high = map(_milliseconds, (spread.low, spread.middle, spread.high))
    return f"{middle} ms ({low}–{high})"


def _milliseconds(seconds: float) -> str:
    """Milliseconds, with as many digits as mean something."""
    value = seconds * 1_000
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
