"""Rivals: two amendments touch the same words when merging both would be a conflict."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.assembly.drafting import (
    add_article,
    move_article,
    new_amendment,
    repeal_article,
    submit,
)
from constitution.assembly.rivalry import suppose
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.errors import Refused
from constitution.governance import RULES_FILE, Rules
from constitution.merge import Conflicted, collide, merge, read_side
from constitution.rivals import Proposal, Relation, find_rivals, propose
from tests.committee import Committee
from tests.strategies_of_prose import articles, edited, texts_of_any_kind
from tests.test_day_in_committee import Day, _submit_in_advance

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly import Desk
    from constitution.assembly.rivalry import Fate
    from constitution.governance import Evidence

ONE, TWO, NEW = "articles/article-1.md", "articles/article-2.md", "articles/article-1-1.md"
TEXT = {
    ONE: b"# Article 1\n\nLe vote est secret. Il est personnel.\n\nLa majorite est de trois cinquiemes.\n",
    TWO: b"# Article 2\n\nLe peuple est souverain.\n",
}


def worded(name: str, *replacements: tuple[str, bytes, bytes]) -> Proposal:
    """A proposal that replaces words."""
    files: dict[str, bytes | None] = {}
    for path, old, new in replacements:
        before = files.get(path) or TEXT[path]
        assert old in before
        files[path] = before.replace(old, new)
    return propose(name, TEXT, files, {})


def relation(one: Proposal, other: Proposal) -> Relation:
    """How two proposals stand to each other; the same both ways."""
    there, back = find_rivals((one, other)), find_rivals((other, one))
    assert [(r.relation, set(r.paths)) for r in there] == [(r.relation, set(r.paths)) for r in back]
    return there[0].relation if there else "apart"


class TestRelations:
    """Apart, same article, same place, same words, identical."""

    def test_different_articles_are_apart(self) -> None:
        """Nothing is shared."""
        one, two = worded("1", (ONE, b"secret", b"public")), worded("2", (TWO, b"est", b"reste"))
        assert relation(one, two) == "apart"

    def test_words_with_others_between_are_the_same_article(self) -> None:
        """Even in one sentence."""
        one, two = (
            worded("1", (ONE, b"Le vote", b"Tout vote")),
            worded("2", (ONE, b"secret", b"public")),
        )
        assert relation(one, two) == "same article"

    def test_neighbouring_words_are_the_same_words(self) -> None:
        """The gap rule: "trois" and "cinquièmes" would make a fraction that nobody proposed."""
        one = worded("1", (ONE, b"trois", b"quatre"))
        two = worded("2", (ONE, b"cinquiemes", b"quarts"))
        assert relation(one, two) == "same words"

    def test_insertions_in_one_place_do_not_contradict_each_other(self) -> None:
        """Only their order is open; beside words that both replace they are the least of it."""
        one = worded("1", (ONE, b"secret", b"secret et libre"))
        two = worded("2", (ONE, b"secret", b"secret et direct"))
        assert relation(one, two) == "same place"
        more = worded("3", (ONE, b"trois", b"quatre"), (ONE, b"secret", b"secret et libre"))
        most = worded("4", (ONE, b"trois", b"sept"), (ONE, b"secret", b"secret et direct"))
        assert relation(more, most) == "same words"
        assert relation(one, most) == "same place"

    def test_the_same_change_is_identical(self) -> None:
        """To the byte; beside another change it is only the same article."""
        one, two = (
            worded("1", (ONE, b"secret", b"public")),
            worded("2", (ONE, b"secret", b"public")),
        )
        assert relation(one, two) == "identical"
        more = worded("3", (ONE, b"secret", b"public"), (TWO, b"est", b"reste"))
        assert relation(one, more) == "same article"

    def test_suppression_collides_with_any_change(self) -> None:
        """One removes what the other changes; two that remove it are identical."""
        gone = propose("1", TEXT, {ONE: None}, {})
        assert relation(gone, worded("2", (ONE, b"secret", b"public"))) == "same words"
        assert relation(gone, propose("3", TEXT, {ONE: None}, {})) == "identical"

    def test_a_move_goes_with_new_words_and_not_with_another_move(self) -> None:
        """An article has one place; a place takes one article."""

        def moved(name: str, source: str, target: str) -> Proposal:
            return propose(name, TEXT, {source: None, target: TEXT[source]}, {source: target})

        away, elsewhere = moved("1", ONE, NEW), moved("2", ONE, "articles/article-3.md")
        assert relation(away, worded("3", (ONE, b"secret", b"public"))) == "same article"
        assert relation(away, elsewhere) == "same words"
        assert relation(away, moved("4", TWO, NEW)) == "same words"
        assert (
            relation(away, propose("5", TEXT, {NEW: b"# Article 1-1\n\nNeuf.\n"}, {}))
            == "same words"
        )

    def test_two_new_articles_in_one_place_do_not_contradict_each_other(self) -> None:
        """The second can take another number; unless they are the same."""
        one, two = (propose(n, TEXT, {NEW: w}, {}) for n, w in (("1", b"# A\n"), ("2", b"# B\n")))
        assert relation(one, two) == "same place"
        assert relation(one, propose("3", TEXT, {NEW: b"# A\n"}, {})) == "identical"

    def test_questions_that_change_no_text_are_identical_or_apart(self) -> None:
        """The subject is what they ask."""
        one, two, three = (propose(n, TEXT, {}, {}, s) for n, s in zip("123", "aab", strict=True))
        assert relation(one, two) == "identical"
        assert relation(one, three) == "apart"
        assert relation(propose("4", TEXT, {}, {}), propose("5", TEXT, {}, {})) == "apart"


class TestLaws:
    """What holds of any texts."""

    @given(st.data())
    def test_sides_collide_exactly_where_their_merge_conflicts(self, data: st.DataObject) -> None:
        """The short way gives the answer of the long one, both ways round."""
        base = data.draw(st.one_of(articles(), texts_of_any_kind))
        one = data.draw(st.one_of(edited(base), texts_of_any_kind))
        two = data.draw(st.one_of(edited(base), texts_of_any_kind))
        ours, theirs = read_side(base, one), read_side(base, two)
        conflicts = isinstance(merge(base, one, two), Conflicted)
        assert collide(base, ours, theirs) is conflicts
        assert collide(base, theirs, ours) is conflicts

    @settings(max_examples=40)
    @given(st.data())
    def test_rivals_are_symmetric_and_each_pair_is_told_once(self, data: st.DataObject) -> None:
        """The order of the amendments changes no relation."""
        base = data.draw(articles())
        before = {ONE: base.encode()}
        new = data.draw(st.lists(edited(base), min_size=2, max_size=5))
        every = [
            propose(str(number), before, {ONE: text.encode()} if text != base else {}, {})
            for number, text in enumerate(new)
        ]
        there = {frozenset((r.one, r.other)): r.relation for r in find_rivals(every)}
        back = {frozenset((r.one, r.other)): r.relation for r in find_rivals(every[::-1])}
        assert there == back
        assert len(there) == len(find_rivals(every))
        for one, other in combinations(range(len(every)), 2):
            met = there.get(frozenset((str(one), str(other))), "apart")
            same = new[one] == new[other] != base
            assert (met == "identical") is same


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Committee:
    """The committee with its twenty-five amendments, the evening before."""
    committee = Committee.sit(tmp_path_factory.mktemp("evening") / "projet")
    _submit_in_advance(Day(committee))
    return committee


@pytest.fixture
def committee(evening: Committee, tmp_path: Path) -> Committee:
    """The same in a repository that a test may change."""
    return evening.copied_to(tmp_path / "projet")


def fates(committee: Committee, name: str, outcome: str) -> dict[str | None, Fate]:
    """What becomes of the others, by number."""
    told = suppose(committee.desk, name, "adopted" if outcome == "adopted" else "rejected")
    return {fate.pending.number: fate for fate in told}


class TestSupposing:
    """`rivals --if N adopted|rejected`."""

    def test_what_is_left_with_nothing_to_say_falls(self, committee: Committee) -> None:
        """A rival on the same words, and those that are identical."""
        after = fates(committee, "1", "adopted")
        assert {n for n, fate in after.items() if fate.kind == "falls"} == {"3"}
        assert after["3"].clashes
        after = fates(committee, "5", "adopted")
        assert {n for n, fate in after.items() if fate.kind == "falls"} == {"6", "7"}
        after = fates(committee, "5", "rejected")
        assert {n for n, fate in after.items() if fate.kind == "falls"} == {"6", "7"}

    def test_what_collides_in_part_must_be_rewritten(self, committee: Committee) -> None:
        """Something of it could still be voted on."""
        c = committee
        c.draft("large", "3", "Sept cent mille", "Deux millions d’")
        c.reword("large", "2", "personnel", "libre")
        number = c.submit("large")
        assert fates(c, "1", "adopted")[number].kind == "rewrite"

    def test_additions_in_one_place_do_not_make_each_other_fall(self, committee: Committee) -> None:
        """Nobody's addition contradicts another's: two paragraphs at the end, two new articles."""
        c = committee
        end = c.text("3").rstrip().rsplit(" ", 1)[-1]
        numbers = []
        for slug, words in (("ajout-un", "Un."), ("ajout-deux", "Deux.")):
            c.draft(slug, "3", end, f"{end}\n\nIl en est ajouté {words}")
            add_article(c.desk, slug, "5-1", f"Voici {words}", heading="Le nouveau")
            numbers.append(c.submit(slug))
        one, other = numbers
        assert fates(c, one, "adopted")[other].kind == "both"
        assert fates(c, other, "adopted")[one].kind == "both"

    def test_what_touches_the_same_sentence_must_be_read_again(self, committee: Committee) -> None:
        """It is carried over, and a person looks."""
        number = committee.submitted("tous", "3", "peuvent demander", "peuvent toujours demander")
        fate = fates(committee, "1", "adopted")[number]
        assert fate.kind == "reread"
        (reviews,) = fate.rereadings.values()
        assert "Cinq cent mille" in reviews[0].merged
        assert "toujours" in reviews[0].merged

    def test_a_sub_amendment_falls_with_its_amendment_and_changes_it(
        self, committee: Committee
    ) -> None:
        """16 amends 15."""
        assert fates(committee, "15", "adopted")["16"].kind == "falls"
        assert fates(committee, "15", "rejected")["16"].kind == "falls"
        assert fates(committee, "16", "adopted")["15"].kind == "reread"

    def test_a_moved_article_is_followed(self, committee: Committee) -> None:
        """18 moves article 8; 20 changes its words, and is carried to its new place."""
        assert fates(committee, "18", "adopted")["20"].kind == "unchanged"

    def test_what_cannot_be_put_cannot_be_supposed(self, committee: Committee) -> None:
        """It collides with the current text."""
        committee.pass_("1")
        with pytest.raises(Refused, match="collides"):
            suppose(committee.desk, "3", "adopted")
        assert fates(committee, "2", "adopted")["3"].kind == "rewrite"


class TestTyped:
    """The verb, for people and for programs."""

    def typed(self, committee: Committee, *arguments: str) -> int:
        """The exit code of a verb at the committee's desk."""

        def desk(folder: Path) -> Desk:
            del folder
            return committee.another_desk()

        return run(["-C", str(committee.folder), *arguments], Talk(make_desk=desk, paging=False))

    def test_the_matrix_of_twenty_five_fits_eighty_columns(
        self,
        committee: Committee,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """With a legend, and those that have no rival named beneath."""
        monkeypatch.setenv("COLUMNS", "80")
        assert self.typed(committee, "rivals") == 0
        lines = capsys.readouterr().out.split("\n")
        assert max(map(len, lines)) <= 80
        assert lines[1].split()[:5] == ["1", "\\", "o", "X", "o"]
        assert "Apart from all others: 17, 19, 21, 24, 25" in lines
        assert "Article 4 — L’Assemblée: 5, 6, 7, 8, 9" in lines

    def test_json_has_every_pair_that_is_not_apart(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """By number, with the files where they meet."""
        assert self.typed(committee, "rivals", "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert len(data["amendments"]) == 25
        pairs = {(pair["one"], pair["other"]): pair for pair in data["pairs"]}
        assert pairs["1", "3"]["relation"] == "same words"
        assert pairs["5", "7"]["relation"] == "identical"
        assert pairs["13", "14"]["files"] == ["articles/02-pouvoirs/article-7.md"]
        assert ("17", "19") not in pairs

    def test_the_rivals_of_one_are_told_in_words(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each with the article where they meet."""
        assert self.typed(committee, "rivals", "3") == 0
        out = capsys.readouterr().out
        assert "1 and 3: same words (Article 3 — Le référendum)" in out
        assert "5 and 6" not in out

    def test_only_one_outcome_is_supposed_at_a_time(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A second one is refused, and does not replace the first in silence."""
        twice = ("--if", "1", "adopted", "--if", "2", "rejected")
        assert self.typed(committee, "rivals", *twice) == 2
        assert "only one outcome can be supposed at a time" in capsys.readouterr().err

    def test_if_tells_what_becomes_of_the_others(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """In groups for people; as data with the conflicts."""
        assert self.typed(committee, "rivals", "--if", "1", "adopted") == 0
        assert "Falls\n  3 — un million" in capsys.readouterr().out
        assert self.typed(committee, "rivals", "--if", "1", "adopted", "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert {one["fate"] for one in data["others"]} == {"falls", "unchanged"}

    def test_rules_are_compared_entry_by_entry(self, committee: Committee) -> None:
        """Two amendments to different rules are not on the same words."""
        text = {RULES_FILE: committee.desk.main().data(RULES_FILE)}
        rules = committee.desk.main().rules

        def stricter(name: str, rule: str, evidence: Evidence) -> Proposal:
            made = [
                replace(one, evidence=evidence) if one.name == rule else one for one in rules.rules
            ]
            return propose(name, text, {RULES_FILE: Rules(tuple(made)).to_bytes()}, {})

        first = stricter("1", "members", "named")
        assert relation(first, stricter("2", "rules", "named")) == "same article"
        assert relation(first, stricter("3", "members", "signed")) == "same words"


def test_the_verbs_that_shape_an_amendment_are_all_weighed(tmp_path: Path) -> None:
    """A repeal and a move of one article collide, as they stand on their branches."""
    c = Committee.sit(tmp_path / "projet")
    new_amendment(c.desk, "bouger", title="Bouger")
    move_article(c.desk, "bouger", "9", "02-pouvoirs")
    submit(c.desk, "bouger")
    new_amendment(c.desk, "abroger", title="Abroger")
    repeal_article(c.desk, "abroger", "9")
    submit(c.desk, "abroger")
    from constitution.assembly.rivalry import standings

    (rivalry,) = find_rivals([one.proposal for one in standings(c.desk)])
    assert rivalry.relation == "same words"
