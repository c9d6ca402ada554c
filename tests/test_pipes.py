"""A git folder that came in an archive holds nothing that is waited for, or leads elsewhere."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk
from constitution.assembly.verification import verify_folder
from constitution.errors import CannotTell
from constitution.objects.pipes import refuse_pipes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.committee import Committee

PLACES = (
    "HEAD",
    "config",
    "packed-refs",
    "index",
    "shallow",
    "info/grafts",
    "refs/heads/main",
    "refs/heads/amendments/idee",
    "objects/info/alternates",
    "constitution/drafts/idee",
)

WHOLE = (
    "HEAD",
    "index",
    "info/grafts",
    "objects/info/alternates",
    "refs/heads/idee",
    "shallow",
    "constitution/acts",
)
TICK = 0.02
"""Seconds in which the clock of a disk surely goes on."""

WRITTEN = ("refs", "refs/heads/main", "logs/refs/heads/main", "index", "constitution")


def replace(folder: Path, name: str) -> Path:
    """A pipe where a file of the git folder stood, or could stand."""
    file = folder / ".git" / name
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    return file


class TestPipes:
    """What nobody writes into is not read."""

    @pytest.mark.parametrize("name", PLACES)
    def test_a_pipe_in_place_of_a_file_is_named(self, committee: Committee, name: str) -> None:
        """By every reader, before anything is opened."""
        file = replace(committee.folder, name)
        with pytest.raises(CannotTell, match="is a pipe or a device") as refusal:
            Desk.open(committee.folder / "articles")
        assert str(file) in refusal.value.message
        verdict = verify_folder(committee.folder)
        assert verdict.outcome == "cannot-tell"
        assert [doubt.code for doubt in verdict.doubts] == ["unreadable-repository"]

    def test_a_link_to_a_device_is_named(self, committee: Committee) -> None:
        """It would never end."""
        file = committee.folder / ".git" / "refs" / "heads" / "main"
        file.unlink()
        file.symlink_to("/dev/zero")
        with pytest.raises(CannotTell, match="is a pipe or a device"):
            Desk.open(committee.folder)

    @pytest.mark.parametrize("name", WHOLE)
    def test_a_file_that_is_read_whole_has_an_end(self, committee: Committee, name: str) -> None:
        """A file with a hole costs whoever packed it nothing."""
        file = committee.folder / ".git" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        os.truncate(file, 1 << 40)
        with pytest.raises(CannotTell, match="is larger than"):
            Desk.open(committee.folder)

    @pytest.mark.parametrize("name", WRITTEN)
    def test_nothing_is_written_through_a_link(
        self, committee: Committee, tmp_path: Path, name: str
    ) -> None:
        """Git adds to its logs, and libgit2 replaces files, where a link leads."""
        inside, outside = committee.folder / ".git" / name, tmp_path / "outside"
        inside.parent.mkdir(parents=True, exist_ok=True)
        if inside.exists():
            inside.rename(outside)
        inside.symlink_to(outside)
        with pytest.raises(CannotTell, match="leads out of the repository") as refusal:
            Desk.open(committee.folder)
        assert str(inside) in refusal.value.message

    def test_a_link_within_the_git_folder_is_let_be(self, committee: Committee) -> None:
        """As git itself once made of the head; and several clones may lend each other objects."""
        git_folder = committee.folder / ".git"
        (git_folder / "refs" / "heads" / "alias").symlink_to("main")
        (git_folder / "objects").rename(committee.folder.parent / "lent")
        (git_folder / "objects").symlink_to(committee.folder.parent / "lent")
        Desk.open(committee.folder)

    @pytest.mark.parametrize("name", [".gitattributes", ".gitignore", "articles/.gitattributes"])
    def test_the_work_tree_is_not_waited_for_either(self, committee: Committee, name: str) -> None:
        """Git reads these files to say what is changed."""
        committee.repository.check_out_main()
        (committee.folder / name).unlink(missing_ok=True)
        os.mkfifo(committee.folder / name)
        with pytest.raises(CannotTell, match="is a pipe or a device"):
            committee.another_desk().repository.dirty_files()

    def test_what_the_work_tree_points_to_is_looked_at(
        self, committee: Committee, tmp_path: Path
    ) -> None:
        """A second work tree shares the git folder of the first."""
        git = ["git", "-C", str(committee.folder)]
        subprocess.run(
            [*git, "worktree", "add", "-q", "--detach", str(tmp_path / "two")], check=True
        )
        refuse_pipes(tmp_path / "two")
        replace(committee.folder, "refs/heads/other")
        with pytest.raises(CannotTell):
            refuse_pipes(tmp_path / "two")

    def test_the_log_of_what_was_checked_out_may_be_long(self, committee: Committee) -> None:
        """Git keeps it in a file that is called as the head itself is."""
        log = committee.folder / ".git" / "logs" / "HEAD"
        log.parent.mkdir(exist_ok=True)
        log.write_text("x" * 100_000, encoding="ascii")
        Desk.open(committee.folder)

    def test_what_git_itself_puts_there_is_let_be(
        self, committee: Committee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A socket of git's own watcher ends at once; a link may lead nowhere."""
        monkeypatch.chdir(committee.folder / ".git")
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("fsmonitor--daemon.ipc")
            (committee.folder / ".git" / "gone").symlink_to("nowhere")
            Desk.open(committee.folder)


class TestAgain:
    """What was looked at and is as it was is not gone through a second time."""

    @pytest.fixture(autouse=True)
    def scans(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The folders that were gone through; every folder here has come to rest after a moment."""
        scanned: list[str] = []
        scandir = os.scandir

        def counting(folder: str) -> Iterator[os.DirEntry[str]]:
            scanned.append(folder)
            return scandir(folder)

        monkeypatch.setattr(os, "scandir", counting)
        monkeypatch.setattr("constitution.objects.pipes._UNSURE", 0)
        return scanned

    def test_a_folder_at_rest_is_gone_through_once(
        self, committee: Committee, scans: list[str]
    ) -> None:
        """With ten thousand branches each answer of a roll call would have looked at every one."""
        time.sleep(TICK)
        refuse_pipes(committee.folder)
        scans.clear()
        refuse_pipes(committee.folder)
        assert scans == []
        (committee.folder / ".git" / "refs" / "heads" / "other").write_text("", encoding="ascii")
        refuse_pipes(committee.folder)
        assert scans == [str(committee.folder / ".git" / "refs" / "heads")]

    @pytest.mark.parametrize("name", PLACES)
    def test_a_pipe_that_comes_later_is_found(self, committee: Committee, name: str) -> None:
        """Whoever may write there need not do it before the room is opened."""
        time.sleep(TICK)
        refuse_pipes(committee.folder)
        time.sleep(TICK)
        replace(committee.folder, name)
        with pytest.raises(CannotTell, match="is a pipe or a device"):
            refuse_pipes(committee.folder)

    def test_a_folder_that_a_link_takes_the_place_of_is_found(
        self, committee: Committee, tmp_path: Path
    ) -> None:
        """Where a folder was, not where it leads now, is what was looked at."""
        time.sleep(TICK)
        refuse_pipes(committee.folder)
        time.sleep(TICK)
        refs = committee.folder / ".git" / "refs"
        refs.rename(tmp_path / "refs")
        refs.symlink_to(tmp_path / "refs")
        with pytest.raises(CannotTell, match="leads out of the repository"):
            refuse_pipes(committee.folder)

    def test_a_folder_that_changed_just_now_is_not_taken_to_be_at_rest(
        self, committee: Committee, scans: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Some disks date two changes alike that are a moment apart."""
        monkeypatch.setattr("constitution.objects.pipes._UNSURE", 10**12)
        monkeypatch.setattr("constitution.objects.pipes._gone_through", {})
        scans.clear()
        refuse_pipes(committee.folder)
        looked_at = sorted(scans)
        scans.clear()
        refuse_pipes(committee.folder)
        assert sorted(scans) == looked_at
