"""How far a count has come: for each rule, votes reached and votes needed, fit to be drawn as bars.

The judgement is `vote.judge`'s; these are the same exact figures, one gauge for each majority and
each quorum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from constitution.governance import Majority, Rule
    from constitution.judgement import Figures
    from constitution.scrutiny import Governing

__all__ = ["Gauge", "gauges"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """What one rule asks for, and how much of it there is."""

    rule: str
    kind: Literal["majority", "quorum"]
    reached: int
    """Votes for, or members who took part."""
    needed: int
    """The fewest that meet it."""
    out_of: int
    """What the share is taken of: votes cast, members present, or everyone entitled."""

    @property
    def is_met(self) -> bool:
        """Whether there are enough; an empty vote never adopts."""
        return self.reached >= self.needed and (self.kind == "quorum" or self.out_of > 0)


def gauges(over: Governing, figures: Figures) -> tuple[Gauge, ...]:
    """A gauge for each quorum and each majority that governs, as far as their figures are known."""
    found: dict[Gauge, None] = {}
    for rule in over.counting:
        for gauge in (_quorum(rule, figures), _majority(rule, figures)):
            if gauge is not None:
                found[gauge] = None
    return tuple(found)


def _quorum(rule: Rule, figures: Figures) -> Gauge | None:
    if rule.quorum is None or figures.present is None or figures.entitled is None:
        return None
    needed = rule.quorum.required(figures.entitled)
    return Gauge(rule.name, "quorum", figures.present, needed, figures.entitled)


def _majority(rule: Rule, figures: Figures) -> Gauge | None:
    majority: Majority = rule.majority  # type: ignore[assignment] # `counting` leaves `never` out
    base = {"cast": figures.cast, "present": figures.present, "members": figures.entitled}
    out_of = base[majority.base]
    if figures.for_ is None or figures.against is None or out_of is None:
        return None
    return Gauge(rule.name, "majority", figures.for_, majority.required(out_of), out_of)
