"""A git repository as trees of files, commits and refs, in words of our own."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from constitution.errors import CannotTell, Malformed, Refused, Unknown
from constitution.language import _
from constitution.names import check_person
from constitution.repository import worktree
from constitution.repository.commits import MAIN, Commit, CommitId, Person, When
from constitution.repository.library import enums, is_loaded, pygit2
from constitution.repository.plain import Plain, Unsure, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from constitution.repository.refs import RefMove
    from constitution.repository.trees import Trees

__all__ = [
    "Branch",
    "Repository",
    "default_identity",
]


_LOOKED_BACK = 100  # commits of main
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
class Repository:
    """A constitution's repository. Belongs to one thread; opening another takes 0.1 ms."""

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

            refuse_cut_short(self.git_folder, self.state_folder)
            self._is_whole = True
        opened = self._opened
        self.plain = None
        return opened

    @property
    def _opened(self) -> pygit2.Repository:
        """For what reads no object; all else goes through `_git`."""
        if self._library is None:
            self._library = _open(self.git_folder)
        return self._library

    # -- opening -------------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path) -> Repository:
        """The repository that holds `path`; `Unknown` where there is none."""
        if not is_loaded() and path.exists():
            with contextlib.suppress(Unsure):
                return cls(None, Plain.find(path))
        return cls(_open(cls.discover(path)))

    @staticmethod
    def discover(path: Path) -> Path:
        """The git folder of the repository that holds `path`; `Unknown` where there is none."""
        if not path.exists():
            raise Unknown(
                _("{path} does not exist").format(path=path),
                hint=_("Name a folder with `-C DIR`, or found a constitution with `init DIR`."),
            )
        try:
            found = pygit2.discover_repository(str(path))
        except (pygit2.GitError, KeyError):
            found = None
        if found is None:
            raise Unknown(
                _("there is no constitution in {path}").format(path=path),
                hint=_("Found one with `constitution init DIR`, or name its folder with `-C DIR`."),
            )
        return Path(found)

    @classmethod
    def found(cls, path: Path) -> Repository:
        """A new, empty repository with `main` as its branch; `Refused` where one stands."""
        if path.exists() and not path.is_dir():
            raise Refused(_("{path} is a file").format(path=path), hint=_("Name a new folder."))
        if path.is_dir() and any(path.iterdir()):
            raise Refused(
                _("{path} is not empty").format(path=path),
                hint=_("Name a new folder; nothing was changed in this one."),
            )
        try:
            git = pygit2.init_repository(str(path), initial_head="main")
        except (pygit2.GitError, OSError) as error:
            raise Refused(
                _("{path} cannot be written: {reason}").format(path=path, reason=error),
                hint=_("Choose a folder where you may write."),
            ) from None
        return cls(git)

    def __enter__(self) -> Repository:  # noqa: PYI034 - a final class in all but name
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

    def changed(self, old: CommitId, new: CommitId, *folders: str) -> dict[str, str | None]:
        """The files below the folders that differ: path to new blob, None where the file went."""
        files: dict[str, str | None] = {}
        for folder in folders:
            before, after = self._folder(old, folder), self._folder(new, folder)
            for delta in before.diff_to_tree(after).deltas:
                path = f"{folder}/{delta.new_file.path}"
                was, now = _blob_of(delta.old_file), _blob_of(delta.new_file)
                if was != now:
                    files[path] = now
        return dict(sorted(files.items()))

    def _folder(self, commit: CommitId, folder: str) -> pygit2.Tree:
        """The tree of a folder; an empty one where there is none."""
        try:
            entry = self._git[commit].peel(pygit2.Tree)[folder]
        except KeyError:
            entry = None
        if isinstance(entry, pygit2.Tree):
            return entry
        return cast("pygit2.Tree", self._git[self._git.TreeBuilder().write()])

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

    # -- writing -------------------------------------------------------------------------------

    def write_files(
        self, base: CommitId | None, files: Mapping[str, bytes | None], *, keep: bool = True
    ) -> str:
        """The id of a tree: that of `base` with the files put in, or taken out where None.

        With `keep=False` the tree holds the files alone.
        """
        from constitution.repository.identity import nest

        tree = self._git[base].peel(pygit2.Tree) if base is not None and keep else None
        return str(self._write_tree(tree, nest(files)) or self._git.TreeBuilder().write())

    def tree_with(self, base: CommitId, files: Mapping[str, bytes | None]) -> str:
        """The id that `write_files` would give; nothing is written."""
        from constitution.repository.identity import nest, tree_id

        return tree_id(self._git[base].peel(pygit2.Tree), nest(files))

    def _write_tree(
        self, tree: pygit2.Tree | None, nested: Mapping[str, object]
    ) -> pygit2.Oid | None:
        builder = self._git.TreeBuilder(tree) if tree is not None else self._git.TreeBuilder()
        for name, value in nested.items():
            before = tree[name] if tree is not None and name in tree else None
            if isinstance(value, dict):
                below = before if isinstance(before, pygit2.Tree) else None
                id_ = self._write_tree(below, value)
                if id_ is not None:
                    builder.insert(name, id_, enums.FileMode.TREE)
                elif before is not None:
                    builder.remove(name)
            elif isinstance(value, bytes):
                builder.insert(name, self._git.create_blob(value), enums.FileMode.BLOB)
            elif before is not None:
                builder.remove(name)
        return builder.write() if len(builder) else None

    def write_commit(
        self,
        tree: str,
        parents: Sequence[CommitId],
        message: str,
        *,
        author: Person,
        committer: Person,
        when: When,
    ) -> CommitId:
        """The id of a new commit that no ref points to yet."""
        return CommitId(
            str(
                self._git.create_commit(
                    None,
                    pygit2.Signature(author.name, author.email, when.seconds, when.offset),
                    pygit2.Signature(committer.name, committer.email, when.seconds, when.offset),
                    _clean(message),
                    tree,
                    list(parents),
                )
            )
        )

    def publish(self, moves: Sequence[RefMove]) -> tuple[str, ...]:
        """The files of the work tree that were refreshed, once every ref was moved.

        Where one of them cannot move, `Outdated` or `Refused`, all stand where they stood. If the
        branch that is checked out moves, the files it changes are refreshed; where one of them
        has changes of yours, or where that branch would go, `Refused`, and nothing was moved.
        """
        from constitution.repository.refs import move_refs, refuse_moved

        stale = self._moved_under_work_tree(moves)
        if stale is not None and stale.old is not None and stale.new is None:
            raise Refused(
                _("{branch} is checked out in your work tree, and this would remove it").format(
                    branch=stale.ref.removeprefix("refs/heads/")
                ),
                hint=_("Go back to the text first: `git checkout main`."),
            )
        for move in moves:
            refuse_moved(self._git, move)
        fresh: tuple[str, ...] = ()
        if stale is not None and stale.old is not None and stale.new is not None:
            fresh = worktree.refreshable(
                self._git, self.listing(stale.old), self.listing(stale.new)
            )
        move_refs(self._git, moves)
        if fresh:
            worktree.refresh(self._git, fresh, self.state_folder)
        return fresh

    def settle(self, moves: Sequence[RefMove]) -> bool:
        """Whether moves that were cut short are now all made; False where all were taken back.

        The first of them decided (`refs.in_order`). A ref that stands elsewhere by now, and a file
        with words of yours, stay as they are.
        """
        from constitution.repository.refs import RefMove, in_order, move_refs

        lead, *others = in_order(moves)
        here = self.tip(lead.ref)
        made = here == lead.new or (
            here is not None and lead.new is not None and self.contains(here, lead.new)
        )
        for move in others:
            was, wanted = (move.old, move.new) if made else (move.new, move.old)
            if was != wanted and self.tip(move.ref) == was:
                move_refs(self._git, [RefMove(move.ref, was, wanted)])
        stale = self._moved_under_work_tree(moves)
        if made and stale is not None and here == lead.new and stale.old and stale.new:
            left = worktree.unfinished(self._git, self.listing(stale.old), self.listing(stale.new))
            worktree.refresh(self._git, left, self.state_folder)
        return made

    def _moved_under_work_tree(self, moves: Sequence[RefMove]) -> RefMove | None:
        head = worktree.checked_out(self._git)
        return next((move for move in moves if move.ref == head), None)

    # -- the work tree -------------------------------------------------------------------------

    @property
    def checked_out(self) -> str | None:
        """The branch in the work tree, such as `main`; None when bare or detached."""
        ref = worktree.checked_out(self._git)
        return ref.removeprefix("refs/heads/") if ref else None

    def dirty_files(self) -> tuple[str, ...]:
        """The tracked files of the work tree with changes that are not committed."""
        return worktree.dirty_files(self._git)

    def late_files(self) -> tuple[CommitId, tuple[str, ...]] | None:
        """The files that hold the words of an older main, and which; None where there are none.

        Only where main is checked out, and every file that differs from it is such a one.
        """
        if worktree.checked_out(self._git) != MAIN:
            return None
        dirty = set(self.dirty_files())
        if not dirty:
            return None
        tip = self.main()
        now = self.listing(tip)
        for past, commit in enumerate(self.first_parents(tip)):
            if past > _LOOKED_BACK:
                break
            if commit == tip:
                continue
            then = self.listing(commit)
            late = worktree.unfinished(self._git, then, now)
            differing = {path for path in then | now if then.get(path) != now.get(path)}
            if dirty <= differing == set(late):
                return commit, late
        return None

    def refresh_since(self, commit: CommitId) -> tuple[str, ...]:
        """The files that held the words of that older main, and now hold those of main."""
        late = worktree.unfinished(self._git, self.listing(commit), self.listing(self.main()))
        worktree.refresh(self._git, late, self.state_folder)
        return late

    def check_out_main(self) -> None:
        """The work tree as main has it, in a repository that was just founded."""
        self._git.checkout_head(  # type: ignore[no-untyped-call] # pygit2 leaves it untyped
            strategy=enums.CheckoutStrategy.FORCE
        )

    # -- people and remotes --------------------------------------------------------------------

    def identity(self) -> Person | None:
        """The name and address of whoever works here, or None when git knows none."""
        config = self._opened.config
        try:
            name, email = config["user.name"], config["user.email"]
        except KeyError:
            return None
        return Person(_clean(str(name)).strip(), _clean(str(email)).strip()) if name else None

    def set_identity(self, person: Person) -> None:
        """Remember the name and the address, in this repository."""
        check_person(person.name, person.email)
        self._opened.config["user.name"] = person.name.strip()
        self._opened.config["user.email"] = person.email.strip()

    def is_published(self, commit: CommitId) -> bool:
        """Whether a branch of a remote, as last fetched or pushed, contains the commit."""
        for ref in self.refs("refs/remotes/"):
            tip = self.tip(ref)
            if tip is not None and self.contains(tip, commit):
                return True
        return False


def _open(folder: Path) -> pygit2.Repository:
    """What libgit2 opens of a git folder; `CannotTell` where it does not."""
    try:
        return pygit2.Repository(str(folder))
    except pygit2.GitError as error:
        if "object format" in str(error):
            raise CannotTell(
                _(
                    "unsupported repository: {path} does not name its objects by SHA-1, "
                    "the one way that is known here"
                ).format(path=folder),
                hint=_("Clone from a repository that git made with `--object-format=sha1`."),
            ) from None
        raise CannotTell(
            _("the repository in {path} cannot be opened: {reason}").format(
                path=folder, reason=error
            )
        ) from None


def default_identity() -> Person | None:
    """The name and address that git is configured with outside any repository, or None."""
    try:
        config = pygit2.Config.get_global_config()
    except OSError:
        return None
    try:
        name, email = str(config["user.name"]), str(config["user.email"])
        return Person(_clean(name).strip(), _clean(email).strip())
    except KeyError:
        return None


def _blob_of(file: pygit2.DiffFile) -> str | None:
    """The blob of one side of a difference; None where it holds no file of text."""
    is_text = file.mode in {enums.FileMode.BLOB, enums.FileMode.BLOB_EXECUTABLE}
    return str(file.id) if is_text else None


def _clean(text: str) -> str:
    """The text without control characters but line feeds, composed."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return re.sub(r"\n{3,}", "\n\n", unicodedata.normalize("NFC", kept))
