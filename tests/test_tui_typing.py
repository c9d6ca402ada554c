"""Typing: a letter makes and paints the line it stands in; all else is done once the keys rest."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from time import sleep
from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region
from textual.widgets import TextArea

from constitution.assembly import drafting
from constitution.text import format_text, words
from tests.rooms import desk_in, git, press, room, settle, until
from tests.test_tui_lines import cells, counted
from tui import pace
from tui.app import DraftingRoom
from tui.editor.area import ProseArea
from tui.editor.judging import judge
from tui.editor.opening import open_article
from tui.editor.screen import Editor
from tui.editor.writing import Writing
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.assembly.pending import Pending
    from tui.editor.judging import Judgement

LONG = "Every member (of the assembly) may speak, and whoever speaks is heard by all of them. " * 3
TEXT = "# Article 3 — The seat\n\n" + "\n\n".join(
    f"{number}) {LONG.strip()}" for number in range(1, 9)
)


@pytest.fixture
def long(own: Path) -> Path:
    """A constitution whose third article has lines of several rows, and a draft that changes nothing."""
    (own / "articles/02-state/article-3.md").write_text(f"{TEXT}\n", encoding="utf-8")
    git(own, "commit", "-qam", "Many")
    drafting.new_amendment(desk_in(own), "idea", title="An idea")
    return own


@asynccontextmanager
async def typing(
    folder: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], Editor[Pending]]]:
    """The editor, open on the long article."""
    async with room(folder, size) as pilot:
        assert isinstance(pilot.app, DraftingRoom)
        opened = open_article(desk_in(folder), "idea", "3")
        editor = Editor(opened.writing, opened.save, marked=False)
        await pilot.app.push_screen(editor)
        await settle(pilot)
        yield pilot, editor


def painted(area: ProseArea) -> list[list[tuple[str, object]]]:
    """The lines of the text as Textual makes them, every one of them anew."""
    area._styles_cache.clear()
    area._line_cache.clear()
    return [cells(line) for line in TextArea.render_lines(area, Region(0, 0, *area.region.size))]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The rows of the text that were said to have changed; None for all of them."""
    rows: list[int | None] = []
    refresh = ProseArea.refresh

    def record(self: ProseArea, *regions: Region, **asked: bool) -> ProseArea:
        if not self._is_amending or regions or asked.get("layout"):
            rows.extend(row for region in regions for row in region.line_range)
            rows.extend([] if regions else [None])
        return refresh(self, *regions, **asked)

    monkeypatch.setattr(ProseArea, "refresh", record)
    return rows


KEYS = {
    "in a line": ("ctrl+home", "down", "down", "a", "b", "space", "end", "x", "backspace"),
    "where a line gets another row": (*("down",) * 2, "end", *("w", "w", "w", "space") * 8),
    "brackets, tabs and headings": ("ctrl+home", "delete", "(", ")", "left", "#", "space", "tab"),
    "lines that come and go": ("down", "end", "enter", "q", "enter", *("backspace",) * 5, "ctrl+k"),
    "chosen words": ("down", *("shift+right",) * 3, "shift+down", "y", "ctrl+z", "ctrl+y", "f7"),
    "at the end, scrolled": ("ctrl+end", "enter", "z", "pageup", "p", "pagedown", "ctrl+end", "e"),
    "found words": ("ctrl+f", "s", "p", "enter", "enter", "tab", "x", "ctrl+f", "h", "escape", "k"),
    "the focus elsewhere": ("down", "tab", "tab", "o", "f8", "f5"),
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
async def test_what_a_key_changes_is_painted_and_looks_as_textual_would_paint_it(
    long: Path, size: tuple[int, int], keys: tuple[str, ...], said: list[int | None]
) -> None:
    """A line is kept while it shows the same; whatever looks otherwise was said to have changed."""
    async with typing(long, size) as (pilot, editor):
        area, top = editor.area, editor.area.styles.gutter.top
        before = painted(area)
        for key in keys:
            said.clear()
            await pilot.press(key)
            await pilot.pause()
            after = painted(area)
            ours = [cells(line) for line in area.render_lines(Region(0, 0, *area.region.size))]
            assert ours == after
            changed = {
                row - top
                for row, (one, other) in enumerate(zip(before, after, strict=False))
                if one != other
            }
            assert None in said or changed <= set(said) or len(before) != len(after)
            before = after


async def test_a_letter_is_one_paint_of_one_line_and_lays_nothing_out(
    long: Path, monkeypatch: pytest.MonkeyPatch, said: list[int | None]
) -> None:
    """All other lines of the text, and the screen around it, are what they were."""
    async with typing(long) as (pilot, editor):
        await press(pilot, "down", "down", "end", "x")
        laid = counted(monkeypatch, editor, "_refresh_layout")
        paints = counted(monkeypatch, editor, "_compositor_refresh")
        made = counted(monkeypatch, editor.area, "render_line")
        said.clear()
        await pilot.press("y")
        await pilot.pause()
        assert editor.text.count("xy") == 1
        assert len(set(said)) == len(made) == len(paints) == 1
        assert laid == []


async def test_keeping_what_was_typed_lays_nothing_out(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is room for saying so from the start."""
    async with typing(long) as (pilot, editor):
        await press(pilot, "x")
        laid = counted(monkeypatch, editor, "_refresh_layout")
        kept = editor.query_one("#kept")
        await until(pilot, lambda: str(kept.render()) == "kept")
        await press(pilot, "y")
        await until(pilot, lambda: str(kept.render()) == "not kept yet")
        assert laid == []


async def test_lines_of_the_difference_that_stay_are_not_made_again(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a rest the words that came are painted, in the line in which they came."""
    async with typing(long, (120, 40)) as (pilot, editor):
        page = editor.query_one("#difference", Page)
        await press(pilot, "down", "down", "end", "z")
        await until(pilot, lambda: "z" in page.words)
        await settle(pilot)
        made = counted(monkeypatch, page, "render_line")
        await press(pilot, "y")
        await until(pilot, lambda: "zy" in page.words)
        await settle(pilot)
        assert len(made) == 1


async def test_the_difference_is_made_once_keys_rest_and_given_up_at_the_next(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter asks for no difference, and waits for none: that of the text before is nobody's any more."""
    begun: list[str] = []
    given_up: list[str] = []

    def judge_for_ever(_writing: Writing, text: str, go_on: Callable[[], None]) -> Judgement:
        begun.append(text)
        try:
            while True:
                sleep(0.001)
                go_on()
        finally:
            given_up.append(text)

    async with typing(long) as (pilot, editor):
        monkeypatch.setattr("tui.editor.screen.judge", judge_for_ever)
        for key in "xyz":
            await pilot.press(key)
        assert begun == []
        first = editor.text
        await until(pilot, lambda: begun == [first])
        assert given_up == []
        await pilot.press("w")
        await until(pilot, lambda: given_up == [first])
        await until(pilot, lambda: begun == [first, editor.text])


def test_what_is_said_of_a_text_is_found_out_in_steps_that_can_be_left() -> None:
    """Between two lines at the latest, so that a long article keeps no key waiting."""

    class LeftError(Exception):
        """Nobody waits any more."""

    writing = Writing("Article 3", "a.md", f"{TEXT}\n", "en", "article", "# Article 3\n")
    steps: list[None] = []
    judged = judge(writing, f"{TEXT}\n", lambda: steps.append(None))
    assert len(steps) > TEXT.count("\n")

    def leave() -> None:
        raise LeftError

    with pytest.raises(LeftError):
        judge(writing, judged.text, leave)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "# A — B\n\n| a | b |\n| --- | :-: |\n| c d | e\\|f |\n\n> q *r*\n\n1. s\n2. t [^1]\n\n[^1]: u v\n",
        "- a\n    - b [c d](e.md)\n    - f\n- g & h\n\n\\# i\n",
        "",
    ],
)
def test_words_that_are_counted_line_by_line_are_those_of_the_text(text: str) -> None:
    """In tables, lists, quotes and notes too: a line that stays is not counted again."""
    writing = Writing("Article 3", "a.md", text, "en", "article", None)
    formed = format_text(text, "en")
    counted_at_once = sum(any(map(str.isalnum, word)) for word in words(formed))
    assert judge(writing, text).words == counted_at_once


async def test_garbage_is_searched_for_between_keys_and_a_little_at_a_time(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left alone, Python searches through all that is new at once, in the middle of a key."""
    async with typing(long) as (pilot, _editor):
        monkeypatch.setattr(pace, "_FEW", -1)
        swept: list[int] = []
        monkeypatch.setattr(gc, "collect", lambda generation=2: swept.append(generation))
        await press(pilot, "x")
        await until(pilot, lambda: 0 in swept)
