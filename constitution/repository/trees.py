"""Trees compared by what they hold, without reading a file: the fast way through a long history.

The trees of two neighbouring commits are nearly the same bytes. What they begin and end with alike
is skipped, and only the entries between are read; so a commit costs what it changed, and not what
the folder holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Trees", "unverified"]

_ENTRY = re.compile(rb"\d+ [^\0]+\0.{20}", re.DOTALL)
_FOLDER = b"40000"
_FILES = frozenset({b"100644", b"100755", b"100664"})
_KEPT = 4000
"""How many trees are remembered at most."""

_SHORT = 4096
"""So many bytes are compared sooner as one number than piece by piece."""

_ID = 20
"""The bytes of an id, after the NUL that ends a name."""


@contextmanager
def unverified() -> Iterator[None]:
    """Within the block objects are read without their hash being checked again: for trees alone.

    It holds for the whole process, so nothing that is shown or verified may be read within.
    """
    pygit2.settings.enable_strict_hash_verification(False)
    try:
        yield
    finally:
        pygit2.settings.enable_strict_hash_verification(True)


_Entry = tuple[bytes, bytes, bytes]
"""Mode, name and id."""


_Apart = tuple[list[_Entry], list[_Entry]]
"""The entries of one tree alone, and those of another alone."""

_Pair = tuple[bytes | None, bytes | None]
_Folders = dict[str, _Pair]


@dataclass(slots=True)
class _Tree:
    """The bytes of a tree, and where its entries begin; last, where they end."""

    data: bytes
    starts: list[int]


_NOTHING = _Tree(b"", [0])


class Trees:
    """The trees of a repository, each read once; ids are bytes, and None is a folder without entries."""

    def __init__(self, git: pygit2.Repository) -> None:
        self.objects = git.odb
        self._read: dict[bytes, _Tree] = {}
        self._compared: tuple[_Pair, _Folders] | None = None
        """The last answer of `folders`: a commit is asked about more than once."""

    def folders(self, old: bytes | None, new: bytes | None) -> _Folders:
        """The folders that differ between two trees: by name, the id before and after."""
        if self._compared is None or self._compared[0] != (old, new):
            gone, come = self._compare(old, new) if old != new else ([], [])
            before = {name: id_ for mode, name, id_ in gone if mode == _FOLDER}
            after = {name: id_ for mode, name, id_ in come if mode == _FOLDER}
            differing = {
                name.decode("utf-8", "replace"): (before.get(name), after.get(name))
                for name in before.keys() | after.keys()
            }
            self._compared = (old, new), differing
        return self._compared[1]

    def added(self, old: bytes | None, new: bytes | None) -> frozenset[bytes]:
        """The names that stand in a folder and did not stand in its older version."""
        if old == new:
            return frozenset()
        gone, come = self._compare(old, new)
        names = {name for _mode, name, _id in gone}
        return frozenset(name for _mode, name, _id in come if name not in names)

    def differences(
        self, old: bytes | None, new: bytes | None, prefix: str
    ) -> Iterator[tuple[str, str | None, str | None]]:
        """The files that differ between two folders: path, blob before and blob after."""
        if old == new:
            return
        before, after = self._compare(old, new)
        if len(before) == len(after) == 1 and before[0][:2] == after[0][:2]:
            (mode, folder, was_id), (_mode, _name, is_id) = before[0], after[0]
            if mode == _FOLDER:  # as in most commits
                below = f"{prefix}{folder.decode('utf-8', 'replace')}/"
                yield from self.differences(was_id, is_id, below)
                return
        gone = {name: (mode, id_) for mode, name, id_ in before}
        come = {name: (mode, id_) for mode, name, id_ in after}
        for name in gone.keys() | come.keys():
            path = prefix + name.decode("utf-8", "replace")
            old_mode, old_id = gone.get(name, (b"", b""))
            new_mode, new_id = come.get(name, (b"", b""))
            if _FOLDER in (old_mode, new_mode):
                yield from self.differences(
                    old_id if old_mode == _FOLDER else None,
                    new_id if new_mode == _FOLDER else None,
                    f"{path}/",
                )
            was = old_id.hex() if old_mode in _FILES else None
            is_ = new_id.hex() if new_mode in _FILES else None
            if was != is_:
                yield path, was, is_

    # -- reading -------------------------------------------------------------------------------

    def _tree(self, id_: bytes | None) -> _Tree:
        """A tree, read from its first entry to its last."""
        if id_ is None:
            return _NOTHING
        found = self._read.get(id_)
        if found is None:
            data = self._data(id_)
            starts = [match.start() for match in _ENTRY.finditer(data)]
            found = self._keep(id_, _Tree(data, [*starts, len(data)]))
        return found

    def _data(self, id_: bytes) -> bytes:
        data: bytes = self.objects.read(pygit2.Oid(raw=id_))[1]
        return data

    def _keep(self, id_: bytes, tree: _Tree) -> _Tree:
        if len(self._read) >= _KEPT:
            self._read.clear()
        self._read[id_] = tree
        return tree

    def _compare(self, old: bytes | None, new: bytes | None) -> _Apart:
        """The entries that only the old folder has, and those that only the new one has."""
        before = self._tree(old)
        if new is None or new in self._read:
            after = self._tree(new)
            return _between(before, after)
        data = self._data(new)
        first, last, end = _window(before, data)
        start = before.starts[first]
        if last == first + 1 and len(data) == len(before.data):
            one, other = _entry(before.data[start:end]), _entry(data[start:end])
            if one is not None and other is not None:  # as in most commits
                self._keep(new, _Tree(data, before.starts))
                return [one], [other]
        come = _entries(data, start, end)
        if come is None:  # the entries of the two do not meet where they are alike
            return _between(before, self._tree(new))
        gone = _entries(before.data, start, before.starts[last]) or []
        starts = before.starts
        if [entry[:2] for entry in gone] != [entry[:2] for entry in come]:
            shift = end - starts[last]
            lengths = (len(mode) + len(name) + _ID + 2 for mode, name, _id in come[:-1])
            within = accumulate(lengths, initial=start) if come else ()
            starts = [*starts[:first], *within, *(place + shift for place in starts[last:])]
        self._keep(new, _Tree(data, starts))
        return _apart(gone, come)


def _between(before: _Tree, after: _Tree) -> _Apart:
    """The entries that only one of two trees has, both having been read."""
    first, last, end = _window(before, after.data)
    gone = _entries(before.data, before.starts[first], before.starts[last])
    come = _entries(after.data, before.starts[first], end)
    if gone is None or come is None:
        gone = _entries(before.data, 0, len(before.data))
        come = _entries(after.data, 0, len(after.data))
    return _apart(gone or [], come or [])


def _apart(gone: list[_Entry], come: list[_Entry]) -> _Apart:
    """Two runs of entries without those that both have."""
    if len(gone) == len(come) == 1:
        return gone, come
    both = set(gone) & set(come)
    return [e for e in gone if e not in both], [e for e in come if e not in both]


def _window(before: _Tree, after: bytes) -> tuple[int, int, int]:
    """The entries of the older tree between which they differ, and the byte of the newer one.

    The stretch begins at the same byte in both, and ends before the second entry, or that byte.
    """
    old, starts = before.data, before.starts
    if 0 < len(old) == len(after) <= _SHORT:
        apart = int.from_bytes(old, "little") ^ int.from_bytes(after, "little")
        low = (apart & -apart).bit_length() - 1 >> 3 if apart else 0
        first = bisect_right(starts, low) - 1
        last = bisect_right(starts, max(apart.bit_length() - 1 >> 3, low), first)
        return first, last, starts[last]
    first = bisect_right(starts, _alike(old, after)) - 1
    here = starts[first]
    if first + 1 < len(starts) and len(old) == len(after):
        there = starts[first + 1]
        if old[there:] == after[there:]:  # one entry was changed, as most commits do
            return first, first + 1, there
    tail = _alike_at_the_end(old, after, min(len(old), len(after)) - here)
    last = bisect_left(starts, len(old) - tail, first)
    return first, last, starts[last] + len(after) - len(old)


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _alike_at_the_end(one: bytes, other: bytes, most: int) -> int:
    """How many bytes both end with, up to so many."""
    low, high = 0, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle
    return low


def _entry(data: bytes) -> _Entry | None:
    """The entry that the bytes are; None where they are something else."""
    mode, space, rest = data.partition(b" ")
    name, nul, id_ = rest.partition(b"\0")
    return (mode, name, id_) if space and nul and len(id_) == _ID else None


def _entries(data: bytes, start: int, end: int) -> list[_Entry] | None:
    """The entries that stand from one byte to another; None where they do not end there."""
    found = []
    while start < end:
        space = data.find(b" ", start, end)
        nul = data.find(b"\0", start, end)
        if not start < space < nul < end - _ID:
            return None
        found.append((data[start:space], data[space + 1 : nul], data[nul + 1 : nul + 1 + _ID]))
        start = nul + 1 + _ID
    return found if start == end else None
