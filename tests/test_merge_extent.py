"""How far a conflict reaches: over all that either side changed in the sentence, or in the line."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from constitution.merge import Conflicted, Labels, mark_conflicts, merge, resolve
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
