"""What the pages of a sitting say of a vote that is under way and of what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.clerks import call, dialog, fill, stages
from tests.rooms import joined, page, press, screen, settle
from tests.sittings import committee_of, session

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_roll_call_that_was_left_says_how_far_it_has_come(sitting: Path) -> None:
    """Its answers are votes that are in: nothing says that none has arrived."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        call(pilot, "3")
        await settle(pilot)
        await press(pilot, "r")
        await pilot.press(*"ffffffffaaab")
        await press(pilot, "escape")
        said = joined(page(pilot, "called"))
        assert "A roll call was begun and is not closed; its answers are kept." in said
        assert "12 of 50 have answered: for 8, against 3, abstentions 1." in said
        assert "No vote is in yet." not in said


async def test_a_roll_call_on_several_questions_is_told_question_by_question(
    sitting: Path,
) -> None:
    """A question that nobody answered yet says so."""
    committee_of(sitting).put("6")
    async with session(sitting) as pilot:
        call(pilot, "6")
        await settle(pilot)
        await press(pilot, "r")
        await pilot.press(*"fa")
        await press(pilot, "escape")
        said = joined(page(pilot, "called"))
        assert "1. Le Gouvernement 2 of 50 have answered: for 1, against 1, abst" in said
        assert "2. La Cour 0 of 50 have answered: for 0, against 0, abstentions 0." in said


async def test_what_adds_beside_the_amendment_that_is_called_is_told(sitting: Path) -> None:
    """Both can be kept, and the page says it of either."""
    committee = committee_of(sitting)
    end = "plus de trois fois."
    one = committee.submitted("un", "4", end, f"{end} Un premier ajout se lit ici.")
    other = committee.submitted("autre", "4", end, f"{end} Un second ajout parle d’autre chose.")
    async with session(sitting) as pilot:
        call(pilot, one)
        await settle(pilot)
        said = joined(page(pilot, "called"))
        assert f"Amendment {other}, “autre”, adds in the same place: both can be kept" in said


async def test_what_collides_whatever_happens_is_told_where_it_is_mended_alone(
    sitting: Path,
) -> None:
    """It is to be brought onto the current text, in both places; other pages leave it out."""
    committee_of(sitting).pass_("3", votes=(30, 10, 0))
    async with session(sitting) as pilot:
        call(pilot, "5")
        await settle(pilot)
        assert "Amendment 1, “seuil”" not in joined(page(pilot, "called"))
        call(pilot, "1")
        await settle(pilot)
        assert "State: to be brought onto the current text" in joined(page(pilot, "called"))
        assert "1 · to be brought onto the current text · seuil" in screen(pilot)
        await press(pilot, "2")
        assert "submitted; to be brought onto the current text" in joined(page(pilot, "amendment"))


async def test_every_fault_of_a_count_is_named_at_once(sitting: Path) -> None:
    """The first has the keys; a refusal goes as soon as something else stands in the lines."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        call(pilot, "3")
        await settle(pilot)
        await press(pilot, "c")
        await fill(pilot, "", "abc", "")
        said = dialog(pilot)
        assert "“For” is empty: give 0 where nobody voted so." in said
        assert "“Against”: “abc” is not a number of votes. Write it in digits alone." in said
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "for"
        await press(pilot, "9", "9", "ctrl+s")
        said = dialog(pilot)
        assert "“Against”: “abc” is not a number of votes" in said
        assert "99 votes were counted, and only 50 members may vote." in said
        assert pilot.app.focused is pilot.app.screen.query_one("#against")
        await press(pilot, "up", "ctrl+u", "3", "0")
        assert "is empty" not in dialog(pilot)
        assert "is not a number" not in dialog(pilot)
        await press(pilot, "down", "1", "0", "ctrl+s")
        assert stages(sitting)["3"] == "counted"


async def test_names_are_whole_in_a_roll_call_on_a_small_screen(sitting: Path) -> None:
    """The group gives way to them, and the bars take less of the width."""
    committee_of(sitting).put("3")
    async with session(sitting, (60, 18)) as pilot:
        call(pilot, "3")
        await settle(pilot)
        await press(pilot, "r", "f", "a")
        seen = screen(pilot)
        assert "+ for       Adam" in seen
        assert "- against   Bernard" in seen
        await press(pilot, "slash", *"cheval")
        assert "Chevalier" in screen(pilot)
    async with session(sitting) as pilot:
        call(pilot, "3")
        await settle(pilot)
        await press(pilot, "r")
        assert "Caron  Montagne" in screen(pilot)
