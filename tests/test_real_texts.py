"""Two real constitutions, every version of every article: no word changes, no fault is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pygit2
import pytest

from constitution.article import contents, find
from constitution.coherence import check
from constitution.text import byte_faults, decode, faults, format_text, words

if TYPE_CHECKING:
    from pathlib import Path


def versions(bundle: Path, folder: Path, source: str) -> list[dict[str, str]]:
    """The texts of each version of a bundle, by path."""
    import subprocess

    subprocess.run(["git", "clone", "-q", "--bare", bundle, folder], check=True)
    repository = pygit2.Repository(str(folder))
    found = []
    for commit in repository.walk(repository.head.target):
        tree = commit.peel(pygit2.Tree)[source]
        assert isinstance(tree, pygit2.Tree)
        blobs = {entry.name or "": entry for entry in tree}
        found.append(
            {
                f"articles/{name}": decode(blob.data, name)
                for name, blob in blobs.items()
                if isinstance(blob, pygit2.Blob)
            }
        )
    return found


@pytest.fixture(
    params=[("de-grundgesetz", "artikel", "de"), ("fr-constitution-1958", "articles", "fr")]
)
def history(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path: Path
) -> tuple[list[dict[str, str]], str]:
    """Every version of a real constitution, and its language."""
    name, source, language = request.param
    return versions(shared_data / name / "history.bundle", tmp_path / name, source), language


MISTYPED = {
    "de": [
        ("056.md", "quotes"),
        ("104a.md", "unspaced"),
        ("132.md", "quotes"),
        ("139.md", "quotes"),
    ],
    "fr": [("article-88-6.md", "run-together")],
}
"""What the sources write with straight quotation marks, or without a space, to this day."""


def test_every_version_comes_into_the_form(history: tuple[list[dict[str, str]], str]) -> None:
    """Each article keeps its words, by two ways of counting, and has no fault in the form."""
    every, language = history
    for text in {text for version in every for text in version.values()}:
        formed = format_text(text, language)
        assert words(formed) == words(text)
        assert re.findall(r"\w+", formed) == re.findall(r"\w+", text.replace("\u00ad", ""))
        assert format_text(formed, language) == formed
        assert faults(formed, language) == []
        assert byte_faults(formed.encode()) == []


def test_the_text_of_today_holds_together(history: tuple[list[dict[str, str]], str]) -> None:
    """Its numbers, its links and its references: none leads nowhere, none is a false alarm.

    What the sources mistype is in doubt, and nothing else.
    """
    every, language = history
    today = {path: format_text(text, language) for path, text in every[0].items()}
    told = [(path.removeprefix("articles/"), fault.code) for path, fault in check(today, language)]
    assert told == MISTYPED[language]
    numbers = [entry.part for entry in contents(today)]
    assert len(numbers) >= len(today)
    assert today[find("11", today)].count("\n\n") >= 2
    assert find("preamble", today).startswith("articles/00")
