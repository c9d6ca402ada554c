"""Alinéas find their partners in the other text, and those that were split or joined are told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.diff import (
    Division,
    Passage,
    diff_article,
    diff_passages,
    diff_texts,
    pairing,
    to_json,
    tokens,
)
from constitution.diff.breaks import in_two_columns
from constitution.diff.reshaping import Reshaped
from constitution.diff.views import pieces
from tests.rebuilding import rebuilds
from tests.strategies_of_prose import articles, edited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.diff import Alinea
    from constitution.diff.views import Side


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
        rebuilds(article)

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
        rebuilds(article)
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
