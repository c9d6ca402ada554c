"""Where a sentence of legal prose ends, in French, English and German."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.stops import find_sentences, stop_warnings
from tests.strategies_of_prose import texts_of_any_kind


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Le recours prévu à l’art. L. 12 du code est porté devant M. Dupont, cf. Cass. Ass. plén.",
        "Il est nommé sur proposition de MM. Durand et J.-P. Martin, p. 12.",
        "Voir l’art. 5, al. 2, n° 3 et cf. Constitution, t. II, éd. Dalloz.",
        "Sont visés les départements, communes, etc. Outre-mer compris.",
        "Das Gesetz vom 1. Januar 1871 in Verbindung mit Art. 5 Abs. 2 Nr. 3 GG.",
        "Der 19. Deutsche Bundestag beschließt i. V. m. Artikel 5, z. B. Steuern, d. h. Abgaben.",
        "Die Länder, vgl. BGBl. I S. 1478, Bd. III, bzw. Gemeinden.",
        "The U.S. Congress, in Smith v. Jones, No. 12, held by Mr. Justice J. A. Holmes.",
        "See art. IV, sec. 2, cf. Amendment XIV, e.g. Citizens; Messrs. Hamilton and Jay.",
        "Titre V. Des rapports entre le Parlement et le Gouvernement",
        "Il y a… des lois qui… demeurent.",
    ],
)
def test_an_abbreviation_closes_no_sentence(text: str) -> None:
    """Nor do an initial, an ordinal in digits, a law's letter."""
    assert _cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("La loi est votée.", "Elle est promulguée."),
        ("Il est saisi dans les formes de l’article 5.", "Le président statue."),
        ("Das Nähere regelt Artikel 79.", "Das Grundgesetz bleibt unberührt."),
        ("Es gilt Absatz 2.", "Die Länder stimmen zu."),
        ("This applies under section 4.", "Members vote in person."),
        ("La Constitution date de 1958.", "Elle a été révisée."),
        ("Il déclare : « Je le jure. »", "Le serment est public."),
        ("He said “I swear.”", "The oath is public."),
        ("La loi est votée.[^1]", "Elle est promulguée."),
        ("Nul n’en dispose de lui.", "« Les lois » demeurent."),
        ("Qui vote ?", "Le peuple."),
        ("A member may take part in it.", "The vote is secret."),
    ],
)
def test_a_stop_before_a_capital_closes_a_sentence(first: str, second: str) -> None:
    """With the marks that close it, the number of an article it ends in, its footnote."""
    assert _cut(f"{first} {second}") == [first, second]


def test_a_sentence_in_characters_needs_no_space() -> None:
    """Chinese and Japanese put none after the full stop."""
    assert _cut("国家は国民の信託による。主権は国民に存する。") == [
        "国家は国民の信託による。",
        "主権は国民に存する。",
    ]


@given(st.one_of(texts_of_any_kind, st.text(alphabet='aA1. »”")[^]。\n', max_size=30)))
def test_sentences_follow_each_other(text: str) -> None:
    """Nothing but white space stands between two sentences, and none overlap."""
    found = find_sentences(text)
    at = 0
    for start, end in found:
        assert at <= start <= end
        assert not text[at:start].strip()
        at = end
    assert at == len(text)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("La loi prend fin.Le Parlement vote.", 18),
        ("La loi prend fin.L’article 3 demeure.", 18),
        ("La loi prend fin.À compter de ce jour, elle cesse.", 18),
        ("Qui vote\u202f?Le peuple.", 11),
        ("So endet das Gesetz.Der Bund regelt es.", 21),
        ("This is the end.The law stands.", 17),
        ("See [article 2](article-2.md) to the end.The law stands.", 42),
    ],
)
def test_two_sentences_without_a_space_between_them_are_in_doubt(line: str, column: int) -> None:
    """In every language; the doubt stands where the space is missing."""
    (found,) = stop_warnings(f"# Article 1\n\n{line}\n")
    assert (found.line, found.column, found.severity) == (3, column, "warning")
    assert line[column - 2 : column] in found.message


@pytest.mark.parametrize(
    "line",
    [
        "La loi prend fin. Le Parlement vote.",
        "Voir art.Premier, Abs.Satz 2, Nr.Zwei, M.Dupont.",
        "Es gilt z.B.Artikel 5.Der Bund.",
        "Voir www.Example.org, https://Example.Org/La.Loi et jean.Dupont@example.org.",
        "The S.A.R.L and the U.S.Army; gov.UK; 3.5; 5.The.",
        "See [the seat](Le.Siege).",
        "国家は国民の信託による。主権は国民に存する。",
    ],
)
def test_abbreviations_numbers_and_addresses_are_in_no_doubt(line: str) -> None:
    """A doubt that is none teaches a committee to read over doubts."""
    assert not list(stop_warnings(line))
