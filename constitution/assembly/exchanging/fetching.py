"""Fetching: what a remote has comes here, and nothing of this clone's gives way to it.

Branches, tags and ballots are brought beside this clone's own, which then follow only where
nothing of theirs is lost: forward, or after a branch that nobody touched here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.assembly.balloting import LONGEST, counted_ballots
from constitution.assembly.pending import motion_branches
from constitution.assembly.remembering import Remembered, recall, remember
from constitution.assembly.verification import verify_clone
from constitution.canonical import digest
from constitution.errors import Malformed, Outdated, Refused
from constitution.language import _
from constitution.repository import MAIN, RefMove, fetch_refs, remember_remote, remotes, seen_on
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.assembly.desk import Desk
    from constitution.history import Entry
    from constitution.repository import CommitId
    from constitution.verify import Fault

__all__ = [
    "AMENDMENTS",
    "BALLOTS",
    "FAMILIES",
    "MOTIONS",
    "Apart",
    "Arrival",
    "Fetched",
    "apart",
    "behind",
    "explain_apart",
    "fetch",
    "is_on",
    "open_digests",
    "the_remote",
    "void_ballots",
]

AMENDMENTS, MOTIONS, BALLOTS = "refs/heads/amendments/", "refs/heads/motions/", "refs/ballots/"
FAMILIES = (AMENDMENTS, MOTIONS, "refs/heads/session/")

Became = Literal["new", "forward", "replaced", "gone", "parted", "kept", "rewritten"]
"""What became of a ref that is not here as it was: new, moved forward, put anew by somebody else,
gone with its result, moved here and there apart, kept here though the remote has another; or, of
main, set back or rewritten at the remote, which no longer has what was published there."""

Apart = Literal["refused", "rewritten", "parted"]
"""Why main is not to follow the one at a remote: it does not verify, it no longer has what was
published there, or results were declared here and there."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A ref of the remote that is new or other than it was here."""

    ref: str
    became: Became


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came in."""

    remote: str
    arrivals: tuple[Arrival, ...]
    records: tuple[Entry, ...]
    """The records that came with main, oldest first."""
    faults: tuple[Fault, ...] = ()
    """Why main stays where it is: what the remote has does not verify."""
    held_back: str = ""
    """Why main stays where it is: the work tree has changes in its way."""


def the_remote(desk: Desk, name: str | None = None, *, address: str | None = None) -> str:
    """The remote that is meant: the one named, the only one, or `origin`; `Refused` else.

    With an address, the remote is remembered under its name first.
    """
    if address is not None:
        remember_remote(desk.repository, name or "origin", address)
        return name or "origin"
    known = remotes(desk.repository)
    if name is not None and name not in known:
        raise Refused(
            _("this clone knows no remote “{name}”").format(name=name),
            hint=_("It knows: {names}. Give an address with `--to ADDRESS`.").format(
                names=", ".join(known)
            )
            if known
            else _("Say where it is, once: `constitution publish --to ADDRESS`."),
        )
    if not known:
        raise Refused(
            _("this clone knows no other repository"),
            hint=_("Say where it is, once: `constitution publish --to ADDRESS`."),
        )
    if name is None and len(known) > 1 and "origin" not in known:
        raise Refused(
            _("this clone knows several remotes"),
            hint=_("Name one: {names}.").format(names=", ".join(known)),
        )
    return name or ("origin" if "origin" in known else known[0])


def fetch(
    desk: Desk, remote: str, *, progress: Callable[[int, int], None] | None = None
) -> Fetched:
    """What the remote has that was not here, brought here; nothing of this clone is lost.

    A main that does not verify is fetched, and not followed.
    """
    repository = desk.repository
    before = seen_on(repository, remote)
    known = {entry.folder for entry in desk.records()} if _has_main(desk) else set()
    fetch_refs(repository, remote)
    after = seen_on(repository, remote)
    arrivals, moves = _branches(desk, before, after)
    lost = _lost(desk, remote, before.get(MAIN))
    if lost is not None:
        arrivals = [
            Arrival(MAIN, "rewritten"),
            *(one for one in arrivals if one.ref != MAIN),
        ]
        moves = [move for move in moves if move.ref != MAIN]
    faults = _new_faults(desk, after, progress)
    _remember(desk, remote, lost, is_sound=not faults)
    if faults:
        moves = [move for move in moves if move.ref != MAIN]
    held_back = _follow(desk, remote, moves)
    more, moves = _ballots_and_tags(desk, before, after)
    _follow(desk, remote, moves)
    records = tuple(entry for entry in desk.records() if entry.folder not in known)
    if not faults and not held_back:
        _close_recorded(desk, remote, before, after)
    return Fetched(remote, (*arrivals, *more), records, faults, held_back)


def _has_main(desk: Desk) -> bool:
    return desk.repository.tip(MAIN) is not None


def _branches(
    desk: Desk, before: Mapping[str, CommitId], after: Mapping[str, CommitId]
) -> tuple[list[Arrival], list[RefMove]]:
    """What became of each branch, and how this clone's own branches follow.

    A motion that this clone put anew is no news: it takes the place of the one at the remote.
    """
    repository = desk.repository
    arrivals: list[Arrival] = []
    moves: list[RefMove] = []
    ours = {(move.ref, move.old) for act in desk.acts.all() for move in act.moves}
    for ref in sorted(before.keys() | after.keys()):
        was, now, here = before.get(ref), after.get(ref), repository.tip(ref)
        leads = repository.continues if ref == MAIN else repository.contains
        if ref != MAIN and not ref.startswith(FAMILIES):
            continue  # a branch of another kind is its owner's business
        if now is None:
            arrivals.append(Arrival(ref, "gone"))
        elif here is None:
            if now != was:
                anew: Became = "replaced" if ref.startswith(MOTIONS) else "forward"
                arrivals.append(Arrival(ref, "new" if was is None else anew))
        elif here == now or leads(here, now):
            continue
        elif leads(now, here):
            moves.append(RefMove(ref, here, now))
            arrivals.append(Arrival(ref, "forward"))
        elif here == was and ref != MAIN:
            moves.append(RefMove(ref, here, now))
            arrivals.append(Arrival(ref, "replaced"))
        elif not (ref.startswith(MOTIONS) and (ref, now) in ours):
            arrivals.append(Arrival(ref, "parted"))
    return arrivals, moves


def _ballots_and_tags(
    desk: Desk, before: Mapping[str, CommitId], after: Mapping[str, CommitId]
) -> tuple[list[Arrival], list[RefMove]]:
    """What became of each ballot and tag: none of this clone gives way to another.

    A ballot on what is no longer put to the vote does not come, and gives way to one that is.
    """
    repository = desk.repository
    open_ = open_digests(desk)
    arrivals: list[Arrival] = []
    moves: list[RefMove] = []
    for ref, now in sorted(after.items()):
        here = repository.tip(ref)
        if ref.startswith("refs/heads/") or here == now:
            continue
        if ref.startswith(BALLOTS) and not is_on(desk, now, open_):
            continue
        if here is None or (ref.startswith(BALLOTS) and not is_on(desk, here, open_)):
            moves.append(RefMove(ref, here, now))
            arrivals.append(Arrival(ref, "new"))
        elif now != before.get(ref):
            arrivals.append(Arrival(ref, "kept"))
    return arrivals, moves


def open_digests(desk: Desk) -> frozenset[bytes]:
    """The digests of what is put to the vote now."""
    found = set()
    for folder, branch in motion_branches(desk).items():
        data = desk.repository.read(branch.tip, f"votes/{folder}/motion.toml")
        if data is not None:
            found.add(digest(data).encode())
    return frozenset(found)


def void_ballots(desk: Desk) -> list[tuple[str, str]]:
    """The ballots of this clone on what was put before: member and number of the open amendment."""
    open_ = open_digests(desk)
    found = []
    for folder in motion_branches(desk):
        number = folder.partition("-")[0]
        for ref in desk.repository.refs(f"{BALLOTS}{number}/"):
            tip = desk.repository.tip(ref)
            if tip is not None and not is_on(desk, tip, open_):
                found.append((ref.rpartition("/")[2], number))
    return found


def is_on(desk: Desk, ballot: CommitId, motions: frozenset[bytes]) -> bool:
    """Whether a ballot names one of the motions."""
    try:
        data = desk.repository.read(ballot, "ballot.toml", longest=LONGEST)
    except Malformed:
        return False
    return data is not None and any(motion in data for motion in motions)


def _lost(desk: Desk, remote: str, was: CommitId | None) -> CommitId | None:
    """What main at a remote had, as last fetched or judged, and no longer contains."""
    repository = desk.repository
    known = recall(repository, remote)
    now = repository.tip(f"refs/remotes/{remote}/main")
    for commit in (was, known.had):
        if now is None or commit is None or commit == known.refused:
            continue
        if repository.has(commit) and not repository.continues(now, commit):
            return commit
    return None


def _remember(desk: Desk, remote: str, lost: CommitId | None, *, is_sound: bool) -> None:
    """Remember how main at the remote was judged; a rewritten one is told until it is main here."""
    repository = desk.repository
    now = repository.tip(f"refs/remotes/{remote}/main")
    known = recall(repository, remote)
    if not is_sound:
        remember(repository, remote, Remembered(lost or known.had, now))
    elif lost is not None and now != repository.tip(MAIN):
        remember(repository, remote, Remembered(lost, known.refused))
    else:
        remember(repository, remote, Remembered(now))


def _new_faults(
    desk: Desk,
    after: Mapping[str, CommitId],
    progress: Callable[[int, int], None] | None,
) -> tuple[Fault, ...]:
    """What is wrong in the main that was fetched, beyond what this clone's own main has already."""
    repository = desk.repository
    own, there = repository.tip(MAIN), after.get(MAIN)
    if own is None or there is None or repository.contains(own, there):
        return ()
    verdict = verify_clone(repository, tip=after[MAIN], progress=progress)
    here = repository.main()
    return tuple(
        fault
        for fault in verdict.faults
        if not fault.commit
        or not repository.contains(here, repository.resolve(fault.commit) or here)
    )


def _follow(desk: Desk, remote: str, moves: list[RefMove]) -> str:
    """Why main could not follow the remote, if it could not; everything else does."""
    if not moves:
        return ""
    try:
        desk.acts.do(Act("fetch", remote, tuple(moves), "exchanged"))
    except (Refused, Outdated) as refusal:
        others = tuple(move for move in moves if move.ref != MAIN)
        if len(others) == len(moves):
            raise
        if others:
            desk.acts.do(Act("fetch", remote, others, "exchanged"))
        return f"{refusal.message}. {refusal.hint}"
    return ""


def _close_recorded(
    desk: Desk, remote: str, before: Mapping[str, CommitId], after: Mapping[str, CommitId]
) -> None:
    """Take away the branches of motions declared elsewhere, untouched here, and counted ballots."""
    repository = desk.repository
    recorded = {entry.folder for entry in desk.records()}
    moves = (
        *(
            RefMove(ref, here, None)
            for ref in repository.refs(MOTIONS)
            if ref.removeprefix(MOTIONS) in recorded
            and (here := repository.tip(ref)) is not None
            and here in {before.get(ref), after.get(ref)}
        ),
        *counted_ballots(desk),
    )
    if moves:
        desk.acts.do(Act("fetch", remote, moves, "exchanged"))


def behind(desk: Desk) -> dict[str, int]:
    """How many commits main is behind, by the remote that was last fetched, where it may follow."""
    repository = desk.repository
    here = repository.tip(MAIN)
    kept_from = apart(desk)
    found = {}
    for remote in remotes(repository) if here is not None else ():
        there = repository.tip(f"refs/remotes/{remote}/main")
        if remote in kept_from or there is None or here is None:
            continue
        if not repository.contains(here, there):
            ahead = 0
            for commit in repository.first_parents(there):
                if repository.contains(here, commit):
                    break
                ahead += 1
            found[remote] = ahead
    return found


def apart(desk: Desk) -> dict[str, Apart]:
    """Why main is not to follow the one that was last fetched, by remote; none where it may."""
    repository = desk.repository
    here = repository.tip(MAIN)
    found: dict[str, Apart] = {}
    for remote in remotes(repository) if here is not None else ():
        there = repository.tip(f"refs/remotes/{remote}/main")
        if there is None or here is None:
            continue
        if _lost(desk, remote, None) is not None:
            found[remote] = "rewritten"
        elif repository.continues(here, there):
            continue
        elif there == recall(repository, remote).refused:
            found[remote] = "refused"
        elif not repository.continues(there, here):
            found[remote] = "parted"
    return found


def explain_apart(remote: str, why: Apart) -> str:
    """The sentence that says why main is not to follow the one at a remote, and what to do."""
    words = {
        "refused": _(
            "Main at {remote} does not verify, and main here does not follow it: `constitution "
            "verify --tip {remote}/main` says why."
        ),
        "rewritten": _(
            "Main at {remote} was set back or rewritten: it no longer has what was published "
            "there. Main here stays; ask whoever keeps {remote}."
        ),
        "parted": _(
            "Main went apart here and at {remote}, and neither follows the other: `constitution "
            "publish` says what to do."
        ),
    }
    return words[why].format(remote=remote)
