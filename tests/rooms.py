"""The drafting room opened on a small constitution, driven by keys, in a small and a large terminal.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import counting, declaring, disposing, drafting, putting
from constitution.assembly.desk import Desk
from constitution.assembly.founding import Founding, default_rules, found
from constitution.governance import Members, Settings
from constitution.repository import Person, When
from tests.pace import read_all

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

SMALL, LARGE = (80, 24), (160, 45)
HOSTILE = "[/x] [bold]\x1b[2J\x1b]0;owned\x07 \u202eevil"

TEXTS = {
    "articles/00-preamble.md": "# Preamble\n\nWe write this together.\n",
    "articles/01-people/README.md": "# Title I — The people\n",
    "articles/01-people/article-1.md": (
        "# Article 1\n\n"
        "All power comes from the people.\n\n"
        "The vote is equal, *direct* and secret. See [article 2](article-2.md).\n\n"
        "It is held:\n\n"
        "- every five years;\n"
        "- on a Sunday.\n"
    ),
    "articles/01-people/article-2.md": (
        "# Article 2 — The petition\n\nA petition needs one thousand signatures.\n"
    ),
    "articles/02-state/README.md": "# Title II — The state\n",
    "articles/02-state/article-3.md": "# Article 3 — The seat\n\nThe seat is in the capital.\n",
}


def desk_in(folder: Path) -> Desk:
    """A desk whose clerk and clock are fixed."""
    clock = itertools.count(1_800_000_000, 86_400)
    desk = Desk.open(folder)
    desk.who = Person("Clerk", "clerk@example.org")
    desk.clock = lambda: When(next(clock), 60)
    return desk


def amend(desk: Desk, slug: str, title: str, article: str, words: tuple[str, str]) -> None:
    """A draft that puts words in place of others."""
    old, new = words
    drafting.new_amendment(desk, slug, title=title)
    path = next(path for path in desk.main().texts if path.endswith(article))
    drafting.edit_article(desk, slug, path, desk.main().texts[path].replace(old, new))
    drafting.write_reasons(desk, slug, f"Because **{slug}** is better.\n")


def vote(desk: Desk, number: str, votes: tuple[int, int, int]) -> None:
    """The amendment is put, counted and declared."""
    putting_ = putting.prepare(desk, [number])
    assert isinstance(putting_, putting.Putting)
    motion = putting.seal(desk, putting_)
    counting.enter_count(desk, motion, evidence="counted", votes={1: votes})
    declaring.declare(desk, declaring.prepare_declaration(desk, number))


def git(folder: Path, *arguments: str, name: str = "X") -> str:
    """What plain git answers: a colleague who does not use the program."""
    person = ("-c", f"user.name={name}", "-c", "user.email=x@example.org")
    return subprocess.check_output(["git", "-C", str(folder), *person, *arguments], text=True)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A constitution with an adoption, a rejection, a ruling, and four amendments pending."""
    folder = tmp_path_factory.mktemp("room") / "constitution"
    clock = itertools.count(1_790_000_000)
    founding = Founding(
        Settings("The Assembly", "The Draft", "en"),
        Members(seats=60),
        default_rules(TEXTS, ()),
        TEXTS,
    )
    found(
        folder,
        founding,
        who=Person("Clerk", "clerk@example.org"),
        clock=lambda: When(next(clock), 60),
    )
    desk = desk_in(folder)
    amend(desk, "fewer", "Fewer signatures", "article-2.md", ("one thousand", "five hundred"))
    drafting.submit(desk, "fewer")
    vote(desk, "1", (33, 20, 4))
    amend(desk, "seat", "Another seat", "article-3.md", ("the capital", "the largest city"))
    drafting.submit(desk, "seat")
    vote(desk, "2", (10, 40, 0))
    amend(desk, "monday", "On a Monday", "article-1.md", ("Sunday", "Monday"))
    drafting.submit(desk, "monday")
    disposing.dispose(desk, "3", "fallen", ruling="overtaken")
    amend(desk, "clash", "A thousand again", "article-2.md", ("five hundred", "two thousand"))
    amend(desk, "secret", "Free as well", "article-1.md", ("equal,", "equal, free,"))
    drafting.submit(desk, "secret")
    amend(desk, "sunday", "On a holiday", "article-1.md", ("a Sunday", "a public holiday"))
    drafting.submit(desk, "sunday")
    putting_ = putting.prepare(desk, ["5"])
    assert isinstance(putting_, putting.Putting)
    putting.seal(desk, putting_)
    return folder


@pytest.fixture
def own(founded: Path, tmp_path: Path) -> Path:
    """A copy of the constitution that a test may change."""
    return shutil.copytree(founded, tmp_path / "own")


@pytest.fixture(params=[SMALL, LARGE], ids=["80x24", "160x45"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The sizes that every story is told in."""
    width, height = request.param
    return width, height


async def settle(pilot: Pilot[None]) -> None:
    """Nothing is being read any more, and what was read is shown."""
    await read_all(pilot)


def stepping_aside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is noted when the room gives the terminal to another program, and when it comes back.

    As in Textual, it does not come back where an error passes through.
    """
    from tui.app import DraftingRoom

    seen: list[str] = []

    @contextmanager
    def suspend(_room: DraftingRoom) -> Iterator[None]:
        seen.append("aside")
        yield
        seen.append("back")

    monkeypatch.setattr(DraftingRoom, "suspend", suspend)
    return seen


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """What is waited for holds; a busy machine is given ten seconds."""
    for _look in range(200):
        if holds():
            return
        await pilot.pause(0.05)
    pytest.fail("what was waited for did not come")


@asynccontextmanager
async def room(
    folder: Path, size: tuple[int, int] = SMALL, *, is_read_only: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The room, open on a constitution and read."""
    from tui.app import DraftingRoom

    app = DraftingRoom(folder, open_desk=desk_in, is_read_only=is_read_only)
    app.REST = 0  # type: ignore[misc] # a test presses keys sooner than a person reads
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, one after the other, each with time to be answered."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def page(pilot: Pilot[None], name: str) -> str:
    """What a page of the room says."""
    from tui.widgets.page import Page

    return pilot.app.query_one(f"#{name}", Page).words


def joined(text: str) -> str:
    """The words without the line breaks and margins of the page."""
    return " ".join(text.split())


def commands_here(pilot: Pilot[None]) -> set[str]:
    """What the palette offers that has a key where one is, and not elsewhere."""
    offered = pilot.app.get_system_commands(pilot.app.screen)
    return {command.title for command in offered if command.help.startswith("Key: ")}


def screen(pilot: Pilot[None]) -> str:
    """Everything on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
