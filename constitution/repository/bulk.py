"""Many objects written at once: flushed to the disk together at the end, not one by one.

For a repository that is being built beside its place and is renamed into it when it is whole: a
crash before the end leaves nothing that anyone could take for a repository.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constitution.errors import CannotTell
from constitution.language import _
from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["foreign", "in_bulk"]


@contextmanager
def in_bulk(folder: Path) -> Iterator[None]:
    """Within the block git waits for no disk; at its end all files below `folder` are flushed."""
    pygit2.settings.enable_fsync_gitdir(False)
    try:
        yield
    finally:
        pygit2.settings.enable_fsync_gitdir(True)
    _flush(folder)


def _flush(folder: Path) -> None:
    if hasattr(os, "sync"):
        os.sync()
        return
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())


@contextmanager
def foreign(path: Path) -> Iterator[None]:
    """Within the block, an object of somebody else's repository that fails is a `CannotTell`."""
    try:
        yield
    except (pygit2.GitError, KeyError) as error:
        raise CannotTell(
            _("the history in {path} cannot be read: {reason}").format(path=path, reason=error),
            hint=_("`git fsck` in it may say more; a fresh clone may be whole."),
        ) from None
