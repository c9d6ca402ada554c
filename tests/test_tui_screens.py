"""Whole screens as plain text, of a fixed size: what moves on one of them is seen in review.

`SCREENS=write python -m pytest tests/test_tui_screens.py` writes them again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rooms import SMALL, press, room, screen, settle, until

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREENS = Path(__file__).parent / "screens"


@pytest.mark.parametrize(
    ("name", "keys", "size"),
    [
        ("text", ["j", "j"], SMALL),
        ("amendment", ["2", "j"], SMALL),
        ("keys", ["question_mark"], (100, 30)),
        ("editor", ["2", "G", "e", "enter"], (130, 24)),
    ],
)
async def test_the_screen_is_the_one_that_was_approved(
    own: Path, name: str, keys: Sequence[str], size: tuple[int, int]
) -> None:
    """Behaviour has tests of its own; this one shows what a change does to the page."""
    async with room(own, size) as pilot:
        await press(pilot, *keys)
        if name == "amendment":  # what stands around it is read once no key comes
            await until(pilot, lambda: "Rivals:" in screen(pilot))
        await settle(pilot)
        shown = "".join(f"{line.rstrip()}\n" for line in screen(pilot).split("\n"))
    file = SCREENS / f"{name}.txt"
    if os.environ.get("SCREENS") == "write":
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
