"""Lines that are kept are those that Textual would paint, and one key is one paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBarRender
from textual.visual import Visual, visualize
from textual.widgets import Input

from constitution.assembly.drafting import new_amendment
from tests.rooms import desk_in, page, press, room, settle, until
from tui.widgets.bar import Bar
from tui.widgets.covered import Covered
from tui.widgets.keyline import KeyLine
from tui.widgets.lines import Lines
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.strip import Strip


def cells(strip: Strip) -> list[tuple[str, object]]:
    """Each cell of a line with its style."""
    return [(letter, part.style) for part in strip for letter in part.text]


def told_apart(pilot: Pilot[None]) -> list[str]:
    """The lines in sight that are not those that Textual would paint."""
    found: list[str] = []
    for lines in pilot.app.screen.query(Lines):
        if not lines.region:
            continue
        whole = Region(0, 0, *lines.region.size)
        lines._styles_cache.clear()
        ours, theirs = lines.render_lines(whole), ScrollView.render_lines(lines, whole)
        assert len(ours) == len(theirs)
        found.extend(
            f"{lines.id} {row}: {our.text!r}, {their.text!r}"
            for row, (our, their) in enumerate(zip(ours, theirs, strict=True))
            if cells(our) != cells(their)
        )
    return found


@pytest.mark.parametrize("keys", [(), ("tab",), ("2",), ("2", "tab"), ("3",), ("4",), ("o",)])
async def test_lines_are_those_that_textual_paints(
    founded: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Edges, background and colours too: wherever the focus is, in each of the themes, scrolled and resized."""
    async with room(founded, size) as pilot:
        await press(pilot, *keys)
        assert told_apart(pilot) == []
        for key in ("down", "t", "pagedown", "t", "m", "up"):
            await press(pilot, key)
            assert told_apart(pilot) == []
        await pilot.resize_terminal(size[0] - 7, size[1] - 3)
        await pilot.pause()
        assert told_apart(pilot) == []


def counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[None]:
    """What grows by one whenever a method is called."""
    calls: list[None] = []
    method = getattr(owner, name)

    def call(*given: object, **named: object) -> object:
        calls.append(None)
        return method(*given, **named)

    monkeypatch.setattr(owner, name, call)
    return calls


async def test_a_key_that_moves_is_painted_once(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row under the cursor and the page beside it are one paint, which is half the work of two."""
    async with room(founded) as pilot:
        await press(pilot, "home")
        paints = counted(monkeypatch, pilot.app.screen, "_compositor_refresh")
        for _key in range(3):
            paints.clear()
            await press(pilot, "down")
            assert len(paints) == 1


async def test_a_letter_that_sifts_is_one_paint_and_lays_nothing_out(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter stands there with what it finds; no bar that comes or goes moves anything."""
    async with room(founded) as pilot:
        await press(pilot, "slash")
        laid = counted(monkeypatch, pilot.app.screen, "_refresh_layout")
        paints = counted(monkeypatch, pilot.app.screen, "_compositor_refresh")
        await press(pilot, "p")
        assert len(paints) == 1
        await press(pilot, "e")
        assert pilot.app.screen.query_one("#asked", Input).value == "pe"
        assert laid == []


async def test_a_letter_that_sifts_lays_the_page_out_once_with_the_words_it_has(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found is marked on the article that comes, and not sought again on it."""
    async with room(founded) as pilot:
        await press(pilot, "slash")
        laid = counted(monkeypatch, pilot.app.screen.query_one("#prose", Page), "_lay")
        for key in "seat":
            laid.clear()
            await press(pilot, key)
            assert len(laid) <= 1
        assert "»  Article 3" in page(pilot, "prose")


async def test_moving_among_amendments_lays_nothing_out_and_writes_no_line_of_keys(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long change or short, the bar beside it has its column; the same acts are the same line."""
    desk = desk_in(own)
    for slug in ("first", "second"):
        new_amendment(desk, slug, title=slug.capitalize())
    async with room(own) as pilot:
        await press(pilot, "2")
        rows = pilot.app.screen.query_one("#pending", Rows)
        assert rows.point("first")
        await settle(pilot)
        assert rows.point("second")
        await until(pilot, lambda: "Second" in page(pilot, "amendment"))
        await settle(pilot)
        laid = counted(monkeypatch, pilot.app.screen, "_refresh_layout")
        told = counted(monkeypatch, pilot.app.screen.query_one(KeyLine), "render")
        assert rows.point("first")
        await until(pilot, lambda: "First" in page(pilot, "amendment"))
        assert laid == told == []


@pytest.mark.parametrize(
    "keys", [(), ("slash",), ("2",), ("3",), ("4",), ("o",), ("question_mark",)]
)
async def test_what_is_covered_is_not_painted_and_leaves_no_hole(
    founded: Path, size: tuple[int, int], keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen is the same as where everything is painted, whatever lies above it."""
    async with room(founded, size) as pilot:
        await press(pilot, *keys)
        assert pilot.app.screen_stack[0].render_lines(Region(0, 0, *size)) == []
        ours = pilot.app.screen._compositor.render_strips()
        monkeypatch.setattr(Covered, "is_covered", False)
        theirs = pilot.app.screen._compositor.render_strips()
        assert [cells(strip) for strip in ours] == [cells(strip) for strip in theirs]
        assert all(strip.cell_length == size[0] for strip in ours)


@pytest.mark.parametrize("is_upright", [True, False])
@pytest.mark.parametrize(("window", "position"), [(0, 0), (20, 0), (20, 7.5), (20, 80)])
async def test_a_bar_is_the_one_that_textual_draws(
    founded: Path, window: int, position: float, *, is_upright: bool
) -> None:
    """Cell for cell, with what a click does there."""
    look = Style.parse("red on blue")
    async with room(founded) as pilot:
        bar = pilot.app.screen.query_one("#contents").vertical_scrollbar
        width, height = (1, 20) if is_upright else (20, 1)
        ours, theirs = (
            Visual.to_strips(
                bar,
                visualize(bar, kind(100, window, position, 1, is_upright, look)),
                width,
                height,
                bar.visual_style,
            )
            for kind in (Bar, ScrollBarRender)
        )
        assert [cells(strip) for strip in ours] == [cells(strip) for strip in theirs]
