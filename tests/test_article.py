"""Articles: their headings, the contents, and finding one as a person names it."""

from __future__ import annotations

import time

import pytest

from constitution.article import Article, ArticlePath, Heading, contents, find
from constitution.errors import Unknown

TEXTS = {
    "articles/00-preamble.md": "# Préambule\n\nNous.\n",
    "articles/01-sovereignty/README.md": "# Titre I — De la souveraineté\n",
    "articles/01-sovereignty/article-1.md": "# Article premier\n\nUn.\n",
    "articles/01-sovereignty/article-2.md": "# Article 2 — La langue\n\nDeux.\n",
    "articles/02-president/01-election/article-11.md": "# Article 11 — L’élection\n\nOnze.\n",
    "articles/02-president/01-election/article-12-bis.md": "# Article 12 bis\n\nDouze.\n",
    "articles/02-president/README.md": "# Titre II — Du président\n",
    "articles/09-transitional/README.md": "# Dispositions transitoires\n",
    "articles/09-transitional/article-1.md": "# Article 1er — Entrée en vigueur\n\nUn.\n",
}


def article(text: str) -> Article:
    return Article(ArticlePath("articles/a.md"), text)


class TestHeadings:
    """The number an article bears stands in its heading."""

    @pytest.mark.parametrize(
        ("line", "number", "heading"),
        [
            ("# Article 11", "11", ""),
            ("# Article 11 — The referendum", "11", "The referendum"),
            ("# Article 11 - Le référendum", "11", "Le référendum"),
            ("# Article 11. Le référendum", "11", "Le référendum"),
            ("# Article premier — La langue", "premier", "La langue"),
            ("# ARTICLE PREMIER", "PREMIER", ""),
            ("# Article 1er", "1er", ""),
            ("# Article 72-4", "72-4", ""),
            ("# Article 12 bis — Suite", "12 bis", "Suite"),
            ("# Article 14 A — Suite", "14 A", "Suite"),
            ("# Article 14 A new beginning", "14", "A new beginning"),
            ("## Artikel 115a", "115a", ""),
            ("# Art. 5 (Presse)", "5", "(Presse)"),
            ("# Artículo 2.", "2", ""),
            ("# Article L111-1", "L111-1", ""),
            ("# § 31A Eigentum", "31A", "Eigentum"),
            ("# Article IV", "IV", ""),
            ("# Préambule", None, "Préambule"),
            ("# I. Die Grundrechte", None, "I. Die Grundrechte"),
        ],
    )
    def test_number_and_words(self, line: str, number: str | None, heading: str) -> None:
        """As written, in the languages whose constitutions we have met."""
        found = article(f"{line}\n\nMot.\n")
        assert (found.number, found.heading) == (number, heading)
        assert found.title == line.lstrip("# ")

    def test_headings_above_are_not_the_article_s(self) -> None:
        """A chapter heading may stand in the file of the first article under it."""
        found = article("# I. Die Grundrechte\n\n## Artikel 1\n\n(1) Die Würde.\n")
        assert found.number == found.normal_number == "1"
        assert found.headings_above == ("I. Die Grundrechte",)
        assert (found.level, found.line) == (2, 3)
        assert [unit.text for unit in found.alineas] == ["(1) Die Würde."]

    def test_a_text_without_heading_has_no_title(self) -> None:
        """Nothing is guessed."""
        found = article("Mot.\n")
        assert (found.title, found.number, found.heading) == ("", None, "")

    def test_two_hundred_articles_are_read_in_milliseconds(self) -> None:
        """Headings are found without reading the alinéas."""
        text = "# Article 1 — Mot\n\n" + "Un alinéa assez long pour compter.\n\n" * 40
        start = time.process_time()
        for _number in range(200):
            article(text)
        assert time.process_time() - start < 0.5


class TestContents:
    """The files are the table of contents."""

    def test_folders_are_headings_and_nest(self) -> None:
        """In reading order, each with its depth; a folder without a name bears its own."""
        listed = [
            (entry.depth, entry.part.title, isinstance(entry.part, Heading))
            for entry in contents(TEXTS)
        ]
        assert listed == [
            (0, "Préambule", False),
            (0, "Titre I — De la souveraineté", True),
            (1, "Article premier", False),
            (1, "Article 2 — La langue", False),
            (0, "Titre II — Du président", True),
            (1, "election", True),
            (2, "Article 11 — L’élection", False),
            (2, "Article 12 bis", False),
            (0, "Dispositions transitoires", True),
            (1, "Article 1er — Entrée en vigueur", False),
        ]

    def test_headings_inside_files_are_headings_too(self) -> None:
        """As in the Grundgesetz, whose chapters begin in the first article under them."""
        texts = {
            "articles/001.md": "# I. Rechte\n\n## Artikel 1\n\nEins.\n",
            "articles/002.md": "## Artikel 2\n\nZwei.\n",
            "articles/003.md": "# II. Der Bund\n\n## Artikel 3\n\nDrei.\n",
        }
        assert [(entry.depth, entry.part.title) for entry in contents(texts)] == [
            (0, "I. Rechte"),
            (1, "Artikel 1"),
            (1, "Artikel 2"),
            (0, "II. Der Bund"),
            (1, "Artikel 3"),
        ]

    def test_the_root_readme_names_the_text(self) -> None:
        """It stands above everything."""
        texts = {**TEXTS, "articles/README.md": "# Constitution\n"}
        assert contents(texts)[0].part.title == "Constitution"

    def test_an_empty_text_has_no_contents(self) -> None:
        """And no error."""
        assert contents({}) == ()


class TestFind:
    """Articles are named as a person names them."""

    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("2", "articles/01-sovereignty/article-2.md"),
            ("art. 2", "articles/01-sovereignty/article-2.md"),
            ("Article 2", "articles/01-sovereignty/article-2.md"),
            ("12 bis", "articles/02-president/01-election/article-12-bis.md"),
            ("12bis", "articles/02-president/01-election/article-12-bis.md"),
            ("article 12 bis", "articles/02-president/01-election/article-12-bis.md"),
            ("preamble", "articles/00-preamble.md"),
            ("préambule", "articles/00-preamble.md"),
            ("Präambel", "articles/00-preamble.md"),
            ("articles/00-preamble.md", "articles/00-preamble.md"),
            ("article-11.md", "articles/02-president/01-election/article-11.md"),
            ("article-11", "articles/02-president/01-election/article-11.md"),
            ("01-sovereignty/article-1", "articles/01-sovereignty/article-1.md"),
            ("election", "articles/02-president/01-election/article-11.md"),
            ("la langue", "articles/01-sovereignty/article-2.md"),
            ("SOUVERAINETE", "articles/01-sovereignty/README.md"),
            ("entree vigueur", "articles/09-transitional/article-1.md"),
        ],
    )
    def test_every_way_leads_there(self, name: str, path: str) -> None:
        """Number, preamble, path or its end, words of a heading without accents or capitals."""
        assert find(name, TEXTS) == path

    def test_an_ambiguous_name_gets_the_choice(self) -> None:
        """Numbers begin anew in annexes: nothing is guessed."""
        with pytest.raises(Unknown) as refusal:
            find("1", TEXTS)
        assert "articles/01-sovereignty/article-1.md" in refusal.value.hint
        assert "articles/09-transitional/article-1.md" in refusal.value.hint

    @pytest.mark.parametrize(
        ("name", "nearest"),
        [("12 ter", "Article 12 bis"), ("prembule", "Préambule"), ("langues", "Article 2")],
    )
    def test_an_unknown_name_gets_the_nearest(self, name: str, nearest: str) -> None:
        """As a hint, never as an answer."""
        with pytest.raises(Unknown) as refusal:
            find(name, TEXTS)
        assert nearest in refusal.value.hint

    def test_a_number_that_nobody_bears_gets_those_before_and_after(self) -> None:
        """Near is what stands beside it in the text, and not what is written like it."""
        texts = {f"a/article-{n}.md": f"# Article {n}\n\nWords.\n" for n in (1, 7, 16, 19, 87)}
        with pytest.raises(Unknown) as refusal:
            find("17", texts)
        assert refusal.value.hint == "The nearest: Article 16, Article 19."
        with pytest.raises(Unknown) as refusal:
            find("999", texts)
        assert refusal.value.hint == "The nearest: Article 87."

    @pytest.mark.parametrize("name", ["", " ", "zzz", "/", "99"])
    def test_nothing_like_it_is_still_an_answer(self, name: str) -> None:
        """With a hint that says where to look."""
        with pytest.raises(Unknown) as refusal:
            find(name, TEXTS)
        assert refusal.value.hint
