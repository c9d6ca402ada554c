"""What can be done in the sitting now, and in a sentence why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.language import _

if TYPE_CHECKING:
    from constitution.assembly.sitting import Tally, Turn

__all__ = ["NAMED", "unnamed", "why_not"]

COUNTING = frozenset({"count", "roll_call", "without_figures", "ballot"})
NAMED = frozenset({"roll_call", "ballot"})
"""What needs members that have names."""
ORDERING = frozenset({"order", "call_later", "call_earlier", "as_proposed"})


def why_not(action: str, turn: Turn | None, tally: Tally | None, *, place: int, turns: int) -> str:
    """Why an act of the sitting cannot be done on the turn under the cursor; empty where it can.

    `place` is that of the turn among the `turns`, from 0.
    """
    if action in {"clear", "turn_screen", "as_proposed", "oral", "send_result", "back"}:
        return ""
    if turn is None:
        return _("No amendment waits for its vote: `s` among the amendments (2) submits one.")
    name = turn.pending.name
    if action == "step" and place == turns - 1:
        return _("This is the last one in the order of call.")
    if action in ORDERING and turns == 1:
        return _("Amendment {name} is the only one to be called.").format(name=name)
    if action == "call_later" and place == turns - 1:
        return _("Amendment {name} is called last already.").format(name=name)
    if action == "call_earlier" and place == 0:
        return _("Amendment {name} is called first already.").format(name=name)
    if action == "put":
        return _put(turn)
    if action in COUNTING:
        return _counted(turn)
    if action == "declare":
        return _declared(turn, tally)
    return ""


def unnamed() -> str:
    """Why votes cannot be told by name, what can be done, and how members come to have names."""
    return _(
        "The members of this assembly are not named: votes are counted, and `c` enters the figures. "
        "An amendment names the members: `e` among the amendments (2)."
    )


def _put(turn: Turn) -> str:
    if turn.stage == "counted":
        return _(
            "Amendment {name} was put and counted: `d` declares the result, `c` counts again."
        ).format(name=turn.pending.name)
    return ""


def _counted(turn: Turn) -> str:
    name = turn.pending.name
    if turn.stage == "waiting":
        return _("Amendment {name} is not put to the vote yet: `p` puts it.").format(name=name)
    if turn.stage == "behind":
        return _("Amendment {name} must be put again before it is voted on: `p`.").format(name=name)
    return ""


def _declared(turn: Turn, tally: Tally | None) -> str:
    name = turn.pending.name
    if turn.stage == "counted" or (tally is not None and tally.source == "ballots"):
        return ""
    if turn.stage == "postponed":
        return _(
            "The vote on amendment {name} had no quorum, and has no result: count it again."
        ).format(name=name)
    if turn.stage == "open":
        return _(
            "Amendment {name} was not counted yet: `c` enters figures, `r` takes the roll call, "
            "`h` a result without figures."
        ).format(name=name)
    return _counted(turn)
