"""Where a repository is found, how libgit2 opens it, and how a new one is made."""

from __future__ import annotations

from pathlib import Path

from constitution.errors import CannotTell, Refused, Unknown
from constitution.language import _
from constitution.objects.pipes import refuse_pipes
from constitution.repository.library import pygit2

__all__ = ["discover", "make_empty", "open_with_library"]


def discover(path: Path) -> Path:
    """The git folder of the repository that holds `path`; `Unknown` where there is none."""
    if not path.exists():
        raise Unknown(
            _("{path} does not exist").format(path=path),
            hint=_("Name a folder with `-C DIR`, or found a constitution with `init DIR`."),
        )
    refuse_pipes(path)
    try:
        found = pygit2.discover_repository(str(path))
    except (pygit2.GitError, KeyError):
        found = None
    if found is None:
        raise Unknown(
            _("there is no constitution in this folder")
            if Path(path) == Path()
            else _("there is no constitution in {path}").format(path=path),
            hint=_("Start one with `constitution init DIR`, or name its folder with `-C DIR`."),
        )
    return Path(found)


def open_with_library(folder: Path) -> pygit2.Repository:
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


def make_empty(path: Path) -> pygit2.Repository:
    """A new, empty repository with `main` as its branch; `Refused` where one stands."""
    if path.exists() and not path.is_dir():
        raise Refused(_("{path} is a file").format(path=path), hint=_("Name a new folder."))
    if path.is_dir() and any(path.iterdir()):
        raise Refused(
            _("{path} is not empty").format(path=path),
            hint=_("Name a new folder; nothing was changed in this one."),
        )
    try:
        return pygit2.init_repository(str(path), initial_head="main")
    except (pygit2.GitError, OSError) as error:
        raise Refused(
            _("{path} cannot be written: {reason}").format(path=path, reason=error),
            hint=_("Choose a folder where you may write."),
        ) from None
