"""Pages that were in sight, kept for the person on this machine and never in a repository.

Each lies in `constitution/pages/` of the person's cache (`XDG_CACHE_HOME`, `~/.cache` where it is
not set), in a file that only this person can read, under the digest of what it looked like:

    constitution-page/2 <that digest> <the digest of all that follows>
    refs <the digest of the references>
    main <the commit that main pointed to>
    seen <a file of the text of which something is in sight>
    …
    hush <how many bytes take away what references change>

    <the page, as the terminal is sent it><those bytes>

A file that is not exactly this, or is another person's, is as if it were not there.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False  # see `situation`
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Kept",
    "cache_folder",
    "has_own_folder",
    "is_own",
    "keep_page",
    "kept_page",
    "leave_latest",
    "pages_folder",
]

_MAGIC = b"constitution-page/2"

_LONGEST = 1 << 20
"""Bytes of the largest page that is kept: many times those of a wide terminal."""

_FEW = 24
"""How many pages are kept: some rooms, each in some sizes of the terminal."""


class Kept:
    """A page with what was true when it was in sight."""

    __slots__ = ("hush", "main", "page", "refs", "seen")

    def __init__(
        self,
        page: bytes,
        *,
        refs: str = "",
        main: str = "",
        seen: Iterable[str] = (),
        hush: bytes = b"",
    ) -> None:
        self.page = page
        self.refs = refs
        """What the references came to."""
        self.main = main
        """The commit that main pointed to; empty where that was not told plainly."""
        self.seen = frozenset(seen)
        """The files of the text of which something is in sight."""
        self.hush = hush
        """What takes away, sent after it, all that depends on other references than main."""

    def to_bytes(self) -> bytes:
        """The page as it is kept."""
        lines = [f"refs {self.refs}", f"main {self.main}"]
        lines += [f"seen {path}" for path in sorted(self.seen)]
        lines += [f"hush {len(self.hush)}", "", ""]
        return os.fsencode("\n".join(lines)) + self.page + self.hush

    @classmethod
    def from_bytes(cls, data: bytes) -> Kept:
        """The page that was kept so."""
        head, _line, page = data.partition(b"\n\n")
        told = [line.partition(" ") for line in os.fsdecode(head).split("\n")]
        named = {name: value for name, _space, value in told}
        seen = [value for name, _space, value in told if name == "seen"]
        end = len(page) - int(named["hush"])
        return cls(page[:end], refs=named["refs"], main=named["main"], seen=seen, hush=page[end:])


def cache_folder() -> str:
    """Where the program keeps for this person what can be made again."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = base if os.path.isabs(base) else os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(cache, "constitution")


def pages_folder() -> str:
    """Where the pages lie."""
    return os.path.join(cache_folder(), "pages")


def kept_page(look: str) -> Kept | None:
    """The page that was in sight and looked so; None where none was kept, or none to be trusted."""
    data = _read(look)
    return Kept.from_bytes(data) if data is not None else None


def _read(look: str) -> bytes | None:
    """What is kept of it, whole and this person's own."""
    path = os.path.join(pages_folder(), look)
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    try:
        there = os.fstat(file)
        is_alone = is_own(there) and not there.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not (is_alone and stat.S_ISREG(there.st_mode) and there.st_size <= _LONGEST):
            return None
        data = b"".join(iter(lambda: os.read(file, 1 << 16), b""))
    except OSError:
        return None
    finally:
        os.close(file)
    head, _line, rest = data.partition(b"\n")
    return rest if head == _head(look, rest) else None


def keep_page(look: str, kept: Kept) -> None:
    """The page is kept, and of those that were kept the last few; where it cannot be, nothing is."""
    rest = kept.to_bytes()
    data = _head(look, rest) + b"\n" + rest
    if len(data) > _LONGEST or _read(look) == rest:
        return
    from contextlib import suppress

    folder = pages_folder()
    with suppress(OSError, ValueError):
        if has_own_folder(folder):
            _write(folder, look, data)
            leave_latest(folder, _FEW)


def _head(look: str, rest: bytes) -> bytes:
    import hashlib

    told = hashlib.blake2b(rest, digest_size=32).hexdigest()
    return b"%s %s %s" % (_MAGIC, look.encode(), told.encode())


def _write(folder: str, look: str, data: bytes) -> None:
    """The file is there whole, or is not."""
    new = os.path.join(folder, f"{look}.{os.getpid()}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with open(os.open(new, flags, 0o600), "wb") as file:
            file.write(data)
        os.replace(new, os.path.join(folder, look))
    except OSError:
        if os.path.lexists(new):
            os.unlink(new)
        raise


def has_own_folder(folder: str) -> bool:
    """Whether a folder of the cache is there, and nobody's but this person's.

    `OSError` where it cannot be made.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    there = os.lstat(folder)
    if not stat.S_ISDIR(there.st_mode) or not is_own(there):
        return False
    os.chmod(folder, 0o700)
    return True


def is_own(there: os.stat_result) -> bool:
    """Whether a file is this person's, where the system knows whose files are."""
    return not hasattr(os, "geteuid") or there.st_uid == os.geteuid()


def leave_latest(folder: str, few: int) -> None:
    """Of the files of a folder, those that changed last are left."""
    from contextlib import suppress

    with os.scandir(folder) as found:
        files = sorted(found, key=lambda file: file.stat(follow_symlinks=False).st_mtime_ns)
    for file in files[: max(len(files) - few, 0)]:
        with suppress(FileNotFoundError):
            os.unlink(file.path)
