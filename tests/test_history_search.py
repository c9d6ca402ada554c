"""Words found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.history import Match
from constitution.history.search import search

TEXTS = {
    "articles/1.md": (
        "# Article 1er — L’État\n\n"
        "L’Assemblée vote la loi\u00a0; l’œuvre du **peuple** français.\n\n"
        "Elle contrôle l'État. L'emploi, la vice-présidence et l'état d'urgence.\n"
    ),
    "articles/2.md": "# Article 2\n\nLa loi est la même pour tous.\n",
}


def found(words: str) -> list[tuple[str, int | None, int, list[str]]]:
    return [
        (
            match.path,
            match.alinea,
            match.line,
            [TEXTS[match.path][start:end] for start, end in match.spans],
        )
        for match in search(TEXTS, words)
    ]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("assemblee", "Assemblée"),
        ("L'ASSEMBLÉE", "L’Assemblée"),
        ("l’assemblée", "L’Assemblée"),
        ("oeuvre", "œuvre"),
        ("vice\u2011presid", "vice-présid"),
        ("controle", "contrôle"),
        ('"peuple français"', "peuple** français"),
        ("« d'urgence »", "d'urgence"),
        ('"loi ;"', "loi\u00a0;"),
    ],
)
def test_case_accents_apostrophes_hyphens_spaces_and_marks_do_not_count(
    words: str, what: str
) -> None:
    """A person types what their keyboard has; the span is what the text has."""
    ((_path, _alinea, _line, spans),) = found(words)
    assert spans == [what]


def test_all_the_words_stand_in_one_alinea() -> None:
    """Words in two alinéas, or in two articles, are no match."""
    assert [match[:3] for match in found("loi vote")] == [("articles/1.md", 1, 3)]
    assert found("vote urgence") == []
    assert [match[0] for match in found("la loi")] == ["articles/1.md", "articles/2.md"]


def test_a_heading_is_found_and_has_no_number() -> None:
    """The number of an article stands in its first line."""
    assert found("article 2") == [("articles/2.md", None, 1, ["Article", "2"])]


def test_a_word_is_found_at_the_beginning_of_a_word() -> None:
    """“loi” is not in “emploi”; “l” with an apostrophe is no part of the word."""
    assert [match[:2] for match in found("loi")] == [("articles/1.md", 1), ("articles/2.md", 1)]
    assert found("ploi") == []
    assert [match[3] for match in found("etat")] == [["État"], ["État", "état"]]


def test_a_phrase_is_whole_words_in_order() -> None:
    """A quote asks for exactly that."""
    assert found('"la lo"') == []
    assert found('"loi la"') == []
    assert [match[3] for match in found('"la loi" meme')] == [["La loi", "même"]]


@pytest.mark.parametrize("words", ["", "   ", '""', "« »", "*"])
def test_no_words_match_nothing(words: str) -> None:
    """Rather than everything."""
    assert search(TEXTS, words) == ()


def test_spans_that_overlap_are_one() -> None:
    """So that whoever shows them marks each character once."""
    (match,) = search({"a.md": "Le vote.\n"}, 'vo "le vote"')
    assert match == Match("a.md", 1, 1, 0, "Le vote.", ((0, 7),))


@given(st.lists(st.text(alphabet="aàé’'ßœ -*\n#|", max_size=30), min_size=1, max_size=3), st.text())
def test_a_match_stands_where_it_says(texts: list[str], words: str) -> None:
    """Line, beginning and spans point into the text, in order, inside the alinéa."""
    named = {f"articles/{number}.md": text for number, text in enumerate(texts)}
    for match in search(named, words + " a"):
        text = named[match.path]
        assert text[match.start :].startswith(match.text)
        assert text.split("\n")[match.line - 1] == match.text.split("\n")[0]
        last = match.start
        for start, end in match.spans:
            assert last <= start < end <= match.start + len(match.text)
            last = end
