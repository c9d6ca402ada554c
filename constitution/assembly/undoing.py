"""Taking back the last act, and doing it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.verification import forget_undone
from constitution.errors import Outdated, Refused
from constitution.language import _
from constitution.repository import MAIN

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.repository import Commit, CommitId
    from constitution.repository.acts import Act

__all__ = ["last_act", "last_undone", "redo", "undo"]


def last_act(desk: Desk, expected: Act | None = None) -> Act:
    """The act that would be taken back; `Refused` where there is none, or not the one expected.

    Neither is there one where it was published, or others built on it.
    """
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
    if desk.acts.interrupted() is None:  # else taking back settles what was cut short first
        desk.acts.refuse_published(acts[-1])
        _refuse_overtaken(desk, acts[-1])
    return acts[-1]


def _refuse_overtaken(desk: Desk, act: Act) -> None:
    """`Outdated` where others built on what the act made: taken back, their work would go with it."""
    for move in act.moves:
        tip = desk.repository.tip(move.ref)
        if tip == move.new:
            continue
        hint = _instead(desk, act)
        if move.ref != MAIN:
            raise Outdated(
                _("the last act of this clone can no longer be taken back: it was built on since"),
                hint=hint,
            )
        commit = _first_since(desk, move.new, tip)
        raise Outdated(
            _(
                "the last act of this clone can no longer be taken back: {name} changed the text "
                "since (“{summary}”)"
            ).format(name=commit.author.name, summary=commit.summary)
            if commit is not None
            else _("the last act of this clone can no longer be taken back: the text is another"),
            hint=hint,
        )


def _instead(desk: Desk, act: Act) -> str:
    """What can be done in the place of taking an act back."""
    is_law = any(
        entry.name == act.subject and entry.outcome in {"adopted", "divided"}
        for entry in desk.records()
    )
    if act.verb == "declare" and is_law:
        return _("Propose its opposite: `constitution amend new SLUG --reversing {name}`.").format(
            name=act.subject
        )
    return _("What was done since stays; nothing here is taken back before it.")


def _first_since(desk: Desk, made: CommitId | None, tip: CommitId | None) -> Commit | None:
    """The commit of main that came right after what an act made; None where that is not in main."""
    after = None
    for id_ in desk.repository.first_parents(tip) if tip is not None else ():
        if id_ == made:
            return desk.repository.commit(after) if after is not None else None
        after = id_
    return None


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
