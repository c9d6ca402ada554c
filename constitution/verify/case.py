"""One commit of main with the record it brings, and what the chain remembers before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.motion import Delete
from constitution.verify.report import Fault
from constitution.vote import FOUNDING, VoteRecord

if TYPE_CHECKING:
    from constitution.canonical import Digest
    from constitution.governance import MemberId
    from constitution.motion import Change, Motion
    from constitution.verify.archive import Archive, Difference, Snapshot
    from constitution.verify.report import Code
    from constitution.vote import Record

__all__ = ["Case", "Past"]


@dataclass(slots=True)
class Past:
    """What the chain remembers, up to the first parent of the commit being judged."""

    commits: dict[str, int] = field(default_factory=dict)
    """The commits of main so far, each with how many times the rules had changed by then."""
    rules_changed: int = 0
    """How many times the rules changed so far."""
    sequence: int = 0
    previous: str = FOUNDING
    rounds: set[tuple[str, int]] = field(default_factory=set)
    """The numbers used, with their rounds."""
    voted: set[str] = field(default_factory=set)
    """The numbers of the amendments that were voted on."""
    motions: dict[Digest, str] = field(default_factory=dict)
    """The motions that were disposed of, by digest, each with its number and round."""
    gone: set[MemberId] = field(default_factory=set)
    """The members who were removed."""
    linked: bool = True
    """Whether `sequence` and `previous` are known: not after a record that could not be read."""
    whole: bool = True
    """Whether every commit so far could be read."""

    def add(self, record: Record, motion: Motion, vote: str, put: Digest) -> None:
        """Remember a record as the last one, whatever was wrong with it.

        `vote` is its digest, and `put` that of the motion.
        """
        self.sequence = record.sequence
        self.previous = vote
        self.linked = True
        self.rounds.add((motion.number, motion.round))
        again = f" (round {motion.round})" if motion.round > 1 else ""
        self.motions[put] = motion.number + again
        if isinstance(record, VoteRecord):
            self.voted.add(motion.number)

    def skip(self, vote: str, sequence: int | None = None) -> None:
        """Remember that a record that cannot be judged is the last one."""
        self.sequence = self.sequence + 1 if sequence is None else sequence
        self.previous = vote
        self.linked = True

    def lose(self) -> None:
        """Remember that a commit could not be read: what it held is not held against the next."""
        self.linked = self.whole = False


@dataclass(frozen=True, slots=True)
class Case:
    """One commit of main with the one record it brings, and all that is needed to judge it."""

    past: Past
    parent: Snapshot
    child: Snapshot
    folder: str
    """`votes/12-lower-the-threshold`."""
    differences: tuple[Difference, ...]
    """The protected files that differ from the first parent."""
    motion: Motion
    motion_digest: Digest
    """Of the file of the motion, which has nothing but the canonical bytes of `motion`."""
    record: Record
    base: Snapshot
    sealed: Snapshot | None
    """The sealed commit, where this clone has one that is whole."""

    def fault(self, code: Code, sentence: str, path: str = "", hint: str = "") -> Fault:
        """A fault of this commit; of its folder where no path is given."""
        return Fault(code, sentence, self.child.id, path or self.folder, hint)

    @property
    def kept_its_rules(self) -> bool:
        """Whether the rules stood unchanged from the base to the first parent, all the time."""
        return self.past.commits[self.base.id] == self.past.commits[self.parent.id]

    @property
    def vote_file(self) -> str:
        """Where the record is."""
        return f"{self.folder}/vote.toml"

    @property
    def motion_file(self) -> str:
        """Where the motion is."""
        return f"{self.folder}/motion.toml"

    @property
    def archive(self) -> Archive:
        """Where objects are read."""
        return self.child.archive

    def new_text(self, change: Change) -> bytes | None:
        """What would stand at the change's path, found where it was voted on or adopted."""
        if isinstance(change, Delete):
            return None
        for snapshot in (self.child, self.sealed):
            if snapshot is not None and snapshot.digest(change.path) == change.new:
                return snapshot.blob(change.path)
        return None
