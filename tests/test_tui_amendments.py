"""The amendments, read and drafted by keys."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, cast

from constitution.assembly import drafting
from constitution.assembly.founding import Founding, default_rules, found
from constitution.assembly.pending import pending
from constitution.governance import Members, Settings
from constitution.repository import Person, When
from tui.background import ask
from tui.places.amendments import AmendmentsPlace
from tui.reading import read_change
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from textual.dom import DOMNode
    from textual.message import Message

    from tui.app import DraftingRoom
    from tui.reading import Change

from tests.rooms import TEXTS, amend, desk_in, git, joined, page, press, room, until, vote


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
                "A thousand again · draft · clash",
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

    async def test_what_was_read_once_is_not_read_again_before_a_branch_moves(
        self, own: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Commits never change: a change and what stands around it are kept, each by its branches."""
        read: list[str] = []

        def watched(folder: Path, slug: str) -> Change:
            read.append(slug)
            return read_change(folder, slug)

        monkeypatch.setattr("tui.places.amendments.read_change", watched)
        async with room(own, size) as pilot:
            await press(pilot, "2", "j", "j", "k", "k")
            read.clear()
            await press(pilot, "j")
            assert "On a holiday" in joined(page(pilot, "amendment"))
            assert not read
            drafting.write_reasons(desk_in(own), "clash", "Because it is late.\n")
            cast("DraftingRoom", pilot.app).read_again()
            await press(pilot, "j")
            assert "Because it is late." in joined(page(pilot, "amendment"))

    async def test_while_an_amendment_is_read_the_page_shows_no_other(
        self, founded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is read and what a key acts on are one amendment, however long the reading takes."""
        release = Event()
        slow: set[str] = set()

        def waiting(folder: Path, slug: str) -> Change:
            if slug in slow:
                release.wait(30)
            return read_change(folder, slug)

        monkeypatch.setattr("tui.places.amendments.read_change", waiting)
        monkeypatch.setattr("tui.places.amendments.read_ahead", lambda *_: None)
        async with room(founded) as pilot:
            try:
                await press(pilot, "2")
                slow.update(one.slug for one in pending(desk_in(founded)))
                await pilot.press("j")
                await until(pilot, lambda: "This is being read…" in page(pilot, "amendment"))
                said = joined(page(pilot, "amendment"))
                assert "On a holiday" in said
                assert "Free as well" not in said
            finally:
                release.set()
            await until(pilot, lambda: "[inline words]" in page(pilot, "amendment"))
            assert "On a holiday" in joined(page(pilot, "amendment"))

    async def test_a_reading_that_is_given_up_is_asked_for_again(
        self, founded: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever became of it: the amendment under the cursor is on the page in the end."""
        lost: list[str] = []

        def losing(asker: DOMNode, group: str, read: Callable[[], Message]) -> None:
            if group == "change" and not lost:
                lost.append(group)
            else:
                ask(asker, group, read)

        async with room(founded) as pilot:
            await press(pilot, "2")
            monkeypatch.setattr("tui.places.amendments.read_ahead", lambda *_: None)
            monkeypatch.setattr("tui.places.amendments.ask", losing)
            cast("DraftingRoom", pilot.app).query_one(AmendmentsPlace)._known.follow(frozenset())
            await pilot.press("j")
            await until(pilot, lambda: "[inline words]" in page(pilot, "amendment"))
            await until(pilot, lambda: "On a holiday" in joined(page(pilot, "amendment")))
            assert lost

    async def test_a_reading_waits_for_none_that_nobody_wants_any_more(self, founded: Path) -> None:
        """Threads cannot be stopped: those that were given up must not stand in the way."""
        release = Event()
        async with room(founded) as pilot:
            try:
                for turn in range(20):
                    pilot.app.run_worker(
                        lambda: release.wait(30), group=f"given up {turn}", thread=True
                    )
                await pilot.press("2")
                await until(pilot, lambda: "[inline words]" in page(pilot, "amendment"))
            finally:
                release.set()

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
            await press(pilot, "4", "G", "k")
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
            assert "Conflict in Article 2 — The petition" in said
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
            said = joined(page(pilot, "amendment"))
            assert "The members amended" in said
            assert "~ seats [-60-] {+75+}" in said
            await press(pilot, "v", "v")
            assert "seats 75" in joined(page(pilot, "amendment"))

    async def test_two_articles_of_one_name_are_told_apart(self, own: Path) -> None:
        """Numbers begin again in another part of a text: each says where it stands."""
        desk = desk_in(own)
        amend(desk, "again", "Two of one number", "article-1.md", ("equal,", "equal, free,"))
        drafting.add_article(
            desk, "again", "02-state/article-1.md", "# Article 1\n\nIt moves with the state.\n"
        )
        async with room(own) as pilot:
            await press(pilot, "2", "G", "k")
            said = page(pilot, "amendment")
            assert "Article 1 (Title I — The people)" in joined(said)
            assert "Article 1 (Title II — The state)" in joined(said)

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
            await press(pilot, "4")
            assert "No amendment was disposed of yet." in page(pilot, "record")
            assert "The founding · 1970-01-01" in page(pilot, "record")

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
