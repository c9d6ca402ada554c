"""Keys that come in one burst: from a fast hand, or held up by a slow line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key
from textual.widgets import ContentSwitcher, Input

from tests.rooms import press, settle, until
from tests.sittings import committee_of, session
from tui.dialogs.form import Form
from tui.inturn import InTurn
from tui.sitting.roll import RollCallDialog
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

NAMES = {"/": "slash", "\r": "enter"}


def burst(pilot: Pilot[None], typed: str) -> None:
    """Every key at once, as they stand in one read of the terminal."""
    for character in typed:
        key = NAMES.get(character, character)
        pilot.app.post_message(Key(key, None if character == "\r" else character))


def value(pilot: Pilot[None], name: str) -> str:
    """What stands in a line of the form on top; nothing where there is no such line."""
    found = pilot.app.screen.query(f"#{name}")
    return found.first(Input).value if found else ""


def call(pilot: Pilot[None], number: str) -> None:
    """The cursor of the sitting stands on an amendment."""
    pilot.app.query_one("#turns", Rows).point(number)


async def test_letters_of_a_search_are_no_votes(sitting: Path) -> None:
    """The key of the search, and all letters of a name that are keys of choices too, at once."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        call(pilot, "3")
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, RollCallDialog)
        burst(pilot, "/fabaff")
        await until(pilot, lambda: value(pilot, "roll-find") == "fabaff")
        votes = pilot.app.screen.query_one("#roll-votes", Page).words
        assert "For 0, against 0, abstentions 0" in votes


async def test_an_answer_right_after_a_search_is_the_answer_of_who_was_found(sitting: Path) -> None:
    """The search is left before the answer is given."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        call(pilot, "3")
        await press(pilot, "r")
        burst(pilot, "f/evra\ra")
        await settle(pilot)
        rows = pilot.app.screen.query_one("#members", Rows)
        votes = pilot.app.screen.query_one("#roll-votes", Page).words
        assert "For 1, against 1, abstentions 0" in votes
        assert rows.key == "siege-32"


async def test_what_opens_has_the_keys_that_were_typed_for_it(sitting: Path) -> None:
    """A form, and a roll call, which is read first."""
    committee_of(sitting).put("3")
    async with session(sitting) as pilot:
        call(pilot, "3")
        await settle(pilot)
        burst(pilot, "c33\r12\r5")
        await until(pilot, lambda: value(pilot, "abstain") == "5")
        assert isinstance(pilot.app.screen, Form)
        assert (value(pilot, "for"), value(pilot, "against")) == ("33", "12")
        await press(pilot, "escape", "escape")  # what was typed is not left at one key
        burst(pilot, "rff")
        await until(pilot, lambda: isinstance(pilot.app.screen, RollCallDialog))
        await settle(pilot)
        votes = pilot.app.screen.query_one("#roll-votes", Page).words
        assert "For 2, against 0, abstentions 0" in votes


async def test_no_key_waits_for_ever(sitting: Path) -> None:
    """Where nothing opens after all, the next key finds its way."""
    async with session(sitting) as pilot:
        app = pilot.app
        assert isinstance(app, InTurn)
        app.hold_keys()
        burst(pilot, "1")
        await pilot.pause(1.1)
        burst(pilot, "4")
        await until(pilot, lambda: app.query_one(ContentSwitcher).current == "history")
