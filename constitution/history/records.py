"""The records of main: what became of every amendment that was disposed of, in order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.motion import Add, Change, Delete, Motion, Move, is_number
from constitution.vote import Disposition, Record, VoteRecord, parse_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constitution.repository import Commit, CommitId, Repository

__all__ = ["Entry", "moves_between", "read_entry", "records"]

VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Entry:
    """One amendment that was disposed of, with the commit of main that recorded it."""

    folder: str
    """Its name under `votes/`."""
    commit: Commit
    parent: CommitId
    """Main before the record."""
    motion: Motion
    record: Record

    @property
    def number(self) -> str:
        """The amendment's number."""
        return self.motion.number

    @property
    def slug(self) -> str:
        """The amendment's short name."""
        return self.folder.partition("-")[2].partition(".round-")[0]

    @property
    def outcome(self) -> str:
        """What became of it: `adopted`, `rejected`, `divided`, `withdrawn`, and so on."""
        return self.record.outcome

    @property
    def adopted(self) -> tuple[Change, ...]:
        """The changes that entered the text: those of the adopted questions."""
        if isinstance(self.record, Disposition) or self.motion.on is not None:
            return ()
        return tuple(
            change
            for question, count in zip(self.motion.questions, self.record.counts, strict=False)
            if count.outcome == "adopted"
            for change in question.changes
        )

    @property
    def sealed(self) -> CommitId | None:
        """The sealed commit that was merged, where the record is a merge."""
        return self.commit.parents[1] if len(self.commit.parents) > 1 else None

    @property
    def evidence(self) -> str | None:
        """The kind of evidence; None where nothing was counted."""
        return self.record.evidence if isinstance(self.record, VoteRecord) else None


def records(
    repository: Repository,
    tip: CommitId,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Entry]:
    """Every record on main up to `tip`, oldest first."""
    found = list(_walk(repository, tip, progress))
    found.reverse()
    return found


def _walk(
    repository: Repository, tip: CommitId, progress: Callable[[int], None] | None
) -> Iterator[Entry]:
    chain: Sequence[CommitId] = list(repository.first_parents(tip))
    for seen, (child, parent) in enumerate(pairwise(chain)):
        if progress is not None:
            progress(seen)
        yield from read_entries(repository, child, parent)


def read_entries(repository: Repository, child: CommitId, parent: CommitId) -> Iterator[Entry]:
    """The records that a commit added to main."""
    for folder in repository.added_names(child, parent, VOTES):
        entry = read_entry(repository, child, parent, folder)
        if entry is not None:
            yield entry


def read_entry(
    repository: Repository, child: CommitId, parent: CommitId, folder: str
) -> Entry | None:
    """The record that a commit added, or None where the folder holds none."""
    motion = repository.read(child, f"{VOTES}/{folder}/motion.toml")
    record = repository.read(child, f"{VOTES}/{folder}/vote.toml")
    if motion is None or record is None or not is_number(folder.partition("-")[0]):
        return None
    return Entry(
        folder=folder,
        commit=repository.commit(child),
        parent=parent,
        motion=Motion.parse(motion, f"{VOTES}/{folder}/motion.toml"),
        record=parse_record(record, f"{VOTES}/{folder}/vote.toml"),
    )


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
