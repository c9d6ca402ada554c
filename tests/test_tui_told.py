"""What the pages of a sitting say of a vote that is under way and of what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rooms import joined, page, press, screen, settle
from tests.sittings import committee_of, session

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def call(pilot: Pilot[None], number: str) -> None:
    """The cursor goes to an amendment, and its page is read."""
    from tui.widgets.rows import Rows

    assert pilot.app.query_one("#turns", Rows).point(number)
    await settle(pilot)


async def test_a_roll_call_that_was_left_says_how_far_it_has_come(sitting: Path) -> None:
    """Its answers are votes that are in: nothing says that none has arrived."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        await call(pilot, "3")
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
        await call(pilot, "6")
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
        await call(pilot, one)
        said = joined(page(pilot, "called"))
        assert f"Amendment {other}, “autre”, adds in the same place: both can be kept" in said


async def test_what_collides_whatever_happens_is_told_where_it_is_mended_alone(
    sitting: Path,
) -> None:
    """It is to be brought onto the current text, in both places; other pages leave it out."""
    committee_of(sitting).pass_("3", votes=(30, 10, 0))
    async with session(sitting) as pilot:
        await call(pilot, "5")
        assert "Amendment 1, “seuil”" not in joined(page(pilot, "called"))
        await call(pilot, "1")
        assert "State: to be brought onto the current text" in joined(page(pilot, "called"))
        assert "1 · to be brought onto the current text · seuil" in screen(pilot)
        await press(pilot, "2")
        assert "submitted; to be brought onto the current text" in joined(page(pilot, "amendment"))
