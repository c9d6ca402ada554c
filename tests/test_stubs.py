"""Stubs: what a repealed article leaves where its number stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.assembly.drafting import edit_article, new_amendment, repeal_article
from constitution.assembly.pending import snapshot_of
from constitution.cli.past import version_words
from constitution.errors import Refused
from constitution.history import article_history
from constitution.part import Article, number_span
from constitution.path import ArticlePath
from constitution.stub import STUBS, Stub, stub_of, stub_text
from constitution.text import byte_faults, format_text
from tests.committee import ARTICLES, Committee, path_of

if TYPE_CHECKING:
    from pathlib import Path


def article(text: str) -> Article:
    """An article somewhere."""
    return Article(ArticlePath("articles/article-1.md"), text)


FORMS = {
    "a German stub": "## Artikel 49\n\n[aufgehoben]\n",
    "an older German one": "# Artikel 49\n\n(weggefallen)\n",
    "a Spanish heading": "# Artículo 12. (Derogado)\n",
    "a Brazilian line": "# Art. 12\n\n(Revogado).\n",
    "a French line": "# Article 12\n\n(Abrogé)\n",
    "a heading that keeps its words": "# Article 31 — Property (Repealed)\n",
    "brackets in a heading": "# Article 31 [Omitted]\n",
}

STANDING = {
    "words that speak of a repeal": "# Article 12\n\nLa loi (abrogée) reste.\n",
    "an alinéa that was repealed": "# Artikel 96\n\n(1) Der Bund.\n\n(2) [aufgehoben]\n",
    "a heading that says so over words that stand": "# Article 31 (Repealed)\n\nStill here.\n",
    "a preamble": "# Preamble (Repealed)\n",
    "an article without words": "# Article 12 — Le référendum\n",
    "a heading in brackets": "# Article 12 (Le référendum)\n",
}


@pytest.mark.parametrize("case", FORMS)
def test_the_forms_of_real_texts_are_recognised(case: str) -> None:
    """In the place of the words, or in the heading over nothing."""
    assert article(FORMS[case]).is_repealed


@pytest.mark.parametrize("case", STANDING)
def test_what_only_looks_like_a_stub_stands(case: str) -> None:
    """An article is repealed where nothing of it is left but its number and its name."""
    assert not article(STANDING[case]).is_repealed


@given(
    st.sampled_from(sorted(STUBS)),
    st.sampled_from(["12", "1er", "12 bis", "72-4", "115a", "premier", "L111-1"]),
    st.sampled_from(["", " — Le référendum", ". Du peuple"]),
)
def test_a_stub_keeps_its_number(form: str, number: str, heading: str) -> None:
    """Every form, read back, is repealed and bears the number; it is in the normal form."""
    line = f"# Article {number}{heading}"
    span = number_span(line)
    assert span is not None
    text = stub_text(STUBS[form], line[: span[1]])
    assert article(text).is_repealed
    assert article(text).number == number
    assert byte_faults(text.encode()) == []
    assert format_text(text, "de" if "[" in text else "fr") == text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "[aufgehoben]"),
        ("de-AT", "[aufgehoben]"),
        ("es", "(Derogado)"),
        ("pt", "(Revogado)"),
        ("fr", "(Abrogé)"),
        ("en", "(Repealed)"),
        ("is", "(Repealed)"),
    ],
)
def test_the_form_is_that_of_the_language(language: str, words: str) -> None:
    """English where we know no form."""
    assert stub_of(language).words == words


class TestRepealing:
    """An amendment that repeals, with and without a stub."""

    @pytest.fixture
    def committee(self, tmp_path: Path) -> Committee:
        """A committee with an amendment open."""
        committee = Committee.sit(tmp_path / "projet")
        new_amendment(committee.desk, "fin", title="Fin")
        return committee

    def test_the_number_stays_with_the_stub(self, committee: Committee) -> None:
        """The words go, and the heading's with them; the path stays, and so do references to it."""
        one = repeal_article(committee.desk, "fin", "4", stub=STUBS["abroge"])
        assert snapshot_of(committee.desk, one).texts[path_of("4")] == "# Article 4\n\n(Abrogé)\n"
        assert one.amendment.moves == ()

    def test_without_a_stub_the_file_goes(self, committee: Committee) -> None:
        """The first of the five forms."""
        one = repeal_article(committee.desk, "fin", "4")
        assert path_of("4") not in snapshot_of(committee.desk, one).texts

    def test_what_was_repealed_is_not_repealed_again(self, committee: Committee) -> None:
        """But its stub may go."""
        repeal_article(committee.desk, "fin", "4", stub=STUBS["abroge"])
        with pytest.raises(Refused, match="is repealed already"):
            repeal_article(committee.desk, "fin", "4", stub=Stub("(weggefallen)"))
        one = repeal_article(committee.desk, "fin", "4")
        assert path_of("4") not in snapshot_of(committee.desk, one).texts

    def test_a_preamble_leaves_no_stub(self, committee: Committee) -> None:
        """It has no number that could stay."""
        with pytest.raises(Refused, match="bears no number"):
            repeal_article(committee.desk, "fin", "00-preambule", stub=STUBS["abroge"])

    def test_a_repealed_article_is_counted_no_more(self, committee: Committee) -> None:
        """It is in the contents, and is no article."""
        from constitution.outline import number_of_articles

        one = repeal_article(committee.desk, "fin", "4", stub=STUBS["abroge"])
        before = number_of_articles(committee.desk.main().texts)
        assert number_of_articles(snapshot_of(committee.desk, one).texts) == before - 1
        assert before == sum("/article-" in path for path in ARTICLES)

    def test_what_was_repealed_is_told_as_a_repeal(self, committee: Committee) -> None:
        """In the sealed motion, and in the history of the article; filled again, it is restored."""
        words = committee.text("4")
        repeal_article(committee.desk, "fin", "4", stub=STUBS["abroge"])
        number = committee.submit("fin")
        readme = committee.put(number).readme.decode()
        assert (
            "\nSupprimer cet article\u202f; son numéro demeure, et au-dessous la mention" in readme
        )
        assert "Abrogé, son numéro demeure\u00a0: [articles/" in readme
        assert "> L’Assemblée compte quatre cents députés." in readme
        assert "(Abrogé)**" not in readme
        committee.count(number, 40, 0)
        committee.declare(number)
        new_amendment(committee.desk, "retour", title="Retour")
        edit_article(committee.desk, "retour", path_of("4"), words)
        number = committee.submit("retour")
        readme = committee.put(number).readme.decode()
        assert "\nRétablir cet article dans la rédaction suivante\u00a0:\n" in readme
        assert "Rétabli\u00a0: [articles/" in readme
        committee.count(number, 40, 0)
        committee.declare(number)
        desk = committee.desk
        versions = article_history(desk.repository, desk.main().commit, path_of("4"))
        assert [version.stub for version in versions] == [None, "left", "filled"]
        assert [version_words(version) for version in versions] == [
            "founded",
            "repealed, its number stays",
            "restored",
        ]
