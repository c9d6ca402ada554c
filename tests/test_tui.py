"""The drafting room, driven by keys as people drive it, in a small and in a large terminal."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import unicodedata
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Footer, Input, Static

import tui
from constitution import language
from constitution.assembly import counting, declaring, disposing, drafting, putting
from constitution.assembly.desk import Desk
from constitution.assembly.founding import Founding, default_rules, found
from constitution.errors import Unknown
from constitution.governance import Members, Settings
from constitution.repository import Person, When
from tui.app import DraftingRoom
from tui.keys import Keys
from tui.widgets.contents import Contents
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

SMALL, LARGE = (80, 24), (160, 45)
HOSTILE = "[/x] [bold]\x1b[2J\x1b]0;owned\x07 \u202eevil"

TEXTS = {
    "articles/00-preamble.md": "# Preamble\n\nWe write this together.\n",
    "articles/01-people/README.md": "# Title I — The people\n",
    "articles/01-people/article-1.md": (
        "# Article 1\n\n"
        "All power comes from the people.\n\n"
        "The vote is equal, *direct* and secret. See [article 2](article-2.md).\n\n"
        "It is held:\n\n"
        "- every five years;\n"
        "- on a Sunday.\n"
    ),
    "articles/01-people/article-2.md": (
        "# Article 2 — The petition\n\nA petition needs one thousand signatures.\n"
    ),
    "articles/02-state/README.md": "# Title II — The state\n",
    "articles/02-state/article-3.md": "# Article 3 — The seat\n\nThe seat is in the capital.\n",
}


def desk_in(folder: Path) -> Desk:
    """A desk whose clerk and clock are fixed."""
    clock = itertools.count(1_800_000_000, 86_400)
    desk = Desk.open(folder)
    desk.who = Person("Clerk", "clerk@example.org")
    desk.clock = lambda: When(next(clock), 60)
    return desk


def amend(desk: Desk, slug: str, title: str, article: str, words: tuple[str, str]) -> None:
    """A draft that puts words in place of others."""
    old, new = words
    drafting.new_amendment(desk, slug, title=title)
    path = next(path for path in desk.main().texts if path.endswith(article))
    drafting.edit_article(desk, slug, path, desk.main().texts[path].replace(old, new))
    drafting.write_reasons(desk, slug, f"Because **{slug}** is better.\n")


def vote(desk: Desk, number: str, votes: tuple[int, int, int]) -> None:
    """The amendment is put, counted and declared."""
    putting_ = putting.prepare(desk, [number])
    assert isinstance(putting_, putting.Putting)
    motion = putting.seal(desk, putting_)
    counting.enter_count(desk, motion, evidence="counted", votes={1: votes})
    declaring.declare(desk, declaring.prepare_declaration(desk, number))


def git(folder: Path, *arguments: str, name: str = "X") -> str:
    """What plain git answers: a colleague who does not use the program."""
    person = ("-c", f"user.name={name}", "-c", "user.email=x@example.org")
    return subprocess.check_output(["git", "-C", str(folder), *person, *arguments], text=True)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A constitution with an adoption, a rejection, a ruling, and four amendments pending."""
    folder = tmp_path_factory.mktemp("room") / "constitution"
    clock = itertools.count(1_790_000_000)
    founding = Founding(
        Settings("The Assembly", "The Draft", "en"),
        Members(seats=60),
        default_rules(TEXTS, ()),
        TEXTS,
    )
    found(
        folder,
        founding,
        who=Person("Clerk", "clerk@example.org"),
        clock=lambda: When(next(clock), 60),
    )
    desk = desk_in(folder)
    amend(desk, "fewer", "Fewer signatures", "article-2.md", ("one thousand", "five hundred"))
    drafting.submit(desk, "fewer")
    vote(desk, "1", (33, 20, 4))
    amend(desk, "seat", "Another seat", "article-3.md", ("the capital", "the largest city"))
    drafting.submit(desk, "seat")
    vote(desk, "2", (10, 40, 0))
    amend(desk, "monday", "On a Monday", "article-1.md", ("Sunday", "Monday"))
    drafting.submit(desk, "monday")
    disposing.dispose(desk, "3", "fallen", ruling="overtaken")
    amend(desk, "clash", "A thousand again", "article-2.md", ("five hundred", "two thousand"))
    amend(desk, "secret", "Free as well", "article-1.md", ("equal,", "equal, free,"))
    drafting.submit(desk, "secret")
    amend(desk, "sunday", "On a holiday", "article-1.md", ("a Sunday", "a public holiday"))
    drafting.submit(desk, "sunday")
    putting_ = putting.prepare(desk, ["5"])
    assert isinstance(putting_, putting.Putting)
    putting.seal(desk, putting_)
    return folder


@pytest.fixture
def own(founded: Path, tmp_path: Path) -> Path:
    """A copy of the constitution that a test may change."""
    return shutil.copytree(founded, tmp_path / "own")


@pytest.fixture(params=[SMALL, LARGE], ids=["80x24", "160x45"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The sizes that every story is told in."""
    width, height = request.param
    return width, height


async def settle(pilot: Pilot[None]) -> None:
    """Nothing is being read any more, and what was read is shown."""
    for _round in range(2):
        await pilot.pause()
        while any(not worker.is_finished for worker in pilot.app.workers):
            await pilot.pause(0.01)
    await pilot.pause()


@asynccontextmanager
async def room(folder: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[None]]:
    """The room, open on a constitution and read."""
    async with DraftingRoom(folder).run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, one after the other, each with time to be answered."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def page(pilot: Pilot[None], name: str) -> str:
    """What a page of the room says."""
    return pilot.app.query_one(f"#{name}", Page).words


def joined(text: str) -> str:
    """The words without the line breaks and margins of the page."""
    return " ".join(text.split())


def screen(pilot: Pilot[None]) -> str:
    """Everything on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


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
            assert contents.words.strip() == "Article 2 — The petition"
            await press(pilot, "enter")
            assert contents.has_focus
            assert "five hundred" in page(pilot, "prose")
            await press(pilot, "escape")
            assert "Preamble" in contents.words

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
            assert said.startswith("There is no article “99”.")
            assert pilot.app.query_one("#asked", Input).has_focus
            await press(pilot, "escape")
            assert not pilot.app.query_one("#not-found").display
            assert pilot.app.query_one(Contents).has_focus

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
            await press(pilot, "g", "2", "enter", "h")
            said = joined(page(pilot, "aside"))
            assert "1 · adopted" in said
            assert "For 33, against 20, abstentions 4 (counted)" in said
            assert "founded · 2026-09-21" in said
            await press(pilot, "h")
            assert not pilot.app.query_one("#aside").display

    async def test_the_history_tells_what_was_refused(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """A rejected amendment belongs to the history of its article."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "3", "enter", "h")
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
            assert "1 A petition needs ← founding text" in lines
            assert "five hundred ← amendment 1 · adopted" in lines
            assert "For 33, against 20" in lines

    async def test_pending_amendments_on_an_article_stand_beside_it(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """`a` shows each with its title, its state and its words; the aside follows the cursor."""
        async with room(founded, size) as pilot:
            await press(pilot, "g", "1", "enter", "a")
            said = joined(page(pilot, "aside"))
            assert "4 · submitted · Free as well" in said
            assert "5 · put to the vote · On a holiday" in said
            await press(pilot, "G")
            assert "No pending amendment touches this article." in joined(page(pilot, "aside"))
            await press(pilot, "escape")
            assert not pilot.app.query_one("#aside").display

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

    async def test_the_mouse_chooses_an_article(self, founded: Path, size: tuple[int, int]) -> None:
        """A click in the contents puts the article on the page."""
        async with room(founded, size) as pilot:
            await pilot.click("#contents", offset=(6, 3))
            await settle(pilot)
            assert "Article 2 — The petition" in page(pilot, "prose")


class TestAmendments:
    """What is pending."""

    async def test_every_pending_amendment_is_listed_with_its_state(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Number, state, title, authors and articles; drafts by name, after the numbers."""
        async with room(founded, size) as pilot:
            await press(pilot, "2")
            rows = pilot.app.query_one("#pending", Rows)
            assert rows.words.split("\n") == [
                "4 · submitted · Free as well",
                "Clerk — Article 1",
                "5 · put to the vote · On a holiday",
                "Clerk — Article 1",
                "clash · draft · A thousand again",
                "Clerk — Article 2 — The petition",
            ]
            assert rows.has_focus

    async def test_the_page_tells_title_authors_state_and_reasons(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """What a member has in hand."""
        async with room(founded, size) as pilot:
            await press(pilot, "2")
            said = joined(page(pilot, "amendment"))
            assert "Amendment 4 — Free as well" in said
            assert "Proposed by: Clerk" in said
            assert "State: submitted" in said
            assert "Because secret is better." in said

    async def test_one_key_switches_between_the_views_of_a_change(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Inline words, side by side, as it would read, and round again."""
        async with room(founded, size) as pilot:
            await press(pilot, "2", "j")
            assert "[inline words]" in page(pilot, "amendment")
            assert "on a Sunday public holiday." in joined(page(pilot, "amendment"))
            await press(pilot, "v")
            assert "[side by side]" in page(pilot, "amendment")
            row = next(
                line for line in page(pilot, "amendment").split("\n") if "a public holiday" in line
            )
            assert "on a Sunday" in row
            assert " ~ " in row
            await press(pilot, "v")
            assert "[as it would read]" in page(pilot, "amendment")
            assert "on a public holiday." in page(pilot, "amendment")
            assert "Sunday" not in page(pilot, "amendment")
            await press(pilot, "V", "V")
            assert "[inline words]" in page(pilot, "amendment")

    async def test_marks_tell_changed_words_without_any_style(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """`m` puts the words that go and those that come between marks."""
        async with room(founded, size) as pilot:
            await press(pilot, "2", "j")
            assert "{+" not in page(pilot, "amendment")
            await press(pilot, "m")
            assert "[-Sunday-] {+public holiday+}" in joined(page(pilot, "amendment"))

    async def test_marks_are_there_from_the_start_without_colour(
        self, founded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`NO_COLOR` is honoured, and no meaning is lost with the colours."""
        monkeypatch.setenv("NO_COLOR", "1")
        async with room(founded) as pilot:
            await press(pilot, "2", "j")
            assert "{+public holiday+}" in joined(page(pilot, "amendment"))
            await press(pilot, "3", "G")
            assert "[-one thousand-] five hundred" in joined(page(pilot, "record"))

    async def test_a_conflict_is_said_in_a_sentence(self, own: Path) -> None:
        """What cannot be carried is shown on the text it was written for, and the page says so."""
        desk = desk_in(own)
        amend(desk, "quick", "Six hundred", "article-2.md", ("five hundred", "six hundred"))
        drafting.submit(desk, "quick")
        vote(desk, "6", (40, 0, 0))
        async with room(own) as pilot:
            await press(pilot, "2", "G")
            said = joined(page(pilot, "amendment"))
            assert "Conflict in articles/01-people/article-2.md" in said
            assert "the same words were changed in the current text" in said
            assert "two thousand" in said

    async def test_a_change_of_the_rules_is_shown(self, own: Path) -> None:
        """Amendments touch the rules as well as the text."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "more-seats", title="More seats")
        path = "governance/members.toml"
        data = desk.main().data(path).replace(b"60", b"75")
        drafting.edit_governance(desk, "more-seats", path, data)
        async with room(own) as pilot:
            await press(pilot, "2", "G", "m")
            assert "governance/members.toml" in page(pilot, "amendment")
            assert "{+75+}" in page(pilot, "amendment")

    async def test_nothing_pending_is_said(self, tmp_path: Path) -> None:
        """An empty list explains itself."""
        folder = tmp_path / "new"
        founding = Founding(
            Settings("A", "B", "en"), Members(seats=3), default_rules(TEXTS, ()), TEXTS
        )
        found(folder, founding, who=Person("C", "c@example.org"), clock=lambda: When(1, 0))
        async with room(folder) as pilot:
            await press(pilot, "2")
            assert "No amendment is pending." in page(pilot, "amendment")
            await press(pilot, "3")
            assert "No amendment was disposed of yet." in page(pilot, "record")

    async def test_a_broken_branch_keeps_nobody_from_reading_the_text(self, own: Path) -> None:
        """The refusal stands in the place it concerns; the text is there."""
        desk = desk_in(own)
        branch = desk.repository.branches("amendments")["clash"]
        broken = desk.repository.write_commit(
            desk.repository.write_files(
                branch.tip, {"drafts/clash/amendment.toml": b"format = broken\n"}
            ),
            parents=[branch.tip],
            message="Break it",
            author=Person("X", "x@example.org"),
            committer=Person("X", "x@example.org"),
            when=When(1_800_000_000, 0),
        )
        git(own, "update-ref", branch.ref, broken)
        async with room(own) as pilot:
            assert "We write this together." in page(pilot, "prose")
            await press(pilot, "2")
            rows = pilot.app.query_one("#pending", Rows).words
            assert "5 · put to the vote · On a holiday" in rows
            assert "clash · cannot be read" in rows
            await press(pilot, "G")
            assert "drafts/clash/amendment.toml" in joined(page(pilot, "amendment"))


class TestHistory:
    """What was decided."""

    async def test_every_record_is_listed_with_outcome_date_and_vote(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """The latest first."""
        async with room(founded, size) as pilot:
            await press(pilot, "3")
            lines = pilot.app.query_one("#records", Rows).words.split("\n")
            assert [line.split(" · ")[:2] for line in lines[::2]] == [
                ["3", "fallen"],
                ["2", "rejected"],
                ["1", "adopted"],
            ]
            assert "Ruled by Clerk: overtaken" in lines[1]
            assert "Fewer signatures — For 33, against 20, abstentions 4 (counted)" in lines[5]

    async def test_the_record_shows_the_printed_amendment_and_the_count_made_again(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """What the members had in hand, and what verification makes of their vote."""
        async with room(founded, size) as pilot:
            await press(pilot, "3", "G")
            said = joined(page(pilot, "record"))
            assert "Amendment 1 — Fewer signatures" in said
            assert "Counted again: For 33, against 20, abstentions 4: 53 votes cast" in said
            assert "votes/1-fewer" in said

    async def test_the_verdict_is_said_in_words(self, founded: Path, size: tuple[int, int]) -> None:
        """In a line above the list; in full, with what no clone can show, on demand."""
        async with room(founded, size) as pilot:
            await press(pilot, "3")
            line = str(pilot.app.query_one("#verdict", Static).content)
            assert line.startswith("✓ Consistent")
            await press(pilot, "c")
            said = joined(page(pilot, "record"))
            assert "What this clone proves" in said
            assert "Judged: 4 commits, 3 records." in said
            assert "What no clone can show" in said
            await press(pilot, "escape")
            assert "Amendment 3" in page(pilot, "record")

    async def test_a_text_changed_without_a_vote_is_found_out(
        self, own: Path, size: tuple[int, int]
    ) -> None:
        """The verdict names the commit and what is wrong with it."""
        (own / "articles/02-state/article-3.md").write_text("# Article 3\n\nNobody voted this.\n")
        git(own, "commit", "-qam", "Sneak")
        tip = git(own, "rev-parse", "HEAD")
        async with room(own, size) as pilot:
            await press(pilot, "3")
            assert "✗ Wrong" in str(pilot.app.query_one("#verdict", Static).content)
            await press(pilot, "c")
            assert tip[:12] in page(pilot, "record")

    async def test_a_text_without_an_assembly_has_nothing_to_verify(self, tmp_path: Path) -> None:
        """A founding template is read like any text, and the room says what it lacks."""
        folder = tmp_path / "template"
        for path, text in TEXTS.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "Template")
        async with room(folder) as pilot:
            assert "We write this together." in page(pilot, "prose")
            await press(pilot, "3")
            assert "no assembly" in str(pilot.app.query_one("#verdict", Static).content)


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

    @pytest.mark.parametrize("place", ["1", "2", "3"])
    async def test_every_key_on_offer_has_words_and_a_palette_entry(
        self, founded: Path, place: str
    ) -> None:
        """`?` and the palette tell the same actions; no key is dead."""
        async with room(founded) as pilot:
            await press(pilot, place)
            app = pilot.app
            offered = {
                active.binding.action
                for active in app.screen.active_bindings.values()
                if active.binding.show and active.enabled
            }
            commands = {command.title for command in app.get_system_commands(app.screen)}
            await press(pilot, "question_mark")
            assert isinstance(app.screen, Keys)
            told = app.screen.query_one(Page).words
            for title in commands - {"Theme"}:
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
            assert "[3 History (3)]" in screen(pilot)
            assert pilot.app.query_one("#records").has_focus

    async def test_the_bar_is_clicked_to_go_to_a_place(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Places are tabs for the mouse."""
        async with room(founded, size) as pilot:
            await pilot.click("#tab-history")
            await settle(pilot)
            assert pilot.app.query_one("#records", Rows).has_focus
            assert "[3 History (3)]" in screen(pilot)

    async def test_the_footer_says_what_can_be_done_now(self, founded: Path) -> None:
        """Back is offered where there is something to go back from, and nowhere else."""
        async with room(founded) as pilot:
            line = screen(pilot).split("\n")[-1]
            assert "Filter" in line
            assert "Back" not in line
            await press(pilot, "h")
            assert "Back" in screen(pilot).split("\n")[-1]
            assert pilot.app.query_one(Footer).region.y == 23

    async def test_light_and_dark(self, founded: Path) -> None:
        """`t` turns the room light, and dark again."""
        async with room(founded) as pilot:
            seen = []
            for _key in range(3):
                seen.append(pilot.app.current_theme.dark)
                await press(pilot, "t")
            assert seen == [True, False, True]

    async def test_q_quits(self, founded: Path) -> None:
        """From any place, at once."""
        async with room(founded) as pilot:
            await pilot.press("3")
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
            for keys in (["j", "j"], ["h"], ["o"], ["a"], ["2"], ["v"], ["v"], ["3"], ["c"]):
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
