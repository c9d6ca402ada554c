"""The pace of the room: what Python and Textual do by themselves must not stand between a key and its paint.

A person notices a key that takes longer than a frame, a sixtieth of a second. Left alone, Textual
keeps the second paint of a key waiting for up to two frames, a thread that reads keeps the screen
waiting for 5 ms at every turn, and a search for garbage through all that was imported takes 60 ms.
"""

from __future__ import annotations

import gc
import os
import sys

__all__ = ["keep_what_stays", "let_all_go", "quicken", "search_nothing_yet", "sweep"]

_PAINTS = "TEXTUAL_FPS"
"""Textual's own name for how often it paints in a second, which it reads as it is imported."""

_TURN = 0.0005
"""Seconds that a thread may go on once the screen wants its turn."""

_FEW = 2_000
"""New values that are searched for garbage in a millisecond or two."""


def quicken() -> None:
    """A paint waits for no frame, and the screen for no thread; to be said before Textual is imported.

    Nothing is painted more often for that: only what changed is, and a paint takes its time.
    """
    os.environ.setdefault(_PAINTS, "1000")
    sys.setswitchinterval(_TURN)


def search_nothing_yet() -> None:
    """Nothing is searched for garbage until it is known what stays: nearly all that is made now does."""
    gc.disable()


def keep_what_stays() -> None:
    """What is there now is no more searched for garbage: modules, styles, the room as it was read.

    Garbage is first taken out of it, but for the first time: what was imported is no garbage, and
    searching all of it takes longer than a key.
    """
    if gc.get_freeze_count():
        gc.collect()
    gc.freeze()
    gc.enable()


def sweep() -> None:
    """Few of the values that are new are garbage that Python has yet to search for.

    It would search by itself once there are many, in the middle of a key and for longer than one.
    """
    if gc.isenabled() and gc.get_count()[0] > _FEW:
        gc.collect(0)


def let_all_go() -> None:
    """Everything is searched for garbage again: the room was left."""
    gc.unfreeze()
    gc.enable()
