"""What a commit of main recorded: the entries of `votes/`, read where they were added."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constitution.motion import Change, Motion
    from constitution.repository import Commit, CommitId, Repository
    from constitution.vote import Record

__all__ = ["VOTES", "Entry", "read_entries", "read_entry", "walk_entries"]

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
    def name(self) -> str:
        """How the amendment was called in the sitting: `12 rect.`, `12, second deliberation`."""
        from constitution.amendment import label

        return label(self.number, self.motion.revision, self.motion.round)

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
        from constitution.vote import Disposition

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
        from constitution.vote import VoteRecord

        return self.record.evidence if isinstance(self.record, VoteRecord) else None


def walk_entries(
    repository: Repository, tip: CommitId, progress: Callable[[int], None] | None = None
) -> list[Entry]:
    """Every record on main up to `tip`, oldest first, found by walking all of it."""
    chain: Sequence[CommitId] = list(repository.first_parents(tip))
    found: list[Entry] = []
    for seen, (child, parent) in enumerate(pairwise(chain)):
        if progress is not None:
            progress(seen)
        found += reversed(list(read_entries(repository, child, parent)))
    found.reverse()
    return found


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
    from constitution.motion import Motion
    from constitution.names import is_number
    from constitution.vote import parse_record

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
