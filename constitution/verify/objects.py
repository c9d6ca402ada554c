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
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from constitution.language import _
from constitution.verify.overlay import overlaid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
_MODES = frozenset({b"40000", b"100644", b"100755", b"120000", b"160000"})

_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0(.{20})", re.DOTALL)
_START = re.compile(rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)")
_PERSON = re.compile(rb"([^\0\n<>]*)<([^\0\n<>]*)> (?:0|[1-9][0-9]{0,11}) [+-][0-9]{4}")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9:-]*) [^\0]*")
_SIGNATURES = frozenset({b"gpgsig", b"gpgsig-sha256"})
_ONCE_FIRST = frozenset({b"tree", b"parent", b"author", b"committer"})
_APART = 8
"""How many lines of a tree lie between two of which it is kept where they begin."""


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
    marks: Sequence[int] = ()
    """Where some lines of the bytes begin, with few lines between; none where there is a fault."""
    folds: Mapping[str, str] = field(default_factory=dict)
    """The names, by what some file systems take them for; none where there is a fault."""


def parse_tree(data: bytes) -> Tree:
    """The tree that the bytes say, with its first fault.

    Entries are sorted as git sorts them, none is there twice, modes are written as git writes
    them, and no two names fold to one on a file system that ignores case or composition.
    """
    raw = _ENTRY.findall(data)
    entries = {entry.name: entry for entry in map(_entry, reversed(raw))}
    fault = _tree_fault(data, raw)
    if fault:
        return Tree(entries, fault)
    folds = {fold(name): name for name in entries}
    fault = _folding(entries, folds)
    if fault:
        return Tree(entries, fault)
    lengths = (len(mode) + len(name) + 22 for mode, name, _id in raw)
    marks = list(itertools.accumulate(lengths, initial=0))[:-1:_APART]
    return Tree(entries, "", data, marks, folds)


def parse_near(data: bytes, near: Tree) -> tuple[Tree, frozenset[str]] | None:
    """The tree that the bytes say and the names that differ from a tree near it, or None.

    The same as `parse_tree`, where neither tree has a fault; None where one may have. What both
    begin and end with is neither read again nor copied: a folder of all the records grows by one
    at a time.
    """
    old, marks = near.raw, near.marks
    if not marks:
        return None
    same = _common(old, data)
    after = _common_end(old, data, min(len(old), len(data)) - same)
    shift = len(data) - len(old)
    # the lines that differ, and one before and one after, so that the order holds at the joints
    first = max(bisect.bisect_right(marks, same) - 2, 0)
    before, left, passed = _line(old, marks[first], same)
    last = bisect.bisect_right(marks, len(old) - after)
    _before, right, _passed = _line(old, max(marks[last - 1], left), len(old) - after)
    if right < len(old) - after:
        right = _next(old, right)
    joined, middle = data[before : _next(old, right) + shift], data[left : right + shift]
    lines = _ENTRY.findall(middle)
    if _tree_fault(middle, lines) or _tree_fault(joined, _ENTRY.findall(joined)):
        return None
    gone = {entry.name: entry for entry in map(_entry, _ENTRY.findall(old[left:right]))}
    added = {entry.name: entry for entry in map(_entry, lines)}
    for name in [name for name, entry in gone.items() if added.get(name) == entry]:
        del gone[name], added[name]
    folds = {fold(name): name for name in added}
    if _folding(added, folds):
        return None
    twins = {near.folds[folded] for folded in folds if folded in near.folds}
    twins.update(name for name in added if name in near.entries)
    if not twins <= gone.keys():
        return None
    kept = marks[: bisect.bisect_left(marks, before)]
    here = [before] if passed > 2 * _APART or not kept else []
    tree = Tree(
        overlaid(near.entries, gone, added),
        "",
        data,
        [*kept, *here, *(mark + shift for mark in marks[last:])],
        overlaid(near.folds, {fold(name) for name in gone}, folds),
    )
    return tree, frozenset(gone.keys() | added.keys())


def _next(raw: bytes, start: int) -> int:
    """Where the line after the one that begins at `start` begins, or the end."""
    return raw.index(b"\0", start) + 21 if start < len(raw) else start


def _line(raw: bytes, start: int, place: int) -> tuple[int, int, int]:
    """Where the line before that of a place begins, and that line, and how many were passed."""
    before, passed = start, 0
    while start < len(raw) and (then := _next(raw, start)) <= place:
        before, start, passed = start, then, passed + 1
    return before, start, passed


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


def _common_end(one: bytes, other: bytes, most: int) -> int:
    """How many bytes both end with, as far as these."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _tree_fault(data: bytes, raw: list[tuple[bytes, bytes, bytes]]) -> str:
    """Why these lines are not those that git writes in the bytes; nothing where they are."""
    if sum([len(mode) + len(name) for mode, name, _id in raw]) + 22 * len(raw) != len(data):
        return _("The folder is not in the form git writes.")
    if len({name for _mode, name, _id in raw}) != len(raw):
        counts = Counter(name for _mode, name, _id in raw)
        return _("The folder holds {name} twice.").format(
            name=ascii(max(counts, key=lambda name: counts[name]).decode(errors="replace"))
        )
    if not {mode for mode, _name, _id in raw} <= _MODES:
        name = next(name for mode, name, _id in raw if mode not in _MODES)
        return _("The mode of {name} is not one that git writes.").format(
            name=ascii(name.decode(errors="replace"))
        )
    keys = [name + b"/" if mode == b"40000" else name for mode, name, _id in raw]
    if keys != sorted(keys):  # and none is there twice
        return _("The folder is not sorted as git sorts it.")
    return ""


def _folding(entries: Mapping[str, Entry], seen: Mapping[str, str]) -> str:
    for forbidden in (".git", "git~1", ".", ".."):
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
