"""The editor: what is typed is marked, mended, compared, kept, and offered back."""

from __future__ import annotations

import errno
import stat
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import pytest
from textual import events

from constitution.assembly import Desk, drafting
from constitution.assembly.drafting.unsaved import Drawer, Held, drawer_of
from constitution.assembly.pending import find_pending
from tests.rooms import SMALL, desk_in, git, joined, press, room, screen, settle, stepping_aside
from tui.app import DraftingRoom
from tui.dialogs.notice import Notice
from tui.drafting.stories import amend_article, tell
from tui.editor.alone import Alone, edit_alone
from tui.editor.area import ProseArea, line_break
from tui.editor.finding import Finding, Place, find_places
from tui.editor.judging import last_typed
from tui.editor.leaving import Leaving, Recovering, Stranded
from tui.editor.opening import open_article
from tui.editor.saving import Both
from tui.editor.screen import Editor
from tui.editor.writing import Writing
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.assembly.pending import Pending

ARTICLE = "articles/02-state/article-3.md"
WORDS = "# Article 3 — The seat\n\nThe seat is in the capital.\n"


def _added(words: str) -> str:
    """The article with words typed after its last ones."""
    return f"{WORDS[:-1]}{words}\n"


@pytest.fixture
def drafted(own: Path) -> Path:
    """A constitution in which `idea` is a draft that changes nothing yet."""
    drafting.new_amendment(desk_in(own), "idea", title="An idea")
    return own


def drawer_in(folder: Path) -> Drawer:
    """Where texts lie that were not saved."""
    return Drawer(folder / ".git/constitution/drafts")


@asynccontextmanager
async def editing(
    folder: Path, article: str = "3", size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Pilot[None], Editor[Pending]]]:
    """The editor, open on an article of `idea`."""
    async with room(folder, size) as pilot:
        app = pilot.app
        assert isinstance(app, DraftingRoom)
        opened = open_article(desk_in(folder), "idea", article)
        editor = Editor(opened.writing, opened.save, marked=True)
        await app.push_screen(editor)
        await settle(pilot)
        yield pilot, editor


async def rest(pilot: Pilot[None], seconds: float = 0.4) -> None:
    """The keys rest for a moment, and what follows from that is done."""
    await pilot.pause(seconds)
    await settle(pilot)


def in_front(pilot: Pilot[None]) -> type[object]:
    """What kind of question, or editor, stands in front."""
    return type(pilot.app.screen)


def difference(editor: Editor[Pending]) -> str:
    """What the page below the text says."""
    return joined(editor.query_one("#difference", Page).words)


class TestWriting:
    """One types, and sees what it does."""

    async def test_the_difference_from_the_current_text_follows_the_keys(
        self, drafted: Path
    ) -> None:
        """And there is none before the first."""
        async with editing(drafted) as (pilot, editor):
            assert "No word is changed" in difference(editor)
            await press(pilot, "ctrl+end", "left", "s")
            await rest(pilot)
            assert "the [-capital-] {+capitals+}." in difference(editor)
            await press(pilot, "ctrl+z")
            await rest(pilot)
            assert "No word is changed" in difference(editor)
            await press(pilot, "ctrl+y")
            await rest(pilot)
            assert "{+capitals+}" in difference(editor)

    async def test_the_difference_follows_the_cursor(self, own: Path) -> None:
        """A long article is amended at both ends: what is near the cursor is in sight."""
        desk = desk_in(own)
        many = "\n\n".join(f"Alinéa {number} is one of many." for number in range(1, 41))
        text = f"# Article 3 — The seat\n\n{many}\n"
        drafting.new_amendment(desk, "idea", title="An idea")
        (own / ARTICLE).write_text(text, encoding="utf-8")
        git(own, "commit", "-qam", "Many")
        async with editing(own) as (pilot, editor):
            editor.area.text = text.replace("is one", "was one")
            await rest(pilot)
            for row, near, far in ((78, "40", "2"), (2, "1", "39"), (40, "20", "1")):
                editor.area.move_cursor((row, 0))
                await rest(pilot)
                shown = screen(pilot).split("\n")[editor.query_one("#difference").region.y :]
                margins = {words[1] for line in shown if len(words := line.split()) > 1}
                assert near in margins
                assert far not in margins

    async def test_its_views_are_switched_with_one_key(self, drafted: Path) -> None:
        """Inline words, side by side, as it would read."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "left", "s")
            await rest(pilot)
            await press(pilot, "f3")
            assert " ~ " in difference(editor)
            await press(pilot, "f3")
            assert "The seat is in the capitals." in difference(editor)

    async def test_words_and_paragraphs_are_counted(self, drafted: Path) -> None:
        """Headings are no paragraphs."""
        async with editing(drafted) as (pilot, _editor):
            assert "10 words · 1 paragraph · in form" in screen(pilot)

    async def test_a_fault_is_named_where_one_types_and_found_with_a_key(
        self, drafted: Path
    ) -> None:
        """The line one types on is left alone; what is wrong with it is said."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "enter", "less_than_sign", "b", "greater_than_sign")
            await rest(pilot)
            assert "fault" in screen(pilot)
            await press(pilot, "ctrl+home", "f8")
            assert editor.area.cursor_location[0] == 4

    async def test_a_missing_space_after_a_sentence_is_doubted(self, drafted: Path) -> None:
        """The form allows it, and a person should look at it: one key leads there."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", *"So", "left", "left")
            await rest(pilot)
            await press(pilot, "ctrl+home")
            assert "in form · 1 doubt · line 3: A space is missing" in screen(pilot)
            await press(pilot, "f8")
            assert editor.area.cursor_location == (2, len("The seat is in the capital."))

    @pytest.mark.parametrize("keys", [("ctrl+end",), ("down",) * 4, ("pagedown",) * 2])
    async def test_what_is_added_at_the_end_goes_on_with_the_last_words(
        self, drafted: Path, keys: tuple[str, ...]
    ) -> None:
        """Below the last words there is nowhere to write: a sentence added there is no fault."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, *keys, "space", *"Here", "full_stop")
            await rest(pilot)
            assert editor.text == WORDS.replace("capital.", "capital. Here.")
            assert "in form" in screen(pilot)

    async def test_a_click_below_the_text_goes_to_the_end_of_the_last_words(
        self, drafted: Path
    ) -> None:
        """As in any editor of prose."""
        async with editing(drafted) as (pilot, editor):
            await pilot.click(editor.area, offset=(5, 6))
            assert editor.area.cursor_location == (2, len("The seat is in the capital."))

    async def test_a_new_line_after_the_last_one_is_written_below_it(self) -> None:
        """A table goes on in its next line, whether or not its last line had an end."""
        for text in ("a = 1\n", "a = 1"):
            writing = Writing("members", "members.toml", text, "en", "table")
            app = Alone(writing)
            async with app.run_test() as pilot:
                await pilot.press("ctrl+end", "enter", "b")
                assert isinstance(app.screen, Editor)
                assert app.screen.text == "a = 1\nb\n"

    async def test_a_sentence_that_is_too_long_for_its_row_is_read_to_its_end(
        self, drafted: Path
    ) -> None:
        """What is to be done about a fault stands at the end of the sentence."""
        async with editing(drafted) as (pilot, editor):
            editor.area.text = WORDS.replace("The seat is", "Where\nThe seat is")
            await rest(pilot)
            judgement = editor.query_one("#judgement").region
            shown = screen(pilot).split("\n")[judgement.y : judgement.bottom]
            assert len(shown) > 1
            assert joined("\n".join(shown)).endswith("a paragraph is one line.")

    async def test_one_types_below_the_heading(self, drafted: Path) -> None:
        """What is typed at once is in the first alinéa; a heading that is gone is a fault."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "a", "b", "c")
            assert editor.text == WORDS.replace("The seat is", "abcThe seat is")
            await press(pilot, "ctrl+z", "ctrl+home", "x")
            await rest(pilot)
            said = joined(screen(pilot))
            assert "the heading is gone" in said
            assert "in form" not in said

    async def test_a_line_is_mended_once_it_is_left(self, drafted: Path) -> None:
        """Spacing and typography, never a word; one undo takes it back."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "space", "space", "A", "space", "space", "b")
            await rest(pilot)
            assert "capital.  A  b" in editor.text
            await press(pilot, "up", "up", "end", "left", "right")
            await press(pilot, "x", "backspace")
            await rest(pilot)
            assert "capital. A b" in editor.text

    async def test_a_line_is_mended_when_it_is_left_and_nothing_else_is_typed(
        self, drafted: Path
    ) -> None:
        """Leaving it is enough, although somewhere else a blank line is too many and one broken."""
        async with editing(drafted) as (pilot, editor):
            editor.area.load_text(f"{WORDS}\n\nBroken\nin two.\n\nLast")
            await press(pilot, "ctrl+end", "space", "space", "o", "n", "e")
            await rest(pilot)
            assert editor.text.endswith("Last  one")
            await press(pilot, "up")
            await rest(pilot)
            assert editor.text.endswith("\n\n\nBroken\nin two.\n\nLast one")
            await press(pilot, "ctrl+z", "up", "up")
            await rest(pilot)
            assert editor.text.endswith("Last  one")

    async def test_what_cannot_be_saved_is_said_to_be_kept_and_where(self, drafted: Path) -> None:
        """The draft was withdrawn elsewhere, while it was written."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", *"Two")
            drafting.withdraw_draft(desk_in(drafted), "idea")
            await press(pilot, "ctrl+s", "enter")
            said = joined(screen(pilot))
            assert "What you typed is kept in" in said
            assert editor.writing.held is not None
            assert editor.writing.held.file.read_text(encoding="utf-8").rstrip().endswith("Two")

    async def test_saving_tells_of_nothing_that_it_mends_itself(self, drafted: Path) -> None:
        """Two spaces on the line one types on are no reason to hesitate."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", *"Two", "space", "space", *"spaces")
            await press(pilot, "ctrl+s")
            assert "Save: “An idea” — " in joined(screen(pilot))
            assert "line 5" not in screen(pilot)

    async def test_what_is_pasted_from_a_word_processor_is_mended(self, drafted: Path) -> None:
        """Bullets, tabs, soft hyphens, line ends; it is said, and undo gives back what was pasted."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", "enter")
            before = editor.text
            pasted = "The seat is:\n•\tin the capi\u00adtal;\n•\tor\televen.\n"
            editor.area.post_message(events.Paste(pasted))
            await rest(pilot)
            assert "The seat is:\n\n- in the capital;\n- or eleven.\n" in editor.text
            assert "Pasted in form: line ends, list marks, tabs, hidden characters mended" in (
                joined(screen(pilot))
            )
            await press(pilot, "ctrl+z")
            await rest(pilot)
            assert editor.text == f"{before[:-1]}{pasted}\n"
            assert "Pasted in form" not in joined(screen(pilot))
            await press(pilot, "up", "up", "up")
            await rest(pilot)
            assert editor.text == f"{before[:-1]}{pasted}\n"
            await press(pilot, "ctrl+z")
            assert editor.text == before

    @pytest.mark.parametrize(
        ("place", "text"),
        [
            ((2, 99), "# A\n\nOne.\n\nTwo.\n\nThree.\n\nLast.\n"),
            ((2, 0), "# A\n\nTwo.\n\nThree.\n\nOne.\n\nLast.\n"),
            ((3, 0), "# A\n\nOne.\n\nTwo.\n\nThree.\n\nLast.\n"),
            ((4, 99), "# A\n\nOne.\n\nLast.\n\nTwo.\n\nThree.\n\n"),
        ],
    )
    async def test_a_pasted_block_begins_an_alinea(
        self, drafted: Path, place: tuple[int, int], text: str
    ) -> None:
        """Wherever it is pasted: it is joined neither to what stands before nor to what follows."""
        async with editing(drafted) as (pilot, editor):
            editor.area.load_text("# A\n\nOne.\n\nLast.\n")
            editor.area.move_cursor(place)
            editor.area.post_message(events.Paste("Two.\nThree.\n"))
            await rest(pilot)
            assert editor.text.rstrip("\n") == text.rstrip("\n")

    async def test_saving_says_what_will_be_joined_and_what_is_at_fault(
        self, drafted: Path
    ) -> None:
        """Before it is done, line by line."""
        async with editing(drafted) as (pilot, editor):
            editor.area.load_text("# Article 3\n\nThe seat\nis here.\n\nA <b>word</b>.\n")
            await rest(pilot)
            await press(pilot, "ctrl+s")
            said = screen(pilot)
            assert "Line 4 will be joined to the one above it: “is here.”." in said
            assert "line 6: Raw HTML is not part of the form" in said

    async def test_the_whole_text_is_mended_with_a_key(self, drafted: Path) -> None:
        """As it would be saved."""
        async with editing(drafted) as (pilot, editor):
            editor.area.load_text("# Article 3\nThe  seat\nis here.")
            await rest(pilot)
            await press(pilot, "f5")
            assert editor.text == "# Article 3\n\nThe seat is here.\n"

    async def test_no_character_is_taken_for_a_command_by_the_terminal(self, own: Path) -> None:
        """A text from a hostile branch is opened like any other."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "idea", title="An idea")
        async with editing(own) as (pilot, editor):
            editor.area.load_text("# A\n\nx\x1b[2Jy\u202ez\n")
            await rest(pilot)
            assert "\x1b" not in screen(pilot)
            assert "\u202e" not in screen(pilot)
            assert "␛[2J" in screen(pilot)

    async def test_the_keys_of_the_editor_are_told(self, drafted: Path) -> None:
        """`f1`, since `?` is typed."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "f1")
            assert "Keys in the editor" in screen(pilot)
            assert "Your own editor" in screen(pilot)


class TestFinding:
    """Words are found in the text that one writes."""

    def test_words_are_found_whatever_their_accents_capitals_and_spaces(self) -> None:
        """Where they stand is told in the columns of the line as it is."""
        lines = ("L\u2019\u00c9tat, l\u2019\ufb01n\u00a0de l\u2019e\u0301tat.", "", "etats")
        assert find_places(lines, "\u00e9TAT") == (
            Place(0, 2, 6),
            Place(0, 18, 23),
            Place(2, 0, 4),
        )
        assert find_places(lines, "fin  de") == (Place(0, 10, 15),)
        assert find_places(lines, "  ") == ()
        assert find_places(("cafe\u0301 \ufb01",), "cafe") == (Place(0, 0, 5),)
        assert find_places(("cafe\u0301 \ufb01",), "f") == (Place(0, 2, 3), Place(0, 6, 7))

    async def test_the_place_follows_what_is_typed_and_escape_returns(self, drafted: Path) -> None:
        """Enter goes to the next, the arrow to the one before; after the last comes the first."""
        async with editing(drafted) as (pilot, editor):
            was = editor.area.cursor_location
            await press(pilot, "ctrl+f", *"the")
            finding = editor.query_one(Finding)
            assert "2 of 3" in screen(pilot)
            assert editor.area.selection == ((2, 0), (2, 3))
            for key, place in (("enter", 3), ("ctrl+f", 1), ("enter", 2), ("up", 1), ("up", 3)):
                await press(pilot, key)
                assert f"{place} of 3" in screen(pilot)
                assert editor.area.selected_text.lower() == "the"
            await press(pilot, "escape")
            assert not finding.display
            assert editor.area.has_focus
            assert editor.area.cursor_location == was
            assert editor.text == WORDS

    async def test_one_goes_on_writing_where_it_was_found(self, drafted: Path) -> None:
        """Tab leaves the words selected: what is typed takes their place."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+f", *"CAPITAL", "tab", *"harbour")
            assert editor.text == WORDS.replace("capital", "harbour")

    async def test_words_that_stand_nowhere_are_said_to(self, drafted: Path) -> None:
        """And the cursor stays where it was."""
        async with editing(drafted) as (pilot, editor):
            was = editor.area.cursor_location
            await press(pilot, "ctrl+f", *"zz")
            assert "found nowhere" in screen(pilot)
            assert editor.area.cursor_location == was


class TestKeeping:
    """Nothing that was typed is lost."""

    async def test_what_is_typed_is_on_the_disk_within_two_seconds(self, drafted: Path) -> None:
        """Beside the repository, as it was typed."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end", "N", "e", "w")
            await rest(pilot, 1.2)
            file = drawer_in(drafted).folder / "idea" / ARTICLE
            assert file.read_text() == _added("New")
            assert screen(pilot).split("\n")[0].rstrip().endswith("kept")

    async def test_it_is_kept_although_the_keys_never_rest(self, drafted: Path) -> None:
        """At the latest two seconds after the first key."""
        async with editing(drafted) as (pilot, _editor):
            await press(pilot, "ctrl+end")
            for _turn in range(22):
                await pilot.press("x")
                await pilot.pause(0.1)
            file = drawer_in(drafted).folder / "idea" / ARTICLE
            assert file.read_text().startswith(_added("xxx").rstrip("\n"))

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
            assert "These texts were typed and not saved" in screen(pilot)
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
        assert [one.text for one in drawer_in(drafted).all()] == [_added("x")]

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
            assert "is being written in another window" in joined(screen(pilot))
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
            assert editor.text == _added("Mine")
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


class TestOwnEditor:
    """For those who want theirs."""

    async def test_the_text_goes_there_and_comes_back(
        self, drafted: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The room waits; what was written is in the editor, and can be undone."""
        script = drafted / "editor"
        script.write_text('#!/bin/sh\nsed -i s/capital/harbour/ "$1"\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", str(script))

        @contextmanager
        def aside(_app: object) -> Iterator[None]:
            yield

        monkeypatch.setattr(DraftingRoom, "suspend", aside)
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "f4")
            assert "in the harbour" in editor.text
            await press(pilot, "ctrl+z")
            assert editor.text == WORDS

    async def test_where_none_is_set_it_is_said_how(self, drafted: Path) -> None:
        """And nothing happens."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "f4")
            assert "You have set no editor of your own" in screen(pilot)
            await press(pilot, "escape")
            assert editor.text == WORDS


def left_behind(folder: Path, text: str) -> None:
    """What a program that was killed leaves: the text it kept, and no lock."""
    held = drawer_in(folder).hold("idea", ARTICLE)
    held.keep(text)
    held.let_go()


class TestAnEditorOfOnesOwn:
    """`f4` gives the terminal to another program."""

    async def test_the_room_comes_back_when_it_cannot_be_run(
        self, drafted: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The refusal says why, and the text is there."""
        seen = stepping_aside(monkeypatch)
        monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "f4")
            assert isinstance(pilot.app.screen, Notice)
            assert "The editor failed" in screen(pilot)
            assert "capital" in editor.text
        assert seen == ["aside", "back"]


class TestOpenedByAVerb:
    """The verbs of the command line that open our editor keep what is typed, and compare it."""

    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[Writing]:
        """What the editor was opened on; it is left at once."""
        seen: list[Writing] = []

        class Left(Alone):
            """An editor that is left at once."""

            def __init__(self, writing: Writing) -> None:
                super().__init__(writing)
                seen.append(writing)
                if writing.held is not None:
                    writing.held.let_go()

            def run(self, *_args: object, **_options: object) -> str | None:
                """Nothing is saved."""
                return None

        monkeypatch.setattr("tui.editor.alone.Alone", Left)
        return seen

    def test_a_new_article_is_kept_and_compared_with_nothing(
        self, own: Path, opened: list[Writing]
    ) -> None:
        """As in the room."""
        edit_alone(own, "", slug="clash", path="articles/01-people/article-2-1.md")
        assert (opened[0].kind, opened[0].base) == ("article", "")
        assert opened[0].held is not None

    def test_words_that_settle_a_conflict_are_compared_with_the_current_ones(
        self, own: Path, opened: list[Writing]
    ) -> None:
        """And kept; they are no text of an article, and are not offered as one."""
        edit_alone(own, "a\n", slug="clash", path="conflicts/0123.txt", base="b\n")
        assert (opened[0].kind, opened[0].base) == ("prose", "b\n")
        held = opened[0].held
        assert held is not None
        again = drawer_of(Desk.open(own)).hold("clash", "conflicts/0123.txt")
        again.keep("typed")
        again.let_go()
        assert drawer_of(Desk.open(own)).all() == []


class TestAlone:
    """The editor of the command line, where a person has set no other."""

    async def test_the_text_is_handed_back_when_it_is_saved(self) -> None:
        """No message is asked for: the command line saves it."""
        app = Alone(Writing("t", ARTICLE, WORDS, "en", base=WORDS))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end", "x", "ctrl+s")
            await pilot.pause()
        assert app.return_value == _added("x")

    async def test_nothing_is_handed_back_when_it_is_left(self, drafted: Path) -> None:
        """And what was typed can be kept."""
        held = drawer_in(drafted).hold("idea", ARTICLE)
        app = Alone(Writing("t", ARTICLE, WORDS, "en", base=WORDS, held=held))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end", "x", "escape", "k")
            await pilot.pause()
        assert app.return_value is None
        assert [one.text for one in drawer_in(drafted).all()] == [_added("x")]


class TestLines:
    """A new line begins a new alinéa, and nothing that was typed apart is joined."""

    @pytest.mark.parametrize(
        ("before", "put"),
        [
            ("One paragraph.", "\n\n"),
            ("# Article 1", "\n\n"),
            ("", "\n"),
            ("- an item", "\n- "),
            ("  - an inner item", "\n  - "),
            ("2) an item", "\n3) "),
            ("- ", "\n\n"),
            ("| a | b |", "\n"),
            ("> quoted", "\n"),
        ],
    )
    def test_what_enter_puts(self, before: str, put: str) -> None:
        """Paragraphs stand apart; lists go on."""
        assert line_break(before) == put

    async def test_what_was_typed_on_lines_of_its_own_is_saved_so(self, drafted: Path) -> None:
        """Two lines are two alinéas."""
        async with editing(drafted) as (pilot, editor):
            area = editor.query_one(ProseArea)
            before = area.text.rstrip("\n")
            area.move_cursor((area.document.line_count - 2, 0))
            await press(pilot, "end", "enter", *"One", "enter", *"Two")
            assert area.text.rstrip("\n") == before + "\n\nOne\n\nTwo"
