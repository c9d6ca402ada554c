"""An index of the steps of main, so that the history of an article need not read all of main.

`.git/constitution/history.sqlite` holds, by commit, the files that the commit touched and the
folder of the record that says so: a pure function of the commit and its first parent, so it is
never out of date, only incomplete. It grows as main does. It may be deleted at any time, and where
it cannot be read or written the same answer is computed without it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.history.records import read_entries
from constitution.history.steps import Step, Touch, founding_step, step_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from constitution.history.records import Entry
    from constitution.repository import CommitId, Repository

__all__ = ["INDEX_FILE", "indexed_steps"]

INDEX_FILE = "history.sqlite"
_VERSION = 1
"""Changes when the rows of an older index would be misread."""


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
    chain = list(repository.first_parents(tip))
    chain.reverse()
    recorded: defaultdict[CommitId, list[Entry]] = defaultdict(list)
    for entry in entries or ():
        recorded[entry.commit.id].append(entry)
    known = _read(repository)
    fresh: dict[CommitId, list[Touch]] = {}
    steps = [founding_step(repository, chain[0])]
    for seen, (parent, child) in enumerate(pairwise(chain)):
        touches = known.get(child)
        if touches is None:
            if progress is not None:
                progress(seen)
            # never from `entries`, which may be fewer than there are: a row is for good
            made = tuple(read_entries(repository, child, parent))
            touches = list(step_between(repository, parent, child, made).touches)
            fresh[child] = touches
        own = recorded.get(child, [])
        if touches or own:
            by_folder = {entry.folder: entry for entry in own}
            told = tuple(
                replace(touch, entry=by_folder[touch.folder])
                if touch.folder in by_folder
                else touch
                for touch in touches
            )
            steps.append(Step(child, parent, tuple(own), told))
    if fresh:
        _write(repository, fresh)
    return steps


def _connect(repository: Repository) -> sqlite3.Connection:
    folder = repository.state_folder
    folder.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(folder / INDEX_FILE, timeout=1)


def _read(repository: Repository) -> dict[str, list[Touch]]:
    """The touches of each commit that is indexed; none where the index cannot be read."""
    if not (repository.state_folder / INDEX_FILE).is_file():
        return {}
    try:
        with closing(_connect(repository)) as index:
            if index.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                return {}
            return {
                commit: [
                    Touch(kind, old_path, new_path, old_blob, new_blob, None, folder)
                    for kind, old_path, new_path, old_blob, new_blob, folder in json.loads(touches)
                ]
                for commit, touches in index.execute("SELECT id, touches FROM step")
            }
    except (sqlite3.Error, OSError, ValueError, TypeError, IndexError):
        return {}


def _write(repository: Repository, fresh: dict[CommitId, list[Touch]]) -> None:
    """Nothing, once the index holds the rows, or where it cannot be written."""
    rows = [
        (commit, json.dumps([_row(touch) for touch in touches]))
        for commit, touches in fresh.items()
    ]
    for attempt in range(2):
        try:
            with closing(_connect(repository)) as index, index:
                if index.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                    index.execute("DROP TABLE IF EXISTS step")
                    index.execute(
                        "CREATE TABLE step (id TEXT PRIMARY KEY, touches TEXT) WITHOUT ROWID"
                    )
                    index.execute(f"PRAGMA user_version = {_VERSION}")
                index.executemany("INSERT OR REPLACE INTO step VALUES (?, ?)", rows)
        except sqlite3.OperationalError:
            return  # read-only, full or busy: it will be computed again
        except sqlite3.DatabaseError:
            if attempt:
                return
            (repository.state_folder / INDEX_FILE).unlink(missing_ok=True)  # not an index
        except OSError:
            return
        else:
            return


def _row(touch: Touch) -> list[str | None]:
    return [
        touch.kind,
        touch.old_path,
        touch.new_path,
        touch.old_blob,
        touch.new_blob,
        touch.folder,
    ]
