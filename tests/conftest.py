"""The outside world, sealed off: no HOME, no git configuration, no clock, no language of ours."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from constitution import language
from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = [
    "tests.colliding",
    "tests.committee",
    "tests.pace",
    "tests.rooms",
    "tests.editors",
    "tests.keyrings",
    "tests.sittings",
]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""No test is timed: the machine may be busy, and what is imported late takes its time once."""

settings.register_profile("long", max_examples=20_000, deadline=None)
"""For a long hunt, by hand: `pytest --hypothesis-profile=long tests/test_merge.py`."""

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Two real constitutions, beside the checkout where they exist; tests that need them skip else."""


def _seal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("GIT_", "LC_", "XDG_", "CONSTITUTION_")) or name in {
            "LANG",
            "LANGUAGE",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "NO_COLOR",
            "COLUMNS",
            "LINES",
        }:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for level in (
        pygit2.enums.ConfigLevel.SYSTEM,
        pygit2.enums.ConfigLevel.XDG,
        pygit2.enums.ConfigLevel.GLOBAL,
        pygit2.enums.ConfigLevel.PROGRAMDATA,
    ):
        pygit2.settings.search_path[level] = str(home)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_EDITOR", "false")
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")


@pytest.fixture(scope="session", autouse=True)
def sealed_throughout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made once for many tests knows no more of the machine than the tests do.

    A shell starts its background jobs deaf to Ctrl-C, which their children inherit.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as monkeypatch:
        _seal(tmp_path_factory.mktemp("home"), monkeypatch)
        yield


@pytest.fixture(autouse=True)
def sealed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME and a git that knows nothing but what the test says."""
    home = tmp_path_factory.mktemp("home")
    _seal(home, monkeypatch)
    return home


@pytest.fixture(scope="session", autouse=True)
def waiting_for_no_disk() -> Iterator[None]:
    """What a test writes is gone in a moment: nothing in this process waits until it is on the disk.

    A program that a test starts does wait, as the people's own: what a crash leaves is tried there.
    """
    pygit2.settings.enable_fsync_gitdir(False)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(
            type(pygit2.settings), "enable_fsync_gitdir", lambda _self, _value: None
        )
        monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
        monkeypatch.setattr(os, "sync", lambda: None, raising=False)
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are in English unless a test says otherwise."""
    language.speak("en")
    yield
    language.speak("en")


@pytest.fixture
def shared_data() -> Path:
    """The folder of real histories, or a skip."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real histories are not beside this checkout")
    return SHARED_DATA
