"""Collisions with the current text are settled one by one, and never leave a mark in a text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.carrying import Carried, Conflicting, carry, current_text
from constitution.assembly.choices import remember_choices, remembered_choices
from constitution.assembly.drafting import (
    add_article,
    conclude,
    disputes_of,
    move_article,
    new_amendment,
    repeal_article,
    settle,
    submit,
    update,
)
from constitution.assembly.pending import find_pending
from constitution.assembly.renumbering import renumber
from constitution.assembly.rivalry import suppose
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.errors import Malformed
from constitution.governance import MEMBERS_FILE, Members
from constitution.merge import Reworded
from constitution.outline import name_at
from constitution.stub import STUBS
from constitution.verify import verify
from tests.committee import MEMBERS, Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constitution.assembly import Desk
    from constitution.canonical import Digest
    from constitution.merge import Choice

DONE, REFUSED, USAGE, READ_AGAIN = 0, 1, 2, 3


@pytest.fixture
def typed(
    committee: Committee, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command line at the committee's desk."""

    def desk(folder: Path) -> Desk:
        del folder
        return committee.another_desk()

    def type_(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["-C", str(committee.folder), *arguments], Talk(make_desk=desk, paging=False))
        out, err = capsys.readouterr()
        return code, out, err

    return type_


def collide(committee: Committee) -> None:
    """Amendment 1 is adopted; amendment 2 changed the same words, in two places of two articles."""
    c = committee
    c.draft("premier", "3", "Sept cent mille", "Cinq cent mille")
    c.reword("premier", "4", "quatre cents", "trois cents")
    c.submit("premier")
    c.draft("second", "3", "Sept cent mille", "Un million d’")
    c.reword("second", "4", "quatre cents", "six cents")
    c.reword("second", "5", "neuf mois", "dix mois")
    c.submit("second")
    c.pass_("1")


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


class TestWholeFiles:
    """Where a file collides as a whole, the current text keeps it or the amendment has its way."""

    def settled(self, committee: Committee, name: str, choice: str) -> dict[str, bytes | None]:
        """What the amendment changes once its only dispute is settled."""
        one = find_pending(committee.desk, name)
        text = current_text(committee.desk.main())
        (dispute,) = disputes_of(committee.desk, name)
        carried = carry(
            committee.desk,
            one,
            text,
            choices={dispute.id: "current" if choice == "current" else "amendment"},
        )
        assert isinstance(carried, Carried)
        return dict(carried.files)

    def test_an_article_that_is_gone_stays_gone_or_comes_back(self, committee: Committee) -> None:
        """deleted-here."""
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        back = self.settled(committee, "2", "amendment")
        assert "six mois" in (back[path_of("9")] or b"").decode()

    def test_an_article_that_changed_is_kept_or_removed(self, committee: Committee) -> None:
        """changed-here."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        assert self.settled(committee, "2", "amendment") == {path_of("9"): None}

    def test_what_changed_in_an_article_that_is_repealed_is_shown(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whoever decides on keeping it reads what the current text, or the amendment, made of it."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        committee.submitted("autre", "9", "première", "seconde")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9")
        submit(committee.desk, "abroger")
        committee.pass_("1")
        _code, out, _err = typed("amend", "update", "3")
        assert "The current text changed in it:" in out
        assert "[-l’année-]{+les six mois+}" in out
        settle(committee.desk, "3", 1, "amendment")
        conclude(committee.desk, "3")
        committee.pass_("3")
        _code, out, _err = typed("amend", "update", "2")
        assert "The amendment changes in it:" in out
        assert "[-première-]{+seconde+}" in out

    def test_both_are_kept_where_both_only_insert(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Two paragraphs at the end of an article: that of the current text first, each its own."""
        c = committee
        text = c.text("3").rstrip()
        end = text.rsplit(" ", 1)[-1]
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            c.draft(slug, "3", end, f"{end}\n\n{words}")
            c.submit(slug)
        c.pass_("1")
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "the current text has other words inserted in the same place" in out
        assert "amend resolve 2 1 --both" in out + err
        code, out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == DONE, out + err
        carried = find_pending(committee.another_desk(), "2").files[path_of("3")] or b""
        assert carried.decode() == f"{text}\n\nUn jour par mois.\n\nDeux jours par mois.\n"

    def test_both_is_refused_where_words_were_replaced(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Two replacements side by side are nobody's text."""
        collide(committee)
        code, _out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == REFUSED
        assert "conflict 1 is not one of insertions alone" in err
        assert remembered_choices(committee.desk, "second") == {}

    def test_two_new_articles_in_one_place(self, committee: Committee) -> None:
        """both-added."""
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            new_amendment(committee.desk, slug, title=slug)
            add_article(committee.desk, slug, "5-1", words, heading="L’opposition")
            submit(committee.desk, slug)
        committee.pass_("1")
        assert self.settled(committee, "2", "current") == {}
        (data,) = self.settled(committee, "2", "amendment").values()
        assert "Deux jours" in (data or b"").decode()

    def test_of_two_new_articles_both_are_kept(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The second takes the next number that nobody bears; its words stay."""
        for slug, words in (
            ("un", "Un jour par mois."),
            ("deux", "Deux jours par mois."),
            ("trois", "Trois jours par mois."),
        ):
            new_amendment(committee.desk, slug, title=slug)
            add_article(committee.desk, slug, "5-1", words, heading="L’opposition")
            submit(committee.desk, slug)
        committee.pass_("1")
        code, out, err = typed("amend", "update", "2")
        assert code == REFUSED
        assert "keep both: this one becomes article 5-2" in out
        assert "amend resolve 2 1 --both" in err
        assert "--words" not in err
        code, _out, err = typed("amend", "resolve", "2", "1", "--both")
        assert code == READ_AGAIN, err
        assert "becomes article 5-2" in err
        assert "a number is not the one that its author gave" in err
        committee.submit("deux")
        [review] = json.loads(typed("amend", "show", "2", "--json")[1])["review"]
        assert (review["kind"], review["merged"]) == ("number", "Article 5-2 — L’opposition")
        committee.pass_("2")
        assert typed("amend", "resolve", "3", "1", "--both")[0] == READ_AGAIN
        committee.submit("trois")
        committee.pass_("3")
        assert [committee.text(number) for number in ("5-1", "5-2", "5-3")] == [
            f"# Article {number} — L’opposition\n\n{words} par mois.\n"
            for number, words in (("5-1", "Un jour"), ("5-2", "Deux jours"), ("5-3", "Trois jours"))
        ]

    def test_the_amendment_alone_never_strikes_out_an_insertion(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Nobody proposed to strike what was adopted there: both are kept, or words are written."""
        c = committee
        end = c.text("3").rstrip().rsplit(" ", 1)[-1]
        for slug, words in (("un", "Un jour par mois."), ("deux", "Deux jours par mois.")):
            c.draft(slug, "3", end, f"{end}\n\n{words}")
            c.submit(slug)
        c.pass_("1")
        code, _out, err = typed("amend", "resolve", "2", "1", "--amendment")
        assert code == REFUSED
        assert "would strike out words that the current text has inserted" in err
        assert "--both" in err
        assert remembered_choices(c.desk, "deux") == {}
        assert "resolve 2 1 --amendment" not in typed("amend", "update", "2")[2]

    def test_the_amendment_alone_never_strikes_out_a_new_article(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """It was adopted under that number: nobody proposed to repeal it."""
        c = committee
        for slug in ("un", "deux"):
            new_amendment(c.desk, slug, title=slug)
            add_article(c.desk, slug, "5-1", f"L’article {slug}.", heading="L’opposition")
            submit(c.desk, slug)
        c.pass_("1")
        code, _out, err = typed("amend", "resolve", "2", "1", "--amendment")
        assert code == REFUSED
        assert "would strike out an article that the current text has added" in err
        assert "--both" in err
        assert remembered_choices(c.desk, "deux") == {}
        _code, out, err = typed("amend", "update", "2")
        assert "resolve 2 1 --amendment" not in err
        assert "put this one in its place" not in out

    def test_items_that_were_counted_on_are_read_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """A choice numbers the amendment's item anew: its own reference then names another one."""
        c = committee
        c.draft("liste", "9", "l’année.", "l’année :\n\n1. par le peuple ;\n2. au scrutin secret.")
        c.pass_(c.submit("liste"))
        c.desk = c.another_desk()
        end = "scrutin secret."
        c.submitted("un", "9", end, "scrutin secret ;\n3. pour un an.")
        c.submitted("deux", "9", end, "scrutin secret ;\n3. sans appel.\n\nLe n° 3 est de rigueur.")
        c.pass_("2")
        c.desk = c.another_desk()
        code, _out, err = typed("amend", "resolve", "3", "1", "--both")
        assert code == READ_AGAIN
        told = " ".join(err.split())
        assert "a number is not the one that its author gave; read it again" in told
        assert "4. sans appel. The item before it ends with a full stop." in told
        assert "“n° 3” no longer means the item that it meant." in told
        c.desk = c.another_desk()
        c.submit("deux")
        kinds = [
            one["kind"] for one in json.loads(typed("amend", "show", "3", "--json")[1])["review"]
        ]
        assert sorted(kinds) == ["number", "reference"]
        assert typed("put", "3", "--yes")[0] == READ_AGAIN

    def test_an_article_that_changed_is_repealed_with_its_number_left(
        self, committee: Committee
    ) -> None:
        """A stub is a repeal: the whole article is the question, and no words of it are merged."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        new_amendment(committee.desk, "abroger", title="Abroger")
        repeal_article(committee.desk, "abroger", "9", stub=STUBS["abroge"])
        submit(committee.desk, "abroger")
        committee.submitted("autre", "9", "première", "seconde")
        committee.pass_("1")
        (dispute,) = disputes_of(committee.desk, "2")
        assert dispute.kind == "changed-here"
        assert self.settled(committee, "2", "current") == {}
        stub = self.settled(committee, "2", "amendment")
        assert stub == {path_of("9"): "# Article 9\n\n(Abrogé)\n".encode()}
        settle(committee.desk, "2", 1, "amendment")
        conclude(committee.desk, "2")
        committee.pass_("2")
        (dispute,) = disputes_of(committee.desk, "3")
        assert dispute.kind == "repealed-here"
        assert self.settled(committee, "3", "current") == {}
        back = self.settled(committee, "3", "amendment")[path_of("9")] or b""
        assert "seconde Assemblée" in back.decode()

    def test_a_repeal_of_what_was_amended_does_not_fall(self, committee: Committee) -> None:
        """`rivals --if` says of it what `put` says: it can be carried out all the same."""
        committee.submitted("changer", "9", "dans l’année", "dans les six mois")
        for slug, stub in (("abroger", None), ("abreger", STUBS["abroge"])):
            new_amendment(committee.desk, slug, title=slug)
            repeal_article(committee.desk, slug, "9", stub=stub)
            submit(committee.desk, slug)
        fates = {str(fate.pending.number): fate for fate in suppose(committee.desk, "1", "adopted")}
        assert {number: fate.kind for number, fate in fates.items()} == {
            "2": "rewrite",
            "3": "rewrite",
        }
        assert {fate.reason for fate in fates.values()} == {
            "the current text has changed the article that this amendment repeals"
        }
        fates = {str(fate.pending.number): fate for fate in suppose(committee.desk, "3", "adopted")}
        assert fates["1"].kind == "falls"

    def test_a_place_that_is_taken(self, committee: Committee) -> None:
        """place-taken: the article stays where it is, or the other one goes."""
        c = committee
        new_amendment(c.desk, "ajouter", title="Ajouter")
        add_article(c.desk, "ajouter", "02-pouvoirs/article-9.md", "# Article 7-1\n\nNouveau.")
        submit(c.desk, "ajouter")
        new_amendment(c.desk, "deplacer", title="Déplacer")
        move_article(c.desk, "deplacer", "03-revision/article-9.md", "02-pouvoirs")
        submit(c.desk, "deplacer")
        c.pass_("1")
        assert self.settled(c, "2", "current") == {}
        moved = self.settled(c, "2", "amendment")
        assert moved[path_of("9")] is None
        assert "première Assemblée" in (moved["articles/02-pouvoirs/article-9.md"] or b"").decode()

    def test_a_member_that_both_sides_changed(self, committee: Committee) -> None:
        """A table: each entry is a decision of its own, and the others are merged."""
        c = committee
        for slug, group in (("un", "Plaine"), ("deux", "Rivage")):
            named = list(MEMBERS.named)
            named[0] = replace(named[0], group=group)
            if slug == "deux":
                named[5] = replace(named[5], status="suspended")
            c.governance(slug, members=Members(tuple(named)))
        c.pass_("1")
        for choice, group in (("current", "Plaine"), ("amendment", "Rivage")):
            data = self.settled(c, "2", choice)[MEMBERS_FILE]
            members = Members.parse(data or b"")
            assert members.named[0].group == group
            assert members.named[5].status == "suspended"


class TestReview:
    """A sentence that both sides touched is merged, and said to be."""

    def test_update_exits_with_three_where_a_sentence_is_to_be_read_again(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The commit is made; `--json` has the sentence in all its readings."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        page = json.loads(typed("amend", "show", "2", "--json")[1])
        assert [one["merged"] for one in page["review"]] == [
            "L’Assemblée compte trois cents députés élus."
        ]
        code, out, _err = typed("amend", "update", "2", "--json")
        data = json.loads(out)
        assert code == READ_AGAIN
        assert data["state"] == "updated"
        assert data["review"] == page["review"]
        assert data["review"][0]["current"] == "L’Assemblée compte trois cents députés."
        assert not find_pending(c.another_desk(), "2").is_rectified

    def test_put_exits_with_three_and_seals(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The chair is told before the vote."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        code, out, err = typed("put", "2")
        assert code == READ_AGAIN
        assert "read it again" in out
        assert "is put to the vote" in err

    def test_what_an_update_merged_is_told_again_before_the_vote(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Until somebody changes the sentence: whoever seals it may not be who updated it."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "députés", "députés élus")
        c.pass_("1")
        assert typed("amend", "update", "2")[0] == READ_AGAIN
        [review] = json.loads(typed("amend", "show", "2", "--json")[1])["review"]
        assert review["merged"] == "L’Assemblée compte trois cents députés élus."
        code, out, _err = typed("put", "2")
        assert (code, "read it again" in out) == (READ_AGAIN, True)
        c.desk = c.another_desk()
        c.reword("deux", "4", "députés élus", "élus")
        submit(c.desk, "2")
        assert typed("put", "2")[0] == DONE

    def test_what_was_settled_is_told_again_before_the_vote(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whatever was chosen, in whichever clone, until somebody changes the sentence."""
        collide(committee)
        assert typed("amend", "resolve", "2", "1", "--words", "Six cent mille")[0] == DONE
        assert typed("amend", "resolve", "2", "2", "--amendment")[0] == READ_AGAIN
        settled = ["Six cent mille électeurs", "L’Assemblée compte six cents députés."]
        page = json.loads(typed("amend", "show", "2", "--json")[1])
        assert all(
            review["merged"].startswith(words)
            for review, words in zip(page["review"], settled, strict=True)
        )
        c = committee
        c.desk = c.another_desk()
        c.reword("second", "3", "Six cent mille", "Quelque six cent mille")
        submit(c.desk, "2")
        code, out, _err = typed("put", "2")
        assert code == READ_AGAIN
        assert "six cents députés" in out
        assert out.count("read it again") == 1

    def test_an_amendment_of_which_nothing_is_left_is_to_be_disposed_of(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """The text says already what it proposes: it cannot be put, and nobody is told to."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "4", "quatre cents", "trois cents")
        c.pass_("1")
        code, _out, err = typed("amend", "update", "2")
        assert code == DONE
        assert "constitution dispose 2 fallen" in err
        assert "constitution put" not in err

    def test_a_clean_update_exits_with_zero(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Nothing to read again, nothing to settle."""
        c = committee
        c.submitted("un", "4", "quatre cents", "trois cents")
        c.submitted("deux", "5", "neuf mois", "dix mois")
        c.pass_("1")
        assert typed("amend", "update", "2")[0] == DONE


def cite(committee: Committee) -> None:
    """Amendment 1 cites article 4."""
    end = "La décision est prise à la majorité des suffrages exprimés."
    committee.submitted("citing", "3", end, f"{end}\n\nL’article 4 est applicable.")


class TestReferencesThatTurned:
    """Whoever votes on "article 4" votes on the article that its author read."""

    @pytest.mark.parametrize("updated", [False, True])
    def test_a_renumbering_meanwhile_is_told(
        self,
        committee: Committee,
        typed: Callable[..., tuple[int, str, str]],
        *,
        updated: bool,
    ) -> None:
        """At the update, on the amendment's page, and when it is put."""
        c = committee
        cite(c)
        new_amendment(c.desk, "new", title="new")
        add_article(c.desk, "new", "1-1", "Elle a un drapeau.")
        c.pass_(c.submit("new"))
        c.desk = c.another_desk()
        renumber(c.desk, "numbers")
        c.pass_(c.submit("numbers"), votes=(50, 2, 0))
        c.desk = c.another_desk()
        if updated:
            code, _out, err = typed("amend", "update", "1")
            assert code == READ_AGAIN
            assert "“article 4” was written for “Article 4 — L’Assemblée”" in err
        [review] = json.loads(typed("amend", "show", "1", "--json")[1])["review"]
        assert (review["kind"], review["words"]) == ("reference", "article 4")
        assert review["written_for"] == ["articles/02-pouvoirs/article-5.md"]
        assert review["leads_to"] == ["articles/01-peuple/article-4.md"]
        code, out, _err = typed("put", "1", "--yes")
        assert code == READ_AGAIN
        assert "a reference leads elsewhere; read it again" in out

    def test_a_repeal_meanwhile_is_foretold_and_told_until_it_is_put_right(
        self, committee: Committee, typed: Callable[..., tuple[int, str, str]]
    ) -> None:
        """Whoever looks ahead is told as well; once the words changed, nobody is."""
        c = committee
        cite(c)
        new_amendment(c.desk, "repeal", title="repeal")
        repeal_article(c.desk, "repeal", path_of("4"))
        number = c.submit("repeal")
        _code, out, _err = typed("rivals", "--if", number, "adopted")
        assert "must be read again" in out
        assert "“article 4” was written for “Article 4 — L’Assemblée”" in " ".join(out.split())
        c.pass_(number)
        c.desk = c.another_desk()
        assert typed("amend", "update", "1")[0] == READ_AGAIN
        c.desk = c.another_desk()
        c.reword("1", "3", "\n\nL’article 4 est applicable.", "")
        c.reword("1", "3", "douze mois", "onze mois")
        c.submit("1")
        assert typed("put", "1", "--yes")[0] == DONE


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
