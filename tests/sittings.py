"""A committee of fifty in session: its room, driven by keys.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk, drafting
from constitution.governance import Member, MemberId, Members
from constitution.repository import Repository
from tests.committee import CLERK, Committee, ticking
from tests.rooms import SMALL, git, press, settle, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

NAMES = [
    "Adam",
    "Bernard",
    "Caron",
    "David",
    "Etienne",
    "Faure",
    "Garnier",
    "Henry",
    "Ibanez",
    "Joly",
    "Klein",
    "Lambert",
    "Martin",
    "Noel",
    "Olivier",
    "Perrin",
    "Quentin",
    "Roux",
    "Simon",
    "Tessier",
    "Ursule",
    "Vidal",
    "Weber",
    "Xavier",
    "Yvon",
    "Zola",
    "Blanc",
    "Chevalier",
    "Dupont",
    "Dupuis",
    "Évrard",
    "Fontaine",
    "Girard",
    "Hubert",
    "Imbert",
    "Jacquet",
    "Kern",
    "Leroy",
    "Mercier",
    "Nicolas",
    "Ollier",
    "Petit",
    "Quere",
    "Rey",
    "Schmitt",
    "Thomas",
    "Urbain",
    "Vasseur",
    "Winter",
    "Zimmer",
]

FIFTY = Members(
    tuple(
        Member(MemberId(f"siege-{seat:02}"), name, ("Montagne", "Plaine", "Rivage")[seat % 3])
        for seat, name in enumerate(NAMES, start=1)
    )
)


@pytest.fixture(scope="session")
def seated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A committee of fifty with six amendments: two rivals and a twin, one that divides, two apart.

    In the order of call: 3, then 1 and 4 together, 5, 2, 6.
    """
    folder = tmp_path_factory.mktemp("sitting") / "constitution"
    committee = Committee.sit(folder, members=FIFTY)
    committee.submitted("seuil", "3", "Sept cent mille", "Cinq cent mille")
    committee.submitted("seances", "5", "neuf mois", "dix mois")
    committee.submitted("million", "3", "Sept cent mille électeurs", "Un million de citoyens")
    committee.submitted("seuil-bis", "3", "Sept cent mille", "Cinq cent mille")
    committee.submitted("deputes", "4", "quatre cents", "cinq cents")
    committee.draft("deux", "6", "conduit la politique", "détermine la politique")
    committee.reword("deux", "7", "neuf membres", "onze membres")
    drafting.divide(committee.desk, "deux", [("Le Gouvernement", ["6"]), ("La Cour", ["7"])])
    committee.submit("deux")
    git(folder, "gc", "--quiet", "--prune=now")  # a copy then has few files
    return folder


@pytest.fixture
def sitting(seated: Path, tmp_path: Path) -> Path:
    """A copy of the committee that a test may change."""
    return shutil.copytree(seated, tmp_path / "sitting")


def clerk(folder: Path) -> Desk:
    """A clerk's desk on the repository, whose clock goes on by a minute at every look."""
    clock = ticking()
    return Desk(Repository.open(folder), clock, who=CLERK)


def committee_of(folder: Path) -> Committee:
    """The acts of a sitting in short, at another clerk's desk."""
    return Committee(folder, clerk(folder))


@asynccontextmanager
async def session(
    folder: Path, size: tuple[int, int] = SMALL, *, is_read_only: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The room, open at the sitting."""
    from tui.app import DraftingRoom

    app = DraftingRoom(folder, open_desk=clerk, is_read_only=is_read_only)
    app.REST = 0  # type: ignore[misc] # a test presses keys sooner than a person reads
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        yield pilot


def renamed(members: Members, seat: int, name: str) -> Members:
    """The members, one of them under another name."""
    named = list(members.named)
    named[seat - 1] = replace(named[seat - 1], name=name)
    return Members(tuple(named))


async def pictured(pilot: Pilot[None], draw: Callable[[], str], name: str) -> None:
    """The screen becomes the one in `tests/pictures`; delete the file to have it written anew."""
    file = Path(__file__).with_name("pictures") / f"{name}.txt"

    def drawn() -> str:
        return "\n".join(line.rstrip() for line in draw().split("\n")) + "\n"

    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(drawn(), encoding="utf-8")
        pytest.fail(f"{file.name} was written: look at it, and keep it if it is right")
    wanted = file.read_text(encoding="utf-8")
    with suppress(pytest.fail.Exception):
        await until(pilot, lambda: drawn() == wanted)
    assert drawn() == wanted
