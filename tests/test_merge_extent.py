"""How far a conflict reaches: over all that either side changed in the sentence, or in the line."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from constitution.merge import Choice, Conflicted, Labels, Merged, mark_conflicts, merge, resolve
from tests.strategies_of_prose import articles, edited

_WORDS = ["la", "de", "et", "loi", "vote", "majorité", "absolue", "peuple", "ne", "pas"]
_sentence = st.lists(st.sampled_from(_WORDS), min_size=3, max_size=14)


@st.composite
def _amended(draw: st.DrawFn, sentence: list[str]) -> list[str]:
    """The sentence with some words replaced, gone or put in."""
    words = list(sentence)
    for _n in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(words)))
        end = min(len(words), start + draw(st.integers(0, 3)))
        words[start:end] = draw(st.lists(st.sampled_from([*_WORDS, "autre"]), max_size=3))
    return words or ["rien"]


def _written(sentences: list[list[str]], breaks: list[str]) -> str:
    """An article of the sentences, each begun and ended by words that tell which one it is."""
    told = [f"Début{n} {' '.join(words)} fin{n}." for n, words in enumerate(sentences)]
    body = told[0] + "".join(gap + one for gap, one in zip(breaks, told[1:], strict=False))
    return f"# Article 1\n\n{body}\n"


def _sentences(text: str) -> list[str]:
    return re.findall(r"Début\d .*? fin\d\.", text)


class TestSentences:
    """Whichever side is taken, its sentence is taken as it stands there."""

    @given(st.lists(_sentence, min_size=1, max_size=3), st.data())
    def test_a_choice_gives_the_sentence_of_that_side(
        self, sentences: list[list[str]], data: st.DataObject
    ) -> None:
        """No half of the other side's phrase stays in a sentence in which a side was chosen."""
        breaks = data.draw(st.lists(st.sampled_from([" ", "\n\n"]), min_size=3, max_size=3))
        sides = [
            sentences,
            *([data.draw(_amended(words)) for words in sentences] for _side in range(2)),
        ]
        base, current, amendment = (_written(side, breaks) for side in sides)
        merged = merge(base, current, amendment)
        if not isinstance(merged, Conflicted):
            return
        places = range(len(merged.conflicts))
        mine = _sentences(resolve(merged, dict.fromkeys(places, "current")))
        theirs = _sentences(resolve(merged, dict.fromkeys(places, "amendment")))
        for n, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            if one != other:
                assert (one, other) == (_sentences(current)[n], _sentences(amendment)[n])

    @given(st.data())
    def test_a_reading_stands_in_its_text(self, data: st.DataObject) -> None:
        """The three readings of a conflict are quoted, never made up."""
        base = data.draw(articles())
        current, amendment = data.draw(edited(base)), data.draw(edited(base))
        merged = merge(base, current, amendment)
        for conflict in merged.conflicts if isinstance(merged, Conflicted) else ():
            assert conflict.base in base
            assert conflict.current in current
            assert conflict.amendment in amendment


class TestLines:
    """What stands between git's marks is what each file says there."""

    @given(st.data())
    def test_the_marks_quote_whole_lines_of_each_file(self, data: st.DataObject) -> None:
        """Every line of a section is a line of its file."""
        base = data.draw(articles())
        texts = [data.draw(edited(base)), base, data.draw(edited(base))]
        merged = merge(base, texts[0], texts[2], extent="line")
        if not isinstance(merged, Conflicted):
            return
        marked, _count = mark_conflicts(merged, Labels("", "", ""), style="diff3")
        known = [set(text.splitlines()) for text in texts]
        where = 3
        for line in marked.splitlines():
            if line in {"<" * 7, "|" * 7, "=" * 7, ">" * 7}:
                where = "<|=>".index(line[0])
            elif where < 3:
                assert line in known[where]


def _list(items: list[str]) -> str:
    """An article of a numbered list."""
    told = "".join(f"{number}. {item} ;\n" for number, item in enumerate(items, start=1))
    return f"# Article 1\n\nLa loi fixe :\n\n{told}".rstrip() + "\n"


@st.composite
def _reordered(draw: st.DrawFn, items: list[str], name: str) -> list[str]:
    """The items with some gone and some, of a name of their own, put in."""
    kept = [item for item in items if draw(st.integers(0, 5))]
    for n in range(draw(st.integers(0, 2))):
        kept.insert(draw(st.integers(0, len(kept))), f"les {name} numéro {n} bis")
    return kept


class TestNumbers:
    """An item's number is its place, whoever brought it."""

    @given(st.integers(1, 11), st.data())
    def test_no_two_items_bear_one_number(self, count: int, data: st.DataObject) -> None:
        """Items come and go on both sides: the list is counted without a gap, and no number is escaped."""
        items = [f"les règles de l'objet{n}" for n in range(count)]
        base, current, amendment = (
            _list(side)
            for side in (
                items,
                data.draw(_reordered(items, "ours")),
                data.draw(_reordered(items, "theirs")),
            )
        )
        merged = merge(base, current, amendment)
        ways: list[Choice] = ["current", "amendment", "both"]
        texts = (
            [merged.text]
            if isinstance(merged, Merged)
            else [
                resolve(
                    merged,
                    {
                        place: way if way != "both" or conflict.only_inserts else "current"
                        for place, conflict in enumerate(merged.conflicts)
                    },
                )
                for way in ways
            ]
        )
        for text in texts:
            numbers = [int(found) for found in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
            first = numbers[0] if numbers else 1
            assert numbers == list(range(first, first + len(numbers)))
