"""Names that come from people, files and machines: one validator, and every way in goes through it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from constitution.amendment import check_slug
from constitution.ballot import Ballot
from constitution.canonical import digest, write
from constitution.cli.main import run
from constitution.errors import Malformed
from constitution.governance import Member, MemberId, Members, Rules, founding_rules
from constitution.motion import Add, AmendmentNumber, Motion, Question, folder_name
from constitution.names import (
    DEEPEST,
    check_address,
    check_ref,
    check_remote,
    is_number,
    is_plain_ref,
    is_possible,
    is_remote,
    is_slug,
    name_fault,
    path_fault,
    slug_in,
)
from constitution.path import check_path
from constitution.repository import Repository, seen_on
from constitution.verify import verify
from tests.handmade import ONE, Handmade

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PIECES = st.sampled_from(
    [
        *"aZ9-._/~^:?*[\\@{} \t\n\r\0\x1b\x07\x9b\u202e\u200b\u2028é",
        "..", "//", "@{", ".lock", "--upload-pack=x", "-rf", "con", "AUX.md", "refs/heads/",
        "articles/", ".git", "ext::", "a", "b-c", "12", ".round-2", "main", "\udcff", "ﬁ", "İ",
    ]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=5).map("".join) | st.text(max_size=12)
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+@-]*")


@given(HOSTILE)
@example("a\n")
@example("-")
@example("12-a.round-2\n")
@example("articles/a.md\n")
def test_what_passes_is_plain_everywhere(text: str) -> None:
    """No option, no path that leads out, nothing that a terminal, git or a file system reads otherwise."""
    passed = [
        is_slug(text),
        is_number(text),
        slug_in(text) is not None,
        is_remote(text),
        is_plain_ref(f"refs/{text}"),
        name_fault(text) is None,
        path_fault(text) is None,
    ]
    if any(passed):
        assert PLAIN.fullmatch(text) or (passed[4] and text.startswith("_")), text
        assert ".." not in text or not (passed[4] or passed[3] or (passed[6] and "/../" in text))
    if is_slug(text) or is_number(text) or is_remote(text):
        assert is_plain_ref(f"refs/heads/{text}")
    if is_plain_ref(f"refs/{text}"):
        assert is_possible(f"refs/{text}")


@given(HOSTILE)
def test_who_checks_refuses_what_is_not_plain_in_a_sentence(text: str) -> None:
    """The answer is the name itself, or a refusal that shows no raw character of it."""
    checks: list[tuple[Callable[[str], str], bool]] = [
        (check_slug, is_slug(text) and not is_number(text)),
        (check_path, path_fault(text) is None),
        (check_remote, is_remote(text)),
        (check_ref, is_plain_ref(text)),
    ]
    for check, wanted in checks:
        if wanted:
            assert check(text) == text
        else:
            with pytest.raises(Malformed):
                check(text)
    try:
        assert check_address(text) == text
    except Malformed:
        return
    assert text.isprintable()
    assert not text.startswith("-")
    assert not re.match(r"[A-Za-z0-9][A-Za-z0-9+.-]*::", text)


@given(HOSTILE)
def test_no_file_of_a_constitution_brings_in_another_name(text: str) -> None:
    """Members, rules, motions and ballots: each name in them is one, or the file is refused."""
    value = "sha256:" + "0" * 64
    motion = Motion(
        number=AmendmentNumber("1"),
        title="x",
        authors=("x",),
        base="0" * 40,
        readme=digest(b""),
        nonce="0" * 32,
        questions=(Question("q", (Add(ONE, digest(b"")),)),),
    )
    ways: list[tuple[bool, Callable[[], object]]] = [
        (
            is_slug(text),
            lambda: Members.parse(Members((Member(MemberId(text), "x"),)).to_bytes()),
        ),
        (
            is_slug(text),
            lambda: Rules.parse(
                Rules(
                    (replace(founding_rules().rules[0], name=text), *founding_rules().rules[1:])
                ).to_bytes()
            ),
        ),
        (
            is_slug(text),
            lambda: Ballot.parse(
                write(
                    {
                        "format": "constitution-ballot/1",
                        "motion": value,
                        "member": text,
                        "choices": ("for",),
                    }
                )
            ),
        ),
        (
            is_number(text),
            lambda: Motion.parse(replace(motion, number=AmendmentNumber(text)).to_bytes()),
        ),
        (
            path_fault(text) is None,
            lambda: Motion.parse(
                replace(motion, questions=(Question("q", (Add(text, digest(b"")),)),)).to_bytes()
            ),
        ),
        (is_slug(text), lambda: folder_name("1", text)),
        (is_number(text), lambda: folder_name(text, "x")),
    ]
    for wanted, bring in ways:
        if not wanted:
            with pytest.raises((Malformed, UnicodeEncodeError)):
                bring()
    assert folder_name("1", "a-b", 2) == "1-a-b.round-2"
    assert slug_in("1-a-b.round-2") == "a-b"


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A constitution, where nothing comes to be."""
    return Handmade.found(tmp_path_factory.mktemp("names") / "c.git").path


@settings(max_examples=20)
@given(text=HOSTILE.filter(lambda text: "\0" not in text and not text.startswith("-")))
def test_no_verb_takes_another_name(assembly: Path, text: str) -> None:
    """A slug, a remote, an address: refused with a sentence before anything is looked for."""
    if not is_slug(text):
        assert run(["-C", str(assembly), "amend", "new", text, "--title", "T"]) in {1, 2}
    if not is_remote(text):
        assert run(["-C", str(assembly), "fetch", text]) in {1, 2}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_refs_that_are_not_plain_are_fetched_and_told_to_nobody(tmp_path: Path) -> None:
    """A server may call its branches what it likes: here they are not seen."""
    made = Handmade.found(tmp_path / "hub.git")
    odd = ["refs/heads/--upload-pack=x", "refs/heads/a%b", "refs/heads/é", "refs/heads/x;y"]
    lines = "".join(f"{made.head} {name}\n" for name in sorted(odd))
    (made.path / "packed-refs").write_text(lines, encoding="utf-8")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(made.path), str(clone)], check=True)
    assert len(Repository.open(clone).refs("refs/remotes/")) == len(odd) + 2
    assert list(seen_on(Repository.open(clone), "origin")) == ["refs/heads/main"]


@pytest.mark.parametrize("levels", [DEEPEST, DEEPEST + 1])
def test_a_path_is_refused_where_the_verifier_would_not_follow_it(
    tmp_path: Path, levels: int
) -> None:
    """What could be put and declared, and would then be called wrong for ever."""
    path = "articles/" + "a/" * (levels - 1) + "x.md"
    made = Handmade.found(tmp_path / "deep.git", {path: b"# Article 9\n\nNine.\n"})
    is_followed = not any(fault.code == "bad-tree" for fault in verify(made.path).faults)
    assert (path_fault(path) is None) == is_followed == (levels <= DEEPEST)
