"""Files beside the history that a crash leaves whole, and a lock that a crash gives back.

What lives in `.git/constitution/` is written here: a file holds what it held or what it was given,
never a part, and what it was given is on the disk before anyone is told.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from constitution.errors import Refused
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["alone", "discard", "is_busy", "keep", "lock_now"]

_PATIENCE = 15.0  # seconds
_FIRST_WAIT = 0.005  # seconds; longer at every try


def keep(file: Path, data: bytes) -> None:
    """The file holds exactly these bytes, on the disk; or what it held before, where that fails."""
    file.parent.mkdir(parents=True, exist_ok=True)
    import tempfile  # noqa: PLC0415 - whoever reads writes nothing

    number, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".new", dir=file.parent)
    try:
        with open(number, "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, file)  # noqa: PTH105 - `name` is text
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - `name` is text
        raise
    _flush_folder(file.parent)


def discard(file: Path) -> None:
    """The file is gone, on the disk too."""
    file.unlink(missing_ok=True)
    _flush_folder(file.parent)


def _flush_folder(folder: Path) -> None:
    """The names in a folder are on the disk, where the system can be asked for that."""
    with contextlib.suppress(OSError):  # Windows opens no folder, some file systems flush none
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Within the block no other process of ours writes to this clone.

    The lock belongs to the process and goes with it, however it ends: it is never stale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("ab") as stream:
        _wait_for(stream)
        try:
            yield
        finally:
            _release(stream)


def is_busy(folder: Path) -> bool:
    """Whether another process of ours is writing to this clone."""
    try:
        with (folder / "lock").open("rb+") as stream:
            if not lock_now(stream):
                return True
            _release(stream)
    except OSError:
        pass
    return False


def _wait_for(stream: IO[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    wait = _FIRST_WAIT
    while not lock_now(stream):
        if time.monotonic() > until:
            raise Refused(
                _("another run of this program has been writing here for {seconds} seconds").format(
                    seconds=int(_PATIENCE)
                ),
                hint=_("Wait until it has ended, then do it again. Nothing was written."),
            )
        time.sleep(wait)
        wait = min(wait * 1.5, 0.2)


def lock_now(stream: IO[bytes]) -> bool:
    """Whether the lock is ours now; it goes with the process, however that ends."""
    try:
        if sys.platform == "win32":
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: refs still move by compare-and-swap
    return True


def _release(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
