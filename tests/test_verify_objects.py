"""Raw objects: what is malformed, cut, hidden or too big is named, and nothing is believed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pygit2
import pytest

from constitution.cli.main import run
from constitution.errors import CannotTell, Unknown
from constitution.repository import Repository
from constitution.verify import Verdict, verify
from constitution.verify.objects import fold, parse_commit, parse_tree
from tests.handmade import ONE, TWO, Handmade, article, votes
from tests.tamperings import CANNOT_TELL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution with one adoption."""
    made = Handmade.found(tmp_path / "constitution.git")
    made.adopt("1", "first", {ONE: NEW_ONE})
    return made


def only_doubt(verdict: Verdict, code: str, *words: str) -> None:
    """Hold that nothing could be told, for this reason alone."""
    assert verdict.faults == ()
    assert verdict.outcome == "cannot-tell"
    assert {doubt.code for doubt in verdict.doubts} == {code}
    assert verdict.sentence.startswith("cannot tell: ")
    for word in words:
        assert word in verdict.doubts[0].sentence


def entry(mode: str, name: bytes, id_: str) -> bytes:
    """A line of a tree, as written."""
    return mode.encode() + b" " + name + b"\0" + bytes.fromhex(id_)


def root_of(made: Handmade) -> pygit2.Tree:
    """The tree of main."""
    return made.repo[made.head].peel(pygit2.Tree)


def folder_of(tree: pygit2.Tree, path: str) -> pygit2.Tree:
    """A folder of a tree."""
    found = tree[path]
    assert isinstance(found, pygit2.Tree)
    return found


def ordered(lines: list[bytes]) -> bytes:
    """A tree of these lines, sorted as git sorts them."""
    in_order: list[bytes] = sorted(lines, key=key)
    return b"".join(in_order)


def lines_of(tree: pygit2.Tree, **replaced: str) -> list[bytes]:
    """The lines of a tree that is there, some of its folders replaced by others."""
    return [
        entry(
            "40000" if item.type_str == "tree" else "100644",
            item.raw_name or b"",
            replaced.get(f"_{item.name}".replace("-", "_"), str(item.id)),
        )
        for item in tree
    ]


def commit_of(made: Handmade, tree: str, extra: bytes = b"", message: bytes = b"Odd\n") -> str:
    """A commit on main with just this tree, and just these headers."""
    who = b"The clerk <clerk@example.org> 1900000000 +0000"
    data = (
        b"tree " + tree.encode() + b"\nparent " + made.head.encode()
        + b"\nauthor " + who + b"\ncommitter " + who + b"\n" + extra + b"\n" + message
    )  # fmt: skip
    return made.advance(made.raw("commit", data), made.files)


class TestRepositoriesThatCannotBeJudged:
    """Refused in plain words: where git itself shows another history than the objects hold."""

    def test_no_repository(self, tmp_path: Path) -> None:
        """One sentence."""
        with pytest.raises(Unknown, match="There is no repository in"):
            verify(tmp_path)

    def test_no_main(self, tmp_path: Path) -> None:
        """A branch that is not there, and a tip that is not there."""
        made = Handmade(tmp_path)
        with pytest.raises(Unknown, match="There is no branch “main” here"):
            verify(made.path)
        with pytest.raises(
            Unknown, match="“x” is no branch and no tag here, and no full commit id"
        ):
            verify(made.path, tip="x")
        only_doubt(verify(made.path, tip="0" * 40), "missing-object", "is not in this clone")

    @pytest.mark.parametrize("name", ["../../x", "refs/heads/../../x", "-x", "a b", "x.lock", ""])
    def test_a_ref_with_a_strange_name_is_not_looked_for(self, made: Handmade, name: str) -> None:
        """Names become paths: none leads out of the repository."""
        (made.path.parent / "x").write_text(made.head + "\n")
        with pytest.raises(Unknown):
            verify(made.path, tip=name)

    def test_a_file_named_like_a_branch_is_not_looked_at(self, made: Handmade) -> None:
        """Git would take `.git/main` for main before the branch."""
        other = made.object({**made.files, ONE: article("1", "Other words.")}, "x", [made.head])
        (made.path / "main").write_text(other + "\n")
        made.repo.references.create("refs/tags/main", other)
        assert (verify(made.path, tip="main").tip, verify(made.path).tip) == (made.head, made.head)
        assert verify(made.path, tip="HEAD").tip == made.head
        assert verify(made.path, tip="refs/tags/main").outcome == "wrong"

    def test_where_the_tip_was_found_is_said(self, made: Handmade) -> None:
        """A clone without a main of its own is judged by the one it fetched, which may be older."""
        assert verify(made.path).ref == "refs/heads/main"
        assert verify(made.path, tip=made.head).ref is None
        fetched = "refs/remotes/origin/main"
        made.repo.references.create(fetched, made.head)
        made.repo.references.delete("refs/heads/main")
        verdict = verify(made.path)
        assert (verdict.outcome, verdict.ref, verdict.tip) == ("consistent", fetched, made.head)
        assert verdict.to_json()["ref"] == fetched

    def test_grafts(self, made: Handmade) -> None:
        """They hide the real history."""
        (made.path / "info").mkdir(exist_ok=True)
        (made.path / "info" / "grafts").write_text(f"{made.head}\n")
        only_doubt(verify(made.path), "unsupported-repository", "grafts")

    def test_a_shallow_clone(self, made: Handmade, tmp_path: Path) -> None:
        """A depth-1 clone holds no founding commit."""
        clone = tmp_path / "clone"
        url = made.path.as_uri()
        subprocess.run(["git", "clone", "-q", "--depth=1", url, str(clone)], check=True)
        only_doubt(verify(clone), "unsupported-repository", "shallow")

    def test_a_partial_clone(self, made: Handmade, tmp_path: Path) -> None:
        """Some objects were left on the server."""
        made.repo.config["uploadpack.allowFilter"] = True
        clone = tmp_path / "clone"
        url = made.path.as_uri()
        subprocess.run(
            ["git", "clone", "-q", "--bare", "--filter=blob:none", url, str(clone)], check=True
        )
        only_doubt(verify(clone), "unsupported-repository", "partial")

    def test_sha_256(self, tmp_path: Path) -> None:
        """Objects are named by another hash."""
        subprocess.run(["git", "init", "-q", "--object-format=sha256", str(tmp_path)], check=True)
        only_doubt(verify(tmp_path), "unsupported-repository", "only SHA-1")
        with pytest.raises(CannotTell, match="does not name its objects by SHA-1"):
            Repository.open(tmp_path)

    def test_an_unknown_extension(self, made: Handmade) -> None:
        """What it changes is not known here."""
        made.repo.config["core.repositoryformatversion"] = 1
        made.repo.config["extensions.unheardof"] = True
        only_doubt(verify(made.path), "unsupported-repository", "uses unheardof")

    def test_refs_in_tables_that_this_git_cannot_list(
        self, made: Handmade, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The commit can still be named: only refs differ."""
        made.repo.config["core.repositoryformatversion"] = 1
        made.repo.config["extensions.refstorage"] = "reftable"
        monkeypatch.setenv("PATH", "/nonexistent")
        only_doubt(verify(made.path), "unsupported-repository", "reftable")
        assert verify(made.path, tip=made.head).outcome == "consistent"

    def test_refs_in_tables_that_git_lists_are_judged(
        self, made: Handmade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only refs differ: a git that knows tables is asked for them, here by a stand-in.

        It answers as git does, with what lies below a folder of that name too.
        """
        made.repo.config["core.repositoryformatversion"] = 1
        made.repo.config["extensions.refstorage"] = "reftable"
        stand_in = tmp_path / "bin" / "git"
        stand_in.parent.mkdir()
        decoy = f'echo "{"1" * 40} refs/heads/main/decoy"'
        stand_in.write_text(
            f"#!/bin/sh\n"
            f'[ "$2" = for-each-ref ] || exit 1\n'
            f'[ "$4" = refs/heads/main ] || exit 0\n'
            f'{decoy}; echo "{made.head} refs/heads/main"\n'
        )
        stand_in.chmod(0o755)
        monkeypatch.setenv("PATH", f"{stand_in.parent}:/usr/bin:/bin")
        (made.path / "refs" / "heads" / "main").unlink()
        verdict = verify(made.path)
        assert (verdict.outcome, verdict.tip) == ("consistent", made.head)

    def test_a_clone_with_refs_in_tables_is_judged(self, made: Handmade, tmp_path: Path) -> None:
        """As a git of today makes it, where there is one on this machine."""
        clone = tmp_path / "clone"
        command = ["git", "clone", "-q", "--ref-format=reftable", str(made.path), str(clone)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("this git makes no reftable")
        verdict = verify(clone)
        assert (verdict.outcome, verdict.tip) == ("consistent", made.head)

    def test_replacements_and_a_forged_commit_graph_change_nothing(self, made: Handmade) -> None:
        """They live above the objects."""
        before = verify(made.path)
        other = made.object({**made.files, ONE: b"x\n"}, "Other", [])
        made.repo.references.create(f"refs/replace/{made.head}", other)
        (made.path / "objects" / "info").mkdir(exist_ok=True)
        (made.path / "objects" / "info" / "commit-graph").write_bytes(b"CGPH" + bytes(64))
        assert verify(made.path) == before


class TestCorruptObjects:
    """Every object is read whole, and hashes to its name."""

    def loose(self, made: Handmade, id_: str) -> Path:
        """Where an object lies."""
        path = made.path / "objects" / id_[:2] / id_[2:]
        path.chmod(0o644)
        return path

    def test_a_loose_object_cut_at_every_byte_is_corrupt(self, made: Handmade) -> None:
        """And never waits for ever, as libgit2 does."""
        path = self.loose(made, made.head)
        whole = path.read_bytes()
        for length in range(len(whole)):
            path.write_bytes(whole[:length])
            only_doubt(verify(made.path), "corrupt-object", "is corrupt")
        path.write_bytes(whole + b"x")
        only_doubt(verify(made.path), "corrupt-object", "is corrupt")
        path.write_bytes(whole)
        assert verify(made.path).outcome == "consistent"

    def test_a_blob_swapped_on_disk_is_corrupt(self, made: Handmade) -> None:
        """The hash is computed again."""
        path = self.loose(made, str(made.blob(NEW_ONE)))
        data = article("1", "Other words.")
        path.write_bytes(zlib.compress(b"blob %d\0" % len(data) + data))
        only_doubt(verify(made.path), "corrupt-object", "is corrupt")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
    def test_a_pipe_in_the_place_of_an_object_is_not_waited_for(self, made: Handmade) -> None:
        """To open it would be to wait for whoever writes to it."""
        path = self.loose(made, str(made.blob(NEW_ONE)))
        path.unlink()
        os.mkfifo(path)
        only_doubt(verify(made.path), "corrupt-object", "is corrupt")

    def test_objects_borrowed_in_a_circle_are_looked_for_once(
        self, made: Handmade, tmp_path: Path
    ) -> None:
        """Alternates of alternates, some of them gone, one of them this repository."""
        borrowing = tmp_path / "borrowing.git"
        subprocess.run(
            ["git", "clone", "-q", "--bare", "-s", str(made.path), str(borrowing)], check=True
        )
        info = made.path / "objects" / "info"
        info.mkdir(exist_ok=True)
        lines = f"# a remark\n{borrowing}/objects\n/nonexistent/objects\n../../none\n"
        (info / "alternates").write_text(lines)
        for place in (made.path, borrowing):
            assert verify(place).outcome == "consistent"
        self.loose(made, str(made.blob(NEW_ONE))).unlink()
        only_doubt(verify(borrowing), "missing-object", "The file")

    def test_a_work_tree_beside_the_first_is_judged(self, made: Handmade, tmp_path: Path) -> None:
        """Its objects and refs are those of the repository it belongs to."""
        beside = tmp_path / "beside"
        command = ["git", "-C", str(made.path), "worktree", "add", "-q", "--detach", str(beside)]
        subprocess.run(command, check=True)
        assert verify(beside) == verify(made.path)

    def test_a_missing_object_is_named(self, made: Handmade) -> None:
        """With what it should be."""
        self.loose(made, str(made.blob(NEW_ONE))).unlink()
        only_doubt(verify(made.path), "missing-object", "The file")

    def test_an_object_of_another_kind_is_named(self, made: Handmade) -> None:
        """A tree where a commit should be."""
        made.repo.references.create("refs/tags/tree", root_of(made).id)
        only_doubt(verify(made.path, tip="tree"), "corrupt-object", "should be a commit")

    def test_an_object_that_is_too_big_is_not_inflated(self, made: Handmade) -> None:
        """The header is read first: half a megabyte would become 512."""
        size = 1 << 29
        header = b"blob %d\0" % size
        squeeze = zlib.compressobj(9)
        digest = hashlib.sha1(header, usedforsecurity=False)
        packed = squeeze.compress(header)
        chunk = bytes(1 << 20)
        for _ in range(16):  # the stream ends early; nobody should get that far
            digest.update(chunk)
            packed += squeeze.compress(chunk)
        packed += squeeze.flush()
        path = self.loose(made, str(made.blob(NEW_ONE)))
        path.write_bytes(packed)
        only_doubt(verify(made.path), "too-big", str(size))

    def test_random_changes_never_give_a_consistent_verdict_on_another_text(
        self, made: Handmade
    ) -> None:
        """Single bytes, anywhere in the objects: the same verdict, or none."""
        lawful = verify(made.path)
        chance = random.Random(1789)  # noqa: S311 - a fixed sequence, not a secret
        files = sorted(path for path in (made.path / "objects").rglob("*") if path.is_file())
        for _ in range(150):
            path = chance.choice(files)
            path.chmod(0o644)
            whole = path.read_bytes()
            place = chance.randrange(len(whole))
            path.write_bytes(
                whole[:place]
                + bytes([whole[place] ^ (1 << chance.randrange(8))])
                + whole[place + 1 :]
            )
            verdict = verify(made.path)
            assert verdict == lawful or verdict.outcome != "consistent"
            path.write_bytes(whole)


class TestTrees:
    """A tree that git would not write, or that a checkout would trip over."""

    @pytest.mark.parametrize(
        ("mode", "name", "code"),
        [
            ("120000", b"article-9.md", "bad-mode"),
            ("160000", b"article-9.md", "bad-mode"),
            ("100755", b"article-9.md", "bad-mode"),
            ("100664", b"article-9.md", "bad-tree"),
            ("100644", b"aux.md", "bad-path"),
            ("100644", b"x.", "bad-path"),
            ("100644", b".gitmodules", "bad-path"),
            ("100644", b"article-9.txt", "bad-path"),
            ("100644", b"article\xe9.md", "bad-path"),
            ("100644", b"a" * 200 + b".md", "bad-path"),
            ("100644", b"ARTICLE-1.md", "bad-tree"),
            ("100644", b".git", "bad-tree"),
            ("100644", b"GIT~1", "bad-tree"),
            ("040000", b"article-9", "bad-tree"),
        ],
    )
    def test_an_entry_that_has_no_place_among_the_articles(
        self, made: Handmade, mode: str, name: bytes, code: str
    ) -> None:
        """Plain files under plain names, and no two that fold to one."""
        lines = self.articles(made)
        blob = made.raw("blob", article("9", "Nine."))
        if mode == "040000":
            blob = made.raw("tree", entry("100644", b"a.md", blob))
        commit = self.with_articles(made, ordered([*lines, entry(mode, name, blob)]))
        verdict = verify(made.path)
        assert {fault.commit for fault in verdict.faults} == {commit}
        assert code in {fault.code for fault in verdict.faults}, verdict.faults
        assert "unratified-change" in {fault.code for fault in verdict.faults}

    @pytest.mark.parametrize("how", ["twice", "unsorted", "cut"])
    def test_a_tree_that_git_would_not_write(self, made: Handmade, how: str) -> None:
        """No duplicate, sorted, and nothing left over."""
        lines = self.articles(made)
        data = {
            "twice": b"".join([lines[0], *lines]),
            "unsorted": b"".join(reversed(lines)),
            "cut": b"".join(lines)[:-1],
        }[how]
        commit = self.with_articles(made, data)
        verdict = verify(made.path)
        assert {fault.commit for fault in verdict.faults} == {commit}
        assert "bad-tree" in {fault.code for fault in verdict.faults}

    def test_an_empty_folder_is_a_bad_tree(self, made: Handmade) -> None:
        """Git writes none, and a clone would lose it."""
        empty = made.raw("tree", b"")
        lines = [*self.articles(made), entry("40000", b"zz", empty)]
        commit = self.with_articles(made, b"".join(lines))
        assert [(fault.code, fault.commit) for fault in verify(made.path).faults] == [
            ("bad-tree", commit)
        ]

    def test_a_fault_of_a_free_folder_is_named_once(self, made: Handmade) -> None:
        """Later commits that leave it as it is are not blamed."""
        blob = made.raw("blob", b"x")
        lines = [*lines_of(root_of(made)), entry("100644", b"readme.md", blob)]
        commit = commit_of(made, made.raw("tree", ordered(lines)))
        lines.append(entry("100644", b"zz", blob))
        commit_of(made, made.raw("tree", ordered(lines)))
        assert [(fault.code, fault.commit) for fault in verify(made.path).faults] == [
            ("bad-tree", commit)
        ]

    def articles(self, made: Handmade) -> list[bytes]:
        """The lines of the folder of the first articles."""
        return lines_of(folder_of(root_of(made), "articles/01-state"))

    def with_articles(self, made: Handmade, data: bytes) -> str:
        """A commit on main whose first articles are in a tree of just these bytes."""
        root = root_of(made)
        state = made.raw("tree", data)
        articles = lines_of(folder_of(root, "articles"), _01_state=state)
        id_ = made.raw("tree", b"".join(articles))
        return commit_of(made, made.raw("tree", b"".join(lines_of(root, _articles=id_))))


def key(line: bytes) -> bytes:
    """Where git sorts a line of a tree."""
    mode, _space, rest = line.partition(b" ")
    return rest.partition(b"\0")[0] + (b"/" if mode.endswith(b"40000") else b"")


class TestCommits:
    """A commit in the form git writes."""

    @pytest.mark.parametrize(
        ("extra", "message", "sentence"),
        [
            (b"gpgsig a\n b\ngpgsig c\n", b"x\n", "two signatures"),
            (b"gpgsig a\ngpgsig-sha256 c\n", b"x\n", "two signatures"),
            (b"", b"x\0y\n", "NUL"),
            (b"parent " + b"0" * 40 + b"\n", b"x\n", "not in the order"),
            (b"author x <y> 1 +0000\n", b"x\n", "not in the order"),
            (b" continued\n", b"x\n", "continues nothing"),
            (b"nonsense\n", b"x\n", "not in the order"),
        ],
    )
    def test_a_commit_that_git_would_not_write_is_named(
        self, made: Handmade, extra: bytes, message: bytes, sentence: str
    ) -> None:
        """Strict header order, at most one signature, no NUL."""
        root = str(root_of(made).id)
        commit = commit_of(made, root, extra, message)
        verdict = verify(made.path)
        assert [(fault.code, fault.commit) for fault in verdict.faults] == [("bad-commit", commit)]
        assert sentence in verdict.faults[0].sentence

    def test_a_parent_named_twice_is_named(self, made: Handmade) -> None:
        """Git writes each parent once."""
        who = b"The clerk <clerk@example.org> 1900000000 +0000"
        parent = b"\nparent " + made.head.encode()
        data = (
            b"tree " + str(root_of(made).id).encode() + parent + parent
            + b"\nauthor " + who + b"\ncommitter " + who + b"\n\nx\n"
        )  # fmt: skip
        commit = made.advance(made.raw("commit", data), made.files)
        assert [(fault.code, fault.commit) for fault in verify(made.path).faults] == [
            ("bad-commit", commit)
        ]

    def test_headers_that_git_and_its_kin_write_are_no_fault(self, made: Handmade) -> None:
        """One signature, an encoding, a merged tag, a change id."""
        root = str(root_of(made).id)
        commit_of(made, root, b"encoding UTF-8\nmergetag a\n b\nchange-id k\ngpgsig a\n b\n \n")
        assert verify(made.path).outcome == "consistent"

    def test_who_entered_a_record_is_shown_without_raw_bytes(self, made: Handmade) -> None:
        """Names come from anybody: control characters become symbols."""
        sealed = made.put("2", "second", {TWO: article("2", "Its seat moved.")})
        files = made.result(sealed, made.record(sealed, votes(9, 0, 0)))
        who = b"\x1b]0;owned\x07 <a@b> 1900000000 +0000"
        data = (
            b"tree " + made.tree(files).encode() + b"\nparent " + made.head.encode()
            + b"\nauthor " + who + b"\ncommitter " + who + b"\n\nx\n"
        )  # fmt: skip
        made.advance(made.raw("commit", data), files)
        verdict = verify(made.path)
        assert verdict.outcome == "consistent"
        said = verdict.to_json()["records"][1]["entered_by"]
        assert said == "␛]0;owned␇ <a@b>"

    @pytest.mark.parametrize("data", [b"", b"tree x\n", b"parent " + b"0" * 40 + b"\n"])
    def test_what_is_no_commit_is_not_read_as_one(self, data: bytes) -> None:
        """A commit names its tree first."""
        assert parse_commit(data) is None


def test_a_plain_tree_has_no_fault() -> None:
    """In git's order a folder sorts as if its name ended in a slash."""
    blob, folder = "1" * 40, "2" * 40
    data = b"".join(
        (entry("100644", b"a.md", blob), entry("40000", b"a", folder), entry("100644", b"a0", blob))
    )
    tree = parse_tree(data)
    assert tree.fault == ""
    assert {name: item.id for name, item in tree.entries.items()} == {
        "a.md": blob,
        "a": folder,
        "a0": blob,
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("README.md", "readme.MD"), ("caf\u00e9", "cafe\u0301"), ("a", "a."), ("x", "x\u200b")],
)
def test_names_that_some_computer_confuses_fold_to_one(one: str, other: str) -> None:
    """Case, composition, trailing dots and characters that are not seen."""
    assert fold(one) == fold(other)


def test_no_object_that_was_cut_is_waited_for_by_the_command(made: Handmade) -> None:
    """Nothing but the verifier reads an object before it was proven whole: libgit2 would wait.

    A free file that was cut is not read at all; any other is named, and the exit code is 2.
    """
    files = sorted((made.path / "objects").glob("??/*"))
    free = {str(made.blob(made.files["README.md"])), str(made.blob(made.files[".gitattributes"]))}
    codes = []
    for file in files:
        file.chmod(0o644)
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        command = [sys.executable, "-m", "constitution", "-C", str(made.path), "verify"]
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        file.write_bytes(whole)
        assert "Traceback" not in said.stderr
        if file.parent.name + file.name not in free:
            codes.append((said.returncode, said.stdout.rstrip().split("\n")[-1][:11]))
        if len(codes) == 6:
            break
    assert set(codes) <= {(2, "cannot tell"), (0, "consistent")}
    assert (2, "cannot tell") in codes


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def _sha_256(made: Handmade, place: Path) -> None:
    assert made.head
    _git("init", "-q", "--object-format=sha256", str(place))


def _shallow(made: Handmade, place: Path) -> None:
    _git("clone", "-q", "--depth=1", made.path.as_uri(), str(place))


def _partial(made: Handmade, place: Path) -> None:
    made.repo.config["uploadpack.allowFilter"] = True
    _git("clone", "-q", "--bare", "--filter=blob:none", made.path.as_uri(), str(place))


def _set(name: str, value: int | str) -> Callable[[Handmade, Path], None]:
    def change(made: Handmade, place: Path) -> None:
        _git("clone", "-q", "--bare", str(made.path), str(place))
        _git("-C", str(place), "config", name, str(value))

    return change


def _written(name: str, data: bytes) -> Callable[[Handmade, Path], None]:
    def write(made: Handmade, place: Path) -> None:
        _git("clone", "-q", "--bare", str(made.path), str(place))
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(data)

    return write


def _nobody(made: Handmade, place: Path) -> None:
    kept = {path: data for path, data in made.files.items() if path.startswith("articles/")}
    Handmade(place).commit(kept, "A text alone")


def _nothing(made: Handmade, place: Path) -> None:
    assert made.head
    place.mkdir()


def _absent(made: Handmade, place: Path) -> None:
    assert made.head
    assert not place.exists()


def _empty(made: Handmade, place: Path) -> None:
    assert made.head
    _git("init", "-q", "--bare", str(place))


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("no-repository", _nothing),
        ("no-repository", _absent),
        ("unknown-commit", _empty),
        ("no-assembly", _nobody),
        ("damaged-memory", _written("constitution/verified", b"nothing\n")),
        ("unsupported-repository", _sha_256),
        ("unsupported-repository", _shallow),
        ("unsupported-repository", _partial),
        ("unsupported-repository", _written("info/grafts", b"0" * 40 + b"\n")),
        ("unsupported-repository", _set("core.repositoryformatversion", 7)),
        ("unreadable-repository", _written("config", b"[core\n")),
    ],
)
def test_programs_get_one_verdict_whatever_keeps_from_judging(
    made: Handmade,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    code: str,
    make: Callable[[Handmade, Path], None],
) -> None:
    """`verify --json` gives one object with a code, and 2; people get a sentence, and 2."""
    place = tmp_path / "place"
    make(made, place)
    assert run(["-C", str(place), "verify", "--json"]) == CANNOT_TELL
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer.keys() == {"format", *judged_keys(made)}
    assert (answer["format"], answer["outcome"]) == ("constitution-verdict/1", "cannot-tell")
    assert [doubt["code"] for doubt in answer["doubts"]] == [code]
    assert run(["-C", str(place), "verify"]) == CANNOT_TELL
    assert "".join(capsys.readouterr()).strip()


@pytest.mark.parametrize("words", [("--tip", "nowhere"), ("--founding", "abc123")])
def test_programs_get_one_verdict_on_what_is_not_here(
    made: Handmade, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """A commit that was named and is not there, or not by its whole name."""
    assert run(["-C", str(made.path), "verify", "--json", *words]) == CANNOT_TELL
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["doubts"]] == [
        "unknown-commit"
    ]


def judged_keys(made: Handmade) -> set[str]:
    """The keys of a verdict that was reached."""
    return set(verify(made.path).to_json())
