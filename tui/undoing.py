"""Taking back the last act of this clone, and bringing back what was taken back: told first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.undoing import last_act, last_undone, redo, undo
from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.language import _
from tui.acting import perform_unnamed
from tui.dialogs.confirm import Confirm
from tui.dialogs.dialog import capital
from tui.hints import in_keys
from tui.taken import act_words, undoing_words
from tui.widgets.page import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.assembly import Desk
    from constitution.repository.acts import Act
    from tui.app import DraftingRoom

__all__ = ["bring_back", "take_back"]


async def take_back(room: DraftingRoom) -> None:
    """The last act of this clone is shown and, on a yes, taken back."""
    act = await _asked(room, last_act)
    if act is None:
        return
    lines = (said(safe(capital(act_words(act))), "strong"), said(undoing_words(act)))
    done = await room.push_screen_wait(
        Confirm(_("Take back the last act?"), lines, lambda desk: undo(desk, act))
    )
    if done is not None:
        room.say(_("Taken back: {act}.").format(act=act_words(done)))


async def bring_back(room: DraftingRoom) -> None:
    """What was taken back last is shown and, on a yes, brought back."""
    act = await _asked(room, last_undone)
    if act is None:
        return
    lines = (
        said(safe(capital(act_words(act))), "strong"),
        said(_("Everything is then as it was when this was done.")),
    )
    done = await room.push_screen_wait(
        Confirm(_("Bring back what was taken back?"), lines, lambda desk: redo(desk, act))
    )
    if done is not None:
        room.say(_("Brought back: {act}.").format(act=act_words(done)))


async def _asked(room: DraftingRoom, find: Callable[[Desk], Act]) -> Act | None:
    """The act that is meant; where there is none, that is said where the person is."""
    try:
        return await perform_unnamed(room, find)
    except ConstitutionError as error:
        room.say_here(capital(in_keys(f"{error.message}. {error.hint}".strip())))
        return None
