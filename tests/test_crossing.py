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


LINKED = {
    "articles/001.md": "## Artikel 1\n\nDie Würde.\n",
    "articles/020.md": "## Artikel 20\n\n(1) Der Bundesstaat.\n",
    "articles/033.md": "## Artikel 33\n\n(1) Die Rechte.\n\n(2) Die Pflichten.\n",
    "articles/079.md": (
        "## Artikel 79\n\nDie in den Artikeln [1](#artikel-1) und [20](#artikel-20)"
        " niedergelegten Grundsätze.\n"
    ),
    "articles/093.md": (
        "## Artikel 93\n\nRechte aus [Artikel 20 Abs. 1](#artikel-20), [33](#artikel-33) und"
        " [79](#artikel-79); die [Pflichten](#artikel-33); der"
        " [Artikel 1](#artikel-1) der deutschen Verfassung.\n"
    ),
    "articles/142.md": "## Artikel 142\n\nAus den Artikeln [1](#artikel-1) bis [33](#artikel-33).\n",
}


def test_an_enumeration_goes_on_across_links() -> None:
    """Every number of it leads to its article, once, and is quoted without the blanks of links."""
    (one,) = crossings(LINKED, "articles/079.md", "de")
    assert one.targets == ("articles/001.md", "articles/020.md")
    assert one.words == "Artikeln 1 und 20"
    (range_,) = crossings(LINKED, "articles/142.md", "de")
    assert range_.targets == ("articles/001.md", "articles/020.md", "articles/033.md")


def test_a_link_to_the_anchor_of_an_article_leads_to_it() -> None:
    """Whatever its words are; unless they name another text."""
    found = crossings(LINKED, "articles/093.md", "de")
    assert [(one.words, one.targets) for one in found] == [
        ("Artikel 20 Abs. 1", ("articles/020.md",)),
        ("33", ("articles/033.md",)),
        ("79", ("articles/079.md",)),
        ("Pflichten", ("articles/033.md",)),
        ("Artikel 1", ()),
    ]
    sources = [one.source for one in crossings_to(LINKED, "articles/020.md", "de")]
    assert sources == ["articles/079.md", "articles/093.md", "articles/142.md"]


def test_an_anchor_that_two_articles_bear_leads_to_neither() -> None:
    """Which one is meant cannot be told."""
    texts = {
        **LINKED,
        "articles/900.md": "## Artikel 33\n\nAlte Fassung.\n",
        "articles/901.md": "## Artikel 901\n\nDie [Rechte](#artikel-33).\n",
    }
    assert crossings(texts, "articles/901.md", "de") == ()
