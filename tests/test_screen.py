"""The screen for the projector: what is sent to it, and nothing else; no count before its time."""

from __future__ import annotations

import unicodedata
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from constitution.assembly import balloting, projecting
from constitution.assembly.motions import open_motion
from constitution.assembly.projecting import Sent
from constitution.assembly.rollcall import journal_of
from constitution.errors import Refused
from constitution.governance import MemberId
from tests.rooms import joined, screen, settle
from tests.sittings import FIFTY, clerk, committee_of, pictured
from tui.screen import Projector
from tui.sitting.projection import ShownQuestion, ShownResult, read_projection
from tui.widgets.big import big_letters
from tui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

HALL = (60, 18)


@asynccontextmanager
async def hall(folder: Path, size: tuple[int, int] = HALL) -> AsyncIterator[Pilot[None]]:
    """The screen, open."""
    async with Projector(folder).run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def look(pilot: Pilot[None]) -> None:
    """The screen has looked at what was sent."""
    app = pilot.app
    assert isinstance(app, Projector)
    app._look()
    await settle(pilot)
    await settle(pilot)


def send(folder: Path, kind: projecting.Kind, name: str) -> None:
    """Something is sent to the screens of this clone."""
    projecting.send_to_screen(clerk(folder).repository.state_folder, Sent(kind, name))


def shown(pilot: Pilot[None]) -> str:
    """Everything that the screen says."""
    app = pilot.app
    heads = [str(app.query_one(f"#{name}", Static).content) for name in ("heading", "big")]
    return joined("\n".join((*heads, app.query_one(Page).words)))


async def test_before_anything_is_sent_it_bears_the_name_of_the_text(seated: Path) -> None:
    """And of the assembly, nothing else."""
    async with hall(seated) as pilot:
        assert "PROJET DE CONSTITUTION" in shown(pilot)
        assert "Comité de rédaction" in shown(pilot)


async def test_what_is_sent_appears_by_itself_and_goes_away(sitting: Path) -> None:
    """An article, an amendment; the screen may be open before or after; a clear screen is clear."""
    send(sitting, "article", "articles/01-peuple/article-2.md")
    async with hall(sitting) as pilot:
        assert "Le peuple est souverain." in shown(pilot)
        send(sitting, "amendment", "3")
        await pilot.pause(0.7)
        await settle(pilot)
        assert "Amendment 3 — million" in shown(pilot)
        assert "Un million de citoyens" in shown(pilot)
        projecting.clear_screen(clerk(sitting).repository.state_folder)
        await look(pilot)
        assert "PROJET DE CONSTITUTION" in shown(pilot)


async def test_the_running_count_is_hidden_until_the_vote_is_closed(sitting: Path) -> None:
    """Ballots, answers of a roll call, a question half counted: a result that is sent is a question."""
    committee = committee_of(sitting)
    motion = committee.put("6")
    send(sitting, "result", motion.folder)
    journal_of(committee.desk, motion).note(1, {MemberId("siege-50"): "for"})
    for member in FIFTY.named[:7]:
        balloting.cast_ballot(committee.desk, motion, member.id, ["for", "against"])
    async with hall(sitting) as pilot:
        assert "The vote is open." in shown(pilot)
        assert "For 7" not in shown(pilot)
        assert "7 of 50" not in shown(pilot)
        committee.count("6", 40, 5, 1, question=1)
        await look(pilot)
        assert "The vote is open." in shown(pilot)
        assert "40" not in shown(pilot)
        committee.count("6", 5, 40, 1, question=2)
        await look(pilot)
        assert "For 40, against 5, abstentions 1" in shown(pilot)
        assert "Nothing is final before the result is declared." in shown(pilot)


async def test_a_vote_without_a_quorum_is_postponed_in_big_letters(sitting: Path) -> None:
    """Where what came of it is sent; as long as the question stands there, it is closed, no more."""
    committee = committee_of(sitting)
    motion = committee.put("3")
    committee.count("3", 3, 1)
    send(sitting, "question", motion.folder)
    async with hall(sitting, (120, 40)) as pilot:
        assert "The vote is closed." in shown(pilot)
        assert "postponed" not in shown(pilot)
        send(sitting, "result", motion.folder)
        await look(pilot)
        assert "For want of a quorum the vote is postponed" in shown(pilot)
        assert " ".join(big_letters("POSTPONED", 118)[0].split()) in shown(pilot)
        assert "Nothing is final" not in shown(pilot)


def test_a_question_has_no_figure_to_show(sitting: Path) -> None:
    """Whatever was counted and declared; what is sent as a question is read as a question."""
    committee = committee_of(sitting)
    committee.put("3")
    send(sitting, "question", "3-million")
    committee.count("3", 34, 10)
    asked = read_projection(sitting)
    assert isinstance(asked, ShownQuestion)
    assert not asked.is_open
    assert "34" not in repr(replace(asked, change=None))
    committee.declare("3")
    told = read_projection(sitting)
    assert isinstance(told, ShownQuestion)
    assert told.change is None
    assert "34" not in repr(told)


@pytest.mark.parametrize("size", [HALL, (120, 40)], ids=["60x18", "120x40"])
async def test_a_result_is_told_in_big_letters_bars_and_a_sentence(
    sitting: Path, size: tuple[int, int]
) -> None:
    """The outcome fits a small screen; a large one has the figures in big letters too."""
    committee = committee_of(sitting)
    committee.pass_("3", votes=(34, 10, 1))
    send(sitting, "result", "3-million")
    async with hall(sitting, size) as pilot:
        lines = screen(pilot)
        for line in big_letters("ADOPTED", 100):
            assert line in lines
        assert "✓ For 34 of 44, needed 23" in lines
        assert "┃" in lines
        assert "45 of 50" in lines
        await pictured(pilot, lambda: screen(pilot), f"screen-{size[0]}x{size[1]}")
        if size == (120, 40):
            assert big_letters("34", 20)[0].strip() in lines
            assert "Abstentions" in lines


async def test_what_is_there_no_more_leaves_the_screen_clear(sitting: Path) -> None:
    """A motion that was taken back, an article that is gone, a name that nobody bears."""
    send(sitting, "question", "3-million")
    async with hall(sitting) as pilot:
        assert "PROJET DE CONSTITUTION" in shown(pilot)
        for kind, name in (("article", "articles/none.md"), ("amendment", "99")):
            send(sitting, kind, name)  # type: ignore[arg-type] # the kinds, spelled out
            await look(pilot)
            assert "PROJET DE CONSTITUTION" in shown(pilot)


async def test_a_ruling_is_shown_as_one(sitting: Path) -> None:
    """What was not voted on has no figures."""
    from constitution.assembly.disposing import dispose

    dispose(clerk(sitting), "3", "withdrawn", ruling="Its author left")
    send(sitting, "result", "3-million")
    result = read_projection(sitting)
    assert isinstance(result, ShownResult)
    async with hall(sitting) as pilot:
        assert "Its author left" in shown(pilot)


async def test_nothing_hostile_reaches_the_projector(sitting: Path) -> None:
    """Titles are shown with their marks as they are, and no control of a file reaches it."""
    committee = committee_of(sitting)
    branch = committee.repository.branches("amendments")["deputes"]
    toml = committee.repository.read(branch.tip, "drafts/deputes/amendment.toml") or b""
    hostile = toml.replace(b'"deputes"', b'"[/x] [$x] [bold]evil"')
    committee.commit_by_hand(branch.ref, {"drafts/deputes/amendment.toml": hostile})
    (committee.repository.state_folder / "screen").write_text("\x1b[2J\u202e")
    async with hall(sitting) as pilot:
        send(sitting, "amendment", "5")
        await look(pilot)
        assert "[/x] [$x] [bold]evil" in shown(pilot)
        assert not [c for c in screen(pilot) if unicodedata.category(c) == "Cc" and c != "\n"]


def test_big_letters_are_plain_where_they_do_not_fit_or_are_not_drawn() -> None:
    """Four lines where they fit, the words themselves else; every outcome fits sixty columns."""
    assert len(big_letters("ADOPTÉ", 58)) == 4
    assert big_letters("ADOPTED", 20) == ("ADOPTED",)
    assert big_letters("ÇA", 58) == ("ÇA",)
    assert big_letters("", 58) == ("",)
    for word in ("adopted", "rejected", "postponed", "withdrawn", "rejeté", "adopté", "reporté"):
        lines = big_letters(word.upper(), 58)
        assert len(lines) == 4
        assert max(map(len, lines)) <= 58


def test_a_motion_is_open_for_the_screen_as_for_the_room(sitting: Path) -> None:
    """The name that is sent is that of its folder, also once it was recorded."""
    committee = committee_of(sitting)
    folder = committee.put("3").folder
    assert open_motion(committee.desk, "3").folder == folder
    committee.count("3", 34, 10)
    committee.declare("3")
    assert committee.desk.records()[-1].folder == folder


async def test_what_is_longer_than_the_screen_says_so_and_is_turned_from_the_room(
    sitting: Path,
) -> None:
    """Every line is in sight in some part; the last says nothing follows, and after it comes the first."""
    send(sitting, "amendment", "6")
    parts: list[str] = []
    async with hall(sitting, (40, 9)) as pilot:
        page = pilot.app.query_one(Page)
        while not parts or "▼" in parts[-1]:
            parts.append(screen(pilot))
            projecting.turn_screen(clerk(sitting).repository.state_folder)
            await look(pilot)
        assert "more line" in parts[0]
        assert "▲" not in parts[0]
        assert "▲" in parts[-1]
        for line in page.words.split("\n"):
            assert any(line.strip() in part for part in parts)
        assert screen(pilot) == parts[0]


def test_nothing_is_turned_where_nothing_was_sent(sitting: Path) -> None:
    """And the refusal says how something is sent."""
    with pytest.raises(Refused, match="nothing was sent") as refusal:
        projecting.turn_screen(clerk(sitting).repository.state_folder)
    assert "`s`" in refusal.value.hint
