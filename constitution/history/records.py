"""The records of main: what became of every amendment that was disposed of, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.history.entries import Entry, read_entry
from constitution.history.index import recorded_folders
from constitution.motion import Add, Delete, Move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from constitution.repository import CommitId, Repository

__all__ = ["Entry", "moves_between", "records"]


def records(
    repository: Repository,
    tip: CommitId,
    *,
    known: Iterable[Entry] = (),
    progress: Callable[[int], None] | None = None,
) -> list[Entry]:
    """Every record on main up to `tip`, oldest first; those that are `known` are not read again."""
    read = {(entry.commit.id, entry.folder): entry for entry in known}
    found = (
        read.get((child, folder)) or read_entry(repository, child, parent, folder)
        for child, parent, folder in recorded_folders(repository, tip, progress=progress)
    )
    return [entry for entry in found if entry is not None]


def moves_between(
    repository: Repository, entries: Sequence[Entry], old: CommitId, new: CommitId
) -> dict[str, str]:
    """Where the declared moves of records took each article: path at `old` to path at `new`.

    Both are commits that share a history with main; the moves are those recorded on the way from
    their common past to `new`. An article that did not move is not among them.
    """
    known = repository.merge_base(old, new)
    by_commit = {entry.commit.id: entry for entry in entries}
    later: list[Entry] = []
    for commit in repository.first_parents(new):
        if commit == known:
            break
        if commit in by_commit:
            later.append(by_commit[commit])
    followed: dict[str, str] = {}
    newcomers: set[str] = set()
    for entry in reversed(later):
        origin = {now: before for before, now in followed.items()}
        came = {change.path for change in entry.adopted if isinstance(change, Add)}
        for change in entry.adopted:
            if isinstance(change, Delete):
                followed.pop(origin.get(change.path, ""), None)
            elif isinstance(change, Move) and change.source in newcomers:
                came.add(change.path)
            elif isinstance(change, Move):
                followed[origin.get(change.source, change.source)] = change.path
        left = {change.source for change in entry.adopted if isinstance(change, Move)}
        newcomers = (newcomers - left) | came
    return {before: now for before, now in followed.items() if before != now}
