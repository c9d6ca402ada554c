"""The parsers of the verifier on any bytes at all: they answer, they do not guess, they end."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.canonical import open_table
from constitution.errors import Malformed
from constitution.governance import Members, Rules, Settings
from constitution.motion import Motion
from constitution.text import LONGEST, MOST_FAULTS, byte_faults, warnings
from constitution.verify.objects import FILE, FOLDER, parse_commit, parse_near, parse_tree
from constitution.vote import parse_record

IDS = st.binary(min_size=20, max_size=20)
NAMES = st.one_of(
    st.sampled_from(
        [b"a", b"A", b"a.md", b"a-b", b"b", b"a\xcc\x81", b"\xc3\xa1", b".git", b"GIT~1"]
    ),
    st.binary(min_size=1, max_size=6).filter(lambda name: not set(name) & {0, 0x2F}),
)
LINES = st.tuples(st.sampled_from([FILE, FOLDER, "100755", "120000", "040000", "7"]), NAMES, IDS)


def written(lines: list[tuple[str, bytes, bytes]]) -> bytes:
    """The bytes of a tree of these lines, as they come."""
    return b"".join(mode.encode() + b" " + name + b"\0" + id_ for mode, name, id_ in lines)


def in_order(lines: list[tuple[str, bytes, bytes]]) -> list[tuple[str, bytes, bytes]]:
    """The lines as git sorts them, each name once."""
    found = {name: (mode, name, id_) for mode, name, id_ in lines}
    return sorted(found.values(), key=lambda line: line[1] + (b"/" if line[0] == FOLDER else b""))


def starts(lines: list[tuple[str, bytes, bytes]]) -> set[int]:
    """Where each of the lines begins in the bytes of the tree; 0 too where there is none."""
    return {0, *(len(written(lines[:number])) for number in range(len(lines)))}


class TestTrees:
    """What holds of every tree."""

    @given(st.lists(LINES))
    def test_a_tree_without_a_fault_is_written_again_to_the_byte(
        self, lines: list[tuple[str, bytes, bytes]]
    ) -> None:
        """Nothing of it was overlooked: what was read gives the same bytes."""
        for data in (written(lines), written(in_order(lines))):
            tree = parse_tree(data)
            if not tree.fault:
                again = [
                    (entry.mode, name.encode(errors="surrogateescape"), bytes.fromhex(entry.id))
                    for name, entry in tree.entries.items()
                ]
                assert written(in_order(again)) == data
                assert len({name.lower() for name in tree.entries}) == len(tree.entries)
                assert ".git" not in {name.lower() for name in tree.entries}

    @given(st.binary())
    def test_any_bytes_are_a_tree_or_a_fault(self, data: bytes) -> None:
        """Bytes that are not all lines have a fault."""
        tree = parse_tree(data)
        assert tree.fault or sum(
            len(entry.mode) + len(name.encode(errors="surrogateescape")) + 22
            for name, entry in tree.entries.items()
        ) == len(data)

    @given(st.lists(LINES, min_size=1), st.lists(LINES), st.data())
    def test_a_tree_read_as_far_as_it_changed_is_the_tree_read_whole(
        self,
        lines: list[tuple[str, bytes, bytes]],
        added: list[tuple[str, bytes, bytes]],
        data: st.DataObject,
    ) -> None:
        """The short way gives the same tree, or gives up where there may be a fault."""
        old = in_order([(FILE, name, id_) for _mode, name, id_ in lines])
        kept = [line for line in old if data.draw(st.integers(0, 3))]
        new = data.draw(st.sampled_from([in_order([*kept, *added]), [*kept, *added]]))
        near = parse_tree(written(old))
        whole = parse_tree(written(new))
        found = parse_near(written(new), near)
        if found is None:
            return
        tree, changed = found
        assert not whole.fault
        assert (dict(tree.entries), dict(tree.folds)) == (whole.entries, whole.folds)
        assert (tree.raw, tree.fault, set(tree.marks) - starts(new)) == (whole.raw, "", set())
        differing = near.entries.items() ^ whole.entries.items()
        assert changed == {name for name, _entry in differing}

    @given(st.integers(1, 400), st.lists(st.tuples(st.integers(0, 450), IDS), max_size=80))
    def test_a_tree_read_as_it_grew_is_the_tree_read_whole(
        self, count: int, steps: list[tuple[int, bytes]]
    ) -> None:
        """However often: what each shares with the one before is what stands there."""
        lines = {b"%d-x" % number: b"i" * 20 for number in range(count)}
        new = in_order([(FOLDER, *line) for line in lines.items()])
        tree = parse_tree(written(new))
        for number, id_ in steps:
            name = b"%d-x" % number
            before = lines.pop(name, None)
            if before is None or id_[0] % 2:
                lines[name] = id_
            new = in_order([(FOLDER, *line) for line in lines.items()])
            found = parse_near(written(new), tree)
            assert found is not None
            tree, changed = found
            assert changed == ({name.decode()} if lines.get(name) != before else set())
            assert len(tree.entries) == len(lines)
        whole = parse_tree(written(new))
        assert (dict(tree.entries), dict(tree.folds)) == (whole.entries, whole.folds)
        assert set(tree.marks) <= starts(new)

    def test_a_line_that_swallows_the_next_is_read(self) -> None:
        """An id that ends inside what was a line leaves other lines than those that stood there."""
        old = [(FILE, b"a", b"i" * 20), (FOLDER, b"x100644 y", b"j" * 20), (FILE, b"z", b"k" * 20)]
        before = written(old)
        at = before.index(b"40000 x")
        after = before[:at] + b"100644 b\0" + b"l" * 13 + before[at:]
        whole = parse_tree(after)
        assert (whole.fault, set(whole.entries)) == ("", {"a", "b", "y", "z"})
        found = parse_near(after, parse_tree(before))
        assert found is None or dict(found[0].entries) == whole.entries

    def test_the_short_way_is_taken_where_one_record_is_added(self) -> None:
        """It does not always give up: a folder of records grows by one, and stays cheap."""
        lines = [(FOLDER, b"%d-x" % number, b"i" * 20) for number in range(1, 500)]
        near = parse_tree(written(in_order(lines)))
        more = written(in_order([*lines, (FOLDER, b"500-y", b"j" * 20)]))
        found = parse_near(more, near)
        assert found is not None
        assert found[1] == {"500-y"}


class TestCommits:
    """What holds of every commit."""

    @given(st.binary())
    def test_any_bytes_are_a_commit_or_none(self, data: bytes) -> None:
        """What names no tree is no commit."""
        found = parse_commit(data)
        assert (found is None) == (not data.startswith(b"tree ") or found is None)

    @given(
        st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=5),
        st.binary(max_size=40),
    )
    def test_headers_in_any_form_are_a_fault_or_in_order(
        self, headers: list[bytes], message: bytes
    ) -> None:
        """The tree and the parents are those of the first lines, whatever follows."""
        start = b"tree " + b"1" * 40 + b"\nparent " + b"2" * 40 + b"\n"
        who = b"A <a@b> 1900000000 +0000"
        people = b"author " + who + b"\ncommitter " + who + b"\n"
        found = parse_commit(start + people + b"\n".join(headers) + b"\n\n" + message)
        assert found is not None
        assert (found.tree, found.parents) == ("1" * 40, ("2" * 40,))
        if any(line.startswith((b"parent ", b"tree ", b"author ")) for line in headers[:1]):
            assert found.fault
        if b"\0" in b"".join(headers) + message:
            assert found.fault


TOML = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(str.encode),
    st.lists(
        st.sampled_from(
            [
                'format = "constitution-motion/1"', 'format = "constitution-vote/1"', "",
                'number = "1"', "sequence = 1", "[[question]]", "[[count]]", "[rule.x]", "a = 1",
                'title = "x"', 'base = "' + "0" * 40 + '"', "for = 3", "held = 2026-11-23",
                'previous = "founding"', "x.y.z = [[1], {}]", "'" * 3, "inf = nan", "\u202e",
                "d = 2026-11-23T00:00:00Z", "n = 0x10", "m = 1_000", "t = 1.0", "b = true",
            ]
        ),
        max_size=12,
    ).map(lambda lines: "\n".join(lines).encode() + b"\n"),
)  # fmt: skip


@given(TOML)
def test_any_bytes_are_a_canonical_file_or_malformed(data: bytes) -> None:
    """Each file of a constitution is read in one form, and written again to the byte."""
    for parse in (Motion.parse, parse_record, Members.parse, Rules.parse, Settings.parse):
        with contextlib.suppress(Malformed):
            assert parse(data).to_bytes() == data
    for name in ("constitution-motion/1", "constitution-vote/1"):
        with contextlib.suppress(Malformed):
            open_table(data, "x", name)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_a_text_or_have_faults(data: bytes) -> None:
    """No bytes make the grammar fail; what has no fault is UTF-8 without a control character."""
    if not byte_faults(data):
        text = data.decode()
        assert all(letter.isprintable() or letter in "\n\u00a0\u202f" for letter in text)
        warnings(text)


@pytest.mark.parametrize(
    "part",
    [
        ">", "> - ", "- ", "*a_b ", "[", "](", "[a](b(c", "](" + "()", "[^1] ", "[^1]: a\n", "a\n",
        "\n", "\x1b", "| a |\n|---|\n", "|-", "\\", "`", "&", "<!--", "<a ", "1. ", "a\n==\n",
        "a\u0430", "\u00a0", "[a]: b\n", "http://a.", "e\u0301", " ",
    ],
)  # fmt: skip
def test_texts_made_to_take_hours_are_judged_at_once(part: str) -> None:
    """A long text of any one thing over and over takes time in proportion to its length."""
    text = part * (LONGEST // 16 // len(part.encode()))
    began = time.process_time()
    faults = byte_faults(text.encode())
    assert time.process_time() - began < 5
    assert len(faults) <= MOST_FAULTS + 1 or "\n" in part


def test_footnotes_by_the_thousand_are_judged_at_once() -> None:
    """Each one is named where it stands, without a search of the whole text for each."""
    text = "".join(f"[^{number}] " for number in range(40_000)) + "\n"
    began = time.process_time()
    faults = byte_faults(text.encode())
    assert time.process_time() - began < 10
    assert len(faults) == MOST_FAULTS
