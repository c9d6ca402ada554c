"""The page that was in sight when a room was opened last is in sight before the room is loaded.

Told in real pseudo-terminals, each the program's own, and read as a terminal reads what it is sent.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.display import width_of
from constitution.early.kept import Kept, keep_page, kept_page, pages_folder
from constitution.early.situation import folder_named, git_folder_of, situation_of
from constitution.history.in_sight import is_still_seen
from tests.rooms import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.early.situation import Situation

pytest.importorskip("pty", reason="this system has no pseudo-terminals")
if shutil.which("setsid") is None:
    pytest.skip("setsid gives a program a terminal of its own", allow_module_level=True)

import fcntl
import termios

SIZE = (80, 24)
OTHER_SCREEN, SHELL_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
LOADED = b"\x1b[?1000h"
"""The first thing that the room itself asks of the terminal: the mouse."""

_TOKEN = re.compile(r"\x1b\[([?>]?[\d;$]*)([A-Za-z])|\x1b\][^\x07]*\x07|(\r|\n)|([^\x1b\r\n])")


def _heed_hang_ups() -> None:
    """A hang-up ends the command, also where whoever runs the tests ignores it, as `nohup` does."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Opened:
    """A command that runs in a terminal of its own."""

    def __init__(
        self,
        folder: Path,
        *words: str,
        size: tuple[int, int] = SIZE,
        **more: str,
    ) -> None:
        self.screen, self.keyboard = os.openpty()
        fcntl.ioctl(self.keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.attributes = termios.tcgetattr(self.keyboard)
        self.painted = b""
        self.program = subprocess.Popen(
            ("setsid", "--ctty", sys.executable, "-m", "constitution", *words),
            cwd=folder,
            stdin=self.keyboard,
            stdout=self.keyboard,
            stderr=self.keyboard,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
            | more,
            preexec_fn=_heed_hang_ups,  # noqa: PLW1509 - nothing else runs in this process yet
        )

    def __enter__(self) -> Opened:  # noqa: PYI034 - a final class in all but name
        return self

    def __exit__(self, *_error: object) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self.screen)
        os.close(self.keyboard)

    def until(self, is_so: Callable[[], bool], *, limit: float = 60) -> None:
        """What is painted is read until something is so."""
        end = time.monotonic() + limit
        while not is_so():
            assert time.monotonic() < end, self.painted[-600:]
            if select.select([self.screen], [], [], 0.02)[0]:
                self.painted += os.read(self.screen, 1 << 16)

    def type(self, keys: bytes) -> None:
        """The keys are pressed."""
        os.write(self.screen, keys)

    def shows(self, words: str) -> bool:
        """Whether the words are in sight."""
        return words in cells(self.painted)

    def leave(self) -> int:
        """The exit code, once the command has ended; all that it wrote was read."""
        self.until(lambda: self.program.poll() is not None)
        self.until(lambda: not select.select([self.screen], [], [], 0)[0])
        return self.program.returncode


def cells(painted: bytes, size: tuple[int, int] = SIZE) -> str:
    """What stands on a terminal that was sent all this, each character with its look."""
    return "\n".join("".join(letter for letter, _look in row) for row in grid(painted, size))


def grid(painted: bytes, size: tuple[int, int] = SIZE) -> list[list[tuple[str, str]]]:
    """Each cell: its character, and the colours and the weight it was painted in."""
    rows = [[(" ", "")] * size[0] for _row in range(size[1])]
    row = column = 0
    look = ""
    for token in _TOKEN.finditer(painted.decode("utf-8", "ignore")):
        numbers, command, line, letter = token.groups()
        if command == "H":
            row, column = (int(number or 1) - 1 for number in f"{numbers};".split(";")[:2])
        elif command == "m":
            look = "" if numbers in {"", "0"} else f"{look};{numbers}"
        elif command == "h" and numbers == "?1049":
            rows = [[(" ", "")] * size[0] for _row in range(size[1])]
        elif line:
            column, row = (0, row) if line == "\r" else (column, min(row + 1, size[1] - 1))
        elif letter and column < size[0]:
            rows[row][column] = (letter, look)
            column += max(width_of(letter), 1)
    return rows


def kept() -> list[Path]:
    """The pages that are kept."""
    folder = Path(pages_folder())
    return sorted(folder.iterdir()) if folder.is_dir() else []


def open_once(folder: Path, *words: str, size: tuple[int, int] = SIZE, **more: str) -> None:
    """The room was opened and left, and its page kept."""
    before = len(kept())
    with Opened(folder, *words, size=size, **more) as room:
        room.until(lambda: len(kept()) > before and kept()[-1].suffix != ".new")


def paints_early(folder: Path, *words: str, size: tuple[int, int] = SIZE, **more: str) -> bool:
    """Whether a page is in sight before the room is loaded."""
    with Opened(folder, *words, size=size, **more) as room:
        room.until(lambda: LOADED in room.painted)
        return b"Article" in room.painted.partition(LOADED)[0]


@pytest.fixture
def opened(own: Path) -> Path:
    """A constitution whose room was opened before."""
    open_once(own)
    return own


def test_the_page_is_what_the_room_then_paints(opened: Path) -> None:
    """Cell by cell, in letters and in colours; and nothing is blank in between."""
    with Opened(opened) as room:
        room.until(lambda: LOADED in room.painted)
        early = room.painted.partition(LOADED)[0]
        assert "Article 1" in cells(early)
        assert "We write this together." in cells(early)
        room.until(lambda: len(room.painted) > 2 * len(early))
        time.sleep(0.5)
        room.until(lambda: not select.select([room.screen], [], [], 0.2)[0])
        assert room.painted.count(OTHER_SCREEN) == 1, "it would be cleared"
        later = room.painted.partition(LOADED)[2]
        assert grid(later) == grid(early)
        assert grid(room.painted) == grid(early)
    assert len(kept()) == 1


def test_a_page_is_shown_in_its_own_situation_alone(opened: Path) -> None:
    """Another size, language, look or command shows another page; a false one is never in sight."""
    assert paints_early(opened)
    assert not paints_early(opened, size=(81, 24))
    assert not paints_early(opened, LANG="fr_FR.UTF-8")
    assert not paints_early(opened, NO_COLOR="1")
    assert not paints_early(opened, "tui", "--read-only")
    chosen = Path(os.environ["HOME"]) / ".config" / "constitution" / "room.toml"
    chosen.parent.mkdir(parents=True, exist_ok=True)
    chosen.write_text('theme = "paper"\n', encoding="utf-8")
    assert not paints_early(opened)


def test_a_page_of_a_text_that_changed_is_not_shown(opened: Path) -> None:
    """What stands on it is read in the current text, or it is not in sight."""
    assert paints_early(opened)
    commit(opened, "articles/00-preamble.md", "# Preamble\n\nWe write this anew.\n")
    assert not paints_early(opened)


def test_a_page_whose_text_is_still_so_is_shown_without_what_may_have_changed(
    opened: Path,
) -> None:
    """Other branches move with every fetch: what is counted of them is blank until it is counted."""
    with Opened(opened) as room:
        room.until(lambda: LOADED in room.painted)
        whole = grid(room.painted.partition(LOADED)[0])
    git(opened, "branch", "another", "main")
    with Opened(opened) as room:
        room.until(lambda: LOADED in room.painted)
        early = grid(room.painted.partition(LOADED)[0])
        room.until(lambda: grid(room.painted) == whole)
    assert early[1:] == whole[1:]
    bar, before = ("".join(letter for letter, _look in row) for row in (early[0], whole[0]))
    assert bar == re.sub(r"\(\d+\)", lambda found: " " * len(found[0]), before) != before
    assert [look for _letter, look in early[0]] == [look for _letter, look in whole[0]]


@pytest.mark.parametrize(
    ("path", "text", "is_so"),
    [
        ("votes/README.md", "Free.\n", True),
        ("articles/02-state/article-3.md", "# Article 3 — The seat\n\nIt moves.\n", True),
        ("articles/02-state/article-3.md", "# Article 3 — The place\n\nIt moves.\n", False),
        ("articles/02-state/article-3.md", "# Part\n\n# Article 3 — The seat\n\nIt.\n", False),
        ("articles/02-state/article-4.md", "# Article 4\n\nIt comes.\n", False),
        ("articles/02-state/article-3.md", None, False),
        ("articles/00-preamble.md", "# Preamble\n\nWe write it.\n", False),
        ("governance/constitution.toml", "", False),
        ("governance/members.toml", "", True),
    ],
)
def test_a_page_is_still_true_where_main_moved_and_nothing_of_it_changed(
    own: Path, path: str, text: str | None, *, is_so: bool
) -> None:
    """An article out of sight may read otherwise; the contents have as many lines as before."""
    before = git(own, "rev-parse", "main").strip()
    commit(own, path, text)
    now = git(own, "rev-parse", "main").strip()
    assert before != now
    assert is_still_seen(str(own), before, now, {"articles/00-preamble.md"}) is is_so
    assert is_still_seen(str(own), before, before, {"articles/00-preamble.md"})
    assert not is_still_seen(str(own), "0" * 40, now, set())


def commit(folder: Path, path: str, text: str | None) -> None:
    """A colleague changed a file on main, or took it away."""
    file = folder / path
    if text is None:
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change")


def test_a_page_is_not_shown_where_something_is_to_be_offered(opened: Path) -> None:
    """What was typed and not saved is asked about first."""
    typed = opened / ".git" / "constitution" / "drafts" / "secret" / "articles" / "01-people"
    typed.mkdir(parents=True)
    (typed / "article-1.md").write_text("# Article 1\n\nTyped.\n", encoding="utf-8")
    assert not paints_early(opened)


def test_keys_that_are_typed_before_the_room_is_loaded_reach_it(opened: Path) -> None:
    """In their order, and none is echoed over the page."""
    with Opened(opened) as room:
        room.until(lambda: room.shows("Article 1"))
        room.type(b"jj\r2")
        room.until(lambda: LOADED in room.painted)
        early = room.painted.partition(LOADED)[0]
        assert early.count(b"jj") == 0
        room.until(lambda: room.shows("[2 Amendments"))
        room.type(b"1")
        room.until(lambda: room.shows("[1 Text]") and room.shows("The vote is equal"))
        room.type(b"q")
        assert room.leave() == 0
        assert termios.tcgetattr(room.keyboard) == room.attributes


@pytest.mark.parametrize(
    ("end", "code"), [(b"\x03", 130), (signal.SIGTERM, -15), (signal.SIGHUP, -1)]
)
def test_whoever_ends_it_while_it_loads_has_the_terminal_back(
    opened: Path, end: bytes | signal.Signals, code: int
) -> None:
    """The screen of the shell, its cursor, and its echo."""
    with Opened(opened) as room:
        room.until(lambda: room.shows("Article 1"))
        time.sleep(0.03)
        if isinstance(end, bytes):
            room.type(end)
        else:
            room.program.send_signal(end)
        assert room.leave() == code
        assert room.painted.rindex(SHELL_SCREEN) > room.painted.rindex(OTHER_SCREEN)
        assert b"\x1b[?25h" in room.painted
        assert b"Traceback" not in room.painted
        assert termios.tcgetattr(room.keyboard) == room.attributes


def test_a_page_goes_where_the_terminal_gets_another_size(opened: Path) -> None:
    """What was painted for another size looks torn; the room then paints for this one."""
    with Opened(opened) as room:
        room.until(lambda: room.shows("Article 1"))
        before = len(room.painted)
        fcntl.ioctl(room.keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        room.until(lambda: b"\x1b[2J" in room.painted[before:])
        room.until(lambda: "Keys" in cells(room.painted[before:], (100, 30)))
        room.type(b"q")
        assert room.leave() == 0


def test_a_refusal_is_said_on_the_screen_of_the_shell(opened: Path) -> None:
    """Whatever was in sight before: objects may be gone though every branch stands."""
    objects = opened / ".git" / "objects"
    for folder in objects.iterdir():
        if folder.name != "pack":
            shutil.rmtree(folder)
    with Opened(opened) as room:
        code = room.leave()
        assert code in {1, 2}
        said = room.painted.rpartition(SHELL_SCREEN)[2]
        assert b"constitution: " in said
        assert termios.tcgetattr(room.keyboard) == room.attributes


@pytest.mark.parametrize("fault", ["torn", "foreign", "writable", "link", "endless", "other"])
def test_a_file_that_is_no_page_of_ours_is_as_if_it_were_not_there(
    sealed: Path, fault: str
) -> None:
    """Only what this program kept for this person, whole, is written to a terminal."""
    digest = "a" * 64
    keep_page(digest, Kept(b"page"))
    assert kept_page(digest) is not None
    file = Path(pages_folder()) / digest
    assert file.is_relative_to(sealed)
    assert file.stat().st_mode & 0o777 == 0o600
    data = file.read_bytes()
    if fault == "torn":
        file.write_bytes(data[:-1])
    elif fault == "foreign":
        file.write_bytes(b"\x1b]0;owned\x07")
    elif fault == "writable":
        file.chmod(0o666)
    elif fault == "link":
        file.rename(sealed / "elsewhere")
        file.symlink_to(sealed / "elsewhere")
    elif fault == "endless":
        file.write_bytes(data + b" " * (1 << 21))
    else:
        file = file.rename(file.with_name("b" * 64))
        digest = file.name
    assert kept_page(digest) is None


def test_a_page_is_kept_with_what_was_true_of_it() -> None:
    """Whatever bytes it is painted with."""
    kept = Kept(b"\n\npage", refs="a" * 64, main="b" * 40, seen={"a b", "é"}, hush=b"\x1b[1;1H ")
    again = Kept.from_bytes(kept.to_bytes())
    for name in Kept.__slots__:
        assert getattr(again, name) == getattr(kept, name)


def test_a_few_pages_are_kept(sealed: Path) -> None:
    """The latest; and a cache that cannot be written is no trouble."""
    for number in range(40):
        keep_page(f"{number:064}", Kept(b"page"))
    assert len(kept()) == 24
    assert kept_page(f"{39:064}") is not None
    shutil.rmtree(Path(pages_folder()).parent)
    (sealed / ".cache" / "constitution").write_text("in the way", encoding="utf-8")
    keep_page("c" * 64, Kept(b"page"))
    assert kept_page("c" * 64) is None


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        ((), "."),
        (("tui",), "."),
        (("-C", "there"), "there"),
        (("--lang", "fr", "-C", "there", "tui", "--read-only"), "there"),
        (("show", "3"), None),
        (("tui", "--help"), None),
        (("-C",), None),
        (("screen",), None),
    ],
)
def test_only_what_opens_the_room_shows_its_page(
    words: tuple[str, ...], folder: str | None
) -> None:
    """Any other verb, and whatever is not plainly this one, waits for the command line."""
    assert folder_named(words) == folder


def test_only_a_plain_repository_is_told_from_its_files(own: Path, tmp_path: Path) -> None:
    """One that is elsewhere, in another form, or not there at all, has no situation."""

    def told(folder: Path, **more: str) -> Situation | None:
        return situation_of(("-C", str(folder)), SIZE, {"TERM": "xterm", **more})

    assert told(own) is not None
    assert told(own) == told(own)
    assert told(own) != told(own, TERM="dumb")
    assert told(own) == told(own, TMUX="/tmp/one,2,3", TERM_SESSION_ID="4"), "a window is no look"  # noqa: S108 - nothing is there
    assert told(own, GIT_DIR=str(own / ".git")) is None
    assert told(tmp_path / "nowhere") is None
    main = git(own, "rev-parse", "main").strip()
    for packed in (False, True):
        if packed:
            git(own, "pack-refs", "--all")
        found = told(own)
        assert found is not None
        assert found.main == main
    shutil.copytree(own, tmp_path / "replaced")
    git(tmp_path / "replaced", "update-ref", "refs/replace/" + "1" * 40, main)
    replaced = told(tmp_path / "replaced")
    assert replaced is not None
    assert not replaced.main, "another object may stand in its place"
    assert git_folder_of(str(own / "articles")) == str((own / ".git").resolve())
    git(tmp_path, "clone", "-q", "--bare", str(own), "bare.git")
    assert told(tmp_path / "bare.git") is not None
    git(own, "worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    assert told(tmp_path / "tree") is None
    (own / ".git" / "reftable").mkdir()
    assert told(own) is None
