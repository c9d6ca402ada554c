"""Work away from the screen: a thread that reads, and one message when it has read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from constitution.errors import ConstitutionError
from constitution.language import _
from tui.messages import Troubled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.dom import DOMNode
    from textual.message import Message
    from textual.worker import Worker

__all__ = [
    "Abandoned",
    "ask",
    "between_keys",
    "go_on",
    "once_it_rests",
    "read_ahead",
    "tell",
    "wait_for_none",
]

A_MOMENT = 0.06
"""Seconds that a cursor rests before what it stands on is read."""

_GLANCE = 0.01
"""Seconds between two looks at whether it is quiet: what begins late ends in the next key."""

_SPELL = 0.008
"""Seconds of steps in a row."""

_READERS = 32
"""How many may read at once, those who wait and those whose answer nobody wants any more among them."""

_DONE = object()


class Abandoned(Exception):
    """Nobody waits for the answer any more."""


def wait_for_none() -> None:
    """What is asked from now on begins at once, however many readings that were given up still go on.

    A thread cannot be stopped, and Python itself has a few more than the machine has processors.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_READERS))


def ask(asker: DOMNode, group: str, read: Callable[[], Message]) -> None:
    """The message that `read` makes reaches the asker, unless something else was asked meanwhile.

    `read` runs in a thread of its own and touches no widget. A refusal, and anything unforeseen,
    reaches the asker as `Troubled`.
    """

    def work() -> None:
        try:
            message = read()
        except Abandoned:
            return
        except ConstitutionError as error:
            message = Troubled(group, error.message, error.hint)
        except Exception as error:  # noqa: BLE001 - said where it was asked, and the room goes on
            message = Troubled(
                group,
                _("This could not be read: {error}").format(
                    error=f"{type(error).__name__}: {error}"
                ),
            )
        with suppress(Abandoned):
            tell(asker, message)

    asker.run_worker(work, name=group, group=group, exclusive=True, thread=True)


def read_ahead(
    asker: DOMNode,
    group: str,
    reads: Iterable[Callable[[], Message]],
    is_quiet: Callable[[], bool],
) -> None:
    """What may be asked next is read before, one by one and only while it is quiet.

    What cannot be read says so when it is asked for.
    """

    def read_all() -> Iterator[None]:
        for read in reads:
            with suppress(Exception):
                tell(asker, read())
            yield

    between_keys(asker, group, read_all(), is_quiet)


def between_keys(
    asker: DOMNode, group: str, steps: Iterable[object], is_quiet: Callable[[], bool]
) -> None:
    """The steps are gone through, one by one and only while it is quiet: what they find is kept by them.

    After a few there is a moment in which a key meets no thread that works: of somebody who goes on
    at a steady pace no key does.
    """

    def work() -> None:
        worker: Worker[None] = get_current_worker()
        rest = iter(steps)
        while not worker.is_cancelled:
            if not is_quiet():
                sleep(_GLANCE)
                continue
            until = monotonic() + _SPELL
            while monotonic() < until:
                if next(rest, _DONE) is _DONE:
                    return
            sleep(A_MOMENT)

    asker.run_worker(work, name=group, group=group, exclusive=True, thread=True)


def tell(asker: DOMNode, message: Message) -> None:
    """The message reaches the asker; `Abandoned` where the worker that calls was cancelled."""
    go_on()
    asker.post_message(message)


def go_on() -> None:
    """Somebody still waits for what a worker does; `Abandoned` where the one that calls was cancelled."""
    worker: Worker[None] = get_current_worker()
    if worker.is_cancelled:
        raise Abandoned


def once_it_rests(read: Callable[[], Message]) -> Callable[[], Message]:
    """The same reading, begun only where nothing else was asked for a moment: keys come in bursts."""

    def read_later() -> Message:
        sleep(A_MOMENT)
        go_on()
        return read()

    return read_later
