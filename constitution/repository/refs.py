"""Refs that move together or not at all, each from where it was seen to where it should be."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Outdated, Refused
from constitution.language import N_, _
from constitution.repository.commits import MAIN
from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.repository.commits import CommitId

__all__ = ["RefMove", "blocker", "in_order", "move_refs", "refuse_moved"]

_TRIES = 8
_FIRST_WAIT = 0.01  # seconds; doubled at every try


@dataclass(frozen=True, slots=True)
class RefMove:
    """A ref that goes from one commit to another; None for a ref that is not there."""

    ref: str
    old: CommitId | None
    new: CommitId | None


def in_order(moves: Sequence[RefMove]) -> tuple[RefMove, ...]:
    """The moves as they are made: main before all others, so that its move alone decides.

    Where main does not move, the first one decides.
    """
    return tuple(sorted(moves, key=lambda move: move.ref != MAIN))


def move_refs(git: pygit2.Repository, moves: Sequence[RefMove]) -> None:
    """Nothing, once every ref was moved; `Outdated` or `Refused` when they stand where they stood."""
    for move in moves:
        refuse_moved(git, move)
    done: list[RefMove] = []
    try:
        for move in in_order(moves):
            _move(git, move)
            done.append(move)
    except (Refused, Outdated):
        for move in reversed(done):
            with contextlib.suppress(Refused, Outdated):
                _move(git, RefMove(move.ref, move.new, move.old))
        raise


def refuse_moved(git: pygit2.Repository, move: RefMove) -> pygit2.Reference | None:
    """The ref that is about to move, when it stands where it was seen; otherwise `Outdated`."""
    found = git.references.get(move.ref)
    target = str(found.target) if found is not None else None
    if target != move.old:
        raise Outdated(
            _("{thing} was changed by somebody else in the meantime").format(
                thing=_called(move.ref)
            ),
            hint=_("Nothing was written. Look at the new state and do it again."),
        )
    return found


def _called(ref: str) -> str:
    """What stands at a ref, in the words of the sitting; the ref where these have none for it."""
    if ref == MAIN:
        return _("the text")
    for start, words in (
        ("refs/heads/amendments/", N_("the draft “{name}”")),
        ("refs/heads/motions/", N_("what was put to the vote as “{name}”")),
        ("refs/counts/", N_("the count of amendment {name}")),
    ):
        if ref.startswith(start):
            return _(words).format(name=ref.removeprefix(start))
    return ref


def _move(git: pygit2.Repository, move: RefMove) -> None:
    """Nothing, once the ref was moved: tried again, ever later, while somebody holds its lock."""
    wait = _FIRST_WAIT
    for attempt in range(_TRIES):
        try:
            _try_to_move(git, move)
        except (pygit2.GitError, OSError, ValueError) as error:  # a lock in the way is an OSError
            refuse_moved(git, move)
            if "lock" not in str(error) or attempt == _TRIES - 1:
                raise _unwritable(git, move, error) from None
            time.sleep(wait)
            wait *= 2
        else:
            return


def _try_to_move(git: pygit2.Repository, move: RefMove) -> None:
    found = refuse_moved(git, move)
    if found is None:
        if move.new is not None:
            git.references.create(move.ref, move.new)
    elif move.new is None:
        found.delete()
    else:
        found.set_target(move.new)


def blocker(git: pygit2.Repository, ref: str) -> str | None:
    """A ref whose name is in the way of `ref`: `refs/heads/a` stands where `refs/heads/a/b` would."""
    parts = ref.split("/")
    for length in range(2, len(parts)):
        above = "/".join(parts[:length])
        with contextlib.suppress(ValueError):
            if git.references.get(above) is not None:
                return above
    return next((name for name in git.references if name.startswith(f"{ref}/")), None)


def _unwritable(git: pygit2.Repository, move: RefMove, error: Exception) -> Refused:
    blocking = blocker(git, move.ref) if move.new is not None else None
    if blocking is not None:
        return Refused(
            _("{ref} cannot be made: {blocker} is in the way of its name").format(
                ref=move.ref, blocker=blocking
            ),
            hint=_("Nothing was written. `constitution doctor` says what to do about it."),
        )
    if "lock" in str(error):
        lock = re.search(r"'([^']+\.lock)'", str(error))
        return Refused(
            _("the repository could not be written: {reason}").format(reason=error)
            if lock is None
            else _("the repository could not be written: {lock} is in the way").format(
                lock=lock[1]
            ),
            hint=_(
                "Another program is at work here, or ended before its time. Nothing was written; "
                "`constitution doctor` says which."
            ),
        )
    return Refused(
        _("the repository could not be written: {reason}").format(reason=error),
        hint=_(
            "Is it read-only, or the disk full? Nothing was lost; `constitution doctor` says more."
        ),
    )
