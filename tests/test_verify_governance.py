"""Rules that guard themselves, members who are not seated by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Rules,
    Settings,
    founding_rules,
    parse_majority,
)
from constitution.vote import Count
from tests.handmade import (
    FOUNDING_FILES,
    ONE,
    THREE,
    TWO,
    Handmade,
    article,
    changed_files,
    named,
    rules_of,
    votes,
    with_rule,
)
from tests.verdicts import (
    NEW_ONE,
    NEW_TWO,
    assert_blamed,
    consistent,
    judged,
    roll,
    stricter,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


class TestGovernance:
    """Rows 2 and 10: rules that guard themselves, members who are not seated by themselves."""

    def test_members_added_in_the_motion_that_needs_them_do_not_count(self, made: Handmade) -> None:
        """The members of the base vote."""
        sealed = made.put("1", "more", {MEMBERS_FILE: Members(seats=20).to_bytes()})
        commit = made.declare(sealed, made.record(sealed, votes(11, 0, 0, 20)))
        assert_blamed(made, commit, ["wrong-count"], "by the members there, 9 may")

    def test_a_majority_lowered_in_the_motion_that_needs_it_does_not_count(
        self, made: Handmade
    ) -> None:
        """The rules of the base judge."""
        rules = with_rule(made.files, "rules", majority=parse_majority("> 1/2 of cast"))
        sealed = made.put("1", "lower", {RULES_FILE: rules})
        commit = made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
        assert_blamed(made, commit, ["wrong-count"], "9 members in all; at least 2/3 is 6")

    def test_a_change_of_rules_must_pass_the_rules_it_weakens(self, tmp_path: Path) -> None:
        """A rule guards its own weakening: the path's own rule is not enough."""
        rules = with_rule(FOUNDING_FILES, "ordinary", majority=parse_majority(">= 8/9 of members"))
        made = Handmade.found(tmp_path, {RULES_FILE: rules})
        sealed = made.put("1", "easier", {RULES_FILE: FOUNDING_FILES[RULES_FILE]})
        commit = made.declare(sealed, made.record(sealed, votes(7, 2, 0)))
        verdict = assert_blamed(made, commit, ["wrong-count"], "at least 8/9 is 8")
        assert verdict.records[0].questions[0].rules == ("ordinary", "rules")

    def test_the_eternity_rule_cannot_be_removed_or_narrowed(self, made: Handmade) -> None:
        """`never` is never passed by a change of the rules that drops it."""
        removed = Rules(rules_of(made.files).rules[:-1]).to_bytes()
        narrowed = with_rule(made.files, "eternity", paths=(TWO,))
        for number, rules in enumerate((removed, narrowed), start=1):
            copy = Handmade.found(made.path.with_name(str(number)))
            sealed = copy.put("1", "end", {RULES_FILE: rules})
            commit = copy.declare(sealed, copy.record(sealed, votes(9, 0, 0)))
            verdict = judged(copy)
            assert [(fault.code, fault.commit) for fault in verdict.faults] == [
                ("wrong-count", commit)
            ]
            assert "no vote takes it away" in verdict.faults[0].sentence

    def test_an_eternal_article_cannot_be_moved_out_of_reach(self, made: Handmade) -> None:
        """In one motion, the move leaves the rule behind."""
        to = "articles/02-revision/article-4.md"
        commit = made.adopt("1", "away", {THREE: None, to: made.files[THREE]}, moves={THREE: to})
        assert_blamed(made, commit, ["wrong-count"], "nor an article out of its reach")

    def test_an_eternal_article_cannot_be_moved_out_of_reach_in_two_motions(
        self, made: Handmade
    ) -> None:
        """Widen the rule, move within it, and then its narrowing is what `never` refuses."""
        to = "articles/02-revision/article-4.md"
        made.adopt("1", "wide", {RULES_FILE: with_rule(made.files, "eternity", paths=(THREE, to))})
        made.adopt("2", "move", {THREE: None, to: made.files[THREE]}, moves={THREE: to})
        consistent(made)
        commit = made.adopt(
            "3", "narrow", {RULES_FILE: with_rule(made.files, "eternity", paths=(THREE,))}
        )
        assert_blamed(made, commit, ["wrong-count"], "says never")

    def test_an_eternal_article_cannot_lose_a_word(self, made: Handmade) -> None:
        """Not by a change, a deletion, a move with other words, nor a swap with another."""
        to = "articles/02-revision/article-4.md"
        follow = with_rule(made.files, "eternity", paths=(to,))
        other = article("4", "The republic is for a while.")
        attempts: list[tuple[dict[str, bytes | None], dict[str, str]]] = [
            ({THREE: article("3", "The republic is for a while.")}, {}),
            ({THREE: None}, {}),
            ({THREE: None, to: other, RULES_FILE: follow}, {THREE: to}),
            ({THREE: made.files[ONE], ONE: made.files[THREE]}, {THREE: ONE, ONE: THREE}),
        ]
        for number, (changed, moves) in enumerate(attempts):
            copy = Handmade.found(made.path.with_name(str(number)))
            commit = copy.adopt("1", "end", changed, moves=moves)
            assert_blamed(copy, commit, ["wrong-count"], "says never")

    def test_a_declared_result_does_not_pass_never(self, made: Handmade) -> None:
        """No chair can declare what no vote can do."""
        sealed = made.put("1", "end", {THREE: article("3", "It ends.")})
        commit = made.declare(
            sealed,
            made.record(sealed, Count("adopted", 9), evidence="declared", declared_by="The chair"),
        )
        assert_blamed(made, commit, ["wrong-count"], "says never")

    def test_a_majority_below_one_half_is_a_bad_rule(self, made: Handmade) -> None:
        """A minority does not adopt, not even by a vote of all."""
        bad = made.files[RULES_FILE].replace(b"> 1/2 of cast", b"> 1/100 of cast")
        sealed = made.put("1", "low", {RULES_FILE: bad})
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
        verdict = judged(made)
        assert {fault.commit for fault in verdict.faults} == {commit}
        assert "bad-rules" in {fault.code for fault in verdict.faults}

    def test_rules_that_leave_a_path_without_a_rule_are_bad(self, tmp_path: Path) -> None:
        """Also at the founding: every path is reached, and every key is there."""
        rules = founding_rules()
        for number, bad in enumerate(
            [
                Rules(rules.rules[1:]).to_bytes(),
                rules.to_bytes().replace(b'evidence = "counted"\n', b"", 1),
                b"",
            ]
        ):
            made = Handmade.found(tmp_path / str(number), {RULES_FILE: bad})
            verdict = judged(made)
            assert [(fault.code, fault.commit) for fault in verdict.faults] == [
                ("bad-rules", made.head)
            ]

    def test_members_or_rules_deleted_are_bad(self, made: Handmade) -> None:
        """Without them nothing can be judged: the commit that removed them is named."""
        for number, (path, code) in enumerate(
            [
                (MEMBERS_FILE, "bad-members"),
                (RULES_FILE, "bad-rules"),
                (SETTINGS_FILE, "bad-settings"),
            ]
        ):
            copy = Handmade.found(made.path.with_name(str(number)))
            commit = copy.commit(changed_files(copy.files, {path: None}), "Tidy")
            verdict = judged(copy)
            assert {(fault.code, fault.commit) for fault in verdict.faults} == {
                (code, commit),
                ("unratified-change", commit),
            }

    def test_rules_changed_between_putting_and_declaring_void_the_vote(
        self, made: Handmade
    ) -> None:
        """A change of the members does not, a change of the rules does."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "rules", {RULES_FILE: stricter(made)})
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
        assert_blamed(made, commit, ["rules-changed"])

    def test_a_member_suspended_and_reinstated_meanwhile_votes(self, tmp_path: Path) -> None:
        """Who may vote is read at the base and at the first parent, and not in between."""
        seated = named("ada", "ben", "cleo")
        suspended = tuple(
            replace(one, status="suspended") if one.id == "cleo" else one for one in seated.named
        )
        made = Handmade.found(tmp_path, {MEMBERS_FILE: seated.to_bytes()})
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "out", {MEMBERS_FILE: Members(suspended).to_bytes()})
        made.adopt("3", "in", {MEMBERS_FILE: seated.to_bytes()})
        made.declare(sealed, made.record(sealed, roll("ada cleo", "ben", 3), evidence="named"))
        consistent(made)

    def test_a_removed_id_never_returns(self, tmp_path: Path) -> None:
        """An id names one person, for ever."""
        made = Handmade.found(tmp_path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        made.adopt("1", "out", {MEMBERS_FILE: named("ada", "ben").to_bytes()})
        commit = made.adopt("2", "in", {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        assert_blamed(made, commit, ["bad-members"], "cleo")

    def test_rules_that_nobody_could_meet_are_bad(self, made: Handmade) -> None:
        """A rule that asks for names needs members who have one."""
        rules = with_rule(made.files, "ordinary", evidence="named")
        commit = made.adopt("1", "names", {RULES_FILE: rules})
        verdict = judged(made)
        assert [(fault.code, fault.commit) for fault in verdict.faults] == [("bad-rules", commit)]

    def test_a_newer_normal_form_cannot_be_judged(self, made: Handmade) -> None:
        """A format version this program does not know is no fault, and no consent either."""
        settings = Settings("The assembly", "The constitution", "en", normal_form=2)
        made.adopt("1", "form", {SETTINGS_FILE: settings.to_bytes()})
        made.adopt("2", "first", {ONE: b"Words in a form of which nothing is known.\n\n\n"})
        verdict = judged(made)
        assert verdict.outcome == "cannot-tell"
        assert {doubt.code for doubt in verdict.doubts} == {"unknown-format"}

    def test_the_normal_form_never_goes_down(self, made: Handmade) -> None:
        """What was readable under a newer form is not read under an older one again."""
        settings = Settings("The assembly", "The constitution", "en", normal_form=2)
        newer = Handmade.found(made.path.with_name("newer"), {SETTINGS_FILE: settings.to_bytes()})
        commit = newer.adopt("1", "down", {SETTINGS_FILE: FOUNDING_FILES[SETTINGS_FILE]})
        faults = judged(newer).faults
        assert [(fault.code, fault.commit) for fault in faults] == [("bad-settings", commit)]

    def test_a_newer_motion_or_record_cannot_be_judged(self, made: Handmade) -> None:
        """The one after it can: it is not blamed for what is not known here."""
        for number, (file, old) in enumerate(
            [("motion.toml", b"constitution-motion/1"), ("vote.toml", b"constitution-vote/1")]
        ):
            copy = Handmade.found(made.path.with_name(str(number)))
            sealed = copy.put("1", "first", {ONE: NEW_ONE})
            record = copy.record(sealed, votes(9, 0, 0))
            path = f"{sealed.folder}/{file}"
            newer = copy.result(sealed, record)[path].replace(old, old[:-1] + b"2")
            copy.declare(sealed, record, changed={path: newer}, parents=())
            copy.previous = digest(copy.files[f"{sealed.folder}/vote.toml"])
            copy.adopt("2", "second", {TWO: NEW_TWO})
            verdict = judged(copy)
            assert verdict.faults == ()
            assert {doubt.code for doubt in verdict.doubts} == {"unknown-format"}

    def test_a_rejected_change_of_rules_is_judged_by_its_kept_text(self, tmp_path: Path) -> None:
        """Which rules guard a rejected text is seen in the text that its tag keeps."""
        rules = with_rule(FOUNDING_FILES, "ordinary", majority=parse_majority(">= 8/9 of members"))
        made = Handmade.found(tmp_path, {RULES_FILE: rules})
        sealed = made.put("1", "easier", {RULES_FILE: FOUNDING_FILES[RULES_FILE]})
        made.declare(sealed, made.record(sealed, votes(7, 2, 0, adopted=False)))
        verdict = judged(made)
        assert (verdict.outcome, [doubt.code for doubt in verdict.doubts]) == (
            "cannot-tell",
            ["unseen-text"],
        )
        made.repo.references.create("refs/tags/rejected/1-easier", sealed.commit)
        assert consistent(made).records[0].questions[0].rules == ("ordinary", "rules")
