"""Packs made by hand, entry by entry, as no git would write them."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"commit": 1, "tree": 2, "blob": 3, "tag": 4}
BY_OFFSET, BY_ID = 6, 7


def name_of(kind: str, data: bytes) -> str:
    """The id of an object with these bytes."""
    header = f"{kind} {len(data)}\0".encode()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def entry_header(kind: int, size: int) -> bytes:
    """The kind and the size of an entry, as a pack writes them."""
    out = bytearray()
    byte, size = kind << 4 | size & 15, size >> 4
    while size:
        out.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    return bytes([*out, byte])


def number(size: int) -> bytes:
    """A size at the beginning of a difference."""
    out = bytearray()
    while size > 0x7F:
        out.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([*out, size])


def back(distance: int) -> bytes:
    """How far before an entry its base begins."""
    out = [distance & 0x7F]
    distance >>= 7
    while distance:
        distance -= 1
        out.append(0x80 | distance & 0x7F)
        distance >>= 7
    return bytes(reversed(out))


def copied(start: int, count: int) -> bytes:
    """The order to copy a part of the base."""
    return bytes([0xFF]) + struct.pack("<I", start) + struct.pack("<I", count)[:3]


def delta(before: int, after: int, *orders: bytes) -> bytes:
    """A difference: both sizes as it says, and its orders."""
    return number(before) + number(after) + b"".join(orders)


def squeezed(size: int) -> bytes:
    """A stream of so many million zeros, in a thousandth of that."""
    stream, chunk = zlib.compressobj(9), bytes(1 << 20)
    first = stream.compress(chunk) + stream.flush(zlib.Z_FULL_FLUSH)
    next_ = stream.compress(chunk) + stream.flush(zlib.Z_FULL_FLUSH)
    check = (size % 65521) << 16 | 1
    return first + next_ * ((size >> 20) - 1) + b"\x03\0" + struct.pack(">I", check)


@dataclass
class HandmadePack:
    """A pack being written."""

    data: bytearray = field(default_factory=lambda: bytearray(b"PACK\0\0\0\2\0\0\0\0"))
    names: dict[str, int] = field(default_factory=dict)

    def add(self, id_: str, kind: int, size: int, stream: bytes, base: bytes = b"") -> int:
        """Where an entry begins that says it has this kind and size; `base` names its base."""
        offset = self.names[id_] = len(self.data)
        self.data += entry_header(kind, size) + base + stream
        return offset

    def whole(self, kind: str, data: bytes) -> int:
        """Where an object begins that is stored as it is."""
        return self.add(name_of(kind, data), KINDS[kind], len(data), zlib.compress(data))

    def differs(self, id_: str, base: int | str, orders: bytes) -> int:
        """Where an object begins that is stored as a difference from an offset or from an id."""
        if isinstance(base, str):
            kind, named = BY_ID, bytes.fromhex(base)
        else:
            kind, named = BY_OFFSET, back(len(self.data) - base)
        return self.add(id_, kind, len(orders), zlib.compress(orders), named)

    def write(self, repository: Path) -> None:
        """Lay the pack and its index into a repository."""
        self.data[8:12] = struct.pack(">I", len(self.names))
        data = bytes(self.data)
        trailer = hashlib.sha1(data, usedforsecurity=False).digest()
        ids = sorted(self.names)
        counts = [sum(int(id_[:2], 16) <= first for id_ in ids) for first in range(256)]
        index = b"\377tOc" + struct.pack(">I256I", 2, *counts)
        index += b"".join(map(bytes.fromhex, ids)) + bytes(4 * len(ids))
        index += b"".join(struct.pack(">I", self.names[id_]) for id_ in ids) + trailer
        index += hashlib.sha1(index, usedforsecurity=False).digest()
        folder = repository / "objects" / "pack"
        folder.mkdir(exist_ok=True)
        (folder / f"pack-{trailer.hex()}.pack").write_bytes(data + trailer)
        (folder / f"pack-{trailer.hex()}.idx").write_bytes(index)
