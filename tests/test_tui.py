"""What holds in every place of the drafting room."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from textual import events

import tui
from constitution import language
from constitution.assembly.founding import Founding, default_rules, found
from constitution.errors import Unknown
from constitution.governance import Members, Settings
from constitution.repository import Person, When
from tui.app import DraftingRoom
from tui.keys import Keys
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


from tests.rooms import (
    HOSTILE,
    LARGE,
    TEXTS,
    commands_here,
    desk_in,
    git,
    page,
    press,
    room,
    screen,
    settle,
    vote,
)


class TestManners:
    """What holds in every place."""

    async def test_what_changes_outside_appears_by_itself(self, own: Path) -> None:
        """A colleague's vote is seen without a key, and the article stays on the page."""
        async with room(own) as pilot:
            await press(pilot, "g", "1", "enter")
            assert "equal, direct" in page(pilot, "prose")
            vote(desk_in(own), "5", (40, 0, 0))
            await pilot.pause(2.2)
            await settle(pilot)
            assert "on a public holiday" in page(pilot, "prose")
            assert "Amendments (2)" in screen(pilot)
            assert "History (4)" in screen(pilot)

    @pytest.mark.parametrize("place", ["1", "2", "3", "4"])
    async def test_every_key_on_offer_has_words_and_a_palette_entry(
        self, founded: Path, place: str
    ) -> None:
        """`?` tells every action that the palette offers in this place; no key is dead."""
        async with room(founded) as pilot:
            await press(pilot, place)
            app = pilot.app
            offered = {
                active.binding.action
                for active in app.screen.active_bindings.values()
                if active.binding.show and active.enabled
            }
            commands = commands_here(pilot)
            await press(pilot, "question_mark")
            assert isinstance(app.screen, Keys)
            told = app.screen.query_one(Page).words
            for title in commands:
                assert title in told
            assert "quit" in offered
            assert "Quit" in commands
            await press(pilot, "escape")
            assert not isinstance(app.screen, Keys)

    async def test_the_palette_goes_anywhere(self, founded: Path, size: tuple[int, int]) -> None:
        """Whoever does not know the key types what they want."""
        async with room(founded, size) as pilot:
            await press(pilot, "ctrl+p")
            await pilot.press(*(("space" if c == " " else c) for c in "to the history"))
            await press(pilot, "down", "enter")
            assert "[4 History (3)]" in screen(pilot)
            assert pilot.app.query_one("#records").has_focus

    async def test_the_bar_is_clicked_to_go_to_a_place(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Places are tabs for the mouse."""
        async with room(founded, size) as pilot:
            await pilot.click("#tab-history")
            await settle(pilot)
            assert pilot.app.query_one("#records", Rows).has_focus
            assert "[4 History (3)]" in screen(pilot)

    async def test_the_footer_says_what_can_be_done_now(self, founded: Path) -> None:
        """Back is offered where there is something to go back from, and nowhere else."""
        async with room(founded) as pilot:
            line = screen(pilot).split("\n")[-1]
            assert "Filter" in line
            assert "Back" not in line
            await press(pilot, "i")
            assert "Back" in screen(pilot).split("\n")[-1]
            assert pilot.app.query_one(KeyLine).region.y == 23

    async def test_what_was_done_is_said_below_and_covers_nothing(self, founded: Path) -> None:
        """The page makes room for the sentence, and has it back; a click sends it away."""
        async with room(founded) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            before = screen(pilot).split("\n")
            app.say("Saved in amendment 12.")
            app.say("Submitted as amendment 12 rect..")
            await settle(pilot)
            after = screen(pilot).split("\n")
            assert [line.strip() for line in after[21:23]] == [
                "Saved in amendment 12.",
                "Submitted as amendment 12 rect.",
            ]
            assert after[:15] == before[:15]
            assert after[23] == before[23]
            assert app.query_one("#prose").region.bottom == 21
            await pilot.click("#said")
            await settle(pilot)
            assert screen(pilot).split("\n") == before

    async def test_everything_is_reached_with_the_mouse_alone(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """A row is clicked, and clicked again to be read; the wheel turns pages and lists."""
        async with room(founded, size) as pilot:
            await pilot.click("#tab-history")
            await settle(pilot)
            rows = pilot.app.query_one("#records", Rows)
            await pilot.click(rows, offset=(6, 2))
            await settle(pilot)
            assert rows.key == "2-seat"
            assert "Another seat" in page(pilot, "record")
            await pilot.click(rows, offset=(6, 2))
            sheet = pilot.app.query_one("#record", Page)
            assert sheet.has_focus
            await pilot.resize_terminal(size[0], 12)
            await settle(pilot)
            for turns, where in ((events.MouseScrollDown, True), (events.MouseScrollUp, False)):
                for _turn in range(3):
                    x, y = sheet.region.x + 4, sheet.region.y + 1
                    pilot.app.screen._forward_event(
                        turns(sheet, x, y, 0, 0, 0, False, False, False, x, y)
                    )
                    await pilot.pause()
                assert (sheet.scroll_offset.y > 0) is where

    @pytest.mark.parametrize("place", ["2", "3", "4"])
    async def test_an_empty_list_takes_no_room_and_says_what_to_do(
        self, tmp_path: Path, size: tuple[int, int], place: str
    ) -> None:
        """A sentence at the top of the page, and the key that goes on."""
        founding = Founding(
            Settings("The Assembly", "The Draft", "en"),
            Members(seats=60),
            default_rules(TEXTS, ()),
            TEXTS,
        )
        found(
            tmp_path / "new",
            founding,
            who=Person("Clerk", "clerk@example.org"),
            clock=lambda: When(1_790_000_000),
        )
        async with room(tmp_path / "new", size) as pilot:
            await press(pilot, place)
            lines = screen(pilot).split("\n")
            top = next(line for line in lines[1:] if line.strip("│┃ ─"))
            assert top.strip("│┃ ").startswith(
                ("No amendment", "Nothing was voted on", "Verif", "✓")
            )
            assert re.search(r"`\w`", screen(pilot))
            is_history = place == "4"  # which begins with the founding
            assert ("Read" in lines[-1]) == is_history

    async def test_q_quits(self, founded: Path) -> None:
        """From any place, at once."""
        async with room(founded) as pilot:
            await pilot.press("4")
            await pilot.press("q")
            await pilot.pause()
            assert not pilot.app.is_running or pilot.app._exit

    async def test_a_folder_without_a_constitution_is_refused(self, tmp_path: Path) -> None:
        """Before the screen is taken, in the words of the core."""
        with pytest.raises(Unknown):
            tui.run(tmp_path)

    async def test_the_room_speaks_french(
        self, founded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Every word of the keys goes through the catalogue in use when the room opens."""
        monkeypatch.setattr("tui.speech._", lambda words: f"fr:{words}")
        async with room(founded, LARGE) as pilot:
            assert "fr:Filter" in screen(pilot)

    async def test_nothing_hostile_reaches_the_terminal(self, own: Path) -> None:
        """Titles, names and reasons are shown with their controls as symbols, never as markup."""
        desk = desk_in(own)
        desk.who = Person("[/b] \u202eevil", "x@example.org")
        branch = desk.repository.branches("amendments")["secret"]
        toml = desk.repository.read(branch.tip, "drafts/secret/amendment.toml") or b""
        title = HOSTILE.replace("\x1b", "\\u001b").replace("\x07", "\\u0007")
        hostile = toml.replace(b"Free as well", title.encode())
        assert hostile != toml
        reasons = HOSTILE.encode() + b"\n"
        files = {"drafts/secret/amendment.toml": hostile, "drafts/secret/reasons.md": reasons}
        article = f"# Article 1 {HOSTILE}\n\n{HOSTILE}\n".encode()
        files["articles/01-people/article-1.md"] = article
        commit = desk.repository.write_commit(
            desk.repository.write_files(branch.tip, files),
            parents=[branch.tip],
            message=HOSTILE,
            author=Person("[/b] evil", "x@example.org"),
            committer=Person("[/b] evil", "x@example.org"),
            when=When(1_800_000_000, 0),
        )
        git(own, "update-ref", branch.ref, commit)
        (own / "articles/01-people/article-1.md").write_bytes(article)
        git(own, "commit", "-qam", HOSTILE.replace("\x07", ""), name="[/x]")
        async with room(own, LARGE) as pilot:
            for keys in (["j", "j"], ["i"], ["o"], ["a"], ["2"], ["v"], ["v"], ["3"], ["4"], ["c"]):
                await press(pilot, *keys)
                shown = screen(pilot)
                assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]
                assert "\u202e" not in shown
            await press(pilot, "1")
            assert "[/x] [bold]␛[2J" in screen(pilot)


def test_the_room_is_not_loaded_before_it_is_opened() -> None:
    """Whoever imports `tui` to open it later pays nothing for Textual."""
    code = "import sys, tui; sys.exit('textual' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """The workers of a test speak English."""
    with language.speaking("en"):
        yield
