"""The editor opened on an article of a draft, with what is beside it: how tests of it begin.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import drafting
from constitution.assembly.drafting.unsaved import Drawer
from tests.rooms import SMALL, desk_in, joined, room, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from constitution.assembly.pending import Pending
    from tui.editor.screen import Editor

ARTICLE = "articles/02-state/article-3.md"
WORDS = "# Article 3 — The seat\n\nThe seat is in the capital.\n"


def added(words: str) -> str:
    """The article with words typed after its last ones."""
    return f"{WORDS[:-1]}{words}\n"


@pytest.fixture
def drafted(own: Path) -> Path:
    """A constitution in which `idea` is a draft that changes nothing yet."""
    drafting.new_amendment(desk_in(own), "idea", title="An idea")
    return own


def drawer_in(folder: Path) -> Drawer:
    """Where texts lie that were not saved."""
    return Drawer(folder / ".git/constitution/drafts")


@asynccontextmanager
async def editing(
    folder: Path, article: str = "3", size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Pilot[None], Editor[Pending]]]:
    """The editor, open on an article of `idea`."""
    from tui.app import DraftingRoom
    from tui.editor.opening import open_article
    from tui.editor.screen import Editor

    async with room(folder, size) as pilot:
        app = pilot.app
        assert isinstance(app, DraftingRoom)
        opened = open_article(desk_in(folder), "idea", article)
        editor = Editor(opened.writing, opened.save, marked=True, home=opened.home)
        await app.push_screen(editor)
        await settle(pilot)
        yield pilot, editor


async def rest(pilot: Pilot[None], seconds: float = 0.4) -> None:
    """The keys rest for a moment, and what follows from that is done."""
    await pilot.pause(seconds)
    await settle(pilot)


def in_front(pilot: Pilot[None]) -> type[object]:
    """What kind of question, or editor, stands in front."""
    return type(pilot.app.screen)


def difference(editor: Editor[Pending]) -> str:
    """What the page below the text says."""
    from tui.widgets.page import Page

    return joined(editor.query_one("#difference", Page).words)


def left_behind(folder: Path, text: str) -> None:
    """What a program that was killed leaves: the text it kept, and no lock."""
    held = drawer_in(folder).hold("idea", ARTICLE)
    held.keep(text)
    held.let_go()
