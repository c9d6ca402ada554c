"""Exchange, health, members and rules: found in the palette of every place."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from textual.command import CommandList
from textual.widgets import Static

from constitution.assembly import Desk
from constitution.assembly.exchanging import the_remote
from constitution.language import speak
from tests.rooms import desk_in, git, joined, press, room, screen, settle, until, vote
from tui.dialogs.confirm import Confirm
from tui.dialogs.reading import Told
from tui.widgets.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def choose(pilot: Pilot[None], title: str) -> None:
    """An entry of the palette, found by its name; what it does is awaited."""
    offered = {one.title: one for one in pilot.app.get_system_commands(pilot.app.screen)}
    offered[title].callback()
    await until(pilot, lambda: len(pilot.app.screen_stack) > 1 or "keeps you from" in screen(pilot))
    await settle(pilot)


def told(pilot: Pilot[None]) -> str:
    """What the window in front says."""
    return joined(pilot.app.screen.query_one(Page).words)


@pytest.fixture
def meeting(own: Path, tmp_path: Path) -> Path:
    """Where the clones of an assembly meet; the own one knows it, and has published nothing yet."""
    hub = tmp_path / "hub.git"
    subprocess.check_call(["git", "init", "-q", "--bare", "-b", "main", str(hub)])
    the_remote(Desk.open(own), "origin", address=str(hub))
    return hub


class TestExchange:
    """What goes out, and what comes in."""

    async def test_what_goes_out_is_shown_before_it_goes(self, own: Path, meeting: Path) -> None:
        """On a yes, and not before; done again, there is nothing to publish."""
        async with room(own) as pilot:
            await choose(pilot, "Publish what was done here")
            assert isinstance(pilot.app.screen, Confirm)
            assert "adopted: Fewer signatures" in told(pilot)
            assert "1 draft stays here until it is submitted" in told(pilot)
            assert not git(meeting, "for-each-ref")
            await press(pilot, "y")
            await until(pilot, lambda: "Published to origin." in screen(pilot))
            assert git(meeting, "rev-parse", "main") == git(own, "rev-parse", "main")
            await choose(pilot, "Publish what was done here")
            assert isinstance(pilot.app.screen, Told)
            assert "Everything that goes out is at origin already." in told(pilot)

    async def test_what_came_in_is_told_and_shown(self, own: Path, meeting: Path) -> None:
        """A colleague declared a result: it is in the history of this room."""
        async with room(own) as pilot:
            await choose(pilot, "Publish what was done here")
            await press(pilot, "y")
        other = own.parent / "other"
        git(own.parent, "clone", "-q", str(meeting), str(other))
        desk = desk_in(other)
        vote(desk, "4", (40, 0, 0))
        git(other, "push", "-q", "origin", "main")
        async with room(own) as pilot:
            await choose(pilot, "Fetch what others published")
            assert "4 adopted: Free as well" in told(pilot)
            await press(pilot, "escape")
            await until(pilot, lambda: "History (4)" in screen(pilot))

    async def test_a_copy_that_knows_no_other_says_how_to_name_one(self, own: Path) -> None:
        """In the words of the core, and for a terminal."""
        async with room(own) as pilot:
            await choose(pilot, "Fetch what others published")
            said = " ".join(str(one.content) for one in pilot.app.screen.query(Static))
            assert "knows no other repository" in said
            assert "`constitution publish --to ADDRESS` (in a terminal)" in said


class TestHealth:
    """What keeps people from working."""

    async def test_a_healthy_copy_is_said_to_be_so(self, own: Path) -> None:
        """In a sentence, and nothing is asked."""
        git(own, "checkout", "-q", "main")
        async with room(own) as pilot:
            await choose(pilot, "Look at the health of this copy")
            await until(pilot, lambda: "Nothing keeps you from working here." in screen(pilot))

    async def test_what_was_left_behind_is_mended_on_a_yes(self, own: Path) -> None:
        """A lock that a crash left: it goes out of the way, and that is told."""
        lock = own / ".git/refs/heads/main.lock"
        lock.touch()
        async with room(own) as pilot:
            await choose(pilot, "Look at the health of this copy")
            assert isinstance(pilot.app.screen, Confirm)
            assert lock.exists()
            await press(pilot, "y")
            await until(pilot, lambda: isinstance(pilot.app.screen, Told))
            assert not lock.exists()


class TestGovernance:
    """Who may vote, and what a vote needs."""

    @pytest.mark.parametrize(
        ("title", "words"),
        [("The members", "seats 60"), ("The rules", "majority > 1/2 of cast")],
    )
    async def test_members_and_rules_are_read_in_every_place(
        self, founded: Path, title: str, words: str
    ) -> None:
        """And it is said how they are changed; a room for reading shows them too."""
        async with room(founded, is_read_only=True) as pilot:
            await press(pilot, "4")
            await choose(pilot, title)
            assert words in told(pilot)
            assert "They are changed by an amendment" in told(pilot)
            titles = {one.title for one in pilot.app.get_system_commands(pilot.app.screen_stack[0])}
            assert "Publish what was done here" not in titles


async def test_the_palette_offers_first_what_begins_with_what_was_typed(founded: Path) -> None:
    """Then what has a word that does; likeness alone comes after both."""
    async with room(founded) as pilot:
        await press(pilot, "ctrl+p", *"publi")
        palette = pilot.app.screen
        options = palette.query_one(CommandList)
        await until(pilot, lambda: options.option_count > 1)
        await pilot.pause(0.1)
        names = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        assert names[0].startswith("Publish what was done here")
        assert any("public" in name for name in names[1:])


async def test_the_palette_says_in_our_words_that_nothing_was_found(founded: Path) -> None:
    """In French on a French screen; the library has no translation of its own."""
    speak("fr")
    async with room(founded) as pilot:
        await press(pilot, "ctrl+p", "z", "q", "x")
        palette = pilot.app.screen
        await until(pilot, lambda: palette.query_one(CommandList).option_count > 0)
        await pilot.pause(0.1)
        assert "Rien ici ne contient ce que vous avez tapé." in screen(pilot)
        assert "No matches" not in screen(pilot)
