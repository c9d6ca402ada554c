"""Renumbering: every number follows its article, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.canonical import digest
from constitution.coherence import check
from constitution.governance import RULES_FILE, SETTINGS_FILE, Settings, founding_rules
from constitution.motion import Question, changes_between
from constitution.number import number_key
from constitution.outline import articles
from constitution.path import path_key
from constitution.renumbering import Displaced, Renumbering, only_numbers_changed, plan
from constitution.scrutiny import govern
from constitution.text import format_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constitution.scrutiny import Governing


def planned(
    texts: Mapping[str, str],
    language: str = "fr",
    *,
    start: str | None = None,
    headings: bool = False,
) -> Renumbering:
    """The renumbering; the test fails where the places would be in another order."""
    made = plan(texts, language, start=start, headings=headings)
    assert isinstance(made, Renumbering)
    return made


def text_of(*numbered: tuple[str, str], language: str = "fr") -> dict[str, str]:
    """A text: the number and the words of each article, one folder."""
    word = {"fr": "Article", "en": "Article", "de": "Artikel"}[language]
    return {
        f"articles/article-{number.replace(' ', '-')}.md": format_text(
            f"# {word} {number}\n\n{words}", language
        )
        for number, words in numbered
    }


def body(texts: Mapping[str, str], number: str) -> str:
    """The words of an article below its heading."""
    for article in articles(texts):
        if article.number is not None and number_key(article.number) == number_key(number):
            return article.text.partition("\n")[2].strip()
    raise AssertionError(number)


def words_after(words: str, language: str = "fr") -> str:
    """What becomes of words that stand in article 1, where 2 bis, 3 and 4 become 3, 4 and 5."""
    texts = text_of(
        ("1", words), ("2", "Deux."), ("2 bis", "Deux."), ("3", "Trois."), ("4", "Quatre."),
        language=language,
    )  # fmt: skip
    return body(planned(texts, language).texts, "1")


REFERENCES = {
    "one article": ("fr", "Selon l’article 3, il décide.", "Selon l’article 4, il décide."),
    "two": ("fr", "Voir les articles 2 bis et 3.", "Voir les articles 3 et 4."),
    "a list": ("fr", "Aux articles 2, 3 et 4.", "Aux articles 2, 4 et 5."),
    "with an aside": (
        "fr",
        "Articles 3 (1er alinéa) et 4 du texte.",
        "Articles 4 (1er alinéa) et 5 du texte.",
    ),
    "an alinéa of another": (
        "fr",
        "Au deuxième alinéa de l’article 4.",
        "Au deuxième alinéa de l’article 5.",
    ),
    "a range": ("fr", "Les articles 3 à 4.", "Les articles 4 à 5."),
    "a range that grows in the middle": ("fr", "Les articles 2 à 4.", "Les articles 2 à 5."),
    "itself": ("fr", "Le présent article 1 prévaut.", "Le présent article 1 prévaut."),
    "German": ("de", "Nach Artikel 3 Abs. 2 und 3 gilt.", "Nach Artikel 4 Abs. 2 und 3 gilt."),
    "a German letter apart": ("de", "Nach Artikel 2 bis gilt.", "Nach Artikel 3 gilt."),
    "English": ("en", "Under Articles 3 and 4.", "Under Articles 4 and 5."),
    "a link to a file": (
        "fr",
        "Voir [l’article 3](article-3.md).",
        "Voir [l’article 4](article-4.md).",
    ),
    "a link to an anchor": (
        "fr",
        "Voir [l’article 3](#article-3) et [4](#article-4).",
        "Voir [l’article 4](#article-4) et [5](#article-5).",
    ),
    "a link whose words are others": (
        "fr",
        "Voir [les 3 règles](article-3.md).",
        "Voir [les 3 règles](article-4.md).",
    ),
}

PROSE = {
    "a duration": ("fr", "Pendant 3 ans, ou 4 jours."),
    "a law": ("fr", "Selon l’article 3 de la loi du 9 décembre 1905."),
    "a treaty": ("de", "Artikel 3 des Einigungsvertrags gilt."),
    "an item of an article": ("fr", "Selon l’article 2, 3°."),
    "a link out of the text": ("fr", "Voir [l’article 3](https://example.org/3)."),
    "an alinéa": ("fr", "Au 3e alinéa, puis à l’alinéa 4."),
    "a year": ("en", "In 3 years, as in Act 4."),
}


class TestReferences:
    """What refers to an article follows it; what looks alike does not move."""

    @pytest.mark.parametrize("case", REFERENCES)
    def test_a_reference_follows_its_article(self, case: str) -> None:
        """By number, in lists and ranges, and by link."""
        language, before, after = REFERENCES[case]
        assert words_after(before, language) == after

    @pytest.mark.parametrize("case", PROSE)
    def test_a_number_that_is_no_reference_stays(self, case: str) -> None:
        """A duration, an alinéa, a part of another text."""
        language, words = PROSE[case]
        assert words_after(words, language) == words

    def test_a_range_that_would_hold_others_is_left_to_a_person(self) -> None:
        """Two to 4 of a text where 4 stands last would come to mean others."""
        texts = {
            "articles/a.md": "# Article 2\n\nDeux.\n",
            "articles/b.md": "# Article 5\n\nCinq.\n",
            "articles/c.md": "# Article 4\n\nQuatre.\n",
            "articles/d.md": "# Article 9\n\nVoir les articles 2 à 4.\n",
        }
        made = planned(texts)
        assert made.texts["articles/d.md"] == "# Article 4\n\nVoir les articles 2 à 4.\n"
        assert [(doubt.path, doubt.line, doubt.words) for doubt in made.doubts] == [
            ("articles/d.md", 3, "2 à 4")
        ]

    def test_a_number_that_several_bear_is_left_to_a_person(self) -> None:
        """Annexes begin anew at 1: nobody but a person knows which is meant."""
        texts = {
            "articles/1-text/article-1.md": "# Article 1\n\nUn.\n",
            "articles/1-text/article-2.md": "# Article 2\n\nVoir l’article 1.\n",
            "articles/2-annex/article-1.md": "# Article 1\n\nUn.\n",
        }
        made = planned(texts)
        assert "l’article 1." in made.texts["articles/1-text/article-2.md"]
        assert [doubt.words for doubt in made.doubts] == ["1"]

    def test_a_number_that_nobody_bore_is_left_to_a_person(self) -> None:
        """It led nowhere, and would lead somewhere by accident."""
        texts = text_of(("1", "Voir l’article 2."), ("1 bis", "Deux."))
        made = planned(texts)
        assert body(made.texts, "1") == "Voir l’article 2."
        assert len(made.doubts) == 1

    @pytest.mark.parametrize(
        ("language", "words", "stray"),
        [
            ("fr", "Voir l’article cinq.", "article cinq"),
            ("fr", "Voir les articles vingt-deux et suivants.", "articles vingt-deux"),
            ("fr", "Voir le cinquième article.", "cinquième article"),
            ("fr", "Voir l’article 99.", "99"),
            ("fr", "Voir l’article 3-1 bis.", "3-1 bis"),
            ("fr", "Voir l’article 3 bis.", "3 bis"),
            ("fr", "Voir l’article L. 3.", "L. 3"),
            ("en", "See article five.", "article five"),
            ("en", "See the twenty-first article.", "twenty-first article"),
            ("en", "See article 99.", "99"),
            ("de", "Siehe Artikel fünf.", "Artikel fünf"),
        ],
    )
    def test_a_number_that_no_article_bears_stays_and_is_named(
        self, language: str, words: str, stray: str
    ) -> None:
        """Spelled out, or borne by nobody: left to the letter, shown, and no doubt of the change."""
        texts = text_of(("1", "Un."), ("3", words), language=language)
        made = planned(texts, language)
        assert words in body(made.texts, "2")
        assert [(doubt.path, doubt.line, doubt.words) for doubt in made.doubts] == [
            ("articles/article-3.md", 3, stray)
        ]
        assert not only_numbers_changed(texts, made.texts, made.moves, language)

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("fr", "Voir l’article cinq de la loi du 9 décembre 1905."),
            ("fr", "Voir l’article L. 3 du code électoral."),
            ("fr", "Les deux articles ont un seul objet, et l’article unique le dit."),
            ("en", "See article five of the Treaty of Rome."),
            ("en", "Five articles follow."),
        ],
    )
    def test_what_names_another_text_or_none_needs_nobody(self, language: str, words: str) -> None:
        """An article of a law is no article of this text, however its number is written."""
        made = planned(text_of(("1", "Un."), ("3", words), language=language), language)
        assert made.doubts == ()

    def test_words_and_link_that_part_ways_are_named(self) -> None:
        """Each follows its own article, and a person decides which was meant."""
        texts = text_of(
            ("1", "Voir [l’article 3](article-2-bis.md)."), ("2 bis", "A."), ("3", "B.")
        )
        made = planned(texts)
        assert body(made.texts, "1") == "Voir [l’article 3](article-2.md)."
        assert [doubt.words for doubt in made.doubts] == ["l’article 3"]

    def test_words_of_another_text_under_a_link_stay(self) -> None:
        """Articles of an old constitution, linked by mistake to our own."""
        texts = text_of(
            ("1", "Gemäß [Artikel 3](#artikel-3) und [4](#artikel-4) der alten Verfassung."),
            ("3", "Drei."),
            ("4", "Vier."),
            language="de",
        )
        made = planned(texts, "de")
        assert body(made.texts, "1").startswith("Gemäß [Artikel 3](#artikel-2) und [4](#artikel-3)")
        assert len(made.doubts) == 2


class TestPlaces:
    """Paths follow numbers where the names bear them."""

    def test_padding_is_kept(self) -> None:
        """A folder that writes 012a.md goes on in three digits."""
        texts = {
            f"articles/{name}.md": f"# Artikel {number}\n\nText.\n"
            for name, number in (("009", "9"), ("012", "12"), ("012a", "12a"), ("013", "13"))
        }
        made = planned(texts, "de")
        assert list(made.texts) == [f"articles/{name}.md" for name in ("001", "002", "003", "004")]

    def test_a_name_without_the_number_stays(self) -> None:
        """Only the first line changes."""
        made = planned({"articles/droits.md": "# Article 7\n\nSept.\n"})
        assert made.texts == {"articles/droits.md": "# Article 1er\n\nSept.\n"}
        assert made.moves == {}

    def test_words_after_the_number_are_kept(self) -> None:
        """The name of a file may say more, and so may the heading."""
        made = planned({"articles/02-art-7-droits.md": "# Article 7 — Les 7 droits\n\nSept.\n"})
        assert made.texts == {
            "articles/02-art-1-droits.md": "# Article 1er — Les 7 droits\n\nSept.\n"
        }

    def test_names_that_would_be_read_in_another_order_are_told(self) -> None:
        """A file without a number, between two that have one."""
        texts = {
            "articles/article-2.md": "# Article 2\n\nA.\n",
            "articles/article-5.md": "# Article 7\n\nB.\n",
            "articles/article-8.md": "# Article 8\n\nC.\n",
        }
        made = plan(texts, "fr")
        assert isinstance(made, Displaced)
        assert (made.first, made.second) == ("articles/article-5.md", "articles/article-3.md")

    def test_what_stands_before_the_start_keeps_its_number(self) -> None:
        """From article 3 on, and the next number is that after the last whole one."""
        texts = text_of(("1", "A."), ("2-1", "Voir l’article 7."), ("3", "B."), ("7", "C."))
        made = planned(texts, start="articles/article-3.md")
        assert [row.new for row in made.concordance] == ["1", "2-1", "3", "4"]
        assert body(made.texts, "2-1") == "Voir l’article 4."

    def test_a_preamble_has_no_number(self) -> None:
        """It stays as it is, and counts for nothing."""
        texts = {"articles/00-preamble.md": "# Preamble\n\nWe.\n", **text_of(("2", "A."))}
        assert [row.new for row in planned(texts, "en").concordance] == ["1"]


TITLES = {
    "articles/01-a/README.md": "# Titre Ier — Du peuple\n",
    "articles/01-a/article-1.md": "# Article 1er\n\nVoir le titre IV et les chapitres I et III.\n",
    "articles/02-b/README.md": "# Titre III — Des pouvoirs\n",
    "articles/02-b/01-c/README.md": "# Chapitre I\n",
    "articles/02-b/02-d/README.md": "# Chapitre III\n",
    "articles/03-e/README.md": "# Titre IV — Des juges\n",
    "articles/03-e/article-2.md": "# Article 2\n\nLe titre III de la loi, et le titre III.\n",
}


class TestTitles:
    """The numerals of titles are left alone, unless they are asked for."""

    def test_titles_stay_unless_asked_for(self) -> None:
        """By default, articles alone."""
        assert planned(TITLES).texts == TITLES

    def test_titles_are_made_continuous_with_what_refers_to_them(self) -> None:
        """Each kind in its folder; roman stays roman, and another law's titles stay."""
        made = planned(TITLES, headings=True)
        assert made.texts["articles/02-b/README.md"] == "# Titre II — Des pouvoirs\n"
        assert made.texts["articles/02-b/02-d/README.md"] == "# Chapitre II\n"
        assert body(made.texts, "1") == "Voir le titre III et les chapitres I et II."
        assert body(made.texts, "2") == "Le titre III de la loi, et le titre II."
        assert only_numbers_changed(TITLES, made.texts, made.moves, "fr") == ()


# --- laws


NUMBERS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.sampled_from(["", "", "", "-1", "-2", " bis", " ter", "a", "b"]),
    ),
    min_size=1,
    max_size=9,
    unique=True,
).map(lambda made: sorted((f"{whole}{rest}" for whole, rest in made), key=number_key))


@st.composite
def templates(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """The numbers of some articles, and their words with a field for each number of another."""
    numbers = draw(NUMBERS.filter(lambda made: len({number_key(one) for one in made}) == len(made)))
    at = st.integers(0, len(numbers) - 1)
    bodies = []
    for _number in numbers:
        phrases = draw(
            st.lists(
                st.one_of(
                    at.map(lambda one: f"Selon l’article {{n[{one}]}}, il décide."),
                    st.tuples(at, at).map(
                        lambda two: f"Voir les articles {{n[{two[0]}]}} et {{n[{two[1]}]}} aussi."
                    ),
                    st.tuples(at, at).map(
                        lambda two: f"Les articles {{n[{min(two)}]}} à {{n[{max(two)}]}}."
                    ),
                    at.map(lambda one: f"Voir [l’article {{n[{one}]}}](article-{{f[{one}]}}.md)."),
                    at.map(lambda one: f"Au premier alinéa de l’article {{n[{one}]}}."),
                    st.integers(1, 40).map(lambda many: f"Pendant {many} ans."),
                    st.integers(1, 40).map(lambda many: f"L’article {many} de la loi du 9 mai."),
                ),
                min_size=1,
                max_size=4,
            )
        )
        bodies.append(" ".join(phrases))
    return numbers, bodies


def rendered(numbers: list[str], bodies: list[str]) -> dict[str, str]:
    """The text that the templates make with these numbers."""
    files = ["1" if one == "1er" else one.replace(" ", "-") for one in numbers]
    return {
        f"articles/article-{file}.md": f"# Article {number}\n\n{words.format(n=numbers, f=files)}\n"
        for file, number, words in zip(files, numbers, bodies, strict=True)
    }


class TestLaws:
    """What holds for every text."""

    @given(templates())
    def test_every_reference_means_the_same_article(
        self, made: tuple[list[str], list[str]]
    ) -> None:
        """The new text is the old one written with the new numbers, and nothing else."""
        numbers, bodies = made
        texts = rendered(numbers, bodies)
        new = ["1er", *map(str, range(2, len(numbers) + 1))]
        if number_key(numbers[0]) == number_key("1"):
            new[0] = numbers[0]
        renumbering = planned(texts)
        assert renumbering.texts == rendered(new, bodies)
        assert renumbering.doubts == ()

    @given(templates())
    def test_twice_is_once(self, made: tuple[list[str], list[str]]) -> None:
        """What is numbered from 1 to n has no other numbers to be given."""
        once = planned(rendered(*made))
        twice = planned(once.texts)
        assert twice.texts == once.texts
        assert (twice.moves, twice.references) == ({}, 0)

    @given(templates())
    def test_only_numbers_change(self, made: tuple[list[str], list[str]]) -> None:
        """The check that guards eternal articles agrees, and finds nothing to say."""
        texts = rendered(*made)
        new = planned(texts)
        assert only_numbers_changed(texts, new.texts, new.moves, "fr") == ()

    @given(templates())
    def test_the_concordance_is_one_to_one(self, made: tuple[list[str], list[str]]) -> None:
        """Each number and path before has one after, and no two the same; the order is kept."""
        rows = planned(rendered(*made)).concordance
        assert (
            len({row.new_path for row in rows}) == len({row.old_path for row in rows}) == len(rows)
        )
        assert [number_key(row.new) for row in rows] == [
            ((0, n + 1, ""),) for n in range(len(rows))
        ]
        assert sorted((row.new_path for row in rows), key=path_key) == [
            row.new_path for row in rows
        ]

    @given(templates(), st.data())
    def test_any_other_change_is_found(
        self, made: tuple[list[str], list[str]], data: st.DataObject
    ) -> None:
        """One character more, one fewer or another, anywhere below the headings."""
        texts = rendered(*made)
        new = planned(texts)
        path = data.draw(st.sampled_from(sorted(new.texts)))
        text = new.texts[path]
        begin = text.index("\n") + 2
        at = data.draw(st.integers(begin, len(text) - 2))
        put = data.draw(st.sampled_from(["", "1", "7", "x", " 3"]))
        other = text[:at] + put + text[at + 1 :]
        if other != text:
            changed = {**new.texts, path: other}
            faults = only_numbers_changed(texts, changed, new.moves, "fr")
            assert [fault.path for fault in faults if fault.code in {"words", "stale"}] == [path]


class TestCheck:
    """What is more than a change of numbers, in the words of the check."""

    TEXTS = text_of(("1", "Voir les articles 3 et 4."), ("3", "Trois."), ("4", "Quatre."))

    def codes(
        self, changed: Mapping[str, str | None], moves: Mapping[str, str] | None = None
    ) -> list[tuple[str, str]]:
        """The faults of a change, each with its path."""
        new = {**self.TEXTS, **changed}
        kept = {path: text for path, text in new.items() if text is not None}
        found = only_numbers_changed(self.TEXTS, kept, moves or {}, "fr")
        return [(fault.code, fault.path) for fault in found]

    def test_nothing_is_a_renumbering_of_nothing(self) -> None:
        """A text is itself numbered anew."""
        assert self.codes({}) == []

    def test_a_reference_that_was_left_behind_is_stale(self) -> None:
        """Article 4 becomes 5, and article 1 still says 4."""
        path = "articles/article-4.md"
        assert self.codes({path: "# Article 5\n\nQuatre.\n"}) == [
            ("stale", "articles/article-1.md")
        ]

    def test_an_article_that_comes_or_goes_is_no_renumbering(self) -> None:
        """Nor is one moved away without a word of it."""
        assert self.codes({"articles/article-5.md": "# Article 5\n\nCinq.\n"}) == [
            ("added", "articles/article-5.md")
        ]
        assert self.codes({"articles/article-4.md": None}) == [("removed", "articles/article-4.md")]
        assert self.codes({}, {"articles/article-3.md": "articles/article-4.md"})[0][0] == "moves"

    def test_a_swap_of_words_under_the_numbers_is_found(self) -> None:
        """Articles 3 and 4 exchange their words, and article 1 pretends to follow."""
        found = self.codes(
            {
                "articles/article-1.md": "# Article 1\n\nVoir les articles 4 et 3.\n",
                "articles/article-3.md": "# Article 4\n\nQuatre.\n",
                "articles/article-4.md": "# Article 3\n\nTrois.\n",
            }
        )
        assert found == [("words", "articles/article-3.md"), ("words", "articles/article-4.md")]


def test_the_real_french_constitution_is_numbered_anew(shared_data: Path, tmp_path: Path) -> None:
    """108 articles, from 1 to 108, with 46 references that follow and none left dangling."""
    texts = real_text(shared_data / "fr-constitution-1958", tmp_path, "articles", "fr")
    made = planned(texts)
    assert [row.new for row in made.concordance] == [str(one) for one in range(1, 109)]
    assert made.doubts == ()
    assert only_numbers_changed(texts, made.texts, made.moves, "fr") == ()
    assert "prévues aux articles 53 et 54." in made.texts["articles/article-20.md"]
    assert dangling(made.texts, "fr") == dangling(texts, "fr") == 0


def test_the_real_grundgesetz_is_numbered_anew(shared_data: Path, tmp_path: Path) -> None:
    """12a becomes 13; what the source links wrongly is named, and nothing is left dangling."""
    texts = real_text(shared_data / "de-grundgesetz", tmp_path, "artikel", "de")
    made = planned(texts, "de")
    assert [row.new for row in made.concordance] == [
        str(one) for one in range(1, len(made.concordance) + 1)
    ]
    assert made.moves["articles/012a.md"] == "articles/013.md"
    assert "[1](#artikel-1) und [23](#artikel-23)" in made.texts["articles/091.md"]
    assert {doubt.path for doubt in made.doubts} == {
        f"articles/{name}.md" for name in ("009", "012a", "093", "140")
    }
    faults = only_numbers_changed(texts, made.texts, made.moves, "de")
    assert {fault.code for fault in faults} == {"doubt"}
    assert dangling(made.texts, "de") == dangling(texts, "de")


def real_text(source: Path, folder: Path, under: str, language: str) -> dict[str, str]:
    """The last version of a real text, in the normal form."""
    from tests.sources import git

    git(folder, "clone", "-q", str(source / "history.bundle"), "text")
    return {
        f"articles/{file.name}": format_text(file.read_text(), language)
        for file in (folder / "text" / under).glob("*.md")
    }


def dangling(texts: Mapping[str, str], language: str) -> int:
    """How many references lead nowhere."""
    return sum(fault.code.startswith("unknown") for _path, fault in check(texts, language))


# --- what never lets pass


ETERNAL = "articles/article-9.md"
STANDING = {
    "articles/article-3.md": "# Article 3\n\nThe state is a republic.\n",
    "articles/article-3-1.md": "# Article 3-1\n\nIts seat is in the capital.\n",
    "articles/article-4.md": "# Article 4\n\nParliament passes laws.\n",
    "articles/article-5.md": "# Article 5\n\nJudges are independent.\n",
    ETERNAL: "# Article 9\n\nArticles 3 and 4 stand for 4 years, and [article 5](article-5.md).\n",
}
RENUMBERED = planned(STANDING, "en")
PLACE = RENUMBERED.moves[ETERNAL]


def passes(
    changed: Mapping[str, str | None],
    moves: Mapping[str, str] = RENUMBERED.moves,
    *,
    standing: Mapping[str, str] = STANDING,
) -> bool:
    """Whether `never` over the eternal article lets a text pass; None is what goes."""
    kept = {path: text for path, text in changed.items() if text is not None}
    over = governed(kept, moves, standing)
    assert "eternity" in {rule.name for rule in over.rules}
    return over.blocking is None


def governed(
    after: Mapping[str, str],
    moves: Mapping[str, str],
    standing: Mapping[str, str],
    *,
    hidden: str = "",
) -> Governing:
    """What governs a question that takes the path in the eternity rule along."""
    rules = founding_rules(eternal=(ETERNAL,))
    following = founding_rules(eternal=(moves.get(ETERNAL, ETERNAL),))
    before = {path: text.encode() for path, text in standing.items()}
    before[RULES_FILE] = rules.to_bytes()
    put = {path: text.encode() for path, text in after.items()}
    put[RULES_FILE] = following.to_bytes()
    changes = changes_between(
        {path: digest(data) for path, data in before.items()},
        {path: digest(data) for path, data in put.items()},
        moves,
    )
    before[SETTINGS_FILE] = Settings("The assembly", "The constitution", "en").to_bytes()
    return govern(
        Question("All of it", changes),
        rules,
        old=before.get,
        new=lambda change: None if change.path == hidden else put.get(change.path),
        standing=lambda: standing,
    )


class TestNever:
    """A renumbering passes `never`; nothing that looks like one does."""

    def test_a_renumbering_passes_with_the_references_of_the_eternal_article(self) -> None:
        """Its own number, two references and a link follow; four years stay four."""
        assert RENUMBERED.texts[PLACE] == (
            "# Article 5\n\nArticles 1 and 3 stand for 4 years, and [article 4](article-4.md).\n"
        )
        assert passes(RENUMBERED.texts)

    @pytest.mark.parametrize(
        "words",
        [
            "Articles 3 and 1 stand for 4 years, and [article 4](article-4.md).",
            "Articles 1 and 2 stand for 4 years, and [article 4](article-4.md).",
            "Articles 3 and 4 stand for 4 years, and [article 4](article-4.md).",
            "Articles 1 and 3 stand for 3 years, and [article 4](article-4.md).",
            "Articles 1 and 3 stand for 4 years, and [article 4](article-3.md).",
            "Articles 1 and 3 stand for 4 years, and [article 3](article-4.md).",
            "Articles 1 and 3 fall after 4 years, and [article 4](article-4.md).",
            "Articles 1 to 3 stand for 4 years, and [article 4](article-4.md).",
        ],
        ids=[
            "swapped",
            "another article",
            "left behind",
            "a number that is no reference",
            "a link to another file",
            "a link in other words",
            "a word",
            "a range for a pair",
        ],
    )
    def test_a_renumbering_with_anything_else_does_not(self, words: str) -> None:
        """A reference goes from N to M only where the article that bore N bears M."""
        assert not passes({**RENUMBERED.texts, PLACE: f"# Article 5\n\n{words}\n"})

    def test_a_reference_that_follows_no_move_does_not(self) -> None:
        """Article 3 becomes 4 in the eternal words alone."""
        words = STANDING[ETERNAL].replace("Articles 3 and 4", "Articles 4 and 3")
        assert not passes({**STANDING, ETERNAL: words}, {})

    def test_a_number_that_goes_to_other_words_does_not(self) -> None:
        """Parliament is put under the number of the republic: what was article 4 says another thing."""
        texts = {**RENUMBERED.texts}
        one, three = "articles/article-1.md", "articles/article-3.md"
        texts[one] = texts[one].replace("The state is a republic", "Parliament passes laws")
        texts[three] = texts[three].replace("Parliament passes laws", "The state is a republic")
        assert not passes(texts)

    def test_one_word_of_any_article_makes_it_no_renumbering(self) -> None:
        """A renumbering is a motion of its own kind."""
        path = "articles/article-4.md"
        assert not passes({**RENUMBERED.texts, path: "# Article 4\n\nJudges are elected.\n"})

    def test_an_article_that_comes_or_goes_makes_it_no_renumbering(self) -> None:
        """Else what goes could free a number for what comes."""
        assert not passes({**RENUMBERED.texts, "articles/article-8.md": "# Article 8\n\nNew.\n"})
        texts = {path: text for path, text in RENUMBERED.texts.items() if "article-2" not in path}
        assert not passes(texts, {o: n for o, n in RENUMBERED.moves.items() if "3-1" not in o})

    def test_a_move_that_is_not_declared_does_not(self) -> None:
        """Without it the article that bore the number is gone, and another has come."""
        moves = {old: new for old, new in RENUMBERED.moves.items() if "article-4" not in old}
        assert not passes(RENUMBERED.texts, moves)

    def test_moves_that_are_declared_the_wrong_way_round_do_not(self) -> None:
        """Two moves are swapped, so that each article is said to have become the other."""
        moves = dict(RENUMBERED.moves)
        three, four = "articles/article-3.md", "articles/article-4.md"
        moves[three], moves[four] = moves[four], moves[three]
        assert not passes(RENUMBERED.texts, moves)

    def test_a_twin_of_the_number_does_not(self) -> None:
        """An annex begins anew at 3: to follow it would be to leave the article that was meant."""
        annex = "articles/z-annex/article-3.md"
        standing = {**STANDING, annex: "# Article 3\n\nAn annex.\n"}
        texts = {
            **standing,
            annex: "# Article 7\n\nAn annex.\n",
            ETERNAL: STANDING[ETERNAL].replace("Articles 3", "Articles 7"),
        }
        assert not passes(texts, {}, standing=standing)

    def test_a_text_out_of_sight_is_not_judged(self) -> None:
        """Where one of the articles is missing, a rule may be: nobody says yes."""
        over = governed(
            RENUMBERED.texts, RENUMBERED.moves, STANDING, hidden="articles/article-1.md"
        )
        assert over.unseen
        assert over.blocking is not None

    @given(st.data())
    def test_no_other_eternal_words_pass(self, data: st.DataObject) -> None:
        """Any one character of the eternal article, changed beside a true renumbering."""
        text = RENUMBERED.texts[PLACE]
        at = data.draw(st.integers(text.index("\n") + 2, len(text) - 2))
        put = data.draw(st.sampled_from(["", "1", "2", "3", "4", "5", "9", "x", " 3"]))
        other = text[:at] + put + text[at + 1 :]
        if other != text:
            assert not passes({**RENUMBERED.texts, PLACE: other})
