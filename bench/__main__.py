"""`python -m bench`: every line of the table, or those that are named."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.lines import LINES
from bench.page import lines_of_table, write_page
from bench.results import Course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.results import Line, Result

__all__ = ["main"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 once the lines were run, whether or not their goals are met; 2 where one is unknown."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure every promise of speed against its peer, and write docs/performance.md.",
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="the lines to run; all of them else"
    )
    parser.add_argument("--list", action="store_true", help="name the lines, and run none")
    parser.add_argument("--quick", action="store_true", help="tiny inputs, one round: does it run?")
    parser.add_argument(
        "--output",
        type=Path,
        help="the page to write; docs/performance.md where every line is run in full. "
        "Of a page that is there, only the sections of the lines that ran are written again",
    )
    options = parser.parse_args(arguments)
    unknown = set(options.names) - {line.name for line in LINES}
    if unknown:
        parser.error(f"there is no line {', '.join(sorted(unknown))}; --list names them")
    if options.list:
        for line in LINES:
            print(f"{line.name:12}{line.title}")
        return 0
    lines = [line for line in LINES if not options.names or line.name in options.names]
    results = run(lines, quick=options.quick)
    page: Path | None = options.output
    if page is None and len(lines) == len(LINES) and not options.quick:
        page = PAGE
    if page is not None:
        old = page.read_text("utf-8") if page.is_file() else ""
        page.write_text(write_page(results, LINES, old), encoding="utf-8")
    return 0


def run(lines: Sequence[Line], *, quick: bool) -> dict[Line, list[Result]]:
    """What each line gives, printed as it comes."""
    results: dict[Line, list[Result]] = {}
    for line in lines:
        print(f"\n{line.title} ({line.name})\n", flush=True)
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            results[line] = list(line.run(Course(Path(folder), quick)))
        print("\n".join(lines_of_table(results[line])), flush=True)
    return results


if __name__ == "__main__":
    sys.exit(main())
