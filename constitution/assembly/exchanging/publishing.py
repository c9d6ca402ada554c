"""Publishing: what this clone has that a remote has not goes out, forward, all of it or nothing.

The remote is fetched first. What moved here and there apart stays here, and is named: no clerk's
work ever takes the place of another's.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.amendment import Slug
from constitution.assembly.exchanging.fetching import (
    AMENDMENTS,
    BALLOTS,
    FAMILIES,
    MOTIONS,
    Arrival,
    Fetched,
    fetch,
    is_on,
    open_digests,
)
from constitution.assembly.pending import read_pending
from constitution.errors import Malformed, Refused
from constitution.language import _
from constitution.names import is_plain_ref, is_slug
from constitution.repository import MAIN, RefMove, push_refs, seen_on, unnoted
from constitution.repository.acts import Act
from constitution.vote import DISPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.assembly.desk import Desk
    from constitution.history import Entry
    from constitution.repository import CommitId

__all__ = ["Publication", "Shift", "prepare_publication", "publish"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A ref that publishing takes somewhere on the remote."""

    ref: str
    became: Literal["new", "forward", "replaced", "gone"]
    move: RefMove


@dataclass(frozen=True, slots=True)
class Publication:
    """What would go out, and what stays here, with why."""

    remote: str
    fetched: Fetched
    shifts: tuple[Shift, ...]
    drafts: tuple[str, ...]
    """The drafts that are not submitted, and stay here unless they are asked for."""
    parted: tuple[str, ...]
    """The refs that moved here and there apart."""
    records: tuple[Entry, ...]
    """The records that go out with main, oldest first."""


def prepare_publication(
    desk: Desk,
    remote: str,
    *,
    drafts: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Publication:
    """What this clone has that the remote has not, once it was fetched; nothing is sent yet."""
    repository = desk.repository
    fetched = fetch(desk, remote, progress=progress)
    _refuse_parted_main(desk, fetched)
    seen = seen_on(repository, remote)
    kept: list[str] = []
    wanted: dict[str, CommitId] = {}
    for ref in [MAIN, *(one for family in FAMILIES for one in repository.refs(family))]:
        tip = repository.tip(ref)
        if tip is None or not is_plain_ref(ref) or _is_closed(desk, ref):
            continue
        if ref.startswith(AMENDMENTS) and ref not in seen and not drafts:
            slug = ref.removeprefix(AMENDMENTS)
            if not _is_submitted(desk, slug):
                kept.append(slug)
                continue
        wanted[ref] = tip
    open_ = open_digests(desk)
    for ref in (*repository.refs(BALLOTS), *repository.refs("refs/tags/")):
        tip = repository.tip(ref)
        if tip is not None and is_plain_ref(ref) and _travels(desk, ref, tip, open_):
            wanted[ref] = tip
    shifts, parted = _shifts(desk, wanted, seen, open_)
    sent = {shift.ref: shift for shift in shifts}
    known = seen.get(MAIN)
    records = tuple(
        entry
        for entry in desk.records()
        if MAIN in sent and (known is None or not repository.contains(known, entry.commit.id))
    )
    return Publication(remote, fetched, tuple(shifts), tuple(kept), tuple(parted), records)


def _refuse_parted_main(desk: Desk, fetched: Fetched) -> None:
    if fetched.faults:
        raise Refused(
            _("main at {remote} does not verify; nothing was sent").format(remote=fetched.remote),
            hint=_("`constitution verify --tip {remote}/main` says what is wrong there.").format(
                remote=fetched.remote
            ),
        )
    if fetched.held_back:
        raise Refused(
            _("main at {remote} is ahead, and could not be followed; nothing was sent").format(
                remote=fetched.remote
            ),
            hint=fetched.held_back,
        )
    here = desk.repository.tip(MAIN)
    there = desk.repository.tip(f"refs/remotes/{fetched.remote}/main")
    if Arrival(MAIN, "rewritten") in fetched.arrivals and there is not None and here is not None:
        if not desk.repository.continues(here, there):
            raise Refused(
                _("main at {remote} was rewritten; nothing was sent").format(remote=fetched.remote),
                hint=_(
                    "It no longer has what was published there. Ask whoever keeps it; main here is "
                    "whole."
                ),
            )
        return  # it was set back: what was published goes out again
    if Arrival(MAIN, "parted") in fetched.arrivals:
        raise _parted_main(fetched.remote)


def _parted_main(remote: str) -> Refused:
    return Refused(
        _("main at {remote} has commits that this clone lacks").format(remote=remote),
        hint=_(
            "Nothing was sent, and nothing is lost. Take back what was declared here "
            "(`constitution undo`), fetch, then declare it again, or put it again where the text "
            "changed."
        ),
    )


def _is_closed(desk: Desk, ref: str) -> bool:
    """Whether it is the branch of a motion whose result is on main."""
    folder = ref.removeprefix(MOTIONS)
    return folder != ref and any(entry.folder == folder for entry in desk.records())


def _is_submitted(desk: Desk, slug: str) -> bool:
    branch = desk.repository.branches("amendments").get(slug)
    if branch is None or not is_slug(slug):
        return False
    with contextlib.suppress(Malformed):
        one = read_pending(desk, Slug(slug), branch, {}, {})
        return one is not None and one.number is not None
    return False


def _travels(desk: Desk, ref: str, tip: CommitId, open_: frozenset[bytes]) -> bool:
    """Whether a ballot on what is put to the vote, or a tag that keeps a voted text."""
    if ref.startswith(BALLOTS):
        return is_on(desk, tip, open_)
    family = ref.removeprefix("refs/tags/").partition("/")[0]
    return family in {"rejected", "divided", *DISPOSITIONS}


def _shifts(
    desk: Desk,
    wanted: Mapping[str, CommitId],
    seen: Mapping[str, CommitId],
    open_: frozenset[bytes],
) -> tuple[list[Shift], list[str]]:
    repository = desk.repository
    shifts: list[Shift] = []
    parted: list[str] = []
    taken_away = _taken_away(desk)
    for ref, tip in wanted.items():
        there = seen.get(ref)
        move = RefMove(ref, there, tip)
        leads = repository.continues if ref == MAIN else repository.contains
        if there == tip or (there is not None and leads(there, tip)):
            continue
        if there is None:
            shifts.append(Shift(ref, "new", move))
        elif ref.startswith("refs/heads/") and leads(tip, there):
            shifts.append(Shift(ref, "forward", move))
        elif _gives_way(desk, ref, there, taken_away, open_):
            shifts.append(Shift(ref, "replaced", move))
        else:
            parted.append(ref)
    for ref, there in seen.items():
        closed = _is_closed(desk, ref) or ref.startswith(BALLOTS)
        if closed and ref not in wanted and (ref, there) in taken_away:
            shifts.append(Shift(ref, "gone", RefMove(ref, there, None)))
    return shifts, parted


def _gives_way(
    desk: Desk,
    ref: str,
    there: CommitId,
    taken_away: set[tuple[str, CommitId]],
    open_: frozenset[bytes],
) -> bool:
    """Whether what the remote has is a motion this clone put anew, or a ballot on such a one."""
    if ref.startswith(BALLOTS):
        return not is_on(desk, there, open_)
    return ref.startswith(MOTIONS) and (ref, there) in taken_away


def _taken_away(desk: Desk) -> set[tuple[str, CommitId]]:
    """The refs that acts of this clone moved on or took away, each with where it stood."""
    return {
        (move.ref, move.old)
        for act in desk.acts.all()
        for move in act.moves
        if move.old is not None
    }


def publish(desk: Desk, publication: Publication) -> None:
    """Nothing, once the remote has all of it; `Refused` with why when it has none of it."""
    moves = tuple(shift.move for shift in publication.shifts)
    push_refs(desk.repository, publication.remote, moves)
    try:
        desk.acts.note(Act("publish", publication.remote, moves, "exchanged"))
    except OSError as error:
        raise unnoted(publication.remote, error) from None
