"""What matching promises: articles of foreign texts found again, and none that is not there."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.diff import diff_texts
from constitution.diff.matching import Match, Matching, match
from tests.strategies_of_prose import articles, edited

if TYPE_CHECKING:
    from collections.abc import Callable

_SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]


def _writer(seed: int) -> Callable[[int, int], str]:
    """Who writes articles of invented words, used as often as words of a language are."""
    dice = random.Random(seed)  # noqa: S311 - a text, not a secret
    words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _word in range(2_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]

    def write(number: int, length: int) -> str:
        alineas = [
            " ".join(dice.choices(words, weights, k=length)).capitalize() + "."
            for _alinea in range(dice.randint(1, 3))
        ]
        return "\n\n".join([f"# Article {number}", *alineas]) + "\n"

    return write


def _renumbered(text: str, number: int) -> str:
    return f"# Article {number}\n{text.partition(chr(10))[2]}"


def _path(number: int) -> str:
    return f"articles/article-{number}.md"


def _pairs(found: Matching) -> dict[str, str]:
    """New path to old path, of those that are one on either side."""
    return {pair.new[0]: pair.old[0] for pair in found.pairs if len(pair.old + pair.new) == 2}


class TestLaws:
    """What holds of every matching, whatever the texts."""

    _paths = st.sampled_from([_path(number) for number in range(1, 7)])
    _texts = st.dictionaries(_paths, articles(), max_size=5)

    @given(st.data())
    def test_every_article_is_told_once(self, data: st.DataObject) -> None:
        """Each path of either text is in one pair, or is removed or added."""
        old = data.draw(self._texts)
        new = {data.draw(self._paths): data.draw(edited(text)) for text in old.values()}
        new |= data.draw(self._texts)
        found = match(old, new)
        assert sorted([p for pair in found.pairs for p in pair.old] + [*found.removed]) == sorted(
            old
        )
        assert sorted([p for pair in found.pairs for p in pair.new] + [*found.added]) == sorted(new)
        assert all(0 <= pair.score <= 1 for pair in found.pairs)

    @given(st.data())
    def test_what_was_found_is_a_delta_that_applies(self, data: st.DataObject) -> None:
        """The moves are such as `diff_texts` takes."""
        old = data.draw(self._texts)
        new = {data.draw(self._paths): data.draw(edited(text)) for text in old.values()}
        found = match(old, new)
        assert diff_texts(old, new, found.moves).apply(old) == new
        assert diff_texts(old, new, found.certain_moves).apply(old) == new

    @given(_texts)
    def test_a_text_matches_itself(self, text: dict[str, str]) -> None:
        """Every article is the same one, stubs and repeated ones too."""
        found = match(text, text)
        assert _pairs(found) == {path: path for path in text}
        assert {pair.kind for pair in found.pairs} <= {"same"}
        assert found.moves == {}

    @given(_texts)
    def test_nothing_matches_an_empty_text(self, text: dict[str, str]) -> None:
        """All is added, or all is removed."""
        assert match({}, text) == Matching((), tuple(text), ())
        assert match(text, {}) == Matching((), (), tuple(text))


class TestKinds:
    """What became of an article has one name."""

    word = "Toute personne née sur le territoire possède la citoyenneté pleine et entière."
    other = "Le budget est voté chaque année par le Parlement réuni en séance publique."

    def _only(self, old: dict[str, str], new: dict[str, str]) -> Match:
        found = match(old, new)
        assert (found.added, found.removed) == ((), ())
        [pair] = found.pairs
        return pair

    def test_an_article_at_its_place_is_the_same(self) -> None:
        """The same text at the same path."""
        text = {"a.md": f"# Article 1\n\n{self.word}\n"}
        assert self._only(text, text) == Match("same", ("a.md",), ("a.md",), 1.0)

    def test_an_article_at_another_path_moved(self) -> None:
        """The same text to the byte."""
        text = f"# Article 1\n\n{self.word}\n"
        assert self._only({"a.md": text}, {"b.md": text}) == Match(
            "moved", ("a.md",), ("b.md",), 1.0
        )

    def test_an_article_with_another_number_is_renumbered(self) -> None:
        """Wherever it stands, no word changed but its number."""
        old, new = f"# Article 1er\n\n{self.word}\n", f"# Article 2\n\n{self.word}\n"
        assert self._only({"a.md": old}, {"b.md": new}).kind == "renumbered"
        assert match({"a.md": old}, {"b.md": new}).certain_moves == {"a.md": "b.md"}

    def test_an_article_whose_words_changed_is_amended(self) -> None:
        """Its score is the share of words that both have."""
        old = f"# Article 1\n\n{self.word}\n"
        new = f"# Article 7\n\n{self.word.replace('pleine et entière', 'entière')}\n"
        pair = self._only({"a.md": old}, {"b.md": new})
        assert pair.kind == "amended"
        assert 0.8 < pair.score < 1
        assert match({"a.md": old}, {"b.md": new}).certain_moves == {}

    def test_an_article_cut_in_two_is_split(self) -> None:
        """One became two, the part that reads most like it first or in the place of the other."""
        old = {"a.md": f"# Article 1\n\n{self.word} {self.other}\n"}
        new = {"b.md": f"# Article 1\n\n{self.word}\n", "c.md": f"# Article 2\n\n{self.other}\n"}
        pair = self._only(old, new)
        assert (pair.kind, pair.old, sorted(pair.new)) == ("split", ("a.md",), ["b.md", "c.md"])
        assert pair.score > 0.9

    def test_two_articles_made_one_are_joined(self) -> None:
        """Two became one."""
        old = {"b.md": f"# Article 1\n\n{self.word}\n", "c.md": f"# Article 2\n\n{self.other}\n"}
        new = {"a.md": f"# Article 1\n\n{self.word}\n\n{self.other}\n"}
        pair = self._only(old, new)
        assert (pair.kind, sorted(pair.old), pair.new) == ("joined", ["b.md", "c.md"], ("a.md",))

    def test_an_article_that_copies_another_is_added(self) -> None:
        """What stands where it stood was not split off."""
        old = {"a.md": f"# Article 1\n\n{self.word}\n\n{self.other}\n"}
        new = {"a.md": old["a.md"] + "\nFin.\n", "b.md": f"# Article 2\n\n{self.other}\n"}
        found = match(old, new)
        assert (found.added, found.removed) == (("b.md",), ())

    def test_a_number_given_to_other_words_matches_nothing(self) -> None:
        """Numbers are no identity: they are reused."""
        old = {"a.md": f"# Article 76\n\n{self.word}\n"}
        new = {"a.md": f"# Article 76\n\n{self.other}\n"}
        assert match(old, new) == Matching((), ("a.md",), ("a.md",))

    def test_an_article_rewritten_between_its_neighbours_is_amended(self) -> None:
        """It bears its number where it bore it; only its words are all others."""
        write = _writer(2)
        old = {_path(n): write(n, 20) for n in (1, 2, 3)}
        new = {**old, _path(2): f"# Article 2\n\n{self.word}\n"}
        found = match(old, new)
        assert [pair.kind for pair in found.pairs] == ["same", "amended", "same"]
        assert found.pairs[1].score < 0.3

    def test_where_numbers_stay_an_article_is_not_taken_for_a_new_one_like_it(self) -> None:
        """The German articles 104c and 104d of 2019: amended, and written after its model."""
        write = _writer(3)
        stable = {_path(n): write(n, 30) for n in range(1, 6)}
        line = "L'État peut accorder des aides aux communes pour les investissements {} du pays."
        model = line.format("des écoles publiques")
        amended = line.format(
            "et les dépenses temporaires qui leur sont liées, afin de rendre meilleures les écoles "
            "de toutes les communes et de tous les départements"
        )
        found = match(
            {**stable, _path(104): f"# Article 104\n\n{model}\n"},
            {
                **stable,
                _path(104): f"# Article 104\n\n{amended}\n",
                _path(105): f"# Article 105\n\n{line.format('du logement social')}\n",
            },
        )
        assert _pairs(found)[_path(104)] == _path(104)
        assert found.added == (_path(105),)

    def test_stubs_are_told_apart_by_their_numbers(self) -> None:
        """`1er` and `1` are one number; the repealed article of another number is another one."""
        old = {"a.md": "# Article 1er\n\n(abrogé)\n", "b.md": "# Article 2\n\n(abrogé)\n"}
        new = {"x.md": "# Article 1\n\n(abrogé)\n", "y.md": "# Article 2\n\n(abrogé)\n"}
        assert _pairs(match(old, new)) == {"x.md": "a.md", "y.md": "b.md"}
        alone = {"z.md": "# Article 9\n\n(abrogé)\n"}
        assert match(old, alone).added == ("z.md",)

    def test_a_stub_between_two_that_were_renumbered_goes_with_them(self) -> None:
        """Its neighbours say which it is."""
        write = _writer(1)
        texts = [
            write(1, 20),
            "# Article 2\n\n(abrogé)\n",
            write(3, 20),
            "# Article 4\n\n(abrogé)\n",
        ]
        old = {_path(n): text for n, text in enumerate(texts, start=1)}
        new = {_path(n + 10): _renumbered(text, n + 10) for n, text in enumerate(texts, start=1)}
        assert _pairs(match(old, new)) == {_path(n + 10): _path(n) for n in range(1, 5)}

    def test_the_heading_breaks_a_tie(self) -> None:
        """Of two articles that are as like, the one of the same number is the same one."""
        line = "Le Conseil comprend neuf membres nommés pour neuf ans par le {} du pays entier."
        old = {
            "a.md": f"# Article 5\n\n{line.format('chef')}\n",
            "b.md": f"# Article 6\n\n{line.format('roi')}\n",
        }
        new = {"x.md": f"# Article 6\n\n{line.format('peuple')}\n"}
        assert _pairs(match(old, new)) == {"x.md": "b.md"}


class TestLargeTexts:
    """On the scale of a code."""

    def test_all_of_three_thousand_renumbered_articles_are_found(self) -> None:
        """Those that were edited too, up to two words in five; and new ones are left alone."""
        dice = random.Random(11)  # noqa: S311 - a text, not a secret
        write = _writer(11)
        old = {_path(number): write(number, dice.randint(15, 60)) for number in range(1, 3_001)}
        amended = set(dice.sample(sorted(old), 449))
        before_these = set(dice.sample(sorted(old), 31))
        new: dict[str, str] = {}
        origin: dict[str, str | None] = {}
        for path, text in old.items():
            for source in (None, path) if path in before_these else (path,):
                number = len(new) + 1
                words = text if source else write(number, dice.randint(15, 60))
                if source in amended:
                    words = _reworded(words, dice)
                new[_path(number)] = _renumbered(words, number)
                origin[_path(number)] = source
        found = match(old, new)
        pairs = _pairs(found)
        assert [target for target, source in origin.items() if pairs.get(target) != source] == []
        assert len(found.added) == 31
        assert found.removed == ()
        assert sum(pair.kind == "amended" for pair in found.pairs) == 449

    def test_articles_that_moved_onto_numbers_in_use_are_all_found(self) -> None:
        """The like of a civil code reformed: of 2,900 articles 28 moved, 13 onto a number in use."""
        dice = random.Random(28)  # noqa: S311 - a text, not a secret
        write = _writer(28)
        old = {_path(number): write(number, dice.randint(8, 40)) for number in range(1, 2_901)}
        sources = dice.sample(range(1, 2_901), 28)
        others = [number for number in range(1, 2_901) if number not in sources]
        targets = [*dice.sample(others, 8), *sources[:5], *range(3_001, 3_016)]
        moved = dict(zip(sources, targets, strict=True))
        if any(source == target for source, target in moved.items()):
            pytest.fail("the case is ill-made: an article stays where it is")
        new = {path: text for path, text in old.items() if path not in map(_path, sources)}
        new |= {_path(b): _renumbered(old[_path(a)], b) for a, b in moved.items()}
        found = match(old, new)
        assert found.certain_moves == {_path(a): _path(b) for a, b in moved.items()}
        assert set(found.removed) == set(map(_path, targets[:8]))
        delta = diff_texts(old, new, found.moves)
        assert delta.apply(old) == new
        assert sum(article.status == "moved and amended" for article in delta.articles) == 28


def _reworded(text: str, dice: random.Random) -> str:
    """The article with up to two words in five replaced."""
    lines = text.split("\n")
    for place, line in enumerate(lines[1:], start=1):
        words = line.split(" ")
        for _word in range(int(len(words) * dice.uniform(0.05, 0.4))):
            words[dice.randrange(len(words))] = "".join(dice.choices(_SYLLABLES, k=3))
        lines[place] = " ".join(words)
    return "\n".join(lines).replace("\n\n", "\n\nNouveau ", 1)
