"""What is typed is kept, offered back, and saved."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk, drafting
from constitution.assembly.drafting.unsaved import Held
from constitution.assembly.pending import find_pending
from tests.editors import (
    ARTICLE,
    WORDS,
    added,
    drawer_in,
    editing,
    in_front,
    left_behind,
    rest,
)
from tests.rooms import desk_in, joined, press, room, screen, settle
from tui.app import DraftingRoom
from tui.dialogs.notice import Notice
from tui.drafting.stories import amend_article, tell
from tui.editor.judging import last_typed
from tui.editor.leaving import Leaving, Recovering, Stranded
from tui.editor.saving import Both
from tui.editor.screen import Editor
from tui.widgets.page import Page

if TYPE_CHECKING:
    from pathlib import Path


class TestKeeping:
    """Nothing that was typed is lost."""

    async def test_what_is_typed_is_on_the_disk_within_two_seconds(self, drafted: Path) -> None:
        """Beside the repository, as it was typed."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "N", "e", "w")
            await rest(pilot, 1.2)
            file = drawer_in(drafted).folder / "idea" / ARTICLE
            assert file.read_text() == added("New")
            assert screen(pilot).split("\n")[0].rstrip().endswith("kept")

    async def test_it_is_kept_although_the_keys_never_rest(self, drafted: Path) -> None:
        """At the latest two seconds after the first key."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end")
            for _turn in range(22):
                await pilot.press("x")
                await pilot.pause(0.1)
            file = drawer_in(drafted).folder / "idea" / ARTICLE
            assert file.read_text().startswith(added("xxx").rstrip("\n"))

    async def test_what_is_said_of_keeping_is_true_when_what_was_typed_is_taken_out_again(
        self, drafted: Path
    ) -> None:
        """Nothing is to be kept then, and nothing is on the disk, whether it was or not."""
        async with editing(drafted) as (pilot, _editor):

            def said() -> str:
                return screen(pilot).split("\n")[0].rstrip()

            for seconds, state in ((0.0, "not kept yet"), (1.2, "  kept")):
                await press(pilot, "ctrl+end", "z", "z")
                await rest(pilot, seconds)
                assert said().endswith(state)
                await press(pilot, "backspace", "backspace")
                assert said().endswith("The seat")
                await rest(pilot, 1.2)
                assert said().endswith("The seat")
                assert drawer_in(drafted).find("idea", ARTICLE) is None

    async def test_after_a_crash_both_versions_are_shown_and_one_is_taken_up(
        self, drafted: Path
    ) -> None:
        """The room offers it when it is opened; the editor goes on where it was."""
        left_behind(drafted, WORDS.replace("capital", "harbour"))
        async with room(drafted) as pilot:
            assert "This text was typed and not saved" in screen(pilot)
            await press(pilot, "enter")
            assert in_front(pilot) is Recovering
            assert "capital" in joined(screen(pilot))
            assert "harbour" in joined(screen(pilot))
            await press(pilot, "enter")
            editor = pilot.app.screen
            assert isinstance(editor, Editor)
            assert "harbour" in editor.text
            await press(pilot, "ctrl+s", "enter")
            one = find_pending(Desk.open(drafted), "idea")
            assert b"harbour" in (one.files[ARTICLE] or b"")
            assert drawer_in(drafted).all() == []

    async def test_what_is_offered_back_is_shown_as_saving_would_make_it(
        self, drafted: Path
    ) -> None:
        """A line below an alinéa is joined to it; it is no alinéa of its own, and that is said."""
        left_behind(drafted, WORDS.rstrip("\n") + "\nSo it stays.\n")
        async with room(drafted) as pilot:
            await press(pilot, "enter")
            assert in_front(pilot) is Recovering
            shown = joined(screen(pilot))
            assert "1 The seat is in the capital. So it stays." in shown
            assert "Line 4 will be joined to the one above it: “So it stays.”." in shown

    @pytest.mark.parametrize(
        ("saved", "typed", "place"),
        [
            ("One.\n\nTwo.\n", "One.\n\nTwo and three.\n", (2, 13)),
            ("One.\n\nTwo.\n", "One or two.\n\nTwo.\n", (0, 10)),
            ("One.\n", "One.\n", (0, 0)),
            ("", "New", (0, 3)),
        ],
    )
    def test_a_text_taken_up_goes_on_after_what_was_typed(
        self, saved: str, typed: str, place: tuple[int, int]
    ) -> None:
        """The cursor stands where what was typed last differs from what is saved."""
        assert last_typed(saved, typed) == place

    async def test_a_text_taken_up_has_the_cursor_where_it_was(self, drafted: Path) -> None:
        """Not where something was typed last; it may have gone elsewhere since."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "N", "e", "w")
            await rest(pilot, 1.0)
            await press(pilot, "up", "up", "home", "right", "right")
            assert editor.area.cursor_location == (0, 2)
            await rest(pilot, 1.0)
            file = drawer_in(drafted).folder / "idea" / f"{ARTICLE}.at"
            assert file.read_text() == "1:3\n"
        async with room(drafted) as pilot:
            await press(pilot, "enter", "enter")
            again = pilot.app.screen
            assert isinstance(again, Editor)
            assert again.area.cursor_location == (0, 2)
            await press(pilot, "ctrl+s", "enter")
        assert not file.exists()

    @pytest.mark.parametrize(
        ("said", "place"),
        [
            ("2:1\n", (1, 0)),
            ("900:900\n", (2, len("The seat is in the harbour."))),
            ("3:9", (2, 26)),
            ("0:1\n", (2, 26)),
            ("\0\x1b[2J", (2, 26)),
            (None, (2, 26)),
        ],
    )
    async def test_a_cursor_that_cannot_be_read_is_that_of_a_text_without_one(
        self, drafted: Path, said: str | None, place: tuple[int, int]
    ) -> None:
        """Then it stands where the text last differs from what is saved; never beyond the text."""
        left_behind(drafted, WORDS.replace("capital", "harbour"))
        if said is not None:
            file = drawer_in(drafted).folder / "idea" / f"{ARTICLE}.at"
            file.write_text(said, encoding="ascii")
        async with room(drafted) as pilot:
            await press(pilot, "enter", "enter")
            editor = pilot.app.screen
            assert isinstance(editor, Editor)
            assert editor.area.cursor_location == place
            await press(pilot, "escape", "d")

    async def test_one_of_several_is_chosen_by_its_number(self, drafted: Path) -> None:
        """What is typed finds it; where nothing has what was typed, that is said."""
        drawer = drawer_in(drafted)
        for path in (ARTICLE, "articles/01-people/article-2.md"):
            held = drawer.hold("idea", path)
            assert held is not None
            held.keep(WORDS.replace("capital", "harbour"))
            held.let_go()
        async with room(drafted) as pilot:
            assert "These texts were typed and not saved" in screen(pilot)
            lines = screen(pilot).split("\n")
            second = next(line for line in lines if " 2  idea" in line)
            await press(pilot, "z")
            assert "Nothing here has what you typed." in screen(pilot)
            await press(pilot, "backspace", "2", "enter")
            assert isinstance(pilot.app.screen, Recovering)
            assert "Article 3" in second or "Article 2" in second
            name = "Article 3" if "Article 3" in second else "Article 2"
            assert f"“An idea” — {name}" in screen(pilot)

    async def test_it_is_given_up_on_demand(self, drafted: Path) -> None:
        """On a second key; the saved text is then in the editor, and nothing is offered again."""
        left_behind(drafted, WORDS.replace("capital", "harbour"))
        async with room(drafted) as pilot:
            await press(pilot, "enter", "d")
            assert in_front(pilot) is Recovering
            assert "What was typed is then gone" in joined(screen(pilot))
            assert drawer_in(drafted).find("idea", ARTICLE) is not None
            await press(pilot, "d")
            editor = pilot.app.screen
            assert isinstance(editor, Editor)
            assert editor.text == WORDS
            await press(pilot, "escape")
        assert drawer_in(drafted).all() == []

    async def test_a_text_of_an_amendment_that_is_gone_can_be_read_and_given_up(
        self, drafted: Path
    ) -> None:
        """The room says where it lies; a second key gives it up."""
        left_behind(drafted, WORDS.replace("capital", "harbour"))
        async with room(drafted) as pilot:
            await press(pilot, "escape", "2")
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            one = find_pending(desk_in(drafted), "idea")
            app.tell(tell(app, "withdraw", one))
            await settle(pilot)
            assert "1 text was typed in it and not saved" in joined(screen(pilot))
            await press(pilot, "escape")
            drafting.withdraw_draft(desk_in(drafted), "idea")
        async with room(drafted) as pilot:
            await press(pilot, "enter")
            assert in_front(pilot) is Stranded
            words = joined(pilot.app.screen.query_one(Page).words)
            assert "The seat is in the harbour." in words
            assert "constitution/drafts/idea/" in words.replace(" ", "")
            await press(pilot, "d")
            assert in_front(pilot) is Stranded
            assert len(drawer_in(drafted).all()) == 1
            await press(pilot, "d")
            assert in_front(pilot) is not Stranded
        assert drawer_in(drafted).all() == []

    async def test_it_is_left_for_later_and_stays(self, drafted: Path) -> None:
        """Neither opening nor leaving the room takes it away."""
        left_behind(drafted, "something else")
        async with room(drafted) as pilot:
            await press(pilot, "enter", "escape")
            assert not isinstance(pilot.app.screen, Editor)
        assert [one.text for one in drawer_in(drafted).all()] == ["something else"]

    async def test_whoever_closes_the_editor_says_what_becomes_of_the_text(
        self, drafted: Path
    ) -> None:
        """Go on, keep it for later, save it, or give it up."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "x", "escape")
            assert in_front(pilot) is Leaving
            assert screen(pilot).split("\n")[-1].startswith("s Save  k Keep  d Give up")
            await press(pilot, "escape")
            assert pilot.app.screen is editor
            await press(pilot, "escape", "k")
            assert pilot.app.screen is not editor
        assert [one.text for one in drawer_in(drafted).all()] == [added("x")]

    async def test_what_was_given_up_is_gone(self, drafted: Path) -> None:
        """And the amendment is as it was."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "x")
            await rest(pilot, 1.0)
            await press(pilot, "escape", "d")
        assert drawer_in(drafted).all() == []
        assert find_pending(Desk.open(drafted), "idea").files == {}

    async def test_a_disk_that_is_full_is_said_while_one_types(
        self, drafted: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The text stays in the editor."""

        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("constitution.assembly.drafting.unsaved.keep", full)
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "x")
            await rest(pilot, 1.0)
            assert "cannot be kept: No space left on device" in screen(pilot)
            await press(pilot, "escape", "d")
            del editor

    async def test_where_nothing_can_be_kept_nothing_is_begun(self, drafted: Path) -> None:
        """A read-only folder, or a file where the folder should be: said before a word is typed."""
        drawer_in(drafted).folder.parent.mkdir(parents=True, exist_ok=True)
        drawer_in(drafted).folder.write_text("", encoding="utf-8")
        async with room(drafted) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.tell(amend_article(app, ARTICLE, "Article 3"))
            await settle(pilot)
            await press(pilot, *"idea", "enter")
            assert not isinstance(pilot.app.screen, Editor)
            assert "Nothing that is typed could be kept here" in joined(screen(pilot))
            assert "You can read, compare and verify" in joined(screen(pilot))

    async def test_saved_is_saved_where_the_kept_text_cannot_be_removed(
        self, drafted: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The room goes on, and says that the text will be offered once more."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "x")
            await rest(pilot, 1.0)

            def refuse(_held: Held) -> None:
                raise PermissionError(errno.EACCES, "no")

            monkeypatch.setattr(Held, "forget", refuse)
            await press(pilot, "ctrl+s", "enter")
            assert isinstance(pilot.app.screen, Notice)
            assert "What was saved is saved" in joined(screen(pilot))
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 1
        saved = drafting.draft_snapshot(desk_in(drafted), find_pending(desk_in(drafted), "idea"))
        assert "x" in saved.texts[ARTICLE].split("\n")[2][:1]

    async def test_two_windows_never_type_one_text(self, drafted: Path) -> None:
        """The second is told so, in the words of the core."""
        held = drawer_in(drafted).hold("idea", ARTICLE)
        async with room(drafted) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.tell(amend_article(app, ARTICLE, "Article 3"))
            await settle(pilot)
            await press(pilot, *"idea", "enter")
            assert isinstance(app.screen, Notice)
            said = joined(screen(pilot))
            assert "of “An idea” is being written" in said
            assert ARTICLE not in said
        held.let_go()


class TestSaving:
    """One commit on the amendment."""

    @pytest.mark.parametrize("whose", ["mine", "theirs"])
    async def test_what_a_colleague_saved_meanwhile_is_not_undone_unread(
        self, drafted: Path, whose: str
    ) -> None:
        """Both are shown; one goes on with one of them, and undo brings back what was typed."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "M", "i", "n", "e")
            theirs = WORDS.replace("capital", "harbour")
            drafting.edit_article(desk_in(drafted), "idea", ARTICLE, theirs)
            await press(pilot, "ctrl+s", "enter")
            assert in_front(pilot) is Both
            shown = joined(pilot.app.screen.query_one(Page).words)
            assert "Article 3 — The seat of amendment idea was saved by somebody else" in shown
            assert "harbour" in shown
            assert "capital" in shown
            assert find_pending(Desk.open(drafted), "idea").files[ARTICLE] == theirs.encode()
            await press(pilot, "escape", "ctrl+s", "enter")
            assert in_front(pilot) is Both
            await press(pilot, "enter" if whose == "mine" else "t")
            assert pilot.app.screen is editor
            if whose == "theirs":
                assert editor.text == theirs
                await press(pilot, "ctrl+z")
            assert editor.text == added("Mine")
            await press(pilot, "ctrl+s", "enter")
            assert pilot.app.screen is not editor
        assert b"Mine" in (find_pending(Desk.open(drafted), "idea").files[ARTICLE] or b"")

    async def test_a_refusal_of_the_core_stands_where_one_saves(self, drafted: Path) -> None:
        """And the text is still there, and kept."""
        async with editing(drafted) as (pilot, editor):
            editor.area.load_text("# Article 3\n\n![a](b)\n")
            await rest(pilot)
            await press(pilot, "ctrl+s", "enter")
            assert "articles/02-state/article-3.md:3" in joined(screen(pilot))
            await press(pilot, "escape")
            assert "![a](b)" in editor.text
            await press(pilot, "escape", "d")

    async def test_nothing_changes_where_nothing_was_typed(self, drafted: Path) -> None:
        """Saving says so; closing asks nothing."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+s", "enter")
            assert "the text says this already" in joined(screen(pilot))
            await press(pilot, "escape", "escape")
            assert pilot.app.screen is not editor

    async def test_the_message_can_be_edited(self, drafted: Path) -> None:
        """Whatever it holds, braces too."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "exclamation_mark")
            await press(pilot, "ctrl+s", "ctrl+u", "left_curly_bracket", "x", "enter")
            desk = Desk.open(drafted)
            tip = find_pending(desk, "idea").branch.tip
            assert desk.repository.commit(tip).summary == "{x"
