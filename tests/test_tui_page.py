"""A page lays its lines out as they are scrolled to, and is read to its end all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from textual.app import App, ComposeResult

from tests.rooms import room, screen, settle, until
from tui.widgets.page import Block, Page, said

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "word " * 200
ONE_LINE = tuple(said(f"short {number}") for number in range(60))
MANY_LINES = tuple(said(f"long {number} {WORDS}") for number in range(8))


class Reader(App[None]):
    """One page, and nothing else."""

    def compose(self) -> ComposeResult:
        """The page."""
        yield Page(id="page")


def in_sight(page: Page) -> str:
    """The lines that are painted."""
    return "\n".join(page.render_line(row).text for row in range(page.size.height))


@pytest.mark.parametrize("key", ["pagedown", "ctrl+d", "end"])
@pytest.mark.parametrize(
    "sheet", [ONE_LINE + MANY_LINES, MANY_LINES + ONE_LINE], ids=["judged-short", "judged-long"]
)
async def test_paging_reaches_the_end_whatever_the_length_was_judged_to_be(
    sheet: tuple[Block, ...], key: str
) -> None:
    """No line is left out on the way, and the page ends with its last line."""
    app = Reader()
    async with app.run_test(size=(80, 24)) as pilot:
        page = app.query_one(Page)
        page.focus()
        page.show(sheet)
        await pilot.pause()
        seen = [in_sight(page)]
        for _key in range(2000):
            before = page.scroll_offset.y
            await pilot.press(key)
            seen.append(in_sight(page))
            if page.scroll_offset.y == before:
                break
        last = "".join(run.text for run in sheet[-1].runs).split()[-1]
        assert last in seen[-1]
        assert page.virtual_size.height == len(page.words.split("\n"))
        if key != "end":
            told = "\n".join(seen)
            assert all(" ".join(block.runs[0].text.split()[:2]) in told for block in sheet)


@pytest.mark.parametrize("by", [-30, -2, -1, 1, 2, 30])
async def test_a_page_is_laid_out_for_the_width_it_has_whichever_it_had_before(by: int) -> None:
    """One column more or less too, which is what its bar takes."""
    app = Reader()
    async with app.run_test(size=(70, 24)) as pilot:
        page = app.query_one(Page)
        page.show(MANY_LINES)
        await pilot.pause()
        fresh = in_sight(page)
        await pilot.resize_terminal(70 + by, 24)
        await until(pilot, lambda: page.size.width == 70 + by)
        await pilot.pause(0.1)
        await pilot.resize_terminal(70, 24)
        await until(pilot, lambda: page.size.width == 70)
        await until(pilot, lambda: in_sight(page) == fresh)


async def test_a_page_is_laid_out_for_the_width_it_is_painted_in_although_nobody_told_it() -> None:
    """A layout of the screen may give it another width without a word: what is painted fits that."""
    app = Reader()
    async with app.run_test(size=(70, 24)) as pilot:
        page = app.query_one(Page)
        page.show(MANY_LINES)
        await pilot.pause()
        fresh = in_sight(page)
        with patch.object(Page, "_room", 0):
            page.show(MANY_LINES)
        page.refresh()
        await until(pilot, lambda: in_sight(page) == fresh)


async def test_a_page_out_of_sight_lays_nothing_out_until_it_comes_into_sight() -> None:
    """Then it shows what it was given last."""

    def read(block: int) -> Block:
        made.append(block)
        return said(f"block {block}")

    made: list[int] = []
    app = Reader()
    async with app.run_test(size=(80, 24)) as pilot:
        page = app.query_one(Page)
        page.display = False
        await pilot.pause()
        page.show(read(number) for number in range(10))
        await pilot.pause()
        assert made == []
        page.display = True
        await pilot.pause()
        assert made
        assert "block 0" in in_sight(page)


async def test_a_part_below_what_is_in_sight_comes_up_and_one_above_stays(founded: Path) -> None:
    """Another view of a change is seen; whoever reads further down stays there."""
    async with room(founded) as pilot:
        shown = pilot.app.query_one("#prose", Page)
        shown.show(tuple(said(f"Line {place}") for place in range(60)))
        await settle(pilot)
        shown.reveal_below(40)
        await settle(pilot)
        assert "Line 40" in screen(pilot)
        at = shown.scroll_offset.y
        shown.reveal_below(3)
        assert shown.scroll_offset.y == at
