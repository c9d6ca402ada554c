"""What would be waited for without end in a git folder, or written outside it: pipes, devices, links.

A git folder may come from anybody, in an archive. Whoever opens a pipe waits for someone to write
into it, libgit2 too, and where a link leads libgit2 writes; so what is not a file of the folder is
found before anything of it is opened.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
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
        _refuse_in(folder, os.path.realpath(folder))
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


def _refuse_in(folder: Path | str, root: str, below: str = "", largest: int = 0) -> None:
    """Every file in a folder is one that ends; `below` names the folder of the git folder it is in."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = below or entry.name
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                refuse_pipe(Path(entry.path))
                if name not in _LENT:
                    _refuse_leading_out(entry.path, root)
            elif entry.is_dir():
                if below != "objects" or len(entry.name) > 2:  # two digits name a folder of objects
                    _refuse_in(entry.path, root, name, _LARGEST_IN.get(name, 0))
            elif largest and _size(entry) > largest:
                _refuse_endless(Path(entry.path), largest)


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
