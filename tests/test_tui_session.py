"""The sitting, driven by keys as a clerk drives it: put, count, roll call, declare, next."""

from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static, TextArea

from constitution import language
from constitution.assembly import balloting, projecting
from constitution.assembly.pending import find_pending
from constitution.assembly.putting import open_motion
from constitution.assembly.sitting import agenda
from constitution.repository import MAIN
from constitution.vote import VoteRecord
from tests.committee import path_of
from tests.rooms import LARGE, commands_here, git, joined, page, press, screen, settle
from tests.sittings import FIFTY, NAMES, clerk, committee_of, pictured, renamed, session
from tui.app import DraftingRoom
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.notice import Notice
from tui.editor.screen import Editor
from tui.places.session import SessionPlace
from tui.sitting.roll import RollCallDialog
from tui.widgets.page import Page
from tui.widgets.rows import Rows
from tui.widgets.said import Said

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.history import Entry


def stages(folder: Path) -> dict[str, str]:
    """Where the vote on each amendment stands."""
    return {str(turn.number): turn.stage for turn in agenda(clerk(folder))}


def outcomes(folder: Path) -> list[tuple[str, str]]:
    """What was recorded, amendment by amendment."""
    return [(entry.number, entry.outcome) for entry in clerk(folder).records()]


def last(folder: Path) -> Entry:
    """The last record."""
    return clerk(folder).records()[-1]


def dialog(pilot: Pilot[None]) -> str:
    """Everything that the dialog on top says."""
    top = pilot.app.screen
    said = [str(one.content) for one in top.query(Static)]
    return joined("\n".join((*said, *(one.words for one in top.query(Page)))))


def call(pilot: Pilot[None], number: str) -> None:
    """The cursor stands on an amendment."""
    assert pilot.app.query_one("#turns", Rows).point(number)


async def fill(pilot: Pilot[None], *lines: str) -> None:
    """The lines of a form, each followed by Enter."""
    for line in lines:
        await pilot.press(*("space" if c == " " else c for c in line), "enter")
    await settle(pilot)


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
            pilot.app.screen.query_one("#reason").focus()
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
            await press(pilot, "enter")
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
            assert said.index("Un million de citoyens") < said.index("26 if all 50 vote")
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


class TestCounting:
    """Figures, results without figures, ballots; then the result."""

    async def test_figures_lead_to_the_result_and_the_result_to_the_record(
        self, sitting: Path
    ) -> None:
        """Put, count, declare, next: the cursor stands on the next amendment."""
        async with session(sitting) as pilot:
            await press(pilot, "p", "enter", "c")
            await fill(pilot, "33", "10", "2")
            assert isinstance(pilot.app.screen, Confirm)
            said = dialog(pilot)
            assert "Declare amendment 3 adopted?" in said
            assert "✓ For 33 of 43, needed 22" in said
            assert "┃" in said
            assert "For 33, against 10, abstentions 2: 43 votes cast" in said
            assert "Amendment 1, “seuil”, falls: all that it changes" in said
            assert outcomes(sitting) == []
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted")]
            assert "Last result: 3 · adopted" in screen(pilot)
            assert pilot.app.query_one("#turns", Rows).key == "1"

    async def test_a_count_can_be_corrected_until_it_is_declared(self, sitting: Path) -> None:
        """The summary is left, the figures are entered again, and the last ones count."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            await press(pilot, "escape")
            assert stages(sitting)["3"] == "counted"
            assert "For 33 of 43" in page(pilot, "called")
            await press(pilot, "c")
            await fill(pilot, "10", "33", "")
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "rejected")]

    @pytest.mark.parametrize(
        ("figures", "why"),
        [
            (("many", "1", ""), "“many” is not a number of votes"),
            (("50", "1", ""), "51 votes were counted, and only 50 members may vote"),
        ],
    )
    async def test_figures_that_cannot_be_are_refused_where_they_were_typed(
        self, sitting: Path, figures: tuple[str, ...], why: str
    ) -> None:
        """What was typed stays, to be mended."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, *figures)
            assert isinstance(pilot.app.screen, Form)
            assert why in dialog(pilot)

    async def test_without_a_quorum_the_vote_is_postponed_and_leaves_no_record(
        self, sitting: Path
    ) -> None:
        """The sentence says how many were missing; the vote can be held again."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, "10", "2", "")
            assert isinstance(pilot.app.screen, Notice)
            assert "is postponed; nothing was recorded" in dialog(pilot)
            assert "no quorum, to be voted again" in pilot.app.query_one("#turns", Rows).words
            assert "12 of 50 members took part" in dialog(pilot)
            await press(pilot, "escape")
            assert outcomes(sitting) == []
            assert "✗ Took part 12 of 50, quorum 25" in page(pilot, "called")
            await press(pilot, "c")
            await fill(pilot, "30", "2", "")
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted")]

    async def test_a_result_without_figures_says_who_declared_it(self, sitting: Path) -> None:
        """And is called declared wherever it is shown."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "h", "right", "enter")
            await fill(pilot, "The chair")
            assert "“The chair” is not a member of this assembly." in dialog(pilot)
            await press(pilot, "enter")
            assert "Declared rejected by The chair, without figures." in dialog(pilot)
            assert "Evidence: declared" in dialog(pilot)
            await press(pilot, "enter")
            record = last(sitting).record
            assert isinstance(record, VoteRecord)
            assert (record.outcome, record.declared_by) == ("rejected", "The chair")

    async def test_a_count_of_what_was_declared_meanwhile_is_refused_by_the_outcome(
        self, sitting: Path
    ) -> None:
        """Two clerks, one result: the second is told what the first one declared."""
        committee = committee_of(sitting)
        committee.put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            committee.count("3", 10, 30)
            committee.declare("3")
            await fill(pilot, "26", "10", "")
            assert "Amendment 3 was disposed of: rejected" in dialog(pilot)

    @pytest.mark.parametrize(("key", "lines"), [("h", ("", "")), ("c", ("20", "10", ""))])
    async def test_what_replaces_a_roll_call_says_so_first(
        self, sitting: Path, key: str, lines: tuple[str, ...]
    ) -> None:
        """With its figures, and again in the summary; its answers stay, and it is taken up again."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "r")
            await pilot.press(*("f" * 20), *("a" * 12), "b")
            await press(pilot, "escape", key)
            await fill(pilot, *lines)
            assert "replaces the roll call of 33 votes: for 20, against 12, abstentions 1" in (
                dialog(pilot)
            )
            assert stages(sitting)["3"] == "open"
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Confirm)
            assert "replaces the roll call of 33 votes" in dialog(pilot)
            await press(pilot, "escape")
            assert "A roll call was taken and is not what is counted" in page(pilot, "called")
            await press(pilot, "r")
            assert "For 20, against 12, abstentions 1" in dialog(pilot)

    async def test_figures_that_cannot_be_are_refused_before_anything_is_asked(
        self, sitting: Path
    ) -> None:
        """A fault comes before a doubt: nobody agrees to what is then refused."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "r", "f", "f", "escape", "c")
            await fill(pilot, "33x", "10", "")
            assert "“33x” is not a number of votes (For) Write it in digits alone." in dialog(pilot)
            pilot.app.screen.query_one("#for", Input).value = "60"
            await press(pilot, "enter")
            assert "only 50 members may vote" in dialog(pilot)
            assert "replaces the roll call" not in dialog(pilot)
            pilot.app.screen.query_one("#for", Input).value = "30"
            await press(pilot, "enter")
            assert "replaces the roll call of 2 votes" in dialog(pilot)
            assert stages(sitting)["3"] == "open"

    async def test_a_closed_roll_call_is_not_lost_by_what_replaces_it(self, sitting: Path) -> None:
        """One that was entered, or postponed for want of a quorum, is taken up again as it was."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "r")
            await pilot.press(*("f" * 10))
            await press(pilot, "ctrl+s", "ctrl+s")
            assert "is postponed" in dialog(pilot)
            await press(pilot, "escape", "h")
            await fill(pilot, "", "")
            assert "replaces the roll call of 10 votes" in dialog(pilot)
            await press(pilot, "enter", "escape", "r")
            assert "For 10, against 0, abstentions 0" in dialog(pilot)

    async def test_what_fell_is_offered_to_be_recorded(self, sitting: Path) -> None:
        """A result leaves rivals in the list; the ruling that they fell is asked for at once."""
        committee = committee_of(sitting)
        committee.put("3")
        committee.count("3", 33, 10)
        async with session(sitting) as pilot:
            await press(pilot, "d")
            assert "waits for the chair’s ruling" in dialog(pilot)
            await press(pilot, "enter")
            assert "Record amendments 1, 4 as fallen?" in dialog(pilot)
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted"), ("1", "fallen"), ("4", "fallen")]
            assert pilot.app.query_one("#turns", Rows).key == "5"

    async def test_putting_says_that_a_rival_was_counted_and_is_not_declared(
        self, sitting: Path
    ) -> None:
        """Its result decides on what text this one would be voted."""
        committee = committee_of(sitting)
        committee.put("3")
        committee.count("3", 33, 10)
        async with session(sitting) as pilot:
            call(pilot, "1")
            await press(pilot, "p")
            assert "Amendment 3 — million touches the same article; it was counted" in (
                dialog(pilot)
            )
            await press(pilot, "escape")
            call(pilot, "5")
            await press(pilot, "p")
            assert "not declared" not in dialog(pilot)

    async def test_questions_are_counted_one_by_one(self, sitting: Path) -> None:
        """Each has its own figures; only what is adopted enters the text."""
        async with session(sitting) as pilot:
            call(pilot, "6")
            await press(pilot, "p", "enter", "c")
            assert "1. Le Gouvernement" in dialog(pilot)
            await fill(pilot, "", "40", "5", "")
            assert not isinstance(pilot.app.screen, Confirm)
            assert stages(sitting)["6"] == "open"
            await press(pilot, "c")
            assert "2. La Cour" in dialog(pilot)
            await fill(pilot, "", "5", "40", "")
            assert "Declare amendment 6 adopted in part?" in dialog(pilot)
            await press(pilot, "enter")
            assert outcomes(sitting) == [("6", "divided")]
            text = "\n".join(clerk(sitting).main().texts.values())
            assert "détermine la politique" in text
            assert "neuf membres" in text

    async def test_ballots_are_counted_as_they_arrive(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody presses a key; the result can be declared once enough are in."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        async with session(sitting) as pilot:
            await press(pilot, "p", "enter")
            desk = clerk(sitting)
            motion = open_motion(desk, "3")
            for member in FIFTY.named[:30]:
                balloting.cast_ballot(desk, motion, member.id, ["for"])
            await pilot.pause(0.3)
            await settle(pilot)
            assert "30 ballots are in" in page(pilot, "called")
            await press(pilot, "d")
            assert "Declare amendment 3 adopted?" in dialog(pilot)
            await press(pilot, "enter")
            assert outcomes(sitting) == [("3", "adopted")]

    async def test_a_declared_result_is_taken_back(self, sitting: Path) -> None:
        """`u` shows the act, and on a yes main is what it was; the count is still there."""
        before = clerk(sitting).repository.tip(MAIN)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            await press(pilot, "enter", "escape", "u")
            assert "Take back the last act?" in dialog(pilot)
            await press(pilot, "enter")
            assert clerk(sitting).repository.tip(MAIN) == before
            assert stages(sitting)["3"] == "counted"
            assert "3 · counted, to be declared" in pilot.app.query_one("#turns", Rows).words


class TestRollCall:
    """Fifty members, by keys alone."""

    async def begin(self, pilot: Pilot[None], number: str = "3") -> None:
        """The roll call on an amendment, put to the vote."""
        call(pilot, number)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, RollCallDialog)

    async def test_fifty_members_are_called_by_keys_alone(self, sitting: Path) -> None:
        """One key an answer; one is found by name and corrected; the rest get the same one."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            assert NAMES[0] in dialog(pilot) or NAMES[0] in screen(pilot)
            await pilot.press(*"fffffaab", *("f" * 20))
            await settle(pilot)
            assert "For 25, against 2, abstentions 1" in dialog(pilot)
            await pilot.press("slash", *"evra", "enter", "a")
            await settle(pilot)
            await pilot.press("4", "5", "enter", "b")
            await settle(pilot)
            await pilot.press("1", "enter", "a")  # the first had said for
            await settle(pilot)
            assert "For 24, against 4, abstentions 2" in dialog(pilot)
            assert "20 without an answer" in dialog(pilot)
            await press(pilot, "r", "a")
            assert "For 24, against 24, abstentions 2" in dialog(pilot)
            await press(pilot, "ctrl+s")
            assert "Declare amendment 3 rejected?" in dialog(pilot)
            assert "Evidence: named" in dialog(pilot)
            await press(pilot, "enter")
            record = last(sitting).record
            assert isinstance(record, VoteRecord)
            assert (record.outcome, record.evidence) == ("rejected", "named")
            count = record.counts[0]
            assert isinstance(count.against, tuple)
            assert {"siege-01", "siege-31", "siege-06"} <= set(count.against)
            assert isinstance(count.abstain, tuple)
            assert set(count.abstain) == {"siege-08", "siege-45"}

    async def test_after_a_search_the_next_without_an_answer_is_called(self, sitting: Path) -> None:
        """The next key is theirs, and no answer that was given is written over."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "f", "slash", *"cheva", "enter", "f")
            rows = pilot.app.screen.query_one("#members", Rows)
            assert rows.key == "siege-29"
            await press(pilot, "a")
            assert "For 2, against 1, abstentions 0" in dialog(pilot)
            await press(pilot, "slash", *"caron", "escape")
            assert rows.key == "siege-03"
            await press(pilot, "a")
            assert "For 2, against 2, abstentions 0" in dialog(pilot)

    async def test_an_answer_that_takes_the_place_of_another_is_said(self, sitting: Path) -> None:
        """Until the next one is given; taken out, too."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "f", "1", "enter", "a")
            assert "Corrected: Adam, “against” in the place of “for”." in dialog(pilot)
            await press(pilot, "f")
            assert "Corrected" not in dialog(pilot)
            await press(pilot, "1", "enter", "space")
            assert "Taken out: Adam, who had answered “against”." in dialog(pilot)

    async def test_whoever_gave_no_answer_is_told_before_it_is_closed(self, sitting: Path) -> None:
        """The first time it says how many are missing; the second time it closes."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*("f" * 30))
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app.screen, RollCallDialog)
            assert "20 answers are missing" in dialog(pilot)
            await press(pilot, "ctrl+s")
            assert "Declare amendment 3 adopted?" in dialog(pilot)
            await press(pilot, "escape")
            assert stages(sitting)["3"] == "counted"

    async def test_a_roll_call_survives_the_room(self, sitting: Path) -> None:
        """Whatever ended the room, the next one has every answer."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"ffab")
            await settle(pilot)
        async with session(sitting) as pilot:
            assert "A roll call was begun and is not closed" in joined(page(pilot, "called"))
            await press(pilot, "r")
            assert "For 2, against 1, abstentions 1" in dialog(pilot)
            rows = pilot.app.screen.query_one("#members", Rows)
            assert rows.key == "siege-05"

    async def test_an_entered_roll_call_is_corrected_until_the_result_is_declared(
        self, sitting: Path
    ) -> None:
        """Taken up again it has the answers of the entry; space takes one out."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*("f" * 26), "r", "a")
            await press(pilot, "ctrl+s", "escape", "r")
            assert "For 26, against 24" in dialog(pilot)
            await press(pilot, "home", "space")
            await press(pilot, "ctrl+s", "ctrl+s")
            assert "For 25, against 24" in dialog(pilot)

    async def test_what_happens_outside_loses_no_answer(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A colleague's act leaves the roll call as it is; where it ended the vote, that is said."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"fff")
            await settle(pilot)
            committee = committee_of(sitting)
            committee.pass_("2", votes=(30, 10, 0))
            await pilot.pause(0.3)
            await settle(pilot)
            assert "For 3, against 0, abstentions 0" in dialog(pilot)
            assert "no longer open" not in dialog(pilot)
            committee.count("3", 30, 10)
            committee.declare("3")
            await pilot.pause(0.3)
            await settle(pilot)
            assert "Amendment 3 is no longer open for votes" in dialog(pilot)
            assert "For 3, against 0, abstentions 0" in dialog(pilot)

    async def test_each_question_has_its_own_answers(self, sitting: Path) -> None:
        """Brackets go from one question to the next."""
        committee_of(sitting).put("6")
        async with session(sitting) as pilot:
            await self.begin(pilot, "6")
            assert "Question 1 of 2: Le Gouvernement" in dialog(pilot)
            await pilot.press("r", "f", "right_square_bracket")
            await settle(pilot)
            assert "Question 2 of 2: La Cour" in dialog(pilot)
            assert "For 0, against 0, abstentions 0" in dialog(pilot)
            await press(pilot, "r", "a", "ctrl+s")
            assert "Declare amendment 6 adopted in part?" in dialog(pilot)

    async def test_in_french_the_keys_are_p_c_a(self, sitting: Path) -> None:
        """Pour, contre, abstention."""
        language.speak("fr")
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await pilot.press(*"ppca")
            await settle(pilot)
            assert "Pour 2, contre 1, abstentions 1" in dialog(pilot)

    async def test_seats_without_names_are_counted_not_called(self, own: Path) -> None:
        """The refusal says what to do instead."""
        async with session(own) as pilot:
            call(pilot, "5")
            await press(pilot, "r")
            assert isinstance(pilot.app.screen, Notice)
            assert "Enter the figures of the count." in dialog(pilot)

    async def test_nobody_called_so_is_said(self, sitting: Path) -> None:
        """The search stays, and Escape leaves it for the whole list."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await self.begin(pilot)
            await press(pilot, "slash", "q", "q", "q")
            assert "Nobody who may vote is called so." in dialog(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, RollCallDialog)
            assert NAMES[0] in screen(pilot)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RollCallDialog)


class TestScreen:
    """What is sent to the projector from the room."""

    async def test_what_is_called_is_sent_as_it_stands(self, sitting: Path) -> None:
        """The amendment while it waits, the question while it is open, the result once counted."""
        state = clerk(sitting).repository.state_folder
        async with session(sitting) as pilot:
            await press(pilot, "s")
            assert projecting.read_sent(state) == projecting.Sent("amendment", "3")
            assert "On the screen: amendment 3" in screen(pilot)
            await press(pilot, "p", "enter", "s")
            assert projecting.read_sent(state) == projecting.Sent("question", "3-million")
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            await press(pilot, "escape", "s")
            assert projecting.read_sent(state) == projecting.Sent("result", "3-million")
            await press(pilot, "S")
            assert projecting.read_sent(state) is None
            await press(pilot, "d", "enter", "escape", "R")
            assert projecting.read_sent(state) == projecting.Sent("result", "3-million")


class TestRefusals:
    """What cannot be done is said where it was asked for."""

    async def test_one_refusal_stands_once(self, sitting: Path) -> None:
        """Met twice, it is closed once."""
        async with session(sitting) as pilot:
            app = pilot.app
            assert isinstance(app, DraftingRoom)
            for _time in range(3):
                app.refuse("amendment 3 collides", "Settle it (`amend update`).")
                await settle(pilot)
            assert [type(one) for one in app.screen_stack[1:]] == [Notice]
            await press(pilot, "escape")
            assert len(app.screen_stack) == 1

    async def test_what_was_asked_in_one_place_is_not_answered_in_another(
        self, sitting: Path
    ) -> None:
        """Neither a question nor a refusal follows whoever went on."""
        async with session(sitting) as pilot:
            place = pilot.app.query_one(SessionPlace)
            place.put(["99"])
            place.leave()
            await settle(pilot)
            place.put(["3"])
            await pilot.press("2")
            await settle(pilot)
            assert len(pilot.app.screen_stack) == 1


class TestManners:
    """What holds in the sitting as everywhere."""

    async def test_two_clerks_see_one_result(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What a colleague declares appears by itself; one who confirms an old summary is refused."""
        monkeypatch.setattr("tui.app.WATCH_EVERY", 0.1)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "c")
            await fill(pilot, "33", "10", "")
            committee = committee_of(sitting)
            committee.count("3", 10, 33)
            await press(pilot, "enter")
            assert "no longer the one that was shown" in dialog(pilot)
            assert outcomes(sitting) == []
            await press(pilot, "escape")
            committee.declare("3")
            await pilot.pause(0.3)
            await settle(pilot)
            assert "Last result: 3 · rejected" in screen(pilot)
            assert pilot.app.query_one("#turns", Rows).key == "1"

    async def test_a_room_for_reading_offers_no_act(self, seated: Path) -> None:
        """The keys are not there, and pressing them does nothing."""
        async with session(seated, is_read_only=True) as pilot:
            actions = {
                active.binding.action
                for active in pilot.app.screen.active_bindings.values()
                if active.enabled
            }
            assert not actions & {"put", "count", "roll_call", "declare", "send", "dispose"}
            await press(pilot, "p", "s", "x")
            assert "million" in page(pilot, "called")
            assert stages(seated)["3"] == "waiting"
            assert projecting.read_sent(clerk(seated).repository.state_folder) is None

    async def test_a_key_that_cannot_act_says_why(self, sitting: Path) -> None:
        """Nothing is taken back, nothing is counted, nobody comes next: each in a sentence."""
        shutil.rmtree(clerk(sitting).repository.state_folder)  # what was done here before
        async with session(sitting) as pilot:
            for keys, why in (
                (["u"], "There is nothing to take back in this clone."),
                (["d"], "Amendment 3 is not put to the vote yet: `p` puts it."),
                (["h"], "Amendment 3 is not put to the vote yet: `p` puts it."),
                (["R"], "No result was recorded yet."),
                (["K"], "Amendment 3 is called first already."),
                (["end", "n"], "This is the last one in the order of call."),
            ):
                await press(pilot, *keys)
                assert why in joined(pilot.app.query_one(Said).words)

    async def test_an_assembly_with_nothing_to_vote_on_says_so(self, sitting: Path) -> None:
        """An empty list explains itself."""
        committee = committee_of(sitting)
        for number in ("3", "1", "4", "5", "2", "6"):
            from constitution.assembly.disposing import dispose

            dispose(committee.desk, number, "withdrawn", ruling="End of the sitting")
        async with session(sitting) as pilot:
            assert "No amendment waits for its vote." in page(pilot, "called")

    async def test_nothing_hostile_reaches_the_terminal(self, sitting: Path) -> None:
        """Names of members and titles of amendments are shown with their controls as symbols."""
        committee = committee_of(sitting)
        members = renamed(committee.desk.main().members, 1, "[/x] [bold]Adam")
        committee.commit_by_hand(MAIN, {"governance/members.toml": members.to_bytes()})
        branch = committee.repository.branches("amendments")["deputes"]
        toml = committee.repository.read(branch.tip, "drafts/deputes/amendment.toml") or b""
        hostile = toml.replace(b'"deputes"', b'"[/x] [$x] [bold]evil"')
        committee.commit_by_hand(branch.ref, {"drafts/deputes/amendment.toml": hostile})
        async with session(sitting, (160, 45)) as pilot:
            call(pilot, "5")
            await settle(pilot)
            for keys in ([], ["s"], ["x"], ["escape"], ["home", "p"], ["enter"], ["r"]):
                await press(pilot, *keys)
                shown = screen(pilot)
                assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]
                assert "\u202e" not in shown
            assert "[/x] [bold]Adam" in shown

    async def test_every_key_on_offer_has_words_and_a_palette_entry(self, seated: Path) -> None:
        """`?` tells every action that the palette offers in this place."""
        async with session(seated) as pilot:
            commands = commands_here(pilot)
            await press(pilot, "question_mark")
            told = pilot.app.screen.query_one(Page).words
            for title in commands:
                assert title in told
            assert {"Put to the vote", "Next", "To the screen"} <= commands


class TestPictures:
    """The screens as they are: a change of any of them is looked at."""

    async def test_the_sitting_in_a_small_terminal(self, seated: Path) -> None:
        """The list, the page, the keys."""
        async with session(seated) as pilot:
            await pictured(pilot, lambda: screen(pilot), "sitting-80x24")

    async def test_a_roll_call_in_a_small_terminal(self, sitting: Path) -> None:
        """Members, answers, bars and the sentence."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            await press(pilot, "r")
            await pilot.press(*"ffafb", *("f" * 24))
            await settle(pilot)
            await pictured(pilot, lambda: screen(pilot), "roll-call-80x24")

    async def test_a_result_in_a_large_terminal(self, sitting: Path) -> None:
        """The summary over the room."""
        committee = committee_of(sitting)
        committee.put("3")
        committee.count("3", 33, 10, 2)
        async with session(sitting, LARGE) as pilot:
            await press(pilot, "d")
            await pictured(pilot, lambda: screen(pilot), "result-160x45")


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
            assert pilot.app.screen.query_one("#article", Input).value == "4"
            await fill(pilot, "", "Fewer still", "siege-09", "")
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

    async def test_who_moves_it_is_doubted_where_that_is_no_member(self, sitting: Path) -> None:
        """A minister may move one: a second Enter says that it is meant so."""
        async with session(sitting) as pilot:
            call(pilot, "5")
            await settle(pilot)
            await press(pilot, "e")
            await fill(pilot, "", "Fewer still", "Monsieur Nul", "")
            assert "“Monsieur Nul” is not a member of this assembly." in dialog(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Editor)

    async def test_nobody_moves_nothing(self, sitting: Path) -> None:
        """The refusal stands in the question, and nothing was opened."""
        async with session(sitting) as pilot:
            await press(pilot, "e")
            await fill(pilot, "", "", "", "")
            assert "An oral amendment is moved by somebody" in dialog(pilot)
            pilot.app.screen.query_one("#article", Input).value = "99"
            pilot.app.screen.query_one("#author", Input).focus()
            await fill(pilot, "siege-09", "")
            assert "There is no article “99”." in dialog(pilot)
            assert len(clerk(sitting).repository.branches("amendments")) == 6
