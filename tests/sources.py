"""Sources to import, made by hand: repositories written by git itself, bundles, files of votes."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from constitution.assembly.importing import Imported, import_history
from constitution.governance import Members
from constitution.repository import CommitId, Person, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CLERK = Person("Clerk", "clerk@example.org")
NOW = When(1_790_000_000)
"""2026-09-21."""


def git(folder: Path, *words: str) -> str:
    """What git says, working in a folder as somebody of its own."""
    return subprocess.run(
        [
            "git",
            "-C",
            str(folder),
            *("-c", "user.name=Source", "-c", "user.email=source@example.org"),
            *("-c", "init.defaultBranch=trunk", "-c", "commit.gpgsign=false"),
            *words,
        ],
        check=True,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_DATE": "2001-09-09T01:46:40Z",
            "GIT_COMMITTER_DATE": "2001-09-09T01:46:40Z",
        },
    ).stdout.strip()


def write(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """The folder with the files in it; without those that are None."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def repository(folder: Path, *versions: Mapping[str, str | bytes | None]) -> Path:
    """A repository with a commit for each version, given as what it changes; the tags are v0, v1 and on."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    for number, changes in enumerate(versions):
        write(folder, changes)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", f"Version {number}\n\nAt length.")
        git(folder, "tag", f"v{number}")
    return folder


def bundle(source: Path, *words: str) -> Path:
    """A bundle of all that a repository holds, or of what the words say."""
    file = source.with_suffix(".bundle")
    git(source, "bundle", "create", "-q", str(file), *(words or ("HEAD", "--all")))
    return file


def law(**changes: Any) -> dict[str, Any]:
    """A law as `history.json` tells of it, with a vote that any majority of two thirds passes."""
    vote = {
        "body": "Congress",
        "date": "1962-10-28",
        "for": 80,
        "against": 20,
        "abstentions": 5,
        **changes.pop("vote_changes", {}),
    }
    return {
        "number": "62-1",
        "title": "Law 62-1",
        "adopted": "1962-11-06",
        "published": "1962-11-07",
        "vote": vote,
        "vote_source": "https://example.org/votes",
        **changes,
    }


def told(folder: Path, *versions: Mapping[str, Any], **more: Any) -> Path:
    """A `history.json` with these versions, tagged v0, v1 … unless they say otherwise."""
    file = folder / "history.json"
    every = [
        {
            "tag": f"v{number}",
            "title": f"Law {number}",
            "in_force": f"196{number}-01-01",
            "laws": [],
        }
        | dict(version)
        for number, version in enumerate(versions)
    ]
    values = {"title": "A constitution", "language": "en", "versions": every, **more}
    file.write_text(json.dumps(values), encoding="utf-8")
    return file


def load(
    source: Path,
    folder: Path,
    *,
    votes: Path | None = None,
    path: str | None = None,
    language: str | None = "en",
    name: str | None = None,
    majority: str = "> 1/2 of cast",
    progress: Callable[[int, int, str], None] | None = None,
) -> Imported:
    """The source imported, by the clerk, at a fixed time."""
    numbers = itertools.count(1)
    return import_history(
        source,
        folder,
        votes=votes,
        path=path,
        language=language,
        name=name,
        members=Members(seats=1),
        majority=majority,
        who=CLERK,
        clock=lambda: NOW,
        nonce=lambda: f"{next(numbers):032x}",
        progress=progress,
    )


def versions_of(imported: Imported) -> list[CommitId]:
    """The commits of main that hold the versions: the founding, then each record but the last."""
    desk = imported.desk
    (founding,) = list(desk.repository.first_parents(desk.repository.main()))[-1:]
    return [founding, *(entry.commit.id for entry in desk.records()[:-1])]


def texts_of(imported: Imported, commit: CommitId | None = None) -> dict[str, str]:
    """The articles at a commit, or now."""
    desk = imported.desk
    return dict((desk.main() if commit is None else desk.at(commit)).texts)
