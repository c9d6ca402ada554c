"""The vectors get the verdicts they got when they were written, and none of them ever changes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from constitution.verify import verify
from tests.vectors import (
    HERE,
    SUMS,
    paths,
    sum_of,
    unbundled,
    verdict_on_file,
    verdict_on_repository,
    verdict_on_text,
    verdicts,
)

if TYPE_CHECKING:
    from pathlib import Path

EDITIONS: tuple[tuple[int, str], ...] = (
    (185, "548a3edca40db9de21d2a04c6a52d58552c7257d971a8f3f5f799bd73650e7bd"),
    (196, "cc32cb6bd2ccf7459b48a0f143daf26dcf519b01af7cd75a290daf91ce86b945"),
    (206, "92570aa715b6868a7d247ac92f2ddb69d2cc2db19607155036396e44a4e85de3"),
)
"""How many vectors there were at each edition, and the digest of their lines in SHA256SUMS."""


@pytest.mark.parametrize("name", sorted(verdicts("repositories")))
def test_a_repository_gets_its_verdict(name: str, tmp_path: Path) -> None:
    """Outcome, codes, commits and paths; records with their outcomes; the fingerprint."""
    clone = unbundled(HERE / "repositories" / name, tmp_path / "clone.git")
    assert verdict_on_repository(verify(clone)) == verdicts("repositories")[name]


def test_a_file_is_canonical_or_malformed_as_it_was() -> None:
    """Records, motions, ballots, rules, members and settings, to the byte."""
    said = verdicts("files")
    assert {"canonical", "malformed"} == set(said.values())
    assert {name: verdict_on_file((HERE / "files" / name).read_bytes()) for name in said} == said


def test_a_text_is_in_the_grammar_as_it_was() -> None:
    """Each fault at its line and column, under its code."""
    said = verdicts("texts")
    assert {name: verdict_on_text((HERE / "texts" / name).read_bytes()) for name in said} == said


def test_no_vector_ever_changes() -> None:
    """Every vector and its verdict has its digest, and the digests of each edition have theirs."""
    lines = SUMS.read_text("ascii").splitlines()
    assert sorted(lines, key=lambda line: line.split("  ")[1]) == [sum_of(path) for path in paths()]
    assert EDITIONS
    for number, digest in EDITIONS:
        first = "".join(f"{line}\n" for line in lines[:number])
        assert hashlib.sha256(first.encode()).hexdigest() == digest
    assert EDITIONS[-1][0] == len(lines), "add an edition for the new vectors"
