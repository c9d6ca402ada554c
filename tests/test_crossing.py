"""Cross-references lead from article to article, and back."""

from __future__ import annotations

from constitution.crossing import crossings, crossings_to

TEXTS = {
    "articles/article-1.md": "# Article 1\n\nLe vote est secret.\n\nVoir l’article 3 et l’article suivant.\n",
    "articles/article-2.md": "# Article 2\n\nLes articles 1 à 3 s’appliquent.\n",
    "articles/article-3.md": (
        "# Article 3\n\nL’article 12 de la loi du 3 avril 1955 et le [premier](article-1.md).\n"
    ),
}


def test_references_lead_to_the_articles_they_name() -> None:
    """By number, or by place; each says in which alinéa it stands."""
    found = crossings(TEXTS, "articles/article-1.md", "fr")
    assert [(one.alinea, one.targets) for one in found] == [
        (2, ("articles/article-3.md",)),
        (2, ("articles/article-2.md",)),
    ]


def test_a_range_leads_to_every_article_in_it() -> None:
    """But never to the article itself."""
    (one,) = crossings(TEXTS, "articles/article-2.md", "fr")
    assert one.targets == ("articles/article-1.md", "articles/article-3.md")


def test_what_belongs_to_another_text_leads_nowhere() -> None:
    """It is named, and cannot be followed; a link is."""
    outside, link = crossings(TEXTS, "articles/article-3.md", "fr")
    assert outside.targets == ()
    assert link.targets == ("articles/article-1.md",)


def test_what_leads_to_an_article_is_found_from_it() -> None:
    """Whoever amends an article sees who counts on it."""
    sources = [one.source for one in crossings_to(TEXTS, "articles/article-1.md", "fr")]
    assert sources == ["articles/article-2.md", "articles/article-3.md"]
