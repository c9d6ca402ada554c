"""In session: figures, roll calls and ballots, and the entries that are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.balloting import cast_ballot, gather, voters
from constitution.assembly.counting import (
    read_reports,
    read_roll_call,
)
from constitution.assembly.motions import count_ref, open_motion
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import Members
from tests.committee import (
    MEMBERS,
    Committee,
    consistent,
    remove,
    roll_in_csv,
    seats,
)
from tests.signers import key_line

if TYPE_CHECKING:
    from pathlib import Path


def test_no_more_are_counted_than_may_vote(put: Committee) -> None:
    """Sixty members: sixty-one votes are a mistake, and nothing is entered."""
    with pytest.raises(Refused, match="61 votes were counted, and only 60"):
        put.count("1", 40, 20, 1)
    assert put.repository.tip(count_ref("1")) is None


def test_a_question_that_is_not_asked_is_not_counted(put: Committee) -> None:
    """Questions are counted from 1."""
    for question in (0, 2):
        with pytest.raises(Unknown, match=f"no question {question}"):
            put.count("1", 40, 10, question=question)


ROLLS = {
    "a stranger": ("member;choice\nsiege-61;pour\n", "siege-61", ":2"),
    "one listed twice": ("member;choice\nsiege-01;pour\nsiege-01;pour\n", "listed twice", ":3"),
    "an unknown choice": ("member;choice\nsiege-01;peut-être\n", "is not a choice", ":2"),
    "no header": ("siege-01;pour\n", "should name the columns", ""),
}


@pytest.mark.parametrize("case", ROLLS)
def test_a_faulty_roll_call_is_refused_with_its_line(put: Committee, case: str) -> None:
    """The file and the line are named, and nothing is entered."""
    lines, sentence, line = ROLLS[case]
    with pytest.raises(Malformed) as error:
        put.roll("1", "appel.csv", lines)
    assert sentence in error.value.message
    assert error.value.where == f"appel.csv{line}"
    assert put.repository.tip(count_ref("1")) is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("for = [", "not TOML"),
        ('for = ["siege-01"]\nagainst = ["siege-01"]', "listed twice"),
        ('pour = ["siege-01"]', "is not a choice"),
        ('for = ["siege-61"]', "is not a member"),
        ("for = 33", "should be a list of names"),
        ('for = "siege-01"', "should be a list of names"),
        ("question = [1]", "should be tables"),
        ('[[question]]\nfor = []\n[[question]]\nfor = ["siege-01"]', "the motion asks 1"),
    ],
)
def test_a_faulty_roll_call_in_toml_is_refused(put: Committee, lines: str, sentence: str) -> None:
    """The same, where the roll call is TOML."""
    with pytest.raises(Malformed) as error:
        put.roll("1", "appel.toml", lines)
    assert sentence in error.value.message


def test_a_roll_call_takes_names_and_leaves_out_who_was_not_there(put: Committee) -> None:
    """Members are named by id or by name; an empty choice is no vote."""
    lines = "Member,Choice\nTitulaire du siège n° 1,POUR\nsiege-02,\nsiege-03,Contre\n"
    motion = open_motion(put.desk, "1")
    calls = read_roll_call(lines.encode(), "a.csv", voters(put.desk, motion), 1)
    assert calls == {1: (("siege-01",), ("siege-03",), ())}


def test_a_new_entry_replaces_the_one_before(put: Committee) -> None:
    """Mistakes are mended before the vote is closed."""
    put.count("1", 10, 40)
    put.roll("1", "appel.csv", roll_in_csv(seats(1, 31)))
    result = put.result("1")
    assert (result.outcome, result.evidence) == ("adopted", "named")


def test_a_ballot_is_final_and_belongs_to_one_motion(put: Committee) -> None:
    """Put again, a motion is another one: the ballots on the first are gone."""
    motion = open_motion(put.desk, "1")
    cast_ballot(put.desk, motion, "siege-01", ["for"])
    with pytest.raises(Refused, match="voted so already"):
        cast_ballot(put.desk, motion, "siege-01", ["for"])
    with pytest.raises(Refused, match="a ballot is final"):
        cast_ballot(put.desk, motion, "siege-01", ["against"])
    with pytest.raises(Refused, match="and the choices given are 2"):
        cast_ballot(put.desk, motion, "siege-02", ["for", "for"])
    with pytest.raises(Refused, match="is not a member"):
        cast_ballot(put.desk, motion, "siege-61", ["for"])
    assert len(gather(put.desk, motion).counted) == 1
    assert gather(put.desk, put.put("1")).counted == ()


def test_ballots_that_cannot_be_read_are_left_out(put: Committee) -> None:
    """Whoever may push a ballot must not be able to stop the count, nor vote for another."""
    motion = open_motion(put.desk, "1")
    cast_ballot(put.desk, motion, "siege-01", ["for"])
    good = put.repository.tip("refs/ballots/1/siege-01")
    assert good is not None
    data = put.repository.read(good, "ballot.toml")
    assert data is not None
    for ref, words in (
        ("siege-02", b"not TOML at all = ="),
        ("siege-03", data),
        ("siege-04", data.replace(b"siege-01", b"siege-04").replace(b"for", b"maybe")),
        ("siege-99", data.replace(b"siege-01", b"siege-99")),
    ):
        put.commit_by_hand(f"refs/ballots/1/{ref}", {"ballot.toml": words})
    assert [one.ballot.member for one in gather(put.desk, motion).counted] == ["siege-01"]


def test_ballots_of_a_member_who_leaves_do_not_count(put: Committee) -> None:
    """Who was a member at the base, less those removed since."""
    motion = open_motion(put.desk, "1")
    for member in seats(1, 31):
        cast_ballot(put.desk, motion, member, ["for"])
    put.governance("partir", members=remove(put.desk.main().members, "siege-01"))
    put.pass_("2")
    result = put.result("1")
    assert len(gather(put.desk, motion).counted) == 30
    assert result.counts[0].entitled == 59
    put.declare("1")
    assert consistent(put)


def test_a_member_with_a_key_signs(tmp_path: Path) -> None:
    """An unsigned ballot of a member who has keys would not count, so none is taken."""
    keyed = (replace(MEMBERS.named[0], keys=(key_line(1),)), *MEMBERS.named[1:])
    c = Committee.sit(tmp_path / "projet", members=Members(keyed))
    c.submitted("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="has a key"):
        cast_ballot(c.desk, c.put("1"), "siege-01", ["for"])


def test_an_assembly_of_seats_counts(tmp_path: Path) -> None:
    """Without names there are figures, no roll call and no ballots."""
    c = Committee.sit(tmp_path / "projet", members=Members(seats=60))
    c.submitted("idee", "4", "cinq ans", "six ans")
    motion = c.put("1")
    with pytest.raises(Refused, match="not named"):
        cast_ballot(c.desk, motion, "siege-01", ["for"])
    with pytest.raises(Malformed, match="not named"):
        c.roll("1", "appel.csv", roll_in_csv(["siege-01"]))
    c.count("1", 31, 29)
    c.declare("1")
    assert consistent(c)


def test_a_report_without_a_vote_is_refused() -> None:
    """A file that reports nothing proves nothing."""
    with pytest.raises(Malformed, match="reports no vote"):
        read_reports(b'format = "constitution-report/1"\n', "rapport.toml")
