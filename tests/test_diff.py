"""What a diff of legal prose promises: both sides rebuilt, words told as a lawyer would."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.cli.rendering import Look, render_unified
from constitution.diff import (
    Delta,
    diff_article,
    diff_words,
    read_alineas,
    tokens,
)
from constitution.diff.edits import find_edits
from constitution.text import alineas, format_text
from tests.cases_in_markdown import Case, each_case
from tests.rebuilding import rebuilds
from tests.strategies_of_prose import articles, edited, texts_of_any_kind


@each_case("diff")
def test_a_named_case_reads_as_written(case: Case) -> None:
    """The cases are what a lawyer expects to read; the marks are those of the plain rendering."""
    article = diff_article(case.texts["old"], case.texts["new"])
    lines = list(
        render_unified(Delta((article,)), lambda _: "Article", Look(width=9999), context=99)
    )
    shown = [line for line in lines[2 if article.changes_words else 1 :] if line]
    assert "".join(f"{line}\n" for line in shown) == case.texts["expected"]
    rebuilds(article)
    rebuilds(article.invert())


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
        rebuilds(article)
        rebuilds(article.invert())
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
