"""The line of keys at the bottom of every screen, and the page that tells all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import disposing
from constitution.assembly.pending import pending
from constitution.display import Run
from constitution.language import speaking
from tests.rooms import desk_in, page, press, room, screen, settle
from tui.app import DraftingRoom
from tui.dialogs.choose import Choose
from tui.keys import Keys
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def line(pilot: Pilot[None]) -> str:
    """The last line of the screen."""
    return screen(pilot).split("\n")[-1]


def entries(pilot: Pilot[None]) -> list[str]:
    """What stands in the line, entry by entry."""
    return [one for one in re.split(r" {2,}", line(pilot).strip()) if one != "…"]


class TestTheLine:
    """It says what can be done now."""

    @pytest.mark.parametrize("place", ["1", "2", "3", "4"])
    async def test_no_entry_is_ever_cut(self, founded: Path, place: str) -> None:
        """However narrow the terminal: an entry that does not fit is left out whole."""
        async with room(founded, (250, 24)) as pilot:
            await press(pilot, place)
            every = entries(pilot)
            assert len(every) > 4
            assert every[-1] == "? Keys"
            for width in (200, 160, 80, 60, 47, 30):
                await pilot.resize_terminal(width, 24)
                await settle(pilot)
                shown = entries(pilot)
                assert set(shown) <= set(every), width
                assert line(pilot).endswith("? Keys"), width
                assert ("…" in line(pilot)) == (len(shown) < len(every)), width
                assert shown == [one for one in every if one in shown], "in their order"

    async def test_the_acts_on_an_amendment_stand_in_it(self, founded: Path) -> None:
        """What is done with a draft is not hidden behind `?`; what cannot be done is not there."""
        async with room(founded, (160, 24)) as pilot:
            await press(pilot, "2", "G")
            shown = entries(pilot)
            assert {"e Edit", "s Submit", "r Reasons", "w Withdraw", "b Bring along"} <= set(shown)
            assert "T Title" in shown
            assert "o Amend it" not in shown  # it has no number

    async def test_the_view_in_sight_is_not_offered(self, founded: Path) -> None:
        """Its key closes it, as Escape does; the other views are there to be gone to."""
        async with room(founded, (160, 24)) as pilot:
            views = {"o": "o Origin", "i": "i History", "a": "a Pending"}
            assert set(views.values()) <= set(entries(pilot))
            for key, entry in views.items():
                await press(pilot, key)
                assert set(views.values()) - set(entries(pilot)) == {entry}
            await press(pilot, "a")
            assert set(views.values()) <= set(entries(pilot))
            await press(pilot, "4")
            await pilot.pause(0.2)
            await settle(pilot)
            assert "c Verification" in entries(pilot)
            await press(pilot, "c")
            assert "c Verification" not in entries(pilot)
            assert "esc Back" in entries(pilot)

    async def test_a_key_that_would_be_typed_is_not_offered(self, founded: Path) -> None:
        """While words are typed, letters are letters: other keys close, leave and tell."""
        async with room(founded, (100, 24)) as pilot:
            await press(pilot, "slash", "p")
            assert entries(pilot) == ["⏎ Go there", "esc Back", "^q Quit", "f1 Keys"]
            await press(pilot, "f1")
            assert isinstance(pilot.app.screen, Keys)

    async def test_an_entry_is_clicked(self, founded: Path) -> None:
        """It does as its key."""
        async with room(founded) as pilot:
            place = line(pilot).index("i History")
            await pilot.click(KeyLine, offset=(place + 3, 0))
            await settle(pilot)
            assert "History: Preamble" in page(pilot, "aside")

    async def test_the_editor_has_one(self, own: Path) -> None:
        """Saving first, its keys last."""
        async with room(own) as pilot:
            await press(pilot, "2", "G", "e", "enter")
            shown = entries(pilot)
            assert shown[0] == "^s Save"
            assert shown[-1] == "f1 Keys"


class TestTheKeysOfAPlace:
    """`?` tells all of them."""

    @pytest.mark.parametrize("place", ["1", "2", "3", "4"])
    async def test_those_of_the_place_come_first_and_the_arrows_last(
        self, founded: Path, place: str
    ) -> None:
        """Whoever looks something up looks for an act; arrows explain themselves."""
        async with room(founded, (160, 45)) as pilot:
            await press(pilot, place)
            offered = [one.partition(" ") for one in entries(pilot) if not one.endswith(" Keys")]
            await press(pilot, "question_mark")
            told = pilot.app.screen.query_one(Page).words
            here, everywhere, moving = (
                told.index(heading) for heading in ("Keys in ", "Everywhere", "To move about")
            )
            assert here < told.index("Read") < everywhere < told.index("Quit") < moving
            assert moving < told.index("Half a page down")
            for key, _space, _words in offered:
                assert re.search(
                    rf"^\s*{re.escape(key)}\b|^\s*{re.escape(key)} |, {key} ", told, re.MULTILINE
                )

    async def test_it_speaks_the_language_in_use(
        self, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In the editor and over a question too: nothing there is the library's own English."""
        monkeypatch.setattr("tui.speech._", lambda words: f"fr:{words}")
        async with room(own, (160, 45)) as pilot:
            for keys in (["slash"], ["escape", "2", "G", "e"], ["enter"]):
                await press(pilot, *keys, "f1")
                assert isinstance(pilot.app.screen, Keys)
                told = pilot.app.screen.query_one(Page).words.split("\n")
                rows = [line for line in told if re.match(r" *\S+(, \S+)*  +\S", line)]
                assert rows
                assert all("fr:" in line for line in rows), rows
                await press(pilot, "escape")

    async def test_it_says_in_full_what_the_line_says_in_a_word(self, founded: Path) -> None:
        """A short word for the one who knows, a phrase for the one who looks it up."""
        async with room(founded, (160, 45)) as pilot:
            await press(pilot, "2", "G", "question_mark")
            told = pilot.app.screen.query_one(Page).words
            assert "Title, authors, date of effect" in told
            assert "Bring onto the current text" in told


class TestElsewhere:
    """A key that is none here, and an act that is one elsewhere."""

    async def test_the_key_that_ends_programs_elsewhere_says_how_this_one_is_left(
        self, founded: Path
    ) -> None:
        """Ctrl-C ends nothing: whoever presses it by habit loses nothing, and is told the key."""
        async with room(founded) as pilot:
            await press(pilot, "ctrl+c")
            assert "`q` leaves the room." in screen(pilot)
            assert pilot.app.is_running

    async def test_a_key_that_does_nothing_here_says_so_once_and_not_elsewhere(
        self, founded: Path
    ) -> None:
        """Pressed twice it is one sentence; another place does not show it."""
        async with room(founded) as pilot:
            await press(pilot, "y", "y")
            assert screen(pilot).count("`y` does nothing here; `?` shows the keys.") == 1
            await press(pilot, "4")
            assert "does nothing here" not in screen(pilot)

    async def test_escape_is_quiet_and_one_line_stands_at_most(self, founded: Path) -> None:
        """Escape with nothing open is no mistake; what another key says takes the place of the last."""
        async with room(founded) as pilot:
            await press(pilot, "4", "escape")
            assert "does nothing here" not in screen(pilot)
            await press(pilot, "y", "Y")
            assert screen(pilot).count("does nothing here") == 1

    async def test_enter_where_nothing_stands_says_so(self, own: Path) -> None:
        """It leads to no other place, whatever it would open there."""
        desk = desk_in(own)
        for one in pending(desk):
            if one.number is not None:
                disposing.dispose(desk, one.name, "withdrawn", ruling="by its authors")
        async with room(own) as pilot:
            await press(pilot, "3", "enter")
            assert "There is nothing here to open." in screen(pilot)

    async def test_what_was_done_is_said_until_the_next_key_that_does_something(
        self, founded: Path
    ) -> None:
        """A key that does nothing leaves it; the one that does ends it."""
        async with room(founded) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.say("Submitted as amendment 9.")
            await press(pilot, "Y")
            assert "Submitted as amendment 9." in screen(pilot)
            await press(pilot, "down")
            assert "Submitted" not in screen(pilot)
            assert "does nothing here" not in screen(pilot)

    async def test_an_act_of_another_place_is_found_and_leads_there(self, founded: Path) -> None:
        """Nothing is done to what is not in sight: the place is shown, and the key is said."""
        async with room(founded) as pilot:
            app = pilot.app
            found = {one.title: one for one in app.get_system_commands(app.screen)}
            assert "Publish what was done here" in found
            command = found["Renumber the articles"]
            assert command.help == "In “Amendments”: R"
            await command.callback()
            await settle(pilot)
            assert "[2 Amendments" in screen(pilot)
            assert "Here `R` does it: Renumber the articles" in screen(pilot)

    async def test_the_page_of_keys_of_a_form_has_no_key_of_the_library(
        self, founded: Path
    ) -> None:
        """They are named in its own language alone, and nobody looks them up."""
        async with room(founded) as pilot:
            await press(pilot, "2", "R", "f1")
            said = pilot.app.screen.query_one(Page).words
            assert "Done" in said
            assert "Focus Next" not in said
            assert "Copy selected text" not in said

    async def test_no_label_of_a_form_is_cut(self, founded: Path) -> None:
        """In eighty columns as well; what is chosen stands whole."""
        async with room(founded) as pilot:
            await press(pilot, "2", "R")
            assert "Keep the numbers before: " in screen(pilot)
            assert "‹ the articles alone ›" in screen(pilot)
            await press(pilot, "escape", "n")
            assert "Short name: " in screen(pilot)


async def test_a_long_list_to_choose_from_uses_the_screen_and_says_how_many(founded: Path) -> None:
    """At 80 by 24, fourteen rows are in sight, and the frame tells that there are more."""
    async with room(founded) as pilot:
        rows = [Row(str(place), ((Run("", f"→ Article {place}"),),)) for place in range(1, 41)]
        pilot.app.push_screen(Choose("References", rows))
        await settle(pilot)
        shown = screen(pilot)
        assert sum("→ Article" in line for line in shown.split("\n")) >= 14
        assert "40 in all" in shown


class TestNames:
    """A key is called as it is on the keyboard."""

    async def test_a_key_is_named_in_the_language_in_use(self, founded: Path) -> None:
        """Where it does nothing, at the bottom of the screen, and on the page of keys."""
        with speaking("fr"):
            async with room(founded) as pilot:
                await press(pilot, "space")
                assert "espace" in screen(pilot)
                assert "space " not in screen(pilot).replace("espace", "")
                await press(pilot, "question_mark")
                told = pilot.app.screen.query_one(Page).words
                for name in ("début", "fin", "pg.préc", "pg.suiv"):
                    assert name in told
                for english in ("home", "pgup", "esc"):
                    assert not re.search(rf"\b{english}\b", told)
                await press(pilot, "escape", "slash")
                assert "échap Retour" in line(pilot)

    @pytest.mark.parametrize("place", ["2", "4"])
    async def test_sideways_goes_to_the_page_and_back(self, founded: Path, place: str) -> None:
        """`l` and `h` are arrows, in the places that have nothing to fold as well."""
        async with room(founded) as pilot:
            await press(pilot, place)
            on_page = []
            for key in ("l", "h", "right", "left"):
                await press(pilot, key)
                on_page.append(isinstance(pilot.app.focused, Page))
            assert on_page == [True, False, True, False]
            assert "does nothing here" not in screen(pilot)
