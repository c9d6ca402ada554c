"""Why nothing can be written in a folder: what the system refuses then is no error of ours."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import ConstitutionError, Refused
from constitution.language import _
from constitution.repository import Repository
from constitution.repository.health import writing_fails

if TYPE_CHECKING:
    from typing import Literal

__all__ = ["explain", "why_unwritten"]

_REFUSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, None}
"""How the system says that it does not write; libgit2 tells it in words alone."""


def why_unwritten(folder: Path | str) -> Refused | None:
    """The refusal of whatever is to be written in the repository of a folder; None where it can be."""
    git_folder = _git_folder(folder)
    return None if git_folder is None else _refusal(writing_fails(git_folder))


def explain(folder: Path | str, error: Exception) -> Refused | None:
    """The refusal that an error comes to because nothing can be written in the repository of a folder.

    None for every other error, such as that of a file elsewhere which nobody may read.
    """
    if not isinstance(error, OSError) or error.errno not in _REFUSED:
        return None
    git_folder = _git_folder(folder)
    if git_folder is None or not _is_within(error, git_folder):
        return None
    return _refusal(writing_fails(git_folder))


def _is_within(error: OSError, git_folder: Path) -> bool:
    """Whether an error is of the repository or of its work tree, or names no file at all."""
    if not isinstance(error.filename, str | bytes | Path):
        return True
    name = (
        error.filename.decode("utf-8", "replace")
        if isinstance(error.filename, bytes)
        else error.filename
    )
    return Path(name).absolute().is_relative_to(git_folder.parent.absolute())


def _git_folder(folder: Path | str) -> Path | None:
    try:
        with Repository.open(Path(folder)) as repository:
            return repository.state_folder.parent
    except (ConstitutionError, OSError):
        return None


def _refusal(why: Literal["read-only", "full"] | None) -> Refused | None:
    match why:
        case "read-only":
            return Refused(
                _("this folder cannot be written to; nothing was changed"),
                hint=_(
                    "You can read, compare and verify here. To change something, copy it to where "
                    "you may write; `constitution doctor` says more."
                ),
            )
        case "full":
            return Refused(
                _("the disk is full; nothing was changed"),
                hint=_("Make room, then do it again; `constitution doctor` says more."),
            )
        case None:
            return None
