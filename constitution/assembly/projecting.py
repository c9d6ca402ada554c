"""What the clerk sends to the projector: a name in a small file, which the screen reads.

The file, `.git/constitution/screen`, is this machine's alone and holds no words of the text: the
screen reads those from the repository. Losing it leaves the screen empty, no more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from constitution.errors import Refused
from constitution.language import _

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Kind", "Sent", "clear_screen", "read_sent", "send_to_screen", "turn_screen"]

Kind: TypeAlias = Literal["article", "amendment", "question", "result"]
"""An article as it stands; an amendment and its change; what is put to the vote, without a figure;
a result, with its figures once the vote is closed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the projector is to show."""

    kind: Kind
    name: str
    """The path of the article, the number of the amendment, or the folder of the motion."""
    part: int = 0
    """How often it was turned to its next part; after the last part comes the first."""


def _file(state: Path) -> Path:
    return state / "screen"


def send_to_screen(state: Path, sent: Sent) -> None:
    """Every screen of this clone shows it, at once or once opened."""
    _write(state, {"kind": sent.kind, "name": sent.name, "part": sent.part})


def turn_screen(state: Path) -> None:
    """Every screen of this clone shows the next part of what it shows; `Refused` where that is nothing."""
    sent = read_sent(state)
    if sent is None:
        raise Refused(
            _("nothing was sent to the screen"),
            hint=_("`s` sends what is in sight; what is longer than the screen has parts."),
        )
    send_to_screen(state, replace(sent, part=sent.part + 1))


def clear_screen(state: Path) -> None:
    """Every screen of this clone shows the name of the assembly, and nothing else."""
    _write(state, {})


def _write(state: Path, table: dict[str, str | int]) -> None:
    state.mkdir(parents=True, exist_ok=True)
    fresh = _file(state).with_name("screen.new")
    fresh.write_text(json.dumps(table, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(_file(state))


def read_sent(state: Path) -> Sent | None:
    """What was sent last, or None; a file nobody can read is none."""
    try:
        table = json.loads(_file(state).read_text(encoding="utf-8"))
        kind, name, part = table["kind"], table["name"], table.get("part", 0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if kind not in get_args(Kind) or not isinstance(name, str):
        return None
    return Sent(kind, name, part if type(part) is int and part >= 0 else 0)
