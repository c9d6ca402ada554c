"""The sitting in the room: the order of call, what is put, what somebody moves, and what is disposed of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from constitution.assembly.motions import open_motion
from constitution.assembly.pending import find_pending
from constitution.vote import VoteRecord
from tests.clerks import call, dialog, fill, last, outcomes, stages
from tests.committee import path_of
from tests.rooms import git, joined, page, press, screen, settle
from tests.sittings import clerk, committee_of, session
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Choice, Form
from tui.dialogs.notice import Notice
from tui.editor.screen import Editor
from tui.places.session import SessionPlace
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path


class TestCalling:
    """Which amendment is called, and what hangs on it."""

    async def test_the_list_is_the_order_of_call(self, seated: Path) -> None:
        """With number, stage and title; below, the article, the measure and what decided the turn."""
        async with session(seated) as pilot:
            lines = pilot.app.query_one("#turns", Rows).words.split("\n")
            assert [line.split(" · ")[0] for line in lines[::2]] == ["3", "1", "4", "5", "2", "6"]
            assert lines[0] == "3 · to be called · million"
            assert lines[3] == "Article 3 — Le référendum — 3 % changed · identical to 4"
            assert "[3 In session]" in screen(pilot)

    async def test_the_page_says_what_the_vote_needs_and_what_hangs_on_it(
        self, seated: Path
    ) -> None:
        """The rule with its figures; what falls if it passes; the change itself."""
        async with session(seated) as pilot:
            said = joined(page(pilot, "called"))
            assert "more than 1/2 of the votes cast; 26 if all 50 vote" in said
            assert "It changes 11 % of the article’s words, by which the order goes." in said
            assert "If it is adopted Amendment 1, “seuil”, falls: all that it" in said
            assert "If it is rejected Nothing else changes." in said
            assert "Un million de citoyens" in said

    async def test_the_chair_calls_one_earlier_and_the_reason_is_recorded(
        self, sitting: Path
    ) -> None:
        """The reason stands beside the turn from then on; without one nothing moves."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await press(pilot, "K")
            assert isinstance(pilot.app.screen, Form)
            await fill(pilot, "", "")
            assert "needs a reason" in dialog(pilot)
            focused = pilot.app.screen.focused
            assert focused is not None
            assert focused.id == "reason", "what is typed then is the reason"
            await fill(pilot, "The minister leaves at noon", "The chair")
            assert "“The chair” is not a member of this assembly." in dialog(pilot)
            await press(pilot, "enter")
            lines = pilot.app.query_one("#turns", Rows).words
            assert "by decision of The chair: The minister leaves at noon" in lines
            assert [line.split(" · ")[0] for line in lines.split("\n")[::2]] == [
                "3", "5", "1", "4", "2", "6",
            ]  # fmt: skip

    async def test_who_rules_is_doubted_after_the_ruling_was_given(self, sitting: Path) -> None:
        """A ruling without a reason is refused first; then a name that is nobody's is doubted."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await press(pilot, "x")
            await fill(pilot, "", "", "12")
            assert "A ruling needs a reason" in dialog(pilot)
            pilot.app.screen.query_one("#ruling", Input).value = "Against the rules"
            await press(pilot, "enter", "enter")
            assert "“12” is nobody’s name. Enter again if it is meant so." in dialog(pilot)
            assert outcomes(sitting) == []
            pilot.app.screen.query_one("#by", Input).value = "siege-09"
            await press(pilot, "enter")
            assert outcomes(sitting) == [("5", "fallen")]

    async def test_an_amendment_has_one_name_wherever_it_is_named(self, sitting: Path) -> None:
        """Rectified, it is called so in the list, on the line of the screen, and by its twin."""
        committee = committee_of(sitting)
        for slug in ("seuil", "seuil-bis"):
            committee.reword(slug, "3", "Cinq cent mille", "Six cent mille")
            committee.submit(slug)
        async with session(sitting) as pilot:
            call(pilot, "1")
            await settle(pilot)
            lines = pilot.app.query_one("#turns", Rows).words
            assert "1 rect. · to be called · seuil" in lines
            assert "identical to 1 rect." in lines
            await press(pilot, "s")
            assert "On the screen: amendment 1 rect." in screen(pilot)
            await press(pilot, "p", "enter", "s")
            assert "On the screen: amendment 1 rect., put to the vote" in screen(pilot)

    async def test_what_is_typed_beside_its_line_changes_no_choice(self, sitting: Path) -> None:
        """The arrows alone go to the next one; a place that it has already is refused in the form."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await press(pilot, "o")
            choice = pilot.app.screen.query_one("#other", Choice)
            before = choice.value
            await press(pilot, "s", "space", "h", "l")
            assert choice.value == before
            await press(pilot, "right")
            assert choice.value != before

    async def test_a_vote_that_is_over_does_not_stand_on_the_wall_as_one_that_is_taken(
        self, sitting: Path
    ) -> None:
        """The line says that it is over, and the key that sends what came of it."""
        committee = committee_of(sitting)
        committee.put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await settle(pilot)
            await press(pilot, "s")
            committee.count("3", 3, 1)
            pilot.app.query_one(SessionPlace).redraw()
            await settle(pilot)
            line = " ".join(screen(pilot).split())
            assert "On the screen: amendment 3, whose vote had no quorum; `s` sends that" in line
            assert "For want of a quorum there is no result." in joined(page(pilot, "called"))
            committee.count("3", 30, 10)
            pilot.app.query_one(SessionPlace).redraw()
            await settle(pilot)
            line = " ".join(screen(pilot).split())
            assert "amendment 3, whose vote is closed; `s` sends what was counted" in line
            await press(pilot, "d", "enter", "escape")
            line = " ".join(screen(pilot).split())
            assert "amendment 3, whose vote is over; `R` sends the result" in line
            await press(pilot, "R")
            assert "On the screen: the result of amendment 3" in screen(pilot)

    async def test_what_is_not_voted_on_is_disposed_of_with_a_ruling(self, sitting: Path) -> None:
        """Once a rival was adopted, the ruling that it fell is half written."""
        committee_of(sitting).pass_("3", votes=(30, 10, 0))
        async with session(sitting) as pilot:
            call(pilot, "1")
            await press(pilot, "x")
            await fill(pilot, "", "", "")
            assert outcomes(sitting) == [("3", "adopted"), ("1", "fallen")]
            record = last(sitting).record
            assert not isinstance(record, VoteRecord)
            assert record.ruling == "Amendment 3 was adopted"
            assert "Last result: 1 · fallen" in screen(pilot)

    async def test_no_ground_is_proposed_for_what_the_last_result_left_alone(
        self, sitting: Path
    ) -> None:
        """And what is put to the vote is not disposed of before its votes were named."""
        committee = committee_of(sitting)
        committee.pass_("3", votes=(30, 10, 0))
        committee.put("2")
        async with session(sitting) as pilot:
            call(pilot, "2")
            await press(pilot, "r", "f", "f", "f", "escape", "x")
            await fill(pilot, "", "Overtaken by events", "")
            assert "is put to the vote: by a ruling that vote has no result" in dialog(pilot)
            assert "A roll call of 3 answers was taken on it." in dialog(pilot)
            assert outcomes(sitting) == [("3", "adopted")]
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted"), ("2", "fallen")]
            assert getattr(last(sitting).record, "ruling", "") == "Overtaken by events"


class TestPutting:
    """What is put is what was seen."""

    async def test_the_sealed_result_is_shown_first_and_nothing_is_put_without_a_yes(
        self, sitting: Path
    ) -> None:
        """Escape leaves everything as it was; Enter seals."""
        async with session(sitting) as pilot:
            await press(pilot, "p")
            assert isinstance(pilot.app.screen, Confirm)
            said = dialog(pilot)
            assert "Put amendment 3 to the vote?" in said
            assert "Un million de citoyens peuvent demander" in said
            assert "26 if all 50 vote" in said
            assert said.index("26 if all 50 vote") < said.index("Un million de citoyens")
            await press(pilot, "escape")
            assert stages(sitting)["3"] == "waiting"
            await press(pilot, "p", "enter")
            assert stages(sitting)["3"] == "open"
            assert "3 · put to the vote · million" in pilot.app.query_one("#turns", Rows).words
            assert "No vote is in yet." in page(pilot, "called")

    async def test_a_roll_call_is_not_left_unsaid_by_putting_again(self, sitting: Path) -> None:
        """The summary counts its answers, the footer offers it first, and `u` brings it back."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await settle(pilot)
            keys = screen(pilot).rstrip().split("\n")[-1]
            assert "c Count" in keys
            assert "Put to the vote" not in keys.partition("c Count")[0]
            await press(pilot, "r", "f", "f", "f", "a", "escape", "p")
            assert "Put amendment 3 to the vote again?" in dialog(pilot)
            assert "a roll call of 4 answers was taken on it" in dialog(pilot)
            await press(pilot, "enter", "u")
            assert "What was put before then stands again" in dialog(pilot)
            await press(pilot, "enter", "r")
            assert "For 3, against 1, abstentions 0" in dialog(pilot)

    async def test_a_text_that_was_changed_without_a_vote_is_said(self, sitting: Path) -> None:
        """Above the list, before anything is put, and before a result is declared."""
        committee = committee_of(sitting)
        committee.pass_("5", votes=(30, 10, 0))
        async with session(sitting) as pilot:
            assert "without a vote" not in screen(pilot)
        file = sitting / path_of("1")
        git(sitting, "reset", "-q", "--hard")
        file.write_text(
            file.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8"
        )
        git(sitting, "commit", "-qam", "By hand")
        async with session(sitting) as pilot:
            assert "The text was changed without a vote: Article 1" in joined(screen(pilot))
            call(pilot, "2")
            await press(pilot, "p")
            assert "The text was changed without a vote: Article 1" in dialog(pilot)
            await press(pilot, "enter", "c")
            await fill(pilot, "30", "10", "0")
            assert "Declare amendment 2 adopted?" in dialog(pilot)
            assert "The text was changed without a vote: Article 1" in dialog(pilot)
            await press(pilot, "enter")
        async with session(sitting) as pilot:
            assert "The text was changed without a vote: Article 1" in joined(screen(pilot))

    async def test_identical_ones_are_put_together(self, sitting: Path) -> None:
        """The summary names them, and so does the motion."""
        async with session(sitting) as pilot:
            call(pilot, "1")
            await press(pilot, "p")
            assert "Together with 4 — seuil bis" in dialog(pilot)
            await press(pilot, "enter")
            assert open_motion(clerk(sitting), "1").motion.joined == ("4",)

    async def test_what_collides_is_refused_with_what_to_do(self, sitting: Path) -> None:
        """The refusal names the article, and stays until it is read."""
        committee_of(sitting).pass_("3", votes=(30, 10, 0))
        async with session(sitting) as pilot:
            call(pilot, "1")
            await settle(pilot)
            assert "Conflict in Article 3 — Le référendum" in joined(page(pilot, "called"))
            await press(pilot, "p")
            assert isinstance(pilot.app.screen, Notice)
            assert "collides with the current text; nothing was put" in dialog(pilot)
            assert "Settle it" in dialog(pilot)

    async def test_a_text_that_moved_while_it_was_read_is_not_put(self, sitting: Path) -> None:
        """The refusal stands in the summary, where the person looks."""
        async with session(sitting) as pilot:
            await press(pilot, "p")
            committee_of(sitting).pass_("2", votes=(30, 10, 0))
            await press(pilot, "enter")
            assert "no longer what was shown" in dialog(pilot)
            assert stages(sitting)["3"] == "waiting"

    async def test_what_the_text_overtook_is_put_again(self, sitting: Path) -> None:
        """The list says so, the page says why, and one key puts it again."""
        committee = committee_of(sitting)
        committee.submitted("registre", "3", "en tient le registre", "en tient les listes")
        committee.put("7")
        committee.pass_("3", votes=(30, 10, 0))
        async with session(sitting) as pilot:
            call(pilot, "7")
            await settle(pilot)
            assert "7 · to be put again" in pilot.app.query_one("#turns", Rows).words
            assert "has changed since amendment 7 was put" in joined(page(pilot, "called"))
            await press(pilot, "p", "enter")
            assert stages(sitting)["7"] == "open"


class TestOralAmendments:
    """What is moved in the sitting is written on the screen, and put."""

    async def test_an_oral_amendment_is_written_submitted_and_shown_to_be_put(
        self, sitting: Path
    ) -> None:
        """One story, without leaving the sitting; a yes at its end puts it to the vote."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await settle(pilot)
            await press(pilot, "e")
            await press(pilot, "enter")  # the article of the amendment that is called
            assert "Oral amendment: Article 4" in dialog(pilot)
            await fill(pilot, "Fewer still", "siege-09", "")
            editor = pilot.app.screen
            assert isinstance(editor, Editor)
            area = editor.query_one(TextArea)
            area.text = area.text.replace("quatre cents", "deux cents")
            await press(pilot, "ctrl+s")
            if isinstance(pilot.app.screen, Editor) or not isinstance(pilot.app.screen, Confirm):
                await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Confirm)
            assert "Put amendment 7 to the vote?" in dialog(pilot)
            assert "deux cents" in dialog(pilot)
            await press(pilot, "enter")
            assert stages(sitting)["7"] == "open"
            assert pilot.app.query_one("#turns", Rows).key == "7"
            one = find_pending(clerk(sitting), "7")
            assert (one.amendment.title, one.amendment.authors) == ("Fewer still", ("siege-09",))

    async def test_the_article_is_found_by_its_number_or_by_words_that_it_has(
        self, sitting: Path
    ) -> None:
        """The list narrows as one types; the number 1 is article 1 before it is article 10."""
        async with session(sitting) as pilot:
            await press(pilot, "e")
            rows = pilot.app.screen.query_one("#choices", Rows)
            await press(pilot, "1")
            assert (rows.key or "").endswith("article-1.md")
            await press(pilot, "backspace", *"quatre")
            assert (rows.key or "").endswith("article-4.md")
            assert len(rows.words.split("\n")) < 4
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_who_moves_it_is_doubted_where_that_is_no_member(self, sitting: Path) -> None:
        """A minister may move one: a second Enter says that it is meant so."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await settle(pilot)
            await press(pilot, "e", "enter")
            await fill(pilot, "Fewer still", "Monsieur Nul", "")
            assert "“Monsieur Nul” is not a member of this assembly." in dialog(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Editor)

    async def test_nobody_moves_nothing(self, sitting: Path) -> None:
        """The refusal stands in the question, and nothing was opened."""
        async with session(sitting) as pilot:
            await press(pilot, "e", "enter")
            await fill(pilot, "", "", "")
            assert "An oral amendment is moved by somebody" in dialog(pilot)
            assert len(clerk(sitting).repository.branches("amendments")) == 6
