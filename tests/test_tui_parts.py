"""Parts of a place: one alone on the screen, lists whose rows are whole, acts brought back, who voted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from constitution.assembly import Desk, drafting
from constitution.assembly.pending import pending
from constitution.assembly.undoing import undo
from tests.clerks import call, dialog
from tests.rooms import desk_in, joined, press, room, screen, settle, until
from tests.sittings import NAMES, committee_of, session
from tests.test_tui_history import fill
from tui.dialogs.choose import Choose
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

_SUMS = tuple(
    SimpleNamespace(question=1, group=group, for_=for_, against=against, abstain=0, absent=0)
    for group, for_, against in (("North", 2, 1), ("South", 1, 46))
)


def in_sight(pilot: Pilot[None]) -> set[str | None]:
    """The parts of the place that can be seen."""
    return {
        part.id
        for part in pilot.app.query("Rows, Page")
        if all(one.display for one in part.ancestors_with_self if hasattr(one, "display"))
        and part.region.area
    }


class TestTheWholeScreen:
    """`z` gives the part that has the keys the whole screen, and takes it again."""

    async def test_one_part_has_the_whole_screen_and_gives_it_back(
        self, founded: Path, size: tuple[int, int]
    ) -> None:
        """In every place, the list first and then the page that Enter opens; `z` ends it."""
        parts = {
            "1": ("contents", "prose"),
            "2": ("pending", "amendment"),
            "3": ("turns", "called"),
            "4": ("records", "record"),
        }
        async with room(founded, size) as pilot:
            for place, (rows, page) in parts.items():
                await press(pilot, place, "z")
                assert in_sight(pilot) == {rows}, place
                assert pilot.app.query_one(f"#{rows}").region.width == size[0]
                await press(pilot, "enter")
                assert in_sight(pilot) == {page}, place
                assert pilot.app.query_one(f"#{page}").region.height >= size[1] - 5
                await press(pilot, "escape", "tab")
                assert in_sight(pilot) == {page}, place
                await press(pilot, "z")
                assert {rows, page} <= in_sight(pilot), place

    async def test_what_is_asked_for_is_seen_where_a_part_has_the_whole_screen(
        self, founded: Path
    ) -> None:
        """The line of `/` comes into sight with what is around it, and the part is whole again after."""
        async with room(founded) as pilot:
            await press(pilot, "z", "/")
            assert pilot.app.query_one("#asked").region.area
            await press(pilot, "s", "e", "a", "t", "enter")
            assert in_sight(pilot) == {"contents"}


class TestATightScreen:
    """Where there is room for one part alone, that is the one with the keys, as with `z`."""

    async def test_one_part_is_in_sight_at_a_time(self, founded: Path) -> None:
        """An article is read in lines and not in letters; every place can be told from the bar."""
        async with room(founded, (40, 12)) as pilot:
            assert in_sight(pilot) == {"contents"}
            assert screen(pilot).split("\n")[0].split()[:5] == ["[1", "Text]", "2", "3", "4"]
            await press(pilot, "enter")
            assert in_sight(pilot) == {"prose"}
            assert pilot.app.query_one("#prose").region.width == 40
            await press(pilot, "escape", "z")
            assert in_sight(pilot) == {"contents"}
            await press(pilot, "2", "enter")
            assert in_sight(pilot) == {"amendment"}
            assert "[2 Amendments (3)]" in screen(pilot)

    async def test_a_screen_that_grows_shows_every_part_again(self, founded: Path) -> None:
        """And one that shrinks the part with the keys alone."""
        async with room(founded, (100, 30)) as pilot:
            assert in_sight(pilot) == {"contents", "prose"}
            await pilot.resize_terminal(40, 12)
            await until(pilot, lambda: in_sight(pilot) == {"contents"})
            await pilot.resize_terminal(100, 30)
            await until(pilot, lambda: in_sight(pilot) == {"contents", "prose"})
            assert "2 Amendments (3)" in screen(pilot)

    async def test_a_form_loses_no_word_of_what_it_asks(self, own: Path) -> None:
        """What a line asks for stands above it."""
        async with room(own, (40, 30)) as pilot:
            await press(pilot, "2", "n")
            assert "What it proposes:" in screen(pilot)
            assert "Proposed by:" in screen(pilot)


class TestRows:
    """A list of rows of two lines."""

    async def test_no_row_is_cut_on_top(self, founded: Path) -> None:
        """Whatever the height of the list, the first line in it begins a row."""
        async with room(founded, (80, 24)) as pilot:
            await press(pilot, "4")
            rows = pilot.app.query_one("#records", Rows)
            for height in (5, 6, 7):
                rows.styles.height = height
                await settle(pilot)
                for key in ("j", "j", "j", "G", "k", "home", "end"):
                    await press(pilot, key)
                    assert rows.scroll_offset.y % 2 == 0, (height, key)


class TestBringingBack:
    """`U` brings back what `u` took back."""

    async def test_what_was_taken_back_is_brought_back_once_it_was_seen(self, own: Path) -> None:
        """Told first; nothing happens before the yes; with nothing to bring back, that is said."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "idea", title="An idea")
        undo(desk)
        async with room(own) as pilot:
            await press(pilot, "U")
            assert "Opening amendment idea" in screen(pilot)
            assert "idea" not in {one.slug for one in pending(Desk.open(own))}
            await press(pilot, "y")
            assert "idea" in {one.slug for one in pending(Desk.open(own))}
            assert "Brought back" in screen(pilot)
            await press(pilot, "U")
            assert "Nothing was taken back that could be brought back" in screen(pilot)
            assert "`u`" in screen(pilot)

    async def test_only_the_act_that_was_shown_is_brought_back(self, own: Path) -> None:
        """Another act meanwhile leaves nothing to bring back: the person looks again."""
        desk = desk_in(own)
        drafting.new_amendment(desk, "idea", title="An idea")
        undo(desk)
        async with room(own) as pilot:
            await press(pilot, "U")
            drafting.new_amendment(desk_in(own), "later", title="A later idea")
            await press(pilot, "y")
            assert "idea" not in {one.slug for one in pending(Desk.open(own))}


class TestWhoVotedHow:
    """`r` on a record: who voted how, by name."""

    async def test_a_vote_without_names_says_that_it_has_none(self, founded: Path) -> None:
        """A show of hands has figures alone."""
        async with room(founded) as pilot:
            await press(pilot, "4", "G", "k", "r")
            assert "the record has no names" in joined(screen(pilot))

    async def test_the_names_of_a_roll_call_are_found_and_lead_to_a_members_votes(
        self, sitting: Path
    ) -> None:
        """A choice is found as a name is; Enter tells how the member voted on everything."""
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r")
            await pilot.press(*"fff")
            await press(pilot, "r", "a", "ctrl+s", "enter", "4", "r")
            window = pilot.app.screen
            assert isinstance(window, Choose)
            rows = window.query_one("#choices", Rows)
            assert f"+ for      {min(NAMES)}" in rows.words
            assert rows.words.count("- against") == 47
            await press(pilot, *"for")
            assert len([row for row in rows.words.split("\n") if "+ for" in row]) == 3
            await press(pilot, "enter")
            said = joined(dialog(pilot))
            assert "voted" in said
            assert "+ for" in said
            assert "Amendment 3" in said
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, Choose)
            await press(pilot, "escape")
            assert len(pilot.app.screen_stack) == 1

    async def test_the_sums_of_groups_are_told_and_not_chosen(
        self, sitting: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The cursor goes to members alone; on the last of them, the sums below are in sight."""
        monkeypatch.setattr("tui.past.voters.by_group", lambda _entry, _members: _SUMS)
        committee_of(sitting).put("3")
        async with session(sitting) as pilot:
            call(pilot, "3")
            await press(pilot, "r")
            await pilot.press(*"fff")
            await press(pilot, "r", "a", "ctrl+s", "enter", "4", "r")
            rows = pilot.app.screen.query_one("#choices", Rows)
            assert "South: for 1, against 46" not in screen(pilot)
            for _page in range(9):
                await press(pilot, "pagedown")
            assert "South: for 1, against 46, abstentions 0, absent 0" in screen(pilot)
            member = rows.key
            assert member
            await press(pilot, *"south")
            assert rows.key is None
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, Choose)


class TestLinesOfAForm:
    """A new amendment (`n`) asks for what it can use."""

    async def test_a_line_is_there_only_where_what_was_chosen_asks_for_it(
        self, founded: Path
    ) -> None:
        """A change to the text names no other amendment, and asks no question."""

        def lines(pilot: Pilot[None]) -> set[str]:
            form = pilot.app.screen
            names = ("title", "which", "subject", "rule", "effect")
            return {name for name in names if form.query_one(f"#{name}").region.area}

        async with room(founded, (160, 45)) as pilot:
            await press(pilot, "2", "n")
            assert lines(pilot) == {"title", "effect"}
            pilot.app.screen.query_one("#kind").focus()
            await press(pilot, "right")
            assert lines(pilot) == {"title", "which", "effect"}
            await press(pilot, "left", "left")
            assert lines(pilot) == {"title", "subject", "rule", "effect"}


class TestWordsOnThePage:
    """`/` and `g` in the text of a day."""

    async def test_words_are_found_in_the_text_of_a_day_one_place_after_the_other(
        self, founded: Path
    ) -> None:
        """`/` and the words; `n` and `N` go on and back; what is found bears a mark."""
        async with room(founded, (80, 14)) as pilot:
            await press(pilot, "4", "g")
            await fill(pilot, "founding")
            await press(pilot, "/", *"seat", "enter")
            assert "Place 1 of 2" in screen(pilot)
            assert "Article 3 — The seat" in screen(pilot)
            await press(pilot, "n")
            assert "Place 2 of 2" in screen(pilot)
            assert "» 1  The seat is in the capital." in screen(pilot)
            await press(pilot, "N")
            assert "Place 1 of 2" in screen(pilot)
            await press(pilot, "/", *"zebra", "enter")
            assert "Nothing on this page has these words." in screen(pilot)
            await press(pilot, "/", "escape")
            assert not pilot.app.query_one("#sought").display
            assert pilot.app.focused is pilot.app.query_one("#record")

    async def test_an_article_of_a_day_is_gone_to_by_its_number(self, founded: Path) -> None:
        """On the page that shows a day `g` asks which article; in the list, which day."""
        async with room(founded, (80, 14)) as pilot:
            await press(pilot, "4", "g")
            await fill(pilot, "founding")
            await press(pilot, "g", "2", "enter")
            lines = [one for one in screen(pilot).split("\n") if "Article 2 — The petition" in one]
            assert lines
            await press(pilot, "escape", "g")
            assert pilot.app.screen.query("#when")
