"""The editor: what is typed is marked, mended and compared."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from textual import events

from constitution.assembly import Desk, drafting
from constitution.assembly.drafting.unsaved import drawer_of
from tests.editors import (
    ARTICLE,
    WORDS,
    added,
    difference,
    drawer_in,
    editing,
    rest,
)
from tests.rooms import SMALL, desk_in, git, joined, press, screen, settle, stepping_aside
from tui.app import DraftingRoom
from tui.dialogs.notice import Notice
from tui.editor.alone import Alone, edit_alone
from tui.editor.area import ProseArea, line_break
from tui.editor.screen import Editor
from tui.editor.writing import Writing
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
            assert "in form · 1 doubt · paragraph 1: A space is missing" in screen(pilot)
            await press(pilot, "f8")
            assert editor.area.cursor_location == (2, len("The seat is in the capital."))

    async def test_the_doubt_under_the_cursor_is_the_one_that_is_named(self, drafted: Path) -> None:
        """Where one line has several, each time the key leads on the next one is said."""
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "ctrl+end", *"So.", "space", *"раct", "left")
            await rest(pilot)
            await press(pilot, "ctrl+home", "f8")
            assert "A space is missing" in joined(screen(pilot))
            first = editor.area.cursor_location
            await press(pilot, "f8")
            assert editor.area.cursor_location > first
            assert "2 doubts · paragraph 1" in screen(pilot)
            assert "A space is missing" not in joined(screen(pilot))

    async def test_mending_what_needs_none_says_so(self, drafted: Path) -> None:
        """A key that changes nothing is not silent."""
        async with editing(drafted) as (pilot, _editor):
            await rest(pilot)
            await press(pilot, "f5")
            assert "The text is in its form: there is nothing to mend." in screen(pilot)
            await press(pilot, "ctrl+end", *"So")
            await rest(pilot)
            await press(pilot, "f5")
            assert "what `f8` names is yours to judge" in joined(screen(pilot))

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

    async def test_a_text_is_in_sight_from_its_heading(self, drafted: Path) -> None:
        """Although the cursor stands in its first alinéa."""
        async with editing(drafted) as (pilot, _editor):
            assert "# Article 3 — The seat" in screen(pilot)

    async def test_the_bar_is_as_long_as_the_text(self, drafted: Path) -> None:
        """After a long word in one line too, which changes nothing else on the screen."""
        async with editing(drafted) as (pilot, editor):
            area = editor.area
            await press(pilot, "ctrl+end")
            for key, text in (("", "x" * 900), ("ctrl+z", ""), ("ctrl+y", "")):
                if text:
                    area.post_message(events.Paste(text))
                else:
                    await press(pilot, key)
                await settle(pilot)
                length = area.vertical_scrollbar.window_virtual_size
                assert length == area.wrapped_document.height

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
            assert "paragraph 2: Raw HTML is not part of the form" in said

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
            said = joined(pilot.app.screen.query_one(Page).words)
            assert "While words are sought" in said
            for line in ("⏎ Next", "↑ Previous", "tab Write there", "esc Back"):
                assert line in said


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

    @pytest.mark.parametrize(
        ("end", "said"), [("exit 3", "it ended with 3"), ("kill -9 $$", "signal 9 ended it")]
    )
    async def test_what_a_program_that_failed_left_behind_is_not_taken(
        self, drafted: Path, monkeypatch: pytest.MonkeyPatch, end: str, said: str
    ) -> None:
        """It may be half of a text; how the program ended is said."""
        script = drafted / "editor"
        script.write_text(f'#!/bin/sh\necho half >"$1"\n{end}\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        stepping_aside(monkeypatch)
        monkeypatch.setenv("VISUAL", str(script))
        async with editing(drafted) as (pilot, editor):
            await press(pilot, "f4")
            assert said in screen(pilot)
            assert editor.text == WORDS


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
        assert app.return_value == added("x")

    async def test_nothing_is_handed_back_when_it_is_left(self, drafted: Path) -> None:
        """And what was typed can be kept."""
        held = drawer_in(drafted).hold("idea", ARTICLE)
        app = Alone(Writing("t", ARTICLE, WORDS, "en", base=WORDS, held=held))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+end", "x", "escape", "k")
            await pilot.pause()
        assert app.return_value is None
        assert [one.text for one in drawer_in(drafted).all()] == [added("x")]


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
