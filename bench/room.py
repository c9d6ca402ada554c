"""The room: its first paint, its keys, and long pages, in a real pseudo-terminal."""

from __future__ import annotations

import os
import shutil
import sys
from statistics import quantiles
from typing import TYPE_CHECKING

from bench.histories import files_of, git, write_history
from bench.measures import spread
from bench.prose import amended, dice_of, write_text
from bench.results import Compared, Line, Skipped, Timed
from bench.starting import ROOT
from bench.terminals import Terminal
from constitution.amendment import Amendment
from constitution.motion import AmendmentNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bench.histories import Commit
    from bench.results import Course, Result

__all__ = ["LINES"]

_ROOM = (sys.executable, "-m", "constitution", "tui")
_DOWN, _PAGE_DOWN, _PAGE_UP = b"\x1b[B", b"\x1b[6~", b"\x1b[5~"
_FRAME = 0.016
"""Seconds from a key to the last byte: a screen is drawn sixty times in one."""


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": path}


def _pending(course: Course) -> int:
    """How many amendments are pending."""
    return 5 if course.quick else 60


def _amendments(texts: Mapping[str, str], count: int) -> Iterator[Commit]:
    """So many amendments, each of the first articles, and one of a good part of them all."""
    dice = dice_of("room")
    for number in range(1, count + 1):
        slug = f"idea-{number}"
        told = Amendment(f"Idée {number}", ("Amina Diallo",), number=AmendmentNumber(str(number)))
        paths = list(texts)[::4] if number == 1 else [list(texts)[number % len(texts)]]
        yield (
            f"amendments/{slug}",
            {
                **{path: amended(dice, texts[path], 3).encode() for path in paths},
                f"drafts/{slug}/amendment.toml": told.to_bytes(),
            },
        )


def _constitution(course: Course, name: str) -> tuple[Path, int]:
    """A clone of a constitution with amendments pending, and how many articles it has."""
    count = course.size(400)
    texts = write_text(count)
    place = course.place(name)
    bare = write_history(
        place / "text.git",
        [("main", files_of(texts)), *_amendments(texts, _pending(course))],
    )
    git(place, "clone", "-q", "--mirror", str(bare), "text/.git")
    git(place / "text", "config", "core.bare", "false")
    git(place / "text", "reset", "-q", "--hard", "main")
    return place / "text", count


def _paint(words: bytes, *command: str, folder: Path, cache: Path) -> float:
    """How long it takes from the start of a program until it has painted."""
    more = {**_environment(), "XDG_CACHE_HOME": str(cache)}
    with Terminal(*command, folder=folder, more=more) as terminal:
        return terminal.settle(words) - terminal.started


def _answer(*, folder: Path, cache: Path) -> float:
    """How long it takes from the start of the room until it shows what a key asked for at once."""
    more = {**_environment(), "XDG_CACHE_HOME": str(cache)}
    with Terminal(*_ROOM, folder=folder, more=more) as terminal:
        terminal.settle(b"Article 2")
        terminal.type(b"2")
        return terminal.settle("Idée 1".encode()) - terminal.started


def _open_once(folder: Path, cache: Path) -> None:
    """The room was opened for as long as it takes to keep its page."""
    more = {**_environment(), "XDG_CACHE_HOME": str(cache)}
    with Terminal(*_ROOM, folder=folder, more=more) as terminal:
        terminal.settle(b"Article 2")
        for _moment in range(40):
            if any((cache / "constitution" / "pages").glob("*[0-9a-f]")):
                return
            terminal.settle(quiet=0.5)
    raise RuntimeError("the room kept no page")


def _first_paint(course: Course) -> Iterator[Result]:
    folder, count = _constitution(course, "paint")
    what = f"the room of {count} articles"
    missing = [name for name in ("tig", "setsid") if shutil.which(name) is None]
    if missing:
        yield Skipped(what, f"{missing[0]} is not installed")
        return
    cache, nothing = course.place("opened"), course.place("unopened")
    _open_once(folder, cache)
    times: dict[str, list[float]] = {"before": [], "moved": [], "first": [], "key": [], "tig": []}
    for turn in range(course.rounds(9) + 1):
        found = {
            "before": _paint(b"Article 2", *_ROOM, folder=folder, cache=cache),
            "moved": _paint_moved(folder=folder, cache=cache),
            "tig": _paint(b"Change", "tig", folder=folder, cache=cache),
            "first": _paint(b"Article 2", *_ROOM, folder=folder, cache=nothing),
            "key": _answer(folder=folder, cache=cache),
        }
        shutil.rmtree(nothing / "constitution", ignore_errors=True)
        if turn:
            for name, took in found.items():
                times[name].append(took)
    peer, theirs = "`tig`, in the same terminal", spread(times["tig"])
    whole = "from its start to the last byte of its page"
    before = spread(times["before"])
    yield Compared(
        f"{what}, opened before, {whole}",
        peer,
        before,
        theirs,
        5,
        "where nothing changed since: the page was kept, and the room is loaded beneath it",
    )
    yield Compared(
        f"{what}, opened before, and an amendment came since, from its start to the text",
        peer,
        spread(times["moved"]),
        theirs,
        5,
        "how many amendments there are is blank until the room is loaded and has counted them",
    )
    yield Compared(
        f"{what}, opened for the first time, {whole}",
        peer,
        spread(times["first"]),
        theirs,
        5,
    )
    yield Compared(
        f"{what}, opened before, from its start to the amendments that a key asked for at once",
        peer,
        spread(times["key"]),
        theirs,
        None,
        "the key waits for the room to be loaded; what `tig` takes is its first page",
    )


def _paint_moved(*, folder: Path, cache: Path) -> float:
    """How long it takes until the text is in sight, where a branch came since it was before."""
    git(folder, "branch", "--no-track", "session", "main")
    took = _paint(b"Article 2", *_ROOM, folder=folder, cache=cache)
    git(folder, "branch", "-D", "session")
    return took


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def _keys(course: Course) -> Iterator[Result]:
    folder, count = _constitution(course, "keys")
    if shutil.which("setsid") is None:
        yield Skipped("the keys of the room", "setsid is not installed")
        return
    presses = 2 if course.quick else 100
    size = (80, 12) if course.quick else (120, 40)
    with Terminal(*_ROOM, folder=folder, more=_environment(), size=size) as terminal:

        def press(keys: Iterable[bytes]) -> list[float]:
            return [took for key in keys if (took := terminal.press(key)) is not None]

        terminal.settle(b"Article 2")
        press([b"2", b"\r"])
        terminal.settle(quiet=1.0)  # the change is read, and open, before the first key
        turns = presses // 20 + 1
        pages = press([*[_PAGE_DOWN] * turns, *[_PAGE_UP] * turns] * (presses // 10 + 1))
        yield _timed("paging through the change of an amendment of a hundred articles", pages)
        press([b"\x1b"])
        yield _timed(
            "moving among amendments, the change of each beside",
            press([_DOWN] * (_pending(course) - 1)),
        )
        press([b"1"])
        yield _timed(f"moving among {count} articles", press([_DOWN] * presses))
        press([b"/"])
        letters = [b"1", b"2", b"\x7f", b"\x7f"] * (presses // 4 + 1)
        yield _timed(f"typing numbers that {count} articles are sifted by", press(letters))
        press([b"\x1b", b"2", _DOWN, b"e"])
        terminal.wait_for(b"\r", b"Save")  # of the articles that can be written, the first
        terminal.settle(quiet=1.0)
        yield _timed(
            "typing in an article at the pace of a person, the difference that it makes beside",
            list(_type(terminal, b"and so be it " * (presses // 13 + 1))),
        )


_PACE = (0.06, 0.45)
"""Seconds between two letters, at least and at most: in the longer ones the difference is made."""

_ECHO = 0.03
"""Seconds of silence after which a letter is taken to be there; what follows a rest comes later."""


def _type(terminal: Terminal, letters: bytes) -> Iterator[float]:
    """How long it took from each letter to the last byte of its paint, whatever came between two.

    Some come as the difference is made, some as it is painted, some as the text is kept.
    """
    dice = dice_of("typing")
    for letter in letters:
        took = terminal.press(bytes([letter]), quiet=_ECHO)
        if took is not None:
            yield took
        terminal.pass_by(dice.uniform(*_PACE) - _ECHO)


def _timed(what: str, times: list[float]) -> Timed | Skipped:
    if not times:
        return Skipped(what, "no key painted anything")
    middle = sorted(times)[len(times) // 2] * 1_000
    return Timed(what, _p95(times), f"p95 of {len(times)} keys, median {middle:.1f} ms", _FRAME)


def _shown(kind: str, rows: int, folder: Path) -> float:
    """How long it takes from a key until so many rows are in sight."""
    program = (sys.executable, "-m", "bench.screens", kind, str(rows))
    with Terminal(*program, folder=folder, more=_environment()) as terminal:
        terminal.settle(b"\x1b", quiet=0.5)
        return terminal.wait_for(b"g", b"Article")


def _long_page(course: Course) -> Iterator[Result]:
    if shutil.which("setsid") is None:
        yield Skipped("a long change", "setsid is not installed")
        return
    rows = course.size(30_000)
    folder = course.place("page")
    taken: dict[str, list[float]] = {"page": [], "options": []}
    for _ in range(course.rounds(3)):
        for kind, found in taken.items():
            found.append(_shown(kind, rows, folder))
    yield Compared(
        f"{rows:,} alinéas of a change, from the key to the last byte",
        "an OptionList with the same rows",
        spread(taken["page"]),
        spread(taken["options"]),
        0.2,
    )


LINES = (
    Line("paint", "The room's first paint", _first_paint),
    Line("keys", "The room's keys", _keys),
    Line("page", "A long change on the page", _long_page),
)
