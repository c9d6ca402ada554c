"""An index of the steps of main, so that the history of an article need not read all of main.

It holds main commit by commit from its founding: the files that each touched, and the folders under
`votes/` that each added. What stands behind a commit never changes, so a row is never out of date:
the index grows as main does, and where main went back and took another way it is cut there.

It lies in `constitution/history/` of the person's cache (`XDG_CACHE_HOME`, `~/.cache` where it is not
set), where nobody else writes, and never in a repository: whoever hands over a repository could
otherwise hand over with it a history that was never voted on. It may be deleted at any time, and where
it cannot be read or written the same answer is computed in memory.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from constitution.history.entries import VOTES, read_entry
from constitution.history.snapshot import TEXT_FOLDERS
from constitution.history.steps import Step, Touch, founding_step, step_between
from constitution.repository.cached import cached_file, make_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constitution.history.entries import Entry
    from constitution.repository import CommitId, Repository

__all__ = ["article_steps", "index_file", "indexed_steps", "recorded_folders", "touches_at"]

_VERSION = 2
"""Changes when the rows of an older index would be misread."""

_TABLES = """
DROP TABLE IF EXISTS step;
DROP TABLE IF EXISTS touch;
DROP TABLE IF EXISTS record;
CREATE TABLE step (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE touch (
    place INTEGER NOT NULL, kind TEXT NOT NULL, old_path TEXT, new_path TEXT,
    old_blob TEXT, new_blob TEXT, folder TEXT
);
CREATE TABLE record (place INTEGER NOT NULL, folder TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS touch_place ON touch (place);
CREATE INDEX IF NOT EXISTS touch_old ON touch (old_path);
CREATE INDEX IF NOT EXISTS touch_new ON touch (new_path);
CREATE INDEX IF NOT EXISTS record_place ON record (place);
"""
"""Made once the first rows are there, which takes half the time."""

_FEW = 32
"""How many indexes are kept: those of the repositories that were read last."""

_CUTS = ("shallow", "info/grafts")
"""Files of a git folder that give commits other parents than they have."""

_WORTH_A_FILE = 64
"""Commits of main up to which its records are looked for again each time."""

_MANY = 200
"""Places beyond which all of them are read in one go."""

_Answer = TypeVar("_Answer")
_COLUMNS = "place, kind, old_path, new_path, old_blob, new_blob, folder"


def indexed_steps(
    repository: Repository,
    tip: CommitId,
    entries: Iterable[Entry] | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Step]:
    """The founding and every step of main up to `tip`, oldest first, as `steps` tells them.

    `entries` are the records of main where they were read; without them the records are not read,
    the touches name their folders alone, and steps that touched no file are left out.
    """

    def ask(index: _Index) -> list[Step]:
        return index.steps(index.touches(), entries)

    return _asking(repository, tip, ask, progress)


def article_steps(
    repository: Repository, tip: CommitId, path: str, entries: Iterable[Entry] | None = None
) -> list[Step]:
    """Those of the steps, and of their touches, that have to do with the article at a path.

    They are the touches of that path, of every path that something moved from or to it, and so on.
    """

    def ask(index: _Index) -> list[Step]:
        return index.steps(index.touches_around(path), entries)

    return _asking(repository, tip, ask)


def touches_at(repository: Repository, commit: CommitId) -> list[Touch]:
    """All that one commit of main did to the text."""
    return _asking(repository, commit, _Index.last_touches)


def recorded_folders(
    repository: Repository, tip: CommitId, *, progress: Callable[[int], None] | None = None
) -> list[tuple[CommitId, CommitId, str]]:
    """The folders that commits of main added under `votes/`: commit, parent, name; oldest first."""
    is_short = sum(1 for _commit in islice(repository.first_parents(tip), _WORTH_A_FILE + 1))
    return _asking(repository, tip, _Index.folders, progress, in_memory=is_short <= _WORTH_A_FILE)


# -- opening ---------------------------------------------------------------------------------------


def index_file(repository: Repository) -> Path:
    """Where the index of a repository lies for this person, as long as its commits keep their parents."""
    folder = os.path.realpath(repository.git_folder)
    return cached_file("history", os.fsencode(folder), *(_cut(folder, name) for name in _CUTS))


def _cut(folder: str, name: str) -> bytes:
    try:
        return Path(folder, name).read_bytes()
    except OSError:
        return b""


def _asking(
    repository: Repository,
    tip: CommitId,
    ask: Callable[[_Index], _Answer],
    progress: Callable[[int], None] | None = None,
    *,
    in_memory: bool = False,
) -> _Answer:
    """The answer of the index, brought up to the tip: of the file or, where that fails, in memory.

    With `in_memory` it is not written to a file, though one that is there is used.
    """
    file = index_file(repository)
    for _attempt in range(0 if in_memory and not file.exists() else 2):
        try:
            if not make_room(file, few=_FEW):
                break
            with suppress(FileNotFoundError):
                os.utime(file)
            with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
                return ask(_up_to(connection, repository, tip, progress))
        except sqlite3.OperationalError:
            break  # read-only, full or busy
        except sqlite3.DatabaseError:
            try:
                file.unlink(missing_ok=True)  # not an index
            except OSError:
                break
        except OSError:
            break
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        return ask(_up_to(connection, repository, tip, progress))


def _up_to(
    connection: sqlite3.Connection,
    repository: Repository,
    tip: CommitId,
    progress: Callable[[int], None] | None,
) -> _Index:
    """The index, once it holds main up to the tip."""
    known = connection.execute("PRAGMA user_version").fetchone() == (_VERSION,)
    place = _place(connection, tip) if known else None
    if place is None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _grow(connection, repository, tip, progress)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        place = _place(connection, tip)
    if place is None:
        raise sqlite3.DatabaseError
    return _Index(connection, repository, place)


def _place(connection: sqlite3.Connection, commit: CommitId) -> int | None:
    row = connection.execute("SELECT place FROM step WHERE id = ?", (commit,)).fetchone()
    return None if row is None else int(row[0])


# -- growing ---------------------------------------------------------------------------------------


def _grow(
    connection: sqlite3.Connection,
    repository: Repository,
    tip: CommitId,
    progress: Callable[[int], None] | None,
) -> None:
    """The tables hold main up to the tip, within the transaction that is open."""
    from constitution.repository.trees import unverified

    if connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    known = dict(connection.execute("SELECT id, place FROM step"))
    fresh: list[CommitId] = []
    last = -1
    with unverified():
        for commit in repository.first_parents(tip):
            if commit in known:
                fresh.append(commit)
                last = known[commit]
                break
            fresh.append(commit)
        fresh.reverse()
        compared = [
            (
                parent,
                child,
                repository.differences(parent, child, *TEXT_FOLDERS),
                repository.added_names(child, parent, VOTES),
            )
            for parent, child in _pairs(fresh, progress)
        ]
    for table in ("step", "touch", "record"):
        connection.execute(f"DELETE FROM {table} WHERE place > ?", (last,))  # noqa: S608 - our own names
    touches: list[tuple[int, Touch]] = []
    if last < 0:
        last = 0
        connection.execute("INSERT INTO step VALUES (0, ?)", (fresh[0],))
        touches += [(0, touch) for touch in founding_step(repository, fresh[0]).touches]
    for place, (parent, child, differing, folders) in enumerate(compared, last + 1):
        if differing or folders:
            read = (read_entry(repository, child, parent, folder) for folder in folders)
            made = tuple(entry for entry in read if entry is not None)
            step = step_between(repository, parent, child, made, differing)
            touches += [(place, touch) for touch in step.touches]
    numbered = list(enumerate(compared, last + 1))
    connection.executemany(
        "INSERT INTO step VALUES (?, ?)", [(place, child) for place, (_p, child, *_) in numbered]
    )
    connection.executemany(
        "INSERT INTO record VALUES (?, ?)",
        [(place, folder) for place, (*_, folders) in numbered for folder in folders],
    )
    _write(connection, touches)
    for statement in _INDEXES.split(";"):
        connection.execute(statement)


def _pairs(
    chain: list[CommitId], progress: Callable[[int], None] | None
) -> Iterator[tuple[CommitId, CommitId]]:
    for seen, pair in enumerate(pairwise(chain)):
        if progress is not None:
            progress(seen)
        yield pair


def _write(connection: sqlite3.Connection, touches: Iterable[tuple[int, Touch]]) -> None:
    connection.executemany(
        "INSERT INTO touch VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                place,
                touch.kind,
                touch.old_path,
                touch.new_path,
                touch.old_blob,
                touch.new_blob,
                touch.folder,
            )
            for place, touch in touches
        ],
    )


# -- asking ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Index:
    """The index of main up to a commit."""

    connection: sqlite3.Connection
    repository: Repository
    last: int
    """The place of that commit; what lies beyond is not told."""

    def touches(self) -> dict[int, list[Touch]]:
        """Every touch, by the place of its commit."""
        rows = self.connection.execute(
            f"SELECT {_COLUMNS} FROM touch WHERE place <= ? ORDER BY place, rowid",  # noqa: S608 - our own names
            (self.last,),
        )
        return {place: [_touch(row) for row in some] for place, some in groupby(rows, _first)}

    def last_touches(self) -> list[Touch]:
        """The touches of that commit alone."""
        rows = self.connection.execute(
            f"SELECT {_COLUMNS} FROM touch WHERE place = ? ORDER BY rowid",  # noqa: S608 - our own names
            (self.last,),
        )
        return [_touch(row) for row in rows]

    def touches_around(self, path: str) -> dict[int, list[Touch]]:
        """The touches of a path, of those tied to it by a move, and so on, by place."""
        found: dict[int, tuple[int, Touch]] = {}
        asked: set[str] = set()
        left = {path}
        while left:
            one = left.pop()
            asked.add(one)
            for number, *row in self.connection.execute(
                f"SELECT rowid, {_COLUMNS} FROM touch "  # noqa: S608 - our own names
                "WHERE (old_path = ?1 OR new_path = ?1) AND place <= ?2",
                (one, self.last),
            ):
                touch = _touch(tuple(row))
                found[number] = (row[0], touch)
                left |= {p for p in (touch.old_path, touch.new_path) if p is not None} - asked
        by_place: defaultdict[int, list[Touch]] = defaultdict(list)
        for _number, (place, touch) in sorted(found.items()):
            by_place[place].append(touch)
        return dict(sorted(by_place.items()))

    def steps(self, touches: dict[int, list[Touch]], entries: Iterable[Entry] | None) -> list[Step]:
        """The steps that hold these touches, or entries."""
        recorded: defaultdict[CommitId, list[Entry]] = defaultdict(list)
        for entry in entries or ():
            recorded[entry.commit.id].append(entry)
        wanted = set(touches)
        ids = self._ids(wanted | {0}, every=bool(recorded))
        wanted |= {0, *(place for place, id_ in ids.items() if id_ in recorded)}
        steps = []
        for place in sorted(wanted):
            commit = ids[place]
            own = tuple(recorded.get(commit, ()))
            by_folder = {entry.folder: entry for entry in own}
            told = tuple(
                replace(touch, entry=by_folder[touch.folder])
                if touch.folder in by_folder
                else touch
                for touch in touches.get(place, ())
            )
            steps.append(Step(commit, ids.get(place - 1), own, told))
        return steps

    def _ids(self, places: set[int], *, every: bool) -> dict[int, CommitId]:
        """The commits at these places and at those before them; at every place, where asked."""
        if every or len(places) > _MANY:
            rows = self.connection.execute(
                "SELECT place, id FROM step WHERE place <= ?", (self.last,)
            )
            return dict(rows)
        return {
            near: id_
            for place in places
            for near, id_ in self.connection.execute(
                "SELECT place, id FROM step WHERE place IN (?, ?)", (place, place - 1)
            )
        }

    def folders(self) -> list[tuple[CommitId, CommitId, str]]:
        """The folders under `votes/`: the commit that added each, its parent, the name."""
        return [
            (child, parent, folder)
            for child, parent, folder in self.connection.execute(
                "SELECT child.id, parent.id, record.folder FROM record "
                "JOIN step AS child ON child.place = record.place "
                "JOIN step AS parent ON parent.place = record.place - 1 "
                "WHERE record.place <= ? ORDER BY record.place, record.rowid",
                (self.last,),
            )
        ]


def _first(row: tuple[int, ...]) -> int:
    return row[0]


def _touch(row: tuple[object, ...]) -> Touch:
    _place, kind, old_path, new_path, old_blob, new_blob, folder = row
    return Touch(kind, old_path, new_path, old_blob, new_blob, None, folder)  # type: ignore[arg-type] # as they were written
