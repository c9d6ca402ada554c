"""Where an article that moved stands, in the words people use."""

from __future__ import annotations

import pytest

from constitution.assembly.printing import delta_of
from constitution.diff import diff_texts
from constitution.diff.naming import list_articles
from constitution.diff.places import with_places
from constitution.diff.views import describe, summarise
from constitution.language import speaking
from constitution.sentences import read, write
from tui.widgets.page import Block
from tui.widgets.prose import printed

_TEXT = {
    "articles/01-people/README.md": "# Title I — The people\n",
    "articles/01-people/article-1.md": "# Article 1\n\nThe people rule.\n",
    "articles/01-people/article-2.md": "# Article 2\n\nThey vote.\n",
    "articles/01-people/article-3.md": "# Article 3 — Of the referendum\n\nThey decide.\n",
    "articles/02-courts/README.md": "# Title II — The courts\n",
    "articles/02-courts/article-4.md": "# Article 4\n\nJudges judge.\n",
    "articles/02-courts/article-5.md": "# Article 5\n\nThey are free.\n",
}


def _moved(moves: dict[str, str], changes: dict[str, str] | None = None) -> list[str]:
    new = {moves.get(path, path): text for path, text in _TEXT.items()} | (changes or {})
    new = dict(sorted(new.items()))
    delta = with_places(diff_texts(_TEXT, new, moves), _TEXT, new)
    return [describe(article) for article in delta.articles]


def test_a_move_says_after_which_article() -> None:
    """By its number alone, whatever its heading; no path is said."""
    moves = {"articles/01-people/article-1.md": "articles/01-people/article-3-1.md"}
    assert _moved(moves) == ["moved after Article 3, no word changes"]
    with speaking("fr"):
        assert _moved(moves) == ["déplacé après l’article 3, aucun mot ne change"]


def test_a_move_to_another_chapter_says_which() -> None:
    """With the neighbour under the same heading, where only one is."""
    moves = {"articles/01-people/article-1.md": "articles/02-courts/article-4-1.md"}
    assert _moved(moves) == ["moved after Article 4, into “Title II — The courts”, no word changes"]
    moves = {"articles/01-people/article-1.md": "articles/02-courts/00-1.md"}
    assert _moved(moves) == [
        "moved before Article 4, into “Title II — The courts”, no word changes"
    ]


def test_a_move_that_bears_another_number_says_both() -> None:
    """The number it bears, and where it stands."""
    moves = {"articles/01-people/article-1.md": "articles/01-people/article-2-1.md"}
    new = {"articles/01-people/article-2-1.md": "# Article 2-1\n\nThe people rule.\n"}
    assert _moved(moves, new) == [
        "renumbered from 1 to 2-1, moved after Article 2, no other word changes"
    ]


def test_a_file_that_is_renamed_where_it_stands_is_not_said_to_go_elsewhere() -> None:
    """Its neighbours are those it had: a renumbering moves nothing that a reader sees."""
    moves = {"articles/01-people/article-2.md": "articles/01-people/article-2-1.md"}
    assert _moved(moves) == ["moved to another file, and read where it was, no word changes"]
    new = {"articles/01-people/article-2-1.md": "# Article 2-1\n\nThey vote.\n"}
    assert _moved(moves, new) == ["renumbered from 2 to 2-1, no other word changes"]


def test_the_way_back_says_where_it_stood() -> None:
    """The inverse of a delta puts an article where it was."""
    moves = {"articles/01-people/article-2.md": "articles/02-courts/article-5-1.md"}
    new = {moves.get(path, path): text for path, text in _TEXT.items()}
    delta = with_places(diff_texts(_TEXT, new, moves), _TEXT, new).invert()
    assert [describe(article) for article in delta.articles] == [
        "moved after Article 1, into “Title I — The people”, no word changes"
    ]


def test_an_amendment_knows_neighbours_that_it_does_not_change() -> None:
    """What is put to the vote names them, though only the file that moves is in it."""
    old, new = "articles/01-people/article-1.md", "articles/01-people/article-3-1.md"
    before = {path: text.encode() for path, text in _TEXT.items()}
    delta = delta_of(before, {old: None, new: before[old]}, {old: new})
    assert [describe(one) for one in delta.articles] == ["moved after Article 3, no word changes"]


@pytest.mark.parametrize(
    ("target", "text", "said"),
    [
        ("articles/01-people/article-3-1.md", None, "Move this article after article 3."),
        (
            "articles/01-people/article-2-1.md",
            "# Article 2-1\n\nThe people rule.\n",
            "This article becomes article 2-1, after article 2.",
        ),
        (
            "articles/01-people/elsewhere.md",
            None,
            "Move this article to `articles/01-people/elsewhere.md`.",
        ),
    ],
)
def test_the_sentence_of_a_move_names_the_article_it_follows(
    target: str, text: str | None, said: str
) -> None:
    """Where that alone gives its place to the byte; else the path. Read back, both give the text."""
    source = "articles/01-people/article-1.md"
    new = {path: words for path, words in _TEXT.items() if path != source}
    new[target] = text or _TEXT[source]
    new = dict(sorted(new.items()))
    words = write(diff_texts(_TEXT, new, {source: target}), _TEXT, language="en")
    assert said in words
    assert read(words, _TEXT) == new


def test_a_neighbour_that_goes_itself_is_not_named() -> None:
    """“After article 3” says nothing where article 3 is repealed by the same sentences."""
    source, target = "articles/01-people/article-1.md", "articles/01-people/article-3-1.md"
    new = {path: text for path, text in _TEXT.items() if "article-3" not in path}
    new[target] = new.pop(source)
    words = write(diff_texts(_TEXT, new, {source: target}), _TEXT, language="en")
    assert "after article 3" not in words
    assert read(words, _TEXT) == new


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["Article 17", "Article 18"], "Articles 17 and 18"),
        (
            ["Article 100", "Article 101", "Article 102", "Article 110"],
            "Articles 100 to 102 and 110",
        ),
        (["Article 12 bis", "Article 3"], "Article 12 bis; Article 3"),
        (["Article 11-1", "Article 12", "Preamble"], "Articles 11-1 and 12; Preamble"),
        ([], ""),
    ],
)
def test_articles_of_mere_numbers_are_listed_together(titles: list[str], said: str) -> None:
    """As one writes: those in a row as a range, each other by its heading."""
    assert list_articles(titles) == said


def test_a_change_of_signs_alone_is_said_to_be_one() -> None:
    """“Amended” and “no word inserted or deleted” would not go together."""
    old = {"articles/article-1.md": "# Article 1\n\nThey meet in full right.\n"}
    new = {"articles/article-1.md": "# Article 1\n\nThey meet (in) full right.\n"}
    (article,) = diff_texts(old, new).articles
    assert summarise(article) == "amended — signs alone, no word"


def test_a_table_of_reasons_is_shown_as_one() -> None:
    """Its columns under one another, without the signs of the form."""
    shown = printed("| Old | New |\n| --- | --- |\n| 12 bis | 13 |\n\nWords.\n")
    lines = ["".join(run.text for run in block.runs) for block in shown if isinstance(block, Block)]
    assert lines == ["Old      New", "12 bis   13", "Words."]
    (row,) = printed("| ~~12~~ | 13 |\n")
    assert isinstance(row, Block)
    assert [run.text for run in row.runs if run.style == "delete"] == ["12"]
