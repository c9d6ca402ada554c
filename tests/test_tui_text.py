"""The text, found and read, in a small and in a large terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from tui.dialogs.choose import Choose
from tui.widgets.contents import Contents
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path


from constitution.assembly import drafting
from constitution.history.gone import tell_gone
from tests.rooms import amend, desk_in, git, joined, page, press, room, screen, settle, until, vote


class TestText:
    """The current text, found and read."""

    async def test_the_first_article_is_on_the_page_at_once(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Whoever opens the room reads, without a key."""
        async with room(founded, size) as pilot:
            assert "We write this together." in page(pilot, "prose")
            contents = pilot.app.query_one(Contents)
            assert "▾ Title I — The people" in contents.words
            assert "  Article 2 — The petition" in contents.words
            assert contents.has_focus
            assert "The Draft" in screen(pilot)

    async def test_alineas_bear_their_numbers_in_the_margin(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """List items count; headings do not; marks of the form are not shown."""
        async with room(founded, size) as pilot:
            await press(pilot, "j", "down")
            lines = [line.strip() for line in page(pilot, "prose").split("\n")]
            assert "Article 1" in lines
            assert "1  All power comes from the people." in lines
            assert "4  – every five years;" in lines
            assert "5  – on a Sunday." in lines
            assert "*" not in page(pilot, "prose")
            assert "](" not in page(pilot, "prose")

    async def test_the_end_of_the_contents_is_said(self, founded: Path) -> None:
        """`n` at the last and `p` at the first are not silent."""
        async with room(founded) as pilot:
            await press(pilot, "p")
            assert "This is the first one." in screen(pilot)
            await press(pilot, "end", "n")
            assert "This is the last one." in screen(pilot)

    async def test_no_line_of_prose_is_wider_than_eighty_columns(self, founded: Path) -> None:
        """Long lines are hard to follow, however wide the terminal."""
        async with room(founded, (200, 60)) as pilot:
            await press(pilot, "G")
            widest = max(len(line.strip()) for line in page(pilot, "prose").split("\n"))
            assert 0 < widest <= 84  # the margin's own cells included

    async def test_a_filter_keeps_what_bears_the_words(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """`/` sifts the contents as one types, Enter keeps the sifted list, Escape lifts it."""
        async with room(founded, size) as pilot:
            await press(pilot, "slash", "p", "e", "t")
            contents = pilot.app.query_one(Contents)
            assert contents.words.strip() == "Article 2 — The petition · 1"
            await press(pilot, "enter")
            assert contents.has_focus
            assert "five hundred" in page(pilot, "prose")
            await press(pilot, "escape")
            assert "Preamble" in contents.words

    async def test_a_filter_finds_what_only_the_words_of_an_article_bear(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """As `constitution search` does; the numbers of the alinéas that have them stand beside."""
        async with room(founded, size) as pilot:
            await press(pilot, "slash", *"direct")
            assert pilot.app.query_one(Contents).words.strip() == "Article 1 · 2"
            assert "equal, direct and secret" in joined(page(pilot, "prose"))
            await press(pilot, "enter", "escape")
            assert "·" not in pilot.app.query_one(Contents).words

    async def test_the_history_of_an_article_begins_on_the_day_that_the_calendar_states(
        self, own: Path
    ) -> None:
        """A text that was founded elsewhere long ago has not the day of its import."""
        (own / "calendar.toml").write_text(
            'format = "constitution-calendar/1"\n\n[[entry]]\nnumber = "0"\nin_force = 1958-10-05\n',
            encoding="utf-8",
        )
        git(own, "add", "calendar.toml")
        git(own, "commit", "-qm", "Dates")
        async with room(own) as pilot:
            await press(pilot, "G", "i")
            assert "founded · 1958-10-05" in page(pilot, "aside")

    async def test_the_origin_shows_the_words_of_a_link_that_two_brought(self, own: Path) -> None:
        """Its target is not read, wherever one phrase ends; what one brought alone has no mark."""
        desk = desk_in(own)
        amend(desk, "link", "A link", "article-1.md", ("[article 2]", "[the article 2]"))
        drafting.submit(desk, "link")
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await press(pilot, "j", "j", "o")
            said = joined(page(pilot, "aside"))
            assert "](" not in said
            assert "article-2.md" not in said
            assert re.search(r"See the¹? article 2", said)

    async def test_a_filter_without_an_answer_says_so_and_keeps_the_place(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Escape comes back to where one was; after Enter, it stays with what was found."""
        async with room(founded, size) as pilot:
            contents = pilot.app.query_one(Contents)
            await press(pilot, "G", "slash", "z", "z")
            said = str(pilot.app.query_one("#not-found", Static).content)
            assert said == "No heading and no article bears these words."
            assert "The seat is in the capital." in page(pilot, "prose")
            await press(pilot, "escape")
            assert not pilot.app.query_one("#not-found").display
            assert contents.key == "articles/02-state/article-3.md"
            await press(pilot, "slash", "p", "e")
            assert contents.key == "articles/01-people/README.md", "the first that has it"
            await press(pilot, "escape")
            assert contents.key == "articles/02-state/article-3.md"
            await press(pilot, "slash", "p", "e", "t", "enter", "escape")
            assert contents.key == "articles/01-people/article-2.md"

    async def test_what_is_not_found_leaves_the_page_where_it_was(self, founded: Path) -> None:
        """Letters on the way to no answer turn the page; the last one brings it back, line and all."""
        async with room(founded, (80, 12)) as pilot:
            contents, prose = pilot.app.query_one(Contents), pilot.app.query_one("#prose", Page)
            await press(pilot, "j", "j", "enter", "j", "j")
            top = prose.scroll_offset.y
            assert (contents.key, top) == ("articles/01-people/article-1.md", 2)
            await press(pilot, "slash", *"pet")
            assert "five hundred" in page(pilot, "prose")
            await press(pilot, *"zz")
            assert "All power comes from the people." in page(pilot, "prose")
            assert prose.scroll_offset.y == top
            await press(pilot, "escape")
            assert (contents.key, prose.scroll_offset.y) == (
                "articles/01-people/article-1.md",
                top,
            )

    async def test_enter_on_no_answer_says_why_and_keeps_the_question(self, founded: Path) -> None:
        """An empty list never has the keys, with what they would be done to out of sight."""
        async with room(founded) as pilot:
            await press(pilot, "G", "slash", "z", "z", "enter")
            said = str(pilot.app.query_one("#not-found", Static).content)
            assert said.startswith("No heading and no article bears these words: change them")
            assert pilot.app.query_one("#asked", Input).has_focus
            await press(pilot, "backspace", "backspace")
            assert pilot.app.query_one(Contents).key == "articles/02-state/article-3.md"
            await press(pilot, "escape")
            assert pilot.app.query_one(Contents).has_focus

    async def test_another_search_begins_with_the_whole_text(self, founded: Path) -> None:
        """A list is never sifted by words that nobody can see."""
        async with room(founded) as pilot:
            await press(pilot, "slash", *"pet", "enter", "slash", "enter")
            contents = pilot.app.query_one(Contents)
            assert "Preamble" in contents.words
            assert contents.key == "articles/01-people/article-2.md"
            await press(pilot, "slash", *"pet", "enter", "g", "3", "enter")
            assert "Preamble" in contents.words
            assert contents.key == "articles/02-state/article-3.md"

    @pytest.mark.parametrize("typed", ["3", "the seat", "art. 3"])
    async def test_a_number_or_words_jump_to_the_article(
        self, founded: Path, size: tuple[int, int], typed: str
    ) -> None:
        """`g` takes what the command line takes."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", *("space" if c == " " else c for c in typed), "enter")
            assert "The seat is in the capital." in page(pilot, "prose")
            assert pilot.app.query_one(Contents).key == "articles/02-state/article-3.md"

    async def test_what_is_not_found_is_said_where_it_was_asked(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """The refusal of the core, with its hint, below the question; the question stays."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "9", "9", "enter")
            said = str(pilot.app.query_one("#not-found", Static).content)
            assert said.startswith("There is no article “99”")
            assert pilot.app.query_one("#asked", Input).has_focus
            await press(pilot, "escape")
            assert not pilot.app.query_one("#not-found").display
            assert pilot.app.query_one(Contents).has_focus

    async def test_an_article_that_was_repealed_is_told_as_such(self, own: Path) -> None:
        """When, and by which amendment; the verb says it too. Its number is nobody's now."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "no-seat", title="No seat")
        drafting.repeal_article(desk, "no-seat", "3")
        number = drafting.submit(desk, "no-seat")[0].number
        vote(desk, str(number), (40, 3, 0))
        async with room(own) as pilot:
            await press(pilot, "g", "3", "enter")
            await until(
                pilot,
                lambda: "repealed on" in str(pilot.app.query_one("#not-found", Static).content),
            )
            said = str(pilot.app.query_one("#not-found", Static).content)
            assert said.startswith("Article 3 was repealed on ")
            assert f"by amendment {number}. The nearest: Article 2" in said
        assert tell_gone(desk.repository, desk.main().commit, "99") == ""

    async def test_keys_typed_at_once_all_reach_the_question(self, founded: Path) -> None:
        """Nobody waits for a field to appear."""
        async with room(founded) as pilot:
            await pilot.press("g", "3", "enter")
            await settle(pilot)
            assert "The seat is in the capital." in page(pilot, "prose")

    async def test_headings_fold(self, founded: Path, size: tuple[int, int]) -> None:
        """Left hides what stands below a heading, from below it too; right shows it again."""
        async with room(founded, size) as pilot:
            contents = pilot.app.query_one(Contents)
            await press(pilot, "j", "j", "left")
            assert contents.key == "articles/01-people/README.md"
            assert "▸ Title I — The people" in contents.words
            assert "Article 1" not in contents.words
            await press(pilot, "right")
            assert "Article 1" in contents.words

    async def test_the_history_tells_every_version_with_its_vote(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """`h` opens it beside the article, and closes it again."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "2", "enter", "i")
            said = joined(page(pilot, "aside"))
            assert "1 · adopted" in said
            assert "For 33, against 20, abstentions 4 (counted)" in said
            assert "founded · 2026-09-21" in said
            await press(pilot, "i")
            assert not pilot.app.query_one("#aside").display

    async def test_the_history_tells_what_was_refused(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """A rejected amendment belongs to the history of its article."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "3", "enter", "i")
            said = joined(page(pilot, "aside"))
            assert "2 · rejected" in said
            assert "proposed" in said

    async def test_the_origin_names_what_brought_each_phrase(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """The words an amendment brought are told from those of the founding."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "2", "enter", "o")
            lines = joined(page(pilot, "aside"))
            assert "1 A petition needs five hundred¹ signatures." in lines
            assert "← founding text ← ¹ amendment 1 · adopted" in lines
            assert re.search(r"¹ amendment 1 · adopted · [\d-]+ — Fewer signatures For 33", lines)
            assert "For 33, against 20" in lines

    async def test_the_origin_is_read_without_the_marks_of_the_form(
        self, own: Path, size: tuple[int, int]
    ) -> None:
        """Emphasis and links are words there too, though an amendment brought a part of them."""
        desk = desk_in(own)
        amend(desk, "free", "Free", "article-1.md", ("equal, *direct*", "equal, *free and direct*"))
        drafting.submit(desk, "free")
        vote(desk, "6", (40, 0, 0))
        async with room(own, size) as pilot:
            await press(pilot, "g", "1", "enter", "o")
            said = joined(page(pilot, "aside"))
            assert "The vote is equal, free and¹ direct and secret. See article 2." in said

    async def test_enter_opens_the_amendment_that_the_origin_names(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """From the phrase to the vote: its record is in sight, and the list stands on it."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "2", "enter", "o", "l", "enter")
            assert pilot.app.query_one("#records", Rows).key == "1-fewer"
            assert "Amendment 1 — Fewer signatures" in joined(page(pilot, "record"))

    async def test_escape_comes_back_from_a_record_to_where_it_was_named(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """From its page to the list, and from there to the origin one was reading; not from elsewhere."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "2", "enter", "o", "l", "enter")
            await press(pilot, "enter", "escape")
            assert pilot.app.query_one("#records", Rows).has_focus
            await press(pilot, "escape")
            assert "[1 Text]" in screen(pilot)
            assert pilot.app.query_one("#aside", Page).display
            await press(pilot, "4", "escape")
            assert "[4 History (" in screen(pilot)

    async def test_of_several_amendments_beside_an_article_one_is_chosen(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Those that are pending lead to their page among the amendments."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "1", "enter", "a", "l", "enter")
            assert isinstance(pilot.app.screen, Choose)
            await press(pilot, "5", "enter")
            assert pilot.app.query_one("#pending", Rows).key == "sunday"
            assert "On a holiday" in page(pilot, "amendment")

    async def test_a_key_of_another_place_says_where_it_does_something(self, founded: Path) -> None:
        """Nobody presses it again and again."""
        async with room(founded) as pilot:
            await press(pilot, "D")
            assert "`D` does nothing here; in “Amendments” it is: Divide the question." in joined(
                screen(pilot)
            )
            await press(pilot, "x")
            assert "in “In session” it is:" in joined(screen(pilot))
            await press(pilot, "Z")
            assert "`Z` does nothing here; `?` shows the keys." in joined(screen(pilot))
            await press(pilot, "right", "enter")
            assert "`o` shows which amendments brought this text" in joined(screen(pilot))

    async def test_pending_amendments_on_an_article_stand_beside_it(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """`a` shows each with its title, its state and its words; the aside follows the cursor."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "1", "enter", "a")
            said = joined(page(pilot, "aside"))
            assert "4 · submitted · Free as well" in said
            assert "5 · put to the vote · On a holiday" in said
            await press(pilot, "n", "n", "n")
            assert "No pending amendment touches this article." in joined(page(pilot, "aside"))
            await press(pilot, "escape")
            assert not pilot.app.query_one("#aside").display

    async def test_what_stands_beside_the_article_has_a_small_terminal_to_itself(
        self, founded: Path
    ) -> None:
        """Two columns of thirty letters cannot be read; Escape comes back to where one was."""
        async with room(founded) as pilot:
            await press(pilot, "g", "2", "enter", "o")
            aside = pilot.app.query_one("#aside")
            assert aside.has_focus
            assert aside.region.width == 80
            assert not pilot.app.query_one("#prose").region
            await press(pilot, "n")
            assert "Title II" in page(pilot, "prose")
            await press(pilot, "escape")
            assert pilot.app.query_one(Contents).has_focus
            assert pilot.app.query_one("#prose").region
            await press(pilot, "o", "g", "3")
            assert pilot.app.query_one("#asked").region, "what one types is seen"
            await press(pilot, "enter")
            assert "The seat is in the capital." in page(pilot, "prose")

    async def test_what_has_the_keys_is_seen_without_colour(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """A heavy line on its left; everything else has a light one, or none."""
        async with room(founded, size) as pilot:
            prose = pilot.app.query_one("#prose").region
            for key, heavy in (("left", 0), ("right", prose.x), ("escape", 0)):
                await press(pilot, key)
                line = screen(pilot).split("\n")[prose.y + prose.height // 2]
                assert [place for place, cell in enumerate(line) if cell == "┃"] == [heavy]

    async def test_enter_gives_the_article_the_keys(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """One reads with the same keys as everywhere; Escape goes back to the contents."""
        async with room(founded, size) as pilot:
            await press(pilot, "enter")
            assert pilot.app.query_one("#prose").has_focus
            await press(pilot, "n")
            assert "Title I" in page(pilot, "prose")
            await press(pilot, "escape")
            assert pilot.app.query_one(Contents).has_focus

    async def test_what_was_found_is_marked_and_gone_through(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """The page is at the first place found; `n` and `N` go through them; Escape forgets them."""
        async with room(founded, size) as pilot:
            await press(pilot, "slash", *"seat", "enter")
            assert "»  Article 3" in page(pilot, "prose")
            await press(pilot, "enter")
            assert "Place 1 of 2" in screen(pilot)
            await press(pilot, "n")
            assert "» 1  The seat is in the capital." in page(pilot, "prose")
            await press(pilot, "N")
            assert "Place 1 of 2" in screen(pilot)
            await press(pilot, "escape", "escape")
            assert "»" not in page(pilot, "prose")

    async def test_the_mouse_chooses_an_article(self, founded: Path, size: tuple[int, int]) -> None:
        """A click in the contents puts the article on the page."""
        async with room(founded, size) as pilot:
            await pilot.click("#contents", offset=(6, 3))
            await settle(pilot)
            assert "Article 2 — The petition" in page(pilot, "prose")
