"""Taking back the last act, and doing it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.verification import forget_undone
from constitution.errors import Outdated, Refused
from constitution.language import _

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.repository.acts import Act

__all__ = ["last_act", "last_undone", "redo", "undo"]


def last_act(desk: Desk, expected: Act | None = None) -> Act:
    """The act that would be taken back; `Refused` where there is none, or not the one expected."""
    acts = desk.acts.all()
    if not acts:
        raise Refused(
            _("there is nothing to take back in this clone"),
            hint=_("Only what was done here can be taken back here."),
        )
    if expected is not None and acts[-1] != expected:
        raise Outdated(
            _("something else was done in this clone meanwhile"),
            hint=_("Look again at what would be taken back."),
        )
    return acts[-1]


def undo(desk: Desk, expected: Act | None = None) -> Act:
    """The last act of this clone, taken back; a declared result too, until it was published.

    With an act that was shown, nothing is taken back where it is no longer the last.
    """
    last_act(desk, expected)
    before = desk.repository.main()
    act = desk.acts.undo()
    forget_undone(desk.repository, before, desk.repository.main())
    return act


def last_undone(desk: Desk, expected: Act | None = None) -> Act:
    """The act that would be brought back; `Refused` where there is none, or not the one expected."""
    gone = desk.acts.taken_back()
    if not gone:
        raise Refused(
            _("nothing was taken back that could be brought back"),
            hint=_("`constitution undo` takes back the last act."),
        )
    if expected is not None and gone[-1] != expected:
        raise Outdated(
            _("something else was done in this clone meanwhile"),
            hint=_("Look again at what would be brought back."),
        )
    return gone[-1]


def redo(desk: Desk, expected: Act | None = None) -> Act:
    """The act that was taken back last, brought back.

    With an act that was shown, nothing is brought back where it is no longer the last.
    """
    last_undone(desk, expected)
    before = desk.repository.main()
    act = desk.acts.redo()
    forget_undone(desk.repository, before, desk.repository.main())
    return act
