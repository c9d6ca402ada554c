"""What would be waited for without end in a git folder, or written outside it: pipes, devices, links.

A git folder may come from anybody, in an archive. Whoever opens a pipe waits for someone to write
into it, libgit2 too, and where a link leads libgit2 writes; so what is not a file of the folder is
found before anything of it is opened.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from constitution.errors import CannotTell
from constitution.language import _

__all__ = ["read_whole", "refuse_pipe", "refuse_pipes"]

_LONGEST = 4096  # bytes of a file that only names a folder, a branch or a commit
_LARGEST = {
    "HEAD": _LONGEST,
    "commondir": _LONGEST,
    "config": 1 << 22,
    "config.worktree": 1 << 22,
    "FETCH_HEAD": 1 << 24,
    "index": 1 << 28,
    "objects/info/alternates": 1 << 20,
    "packed-refs": 1 << 28,
    "shallow": 1 << 24,
}
"""Files of a git folder that are read whole, and how many bytes each may hold."""

_LARGEST_IN = {"refs": _LONGEST, "info": 1 << 24, "logs": 1 << 28, "constitution": 1 << 28}
"""Folders of a git folder whose files are read whole, and how many bytes each of these may hold."""

_LENT = ("objects", "hooks")
"""Folders that several clones may share by a link: their files are never written to again."""


def refuse_pipes(path: Path) -> None:
    """Nothing in the git folder of `path` is waited for or leads out of it: `CannotTell` else.

    The folders of single objects are left out: whoever reads one looks at it first. A link to a
    folder is not followed.
    """
    for folder in _git_folders(path):
        _refuse_in(str(folder), os.path.realpath(folder))
        for name, largest in _LARGEST.items():
            _refuse_endless(folder / name, largest)


def _git_folders(path: Path) -> list[Path]:
    """The git folder that holds a path, and the one that it shares with other work trees."""
    with suppress(OSError):
        for folder in (path.absolute(), *path.absolute().parents):
            for own in (folder / ".git", folder):
                if own.name == ".git" and not own.is_dir() and own.exists():
                    own = folder / _named(own, "gitdir:")  # noqa: PLW2901 - the folder it stands for
                if (own / "objects").is_dir() or os.path.lexists(own / "commondir"):
                    shared = own / "commondir"
                    return [own, own / _named(shared)] if os.path.lexists(shared) else [own]
    return []


def _named(file: Path, before: str = "") -> str:
    """The folder that a file names."""
    refuse_pipe(file)
    with file.open("rb") as opened:
        told = opened.read(_LONGEST).decode("utf-8", "surrogateescape").strip()
    return told.removeprefix(before).strip()


def _refuse_in(folder: str, root: str, below: str = "", largest: int = 0) -> None:
    """Every file in a folder is one that ends; `below` names the folder of the git folder it is in.

    A folder in which nothing came or went since it was looked at is not gone through again, unless
    it holds a link; those in it are, each by the same rule.
    """
    with suppress(OSError):
        state = _state(folder)
        known = _gone_through.get(folder)
        if known is None or known.state != state:
            known = _go_through(folder, state, root, below, largest)
        for name in known.folders:
            if below != "objects" or len(name) > 2:  # two digits name a folder of objects
                part = below or name
                _refuse_in(os.path.join(folder, name), root, part, _LARGEST_IN.get(part, 0))  # noqa: PTH118 - as text, which is faster


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found in a folder of a git folder, and as of when."""

    state: tuple[int, ...]
    folders: tuple[str, ...]


_gone_through: dict[str, _Seen] = {}
"""The folders that hold nothing but files and folders, as this process found them."""

_UNSURE = 2_000_000_000
"""Nanoseconds in which some disks cannot tell two changes of a folder apart."""


def _state(folder: str) -> tuple[int, ...]:
    """What changes with a folder as soon as anything in it comes, goes or takes another's place."""
    told = os.stat(folder)  # noqa: PTH116 - as above
    return told.st_dev, told.st_ino, told.st_mtime_ns, told.st_ctime_ns


def _go_through(folder: str, state: tuple[int, ...], root: str, below: str, largest: int) -> _Seen:
    """What a folder holds, nothing of it waited for; remembered once it has come to rest."""
    folders: list[str] = []
    links = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                links += 1
                refuse_pipe(Path(entry.path))
                if (below or entry.name) not in _LENT:
                    _refuse_leading_out(entry.path, root)
            elif entry.is_dir():
                folders.append(entry.name)
            elif largest and _size(entry) > largest:
                _refuse_endless(Path(entry.path), largest)
    seen = _Seen(state, tuple(folders))
    if not links and max(state[2:]) + _UNSURE < time.time_ns():
        _gone_through[folder] = seen
    return seen


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0  # it went meanwhile, as references do


def _again() -> str:
    """What to do with a git folder that holds what no git writes there."""
    return _("Clone the repository again from where it came: a clone copies files alone.")


def _refuse_leading_out(link: str, root: str) -> None:
    """A link stays in the git folder: what is written through it would be written elsewhere."""
    place = os.path.realpath(link)
    if place != root and not place.startswith(root + os.sep):
        raise CannotTell(
            _("{path} leads out of the repository, to {place}").format(path=link, place=place),
            hint=_again(),
        )


def refuse_pipe(file: Path) -> None:
    """A file is no pipe and no device, `CannotTell` else; nothing where there is none."""
    try:
        told = os.stat(file)  # noqa: PTH116 - as above
    except OSError:
        return  # a link that leads nowhere is found missing by whoever reads it
    kind = stat.S_IFMT(told.st_mode)
    if kind in {stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK}:
        raise CannotTell(
            _("{path} is a pipe or a device, and no file").format(path=file),
            hint=_again(),
        )


def _refuse_endless(file: Path, largest: int) -> None:
    with suppress(OSError):
        if file.stat().st_size <= largest:
            return
        raise CannotTell(
            _("{path} is larger than any such file can be").format(path=file),
            hint=_again(),
        )


def read_whole(file: Path) -> bytes:
    """The bytes of a file of a work tree; `CannotTell` where they would be waited for without end."""
    refuse_pipe(file)
    return file.read_bytes()
