"""Commits, read: who made them, when, and what they say; and the branch that counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NewType

__all__ = ["MAIN", "Commit", "CommitId", "Person", "When"]

CommitId = NewType("CommitId", str)
"""40 hexadecimal digits."""

MAIN = "refs/heads/main"
"""The branch whose commits are the text."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address, as commits show them to everyone."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment: seconds since 1970 and minutes east of Greenwich."""

    seconds: int
    offset: int = 0

    @classmethod
    def now(cls) -> When:
        """This moment, in the machine's time zone."""
        now = dt.datetime.now().astimezone()
        offset = now.utcoffset() or dt.timedelta()
        return cls(int(now.timestamp()), int(offset.total_seconds()) // 60)

    @property
    def date(self) -> dt.date:
        """The day, where the moment was noted."""
        zone = dt.timezone(dt.timedelta(minutes=self.offset))
        return dt.datetime.fromtimestamp(self.seconds, zone).date()


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, read."""

    id: CommitId
    parents: tuple[CommitId, ...]
    author: Person
    authored: When
    committer: Person
    committed: When
    message: str

    @property
    def summary(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]
