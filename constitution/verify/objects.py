"""Commits and trees as their bytes say, parsed by rules stricter than git's own.

Nothing here trusts a library's view of an object: grafts, replacements, normalised modes and
silently dropped duplicates all live above the raw bytes.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

__all__ = [
    "FILE",
    "FOLDER",
    "Commit",
    "Entry",
    "Tree",
    "fold",
    "parse_commit",
    "parse_near",
    "parse_tree",
]

FOLDER = "40000"
FILE = "100644"
_MODES = frozenset({FOLDER, FILE, "100755", "120000", "160000"})

_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0([\s\S]{20})")
_START = re.compile(rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)")
_PERSON = re.compile(rb"([^\0\n<>]*)<([^\0\n<>]*)> (?:0|[1-9][0-9]{0,11}) [+-][0-9]{4}")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9:-]*) [^\0]*")
_SIGNATURES = frozenset({b"gpgsig", b"gpgsig-sha256"})
_ONCE_FIRST = frozenset({b"tree", b"parent", b"author", b"committer"})


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says."""

    tree: str
    parents: tuple[str, ...]
    author: str
    committer: str
    """A name and an address, as written; not proven by anything."""
    fault: str = ""
    """A sentence, where its bytes are not in the form git writes."""


def parse_commit(data: bytes) -> Commit | None:
    """The commit that the bytes say, with its first fault; None where it names no tree.

    Headers come in git's order, each once: tree, parents, author, committer, then others, of
    which at most one is a signature. No byte of a commit is NUL.
    """
    start = _START.match(data)
    if start is None:
        return None
    parents = tuple(line[7:].decode() for line in start[2].splitlines())
    header, blank, _message = data[start.end() :].partition(b"\n\n")
    lines = header.split(b"\n")
    if not blank and lines[-1] == b"":
        lines.pop()
    author = _person(lines, 0, b"author ")
    committer = _person(lines, 1, b"committer ")
    return Commit(
        start[1].decode(),
        parents,
        author or "",
        committer or "",
        fault=_commit_fault(data, parents, author, committer, lines[2:]),
    )


def _person(lines: list[bytes], index: int, label: bytes) -> str | None:
    if len(lines) <= index or not lines[index].startswith(label):
        return None
    found = _PERSON.fullmatch(lines[index].removeprefix(label))
    if found is None:
        return None
    name, address = (part.decode(errors="replace").strip() for part in found.groups())
    return f"{name} <{address}>".strip()


def _commit_fault(
    data: bytes,
    parents: tuple[str, ...],
    author: str | None,
    committer: str | None,
    others: list[bytes],
) -> str:
    if b"\0" in data:
        return _("The commit holds a NUL byte.")
    if len(set(parents)) != len(parents):
        return _("The commit names one parent twice.")
    if author is None or committer is None:
        return _("The commit's author and committer are not in the form git writes.")
    signatures = 0
    for number, line in enumerate(others):
        if line.startswith(b" "):
            if number == 0:
                return _("A header of the commit continues nothing.")
            continue
        found = _HEADER.fullmatch(line)
        if found is None or found[1] in _ONCE_FIRST:
            return _("The headers of the commit are not in the order git writes.")
        signatures += found[1] in _SIGNATURES
    if signatures > 1:
        return _("The commit bears two signatures.")
    return ""


class Entry(NamedTuple):
    """A line of a tree."""

    name: str
    """Bytes that are not UTF-8 are kept as lone surrogates."""
    mode: str
    id: str

    @property
    def is_folder(self) -> bool:
        """Whether it leads to another tree."""
        return self.mode == FOLDER


@dataclass(frozen=True, slots=True)
class Tree:
    """What a folder holds, by name."""

    entries: Mapping[str, Entry]
    fault: str = ""
    """A sentence, where its bytes are not those git writes for these entries."""
    raw: bytes = b""
    starts: Sequence[int] = ()
    """Where each line of the bytes begins; only where there is no fault."""
    folds: AbstractSet[str] = frozenset()
    """The names as some file systems take them; only where there is no fault."""


def parse_tree(data: bytes) -> Tree:
    """The tree that the bytes say, with its first fault.

    Entries are sorted as git sorts them, none is there twice, modes are written as git writes
    them, and no two names fold to one on a file system that ignores case or composition.
    """
    raw = _ENTRY.findall(data)
    entries = {entry.name: entry for entry in map(_entry, reversed(raw))}
    fault = _tree_fault(data, raw, entries)
    if fault:
        return Tree(entries, fault)
    folded = {fold(name): name for name in entries}
    fault = _folding(entries, folded)
    if fault:
        return Tree(entries, fault)
    lengths = (len(mode) + len(name) + 22 for mode, name, _id in raw[:-1])
    starts = list(itertools.accumulate(lengths, initial=0)) if raw else []
    return Tree(entries, "", data, starts, folded.keys())


def parse_near(data: bytes, near: Tree) -> tuple[Tree, frozenset[str]] | None:
    """The tree that the bytes say and the names that differ from a tree near it, or None.

    The same as `parse_tree`, where neither tree has a fault; None where one may have. What both
    begin and end with is not read again: a folder of all the records grows by one at a time.
    """
    old = near.raw
    if near.fault or not old:
        return None
    same = _common(old, data)
    first = bisect.bisect_right(near.starts, same) - 1
    left = near.starts[first]
    after = min(_common_end(old, data), len(old) - left, len(data) - left)
    last = bisect.bisect_left(near.starts, len(old) - after)
    right = near.starts[last] if last < len(near.starts) else len(old)
    shift = len(data) - len(old)
    middle = data[left : right + shift]
    raw, gone = _ENTRY.findall(middle), _ENTRY.findall(old[left:right])
    entries = dict(near.entries)
    folds = set(near.folds)
    for found in map(_entry, gone):
        del entries[found.name]
        folds.discard(fold(found.name))
    added = {entry.name: entry for entry in map(_entry, raw)}
    folded = {fold(name) for name in added}
    if entries.keys() & added.keys() or folds & folded or len(folded) != len(raw):
        return None
    if _folding(added, {fold(name): name for name in added}):
        return None
    # one line before and one after, so that the order is known to hold across the joints
    before = near.starts[first - 1] if first else left
    end = near.starts[last + 1] if last + 1 < len(near.starts) else len(old)
    joined = data[before : end + shift]
    lines = _ENTRY.findall(joined)
    if _tree_fault(joined, lines, {entry.name: entry for entry in map(_entry, lines)}):
        return None
    lengths = (len(mode) + len(name) + 22 for mode, name, _id in raw)
    starts = [
        *near.starts[:first],
        *(list(itertools.accumulate(lengths, initial=left))[:-1]),
        *[start + shift for start in near.starts[last:]],
    ]
    removed = {entry.name: entry for entry in map(_entry, gone)}
    changed = frozenset(name for name, _entry in removed.items() ^ added.items())
    entries.update(added)
    folds |= folded
    return Tree(entries, "", data, starts, folds), changed


def _entry(found: tuple[bytes, bytes, bytes]) -> Entry:
    mode, name, id_ = found
    return Entry(name.decode(errors="surrogateescape"), mode.decode(), id_.hex())


def _common(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: bytes, other: bytes) -> int:
    """How many bytes both end with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _tree_fault(
    data: bytes, raw: list[tuple[bytes, bytes, bytes]], entries: Mapping[str, Entry]
) -> str:
    if sum(len(mode) + len(name) + 22 for mode, name, _id in raw) != len(data):
        return _("The folder is not in the form git writes.")
    if len(entries) != len(raw):
        counts = Counter(name for _mode, name, _id in raw)
        return _("The folder holds {name} twice.").format(
            name=ascii(max(counts, key=lambda name: counts[name]).decode(errors="replace"))
        )
    for mode, name, _id in raw:
        if mode.decode() not in _MODES:
            return _("The mode of {name} is not one that git writes.").format(
                name=ascii(name.decode(errors="replace"))
            )
    keys = [name + b"/" if mode == b"40000" else name for mode, name, _id in raw]
    if any(one >= other for one, other in itertools.pairwise(keys)):
        return _("The folder is not sorted as git sorts it.")
    return ""


def _folding(entries: Mapping[str, Entry], seen: Mapping[str, str]) -> str:
    for forbidden in (".git", ".", ".."):
        if forbidden in seen:
            return _("No file can be named {name}.").format(name=ascii(seen[forbidden]))
    if len(seen) == len(entries):
        return ""
    other = next(name for name in entries if seen[fold(name)] != name)
    return _("{one} and {other} are one name on some computers.").format(
        one=ascii(seen[fold(other)]), other=ascii(other)
    )


def fold(name: str) -> str:
    """The name as a file system may take it that ignores case, composition, trailing dots and streams."""
    name = name.partition(":")[0] or name  # a stream of a file, on Windows
    if name.isascii():
        return name.rstrip(". ").lower() or name
    visible = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", visible).casefold())
    return folded.rstrip(". ") or name
