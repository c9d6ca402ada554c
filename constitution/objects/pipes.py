"""What would be waited for without end in a git folder: pipes and devices in the place of files.

A git folder may come from anybody, in an archive. Whoever opens a pipe waits for someone to write
into it, libgit2 too; so what is not a file is found before anything of the folder is opened.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from constitution.errors import CannotTell
from constitution.language import _

__all__ = ["read_whole", "refuse_pipe", "refuse_pipes"]

_LONGEST = 4096  # bytes of a file that only names a folder
_LARGEST = {"HEAD": _LONGEST, "commondir": _LONGEST, "config": 1 << 22, "packed-refs": 1 << 28}
"""Files at the top of a git folder that are read whole before anything else is known, and how many bytes each may hold."""


def refuse_pipes(path: Path) -> None:
    """Nothing in the git folder of `path` is waited for: `CannotTell` where a pipe or a device stands.

    The folders of single objects are left out: whoever reads one looks at it first. A link to a
    folder is not followed.
    """
    for folder in _git_folders(path):
        _refuse_in(folder)
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


def _refuse_in(folder: Path | str) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if len(entry.name) > 2 or os.path.basename(folder) != "objects":  # noqa: PTH119 - pathlib is slow, and two digits name a folder of objects
                    _refuse_in(entry.path)
            elif entry.is_symlink() or not entry.is_file():
                refuse_pipe(Path(entry.path))


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
            hint=_("Clone the repository again from where it came: a clone copies files alone."),
        )


def _refuse_endless(file: Path, largest: int) -> None:
    with suppress(OSError):
        if file.stat().st_size <= largest:
            return
        raise CannotTell(
            _("{path} is larger than any such file can be").format(path=file),
            hint=_("Clone the repository again from where it came: a clone copies files alone."),
        )


def read_whole(file: Path) -> bytes:
    """The bytes of a file of a work tree; `CannotTell` where they would be waited for without end."""
    refuse_pipe(file)
    return file.read_bytes()
