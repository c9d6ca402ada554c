"""What articles say of one another, and whether it holds."""

from __future__ import annotations

import time

import pytest

from constitution.coherence import check
from constitution.reference import references
from constitution.shifting import shifted


class TestReferences:
    """Cross-references, found in words and in links."""

    @pytest.mark.parametrize(
        ("text", "language", "kind", "targets"),
        [
            ("prévu à l’article 12 et", "fr", "article", ("12",)),
            ("prévu à l'article 1er", "fr", "article", ("1er",)),
            ("aux articles 3 et 4", "fr", "article", ("3", "4")),
            ("aux articles 20 à 24", "fr", "article", ("20", "24")),
            ("aux articles 11, 12 et 72-4.", "fr", "article", ("11", "12", "72-4")),
            ("l’article 12 bis, trois jours", "fr", "article", ("12 bis",)),
            ("l’article 12, 3 jours après", "fr", "article", ("12",)),
            ("articles 3 and 4", "en", "article", ("3", "4")),
            ("see article 5 to 7", "en", "article", ("5", "7")),
            ("nach Artikel 79", "de", "article", ("79",)),
            ("der Artikel 20 bis 24", "de", "article", ("20", "24")),
            ("l’alinéa précédent", "fr", "alinea-relative", ("-1",)),
            ("à l’alinéa suivant", "fr", "alinea-relative", ("+1",)),
            ("aux deux alinéas précédents", "fr", "alinea-relative", ("-2", "-1")),
            ("aux deux précédents alinéas", "fr", "alinea-relative", ("-2", "-1")),
            ("l’article précédent", "fr", "article-relative", ("-1",)),
            ("the preceding paragraph", "en", "alinea-relative", ("-1",)),
            ("the next article", "en", "article-relative", ("+1",)),
            ("im vorstehenden Absatz", "de", "alinea-relative", ("-1",)),
            ("au deuxième alinéa", "fr", "alinea-ordinal", ("2",)),
            ("Les premier et troisième alinéas", "fr", "alinea-ordinal", ("1", "3")),
            ("aux trois derniers alinéas", "fr", "alinea-ordinal", ("-3", "-2", "-1")),
            ("à l’avant-dernier alinéa", "fr", "alinea-ordinal", ("-2",)),
            ("l’alinéa 3", "fr", "alinea-ordinal", ("3",)),
            ("the second paragraph", "en", "alinea-ordinal", ("2",)),
            ("paragraphs 2 and 3", "en", "alinea-ordinal", ("2", "3")),
            ("nach Absatz 1a Satz 2", "de", "alinea-ordinal", ("1a",)),
            ("[article 12](../x/article-12.md)", "fr", "link", ("../x/article-12.md",)),
            ("[Artikel 79](#artikel-79)", "de", "link", ("#artikel-79",)),
        ],
    )
    def test_each_kind_is_found(
        self, text: str, language: str, kind: str, targets: tuple[str, ...]
    ) -> None:
        """Once, with what it refers to."""
        found = references(f"# Article 1\n\nMots : {text}\n", language)
        assert [(one.kind, one.targets) for one in found] == [(kind, targets)]
        assert found[0].line == 3
        assert not found[0].external

    @pytest.mark.parametrize(
        ("text", "language", "article"),
        [
            ("le deuxième alinéa de l’article 61", "fr", "61"),
            ("le deuxième alinéa de [l’article 61](a.md)", "fr", "61"),
            ("à l’article 61, deuxième alinéa", "fr", "61"),
            ("aux articles 8 (1er alinéa) et 11", "fr", "8"),
            ("En vertu de l’article 61, le deuxième alinéa", "fr", ""),
            ("Artikel 79 Abs. 3", "de", "79"),
            ("Artikels 12a Abs. 5 Satz 1 und Abs. 6", "de", "12a"),
            ("the second paragraph of article 61", "en", "61"),
            ("article 61, paragraph 2", "en", "61"),
        ],
    )
    def test_an_alinea_belongs_to_its_article(self, text: str, language: str, article: str) -> None:
        """Named after it or before it; the article itself where none is named."""
        found = [one for one in references(f"{text}\n", language) if one.kind == "alinea-ordinal"]
        assert {one.article for one in found} == {article}

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("l’article 99 de la loi organique du 19 mars", "fr"),
            ("les articles 188 et 189 de la loi organique", "fr"),
            ("l’article 5 du code électoral", "fr"),
            ("l’article 6 du traité", "fr"),
            ("le deuxième alinéa de l’article 5 de la Charte", "fr"),
            ("l’article 49-3 de la Constitution de 1958", "fr"),
            ("l’article 16 de la Constitution du 27 octobre 1946", "fr"),
            ("Artikel 41 des Einigungsvertrags", "de"),
            ("Artikel 3 dieses Vertrags", "de"),
            ("Artikel 136 der deutschen Verfassung", "de"),
            ("Artikel 104 des Vertrags zur Gründung", "de"),
            ("article 9 of the Treaty on European Union", "en"),
        ],
    )
    def test_another_text_s_articles_are_external(self, text: str, language: str) -> None:
        """A law, a treaty, a code: nothing here can be missing."""
        found = references(f"{text}.\n", language)
        assert found
        assert all(one.external for one in found)

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("l’article 89 de la Constitution", "fr"),
            ("l’article 6 ci-dessus", "fr"),
            ("l’article 12 dit la loi", "fr"),
            ("Artikel 79 des Grundgesetzes", "de"),
            ("article 9 of the Constitution", "en"),
        ],
    )
    def test_the_text_s_own_articles_are_not(self, text: str, language: str) -> None:
        """Though it calls itself by its name."""
        assert [one.external for one in references(f"{text}.\n", language)] == [False]

    def test_a_range_says_so(self) -> None:
        """Two ends, and what lies between them."""
        through, both = references("aux articles 20 à 24, aux articles 3 et 4\n", "fr")
        assert (through.through, both.through) == (True, False)

    def test_line_and_column_are_those_of_the_words(self) -> None:
        """Counted from 1, by characters."""
        (found,) = references("# Article 2\n\nMot.\n\nÀ l’article 12.\n", "fr")
        assert (found.line, found.column, found.words) == (5, 5, "article 12")

    @pytest.mark.parametrize(
        "piece", ["1", "1 ", "article 1, ", "alinéa 1 et ", "Abs. 1 ", "[", " "]
    )
    def test_no_text_takes_long(self, piece: str) -> None:
        """Texts come from strangers: no pattern may run away."""
        start = time.process_time()
        for language in ("fr", "de", "en"):
            references(f"article 1 {piece * 3000} de la\n", language)
        assert time.process_time() - start < 5


TEXTS = {
    "articles/01-a/README.md": "# Titre I\n",
    "articles/01-a/article-1.md": "# Article 1\n\nUn.\n\nDeux, selon l’alinéa précédent.\n",
    "articles/01-a/article-2.md": (
        "# Article 2\n\nVoir l’article 1 et [l’article 3](../02-b/article-3.md).\n\n"
        "Au deuxième alinéa de l’article 1.\n"
    ),
    "articles/02-b/README.md": "# Titre II\n",
    "articles/02-b/article-3.md": "# Article 3\n\nComme il est dit à l’article précédent.\n",
}


def codes(texts: dict[str, str], language: str = "fr") -> list[tuple[str, int, str]]:
    return [(path, fault.line, fault.code) for path, fault in check(texts, language)]


class TestCheck:
    """Whether a text holds together."""

    def test_a_sound_text_has_no_fault(self) -> None:
        """Form, paths, numbers, references."""
        assert check(TEXTS, "fr") == []

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("Voir l’article 99.", "unknown-article"),
            ("Voir les articles 1 et 99.", "unknown-article"),
            ("Voir [là](../02-b/article-9.md).", "unknown-link"),
            ("Voir [là](#article-9).", "unknown-link"),
            ("Voir le neuvième alinéa.", "unknown-alinea"),
            ("Voir le neuvième alinéa de l’article 1.", "unknown-alinea"),
            ("Voir l’alinéa précédent.", "unknown-alinea"),
            ("Voir l’article précédent.", "unknown-article"),
        ],
    )
    def test_a_reference_to_nothing_is_a_fault(self, words: str, code: str) -> None:
        """With the line it stands on."""
        path = "articles/01-a/article-1.md"
        assert codes({**TEXTS, path: f"# Article 1\n\n{words}\n\nDeux.\n"}) == [(path, 3, code)]

    @pytest.mark.parametrize(
        "words",
        [
            "Voir l’article 99 de la loi du 9 mars.",
            "Voir [là](#article-3).",
            "Voir [là](https://example.org/a.md).",
            "Voir [là](../02-b).",
            "Voir l’article suivant.",
        ],
    )
    def test_a_reference_that_leads_somewhere_is_none(self, words: str) -> None:
        """Elsewhere included."""
        path = "articles/01-a/article-1.md"
        assert codes({**TEXTS, path: f"# Article 1\n\n{words}\n\nDeux.\n"}) == []

    def test_numbered_paragraphs_are_counted_by_their_numbers(self) -> None:
        """`Absatz 2` is the one that says `(2)`, whatever lines stand between."""
        text = "# Artikel 1\n\n(1) Eins:\n\n1. a;\n2. b.\n\n(1a) Nach Absatz {number}.\n"
        path = "articles/001.md"
        assert codes({path: text.format(number="1a")}, "de") == []
        assert codes({path: text.format(number="3")}, "de") == [(path, 8, "unknown-alinea")]

    def test_one_number_twice_in_a_folder_is_a_fault(self) -> None:
        """In another folder it is a warning: annexes begin anew."""
        near = {**TEXTS, "articles/01-a/article-9.md": "# Article 2\n\nMot.\n"}
        assert codes(near)[-1] == ("articles/01-a/article-9.md", 1, "same-number")
        assert check(near, "fr")[-1][1].severity == "fault"
        far = {**TEXTS, "articles/02-b/article-9.md": "# Article 2\n\nMot.\n"}
        assert [fault.severity for _path, fault in check(far, "fr")] == ["warning"]

    def test_paths_headings_and_form_are_checked(self) -> None:
        """Each under its code."""
        texts = {
            "articles/a.md": "Mot.\n",
            "articles/A.md": "# Mot\n",
            "articles/é.md": "# Mot",
            "articles/01-x/a.md": "# L'eau\n",
        }
        assert {(path, code) for path, _line, code in codes(texts)} == {
            ("articles/a.md", "no-heading"),
            ("articles/a.md", "same-path"),
            ("articles/é.md", "path"),
            ("articles/é.md", "final-newline"),
            ("articles/01-x/a.md", "apostrophe"),
            ("articles/01-x/README.md", "unnamed-folder"),
        }


class TestShifted:
    """Relative references that an insertion or a deletion turns to something else."""

    PATH = "articles/article-1.md"

    def shift(self, before: str, after: str) -> list[tuple[int, str]]:
        """The lines and codes of what a change of one article shifts."""
        found = shifted(
            {self.PATH: f"# Article 1\n\n{before}"}, {self.PATH: f"# Article 1\n\n{after}"}, "fr"
        )
        assert {path for path, _fault in found} <= {self.PATH}
        assert {fault.severity for _path, fault in found} <= {"warning"}
        return [(fault.line, fault.code) for _path, fault in found]

    def test_an_alinea_inserted_before_turns_the_preceding_one(self) -> None:
        """The words are the same; what they mean is not."""
        before = "Un mot.\n\nSelon l’alinéa précédent.\n"
        after = "Un mot.\n\nUn autre alinéa, tout neuf.\n\nSelon l’alinéa précédent.\n"
        assert self.shift(before, after) == [(7, "shifted")]

    def test_an_alinea_inserted_above_turns_ordinals(self) -> None:
        """`deuxième alinéa` was the second one before."""
        before = "Un mot.\n\nDeux mots.\n\nSelon le deuxième alinéa.\n"
        after = "Tout neuf.\n\nUn mot.\n\nDeux mots.\n\nSelon le deuxième alinéa.\n"
        assert self.shift(before, after) == [(9, "shifted")]

    def test_a_deletion_turns_them_too(self) -> None:
        """Even where another alinéa now stands at that place."""
        before = "Un mot.\n\nDeux mots.\n\nTrois.\n\nSelon le deuxième alinéa.\n"
        after = "Un mot.\n\nTrois.\n\nSelon le deuxième alinéa.\n"
        assert self.shift(before, after) == [(7, "shifted")]

    def test_rewording_in_place_turns_nothing(self) -> None:
        """The alinéa is the same one, in other words."""
        before = "Un mot.\n\nDeux mots.\n\nSelon l’alinéa précédent et le premier alinéa.\n"
        after = "Un mot.\n\nDes mots nouveaux.\n\nSelon l’alinéa précédent et le premier alinéa.\n"
        assert self.shift(before, after) == []

    def test_an_insertion_below_turns_nothing(self) -> None:
        """Nor does a change of another article."""
        before = "Un mot.\n\nSelon l’alinéa précédent.\n"
        assert self.shift(before, f"{before}\nUn alinéa de plus.\n") == []

    def test_a_reference_that_was_mended_is_fine(self) -> None:
        """Whoever wrote it wrote it for the new text."""
        before = "Un mot.\n\nDeux mots.\n\nSelon le deuxième alinéa.\n"
        after = "Tout neuf.\n\nUn mot.\n\nDeux mots.\n\nSelon le troisième alinéa.\n"
        assert self.shift(before, after) == []

    def test_the_last_alinea_follows_the_end(self) -> None:
        """An alinéa added at the end turns `dernier alinéa`."""
        before = "Selon le dernier alinéa.\n\nUn mot.\n"
        assert self.shift(before, f"{before}\nUn alinéa de plus.\n") == [(3, "shifted")]

    @pytest.mark.parametrize(
        ("language", "before", "after"),
        [
            (
                "fr",
                "La loi fixe :\n\n1. les droits civiques ;\n2. la nationalité des personnes.\n\nLe n° 2 est d’ordre public.\n",
                "La loi fixe :\n\n1. les libertés publiques ;\n2. les droits civiques ;\n3. la nationalité des personnes.\n\nLe n° 2 est d’ordre public.\n",
            ),
            (
                "fr",
                "Sont exclus :\n\n1° les mineurs ;\n\n2° les étrangers.\n\nLe 2° ne vaut pas pour la commune.\n",
                "Sont exclus :\n\n1° les étrangers.\n\nLe 2° ne vaut pas pour la commune.\n",
            ),
            (
                "fr",
                "La loi est votée. Elle est promulguée.\n\nLa deuxième phrase du premier alinéa vaut ici.\n",
                "La loi est votée. Le Sénat y consent. Elle est promulguée.\n\nLa deuxième phrase du premier alinéa vaut ici.\n",
            ),
            (
                "de",
                "(1) Die Würde ist unantastbar. Sie zu achten ist Pflicht.\n\n(2) Absatz 1 Satz 2 bindet alle.\n",
                "(1) Die Würde ist unantastbar. Niemand darf sie nehmen. Sie zu achten ist Pflicht.\n\n(2) Absatz 1 Satz 2 bindet alle.\n",
            ),
            (
                "en",
                "The law fixes:\n\n1. the civic rights;\n2. the oath of members.\n\nItem 2 binds the Assembly.\n",
                "The law fixes:\n\n1. the seat;\n2. the civic rights;\n3. the oath of members.\n\nItem 2 binds the Assembly.\n",
            ),
            (
                "en",
                "A member votes. The vote is secret. The second sentence binds the chair.\n",
                "A member votes. No member is absent. The vote is secret. The second sentence binds the chair.\n",
            ),
        ],
    )
    def test_an_item_or_a_sentence_put_in_before_turns_the_next(
        self, language: str, before: str, after: str
    ) -> None:
        """`n° 2`, `Satz 2`, `the second sentence` now mean another one."""
        old, new = ({self.PATH: f"# Article 1\n\n{one}"} for one in (before, after))
        assert [fault.code for _path, fault in shifted(old, new, language)] == ["shifted"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                "La loi fixe :\n\n1. les droits ;\n2. la nationalité.\n\nLe n° 1 vaut ici.\n",
                "La loi fixe :\n\n1. les droits de tous ;\n2. la nationalité ;\n3. la paix.\n\nLe n° 1 vaut ici.\n",
            ),
            (
                "La loi est votée. Elle est publiée. La première phrase vaut ici.\n",
                "La loi est votée par tous. Elle est publiée. La première phrase vaut ici.\n",
            ),
            (
                "Selon la loi n° 2 du 3 mai, tout citoyen vote.\n",
                "Un mot.\n\nSelon la loi n° 2 du 3 mai, tout citoyen vote.\n",
            ),
        ],
    )
    def test_an_item_or_a_sentence_that_stayed_is_meant_still(
        self, before: str, after: str
    ) -> None:
        """Rewording it, or adding after it, turns nothing; a law’s number is no item."""
        assert self.shift(before, after) == []

    def test_other_articles_that_refer_here_are_told(self) -> None:
        """By the number of the article and of its alinéa."""
        other = {"articles/article-2.md": "# Article 2\n\nLe premier alinéa de l’article 1.\n"}
        before = {self.PATH: "# Article 1\n\nUn mot.\n", **other}
        after = {self.PATH: "# Article 1\n\nTout neuf.\n\nUn mot.\n", **other}
        assert [path for path, _fault in shifted(before, after, "fr")] == ["articles/article-2.md"]

    def test_an_article_inserted_turns_the_preceding_one(self) -> None:
        """`l’article précédent` meant its neighbour."""
        before = {
            "articles/article-1.md": "# Article 1\n\nUn.\n",
            "articles/article-2.md": "# Article 2\n\nSelon l’article précédent.\n",
        }
        after = {**before, "articles/article-1-1.md": "# Article 1-1\n\nNeuf.\n"}
        assert [(path, fault.line) for path, fault in shifted(before, after, "fr")] == [
            ("articles/article-2.md", 3)
        ]

    def test_nothing_changed_is_nothing_shifted(self) -> None:
        """Whatever the text refers to."""
        assert shifted(TEXTS, TEXTS, "fr") == []

    def test_a_number_that_another_article_took_is_told(self) -> None:
        """Articles 2 and 3 exchange their numbers, and article 1 goes on saying “article 2”."""
        before = {
            "articles/article-1.md": "# Article 1\n\nVoir l’article 2 et l’article 4.\n",
            "articles/article-2.md": "# Article 2\n\nDeux.\n",
            "articles/article-3.md": "# Article 3\n\nTrois.\n",
            "articles/article-4.md": "# Article 4\n\nQuatre.\n",
        }
        after = {
            **before,
            "articles/article-2.md": "# Article 3\n\nDeux.\n",
            "articles/article-3.md": "# Article 2\n\nTrois.\n",
        }
        found = shifted(before, after, "fr")
        assert [(path, fault.message) for path, fault in found] == [
            ("articles/article-1.md", "“article 2” now means another article than before.")
        ]

    def test_a_number_that_went_with_its_article_is_not(self) -> None:
        """Through a declared move the article is the same, and so is what refers to it."""
        before = {
            "articles/article-1.md": "# Article 1\n\nVoir l’article 2.\n",
            "articles/article-2.md": "# Article 2\n\nDeux.\n",
        }
        after = {
            "articles/article-1.md": before["articles/article-1.md"],
            "articles/z/article-2.md": before["articles/article-2.md"],
        }
        moves = {"articles/article-2.md": "articles/z/article-2.md"}
        assert shifted(before, after, "fr", moves) == []
        assert len(shifted(before, after, "fr")) == 1

    def test_a_link_by_anchor_that_another_article_took_is_told(self) -> None:
        """The link goes where the number went; in an enumeration, the number is told, once."""
        before = {
            "articles/001.md": (
                "## Artikel 1\n\nNach [Artikel 2 Abs. 1](#artikel-2).\n\n"
                "Nach den Artikeln [4](#artikel-4) und [3](#artikel-3).\n"
            ),
            "articles/002.md": "## Artikel 2\n\n(1) Zwei.\n",
            "articles/003.md": "## Artikel 3\n\n(1) Drei.\n",
            "articles/004.md": "## Artikel 4\n\n(1) Vier.\n",
        }
        after = {
            **before,
            "articles/002.md": "## Artikel 3\n\n(1) Zwei.\n",
            "articles/003.md": "## Artikel 2\n\n(1) Drei.\n",
        }
        assert [(fault.line, fault.message) for _path, fault in shifted(before, after, "de")] == [
            (3, "“Artikel 2 Abs. 1” now means another article than before."),
            (5, "“Artikeln 4 und 3” now means another article than before."),
        ]


def test_alineas_are_not_enumerated_across_links() -> None:
    """“[Artikel 20 Abs. 4], [33]”: 33 is an article; “[98 Abs. 3]”: the paragraph is one of 98."""
    line = "Nach [Artikel 20 Abs. 4](#artikel-20), [33](#artikel-33) und [98 Abs. 3](#artikel-98)."
    found = [one for one in references(line, "de") if one.kind == "alinea-ordinal"]
    assert [(one.article, one.targets) for one in found] == [("20", ("4",)), ("98", ("3",))]


def test_of_what_is_left_unread_only_what_concerns_others_is_told() -> None:
    """The form of a file is its own; where it leads, and the number it shares, are not."""
    texts = {
        "articles/article-1.md": "# Article 1\n\nAs article 9 says ,  twice.\n",
        "articles/article-2.md": "# Article 1\n\nWords  apart.\n",
    }
    every = {(path, fault.code) for path, fault in check(texts, "en")}
    others = {(path, fault.code) for path, fault in check(texts, "en", unread=texts)}
    assert others == {
        ("articles/article-1.md", "unknown-article"),
        ("articles/article-2.md", "same-number"),
    }
    assert others < every
