"""The index of main: faster, and never another answer."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from constitution.history import article_history
from constitution.history.article import tell
from constitution.history.entries import walk_entries
from constitution.history.index import _VERSION, index_file, indexed_steps
from constitution.history.records import records
from constitution.history.steps import steps
from constitution.repository import MAIN, RefMove, Repository
from tests.chronicle import Chronicle, count

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import ArticleVersion

REJECTED = count("rejected", for_=1, against=4)


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    chronicle = Chronicle.found(tmp_path / "text", {"1": "One.\n", "2": "Two.\n"})
    chronicle.record("1", {"1": "A.\n"})
    chronicle.record("2", {"1": "No.\n"}, slug="no", counts=[REJECTED])
    chronicle.record("3", {"1": None, "3": "A.\n"}, slug="moved", moves={"1": "3"})
    chronicle.smuggle({"3": "B.\n"})
    return chronicle


def index_of(chronicle: Chronicle) -> Path:
    return index_file(chronicle.repository)


def with_index(chronicle: Chronicle, path: str = "articles/3.md") -> tuple[ArticleVersion, ...]:
    return article_history(chronicle.repository, chronicle.tip, path)


def without(chronicle: Chronicle, path: str = "articles/3.md") -> tuple[ArticleVersion, ...]:
    return tell(chronicle.repository, steps(chronicle.repository, chronicle.tip), path)


def test_the_answer_is_the_same_with_and_without(chronicle: Chronicle) -> None:
    """The first time, when the index is made, and when it is read."""
    wanted = without(chronicle)
    assert len(wanted) == 4
    assert not index_of(chronicle).exists()
    assert with_index(chronicle) == wanted
    assert index_of(chronicle).is_file()
    assert with_index(chronicle) == wanted


def test_with_the_records_the_steps_are_those_that_are_computed(chronicle: Chronicle) -> None:
    """Touches, records and order, when the index is made and when it is read."""
    entries = records(chronicle.repository, chronicle.tip)
    wanted = steps(chronicle.repository, chronicle.tip, entries)
    for _time in range(2):
        assert indexed_steps(chronicle.repository, chronicle.tip, entries) == wanted


def test_records_that_the_caller_lacks_are_not_taken_for_missing(chronicle: Chronicle) -> None:
    """What is kept is what main says, whatever the caller happened to know."""
    indexed_steps(chronicle.repository, chronicle.tip, [])
    assert with_index(chronicle) == without(chronicle)


def test_it_grows_as_main_does(chronicle: Chronicle) -> None:
    """Only what is new is read again."""
    with_index(chronicle)
    chronicle.record("4", {"3": "C.\n"}, slug="grown")
    asked: list[int] = []
    indexed_steps(chronicle.repository, chronicle.tip, progress=asked.append)
    assert len(asked) == 1
    assert with_index(chronicle) == without(chronicle)
    assert with_index(chronicle)[-1].new == "C.\n"


def test_a_main_that_took_another_way_is_told_from_where_it_turned(chronicle: Chronicle) -> None:
    """What was indexed beyond the turning is cut; the records there are no longer told."""
    behind = chronicle.tip
    left = Chronicle(chronicle.repository, behind, dict(chronicle.files), "x", 9)
    left.smuggle({"3": "Left behind.\n", "2": None})
    left.smuggle({"3": "Further.\n"})
    with_index(left)
    chronicle.record("4", {"3": "D.\n"}, slug="turned")
    assert with_index(chronicle) == without(chronicle)
    assert [entry.slug for entry in records(chronicle.repository, chronicle.tip)] == [
        entry.slug for entry in walk_entries(chronicle.repository, chronicle.tip)
    ]
    assert with_index(left) == without(left)


def test_another_branch_of_history_is_not_mixed_in(chronicle: Chronicle) -> None:
    """Rows belong to commits, not to main: what main left behind is not told."""
    behind = chronicle.tip
    chronicle.record("4", {"3": "Left behind.\n"}, slug="left")
    with_index(chronicle)
    chronicle.tip = behind
    assert with_index(chronicle) == without(chronicle)
    assert with_index(chronicle)[-1].new == "B.\n"


@pytest.mark.parametrize("junk", [b"", b"not an index", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_index_is_made_again(chronicle: Chronicle, junk: bytes) -> None:
    """What a machine may lose never stops anybody."""
    index_of(chronicle).parent.mkdir(parents=True)
    index_of(chronicle).write_bytes(junk)
    assert with_index(chronicle) == without(chronicle)
    asked: list[int] = []
    indexed_steps(chronicle.repository, chronicle.tip, progress=asked.append)
    assert asked == []


def test_an_index_of_another_version_is_made_again(chronicle: Chronicle) -> None:
    """Its rows would be misread."""
    with_index(chronicle)
    with closing(sqlite3.connect(index_of(chronicle))) as index, index:
        index.execute("UPDATE touch SET kind = 'deleted', new_path = NULL, new_blob = NULL")
        index.execute("PRAGMA user_version = 99")
    assert with_index(chronicle) == without(chronicle)
    assert with_index(chronicle) == without(chronicle)


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind everyone everywhere"
)
def test_where_it_cannot_be_written_nothing_is_lost(chronicle: Chronicle) -> None:
    """Whoever has no cache is told the same history."""
    above = index_of(chronicle).parent.parent
    above.mkdir(parents=True)
    above.chmod(0o500)
    try:
        assert with_index(chronicle) == without(chronicle)
    finally:
        above.chmod(0o700)


def test_where_its_place_is_taken_nothing_is_lost(chronicle: Chronicle) -> None:
    """A folder where the index should be, a file where its folder should be."""
    index_of(chronicle).mkdir(parents=True)
    assert with_index(chronicle) == without(chronicle)
    index_of(chronicle).rmdir()
    shutil.rmtree(index_of(chronicle).parent)
    index_of(chronicle).parent.write_bytes(b"")
    assert with_index(chronicle) == without(chronicle)


# -- whose it is -------------------------------------------------------------------------------------


def falsify(file: Path) -> None:
    """An index that tells of no change and no record."""
    with closing(sqlite3.connect(file)) as index, index:
        index.execute("DELETE FROM touch WHERE place > 0")
        index.execute("DELETE FROM record")


def test_a_repository_brings_no_index_along(chronicle: Chronicle, tmp_path: Path) -> None:
    """Whoever hands one over could have written any history into its git folder."""
    wanted = without(chronicle)
    with_index(chronicle)
    falsify(index_of(chronicle))
    state = chronicle.repository.state_folder
    state.mkdir(parents=True, exist_ok=True)
    shutil.move(index_of(chronicle), state / "history.sqlite")
    shutil.copytree(chronicle.repository.git_folder, tmp_path / "handed-over.git")
    with Repository.open(tmp_path / "handed-over.git") as theirs:
        assert article_history(theirs, chronicle.tip, "articles/3.md") == wanted
        assert len(records(theirs, chronicle.tip)) == 3


def test_an_index_that_leads_elsewhere_is_not_followed(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    """A link could lead to what another person writes."""
    with_index(chronicle)
    falsify(index_of(chronicle))
    shutil.move(index_of(chronicle), tmp_path / "theirs.sqlite")
    index_of(chronicle).symlink_to(tmp_path / "theirs.sqlite")
    assert with_index(chronicle) == without(chronicle)


def test_a_folder_that_leads_elsewhere_is_not_followed(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    """Nor is the folder of the indexes."""
    with_index(chronicle)
    falsify(index_of(chronicle))
    shutil.move(index_of(chronicle).parent, tmp_path / "theirs")
    index_of(chronicle).parent.symlink_to(tmp_path / "theirs")
    assert with_index(chronicle) == without(chronicle)


def test_a_clone_that_is_deepened_is_told_from_its_founding(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    """What a shallow clone takes for the founding is none once the commits before it are there."""
    chronicle.repository.publish([RefMove(MAIN, None, chronicle.tip)])
    ours, place = chronicle.repository.git_folder, tmp_path / "shallow"
    git = ("git", "-c", "protocol.file.allow=always")
    subprocess.run((*git, "clone", "-q", "--depth", "2", ours.as_uri(), place), check=True)
    with Repository.open(place) as theirs:
        assert len(article_history(theirs, chronicle.tip, "articles/3.md")) == 2
    subprocess.run((*git, "-C", place, "fetch", "-q", "--unshallow"), check=True)
    with Repository.open(place) as theirs:
        assert article_history(theirs, chronicle.tip, "articles/3.md") == without(chronicle)


def test_the_indexes_of_the_clones_read_last_are_kept(
    chronicle: Chronicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache does not grow for ever."""
    monkeypatch.setattr("constitution.history.index._FEW", 2)
    folder = index_of(chronicle).parent
    folder.mkdir(parents=True)
    for age in (30, 20, 10):
        (folder / f"{age}.sqlite").touch()
        os.utime(folder / f"{age}.sqlite", (1_000 - age, 1_000 - age))
    with_index(chronicle)
    assert {file.name for file in folder.iterdir()} == {"10.sqlite", index_of(chronicle).name}


ROWS = {2: "f899d7f6ff814114e3f66699e85c296d5261734824d1a1f935a513b570b9e8b9"}
"""The digest of every row of the index of the chronicle, by the version of the index."""


def test_other_rows_are_another_version(chronicle: Chronicle) -> None:
    """A program that would write other rows must not read those an older one left: raise `_VERSION`."""
    with_index(chronicle)
    told = hashlib.sha256()
    with closing(sqlite3.connect(index_of(chronicle))) as index:
        for table in ("step", "touch", "record"):
            for row in index.execute(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608 - our own names
                told.update(repr(row).encode())
    assert {_VERSION: told.hexdigest()} == ROWS
