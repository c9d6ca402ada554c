"""A git repository as it is read: its refs, its history, and the files at each commit."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import CannotTell, Malformed, Unknown
from constitution.language import _
from constitution.objects.pipes import refuse_pipes
from constitution.repository.commits import MAIN, Commit, CommitId, Person, When
from constitution.repository.library import enums, is_loaded, pygit2
from constitution.repository.opening import discover, open_with_library
from constitution.repository.plain import Plain, Unsure, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from constitution.repository.trees import Trees

__all__ = ["Branch", "Reading"]


_FETCHED_MAIN = re.compile(r"refs/remotes/[^/]+/main")
_SHORT_ID = re.compile(r"[0-9a-f]{7,40}")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a family such as `amendments/`, here or as last fetched."""

    name: str
    """Without the family: `lower-the-threshold`."""
    ref: str
    tip: CommitId
    remote: str | None
    """The remote it was fetched from; None for a branch of this clone."""


@dataclass(slots=True)
class Reading:
    """What can be read of a repository. Belongs to one thread; opening another takes 0.1 ms."""

    _library: pygit2.Repository | None
    """What libgit2 opened; None as long as nobody needed it."""
    plain: Plain | None = field(default=None, repr=False)
    """What is asked first, as long as it is sure."""
    _blobs: dict[str, bytes] = field(default_factory=dict, repr=False)
    _listings: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    _trees: Trees | None = field(default=None, repr=False)
    _roots: dict[CommitId, bytes] = field(default_factory=dict, repr=False)
    """The trees of the commits that were met."""
    _is_whole: bool = False

    @property
    def _git(self) -> pygit2.Repository:
        """What libgit2 reads; `CannotTell` where it would wait for ever on an object."""
        if not self._is_whole:
            from constitution.repository.loose import refuse_cut_short

            refuse_cut_short(self.git_folder)
            self._is_whole = True
        opened = self._opened
        self.plain = None
        return opened

    @property
    def _opened(self) -> pygit2.Repository:
        """For what reads no object; all else goes through `_git`."""
        if self._library is None:
            self._library = open_with_library(self.git_folder)
        return self._library

    # -- opening -------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path) -> Self:
        """The repository that holds `path`; `Unknown` where there is none."""
        refuse_pipes(path)
        if not is_loaded() and path.exists():
            with contextlib.suppress(Unsure):
                return cls(None, Plain.find(path))
        return cls(open_with_library(discover(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._library is not None:
            self._library.free()

    @property
    def folder(self) -> Path:
        """Where the repository is: its work tree, or itself where it is bare."""
        if self.plain is not None:
            return self.plain.folder
        return Path(self._opened.workdir or self._opened.path)

    @property
    def git_folder(self) -> Path:
        """The `.git` folder that all work trees share."""
        if self.plain is not None:
            return self.plain.git_folder
        common = Path(self._opened.path) / "commondir"
        if common.is_file():
            return (Path(self._opened.path) / common.read_text().strip()).resolve()
        return Path(self._opened.path)

    @property
    def state_folder(self) -> Path:
        """What this machine may lose: `.git/constitution/`."""
        return self.git_folder / "constitution"

    @property
    def is_bare(self) -> bool:
        """Whether there is no work tree."""
        return self.plain.is_bare if self.plain is not None else bool(self._opened.is_bare)

    # -- refs ----------------------------------------------------------------------------------

    @plainly
    def tip(self, ref: str = MAIN) -> CommitId | None:
        """The commit a ref points to, or None."""
        try:
            reference = self._git.references.get(ref)
        except ValueError:
            return None
        if reference is None:
            return None
        try:
            return CommitId(str(reference.peel(pygit2.Commit).id))
        except (pygit2.GitError, KeyError):
            return None

    def main(self) -> CommitId:
        """The tip of main, here or as last fetched; `Unknown` where nothing was founded."""
        tip = self.tip(MAIN)
        if tip is not None:
            return tip
        fetched = [ref for ref in self.refs("refs/remotes/") if _FETCHED_MAIN.fullmatch(ref)]
        for ref in sorted(fetched, key=lambda ref: ref != "refs/remotes/origin/main"):
            tip = self.tip(ref)
            if tip is not None:
                return tip
        if MAIN in self._git.references:
            raise CannotTell(
                _("missing object: what `main` points to is not in {path}").format(
                    path=self.folder
                ),
                hint=_("`constitution doctor` says what is broken here, and what mends it."),
            )
        raise Unknown(
            _("there is no branch `main` in {path}").format(path=self.folder),
            hint=_("Found a constitution with `constitution init DIR`."),
        )

    def refs(self, prefix: str) -> list[str]:
        """The names of the refs under a prefix, sorted."""
        return sorted(name for name in self._git.references if name.startswith(prefix))

    def branches(self, family: str) -> dict[str, Branch]:
        """The branches `<family>/<name>` by name; this clone's own come before fetched ones."""
        found: dict[str, Branch] = {}
        for ref in self._git.references:
            for prefix, remote in self._prefixes(ref, family):
                if ref.startswith(prefix):
                    name = ref[len(prefix) :]
                    tip = self.tip(ref)
                    if tip is not None and (remote is None or name not in found):
                        found[name] = Branch(name, ref, tip, remote)
        return dict(sorted(found.items()))

    @staticmethod
    def _prefixes(ref: str, family: str) -> Iterator[tuple[str, str | None]]:
        yield f"refs/heads/{family}/", None
        if ref.startswith("refs/remotes/"):
            remote = ref.split("/")[2]
            yield f"refs/remotes/{remote}/{family}/", remote

    def resolve(self, revision: str) -> CommitId | None:
        """The commit that a git revision names, or None.

        A name means a commit by its id first, then a branch of this clone, and only then what git
        would look for: no tag that somebody named `main`, and no branch that somebody named like a
        commit, stands in their place.
        """
        if revision.startswith("-") or not revision.isprintable():
            return None
        name = re.split(r"[~^@:]", revision, maxsplit=1)[0]  # of `main~2^{tree}`, `main`
        meant = self._by_id(name)
        if meant is None:
            is_branch = name != "HEAD" and self.tip(f"refs/heads/{name}") is not None
            meant = f"refs/heads/{name}" if is_branch else name
        try:
            named = self._git.revparse_single(meant + revision[len(name) :])
            return CommitId(str(named.peel(pygit2.Commit).id))
        except (pygit2.GitError, KeyError, ValueError):
            return None

    def _by_id(self, text: str) -> str | None:
        """The whole id of the commit whose id the text begins; None where there is none, or several."""
        if not _SHORT_ID.fullmatch(text):
            return None
        try:
            found = self._git[text]
        except (pygit2.GitError, KeyError, ValueError):
            return None
        return str(found.id) if isinstance(found, pygit2.Commit | pygit2.Tag) else None

    def _commit(self, id_: CommitId) -> pygit2.Commit:
        return self._git[id_].peel(pygit2.Commit)

    # -- history -------------------------------------------------------------------------------

    @plainly
    def commit(self, id_: CommitId) -> Commit:
        """The commit, read."""
        commit = self._commit(id_)
        return Commit(
            id=id_,
            parents=tuple(CommitId(str(parent)) for parent in commit.parent_ids),
            author=Person(commit.author.name, commit.author.email),
            authored=When(commit.author.time, commit.author.offset),
            committer=Person(commit.committer.name, commit.committer.email),
            committed=When(commit.committer.time, commit.committer.offset),
            message=commit.message,
        )

    def first_parents(self, tip: CommitId) -> Iterator[CommitId]:
        """The commits from `tip` back to the founding, first parents only."""
        id_: CommitId | None = tip
        while id_ is not None:
            yield id_
            commit = self._commit(id_)
            self._roots[id_] = commit.tree_id.raw
            parents = commit.parent_ids
            id_ = CommitId(str(parents[0])) if parents else None

    def merge_base(self, one: CommitId, other: CommitId) -> CommitId | None:
        """The last commit that both descend from, or None."""
        base = self._git.merge_base(one, other)
        return CommitId(str(base)) if base else None

    def forks(self, main: CommitId, tips: Iterable[CommitId]) -> dict[CommitId, CommitId | None]:
        """The last commit of main's history that each tip descends from, or None: one walk for all."""
        wanted = set(tips)
        if not wanted:
            return {}
        first, *more = wanted
        walk = self._git.walk(first, enums.SortMode.NONE)
        for tip in more:
            walk.push(tip)
        walk.hide(main)
        beside = {
            CommitId(str(commit.id)): [CommitId(str(id_)) for id_ in commit.parent_ids]
            for commit in walk
        }
        forks: dict[CommitId, CommitId | None] = {}
        for tip in wanted:
            at: CommitId | None = tip
            while at is not None and at in beside:
                parents = beside[at]
                if len(parents) > 1:
                    at = self.merge_base(main, tip)
                    break
                at = parents[0] if parents else None
            forks[tip] = at
        return forks

    def has(self, id_: CommitId) -> bool:
        """Whether the commit is in this clone."""
        return id_ in self._git

    def contains(self, tip: CommitId, commit: CommitId) -> bool:
        """Whether `commit` is `tip` or an ancestor of it."""
        return tip == commit or bool(self._git.descendant_of(tip, commit))

    def continues(self, tip: CommitId, commit: CommitId) -> bool:
        """Whether a main goes on from a commit: it is one of its first parents, and not merged in.

        Whoever merges main into another history makes an ancestor of it, and of its text nothing.
        """
        return self.contains(tip, commit) and commit in self.first_parents(tip)

    # -- files ---------------------------------------------------------------------------------

    @plainly
    def listing(self, commit: CommitId, *folders: str) -> dict[str, str]:
        """The files below the folders at a commit (all files where none is named): path to blob.

        Links and submodules are left out: they are not text. `README`-style root files are listed
        only when no folder is named.
        """
        tree = self._git[commit].peel(pygit2.Tree)
        if not folders:
            return self._list(tree)
        files: dict[str, str] = {}
        for folder in folders:
            with contextlib.suppress(KeyError):
                entry = tree[folder]
                if isinstance(entry, pygit2.Tree):
                    for path, blob in self._list(entry).items():
                        files[f"{folder}/{path}"] = blob
        return files

    def _list(self, tree: pygit2.Tree) -> dict[str, str]:
        id_ = str(tree.id)
        if id_ not in self._listings:
            files: dict[str, str] = {}
            for entry in tree:
                name = str(entry.name)
                if isinstance(entry, pygit2.Tree):
                    for path, blob in self._list(entry).items():
                        files[f"{name}/{path}"] = blob
                elif entry.filemode in {enums.FileMode.BLOB, enums.FileMode.BLOB_EXECUTABLE}:
                    files[name] = str(entry.id)
            self._listings[id_] = files
        return self._listings[id_]

    @plainly
    def names(self, commit: CommitId, folder: str) -> list[str]:
        """The names directly inside a folder at a commit."""
        try:
            entry = self._git[commit].peel(pygit2.Tree)[folder]
        except KeyError:
            return []
        return [str(item.name) for item in entry] if isinstance(entry, pygit2.Tree) else []

    def added_names(self, child: CommitId, parent: CommitId, folder: str) -> list[str]:
        """The names directly inside a folder that a commit added to those of its parent."""
        trees = self._trees_of()
        differing = trees.folders(self._root(parent), self._root(child))
        before, after = differing.get(folder, (None, None))
        return sorted(name.decode("utf-8", "replace") for name in trees.added(before, after))

    def differences(
        self, old: CommitId, new: CommitId, *folders: str
    ) -> dict[str, tuple[str | None, str | None]]:
        """The files below the folders that differ between two commits: path to both blobs.

        None stands for a file that is not there; links and submodules are not text, and not there.
        """
        trees = self._trees_of()
        differing = trees.folders(self._root(old), self._root(new))
        return {
            path: (before, after)
            for folder in folders
            if folder in differing
            for path, before, after in trees.differences(*differing[folder], f"{folder}/")
        }

    def _trees_of(self) -> Trees:
        if self._trees is None:
            from constitution.repository.trees import Trees

            self._trees = Trees(self._git)
        return self._trees

    def _root(self, commit: CommitId) -> bytes:
        root = self._roots.get(commit)
        if root is None:
            root = self._roots[commit] = self._commit(commit).tree_id.raw
        return root

    @plainly
    def tree_of(self, commit: CommitId, path: str) -> str | None:
        """The id of a file or folder at a commit (of all of it for ""); equal ids, equal content."""
        try:
            tree = self._git[commit].peel(pygit2.Tree)
            return str(tree[path].id if path else tree.id)
        except KeyError:
            return None

    @plainly
    def file_at(self, commit: CommitId, path: str) -> str | None:
        """The blob of a file at a commit, or None where no file is."""
        try:
            entry = self._git[commit].peel(pygit2.Tree)[path]
        except KeyError:
            return None
        is_file = entry.filemode in {enums.FileMode.BLOB, enums.FileMode.BLOB_EXECUTABLE}
        return str(entry.id) if is_file else None

    @plainly
    def blob(self, id_: str) -> bytes:
        """The bytes of a file by its blob id."""
        if id_ not in self._blobs:
            self._blobs[id_] = self._git.odb.read(id_)[1]
        return self._blobs[id_]

    @plainly
    def read(self, commit: CommitId, path: str, *, longest: int | None = None) -> bytes | None:
        """The bytes of a file at a commit, or None where it is not.

        One that is longer than `longest` is `Malformed`, and is not inflated.
        """
        try:
            entry = self._git[commit].peel(pygit2.Tree)[path]
        except KeyError:
            return None
        if longest is not None and self._git.odb.read_header(entry.id)[1] > longest:
            raise Malformed(_("the file is too long"), where=path)
        return self.blob(str(entry.id)) if isinstance(entry, pygit2.Blob) else None
