"""What can be wrong with a repository's files, found without libgit2: it waits for ever on some.

Nothing here changes anything but `set_aside`, which destroys nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from constitution.repository.loose import object_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "Broken",
    "Lock",
    "broken_objects",
    "broken_packs",
    "leftovers",
    "locks",
    "set_aside",
    "writing_fails",
]

_LARGEST = 1 << 26
_CHUNK = 1 << 20
_PROCESSES = Path("/proc")
_LOW = 1 << 20  # bytes: less room than this is none


# -- locks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file of git's; whoever holds one keeps everybody else from writing."""

    file: Path
    age: int
    """Seconds since it was made."""
    holder: tuple[int, str] | None
    """A process that has it open, or a git that is at work here: its id and its name."""
    sure: bool
    """Whether this system tells which processes have a file open: no holder then means none."""


def locks(git_folder: Path) -> list[Lock]:
    """The locks in a repository, by path."""
    files = sorted(
        [
            *git_folder.glob("*.lock"),
            *(git_folder / "refs").rglob("*.lock"),
            *(git_folder / "worktrees").glob("*/*.lock"),
        ]
    )
    if not files:
        return []
    processes = list(_processes())
    now = time.time()
    found = []
    for file in files:
        try:
            age = max(0, int(now - file.lstat().st_mtime))
        except OSError:
            continue  # it went while we looked
        found.append(Lock(file, age, _holder(file, git_folder, processes), bool(processes)))
    return found


@dataclass(frozen=True, slots=True)
class _Process:
    id: int
    name: str
    folder: str
    files: frozenset[str]


def _processes() -> Iterator[_Process]:
    """The processes of this machine, where the system shows them."""
    for folder in _PROCESSES.glob("[0-9]*"):
        try:
            name = (folder / "comm").read_text(encoding="utf-8", errors="replace").strip()
            files = frozenset(_target(link) for link in (folder / "fd").iterdir())
            yield _Process(int(folder.name), name, _target(folder / "cwd"), files)
        except OSError:
            continue  # it ended, or is somebody else's


def _target(link: Path) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115 - the link leads to no path
    except OSError:
        return ""


def _holder(file: Path, git_folder: Path, processes: list[_Process]) -> tuple[int, str] | None:
    work_tree = git_folder.parent if git_folder.name == ".git" else git_folder
    here = (str(git_folder), str(work_tree))
    for process in processes:
        at_work = process.name.startswith("git") and any(
            process.folder == place or process.folder.startswith(f"{place}/") for place in here
        )
        if str(file) in process.files or (at_work and process.id != os.getpid()):
            return process.id, process.name
    return None


# -- objects ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Broken:
    """A file of objects that is not whole, and why."""

    file: Path
    fault: Literal["empty", "cut-short", "not-an-object", "other-bytes", "too-big", "unreadable"]


def broken_objects(
    git_folder: Path, progress: Callable[[int, int], None] | None = None
) -> list[Broken]:
    """The loose objects that are cut short, or whose bytes are not those they are named after.

    Those of the folders that the clone borrows from are among them. A folder of objects that cannot be read stands for all that is in it.
    """
    found = []
    files = []
    for folder in _folders(git_folder):
        for fan in sorted(folder.glob("[0-9a-f][0-9a-f]")):
            try:
                inside = sorted(fan.iterdir())
            except PermissionError:
                found.append(Broken(fan, "unreadable"))
                continue
            files += [file for file in inside if re.fullmatch(r"[0-9a-f]{38}", file.name)]
    for place, file in enumerate(files):
        if progress is not None:
            progress(place, len(files))
        fault = _fault_of(file)
        if fault is not None:
            found.append(Broken(file, fault))
    return found


def _fault_of(
    file: Path,
) -> Literal["empty", "cut-short", "not-an-object", "other-bytes", "too-big", "unreadable"] | None:
    try:
        if not file.is_file():  # a pipe would be waited for
            return "not-an-object"
        with file.open("rb") as stream:
            packed = stream.read(_LARGEST)
    except OSError:
        return "unreadable"
    if not packed:
        return "empty"
    inflater = zlib.decompressobj()
    hashed = hashlib.sha1(usedforsecurity=False)
    size = 0
    head = b""
    try:
        while not inflater.eof:
            data = inflater.decompress(packed, _CHUNK)
            if not data and not inflater.eof:
                return "cut-short"
            packed = inflater.unconsumed_tail
            hashed.update(data)
            size += len(data)
            head = (head + data)[:64]
            if size > _LARGEST:
                return "too-big"
    except zlib.error:
        return "not-an-object"
    header = re.match(rb"(?:commit|tree|blob|tag) (0|[1-9][0-9]*)\0", head)
    if header is None or inflater.unused_data or int(header[1]) != size - len(header[0]):
        return "not-an-object"
    return None if hashed.hexdigest() == file.parent.name + file.name else "other-bytes"


def broken_packs(git_folder: Path) -> list[Broken]:
    """The packs whose bytes are not those their last twenty sum up, or that lack their index."""
    found = []
    packs = [
        pack for folder in _folders(git_folder) for pack in sorted((folder / "pack").glob("*.pack"))
    ]
    for pack in packs:
        try:
            if not _is_whole(pack) or not _is_whole(pack.with_suffix(".idx")):
                found.append(Broken(pack, "other-bytes"))
        except OSError:
            found.append(Broken(pack, "unreadable"))
    return found


def _folders(git_folder: Path) -> list[Path]:
    return [Path(folder) for folder in object_folders(str(git_folder / "objects"))]


def _is_whole(file: Path) -> bool:
    """Whether the file ends in the SHA-1 of all that stands before."""
    left = file.stat().st_size - 20
    if left < 0:
        return False
    hashed = hashlib.sha1(usedforsecurity=False)
    with file.open("rb") as stream:
        while left > 0:
            data = stream.read(min(left, _CHUNK))
            if not data:
                return False
            hashed.update(data)
            left -= len(data)
        return stream.read() == hashed.digest()


# -- room to write ---------------------------------------------------------------------------------


def writing_fails(git_folder: Path) -> Literal["read-only", "full"] | None:
    """Why nothing can be written here; None where something can."""
    if hasattr(os, "statvfs"):
        room = os.statvfs(git_folder)
        if room.f_flag & getattr(os, "ST_RDONLY", 0):
            return "read-only"
        if room.f_bavail * room.f_frsize < _LOW or (room.f_files and not room.f_favail):
            return "full"
    for folder in (git_folder, git_folder / "objects", git_folder / "refs" / "heads"):
        if not folder.is_dir():
            continue
        try:
            with tempfile.TemporaryFile(dir=folder) as stream:
                stream.write(b"\0" * 4096)
                stream.flush()
        except OSError as error:
            return "full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "read-only"
    return None


def leftovers(state_folder: Path) -> list[Path]:
    """What a crash left of files that were being written: whole ones took no part of it."""
    an_hour_ago = time.time() - 3600
    return sorted(
        file
        for file in (*state_folder.glob("*.new"), *state_folder.glob("*/*.new"))
        if file.stat().st_mtime < an_hour_ago
    )


def set_aside(git_folder: Path, file: Path) -> Path:
    """Where the file is now: out of the way, beside the repository, and nothing of it lost."""
    aside = git_folder / "constitution" / "aside"
    place = aside / file.relative_to(git_folder)
    number = 1
    while place.exists():
        number += 1
        place = place.with_name(f"{file.name}.{number}")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, place)
    return place
