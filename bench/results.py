"""Results: what a line of the table says once it was run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.measures import Spread

__all__ = ["Compared", "Course", "Line", "Result", "Skipped", "Timed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Something of ours against its peer; the goal is how many times the peer's time it may take.

    Without a goal it is told for what it is.
    """

    what: str
    peer: str
    ours: Spread
    theirs: Spread
    goal: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        """The median of ours by the median of the peer."""
        return self.ours.middle / self.theirs.middle

    @property
    def ratio_of_processor(self) -> float | None:
        """The same of the time of the processor; None where that was not taken."""
        if self.ours.processor is None or not self.theirs.processor:
            return None
        return self.ours.processor / self.theirs.processor

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.ratio <= self.goal


@dataclass(frozen=True, slots=True)
class Timed:
    """Something that has no peer, and must be done within a limit, in seconds."""

    what: str
    took: float
    measure: str
    """What was taken of the times: “p95 of 200 keys”."""
    limit: float
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it was done in time."""
        return self.took <= self.limit


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be run here, and why."""

    what: str
    reason: str


Result: TypeAlias = Compared | Timed | Skipped


@dataclass(frozen=True, slots=True)
class Course:
    """Where and how thoroughly lines are run."""

    folder: Path
    """An empty folder of the run's own."""
    quick: bool = False

    def rounds(self, usual: int) -> int:
        """How many rounds are run."""
        return 1 if self.quick else usual

    def size(self, usual: int) -> int:
        """How large an input is made."""
        return max(6, usual // 500) if self.quick else usual

    def place(self, name: str) -> Path:
        """A new folder for one input."""
        place = self.folder / name
        place.mkdir()
        return place


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: its name on the command line, what it says, and how it is run."""

    name: str
    title: str
    run: Callable[[Course], Iterator[Result]]
