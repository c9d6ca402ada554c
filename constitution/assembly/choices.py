"""Choices that settle collisions, remembered in this clone until the amendment is brought up to date.

They lie in `.git/constitution/choices/<slug>.json`, keyed by the readings they settle: a choice is
found again as long as the very same collision comes back, and means nothing else. Losing the file
loses no committed work.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constitution.canonical import Digest
from constitution.merge import Reworded
from constitution.repository import keep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constitution.assembly.desk import Desk
    from constitution.merge import Choice

__all__ = ["forget_choices", "remember_choices", "remembered_choices"]


def remembered_choices(desk: Desk, slug: str) -> dict[Digest, Choice]:
    """The choices made in this clone for an amendment, by the id of the dispute they settle."""
    try:
        kept = json.loads(_file(desk, slug).read_text(encoding="utf-8"))
        return {
            Digest(str(id_)): choice
            for id_, written in kept.items()
            if (choice := _read(written)) is not None
        }
    except (OSError, ValueError, AttributeError):
        return {}


def remember_choices(desk: Desk, slug: str, choices: Mapping[Digest, Choice]) -> None:
    """Nothing, once the choices are kept beside those made before."""
    every = {**remembered_choices(desk, slug), **choices}
    written = {id_: _written(choice) for id_, choice in every.items()}
    keep(_file(desk, slug), json.dumps(written, ensure_ascii=False).encode())


def forget_choices(desk: Desk, slug: str) -> None:
    """Nothing, once no choice is kept for the amendment."""
    _file(desk, slug).unlink(missing_ok=True)


def _file(desk: Desk, slug: str) -> Path:
    return desk.repository.state_folder / "choices" / f"{slug}.json"


def _written(choice: Choice) -> str | dict[str, str]:
    return {"words": choice.words} if isinstance(choice, Reworded) else choice


def _read(written: object) -> Choice | None:
    match written:
        case "current":
            return "current"
        case "amendment":
            return "amendment"
        case "base":
            return "base"
        case "both":
            return "both"
        case {"words": str() as words}:
            return Reworded(words)
        case _:
            return None
