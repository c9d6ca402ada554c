"""The sitting: the order of call, the votes that are in, the roll call, and what is sent to the screen."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.assembly import ordering, projecting
from constitution.assembly.balloting import cast_ballot, voters
from constitution.assembly.carrying import Conflicting
from constitution.assembly.counting import enter_count, entered
from constitution.assembly.declaring import prepare_declaration
from constitution.assembly.founding import default_rules
from constitution.assembly.moments import compare
from constitution.assembly.motions import open_motion
from constitution.assembly.putting import prepare
from constitution.assembly.rollcall import (
    close_roll_call,
    journal_of,
    matching,
    resume_roll_call,
)
from constitution.assembly.sitting import (
    agenda,
    declare_as_shown,
    mark_of_declaration,
    mark_of_putting,
    seal_as_shown,
    tally,
)
from constitution.errors import Outdated, Refused
from constitution.governance import (
    Majority,
    Member,
    MemberId,
    Members,
    Quorum,
    Rule,
    Rules,
    parse_majority,
)
from constitution.judgement import Figures, judge_question
from constitution.repository import MAIN
from constitution.scrutiny import Governing
from constitution.tally import gauges
from tests.committee import ARTICLES, ETERNAL, MEMBERS, Committee, seats

if TYPE_CHECKING:
    from constitution.assembly.putting import Putting


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee of sixty, with two rivals on article 3 and one amendment to article 5."""
    committee = Committee.sit(tmp_path / "constitution")
    committee.submitted("seuil", "3", "Sept cent mille", "Cinq cent mille")
    committee.submitted("seances", "5", "neuf mois", "dix mois")
    committee.submitted("million", "3", "Sept cent mille électeurs", "Un million de citoyens")
    return committee


def putting_of(committee: Committee, *names: str) -> Putting:
    """What would be put."""
    putting = prepare(committee.desk, names)
    assert not isinstance(putting, Conflicting)
    return putting


class TestAgenda:
    """Which amendments are called, in which order, and where each one's vote stands."""

    def test_the_agenda_is_the_voting_order(self, committee: Committee) -> None:
        """Article by article, what departs furthest first."""
        assert [turn.number for turn in agenda(committee.desk)] == ["3", "1", "2"]

    def test_the_chair_moves_a_turn_with_a_reason(self, committee: Committee) -> None:
        """The decision stands beside the turn it moved."""
        ordering.rule_on_order(committee.desk, "2", "3", after=False, reason="Le temps presse")
        first, *_rest = agenda(committee.desk)
        assert first.number == "2"
        assert first.called.ruling is not None
        assert first.called.ruling.reason == "Le temps presse"

    def test_each_turn_says_where_its_vote_stands(self, committee: Committee) -> None:
        """Waiting, open, counted; and gone once its result was declared."""

        def stages() -> dict[str, str]:
            return {str(turn.number): turn.stage for turn in agenda(committee.desk)}

        assert stages() == {"3": "waiting", "1": "waiting", "2": "waiting"}
        committee.put("2")
        assert stages()["2"] == "open"
        committee.count("2", 34, 18)
        assert stages()["2"] == "counted"
        committee.declare("2")
        assert stages() == {"3": "waiting", "1": "waiting"}

    def test_what_was_overtaken_must_be_put_again_and_says_why(self, committee: Committee) -> None:
        """A rival that was adopted changed the article it was put on."""
        committee.put("1")
        committee.pass_("3")
        turn = next(turn for turn in agenda(committee.desk) if turn.number == "1")
        assert turn.stage == "behind"
        assert turn.trouble is not None
        assert "has changed since amendment 1 was put" in turn.trouble.message


class TestTally:
    """The votes that are in on an open motion."""

    def test_nothing_is_in_before_a_vote(self, committee: Committee) -> None:
        """The rules are known, and no figure is."""
        committee.put("2")
        found = tally(committee.desk, "2")
        assert (found.source, found.is_closed, found.entitled) == ("nothing", False, 60)
        assert found.questions[0].figures is None
        assert found.questions[0].over.rules[0].name == "ordinary"

    def test_ballots_are_counted_as_they_arrive_and_close_nothing(
        self, committee: Committee
    ) -> None:
        """Whoever has voted is in the figures; the vote is open until the result is declared."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        for member in seats(1, 3):
            cast_ballot(committee.desk, motion, member, ["for"])
        found = tally(committee.desk, "2")
        assert found.source == "ballots"
        assert not found.is_closed
        figures = found.questions[0].figures
        assert figures is not None
        assert (figures.for_, figures.against) == (3, 0)

    def test_a_count_comes_with_its_sentence_and_its_gauges(self, committee: Committee) -> None:
        """The same figures twice: in words and as shares."""
        committee.put("2")
        committee.count("2", 34, 18, 3)
        question = tally(committee.desk, "2").questions[0]
        assert question.judgement is not None
        assert question.judgement.outcome == "adopted"
        quorum, majority = question.gauges
        assert (quorum.kind, quorum.reached, quorum.out_of) == ("quorum", 55, 60)
        assert (majority.reached, majority.needed, majority.out_of) == (34, 27, 52)
        assert quorum.is_met
        assert majority.is_met

    def test_evidence_that_is_too_weak_is_said_with_the_count(self, tmp_path: Path) -> None:
        """The count is shown, and so is why no result can be declared on it."""
        rules = default_rules(ARTICLES, (ETERNAL,)).rules
        named = Rules(tuple(replace(rule, evidence="named") for rule in rules))
        committee = Committee.sit(tmp_path / "named", rules=named)
        committee.submitted("seances", "5", "neuf mois", "dix mois")
        committee.submitted("deputes", "4", "quatre cents", "cinq cents")
        committee.put("2")
        enter_count(
            committee.desk,
            open_motion(committee.desk, "2"),
            evidence="declared",
            declared={1: "adopted"},
            declared_by="La présidente",
        )
        found = tally(committee.desk, "2")
        assert found.questions[0].judgement is not None
        assert found.trouble is not None
        assert "asks for" in found.trouble.message


@given(
    for_=st.integers(0, 60),
    against=st.integers(0, 60),
    abstain=st.integers(0, 60),
    majority=st.sampled_from(
        ["> 1/2 of cast", ">= 1/2 of cast", ">= 2/3 of members", "> 1/2 of present"]
    ),
    quorum=st.sampled_from([None, Quorum]),
)
def test_a_vote_adopts_exactly_where_every_gauge_is_met(
    for_: int, against: int, abstain: int, majority: str, quorum: type[Quorum] | None
) -> None:
    """Bars and sentence never say different things."""
    parsed = parse_majority(majority)
    assert isinstance(parsed, Majority)
    wanted = None if quorum is None else Quorum(Fraction(1, 3), strict=False, written="1/3")
    rule = Rule("ordinary", ("articles/**",), parsed, wanted, "postpone", "counted")
    figures = Figures(for_, against, abstain, 180)
    judged = judge_question((rule,), figures, frozenset())
    assert (judged.outcome == "adopted") == all(
        gauge.is_met for gauge in gauges(Governing((rule,)), figures)
    )


class TestActsAsShown:
    """What is put and declared is what was looked at."""

    def test_what_was_shown_is_sealed(self, committee: Committee) -> None:
        """Another desk prepares the same thing, to the byte."""
        mark = mark_of_putting(committee.desk, putting_of(committee, "2"))
        motion = seal_as_shown(committee.another_desk(), ["2"], mark)
        assert motion.number == "2"

    def test_what_changed_meanwhile_is_not_put(self, committee: Committee) -> None:
        """A colleague declared a result while the chair was reading."""
        mark = mark_of_putting(committee.desk, putting_of(committee, "1"))
        committee.pass_("2")
        with pytest.raises(Outdated, match="no longer what was shown"):
            seal_as_shown(committee.another_desk(), ["1"], mark)
        assert committee.repository.branches("motions") == {}

    def test_a_result_that_changed_meanwhile_is_not_declared(self, committee: Committee) -> None:
        """The other clerk corrected the count between the summary and the yes."""
        committee.put("2")
        committee.count("2", 34, 18)
        mark = mark_of_declaration(prepare_declaration(committee.desk, "2"))
        committee.count("2", 18, 34)
        main = committee.repository.tip(MAIN)
        with pytest.raises(Outdated, match="no longer the one that was shown"):
            declare_as_shown(committee.another_desk(), "2", mark)
        assert committee.repository.tip(MAIN) == main

    def test_a_result_that_stands_is_declared(self, committee: Committee) -> None:
        """And is on main."""
        committee.put("2")
        committee.count("2", 34, 18)
        mark = mark_of_declaration(prepare_declaration(committee.desk, "2"))
        declare_as_shown(committee.another_desk(), "2", mark)
        assert [entry.outcome for entry in committee.desk.records()] == ["adopted"]


class TestRollCall:
    """Answers while they are given."""

    def test_members_are_found_as_one_types(self) -> None:
        """By the beginnings of words, accents and case aside; a whole number before its likes."""
        assert [one.id for one in matching(MEMBERS.named, "TITUL siege 7")] == ["siege-07"]
        assert [one.id for one in matching(MEMBERS.named, "5")][:2] == ["siege-05", "siege-50"]
        assert len(matching(MEMBERS.named, "plaine")) == 20
        assert matching(MEMBERS.named, "personne") == ()
        assert matching(MEMBERS.named, "") == MEMBERS.named

    def test_a_name_is_found_before_a_group_that_begins_like_it(self) -> None:
        """The group finds somebody only where no name or seat does."""
        members = (
            Member(MemberId("a-1"), "Ibrahim Diallo", "Groupe 1"),
            Member(MemberId("a-2"), "Ibrahim Garnier", "Plaine"),
        )
        assert [one.name for one in matching(members, "ibrahim g")] == ["Ibrahim Garnier"]
        assert [one.name for one in matching(members, "ibrahim gr")] == ["Ibrahim Diallo"]
        assert [one.name for one in matching(members, "1")] == ["Ibrahim Diallo"]

    def test_every_answer_survives_the_program(self, committee: Committee) -> None:
        """Another program takes the roll call up where this one was stopped."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        journal = journal_of(committee.desk, motion)
        journal.note(1, {MemberId("siege-01"): "for"})
        journal.note(1, {MemberId("siege-02"): "against", MemberId("siege-03"): "abstain"})
        journal.note(1, {MemberId("siege-02"): "for"})
        journal.note(1, {MemberId("siege-03"): None})
        with journal.file.open("a") as stream:
            stream.write('[1, "siege-04", "fo')
        desk = committee.another_desk()
        roll = resume_roll_call(desk, open_motion(desk, "2"))
        assert dict(roll.answers) == {(1, "siege-01"): "for", (1, "siege-02"): "for"}

    def test_a_line_that_a_crash_cut_short_spoils_no_answer_after_it(
        self, committee: Committee
    ) -> None:
        """The next answer begins on a line of its own."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        journal = journal_of(committee.desk, motion)
        journal.note(1, {MemberId("siege-01"): "for"})
        with journal.file.open("a") as stream:
            stream.write('[1, "siege-04", "fo')
        journal.note(1, {MemberId("siege-02"): "for"})
        roll = resume_roll_call(committee.desk, motion)
        assert roll.answer(1, MemberId("siege-02")) == "for"

    def test_answers_of_strangers_and_of_other_questions_are_left_out(
        self, committee: Committee
    ) -> None:
        """Whatever stands in the file, only voters answer, and only what is asked."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        journal = journal_of(committee.desk, motion)
        journal.file.parent.mkdir(parents=True)
        lines = [[1, "nobody", "for"], [2, "siege-01", "for"], [1, "siege-02", "perhaps"], "?", 7]
        journal.file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert resume_roll_call(committee.desk, motion).answers == {}

    def test_a_closed_roll_call_is_the_clerks_entry_and_can_be_corrected(
        self, committee: Committee
    ) -> None:
        """Taken up again it has the answers that were entered; nothing else keeps them."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        roll = resume_roll_call(committee.desk, motion)
        for member in seats(1, 31):
            roll = roll.mark(1, MemberId(member), "for")
        for silent in roll.silent(1):
            roll = roll.mark(1, silent.id, "against")
        journal_of(committee.desk, motion).note(1, {MemberId("siege-01"): "for"})
        entry = close_roll_call(committee.desk, motion, roll)
        assert entry.evidence == "named"
        assert not journal_of(committee.desk, motion).is_begun
        again = resume_roll_call(committee.desk, motion)
        assert dict(again.answers) == dict(roll.answers)
        close_roll_call(committee.desk, motion, again.mark(1, MemberId("siege-01"), None))
        found = entered(committee.desk, motion)
        assert found is not None
        count = found.counts[0]
        assert count is not None
        assert count.figures == Figures(30, 29, 0, 60)

    def test_a_roll_call_belongs_to_what_was_put(self, committee: Committee) -> None:
        """Put again, an amendment asks everyone again."""
        committee.put("2")
        motion = open_motion(committee.desk, "2")
        roll = resume_roll_call(committee.desk, motion).mark(1, MemberId("siege-01"), "for")
        journal_of(committee.desk, motion).note(1, {MemberId("siege-01"): "for"})
        again = committee.put("2")
        assert resume_roll_call(committee.desk, again).answers == {}
        with pytest.raises(Refused, match="put again since"):
            close_roll_call(committee.desk, again, roll)

    def test_seats_without_names_are_not_called(self, tmp_path: Path) -> None:
        """The refusal says what to do instead."""
        committee = Committee.sit(tmp_path / "seats", members=Members(seats=60))
        committee.submitted("seances", "5", "neuf mois", "dix mois")
        motion = committee.put("1")
        assert voters(committee.desk, motion).seats == 60
        with pytest.raises(Refused, match="not named"):
            resume_roll_call(committee.desk, motion)
        assert not tally(committee.desk, "1").is_named


class TestProjecting:
    """What is sent to the screen."""

    def test_what_is_sent_is_read(self, tmp_path: Path) -> None:
        """The last thing counts; nothing may be sent as well."""
        assert projecting.read_sent(tmp_path) is None
        for sent in (
            projecting.Sent("article", "articles/01-peuple/article-2.md"),
            projecting.Sent("result", "12-été"),
        ):
            projecting.send_to_screen(tmp_path, sent)
            assert projecting.read_sent(tmp_path) == sent
        projecting.clear_screen(tmp_path)
        assert projecting.read_sent(tmp_path) is None

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", "7", '{"kind": "shell", "name": "x"}', '{"kind": "article"}', "\x00"],
    )
    def test_a_file_nobody_can_read_sends_nothing(self, tmp_path: Path, text: str) -> None:
        """Whatever wrote it."""
        (tmp_path / "screen").write_text(text)
        assert projecting.read_sent(tmp_path) is None


def test_two_moments_are_compared_with_the_moves_between_them(committee: Committee) -> None:
    """From the founding to the current text, where none is named."""
    committee.pass_("2")
    compared = compare(committee.desk, None, None)
    changed = [path for path, text in compared.after.items() if compared.before.get(path) != text]
    assert [Path(path).name for path in changed] == ["article-5.md"]
    assert compared.moves == {}
