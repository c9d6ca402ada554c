"""Case 22: random changes to a lawful repository never give a verdict on another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz import WAYS, fuzz

if TYPE_CHECKING:
    from pathlib import Path


def test_random_changes_never_give_a_verdict_on_another_text(tmp_path: Path) -> None:
    """Bytes of any file, files committed without a vote, objects named anew; loose and packed.

    `python -m tests.fuzz 100000` runs as many as one likes.
    """
    tally = fuzz(240, 1789, tmp_path)
    assert sum(tally.values()) == 240
    ways = {way.split(", ")[2] for way, _outcome in tally}
    assert ways == {name for name, _change in WAYS}
    assert {outcome for _way, outcome in tally} >= {"wrong", "cannot-tell"}
