"""The sitting in the room: the roll call of fifty, answer by answer."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from constitution import language
from constitution.assembly.rollcall import Journal
from constitution.vote import VoteRecord
from tests.clerks import call, dialog, last, stages
from tests.rooms import joined, page, press, screen, settle
from tests.sittings import NAMES, committee_of, session
from tui.sitting.roll import RollCallDialog
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot


class TestRollCall:
    """Fifty members, by keys alone."""

    async def begin(self, pilot: Pilot[None], number: str = "3") -> None:
        """The roll call on an amendment, put to the vote."""
        call(pilot, number)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, RollCallDialog)

    async def test_fifty_members_are_called_by_keys_alone(self, sitting: Path) -> None:
        """One key an answer; one is found by name and corrected; the rest get the same one."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            assert NAMES[0] in dialog(pilot) or NAMES[0] in screen(pilot)
            await pilot.press(*"fffffaab", *("f" * 20))
            await settle(pilot)
            assert "For 25, against 2, abstentions 1" in dialog(pilot)
            await pilot.press("slash", *"evra", "enter", "a")
            await settle(pilot)
            await pilot.press("4", "5", "enter", "b")
            await settle(pilot)
            await pilot.press("1", "enter", "a")  # the first had said for
            await settle(pilot)
            assert "For 24, against 4, abstentions 2" in dialog(pilot)
            assert "20 without an answer" in dialog(pilot)
            await press(pilot, "r", "a")
            assert "For 24, against 24, abstentions 2" in dialog(pilot)
            await press(pilot, "ctrl+s")
            assert "Declare amendment 3 rejected?" in dialog(pilot)
            assert "Evidence: named" in dialog(pilot)
            await press(pilot, "enter")
            record = last(sitting).record
            assert isinstance(record, VoteRecord)
            assert (record.outcome, record.evidence) == ("rejected", "named")
            count = record.counts[0]
            assert isinstance(count.against, tuple)
            assert {"siege-01", "siege-31", "siege-06"} <= set(count.against)
            assert isinstance(count.abstain, tuple)
            assert set(count.abstain) == {"siege-08", "siege-45"}

    async def test_after_a_search_the_next_without_an_answer_is_called(self, sitting: Path) -> None:
        """The next key is theirs, and no answer that was given is written over."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "f", "slash", *"cheva", "enter", "f")
            rows = pilot.app.screen.query_one("#members", Rows)
            assert rows.key == "siege-29"
            await press(pilot, "a")
            assert "For 2, against 1, abstentions 0" in dialog(pilot)
            await press(pilot, "slash", *"caron", "escape")
            assert rows.key == "siege-03"
            await press(pilot, "a")
            assert "For 2, against 2, abstentions 0" in dialog(pilot)

    async def test_an_answer_that_takes_the_place_of_another_is_said(self, sitting: Path) -> None:
        """Until the next one is given; taken out, too."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "f", "1", "enter", "a")
            assert "Corrected: Adam, “against” in the place of “for”." in dialog(pilot)
            await press(pilot, "f")
            assert "Corrected" not in dialog(pilot)
            await press(pilot, "1", "enter", "space")
            assert "Taken out: Adam, who had answered “against”." in dialog(pilot)

    async def test_whoever_gave_no_answer_is_told_before_it_is_closed(self, sitting: Path) -> None:
        """The first time it says how many are missing; the second time it closes."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*("f" * 30))
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app.screen, RollCallDialog)
            assert "20 answers are missing" in dialog(pilot)
            await press(pilot, "ctrl+s")
            assert "Declare amendment 3 adopted?" in dialog(pilot)
            await press(pilot, "escape")
            assert stages(sitting)["3"] == "counted"

    async def test_a_roll_call_survives_the_room(self, sitting: Path) -> None:
        """Whatever ended the room, the next one has every answer."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"ffab")
            await settle(pilot)
        async with session(sitting) as pilot:
            assert "A roll call was begun and is not closed" in joined(page(pilot, "called"))
            await press(pilot, "r")
            assert "For 2, against 1, abstentions 1" in dialog(pilot)
            rows = pilot.app.screen.query_one("#members", Rows)
            assert rows.key == "siege-05"

    async def test_an_entered_roll_call_is_corrected_until_the_result_is_declared(
        self, sitting: Path
    ) -> None:
        """Taken up again it has the answers of the entry; space takes one out."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*("f" * 26), "r", "a")
            await press(pilot, "ctrl+s", "escape", "r")
            assert "For 26, against 24" in dialog(pilot)
            await press(pilot, "home", "space")
            await press(pilot, "ctrl+s", "ctrl+s")
            assert "For 25, against 24" in dialog(pilot)

    async def test_what_happens_outside_loses_no_answer(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A colleague's act leaves the roll call as it is; where it ended the vote, that is said."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"fff")
            await settle(pilot)
            committee = committee_of(sitting)
            committee.pass_("2", votes=(30, 10, 0))
            await pilot.pause(0.3)
            await settle(pilot)
            assert "For 3, against 0, abstentions 0" in dialog(pilot)
            assert "disposed of" not in dialog(pilot)
            committee.count("3", 30, 10)
            committee.declare("3")
            await pilot.pause(0.3)
            await settle(pilot)
            assert "Amendment 3 was adopted already" in dialog(pilot)
            assert "For 3, against 0, abstentions 0" in dialog(pilot)

    async def test_each_question_has_its_own_answers(self, sitting: Path) -> None:
        """Brackets go from one question to the next."""
        committee_of(sitting).put("6")
        async with session(sitting) as pilot:
            await self.begin(pilot, "6")
            assert "Question 1 of 2: Le Gouvernement" in dialog(pilot)
            await pilot.press("r", "f", "right_square_bracket")
            await settle(pilot)
            assert "Question 2 of 2: La Cour" in dialog(pilot)
            assert "For 0, against 0, abstentions 0" in dialog(pilot)
            await press(pilot, "r", "a", "ctrl+s")
            assert "Declare amendment 6 adopted in part?" in dialog(pilot)

    async def test_in_french_the_keys_are_p_c_a(self, sitting: Path) -> None:
        """Pour, contre, abstention."""
        language.speak("fr")
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"ppca")
            await settle(pilot)
            assert "Pour 2, contre 1, abstentions 1" in dialog(pilot)

    async def test_seats_without_names_are_counted_not_called(self, own: Path) -> None:
        """The roll call is not offered; pressed all the same, the key that counts is named."""
        async with session(own) as pilot:
            call(pilot, "5")
            assert not any(
                one.binding.action == "roll_call" and one.enabled
                for one in pilot.app.screen.active_bindings.values()
            )
            await press(pilot, "r")
            said = " ".join(screen(pilot).split())
            assert "`c` enters the figures" in said
            assert "An amendment names the members" in said

    async def test_nobody_called_so_is_said(self, sitting: Path) -> None:
        """The search stays, and Escape leaves it for the whole list."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "slash", "q", "q", "q")
            assert "Nobody who may vote is called so." in dialog(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, RollCallDialog)
            assert NAMES[0] in screen(pilot)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RollCallDialog)

    async def test_one_choice_for_the_rest_says_of_how_many_it_is(self, sitting: Path) -> None:
        """Where a group is looked for it is of those in the list; `r` again, of all; `u` takes it back."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "f", "slash", *"plaine", "enter", "r")
            assert "The 16 members in the list without an answer: f for" in dialog(pilot)
            assert "`r` again for all 49" in dialog(pilot)
            await press(pilot, "a")
            assert "For 1, against 16, abstentions 0" in dialog(pilot)
            assert "16 members are now marked “against”; `u` takes that back." in dialog(pilot)
            await press(pilot, "u")
            assert "For 1, against 0, abstentions 0" in dialog(pilot)
            assert "Taken back: the one choice for 16 members." in dialog(pilot)
            await press(pilot, "slash", *"plaine", "enter", "r", "r")
            assert "All 49 members without an answer, not only those in the list" in dialog(pilot)
            await press(pilot, "b")
            assert "For 1, against 0, abstentions 49" in dialog(pilot)
            await press(pilot, "r")
            assert "Everybody has answered." in dialog(pilot)
            await press(pilot, "f")
            assert "abstentions 49" in dialog(pilot) or "abstentions 48" in dialog(pilot)
        async with session(sitting) as pilot:
            await press(pilot, "r")
            assert "0 without an answer" in dialog(pilot)

    async def test_what_was_answered_last_is_taken_back_and_kept_so(self, sitting: Path) -> None:
        """Answer by answer; what a correction took the place of is there again, in the next room too."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "u")
            assert "Nothing was answered since this roll call was taken up." in dialog(pilot)
            await press(pilot, "f", "a", "home", "b")
            assert "For 0, against 1, abstentions 1" in dialog(pilot)
            await press(pilot, "u")
            assert "For 1, against 1, abstentions 0" in dialog(pilot)
            assert "Taken back: what Adam answered last." in dialog(pilot)
            await press(pilot, "u")
            assert "For 1, against 0, abstentions 0" in dialog(pilot)
        async with session(sitting) as pilot:
            await press(pilot, "r")
            assert "For 1, against 0, abstentions 0" in dialog(pilot)

    async def test_enter_closes_what_was_said_to_be_missing(self, sitting: Path) -> None:
        """As it agrees elsewhere; before anything was said it does nothing."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, *("f" * 30), "enter")
            assert isinstance(pilot.app.screen, RollCallDialog)
            await press(pilot, "ctrl+s")
            assert "Press `^s` again, or Enter, to close it so." in dialog(pilot)
            await press(pilot, "enter")
            assert "Declare amendment 3 adopted?" in dialog(pilot)

    async def test_answers_that_cannot_be_kept_are_not_given_up_at_one_key(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing says that they are kept, who is missing is in sight, and they are kept once that can be."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            with monkeypatch.context() as patch:

                def refuse(*_given: object) -> None:
                    raise OSError(errno.EROFS, "Read-only file system")

                patch.setattr(Journal, "note", refuse)
                await press(pilot, "f", "f")
                assert "The answers cannot be kept" in dialog(pilot)
                assert "Every answer is kept" not in dialog(pilot)
                await press(pilot, "ctrl+s")
                assert "48 answers are missing" in " ".join(screen(pilot).split())
                await press(pilot, "escape")
                assert isinstance(pilot.app.screen, RollCallDialog)
                assert "The answers that could not be kept are then gone" in dialog(pilot)
            await press(pilot, "a", "escape")
            assert "Roll call on amendment" not in dialog(pilot)
        async with session(sitting) as pilot:
            await press(pilot, "r")
            assert "For 2, against 1, abstentions 0" in dialog(pilot)
