"""A repository read without libgit2, for whoever reads little: loading it takes longer than that.

An article is a commit, some folders and a file. They are read here byte by byte, each object proven
by its hash, where nothing about the repository is out of the ordinary. Of everything else, and of
whatever is not found or not written as git writes it, this is `Unsure`, and libgit2 is asked
(`plainly`). So both give one answer, and refusals are those of libgit2.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from constitution.objects.faults import Damaged, TooBig
from constitution.objects.packs import Packs
from constitution.objects.proven import read_object
from constitution.repository.commits import MAIN, Commit, CommitId, Person, When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constitution.objects.faults import Kind

__all__ = ["Plain", "Unsure", "plainly"]

_LARGEST = 1 << 24  # bytes
_MANY = 1200
"""Objects after which libgit2, which reads each ten times as fast, is worth its loading."""

_DIGITS = frozenset("0123456789abcdef")
_UNUSUAL = (b"extensions", b"include", b"worktree", b"partialclone", b"promisor")
"""Words of a configuration with which a repository may be another than its bytes show."""

_ENTRY = re.compile(rb"(40000|100644|100755|120000|160000) ([^\0/]+)\0(.{20})", re.DOTALL)
_COMMIT = re.compile(
    rb"tree (?P<tree>[0-9a-f]{40})\n"
    rb"(?P<parents>(?:parent [0-9a-f]{40}\n)*)"
    rb"author (?P<author>[^\n]+)\n"
    rb"committer (?P<committer>[^\n]+)\n"
    rb"(?:gpgsig [^\n]*\n(?: [^\n]*\n)*)?"
    rb"\n+(?P<message>[^\0]*)",
)
_PERSON = re.compile(
    r"([^\s<>](?:[^\n<>]*[^\s<>])?) <([^\s<>]+)> (0|[1-9][0-9]{0,10}) ([+-])(0[0-9]|1[0-3])([0-5][0-9])"
)

_Answer = TypeVar("_Answer")
_Asked = ParamSpec("_Asked")


class Unsure(Exception):
    """Something is out of the ordinary, or not there: libgit2 says what it is."""


class _Read(Protocol):
    plain: Plain | None


_Reader = TypeVar("_Reader", bound=_Read)


def plainly(
    read: Callable[Concatenate[_Reader, _Asked], _Answer],
) -> Callable[Concatenate[_Reader, _Asked], _Answer]:
    """The same reading, done plainly by the method of that name as long as that is sure."""

    @wraps(read)
    def either(self: _Reader, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        if self.plain is not None:
            with suppress(Unsure):
                answer: _Answer = getattr(self.plain, read.__name__)(*args, **kwargs)
                return answer
        return read(self, *args, **kwargs)

    return either


@dataclass(slots=True)
class Plain:
    """What stands in an ordinary repository; every reading may be `Unsure`."""

    git_folder: Path
    is_bare: bool
    _packs: Packs
    _folders: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict, repr=False)
    """The trees that were read: name to mode and id."""
    _commits: dict[str, bytes] = field(default_factory=dict, repr=False)
    _blobs: dict[str, bytes] = field(default_factory=dict, repr=False)
    _left: int = _MANY

    @classmethod
    def find(cls, path: Path) -> Plain:
        """The repository that holds `path`, where it is an ordinary one of whoever asks."""
        try:
            return cls._found(os.path.realpath(path))
        except OSError:
            raise Unsure from None

    @classmethod
    def _found(cls, place: str) -> Plain:
        disk = os.stat(place).st_dev  # noqa: PTH116 - paths as text
        while True:
            inside = os.path.join(place, ".git")  # noqa: PTH118 - as above
            if os.path.lexists(inside):
                return cls._ordinary(Path(inside), is_bare=False)
            if os.path.lexists(os.path.join(place, "HEAD")):  # noqa: PTH118 - as above
                return cls._ordinary(Path(place), is_bare=True)
            above = os.path.dirname(place)  # noqa: PTH120 - as above
            if above == place or os.stat(above).st_dev != disk:  # noqa: PTH116 - as above
                raise Unsure
            place = above

    @classmethod
    def _ordinary(cls, folder: Path, *, is_bare: bool) -> Plain:
        """The repository in a git folder; `Unsure` where it has anything that is rarely there."""
        owner = getattr(os, "geteuid", lambda: None)()
        for own in (folder, folder if is_bare else folder.parent):
            if os.lstat(own).st_uid != owner or os.path.islink(own):  # noqa: PTH114 - quicker
                raise Unsure
        for rare in ("commondir", "shallow", "info/grafts", "objects/info/alternates", "reftable"):
            if os.path.lexists(folder / rare):
                raise Unsure
        for needed in ("objects", "refs"):
            if not (folder / needed).is_dir():
                raise Unsure
        settings = (folder / "config").read_bytes().lower()
        bare = b"\tbare = true\n" if is_bare else b"\tbare = false\n"
        for name, line in (
            (b"repositoryformatversion", b"\trepositoryformatversion = 0\n"),
            (b"bare", bare),
        ):
            if settings.count(name) != 1 or line not in settings:
                raise Unsure
        if any(word in settings for word in _UNUSUAL):
            raise Unsure
        return cls(folder, is_bare, Packs((folder / "objects",)))

    @property
    def folder(self) -> Path:
        """Where the repository is: its work tree, or itself where it is bare."""
        return self.git_folder if self.is_bare else self.git_folder.parent

    # -- what the repository is asked ----------------------------------------------------------

    def tip(self, ref: str = MAIN) -> CommitId:
        """The commit that main points to; of other refs it is not sure."""
        id_ = CommitId(self._ref(ref))
        self._commit(id_)
        return id_

    def commit(self, id_: CommitId) -> Commit:
        """The commit, read."""
        found = self._commit(id_)
        author, authored = _signed(found["author"])
        committer, committed = _signed(found["committer"])
        return Commit(
            id=id_,
            parents=tuple(CommitId(id_.decode()) for id_ in found["parents"].split()[1::2]),
            author=author,
            authored=authored,
            committer=committer,
            committed=committed,
            message=_decoded(found["message"]),
        )

    def listing(self, commit: CommitId, *folders: str) -> dict[str, str]:
        """The files below the folders at a commit (all files where none is named): path to blob."""
        if not folders:
            return dict(self._files(self._root(commit), ""))
        files: dict[str, str] = {}
        for folder in folders:
            mode, id_ = self._entry(commit, folder) or ("", "")
            if mode == "40000":
                files.update(self._files(id_, f"{folder}/"))
        return files

    def names(self, commit: CommitId, folder: str) -> list[str]:
        """The names directly inside a folder at a commit."""
        mode, id_ = self._entry(commit, folder) or ("", "")
        return list(self._tree(id_)) if mode == "40000" else []

    def tree_of(self, commit: CommitId, path: str) -> str | None:
        """The id of a file or folder at a commit (of all of it for "")."""
        if not path:
            return self._root(commit)
        entry = self._entry(commit, path)
        return entry[1] if entry is not None else None

    def file_at(self, commit: CommitId, path: str) -> str | None:
        """The blob of a file at a commit, or None where no file is."""
        mode, id_ = self._entry(commit, path) or ("", "")
        return id_ if mode.startswith("100") else None

    def blob(self, id_: str) -> bytes:
        """The bytes of a file by its blob id."""
        if id_ not in self._blobs:
            self._blobs[id_] = self._object(id_, "blob")
        return self._blobs[id_]

    def read(self, commit: CommitId, path: str, *, longest: int | None = None) -> bytes | None:
        """The bytes of a file at a commit, or None where it is not."""
        mode, id_ = self._entry(commit, path) or ("", "")
        if not mode.startswith("1") or mode == "160000":
            return None
        data = self.blob(id_)
        if longest is not None and len(data) > longest:
            raise Unsure
        return data

    # -- how it is read ------------------------------------------------------------------------

    def _ref(self, name: str) -> str:
        if name != MAIN:
            raise Unsure
        try:
            value = (self.git_folder / name).read_bytes()
        except FileNotFoundError:
            value = self._packed_ref(name.encode())
        except OSError:
            raise Unsure from None
        return _id_of(value.removesuffix(b"\n"))

    def _packed_ref(self, name: bytes) -> bytes:
        try:
            lines = (self.git_folder / "packed-refs").read_bytes().split(b"\n")
        except OSError:
            raise Unsure from None
        found = [line[:40] for line in lines if line[40:] == b" " + name]
        if len(found) != 1:
            raise Unsure
        return found[0]

    def _object(self, id_: str, kind: Kind) -> bytes:
        if not _is_id(id_) or not self._left:
            raise Unsure
        self._left -= 1
        try:
            found = read_object(self._packs, (self.git_folder / "objects",), id_, _LARGEST)
        except (Damaged, TooBig, OSError):
            raise Unsure from None
        if found is None or found[0] != kind:
            raise Unsure
        return found[1]

    def _commit(self, id_: CommitId) -> re.Match[bytes]:
        if id_ not in self._commits:
            self._commits[id_] = self._object(id_, "commit")
        found = _COMMIT.fullmatch(self._commits[id_])
        if found is None:
            raise Unsure
        return found

    def _root(self, commit: CommitId) -> str:
        return self._commit(commit)["tree"].decode()

    def _entry(self, commit: CommitId, path: str) -> tuple[str, str] | None:
        """The mode and the id of what stands at a path, or None."""
        mode, id_ = "40000", self._root(commit)
        for name in path.split("/"):
            if not name:
                raise Unsure
            if mode != "40000":
                return None
            entry = self._tree(id_).get(name)
            if entry is None:
                return None
            mode, id_ = entry
        return mode, id_

    def _tree(self, id_: str) -> dict[str, tuple[str, str]]:
        if id_ not in self._folders:
            self._folders[id_] = _entries(self._object(id_, "tree"))
        return self._folders[id_]

    def _files(self, tree: str, prefix: str) -> Iterator[tuple[str, str]]:
        for name, (mode, id_) in self._tree(tree).items():
            if mode == "40000":
                yield from self._files(id_, f"{prefix}{name}/")
            elif mode.startswith("100"):
                yield prefix + name, id_


def _entries(data: bytes) -> dict[str, tuple[str, str]]:
    """The entries of a folder, which is written and sorted as git does it."""
    found = _ENTRY.findall(data)
    keys = [name + b"/" if mode == b"40000" else name for mode, name, _id in found]
    whole = sum(len(mode) + len(name) for mode, name, _id in found) + 22 * len(found) == len(data)
    entries = {_decoded(name): (mode.decode(), id_.hex()) for mode, name, id_ in found}
    if not whole or keys != sorted(keys) or len(entries) != len(found):
        raise Unsure
    return entries


def _signed(line: bytes) -> tuple[Person, When]:
    found = _PERSON.fullmatch(_decoded(line))
    if found is None:
        raise Unsure
    name, address, seconds, sign, hours, minutes = found.groups()
    offset = int(hours) * 60 + int(minutes)
    return Person(name, address), When(int(seconds), -offset if sign == "-" else offset)


def _id_of(value: bytes) -> str:
    text = _decoded(value)
    if not _is_id(text):
        raise Unsure
    return text


def _is_id(text: str) -> bool:
    return len(text) == 40 and _DIGITS.issuperset(text)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unsure from None
