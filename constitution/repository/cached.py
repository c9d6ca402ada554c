"""What is kept for one person on this machine, can be made again, and nobody else wrote.

It lies in folders of the person's cache (`XDG_CACHE_HOME`, `~/.cache` where it is not set), and never
in a repository: whoever hands one over hands over all that lies in it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.early.kept import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["cached_file", "make_room"]


def cached_file(kind: str, *about: bytes) -> Path:
    """Where something of a kind is kept that is about just this."""
    told = hashlib.blake2b(digest_size=16)
    for part in about:
        told.update(b"%d:" % len(part) + part)
    return Path(cache_folder(), kind, told.hexdigest())


def make_room(file: Path, *, few: int) -> bool:
    """Whether the file is this person's, or may be made; its folder is theirs alone.

    Of those that were used before a new one is made, the last `few` stay with it. `OSError` where the
    folder cannot be made.
    """
    folder = file.parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not _is_mine(folder.lstat(), stat.S_ISDIR):
        return False
    folder.chmod(0o700)
    try:
        return _is_mine(file.lstat(), stat.S_ISREG)
    except FileNotFoundError:
        _prune(folder, few - 1)
        return True


def _is_mine(told: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of that kind, and no other person's."""
    return is_kind(told.st_mode) and (not hasattr(os, "geteuid") or told.st_uid == os.geteuid())


def _prune(folder: Path, few: int) -> None:
    """The last few files of a folder are left."""
    found = sorted(folder.iterdir(), key=lambda file: file.lstat().st_mtime_ns)
    for file in found[: max(0, len(found) - few)]:
        file.unlink(missing_ok=True)
