"""The history, read by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from constitution.assembly import Desk, counting, declaring, drafting, putting
from constitution.assembly.pending import motion_branches
from constitution.assembly.projecting import Sent, read_sent
from constitution.history.records import records
from constitution.language import speak
from constitution.vote import Report
from tests.rooms import TEXTS, desk_in, git, joined, page, press, room, screen, settle, until, vote
from tui.dialogs.confirm import Confirm
from tui.past.reading import read_comparison
from tui.past.sheets import show_comparison
from tui.reading import in_words
from tui.widgets.page import Block
from tui.widgets.prose import printed
from tui.widgets.records import reported
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def fill(pilot: Pilot[None], *lines: str) -> None:
    """The lines of a question, each followed by Enter."""
    for line in lines:
        if line:
            await pilot.press("ctrl+u", *("space" if c == " " else c for c in line))
        await pilot.press("enter")
    await settle(pilot)


class TestMoments:
    """The text of any day, and any two compared."""

    async def test_the_text_of_a_day_is_on_the_page(self, founded: Path) -> None:
        """As it was founded, with the number of every alinéa; Escape goes back to the record."""
        async with room(founded) as pilot:
            await press(pilot, "4", "g")
            await fill(pilot, "founding")
            said = joined(page(pilot, "record"))
            assert "The text at the founding" in said
            assert "A petition needs one thousand signatures." in said
            await press(pilot, "escape")
            assert "Amendment 3" in page(pilot, "record")

    async def test_a_day_before_the_founding_is_refused_where_it_was_typed(
        self, founded: Path
    ) -> None:
        """In the words of the core, with its hint; what was typed stays."""
        async with room(founded) as pilot:
            await press(pilot, "4", "g")
            await fill(pilot, "1789-07-14")
            refusal = str(pilot.app.screen.query_one(".refusal", Static).content)
            assert "did not exist yet on 1789-07-14" in refusal
            assert "It was founded on" in refusal
            assert pilot.app.screen.query_one("#when", Input).value == "1789-07-14"

    async def test_what_is_compared_is_read_again_when_the_text_moves(
        self, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A colleague declares a result meanwhile: the comparison with the current text has it."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        async with room(own) as pilot:
            await press(pilot, "4", "d")
            pilot.app.screen.query_one("#old", Input).value = "founding"
            pilot.app.screen.query_one("#new", Input).value = ""
            await press(pilot, "enter", "enter")
            assert "equal, free," not in joined(page(pilot, "record"))
            vote(desk_in(own), "4", (40, 0, 0))
            await until(pilot, lambda: "free" in joined(page(pilot, "record")))

    async def test_before_and_after_a_record_stand_ready_to_be_compared(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Enter alone shows what the record under the cursor changed, in every view."""
        async with room(founded, size) as pilot:
            await press(pilot, "4", "G", "k", "d")
            assert "Record 1 is that of amendment 1." in joined(screen(pilot))
            await fill(pilot, "")
            said = joined(page(pilot, "record"))
            assert "From the founding to record 1" in said
            assert "1 article changed" in said
            assert "one thousand five hundred" in said
            await press(pilot, "v", "v")
            assert "A petition needs five hundred signatures." in page(pilot, "record")

    async def test_what_was_declared_meanwhile_is_stood_on(self, own: Path) -> None:
        """Whoever comes from the sitting wants to see what was just decided."""
        async with room(own) as pilot:
            await press(pilot, "4", "j", "3")
            vote(desk_in(own), "4", (40, 0, 0))
            pilot.app.read_again()  # type: ignore[attr-defined]
            await settle(pilot)
            await press(pilot, "4")
            assert (pilot.app.query_one("#records", Rows).key or "").startswith("4-")
            assert "Free as well" in page(pilot, "record")

    async def test_every_moment_that_is_none_is_named_in_the_words_of_the_room(
        self, founded: Path
    ) -> None:
        """Both lines at once, and what to write is what the form itself calls things."""
        async with room(founded) as pilot:
            await press(pilot, "4", "d")
            await fill(pilot, "yore", "zzz")
            said = joined(screen(pilot))
            assert "“From”: “yore” names no date, no record and no amendment" in said
            assert "“To”: “zzz” names no date, no record and no amendment" in said
            assert said.count("Write for example 2026-11-23, “record 12”") == 1
            assert "vote:" not in said
            await press(pilot, "escape", "escape", "g")
            await fill(pilot, "2")
            assert "The text with amendment 2" in page(pilot, "record")

    async def test_any_two_moments_are_compared(self, founded: Path) -> None:
        """Here what a pending amendment would change, since the founding."""
        async with room(founded) as pilot:
            await press(pilot, "4", "d")
            await fill(pilot, "founding", "5")
            said = joined(page(pilot, "record"))
            assert "From the founding to 5" in said
            assert "public holiday" in said

    async def test_a_record_has_its_count_as_bars(self, founded: Path) -> None:
        """The same figures as in the sentence."""
        async with room(founded) as pilot:
            await press(pilot, "4", "G", "k")
            said = page(pilot, "record")
            assert "✓ For 33 of 53, needed 27" in said
            assert "┃" in said

    async def test_a_result_is_sent_to_the_screen(self, own: Path) -> None:
        """And an article from the text, for whoever is in the hall; a key pressed by a slip sends nothing."""
        state = Desk.open(own).repository.state_folder
        async with room(own) as pilot:
            await press(pilot, "j", "j", "s")
            assert "`s` once more shows this to the hall." in screen(pilot)
            await press(pilot, "j", "k", "s")
            assert read_sent(state) is None
            await press(pilot, "s")
            assert "On the screen: Article 1" in screen(pilot)
            sent = read_sent(state)
            assert sent == Sent("article", "articles/01-people/article-1.md")
            await press(pilot, "4", "G", "k", "s", "s")
            assert read_sent(state) == Sent("result", "1-fewer")

    async def test_a_rejected_amendment_is_put_to_a_second_deliberation(self, own: Path) -> None:
        """It is shown first, as any motion; the first record stays."""
        async with room(own) as pilot:
            await press(pilot, "4", "j", "P")
            assert isinstance(pilot.app.screen, Confirm)
            await press(pilot, "enter")
            assert "2-seat.round-2" in motion_branches(Desk.open(own))

    async def test_an_adopted_amendment_is_not_voted_on_again_and_the_reason_is_true(
        self, own: Path
    ) -> None:
        """The text says what it proposed because it was adopted; it is not one to dispose of."""
        async with room(own) as pilot:
            await press(pilot, "4", "G", "k", "P")
            words = " ".join(str(one.content) for one in pilot.app.screen.query(Static))
            assert "The current text says what amendment 1 proposes" in words
            assert "against it" in words
            assert "settle it" not in words

    async def test_what_has_no_branch_here_is_not_said_to_be_unknown(self, own: Path) -> None:
        """Its record is in the list: it cannot be put again, and that is another reason."""
        git(own, "branch", "-D", "amendments/seat")
        async with room(own) as pilot:
            await press(pilot, "4", "j", "P")
            words = " ".join(str(one.content) for one in pilot.app.screen.query(Static))
            assert "There is no amendment" not in words
            assert "its own branch is not in this clone" in words


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
                ["The founding", "2026-09-21"],
            ]
            assert "Ruled by Clerk: overtaken" in f"{lines[0]} {lines[1]}"
            assert "For 33, against 20, abstentions 4 (counted)" in f"{lines[4]} {lines[5]}"
            assert lines[5].endswith("Fewer signatures")
            assert lines[7].strip() == "The Draft"

    async def test_the_timeline_begins_with_the_founding(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """Its day, who could vote and the text as it was; no vote stands behind it."""
        async with room(founded, size) as pilot:
            await press(pilot, "4", "G")
            told = joined(page(pilot, "record"))
            assert "The founding · 2026-09-21 The Draft The Assembly 3 articles; 60 members" in told
            assert "A petition needs one thousand signatures." in told
            await press(pilot, "P")
            assert "no vote stands behind it" in screen(pilot)
            await press(pilot, "d")
            await fill(pilot, "", "")
            assert "From the founding to the current text" in joined(page(pilot, "record"))

    async def test_the_founding_of_an_import_bears_its_own_day(self, own: Path) -> None:
        """That of the calendar, and not the day on which somebody imported it."""
        (own / "calendar.toml").write_text(
            'format = "constitution-calendar/1"\n\n'
            '[[entry]]\nnumber = "0"\nadopted = 1949-05-08\nin_force = 1949-05-24\n'
        )
        git(own, "add", "calendar.toml")
        git(own, "commit", "-qm", "State the dates")
        async with room(own) as pilot:
            await press(pilot, "4", "G")
            assert "The founding · 1949-05-24" in pilot.app.query_one("#records", Rows).words
            assert "The founding · 1949-05-24" in page(pilot, "record")

    async def test_a_long_title_hides_no_figures(self, own: Path) -> None:
        """At eighty columns the title is cut, in either language."""
        desk = desk_in(own)
        title = "A title that goes on and on, as those of laws do, " * 3
        drafting.write_details(desk, "4", title=title.strip())
        drafting.submit(desk, "4")
        vote(desk, "4", (33, 20, 4))
        for language, figures in (
            ("en", "For 33, against 20, abstentions 4 (counted)"),
            ("fr", "Pour 33, contre 20, abstentions 4 (compté)"),
        ):
            speak(language)
            async with room(own) as pilot:
                await press(pilot, "4")
                assert figures in screen(pilot)
                assert "A title that goes on and on" in screen(pilot)

    async def test_a_moment_is_asked_for_in_words(self, founded: Path) -> None:
        """As the history calls its records, in the language of the screen; nothing to be learnt."""
        speak("fr")
        async with room(founded) as pilot:
            await press(pilot, "4", "G", "k", "k", "d")
            assert pilot.app.screen.query_one("#old", Input).value == "le procès-verbal 1"
            await fill(pilot, "", "")
            said = joined(page(pilot, "record"))
            assert "Entre le procès-verbal 1 et le procès-verbal 2" in said
            assert "vote:" not in said
            await press(pilot, "g")
            await fill(pilot, "la fondation")
            assert "Le texte à la fondation" in page(pilot, "record")

    async def test_the_record_shows_the_printed_amendment_and_the_count_made_again(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """What the members had in hand, and what verification makes of their vote."""
        async with room(founded, size) as pilot:
            await press(pilot, "4", "G", "k")
            said = joined(page(pilot, "record"))
            assert "Amendment 1 — Fewer signatures" in said
            assert "Counted again: For 33, against 20, abstentions 4: 53 votes cast" in said
            assert "votes/1-fewer" in said

    async def test_what_was_declared_without_figures_is_not_said_to_be_counted_again(
        self, own: Path
    ) -> None:
        """Nobody can: the page says who declared it, and no more."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "said", title="Said")
        drafting.repeal_article(desk, "said", "1")
        drafting.submit(desk, "said")
        putting_ = putting.prepare(desk, ["said"])
        assert isinstance(putting_, putting.Putting)
        motion = putting.seal(desk, putting_)
        counting.enter_count(
            desk, motion, evidence="declared", declared={1: "rejected"}, declared_by="The chair"
        )
        declaring.declare(desk, declaring.prepare_declaration(desk, motion.number))
        async with room(own) as pilot:
            await press(pilot, "4")
            said = joined(page(pilot, "record"))
            assert "Declared by The chair, without figures." in said
            assert "Counted again" not in said

    @pytest.mark.parametrize("votes", [(60, 0, 0), (10, 40, 0)], ids=["adopted", "rejected"])
    async def test_the_rules_put_to_the_vote_are_a_table_on_the_page_of_a_record(
        self, own: Path, votes: tuple[int, int, int]
    ) -> None:
        """As in a comparison, whatever became of them; no line of a file is shown raw."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "more-seats", title="More seats")
        path = "governance/members.toml"
        data = desk.main().data(path).replace(b"60", b"75")
        drafting.edit_governance(desk, "more-seats", path, data)
        drafting.write_reasons(desk, "more-seats", "We are more.\n")
        drafting.submit(desk, "more-seats")
        vote(desk, "6", votes)
        async with room(own) as pilot:
            await press(pilot, "m", "4")
            said = joined(page(pilot, "record"))
            assert "The members amended ~ seats [-60-] {+75+} Reasons We are more." in said
            assert "seats =" not in said
            assert path not in said

    async def test_rules_that_were_not_kept_are_told_as_they_were_printed(self, own: Path) -> None:
        """A clone without the tag of a rejection knows their digest alone."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "more-seats", title="More seats")
        path = "governance/members.toml"
        data = desk.main().data(path).replace(b"60", b"75")
        drafting.edit_governance(desk, "more-seats", path, data)
        drafting.submit(desk, "more-seats")
        vote(desk, "6", (10, 40, 0))
        git(own, "tag", "-d", "rejected/6-more-seats")
        async with room(own) as pilot:
            await press(pilot, "4")
            said = joined(page(pilot, "record"))
            assert "- seats = 60 + seats = 75" in said

    def test_what_changed_beside_the_text_is_told(self, own: Path) -> None:
        """Rules are compared as articles are: a day on which they changed is no day of rest."""
        rules = own / "governance/rules.toml"
        changed = rules.read_text("utf-8").replace('quorum = ">= 1/2 of', 'quorum = ">= 2/3 of', 1)
        assert changed != rules.read_text("utf-8")
        rules.write_text(changed, "utf-8")
        git(own, "commit", "-qam", "Another quorum")
        compared = read_comparison(Desk.open(own), "HEAD~1", "HEAD")
        blocks = show_comparison(compared, "words", marked=True)
        said = joined(
            " ".join(run.text for block in blocks if isinstance(block, Block) for run in block.runs)
        )
        assert "No article changed; the rules changed" in said
        assert "The rules amended" in said
        assert "Rule “ordinary”" in said
        assert "Rule “members”" not in said, "it stays as it is"
        assert "quorum [->= 1/2 of members-] {+>= 2/3 of members+}" in said
        assert "no_quorum postpone" in said, "what stays is read beside it"

    def test_a_vote_held_elsewhere_is_told_in_words(self) -> None:
        """What is not known is left out, or said in a sentence; no word of the file stands raw."""
        silent = Report("Law 1", "none", None, None, None, None, None, None, "unknown")
        dark = Report("Law 2", "unknown", None, None, None, None, None, None, "a register")
        told = Report(
            "Law 3", "Congress", date(1962, 10, 28), 62, 38, None, None, None, "a register"
        )
        assert [reported(one) for one in (silent, dark, told)] == [
            "Law 1: entered into force without a vote, as reported",
            "Law 2: unknown body: figures not known, as reported (a register)",
            "Law 3: Congress: For 62, against 38, as reported (1962-10-28, a register)",
        ]

    def test_a_table_in_a_printed_amendment_is_read_line_by_line(self) -> None:
        """The marks of the fence are not shown; signs say what came and what went."""
        text = (
            'Before.\n\n```diff\n@@ -1 +1 @@\n kept = 1\n-old = "*a*"\n+new = "b"\n```\n\nAfter.\n'
        )
        blocks = [block for block in printed(text) if isinstance(block, Block)]
        lines = ["".join(run.text for run in block.runs) for block in blocks]
        assert lines == ["Before.", "⋯", "  kept = 1", '- old = "*a*"', '+ new = "b"', "After."]
        assert [run.style for run in blocks[3].runs] == ["number", "delete"]

    async def test_the_verdict_is_said_in_words(self, founded: Path, size: tuple[int, int]) -> None:
        """In a line above the list; in full, with what no clone can show, on demand."""
        async with room(founded, size) as pilot:
            await press(pilot, "4")
            line = str(pilot.app.query_one("#verdict", Static).content)
            assert line.startswith("✓ Consistent")
            await press(pilot, "c")
            said = joined(page(pilot, "record"))
            assert "What this copy proves" in said
            assert "Judged: 4 acts, 3 records." in said
            assert "What no copy can show" in said
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
            told = joined(page(pilot, "record"))
            assert f"({tip[:12]})" in told
            assert "Article 3" in told
            assert "Wrong: 1 act is at fault" in told
            assert "commit" not in told
            assert "articles/" not in told

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


class TestAnImport:
    """What was imported of a vote held elsewhere."""

    def test_nobody_known_to_have_proposed_it_is_no_name(self, founded: Path) -> None:
        """The word of the format stands in no line that is read, in whatever language it was printed."""
        with Desk.open(founded).repository as repository:
            one = records(repository, repository.main())[0]
        unknown = replace(one.motion, authors=("unknown",))
        assert (unknown.proposers, one.motion.proposers) == (None, ("Clerk",))
        printed = "# Amendement 1\n\nPrésenté par\u00a0: unknown\n\nPrésenté par\u00a0: unknown\n"
        assert in_words(printed, unknown, "fr") == (
            "# Amendement 1\n\nProposed by: not known\n\nPrésenté par\u00a0: unknown\n"
        )
