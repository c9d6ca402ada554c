"""Every act of drafting, told by keys as a committee does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import ContentSwitcher, Static, TextArea

from constitution.assembly import Desk, drafting
from constitution.assembly.pending import find_pending, pending
from tests.rooms import (
    LARGE,
    SMALL,
    amend,
    desk_in,
    joined,
    page,
    press,
    room,
    screen,
    settle,
    vote,
)
from tests.signers import key_line
from tui.dialogs.choose import Choose
from tui.dialogs.confirm import Confirm
from tui.drafting.settling import Settling
from tui.drafting.verbs import VERBS
from tui.drafting.wording import Wording, repeated
from tui.editor.screen import Editor
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.assembly.pending import Pending


def one_in(folder: Path, name: str) -> Pending:
    """An amendment as anybody reads it now."""
    return find_pending(Desk.open(folder), name)


async def stand_on(pilot: Pilot[None], slug: str) -> None:
    """The cursor of the amendments stands on one."""
    await press(pilot, "2")
    assert pilot.app.query_one("#pending", Rows).point(slug)
    await settle(pilot)


async def type_(pilot: Pilot[None], text: str) -> None:
    """Characters, as fast as they come."""
    await pilot.press(*(_KEYS.get(c, c) for c in text))
    await settle(pilot)


_KEYS = {
    " ": "space",
    ".": "full_stop",
    ",": "comma",
    "-": "minus",
    "=": "equals_sign",
    ";": "semicolon",
    "/": "slash",
    "+": "plus",
    "_": "underscore",
}


class TestOpening:
    """An amendment is opened."""

    async def test_what_was_filled_in_is_not_lost_at_one_key(self, own: Path) -> None:
        """Escape says so first, and again leaves; a line that was only looked at asks nothing."""
        async with room(own) as pilot:
            await press(pilot, "2", "n", "escape")
            assert len(pilot.app.screen_stack) == 1
            await press(pilot, "n", *"Idea", "escape")
            assert "What was typed is then gone" in joined(screen(pilot))
            await press(pilot, "s")
            assert "then gone" not in joined(screen(pilot))
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 2
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_a_title_is_enough(self, own: Path) -> None:
        """Its short name is made of it, and it is on the page at once."""
        async with room(own) as pilot:
            await press(pilot, "2", "n")
            await type_(pilot, "The delay")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert one_in(own, "the-delay").amendment.title == "The delay"
            assert pilot.app.query_one("#pending", Rows).key == "the-delay"
            assert "The delay" in page(pilot, "amendment")

    async def test_a_draft_is_named_by_its_title_in_sentences(self, own: Path) -> None:
        """The short name is for the command line; once it has a number, that names it."""
        drafting.new_amendment(desk_in(own), "delay", title="The longer delay")
        async with room(own) as pilot:
            await stand_on(pilot, "delay")
            for key, said in (
                ("s", "Amendment “The longer delay” changes nothing yet"),
                ("D", "Amendment “The longer delay” changes one article at most"),
            ):
                await press(pilot, key)
                assert said in joined(screen(pilot))
        assert one_in(own, "delay").called == "“The longer delay”"
        assert one_in(own, "4").called == "4"

    async def test_one_key_on_an_article_opens_an_amendment_on_it(self, own: Path) -> None:
        """From the text: a new amendment, then the editor on that article."""
        async with room(own) as pilot:
            await press(pilot, "g", "3", "enter", "e")
            assert isinstance(pilot.app.screen, Choose)
            await press(pilot, "enter")
            await type_(pilot, "Move it")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(pilot.app.screen, Editor)
            assert "The seat is in the capital." in pilot.app.screen.text

    async def test_what_was_saved_from_the_text_is_in_sight_to_be_submitted(
        self, own: Path
    ) -> None:
        """The text itself has not changed: the amendment is where it can be seen and submitted."""
        async with room(own) as pilot:
            await press(pilot, "g", "3", "enter", "e", "enter")
            await type_(pilot, "Move it")
            await pilot.press("ctrl+s")
            await settle(pilot)
            await press(pilot, "ctrl+end", "x", "ctrl+s")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert pilot.app.query_one("#places", ContentSwitcher).current == "amendments"
            assert "Amendment (draft) — Move it" in page(pilot, "amendment")
            await press(pilot, "s")
            assert isinstance(pilot.app.screen, Confirm)

    async def test_a_sub_amendment_is_opened_on_the_one_under_the_cursor(self, own: Path) -> None:
        """It is asked for with that one filled in."""
        async with room(own) as pilot:
            await stand_on(pilot, "secret")
            await press(pilot, "o")
            await type_(pilot, "Less free")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert one_in(own, "less-free").amendment.on == "4"

    async def test_articles_are_renumbered_by_an_amendment(self, own: Path) -> None:
        """The use case of the command line, asked in a form; its refusal stands in it."""
        async with room(own) as pilot:
            await press(pilot, "2", "R")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "numbered" in screen(pilot) or "number" in screen(pilot)
            await press(pilot, "escape")

    async def test_an_empty_assembly_says_how_to_begin(self, own: Path) -> None:
        """Acts that need an amendment are not offered where there is none."""
        for one in pending(Desk.open(own)):
            if one.number is None:
                drafting.withdraw_draft(desk_in(own), one.slug)
        offered = {verb.name for verb in VERBS if verb.suits(None)}
        assert offered == {"new", "renumber"}


class TestChanging:
    """What an amendment proposes."""

    async def test_an_article_is_edited_and_saved_in_one_commit(self, own: Path) -> None:
        """With the difference it makes below, and a message one can edit."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "idea", title="An idea")
        before = one_in(own, "idea").branch.tip
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "e")
            await type_(pilot, "article 3")
            await press(pilot, "enter")
            editor = pilot.app.screen
            assert isinstance(editor, Editor)
            await press(pilot, "ctrl+end")
            await type_(pilot, "It may move.")
            await pilot.pause(0.3)
            await settle(pilot)
            assert "It may move." in editor.query_one("#difference").words  # type: ignore[attr-defined]
            await press(pilot, "ctrl+s")
            assert "Amend Article 3" in screen(pilot)
            await press(pilot, "enter")
            one = one_in(own, "idea")
            text = (one.files["articles/02-state/article-3.md"] or b"").decode()
            assert "It may move." in text
            commit = desk.repository.commit(one.branch.tip)
            assert commit.parents == (before,)
            assert commit.summary == "Amend Article 3 — The seat"
            assert not list((own / ".git/constitution/drafts").rglob("*.md"))

    async def test_an_article_is_added_beside_its_neighbours(self, own: Path) -> None:
        """Its number finds its place; then it is written."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "a")
            await type_(pilot, "2-1")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(pilot.app.screen, Editor)
            await press(pilot, "ctrl+end")
            await type_(pilot, "Words.")
            await press(pilot, "ctrl+s", "enter")
            files = one_in(own, "idea").files
            assert files == {"articles/01-people/article-2-1.md": b"# Article 2-1\n\nWords.\n"}

    @pytest.mark.parametrize(
        ("after", "place", "target"),
        [
            ("article 3", "", "articles/02-state/article-3-1.md"),
            ("", "3-1", "articles/02-state/article-3-1.md"),
            ("", "02-state", "articles/02-state/article-2.md"),
        ],
        ids=["after another", "to a number", "to a folder"],
    )
    async def test_an_article_is_moved_and_the_move_is_declared(
        self, own: Path, after: str, place: str, target: str
    ) -> None:
        """To a place in the contents: the path is the program's to make."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "M")
            await type_(pilot, "article 2")
            await press(pilot, "enter")
            await type_(pilot, after)
            await press(pilot, "enter")
            await type_(pilot, place)
            await press(pilot, "enter")
            moves = one_in(own, "idea").amendment.moves
            assert moves == (("articles/01-people/article-2.md", target),)

    async def test_a_number_that_is_taken_is_refused_where_it_was_typed(self, own: Path) -> None:
        """In words, and no path made of it."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "M")
            await type_(pilot, "article 2")
            await press(pilot, "enter", "enter")
            await type_(pilot, "1")
            await press(pilot, "enter")
            assert "There is an article 1 already" in screen(pilot)
            assert "articles/" not in screen(pilot)
            assert one_in(own, "idea").amendment.moves == ()

    @pytest.mark.parametrize(
        ("turns", "left"), [(0, None), (1, b"# Article 3 \xe2\x80\x94 (Repealed)\n")]
    )
    async def test_an_article_is_repealed_with_or_without_its_number(
        self, own: Path, turns: int, left: bytes | None
    ) -> None:
        """What stays is chosen; `u` takes it back."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        path = "articles/02-state/article-3.md"
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "d")
            await type_(pilot, "article 3")
            await press(pilot, "enter", *["right"] * turns, "enter")
            found = one_in(own, "idea").files[path]
            assert found is None if left is None else b"Repealed" in (found or b"")
            await press(pilot, "u", "y")
            assert path not in one_in(own, "idea").files

    @pytest.mark.parametrize("is_pasted", [True, False])
    async def test_the_public_key_of_a_member_is_registered_pasted_or_from_its_file(
        self, sitting: Path, tmp_path: Path, is_pasted: bool
    ) -> None:
        """As an amendment to the members; what is no key, and no file, is refused where it was typed."""
        drafting.new_amendment(desk_in(sitting), "idea", title="An idea")
        line = key_line(7)
        file = tmp_path / "ada.pub"
        file.write_text(f"{line} ada@example.org\n")
        async with room(sitting) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "P")
            await type_(pilot, "siege-50")
            await press(pilot, "enter")
            await type_(pilot, "nowhere.pub")
            await press(pilot, "ctrl+s")
            assert "There is no file nowhere.pub" in joined(screen(pilot))
            await press(pilot, "shift+home")
            await type_(pilot, line if is_pasted else str(file))
            await press(pilot, "ctrl+s")
            data = one_in(sitting, "idea").files["governance/members.toml"]
            assert data is not None
            assert line.encode() in data

    async def test_reasons_are_written_in_the_same_editor(self, own: Path) -> None:
        """They have a form, and no difference."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "r")
            await type_(pilot, "Because it is time.")
            await press(pilot, "ctrl+s", "enter")
            assert one_in(own, "idea").reasons == "Because it is time.\n"
            assert "Because it is time." in page(pilot, "amendment")

    async def test_title_authors_and_date_are_changed(self, own: Path) -> None:
        """A date that is none is refused where it was typed."""
        async with room(own) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "T", "end")
            await type_(pilot, " indeed")
            await press(pilot, "enter", "end")
            await type_(pilot, ", Ada")
            await press(pilot, "enter")
            await type_(pilot, "soon")
            await press(pilot, "enter")
            assert "“soon” is not a date" in screen(pilot)
            await pilot.press("ctrl+u")
            await type_(pilot, "2027-01-31")
            await press(pilot, "enter")
            amendment = one_in(own, "clash").amendment
            assert amendment.title == "A thousand again indeed"
            assert amendment.authors == ("Clerk", "Ada")
            assert str(amendment.takes_effect) == "2027-01-31"

    async def test_the_question_is_divided(self, own: Path) -> None:
        """Without titles, one question an article."""
        desk = desk_in(own)
        amend(desk, "both", "Both", "article-3.md", ("capital", "harbour"))
        text = desk.main().texts["articles/01-people/article-1.md"]
        drafting.edit_article(desk, "both", "1", text.replace("secret", "public"))
        async with room(own) as pilot:
            await stand_on(pilot, "both")
            await press(pilot, "D", "enter")
            assert len(one_in(own, "both").amendment.questions) == 2

    async def test_members_rules_and_settings_are_edited_as_tables(self, own: Path) -> None:
        """They stand at the end of the list of articles; what is no table is refused in the words of the core."""
        drafting.new_amendment(desk_in(own), "idea", title="An idea")
        async with room(own, LARGE) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "e")
            await type_(pilot, "governance/members")
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Editor)
            await press(pilot, "ctrl+end")
            await type_(pilot, "nonsense")
            await press(pilot, "ctrl+s", "enter")
            assert "governance/members.toml" in screen(pilot)
            await press(pilot, "escape", "escape", "d")
            assert "governance/members.toml" not in one_in(own, "idea").files


class TestSubmitting:
    """An amendment leaves the desk of its author."""

    async def test_a_draft_is_submitted_once_its_summary_was_agreed_to(self, own: Path) -> None:
        """It gets the next number."""
        desk = desk_in(own)
        amend(desk, "idea", "An idea", "article-3.md", ("capital", "harbour"))
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "s")
            assert "Submit “An idea”?" in screen(pilot)
            assert "Nobody else sees it yet" in screen(pilot)
            await press(pilot, "enter")
            assert one_in(own, "idea").number == "6"

    async def test_a_draft_is_withdrawn_and_brought_back(self, own: Path) -> None:
        """With its branch; `u` brings it back as it was."""
        tip = one_in(own, "clash").branch.tip
        async with room(own) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "w", "y")
            assert "clash" not in {one.slug for one in pending(Desk.open(own))}
            await press(pilot, "u", "y")
            assert one_in(own, "clash").branch.tip == tip

    async def test_what_was_submitted_is_ruled_on(self, own: Path) -> None:
        """A ruling without a reason is refused where it was asked for."""
        async with room(own) as pilot:
            await stand_on(pilot, "secret")
            await press(pilot, "w", "enter", "enter", "enter")
            assert "A ruling needs a reason" in screen(pilot)
            await press(pilot, "up")
            await type_(pilot, "withdrawn by its author")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "History (4)" in screen(pilot)
            assert "secret" not in {one.slug for one in pending(Desk.open(own))}


class TestUpdating:
    """Onto the current text."""

    async def test_what_meets_nothing_is_brought_there_at_once(self, own: Path) -> None:
        """One key, one commit."""
        vote(desk_in(own), "5", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "secret")
            await press(pilot, "b")
            assert one_in(own, "secret").fork == Desk.open(own).repository.main()

    async def test_what_stands_there_already_is_said_in_the_words_of_the_core(
        self, own: Path
    ) -> None:
        """A notice, where no question was asked."""
        desk = desk_in(own)
        amend(desk, "idea", "An idea", "article-3.md", ("capital", "harbour"))
        async with room(own) as pilot:
            await stand_on(pilot, "idea")
            await press(pilot, "b")
            assert "stands on the current text already" in joined(screen(pilot))

    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            (["c"], "six hundred"),
            (["a"], "two thousand"),
            (["b"], "six hundred two thousand"),
        ],
    )
    async def test_conflicts_are_settled_one_at_a_time(
        self, own: Path, keys: list[str], words: str
    ) -> None:
        """The current text, the amendment, or both; then it is brought onto the current text."""
        conflict(own)
        async with room(own) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "b")
            assert isinstance(pilot.app.screen, Settling)
            for reading in ("five hundred", "six hundred", "two thousand", "to be chosen"):
                assert reading in joined(screen(pilot))
            await press(pilot, *keys)
            assert f"needs {words} signatures" in joined(page_of(pilot))
            assert drafting.settled(Desk.open(own), "clash").choices == (None,)
            await press(pilot, "enter")
            assert "Every conflict is settled" in joined(page_of(pilot))
            await press(pilot, "enter")
            one = one_in(own, "clash")
            assert one.fork == Desk.open(own).repository.main()
            text = drafting.draft_snapshot(Desk.open(own), one).texts[
                "articles/01-people/article-2.md"
            ]
            assert f"needs {words} signatures" in text

    async def test_a_repeal_shows_what_changed_in_the_article(self, own: Path) -> None:
        """Whoever would repeal it all the same reads what the current text made of it."""
        desk = desk_in(own)
        amend(desk, "shared", "Shared", "article-1.md", ("the people.", "the people together."))
        drafting.new_amendment(desk, "gone", title="Gone")
        drafting.repeal_article(desk, "gone", "articles/01-people/article-1.md")
        drafting.submit(desk, "shared")
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "gone")
            await press(pilot, "b")
            told = joined(screen(pilot))
            assert "The current text changed in it:" in told
            assert "the people together." in told

    async def test_both_are_kept_where_both_only_insert(self, own: Path) -> None:
        """The amendment alone would strike out what the current text has: that is refused, in keys."""
        desk = desk_in(own)
        place = ("the people.", "the people. It is shared.")
        amend(desk, "shared", "Shared", "article-1.md", place)
        drafting.new_amendment(desk, "held", title="Held")
        path = "articles/01-people/article-1.md"
        text = desk.main().texts[path].replace("the people.", "the people. It is held.")
        drafting.edit_article(desk, "held", path, text)
        drafting.submit(desk, "shared")
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "held")
            await press(pilot, "b")
            await press(pilot, "2", "enter")
            said = joined(" ".join(str(one.content) for one in pilot.app.screen.query(Static)))
            assert "would strike out words that the current text has inserted" in said
            assert "Keep both: `3`." in said
            await press(pilot, "escape", "3", "enter")
            assert "It is shared. It is held." in joined(page_of(pilot))
            assert drafting.settled(Desk.open(own), "held").choices == ("both",)

    async def test_both_are_kept_of_two_new_articles(self, own: Path) -> None:
        """The key is in the last line; the second article takes the next number, and its words stay."""
        desk = desk_in(own)
        for slug, words in (("first", "One day a month."), ("other", "Two days a month.")):
            drafting.new_amendment(desk, slug, title=slug)
            drafting.add_article(desk, slug, "3-1", words)
            drafting.submit(desk, slug)
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "other")
            await press(pilot, "b")
            assert isinstance(pilot.app.screen, Settling)
            assert "3 Both" in screen(pilot).split("\n")[-1]
            await press(pilot, "b")
            assert "stands beside it, as 3-2" in joined(page_of(pilot))
            await press(pilot, "enter", "enter")
            texts = drafting.draft_snapshot(Desk.open(own), one_in(own, "other")).texts
            assert [text for text in texts.values() if "a month" in text] == [
                "# Article 3-1\n\nOne day a month.\n",
                "# Article 3-2\n\nTwo days a month.\n",
            ]

    async def test_both_insertions_of_a_word_after_a_comma_read_as_one_list(
        self, own: Path
    ) -> None:
        """No space comes before the comma, in the result that is shown and in the one written."""
        desk = desk_in(own)
        amend(desk, "free", "Free", "article-1.md", ("is equal,", "is equal, free,"))
        drafting.submit(desk, "free")
        amend(desk, "fair", "Fair", "article-1.md", ("is equal,", "is equal, fair,"))
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "fair")
            await press(pilot, "b", "3")
            assert "The vote is equal, free, fair, *direct*" in joined(page_of(pilot))
            await press(pilot, "enter", "enter")
            data = one_in(own, "fair").files["articles/01-people/article-1.md"] or b""
            assert b"The vote is equal, free, fair, *direct*" in data

    async def test_what_clings_to_the_words_before_does_so_around_a_conflict(
        self, own: Path
    ) -> None:
        """No space that is not in the text is shown before a comma."""
        desk = desk_in(own)
        amend(desk, "free", "Free", "article-1.md", ("is equal,", "is equal and free,"))
        drafting.submit(desk, "free")
        amend(desk, "fair", "Fair", "article-1.md", ("is equal,", "is equal and fair,"))
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await stand_on(pilot, "fair")
            await press(pilot, "b")
            around = joined(pilot.app.screen.query_one("#readings", Page).words)
            assert "[ ]," in around
            assert "[ ] ," not in around

    async def test_a_long_conflict_says_that_it_goes_on_and_is_read_to_its_end(
        self, own: Path
    ) -> None:
        """At 80 columns and 24 lines each part says so on its edge, and keys lead to its end."""
        desk = desk_in(own)
        many = ", ".join(f"part {number}" for number in range(60))
        amend(desk, "free", "Free", "article-1.md", ("is equal,", f"is one, {many}, freed,"))
        drafting.submit(desk, "free")
        amend(desk, "fair", "Fair", "article-1.md", ("is equal,", f"is two, {many}, shared,"))
        vote(desk, "6", (40, 0, 0))
        async with room(own, SMALL) as pilot:
            await stand_on(pilot, "fair")
            await press(pilot, "b", "2")
            await settle(pilot)
            assert "goes on: page down" in screen(pilot)
            assert "goes on: tab, page down" in screen(pilot)
            await press(pilot, "end")
            assert "goes on: page down" not in screen(pilot)
            await press(pilot, "tab", "end")
            assert "goes on" not in screen(pilot)
            for page in pilot.app.screen.query(Page):
                assert page.scroll_offset.y == page.max_scroll_y
            await press(pilot, "3")
            assert "Enter takes it" in joined(page_of(pilot))

    async def test_other_words_are_written(self, own: Path) -> None:
        """What is typed takes the place of the words that stand there; the result is shown first."""
        conflict(own)
        async with room(own) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "b", "w")
            assert isinstance(pilot.app.screen, Wording)
            await type_(pilot, "one million")
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, Wording)
            assert "What was typed is then gone" in joined(screen(pilot))
            await press(pilot, "ctrl+s")
            assert "needs one million signatures" in joined(page_of(pilot))
            await press(pilot, "enter", "enter")
            one = one_in(own, "clash")
            data = one.files["articles/01-people/article-2.md"] or b""
            assert b"one million" in data

    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_the_readings_stay_in_sight_where_other_words_are_written(
        self, own: Path, size: tuple[int, int]
    ) -> None:
        """They begin with those of the amendment; what Enter does is said, and what stands twice."""
        conflict(own)
        async with room(own, size) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "b", "w")
            dialog = pilot.app.screen
            assert isinstance(dialog, Wording)
            area = dialog.query_one(TextArea)
            settling = pilot.app.screen_stack[-2]
            assert isinstance(settling, Settling)
            shown = joined(screen(pilot))
            assert "[ ]" in shown
            assert area.text
            assert area.selected_text == area.text
            for reading in ("before", "current text", "amendment"):
                assert reading in shown
            assert "Enter begins a new paragraph" in shown
            assert "stands there already" not in shown
            await type_(pilot, "needs one million")
            assert "“needs” stands there already" in joined(screen(pilot))
            await press(pilot, "enter", "x")
            assert area.text == "needs one million\n\nx"

    @pytest.mark.parametrize(
        ("before", "words", "after", "twice"),
        [
            ("Die Würde", "Die Würde jedes Menschen", "ist", ("Die Würde",)),
            ("It needs", "one million signatures.", "Signatures are", ("Signatures",)),
            ("It needs", "one million", "signatures", ()),
            ("", "one", "", ()),
            ("—", "— one", "", ()),
        ],
    )
    def test_words_that_stand_beside_them_already_are_doubted(
        self, before: str, words: str, after: str, twice: tuple[str, ...]
    ) -> None:
        """Whoever writes the whole sentence into its gap is told so."""
        assert repeated(before, words, after) == twice

    async def test_what_was_chosen_is_remembered(self, own: Path) -> None:
        """Whoever leaves finds the choices again; nothing is written before the last."""
        conflict(own)
        tip = one_in(own, "clash").branch.tip
        async with room(own) as pilot:
            await stand_on(pilot, "clash")
            await press(pilot, "b", "c", "enter", "escape")
            assert one_in(own, "clash").branch.tip == tip
            now = drafting.settled(Desk.open(own), "clash")
            assert now.choices == ("current",)


def conflict(folder: Path) -> None:
    """The words that `clash` changes are others now."""
    desk = desk_in(folder)
    amend(desk, "quick", "Six hundred", "article-2.md", ("five hundred", "six hundred"))
    drafting.submit(desk, "quick")
    vote(desk, "6", (40, 0, 0))


def page_of(pilot: Pilot[None]) -> str:
    """What the result of a conflict says."""
    from tui.widgets.page import Page

    return pilot.app.screen.query_one("#outcome", Page).words


async def test_a_room_for_reading_offers_no_act_of_drafting(own: Path) -> None:
    """No key, no entry of the palette, no line among the keys."""
    async with room(own, is_read_only=True) as pilot:
        await stand_on(pilot, "clash")
        offered = {
            active.binding.action
            for active in pilot.app.screen.active_bindings.values()
            if active.enabled
        }
        assert not [action for action in offered if action.startswith("draft")]
        await press(pilot, "1")
        assert "Amend" not in screen(pilot).split("\n")[-1]
