"""The refs of a repository below some folders: its ballots, its motions."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from constitution.verify.store import is_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from constitution.verify.store import Store

__all__ = ["BALLOTS", "MOTIONS", "refs_below"]

BALLOTS = ("refs/ballots/", "refs/fetched/")
"""Ballots that were cast in a clone, and those it fetched, with the tags it fetched."""

MOTIONS = ("refs/heads/motions/",)
_MOST = 1_000_000


def refs_below(store: Store, families: tuple[str, ...]) -> list[tuple[str, str]]:
    """The names of the refs below some folders and what they point to, by name; at most a million.

    A ref that cannot be read is left out: what refs hold proves nothing by being absent.
    """
    found = dict(_packed(store.folder, families))
    if store.reftable:
        found |= dict(_listed_by_git(store.folder, families))
    else:
        for family in families:
            found |= dict(_loose(store.folder, family))
    return sorted((name, id_) for name, id_ in found.items() if is_id(id_))[:_MOST]


def _packed(folder: Path, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    try:
        lines = (folder / "packed-refs").read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        id_, _space, name = line.decode("utf-8", errors="replace").partition(" ")
        if name.startswith(families):
            yield name, id_


def _loose(folder: Path, family: str) -> Iterator[tuple[str, str]]:
    for inside, _folders, names in os.walk(folder / family):
        for name in names:
            file = folder / inside / name
            try:
                id_ = file.read_bytes()[:64].decode("ascii").strip()
            except (OSError, UnicodeDecodeError):
                continue
            yield file.relative_to(folder).as_posix(), id_


def _listed_by_git(folder: Path, families: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    try:
        said = subprocess.run(  # noqa: S603 - fixed arguments
            [  # noqa: S607 - the user's own git
                "git",
                f"--git-dir={folder}",
                "for-each-ref",
                "--format=%(objectname) %(refname)",
                *families,
            ],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1"},
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    for line in said.split("\n"):
        id_, _space, name = line.partition(" ")
        yield name, id_
