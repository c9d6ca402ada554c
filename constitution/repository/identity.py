"""The id that a tree would have, worked out without writing anything: reading needs no room to write."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from constitution.repository.library import enums, pygit2

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["nest", "tree_id"]


def nest(files: Mapping[str, bytes | None]) -> dict[str, object]:
    """Files by path as folders in folders: a dict each, with bytes, or None for what goes.

    What goes makes room first: a folder may take the place of a file, and a file that of a folder.
    """
    nested: dict[str, object] = {}
    for path, data in sorted(files.items(), key=lambda file: file[1] is not None):
        place = nested
        *folders, name = path.split("/")
        for folder in folders:
            below = place.get(folder)
            if not isinstance(below, dict):
                below = place[folder] = {}
            place = below
        place[name] = data
    return nested


def tree_id(tree: pygit2.Tree | None, nested: Mapping[str, object]) -> str:
    """The id of a tree with the files put in, or taken out where None; folders go when empty."""
    return (_tree(tree, nested) or hashlib.sha1(b"tree 0\0", usedforsecurity=False).digest()).hex()


def _tree(tree: pygit2.Tree | None, nested: Mapping[str, object]) -> bytes | None:
    entries: dict[str, tuple[int, bytes]] = {}
    for entry in tree if tree is not None else ():
        entries[str(entry.name)] = (int(entry.filemode), bytes.fromhex(str(entry.id)))
    for name, value in nested.items():
        made: tuple[int, bytes] | None = None
        if isinstance(value, dict):
            before = tree[name] if tree is not None and name in tree else None
            id_ = _tree(before if isinstance(before, pygit2.Tree) else None, value)
            if id_ is not None:
                made = (int(enums.FileMode.TREE), id_)
        elif isinstance(value, bytes):
            made = (int(enums.FileMode.BLOB), _hash(b"blob", value))
        if made is not None:
            entries[name] = made
        else:
            entries.pop(name, None)
    if not entries:
        return None
    lines = [
        (name.encode() + (b"/" if mode == enums.FileMode.TREE else b""), name, mode, id_)
        for name, (mode, id_) in entries.items()
    ]
    return _hash(
        b"tree",
        b"".join(
            b"%o %s\0%s" % (mode, name.encode(), id_) for _key, name, mode, id_ in sorted(lines)
        ),
    )


def _hash(kind: bytes, data: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(data), data), usedforsecurity=False).digest()
