"""Git bundles, unpacked in process: the header, the pack, its deltas, every object by its id.

The formats are those of `gitformat-bundle` and `gitformat-pack`. A bundle that leans on commits it
does not hold (thin), that was cut short, or whose objects name others that are missing, is refused
before anything is made of it.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from constitution.errors import CannotTell, Malformed, Unknown
from constitution.language import _
from constitution.objects.deltas import patched, result_size
from constitution.objects.faults import Damaged, TooBig
from constitution.repository.library import enums, pygit2
from constitution.repository.store import Repository
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["is_bundle", "unbundle"]

_SIGNATURE = re.compile(rb"# v([0-9]+) git bundle\n")
_REF = re.compile(rb"([0-9a-f]{40}) ([^\n\0]+)")
_LARGEST = 64 << 20  # bytes of one object
_MOST = 1 << 30  # bytes of all objects together
_PIECE = 1 << 16

_NAMES = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
_BY_OFFSET, _BY_ID = 6, 7


def is_bundle(file: Path) -> bool:
    """Whether the file opens as a bundle does, or bears the name of one."""
    with file.open("rb") as stream:
        start = stream.read(32)
    return bool(_SIGNATURE.match(start)) or file.suffix == ".bundle"


def unbundle(file: Path, folder: Path) -> Repository:
    """A bare repository in `folder` with all that the bundle holds; HEAD is its default branch.

    `Malformed` where the file is no whole bundle, `CannotTell` where it leans on other commits.
    """
    try:
        if file.stat().st_size > _MOST:
            raise _too_big(str(file))
        data = file.read_bytes()
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=file, reason=reason_of(error))
        ) from None
    where = str(file)
    refs, start = _header(data, where)
    pack = _Pack(memoryview(data), where)
    objects = pack.read(start)
    for id_ in refs.values():
        if id_ not in objects:
            raise _damaged(where)
    _refuse_holes(objects, where)
    git = pygit2.init_repository(str(folder), bare=True, initial_head="main")
    packs = folder / "objects" / "pack"
    packs.mkdir(exist_ok=True)
    (packs / "pack-bundle.pack").write_bytes(data[start:])
    (packs / "pack-bundle.idx").write_bytes(pack.index(start))
    for name, id_ in refs.items():
        if name.startswith(("refs/heads/", "refs/tags/")):
            try:
                git.references.create(name, id_)
            except (ValueError, pygit2.GitError):
                raise Malformed(
                    _("“{name}” cannot be the name of a branch").format(name=ascii(name)[1:-1]),
                    where=where,
                ) from None
    head = _head(refs, where)
    git.set_head(head if head.startswith("refs/") else pygit2.Oid(hex=head))
    return Repository(git)


def _header(data: bytes, where: str) -> tuple[dict[str, str], int]:
    """The refs of the bundle, name to id, and where its pack begins."""
    signature = _SIGNATURE.match(data)
    if signature is None:
        raise Malformed(
            _("the file is not a git bundle"),
            where=where,
            hint=_("Make one with `git bundle create history.bundle --all`."),
        )
    if signature[1] not in {b"2", b"3"}:
        raise Malformed(
            _("version {version} of git bundles is not known here").format(
                version=signature[1].decode()
            ),
            where=where,
            hint=_("Make one with `git bundle create --version=2 history.bundle --all`."),
        )
    refs: dict[str, str] = {}
    at = signature.end()
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            raise _damaged(where)
        line, at = data[at:end], end + 1
        if not line:
            break
        if line.startswith(b"@"):
            _refuse_capability(line, where)
        elif line.startswith(b"-"):
            raise _thin(where)
        elif found := _REF.fullmatch(line):
            refs[found[2].decode("utf-8", "replace")] = found[1].decode()
        else:
            raise _damaged(where)
    if not refs:
        raise Malformed(_("the bundle names no branch"), where=where)
    return refs, at


def _refuse_capability(line: bytes, where: str) -> None:
    if line == b"@object-format=sha1":
        return
    if line.startswith(b"@filter="):
        raise CannotTell(
            _("{path} was made without some of its objects").format(path=where),
            hint=_("Make a whole one: `git bundle create history.bundle --all`."),
        )
    raise CannotTell(
        _("{path} asks for “{capability}”, which is not known here").format(
            path=where, capability=ascii(line[1:].decode("utf-8", "replace"))[1:-1]
        ),
        hint=_("Make one with `git bundle create --version=2 history.bundle --all`."),
    )


def _head(refs: Mapping[str, str], where: str) -> str:
    """The branch, or the commit, that the bundle shows first."""
    branches = [name for name in refs if name.startswith("refs/heads/")]
    usual = [name for name in ("refs/heads/main", "refs/heads/master") if name in refs]
    if "HEAD" in refs:
        same = [name for name in (*usual, *branches) if refs[name] == refs["HEAD"]]
        return same[0] if same else refs["HEAD"]
    if usual or len(branches) == 1:
        return (usual or branches)[0]
    raise CannotTell(
        _("{path} does not say which of its branches is the main one").format(path=where),
        hint=_("Make it again with HEAD: `git bundle create history.bundle HEAD --all`."),
    )


def _damaged(where: str) -> Malformed:
    return Malformed(
        _("the bundle is damaged or was cut short"),
        where=where,
        hint=_("Fetch it again; `git bundle verify` should say that it is okay."),
    )


def _too_big(where: str) -> CannotTell:
    return CannotTell(
        _("{path} holds more than can be unpacked here").format(path=where),
        hint=_("Clone it with git, and import the clone."),
    )


def _thin(where: str) -> CannotTell:
    return CannotTell(
        _(
            "{path} is only the continuation of another history: it leans on commits that are not in it"
        ).format(path=where),
        hint=_("Make a whole one: `git bundle create history.bundle --all`."),
    )


# -- the pack --------------------------------------------------------------------------------------

Object = tuple[int, bytes]
"""The kind of an object, as packs number it, and its bytes."""


@dataclass(slots=True)
class _Pack:
    """A pack being read: whole objects as they come, deltas once their base is known."""

    data: memoryview
    where: str
    by_offset: dict[int, Object] = field(default_factory=dict)
    by_id: dict[str, Object] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """Where each object stands, by its id."""
    ends: dict[int, int] = field(default_factory=dict)
    """Where the entry at each offset ends."""
    size: int = 0

    def read(self, start: int) -> dict[str, Object]:
        """Every object by its id."""
        end = len(self.data) - 20
        if end < start + 12 or bytes(self.data[start : start + 4]) != b"PACK":
            raise _damaged(self.where)
        if hashlib.sha1(self.data[start:end], usedforsecurity=False).digest() != self.data[end:]:
            raise _damaged(self.where)
        if int.from_bytes(self.data[start + 4 : start + 8]) not in {2, 3}:
            raise _damaged(self.where)
        waiting: list[tuple[int, int | str, bytes]] = []
        at = start + 12
        for _number in range(int.from_bytes(self.data[start + 8 : start + 12])):
            offset = at
            kind, base, content, at = self._entry(offset, end)
            self.ends[offset] = at
            if base is None:
                self._keep(offset, (kind, content))
            elif not self._resolve(offset, base, content):
                waiting.append((offset, base, content))
        if at != end:
            raise _damaged(self.where)
        while waiting:
            left = [one for one in waiting if not self._resolve(*one)]
            if len(left) == len(waiting):
                raise _thin(self.where)
            waiting = left
        return self.by_id

    def index(self, start: int) -> bytes:
        """The index of the pack, version 2, by which git finds its objects."""
        ids = sorted(self.places)
        firsts = Counter(int(id_[:2], 16) for id_ in ids)
        offsets = [self.places[id_] for id_ in ids]
        checks = [zlib.crc32(self.data[offset : self.ends[offset]]) for offset in offsets]
        index = b"".join(
            (
                b"\xfftOc\0\0\0\2",
                struct.pack(">256I", *accumulate(firsts[byte] for byte in range(256))),
                bytes.fromhex("".join(ids)),
                struct.pack(f">{len(ids)}I", *checks),
                struct.pack(f">{len(ids)}I", *(offset - start for offset in offsets)),
                self.data[-20:],
            )
        )
        return index + hashlib.sha1(index, usedforsecurity=False).digest()

    def _entry(self, offset: int, end: int) -> tuple[int, int | str | None, bytes, int]:
        """The kind of an entry, the base of its delta, its bytes, and where the next one begins."""
        at = offset
        byte, at = self._byte(at, end)
        kind, size, shift = (byte >> 4) & 7, byte & 15, 4
        while byte & 128:
            byte, at = self._byte(at, end)
            size |= (byte & 127) << shift
            shift += 7
        self._refuse_size(size)
        base: int | str | None = None
        if kind == _BY_OFFSET:
            byte, at = self._byte(at, end)
            back = byte & 127
            while byte & 128:
                byte, at = self._byte(at, end)
                back = ((back + 1) << 7) | (byte & 127)
            base = offset - back
        elif kind == _BY_ID:
            base, at = bytes(self.data[at : at + 20]).hex(), at + 20
        elif kind not in _NAMES:
            raise _damaged(self.where)
        content, at = self._inflate(at, end, size)
        return kind, base, content, at

    def _byte(self, at: int, end: int) -> tuple[int, int]:
        if at >= end:
            raise _damaged(self.where)
        return self.data[at], at + 1

    def _refuse_size(self, size: int) -> None:
        self.size += size
        if size > _LARGEST or self.size > _MOST:
            raise _too_big(self.where)

    def _inflate(self, at: int, end: int, size: int) -> tuple[bytes, int]:
        stream = zlib.decompressobj()
        found = bytearray()
        while not stream.eof:
            piece = self.data[at : min(at + _PIECE, end)]
            try:
                more = stream.decompress(piece, size - len(found) + 1)
            except zlib.error:
                raise _damaged(self.where) from None
            used = len(piece) - len(stream.unconsumed_tail) - len(stream.unused_data)
            if not used and not more and not stream.eof:
                raise _damaged(self.where)
            at += used
            found += more
            if len(found) > size:
                raise _damaged(self.where)
        if len(found) != size:
            raise _damaged(self.where)
        return bytes(found), at

    def _keep(self, offset: int, found: Object) -> None:
        kind, content = found
        header = f"{_NAMES[kind]} {len(content)}\0".encode()
        id_ = hashlib.sha1(header + content, usedforsecurity=False).hexdigest()
        self.by_offset[offset] = self.by_id[id_] = found
        self.places[id_] = offset

    def _resolve(self, offset: int, base: int | str, delta: bytes) -> bool:
        """Whether the base of a delta is known; the object is then kept."""
        known = self.by_offset.get(base) if isinstance(base, int) else self.by_id.get(base)
        if known is None:
            return False
        kind, before = known
        try:
            self._refuse_size(result_size(delta, _LARGEST))
            content = patched(before, delta)
        except TooBig:
            raise _too_big(self.where) from None
        except Damaged:
            raise _damaged(self.where) from None
        self._keep(offset, (kind, content))
        return True


# -- completeness ------------------------------------------------------------------------------------

_TREE = re.compile(rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)")
_ENTRY = re.compile(rb"([0-7]{5,6}) [^\0]+\0([\s\S]{20})")
_TARGET = re.compile(rb"object ([0-9a-f]{40})\n")
_SUBMODULE = b"160000"


def _refuse_holes(objects: Mapping[str, Object], where: str) -> None:
    """Refuse a bundle in which an object names another that is not there."""
    for kind, content in objects.values():
        for id_ in _named(kind, content, where):
            if id_ not in objects:
                raise _thin(where)


def _named(kind: int, content: bytes, where: str) -> Iterator[str]:
    match kind:
        case enums.ObjectType.COMMIT:
            found = _TREE.match(content)
            if found is None:
                raise _damaged(where)
            yield found[1].decode()
            yield from (line[7:].decode() for line in found[2].split(b"\n") if line)
        case enums.ObjectType.TREE:
            for entry in _ENTRY.finditer(content):
                if entry[1] != _SUBMODULE:
                    yield entry[2].hex()
        case enums.ObjectType.TAG:
            found = _TARGET.match(content)
            if found is None:
                raise _damaged(where)
            yield found[1].decode()
        case _:
            return
