"""Pages that were in sight, kept for the person on this machine and never in a repository.

Each lies in `constitution/pages/` of the person's cache (`XDG_CACHE_HOME`, `~/.cache` where it is
not set), in a file that only this person can read, under the digest of its situation:

    constitution-page/1 <digest of the situation> <digest of the page>
    <the page, as the terminal is sent it>

A file that is not exactly this, or is another person's, is as if it were not there.
"""

from __future__ import annotations

import os
import stat

__all__ = ["cache_folder", "keep_page", "kept_page", "pages_folder"]

_MAGIC = b"constitution-page/1"

_LONGEST = 1 << 20
"""Bytes of the largest page that is kept: many times those of a wide terminal."""

_FEW = 24
"""How many pages are kept: some rooms, each in some sizes of the terminal."""


def cache_folder() -> str:
    """Where the program keeps for this person what can be made again."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = base if os.path.isabs(base) else os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(cache, "constitution")


def pages_folder() -> str:
    """Where the pages lie."""
    return os.path.join(cache_folder(), "pages")


def kept_page(digest: str) -> bytes | None:
    """The page that was in sight in this situation; None where none was kept, or none to be trusted."""
    path = os.path.join(pages_folder(), digest)
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    try:
        there = os.fstat(file)
        is_own = there.st_uid == os.geteuid() and not there.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not (is_own and stat.S_ISREG(there.st_mode) and there.st_size <= _LONGEST):
            return None
        data = b"".join(iter(lambda: os.read(file, 1 << 16), b""))
    except OSError:
        return None
    finally:
        os.close(file)
    head, _line, page = data.partition(b"\n")
    return page if head == _head(digest, page) else None


def keep_page(digest: str, page: bytes) -> None:
    """The page is kept, and of those that were kept the last few; where it cannot be, nothing is."""
    data = _head(digest, page) + b"\n" + page
    if len(data) > _LONGEST or kept_page(digest) == page:
        return
    from contextlib import suppress

    folder = pages_folder()
    with suppress(OSError, ValueError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        there = os.lstat(folder)
        if not stat.S_ISDIR(there.st_mode) or there.st_uid != os.geteuid():
            return
        os.chmod(folder, 0o700)
        _write(folder, digest, data)
        _prune(folder)


def _head(digest: str, page: bytes) -> bytes:
    import hashlib

    told = hashlib.blake2b(page, digest_size=32).hexdigest()
    return b"%s %s %s" % (_MAGIC, digest.encode(), told.encode())


def _write(folder: str, digest: str, data: bytes) -> None:
    """The file is there whole, or is not."""
    new = os.path.join(folder, f"{digest}.{os.getpid()}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with open(os.open(new, flags, 0o600), "wb") as file:
            file.write(data)
        os.replace(new, os.path.join(folder, digest))
    except OSError:
        if os.path.lexists(new):
            os.unlink(new)
        raise


def _prune(folder: str) -> None:
    """The latest pages are left, and nothing that was begun and not ended."""
    with os.scandir(folder) as found:
        files = sorted(found, key=lambda file: file.stat(follow_symlinks=False).st_mtime_ns)
    for file in files[:-_FEW]:
        os.unlink(file.path)
