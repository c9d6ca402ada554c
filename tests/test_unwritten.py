"""A folder in which nothing can be written is no error of ours, and is named as what it is."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, cast

import pytest

from constitution.assembly import Desk, drafting
from constitution.assembly.unwritten import explain, why_unwritten
from constitution.cli.main import run
from tests.rooms import desk_in, press, room, screen, until
from tui.dialogs.confirm import Confirm
from tui.widgets.page import said

if TYPE_CHECKING:
    from pathlib import Path

    from tui.app import DraftingRoom

LIBRARY = OSError("failed to create temporary file '.git/objects/x': Read-only file system")
"""What libgit2 says of it: no number, no name of a file."""


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder is one that cannot be written to, for whoever asks."""
    monkeypatch.setattr(
        "constitution.assembly.unwritten.writing_fails", lambda _folder: "read-only"
    )


@pytest.mark.parametrize(
    ("why", "words"),
    [("read-only", "this folder cannot be written to"), ("full", "the disk is full")],
)
def test_an_error_of_writing_is_explained_by_the_folder(
    founded: Path, monkeypatch: pytest.MonkeyPatch, why: str, words: str
) -> None:
    """Whether the system says it by a number, or the library in words."""
    monkeypatch.setattr("constitution.assembly.unwritten.writing_fails", lambda _folder: why)
    for error in (LIBRARY, OSError(errno.EROFS, os.strerror(errno.EROFS), str(founded / "x"))):
        refused = explain(founded, error)
        assert refused is not None
        assert refused.message == f"{words}; nothing was changed"


def test_no_other_error_is_explained_by_it(founded: Path, read_only: None) -> None:
    """A file elsewhere, a file that is not there, a fault of ours: each is told as it is."""
    del read_only
    missing = OSError(errno.ENOENT, os.strerror(errno.ENOENT), str(founded / "x"))
    elsewhere = OSError(errno.EACCES, os.strerror(errno.EACCES), "/elsewhere/x")
    for error in (missing, elsewhere, KeyError("x")):
        assert explain(founded, error) is None


def test_a_folder_that_can_be_written_to_explains_nothing(founded: Path) -> None:
    """An error of writing in it is one that nobody foresaw."""
    assert explain(founded, LIBRARY) is None
    assert why_unwritten(founded) is None


def test_a_verb_that_cannot_write_says_so(
    own: Path, read_only: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, with what to do next."""
    del read_only

    def fail(*_arguments: object, **_more: object) -> None:
        raise LIBRARY

    desk = desk_in(own)
    drafting.new_amendment(desk, "idea", title="An idea")
    monkeypatch.setattr("constitution.repository.acts.keep", fail)
    assert run(["-C", str(own), "undo", "--yes"]) == 1
    said_ = capsys.readouterr().err
    assert "this folder cannot be written to; nothing was changed" in said_
    assert "copy it to where you may write" in said_
    assert "our fault" not in said_


async def test_the_room_says_so_as_it_opens_and_where_an_act_was_tried(
    own: Path, read_only: None
) -> None:
    """Nobody fills in a form in vain without having been told; nothing is called our fault."""
    del read_only

    def deed(_desk: Desk) -> str:
        raise LIBRARY

    async with room(own, (120, 30)) as pilot:
        await until(pilot, lambda: "Nothing can be written in this folder" in screen(pilot))
        assert "read-only — " in screen(pilot).split("\n")[0]
        cast("DraftingRoom", pilot.app).push_screen(Confirm("Do it?", (said("This."),), deed))
        await press(pilot, "enter")
        await until(pilot, lambda: "This folder cannot be written to" in screen(pilot))
        assert "our fault" not in screen(pilot)
    assert not (own / ".git/constitution/reports").exists()


async def test_a_room_for_reading_says_so_in_its_bar(founded: Path) -> None:
    """As a folder that cannot be written to does."""
    async with room(founded, (120, 30), is_read_only=True) as pilot:
        assert "read-only — " in screen(pilot).split("\n")[0]
