"""References that one change wrote and the other turned: told for a person to read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.text import format_text
from constitution.turning import Change, find_turned

if TYPE_CHECKING:
    from collections.abc import Mapping


def _text(**articles: str) -> dict[str, str]:
    """A text of short articles; `a1` stands at `articles/article-1.md`."""
    return {
        f"articles/article-{name.removeprefix('a').replace('_', '-')}.md": format_text(text, "fr")
        for name, text in articles.items()
    }


BASE = _text(
    a1="# Article 1 — Le peuple\n\nLe peuple est souverain.",
    a2="# Article 2 — Le vote\n\nLe vote est secret.\n\nIl est personnel.",
    a3="# Article 3 — La loi\n\nLa loi est votée.",
)


def _found(
    one: Change, other: Change, result: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    return {
        path.removeprefix("articles/"): [(turned.words, turned.message) for turned in places]
        for path, places in find_turned(one, other, result, "fr").items()
    }


class TestWhatTheResultTurns:
    """Each side is right by itself."""

    CITING = _text(a3="# Article 3 — La loi\n\nLa loi est votée.\n\nL’article 2 est applicable.")

    def test_a_number_that_another_article_took(self) -> None:
        """Article 2 became article 3: the words now name another article."""
        moves = {
            "articles/article-2.md": "articles/article-3.md",
            "articles/article-3.md": "articles/article-4.md",
        }
        other = {
            **_text(a1="# Article 1 — Le peuple\n\nLe peuple est souverain."),
            **_text(a2="# Article 2 — Le nom\n\nIl a un nom."),
            **_text(a3="# Article 3 — Le vote\n\nLe vote est secret.\n\nIl est personnel."),
            **_text(a4="# Article 4 — La loi\n\nLa loi est votée."),
        }
        result = other | _text(
            a4="# Article 4 — La loi\n\nLa loi est votée.\n\nL’article 2 est applicable."
        )
        found = _found(Change(BASE | self.CITING, moves), Change(other), result)
        [(words, message)] = found["article-4.md"]
        assert words == "article 2"
        assert "“Article 2 — Le vote”, which is now “Article 3 — Le vote”" in message

    def test_a_link_whose_anchor_another_article_took(self) -> None:
        """A link by number turns as the number does."""
        citing = _text(
            a3="# Article 3\n\nLa loi est votée.\n\n[L’article 2](#article-2) est applicable."
        )
        base = _text(a2="# Article 2\n\nLe vote est secret.", a3="# Article 3\n\nLa loi est votée.")
        other = {
            "articles/article-1.md": format_text("# Article 2\n\nIl a un nom.", "fr"),
            "articles/article-2.md": format_text("# Article 1\n\nLe vote est secret.", "fr"),
            "articles/article-3.md": base["articles/article-3.md"],
        }
        found = _found(Change(base | citing), Change(other), other | citing)
        [(words, message)] = found["article-3.md"]
        assert words == "L’article 2"
        assert "which is now “Article 1”" in message

    def test_an_article_that_is_no_longer_there(self) -> None:
        """It was taken out of the text meanwhile."""
        other = {path: text for path, text in BASE.items() if not path.endswith("-2.md")}
        found = _found(Change(BASE | self.CITING), Change(other), other | self.CITING)
        [(_words, message)] = found["article-3.md"]
        assert message.endswith("which is no longer in the text.")

    def test_an_article_of_which_the_number_alone_stays(self) -> None:
        """It was repealed meanwhile, and its number stands."""
        other = BASE | _text(a2="# Article 2 — Le vote\n\n(Abrogé)")
        found = _found(Change(BASE | self.CITING), Change(other), other | self.CITING)
        [(_words, message)] = found["article-3.md"]
        assert message.endswith("which is repealed.")

    def test_an_alinea_that_another_came_before(self) -> None:
        """What was its second alinéa is the third."""
        citing = _text(a3="# Article 3 — La loi\n\nLe deuxième alinéa de l’article 2 est appliqué.")
        other = BASE | _text(
            a2="# Article 2 — Le vote\n\nLe vote est secret.\n\nIl est libre.\n\nIl est personnel."
        )
        found = _found(Change(BASE | citing), Change(other), other | citing)
        [(words, message)] = found["article-3.md"]
        assert words == "deuxième alinéa"
        assert "another alinéa" in message

    def test_an_item_that_another_came_before(self) -> None:
        """What was its second item is the third."""
        items = "# Article 2 — Le vote\n\nLe vote est :\n\n1. secret ;\n2. personnel."
        base = BASE | _text(a2=items)
        one = _text(a2=f"{items}\n\nCe que dit le n° 2 est une garantie.")
        other = base | _text(a2=items.replace("2. personnel", "2. libre ;\n3. personnel"))
        result = {
            path: text.replace("2. personnel", "2. libre ;\n3. personnel")
            for path, text in (base | one).items()
        }
        found = _found(Change(base | one), Change(other), result)
        [(words, message)] = found["article-2.md"]
        assert words == "n°\u00a02"
        assert message.endswith("no longer means the item that it meant.")

    def test_the_target_of_a_link(self) -> None:
        """A link is told once, by its number; one without a number by its words."""
        for words in ("l’article 2", "les règles du vote"):
            citing = _text(
                a3=f"# Article 3 — La loi\n\nVoir [{words}](article-2.md), qui vaut ici."
            )
            other = {path: text for path, text in BASE.items() if not path.endswith("-2.md")}
            found = _found(Change(BASE | citing), Change(other), other | citing)
            assert len(found["article-3.md"]) == 1

    def test_either_side_may_be_the_one_that_cites(self) -> None:
        """What was adopted meanwhile may cite what the amendment repeals."""
        repealing = {path: text for path, text in BASE.items() if not path.endswith("-2.md")}
        ground = BASE | self.CITING
        found = _found(Change(repealing), Change(ground), repealing | self.CITING)
        assert list(found) == ["article-3.md"]

    def test_nothing_where_it_leads_to_the_same_article_still(self) -> None:
        """Other words changed, and an article came at the end."""
        other = BASE | _text(a1="# Article 1 — Le peuple\n\nLe peuple décide.", a4="# Article 4")
        assert not _found(Change(BASE | self.CITING), Change(other), other | self.CITING)

    def test_nothing_of_what_one_side_turned_by_itself(self) -> None:
        """That was told when it was drafted: the reference stands in the base."""
        base = BASE | self.CITING
        other = {path: text for path, text in base.items() if not path.endswith("-2.md")}
        one = base | _text(a1="# Article 1 — Le peuple\n\nLe peuple décide.")
        result = {path: text for path, text in one.items() if not path.endswith("-2.md")}
        assert not _found(Change(one), Change(other), result)
