"""The steps of main: what each commit did to the files of the text, and which record says so.

A step is a commit of main that changed the text, or that recorded what became of an amendment.
Every change of a file is explained by the record in the same commit that adopted exactly it, or
by none: then it was made with no vote. Moves are the declared ones; nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.history.snapshot import TEXT_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from constitution.history.entries import Entry
    from constitution.motion import Change
    from constitution.repository import CommitId, Repository

__all__ = ["Step", "Touch", "TouchKind", "steps"]

TouchKind = Literal["founded", "added", "modified", "moved", "deleted"]


@dataclass(frozen=True, slots=True)
class Touch:
    """What a step did to one file: its paths and blobs before and after, None where it is not."""

    kind: TouchKind
    old_path: str | None
    new_path: str | None
    old_blob: str | None
    new_blob: str | None
    entry: Entry | None
    """The record that adopted it; None for the founding, and where nothing was voted."""
    folder: str | None = None
    """The folder of that record under `votes/`, known even where the record was not read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One commit of main, with the records it made and the files it touched."""

    commit: CommitId
    parent: CommitId | None
    """None for the founding."""
    entries: tuple[Entry, ...]
    touches: tuple[Touch, ...]


def steps(
    repository: Repository,
    tip: CommitId,
    entries: Iterable[Entry] | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Step]:
    """The founding and every step of main up to `tip`, oldest first.

    `entries` are the records of the same tip where they were read already.
    """
    from constitution.history.entries import walk_entries

    found = walk_entries(repository, tip, progress) if entries is None else entries
    recorded: defaultdict[CommitId, list[Entry]] = defaultdict(list)
    for entry in found:
        recorded[entry.commit.id].append(entry)
    chain = list(repository.first_parents(tip))
    chain.reverse()
    return list(_walk(repository, chain, recorded))


def _walk(
    repository: Repository, chain: Sequence[CommitId], recorded: Mapping[CommitId, list[Entry]]
) -> Iterator[Step]:
    yield founding_step(repository, chain[0])
    for parent, child in pairwise(chain):
        step = step_between(repository, parent, child, tuple(recorded.get(child, ())))
        if step.touches or step.entries:
            yield step


def founding_step(repository: Repository, founding: CommitId) -> Step:
    """The first commit of main, which made every file there was."""
    files = repository.listing(founding, *TEXT_FOLDERS)
    return Step(
        founding,
        None,
        (),
        tuple(Touch("founded", None, path, None, blob, None) for path, blob in files.items()),
    )


def step_between(
    repository: Repository,
    parent: CommitId,
    child: CommitId,
    entries: tuple[Entry, ...],
    differing: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> Step:
    """What a commit of main did, given the records it made.

    `differing` are the files of the text that differ, where they were compared already.
    """
    if differing is None:
        differing = repository.differences(parent, child, *TEXT_FOLDERS)
    if not entries:
        touched = ((path, *differing[path]) for path in sorted(differing))
        return Step(
            child, parent, (), tuple(made for one in touched for made in _unexplained(*one))
        )
    before = {path: blobs[0] for path, blobs in differing.items() if blobs[0] is not None}
    after = {path: blobs[1] for path, blobs in differing.items() if blobs[1] is not None}
    for path in {path for entry in entries for change in entry.adopted for path in _paths(change)}:
        if path not in differing and (same := repository.file_at(child, path)) is not None:
            before[path] = after[path] = same
    return Step(child, parent, entries, tuple(_touches(repository, before, after, entries)))


def _paths(change: Change) -> tuple[str, ...]:
    from constitution.motion import Move

    return (change.source, change.path) if isinstance(change, Move) else (change.path,)


def _touches(
    repository: Repository,
    before: Mapping[str, str],
    after: Mapping[str, str],
    entries: Iterable[Entry],
) -> Iterator[Touch]:
    """What was declared and is so, then whatever else differs, which nothing explains."""
    from constitution.motion import Add, Delete, Move

    left: set[str] = set()
    come: set[str] = set()
    declared = [(entry, change) for entry in entries for change in entry.adopted]
    vacated = {
        change.source if isinstance(change, Move) else change.path
        for _entry, change in declared
        if isinstance(change, Move | Delete)
    }
    filled = {change.path for _entry, change in declared if isinstance(change, Move | Add)}
    for entry, change in declared:
        touch = _declared(change, entry, before, after)
        if (
            touch is None
            or touch.old_path in left
            or touch.new_path in come
            or not _holds(repository, change, touch)
            or (touch.kind == "deleted" and touch.old_path in after.keys() - filled)
            or (touch.kind == "added" and touch.new_path in before.keys() - vacated)
        ):
            continue
        if touch.old_path is not None:
            left.add(touch.old_path)
        if touch.new_path is not None:
            come.add(touch.new_path)
        yield touch
    differing = {
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    }
    for path in sorted(differing | left | come):
        old = before.get(path) if path not in left else None
        new = after.get(path) if path not in come else None
        yield from _unexplained(path, old, new)


def _unexplained(path: str, old: str | None, new: str | None) -> Iterator[Touch]:
    """What was done to a file that no record explains."""
    if old is not None and new is not None:
        if old != new:
            yield Touch("modified", path, path, old, new, None)
    elif old is not None:
        yield Touch("deleted", path, None, old, None, None)
    elif new is not None:
        yield Touch("added", None, path, None, new, None)


def _declared(
    change: Change, entry: Entry, before: Mapping[str, str], after: Mapping[str, str]
) -> Touch | None:
    """The touch that a change announces, or None where the files it needs are not there."""
    from constitution.motion import Add, Delete, Modify, Move

    match change:
        case Add(path, _new):
            new = after.get(path)
            return (
                None if new is None else Touch("added", None, path, None, new, entry, entry.folder)
            )
        case Delete(path, _old):
            old = before.get(path)
            return (
                None
                if old is None
                else Touch("deleted", path, None, old, None, entry, entry.folder)
            )
        case Modify(path, _old, _new):
            source = path
            kind: TouchKind = "modified"
        case Move(source, path, _old, _new):
            kind = "moved"
        case _:
            assert_never(change)
    old, new = before.get(source), after.get(path)
    if old is None or new is None:
        return None
    return Touch(kind, source, path, old, new, entry, entry.folder)


def _holds(repository: Repository, change: Change, touch: Touch) -> bool:
    """Whether the files hold the very words that the change names."""
    from constitution.canonical import digest
    from constitution.motion import Add, Delete

    old = None if isinstance(change, Add) else change.old
    new = None if isinstance(change, Delete) else change.new
    return all(
        wanted is None or (blob is not None and digest(repository.blob(blob)) == wanted)
        for wanted, blob in ((old, touch.old_blob), (new, touch.new_blob))
    )
