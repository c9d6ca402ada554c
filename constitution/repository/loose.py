"""Loose objects, each whole before libgit2 reads any: on one that was cut short it waits for ever.

Those of the folders that a clone borrows from (`git clone --shared`, `--reference`) are read as well,
and looked at as well. Packs need no such look. What was looked at once is not looked at again: in one run a repository is
gone through once, and where it holds many loose objects, the next run of the same person begins where
this one ended.
"""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from stat import S_ISREG
from typing import TYPE_CHECKING

from constitution.errors import CannotTell
from constitution.language import _
from constitution.repository.cached import cached_file, make_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["object_folders", "refuse_cut_short"]

_LARGEST = 1 << 26  # bytes, packed or not
_CHUNK = 1 << 20
_WORTH_REMEMBERING = 256
"""From how many objects looked at on the next run is told of it; they take about 10 ms."""
_UNSURE = 60
"""For how many seconds the disk may still lose what was written: younger files are not remembered."""

_MOST_FOLDERS = 16

_FEW = 32
"""How many repositories are remembered: those that were gone through last."""

_proven: set[str] = set()
"""The folders of objects that this process went through."""


def refuse_cut_short(git_folder: Path) -> None:
    """Return once every loose object is whole; `CannotTell` names the first that is not."""
    folder = os.path.join(git_folder, "objects")  # noqa: PTH118 - as text: it is joined often
    if folder in _proven:
        return
    memory = cached_file("whole", os.fsencode(os.path.realpath(folder)))
    looked_at = 0
    try:
        folders = object_folders(folder)
        since = _remembered(memory)
        for one in folders:
            looked_at += _look_through(one, since.get(_identity(one), 0.0))
    except OSError as error:
        raise CannotTell(
            _("the objects of the repository cannot be read: {reason}").format(reason=error),
            hint=_("Look at who may read the folder; `constitution doctor` says more."),
        ) from None
    _proven.add(folder)
    if looked_at >= _WORTH_REMEMBERING:
        with contextlib.suppress(OSError):  # whoever has no cache looks each time
            if make_room(memory, few=_FEW):
                memory.write_text("".join(f"{_identity(one)}\n" for one in folders), "ascii")


def object_folders(own: str) -> list[str]:
    """The folder of a repository's objects, and those it borrows from, near ones first."""
    found = [own]
    for folder in found:
        listed = f"{folder}/info/alternates"
        if not os.path.isfile(listed):  # noqa: PTH113 - as text; a pipe would be waited for
            continue
        for line in _text_of(listed).split("\n"):
            if not line or line.startswith("#") or "\0" in line:
                continue
            other = os.path.normpath(os.path.join(folder, line))  # noqa: PTH118 - as text
            if other not in found and len(found) < _MOST_FOLDERS:
                found.append(other)
    return found


def _identity(folder: str) -> str:
    """What tells a folder from another that takes its place."""
    try:
        told = os.stat(folder)  # noqa: PTH116 - a path as text
    except OSError:
        return ""
    return f"{told.st_dev}:{told.st_ino}"


def _remembered(memory: Path) -> dict[str, float]:
    """Until when an earlier run of this person went through which folders, in seconds since 1970."""
    try:
        changed = memory.stat().st_mtime
        if changed > time.time() or not make_room(memory, few=_FEW):
            return {}
        return dict.fromkeys(memory.read_text("ascii", "replace").split(), changed - _UNSURE)
    except OSError:
        return {}


def _text_of(file: str) -> str:
    with open(file, encoding="utf-8", errors="surrogateescape") as stream:  # noqa: PTH123 - as text
        return stream.read()


def _look_through(folder: str, since: float) -> int:
    """How many objects of a folder are younger than that, each known to be whole."""
    looked_at = 0
    for entry in _files(folder):
        try:
            told = entry.stat()
            if max(told.st_mtime, told.st_ctime) >= since:
                looked_at += 1
                # what is no file, but a pipe, would be waited for
                if not S_ISREG(told.st_mode) or not _is_whole(entry.path, told.st_size):
                    raise _corrupt(entry)
        except FileNotFoundError:
            continue  # packed in between, by a git that tidies up
    return looked_at


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    if not os.path.isdir(folder):  # noqa: PTH112 - as text; git passes over one that is gone, too
        return
    with os.scandir(folder) as fans:
        for fan in fans:
            if len(fan.name) == 2:
                with os.scandir(fan.path) as files:
                    yield from (one for one in files if len(one.name) == 38)


def _is_whole(path: str, size: int) -> bool:
    """Whether the file holds one complete stream, of no more bytes than are ever read."""
    if size > _LARGEST:
        return False
    with open(path, "rb") as stream:  # noqa: PTH123 - a path as text
        packed = stream.read()
    inflater = zlib.decompressobj()
    inflated = 0
    try:
        while not inflater.eof:
            data = inflater.decompress(packed, _CHUNK)
            inflated += len(data)
            if not data or inflated > _LARGEST:
                return inflater.eof
            packed = inflater.unconsumed_tail
    except zlib.error:
        return False
    return True


def _corrupt(entry: os.DirEntry[str]) -> CannotTell:
    id_ = os.path.basename(os.path.dirname(entry.path)) + entry.name  # noqa: PTH119, PTH120 - text
    return CannotTell(
        _("corrupt object: {id} is not whole").format(id=id_),
        hint=_("`constitution doctor` says what is broken here, and what mends it."),
    )
