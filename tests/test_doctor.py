"""Doctor: each thing that keeps people from working is named in plain words, and mended."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk
from constitution.assembly.doctoring import diagnose, repair
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.early.kept import cache_folder
from constitution.errors import CannotTell, Refused
from constitution.repository import MAIN, Person, RefMove, Repository, When, keep, loose
from constitution.repository.acts import Act, _line
from constitution.repository.keeping import alone
from constitution.repository.refs import move_refs
from tests.handmade import Handmade, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.repository import CommitId

CLERK = Person("Clerk", "clerk@example.org")
WHEN = When(1_700_000_000)
GOVERNANCE = {
    "governance/constitution.toml": (
        b'format = "constitution/1"\nassembly = "A"\ntext = "T"\nlanguage = "en"\n'
    ),
}


def write(repository: Repository, words: str, parent: CommitId | None) -> CommitId:
    return repository.write_commit(
        repository.write_files(parent, {"articles/1.md": words.encode(), **GOVERNANCE}),
        [parent] if parent else [],
        words,
        author=CLERK,
        committer=CLERK,
        when=WHEN,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repository with one article, checked out."""
    made = Repository.found(tmp_path / "text")
    made.publish([RefMove(MAIN, None, write(made, "# Article 1\n\nOne.\n", None))])
    made.check_out_main()
    return Desk(made, who=CLERK)


def codes(desk: Desk) -> list[str]:
    """The codes of what is found by a fresh look."""
    return [one.code for one in diagnose(Desk.open(desk.repository.folder))]


def mend(desk: Desk) -> list[str]:
    """What was done about everything that can be mended."""
    again = Desk.open(desk.repository.folder)
    return [repair(again, one) for one in diagnose(again) if one.repair is not None]


def test_a_sound_clone_has_nothing(desk: Desk) -> None:
    """No finding, not even a note."""
    assert codes(desk) == []


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "index.lock", "packed-refs.lock"])
def test_a_stale_lock_is_set_aside(desk: Desk, name: str) -> None:
    """With its age, and whether a process holds it; writing works afterwards."""
    folder = desk.repository.git_folder
    lock = folder / name
    lock.write_text("half a ref", encoding="utf-8")
    os.utime(lock, (WHEN.seconds, WHEN.seconds))
    (finding,) = diagnose(desk)
    assert finding.code == "stale-lock"
    assert name in finding.sentence
    assert "days" in finding.sentence
    assert "no process holds it" in finding.sentence
    mend(desk)
    assert not lock.exists()
    assert (folder / "constitution/aside" / name).read_text(encoding="utf-8") == "half a ref"
    tip = desk.repository.main()
    desk.repository.publish([RefMove(MAIN, tip, write(desk.repository, "Two.\n", tip))])
    assert codes(desk) == []


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system tells no open files")  # noqa: PTH112 - the system's own
def test_a_lock_that_is_held_is_left(desk: Desk) -> None:
    """The process is named by its id, and its lock stays."""
    lock = desk.repository.git_folder / "index.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"f = open({str(lock)!r}, 'w'); print(1, flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        (finding,) = diagnose(desk)
        assert finding.code == "lock-held"
        assert str(holder.pid) in finding.sentence
        with pytest.raises(Refused):
            repair(desk, finding)
        assert lock.exists()
    finally:
        holder.communicate(b"\n")


@pytest.mark.parametrize(
    ("how", "said"),
    [("empty", "it is empty"), ("cut", "cut short"), ("other", "no object"), ("flip", "bytes")],
)
def test_a_broken_object_is_named_within_a_moment(desk: Desk, how: str, said: str) -> None:
    """libgit2 would wait for ever on one that was cut short: it is never asked."""
    repository = desk.repository
    tip = repository.main()
    file = repository.git_folder / "objects" / tip[:2] / tip[2:]
    data = file.read_bytes()
    file.chmod(0o644)
    if how == "flip":
        other = write(repository, "Two.\n", None)
        data = (repository.git_folder / "objects" / other[:2] / other[2:]).read_bytes()
    file.write_bytes(
        {"empty": b"", "cut": data[: len(data) // 2], "other": b"no stream at all"}.get(how, data)
    )
    (finding,) = diagnose(desk)
    assert finding.code == "broken-object"
    assert tip in finding.sentence
    assert said in finding.sentence
    mend(desk)
    assert not file.exists()
    assert "missing-object" in codes(desk)


@pytest.mark.parametrize("which", ["tip", "tree", "folder"])
@pytest.mark.parametrize("length", [0, 1, 60])
def test_no_verb_waits_for_an_object_that_was_cut_short(
    desk: Desk, which: str, length: int
) -> None:
    """Each is told before libgit2 reads it: refused, named, and led to doctor."""
    repository = desk.repository
    tip = repository.main()
    id_ = {
        "tip": tip,
        "tree": repository.tree_of(tip, "") or "",
        "folder": repository.tree_of(tip, "articles") or "",
    }[which]
    file = repository.git_folder / "objects" / id_[:2] / id_[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[: min(length, file.stat().st_size - 4)])
    program = [sys.executable, "-m", "constitution", "-C", str(repository.folder)]
    said = subprocess.run(
        [*program, "status"], capture_output=True, text=True, check=False, timeout=60
    )
    assert said.returncode == 2
    assert f"corrupt object: {id_} is not whole" in said.stderr
    assert "constitution doctor" in said.stderr
    assert "init" not in said.stderr


def _shared(folder: Path, place: Path) -> Path:
    """A clone that borrows the objects of a repository."""
    subprocess.run(["git", "clone", "-q", "--shared", str(folder), str(place)], check=True)
    return place


def test_a_clone_that_borrows_its_objects_is_read_written_and_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`git clone --shared` and `--reference`: what is not here is read there."""
    clone = _shared(Handmade.found(tmp_path / "text.git").path, tmp_path / "clone")
    assert not list((clone / ".git/objects").glob("??/*"))

    def do(verb: str) -> int:
        talk = Talk(make_desk=lambda folder: Desk(Repository.open(folder), who=CLERK))
        return run(["-C", str(clone), *verb.split()], talk)

    for verb in ("status", "contents", "show 1", "history", "doctor", "check", "verify"):
        assert do(verb) == 0, capsys.readouterr()
    assert do("amend new idea --title An-idea") == 0
    (tmp_path / "1.md").write_bytes(article("1", "The state is a federal republic."))
    assert do(f"amend edit idea 1 --file {tmp_path}/1.md") == 0
    assert do("amend submit idea --no-publish") == 0, capsys.readouterr()
    for act in ("put 1 --yes", "count 1 --for 9 --against 0", "declare 1 --yes", "verify"):
        assert do(act) == 0, capsys.readouterr()
    assert capsys.readouterr().out.rstrip().endswith("consistent")


def test_a_borrowed_object_that_was_cut_short_is_refused_and_named(
    desk: Desk, tmp_path: Path
) -> None:
    """libgit2 would wait for it too; what belongs to another repository is not set aside here."""
    clone = _shared(desk.repository.folder, tmp_path / "clone")
    repository = desk.repository
    tip = repository.main()
    file = repository.git_folder / "objects" / tip[:2] / tip[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(CannotTell, match=f"corrupt object: {tip} is not whole"):
        Repository.open(clone).main()
    (finding,) = diagnose(Desk.open(clone))
    assert (finding.code, finding.repair) == ("broken-object", None)
    assert str(file.parent.parent) in finding.advice
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(CannotTell, match="is not whole"):
        Repository.open(clone).main()
    assert [one.code for one in diagnose(Desk.open(clone))] == ["broken-object"]


def test_a_folder_that_is_borrowed_later_is_looked_through(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a run remembers is remembered of the folders that it went through."""
    monkeypatch.setattr(loose, "_UNSURE", -1)
    monkeypatch.setattr(loose, "_WORTH_REMEMBERING", 1)
    repository = desk.repository
    loose.refuse_cut_short(repository.git_folder)
    other = tmp_path / "other"
    (other / "ab").mkdir(parents=True)
    (other / "ab" / ("0" * 38)).write_bytes(b"")
    (repository.git_folder / "objects/info/alternates").write_text(
        f"# of somebody\n{other}\n{tmp_path / 'gone'}\na\0b\n", encoding="utf-8"
    )
    loose._proven.clear()
    with pytest.raises(CannotTell, match=f"ab{'0' * 38} is not whole"):
        loose.refuse_cut_short(repository.git_folder)


def test_a_tip_that_is_gone_is_missing_and_founds_nothing_anew(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever lost an object is never told to found another constitution."""
    repository = desk.repository
    tip = repository.main()
    (repository.git_folder / "objects" / tip[:2] / tip[2:]).unlink()
    for verb in ("status", "verify"):
        assert run(["-C", str(repository.folder), verb]) == 2
        said = "".join(capsys.readouterr())
        assert "missing" in said
        assert "init" not in said


def test_objects_looked_at_once_are_not_looked_at_by_the_next_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are many, a run remembers that they were whole; younger ones are looked at."""
    repository = desk.repository
    looked_at: list[str] = []

    def looks(path: str, _size: int) -> bool:
        looked_at.append(path)
        return True

    def look() -> int:
        looked_at.clear()
        loose._proven.clear()
        loose.refuse_cut_short(repository.git_folder)
        return len(looked_at)

    monkeypatch.setattr(loose, "_is_whole", looks)
    monkeypatch.setattr(loose, "_UNSURE", -1)
    few = look()
    assert few == look() > 0
    monkeypatch.setattr(loose, "_WORTH_REMEMBERING", 1)
    assert look() == few
    assert look() == 0


def remembering(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which this person keeps that the objects of a repository were whole."""
    monkeypatch.setattr(loose, "_WORTH_REMEMBERING", 1)
    monkeypatch.setattr(loose, "_UNSURE", -1)
    loose._proven.clear()
    loose.refuse_cut_short(desk.repository.git_folder)
    loose._proven.clear()
    (memory,) = Path(cache_folder(), "whole").iterdir()
    return memory


def cut(desk: Desk) -> str:
    """An object that was cut short, long before anybody looked, as its date says."""
    tip = desk.repository.main()
    file = desk.repository.git_folder / "objects" / tip[:2] / tip[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:40])
    return tip


def test_a_repository_cannot_say_of_itself_that_it_is_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hands it over would write so, and libgit2 would wait for ever."""
    memory = remembering(desk, monkeypatch)
    state = desk.repository.state_folder
    state.mkdir(exist_ok=True)
    for place in (state / "whole", state / memory.name):
        place.write_text(f"{desk.repository.git_folder / 'objects'}\n{memory.read_text('ascii')}")
        os.utime(place, (2**31 - 1, 2**31 - 1))
    memory.unlink()
    tip = cut(desk)
    with pytest.raises(CannotTell, match=f"{tip} is not whole"):
        loose.refuse_cut_short(desk.repository.git_folder)


def test_a_look_that_is_still_to_come_is_not_believed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that went wrong, and was set right again."""
    memory = remembering(desk, monkeypatch)
    os.utime(memory, (2**31 - 1, 2**31 - 1))
    tip = cut(desk)
    with pytest.raises(CannotTell, match=f"{tip} is not whole"):
        loose.refuse_cut_short(desk.repository.git_folder)


def test_another_repository_in_the_place_of_one_that_was_whole_is_looked_through(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its objects may be older than the look at those that lay there."""
    monkeypatch.setattr(loose, "_UNSURE", -60)  # what is written within a minute counts as old
    objects = desk.repository.git_folder / "objects"
    shutil.copytree(objects, tmp_path / "other")
    memory = remembering(desk, monkeypatch)
    monkeypatch.setattr(loose, "_UNSURE", -60)
    tip = cut(desk)
    loose.refuse_cut_short(desk.repository.git_folder)
    loose._proven.clear()
    objects.rename(tmp_path / "ours")
    (tmp_path / "other").rename(objects)
    cut(desk)
    with pytest.raises(CannotTell, match=f"{tip} is not whole"):
        loose.refuse_cut_short(desk.repository.git_folder)
    assert memory.is_file()


def test_objects_that_cannot_be_read_are_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By doctor and by every verb, with what to do; nothing is set aside."""
    folder = desk.repository.git_folder / "objects"
    real = type(folder).iterdir

    def closed(self: Path) -> Iterator[Path]:
        if self.parent == folder and len(self.name) == 2:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(type(folder), "iterdir", closed)
    found = diagnose(desk)
    assert {one.code for one in found} == {"broken-object"}
    assert all("cannot be read" in one.sentence and one.repair is None for one in found)

    def refused(_folder: str) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(13, "Permission denied")

    loose._proven.clear()
    monkeypatch.setattr(loose, "_files", refused)
    with pytest.raises(CannotTell, match="cannot be read"):
        Repository.open(desk.repository.folder).main()


def test_a_broken_pack_is_named(desk: Desk) -> None:
    """It is left where it is: it may be all there is of a part of the history."""
    folder = desk.repository.git_folder / "objects" / "pack"
    (folder / "pack-x.pack").write_bytes(b"PACK" + bytes(60))
    (folder / "pack-x.idx").write_bytes(bytes(60))
    (finding,) = diagnose(desk)
    assert finding.code == "broken-pack"
    assert finding.repair is None


def test_an_act_cut_short_is_completed(desk: Desk) -> None:
    """And named while another run is still at it."""
    repository = desk.repository
    tip = repository.main()
    new = write(repository, "# Article 1\n\nTwo.\n", tip)
    act = Act("declare", "12", (RefMove(MAIN, tip, new), RefMove("refs/tags/x", None, new)))
    keep(repository.state_folder / "under-way", _line(act).encode())
    with alone(repository.state_folder):
        assert codes(desk) == ["lock-held"]
    move_refs(repository._git, act.moves[:1])
    found = diagnose(Desk.open(repository.folder))
    assert [one.code for one in found] == ["interrupted-act", "work-tree-behind"]
    assert mend(desk)[0] == "Completed: declare 12."
    assert repository.tip("refs/tags/x") == new
    assert codes(desk) == []


def test_files_of_an_older_main_are_brought_up(desk: Desk) -> None:
    """Somebody pushed to the main that is checked out; a file of yours is not touched."""
    repository = desk.repository
    tip = repository.main()
    new = write(repository, "# Article 1\n\nTwo.\n", tip)
    move_refs(repository._git, [RefMove(MAIN, tip, new)])
    assert codes(desk) == ["work-tree-behind"]
    file = repository.folder / "articles/1.md"
    before = file.read_text(encoding="utf-8")
    file.write_text("Mine.\n", encoding="utf-8")
    assert codes(desk) == []
    file.write_text(before, encoding="utf-8")
    assert mend(desk) == ["Brought up to main: 1 file."]
    assert "Two." in file.read_text(encoding="utf-8")
    assert codes(desk) == []


@pytest.mark.parametrize(
    "ref", ["refs/heads/amendments", "refs/ballots/12", "refs/tags/rejected", "refs/heads/motions"]
)
def test_a_name_in_the_way_is_moved(desk: Desk, ref: str) -> None:
    """Whoever meets it is led to doctor; it is kept under another name."""
    repository = desk.repository
    tip = repository.main()
    repository.publish([RefMove(ref, None, tip)])
    beside = RefMove(f"{ref}/x", None, tip)
    with pytest.raises(Refused, match="is in the way of its name") as refusal:
        repository.publish([beside])
    assert "constitution doctor" in refusal.value.hint
    assert codes(desk) == ["blocking-name"]
    mend(desk)
    assert repository.tip(ref.replace("refs/", "refs/set-aside/", 1)) == tip
    repository.publish([beside])
    assert codes(desk) == []


def test_a_lock_in_the_way_leads_to_doctor(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any verb that writes says so."""
    monkeypatch.setattr("constitution.repository.refs.time.sleep", lambda _seconds: None)
    (desk.repository.git_folder / "refs/heads/main.lock").touch()
    tip = desk.repository.main()
    with pytest.raises(Refused) as refusal:
        desk.repository.publish([RefMove(MAIN, tip, write(desk.repository, "Two.\n", tip))])
    assert "constitution doctor" in refusal.value.hint


def test_a_locked_index_stops_an_act_before_anything_moves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of the work tree could not follow; once the lock is gone, they do."""
    monkeypatch.setattr("constitution.repository.worktree.time.sleep", lambda _seconds: None)
    lock = desk.repository.git_folder / "index.lock"
    lock.touch()
    tip = desk.repository.main()
    new = write(desk.repository, "# Article 1\n\nTwo.\n", tip)
    act = Act("declare", "1", (RefMove(MAIN, tip, new),))
    with pytest.raises(Refused) as refusal:
        desk.acts.do(act)
    assert "constitution doctor" in refusal.value.hint
    assert desk.repository.main() == tip
    assert desk.acts.interrupted() is None
    mend(desk)
    desk.acts.do(act)
    assert codes(desk) == []


def test_a_branch_lost_by_accident_is_made_again(desk: Desk) -> None:
    """An amendment whose branch went by no act of ours; one taken back on purpose stays away."""
    ref = "refs/heads/amendments/less"
    tip = desk.repository.main()
    desk.acts.do(Act("amend new", "less", (RefMove(ref, None, tip),)))
    desk.repository.publish([RefMove(ref, tip, None)])
    assert codes(desk) == ["lost-draft"]
    mend(desk)
    assert desk.repository.tip(ref) == tip
    desk.acts.undo()
    assert codes(desk) == []


def test_a_folder_that_cannot_be_written_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only, or a full disk, in the system's own words."""
    import tempfile

    for number, code in ((28, "disk-full"), (30, "read-only")):

        def refuse(*_arguments: object, number: int = number, **_more: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
        assert codes(desk) == [code]


def test_notes_keep_nobody_from_working(desk: Desk) -> None:
    """What was typed and kept, and names that plain git finds ambiguous: exit 0."""
    repository = desk.repository
    keep(repository.state_folder / "typed" / "articles-1.md", b"words")
    repository.publish([RefMove("refs/heads/votes", None, repository.main())])
    repository._git.references.create("refs/heads/--upload-pack=x", repository.main())
    found = diagnose(desk)
    assert {one.code for one in found} == {"kept-text", "ambiguous-name", "odd-name"}
    assert all(one.is_note for one in found)
    assert (
        run(["doctor"], Talk(repository.folder)) == 0
        or run(["-C", str(repository.folder), "doctor"]) == 0
    )


def test_what_stops_the_exchange_is_named(desk: Desk) -> None:
    """A program that the repository names, a name git does not take, a branch in the way there."""
    repository = desk.repository
    repository._git.remotes.create("origin", "../hub.git")
    assert codes(desk) == []
    repository._git.config["core.sshCommand"] = "evil"
    assert codes(desk) == ["foreign-program"]
    del repository._git.config["core.sshCommand"]
    tip = repository.main()
    bad = repository.git_folder / "refs" / "heads" / "a..b"
    bad.write_text(f"{tip}\n", encoding="ascii")
    assert codes(desk) == ["impossible-name"]
    mend(desk)
    assert not bad.exists()
    assert codes(desk) == []
    repository.publish([RefMove("refs/remotes/origin/amendments", None, tip)])
    (finding,) = diagnose(desk)
    assert finding.code == "blocking-name"
    assert "at origin" in finding.sentence


def test_a_folder_of_objects_that_cannot_be_written_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may write beside the objects, and not among them, can commit nothing."""
    import tempfile

    real = tempfile.TemporaryFile

    def refuse(*, dir: Path) -> object:  # noqa: A002 - the standard library's name
        if dir.name == "objects":
            raise OSError(13, os.strerror(13))
        return real(dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert codes(desk) == ["read-only"]


def test_advice_says_what_fix_would_do(desk: Desk) -> None:
    """Nothing was done yet, and none of it reads as if it were."""
    (desk.repository.git_folder / "index.lock").touch()
    (finding,) = diagnose(desk)
    assert "With `--fix` it is set aside." in finding.advice


def test_the_verb_explains_then_mends(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1 while something is wrong; `--fix` mends it and exits 0; `--json` has the codes."""
    folder = str(desk.repository.folder)
    (desk.repository.git_folder / "index.lock").touch()
    assert run(["-C", folder, "doctor"]) == 1
    said = capsys.readouterr().out
    assert "index.lock has been there for" in said
    assert "doctor --fix" in said
    assert run(["-C", folder, "doctor", "--fix", "--json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["code"] == "stale-lock"
    assert finding["mended"].startswith("Set aside: ")
    assert run(["-C", folder, "doctor"]) == 0
    assert capsys.readouterr().out == "Nothing keeps you from working here.\n"
