"""Lines that are kept are those that Textual would paint, and one key is one paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.widgets import Input

from tests.rooms import press, room
from tui.widgets.lines import Lines

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


async def test_a_key_that_moves_is_painted_once(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row under the cursor and the page beside it are one paint, which is half the work of two."""
    async with room(founded) as pilot:
        await press(pilot, "home")
        paints: list[None] = []
        screen = pilot.app.screen
        paint = screen._compositor_refresh

        def painted() -> None:
            paints.append(None)
            paint()

        monkeypatch.setattr(screen, "_compositor_refresh", painted)
        for _key in range(3):
            paints.clear()
            await press(pilot, "down")
            assert len(paints) == 1


async def test_a_letter_that_sifts_lays_nothing_out(
    founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line in which one types keeps its size, and so does all around it."""
    async with room(founded) as pilot:
        await press(pilot, "slash")
        laid: list[None] = []
        screen = pilot.app.screen
        lay = screen._refresh_layout

        def laid_out(*given: object, **named: object) -> None:
            laid.append(None)
            lay(*given, **named)  # type: ignore[arg-type] # handed on as they came

        monkeypatch.setattr(screen, "_refresh_layout", laid_out)
        await press(pilot, "p", "e")
        assert pilot.app.screen.query_one("#asked", Input).value == "pe"
        assert laid == []
