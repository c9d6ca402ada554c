"""Acts: a use case that writes, done in a thread for the person in front of the room.

    perform            what the act came to; refusals are raised, in the words of the core
    perform_unnamed    the same, for what bears nobody's name
    perform_at_terminal  the same, while another program has the terminal
    reported           what to say of an error that nobody foresaw

The first time a person writes, they are asked for the name and address that will be public.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from constitution.assembly.desk import no_identity
from constitution.assembly.reporting import keep_report
from constitution.assembly.unwritten import explain
from constitution.errors import ConstitutionError, Refused
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.assembly import Desk
    from tui.app import DraftingRoom

__all__ = ["perform", "perform_at_terminal", "perform_unnamed", "reading_only", "reported"]

T = TypeVar("T")


async def perform(room: DraftingRoom, deed: Callable[[Desk], T]) -> T:
    """What the deed came to, done at a desk of its own in a thread; the room is then read again.

    It is awaited in a worker, since it may ask who writes. A refusal is raised as it is; anything
    unforeseen as a refusal that names the report that was kept of it.
    """
    room.refuse_reading_only()
    if not await perform_unnamed(room, _knows_who):
        await _ask_who(room)
    done = await perform_unnamed(room, deed)
    room.read_again()
    return done


async def perform_unnamed(room: DraftingRoom, deed: Callable[[Desk], T]) -> T:
    """What the deed came to, whoever does it: for what bears no name."""
    try:
        return await asyncio.to_thread(_at_desk, room, deed)
    except ConstitutionError:
        raise
    except Exception as error:  # noqa: BLE001 - kept in a report, and the room goes on
        raise reported(room, error) from None


async def perform_at_terminal(room: DraftingRoom, deed: Callable[[Desk], T], *, command: str) -> T:
    """What the deed came to, the terminal its own meanwhile: another program asks there.

    Where the room has no terminal to give, the refusal names the `command` that does the same.

    An interruption ends that program, and not the room.
    """
    room.refuse_reading_only()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        with room.suspend():
            done = _until_read(lambda: _at_desk(room, deed))
    except SuspendNotSupported:
        raise Refused(
            _("no other program can be opened from here"),
            hint=_("`{command}` does the same.").format(command=command),
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
    if isinstance(done, ConstitutionError):
        raise done
    if isinstance(done, Exception):
        raise reported(room, done)
    room.read_again()
    return done


def _until_read(deed: Callable[[], T]) -> T | Exception:
    """What the deed came to, or what stopped it: raised in here, it would leave the room aside.

    What another program said of its failure stands until it was read.
    """
    try:
        return deed()
    except Exception as error:  # noqa: BLE001 - raised again once the room is back
        with suppress(EOFError, OSError):
            input(_("Enter goes back to the room."))
        return error


def reading_only() -> Refused:
    """The refusal of a room for reading."""
    return Refused(
        _("this room is for reading only"),
        hint=_("Open it in a terminal: `constitution tui`."),
    )


def reported(room: DraftingRoom, error: Exception) -> Refused:
    """The refusal that tells of an error nobody foresaw, whose report was kept.

    That nothing can be written here is no such error.
    """
    return explain(room.folder, error) or Refused(
        _("an unexpected error stopped this: {reason}").format(
            reason=f"{type(error).__name__}: {error}"
        ),
        hint=_("It is our fault. The report is in {path}; nothing that was saved is lost.").format(
            path=keep_report(room.folder, error)
        ),
    )


def _at_desk(room: DraftingRoom, deed: Callable[[Desk], T]) -> T:
    desk = room.open_desk(room.folder)
    with desk.repository:
        return deed(desk)


def _knows_who(desk: Desk) -> bool:
    return desk.who is not None or desk.repository.identity() is not None


async def _ask_who(room: DraftingRoom) -> None:
    from tui.dialogs.who import Who

    if not await room.push_screen_wait(Who()):
        raise Refused(no_identity().message, hint=_("Do it again, and say who you are."))
