"""Two new articles under one number: the next number that is free."""

from __future__ import annotations

from itertools import islice

import pytest

from constitution.beside import following_numbers, stand_beside
from constitution.number import number_key


@pytest.mark.parametrize(
    ("number", "next_ones"),
    [
        ("11-1", ["11-2", "11-3"]),
        ("12", ["13", "12-1"]),
        ("12 bis", ["12 ter", "12 quater"]),
        ("115a", ["115b", "115c"]),
        ("31A", ["31B", "31C"]),
        ("L111-9", ["L111-10", "L111-11"]),
        ("72-1 bis", ["72-1 ter", "72-1 quater"]),
        ("8z", []),
        ("premier", []),
    ],
)
def test_the_next_number_is_in_the_same_manner(number: str, next_ones: list[str]) -> None:
    """Hyphens count on, Latin ordinals and letters too; each comes after the one before."""
    found = list(islice(following_numbers(number), 2))
    assert found == next_ones
    assert all(number_key(one) > number_key(number) for one in found)


TEXTS = {
    "articles/article-2.md": "# Article 2\n",
    "articles/article-2-1.md": "# Article 2-1\n",
    "articles/annexe/article-2-2.md": "# Article 2-2\n",
}


def test_numbers_and_places_that_are_taken_are_passed_over() -> None:
    """A number that another bears anywhere, and a path that somebody else adds."""
    new = "# Article 2-1 — Le vote\n\nIl est secret.\n"
    beside = stand_beside("articles/article-2-1.md", new, TEXTS, ["articles/article-2-3.md"])
    assert beside is not None
    assert beside.path == "articles/article-2-4.md"
    assert beside.number == "2-4"
    assert beside.text == "# Article 2-4 — Le vote\n\nIl est secret.\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("articles/annexe.md", "# Annexe\n"),
        ("articles/du-vote.md", "# Article 2-1\n"),
        ("articles/article-premier.md", "# Article premier\n"),
    ],
)
def test_a_name_that_does_not_say_the_number_finds_no_place(path: str, text: str) -> None:
    """Where the next one would stand is then nobody's guess."""
    assert stand_beside(path, text, TEXTS) is None
