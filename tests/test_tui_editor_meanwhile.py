"""What happens to an amendment while its editor is open is said as it happens; the text goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk, disposing, drafting
from constitution.assembly.pending import find_pending, pending
from tests.editors import (
    ARTICLE,
    WORDS,
    added,
    difference,
    drawer_in,
    editing,
    in_front,
    left_behind,
    rest,
)
from tests.rooms import desk_in, git, joined, press, room, screen, settle, until, vote
from tui.app import DraftingRoom
from tui.dialogs.form import Form
from tui.drafting.stories import amend_article
from tui.editor.leaving import Leaving, Stranded
from tui.editor.screen import Editor
from tui.widgets.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def first_line(pilot: Pilot[None]) -> str:
    """What stands above the text."""
    return screen(pilot).split("\n")[0]


def foot(pilot: Pilot[None]) -> str:
    """The keys that are offered."""
    return screen(pilot).split("\n")[-1]


def saved_in(folder: Path, slug: str) -> str:
    """The article as an amendment has it."""
    desk = desk_in(folder)
    return drafting.draft_snapshot(desk, find_pending(desk, slug)).texts[ARTICLE]


async def something_moved(pilot: Pilot[None]) -> None:
    """The room has seen that a branch moved."""
    app = pilot.app
    assert isinstance(app, DraftingRoom)
    app._watch()
    await settle(pilot)


class TestMeanwhile:
    """The amendment, seen from the editor."""

    async def test_an_amendment_that_is_withdrawn_elsewhere_is_told_at_once(
        self, drafted: Path
    ) -> None:
        """In the first line; taken up again, nothing is said any more."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "x")
            drafting.withdraw_draft(desk_in(drafted), "idea")
            await something_moved(pilot)
            assert "the amendment is no longer on the list" in first_line(pilot)
            desk_in(drafted).acts.undo()
            await something_moved(pilot)
            assert "no longer" not in first_line(pilot)

    @pytest.mark.parametrize("outcome", ["adopted", "rejected", "fallen"])
    async def test_what_became_of_it_is_named(self, drafted: Path, outcome: str) -> None:
        """It was declared, or ruled on, in another window."""
        desk = desk_in(drafted)
        drafting.edit_article(desk, "idea", ARTICLE, WORDS.replace("capital", "harbour"))
        submitted, _unpublished = drafting.submit(desk, "idea")
        number = str(submitted.number)
        async with editing(drafted) as (pilot, _editor):
            if outcome == "fallen":
                disposing.dispose(desk_in(drafted), number, "fallen", ruling="overtaken")
            else:
                vote(desk_in(drafted), number, (40, 9, 0) if outcome == "adopted" else (9, 40, 0))
            await something_moved(pilot)
            assert f"the amendment was disposed of: {outcome}" in first_line(pilot)

    async def test_what_else_happens_to_it_is_said_and_saving_goes_on(self, drafted: Path) -> None:
        """A colleague's saving, a text that was adopted, a putting to the vote."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "x")
            theirs = WORDS.replace("capital", "harbour")
            drafting.edit_article(desk_in(drafted), "idea", ARTICLE, theirs)
            await something_moved(pilot)
            assert "somebody else saved this text too" in first_line(pilot)
            await press(pilot, "ctrl+s", "enter", "t")
            assert "somebody else" not in first_line(pilot)
            assert editor.text == theirs
            git(drafted, "checkout", "-q", "main")
            (drafted / ARTICLE).write_text(f"{WORDS}\nIt may move.\n", encoding="utf-8")
            git(drafted, "commit", "-qam", "Plainly")
            await something_moved(pilot)
            assert "the current text has changed since" in first_line(pilot)
            await rest(pilot)
            assert "It may move" not in difference(editor)
            await press(pilot, "ctrl+end", "y", "ctrl+s", "enter")
            assert pilot.app.screen is not editor
        assert saved_in(drafted, "idea").endswith("harbour.y\n")

    async def test_the_difference_is_that_of_the_amendment(self, drafted: Path) -> None:
        """Words that were adopted since are none that it strikes out: they are carried into it."""
        (drafted / ARTICLE).write_text(f"{WORDS}\nIt may move.\n", encoding="utf-8")
        git(drafted, "commit", "-qam", "Plainly")
        async with editing(drafted) as (pilot, editor):
            assert "the current text has changed since" in first_line(pilot)
            assert "No word is changed" in difference(editor)

    async def test_whoever_leaves_is_offered_what_can_be_done(self, drafted: Path) -> None:
        """No saving; a new amendment, the file, or giving it up. Saving asks the same."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "x", "escape")
            assert in_front(pilot) is Leaving
            assert "s Save" in foot(pilot)
            drafting.withdraw_draft(desk_in(drafted), "idea")
            await something_moved(pilot)
            said = joined(pilot.app.screen.query_one(Page).words)
            assert "“An idea” is no longer on the list: it was withdrawn elsewhere." in said
            assert "n Put it into a new amendment." in said
            assert "article-3.md" in said.replace(" ", "")
            assert "s Save" not in foot(pilot)
            assert foot(pilot).startswith("n New amendment  k Keep  d Give up")
            await press(pilot, "escape", "ctrl+s")
            assert in_front(pilot) is Leaving
            await press(pilot, "s")
            assert in_front(pilot) is Leaving
            await press(pilot, "k")
            assert pilot.app.screen is not editor
        assert [one.text for one in drawer_in(drafted).all()] == [added("x")]

    async def test_saving_that_is_refused_a_moment_later_is_not_offered_again(
        self, drafted: Path
    ) -> None:
        """The room had not looked yet."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "x")
            drafting.withdraw_draft(desk_in(drafted), "idea")
            await press(pilot, "ctrl+s", "enter")
            assert "there is no amendment “idea”" in joined(screen(pilot)).replace("There", "there")
            await press(pilot, "escape", "escape")
            assert "s Save" not in foot(pilot)
            await press(pilot, "d")

    async def test_the_text_goes_into_a_new_amendment(self, drafted: Path) -> None:
        """Called as the other unless another title is typed; it is then in sight, and nothing is kept."""
        async with room(drafted) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            app.tell(amend_article(app, ARTICLE, "Article 3"))
            await settle(pilot)
            await press(pilot, *"idea", "enter")
            await press(pilot, "ctrl+end", "x")
            await rest(pilot, 1.0)
            drafting.withdraw_draft(desk_in(drafted), "idea")
            await something_moved(pilot)
            await press(pilot, "escape", "enter")
            assert in_front(pilot) is Form
            assert "An idea" in screen(pilot)
            await press(pilot, *"Another", "enter")
            await until(pilot, lambda: not isinstance(app.screen, Editor | Form))
            await settle(pilot)
            assert app.here.id == "amendments"
            assert "Saved in “Another”" in screen(pilot)
        assert saved_in(drafted, "another") == added("x")
        assert drawer_in(drafted).all() == []

    async def test_a_text_is_set_apart_at_any_time_from_the_palette_too(
        self, drafted: Path
    ) -> None:
        """It was typed in the wrong amendment: that one stays as it was."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "x", "ctrl+p", *"this text")
            await rest(pilot, 0.3)
            await press(pilot, "enter")
            assert in_front(pilot) is Form
            assert "stays as it is" in joined(screen(pilot))
            await press(pilot, "escape")
            assert pilot.app.screen is editor
            await press(pilot, "ctrl+n", *"Other", "enter")
            assert pilot.app.screen is not editor
        assert saved_in(drafted, "other") == added("x")
        assert find_pending(Desk.open(drafted), "idea").files == {}

    async def test_a_text_that_is_out_of_form_stays_in_the_editor(self, drafted: Path) -> None:
        """The refusal stands where the title is asked; no amendment was opened."""
        async with editing(drafted) as (pilot, editor):
            before = len(pending(desk_in(drafted)))
            editor.area.load_text("# Article 3\n\n![a](b)\n")
            await press(pilot, "ctrl+n", "enter")
            assert "nothing was saved" in joined(screen(pilot))
            await press(pilot, "escape")
            assert "![a](b)" in editor.text
            assert len(pending(desk_in(drafted))) == before

    async def test_what_was_typed_before_a_crash_goes_there_too(self, drafted: Path) -> None:
        """The draft was withdrawn meanwhile: what lay in the file is then in the amendment."""
        left_behind(drafted, added("x"))
        drafting.withdraw_draft(desk_in(drafted), "idea")
        async with room(drafted) as pilot:
            await press(pilot, "enter")
            assert in_front(pilot) is Stranded
            await press(pilot, "n")
            assert "Idea" in screen(pilot)
            await press(pilot, "escape")
            assert len(drawer_in(drafted).all()) == 1
            await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        async with room(drafted) as pilot:
            await press(pilot, "enter", "n", *"Anew", "enter")
            await until(pilot, lambda: drawer_in(drafted).all() == [])
        assert saved_in(drafted, "anew") == added("x")
