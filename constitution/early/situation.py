"""All that the first page of a room depends on, read from plain files in a millisecond or two.

Two situations that are the same, byte for byte, show the same page. What cannot be told so, such
as a repository in a form that is not known here, is no situation, and nothing is shown early.
"""

from __future__ import annotations

import os
import stat
import sys

from constitution import __version__

TYPE_CHECKING = False  # as `typing` has it, which takes longer to load than the page to show
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Situation", "chosen_file", "folder_named", "git_folder_of", "situation_of"]

_CHOSEN_BY = frozenset(
    {
        *("COLORTERM", "COLUMNS", "FORCE_COLOR", "HOME", "LANG", "LANGUAGE", "LINES", "NO_COLOR"),
        *("ROWS", "TERM", "TERM_PROGRAM", "UNICODE_VERSION", "XDG_CONFIG_HOME"),
    }
)
"""The variables that language, size and look are chosen by; none names the window or the session."""

_CHOSEN_BY_ALL = ("CONSTITUTION_", "JUPYTER_", "LC_", "PYTHON", "TEXTUAL_", "TTY_")
"""How the names of others begin."""

_ELSEWHERE = (
    *("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_INDEX_FILE"),
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
"""What sends git to another repository than the one a folder lies in."""

_FILES = ("HEAD", "config", "config.worktree", "shallow", "info/grafts")
"""What a git folder says of itself, besides its references."""

_OBJECTS = ("objects/info/alternates", "objects/pack")
"""Where it has its objects from: when these changed is enough."""

_MAIN = b"refs/heads/main"

_MANY = 20_000
"""Loose references, beyond which reading them would take longer than the room does."""


_LONG = 1 << 23
"""Bytes of the longest of these files, as of a hundred thousand packed references."""


class Situation:
    """What a page is shown in; two that are equal show the same page."""

    __slots__ = ("look", "main", "refs")

    def __init__(self, look: str, refs: str, main: str) -> None:
        self.look = look
        """What all but the references comes to, in 64 characters."""
        self.refs = refs
        """What they come to."""
        self.main = main
        """The commit that main points to; empty where that is not told plainly."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Situation) and (self.look, self.refs) == (other.look, other.refs)

    def __hash__(self) -> int:
        return hash((self.look, self.refs))


class _Untold(Exception):
    """It cannot be told from plain files what the room would show."""


def folder_named(arguments: Sequence[str]) -> str | None:
    """The folder of the room that a command opens; None where it opens none, or may not."""
    folder, rest = ".", list(arguments)
    while len(rest) > 1 and rest[0] in {"-C", "--lang"}:
        folder = rest[1] if rest[0] == "-C" else folder
        rest = rest[2:]
    return folder if rest in ([], ["tui"], ["tui", "--read-only"]) else None


def git_folder_of(folder: str) -> str | None:
    """The git folder of the repository that holds a folder; None where it is not a plain one."""
    here = os.path.realpath(folder)
    while True:
        inner = os.path.join(here, ".git")
        if os.path.lexists(inner):
            return inner if os.path.isdir(inner) and not os.path.islink(inner) else None
        if all(os.path.exists(os.path.join(here, name)) for name in ("HEAD", "objects", "refs")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def situation_of(
    arguments: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]
) -> Situation | None:
    """What all that a page depends on comes to; None where that cannot be told."""
    folder = folder_named(arguments)
    if folder is None or any(name in environment for name in _ELSEWHERE):
        return None
    git_folder = git_folder_of(folder)
    if git_folder is None:
        return None
    try:
        look = _told(_parts(arguments, size, environment, git_folder))
        packed, loose = _references(git_folder)
        refs = _told((packed, *(part for one in loose.items() for part in one)))
    except (OSError, _Untold):
        return None
    return Situation(look, refs, _main(packed, loose))


def _told(parts: Iterable[bytes]) -> str:
    import hashlib

    told = hashlib.blake2b(digest_size=32)
    for part in parts:
        told.update(b"%d:" % len(part))
        told.update(part)
    return told.hexdigest()


def _parts(
    arguments: Sequence[str],
    size: tuple[int, int],
    environment: Mapping[str, str],
    git_folder: str,
) -> Iterator[bytes]:
    yield f"{__version__} {sys.version} {sys.prefix} {size}".encode()
    for text in (*arguments, os.getcwd(), git_folder):
        yield os.fsencode(text)
    for name in sorted(environment):
        if name in _CHOSEN_BY or name.startswith(_CHOSEN_BY_ALL):
            yield os.fsencode(f"{name}={environment[name]}")
    yield from _program()
    yield _content(chosen_file(environment))
    yield from _repository(git_folder)


def _program() -> Iterator[bytes]:
    """The modules, the style sheets and the catalogues, each with its time: a checkout changes."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for package in ("constitution", "tui"):
        for file in _below(os.path.join(root, package)):
            if file.name.endswith((".py", ".tcss", ".mo")):
                there = file.stat()
                yield os.fsencode(f"{file.path} {there.st_mtime_ns} {there.st_size}")
    for place in sys.path:
        if os.path.isdir(os.path.join(place, "textual")):
            there = os.stat(os.path.join(place, "textual"))
            yield os.fsencode(f"{place} {there.st_mtime_ns}")


def chosen_file(environment: Mapping[str, str]) -> str:
    """Where it stands which colours a person chose; no absolute path where they have no home."""
    base = environment.get("XDG_CONFIG_HOME", "")
    folder = base if os.path.isabs(base) else os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(folder, "constitution", "room.toml")


def _repository(git_folder: str) -> Iterator[bytes]:
    """What it is, but for its references; nothing typed may lie unsaved, for it is offered."""
    if os.path.exists(os.path.join(git_folder, "reftable")):
        raise _Untold
    if any(_below(os.path.join(git_folder, "constitution", "drafts"))):
        raise _Untold
    for name in _FILES:
        yield _content(os.path.join(git_folder, name))
    for name in _OBJECTS:
        yield _time(os.path.join(git_folder, name))


def _references(git_folder: str) -> tuple[bytes, dict[bytes, bytes]]:
    """The packed references as they are written, and what each loose one points to, by name."""
    loose: dict[bytes, bytes] = {}
    for count, file in enumerate(_below(os.path.join(git_folder, "refs"))):
        if count == _MANY:
            raise _Untold
        loose[os.fsencode(os.path.relpath(file.path, git_folder))] = _content(file.path)
    return _content(os.path.join(git_folder, "packed-refs")), loose


def _main(packed: bytes, loose: Mapping[bytes, bytes]) -> str:
    """The commit that main points to; empty where something may stand for another object."""
    if b" refs/replace/" in packed or any(name.startswith(b"refs/replace/") for name in loose):
        return ""
    last = [line[:40] for line in packed.split(b"\n") if line[40:] == b" " + _MAIN]
    found = loose.get(_MAIN, b"".join(last[-1:])).strip()
    is_id = len(found) == 40 and not found.strip(b"0123456789abcdef")
    return found.decode() if is_id else ""


def _below(folder: str) -> Iterator[os.DirEntry[str]]:
    """The files in a folder and in its folders, in one order; none where it is not there."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _below(entry.path)
        else:
            yield entry


def _content(path: str) -> bytes:
    """What is in a file; something that no file holds where there is none.

    What is not a file, or has no end, stands in the way of the room too, which says so.
    """
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return b"\0none"
    try:
        there = os.fstat(file)
        if not stat.S_ISREG(there.st_mode) or there.st_size > _LONG:
            raise _Untold
        return os.read(file, there.st_size + 1)
    finally:
        os.close(file)


def _time(path: str) -> bytes:
    """When a file or a folder changed last; zero where there is none."""
    try:
        return b"%d" % os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return b"0"
