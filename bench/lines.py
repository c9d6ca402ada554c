"""Every line of the table, in its order."""

from __future__ import annotations

from bench import differing, merging, past, proof, room, sitting, starting

__all__ = ["LINES"]

LINES = (
    *starting.LINES,
    *past.LINES,
    *differing.LINES,
    *merging.LINES,
    *sitting.LINES,
    *proof.LINES,
    *room.LINES,
)
