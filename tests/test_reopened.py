"""A roll call that was taken up again, and what others do while a question stands open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.assembly.motions import open_motion
from constitution.assembly.reopening import give_up_answers, reopened_roll_call
from constitution.assembly.rollcall import close_roll_call, journal_of, resume_roll_call
from constitution.assembly.sitting import agenda, tally
from constitution.assembly.standing import standing_motion, what_became
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.errors import Outdated, Refused
from constitution.governance import MemberId
from constitution.vote import VoteRecord
from tests.clerks import call, dialog, fill, last, outcomes
from tests.rooms import page, press, settle
from tests.sittings import clerk, committee_of, session
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.notice import Notice
from tui.sitting.roll import RollCallDialog
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.assembly.motions import OpenMotion
    from constitution.ballot import Choice
    from tests.committee import Committee

BOTH = (
    "the roll call on amendment 3 was taken up again since it was counted, and 20 answers differ: "
    "counted: for 30, against 10, abstentions 0 (adopted); "
    "answered since: for 10, against 30, abstentions 0 (rejected)"
)


def seat(number: int) -> MemberId:
    """The id of a seat."""
    return MemberId(f"siege-{number:02}")


def closed(committee: Committee) -> OpenMotion:
    """Amendment 3, its roll call closed with 30 for and 10 against."""
    motion = committee.put("3")
    roll = resume_roll_call(committee.desk, motion)
    for number in range(1, 41):
        roll = roll.mark(1, seat(number), "for" if number <= 30 else "against")
    close_roll_call(committee.desk, motion, roll)
    return motion


def answer(committee: Committee, seats: Sequence[int], choice: Choice) -> None:
    """The roll call is taken up again, and these seats answer."""
    motion = open_motion(committee.desk, "3")
    journal_of(committee.desk, motion).note(1, {seat(number): choice for number in seats})


def typed(folder: Path, *arguments: str) -> int:
    """The exit code of a verb."""
    return run(["-C", str(folder), *arguments], Talk(make_desk=clerk, paging=False))


class TestReopened:
    """Two counts of one vote: neither is declared before somebody says which."""

    def test_what_differs_from_the_count_is_not_declared(self, sitting: Path) -> None:
        """Both counts are named, with what each comes to; the list and the page know of it."""
        committee = committee_of(sitting)
        motion = closed(committee)
        answer(committee, range(1, 21), "against")
        with pytest.raises(Refused) as refused:
            committee.declare("3")
        assert refused.value.message == BOTH
        assert "`r`, then `ctrl+s`" in refused.value.hint
        assert "declare --as-counted 3" in refused.value.hint
        assert next(turn.differing for turn in agenda(committee.desk) if turn.number == "3") == 20
        trouble = tally(committee.desk, "3").trouble
        assert trouble is not None
        assert trouble.message == BOTH
        close_roll_call(committee.desk, motion, resume_roll_call(committee.desk, motion))
        assert committee.declare("3").declaration.outcome == "rejected"

    def test_what_was_agreed_to_before_the_roll_call_was_taken_up_is_not_declared(
        self, sitting: Path
    ) -> None:
        """Answers that come between the summary and the yes stop it too."""
        committee = committee_of(sitting)
        closed(committee)
        from constitution.assembly.declaring import declare

        agreed = committee.result("3")
        answer(committee, [1], "against")
        with pytest.raises(Refused, match="taken up again"):
            declare(committee.desk, agreed)
        assert outcomes(sitting) == []

    def test_an_answer_given_again_as_it_stood_changes_nothing(self, sitting: Path) -> None:
        """Taken up again and found right, a roll call is declared without a word."""
        committee = committee_of(sitting)
        motion = closed(committee)
        answer(committee, range(1, 31), "for")
        answer(committee, [31], "for")
        answer(committee, [31], "against")
        assert reopened_roll_call(committee.desk, motion) is None
        assert committee.declare("3").declaration.outcome == "adopted"

    def test_answers_taken_out_differ_as_well(self, sitting: Path) -> None:
        """Who is left without an answer took part in what was counted."""
        committee = committee_of(sitting)
        motion = closed(committee)
        journal_of(committee.desk, motion).note(1, {seat(n): None for n in range(1, 41)})
        with pytest.raises(Refused, match="40 answers differ"):
            committee.declare("3")

    def test_the_answers_since_can_be_given_up(self, sitting: Path) -> None:
        """The roll call is then as it was counted, and its result can be declared."""
        committee = committee_of(sitting)
        motion = closed(committee)
        before = dict(resume_roll_call(committee.desk, motion).answers)
        answer(committee, range(1, 21), "against")
        answer(committee, [45], "for")
        given_up = give_up_answers(committee.desk, motion)
        assert given_up is not None
        assert dict(resume_roll_call(committee.desk, motion).answers) == before
        assert committee.declare("3").declaration.outcome == "adopted"

    def test_the_command_line_refuses_it_too(
        self, sitting: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """`declare` names both counts; `--as-counted` gives up the answers since and says so."""
        committee = committee_of(sitting)
        closed(committee)
        answer(committee, range(1, 21), "against")
        assert typed(sitting, "declare", "3", "--yes") == 1
        told = capsys.readouterr().err
        assert "20 answers differ" in told
        assert outcomes(sitting) == []
        assert typed(sitting, "declare", "--as-counted", "3", "--yes") == 0
        assert "20 answers are again those that were counted." in capsys.readouterr().err
        assert outcomes(sitting) == [("3", "adopted")]

    def test_a_roll_call_from_a_file_takes_the_place_of_what_the_room_was_told(
        self, sitting: Path, tmp_path: Path
    ) -> None:
        """The last entry counts: what it says is what is declared."""
        committee = committee_of(sitting)
        closed(committee)
        answer(committee, range(1, 21), "against")
        names = ", ".join(f'"siege-{number:02}"' for number in range(1, 36))
        file = tmp_path / "roll.toml"
        file.write_text(f"for = [{names}]\nagainst = []\n", encoding="utf-8")
        assert typed(sitting, "count", "3", "--roll-call", str(file)) == 0
        assert committee.declare("3").declaration.outcome == "adopted"

    async def test_the_room_refuses_and_says_it_in_the_list_and_on_the_page(
        self, sitting: Path
    ) -> None:
        """Closed, taken up again, 20 corrected, left: `d` names both counts and declares neither."""
        committee = committee_of(sitting)
        closed(committee)
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r")
            assert "differ" not in dialog(pilot)
            for number in range(1, 21):
                pilot.app.screen.query_one("#members", Rows).point(seat(number))
                await pilot.press("a")
            await settle(pilot)
            assert "20 answers differ from what was counted" in dialog(pilot)
            await press(pilot, "escape")
            rows = pilot.app.query_one("#turns", Rows).words
            assert "the roll call taken up again: 20 answers differ" in rows
            assert "20 answers differ: counted: for 30" in page(pilot, "called")
            await press(pilot, "d")
            assert isinstance(pilot.app.screen, Notice)
            assert "20 answers differ: counted: for 30, against 10" in dialog(pilot)
            assert "`u` in the roll call" in dialog(pilot)
            await press(pilot, "escape", "r", "u")
            assert "20 answers are again those that were counted" in dialog(pilot)
            await press(pilot, "u")
            assert "For 10, against 30" in dialog(pilot)
            await press(pilot, "u", "escape", "d")
            assert isinstance(pilot.app.screen, Confirm)
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted")]

    async def test_an_answer_pressed_again_warns_of_nothing(self, sitting: Path) -> None:
        """Opening it and pressing what already stands leaves the list, the page and the summary."""
        closed(committee_of(sitting))
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r", "home", "f", "escape")
            assert "taken up again" not in pilot.app.query_one("#turns", Rows).words
            assert "taken up again" not in page(pilot, "called")
            assert "not closed" not in page(pilot, "called")
            await press(pilot, "d")
            assert isinstance(pilot.app.screen, Confirm)
            assert "taken up again" not in dialog(pilot)


def test_a_motion_stands_as_long_as_it_is_the_one_that_was_shown(sitting: Path) -> None:
    """Declared, it is refused by its outcome; put again, as another text; taken back, not put."""
    committee = committee_of(sitting)
    motion = committee.put("3")
    found = standing_motion(committee.desk, motion.folder, motion.digest)
    assert found.digest == motion.digest
    assert what_became(committee.desk, motion.folder, motion.digest) is None
    committee.put("3")
    with pytest.raises(Outdated, match="put again since this was begun"):
        standing_motion(committee.desk, motion.folder, motion.digest)
    committee.count("3", 30, 10)
    committee.declare("3")
    error = what_became(committee.desk, motion.folder, motion.digest)
    assert error is not None
    assert "was adopted already" in error.message


async def looked(pilot: Pilot[None]) -> None:
    """The room looked at its branches."""
    await pilot.pause(0.4)
    await settle(pilot)


class TestMeanwhile:
    """What another window does is said where something is asked, and nothing is taken any more."""

    @pytest.mark.parametrize("act", ["declare", "dispose", "put"])
    async def test_no_answer_is_taken_on_what_stands_no_more(self, sitting: Path, act: str) -> None:
        """The very next key finds out, before the room looked by itself; what was given is kept."""
        committee = committee_of(sitting)
        motion = committee.put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r", "f", "f", "f")
            elsewhere(committee, act)
            await press(pilot, "a", "r", "a", "ctrl+s")
            assert isinstance(pilot.app.screen, RollCallDialog)
            said = dialog(pilot)
            assert "For 3, against 0, abstentions 0" in said
            assert "No answer is taken any more; the 3 answers given before are kept." in said
            assert len(list(journal_of(committee.desk, motion).read())) == 3
            assert BECAME[act] in said

    async def test_what_comes_back_after_an_undo_is_what_was_given_in_time(
        self, sitting: Path
    ) -> None:
        """Answers that were pressed after the result are no part of the vote."""
        committee = committee_of(sitting)
        closed(committee)
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r")
            committee.declare("3")
            await press(pilot, "home", "a", "escape")
            from constitution.assembly.undoing import undo

            undo(committee.desk)
            assert committee.declare("3").declaration.outcome == "adopted"
            record = last(sitting).record
            assert isinstance(record, VoteRecord)
            assert record.counts[0].figures.for_ == 30

    @pytest.mark.parametrize(
        ("key", "act"), [("r", "declare"), ("c", "put"), ("h", "dispose"), ("d", "declare")]
    )
    async def test_an_open_question_says_at_once_what_was_done_elsewhere(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch, key: str, act: str
    ) -> None:
        """No key is needed: what it would be done to is another thing by now."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        committee = committee_of(sitting)
        committee.put("3")
        committee.count("3", 30, 10)
        async with session(sitting) as pilot:
            call(pilot, "3")
            await settle(pilot)
            await press(pilot, key)
            before = pilot.app.screen
            elsewhere(committee, act)
            await looked(pilot)
            assert pilot.app.screen is before
            assert BECAME[act] in dialog(pilot)

    async def test_a_put_form_says_that_it_was_put_elsewhere(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody seals it a second time unawares."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        async with session(sitting) as pilot:
            call(pilot, "5")
            await settle(pilot)
            await press(pilot, "p")
            committee_of(sitting).put("5")
            await looked(pilot)
            assert isinstance(pilot.app.screen, Confirm)
            assert "no longer what was shown" in dialog(pilot)

    async def test_figures_do_not_take_the_place_of_others_unawares(self, sitting: Path) -> None:
        """What another clerk entered since the form was opened is named, and Enter again means it."""
        committee = committee_of(sitting)
        committee.put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await settle(pilot)
            await press(pilot, "c")
            committee.count("3", 10, 30)
            await fill(pilot, "30", "10", "")
            assert isinstance(pilot.app.screen, Form)
            assert "Somebody else entered a count meanwhile: for 10, against 30" in dialog(pilot)
            await press(pilot, "enter")
            assert "Declare amendment 3 adopted?" in dialog(pilot)

    async def test_figures_for_another_text_under_the_same_number_are_refused(
        self, sitting: Path
    ) -> None:
        """The hall voted on what was shown, not on what was put since."""
        committee = committee_of(sitting)
        committee.put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await settle(pilot)
            await press(pilot, "c")
            elsewhere(committee, "put")
            await fill(pilot, "30", "10", "")
            assert "was put again since this was begun" in dialog(pilot)
            assert not tally(committee.desk, "3").is_closed


BECAME = {
    "declare": "Amendment 3 was rejected already",
    "dispose": "Amendment 3 was disposed of: withdrawn",
    "put": "was put again since this was begun",
}


def elsewhere(committee: Committee, act: str) -> None:
    """A colleague declares, disposes of, or puts amendment 3 again, in another window."""
    from constitution.assembly.disposing import dispose

    match act:
        case "declare":
            committee.count("3", 10, 30)
            committee.declare("3")
        case "dispose":
            dispose(committee.desk, "3", "withdrawn", ruling="by its author")
        case _:
            committee.put("3")
