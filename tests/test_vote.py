"""Votes: exact arithmetic, with the sentence that explains it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.canonical import digest
from constitution.errors import Malformed, Refused
from constitution.governance import NEVER, MemberId, Quorum, Rule, parse_majority
from constitution.judgement import (
    Figures,
    Judgement,
    judge,
    judge_all,
    judge_question,
    refuse_too_many,
)
from constitution.vote import (
    DISPOSITIONS,
    FOUNDING,
    Count,
    Disposition,
    Record,
    Report,
    VoteRecord,
    could_have_turned,
    judge_reports,
    parse_record,
)

DAY = dt.date(2026, 11, 23)
MOTION = digest(b"motion")


def rule(
    majority: str, quorum: str | None = None, *, reject: bool = False, name: str = "ordinary"
) -> Rule:
    """A rule with a quorum of at least this share, if any."""
    asked = None
    if quorum is not None:
        above, below = map(int, quorum.split("/"))
        asked = Quorum(Fraction(above, below), strict=False, written=quorum)
    return Rule(
        name,
        ("articles/**",),
        parse_majority(majority),
        asked,
        "reject" if reject else "postpone",
        "counted",
    )


class TestMajoritiesOfTheRecord:
    """The cases of the record, each with its sentence."""

    @pytest.mark.parametrize(
        ("majority", "figures", "outcome", "sentence"),
        [
            (  # French Congress, 2024
                ">= 3/5 of cast",
                Figures(780, 72, 50, 925),
                "adopted",
                "For 780, against 72, abstentions 50: 852 votes cast; at least 3/5 is 512. Adopted.",
            ),
            (  # French Congress, 2008: one vote above
                ">= 3/5 of cast",
                Figures(539, 357, 0, 906),
                "adopted",
                "For 539, against 357: 896 votes cast; at least 3/5 is 538. Adopted.",
            ),
            (
                ">= 3/5 of cast",
                Figures(537, 359, 0, 906),
                "rejected",
                "For 537, against 359: 896 votes cast; at least 3/5 is 538. Rejected.",
            ),
            (  # French Congress, 1999 (parity): 741 cast
                ">= 3/5 of cast",
                Figures(445, 296, 0, None),
                "adopted",
                "For 445, against 296: 741 votes cast; at least 3/5 is 445. Adopted.",
            ),
            (  # 3/5 of 514 is 308.4
                ">= 3/5 of cast",
                Figures(308, 206, 0, 577),
                "rejected",
                "For 308, against 206: 514 votes cast; at least 3/5 is 309. Rejected.",
            ),
            (
                ">= 3/5 of cast",
                Figures(309, 205, 0, 577),
                "adopted",
                "For 309, against 205: 514 votes cast; at least 3/5 is 309. Adopted.",
            ),
            (  # Bundestag, 2019-02-21
                ">= 2/3 of members",
                Figures(574, 74, 0, 709),
                "adopted",
                "For 574, against 74: 709 members in all; at least 2/3 is 473. Adopted.",
            ),
            (  # 2/3 of 9 is 6, never 7
                ">= 2/3 of members",
                Figures(6, 3, 0, 9),
                "adopted",
                "For 6, against 3: 9 members in all; at least 2/3 is 6. Adopted.",
            ),
            (
                ">= 2/3 of members",
                Figures(5, 0, 0, 9),
                "rejected",
                "For 5, against 0: 9 members in all; at least 2/3 is 6. Rejected.",
            ),
            (  # nobody voted
                ">= 2/3 of cast",
                Figures(0, 0, 0, 9),
                "rejected",
                "For 0, against 0: nobody voted, and an empty vote never adopts. Rejected.",
            ),
            (
                ">= 2/3 of cast",
                Figures(0, 0, 4, 9),
                "rejected",
                "For 0, against 0, abstentions 4: nobody voted, and an empty vote never adopts. Rejected.",
            ),
            (  # a tie
                "> 1/2 of cast",
                Figures(5, 5, 0, 10),
                "rejected",
                "For 5, against 5: 10 votes cast; more than 1/2 is 6. Rejected.",
            ),
            (  # > against >=
                ">= 1/2 of cast",
                Figures(5, 5, 0, 10),
                "adopted",
                "For 5, against 5: 10 votes cast; at least 1/2 is 5. Adopted.",
            ),
            (  # abstentions are not cast …
                "> 1/2 of cast",
                Figures(3, 2, 5, 10),
                "adopted",
                "For 3, against 2, abstentions 5: 5 votes cast; more than 1/2 is 3. Adopted.",
            ),
            (  # … and are present
                "> 1/2 of present",
                Figures(3, 2, 5, 10),
                "rejected",
                "For 3, against 2, abstentions 5: 10 members present; more than 1/2 is 6. Rejected.",
            ),
            (  # Chile 2022
                ">= 2/3 of members",
                Figures(103, 51, 0, 154),
                "adopted",
                "For 103, against 51: 154 members in all; at least 2/3 is 103. Adopted.",
            ),
            (
                ">= 2/3 of members",
                Figures(102, 0, 0, 154),
                "rejected",
                "For 102, against 0: 154 members in all; at least 2/3 is 103. Rejected.",
            ),
            (  # the design's own
                "> 1/2 of cast",
                Figures(33, 20, 0, 60),
                "adopted",
                "For 33, against 20: 53 votes cast; more than 1/2 is 27. Adopted.",
            ),
            (
                "> 1/2 of cast",
                Figures(1, 0, 0, 1),
                "adopted",
                "For 1, against 0: 1 vote cast; more than 1/2 is 1. Adopted.",
            ),
        ],
    )
    def test_the_outcome_and_its_sentence(
        self, majority: str, figures: Figures, outcome: str, sentence: str
    ) -> None:
        """Exact fractions; the base and the strictness are part of the rule."""
        judgement = judge(rule(majority), figures)
        assert (judgement.outcome, judgement.sentence) == (outcome, sentence)

    def test_without_a_quorum_the_vote_is_postponed_or_rejected_as_the_rule_says(self) -> None:
        """All for, and below the quorum: the sentence says quorum."""
        figures = Figures(10, 0, 0, 100)
        counted = (
            "For 10, against 0: 10 of 100 members took part; "
            "the quorum, at least 1/3 of the members, is 34. "
        )
        postponed = judge(rule("> 1/2 of cast", "1/3"), figures)
        assert postponed == Judgement("postponed", counted + "Postponed, for want of a quorum.")
        rejected = judge(rule("> 1/2 of cast", "1/3", reject=True), figures)
        assert rejected == Judgement("rejected", counted + "Rejected, for want of a quorum.")

    def test_abstentions_count_for_the_quorum(self) -> None:
        """Who abstains takes part."""
        assert judge(rule("> 1/2 of cast", "1/2"), Figures(3, 1, 6, 20)).outcome == "adopted"
        assert judge(rule("> 1/2 of cast", "1/2"), Figures(3, 1, 5, 20)).outcome == "postponed"

    def test_a_double_majority_is_two_counts_and_both_must_pass(self) -> None:
        """People and cantons, in Switzerland."""
        people = report(body="the people", for_=1_200_000, against=1_100_000)
        cantons = report(body="the cantons", for_=12, against=11)
        few = report(body="the cantons", for_=9, against=14)
        rules = [rule("> 1/2 of cast")]
        both = judge_reports(rules, [people, cantons])
        assert both.outcome == "adopted"
        assert both.sentence == (
            "the people: For 1,200,000, against 1,100,000: 2,300,000 votes cast; "
            "more than 1/2 is 1,150,001. Adopted. "
            "the cantons: For 12, against 11: 23 votes cast; more than 1/2 is 12. Adopted."
        )
        failed = judge_reports(rules, [people, few])
        assert failed.outcome == "rejected"
        assert failed.sentence == (
            "the cantons: For 9, against 14: 23 votes cast; more than 1/2 is 12. Rejected."
        )

    def test_never_rejects_whatever_the_count(self) -> None:
        """No vote changes these words."""
        eternal = replace(rule("> 1/2 of cast", name="eternity"), majority=NEVER)
        judgement = judge(eternal, Figures(9, 0, 0, 9))
        assert judgement == Judgement(
            "rejected", "The rule “eternity” says never: no vote changes these words."
        )
        both = [rule("> 1/2 of cast"), eternal]
        figures = Figures(9, 0, 0, 9)
        assert judge_question(both, figures, frozenset()).outcome == "rejected"
        assert judge_question(both, figures, frozenset({"eternity"})).outcome == "adopted"

    def test_a_question_that_no_rule_governs_is_rejected(self) -> None:
        """Silence is no majority; nor is `never`, passed, one."""
        assert judge_question([], Figures(9, 0, 0, 9), frozenset()).outcome == "rejected"


numbers = st.integers(0, 60)
majorities = st.sampled_from(
    ["> 1/2 of cast", ">= 1/2 of cast", ">= 2/3 of present", "> 3/5 of members", ">= 1/1 of cast"]
)


@given(majorities, numbers, numbers, numbers, numbers)
def test_more_votes_for_never_turn_an_adoption(
    majority: str, for_: int, against: int, abstain: int, absent: int
) -> None:
    """Somebody who was absent, or against, votes for: what was adopted still is."""
    entitled = for_ + against + abstain + absent
    rules = rule(majority)
    if judge(rules, Figures(for_, against, abstain, entitled)).outcome == "adopted":
        if absent:
            more = Figures(for_ + 1, against, abstain, entitled)
            assert judge(rules, more).outcome == "adopted"
        if against:
            turned = Figures(for_ + 1, against - 1, abstain, entitled)
            assert judge(rules, turned).outcome == "adopted"


@given(majorities, numbers, numbers, numbers)
def test_a_minority_never_adopts(majority: str, for_: int, against: int, abstain: int) -> None:
    """Every majority is at least one half of a base that holds at least the votes cast."""
    figures = Figures(for_, against, abstain, for_ + against + abstain)
    if judge(rule(majority), figures).outcome == "adopted":
        assert for_ >= against
        assert for_ > 0


@given(majorities, numbers, numbers, numbers, numbers)
def test_an_adoption_by_the_members_is_never_turned_by_hidden_ballots(
    majority: str, for_: int, against: int, abstain: int, absent: int
) -> None:
    """And where ballots could have turned it, some way of casting them would have."""
    rules = [rule(majority)]
    entitled = for_ + against + abstain + absent
    figures = Figures(for_, against, abstain, entitled)
    outcome = judge_question(rules, figures, frozenset()).outcome
    assert outcome in {"adopted", "rejected"}
    count = Count(
        "adopted" if outcome == "adopted" else "rejected", entitled, for_, against, abstain
    )
    answer = could_have_turned(record(count), rules)
    if "of members" in majority and outcome == "adopted":
        assert answer is False
    turned = any(
        judge_question(
            rules, Figures(for_ + more, against + extra, abstain, entitled), frozenset()
        ).outcome
        != outcome
        for more in range(absent + 1)
        for extra in (0, absent - more)
    )
    assert answer is turned


def record(*counts: Count, **other: object) -> VoteRecord:
    """A counted record."""
    made = VoteRecord(1, FOUNDING, MOTION, "counted", DAY, counts)
    return replace(made, **other)  # type: ignore[arg-type]  # given by the tests


def report(**other: object) -> Report:
    """A report of which nothing is known but what is given."""
    made = Report("Law 1", "unknown", None, None, None, None, None, None, "unknown")
    return replace(made, **other)  # type: ignore[arg-type]  # given by the tests


ada, ben, cleo = (MemberId(name) for name in ("ada", "ben", "cleo"))

RECORDS: list[Record] = [
    record(Count("adopted", 9, 5, 4, 0)),
    record(
        Count("adopted", 9, 5, 4, 0), Count("rejected", 9, 4, 5, 0), sequence=7, previous=MOTION
    ),
    record(Count("adopted", 3, (ada, ben), (cleo,), ()), evidence="named"),
    record(Count("adopted", 3, (ada, ben), (cleo,), ()), evidence="signed"),
    record(Count("adopted", 9), evidence="declared", declared_by="The chair"),
    record(
        Count("adopted"),
        evidence="reported",
        held=None,
        reports=(
            report(body="Congress", date=dt.date(1958, 10, 4), for_=5, against=4, entitled=9),
            report(body="none"),
        ),
    ),
    *(
        Disposition(
            2,
            MOTION,
            MOTION,
            outcome,
            DAY,
            "As agreed.",
            "The chair",
            "1" if outcome == "joined" else None,
        )
        for outcome in DISPOSITIONS
    ),
]


@pytest.mark.parametrize(
    "made", RECORDS, ids=lambda made: str(getattr(made, "evidence", made.outcome))
)
def test_a_record_reads_back_as_it_was_written(made: Record) -> None:
    """To bytes and back; and nothing is written that is not there."""
    assert parse_record(made.to_bytes()) == made
    assert b"= []" not in made.to_bytes() or getattr(made, "evidence", "") in {"named", "signed"}


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (record(), "counts no question"),
        (record(Count("adopted", 9)), "not of the kind “counted”"),
        (record(Count("adopted", 9, 5, 4)), "not of the kind “counted”"),
        (record(Count("adopted", None, 5, 4, 0)), "not of the kind “counted”"),
        (record(Count("adopted", 3, (ada,), (), ())), "not of the kind “counted”"),
        (record(Count("adopted", 3, 1, 0, 0), evidence="named"), "not of the kind “named”"),
        (
            record(Count("adopted", 3, (ada,), (ada,), ()), evidence="named"),
            "a member is counted twice",
        ),
        (
            record(Count("adopted", 3, (ben, ada), (), ()), evidence="named"),
            "the names are not in order",
        ),
        (record(Count("adopted", 9), evidence="declared"), "“declared_by” belongs"),
        (record(Count("adopted", 9, 5, 4, 0), declared_by="x"), "“declared_by” belongs"),
        (record(Count("adopted"), evidence="reported"), "reports belong"),
        (record(Count("adopted", 9, 5, 4, 0), reports=(report(),)), "reports belong"),
        (record(Count("adopted", 9, 5, 4, 0), held=None), "“held” should be a date"),
        (record(Count("adopted", 9, 5, 4, 0), previous="x"), "previous"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(made: VoteRecord, sentence: str) -> None:
    """The counts are of the kind that the evidence says."""
    with pytest.raises(Malformed, match=sentence):
        parse_record(made.to_bytes())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("against = 4", "against = 4.0", "whole number"),
        ("against = 4", "against = true", "whole number"),
        ("against = 4", "against = -4", "whole number"),
        ('outcome = "adopted"', 'outcome = "postponed"', "“adopted” or “rejected”"),
        ('evidence = "counted"', 'evidence = "sworn"', "is not a kind of evidence"),
        ("sequence = 1\n", "", "“sequence” is missing"),
        ("held = 2026-11-23", 'held = "soon"', "a date such as"),
        ("abstain = 0\n", "abstain = 0\nblank = 1\n", "is not a key"),
        ("vote/1", "vote/2", "its format is"),
        ("entitled = 9\n", "entitled =  9\n", "canonical form"),
    ],
)
def test_a_wrong_record_is_refused_with_its_sentence(old: str, new: str, sentence: str) -> None:
    """Strict in what it reads."""
    text = record(Count("adopted", 9, 5, 4, 0)).to_bytes().decode()
    assert old in text
    with pytest.raises(Malformed, match=sentence):
        parse_record(text.replace(old, new, 1).encode())


def test_only_a_joined_amendment_names_another() -> None:
    """Withdrawn with another would be two things."""
    made = Disposition(2, MOTION, MOTION, "withdrawn", DAY, "x", "y", "1")
    with pytest.raises(Malformed, match="belongs to a joined amendment"):
        parse_record(made.to_bytes())
    with pytest.raises(Malformed, match="belongs to a joined amendment"):
        parse_record(replace(made, outcome="joined", with_=None).to_bytes())


def test_counting_more_than_the_members_is_refused_with_both_numbers() -> None:
    """Nobody votes twice."""
    refuse_too_many(Figures(5, 4, 0, 9))
    with pytest.raises(Refused, match="10 votes were counted, and only 9 members may vote"):
        refuse_too_many(Figures(5, 4, 1, 9))
    with pytest.raises(Refused, match="only 1 member may vote"):
        refuse_too_many(Figures(1, 1, 0, 1))


@pytest.mark.parametrize(
    ("given_report", "outcome", "sentence"),
    [
        (report(body="none"), "unknown", "Entered into force without a vote, as reported."),
        (
            report(body="Senate"),
            "unknown",
            "Senate: the figures are not known; the result is as reported.",
        ),
        (
            report(),
            "unknown",
            "unknown body: the figures are not known; the result is as reported.",
        ),
        (
            report(body="Congress", for_=780, against=72),
            "adopted",
            "Congress: For 780, against 72: 852 votes cast; more than 1/2 is 427. Adopted.",
        ),
    ],
)
def test_a_report_says_what_is_known(given_report: Report, outcome: str, sentence: str) -> None:
    """Unknown stays unknown, and is said to be."""
    judgement = judge_reports([rule("> 1/2 of cast")], [given_report])
    assert (judgement.outcome, judgement.sentence) == (outcome, sentence)


def test_a_rule_that_needs_a_figure_that_is_not_known_cannot_judge() -> None:
    """A quorum or a majority of the members needs their number."""
    known = report(body="Congress", for_=780, against=72, abstain=50)
    assert judge_reports([rule(">= 2/3 of members")], [known]).outcome == "unknown"
    assert judge_reports([rule("> 1/2 of cast", "1/2")], [known]).outcome == "unknown"
    assert judge_reports([rule("> 1/2 of cast")], [known]).outcome == "adopted"


def test_a_missing_quorum_comes_before_a_rejection_and_a_rejection_before_the_unknown() -> None:
    """All must adopt; what stops the vote first is said, each sentence once."""
    ranked = [
        Judgement(outcome, outcome) for outcome in ("postponed", "rejected", "unknown", "adopted")
    ]
    while ranked:
        assert judge_all(reversed(ranked)).outcome == ranked[0].outcome
        ranked.pop(0)
    twice = judge_all([Judgement("adopted", "Yes."), Judgement("adopted", "Yes.")])
    assert twice.sentence == "Yes."


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        (["adopted"], "adopted"),
        (["rejected"] * 2, "rejected"),
        (["adopted", "rejected"], "divided"),
    ],
)
def test_a_record_is_adopted_rejected_or_divided(counts: list[str], outcome: str) -> None:
    """One question differs, and the motion was divided."""
    made = record(*(Count(one, 9, 5, 4, 0) for one in counts))  # type: ignore[arg-type]  # as above
    assert made.outcome == outcome


def test_a_record_without_figures_cannot_tell_whether_it_could_be_turned() -> None:
    """Declared and reported results have no ballots to hide, and none to show."""
    made = record(Count("adopted", 9), evidence="declared", declared_by="The chair")
    assert could_have_turned(made, [rule("> 1/2 of cast")]) is None
