"""What a diff of legal prose promises: both sides rebuilt, words told as a lawyer would."""

from __future__ import annotations

import difflib
import json
import subprocess
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.cli.rendering import Look, render_unified
from constitution.diff import (
    ArticleDelta,
    Delta,
    Division,
    Passage,
    WordCount,
    diff_article,
    diff_passages,
    diff_texts,
    diff_words,
    join,
    pairing,
    read_alineas,
    to_json,
    tokens,
)
from constitution.diff.breaks import in_two_columns
from constitution.diff.edits import find_edits
from constitution.diff.reshaping import Reshaped
from constitution.diff.transfers import Transfer
from constitution.diff.undeclared import find_undeclared
from constitution.diff.views import pieces
from constitution.errors import Malformed, Outdated, Unknown
from constitution.text import alineas, format_text
from tests.cases_in_markdown import Case, each_case
from tests.strategies_of_prose import articles, edited, texts_of_any_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from constitution.diff import Alinea
    from constitution.diff.views import Side


@each_case("diff")
def test_a_named_case_reads_as_written(case: Case) -> None:
    """The cases are what a lawyer expects to read; the marks are those of the plain rendering."""
    article = diff_article(case.texts["old"], case.texts["new"])
    lines = list(
        render_unified(Delta((article,)), lambda _: "Article", Look(width=9999), context=99)
    )
    shown = [line for line in lines[2 if article.changes_words else 1 :] if line]
    assert "".join(f"{line}\n" for line in shown) == case.texts["expected"]
    _rebuilds(article)
    _rebuilds(article.invert())


class TestTokens:
    """A token is a word with its elision, a mark, or a break; other white space is folded."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("l'État, qu’il", ["l'", "État", ",", "qu'", "il"]),
            ("aujourd'hui", ["aujourd'", "hui"]),
            ("the member's vote, don't", ["the", "member's", "vote", ",", "don't"]),
            ("the members' vote", ["the", "members", "'", "vote"]),
            ("l'article 72-4", ["l'", "article", "72-4"]),
            ("3,5 et 3, 5", ["3,5", "et", "3", ",", "5"]),
            ("« un »\u00a0; deux", ["«", "un", "»", ";", "deux"]),
            ("un\n\ndeux  \n trois", ["un", "\n", "deux", "\n", "trois"]),
            ("**loi** _m_ ###", ["**", "loi", "**", "_", "m", "_", "###"]),
            ("e\u0301tat", ["état"]),
            ("国会は公開", ["国", "会", "は", "公", "開"]),
            ("Loi 九条", ["Loi", "九", "条"]),
            ("Voir [article 1](a-1.md#b).", ["Voir", "[", "article", "1", "](a-1.md#b)", "."]),
            ("", []),
        ],
    )
    def test_words_are_cut_where_readers_cut_them(self, text: str, expected: list[str]) -> None:
        """Elisions leave their word, possessives and numbers stay whole."""
        assert list(tokens(text)) == expected

    @given(texts_of_any_kind)
    def test_no_character_but_white_space_is_lost(self, text: str) -> None:
        """What is not in a token is white space."""
        kept = "".join("".join(tokens(text)).split())
        assert len(kept) == len("".join(text.split()))


class TestHunks:
    """The hunks of two texts, put end to end, are both texts to the byte."""

    @given(st.data())
    def test_both_sides_are_rebuilt(self, data: st.DataObject) -> None:
        """Old sides give the old text, new sides the new, offsets included, at any start."""
        old = data.draw(texts_of_any_kind)
        new = data.draw(st.one_of(texts_of_any_kind, edited(old)))
        hunks = diff_words(old, new, old_start=7, new_start=11)
        assert "".join(hunk.old for hunk in hunks) == old
        assert "".join(hunk.new for hunk in hunks) == new
        for hunk in hunks:
            if hunk.old:
                assert old[hunk.old_start - 7 :].startswith(hunk.old)
            if hunk.new:
                assert new[hunk.new_start - 11 :].startswith(hunk.new)

    @given(st.data())
    def test_kinds_are_true(self, data: st.DataObject) -> None:
        """Equal is equal to the byte, spacing is the same words, the others are not."""
        old = data.draw(articles())
        for hunk in diff_words(old, data.draw(edited(old))):
            before, after = tokens(hunk.old), tokens(hunk.new)
            match hunk.kind:
                case "equal":
                    assert hunk.old == hunk.new
                case "spacing":
                    assert hunk.old != hunk.new
                    assert before == after
                case "insert":
                    assert after
                    assert not before
                case "delete":
                    assert before
                    assert not after
                case "replace":
                    assert before
                    assert after
                    assert before != after

    @given(st.data())
    def test_moved_runs_come_in_pairs_of_the_same_words(self, data: st.DataObject) -> None:
        """Each move has one deletion and one insertion, with the same words."""
        old = data.draw(articles())
        article = diff_article(old, data.draw(edited(old)))
        runs: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
        for passage in article.passages:
            for hunk in passage.hunks:
                if hunk.move is not None:
                    words = tokens(hunk.old + hunk.new)
                    runs.setdefault(hunk.move, []).append((hunk.kind, words))
        for ends in runs.values():
            assert sorted(kind for kind, _ in ends) == ["delete", "insert"]
            assert ends[0][1] == ends[1][1]

    def test_a_sentence_rewritten_beyond_recognition_is_one_replacement(self) -> None:
        """A few words in common by chance are not shown as kept."""
        old = "Toute personne née sur le territoire possède la citoyenneté dès sa naissance."
        new = "Aucun impôt nouveau ne frappe les revenus modestes nés sur le sol sans vote exprès."
        assert [hunk.kind for hunk in diff_words(old, new)] == ["replace"]

    def test_equal_texts_have_one_equal_hunk(self) -> None:
        """Nothing is said of what did not change."""
        assert [hunk.kind for hunk in diff_words("La loi.", "La loi.")] == ["equal"]
        assert diff_words("", "") == ()

    @given(st.lists(st.sampled_from("abc,;")), st.lists(st.sampled_from("abc,;")))
    def test_edits_give_the_new_tokens(self, old: list[str], new: list[str]) -> None:
        """Whatever is slid, joined and absorbed, the edits lead from the old tokens to the new."""
        edits = find_edits(old, new)
        rebuilt: list[str] = []
        place = 0
        for edit in edits:
            assert edit.i > place or (edit.i == place and not rebuilt)
            rebuilt += old[place : edit.i]
            assert len(rebuilt) == edit.k
            rebuilt += new[edit.k : edit.m]
            place = edit.j
        assert rebuilt + old[place:] == new


class TestArticles:
    """An article is told alinéa by alinéa, under the numbers of both versions."""

    @given(st.data())
    def test_passages_rebuild_both_versions(self, data: st.DataObject) -> None:
        """Each version is its passages in order, also after inversion."""
        old = data.draw(texts_of_any_kind)
        new = data.draw(st.one_of(texts_of_any_kind, edited(old)))
        article = diff_article(old, new)
        _rebuilds(article)
        _rebuilds(article.invert())
        assert article.invert().invert() == article

    @given(articles())
    def test_an_article_compared_with_itself_is_unchanged(self, text: str) -> None:
        """`diff(a, a)` is empty."""
        article = diff_article(text, text)
        assert article.status == "unchanged"
        assert {passage.status for passage in article.passages} <= {"unchanged"}
        assert not article.changes_words

    @given(articles())
    def test_alineas_are_those_of_the_text(self, text: str) -> None:
        """The numbers in a diff are the numbers by which alinéas are cited."""
        formed = format_text(text, "fr")
        cited = [alinea.number for alinea in alineas(formed)]
        assert [a.number for a in read_alineas(formed) if a.number is not None] == cited
        by_line = {alinea.number: alinea.line for alinea in alineas(formed)}
        for alinea in read_alineas(formed):
            if alinea.number is not None:
                assert formed.count("\n", 0, alinea.start) + 1 == by_line[alinea.number]

    @given(st.data())
    def test_what_is_gone_is_told_before_what_came_in_its_place(self, data: st.DataObject) -> None:
        """In every delta, also an inverted one."""
        old = data.draw(articles())
        article = diff_article(old, data.draw(edited(old)))
        for one in (article, article.invert()):
            for first, second in pairwise(one.passages):
                assert first.in_old or second.in_new

    def test_spacing_alone_changes_no_words(self) -> None:
        """A typographic space or apostrophe is told as "no word changes"."""
        article = diff_article(
            "# Article 1\n\nL'eau : vie.\n", "# Article 1\n\nL’eau\u00a0: vie.\n"
        )
        assert article.status == "amended"
        assert not article.changes_words
        assert (article.words.inserted, article.words.deleted) == (0, 0)

    def test_words_are_counted_once(self) -> None:
        """Punctuation does not count, a moved alinéa counts as moved, a replaced word twice."""
        old = "# Article 1\n\nLe vote est public et solennel.\n\nNul ne vote deux fois au même scrutin.\n\nFin.\n"
        new = "# Article 1\n\nNul ne vote deux fois au même scrutin.\n\nFin !\n\nLe vote est public et solennel.\n"
        words = diff_article(old, new).words
        assert (words.inserted, words.deleted, words.moved) == (0, 0, 6)
        words = diff_article("Le vote est public.\n", "Le vote est secret.\n").words
        assert (words.inserted, words.deleted, words.moved) == (1, 1, 0)

    def test_an_article_added_or_removed_has_one_side(self) -> None:
        """None stands for the text that does not exist, and for its path."""
        added = diff_article(None, "# Article 1\n\nLa loi.\n", None, "a.md")
        assert (added.status, added.old_path, added.new_path) == ("added", None, "a.md")
        assert [passage.status for passage in added.passages] == ["added", "added"]
        removed = added.invert()
        assert (removed.status, removed.path) == ("removed", "a.md")
        assert [passage.status for passage in removed.passages] == ["removed", "removed"]


def _cells(passage: Passage) -> Iterator[tuple[Alinea, bool, Side]]:
    """The alinéas of a passage, whether they stand in their text here, and their sides."""
    if passage.old is not None:
        yield passage.old, passage.in_old, "old"
    if passage.new is not None:
        yield passage.new, passage.in_new, "new"


class TestPairing:
    """What is known without weighing every pair of alinéas is what weighing them finds."""

    @given(st.data())
    def test_alineas_known_to_stay_are_those_that_weighing_every_pair_finds(
        self, data: st.DataObject
    ) -> None:
        """Where too little changed for another pairing to keep as much, none is looked for."""
        old = data.draw(articles())
        new = data.draw(edited(old))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pairing, "_OPENING_WEIGHS", 0)  # they count where much changed alone
            known = diff_passages(old, new)
            patch.setattr(pairing, "_stay", lambda *_: False)
            assert diff_passages(old, new) == known

    def test_alineas_that_begin_alike_stay_where_each_is_amended(self) -> None:
        """A long opening in common does not outweigh that each has the words of the one before."""
        opening = "Toute personne qui réside sur le territoire depuis cinq années peut demander"
        old = (
            f"{opening} que son nom soit inscrit sur les listes de sa commune.\n\n"
            f"{opening} la protection de la République contre un État étranger.\n"
        )
        new = old.replace("nom", "prénom").replace("République", "Nation")
        assert [
            (passage.status, passage.old and passage.old.number, passage.new and passage.new.number)
            for passage in diff_passages(old, new)
        ] == [("amended", 1, 1), ("amended", 2, 2)]


class TestDivisions:
    """An alinéa split in several, or several joined in one, is told by its parts."""

    parts = (
        "Le Sénat est élu au suffrage indirect pour six années.",
        "Les Français établis hors de France y sont représentés.",
        "Une loi organique fixe la durée des pouvoirs de chaque assemblée.",
    )

    def test_every_part_bears_the_same_division(self) -> None:
        """The alinéa that was split, and those it was split into, by number; inverted, joined."""
        old = f"# Article 24\n\n{' '.join(self.parts)}\n"
        new = "\n\n".join(["# Article 24", *self.parts]) + "\n"
        article = diff_article(old, new)
        told = {p.division for p in article.passages if p.division is not None}
        assert told == {Division("split", (1,), (1, 2, 3))}
        assert sum(p.division is not None for p in article.passages) == 3
        back = diff_article(new, old)
        assert {p.division for p in back.passages} == {None, Division("joined", (1, 2, 3), (1,))}
        assert {p.division for p in article.invert().passages} == {
            p.division for p in back.passages
        }

    def test_each_part_is_compared_with_where_it_stood(self) -> None:
        """The words of the other parts went, whole; only the word that changed is replaced."""
        old = f"# Article 24\n\n{' '.join(self.parts)}\n"
        kept = [self.parts[0], self.parts[1].replace("Français", "citoyens"), self.parts[2]]
        article = diff_article(old, "\n\n".join(["# Article 24", *kept]) + "\n")
        [amended] = [p for p in article.passages if p.status == "amended"]
        stayed = [hunk.new for hunk in amended.hunks if hunk.kind != "delete"]
        gone = "".join(hunk.old for hunk in amended.hunks if hunk.kind == "delete")
        assert stayed == [self.parts[0]]
        assert gone.split() == f"{self.parts[1]} {self.parts[2]}".split()
        _rebuilds(article)

    def test_the_figures_are_those_of_the_words_that_are_shown(self) -> None:
        """A word put in where an alinéa is split is one, in two columns and in figures."""
        old = f"# Article 24\n\n{' '.join(self.parts)}\n"
        kept = [self.parts[0], self.parts[1].replace("y sont", "y sont partout"), self.parts[2]]
        new = "\n\n".join(["# Article 24", *kept]) + "\n"
        for article, put, struck in (
            (diff_article(old, new), ["partout"], []),
            (diff_article(new, old), [], ["partout"]),
        ):
            assert (article.words.inserted, article.words.deleted) == (
                len(put),
                len(struck),
            )
            shown = in_two_columns(article.passages)
            for side, kind, told in (("new", "inserted", put), ("old", "deleted", struck)):
                marked = [
                    piece.text
                    for passage in shown
                    if (passage.in_new if side == "new" else passage.in_old)
                    for piece in pieces(passage, "new" if side == "new" else "old")
                    if piece.kind == kind
                ]
                assert marked == told

    @given(st.data())
    def test_in_two_columns_each_side_reads_as_its_text(self, data: st.DataObject) -> None:
        """Whatever was split or joined, the words of a cell are those of its alinéa."""
        old = data.draw(articles())
        lines = old.split("\n")
        cut = [line.replace(". ", ".\n\n") if data.draw(st.booleans()) else line for line in lines]
        article = diff_article(old, data.draw(edited("\n".join(cut))))
        for told in (article, article.invert()):
            for passage in in_two_columns(told.passages):
                for alinea, here, side in _cells(passage):
                    read = "".join(piece.text for piece in pieces(passage, side))
                    assert not here or tokens(read) == tokens(alinea.text)

    def test_a_part_belongs_to_one_division(self) -> None:
        """Where it stands between two that were split, and either had its words."""
        article = diff_article(
            "# A\n\nL’état. Assemblée assemblée assemblée assemblée.\n\nL’état. L’état.\n",
            "# A\n\nL’état.\n\nAssemblée assemblée assemblée assemblée.\n\nL’état.\n\nL’état.\n",
        )
        assert {p.division.new for p in article.passages if p.division is not None} == {(1, 2, 3)}

    @given(st.data())
    def test_divisions_name_alineas_that_are_there(self, data: st.DataObject) -> None:
        """One on one side, several on the other, all among the passages that bear it."""
        old = data.draw(articles())
        lines = old.split("\n")
        cut = [line.replace(". ", ".\n\n") if data.draw(st.booleans()) else line for line in lines]
        article = diff_article(old, data.draw(edited("\n".join(cut))))
        _rebuilds(article)
        for division in {p.division for p in article.passages if p.division is not None}:
            bearers = [p for p in article.passages if p.division == division]
            numbers = {
                "old": {p.old.number for p in bearers if p.old and p.in_old},
                "new": {p.new.number for p in bearers if p.new and p.in_new},
            }
            assert set(division.old) == numbers["old"]
            assert set(division.new) == numbers["new"]
            assert (len(division.old) == 1) == (division.kind == "split")
            assert (len(division.new) == 1) == (division.kind == "joined")

    def test_an_article_split_in_two_is_suggested(self) -> None:
        """By the words they share, both ways; nothing is assumed."""
        whole = {"a.md": f"# Article 1\n\n{self.parts[0]}\n\n{self.parts[2]}\n"}
        parts = {
            "a.md": f"# Article 1\n\n{self.parts[0]}\n",
            "b.md": f"# Article 2\n\n{self.parts[2]}\n",
        }
        delta = diff_texts(whole, parts)
        assert [article.status for article in delta.articles] == ["amended", "added"]
        assert delta.reshaped == (Reshaped("split", ("a.md",), ("a.md", "b.md")),)
        assert delta.invert().reshaped == (Reshaped("joined", ("a.md", "b.md"), ("a.md",)),)
        assert to_json(delta)["reshaped"] == [
            {"kind": "split", "old_paths": ["a.md"], "new_paths": ["a.md", "b.md"]}
        ]

    def test_an_article_that_was_copied_is_not_split(self) -> None:
        """What still stands where it stood did not leave."""
        whole = {"a.md": f"# Article 1\n\n{self.parts[0]}\n\n{self.parts[2]}\n"}
        both = {
            "a.md": whole["a.md"] + "\nFin.\n",
            "b.md": f"# Article 2\n\n{self.parts[2]}\n",
        }
        assert diff_texts(whole, both).reshaped == ()


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
            _rebuilds(article)
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


def _rebuilds(article: ArticleDelta) -> None:
    """Both texts of an article are its passages in order, and each passage its hunks."""
    old = [passage.old for passage in article.passages if passage.in_old]
    new = [passage.new for passage in article.passages if passage.in_new]
    assert "".join(side.text + side.after for side in old if side) == (article.old or "")
    assert "".join(side.text + side.after for side in new if side) == (article.new or "")
    for passage in article.passages:
        _is_its_hunks(passage, article)


def _is_its_hunks(passage: Passage, article: ArticleDelta) -> None:
    for side, text in ((passage.old, article.old), (passage.new, article.new)):
        if side is not None and text is not None:
            assert text[side.start :].startswith(side.text + side.after)
    if passage.old is not None:
        assert "".join(hunk.old for hunk in passage.hunks) == passage.old.text
    if passage.new is not None:
        assert "".join(hunk.new for hunk in passage.hunks) == passage.new.text
