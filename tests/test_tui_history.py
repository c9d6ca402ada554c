"""The history, read by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path


from tests.rooms import TEXTS, git, joined, page, press, room


class TestHistory:
    """What was decided."""

    async def test_every_record_is_listed_with_outcome_date_and_vote(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """The latest first."""
        async with room(founded, size) as pilot:
            await press(pilot, "4")
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
            await press(pilot, "4", "G")
            said = joined(page(pilot, "record"))
            assert "Amendment 1 — Fewer signatures" in said
            assert "Counted again: For 33, against 20, abstentions 4: 53 votes cast" in said
            assert "votes/1-fewer" in said

    async def test_the_verdict_is_said_in_words(self, founded: Path, size: tuple[int, int]) -> None:
        """In a line above the list; in full, with what no clone can show, on demand."""
        async with room(founded, size) as pilot:
            await press(pilot, "4")
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
            await press(pilot, "4")
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
            await press(pilot, "4")
            assert "no assembly" in str(pilot.app.query_one("#verdict", Static).content)
