"""The one door to git: refs that move together or not at all, and a work tree that is yours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygit2
import pytest

from constitution.errors import Outdated, Refused, Unknown
from constitution.repository import MAIN, Acts, Person, RefMove, Repository, When
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constitution.repository import CommitId

CLERK = Person("Clerk", "clerk@example.org")
WHEN = When(1_700_000_000)
FILES = {"articles/1.md": b"# Article 1\n\nOne.\n", "articles/2.md": b"# Article 2\n\nTwo.\n"}


def write(
    repository: Repository, files: Mapping[str, bytes | None], parent: CommitId | None
) -> CommitId:
    """A commit that no ref points to yet."""
    return repository.write_commit(
        repository.write_files(parent, files),
        [parent] if parent else [],
        "A commit",
        author=CLERK,
        committer=CLERK,
        when=WHEN,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with two articles on main, checked out."""
    made = Repository.found(tmp_path / "text")
    made.publish([RefMove(MAIN, None, write(made, FILES, None))])
    made.check_out_main()
    return made


def one_more(repository: Repository, files: Mapping[str, bytes | None]) -> RefMove:
    """The move of main to a commit with these files."""
    tip = repository.main()
    return RefMove(MAIN, tip, write(repository, files, tip))


def read(repository: Repository, path: str) -> bytes:
    """A file of the work tree."""
    return (repository.folder / path).read_bytes()


def test_the_work_tree_follows_a_published_main(repository: Repository) -> None:
    """Files come, change and go as main says, and the index with them; empty folders go."""
    more = {"articles/1.md": b"Other.\n", "articles/2.md": None, "articles/03-more/3.md": b"3\n"}
    fresh = repository.publish([one_more(repository, more)])
    assert fresh == ("articles/03-more/3.md", "articles/1.md", "articles/2.md")
    assert read(repository, "articles/1.md") == b"Other.\n"
    assert not (repository.folder / "articles/2.md").exists()
    assert repository.dirty_files() == ()
    repository.publish([one_more(repository, {"articles/03-more/3.md": None})])
    assert not (repository.folder / "articles/03-more").exists()
    assert repository.dirty_files() == ()


@pytest.mark.parametrize("how", ["changed", "staged", "deleted", "untracked"])
def test_a_file_you_changed_is_never_touched(repository: Repository, how: str) -> None:
    """The move is refused before any ref moves, and the file stays as you left it."""
    file = repository.folder / "articles/1.md"
    path = "articles/1.md"
    if how == "untracked":
        path = "articles/3.md"
        file = repository.folder / path
    if how == "deleted":
        file.unlink()
    else:
        file.write_bytes(b"Mine.\n")
    if how == "staged":
        index = pygit2.Repository(str(repository.folder)).index
        index.add(path)
        index.write()
    before = repository.main()
    with pytest.raises(Refused, match=path):
        repository.publish([one_more(repository, {path: b"Theirs.\n"})])
    assert repository.main() == before
    assert file.exists() == (how != "deleted")
    if file.exists():
        assert file.read_bytes() == b"Mine.\n"


def test_your_changes_to_other_files_stay(repository: Repository) -> None:
    """Only what the move changes is looked at."""
    (repository.folder / "articles/2.md").write_bytes(b"Mine.\n")
    (repository.folder / "notes.txt").write_bytes(b"Mine too.\n")
    repository.publish([one_more(repository, {"articles/1.md": b"Other.\n"})])
    assert read(repository, "articles/1.md") == b"Other.\n"
    assert read(repository, "articles/2.md") == b"Mine.\n"
    assert read(repository, "notes.txt") == b"Mine too.\n"


def test_a_detached_head_leaves_the_work_tree_alone(repository: Repository) -> None:
    """Whoever looks at an old state keeps looking at it."""
    before = repository.main()
    pygit2.Repository(str(repository.folder)).set_head(pygit2.Oid(hex=before))
    again = Repository.open(repository.folder)
    assert again.checked_out is None
    assert again.publish([one_more(again, {"articles/1.md": b"Other.\n"})]) == ()
    assert read(again, "articles/1.md") == FILES["articles/1.md"]
    assert again.main() != before


def test_another_branch_in_the_work_tree_stays_there(repository: Repository) -> None:
    """Main moves; the branch that is checked out, and its files, do not."""
    side = RefMove("refs/heads/side", None, repository.main())
    repository.publish([side])
    pygit2.Repository(str(repository.folder)).checkout("refs/heads/side")
    again = Repository.open(repository.folder)
    assert again.publish([one_more(again, {"articles/1.md": b"Other.\n"})]) == ()
    assert read(again, "articles/1.md") == FILES["articles/1.md"]
    assert again.dirty_files() == ()


def test_refs_move_only_from_where_they_were_seen(repository: Repository) -> None:
    """Compare and swap, for every ref, before the first one moves."""
    tip = repository.main()
    new = write(repository, {"articles/1.md": b"Other.\n"}, tip)
    for wrong in (
        RefMove("refs/heads/side", new, None),  # is not there
        RefMove("refs/heads/side", new, tip),
    ):
        with pytest.raises(Outdated):
            repository.publish([RefMove(MAIN, tip, new), wrong])
        assert repository.main() == tip
    with pytest.raises(Outdated):
        repository.publish([RefMove(MAIN, None, new)])
    assert read(repository, "articles/1.md") == FILES["articles/1.md"]


def test_the_branch_in_the_work_tree_is_never_removed(repository: Repository) -> None:
    """HEAD would point at nothing."""
    tip = repository.main()
    with pytest.raises(Refused, match="main is checked out"):
        repository.publish([RefMove(MAIN, tip, None)])
    assert repository.main() == tip


def test_an_act_is_taken_back_with_its_files(repository: Repository) -> None:
    """Undo moves every ref back and refreshes the work tree."""
    acts = Acts(repository)
    before = repository.main()
    move = one_more(repository, {"articles/1.md": b"Other.\n"})
    acts.do(Act("declare", "1", (move, RefMove("refs/tags/x", None, move.new))))
    assert acts.undo().subject == "1"
    assert repository.main() == before
    assert repository.tip("refs/tags/x") is None
    assert read(repository, "articles/1.md") == FILES["articles/1.md"]
    assert acts.all() == []


def test_an_act_is_not_taken_back_over_your_changes(repository: Repository) -> None:
    """The work tree is as much yours when something is undone; the act can be undone later."""
    acts = Acts(repository)
    acts.do(Act("declare", "1", (one_more(repository, {"articles/1.md": b"Other.\n"}),)))
    tip = repository.main()
    (repository.folder / "articles/1.md").write_bytes(b"Mine.\n")
    with pytest.raises(Refused, match=r"articles/1\.md"):
        acts.undo()
    assert repository.main() == tip
    assert read(repository, "articles/1.md") == b"Mine.\n"
    assert [act.subject for act in acts.all()] == ["1"]


def test_an_act_that_was_published_stays(repository: Repository) -> None:
    """A remote-tracking branch that holds it says that others may have seen it."""
    acts = Acts(repository)
    acts.do(Act("declare", "1", (one_more(repository, {"articles/1.md": b"Other.\n"}),)))
    tip = repository.main()
    repository.publish([RefMove("refs/remotes/origin/main", None, tip)])
    with pytest.raises(Refused, match="was published"):
        acts.undo()
    assert repository.main() == tip


def test_a_line_cut_short_by_a_crash_names_no_act(repository: Repository) -> None:
    """Losing the file of acts loses no committed work, only the way back."""
    acts = Acts(repository)
    acts.do(Act("declare", "1", (one_more(repository, {"articles/1.md": b"Other.\n"}),)))
    file = repository.state_folder / "acts"
    file.write_text(file.read_text(encoding="utf-8") + '{"verb": "decl', encoding="utf-8")
    assert [act.subject for act in acts.all()] == ["1"]


def test_a_lock_left_behind_is_waited_for_then_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program at work, or a crash: the refusal says so, and nothing was written."""
    waits: list[float] = []
    monkeypatch.setattr("constitution.repository.refs.time.sleep", waits.append)
    tip = repository.main()
    move = one_more(repository, {"articles/1.md": b"Other.\n"})
    lock = repository.git_folder / "refs/heads/main.lock"
    lock.touch()
    with pytest.raises(Refused, match="could not be written"):
        repository.publish([move])
    assert waits == sorted(waits)
    assert len(waits) > 3
    lock.unlink()
    assert repository.main() == tip
    assert read(repository, "articles/1.md") == FILES["articles/1.md"]
    repository.publish([move])
    assert repository.main() == move.new


def test_a_lock_on_the_last_ref_moves_the_first_one_back(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result whose motion could not be closed is not half declared."""
    monkeypatch.setattr("constitution.repository.refs.time.sleep", lambda _seconds: None)
    tip = repository.main()
    repository.publish([RefMove("refs/heads/motions/1-x", None, tip)])
    move = one_more(repository, {"articles/1.md": b"Other.\n"})
    lock = repository.git_folder / "refs/heads/motions/1-x.lock"
    lock.touch()
    with pytest.raises(Refused, match="could not be written"):
        repository.publish([move, RefMove("refs/heads/motions/1-x", tip, None)])
    assert repository.main() == tip
    assert repository.tip("refs/heads/motions/1-x") == tip
    assert read(repository, "articles/1.md") == FILES["articles/1.md"]
    assert repository.dirty_files() == ()


def test_a_folder_without_a_constitution_is_unknown(tmp_path: Path) -> None:
    """Nothing is created by looking."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Unknown) as error:
            Repository.open(folder)
        assert "init DIR" in error.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_not_founded(tmp_path: Path) -> None:
    """Founding takes a new or an empty folder."""
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(Refused, match="is not empty"):
        Repository.found(tmp_path)
    with pytest.raises(Refused, match="is a file"):
        Repository.found(tmp_path / "letter.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_fetched_branches_count_and_ours_come_first(repository: Repository) -> None:
    """A branch of this clone hides the fetched one of the same name."""
    tip = repository.main()
    other = write(repository, {"articles/1.md": b"Other.\n"}, tip)
    repository.publish(
        [
            RefMove("refs/heads/amendments/here", None, tip),
            RefMove("refs/remotes/origin/amendments/here", None, other),
            RefMove("refs/remotes/origin/amendments/there", None, other),
        ]
    )
    found = repository.branches("amendments")
    assert {name: (one.tip, one.remote) for name, one in found.items()} == {
        "here": (tip, None),
        "there": (other, "origin"),
    }


def test_the_id_of_a_tree_is_known_before_it_is_written(repository: Repository) -> None:
    """Files put in, replaced, taken out, folders with them: as git names what it writes."""
    files = {"a": b"1", "b/c": b"2", "b.c/d": b"3", "b0": b"4", "z/é": b"5"}
    commit = write(repository, files, None)
    many: tuple[dict[str, bytes | None], ...] = (
        {},
        {"a": None},
        {"b/c": None},
        {"b/c": b"6", "b/d/e": b"7", "z/é": b""},
        dict.fromkeys(files),
    )
    for changes in many:
        assert repository.tree_with(commit, changes) == repository.write_files(commit, changes)


def test_no_name_stands_in_the_place_of_main_or_of_a_commit(repository: Repository) -> None:
    """A tag named `main`, a branch named like a commit: git would take them for what is meant."""
    tip = repository.main()
    other = write(repository, {"articles/1.md": b"# Article 1\n\nOther.\n"}, tip)
    later = one_more(repository, {"articles/2.md": b"# Article 2\n\nLater.\n"})
    repository.publish([later])
    main = repository.main()
    made = repository._git.references
    for name in ("refs/tags/main", f"refs/heads/{main[:10]}", "refs/heads/HEAD", "refs/tags/idea"):
        made.create(name, other)
    made.create(f"refs/tags/{main}", other)
    made.create("refs/heads/idea", tip)
    for named in ("main", main, main[:10], "HEAD", "refs/heads/main", "main^{commit}"):
        assert repository.resolve(named) == main, named
    assert repository.resolve("main~1") == repository.resolve(f"{main[:10]}^") == tip
    assert repository.resolve("idea") == tip
    assert repository.resolve("refs/tags/main") == other
    assert repository.resolve("nothing") is None


def test_a_branch_that_ends_in_main_is_not_the_main_of_a_remote(repository: Repository) -> None:
    """An amendment may bear that name; the text of its draft is not the current one."""
    tip = repository.main()
    draft = write(repository, {"articles/1.md": b"# Article 1\n\nDraft.\n"}, tip)
    made = repository._git.references
    made.create("refs/remotes/origin/amendments/main", draft)
    made.create("refs/remotes/origin/main", tip)
    made.create("refs/remotes/elsewhere/main", draft)
    repository._git.set_head(repository._git[tip].id)
    made.delete(MAIN)
    assert repository.main() == tip
    made.delete("refs/remotes/origin/main")
    made.delete("refs/remotes/elsewhere/main")
    with pytest.raises(Unknown, match="there is no branch `main`"):
        repository.main()
