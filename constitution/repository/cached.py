"""What is kept for one person on this machine, can be made again, and nobody else wrote.

It lies in folders of the person's cache (`XDG_CACHE_HOME`, `~/.cache` where it is not set), and never
in a repository: whoever hands one over hands over all that lies in it.
"""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from constitution.early.kept import cache_folder, has_own_folder, is_own, leave_latest

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
    folder = str(file.parent)
    if not has_own_folder(folder):
        return False
    try:
        there = file.lstat()
    except FileNotFoundError:
        leave_latest(folder, few - 1)
        return True
    return stat.S_ISREG(there.st_mode) and is_own(there)
