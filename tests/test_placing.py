"""The path of an article that is to stand after another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.path import path_key
from constitution.placing import path_after


@pytest.mark.parametrize(
    ("neighbour", "number", "paths", "found"),
    [
        (
            "articles/article-11.md",
            "12",
            ["articles/article-11.md", "articles/article-13.md"],
            "articles/article-12.md",
        ),
        (
            "articles/article-11.md",
            "11-1",
            ["articles/article-11.md", "articles/article-12.md"],
            "articles/article-11-1.md",
        ),
        (
            "articles/article-11.md",
            "11 bis",
            ["articles/article-11.md"],
            "articles/article-11-bis.md",
        ),
        ("articles/096.md", "96-1", ["articles/096.md", "articles/097.md"], "articles/096-1.md"),
        ("articles/012.md", "12a", ["articles/012.md", "articles/013.md"], "articles/012a.md"),
        (
            "articles/article-11.md",
            "40",
            ["articles/article-11.md", "articles/article-12.md"],
            "articles/article-11-1.md",
        ),
        (
            "articles/article-11.md",
            "40",
            ["articles/article-11.md", "articles/article-11-1.md", "articles/article-12.md"],
            "articles/article-11-0.md",
        ),
        (
            "articles/00-preamble.md",
            "1",
            ["articles/00-preamble.md", "articles/01-x/README.md"],
            "articles/01.md",
        ),
    ],
)
def test_the_name_is_made_like_the_neighbour_s_where_that_sorts(
    neighbour: str, number: str, paths: list[str], found: str
) -> None:
    """From the number where that stands in its place; else from the name of the neighbour."""
    assert path_after(neighbour, number, paths) == found


def test_a_name_that_sorts_there_is_kept() -> None:
    """The path of an article is its identity: it changes as little as it can."""
    paths = ["articles/article-11.md", "articles/article-30.md"]
    assert (
        path_after("articles/article-11.md", None, paths, own="article-20.md")
        == "articles/article-20.md"
    )
    assert (
        path_after("articles/article-11.md", None, paths, own="article-40.md")
        == "articles/article-11-1.md"
    )


def test_where_nothing_fits_between_two_there_is_no_path() -> None:
    """Nobody's article is renamed for it."""
    paths = ["articles/1.md", "articles/1-0.md"]
    assert path_after("articles/1.md", None, paths) is None


NAMES = st.from_regex(r"(article-)?0?[1-9](-[0-9]|-bis|a)?", fullmatch=True)


@given(st.sets(NAMES, min_size=1), st.data())
def test_whatever_path_is_found_is_read_right_after_the_neighbour(
    names: set[str], data: st.DataObject
) -> None:
    """And is no other article's."""
    paths = sorted((f"articles/{name}.md" for name in names), key=path_key)
    neighbour = data.draw(st.sampled_from(paths))
    number = data.draw(st.none() | st.from_regex(r"[1-9][0-9]?(-1|a| bis)?", fullmatch=True))
    found = path_after(neighbour, number, paths, own=data.draw(NAMES) + ".md")
    if found is not None:
        assert found not in paths
        order = sorted([*paths, found], key=path_key)
        assert order[order.index(neighbour) + 1] == found
