"""Who voted how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.governance import Member, MemberId, Members
from constitution.history import (
    by_group,
    entitled_members,
    group_rows,
    member_rows,
    votes_of,
    who_voted,
)
from constitution.history.records import records
from tests.chronicle import MEMBERS, Chronicle, count

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import Entry

LEFT = ["alix", "basile"]


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    return Chronicle.found(tmp_path / "text", {"1": "One.\n", "2": "Two.\n"})


def entries(chronicle: Chronicle) -> list[Entry]:
    return records(chronicle.repository, chronicle.tip)


def divided(chronicle: Chronicle) -> Entry:
    chronicle.record(
        "1",
        {"1": "A.\n"},
        {"2": "B.\n"},
        evidence="named",
        counts=[
            count(for_=[*LEFT, "chloe"], against=["denis"], abstain=[]),
            count("rejected", for_=["alix"], against=["denis"], abstain=["chloe"]),
        ],
    )
    return entries(chronicle)[-1]


def test_each_member_has_a_choice_for_each_question(chronicle: Chronicle) -> None:
    """Who is named for one question and not for another was absent from that one."""
    entry = divided(chronicle)
    assert {votes.member: votes.choices for votes in who_voted(entry)} == {
        "alix": ("for", "for"),
        "basile": ("for", "absent"),
        "chloe": ("for", "abstain"),
        "denis": ("against", "against"),
    }


def test_those_who_could_vote_and_did_not_are_absent(chronicle: Chronicle) -> None:
    """Where the members are given; the suspended could not."""
    entry = divided(chronicle)
    suspended = Member(MemberId("felix"), "Félix", status="suspended")
    votes = who_voted(entry, Members((*MEMBERS.named, suspended)))
    assert [one.member for one in votes] == ["alix", "basile", "chloe", "denis", "esther"]
    assert votes[-1].choices == ("absent", "absent")


@pytest.mark.parametrize("evidence", ["counted", "declared", "reported"])
def test_where_no_names_are_known_nobody_is_said_to_have_voted(
    chronicle: Chronicle, evidence: str
) -> None:
    """A show of hands names nobody, and so makes nobody absent either."""
    chronicle.record("1", {"1": "A.\n"}, evidence=evidence)  # type: ignore[arg-type] # one of three
    (entry,) = entries(chronicle)
    assert who_voted(entry, MEMBERS) == ()
    assert by_group(entry, MEMBERS) == ()
    assert votes_of([entry], "alix", lambda _entry: MEMBERS) == ()


def test_a_disposition_has_no_votes(chronicle: Chronicle) -> None:
    """Withdrawn is not voted on."""
    chronicle.record("1", {"1": "A.\n"}, outcome="withdrawn")
    assert who_voted(entries(chronicle)[0], MEMBERS) == ()


def test_one_member_is_followed_through_every_roll_call(chronicle: Chronicle) -> None:
    """With the members of each vote, also where the member took no part."""
    chronicle.record("1", {"1": "A.\n"}, evidence="named")
    chronicle.record("2", {"1": "B.\n"}, slug="b")
    chronicle.record(
        "3",
        {"1": "C.\n"},
        slug="c",
        evidence="named",
        counts=[count(for_=LEFT, against=[], abstain=[])],
    )
    found = entries(chronicle)

    def entitled(entry: Entry) -> Members:
        return entitled_members(chronicle.repository, entry)

    def told(member: str, *, absences: bool) -> list[tuple[str, tuple[str, ...]]]:
        votes = votes_of(found, member, entitled if absences else None)
        return [(vote.entry.number, vote.choices) for vote in votes]

    assert told("denis", absences=False) == [("1", ("against",))]
    assert told("denis", absences=True) == [("1", ("against",)), ("3", ("absent",))]
    assert told("nobody", absences=True) == []


def test_groups_are_counted_in_the_order_the_members_name_them(chronicle: Chronicle) -> None:
    """For, against, abstain and absent add up to the group; those without a group come last."""
    entry = divided(chronicle)
    tables = by_group(entry, entitled_members(chronicle.repository, entry))
    assert [
        (one.question, one.group, one.for_, one.against, one.abstain, one.absent) for one in tables
    ] == [
        (1, "Left", 2, 0, 0, 0),
        (1, "Right", 1, 1, 0, 0),
        (1, "", 0, 0, 0, 1),
        (2, "Left", 1, 0, 0, 1),
        (2, "Right", 0, 1, 1, 0),
        (2, "", 0, 0, 0, 1),
    ]


def test_tables_are_rows_with_a_header(chronicle: Chronicle) -> None:
    """Ready for a CSV file: text alone, every row as long as the header."""
    entry = divided(chronicle)
    rows = member_rows(who_voted(entry))
    assert rows[0] == (
        "record",
        "amendment",
        "title",
        "held",
        "question",
        "member",
        "choice",
        "outcome",
    )
    assert rows[1] == ("1", "1", "Question 1", "2023-11-14", "1", "alix", "for", "adopted")
    assert rows[2] == ("1", "1", "Question 2", "2023-11-14", "2", "alix", "for", "rejected")
    tables = group_rows(by_group(entry, MEMBERS))
    assert tables[1] == ("1", "1", "Question 1", "2023-11-14", "1", "Left", "2", "0", "0", "0")
    assert {len(row) for row in rows} == {8}
    assert {len(row) for row in tables} == {10}
