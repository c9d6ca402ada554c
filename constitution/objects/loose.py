"""Loose objects, read byte by byte: libgit2 waits for ever on one that was cut short."""

from __future__ import annotations

import os
import re
import stat
import zlib
from typing import TYPE_CHECKING, cast

from constitution.objects.faults import Damaged, TooBig

if TYPE_CHECKING:
    from constitution.objects.faults import Kind

__all__ = ["read_loose"]

_HEADER = re.compile(rb"(commit|tree|blob|tag) (0|[1-9][0-9]{0,18})")
_NOW = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_loose(file: str, largest: int) -> tuple[Kind, bytes] | None:
    """The kind and the bytes of the object in a file, unproven; None where there is no such file.

    Raises `Damaged` where the stream is not complete or goes on, `TooBig` where it says more bytes
    than `largest`, and `OSError` where it cannot be read.
    """
    try:
        opened = os.open(file, os.O_RDONLY | _NOW)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(opened, "rb") as packed:
        if not stat.S_ISREG(os.fstat(opened).st_mode):  # a pipe would be waited for
            raise Damaged
        return _inflate(packed.read(largest + 4096), largest)


def _inflate(packed: bytes, largest: int) -> tuple[Kind, bytes]:
    """The kind and the bytes of an object whose stream is complete, and not one byte more."""
    stream = zlib.decompressobj()
    try:
        start = stream.decompress(packed, 64)
        header, nul, data = start.partition(b"\0")
        found = _HEADER.fullmatch(header)
        if not nul or found is None:
            raise Damaged
        size = int(found[2])
        if size > largest:
            raise TooBig(size)
        if size >= len(data):
            data += stream.decompress(stream.unconsumed_tail, size - len(data) + 1)
    except zlib.error:
        raise Damaged from None
    if len(data) != size or not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise Damaged
    return cast("Kind", found[1].decode()), data
