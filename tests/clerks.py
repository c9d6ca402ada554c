"""What a clerk sees and types in the room of a sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from constitution.assembly.sitting import agenda
from tests.rooms import joined, settle
from tests.sittings import clerk
from tui.widgets.page import Page
from tui.widgets.rows import Rows

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
