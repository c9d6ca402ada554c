"""The amendment in words: formal sentences that, read back, give the same text to the byte."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from itertools import pairwise, permutations
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from constitution.diff import diff_texts
from constitution.errors import Malformed
from constitution.path import path_key
from constitution.renumbering import Displaced, plan
from constitution.sentences import Style, read, write
from constitution.sentences.acts import InsertWords, ReplaceWords, WordAct
from constitution.sentences.alike import likeness
from constitution.sentences.fields import lexicons
from constitution.sentences.phrases import TABLES
from constitution.sentences.pieces import Place as Piece
from constitution.sentences.pieces import read_pieces
from constitution.sentences.reading import read_acts
from constitution.sentences.spans import find_spans, named_span
from constitution.text import format_text
from tests.cases_in_markdown import Case, each_case
from tests.committee import Committee
from tests.strategies_of_prose import articles, edited, texts_of_any_kind
from tests.test_cli_refusals import place as place  # noqa: PLC0414 - a fixture, used by name
from tests.test_real_texts import versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.sentences.fields import Lexicon
    from tests.test_cli_refusals import Place

_styles = st.sampled_from(get_args(Style))
_languages = st.sampled_from(["fr", "en", "de"])
_ONLY = "articles/article-1.md"


def _said(
    old: Mapping[str, str],
    new: Mapping[str, str],
    language: str,
    style: Style,
    moves: Mapping[str, str] | None = None,
) -> str:
    """The sentences, known to come back."""
    said = write(diff_texts(old, new, moves or {}), old, language=language, style=style)
    assert read(said, old) == new
    _leave_each_other_alone(said, old)
    return said


def _leave_each_other_alone(said: str, old: Mapping[str, str]) -> None:
    """No sentence names words that another replaces or deletes, nor replaces words by the same."""
    by_piece: defaultdict[tuple[str, Piece], list[tuple[WordAct, str]]] = defaultdict(list)
    for sentence in read_acts(said, old):
        act = sentence.act
        if isinstance(act, ReplaceWords):
            assert likeness(act.old, act.new) is None
        if isinstance(act, get_args(WordAct)):
            word_act = cast("WordAct", act)
            pieces = {piece.place: piece for piece in reversed(read_pieces(old[word_act.article]))}
            body = pieces[word_act.place].text
            by_piece[word_act.article, word_act.place].append((word_act, body))
    for acts in by_piece.values():
        for (one, body), (two, _body) in permutations(acts, 2):
            for start, end, _text in find_spans(one, body):
                named = named_span(one, body)[0] if isinstance(one, InsertWords) else start
                for span in find_spans(two, body):
                    assert end <= span.start or span.end <= named


# -- what a lawyer reads ---------------------------------------------------------------------------

_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)


def _texts(fence: str) -> dict[str, str]:
    """The files of a fence: one article, or several below their paths."""
    first, *rest = _FILE.split(fence)
    if not rest:
        number = re.match(r"# Arti\w+ (\w+)", first)
        assert number is not None
        return {f"articles/article-{number[1]}.md": first}
    return dict(zip(rest[::2], rest[1::2], strict=True))


@each_case("words")
def test_a_named_case_reads_as_written(case: Case) -> None:
    """The sentences of both styles are what a lawyer expects, and they give the new text."""
    old, new = _texts(case.texts["old"]), _texts(case.texts["new"])
    moves = dict(line.split(" → ") for line in case.texts.get("moves", "").splitlines())
    language = "fr" if "loi" in case.texts else "en"
    sitting, law = ("amendement", "loi") if language == "fr" else ("amendment", "law")
    assert _said(old, new, language, "amendment", moves) == case.texts[sitting]
    assert _said(old, new, language, "law", moves) == case.texts[law]


def test_a_repeal_that_names_another_heading_is_refused() -> None:
    """The heading that is said to go is the one that goes."""
    old = {_ONLY: "# Chapter II\n\n# Article 1\n\nThe law.\n"}
    said = _said(old, {}, "en", "law")
    with pytest.raises(Malformed, match="not there"):
        read(said.replace("Chapter II", "Chapter III"), old)


def test_what_changes_nothing_is_said_in_no_words() -> None:
    """No difference, no sentence; and no sentence changes nothing."""
    texts = {_ONLY: "# Article 1\n\nLa loi.\n"}
    assert _said(texts, texts, "fr", "law") == ""


# -- properties ------------------------------------------------------------------------------------


@settings(deadline=None)  # the first sentence that is read compiles every form
@given(st.data(), articles(), _languages, _styles)
def test_the_sentences_of_an_edit_give_the_new_text(
    data: st.DataObject, old: str, language: str, style: Style
) -> None:
    """Whatever was edited, the sentences applied to the old text give the new one to the byte."""
    new = data.draw(edited(old))
    said = _said({_ONLY: old}, {_ONLY: new}, language, style)
    assert "](" not in re.sub(r"^>.*$", "", said, flags=re.MULTILINE)


@given(st.data(), articles(), _languages, _styles)
def test_the_sentences_of_a_text_in_the_form_give_the_new_text(
    data: st.DataObject, old: str, language: str, style: Style
) -> None:
    """The same in the typography of the language, with the spaces and the lists of the form."""
    new = format_text(data.draw(edited(old)), language)
    _said({_ONLY: format_text(old, language)}, {_ONLY: new}, language, style)


@given(texts_of_any_kind, texts_of_any_kind, _languages, _styles)
def test_texts_in_no_form_come_back_too(old: str, new: str, language: str, style: Style) -> None:
    """What no sentence can say finely is said whole."""
    _said({_ONLY: old}, {_ONLY: new}, language, style)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "2-1", "3", "5", "7 bis", "12"]),
            st.sampled_from(["", "01-peuple/", "02-pouvoirs/"]),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda one: one[0],
    ),
    st.data(),
    _languages,
    _styles,
)
def test_the_sentences_of_a_renumbering_let_its_links_follow(
    places: list[tuple[str, str]], data: st.DataObject, language: str, style: Style
) -> None:
    """Paths and anchors of links follow by one sentence, and no other names a target."""
    paths = [f"articles/{folder}article-{n.replace(' ', '-')}.md" for n, folder in places]
    old = {}
    for path, (number, _folder) in zip(paths, places, strict=True):
        others = data.draw(st.lists(st.sampled_from(range(len(paths))), max_size=3))
        words = ""
        for n in others:
            file = posixpath.relpath(paths[n], posixpath.dirname(path))
            anchor = f"#article-{places[n][0].replace(' ', '-')}"
            target = data.draw(st.sampled_from([file, file + anchor, anchor]))
            words += f" Voir [l’article {places[n][0]}]({target})."
        old[path] = f"# Article {number}\n\nLe vote est secret, et la loi le dit.{words}\n"
    made = plan({path: old[path] for path in sorted(old, key=path_key)}, "fr")
    if isinstance(made, Displaced):
        return
    said = _said(old, dict(made.texts), language, style, dict(made.moves))
    quoted = re.sub(r"`[^`]+`|^> .*$", "", said, flags=re.MULTILINE)
    assert "](" not in quoted
    assert "article-" not in quoted


_HARD_WORDS = st.sampled_from(
    [
        "«\u00a0loi\u00a0»",
        "«\u00a0et",
        "loi\u00a0»",
        "“law”",
        "“the",
        '"loi"',
        "„Recht“",
        "l’",
        "l’État",
        "d'un",
        "la",
        "la",
        "loi",
        "loi",
        "loi,",
        "(loi)",
        "article\u00a012",
        "n°\u00a03",
        "\u202f;",
        ".",
        "La",
        ":",
        "`",
        "**",
        "par",
        "les mots\u00a0: «\u00a0loi\u00a0»",
        "(deuxième occurrence)",
    ]
)
_LINES = st.lists(_HARD_WORDS, min_size=1, max_size=9).map(" ".join)


@given(_LINES, _LINES, _LINES, _languages, _styles)
def test_phrases_hold_any_quotation_mark(
    one: str, two: str, three: str, language: str, style: Style
) -> None:
    """Marks within marks, repeated words, lone signs: what cannot be quoted is reworded whole."""
    old, new = f"# Article 1\n\n{one} {two}\n", f"# Article 1\n\n{one} {three}\n"
    _said({_ONLY: old}, {_ONLY: new}, language, style)
    old, new = f"# Article 1\n\n{two} {one}\n", f"# Article 1\n\n{three} {one}\n"
    _said({_ONLY: old}, {_ONLY: new}, language, style)


_PATHS = [
    "articles/00-preamble.md",
    "articles/01-people/README.md",
    "articles/01-people/article-1.md",
    "articles/01-people/article-2.md",
    "articles/02-state/README.md",
    "articles/02-state/article-1.md",
    "articles/02-state/article-3-1.md",
    "articles/annex.md",
]
_HEADINGS = st.sampled_from(
    [
        "# Article 1\n",
        "# Article 1\n",
        "# Article premier — Le peuple\n",
        "# Article 2\n",
        "# Article 12 bis\n",
        "# Préambule\n",
        "# Titre II — Des «\u00a0pouvoirs\u00a0»\n",
        "# De tout “cela” et «\u00a0ceci\u00a0»\n",
        '# «\u00a0De\u00a0» “tout” "cela"\n',
        "## Section I\n\n# Article 4\n",
        "",
    ]
)

_MENTIONS = st.sampled_from(
    [" (Repealed)\n", "\n\n(Abrogé)\n", "\n\n[aufgehoben]\n\n", " [Omitted]"]
)


@st.composite
def _whole_texts(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Two texts of several files, and the moves from one to the other."""
    old = {}
    for path in draw(st.lists(st.sampled_from(_PATHS), unique=True)):
        _first, _break, rest = draw(articles()).partition("\n")
        old[path] = draw(_HEADINGS) + rest
    free = [path for path in _PATHS if draw(st.booleans())]
    new: dict[str, str] = {}
    moves: dict[str, str] = {}
    for path, text in old.items():
        fate = draw(st.sampled_from(["stays", "edited", "gone", "moved", "renumbered", "stub"]))
        if fate == "gone":
            continue
        after = text if fate in {"stays", "moved"} else draw(edited(text))
        if fate == "stub":
            after = text.partition("\n")[0] + draw(_MENTIONS)
        if fate == "renumbered":
            after = re.sub(r"Article \w+", "Article 7 ter", after, count=1)
        target = free.pop() if fate in {"moved", "renumbered"} and free else path
        if target in new:
            continue
        new[target] = after
        if target != path:
            moves[path] = target
    for path in free:
        if path not in new and path not in old:
            new[path] = draw(_HEADINGS) + draw(articles())
    return old, new, moves


@settings(max_examples=200)
@given(_whole_texts(), _languages, _styles)
@example(  # what begins with an empty line is no list of alinéas, and one of them is split
    texts=(
        {"articles/README.md": "\nLa.\n\nL'état la la.\n"},
        {"articles/README.md": "La.\n\nL'état\n\nla la.\n"},
        {},
    ),
    language="fr",
    style="amendment",
)
def test_the_sentences_of_a_whole_text_give_the_new_one(
    texts: tuple[dict[str, str], dict[str, str], dict[str, str]], language: str, style: Style
) -> None:
    """Articles inserted, repealed, moved, renumbered and amended, some of them of one number."""
    old, new, moves = texts
    _said(old, new, language, style, moves)


@pytest.mark.parametrize(
    ("name", "source", "language"),
    [("de-grundgesetz", "artikel", "de"), ("fr-constitution-1958", "articles", "fr")],
)
def test_the_sentences_of_every_real_revision_give_the_revised_text(
    shared_data: Path, tmp_path: Path, name: str, source: str, language: str
) -> None:
    """86 revisions of two constitutions, in both styles, to the byte, and never whole for a word."""
    every = versions(shared_data / name / "history.bundle", tmp_path / name, source)[::-1]
    formed = {text: format_text(text, language) for version in every for text in version.values()}
    texts = [{path: formed[text] for path, text in version.items()} for version in every]
    for before, after in pairwise(texts):
        for style in get_args(Style):
            said = _said(before, after, language, style)
            added = sum(map(len, set(after.values()) - set(before.values())))
            assert len(said) < 2 * added + 60 * len(before)


# -- the closed language ---------------------------------------------------------------------------


def test_both_tables_say_the_same_things() -> None:
    """Every form, every row and every column that French has English has too."""
    french, english = TABLES["fr"], TABLES["en"]
    for style in get_args(Style):
        assert french.forms[style].keys() == english.forms[style].keys()
    for one, two in ((french.pieces, english.pieces), (french.files, english.files)):
        assert {k: row.keys() for k, row in one.items()} == {
            k: row.keys() for k, row in two.items()
        }
    assert len(french.ordinals) == len(english.ordinals) == 20


def test_a_first_change_that_cannot_be_told_alone_is_told_with_the_next() -> None:
    """However short the text is in which both stand."""
    _said({_ONLY: "."}, {_ONLY: " .a"}, "fr", "amendment")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("style", ["amendment", "law"])
def test_where_no_other_article_is_known_no_place_is_named(language: str, style: Style) -> None:
    """One file says nothing of what stands before it; what comes after it in one delta follows it."""
    new = {"1.md": "# Article 1\n\nLoi.\n", "2.md": "# Article 2\n\nRoi.\n"}
    said = _said({}, new, language, style)
    assert "début" not in said
    assert "beginning" not in said
    assert ("Après l’article 1" in said) or ("After article 1" in said)


@pytest.mark.parametrize("word", ["Artikel", "Art.", "§", "Artículo"])
@pytest.mark.parametrize("language", ["fr", "de"])
@pytest.mark.parametrize("style", ["amendment", "law"])
def test_an_article_is_called_as_its_own_heading_calls_it(
    word: str, language: str, style: Style
) -> None:
    """Amended, renumbered, moved, inserted and repealed: “Artikel 79” is no “article 79”."""
    texts = {f"articles/{n}.md": f"# {word} {n}\n\nRecht Nummer {n} gilt.\n" for n in range(1, 6)}
    new = {
        "articles/1.md": f"# {word} 1\n\nRecht Nummer 1 gilt immer.\n",
        "articles/2.md": f"# {word} 2a\n\nRecht Nummer 2 gilt.\n",
        "articles/3.md": texts["articles/3.md"],
        "articles/3-1.md": f"# {word} 3a\n\nGanz anderes.\n",
        "articles/3-2.md": f"# {word} 3b\n\nNoch etwas.\n",
        "articles/6.md": texts["articles/5.md"],
    }
    said = _said(texts, new, language, style, {"articles/5.md": "articles/6.md"})
    if word == "Art." and language == "fr":  # the French word, as French writes it
        assert "l’article 2a" in said
        assert "Art." not in re.sub(r"^>.*", "", said, flags=re.MULTILINE)
        return
    assert {int(n) for n in re.findall(rf"{re.escape(word)} (\d)", said)} == {1, 2, 3, 4, 5}
    assert not re.search(r"rticle \d", said)


def test_a_preamble_is_called_as_its_own_heading_calls_it() -> None:
    """“Präambel” in a German text, whatever language the sentences are in."""
    old = {"articles/00.md": "# Präambel\n\nDas Volk gibt sich dies.\n"}
    new = {"articles/00.md": "# Präambel\n\nDas Volk gibt sich dieses.\n"}
    assert _said(old, new, "de", "amendment").startswith("**Präambel (`articles/00.md`)**\n")
    assert "In the Präambel (`articles/00.md`), first paragraph" in _said(old, new, "de", "law")
    assert "Au préambule (Präambel) (`articles/00.md`)" in _said(old, new, "fr", "law")


def test_the_grammar_names_every_form() -> None:
    """`docs/words.md` has each sentence of both languages and both styles, as it is written."""
    grammar = (Path(__file__).parents[1] / "docs" / "words.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        for forms in table.forms.values():
            assert [form for form in forms.values() if f"`{form}`" not in grammar] == []


@pytest.mark.parametrize("lexicon", lexicons(), ids=list(TABLES))
@given(number=st.integers(1, 400))
def test_an_ordinal_is_read_as_it_is_written(lexicon: Lexicon, number: int) -> None:
    """Spelled out up to twenty, in digits beyond."""
    assert lexicon.rank(lexicon.ordinal(number)) == number


OLD = {
    "articles/article-1.md": "# Article 1\n\nLa loi est la loi.\n\nElle est votée.\n",
    "articles/article-2.md": "# Article 2\n\nLe peuple vote.\n",
    "articles/annexe/article-2.md": "# Article 2\n\nL’annexe.\n",
}


@pytest.mark.parametrize(
    "sentence",
    [
        "À l’article 1, premier alinéa, le mot\u00a0: «\u00a0règle\u00a0» est supprimé.",
        "À l’article 1, premier alinéa, le mot\u00a0: «\u00a0loi\u00a0» est supprimé.",
        "À l’article 1, premier alinéa, le mot\u00a0: «\u00a0loi\u00a0» (troisième occurrence) est supprimé.",
        "À l’article 1, premier alinéa, le mot\u00a0: «\u00a0règle\u00a0» (à chaque occurrence) est supprimé.",
        "À l’article 1, premier alinéa, la dernière phrase est supprimée.",
        "À l’article 1, premier alinéa, les espaces sont corrigées dans les mots\u00a0: «\u00a0la règle\u00a0».",
        "À l’article 1, premier alinéa, le lien sur le mot\u00a0: «\u00a0est\u00a0» est adapté et mène à `a.md`.",
        "Les lignes blanches de l’article 1 sont adaptées.\n\nLes lignes blanches de l’article 1 sont adaptées.",
        "Après l’article 3 (nouveau), il est inséré un article 4 (`articles/article-4.md`) ainsi rédigé\u00a0:\n\n> Loi.",
        "Le troisième alinéa de l’article 1 est supprimé.",
        "L’article 2 est abrogé.",
        "L’article 3 est abrogé.",
        "L’article (`articles/article-9.md`) est abrogé.",
        "Le deuxième alinéa de l’article 1 est ainsi rédigé\u00a0:",
        "Supprimer cet article.",
        "Il est rappelé que la loi est la loi.",
        "L’article 1 devient l’article 2, à l’emplacement `articles/article-2.md`.",
        "Au début du texte, il est inséré un article 1 (`articles/article-1.md`) ainsi rédigé\u00a0:\n\n> Loi.",
        "> Un passage que rien n’annonce.",
        "Les deuxième à premier alinéas de l’article 1 sont supprimés.",
        "L’article 1 est abrogé.\n\nL’article 1 est abrogé.",
        "L’article 1 est abrogé.\n\nLe premier alinéa de l’article 1 est supprimé.",
        "Le premier alinéa de l’article 1 est supprimé.\n\nLe premier alinéa de l’article 1 est supprimé.",
        "Le premier alinéa de l’article 1 est supprimé.\n\nÀ l’article 1, premier alinéa, le mot\u00a0: «\u00a0est\u00a0» est supprimé.",
        "À l’article 1, premier alinéa, le mot\u00a0: «\u00a0est\u00a0» est supprimé.\n\nÀ l’article 1, premier alinéa, les mots\u00a0: «\u00a0est la\u00a0» sont supprimés.",
        "L’article 1 est ainsi rédigé\u00a0:\n\n> Loi.\n\nLe premier alinéa de l’article 1 est supprimé.",
    ],
)
def test_a_sentence_that_cannot_be_applied_is_named(sentence: str) -> None:
    """What is not there, what is there twice, what two sentences change: refused, never guessed."""
    with pytest.raises(Malformed) as refusal:
        read(sentence, OLD)
    assert any(line and line in refusal.value.message for line in sentence.split("\n"))
    assert refusal.value.where in {"1", "3", "5"}
    assert refusal.value.hint


def test_the_sentences_say_which_of_two_articles_of_one_number() -> None:
    """The number alone names article 1; article 2 is named with its path."""
    new = {
        path: text.replace("votée", "dite").replace("vote", "décide") for path, text in OLD.items()
    }
    law = _said(OLD, new, "fr", "law")
    assert "À l’article 1, deuxième alinéa," in law
    assert "À l’article 2 (`articles/article-2.md`), premier alinéa," in law


def test_a_revision_of_everything_names_every_article_alone() -> None:
    """However many numbers are asked for, each is known for whether one article alone bears it."""
    old = {f"articles/article-{n}.md": f"# Article {n}\n\nLa loi.\n" for n in range(1, 151)}
    old["articles/annexe/article-7.md"] = "# Article 7\n\nLa loi.\n"
    old["articles/annexe/article-99.md"] = "# Article 99\n\nLa loi.\n"
    new = {path: text.replace("La loi", "La règle") for path, text in old.items()}
    law = _said(old, new, "fr", "law")
    assert law.count("(`articles/") == 4
    assert law.count("le mot\u00a0: «\u00a0loi\u00a0»") == len(old)


# -- where it is shown -----------------------------------------------------------------------------


def test_the_motion_holds_the_amendment_in_words(tmp_path: Path) -> None:
    """Sealed in the README, in the language of the text; applied, it is what was put to the vote."""
    committee = Committee.sit(tmp_path / "text")
    before = dict(committee.desk.main().texts)
    number = committee.submitted("delai", "3", "douze mois", "six mois")
    motion = committee.put(number)
    readme = motion.readme.decode()
    section = re.search(r"^## [^\n]+\n\n(.*?)^## Article 3", readme, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert "**Article 3**\n\nAlinéa 1 — Remplacer le mot\u00a0: «\u00a0douze\u00a0»" in section[1]
    after = read(section[1], before)
    assert [path for path in after if after[path] != before[path]] == [
        "articles/01-peuple/article-3.md"
    ]
    assert "pendant six mois" in after["articles/01-peuple/article-3.md"]


def test_an_amendment_is_shown_in_words(place: Place) -> None:
    """In both styles, for people and for programs."""
    place.submit()
    shown = {
        style: place.run("amend", "show", "1", "--words", "--style", style)[1]
        for style in get_args(Style)
    }
    assert shown["amendment"] == (
        "**Article 2**\n\nParagraph 1 — Replace the word “Ten” by the word “Five”.\n"
    )
    assert shown["law"] == (
        "In article 2, first paragraph, the word “Ten” is replaced by the word “Five”.\n"
    )
    compared = place.run("diff", "--amendment", "1", "--words", "--style", "law")
    assert compared == (0, shown["law"], "")
    assert (
        '"format": "constitution-words/1"'
        in place.run("diff", "--amendment", "1", "--words", "--json")[1]
    )
    assert place.run("diff", "--amendment", "1", "--words", "--style", "prose")[0] == 2
    for verb in (("diff", "--amendment", "1"), ("amend", "show", "1")):
        code, _out, err = place.run(*verb, "--style", "law")
        assert (code, "Add --words" in err) == (2, True)
