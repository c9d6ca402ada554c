"""Commits, trees and files by id, each read and parsed once; and how two trees differ."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from constitution.canonical import Digest, digest
from constitution.characters import is_noncharacter
from constitution.errors import Malformed
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Rules,
    Settings,
)
from constitution.language import _
from constitution.names import DEEPEST
from constitution.verify.doubt import Doubt
from constitution.verify.objects import (
    Entry,
    Tree,
    fold,
    parse_commit,
    parse_near,
    parse_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constitution.verify.objects import Commit
    from constitution.verify.store import Store

__all__ = ["PROTECTED", "Archive", "Difference", "Snapshot", "refuse_unknown"]

PROTECTED = frozenset({"articles", "governance", "votes", ".gitattributes"})
"""What stands at the top of a tree and changes only by a vote."""

MOST_PLACES = 200_000
"""The most files and folders that are looked at to compare two trees: one folder that stands in
many places is small to store, and endless to walk."""
_ENTRIES_KEPT = 1 << 17
_BLOBS_KEPT = 64
_PATHS_KEPT = 1 << 10
_SMALL = 1 << 16
_FEW = 40
"""So many entries are read as fast as they are compared."""
_PAIRS_KEPT = 1 << 6
"""A sealed commit and the adoption of it change the same folders, one soon after the other."""
_SHORT = re.compile(r"(?:articl|govern|gitatt)~[0-9]+|gi[0-9a-f]{4}~[0-9]+")
"""The short names that Windows may give to what is protected."""
_FORMAT = re.compile(rb'format = "([a-z-]+)/([1-9][0-9]{0,8})"\n')
_EMPTY = Tree({})

Parsed = TypeVar("Parsed")


def refuse_unknown(data: bytes, wanted: str, where: str) -> None:
    """Nothing, unless a file is newer than this program: its format, or a character in it.

    Then a `Doubt`. What is a fault to this program may be in form to a later one.
    """
    found = _FORMAT.match(data)
    family, _slash, version = wanted.partition("/")
    if found and found[1].decode() == family and int(found[2]) > int(version):
        raise Doubt(
            "unknown-format",
            _("{path} is in a newer format than this program knows.").format(path=where),
            hint=_("Verify with a newer version of `constitution`."),
        )
    if data.isascii():
        return
    for character in set(data.decode("utf-8", errors="ignore")):
        if unicodedata.category(character) == "Cn" and not is_noncharacter(character):
            raise Doubt(
                "unknown-character",
                _("{path} holds U+{code}, which is unknown to this program.").format(
                    path=where, code=f"{ord(character):04X}"
                ),
                hint=_("Verify with a newer version of `constitution`."),
            )


@dataclass(slots=True)
class Archive:
    """The objects of a repository, parsed; what is asked for twice is read once."""

    store: Store
    _commits: dict[str, Commit] = field(default_factory=dict)
    _trees: OrderedDict[str, Tree] = field(default_factory=OrderedDict)
    _entries: int = 0
    """How many entries the trees that are kept have, all together."""
    _blobs: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _digests: dict[str, Digest] = field(default_factory=dict)
    _governance: dict[tuple[str, str], Rules | Members | Settings | Malformed] = field(
        default_factory=dict
    )
    """By id and by what it was read as: one file may stand in the place of another."""
    _at: dict[tuple[str, str], Entry | None] = field(default_factory=dict)
    """What stands at a path below a tree; of what is asked for again and again in one commit."""
    _differing: dict[tuple[str | None, str | None], frozenset[str]] = field(default_factory=dict)
    """The names under which two trees differ; of those that are asked for again, a moment later."""
    _places: int = 0

    def begin_walk(self) -> None:
        """Count from here how many places a walk looks at."""
        self._places = 0

    def step(self, places: int = 1) -> None:
        """Nothing, until a walk has looked at too many places: then a `Doubt`."""
        self._places += places
        if self._places > MOST_PLACES:
            raise Doubt(
                "too-big",
                _("More than {most} files and folders would have to be looked at.").format(
                    most=MOST_PLACES
                ),
            )

    def commit(self, id_: str) -> Commit:
        """The commit, with its first fault; `Doubt` where its bytes name no tree."""
        found = self._commits.get(id_)
        if found is None:
            found = parse_commit(self.store.read(id_, "commit"))
            if found is None:
                raise Doubt("corrupt-object", _("{id} does not read as a commit.").format(id=id_))
            self._commits[id_] = found
        return found

    def tree(self, id_: str | None) -> Tree:
        """The tree, with its first fault; empty for None."""
        if id_ is None:
            return _EMPTY
        found = self._trees.get(id_)
        if found is None:
            return self._keep(id_, parse_tree(self.store.read(id_, "tree")))
        self._trees.move_to_end(id_)
        return found

    def at(self, root: str, path: str) -> Entry | None:
        """What stands at a path below a tree, a file or a folder."""
        key = root, path
        if key in self._at:
            return self._at[key]
        above, _slash, name = path.rpartition("/")
        folder = self.at(root, above) if above else None
        within = root if not above else folder.id if folder and folder.is_folder else None
        found = None if within is None else self.tree(within).entries.get(name)
        if len(self._at) >= _PATHS_KEPT:
            self._at.clear()
        self._at[key] = found
        return found

    def _keep(self, id_: str, tree: Tree) -> Tree:
        self._trees[id_] = tree
        self._entries += len(tree.entries)
        while self._entries > _ENTRIES_KEPT and len(self._trees) > 2:
            _id, gone = self._trees.popitem(last=False)
            self._entries -= len(gone.entries)
        return tree

    def pair(self, old: str | None, new: str | None) -> tuple[Tree, Tree, frozenset[str]]:
        """Two trees, and the names under which they differ."""
        differing = self._differing.get((old, new))
        if differing is None:
            differing = self._compare(old, new)
            if len(differing) <= _FEW:
                if len(self._differing) >= _PAIRS_KEPT:
                    self._differing.clear()
                self._differing[old, new] = differing
        return self.tree(old), self.tree(new), differing

    def _compare(self, old: str | None, new: str | None) -> frozenset[str]:
        """The names under which two trees differ; the new one is read as it differs from the old."""
        before = self.tree(old)
        if new is not None and len(before.entries) > _FEW:
            known = self._trees.get(new)
            data = self.store.read(new, "tree") if known is None else known.raw
            near = parse_near(data, before)
            if near is not None:
                if known is None:
                    self._keep(new, near[0])
                return near[1]
        differing = before.entries.items() ^ self.tree(new).entries.items()
        return frozenset(name for name, _entry in differing)

    def blob(self, id_: str) -> bytes:
        """The bytes of a file."""
        found = self._blobs.get(id_)
        if found is None:
            found = self.store.read(id_, "blob")
            if len(found) <= _SMALL:
                self._blobs[id_] = found
                if len(self._blobs) > _BLOBS_KEPT:
                    self._blobs.popitem(last=False)
        return found

    def digest(self, id_: str) -> Digest:
        """The digest of a file, as motions name it."""
        found = self._digests.get(id_)
        if found is None:
            found = self._digests[id_] = digest(self.blob(id_))
        return found

    def snapshot(self, id_: str) -> Snapshot:
        """The commit with its tree, ready to be asked for files."""
        commit = self.commit(id_)
        return Snapshot(id_, commit, self)

    def governance(
        self, id_: str, parse: Callable[[bytes], Parsed], format_name: str, where: str
    ) -> Parsed | Malformed:
        """The file of governance parsed, or its fault."""
        found = self._governance.get((id_, format_name))
        if found is None:
            data = self.blob(id_)
            refuse_unknown(data, format_name, where)
            try:
                found = parse(data)  # type: ignore[assignment]  # one id, one file, one parser
            except Malformed as fault:
                found = fault
            self._governance[id_, format_name] = found  # type: ignore[assignment]  # as above
        return found  # type: ignore[return-value]  # as above

    def differences(
        self, old: str | None, new: str | None, folder: str, faults: list[tuple[str, str]]
    ) -> Iterator[Difference]:
        """Every file below a folder that differs between two trees, in order of its path.

        A fault of a new tree is added to `faults` as its path and a sentence.
        """
        if folder.count("/") > DEEPEST:
            faults.append((folder, _("The folders are nested too deep.")))
            return
        before, after, changed = self.pair(old, new)
        if after.fault and after.fault != before.fault:
            faults.append((folder, after.fault))
        if new is not None and not after.entries:
            faults.append((folder, _("A folder is empty.")))
        self.step(1 + len(changed))
        for name in sorted(changed):
            was, now = before.entries.get(name), after.entries.get(name)
            path = folder + name
            was_folder = was.id if was and was.is_folder else None
            now_folder = now.id if now and now.is_folder else None
            was_file = was if was and not was.is_folder else None
            now_file = now if now and not now.is_folder else None
            if was_file or now_file:
                yield Difference(path, was_file, now_file)
            if was_folder or now_folder:
                yield from self.differences(was_folder, now_folder, path + "/", faults)


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not the same in two trees; None where it is not there."""

    path: str
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A commit of main or of a motion, and the files its tree holds."""

    id: str
    commit: Commit
    archive: Archive

    @property
    def root(self) -> Tree:
        """What stands at the top."""
        return self.archive.tree(self.commit.tree)

    def entry(self, path: str) -> Entry | None:
        """What stands at a path, a file or a folder."""
        return self.archive.at(self.commit.tree, path)

    def folder(self, path: str) -> str | None:
        """The id of the tree at a path."""
        found = self.entry(path)
        return found.id if found is not None and found.is_folder else None

    def file(self, path: str) -> str | None:
        """The id of the file at a path; None where there is none, or it is no plain file."""
        found = self.entry(path)
        return found.id if found is not None and found.mode == "100644" else None

    def article_paths(self) -> list[str]:
        """The paths of the text: articles, and the headings that name folders."""
        found: list[str] = []
        waiting = [("articles", self.folder("articles"))]
        self.archive.begin_walk()
        while waiting:
            above, folder = waiting.pop()
            if folder is None:
                continue
            self.archive.step(1 + len(self.archive.tree(folder).entries))
            for name, entry in self.archive.tree(folder).entries.items():
                path = f"{above}/{name}"
                if entry.is_folder:
                    waiting.append((path, entry.id))
                elif name.endswith(".md"):
                    found.append(path)
        return sorted(found)

    def is_whole(self) -> bool:
        """Whether every folder can be read, the free ones too; their files are not looked at."""
        waiting = [self.commit.tree]
        self.archive.begin_walk()
        try:
            while waiting:
                entries = self.archive.tree(waiting.pop()).entries.values()
                self.archive.step(1 + len(entries))
                waiting.extend(entry.id for entry in entries if entry.is_folder)
        except Doubt:
            return False
        return True

    def blob(self, path: str) -> bytes | None:
        """The bytes of the file at a path."""
        found = self.file(path)
        return None if found is None else self.archive.blob(found)

    def digest(self, path: str) -> Digest | None:
        """The digest of the file at a path."""
        found = self.file(path)
        return None if found is None else self.archive.digest(found)

    def rules(self) -> Rules | Malformed:
        """The rules this commit holds, or their fault."""
        return self._governance(RULES_FILE, Rules.parse, "constitution-rules/1")

    def members(self) -> Members | Malformed:
        """The members this commit holds, or their fault."""
        return self._governance(MEMBERS_FILE, Members.parse, "constitution-members/1")

    def settings(self) -> Settings | Malformed:
        """The settings this commit holds, or their fault."""
        return self._governance(SETTINGS_FILE, Settings.parse, "constitution/1")

    def _governance(
        self, path: str, parse: Callable[[bytes], Parsed], format_name: str
    ) -> Parsed | Malformed:
        found = self.file(path)
        if found is None:
            return Malformed(_("{path} is missing").format(path=path))
        return self.archive.governance(found, parse, format_name, path)

    def changes_since(
        self, other: Snapshot | None, faults: list[tuple[str, str]]
    ) -> tuple[list[Difference], tuple[str, ...]]:
        """The protected files that differ from another commit, and the free names at the top."""
        self.archive.begin_walk()
        before = other.root if other else _EMPTY
        after = self.root
        if after.fault and after.fault != before.fault:
            faults.append(("", after.fault))
        faults.extend(
            (name, _("This name is that of a protected file on some computers."))
            for name in sorted(after.entries.keys() - before.entries.keys() - PROTECTED)
            if fold(name) in PROTECTED or _SHORT.fullmatch(fold(name))
        )
        differences: list[Difference] = []
        free: list[str] = []
        for name in sorted(before.entries.keys() | after.entries.keys()):
            was, now = before.entries.get(name), after.entries.get(name)
            if was == now:
                continue
            if name not in PROTECTED:
                free.append(name)
                continue
            was_file = was if was and not was.is_folder else None
            now_file = now if now and not now.is_folder else None
            if was_file or now_file:
                differences.append(Difference(name, was_file, now_file))
            was_id = was.id if was and was.is_folder else None
            now_id = now.id if now and now.is_folder else None
            if was_id or now_id:
                differences.extend(self.archive.differences(was_id, now_id, name + "/", faults))
        return differences, tuple(free)
