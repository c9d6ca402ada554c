"""The network, handed to the user's own `git`, which knows their keys, proxies and agents."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from constitution.errors import Refused
from constitution.language import _
from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from constitution.repository.store import Repository

__all__ = ["push_branch", "remotes"]

_SECONDS = 60


def remotes(repository: Repository) -> tuple[str, ...]:
    """The names of the remotes this clone knows."""
    return tuple(
        str(remote.name) for remote in pygit2.Repository(str(repository.git_folder)).remotes
    )


def push_branch(repository: Repository, remote: str, ref: str) -> None:
    """Nothing, once the remote has the branch; `Refused` with git's own words otherwise."""
    git = shutil.which("git")
    if git is None:
        raise Refused(
            _("publishing needs `git`, which is not installed"),
            hint=_("Install git; everything else works without it."),
        )
    if remote.startswith("-") or ref.startswith("-"):
        raise Refused(_("“{name}” cannot be the name of a remote").format(name=remote))
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; names cannot be options
            [git, "-C", str(repository.folder), "push", "--quiet", remote, f"{ref}:{ref}"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(
            _("{remote} did not answer within {seconds} seconds").format(
                remote=remote, seconds=_SECONDS
            ),
            hint=_("Everything is kept here; publish again when the network is back."),
        ) from None
    if done.returncode:
        words = done.stderr.strip().split("\n")[-1] if done.stderr.strip() else "git push"
        raise Refused(
            _("{remote} could not be reached or refused: {reason}").format(
                remote=remote, reason=words
            ),
            hint=_("Everything is kept here; publish again when the network is back."),
        )
