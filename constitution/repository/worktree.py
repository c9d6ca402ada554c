"""The files that are checked out: refreshed when main moves, and never touched where you changed them."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from constitution.display import safe
from constitution.errors import Refused
from constitution.language import _
from constitution.names import is_written_out
from constitution.objects.pipes import refuse_pipe
from constitution.repository.library import enums, pygit2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Listing", "checked_out", "dirty_files", "refresh", "refreshable", "unfinished"]

_TRIES = 6
_FIRST_WAIT = 0.01  # seconds; doubled at every try

_LONGEST_LINK = 4096  # bytes

Listing = dict[str, str]
"""Path to blob."""


def checked_out(git: pygit2.Repository) -> str | None:
    """The full name of the branch in the work tree; None when bare, detached, or not its own."""
    if git.is_bare or git.head_is_detached or not _is_own(git):
        return None
    head = git.references.get("HEAD")
    return str(head.target) if head is not None else None


def _is_own(git: pygit2.Repository) -> bool:
    """Whether the work tree is of this repository, as the `.git` in it says.

    The configuration of a repository may name any folder for its work tree (`core.worktree`), such
    as the home of whoever unpacks it.
    """
    link = Path(git.workdir, ".git")
    if not link.is_dir():
        try:
            refuse_pipe(link)
            with link.open("rb") as file:
                told = file.read(_LONGEST_LINK).decode("utf-8", "surrogateescape")
        except OSError:
            return False
        link = Path(git.workdir, told.removeprefix("gitdir:").strip())
    return os.path.realpath(link) == os.path.realpath(git.path)


def dirty_files(git: pygit2.Repository) -> tuple[str, ...]:
    """The tracked files of the work tree with changes that are not committed."""
    if git.is_bare:
        return ()
    _refuse_pipes(git)
    ignored = enums.FileStatus.CURRENT | enums.FileStatus.IGNORED
    return tuple(
        sorted(
            path for path, status in git.status(untracked_files="no").items() if status & ~ignored
        )
    )


def _refuse_pipes(git: pygit2.Repository) -> None:
    """None of the files that libgit2 reads beside those that are tracked is waited for."""
    root = Path(git.workdir)
    folders = {folder for entry in git.index for folder in PurePosixPath(entry.path).parents}
    for folder in sorted(folders):
        for name in (".gitattributes", ".gitignore"):
            refuse_pipe(root / folder / name)


def refreshable(
    git: pygit2.Repository, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[str, ...]:
    """The files that differ between two commits; `Refused` where one has changes of yours."""
    _refuse_locked(git)
    changed = _differing(before, after)
    root = Path(git.workdir)
    for path in changed:
        if _leads_out(root, path):
            raise Refused(
                _("{path} leads out of your work tree").format(path=safe(path)),
                hint=_(
                    "Nothing was moved. Do not use this repository before somebody who knows git "
                    "has looked at it."
                ),
            )
    dirty = set(dirty_files(git))
    for path in changed:
        here = root / path
        foreign = path not in before and here.exists()
        if path in dirty or foreign:
            raise Refused(
                _("{path} has changes in your work tree that are not committed").format(path=path),
                hint=_("Commit them or set them aside (`git stash`), then do it again."),
            )
    return changed


def unfinished(
    git: pygit2.Repository, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[str, ...]:
    """The files that a refresh cut short did not reach: they hold what they held, or the new words.

    A file with words of yours is not among them, nor one that would lie outside the work tree.
    """
    found = []
    root = Path(git.workdir)
    for path in _differing(before, after):
        wanted = {before.get(path), after.get(path)}
        if not _leads_out(root, path) and _blob_of(root / path) in wanted:
            found.append(path)
    return tuple(found)


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    )


def _leads_out(root: Path, path: str) -> bool:
    """Whether a file would be written elsewhere than to its place in the work tree.

    A tree may hold names that no git writes out, and a folder of the work tree may be a link.
    """
    if not is_written_out(path) or (os.sep in path and os.sep != "/"):
        return True
    return any((root / above).is_symlink() for above in PurePosixPath(path).parents[:-1])


def _blob_of(file: Path) -> str | None:
    """The id that the file's bytes would have as a blob; None where there is no file."""
    try:
        return str(pygit2.hash(file.read_bytes()))
    except OSError:
        return None


def refresh(git: pygit2.Repository, paths: Sequence[str], spare: Path) -> None:
    """The files of the work tree, and the index, hold what the branch that is checked out holds.

    Each file holds its old or its new words at every moment. `spare` is a folder for what is
    not finished.
    """
    tree = git.head.peel(pygit2.Tree)
    root = Path(git.workdir)
    index = git.index
    index.read()
    blobs = {path: _blob_at(tree, path) for path in paths}
    for path, blob in blobs.items():  # first, since a folder may take the place of a file
        if blob is None:
            with contextlib.suppress(OSError):
                index.remove(path)
            _remove(root, root / path)
    for path, blob in blobs.items():
        if blob is not None:
            here = root / path
            here.parent.mkdir(parents=True, exist_ok=True)
            _replace(here, blob.data, spare)
            index.add(pygit2.IndexEntry(path, blob.id, enums.FileMode.BLOB))
    try:
        index.write()
    except (pygit2.GitError, OSError) as error:
        raise _locked(git, str(error)) from None


def _blob_at(tree: pygit2.Tree, path: str) -> pygit2.Blob | None:
    """The file at a path of a tree; None where there is none, or a folder."""
    try:
        found = tree[path]
    except KeyError:
        return None
    return found if isinstance(found, pygit2.Blob) else None


def _remove(root: Path, file: Path) -> None:
    """The file is gone, and the folders that held nothing else."""
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == root or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


def _refuse_locked(git: pygit2.Repository) -> None:
    """Nothing, once nobody else writes to the index; `Refused` where somebody goes on doing so."""
    lock = Path(git.path) / "index.lock"
    wait = _FIRST_WAIT
    for _attempt in range(_TRIES):
        if not lock.exists():
            return
        time.sleep(wait)
        wait *= 2
    raise _locked(git, "index.lock")


def _locked(git: pygit2.Repository, reason: str) -> Refused:
    is_locked = (Path(git.path) / "index.lock").exists()
    return Refused(
        _("the work tree could not be refreshed: {reason}").format(reason=reason),
        hint=_(
            "Another program is at work here, or ended before its time; `constitution doctor` "
            "says which."
        )
        if is_locked
        else _("Is it read-only, or the disk full? `constitution doctor` says more."),
    )


def _replace(file: Path, data: bytes, spare: Path) -> None:
    spare.mkdir(parents=True, exist_ok=True)
    import tempfile  # noqa: PLC0415 - whoever reads writes nothing

    number, name = tempfile.mkstemp(prefix="fresh.", suffix=".new", dir=spare)
    with open(number, "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh = Path(name)
    fresh.chmod(0o666 & ~_umask())
    try:
        fresh.replace(file)
    except OSError:  # the work tree is on another disk than the repository
        file.write_bytes(data)
        fresh.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
