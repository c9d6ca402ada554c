"""Reading without libgit2: the same answers, or none; libgit2 then says what is the matter."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from hashlib import sha1
from typing import TYPE_CHECKING

import pytest

from constitution.cli.main import run
from constitution.errors import CannotTell
from constitution.repository import MAIN, Person, RefMove, Repository, When, plain
from constitution.repository.plain import Plain, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from constitution.repository import CommitId

WHO = Person("Zoë O’Neill, Jr.", "zoe@example.org")
FILES: Mapping[str, bytes] = {
    "articles/01-one/article-1.md": b"# Article 1\n\nOne.\n",
    "articles/01-one.md": b"# One\n",
    "articles/02-two/article-2.md": "# Article 2\n\nDeux, « trois ».\n".encode(),
    "governance/rules.toml": b"",
    "README.md": b"Free.\n",
}
FOLDERS = ("articles", "articles/01-one", "governance", "nowhere", "README.md")
PATHS = (*FILES, *FOLDERS, "articles/01-one/article-1.md/below", "link", "é.md")


def write(
    repository: Repository, files: Mapping[str, bytes | None], parents: list[CommitId]
) -> CommitId:
    """A commit that changes files of the first of its parents."""
    return repository.write_commit(
        repository.write_files(parents[0] if parents else None, files),
        parents,
        "Un résumé\n\nEt la suite.\n",
        author=WHO,
        committer=Person("Clerk", "clerk@example.org"),
        when=When(1_700_000_000, -210),
    )


def git(folder: Path, *words: str, stdin: str | None = None) -> str:
    """What git answers."""
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b", *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A text of four commits, one of them a merge; one file is a link, one has a name of its own."""
    made = Repository.found(tmp_path / "text")
    one = write(made, FILES, [])
    two = write(made, {"articles/01-one.md": None, "articles/é.md": b"# \xe9\n"}, [one])
    side = write(made, {"articles/02-two/article-2.md": b"# Article 2\n\nOther.\n"}, [one])
    tip = write(made, {"articles/02-two/article-2.md": b"# Article 2\n\nOther.\n"}, [two, side])
    blob = git(made.folder, "hash-object", "-w", "--stdin", stdin="README.md")
    listed = git(made.folder, "ls-tree", tip)
    tree = git(made.folder, "mktree", stdin=f"{listed}\n120000 blob {blob}\tlink\n")
    linked = git(made.folder, "commit-tree", "-m", "A link", "-p", tip, tree)
    git(made.folder, "update-ref", MAIN, linked)
    return made


def plain_of(repository: Repository) -> Plain:
    """The same repository, read plainly."""
    return Plain.find(repository.folder)


def answers(one: Repository | Plain, commits: list[CommitId]) -> list[object]:
    """Whatever can be asked, answered."""
    told: list[object] = [one.tip(), one.folder, one.git_folder, one.is_bare]
    for commit in commits:
        told += [one.commit(commit), one.listing(commit), one.listing(commit, *FOLDERS)]
        told += [one.names(commit, folder) for folder in FOLDERS]
        for path in PATHS:
            told += [one.tree_of(commit, path), one.file_at(commit, path), one.read(commit, path)]
        told += [one.tree_of(commit, ""), *map(one.blob, one.listing(commit).values())]
    return told


@pytest.mark.parametrize("packed", ["loose", "packed", "bare"])
def test_both_ways_of_reading_answer_alike(
    repository: Repository, packed: str, tmp_path: Path
) -> None:
    """Objects loose or packed, refs too, in a work tree or without one."""
    if packed == "packed":
        git(repository.folder, "repack", "-adfq", "--depth=4")
        git(repository.folder, "pack-refs", "--all")
    if packed == "bare":
        git(tmp_path, "clone", "-q", "--bare", str(repository.folder), "bare.git")
        repository = Repository.open(tmp_path / "bare.git")
    assert repository.plain is None
    commits = [*repository.first_parents(repository.main())]
    found = Plain.find(repository.folder)
    assert answers(found, commits) == answers(repository, commits)


def test_it_is_found_from_below(repository: Repository) -> None:
    """Whoever stands in a folder of the work tree means the whole."""
    below = repository.folder / "articles" / "deep"
    below.mkdir(parents=True)
    assert Plain.find(below).git_folder == repository.git_folder


def _append(file: str, text: str) -> Callable[[Repository], None]:
    def change(repository: Repository) -> None:
        path = repository.git_folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.read_text() + text if path.is_file() else text)

    return change


def _moved(repository: Repository) -> None:
    elsewhere = repository.folder.parent / "elsewhere"
    repository.git_folder.rename(elsewhere)
    (repository.folder / ".git").symlink_to(elsewhere)


def _pointed(repository: Repository) -> None:
    folder = repository.folder
    repository.git_folder.rename(folder.parent / "elsewhere")
    (folder / ".git").write_text("gitdir: ../elsewhere\n")


@pytest.mark.parametrize(
    "change",
    [
        _append("objects/info/alternates", "/nowhere\n"),
        _append("shallow", "0" * 40 + "\n"),
        _append("info/grafts", "0" * 40 + "\n"),
        _append("commondir", "..\n"),
        _append("config", "[extensions]\n\tobjectformat = sha1\n"),
        _append("config", "[include]\n\tpath = other\n"),
        _append("config", "[core]\n\tworktree = /\n"),
        _append("config", "[core]\n\tbare = true\n"),
        _append("config", "[core]\n\trepositoryformatversion = 1\n"),
        _append("config", '[remote "origin"]\n\tpromisor = true\n'),
        _moved,
        _pointed,
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_libgit2(
    repository: Repository, change: Callable[[Repository], None]
) -> None:
    """Whatever could make git see another history, or another folder, than the bytes show."""
    folder = repository.folder
    change(repository)
    with pytest.raises(Unsure):
        Plain.find(folder)


def test_what_belongs_to_somebody_else_is_left_to_libgit2(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows whom the reader trusts (`safe.directory`)."""
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(Unsure):
        plain_of(repository)


def test_a_folder_without_a_repository_is_left_to_libgit2(tmp_path: Path) -> None:
    """The refusal is the same sentence as ever."""
    with pytest.raises(Unsure):
        Plain.find(tmp_path)


def _object(repository: Repository, id_: str) -> Path:
    file = repository.git_folder / "objects" / id_[:2] / id_[2:]
    file.chmod(0o644)
    return file


def test_an_object_that_is_not_whole_or_not_its_own_is_not_believed(
    repository: Repository,
) -> None:
    """Each is proven by its hash, and libgit2 is never made to wait for a cut one."""
    tip = repository.main()
    blob = repository.file_at(tip, "README.md") or ""
    other = repository.file_at(tip, "governance/rules.toml") or ""
    whole = _object(repository, blob).read_bytes()
    for damaged in (whole[:-3], whole + b"x", b"", _object(repository, other).read_bytes()):
        _object(repository, blob).write_bytes(damaged)
        with pytest.raises(Unsure):
            plain_of(repository).read(tip, "README.md")
    _object(repository, blob).unlink()
    with pytest.raises(Unsure):
        plain_of(repository).read(tip, "README.md")


def _written(repository: Repository, kind: str, data: bytes) -> str:
    """The id of an object that no git would write."""
    whole = f"{kind} {len(data)}\0".encode() + data
    id_ = sha1(whole, usedforsecurity=False).hexdigest()
    file = repository.git_folder / "objects" / id_[:2] / id_[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(zlib.compress(whole))
    return id_


@pytest.mark.parametrize(
    "entries",
    [
        b"100644 b\0" + b"1" * 20 + b"100644 a\0" + b"2" * 20,
        b"100644 a\0" + b"1" * 20 + b"100644 a\0" + b"2" * 20,
        b"100664 a\0" + b"1" * 20,
        b"100644 a\xff\0" + b"1" * 20,
        b"100644 a/b\0" + b"1" * 20,
        b"100644 a\0" + b"1" * 19,
        b"100644 a\0" + b"1" * 20 + b"x",
    ],
)
def test_a_folder_that_git_would_not_write_is_not_believed(
    repository: Repository, entries: bytes
) -> None:
    """Out of order, twice the same name, another mode, half an entry."""
    tree = _written(repository, "tree", entries)
    head = f"tree {tree}\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 0 +0000\n\nx\n"
    commit = _written(repository, "commit", head.encode())
    reader = plain_of(repository)
    assert reader.tree_of(commit, "") == tree  # type: ignore[arg-type] # an id by its text
    with pytest.raises(Unsure):
        reader.listing(commit)  # type: ignore[arg-type] # as above


@pytest.mark.parametrize(
    "line",
    [
        "author A <a@b> 0 +0000\nencoding latin-1",
        "author  A <a@b> 0 +0000",
        "author <a@b> 0 +0000",
        "author A <a@b>",
        "author A <a@b> -1 +0000",
        "author A <a@b> 0 +2500",
        "author A <a@b> 0 +0000\nmergetag x",
    ],
)
def test_a_commit_out_of_the_ordinary_is_not_told(repository: Repository, line: str) -> None:
    """How libgit2 reads those is its own affair."""
    tree = repository.tree_of(repository.main(), "")
    author, _newline, more = line.partition("\n")
    head = f"tree {tree}\n{author}\ncommitter A <a@b> 0 +0000\n{more and more + chr(10)}\nx\n"
    commit = _written(repository, "commit", head.encode())
    with pytest.raises(Unsure):
        plain_of(repository).commit(commit)  # type: ignore[arg-type] # an id by its text


@pytest.mark.parametrize("ref", ["HEAD", "refs/heads/none", "refs/heads/../heads/main", "main"])
def test_a_ref_that_is_not_plainly_there_is_asked_of_libgit2(
    repository: Repository, ref: str
) -> None:
    """Also one that names another."""
    git(repository.folder, "symbolic-ref", "refs/heads/other", MAIN)
    for name in (ref, "refs/heads/other"):
        with pytest.raises(Unsure):
            plain_of(repository).tip(name)


def test_whoever_reads_much_is_handed_on(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libgit2 is worth its loading then; the answers go on as they were."""
    tip = repository.main()
    expected = repository.listing(tip)
    monkeypatch.setattr(plain, "_MANY", 3)
    reader = plain_of(repository)
    reader._left = 3
    both = Repository(None, reader)
    assert both.listing(tip) == expected
    assert both.plain is None
    assert both.main() == tip


def test_an_object_nobody_needs_keeps_no_reader_away(
    repository: Repository, tmp_path: Path
) -> None:
    """And one that is needed is refused in a sentence."""
    del tmp_path
    tip = repository.main()
    unneeded = repository.file_at(tip, "articles/01-one/article-1.md") or ""
    file = _object(repository, unneeded)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    program = [sys.executable, "-m", "constitution", "-C", str(repository.folder)]

    def asked(article: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*program, "show", "--json", article], capture_output=True, text=True, check=False
        )

    assert asked("articles/02-two/article-2.md").returncode == 0
    refused = asked("articles/01-one/article-1.md")
    assert refused.returncode == 2
    assert f"corrupt object: {unneeded} is not whole" in refused.stderr


@pytest.mark.parametrize("verb", ["show", "history", "origin"])
def test_a_reader_of_one_article_does_not_wait_for_libgit2(
    repository: Repository, verb: str
) -> None:
    """An index that is there is brought up to main by whoever asks first, and that takes libgit2."""
    program = (
        "import sys; from constitution.cli.main import run; "
        "print(run(sys.argv[1:]), 'pygit2' in sys.modules, file=sys.stderr)"
    )
    words = ["-C", str(repository.folder), verb, "articles/02-two/article-2.md"]
    for loads in ("False", "False") if verb == "show" else ("True", "False"):
        done = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
        )
        assert done.stderr.split()[-2:] == ["0", loads]


def test_a_repository_that_was_read_plainly_can_be_written(repository: Repository) -> None:
    """libgit2 takes over where something is to be written."""
    both = Repository(None, plain_of(repository))
    tip = both.main()
    assert both.plain is not None
    git(repository.folder, "checkout", "-fq", "main")
    new = write(both, {"README.md": b"New.\n"}, [tip])
    both.publish([RefMove(MAIN, tip, new)])
    assert Repository.open(repository.folder).main() == new


def test_what_cannot_be_opened_is_refused_when_it_is_needed(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, whichever way it is read."""
    (repository.git_folder / "config").write_text("[core\n")
    with pytest.raises(CannotTell):
        Repository.open(repository.folder)
    assert run(["-C", str(repository.folder), "status"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
