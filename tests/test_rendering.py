"""What reaches a terminal: deltas as lines that fit, with a meaning that needs no colour."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.cli.prose import table
from constitution.cli.rendering import (
    Look,
    render_side_by_side,
    render_stat,
    render_unified,
)
from constitution.cli.terminal import colour_wanted, paged
from constitution.diff import Delta, diff_texts, to_json, tokens
from constitution.diff.views import pair_rows, shown_passages
from constitution.display import Run, fit, safe, width_of, wrap
from constitution.language import speaking
from tests.strategies_of_prose import articles, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_SGR = re.compile("\x1b\\[[0-9;]*m")

_OLD = {
    "a.md": "# Article 1\n\nLe mandat dure sept ans.\n\nIl est renouvelable.\n\nNul ne le cumule.\n",
    "b.md": "# Article 2\n\nLa langue est le français.\n",
    "c.md": "# Article 3\n\nLe drapeau est tricolore.\n",
}
_NEW = {
    "a.md": "# Article 1\n\nLe mandat dure cinq ans.\n\nIl est renouvelable.\n\nNul ne le cumule.\n",
    "c.md": "# Article 3\n\nLe drapeau\u00a0est tricolore.\n",
    "d.md": "# Article 4\n\nLa devise demeure.\n",
}
_WORDS = ("présidence", "convocation", "dissolution", "composition")
_SIGNS_AND_WORDS = [" ou", ",", " ;", ", ou", " et", ""]
_TITLES = {"a.md": "Article 1", "b.md": "Article 2", "c.md": "Article 3", "d.md": "Article 4"}


def _title(path: str) -> str:
    return _TITLES.get(path, path)


class TestUnified:
    """Both versions in one column, only what changed, with its neighbours."""

    def test_every_article_is_told_by_its_kind(self) -> None:
        """Amended, removed, respaced, added: words in marks, alinéas under their numbers."""
        lines = render_unified(diff_texts(_OLD, _NEW), _title, Look(), context=0)
        assert list(lines) == [
            "Article 1",
            "amended — 1 word inserted, 1 word deleted",
            "",
            "~ 1  Le mandat dure [-sept-]{+cinq+} ans.",
            "",
            "Article 2",
            "removed — 7 words deleted",
            "",
            "- 1  [-La langue est le français.-]",
            "",
            "Article 3",
            "no word changes, only spacing",
            "",
            "Article 4",
            "added — 5 words inserted",
            "",
            "+ 1  {+La devise demeure.+}",
        ]

    def test_context_is_the_alineas_around_a_change(self) -> None:
        """One above and below; what is left out between two changes is a mark of its own."""
        alineas = [f"Alinéa numéro {n} du texte." for n in range(1, 8)]
        old = {"a.md": "# Article 1\n\n" + "\n\n".join(alineas) + "\n"}
        alineas[0], alineas[6] = "Alinéa premier du texte.", "Alinéa dernier du texte."
        new = {"a.md": "# Article 1\n\n" + "\n\n".join(alineas) + "\n"}
        lines = list(render_unified(diff_texts(old, new), _title, Look(), context=1))
        assert [line[:6].strip() for line in lines[2:] if line] == [
            "~ 1  A",
            "2  A",
            "⋯",
            "6  A",
            "~ 7  A",
        ]

    def test_long_prose_is_wrapped_under_its_number(self) -> None:
        """Lines begin where the words of the alinéa begin, and never pass the width."""
        old = {"a.md": "# Article 1\n\n" + "mot " * 40 + "fin.\n"}
        new = {"a.md": "# Article 1\n\n" + "mot " * 40 + "suite.\n"}
        lines = list(render_unified(diff_texts(old, new), _title, Look(width=40)))
        prose = [line for line in lines if "mot" in line]
        assert len(prose) > 3
        assert prose[0].startswith("~ 1  mot")
        assert all(line.startswith("     mot") for line in prose[1:-1])

    def test_a_move_names_the_path_it_came_from(self) -> None:
        """A declared move without a change of words says both."""
        delta = diff_texts({"a.md": "Un.\n"}, {"z.md": "Un.\n"}, {"a.md": "z.md"})
        assert list(render_unified(delta, _title, Look())) == [
            "z.md",
            "moved from a.md, no word changes",
        ]

    def test_an_article_that_bears_another_number_is_told_as_renumbered(self) -> None:
        """From what to what; the number in its first line is not shown again where it is all."""
        old = "# Article 6 — La dignité\n\nLa dignité ne se cède pas.\n"
        new = old.replace("6", "5")
        [alone] = diff_texts({"b.md": old}, {"a.md": new}, {"b.md": "a.md"}).articles
        assert alone.renumbered == ("6", "5")
        assert alone.only_renumbered
        lines = list(render_unified(Delta((alone,)), _title, Look()))
        assert lines == [
            "Article 1",
            "renumbered from 6 to 5, moved from b.md, no other word changes",
        ]
        [amended] = diff_texts({"a.md": old}, {"a.md": new.replace("cède", "vend")}).articles
        assert not amended.only_renumbered
        lines = list(render_unified(Delta((amended,)), _title, Look()))
        assert lines[1] == "renumbered from 6 to 5, and amended — 2 words inserted, 2 words deleted"
        assert "~    # Article [-6-]{+5+} — La dignité" in lines

    def test_an_undeclared_move_is_pointed_out(self) -> None:
        """While drafting, a move that nobody declared is named."""
        delta = diff_texts({"a.md": "# A\n\nUn.\n"}, {"z.md": "# Z\n\nUn.\n"})
        assert "a move that is not declared" in list(render_unified(delta, _title, Look()))[-1]

    def test_an_alinea_that_went_to_another_article_is_told_at_both(self) -> None:
        """Below the head of the one and of the other, where it stood and where it stands."""
        words = "Les lois et règlements distincts sont soumis au contrôle du juge."
        old = {"a.md": f"# A\n\nUn.\n\n{words}\n", "b.md": "# B\n\nDeux.\n"}
        new = {"a.md": "# A\n\nUn.\n", "b.md": f"# B\n\n{words}\n\nDeux.\n"}
        lines = list(render_unified(diff_texts(old, new), _title, Look()))
        assert lines[2] == "Paragraph 2 went, word for word, to Article 2, paragraph 1."
        assert "Paragraph 1 came, word for word, from Article 1, paragraph 2." in lines

    def test_two_articles_of_one_name_are_told_apart_by_their_path(self) -> None:
        """The one that goes bears the heading it had, and not that of the one in its place."""
        old = {
            "a.md": "# Article 3\n\nLe drapeau est tricolore et flotte sur les mairies du pays.\n",
            "b.md": "# Article 4\n\nLa devise de la Nation demeure celle que le peuple a choisie.\n",
        }
        new = {"a.md": old["b.md"], "c.md": "# Article 4\n\nAutre chose.\n"}
        delta = diff_texts(old, new, {"b.md": "a.md"})
        lines = list(render_unified(delta, lambda path: new[path].split("\n")[0][2:], Look()))
        heads = [line for line in lines if line.startswith("Article")]
        assert heads == ["Article 3", "Article 4 (a.md)", "Article 4 (c.md)"]

    def test_articles_that_changed_places_are_told_in_one_sentence(self) -> None:
        """Followed or not, with the headings they had and where they stood."""
        old = {"a.md": "# Un\n\nPremier.\n", "b.md": "# Deux\n\nSecond.\n"}
        new = {"a.md": old["b.md"], "b.md": old["a.md"]}
        titles = {"a.md": "Deux", "b.md": "Un"}
        delta = diff_texts(old, new)
        assert list(render_unified(delta, titles.__getitem__, Look(width=200)))[-1] == (
            "Un (a.md) and Deux (b.md) have each other’s words: this looks like two articles that "
            "changed places, which is not declared."
        )
        followed = replace(
            diff_texts(old, new, dict(delta.undeclared)), undeclared=delta.undeclared
        )
        assert list(render_unified(followed, titles.__getitem__, Look(width=200)))[-1] == (
            "Un (a.md) and Deux (b.md) are shown as having changed places; nobody declared it."
        )

    def test_an_item_stands_as_deep_as_it_is(self) -> None:
        """All its lines, and not those of its parent alone."""
        old = "# A\n\n- un\n  - deux ou trois mots que personne ne lit en entier\n"
        new = old.replace("ne lit", "ne lit jamais")
        lines = list(render_unified(diff_texts({"a": old}, {"a": new}), _title, Look(width=40)))
        start = next(n for n, line in enumerate(lines) if line.startswith("~ 2"))
        assert lines[start].startswith("~ 2    - deux")
        assert all(line.startswith(" " * 7) for line in lines[start + 1 :])

    @given(st.sampled_from(_SIGNS_AND_WORDS), st.sampled_from(_SIGNS_AND_WORDS))
    def test_what_replaces_something_reads_well_without_it(self, one: str, two: str) -> None:
        """Without what was struck out stands the new text, spaces too; without what was put in, the old."""
        old, new = (f"# A\n\nLe texte est économique{words} sociale ici.\n" for words in (one, two))
        if one and two and one != two:
            delta = diff_texts({"a": old}, {"a": new})
            line = list(render_unified(delta, _title, Look(width=9999)))[-1].replace("  ", " ")
            now = re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", line))
            before = re.sub(r"\[-(.*?)-\]", r"\1", re.sub(r"\{\+.*?\+\}", "", line))
            assert now.replace("  ", " ") == f"~ 1 {new.split(chr(10))[2]}"
            assert before.replace("  ", " ") == f"~ 1 {old.split(chr(10))[2]}"


class TestSideBySide:
    """The old text on the left, the new one on the right, a sign between them."""

    def test_what_a_break_put_elsewhere_is_not_marked_as_moved(self) -> None:
        """The sentence above says that an alinéa was split, and no word changes."""
        old = "# A\n\nLa loi est votée par le Parlement. Le Président la promulgue.\n"
        new = "# A\n\nLa loi est votée par le Parlement.\n\nLe Président la promulgue.\n"
        lines = list(
            render_side_by_side(diff_texts({"a": old}, {"a": new}), _title, Look(width=90))
        )
        assert lines[1] == "no word changes, only the breaks between paragraphs"
        assert "Paragraph 1 is split into paragraphs 1 and 2." in lines
        assert not re.search(r"[<>{}]", "".join(lines[3:]))

    def test_an_alinea_that_moved_shows_on_either_side_what_changed_in_it(self) -> None:
        """What it kept is marked as moved, what changed as deleted and inserted."""
        words = "Le Président est élu pour {} ans au suffrage universel direct."
        rest = "Le Parlement vote la loi et contrôle le Gouvernement en toute chose."
        old = f"# A\n\n{words.format('cinq')}\n\n{rest}\n"
        new = f"# A\n\n{rest}\n\n{words.format('sept')}\n"
        delta = diff_texts({"a": old}, {"a": new})
        shown = "\n".join(render_side_by_side(delta, _title, Look(width=200)))
        assert "pour<] [-cinq-] [<ans" in shown
        assert "pour>} {+sept+} {>ans" in shown

    def test_each_side_reads_as_its_own_text(self) -> None:
        """What was deleted stands on the left alone, what was inserted on the right alone."""
        lines = list(render_side_by_side(diff_texts(_OLD, _NEW), _title, Look(width=72)))
        [row] = [line for line in lines if "mandat" in line]
        assert row == "1 Le mandat dure [-sept-] ans.     ~ 1 Le mandat dure {+cinq+} ans."

    def test_removed_and_added_alineas_stand_beside_each_other(self) -> None:
        """A rewritten alinéa is one row."""
        old = {"a.md": "# A\n\nToute personne née ici possède la citoyenneté pleine et entière.\n"}
        new = {"a.md": "# A\n\nAucun impôt nouveau ne frappe les revenus modestes des familles.\n"}
        lines = list(render_side_by_side(diff_texts(old, new), _title, Look(width=200)))
        [row] = [line for line in lines if "personne" in line]
        assert "[-Toute" in row
        assert "{+Aucun" in row
        assert " ± " in row

    @pytest.mark.parametrize("render", [render_unified, render_side_by_side])
    def test_a_heading_that_comes_or_goes_with_an_article_is_shown(
        self, render: Callable[[Delta, Callable[[str], str], Look], Iterator[str]]
    ) -> None:
        """It stands above the article in its file; the line that names the article is its head alone."""
        with_it = {"a.md": "# Titre IV\n\n## Article 50\n\nLe Conseil siège.\n"}
        for old, new, said in ((with_it, {}, "goes"), ({}, with_it, "comes")):
            lines = "\n".join(render(diff_texts(old, new), _title, Look(width=99)))
            assert f"The heading “Titre IV” {said} with it." in lines
            assert "# Titre IV" in lines
            assert "Article 50" not in lines

    def test_the_line_that_names_an_article_is_its_head_wherever_it_stands(self) -> None:
        """Below the heading of a chapter too; where it changes itself, it is shown."""
        old = "# Titre IV\n\n## Article 50\n\nLe Conseil siège.\n\nNul ne le dissout.\n"
        for above in ("# Titre IV", "# Titre IV — Du Conseil"):
            new = old.replace("siège", "délibère").replace("# Titre IV", above, 1)
            shown = shown_passages(diff_texts({"a.md": old}, {"a.md": new}).articles[0], 1)
            texts = [p.new.text for p in shown if p is not None and p.new is not None]
            assert "## Article 50" not in texts
            assert "Le Conseil délibère." in texts
        named = old.replace("## Article 50", "## Article 50 — Le Conseil")
        shown = shown_passages(diff_texts({"a.md": old}, {"a.md": named}).articles[0], 1)
        texts = [p.new.text for p in shown if p is not None and p.new is not None]
        assert "## Article 50 — Le Conseil" in texts

    def test_alineas_that_share_no_words_stand_apart(self) -> None:
        """Of two that went and three that came, the one its words moved to stands beside it."""
        moved = "Le Conseil statue comme conseil de discipline des magistrats du siège"
        gone = "Les seigneurs gardaient jadis leurs terres et leurs forêts."
        old = {
            "a.md": f"# A\n\nDébut.\n\n{moved}, présidé alors par un autre magistrat élu.\n\n{gone}"
            "\n\nFin.\n"
        }
        new = {
            "a.md": "# A\n\nDébut.\n\nAucun impôt nouveau ne frappe les revenus modestes.\n\n"
            f"Nul juge ne peut, sauf sur sa demande, quitter sa place avant cinq ans pleins. {moved}, "
            "avec tous les membres visés plus haut et ceux que la loi désigne chaque année.\n\n"
            "Chaque commune plante un arbre au printemps.\n\nFin.\n"
        }
        delta = diff_texts(old, new)
        rows = [
            [p.status if p else None for p in row]
            for row in pair_rows(shown_passages(delta.articles[0], 0))
        ]
        assert rows == [
            [None, "added"],
            ["removed", "added"],
            [None, "added"],
            ["removed", None],
        ]
        alone = diff_texts({"a.md": old["a.md"].replace(moved, "Rien")}, new)
        rows = [
            [p.status if p else None for p in row]
            for row in pair_rows(shown_passages(alone.articles[0], 0))
        ]
        assert rows == [["removed", None]] * 2 + [[None, "added"]] * 3

    @given(st.data())
    def test_no_line_is_wider_than_asked(self, data: st.DataObject) -> None:
        """Any delta, both layouts, any width from narrow to wide."""
        old = {"a.md": data.draw(articles()), "b.md": data.draw(articles())}
        new = {path: data.draw(edited(text)) for path, text in old.items()}
        look = Look(width=data.draw(st.integers(30, 200)))
        delta = diff_texts(old, new)
        for render in (render_unified, render_side_by_side, render_stat):
            for line in render(delta, _title, look):
                assert width_of(line) <= look.width


class TestSentences:
    """What is said of articles is said as the language of the screen says it."""

    def test_in_french_an_article_is_named_within_its_sentence(self) -> None:
        """The article and the preposition agree, and numbers that follow each other are a range."""
        lines = [f"Alinéa sur la {word} de chaque chambre élue.\n\n" for word in _WORDS]
        old = {
            "a.md": "# Article 1\n\nDébut.\n\n" + "".join(lines),
            "b.md": "# Article 2\n\nFin.\n",
        }
        new = {
            "a.md": "# Article 1\n\nDébut.\n",
            "b.md": "# Article 2\n\nFin.\n\n" + "".join(lines),
        }
        with speaking("fr"):
            out = " ".join(
                render_unified(diff_texts(old, new), lambda path: _TITLES[path], Look(width=9999))
            )
        assert "Les alinéas 2 à 5 sont passés, mot pour mot, à l’article 2, alinéas 2 à 5." in out
        assert "Les alinéas 2 à 5 viennent, mot pour mot, de l’article 1, alinéas 2 à 5." in out


class TestColour:
    """Colour adds to the marks and never replaces what it means without them."""

    @given(st.data())
    def test_without_its_codes_a_coloured_text_is_the_plain_one(self, data: st.DataObject) -> None:
        """With marks asked for, only the codes differ, and each line closes what it opens."""
        old = {"a.md": data.draw(articles())}
        delta = diff_texts(old, {"a.md": data.draw(edited(old["a.md"]))})
        for render in (render_unified, render_side_by_side, render_stat):
            plain = list(render(delta, _title, Look(width=60)))
            coloured = list(render(delta, _title, Look(width=60, colour=True, marks=True)))
            assert [_SGR.sub("", line).rstrip() for line in coloured] == plain
            for line in coloured:
                codes = _SGR.findall(line)
                assert len(codes) % 2 == 0
                assert set(codes[1::2]) <= {"\x1b[0m"}

    def test_colour_alone_does_without_marks(self) -> None:
        """Struck red and underlined green, so that not even then colour alone tells."""
        delta = diff_texts({"a.md": "Il vote non.\n"}, {"a.md": "Il vote oui.\n"})
        line = list(render_unified(delta, _title, Look(colour=True)))[-1]
        assert "\x1b[31;9mnon\x1b[0m\x1b[32;4moui\x1b[0m" in line

    @given(st.data())
    def test_the_marks_tell_both_texts(self, data: st.DataObject) -> None:
        """Without colour, what is outside the marks of one side is the other side's words."""
        words = st.lists(st.sampled_from(["loi", "vote", "peuple", "le", ","]), min_size=1)
        spaces = st.sampled_from([" ,", ","])
        old, new = (
            " ".join(data.draw(words)).replace(" ,", data.draw(spaces)) for _side in range(2)
        )
        lines = render_unified(diff_texts({"a": old}, {"a": new}), _title, Look(width=9999))
        told = "".join(line[5:] + "\n" for line in list(lines)[2:] if line)
        after = re.sub(r"\[-.*?-\]|\[<.*?<\]", "", told)
        before = re.sub(r"\{\+.*?\+\}|\{>.*?>\}", "", told)
        if told:
            marks = r"\[-|-\]|\{\+|\+\}|\[<|<\]|\{>|>\}"
            assert _words(re.sub(marks, "", after)) == _words(new)
            assert _words(re.sub(marks, "", before)) == _words(old)


def _words(text: str) -> list[str]:
    return [word for word in tokens(text) if word != "\n"]


class TestTables:
    """A table stands in columns; what finds no room stands below, further in."""

    rows = ("| Old | New |", "| --- | --- |", "| 12 | a\\|b |", "| 3 | **l’article** |")

    def test_cells_stand_in_columns(self) -> None:
        """The marks of Markdown are not shown, and an escaped bar is part of its cell."""
        assert list(table(self.rows, 40)) == ["Old  New", "12   a|b", "3    l’article"]

    @given(st.data())
    def test_no_line_is_wider_than_asked_and_nothing_is_lost(self, data: st.DataObject) -> None:
        """Whatever stands in the cells."""
        word = st.text(alphabet="abé’", min_size=1, max_size=9)
        cell = st.lists(word, min_size=1, max_size=6).map(" ".join)
        rows = data.draw(st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=4))
        written = [f"| {' | '.join(row)} |" for row in rows]
        lines = list(table(["| h |", "| --- |", *written], 40))
        assert all(width_of(line) <= 40 for line in lines)
        assert "".join("".join(lines).split()) == "h" + "".join(
            "".join(cell.split()) for row in rows for cell in row
        )


class TestStat:
    """Figures an article, and their sum."""

    def test_figures_and_bars(self) -> None:
        """Words inserted and deleted; what changed no words says so instead."""
        assert list(render_stat(diff_texts(_OLD, _NEW), _title, Look())) == [
            "~ Article 1  +1 -1 +-",
            "- Article 2  +0 -7 -------",
            "~ Article 3  +0 -0 no word changes, only spacing",
            "+ Article 4  +5 -0 +++++",
            " 4 articles changed: 6 words inserted, 8 words deleted",
        ]

    def test_a_stub_is_told_as_a_repeal(self) -> None:
        """What leaves its number is repealed, and what fills a stub is restored, with the figures."""
        stub = {**_OLD, "b.md": "# Article 2\n\n(Abrogé)\n"}
        delta = diff_texts(_OLD, stub)
        assert next(iter(render_stat(delta, _title, Look()))) == (
            "- Article 2  +1 -5 repealed, its number stays"
        )
        assert list(render_unified(delta, _title, Look()))[1] == (
            "repealed, its number stays — 1 word inserted, 5 words deleted"
        )
        assert next(iter(render_stat(delta.invert(), _title, Look()))) == (
            "~ Article 2  +5 -1 restored"
        )
        moved = diff_texts({"b.md": _OLD["b.md"]}, {"c.md": stub["b.md"]}, {"b.md": "c.md"})
        assert list(render_unified(moved, _title, Look()))[1] == (
            "moved from b.md; repealed, its number stays — 1 word inserted, 5 words deleted"
        )
        assert [to_json(one)["articles"][0]["stub"] for one in (delta, delta.invert())] == [
            "left",
            "filled",
        ]

    def test_nothing_is_said_of_nothing(self) -> None:
        """An empty delta has no lines in any layout."""
        delta = diff_texts(_OLD, _OLD)
        for render in (render_unified, render_side_by_side, render_stat):
            assert list(render(delta, _title, Look())) == []


class TestSafe:
    """No raw control, bidirectional or invisible character of a repository reaches a terminal."""

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("\x1b[31mrouge", "␛[31mrouge"),
            ("a\x9bb", "a⟦U+009B⟧b"),
            ("a\u202eb", "a⟦U+202E⟧b"),
            ("a\u200bb\ufeff", "a⟦U+200B⟧b⟦U+FEFF⟧"),
            ("a\u00adb", "a⟦U+00AD⟧b"),
            ("a\u2028b", "a⟦U+2028⟧b"),
            ("a\ufe0fb", "a⟦U+FE0F⟧b"),
            ("\x7f\x00\t", "␡␀␉"),
            ("a\nb", "a␊b"),
            ("L’État\u00a0; « né » à Œ", "L’État\u00a0; « né » à Œ"),
            ("[/x] [$x] [b", "[/x] [$x] [b"),
        ],
    )
    def test_hidden_characters_are_shown_as_symbols(self, text: str, shown: str) -> None:
        """Prose is left as it is."""
        assert safe(text) == shown

    def test_a_word_longer_than_a_line_is_cut_after_its_hyphen(self) -> None:
        """But for the marks around it; one without a hyphen is cut where the line ends."""
        for text, width, lines in (
            ("soixante-dix-sept", 12, ["soixante-", "dix-sept"]),
            ("[-soixante-]", 8, ["[-soixan", "te-]"]),
            ("anticonstitutionnel", 8, ["anticons", "titution", "nel"]),
        ):
            assert [
                "".join(run.text for run in line) for line in wrap([Run("", text)], width)
            ] == lines

    def test_line_feeds_stand_where_lines_are_wanted(self) -> None:
        """A text has lines; a name has none, and cannot forge one."""
        assert safe("a\nb\r", lines=True) == "a\nb␍"

    @given(st.text())
    def test_nothing_hidden_remains(self, text: str) -> None:
        """Whatever comes in, what goes out has a glyph."""
        for character in safe(text):
            category = unicodedata.category(character)
            assert category[0] in "LMNPSZ"
            assert category not in {"Zl", "Zp"}

    def test_every_line_of_a_delta_is_safe(self) -> None:
        """Titles, paths and words of the text all pass through it."""
        old = {"a.md": "Un \x1b[2Jmot.\n\n| a |\n"}
        new = {"b.md": "Un \x1b[2Jautre \u202emot.\n\n| \x07b |\n", "\x1bc.md": "\x1b]0;x\x07\n"}
        delta = diff_texts(old, new, {"a.md": "b.md"})
        for render in (render_unified, render_side_by_side, render_stat):
            for line in render(delta, lambda path: path + "\x1b[1m\u202e", Look()):
                assert not set(line) & set("\x1b\x07\u202e\n")


class TestWrapping:
    """Prose in lines of at most so many cells, broken only where prose may break."""

    @given(
        st.lists(st.builds(Run, st.sampled_from(["", "insert"]), st.text("ab é’\u00a0字\u0301\n"))),
        st.integers(2, 20),
    )
    def test_nothing_but_spaces_is_lost_and_no_line_is_too_wide(
        self, runs: list[Run], width: int
    ) -> None:
        """Also when words are longer than a line, and with wide and combining characters."""
        lines = wrap(runs, width)
        shown = [(run.style, letter) for line in lines for run in line for letter in run.text]
        given_ = [(run.style, letter) for run in runs for letter in run.text]
        assert [one for one in shown if not one[1].isspace()] == [
            one for one in given_ if not one[1].isspace()
        ]
        assert all(sum(width_of(run.text) for run in line) <= width for line in lines)
        assert all(run.text for line in lines for run in line)

    def test_a_change_beside_a_space_that_must_not_break_is_shown(self) -> None:
        """A space that begins a run alone takes nothing of the next run with it."""
        lines = wrap([Run("", "mot "), Run("delete", "\u00a0"), Run("insert", "; fin")], 20)
        assert lines == [(Run("", "mot "), Run("delete", " "), Run("insert", "; fin"))]

    def test_a_space_that_must_not_break_does_not(self) -> None:
        """`dix ;` stays together, and the space is shown as one."""
        lines = wrap([Run("", "un dix\u00a0; fin")], 6)
        assert ["".join(run.text for run in line) for line in lines] == ["un", "dix ;", "fin"]

    def test_styles_follow_their_words_over_the_lines(self) -> None:
        """A run that is broken keeps its style on both lines."""
        lines = wrap([Run("", "le "), Run("insert", "mot nouveau")], 7)
        assert lines == [(Run("", "le "), Run("insert", "mot")), (Run("insert", "nouveau"),)]

    def test_names_are_cut_to_fit(self) -> None:
        """With an ellipsis, in cells and not in characters."""
        assert fit("Article 11", 7) == "Articl…"
        assert fit("字字字", 4) == "字…"
        assert fit("court", 9) == "court"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestTerminal:
    """Colours and pager as git's readers know them."""

    @pytest.mark.parametrize(
        ("stream", "env", "wanted"),
        [
            (_Terminal(), {}, True),
            (_Terminal(), {"NO_COLOR": "1"}, False),
            (_Terminal(), {"NO_COLOR": ""}, True),
            (_Terminal(), {"TERM": "dumb"}, False),
            (io.StringIO(), {}, False),
        ],
    )
    def test_colour_is_for_terminals_whose_reader_wants_it(
        self, stream: io.StringIO, env: Mapping[str, str], *, wanted: bool
    ) -> None:
        """`NO_COLOR` counts when it is not empty, as its convention says."""
        assert colour_wanted(stream, env) is wanted

    def test_a_pipe_gets_the_lines_and_no_pager(self) -> None:
        """Even if one is set."""
        stream = io.StringIO()
        paged(["un", "deux"], stream, {"GIT_PAGER": "false"})
        assert stream.getvalue() == "un\ndeux\n"

    def test_a_terminal_gets_the_readers_pager(self, tmp_path: Path) -> None:
        """`GIT_PAGER` goes before `PAGER`."""
        shown = tmp_path / "shown"
        env = {"GIT_PAGER": f"tr a-z A-Z > '{shown}'", "PAGER": "false", "PATH": "/usr/bin:/bin"}
        paged(["l'été"], _Terminal(), env)
        assert shown.read_text(encoding="utf-8").startswith("L'")

    @pytest.mark.parametrize("pager", ["", "cat"])
    def test_a_reader_may_have_no_pager(self, pager: str) -> None:
        """An empty pager, or `cat`, writes to the terminal itself."""
        stream = _Terminal()
        paged(["un"], stream, {"GIT_PAGER": pager})
        assert stream.getvalue() == "un\n"

    def test_leaving_the_pager_early_is_no_error(self) -> None:
        """A reader who quits has read enough."""
        paged((f"{n} " * 100 for n in range(10_000)), _Terminal(), {"PAGER": "exit 0"})
