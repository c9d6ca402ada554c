"""Acts from the room: asked about, refused in the words of the core, taken back."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from textual.events import Key
from textual.widgets import Input

from constitution.assembly import Desk, drafting
from constitution.assembly.pending import pending
from constitution.errors import Refused
from tests.rooms import desk_in, git, press, room, screen, settle, until
from tui.app import DraftingRoom
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Field, Form
from tui.dialogs.notice import Notice
from tui.dialogs.who import Who
from tui.reading import read_room
from tui.widgets.page import said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest

    from tui.reading import Room


def refuse(_desk: Desk) -> str:
    """What the rules forbid."""
    raise Refused("this cannot be done", hint="Do something else.")


def open_draft(answers: Mapping[str, str]) -> Callable[[Desk], str]:
    """A draft with the short name that was typed."""
    return lambda desk: drafting.new_amendment(desk, answers["slug"], title="T").slug


class TestUndo:
    """`u` takes back the last act of this clone."""

    async def test_the_last_act_is_taken_back_once_its_summary_was_agreed_to(
        self, own: Path
    ) -> None:
        """What would be taken back is shown; nothing happens before the yes."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await press(pilot, "u")
            assert "Opening amendment idea" in screen(pilot)
            assert "idea" in {one.slug for one in pending(Desk.open(own))}
            await press(pilot, "n")
            assert "idea" in {one.slug for one in pending(Desk.open(own))}
            await press(pilot, "u", "y")
            assert "idea" not in {one.slug for one in pending(Desk.open(own))}

    async def test_only_the_act_that_was_shown_is_taken_back(self, own: Path) -> None:
        """A colleague's act in the same clone meanwhile is not: the person looks again."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await press(pilot, "u")
            drafting.new_amendment(desk_in(own), "later", title="A later idea")
            await press(pilot, "y")
            assert "Something else was done in this clone meanwhile" in screen(pilot)
            assert "later" in {one.slug for one in pending(Desk.open(own))}


class TestDialogs:
    """Questions over the room."""

    async def test_a_refusal_stands_in_the_question_and_what_was_typed_stays(
        self, own: Path
    ) -> None:
        """In the words of the core, with its hint; mended, the deed is done."""
        async with room(own) as pilot:
            done: list[str | None] = []
            form = Form("Open an amendment", [Field("slug", "Short name")], open_draft)
            await pilot.app.push_screen(form, done.append)
            await press(pilot, *"seat", "enter")
            assert "There is an amendment “seat” already" in screen(pilot)
            assert "Choose another short name." in screen(pilot)
            assert form.answers == {"slug": "seat"}
            await press(pilot, "s", "enter")
            assert done == ["seats"]

    async def test_keys_that_come_in_one_burst_reach_the_lines_they_are_for(
        self, own: Path
    ) -> None:
        """A clerk types figures without looking; none may slip into the line before."""
        async with room(own) as pilot:
            given: list[dict[str, str]] = []

            def keep(answers: Mapping[str, str]) -> Callable[[Desk], None]:
                return lambda _desk: given.append(dict(answers))

            names = ("for", "against", "abstain")
            await pilot.app.push_screen(Form("Count", [Field(name, name) for name in names], keep))
            await settle(pilot)
            for key in (*"33", "enter", *"20", "enter", *"4", "enter"):
                pilot.app.post_message(Key(key, key if len(key) == 1 else None))
            await until(pilot, lambda: bool(given))
            assert given == [{"for": "33", "against": "20", "abstain": "4"}]

    async def test_what_takes_its_time_is_said_to_be_under_way_and_not_left(
        self, own: Path
    ) -> None:
        """Escape does not look as if it had stopped what goes on."""
        async with room(own) as pilot:
            done: list[str | None] = []
            go = Event()

            def slow(_answers: Mapping[str, str]) -> Callable[[Desk], str]:
                return lambda _desk: "late" if go.wait(10) else "never"

            await pilot.app.push_screen(Form("Do it", [Field("how", "How")], slow), done.append)
            await pilot.press("x", "enter", "escape")
            await until(pilot, lambda: "This is being done…" in screen(pilot))
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, Form)
            assert done == []
            go.set()
            await until(pilot, lambda: done == ["late"])

    async def test_a_refusal_without_a_question_is_a_notice(self, own: Path) -> None:
        """It stands over the room until it is closed, and any other act can follow."""
        async with room(own) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.do(refuse, app.say)
            await settle(pilot)
            assert isinstance(app.screen, Notice)
            assert "This cannot be done" in screen(pilot)
            assert "Do something else." in screen(pilot)
            await press(pilot, "escape")
            assert not isinstance(app.screen, Notice)

    async def test_an_error_nobody_foresaw_is_kept_in_a_report_and_the_room_goes_on(
        self, own: Path
    ) -> None:
        """No traceback reaches the person; the report lies beside the repository."""

        def break_(_desk: Desk) -> None:
            raise ZeroDivisionError("nobody foresaw this")

        async with room(own, (160, 45)) as pilot:
            await pilot.app.push_screen(Confirm("Break it?", (said("Really."),), break_))
            await press(pilot, "enter")
            assert "An unexpected error stopped this: ZeroDivisionError" in screen(pilot)
            (report,) = (own / ".git/constitution/reports").iterdir()
            assert "nobody foresaw this" in report.read_text()
            assert "Traceback" not in screen(pilot)

    async def test_who_writes_is_asked_the_first_time(
        self, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The name and the address are public, and the question says so; then the act is done.

        Nothing is said to be under way while the answer is waited for.
        """
        monkeypatch.setattr("tui.dialogs.dialog.SOON", 0.001)
        git(own, "config", "--remove-section", "user")
        app = DraftingRoom(own)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            done: list[str | None] = []
            form = Form("Open an amendment", [Field("slug", "Short name")], open_draft)
            await app.push_screen(form, done.append)
            slug = form.query_one(Input)
            await until(pilot, lambda: slug.has_focus)
            slug.value = "mine"
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Who))
            await until(pilot, lambda: "for everyone to see" in screen(pilot))
            await until(pilot, lambda: not form.query_one(".busy").display)
            await until(pilot, lambda: isinstance(app.focused, Input))
            await pilot.press(*"Ada", "enter", *"ada", "@", "x", "enter")
            await until(pilot, lambda: bool(done))
            await settle(pilot)
            assert done == ["mine"]
            assert git(own, "log", "-1", "--format=%an <%ae>", "amendments/mine") == "Ada <ada@x>\n"

    async def test_a_room_for_reading_writes_nothing(self, own: Path) -> None:
        """A room that is served to others says so, whatever asks for the act."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own, is_read_only=True) as pilot:
            await press(pilot, "u", "y")
            assert "This room is for reading only" in screen(pilot)
            assert "idea" in {one.slug for one in pending(Desk.open(own))}


async def test_a_first_page_that_takes_long_is_said_to_be_read(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes an empty frame for an empty constitution."""
    release = Event()

    def slow(folder: Path) -> Room:
        release.wait(30)
        return read_room(folder)

    monkeypatch.setattr("tui.app.read_room", slow)
    app = DraftingRoom(founded, open_desk=desk_in)
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            await until(pilot, lambda: "The text is being read…" in screen(pilot))
        finally:
            release.set()
        await until(pilot, lambda: "The text is being read…" not in screen(pilot))
        await until(pilot, lambda: "We write this together." in screen(pilot))
