"""The pace of a test of the room: it waits until the room has nothing to do, and not for the clock.

Textual's own pilot sleeps for 20 ms at a time, four times a key, until the process as a whole seems
idle: a thread that reads ahead keeps it waiting, and a busy machine deceives it. Here the loop is
asked whether anything is left that it could do now.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from textual.app import App
    from textual.css.model import RuleSet
    from textual.css.stylesheet import Stylesheet
    from textual.pilot import Pilot

T = TypeVar("T")
P = ParamSpec("P")

_to_thread = asyncio.to_thread

__all__ = ["read_all"]

A_MOMENT = 0.01
"""Seconds that a cursor rests before what it stands on is read: a test looks when it wants to."""

_PATIENCE = 1_000
"""Looks after which a room that never rests is taken as it is: a second, as in Textual, and as much
longer as the machine is busier.
"""

_LONG_PATIENCE = 15_000
"""Looks after which a thread that never ends is waited for no longer: the test says what is missing."""

_A_LOOK = 0.001
"""Seconds from one look to the next; several for a thread, which needs the time itself."""

_PAINTS = 3
"""What is painted may ask for something that is painted next: a page that is laid, its cursor."""

_IN_THREADS: set[object] = set()
"""A mark for each deed that somebody awaits and that a thread does now."""

_UNHEARD = frozenset({"story", "ahead"})
"""Readings that nobody waits for."""


async def come_to_rest(_least: float = 0.0) -> None:
    """Every key had its turn, all that it set off was done, and what came of it is painted."""
    from textual._context import active_app

    from tui.inturn import InTurn

    app = active_app.get()
    await _idle()
    if isinstance(app, InTurn):
        await _wait_while(lambda: bool(app._waiting or app._begun), _PATIENCE, _A_LOOK)
    for _paint in range(_PAINTS):
        app.screen._on_timer_update()
        await _idle()


async def _idle() -> None:
    """The loop has nothing that it could do now: all that is left waits for a clock or a thread."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined] # asyncio's own queue
    await asyncio.sleep(0)
    await _wait_while(lambda: bool(ready), _PATIENCE, 0)


async def _wait_while(holds: Callable[[], bool], patience: int, look_every: float) -> bool:
    """Whether it holds no more; False where it was looked at so often that it will not change."""
    for _look in range(patience):
        if not holds():
            return True
        await asyncio.sleep(look_every)
    return False


async def read_all(pilot: Pilot[None]) -> None:
    """Nothing is being read or done any more, and what came of it is shown."""
    await pilot.pause()
    while _is_at_work(pilot.app):
        if not await _wait_while(lambda: _is_at_work(pilot.app), _LONG_PATIENCE, 2 * _A_LOOK):
            return
        await pilot.pause()


def _is_at_work(app: App[None]) -> bool:
    """Whether a thread does or reads what is waited for, or a cursor rests before it asks."""
    if _IN_THREADS:
        return True
    return any(
        not worker.is_finished and worker.group not in _UNHEARD for worker in app.workers
    ) or any(
        timer._repeat == 0
        and timer._interval <= A_MOMENT
        and timer._task is not None
        and not timer._task.done()
        for node in (app, *app.screen.walk_children(with_self=True))
        for timer in node._timers
    )


async def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`asyncio.to_thread`, noted as long as it takes."""
    mark = object()
    _IN_THREADS.add(mark)
    try:
        return await _to_thread(function, *args, **kwargs)
    finally:
        _IN_THREADS.discard(mark)


def _read_once(parse: Callable[..., list[RuleSet]]) -> Callable[..., list[RuleSet]]:
    """The same reading of a style sheet, done once for all rooms that have one theme."""
    known: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_rules(sheet: Stylesheet, *what: Hashable, **more: Hashable) -> list[RuleSet]:
        asked = (*sheet._variables.items(), *what, *more.items())
        if asked not in known:
            known[asked] = parse(sheet, *what, **more)
        return known[asked]

    return parse_rules


@pytest.fixture(scope="session", autouse=True)
def unhurried_by_the_clock() -> Iterator[None]:
    """Where tests open the room, they wait for the room."""
    if "textual" not in sys.modules:
        yield
        return
    from textual.css.stylesheet import Stylesheet

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Stylesheet, "_parse_rules", _read_once(Stylesheet._parse_rules))
        monkeypatch.setattr("textual.app.wait_for_idle", come_to_rest)
        monkeypatch.setattr("textual.pilot.wait_for_idle", come_to_rest)
        monkeypatch.setattr("asyncio.to_thread", _in_thread)
        monkeypatch.setattr("tui.background.A_MOMENT", A_MOMENT)
        monkeypatch.setattr("tui.places.amendments._REST", A_MOMENT)
        yield
