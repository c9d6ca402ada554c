"""The sitting in the room: what the screen is sent, what is refused, how it behaves and how it looks."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from constitution.assembly import projecting
from constitution.repository import MAIN
from constitution.vote import VoteRecord
from tests.clerks import call, dialog, fill, outcomes, stages
from tests.rooms import LARGE, commands_here, joined, page, press, screen, settle, until
from tests.sittings import clerk, committee_of, pictured, renamed, session
from tui.app import DraftingRoom
from tui.dialogs.notice import Notice
from tui.places.session import SessionPlace
from tui.reading import read_room
from tui.sitting.line import SittingLine
from tui.sitting.reading import read_called
from tui.widgets.page import Page
from tui.widgets.rows import Rows
from tui.widgets.said import Said

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tui.sitting.reading import Called


class TestScreen:
    """What is sent to the projector from the room."""

    async def test_what_is_called_is_sent_as_it_stands(self, sitting: Path) -> None:
        """The amendment while it waits, the question while it is open, the result once counted."""
        state = clerk(sitting).repository.state_folder
        async with session(sitting) as pilot:
            await press(pilot, "s")
            assert projecting.read_sent(state) == projecting.Sent("amendment", "3")
            assert "On the screen: amendment 3" in screen(pilot)
            await press(pilot, "p", "enter", "s")
            assert projecting.read_sent(state) == projecting.Sent("question", "3-million")
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            await press(pilot, "escape", "s")
            assert projecting.read_sent(state) == projecting.Sent("result", "3-million")
            await press(pilot, "S")
            assert projecting.read_sent(state) is None
            await press(pilot, "d", "enter", "escape", "R")
            assert projecting.read_sent(state) == projecting.Sent("result", "3-million")


class TestRefusals:
    """What cannot be done is said where it was asked for."""

    async def test_while_an_amendment_is_read_the_page_shows_no_other(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is read and what a key acts on are one amendment, however long the reading takes."""
        release = Event()

        def slow(folder: Path, number: str) -> Called:
            release.wait(30)
            return read_called(folder, number)

        async with session(sitting) as pilot:
            try:
                before = pilot.app.query_one("#turns", Rows).key
                monkeypatch.setattr("tui.places.session.read_called", slow)
                await pilot.press("j")
                now = pilot.app.query_one("#turns", Rows).key
                assert now not in {before, None}
                await until(pilot, lambda: "This is being read…" in page(pilot, "called"))
                assert f"Amendment {now}" in page(pilot, "called")
            finally:
                release.set()
            await until(pilot, lambda: "This is being read…" not in page(pilot, "called"))

    async def test_one_refusal_stands_once(self, sitting: Path) -> None:
        """Met twice, it is closed once."""
        async with session(sitting) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            for _time in range(3):
                app.refuse("amendment 3 collides", "Settle it (`amend update`).")
                await settle(pilot)
            assert [type(one) for one in app.screen_stack[1:]] == [Notice]
            await press(pilot, "escape")
            assert len(app.screen_stack) == 1

    async def test_what_was_asked_in_one_place_is_not_answered_in_another(
        self, sitting: Path
    ) -> None:
        """Neither a question nor a refusal follows whoever went on."""
        async with session(sitting) as pilot:
            place = pilot.app.query_one(SessionPlace)
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            for name in ("3", "99"):
                place.put([name])
                await app.action_go("amendments")
                await settle(pilot)
                assert len(app.screen_stack) == 1


class TestManners:
    """What holds in the sitting as everywhere."""

    async def test_two_clerks_see_one_result(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What a colleague declares appears by itself; one who confirms an old summary is refused."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            committee = committee_of(sitting)
            committee.count("3", 10, 33)
            await press(pilot, "enter")
            assert "no longer the one that was shown" in dialog(pilot)
            assert outcomes(sitting) == []
            await press(pilot, "escape")
            committee.declare("3")
            await pilot.pause(0.3)
            await settle(pilot)
            assert "Last result: 3 · rejected" in screen(pilot)
            assert pilot.app.query_one("#turns", Rows).key == "1"

    async def test_a_room_for_reading_offers_no_act(self, seated: Path) -> None:
        """The keys are not there, and pressing them does nothing."""
        async with session(seated, is_read_only=True) as pilot:
            actions = {
                active.binding.action
                for active in pilot.app.screen.active_bindings.values()
                if active.enabled
            }
            assert not actions & {"put", "count", "roll_call", "declare", "send", "dispose"}
            await press(pilot, "p", "s", "x")
            assert "million" in page(pilot, "called")
            assert stages(seated)["3"] == "waiting"
            assert projecting.read_sent(clerk(seated).repository.state_folder) is None

    async def test_a_key_that_cannot_act_says_why(self, sitting: Path) -> None:
        """Nothing is taken back, nothing is counted, nobody comes next: each in a sentence."""
        shutil.rmtree(clerk(sitting).repository.state_folder)  # what was done here before
        async with session(sitting) as pilot:
            for keys, why in (
                (["u"], "There is nothing to take back in this clone."),
                (["d"], "Amendment 3 is not put to the vote yet: `p` puts it."),
                (["h"], "Amendment 3 is not put to the vote yet: `p` puts it."),
                (["R"], "No result was recorded yet."),
                (["K"], "Amendment 3 is called first already."),
                (["end", "n"], "This is the last one in the order of call."),
            ):
                await press(pilot, *keys)
                assert why in joined(pilot.app.query_one(Said).words)

    async def test_an_assembly_with_nothing_to_vote_on_says_so(self, sitting: Path) -> None:
        """An empty list explains itself."""
        committee = committee_of(sitting)
        for number in ("3", "1", "4", "5", "2", "6"):
            from constitution.assembly.disposing import dispose

            dispose(committee.desk, number, "withdrawn", ruling="End of the sitting")
        async with session(sitting) as pilot:
            assert "No amendment waits for its vote." in page(pilot, "called")

    async def test_nothing_hostile_reaches_the_terminal(self, sitting: Path) -> None:
        """Names of members and titles of amendments are shown with their controls as symbols."""
        committee = committee_of(sitting)
        members = renamed(committee.desk.main().members, 1, "[/x] [bold]Adam")
        committee.commit_by_hand(MAIN, {"governance/members.toml": members.to_bytes()})
        branch = committee.repository.branches("amendments")["deputes"]
        toml = committee.repository.read(branch.tip, "drafts/deputes/amendment.toml") or b""
        hostile = toml.replace(b'"deputes"', b'"[/x] [$x] [bold]evil"')
        committee.commit_by_hand(branch.ref, {"drafts/deputes/amendment.toml": hostile})
        async with session(sitting, (160, 45)) as pilot:
            call(pilot, "5")
            await settle(pilot)
            for keys in ([], ["s"], ["x"], ["escape"], ["home", "p"], ["enter"], ["r"]):
                await press(pilot, *keys)
                shown = screen(pilot)
                assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]
                assert "\u202e" not in shown
            assert "[/x] [bold]Adam" in shown

    async def test_every_key_on_offer_has_words_and_a_palette_entry(self, seated: Path) -> None:
        """`?` tells every action that the palette offers in this place."""
        async with session(seated) as pilot:
            commands = commands_here(pilot)
            await press(pilot, "question_mark")
            told = pilot.app.screen.query_one(Page).words
            for title in commands:
                assert title in told
            assert {"Put to the vote", "Next", "To the screen"} <= commands


class TestPictures:
    """The screens as they are: a change of any of them is looked at."""

    async def test_the_sitting_in_a_small_terminal(self, seated: Path) -> None:
        """The list, the page, the keys."""
        async with session(seated) as pilot:
            await pictured(pilot, lambda: screen(pilot), "sitting-80x24")

    async def test_a_roll_call_in_a_small_terminal(self, sitting: Path) -> None:
        """Members, answers, bars and the sentence."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "r")
            await pilot.press(*"ffafb", *("f" * 24))
            await settle(pilot)
            await pictured(pilot, lambda: screen(pilot), "roll-call-80x24")

    async def test_a_result_in_a_large_terminal(self, sitting: Path) -> None:
        """The summary over the room."""
        committee = committee_of(sitting)
        committee.put("3")
        committee.count("3", 33, 10, 2)
        async with session(sitting, LARGE) as pilot:
            await press(pilot, "d")
            await pictured(pilot, lambda: screen(pilot), "result-160x45")


def test_the_last_result_is_one_of_this_assembly(own: Path) -> None:
    """What an import reports was decided elsewhere; it is never offered to the hall as a result."""
    room = read_room(own)
    line = SittingLine(id="sitting")
    voted, record = next(
        (one, one.record) for one in room.records if isinstance(one.record, VoteRecord)
    )
    reported = replace(voted, record=replace(record, evidence="reported"))
    line._room = replace(room, records=(*room.records, reported))
    assert line.last_result == room.records[-1]
    line._room = replace(room, records=(reported,))
    assert line.last_result is None
