"""What Python and Textual do by themselves does not stand between a key and its paint."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.rooms import press, room

if TYPE_CHECKING:
    from pathlib import Path


def test_the_room_sets_its_pace_before_textual_is_imported() -> None:
    """Textual reads how often it paints once, as it is imported; threads take short turns."""
    program = (
        "import sys, tui; from tui.pace import quicken; "
        "assert not any(name.startswith('textual') for name in sys.modules); quicken(); "
        "from textual.screen import UPDATE_PERIOD; assert UPDATE_PERIOD <= 0.001; "
        "assert sys.getswitchinterval() <= 0.001"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


async def test_what_stays_is_not_searched_for_garbage_until_the_room_is_left(
    founded: Path,
) -> None:
    """A search through all that was imported takes longer than several keys."""
    gc.unfreeze()
    async with room(founded) as pilot:
        await press(pilot, "down")
        assert gc.get_freeze_count() > 10_000
    assert gc.get_freeze_count() == 0
