"""What each pending amendment waits for on the current text: one answer for every place that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.history.snapshot import TEXT_FOLDERS

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending, Wait
    from constitution.repository import CommitId

__all__ = ["awaited", "waited_for"]


def awaited(desk: Desk, one: Pending) -> Wait:
    """What is to be done next with an amendment; `bring` where it collides with the current text."""
    return waited_for(one, collides=one.waits_for == "put" and _collides(desk, one))


def waited_for(one: Pending, *, collides: bool) -> Wait:
    """What is to be done next with an amendment of which one knows whether it collides."""
    return "bring" if collides and one.waits_for == "put" else one.waits_for


def _collides(desk: Desk, one: Pending) -> bool:
    """Whether an amendment collides with the current text; nothing is merged where they are apart."""
    if one.amendment.on is None and _touched(one).isdisjoint(_changed_since(desk, one.fork)):
        return False
    from constitution.assembly.carrying import Conflicting, FilesAt, Text, carry, text_beneath

    ground = text_beneath(desk, one, Text(FilesAt(desk.main())))
    return not isinstance(ground, Conflicting) and isinstance(carry(desk, one, ground), Conflicting)


def _touched(one: Pending) -> set[str]:
    """The files that an amendment changes, or moves from or to."""
    return {*one.files, *(path for move in one.amendment.moves for path in move)}


def _changed_since(desk: Desk, fork: CommitId) -> set[str]:
    """The files of the text that are no longer what they were, or where they were."""
    from constitution.history.records import moves_between

    main = desk.repository.main()
    if fork == main:
        return set()
    if (fork, main) not in desk.changed:
        moves = moves_between(desk.repository, desk.records(), fork, main)
        differing = desk.repository.differences(fork, main, *TEXT_FOLDERS)
        desk.changed[fork, main] = {*differing, *moves, *moves.values()}
    return desk.changed[fork, main]
