"""No line of the room breaks at a fixed space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from constitution.display import FIXED_SPACES
from tests.rooms import settle
from tui.dressed import Dressed
from tui.editor.area import ProseArea
from tui.editor.writing import Writing

if TYPE_CHECKING:
    from textual.app import ComposeResult

WORDS = "mot « mot » : mot ; mot".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
WORDS = WORDS.replace(" :", "\u00a0:").replace(" ;", "\u202f;")


class _Said(Dressed[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(WORDS, id="said")
            yield ProseArea(Writing("", "article-1.md", WORDS, "fr"), WORDS, id="area")


async def test_a_line_breaks_at_other_spaces_alone() -> None:
    """What stands before or after a fixed space stays beside it."""
    for width in range(16, 28):
        async with _Said().run_test(size=(width, 40)) as pilot:
            await settle(pilot)
            said = pilot.app.query_one("#said", Static)
            shown = [line.text.strip(" ") for line in said.render_lines(said.size.region)]
            area = pilot.app.query_one("#area", ProseArea)
            typed = [line.strip(" ") for line in area.wrapped_document.get_sections(0)]
            for lines in (shown, typed):
                assert "".join(lines).replace(" ", "") == WORDS.replace(" ", "")
                assert all(line[:1] not in "»:;" + FIXED_SPACES for line in lines if line)
                assert not any(line.endswith("«") for line in lines)
