"""An alinéa as a reader sees it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from constitution import reading
from constitution.reading import Span, marks, plain, spans


def test_marks_of_markdown_are_not_words() -> None:
    """Emphasis and links lose their marks, escapes their backslash."""
    assert plain("La *loi* fixe **tout**, selon [l’article 12](../a/article-12.md).") == (
        "La loi fixe tout, selon l’article 12."
    )
    assert plain(r"Voir 3\. et \*étoile\*") == "Voir 3. et *étoile*"


def test_numbers_of_items_are_words() -> None:
    """What opens an item is kept: it is cited."""
    assert plain("3. à réviser ;") == "3. à réviser ;"
    assert plain("- les droits ;") == "– les droits ;"


def test_a_link_knows_where_it_leads() -> None:
    """References are followed from the words that name them."""
    assert spans("Selon [l’article 2](article-2.md).") == (
        Span("Selon "),
        Span("l’article 2", link="article-2.md"),
        Span("."),
    )


def test_html_is_shown_as_it_is_written() -> None:
    """Nothing hides in markup."""
    assert plain("<b>gras</b>") == "<b>gras</b>"


@pytest.mark.parametrize(
    "alinea",
    [
        "La *loi* fixe **tout**, selon [l’article 12](../a/article-12.md).",
        "([Artikel 26 Abs. 1](#artikel-26));",
        "Ein [*Satz*](#1) mit [1](#artikel-1) und [1].",
        "3\\. und \\*Stern\\*",
        "4. andere *Handlungen*",
        "Nothing of that kind; 2 * 3 is 6.",
    ],
)
def test_what_is_not_read_aloud_is_told_character_by_character(alinea: str) -> None:
    """Whoever shows a part of an alinéa leaves the same out as whoever shows it whole."""
    hidden = marks(alinea)
    assert "".join(one for at, one in enumerate(alinea) if at not in hidden) == plain(alinea)


def test_the_bullet_of_an_item_stays() -> None:
    """Whatever sign it is."""
    assert marks("- the *first*") == {6, 12}


@given(st.text("ab *_[]()\\.-1\n", max_size=40))
def test_only_marks_are_left_out(alinea: str) -> None:
    """Never a letter outside the target of a link."""
    hidden = marks(alinea)
    left = "".join(one for at, one in enumerate(alinea) if at not in hidden)
    targets = re.sub(r"\]\([^()\s]*\)", "", alinea)
    assert sum(map(left.count, "ab1")) >= sum(map(targets.count, "ab1"))


@given(st.text())
@example("! ^ ~~ ] ( ) > | $ % # - 1. a@b.c http://x.y/z")
def test_words_without_a_mark_are_read_as_markdown_reads_them(words: str) -> None:
    """So nobody waits for markdown-it before a mark is met; which of them bear none is never guessed."""
    if reading._MARK.search(words) is None:
        assert tuple(reading._parsed(words)) == ((Span(words),) if words else ())
