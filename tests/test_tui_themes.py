"""What the room wears: its themes, whether they can be read, and whose choice they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorType
from textual.color import Color

from tests.rooms import press, room, screen, settle
from tui.dressed import NIGHT, PAPER, THEMES, chosen_file
from tui.widgets.keyline import KeyLine
from tui.widgets.page import Page
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.widget import Widget

READABLE = 4.5
"""The contrast that WCAG 2 asks of text (level AA)."""


@pytest.fixture(autouse=True)
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person who has chosen nothing yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def _light(colour: Color) -> float:
    """The relative luminance of WCAG 2."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2: 1 for the same colour, 21 for black on white."""
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


def contrast(widget: Widget, name: str) -> float:
    """How well a style of a widget is told from what is behind it; the ratio of WCAG 2."""
    style = widget.get_component_rich_style(name)
    assert style.color is not None
    assert style.bgcolor is not None
    assert style.color.triplet is not None
    assert style.bgcolor.triplet is not None
    return ratio(Color(*style.bgcolor.triplet), Color(*style.color.triplet))


class TestColours:
    """Every one of them is told from what is behind it."""

    @pytest.mark.parametrize("theme", [PAPER.name, NIGHT.name])
    async def test_all_that_is_read_can_be_read(self, founded: Path, theme: str) -> None:
        """Prose, quiet words, words that come and go, the row under the cursor, and the keys."""
        async with room(founded) as pilot:
            pilot.app.theme = theme
            await settle(pilot)
            page, rows = pilot.app.query(Page).first(), pilot.app.query(Rows).first()
            for widget, names in ((page, Page.COMPONENT_CLASSES), (rows, Rows.COMPONENT_CLASSES)):
                for name in names:
                    assert contrast(widget, name) >= READABLE, name
            _, _, ground, ink = pilot.app.query_one(KeyLine).colors
            assert ratio(ground, ink) >= READABLE
            variables = pilot.app.theme_variables
            for ink_name, ground_name in (
                ("footer-key-foreground", "surface"),
                ("block-cursor-foreground", "block-cursor-background"),
                ("text-error", "background"),
                ("text-warning", "background"),
                ("primary", "background"),
            ):
                ground = Color.parse(variables[ground_name])
                assert ratio(ground, Color.parse(variables[ink_name])) >= READABLE, ink_name

    async def test_the_terminal_keeps_its_own_colours(self, founded: Path) -> None:
        """Nothing is sent but its own sixteen, on its own background."""
        async with room(founded) as pilot:
            pilot.app.theme = "terminal"
            for place in ("1", "2", "4", "question_mark"):
                await press(pilot, place)
                await settle(pilot)
                for strip in pilot.app.screen._compositor.render_strips():
                    for segment in strip:
                        style = segment.style
                        for colour in (style.color, style.bgcolor) if style else ():
                            assert colour is None or colour.type in {
                                ColorType.DEFAULT,
                                ColorType.STANDARD,
                            }, (segment.text, colour)

    async def test_without_colour_nothing_is_lost(
        self, founded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`NO_COLOR`: changed words bear marks, the part that has the keys its line, and none has a colour."""
        monkeypatch.setenv("NO_COLOR", "1")
        async with room(founded, (110, 40)) as pilot:
            await press(pilot, "2", "j")
            assert "{+" in screen(pilot)
            assert "┃" in screen(pilot)
            for strip in pilot.app.screen._compositor.render_strips():
                for segment in strip:
                    style = segment.style
                    for colour in (style.color, style.bgcolor) if style else ():
                        plain = colour is None or colour.type is ColorType.DEFAULT
                        assert plain, (segment.text, colour)


def block(folder: Path) -> None:
    """A file stands where a folder should be."""
    folder.write_text("", encoding="utf-8")


def files(folder: Path) -> list[Path]:
    """Everything in a folder."""
    return sorted(folder.rglob("*"))


class TestChoice:
    """It is the person's, not the repository's."""

    async def test_a_key_goes_through_them_and_the_choice_is_remembered(self, own: Path) -> None:
        """In the person's configuration, for the next room; nothing of it is in the repository."""
        before = files(own)
        async with room(own) as pilot:
            assert pilot.app.theme == "night"
            seen = []
            for words in ("Ink on paper.", "The colours of your own terminal.", "lamplight."):
                await press(pilot, "t")
                seen.append(pilot.app.theme)
                assert words in screen(pilot)
            assert len(seen) == len(THEMES)
            assert seen == ["paper", "terminal", "night"]
            await press(pilot, "t")
        assert chosen_file().read_text(encoding="utf-8") == 'theme = "paper"\n'
        assert files(own) == before
        async with room(own) as pilot:
            assert pilot.app.theme == "paper"

    async def test_one_of_the_palette_is_remembered_too(self, founded: Path) -> None:
        """Any theme there is."""
        async with room(founded) as pilot:
            pilot.app.theme = "nord"
            await settle(pilot)
            await press(pilot, "t")
            assert pilot.app.theme == "night"
            pilot.app.theme = "nord"
            await settle(pilot)
        async with room(founded) as pilot:
            assert pilot.app.theme == "nord"

    @pytest.mark.parametrize(
        "text", ["", "theme = 3\n", 'theme = "gone"\n', "\x00[", 'theme = "a"b']
    )
    async def test_a_file_that_cannot_be_used_is_no_trouble(self, founded: Path, text: str) -> None:
        """The room opens as it does for somebody who has chosen nothing."""
        chosen_file().parent.mkdir(parents=True)
        chosen_file().write_text(text, encoding="utf-8")
        async with room(founded) as pilot:
            assert pilot.app.theme == "night"
            await press(pilot, "t")
        assert chosen_file().read_text(encoding="utf-8") == 'theme = "paper"\n'

    async def test_where_nothing_can_be_written_it_holds_for_this_time(
        self, founded: Path, own_configuration: Path
    ) -> None:
        """A file stands where the folder should be."""
        block(own_configuration)
        async with room(founded) as pilot:
            await press(pilot, "t")
            assert pilot.app.theme == "paper"

    def test_it_lies_where_configurations_lie(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As the XDG specification has it: a path that is not absolute is not taken."""
        monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
        assert chosen_file() == Path(os.environ["HOME"], ".config/constitution/room.toml")
