"""An alinéa as a reader sees it."""

from __future__ import annotations

from constitution.reading import Span, plain, spans


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
