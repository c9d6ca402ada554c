"""Collisions with the current text are settled one by one, and never leave a mark in a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.carrying import Conflicting
from constitution.assembly.choices import remember_choices, remembered_choices
from constitution.assembly.drafting import (
    disputes_of,
    move_article,
    new_amendment,
    repeal_article,
    submit,
    update,
)
from constitution.assembly.pending import find_pending
from constitution.cli.talk import Talk
from constitution.errors import Malformed
from constitution.merge import Reworded
from constitution.outline import name_at
from constitution.verify import verify
from tests.colliding import DONE, READ_AGAIN, REFUSED, USAGE, collide
from tests.committee import Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constitution.canonical import Digest
    from constitution.merge import Choice


class TestResolving:
    """`amend update` lists the conflicts, `amend resolve` settles them, one commit comes of it."""

    def test_update_numbers_the_conflicts_and_writes_nothing(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Exit 1; each conflict with its paragraph and its readings; no ref moves."""
        collide(committee)
        before = find_pending(committee.desk, "2").branch.tip
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "  1  paragraph 1" in out
        assert "  2  paragraph 1" in out
        for words in ("Sept cent mille", "Cinq cent mille", "Un million", "trois", "six"):
            assert words in out
        assert "amend resolve 2 1 --current" in err
        assert find_pending(committee.another_desk(), "2").branch.tip == before

    def test_choices_are_remembered_until_the_last_one_is_made(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The numbers stay, and the chosen readings go into one ordinary commit on the branch."""
        collide(committee)
        before = find_pending(committee.desk, "2").branch.tip
        code, _out, err = typed("amend", "resolve", "2", "1", "--words", "Six cent mille")
        assert code == DONE
        assert "Left to settle: 2 of 2." in err
        assert find_pending(committee.another_desk(), "2").branch.tip == before
        assert "chosen: Six cent mille" in typed("amend", "update", "2")[1]
        code, _out, err = typed("amend", "resolve", "2", "2", "--amendment")
        assert code == READ_AGAIN
        assert "both sides touched one sentence" in err
        assert "stands on the current text" in err
        desk = committee.another_desk()
        one = find_pending(desk, "2")
        assert desk.repository.commit(one.branch.tip).parents == (before, desk.repository.main())
        texts = desk.at(one.branch.tip).texts
        assert "Six cent mille électeurs" in texts[path_of("3")]
        assert "six cents députés" in texts[path_of("4")]
        assert "dix mois" in texts[path_of("5")]
        assert not any(mark in text for text in texts.values() for mark in ("<<<", ">>>", "==="))
        assert remembered_choices(desk, "second") == {}

    def test_what_was_settled_is_submitted_again_as_rectified(self, committee: Committee) -> None:
        """Words that were chosen are not those that were submitted."""
        collide(committee)
        assert isinstance(update(committee.desk, "2"), Conflicting)
        first, second = disputes_of(committee.desk, "2")
        choices: dict[Digest, Choice] = {first.id: Reworded("Six cent mille"), second.id: "current"}
        remember_choices(committee.desk, "second", choices)
        assert not isinstance(update(committee.desk, "2"), Conflicting)
        assert find_pending(committee.desk, "2").is_rectified
        one, _unpublished = submit(committee.desk, "2")
        assert one.name == "2 rect."
        assert committee.pass_("2") is not None
        assert verify(committee.folder).outcome == "consistent"

    def test_current_keeps_the_text_where_it_collides_and_the_rest_is_carried(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Without numbers every conflict that is left is settled alike."""
        collide(committee)
        assert typed("amend", "resolve", "2", "--current")[0] == READ_AGAIN
        one = find_pending(committee.another_desk(), "2")
        assert sorted(one.files) == [path_of("5")]

    def test_current_keeps_the_sentence_word_for_word(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """No half of the phrase that the amendment had in its place is carried all the same."""
        c = committee
        c.submitted("un", "4", "L’Assemblée compte", "Toute Assemblée compte")
        c.submitted("deux", "4", "L’Assemblée compte quatre cents", "Une Assemblée a six cents")
        c.pass_("1")
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "Toute Assemblée compte quatre" in out
        assert "--edit" in err
        code, _out, err = typed("amend", "resolve", "2", "1", "--current")
        assert code == READ_AGAIN
        assert "Toute Assemblée compte quatre cents députés." in err
        assert path_of("4") not in find_pending(c.another_desk(), "2").files

    def test_a_break_is_seen_where_the_readings_differ_by_it(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The current text joined two paragraphs; the amendment rewrote the words at the break."""
        c = committee
        lines = c.text("4").split("\n\n")
        last, word = lines[1].rsplit(" ", 1)[-1], lines[2].split(" ", 1)[0]
        c.submitted("un", "4", f"{last}\n\n{word}", f"{last} {word}")
        c.submitted("deux", "4", f"{last}\n\n{word}", f"{last}\n\nDésormais")
        c.pass_("1")
        assert f"¶ {word}" in typed("amend", "update", "2")[1]

    def test_a_choice_means_nothing_for_other_words(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The collision is remembered by its readings: once they change, it is asked again."""
        collide(committee)
        assert typed("amend", "resolve", "2", "1", "--current")[0] == DONE
        committee.submitted("encore", "3", "Cinq cent mille", "Huit cent mille")
        committee.pass_("3")
        code, out, _err = typed("amend", "update", "2", "--json")
        assert code == REFUSED
        assert [one["chosen"] for one in json.loads(out)["conflicts"]] == [None, None]

    def test_programs_are_told_what_was_put(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The seal, the votes it needs and the change; or what collides, and exit 1."""
        collide(committee)
        code, out, _err = typed("put", "2", "--json")
        told = json.loads(out)
        assert (code, told["state"], told["commit"]) == (REFUSED, "conflicting", None)
        assert len(told["conflicts"]) == 2
        committee.submitted("tiers", "9", "dans l’année", "dans les six mois")
        code, out, _err = typed("put", "3", "--json")
        told = json.loads(out)
        assert (code, told["state"], told["number"]) == (DONE, "put", "3")
        assert told["commit"] == committee.another_desk().repository.tip(told["branch"])
        ((rule,),) = (one["rules"] for one in told["questions"])
        assert rule["required"] > 0
        assert [one["new_path"] for one in told["delta"]["articles"]] == [path_of("9")]

    def test_undo_takes_the_update_back(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The branch stands where it stood."""
        collide(committee)
        before = find_pending(committee.desk, "2").branch.tip
        assert typed("amend", "resolve", "2", "--amendment")[0] == READ_AGAIN
        assert typed("undo", "--yes")[0] == DONE
        assert find_pending(committee.another_desk(), "2").branch.tip == before

    def test_words_that_are_out_of_form_are_refused_and_asked_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """No markup that the form forbids comes in by a choice."""
        collide(committee)
        assert typed("amend", "resolve", "2", "2", "--current")[0] == DONE
        code, _out, err = typed("amend", "resolve", "2", "1", "--words", "Mi\u202elle")
        assert code == REFUSED
        assert "article-3.md" in err
        assert len(remembered_choices(committee.another_desk(), "second")) == 1

    def test_marks_of_a_conflict_are_refused_and_asked_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """What is voted on never holds a mark, whoever wrote it."""
        collide(committee)
        before = find_pending(committee.desk, "2").branch.tip
        assert typed("amend", "resolve", "2", "2", "--current")[0] == DONE
        for words in ("<<<<<<< trois septièmes", "Mille\n\n=======\n\nCent", "Mille >>>>>>> x"):
            code, _out, err = typed("amend", "resolve", "2", "1", "--words", words)
            assert code == REFUSED
            assert "mark" in err
            assert len(remembered_choices(committee.another_desk(), "second")) == 1
        assert find_pending(committee.another_desk(), "2").branch.tip == before

    def test_a_draft_that_holds_marks_is_neither_saved_nor_submitted(
        self, committee: Committee
    ) -> None:
        """Where a merge of git's left them, or a person typed them."""
        c = committee
        c.draft("premier", "3", "Sept cent mille", "Cinq cent mille")
        with pytest.raises(Malformed, match="mark"):
            c.reword("premier", "3", "Cinq cent", "<<<<<<< Cinq cent")
        one = find_pending(c.desk, "premier")
        path = path_of("3")
        text = c.desk.at(one.branch.tip).texts[path]
        marked = text + "\n\\>>>>>>> theirs\n"
        c.commit_by_hand("refs/heads/amendments/premier", {path: marked.encode()})
        with pytest.raises(Malformed, match="mark"):
            c.submit("premier")

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("9", "--current"), USAGE, "there is no conflict 9"),
            (("1",), USAGE, "in one way"),
            (("1", "--current", "--words", "Mille"), USAGE, "in one way"),
            (("1", "--current", "--amendment"), USAGE, "in one way"),
        ],
    )
    def test_a_wrong_choice_is_refused(
        self,
        committee: Committee,
        typed: Callable[..., tuple[int, str, str]],
        arguments: tuple[str, ...],
        code: int,
        words: str,
    ) -> None:
        """One sentence, and nothing is remembered."""
        collide(committee)
        got, _out, err = typed("amend", "resolve", "2", *arguments)
        assert (got, words in err) == (code, True), err
        assert remembered_choices(committee.another_desk(), "second") == {}

    def test_a_person_at_a_terminal_is_asked_about_each(
        self,
        committee: Committee,
        typed: Callable[..., tuple[int, str, str]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """What is put off is left for later; the last answer makes the commit."""
        collide(committee)
        monkeypatch.setattr(Talk, "is_interactive", property(lambda _talk: True))
        answers = iter([2, 4, 1])
        monkeypatch.setattr("click.prompt", lambda *_a, **_k: next(answers))
        code, _out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "Conflict 1 of 2" in err
        assert "Left to settle: 2 of 2." in err
        assert typed("amend", "update", "2")[0] == READ_AGAIN
        texts = committee.desk.at(find_pending(committee.another_desk(), "2").branch.tip).texts
        assert "Un million" in texts[path_of("3")]
        assert "trois cents députés" in texts[path_of("4")]

    def test_an_editor_that_needs_no_terminal_settles_one(
        self,
        committee: Committee,
        typed: Callable[..., tuple[int, str, str]],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        """A script's EDITOR is asked; without one the refusal says how to go on."""
        collide(committee)
        code, _out, err = typed("amend", "resolve", "2", "1", "--edit")
        assert code == REFUSED
        assert "--file FILE" in err
        assert "EDITOR" in err
        editor = tmp_path / "editor"
        editor.write_text('#!/bin/sh\nprintf "Six cent mille" > "$1"\n', encoding="utf-8")
        editor.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(editor))
        code, _out, err = typed("amend", "resolve", "2", "1", "--edit")
        assert (code, "Left to settle: 2 of 2." in err) == (DONE, True)
        assert "chosen: Six cent mille" in typed("amend", "update", "2")[1]

    def test_what_is_proposed_settles_the_first_conflict_that_is_left(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Not one that was settled, and in no way that would be refused."""
        collide(committee)
        assert typed("amend", "resolve", "2", "1", "--current")[0] == DONE
        _code, _out, err = typed("amend", "update", "2")
        assert "Left to settle: 2 of 2." in err
        assert "amend resolve 2 2 --current" in err
        assert 'amend resolve 2 2 --words "…"' in err
        assert "amend resolve 2 1" not in err

    def test_a_file_that_collides_as_a_whole_is_not_to_be_settled_in_words(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The article is called by its heading, though the current text no longer has it."""
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        head = committee.text("9").partition("\n")[0].removeprefix("# ")
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        committee.pass_("1")
        _code, out, err = typed("amend", "update", "2")
        assert f"{head}: the current text no longer has this article" in out
        assert "amend resolve 2 1 --amendment" in err
        assert "--words" not in err

    def test_articles_are_called_by_their_headings(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """With the path only where another bears the same heading."""
        collide(committee)
        head = committee.text("4").partition("\n")[0].removeprefix("# ")
        _code, out, _err = typed("amend", "update", "2")
        assert f"{head}: the same words were changed in the current text" in out
        texts = {"a.md": "# Un\n", "b.md": "# Deux\n", "c.md": "# Deux\n", "d.md": "Sans titre.\n"}
        assert [name_at(path, texts) for path in ("a.md", "b.md", "d.md", "e.md")] == [
            "Un",
            "Deux (b.md)",
            "d.md",
            "e.md",
        ]

    def test_two_of_one_heading_are_told_apart_by_the_chapter(self) -> None:
        """A path is for where the chapters have one name too, or there is none."""
        one = "# Article 1\n"
        texts = {
            "articles/README.md": "# The text\n",
            "articles/a/README.md": "# Title I\n",
            "articles/a/1.md": one,
            "articles/b/README.md": "# Title II\n",
            "articles/b/1.md": one,
        }
        assert name_at("articles/a/1.md", texts) == "Article 1 (Title I)"
        assert name_at("articles/b/1.md", texts) == "Article 1 (Title II)"
        texts["articles/b/2.md"] = one
        assert name_at("articles/a/1.md", texts) == "Article 1 (Title I)"
        assert name_at("articles/b/1.md", texts) == "Article 1 (articles/b/1.md)"

    def test_an_article_that_was_moved_meanwhile_is_called_by_its_heading(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Its path in the draft is nothing that anybody knows any more."""
        c = committee
        new_amendment(c.desk, "move", title="move")
        move_article(c.desk, "move", path_of("3"), "articles/02-pouvoirs/article-3.md")
        c.pass_(c.submit("move"))
        c.desk = c.another_desk()
        new_amendment(c.desk, "repeal", title="repeal")
        repeal_article(c.desk, "repeal", "3")
        c.submit("repeal")
        c.submitted("change", "3", "douze mois", "dix mois")
        c.pass_("3")
        _code, out, _err = typed("amend", "update", "2")
        assert "Article 3 — Le référendum: the current text has changed" in out

    def test_an_amendment_without_a_change_says_so(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Rather than nothing below its heading."""
        new_amendment(committee.desk, "rien", title="Rien")
        assert "It changes nothing in the current text." in typed("amend", "show", "rien")[1]

    def test_a_difference_says_that_it_collides(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """What is shown then is not what would be voted on."""
        collide(committee)
        _code, out, err = typed("diff", "--amendment", "2")
        assert "Sept cent mille" in out
        assert "Amendment 2 collides with the current text in Article 3" in err
        assert "`constitution amend update 2`" in err

    def test_there_is_nothing_to_settle_where_nothing_collides(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The refusal says how to go on."""
        committee.submitted("seul", "4", "quatre cents", "trois cents")
        code, _out, err = typed("amend", "resolve", "1", "--current")
        assert code == REFUSED
        assert "amend update 1" in err


def test_a_sub_amendment_is_brought_onto_its_amendment(committee: Committee) -> None:
    """Its ground is the branch of the amendment, not main."""
    c = committee
    c.submitted("parent", "4", "quatre cents députés", "quatre cents députés et députées")
    new_amendment(c.desk, "sous", title="Sous", on="1")
    c.reword("sous", "4", "cinq ans", "six ans")
    c.submit("sous")
    c.reword("parent", "4", "plus de trois fois", "plus de deux fois")
    result = update(c.desk, "sous")
    assert not isinstance(result, Conflicting)
    parent = find_pending(c.desk, "parent")
    assert result.pending.fork == parent.branch.tip
    text = c.desk.at(result.pending.branch.tip).texts[path_of("4")]
    assert "plus de deux fois" in text
    assert "six ans" in text
