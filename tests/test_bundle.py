"""Bundles: whatever git writes is read in process, and nothing that is cut, bent or thin."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

import pytest

from constitution.errors import CannotTell, ConstitutionError, Malformed
from constitution.repository.bundle import is_bundle, unbundle
from tests.sources import bundle, git, repository

if TYPE_CHECKING:
    from pathlib import Path

LONG = "".join(
    f"{number}. The law is the expression of the will, {number}.\n" for number in range(300)
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository whose objects are worth deltas."""
    return repository(
        tmp_path / "source",
        *({"law.md": LONG.replace("will,", f"will {number},")} for number in range(4)),
        {"law.md": f"{LONG}And more.\n", "x/y.md": "# Article 1\n"},
    )


def unpack(file: Path, folder: Path) -> None:
    """The bundle unpacked, and held against its commit."""
    with unbundle(file, folder) as found:
        assert found.tip("HEAD") is not None


class TestWhatGitWrites:
    """Every form that git has for a whole history."""

    @pytest.mark.parametrize("words", [["--version=2"], ["--version=3"]])
    def test_a_bundle_holds_all_that_its_repository_does(
        self, tmp_path: Path, source: Path, words: list[str]
    ) -> None:
        """Each object is there with its bytes, by git's own account, and so is each ref."""
        file = source.with_suffix(".bundle")
        git(source, "bundle", "create", "-q", *words, str(file), "HEAD", "--all")
        unpack(file, tmp_path / "found")
        git(tmp_path / "found", "fsck", "--strict", "--full")
        for repo in (source, tmp_path / "found"):
            assert git(repo, "rev-list", "--objects", "--all") == git(
                source, "rev-list", "--objects", "--all"
            )
        refs = ("for-each-ref", "--format=%(refname) %(objectname)")
        assert git(tmp_path / "found", *refs) == git(source, *refs)
        assert git(tmp_path / "found", "symbolic-ref", "HEAD") == "refs/heads/trunk"

    def test_an_annotated_tag_is_read(self, tmp_path: Path, source: Path) -> None:
        """It leads to its commit."""
        git(source, "tag", "-a", "signed-off", "-m", "Agreed", "v1")
        with unbundle(bundle(source), tmp_path / "found") as found:
            assert found.resolve("refs/tags/signed-off") == git(source, "rev-parse", "v1")

    def test_without_a_head_the_branch_that_can_only_be_meant_is_taken(
        self, tmp_path: Path, source: Path
    ) -> None:
        """Main, master, or the only one; where there are more, nobody guesses."""
        unpack(bundle(source, "trunk"), tmp_path / "a")
        git(source, "branch", "other", "v1")
        with pytest.raises(CannotTell, match="does not say which"):
            unpack(bundle(source, "trunk", "other"), tmp_path / "b")
        git(source, "branch", "main", "v2")
        with unbundle(bundle(source, "trunk", "other", "main"), tmp_path / "c") as found:
            assert found.tip("HEAD") == git(source, "rev-parse", "v2")

    def test_a_detached_head_is_the_commit_it_is_at(self, tmp_path: Path, source: Path) -> None:
        """Also where no branch points there."""
        git(source, "checkout", "-q", "--detach", "v1")
        with unbundle(bundle(source), tmp_path / "found") as found:
            assert found.tip("HEAD") == git(source, "rev-parse", "v1")

    def test_a_file_is_known_by_its_first_line(self, tmp_path: Path, source: Path) -> None:
        """Whatever it is called."""
        file = bundle(source).rename(tmp_path / "history")
        assert is_bundle(file)
        (tmp_path / "x").write_bytes(b"# v2 git bundles are nice\n")
        assert not is_bundle(tmp_path / "x")


class TestWhatIsNoWholeBundle:
    """A sentence, and nothing made of it."""

    def test_a_thin_bundle_is_refused(self, tmp_path: Path, source: Path) -> None:
        """It leans on commits that only its maker has."""
        with pytest.raises(CannotTell, match="continuation"):
            unpack(bundle(source, "HEAD", "v2..trunk"), tmp_path / "found")

    def test_a_bundle_without_some_objects_is_refused(self, tmp_path: Path, source: Path) -> None:
        """Git can leave files out of one; its header says so."""
        git(source, "bundle", "create", "-q", str(source) + ".bundle", "HEAD", "--filter=blob:none")
        with pytest.raises(CannotTell, match="without some of its objects"):
            unpack(source.with_suffix(".bundle"), tmp_path / "found")

    def test_a_bundle_cut_anywhere_is_refused(self, tmp_path: Path, source: Path) -> None:
        """At any byte, and never with a hang."""
        data = bundle(source).read_bytes()
        file = tmp_path / "cut.bundle"
        for end in sorted({*range(0, len(data), 97), 1, 16, 30, len(data) - 20, len(data) - 1}):
            file.write_bytes(data[:end])
            with pytest.raises(ConstitutionError):
                unpack(file, tmp_path / "found")
        assert not (tmp_path / "found").exists()

    def test_a_byte_changed_in_the_pack_is_seen(self, tmp_path: Path, source: Path) -> None:
        """Its checksum says so; and with the checksum mended, the objects do, where it matters."""
        data = bytearray(bundle(source).read_bytes())
        start = data.index(b"PACK")
        file = tmp_path / "bent.bundle"
        for at in range(start, len(data) - 20, 61):
            bent = bytearray(data)
            bent[at] ^= 0x40
            file.write_bytes(bent)
            with pytest.raises(Malformed):
                unpack(file, tmp_path / "found")
            bent[-20:] = hashlib.sha1(bent[start:-20], usedforsecurity=False).digest()
            file.write_bytes(bent)
            try:
                unpack(file, tmp_path / f"found-{at}")
            except ConstitutionError:
                continue
            # bits that fill up the last byte of a stream mean nothing: the objects are the same
            assert git(tmp_path / f"found-{at}", "fsck", "--strict", "--full") == ""

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "not a git bundle"),
            (b"# v9 git bundle\n\n", "version 9"),
            (b"# v2 git bundle\n\nPACK", "names no branch"),
            (b"# v2 git bundle\nnonsense\n\nPACK", "damaged"),
            (b"# v3 git bundle\n@object-format=sha256\n\nPACK", "object-format"),
        ],
    )
    def test_another_header_is_refused(self, tmp_path: Path, data: bytes, said: str) -> None:
        """Each with its own sentence."""
        (tmp_path / "x.bundle").write_bytes(data)
        with pytest.raises(ConstitutionError, match=said):
            unpack(tmp_path / "x.bundle", tmp_path / "found")


def entry(kind: int, content: bytes, base: bytes = b"", size: int | None = None) -> bytes:
    """An entry of a pack."""
    left = len(content) if size is None else size
    head = [(kind << 4) | (left & 15)]
    left >>= 4
    while left:
        head[-1] |= 128
        head.append(left & 127)
        left >>= 7
    return bytes(head) + base + zlib.compress(content)


def named(kind: str, content: bytes) -> str:
    """The id of an object."""
    data = f"{kind} {len(content)}\0".encode() + content
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def handmade(tmp_path: Path, entries: list[bytes], head: str) -> Path:
    """A bundle of these entries."""
    pack = b"PACK\0\0\0\2" + len(entries).to_bytes(4) + b"".join(entries)
    pack += hashlib.sha1(pack, usedforsecurity=False).digest()
    file = tmp_path / "handmade.bundle"
    file.write_bytes(b"# v2 git bundle\n%s HEAD\n\n" % head.encode() + pack)
    return file


BASE = b"# Article 1\n\nOne and indivisible.\n"
DELTA = bytes((len(BASE), len(BASE) + 4, 0x90, len(BASE), 4)) + b"Yes\n"
"""Copies the base, then puts in four bytes."""


def commit_of(blob: bytes) -> tuple[bytes, bytes]:
    """A tree with the file, and a commit of it."""
    tree = b"100644 1.md\0" + bytes.fromhex(named("blob", blob))
    commit = (
        f"tree {named('tree', tree)}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nOne\n"
    ).encode()
    return tree, commit


class TestPacks:
    """Entries by hand, for what git seldom writes."""

    def test_a_delta_may_name_its_base_by_id_and_come_before_it(self, tmp_path: Path) -> None:
        """The order in a pack is free for these."""
        whole = BASE + b"Yes\n"
        tree, commit = commit_of(whole)
        base = bytes.fromhex(named("blob", BASE))
        file = handmade(
            tmp_path,
            [entry(7, DELTA, base), entry(3, BASE), entry(2, tree), entry(1, commit)],
            named("commit", commit),
        )
        with unbundle(file, tmp_path / "found") as found:
            tip = found.tip("HEAD")
            assert tip is not None
            assert found.read(tip, "1.md") == whole

    def test_a_delta_whose_base_is_elsewhere_makes_the_bundle_thin(self, tmp_path: Path) -> None:
        """Whatever the header says."""
        tree, commit = commit_of(BASE)
        base = bytes.fromhex(named("blob", b"elsewhere"))
        file = handmade(
            tmp_path,
            [entry(7, DELTA, base), entry(2, tree), entry(1, commit)],
            named("commit", commit),
        )
        with pytest.raises(CannotTell, match="leans on"):
            unpack(file, tmp_path / "found")

    def test_a_file_or_a_parent_that_is_missing_makes_it_thin(self, tmp_path: Path) -> None:
        """Every name in it must lead somewhere."""
        tree, commit = commit_of(BASE)
        file = handmade(tmp_path, [entry(2, tree), entry(1, commit)], named("commit", commit))
        with pytest.raises(CannotTell, match="leans on"):
            unpack(file, tmp_path / "found")

    @pytest.mark.parametrize(
        "delta",
        [
            DELTA[:-1],
            DELTA[:3],
            bytes((len(BASE) + 1,)) + DELTA[1:],
            bytes((len(BASE), 2, 0)),
            bytes((len(BASE), 99, 0x90, 99)),
            bytes((len(BASE), 2, 0x90, 5)),
            b"\x80",
        ],
    )
    def test_a_delta_that_does_not_fit_its_base_is_damage(
        self, tmp_path: Path, delta: bytes
    ) -> None:
        """Sizes are checked before and after, and every copy stays within its base."""
        tree, commit = commit_of(BASE)
        base = bytes.fromhex(named("blob", BASE))
        entries = [entry(3, BASE), entry(7, delta, base), entry(2, tree), entry(1, commit)]
        with pytest.raises(Malformed, match="damaged"):
            unpack(handmade(tmp_path, entries, named("commit", commit)), tmp_path / "found")

    def test_an_object_that_is_larger_than_it_says_is_not_inflated(self, tmp_path: Path) -> None:
        """Nor one that says it is larger than any text."""
        tree, commit = commit_of(BASE)
        rest = [entry(2, tree), entry(1, commit)]
        bomb = entry(3, b"\0" * 10_000_000, size=40)
        with pytest.raises(Malformed):
            unpack(handmade(tmp_path, [bomb, *rest], named("commit", commit)), tmp_path / "found")
        huge = entry(3, b"", size=1 << 40)
        with pytest.raises(CannotTell, match="more than can be unpacked"):
            unpack(handmade(tmp_path, [huge, *rest], named("commit", commit)), tmp_path / "found")
