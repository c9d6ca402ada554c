"""Loose objects, read byte by byte: libgit2 waits for ever on one that was cut short."""

from __future__ import annotations

import os
import re
import stat
import zlib
from typing import TYPE_CHECKING, cast

from constitution.verify.doubt import corrupt, too_big, unreadable

if TYPE_CHECKING:
    from constitution.verify.doubt import Kind

__all__ = ["read_loose"]

_HEADER = re.compile(rb"(commit|tree|blob|tag) (0|[1-9][0-9]{0,18})")
_NOW = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_loose(file: str, id_: str, largest: int) -> tuple[Kind, bytes] | None:
    """The kind and the bytes of the object in a file, unproven; None where there is no such file.

    Raises `Doubt` where the stream is not complete, goes on, or is bigger than `largest`.
    """
    try:
        opened = os.open(file, os.O_RDONLY | _NOW)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(error) from None
    with os.fdopen(opened, "rb") as packed:
        if not stat.S_ISREG(os.fstat(opened).st_mode):  # a pipe would be waited for
            raise corrupt(id_)
        try:
            return _inflate(id_, packed.read(largest + 4096), largest)
        except OSError as error:
            raise unreadable(error) from None


def _inflate(id_: str, packed: bytes, largest: int) -> tuple[Kind, bytes]:
    """The kind and the bytes of an object whose stream is complete, and not one byte more."""
    stream = zlib.decompressobj()
    try:
        start = stream.decompress(packed, 64)
        header, nul, data = start.partition(b"\0")
        found = _HEADER.fullmatch(header)
        if not nul or found is None:
            raise corrupt(id_)
        size = int(found[2])
        if size > largest:
            raise too_big(id_, size)
        if size >= len(data):
            data += stream.decompress(stream.unconsumed_tail, size - len(data) + 1)
    except zlib.error:
        raise corrupt(id_) from None
    if len(data) != size or not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise corrupt(id_)
    return cast("Kind", found[1].decode()), data
