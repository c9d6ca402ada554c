"""Acts that can be taken back and brought back, and that a crash leaves whole."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pygit2
import pytest

from constitution.errors import Outdated, Refused
from constitution.repository import MAIN, Acts, CommitId, Person, RefMove, Repository, When, keep
from constitution.repository.acts import Act, Settled
from constitution.repository.keeping import alone

if TYPE_CHECKING:
    from pathlib import Path

CLERK = Person("Clerk", "clerk@example.org")
WHEN = When(1_700_000_000)
SIDE = "refs/heads/motions/1-x"
TAG = "refs/tags/rejected/1-x"


def write(repository: Repository, words: str, parent: CommitId | None) -> CommitId:
    """A commit of one article that no ref points to yet."""
    return repository.write_commit(
        repository.write_files(parent, {"articles/1.md": words.encode()}),
        [parent] if parent else [],
        words,
        author=CLERK,
        committer=CLERK,
        when=WHEN,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with an article on main, checked out."""
    made = Repository.found(tmp_path / "text")
    made.publish([RefMove(MAIN, None, write(made, "One.\n", None))])
    made.check_out_main()
    return made


def declare(repository: Repository, words: str) -> Act:
    """An act that moves main and makes a tag, not done yet."""
    tip = repository.main()
    new = write(repository, words, tip)
    return Act(
        "declare", words, (RefMove(TAG + words.strip(".\n"), None, new), RefMove(MAIN, tip, new))
    )


def article(repository: Repository) -> str:
    return (repository.folder / "articles/1.md").read_text(encoding="utf-8")


class TestTakingBack:
    """`undo` is an act of its own."""

    def test_undo_goes_further_back_at_each_call(self, repository: Repository) -> None:
        """Two acts, two undos; the journal keeps all four."""
        acts, before = Acts(repository), repository.main()
        for words in ("Two.\n", "Three.\n"):
            acts.do(declare(repository, words))
        assert [acts.undo().subject for _ in range(2)] == ["Three.\n", "Two.\n"]
        assert repository.main() == before
        assert repository.refs("refs/tags/") == []
        assert acts.all() == []
        assert [act.kind for act in acts.journal()] == ["done", "done", "undone", "undone"]
        with pytest.raises(Refused, match="nothing to take back"):
            acts.undo()

    def test_what_was_taken_back_is_brought_back(self, repository: Repository) -> None:
        """`redo` after `undo`, in the opposite order, as often as one likes."""
        acts = Acts(repository)
        for words in ("Two.\n", "Three.\n"):
            acts.do(declare(repository, words))
        last = repository.main()
        acts.undo()
        acts.undo()
        assert [acts.redo().subject for _ in range(2)] == ["Two.\n", "Three.\n"]
        assert repository.main() == last
        assert article(repository) == "Three.\n"
        with pytest.raises(Refused, match="nothing was taken back"):
            acts.redo()
        acts.undo()
        assert article(repository) == "Two.\n"

    def test_a_new_act_ends_what_can_be_brought_back(self, repository: Repository) -> None:
        """What was taken back stood on another text."""
        acts = Acts(repository)
        acts.do(declare(repository, "Two.\n"))
        acts.undo()
        acts.do(declare(repository, "Three.\n"))
        with pytest.raises(Refused):
            acts.redo()

    def test_a_rejection_is_taken_back_though_its_motion_was_published(
        self, repository: Repository
    ) -> None:
        """The tag names a sealed commit others have; the record on main is what counts."""
        acts, tip = Acts(repository), repository.main()
        sealed = write(repository, "Sealed.\n", tip)
        repository.publish([RefMove("refs/remotes/origin/motions/1-x", None, sealed)])
        record = write(repository, "Record.\n", tip)
        acts.do(Act("declare", "1", (RefMove(MAIN, tip, record), RefMove(TAG, None, sealed))))
        acts.undo()
        assert repository.main() == tip

    def test_what_was_sent_outside_branches_stays(self, repository: Repository) -> None:
        """A ballot or a tag has no remote-tracking branch: what was sent is remembered."""
        acts, tip = Acts(repository), repository.main()
        ballot = RefMove("refs/ballots/1/a", None, write(repository, "Ballot\n", None))
        acts.do(Act("vote", "1 a", (ballot,)))
        acts.note(Act("publish", "origin", (ballot,), "exchanged"))
        with pytest.raises(Refused, match="was published"):
            acts.undo()
        assert repository.main() == tip

    def test_what_a_remote_was_seen_to_have_stays(self, repository: Repository) -> None:
        """Sent by plain git and fetched since: others have it."""
        acts = Acts(repository)
        ballot = RefMove("refs/ballots/1/a", None, write(repository, "Ballot\n", None))
        acts.do(Act("vote", "1 a", (ballot,)))
        repository.publish([RefMove("refs/fetched/origin/ballots/1/a", None, ballot.new)])
        with pytest.raises(Refused, match="was published"):
            acts.undo()


class _CutShort(BaseException):
    """As SIGKILL does, it ends everything where it stands."""


class TestCutShort:
    """An act that was begun is completed or taken back by whoever comes next."""

    def test_nothing_moved_nothing_remains(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Cut short before its first ref, the act is taken back; it can be done again."""
        act, tip = declare(repository, "Two.\n"), repository.main()
        with monkeypatch.context() as patched:
            patched.setattr(Repository, "publish", _cut)
            with pytest.raises(_CutShort):
                Acts(repository).do(act)
        again = Repository.open(repository.folder)
        assert Acts(again).interrupted() == act
        assert Acts(again).settle() == Settled(act, completed=False)
        assert again.main() == tip
        assert Acts(again).all() == []
        Acts(again).do(act)
        assert Acts(again).all() == [act]

    @pytest.mark.parametrize("next_", ["settle", "do", "undo"])
    def test_main_moved_the_rest_follows(self, repository: Repository, next_: str) -> None:
        """Main decides: the other refs, the files and the memory of the act are made good."""
        act, acts = declare(repository, "Two.\n"), Acts(repository)
        keep(repository.state_folder / "under-way", _line_of(act))
        main = next(move for move in act.moves if move.ref == MAIN)
        _move_alone(repository, main)
        assert article(repository) == "One.\n"
        match next_:
            case "settle":
                assert acts.settle() == Settled(act, completed=True)
                assert acts.settle() is None
                assert article(repository) == "Two.\n"
                assert repository.tip(TAG + "Two") == main.new
            case "do":
                more = RefMove(SIDE, None, main.new)
                acts.do(Act("put", "2", (more,)))
                assert [one.verb for one in acts.all()] == ["declare", "put"]
            case _:
                assert acts.undo() == act
                assert repository.main() == main.old
                assert article(repository) == "One.\n"
        assert repository.dirty_files() == ()
        assert acts.interrupted() is None

    def test_a_file_of_yours_stays_when_the_rest_follows(self, repository: Repository) -> None:
        """What you wrote since the crash is neither old nor new, and is left alone."""
        act = declare(repository, "Two.\n")
        keep(repository.state_folder / "under-way", _line_of(act))
        _move_alone(repository, next(move for move in act.moves if move.ref == MAIN))
        (repository.folder / "articles/1.md").write_text("Mine.\n", encoding="utf-8")
        Acts(repository).settle()
        assert article(repository) == "Mine.\n"

    def test_a_note_cut_short_names_no_act(self, repository: Repository) -> None:
        """It never happens by a crash of ours; a damaged file stops nobody."""
        (repository.state_folder).mkdir(exist_ok=True)
        (repository.state_folder / "under-way").write_text('{"verb": "decl', encoding="utf-8")
        assert Acts(repository).settle() is None
        assert not (repository.state_folder / "under-way").exists()

    def test_a_refused_act_leaves_no_note(self, repository: Repository) -> None:
        """A refusal is an end like any other."""
        act = declare(repository, "Two.\n")
        repository.publish([RefMove(TAG + "Two", None, repository.main())])
        with pytest.raises(Outdated):
            Acts(repository).do(act)
        assert Acts(repository).interrupted() is None


def _cut(_repository: Repository, _moves: object) -> tuple[str, ...]:
    raise _CutShort


def _line_of(act: Act) -> bytes:
    from constitution.repository import acts

    return acts._line(act).encode()


def _move_alone(repository: Repository, move: RefMove) -> None:
    """A ref moved as before a crash: no file is refreshed."""
    from constitution.repository.refs import move_refs

    move_refs(repository._git, [move])


def tree_of(repository: Repository, entries: dict[bytes, bytes]) -> CommitId:
    """A commit after main whose tree holds folders of any name, each with one file `x`."""
    git = pygit2.Repository(str(repository.git_folder))
    root = git[repository.main()].peel(pygit2.Tree)
    lines = {str(entry.name).encode(): (b"40000", entry.id.raw) for entry in root}
    for name, words in entries.items():
        blob = git.create_blob(words)
        folder = git.write(pygit2.enums.ObjectType.TREE, b"100644 x\0" + blob.raw)
        lines[name] = (b"40000", folder.raw)
    ordered = sorted(lines.items(), key=lambda line: line[0] + b"/")
    data = b"".join(mode + b" " + name + b"\0" + id_ for name, (mode, id_) in ordered)
    tree = git.write(pygit2.enums.ObjectType.TREE, data)
    who = pygit2.Signature("x", "x@example.org", 1_700_000_000, 0)
    return CommitId(str(git.create_commit(None, who, who, "free", tree, [repository.main()])))


class TestLeadingOut:
    """A repository from elsewhere may hold names that no git writes out, and links for folders."""

    @pytest.mark.parametrize("name", ["..", ".git", ".GIT", "git~1", ".git.", ".g\u200cit"])
    def test_what_would_lie_outside_the_work_tree_is_not_moved_to(
        self, repository: Repository, name: str
    ) -> None:
        """Neither by an act, nor by one that pretends to have been cut short."""
        hostile = tree_of(repository, {name.encode(): b"[core]\n"})
        tip, before = repository.main(), snapshot_of(repository.folder.parent)
        act = Act("declare", "1", (RefMove(MAIN, tip, hostile),))
        with pytest.raises(Refused, match="leads out of your work tree"):
            Acts(repository).do(act)
        assert repository.main() == tip
        _move_alone(repository, act.moves[0])
        keep(repository.state_folder / "under-way", _line_of(act))
        assert Acts(repository).settle() == Settled(act, completed=True)
        assert snapshot_of(repository.folder.parent) == before

    def test_nothing_is_written_through_a_link_in_the_work_tree(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        """Git would take it for a link that was put in the place of the folder."""
        outside = tmp_path / "outside"
        outside.mkdir()
        (repository.folder / "free").symlink_to(outside)
        new = tree_of(repository, {b"free": b"words"})
        with pytest.raises(Refused, match="free/x leads out of your work tree"):
            repository.publish([RefMove(MAIN, repository.main(), new)])
        assert list(outside.iterdir()) == []

    def test_a_folder_that_the_configuration_names_is_no_work_tree(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        """An archive would say that the home of whoever unpacks it is one; main moves, no file does."""
        home = tmp_path / "home"
        home.mkdir()
        pygit2.Repository(str(repository.git_folder)).config["core.worktree"] = str(home)
        again = Repository.open(repository.git_folder)
        act = declare(again, "Two.\n")
        assert Acts(again).do(act) == ()
        assert again.main() == act.moves[1].new
        assert list(home.iterdir()) == []

    def test_a_second_work_tree_is_one(self, repository: Repository, tmp_path: Path) -> None:
        """As `git worktree` makes them: a file in it names the folder of its own that git keeps."""
        git = ("git", "-C", str(repository.folder))
        subprocess.run((*git, "checkout", "-q", "--detach"), check=True)
        subprocess.run((*git, "worktree", "add", "-q", str(tmp_path / "two"), "main"), check=True)
        again = Repository.open(tmp_path / "two")
        assert again.checked_out == "main"
        Acts(again).do(declare(again, "Two.\n"))
        assert (tmp_path / "two/articles/1.md").read_text(encoding="utf-8") == "Two.\n"

    @pytest.mark.parametrize("is_gone_first", [True, False])
    def test_a_folder_takes_the_place_of_a_file(
        self, repository: Repository, *, is_gone_first: bool
    ) -> None:
        """In the tree and in the work tree, in whichever order both are named."""
        tip = repository.main()
        files = [("articles/1.md", None), ("articles/1.md/2.md", b"Two.\n")]
        wanted = dict(files if is_gone_first else reversed(files))
        tree = repository.write_files(tip, wanted)
        assert tree == repository.tree_with(tip, wanted)
        new = repository.write_commit(tree, [tip], "x", author=CLERK, committer=CLERK, when=WHEN)
        repository.publish([RefMove(MAIN, tip, new)])
        assert (repository.folder / "articles/1.md/2.md").read_bytes() == b"Two.\n"
        assert repository.dirty_files() == ()


def snapshot_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but those that git and we keep for ourselves."""
    kept = ("/objects/", "/constitution/", "/logs/", "/refs/")
    return {
        str(file): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not any(part in str(file) for part in kept)
    }


class TestKeeping:
    """Files beside the history are old or new, never a part of either."""

    def test_a_full_disk_leaves_the_old_file_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What could not be flushed never takes the place of what was there."""
        file = tmp_path / "acts"
        keep(file, b"old")

        def full(_number: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            keep(file, b"new")
        assert file.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [file]

    def test_file_and_folder_are_flushed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The bytes before the name, and the name before anyone is told."""
        order: list[str] = []
        real_fsync, real_replace = os.fsync, os.replace

        def fsync(number: int) -> None:
            order.append("folder" if os.path.isdir(f"/proc/self/fd/{number}") else "file")  # noqa: PTH112 - a link of the system's
            real_fsync(number)

        def replace(old: str, new: str) -> None:
            order.append("name")
            real_replace(old, new)

        if not os.path.isdir("/proc/self/fd"):  # noqa: PTH112 - the same
            pytest.skip("this system does not tell what a descriptor is")
        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(os, "replace", replace)
        keep(tmp_path / "acts", b"new")
        assert order == ["file", "name", "folder"]

    def test_two_writers_take_turns(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever waits too long is told, and nothing was written."""
        monkeypatch.setattr("constitution.repository.keeping._PATIENCE", 0.05)
        with (
            alone(tmp_path),
            pytest.raises(Refused, match="another run of this program"),
            alone(tmp_path),
        ):
            pass
        with alone(tmp_path):
            assert (tmp_path / "lock").exists()
