"""Objects in packs, inflated only as far as they may be: the size of every part is read first.

libgit2 is not asked. It tells the size of an object that is stored as a difference, and inflates
what it differs from whatever its size: half a megabyte becomes 512. Here each link of such a
chain is held to the cap before a byte of it is inflated, and so is the work of the whole chain.
The indexes of several packs at once, bitmaps and reachability files have no say.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.objects.deltas import patched, result_size
from constitution.objects.faults import Damaged, TooBig

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constitution.objects.faults import Kind

__all__ = ["Packs"]

_KINDS: dict[int, Kind] = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_BY_OFFSET, _BY_ID = 6, 7

LONGEST_CHAIN = 4096
"""The most differences behind one object; git itself writes at most 4,095."""
MOST_WORK = 1 << 28
"""The most bytes that are ever put together to read one object, all links of its chain included."""
_NARROW = 64
"""Among so few names, to look at all of them is quicker than to halve them."""
_OFTEN, _SHARE = 64, 8
"""So many searches, and one for so many names, after which all names are read to be looked up."""
_MOST_NAMES = 1 << 18
"""Of how many names that is done."""
_KEPT = 1 << 24
"""How many bytes of what objects differ from are kept, since the next object may need them."""


@dataclass(slots=True)
class Packs:
    """The packs of the folders of objects, opened once."""

    folders: tuple[Path, ...]
    _open: dict[Path, _Pack] = field(default_factory=dict)
    _looked: bool = False

    def read(self, id_: str, largest: int, *, again: bool = False) -> tuple[Kind, bytes] | None:
        """The kind and the bytes of an object, unproven; None where no pack has it.

        `again` looks first which packs there are now. Raises `TooBig` where it is bigger than
        `largest`, `Damaged` where its pack is, and `OSError` where that cannot be read.
        """
        wanted = bytes.fromhex(id_)
        if again or not self._looked:
            self._look()
        for pack in self._open.values():
            try:
                offset = pack.find(wanted)
                if offset is not None:
                    return pack.read(offset, largest)
            except (zlib.error, struct.error, IndexError):
                raise Damaged from None
        return None

    def _look(self) -> None:
        """Open what packs there are: git may have packed again since the last look."""
        self._looked = True
        there = [index for folder in self.folders for index in _indexes(folder / "pack")]
        for index in self._open.keys() - set(there):
            del self._open[index]
        for index in there:
            if index not in self._open:
                try:
                    self._open[index] = _Pack(_mapped(index), _mapped(index.with_suffix(".pack")))
                except FileNotFoundError:
                    continue  # packed again, just now


def _indexes(folder: Path) -> Iterable[Path]:
    """The indexes of packs in a folder, the newest pack first, as git looks."""
    try:
        found = [entry for entry in os.scandir(folder) if entry.name.endswith(".idx")]
        newest = sorted(found, key=lambda entry: (-entry.stat().st_mtime_ns, entry.name))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(folder / entry.name for entry in newest)


def _mapped(file: Path) -> mmap.mmap | bytes:
    if not file.is_file():
        raise FileNotFoundError(file)
    with file.open("rb") as opened:
        if os.fstat(opened.fileno()).st_size == 0:
            return b""
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


class _Pack:
    """One pack, with where its index says each object lies."""

    def __init__(self, index: mmap.mmap | bytes, data: mmap.mmap | bytes) -> None:
        self.index = index
        self.data = data
        self.kept: OrderedDict[int, tuple[Kind, bytes]] = OrderedDict()
        self.bytes_kept = 0
        self.start = 8 if index[:4] == b"\377tOc" else 0
        self.second = self.start == 8
        self.searches = 0
        self.offsets: dict[bytes, int] | None = None
        """Where each object begins, once so many were searched for that it is worth knowing."""

    def find(self, wanted: bytes) -> int | None:
        """Where the object begins; None where the index does not name it."""
        if self.offsets is not None:
            return self.offsets.get(wanted)
        self.searches += 1
        if self.searches == _OFTEN or self.searches % 1024 == 0:
            self.offsets = self._look_up()
        return self._search(wanted)

    def _look_up(self) -> dict[bytes, int] | None:
        """Where each object begins; None where that is not worth it yet, or the index is not sound."""
        total = int.from_bytes(self.index[self.start + 1020 : self.start + 1024], "big")
        if not self.second or total > min(_MOST_NAMES, self.searches * _SHARE):
            return None
        begin = self.start + 1024
        after = begin + total * 24  # the names and their checksums
        block, places = (
            self.index[begin : begin + total * 20],
            self.index[after : after + total * 4],
        )
        names = [block[at : at + 20] for at in range(0, total * 20, 20)]
        offsets = struct.unpack(f">{total}I", places) if len(places) == total * 4 else ()
        firsts = [bisect_left(names, bytes((byte,))) for byte in range(1, 256)]
        fans = struct.unpack_from(">256I", self.index, self.start)
        if (
            names != sorted(set(names))
            or fans != (*firsts, total)
            or len(offsets) != total
            or max(offsets, default=0) & 0x80000000
        ):
            return None
        return dict(zip(names, offsets, strict=True))

    def _search(self, wanted: bytes) -> int | None:
        """The same, looked for among the names."""
        index, fan = self.index, self.start + 4 * wanted[0]
        (high,) = struct.unpack_from(">I", index, fan)
        low = struct.unpack_from(">I", index, fan - 4)[0] if wanted[0] else 0
        (total,) = struct.unpack_from(">I", index, self.start + 4 * 255)
        if self.second and index[4:8] != b"\0\0\0\2":
            raise Damaged
        names = self.start + 1024
        step, lead = (20, 0) if self.second else (24, 4)
        if not low <= high <= total or names + total * step > len(index):
            raise Damaged
        while high - low > _NARROW:
            middle = (low + high) // 2
            at = names + middle * step + lead
            found = index[at : at + 20]
            if found == wanted:
                return self._offset(names, middle, total)
            if found < wanted:
                low = middle + 1
            else:
                high = middle
        begin, end = names + low * step + lead, names + high * step
        at = index.find(wanted, begin, end)
        while at >= 0:
            number, between = divmod(at - begin, step)
            if not between:
                return self._offset(names, low + number, total)
            at = index.find(wanted, at + 1, end)
        return None

    def _offset(self, names: int, number: int, total: int) -> int:
        if not self.second:
            (offset,) = struct.unpack_from(">I", self.index, names + number * 24)
            return int(offset)
        offsets = names + total * 24  # after the names and their checksums
        (offset,) = struct.unpack_from(">I", self.index, offsets + number * 4)
        if offset & 0x80000000:
            far = offsets + total * 4 + (offset & 0x7FFFFFFF) * 8
            (offset,) = struct.unpack_from(">Q", self.index, far)
        return int(offset)

    def read(self, offset: int, largest: int) -> tuple[Kind, bytes]:
        """The kind and the bytes of the object that begins at an offset."""
        deltas: list[tuple[int, bytes]] = []
        work = 0
        while offset not in self.kept:
            kind, size, at = self._header(offset)
            if kind in _KINDS:
                self._keep(offset, _KINDS[kind], self._inflate(at, size, largest))
                break
            if kind == _BY_OFFSET:
                base, at = self._base_before(offset, at)
            elif kind == _BY_ID:
                found = self.find(self.data[at : at + 20])
                if found is None:
                    raise Damaged
                base, at = found, at + 20
            else:
                raise Damaged
            delta = self._inflate(at, size, largest)
            deltas.append((offset, delta))
            work += len(delta) + result_size(delta, largest)
            if len(deltas) > LONGEST_CHAIN:
                raise Damaged
            if work > MOST_WORK:
                raise TooBig(work)
            offset = base
        self.kept.move_to_end(offset)
        named, data = self.kept[offset]
        if len(data) > largest:
            raise TooBig(len(data))
        for place, delta in reversed(deltas):
            data = patched(data, delta)
            self._keep(place, named, data)
        return named, data

    def _keep(self, offset: int, kind: Kind, data: bytes) -> None:
        self.kept[offset] = kind, data
        self.bytes_kept += len(data)
        while self.bytes_kept > _KEPT and len(self.kept) > 1:
            _offset, (_kind, gone) = self.kept.popitem(last=False)
            self.bytes_kept -= len(gone)

    def _header(self, offset: int) -> tuple[int, int, int]:
        """The kind of an entry, the size it says it has, and where the rest of it begins."""
        if not 12 <= offset < len(self.data):
            raise Damaged
        byte = self.data[offset]
        kind, size, shift, at = byte >> 4 & 7, byte & 15, 4, offset + 1
        while byte & 0x80:
            byte = self.data[at]
            size |= (byte & 0x7F) << shift
            shift += 7
            at += 1
            if shift > 64:
                raise Damaged
        return kind, size, at

    def _base_before(self, offset: int, at: int) -> tuple[int, int]:
        """Where what an entry differs from begins: always before it."""
        byte = self.data[at]
        at += 1
        back = byte & 0x7F
        while byte & 0x80:
            byte = self.data[at]
            at += 1
            back = (back + 1) << 7 | byte & 0x7F
            if back > offset:
                raise Damaged
        if not 0 < back <= offset - 12:
            raise Damaged
        return offset - back, at

    def _inflate(self, at: int, size: int, largest: int) -> bytes:
        """The bytes of a stream, which are as many as it says, and it ends there."""
        if size > largest:
            raise TooBig(size)
        stream = zlib.decompressobj()
        parts: list[bytes] = []
        length = 0
        ahead = min(size // 2 + 64, 1 << 16)
        packed = self.data[at : at + ahead]
        at += ahead
        while not stream.eof:
            if not packed:
                packed = self.data[at : at + (1 << 16)]
                at += 1 << 16
                if not packed:
                    raise Damaged
            part = stream.decompress(packed, size - length + 1)
            packed = stream.unconsumed_tail
            length += len(part)
            if length > size:
                raise Damaged
            parts.append(part)
        if length != size:
            raise Damaged
        return parts[0] if len(parts) == 1 else b"".join(parts)
