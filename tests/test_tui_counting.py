"""The sitting in the room: figures, results without figures, and what is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from constitution.assembly import balloting
from constitution.assembly.motions import open_motion
from constitution.repository import MAIN
from constitution.vote import VoteRecord
from tests.clerks import call, dialog, fill, last, outcomes, stages
from tests.rooms import git, page, press, screen, settle
from tests.sittings import FIFTY, clerk, committee_of, session
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.notice import Notice
from tui.dialogs.summary import Summary
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.ballot import Choice


class TestSummary:
    """What is to be read before an answer is given."""

    async def test_it_has_the_height_of_the_screen_and_says_where_it_goes_on(
        self, sitting: Path
    ) -> None:
        """What the vote needs is in sight from the beginning; at the end the frame says no more."""
        async with session(sitting, (60, 18)) as pilot:
            call(pilot, "6")
            await press(pilot, "p")
            box = pilot.app.screen.query_one(".dialog")
            summary = pilot.app.screen.query_one(Summary)
            assert "What the vote needs" in screen(pilot)
            assert "goes on: page down" in screen(pilot)
            assert box.content_region.bottom == summary.region.bottom
            await press(pilot, "end")
            assert "goes on" not in screen(pilot)
            await pilot.resize_terminal(160, 45)
            await settle(pilot)
            assert "goes on" not in screen(pilot)
            assert summary.size.height == summary.lay_whole()

    async def test_a_long_one_is_as_wide_as_is_read_with_ease(self, sitting: Path) -> None:
        """On a screen that has the room: at most a hundred signs; a few words need no wide box."""
        async with session(sitting) as pilot:
            call(pilot, "6")
            await press(pilot, "p")
            box = pilot.app.screen.query_one(".dialog")
            assert box.region.width == 72
            for width, wide in ((120, 104), (250, 104), (80, 72)):
                await pilot.resize_terminal(width, 45)
                await settle(pilot)
                summary = pilot.app.screen.query_one(Summary)
                assert box.region.width == wide
                assert summary.size.width <= 100
                assert summary.size.height == summary.lay_whole()
            await press(pilot, "escape", "S")
            pilot.app.push_screen(Confirm("Sure?", (), lambda _desk: None))
            await pilot.resize_terminal(160, 45)
            await settle(pilot)
            assert pilot.app.screen.query_one(".dialog").region.width == 72


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
            (("many", "1", ""), "“For”: “many” is not a number of votes"),
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
            assert "Amendment 3 was rejected already" in dialog(pilot)

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
            assert "“For”: “33x” is not a number of votes. Write it in digits alone" in dialog(
                pilot
            )
            pilot.app.screen.query_one("#for", Input).value = "60"
            await press(pilot, "ctrl+s")
            assert "only 50 members may vote" in dialog(pilot)
            assert "replaces the roll call" not in dialog(pilot)
            pilot.app.screen.query_one("#for", Input).value = "30"
            await press(pilot, "ctrl+s")
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

    async def test_figures_over_ballots_are_doubted_and_say_what_becomes_of_them(
        self, sitting: Path
    ) -> None:
        """A second Enter enters them; the page and the summary still tell of the ballots."""
        committee_of(sitting).put("3")
        desk = clerk(sitting)
        motion = open_motion(desk, "3")
        choices: tuple[Choice, ...] = ("for", "for", "against")
        for member, choice in zip(FIFTY.named[:3], choices, strict=True):
            balloting.cast_ballot(desk, motion, member.id, [choice])
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "c")
            await fill(pilot, "40", "5", "")
            assert stages(sitting)["3"] == "open"
            told = dialog(pilot)
            assert "This replaces the 3 ballots that were cast: for 2, against 1" in told
            assert "`u` takes the entry back" in told
            assert "Not signed, they go once the result is declared." in told
            await press(pilot, "enter")
            assert "Declare amendment 3 adopted?" in dialog(pilot)
            assert "This replaces the 3 ballots that were cast" in dialog(pilot)
            await press(pilot, "escape")
            assert "3 ballots were cast and are not what is counted." in page(pilot, "called")
            await press(pilot, "u", "enter")
            assert "3 ballots are in" in page(pilot, "called")
            await press(pilot, "x")
            await fill(pilot, "", "", "")
            await press(pilot, "escape", "escape", "h")
            await fill(pilot, "", "")
            assert "This replaces the 3 ballots" in dialog(pilot)

    async def test_a_result_on_which_others_built_is_not_offered_to_be_taken_back(
        self, sitting: Path
    ) -> None:
        """Who changed the text since and what can be done is said at once, in the words of the room."""
        committee_of(sitting).pass_("3", votes=(30, 10, 0))
        git(sitting, "commit", "--quiet", "--allow-empty", "-m", "Tell the press", name="Tiers")
        async with session(sitting) as pilot:
            await press(pilot, "u")
            told = " ".join(screen(pilot).split())
            assert "Take back the last act?" not in told
            assert "Tiers changed the text since (“Tell the press”)" in told
            assert "Propose its opposite: `n` among the amendments (2)" in told
            assert "refs/" not in told

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
