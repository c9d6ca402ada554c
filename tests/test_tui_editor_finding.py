"""Words are found in the text that one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.editors import (
    WORDS,
    editing,
)
from tests.rooms import press, screen
from tui.editor.finding import Finding, Place, find_places

if TYPE_CHECKING:
    from pathlib import Path


class TestFinding:
    """Words are found in the text that one writes."""

    def test_words_are_found_whatever_their_accents_capitals_and_spaces(self) -> None:
        """Where they stand is told in the columns of the line as it is."""
        lines = ("L\u2019\u00c9tat, l\u2019\ufb01n\u00a0de l\u2019e\u0301tat.", "", "etats")
        assert find_places(lines, "\u00e9TAT") == (
            Place(0, 2, 6),
            Place(0, 18, 23),
            Place(2, 0, 4),
        )
        assert find_places(lines, "fin  de") == (Place(0, 10, 15),)
        assert find_places(lines, "  ") == ()
        assert find_places(("cafe\u0301 \ufb01",), "cafe") == (Place(0, 0, 5),)
        assert find_places(("cafe\u0301 \ufb01",), "f") == (Place(0, 2, 3), Place(0, 6, 7))

    async def test_the_place_follows_what_is_typed_and_escape_returns(self, drafted: Path) -> None:
        """Enter goes to the next, the arrow to the one before; after the last comes the first."""
        async with editing(drafted) as (pilot, editor):
            was = editor.area.cursor_location
            await press(pilot, "ctrl+f", *"the")
            finding = editor.query_one(Finding)
            assert "2 of 3" in screen(pilot)
            assert editor.area.selection == ((2, 0), (2, 3))
            for key, place in (("enter", 3), ("ctrl+f", 1), ("enter", 2), ("up", 1), ("up", 3)):
                await press(pilot, key)
                assert f"{place} of 3" in screen(pilot)
                assert editor.area.selected_text.lower() == "the"
            await press(pilot, "escape")
            assert not finding.display
            assert editor.area.has_focus
            assert editor.area.cursor_location == was
            assert editor.text == WORDS

    async def test_one_goes_on_writing_where_it_was_found(self, drafted: Path) -> None:
        """Tab leaves the words selected: what is typed takes their place."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+f", *"CAPITAL", "tab", *"harbour")
            assert editor.text == WORDS.replace("capital", "harbour")

    async def test_words_that_stand_nowhere_are_said_to(self, drafted: Path) -> None:
        """And the cursor stays where it was."""
        async with editing(drafted) as (pilot, editor):
            was = editor.area.cursor_location
            await press(pilot, "ctrl+f", *"zz")
            assert "found nowhere" in screen(pilot)
            assert editor.area.cursor_location == was
