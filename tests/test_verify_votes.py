"""Votes that do not carry what they are said to carry: each is named, alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    MemberId,
    Members,
)
from constitution.motion import Question
from constitution.vote import Count
from tests.handmade import (
    ONE,
    TWO,
    Handmade,
    named,
    votes,
    with_rule,
)
from tests.verdicts import (
    NEW_ONE,
    NEW_TWO,
    assert_blamed,
    consistent,
    roll,
    stricter,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


class TestCounts:
    """Rows 2, 5 and 8: what the figures, the members and the rules do not give."""

    def test_an_adoption_with_too_few_votes_is_named(self, made: Handmade) -> None:
        """The outcome is counted again."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(4, 5, 0)))
        assert_blamed(
            made,
            commit,
            ["wrong-count"],
            "was recorded as adopted. For 4, against 5: 9 votes cast; more than 1/2 is 5. Rejected.",
        )

    def test_a_rejection_that_was_an_adoption_is_named(self, made: Handmade) -> None:
        """A clerk cannot lose a vote that was won."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(5, 4, 0, adopted=False)))
        assert_blamed(made, commit, ["wrong-count"], "was recorded as rejected")

    def test_a_record_without_a_quorum_is_named(self, made: Handmade) -> None:
        """No quorum is not a rejection: the vote is postponed and leaves no record."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(1, 3, 0, adopted=False)))
        assert_blamed(made, commit, ["wrong-count"], "Postponed, for want of a quorum.")

    def test_a_change_whose_vote_failed_is_named(self, made: Handmade) -> None:
        """Recorded as rejected, and yet the text changed."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(3, 5, 0, adopted=False)),
            changed={ONE: NEW_ONE},
        )
        assert_blamed(made, commit, ["vote-failed"], "the vote did not adopt")

    def test_a_question_without_changes_or_subject_is_a_bad_motion(self, made: Handmade) -> None:
        """A question asks for changes, or names a subject and its rule."""
        sealed = made.put("1", "first", {}, subject=("x", "ordinary"))
        sealed.motion = replace(sealed.motion, questions=(Question("Nothing"),))
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        assert_blamed(made, commit, ["bad-motion"], "not both")

    def test_a_subject_under_an_unknown_rule_is_a_bad_motion(self, made: Handmade) -> None:
        """Somebody must say what majority the question needs."""
        sealed = made.put("1", "whole", {}, subject=("The whole", "no-such-rule"))
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        assert_blamed(made, commit, ["bad-motion", "wrong-count"], "there is no such rule")

    def test_a_falsified_number_of_members_is_named(self, made: Handmade) -> None:
        """Who may vote follows from the members, not from the record."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(3, 0, 0, 5)))
        assert_blamed(
            made, commit, ["wrong-count"], "says that 5 may vote; by the members there, 9 may"
        )

    def test_more_votes_than_members_are_named(self, made: Handmade) -> None:
        """Nobody votes twice."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(8, 1, 1)))
        assert_blamed(made, commit, ["wrong-count"], "10 votes were counted")

    def test_a_voter_who_is_no_member_is_named(self, tmp_path: Path) -> None:
        """So is one who was suspended or removed while the vote was open."""
        members = Members(
            (
                *named("ada", "ben", "cleo").named,
                Member(MemberId("dan"), "Dan", status="suspended"),
            )
        )
        for number, voter in enumerate(("eve", "dan")):
            made = Handmade.found(tmp_path / str(number), {MEMBERS_FILE: members.to_bytes()})
            sealed = made.put("1", "first", {ONE: NEW_ONE})
            record = made.record(sealed, roll(f"ada {voter}", "ben", 3), evidence="named")
            commit = made.declare(sealed, record)
            assert_blamed(made, commit, ["not-a-member"], f"{voter} is not a member")

    def test_a_member_removed_while_the_vote_was_open_does_not_count(self, tmp_path: Path) -> None:
        """Members at the base, less those removed since."""
        made = Handmade.found(tmp_path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "out", {MEMBERS_FILE: named("ada", "ben").to_bytes()})
        commit = made.declare(
            sealed, made.record(sealed, roll("ada cleo", "", 2), evidence="named")
        )
        assert_blamed(made, commit, ["not-a-member"], "cleo")

    def test_evidence_weaker_than_the_rule_asks_is_named(self, made: Handmade) -> None:
        """A declared result does not change rules that ask for a count."""
        rules = with_rule(made.files, "ordinary", quorum=None)
        # the ordinary rule is weakened, so it must pass as well: nine votes of nine
        sealed = made.put("1", "easier", {RULES_FILE: rules})
        record = made.record(
            sealed, Count("adopted", 9), evidence="declared", declared_by="The chair"
        )
        commit = made.declare(sealed, record)
        assert_blamed(
            made,
            commit,
            ["evidence-too-weak"],
            "The rule “rules” asks for at least “counted”, and the record is “declared”.",
        )

    def test_ballots_left_out_consistently_are_consistent_and_said_to_be_possible(
        self, made: Handmade
    ) -> None:
        """Row 9: no clone can show that a ballot was withheld; the record says it could be."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(3, 2, 0)))
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        made.declare(sealed, made.record(sealed, votes(2, 3, 0, adopted=False)))
        sealed = made.put("3", "rules", {RULES_FILE: stricter(made)})
        made.declare(sealed, made.record(sealed, votes(6, 0, 0)))
        verdict = consistent(made)
        assert [record.hidden_ballots for record in verdict.records] == [True, True, False]
