"""Trees compared by what they hold, without reading a file: the fast way through a long history."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Trees", "unverified"]

_ENTRY = re.compile(rb"(\d+) ([^\0]+)\0(.{20})", re.DOTALL)
_FOLDER = b"40000"
_FILES = frozenset({b"100644", b"100755", b"100664"})
_KEPT = 4000
"""How many trees are remembered at most."""


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


class Trees:
    """The trees of a repository, each parsed once; ids are bytes."""

    def __init__(self, git: pygit2.Repository) -> None:
        self.git = git
        self.parsed: dict[bytes, frozenset[tuple[bytes, bytes, bytes]]] = {}

    def entries(self, id_: bytes) -> frozenset[tuple[bytes, bytes, bytes]]:
        """What a tree holds: mode, name and id of each entry."""
        found = self.parsed.get(id_)
        if found is None:
            if len(self.parsed) >= _KEPT:
                self.parsed.clear()
            data = self.git.read(pygit2.Oid(raw=id_))[1]
            found = self.parsed[id_] = frozenset(_ENTRY.findall(data))
        return found

    def folder(self, tree: bytes, name: str) -> bytes | None:
        """The id of a folder in a tree, or None where there is none."""
        wanted = name.encode()
        for mode, called, id_ in self.entries(tree):
            if called == wanted and mode == _FOLDER:
                return id_
        return None

    def names(self, folder: bytes | None) -> frozenset[bytes]:
        """The names in a folder."""
        if folder is None:
            return frozenset()
        return frozenset(name for _mode, name, _id in self.entries(folder))

    def differences(
        self, old: bytes | None, new: bytes | None, prefix: str
    ) -> Iterator[tuple[str, str | None, str | None]]:
        """The files that differ between two folders: path, blob before and blob after."""
        if old == new:
            return
        before = self.entries(old) if old is not None else frozenset()
        after = self.entries(new) if new is not None else frozenset()
        gone = {name: (mode, id_) for mode, name, id_ in before - after}
        come = {name: (mode, id_) for mode, name, id_ in after - before}
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
