"""The bench: that every comparison runs, and that the page of results leaves none out."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.__main__ import main
from bench.lines import LINES
from bench.measures import Spread, race, spread
from bench.page import lines_of_table, write_page
from bench.prose import amended, dice_of, write_text
from bench.results import Compared, Course, Line, Skipped, Timed
from constitution.text import byte_faults, faults, format_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.results import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

_ONE, _TWO = Spread(0.001, 0.002, 0.004), Spread(0.008, 0.010, 0.011)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_line_runs(line: Line, tmp_path: Path) -> None:
    """On tiny inputs each comparison is made to its end, or says why it was skipped."""
    results = list(line.run(Course(tmp_path, quick=True)))
    assert results
    for result in results:
        if isinstance(result, Skipped):
            assert result.reason
        else:
            took = result.ours.middle if isinstance(result, Compared) else result.took
            assert took > 0
            assert result.what


def test_the_page_names_every_line() -> None:
    """What was promised is told, and how to run it again."""
    page = PAGE.read_text("utf-8")
    for line in LINES:
        assert f"## {line.title}\n" in page
        assert f"`python -m bench {line.name}`" in page


def test_the_page_names_no_machine() -> None:
    """It says what the numbers depend on, and not whose machine it was."""
    page = PAGE.read_text("utf-8")
    for fact in ("Python 3.", "pygit2 1.", "git 2.", "cores"):
        assert fact in page
    for word in ("/tmp", "/home", "/work", "/root", "bench-"):  # noqa: S108 - none may be there
        assert word not in page


def test_contestants_run_in_turns() -> None:
    """Each once to warm up, then once a round, the first of a round the last of the next."""
    told: list[str] = []
    times = race(
        {"ours": lambda: told.append("ours"), "peer": lambda: told.append("peer")},
        2,
        before={"peer": lambda: told.append("before")},
        repeat={"ours": 2},
    )
    assert told == [
        *("before", "peer", "ours", "ours"),
        *("ours", "ours", "before", "peer"),
        *("before", "peer", "ours", "ours"),
    ]
    assert times.keys() == {"ours", "peer"}


def test_a_spread_holds_half_of_the_times() -> None:
    """The quartiles and the median; of one time, that time."""
    assert spread([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread(2.0, 3.0, 4.0)
    assert spread([2.0]) == Spread(2.0, 2.0, 2.0)
    assert spread([2.0, 2.0], [1.0, 5.0, 3.0]) == Spread(2.0, 2.0, 2.0, 3.0)


def test_the_time_of_the_processor_is_taken_too() -> None:
    """Of a command, that of its own process; of a function, that of this one. Waiting is none."""
    times = race(
        {
            "waits": lambda: time.sleep(0.05),
            "works": lambda: sum(range(2_000_000)),
            "command": lambda: subprocess.run(
                [sys.executable, "-c", "sum(range(2_000_000))"], check=True
            ),
        },
        1,
    )
    taken = {name: found.processor or 0.0 for name, found in times.items()}
    assert taken["waits"] < 0.02 < taken["command"]
    assert taken["waits"] < taken["works"]
    assert times["waits"].middle >= 0.05


def test_a_goal_is_judged_by_the_medians() -> None:
    """Met, missed, or not set; and a limit in the same way."""
    assert Compared("ours", "peer", _ONE, _TWO, 0.2).is_met is True
    assert Compared("ours", "peer", _ONE, _TWO, 0.19).is_met is False
    assert Compared("ours", "peer", _ONE, _TWO, None).is_met is None
    assert Timed("a key", 0.016, "p95", 0.016).is_met
    assert not Timed("a key", 0.017, "p95", 0.016).is_met


def test_the_page_tells_what_was_missed_and_what_was_skipped() -> None:
    """Nobody need compute to see it."""
    results: list[Result] = [
        Compared("fast", "`git`", _ONE, _TWO, 0.2, "all found"),
        Compared("slow", "`git`", replace(_TWO, processor=0.9), replace(_ONE, processor=0.3), 0.2),
        Timed("a key", 0.0042, "p95", 0.016),
        Skipped("a screen", "tig is not installed"),
    ]

    def run(_course: Course) -> Iterator[Result]:
        yield from results

    assert list(lines_of_table(results))[2:] == [
        "| fast<br>all found | 2.00 ms (1.00–4.00) | `git`: 10.0 ms (8.00–11.0) | 0.20 | ≤ 0.2 | yes |",
        "| slow | 10.0 ms (8.00–11.0) | `git`: 2.00 ms (1.00–4.00) | 5.00 (3.00) | ≤ 0.2 | **no** |",
        "| a key | 4.20 ms (p95) |  |  | ≤ 16.0 ms | yes |",
        "| a screen | skipped: tig is not installed |  |  |  |  |",
    ]
    line, other = Line("line", "A line", run), Line("other", "Another", run)
    page = write_page({line: results}, (line, other), "")
    assert "2 of 3 goals are met. Rows skipped: 1." in page
    assert "## A line\n\n`python -m bench line`\n" in page
    assert page.endswith("## Another\n\n`python -m bench other`\n\nNot measured yet.\n")
    both = write_page({other: results[:1]}, (line, other), page)
    assert "3 of 4 goals are met. Rows skipped: 1." in both
    assert both.count("| fast<br>all found |") == 2
    assert write_page({}, (line, other), both) == both


def test_the_generated_text_is_in_the_form_and_the_same_every_time() -> None:
    """What is measured is an article as people have them, also once it was amended."""
    text = write_text(20)
    assert text == write_text(20)
    for article in (*text.values(), *(amended(dice_of(1), one, 3) for one in text.values())):
        assert format_text(article, "fr") == article
        assert byte_faults(article.encode()) == []
        assert faults(article, "fr") == []


def test_a_line_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With the way to the names."""
    with pytest.raises(SystemExit) as left:
        main(["nothing"])
    assert left.value.code == 2
    assert "--list" in capsys.readouterr().err


def test_the_lines_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each by its name."""
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{line.name} " in listed for line in LINES)


def test_a_quick_run_writes_no_page_but_where_it_is_asked(tmp_path: Path) -> None:
    """Tiny inputs say nothing of speed."""
    before = PAGE.read_text("utf-8")
    page = tmp_path / "page.md"
    assert main(["--quick", "merge", "--output", str(page)]) == 0
    assert "## The merge of one article" in page.read_text("utf-8")
    assert main(["--quick", "merge"]) == 0
    assert PAGE.read_text("utf-8") == before
