"""Where each phrase comes from."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.diff import read_alineas
from constitution.errors import Unknown
from constitution.history import ArticleVersion
from constitution.history.origin import origin, trace_origin
from constitution.repository import Commit, CommitId, Person, When
from tests.chronicle import Chronicle

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import Phrase

ONE = (
    "# Article 1\n\n"
    "The people exercise their sovereignty by their representatives and by referendum.\n\n"
    "The motto of the republic is liberty, equality and fraternity, in every language.\n"
)


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    return Chronicle.found(tmp_path / "text", {"1": ONE})


def told(phrases: tuple[Phrase, ...]) -> list[tuple[int | None, str, str]]:
    return [
        (
            phrase.alinea,
            phrase.source.entry.number if phrase.source.entry else phrase.source.kind,
            phrase.text.strip(),
        )
        for phrase in phrases
    ]


def phrases_of(
    chronicle: Chronicle, path: str = "articles/1.md"
) -> list[tuple[int | None, str, str]]:
    return told(origin(chronicle.repository, chronicle.tip, path))


def test_a_text_that_was_never_amended_comes_whole_from_the_founding(chronicle: Chronicle) -> None:
    """One phrase an alinéa."""
    assert phrases_of(chronicle) == [
        (None, "founded", "# Article 1"),
        (1, "founded", ONE.split("\n")[2]),
        (2, "founded", ONE.split("\n")[4]),
    ]


def test_words_inserted_and_words_replaced_belong_to_the_record_that_did_it(
    chronicle: Chronicle,
) -> None:
    """What stands around them keeps its origin."""
    once = ONE.replace("by referendum", "by the way of referendum")
    chronicle.record("1", {"1": once})
    twice = once.replace("liberty", "freedom")
    chronicle.record("2", {"1": twice})
    assert phrases_of(chronicle) == [
        (None, "founded", "# Article 1"),
        (1, "founded", "The people exercise their sovereignty by their representatives and by"),
        (1, "1", "the way of"),
        (1, "founded", "referendum."),
        (2, "founded", "The motto of the republic is"),
        (2, "2", "freedom"),
        (2, "founded", ", equality and fraternity, in every language."),
    ]


def test_an_alinea_that_moves_within_the_article_keeps_its_origin(chronicle: Chronicle) -> None:
    """Moving words is not writing them."""
    head, first, second = ONE.strip().split("\n\n")
    chronicle.record("1", {"1": f"{head}\n\n{second}\n\n{first}\n"})
    assert {source for _alinea, source, _text in phrases_of(chronicle)} == {"founded"}


def test_a_respaced_word_keeps_its_origin(chronicle: Chronicle) -> None:
    """An apostrophe and a no-break space bring no word."""
    chronicle.record("1", {"1": ONE + "\nIt's theirs ; and nobody else's claim matters here.\n"})
    here = chronicle.files["articles/1.md"].decode()
    chronicle.record("2", {"1": here.replace("'", "’").replace(" ;", "\u00a0;")})
    assert [line for line in phrases_of(chronicle) if line[1] != "founded"] == [
        (3, "1", "It’s theirs\u00a0; and nobody else’s claim matters here.")
    ]


def test_a_declared_move_and_a_new_number_keep_the_origin_of_the_rest(
    chronicle: Chronicle,
) -> None:
    """A renumbering brings its number alone."""
    chronicle.record("1", {"1": None, "4": ONE.replace("Article 1", "Article 4")}, moves={"1": "4"})
    phrases = phrases_of(chronicle, "articles/4.md")
    assert phrases[:2] == [(None, "founded", "# Article"), (None, "1", "4")]
    assert {source for _alinea, source, _text in phrases[2:]} == {"founded"}


MOTTO = ONE.strip().split("\n\n")[2]


def test_an_alinea_from_another_article_keeps_its_origin_there(chronicle: Chronicle) -> None:
    """Whoever carried it over, spacing it anew, did not write it; what was amended there says so."""
    head, first, _second = ONE.strip().split("\n\n")
    amended = MOTTO.replace("every language", "each language")
    chronicle.record("1", {"1": ONE.replace(MOTTO, amended)})
    carried = amended.replace(" is ", "  is ").replace("  ", "\u00a0 ", 1)
    new = f"# Article 7\n\nThe flag is of one colour.\n\n{carried}\n"
    chronicle.record("2", {"1": f"{head}\n\n{first}\n", "7": new})
    assert phrases_of(chronicle, "articles/7.md") == [
        (None, "2", "# Article 7"),
        (1, "2", "The flag is of one colour."),
        (2, "founded", carried.partition(" each")[0]),
        (2, "1", "each"),
        (2, "founded", "language."),
    ]


def test_an_alinea_that_stays_where_it_was_is_another_one_elsewhere(chronicle: Chronicle) -> None:
    """A copy is written by whoever copies; so are words of which nobody can tell the source."""
    chronicle.record("1", {"1": ONE + "\nIt is read aloud.\n", "7": f"# Article 7\n\n{MOTTO}\n"})
    assert {source for _alinea, source, _text in phrases_of(chronicle, "articles/7.md")} == {"1"}
    both = ONE.replace(MOTTO, "") + "\n"
    chronicle.record("2", {"1": both, "8": f"# Article 8\n\n{MOTTO}\n"})
    assert {source for _alinea, source, _text in phrases_of(chronicle, "articles/8.md")} == {"2"}


def test_words_with_no_vote_are_attributed_to_nobodys_vote(chronicle: Chronicle) -> None:
    """To the commit that brought them, which no record ratifies."""
    tip = chronicle.smuggle({"1": ONE.replace("republic", "empire")})
    (phrase,) = [
        phrase
        for phrase in origin(chronicle.repository, chronicle.tip, "articles/1.md")
        if phrase.source.kind != "founded"
    ]
    assert (phrase.text.strip(), phrase.source.commit.id) == ("empire", tip)
    assert not phrase.source.is_ratified


def test_an_article_that_stands_no_more_is_refused(chronicle: Chronicle) -> None:
    """The hint says where it went."""
    chronicle.record("1", {"1": None, "4": ONE}, moves={"1": "4"})
    with pytest.raises(Unknown) as moved:
        origin(chronicle.repository, chronicle.tip, "articles/1.md")
    assert "articles/4.md" in moved.value.hint
    chronicle.record("2", {"4": None})
    with pytest.raises(Unknown) as gone:
        origin(chronicle.repository, chronicle.tip, "articles/4.md")
    assert "history" in gone.value.hint


SOMEBODY = Person("S", "s@example.org")


def version(number: int, before: str | None, after: str) -> ArticleVersion:
    commit = Commit(
        CommitId(f"{number:040}"), (), SOMEBODY, When(0), SOMEBODY, When(0), "A version"
    )
    return ArticleVersion(
        "modified" if before is not None else "founded",
        commit,
        None,
        None if before is None else "articles/1.md",
        "articles/1.md",
        None if before is None else before.encode(),
        after.encode(),
    )


PROSE = st.lists(
    st.lists(
        st.sampled_from(
            [
                "la",
                "loi",
                "est",
                "l'expression",
                "de",
                "volonté",
                "générale",
                ",",
                ";",
                ".",
                "peuple",
                "nation",
                "fixe",
                "aujourd’hui",
            ]
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    min_size=1,
    max_size=4,
).map(lambda alineas: "\n\n".join(alineas) + "\n")


@given(st.lists(PROSE, min_size=1, max_size=4))
def test_the_phrases_of_an_alinea_put_end_to_end_are_the_alinea(texts: list[str]) -> None:
    """Every character has one origin, at the offset it says; neighbours differ in theirs."""
    befores = [None, *texts[:-1]]
    versions = [
        version(number, before, after)
        for number, (before, after) in enumerate(zip(befores, texts, strict=True))
    ]
    phrases = trace_origin(versions)
    for alinea in read_alineas(texts[-1]):
        own = [phrase for phrase in phrases if phrase.alinea == alinea.number]
        assert "".join(phrase.text for phrase in own) == alinea.text
        assert [phrase.start for phrase in own] == [
            alinea.start,
            *(phrase.end for phrase in own[:-1]),
        ]
        assert all(one.source is not other.source for one, other in itertools.pairwise(own))
    assert all(texts[-1][phrase.start : phrase.end] == phrase.text for phrase in phrases)


@given(PROSE, st.integers(0, 2), st.sampled_from(["nouveau", "jamais vu", "tout autre chose"]))
def test_no_phrase_comes_from_a_version_that_did_not_hold_its_words(
    text: str, place: int, new: str
) -> None:
    """Words inserted by one version are the only ones of it that are its own."""
    alineas = text.strip().split("\n\n")
    n = place % len(alineas)
    changed = [*alineas[:n], f"{alineas[n]} {new}", *alineas[n + 1 :]]
    after = "\n\n".join(changed) + "\n"
    phrases = trace_origin([version(0, None, text), version(1, text, after)])
    added = "".join(phrase.text for phrase in phrases if phrase.source.commit.id.endswith("1"))
    assert added.strip() == new


@given(st.lists(st.integers(5, 12), min_size=2, max_size=4), st.booleans(), st.data())
def test_a_break_that_comes_or_goes_makes_no_word_new(
    lengths: list[int], splits: bool, data: st.DataObject
) -> None:
    """An alinéa is split or joined and two words are put in: only these are the amendment's."""
    sentences = [[f"Mot{n}x{word}" for word in range(length)] for n, length in enumerate(lengths)]
    cut = data.draw(st.integers(1, len(lengths) - 1))
    amended = [list(words) for words in sentences]
    where = data.draw(st.sampled_from(amended))
    at = data.draw(st.integers(1, len(where)))
    where[at:at] = ["et", "public"]

    def written(told: list[list[str]], gap: str) -> str:
        alineas = [
            " ".join(f"{' '.join(words)}." for words in part) for part in (told[:cut], told[cut:])
        ]
        return f"# Article 1\n\n{gap.join(alineas)}\n"

    gaps = (" ", "\n\n") if splits else ("\n\n", " ")
    before, after = written(sentences, gaps[0]), written(amended, gaps[1])
    phrases = trace_origin([version(1, None, before), version(2, before, after)])
    brought = [phrase.text for phrase in phrases if phrase.source.kind == "modified"]
    assert " ".join(brought).split() == ["et", "public"]
