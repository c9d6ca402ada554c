"""In session: what is declared is what the ballots of those who may vote come to, and nothing else."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.assembly.balloting import cast_ballot
from constitution.assembly.declaring import declare
from constitution.assembly.motions import open_motion
from constitution.governance import (
    Member,
    MemberId,
    Members,
    Quorum,
    Rules,
    founding_rules,
    parse_majority,
)
from constitution.verify import verify
from tests.committee import Committee

if TYPE_CHECKING:
    from constitution.ballot import Choice

IDS = ("ada", "ben", "cleo", "dan", "eva")
MAJORITIES = (
    "> 1/2 of cast",
    ">= 1/2 of cast",
    ">= 2/3 of cast",
    "> 1/2 of present",
    ">= 3/5 of present",
    "> 1/2 of members",
    ">= 2/3 of members",
    ">= 1/1 of members",
)


@dataclass(frozen=True)
class Vote:
    """A vote of five members: the rule, what each of them cast, and who was suspended meanwhile."""

    majority: str
    quorum: Fraction | None
    no_quorum: Literal["postpone", "reject"]
    cast: tuple[Choice | None, ...]
    suspended: frozenset[str]

    def outcome(self) -> str:
        """What it comes to, in whole numbers and without our own arithmetic."""
        heard = [c for id_, c in zip(IDS, self.cast, strict=True) if id_ not in self.suspended]
        for_, against, abstain = (heard.count(c) for c in ("for", "against", "abstain"))
        sign, share, _of, base = self.majority.split()
        above, below = map(int, share.split("/"))
        number = {
            "cast": for_ + against,
            "present": for_ + against + abstain,
            "members": len(heard),
        }
        if self.quorum is not None:
            there = for_ + against + abstain
            if there * self.quorum.denominator < self.quorum.numerator * len(heard):
                return "rejected" if self.no_quorum == "reject" else "postponed"
        left, right = for_ * below, above * number[base]
        passed = left > right if sign == ">" else left >= right
        return "adopted" if passed and for_ > 0 else "rejected"


votes = st.builds(
    Vote,
    st.sampled_from(MAJORITIES),
    st.sampled_from((None, Fraction(1, 2), Fraction(2, 3))),
    st.sampled_from(("postpone", "reject")),
    st.tuples(*[st.sampled_from(("for", "for", "against", "abstain", None))] * len(IDS)),
    st.frozensets(st.sampled_from(IDS), max_size=2),
)


def seated(suspended: frozenset[str] = frozenset()) -> Members:
    """The five, some of them suspended."""
    return Members(
        tuple(
            Member(MemberId(id_), id_.title(), status="suspended" if id_ in suspended else "active")
            for id_ in IDS
        )
    )


def ruled(vote: Vote) -> Rules:
    """The rules of a committee, with that of the vote for the text."""
    quorum = None
    if vote.quorum is not None:
        above, below = vote.quorum.as_integer_ratio()
        quorum = Quorum(vote.quorum, strict=False, written=f"{above}/{below}")
    return Rules(
        tuple(
            replace(
                rule,
                majority=parse_majority(vote.majority),
                quorum=quorum,
                no_quorum=vote.no_quorum,
            )
            if rule.name == "ordinary"
            else rule
            for rule in founding_rules().rules
        )
    )


@settings(max_examples=12)
@given(votes)
def test_what_is_declared_is_what_the_ballots_come_to(vote: Vote) -> None:
    """Whoever was suspended since is not heard; whoever verifies finds the same."""
    with tempfile.TemporaryDirectory() as folder:
        c = Committee.sit(Path(folder) / "projet", members=seated(), rules=ruled(vote))
        c.submitted("idee", "4", "cinq ans", "six ans")
        c.put("1")
        for id_, choice in zip(IDS, vote.cast, strict=True):
            if choice is not None:
                cast_ballot(c.desk, open_motion(c.desk, "1"), id_, [choice])
        if vote.suspended:
            c.governance("membres", members=seated(vote.suspended))
            c.pass_("2", votes=(5, 0, 0))
        heard = [
            x for id_, x in zip(IDS, vote.cast, strict=True) if x and id_ not in vote.suspended
        ]
        if not heard:
            return  # nobody voted who may: that is refused, and has its own test
        result = c.result("1")
        assert result.outcome == vote.outcome()
        if result.outcome != "postponed":
            declare(c.desk, result)
            assert ("six ans" in c.text("4")) == (vote.outcome() == "adopted")
        verdict = verify(c.folder)
        assert (verdict.outcome, verdict.faults) == ("consistent", ())
