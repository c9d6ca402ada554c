"""The difference of two whole texts: told article by article, applied, inverted, joined."""

from __future__ import annotations

import difflib
import json
import subprocess
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.diff import (
    ArticleDelta,
    Delta,
    WordCount,
    diff_article,
    diff_texts,
    join,
    to_json,
)
from constitution.diff.transfers import Transfer
from constitution.diff.undeclared import find_undeclared
from constitution.errors import Malformed, Outdated, Unknown
from tests.rebuilding import rebuilds
from tests.strategies_of_prose import articles, edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_paths = st.sampled_from(["a.md", "b.md", "c.md", "d.md"])


@st.composite
def _amended(draw: st.DrawFn, old: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """A text made from another, with articles amended, added, removed, and some declared moved."""
    new = {draw(_paths): draw(edited(text)) for text in old.values() if draw(st.booleans())}
    new |= draw(st.dictionaries(_paths, articles(), max_size=1))
    sources, targets = draw(st.permutations(sorted(old))), draw(st.permutations(sorted(new)))
    count = draw(st.integers(0, min(len(old), len(new))))
    return new, dict(zip(sources[:count], targets[:count], strict=True))


class TestTexts:
    """A text is told article by article; identity is the path, or a declared move."""

    @given(st.data())
    def test_a_delta_applies_and_inverts(self, data: st.DataObject) -> None:
        """Applied to the old texts it gives the new; inverted, the old from the new."""
        old = data.draw(st.dictionaries(_paths, articles(), max_size=3))
        new, moves = data.draw(_amended(old))
        delta = diff_texts(old, new, moves)
        assert delta.apply(old) == new
        assert delta.invert().apply(new) == old
        assert delta.invert().invert() == delta

    @given(st.data())
    def test_deltas_join(self, data: st.DataObject) -> None:
        """Two in a row are one, moves followed through; one and its inverse are none."""
        old = data.draw(st.dictionaries(_paths, articles(), max_size=3))
        between, moves = data.draw(_amended(old))
        new, moves_too = data.draw(_amended(between))
        first, second = diff_texts(old, between, moves), diff_texts(between, new, moves_too)
        assert join(first, second).apply(old) == new
        assert not join(first, first.invert())

    def test_a_move_is_followed_through_two_deltas(self) -> None:
        """Moved, then moved and amended, is moved and amended once."""
        first = diff_texts({"a.md": "Un.\n"}, {"b.md": "Un.\n"}, {"a.md": "b.md"})
        second = diff_texts({"b.md": "Un.\n"}, {"c.md": "Deux.\n"}, {"b.md": "c.md"})
        [article] = join(first, second).articles
        assert (article.status, article.old_path, article.new_path) == (
            "moved and amended",
            "a.md",
            "c.md",
        )

    def test_deltas_that_do_not_meet_are_not_joined(self) -> None:
        """The second must have been made on the result of the first."""
        delta = diff_texts({"a.md": "Un.\n"}, {"a.md": "Deux.\n"})
        with pytest.raises(Outdated):
            join(delta, delta)

    @given(st.dictionaries(_paths, articles()))
    def test_nothing_changed_is_an_empty_delta(self, texts: dict[str, str]) -> None:
        """`diff(a, a)` is empty."""
        assert not diff_texts(texts, texts)

    def test_each_status_is_told(self) -> None:
        """Added, removed, amended, moved, moved and amended; unchanged is left out."""
        old = {"a.md": "Un.\n", "b.md": "Deux.\n", "c.md": "Trois.\n", "d.md": "Quatre mots ici.\n"}
        new = {
            "b.md": "Deux !\n",
            "e.md": "Trois.\n",
            "f.md": "Quatre mots là.\n",
            "g.md": "Six.\n",
        }
        delta = diff_texts(
            {**old, "z.md": "Z.\n"}, {**new, "z.md": "Z.\n"}, {"c.md": "e.md", "d.md": "f.md"}
        )
        assert [(article.path, article.status) for article in delta.articles] == [
            ("a.md", "removed"),
            ("b.md", "amended"),
            ("e.md", "moved"),
            ("f.md", "moved and amended"),
            ("g.md", "added"),
        ]

    def test_two_articles_can_swap_their_places(self) -> None:
        """Moves are taken together, not one after the other."""
        old = {"a.md": "Un.\n", "b.md": "Deux.\n"}
        new = {"a.md": "Deux.\n", "b.md": "Un.\n"}
        delta = diff_texts(old, new, {"a.md": "b.md", "b.md": "a.md"})
        assert [article.status for article in delta.articles] == ["moved", "moved"]
        assert delta.apply(old) == new

    @pytest.mark.parametrize(
        ("old", "new", "degree"),
        [
            ("L'État.\n", "L'Etat.\n", "words"),
            ("La loi, dit-on.\n", "La loi dit-on.\n", "words"),
            (
                "La loi est votée par le Parlement. Le Président la promulgue ensuite.\n",
                "La loi est votée par le Parlement.\n\nLe Président la promulgue ensuite.\n",
                "breaks",
            ),
            ("- un\n- deux\n", "- un\n  - deux\n", "level"),
            ("L'État.\n", "L’État.\n", "typography"),
            ('Un "mot" ici.\n', "Un « mot » ici.\n", "typography"),
            ("vice-président\n", "vice\u2011président\n", "typography"),
            ("Un : deux.\n", "Un\u00a0: deux.\n", "spacing"),
            ("Un.\n\nDeux.\n", "Un.\nDeux.\n", "spacing"),
            ("Un.\n", "Un.\n", None),
        ],
    )
    def test_a_change_goes_as_far_as_it_goes(self, old: str, new: str, degree: str | None) -> None:
        """Words and signs, breaks, levels, typography, spacing; told alike from either side."""
        article = diff_article(old, new)
        assert article.degree == article.invert().degree == degree
        assert article.changes_words == (degree == "words")
        if degree != "words":
            assert article.words == WordCount()

    def test_an_alinea_that_went_to_another_article_is_a_value(self) -> None:
        """Word for word, from six words on; told alike from the new text to the old."""
        words = "Les lois et règlements distincts sont soumis au contrôle du juge."
        old = {"a.md": f"# A\n\nUn.\n\n{words}\n", "b.md": "# B\n\nDeux.\n"}
        new = {"a.md": "# A\n\nUn.\n", "b.md": f"# B\n\n{words}\n\nDeux.\n"}
        delta = diff_texts(old, new)
        assert delta.transfers == (Transfer("a.md", 2, "b.md", 1),)
        assert delta.invert().transfers == (Transfer("b.md", 1, "a.md", 2),)
        assert to_json(delta)["transfers"] == [
            {"old_path": "a.md", "old_alinea": 2, "new_path": "b.md", "new_alinea": 1}
        ]
        short = "Elle est abrogée."
        old, new = ({p: t.replace(words, short) for p, t in side.items()} for side in (old, new))
        assert diff_texts(old, new).transfers == ()

    def test_a_formula_of_law_moves_nowhere(self) -> None:
        """What stands elsewhere too, in the article or in the text, may have come from anywhere."""
        formula = "Das Nähere bestimmt ein Bundesgesetz, das der Zustimmung des Bundesrates bedarf."
        old = {
            "a.md": f"# A\n\nEins.\n\n{formula}\n",
            "b.md": "# B\n\nZwei.\n",
            "c.md": f"# C\n\nDrei. {formula}\n",
        }
        new = {
            "a.md": "# A\n\nEins.\n",
            "b.md": f"# B\n\nZwei.\n\n{formula}\n",
            "c.md": old["c.md"],
        }
        assert diff_texts(old, new).transfers == ()
        one, two = (
            "Der Bund gewährt den Ländern Hilfe; {}",
            "Die Länder tragen ihre Last selbst. {}",
        )
        article = diff_article(
            f"# A\n\n{one.format(formula)}\n\nFünf. {formula}\n",
            f"# A\n\nFünf. {formula}\n\n{two.format(formula)}\n",
        )
        assert article.words.moved == 0

    def test_a_place_that_a_declared_move_took_or_left_is_looked_at(self) -> None:
        """In a row of articles each pushed on by one, the one that was amended is found as well."""
        one = "Le Président veille au respect de la Constitution et assure la continuité de l’État."
        two = "Le Président est élu pour cinq ans au suffrage direct, et peut être réélu une fois."
        three = "La loi organique fixe les conditions d’application du présent titre et les délais."
        old = {f"{n}.md": f"# Article {n}\n\n{t}\n" for n, t in ((3, one), (4, two), (5, three))}
        new = {
            f"{n}.md": f"# Article {n}\n\n{t}\n"
            for n, t in ((3, "Neuf."), (4, one), (5, two.replace("cinq", "six")), (6, three))
        }
        declared = {"3.md": "4.md", "5.md": "6.md"}
        assert find_undeclared(old, new, declared) == {"4.md": "5.md"}
        delta = diff_texts(old, new, declared)
        assert delta.undeclared == (("4.md", "5.md"),)
        assert [a.status for a in delta.articles if a.old_path == "4.md"] == ["removed"]

    def test_an_undeclared_move_is_pointed_out_and_not_assumed(self) -> None:
        """Identity is declared, never guessed; the number in the first line may differ."""
        old = {"a.md": "# Article 11\n\nLe peuple décide.\n"}
        new = {"b.md": "# Article 12\n\nLe peuple décide.\n"}
        delta = diff_texts(old, new)
        assert [article.status for article in delta.articles] == ["removed", "added"]
        assert delta.undeclared == (("a.md", "b.md"),)
        assert diff_texts(old, new, {"a.md": "b.md"}).undeclared == ()

    def test_an_article_that_took_the_place_of_another_is_pointed_out(self) -> None:
        """Amended on the way, and on a number in use: told, and not taken for two that were joined."""
        courts = "Les tribunaux militaires sont ceux que la loi organique établit pour les armées."
        old = {
            "a.md": f"# Article 96\n\nLes juges suprêmes sont nommés par le Parlement réuni.\n\n{courts[:20]}\n",
            "b.md": f"# Article 96a\n\n{courts}\n\nLeurs juges doivent avoir la capacité de juger.\n",
        }
        new = {"a.md": old["b.md"].replace("96a", "96").replace("armées", "forces")}
        delta = diff_texts(old, new)
        assert [article.status for article in delta.articles] == ["amended", "removed"]
        assert delta.undeclared == (("b.md", "a.md"),)
        assert delta.reshaped == ()
        assert delta.invert().undeclared == (("a.md", "b.md"),)
        followed = diff_texts(old, new, find_undeclared(old, new, {}))
        assert [article.status for article in followed.articles] == ["removed", "moved and amended"]

    def test_which_of_two_equal_articles_moved_is_not_guessed(self) -> None:
        """Two repealed stubs say nothing of each other."""
        old = {"a.md": "# Article 1\n\n(abrogé)\n", "b.md": "# Article 2\n\n(abrogé)\n"}
        assert diff_texts(old, {"c.md": "# Article 3\n\n(abrogé)\n"}).undeclared == ()

    def test_articles_that_changed_places_are_told(self) -> None:
        """Two that were exchanged, or three in a ring, word for word, however short they are."""
        words = {"a.md": "Un.", "b.md": "La langue est le français.", "c.md": "Trois."}
        old = {path: f"# Article {path[0]}\n\n{text}\n" for path, text in words.items()}
        ring = {"a.md": "b.md", "b.md": "c.md", "c.md": "a.md"}
        for moves in ({"a.md": "b.md", "b.md": "a.md"}, ring):
            new = {**old, **{there: old[path] for path, there in moves.items()}}
            assert dict(diff_texts(old, new).undeclared) == moves
            kept = {
                path: f"# Article {path[0]}\n{new[path].partition(chr(10))[2]}" for path in new
            }  # the numbers stay in place
            assert find_undeclared(old, kept, {}) == moves
            followed = diff_texts(old, new, find_undeclared(old, new, {}))
            assert {article.status for article in followed.articles} == {"moved"}
            assert diff_texts(old, new, moves).undeclared == ()

    def test_articles_that_changed_places_and_a_word_are_told(self) -> None:
        """Nearly all their words, where they are many; those that are alike stay where they are."""
        one = (
            "Le Président de la République veille au respect de la Constitution et à son arbitrage."
        )
        two = (
            "La langue officielle est le français, et chaque commune peut employer la sienne aussi."
        )
        old = {"a.md": f"# Article 1\n\n{one}\n", "b.md": f"# Article 2\n\n{two}\n"}
        new = {
            "a.md": f"# Article 1\n\n{two.replace('chaque', 'toute')}\n",
            "b.md": f"# Article 2\n\n{one}\n",
        }
        assert dict(diff_texts(old, new).undeclared) == {"a.md": "b.md", "b.md": "a.md"}
        alike = {path: text.replace("Article", "Title") for path, text in old.items()}
        assert diff_texts(old, alike).undeclared == ()

    def test_an_article_pushed_on_by_a_new_one_is_told(self) -> None:
        """A new text in its place and its own words in the next: moved on, and one is new."""
        old = {
            "a.md": "# Article 1\n\nLe Président de la République veille au respect des libertés.\n",
            "b.md": "# Article 2\n\nLa langue officielle est le français dans toutes les communes.\n",
        }
        new = {
            "a.md": "# Article 1\n\nL'eau est un bien commun que nulle personne ne peut vendre.\n",
            "b.md": old["a.md"].replace("1", "2"),
            "c.md": old["b.md"].replace("2", "3"),
        }
        evident = find_undeclared(old, new, {})
        assert evident == {"a.md": "b.md", "b.md": "c.md"}
        statuses = [article.status for article in diff_texts(old, new, evident).articles]
        assert statuses == ["added", "moved and amended", "moved and amended"]

    def test_a_delta_refuses_texts_it_was_not_made_for(self) -> None:
        """Applied to another text it says so, and changes nothing."""
        delta = diff_texts({"a.md": "Un.\n"}, {"a.md": "Deux.\n", "b.md": "B.\n"})
        with pytest.raises(Outdated):
            delta.apply({"a.md": "Autre.\n"})
        with pytest.raises(Outdated):
            delta.apply({"a.md": "Un.\n", "b.md": "Déjà là.\n"})

    def test_moves_that_cannot_be_are_refused(self) -> None:
        """From nowhere, to nowhere, or two to one place."""
        texts = {"a.md": "Un.\n", "b.md": "Deux.\n"}
        with pytest.raises(Unknown):
            diff_texts(texts, texts, {"x.md": "a.md"})
        with pytest.raises(Unknown):
            diff_texts(texts, texts, {"a.md": "x.md"})
        with pytest.raises(Malformed):
            diff_texts(texts, {"c.md": "Un.\n"}, {"a.md": "c.md", "b.md": "c.md"})

    @given(st.data())
    def test_the_record_says_all_in_plain_data(self, data: st.DataObject) -> None:
        """`--json` survives JSON, and its offsets lead back to the words."""
        old = {"a.md": data.draw(articles())}
        new = {"a.md": data.draw(edited(old["a.md"]))}
        record = to_json(diff_texts(old, new))
        assert json.loads(json.dumps(record)) == record
        assert record["format"] == "constitution-diff/1"
        for article in record["articles"]:
            for passage in article["passages"]:
                for name, texts in (("old", old), ("new", new)):
                    side = passage[name]
                    if side is not None:
                        words = "".join(hunk[name] for hunk in passage["hunks"])
                        assert texts["a.md"][side["start"] : side["end"]] == words

    def test_the_record_of_a_division_holds_the_break_alone(self) -> None:
        """What changes where an alinéa is split is the space that became a break; joined, the reverse."""
        one = "Un conseil de neuf membres veille au vote. Il rend ses avis en public."
        old, new = {"a.md": f"{one}\n"}, {"a.md": one.replace(". Il", ".\n\nIl") + "\n"}
        delta = diff_texts(old, new)
        for there, space, gap in ((delta, " ", "\n\n"), (delta.invert(), "\n\n", " ")):
            passages = to_json(there)["articles"][0]["passages"]
            changed = [
                (hunk["kind"], hunk["old"], hunk["new"])
                for passage in passages
                for hunk in passage["hunks"]
                if hunk["old"] != hunk["new"]
            ]
            assert changed == [("spacing", space, gap)]
            assert [passage["division"] is None for passage in passages] == [False, False]


@pytest.mark.parametrize("name", ["fr-constitution-1958", "de-grundgesetz"])
def test_every_real_revision_applies_and_inverts(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    """On the real histories: delta applied gives the new text, inverted gives the old."""
    bundle = shared_data / name / "history.bundle"
    subprocess.run(["git", "clone", "-q", bundle, tmp_path / "r"], check=True)
    versions = [_texts(tmp_path / "r", commit) for commit in _commits(tmp_path / "r")]
    assert len(versions) in {24, 64}
    for old, new in pairwise(versions):
        delta = diff_texts(old, new)
        assert delta.apply(old) == new
        assert delta.invert().apply(new) == old
        for article in delta.articles:
            rebuilds(article)
        told = {(one.old_path, one.old_alinea, one.new_path) for one in delta.transfers}
        assert told <= {("articles/article-2.md", 1, "articles/article-1.md")}
        evident = find_undeclared(old, new, {})
        assert evident in ({}, {"artikel/096a.md": "artikel/096.md"})
        for gone, there in _mistaken(diff_texts(old, new, evident)):
            pytest.fail(f"{gone.path} is told as removed, and stands at {there.path}")


def _mistaken(delta: Delta) -> Iterator[tuple[ArticleDelta, ArticleDelta]]:
    """The articles told as removed whose words stand in another, more than those it had."""
    removed = [article for article in delta.articles if article.status == "removed"]
    for gone, there in product(removed, delta.articles):
        alike = 0.0 if there.new is None else _ratio(gone.old, there.new)
        own = 0.0 if there.new is None else _ratio(there.old, there.new)
        if alike > max(own, 0.4):
            yield gone, there


def _ratio(old: str | None, new: str) -> float:
    """The share of common words, by another measure than the one that is tested."""
    words = (old or "").split(), new.split()
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()


def _commits(repository: Path) -> list[str]:
    return _git(repository, "rev-list", "--reverse", "HEAD").split()


def _texts(repository: Path, commit: str) -> dict[str, str]:
    """Every Markdown file of a commit below its one folder, by one run of git."""
    listed = _git(repository, "ls-tree", "-r", "-z", commit).split("\0")[:-1]
    found = {line.split("\t")[1]: line.split()[2] for line in listed if line.endswith(".md")}
    wanted = {path: name for path, name in found.items() if "/" in path}
    output = subprocess.run(
        ["git", "-C", repository, "cat-file", "--batch"],
        input="".join(f"{name}\n" for name in wanted.values()).encode(),
        capture_output=True,
        check=True,
    ).stdout
    texts, place = {}, 0
    for path in wanted:
        end = output.index(b"\n", place)
        size = int(output[place:end].split()[2])
        texts[path] = output[end + 1 : end + 1 + size].decode()
        place = end + size + 2
    return texts


def _git(repository: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", repository, *words], capture_output=True, check=True, text=True
    ).stdout
