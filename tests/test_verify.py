"""What a clone proves: lawful histories are consistent, and each tampering is named, alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.verification import verify_clone
from constitution.canonical import digest
from constitution.errors import Malformed, Unknown
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Member,
    MemberId,
    Members,
    Rules,
    Settings,
    founding_rules,
    parse_majority,
)
from constitution.motion import AmendmentNumber, Question
from constitution.repository import Repository
from constitution.verify import Verdict, verify
from constitution.vote import Count, Disposition, Report
from tests.handmade import (
    FOUNDING_FILES,
    HELD,
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

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


def judged(made: Handmade, **options: str | None) -> Verdict:
    """The verdict on main."""
    return verify(made.path, **options)  # type: ignore[arg-type]  # only the pins are given


def consistent(made: Handmade, **options: str | None) -> Verdict:
    """The verdict, which is known to be consistent."""
    verdict = judged(made, **options)
    assert (verdict.faults, verdict.doubts) == ((), ())
    assert verdict.outcome == "consistent"
    return verdict


def assert_blamed(made: Handmade, commit: str, codes: Iterable[str], *words: str) -> Verdict:
    """The verdict, which names this commit alone, with these codes and these words.

    A lawful adoption after the tampering must not be blamed for it.
    """
    sealed = made.put("99", "afterwards", {TWO: article("2", "Its seat moved afterwards.")})
    all_ = Members.parse(made.files[MEMBERS_FILE]).entitled
    made.declare(sealed, made.record(sealed, votes(all_, 0, 0, all_)))
    verdict = judged(made)
    assert verdict.outcome == "wrong"
    assert {fault.commit for fault in verdict.faults} == {commit}, verdict.faults
    assert {fault.code for fault in verdict.faults} == set(codes), verdict.faults
    said = " ".join(fault.sentence for fault in verdict.faults)
    for word in words:
        assert word in said
    assert verdict.sentence == "wrong: 1 commit is at fault"
    return verdict


class TestLawfulHistories:
    """What must be found consistent, from the list of valid cases."""

    def test_a_founding_alone_is_consistent(self, made: Handmade) -> None:
        """No record yet: no fingerprint, and the founding commit is said not to be pinned."""
        verdict = consistent(made)
        assert verdict.sentence == "consistent"
        assert verdict.fingerprint is None
        assert not verdict.pinned
        assert "was not pinned" in verdict.pin
        assert f"--founding {made.head}" in verdict.pin

    def test_two_adoptions_and_an_edit_of_a_free_file_are_consistent(self, made: Handmade) -> None:
        """A README is not the text: changing it needs no vote, and the verdict lists it."""
        founding = made.head
        made.adopt("1", "first", {ONE: NEW_ONE})
        free = made.commit({**made.files, "README.md": b"Other words.\n"}, "Edit")
        made.adopt("2", "second", {TWO: NEW_TWO})
        verdict = consistent(made, founding=founding)
        assert verdict.pinned
        assert [(one.commit, one.names) for one in verdict.free] == [(free, ("README.md",))]
        assert [record.number for record in verdict.records] == ["1", "2"]
        assert verdict.records[0].sentences == (
            "For 9, against 0: 9 votes cast; more than 1/2 is 5. Adopted.",
        )
        assert verdict.records[0].entered_by == "The clerk <clerk@example.org>"
        assert verdict.records[0].questions[0].rules == ("ordinary",)
        assert verdict.fingerprint == made.previous
        assert verdict.tip == made.head

    def test_a_rejection_is_consistent(self, made: Handmade) -> None:
        """A rejection adds its folder and changes no text."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(3, 4, 1, adopted=False)))
        verdict = consistent(made)
        assert verdict.records[0].outcome == "rejected"
        assert verdict.records[0].sentences == (
            "For 3, against 4, abstentions 1: 7 votes cast; more than 1/2 is 4. Rejected.",
        )

    @pytest.mark.parametrize("outcome", ["withdrawn", "fallen", "inadmissible", "not-moved"])
    def test_an_amendment_that_was_not_voted_on_is_consistent(
        self, made: Handmade, outcome: str
    ) -> None:
        """What became of it is recorded with the ruling and by whom, even on outdated words."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "second", {ONE: article("1", "Other words.")})
        made.declare(sealed, disposed(made, sealed.motion.to_bytes(), outcome))
        verdict = consistent(made)
        assert verdict.records[1].outcome == outcome
        assert verdict.records[1].sentences[1] == "Ruled by the chair: As it was said."

    def test_an_amendment_joined_to_one_voted_before_is_consistent(self, made: Handmade) -> None:
        """Amendments voted together: one record counts, the other names it."""
        joined = made.put("2", "same", {ONE: NEW_ONE})
        made.adopt("1", "first", {ONE: NEW_ONE})
        made.declare(joined, disposed(made, joined.motion.to_bytes(), "joined", with_="1"))
        verdict = consistent(made)
        assert verdict.records[1].sentences[0] == "Voted together with number 1."

    def test_another_article_adopted_between_putting_and_declaring_is_consistent(
        self, made: Handmade
    ) -> None:
        """A vote binds to the words it names; other articles may change meanwhile."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "second", {TWO: NEW_TWO})
        made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
        consistent(made)

    def test_members_grow_and_the_new_one_then_votes(self, tmp_path: Path) -> None:
        """The members at the motion's base vote; the ones it seats vote on the next."""
        made = Handmade.found(tmp_path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        made.adopt("1", "seat-dan", {MEMBERS_FILE: named("ada", "ben", "cleo", "dan").to_bytes()})
        sealed = made.put("2", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, roll("ada dan cleo", "ben", 4), evidence="named"))
        verdict = consistent(made)
        assert verdict.records[1].sentences[0].startswith("For 3, against 1")

    def test_a_member_replaced_while_a_vote_is_open_does_not_void_it(self, tmp_path: Path) -> None:
        """Who was a member at the base, less those removed since, may vote."""
        made = Handmade.found(tmp_path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "seat-dan", {MEMBERS_FILE: named("ada", "ben", "dan").to_bytes()})
        made.declare(sealed, made.record(sealed, roll("ada ben", "", 2), evidence="named"))
        consistent(made)

    def test_a_move_and_a_swap_of_two_paths_are_consistent(self, made: Handmade) -> None:
        """A file keeps its identity under another path; two may exchange theirs at once."""
        to = "articles/03-other/article-2.md"
        made.adopt("1", "move", {TWO: None, to: made.files[TWO]}, moves={TWO: to})
        made.adopt(
            "2",
            "swap",
            {ONE: made.files[to], to: made.files[ONE]},
            moves={ONE: to, to: ONE},
        )
        consistent(made)

    def test_a_pure_move_passes_an_eternal_rule_that_still_reaches_it(self, made: Handmade) -> None:
        """`never` forbids the words, not the number: a renumbering takes its rule along."""
        to = "articles/02-revision/article-4.md"
        rules = with_rule(made.files, "eternity", paths=(to,))
        words = made.files[THREE].replace(b"# Article 3", b"# Article 4")
        made.adopt("1", "renumber", {THREE: None, to: words, RULES_FILE: rules}, moves={THREE: to})
        verdict = consistent(made)
        assert verdict.records[0].questions[0].rules == ("ordinary", "rules", "eternity")

    def test_a_divided_motion_adopts_one_half(self, made: Handmade) -> None:
        """Each question has its own count; only the changes of adopted ones enter main."""
        sealed = made.put("1", "both", {ONE: NEW_ONE, TWO: NEW_TWO}, questions=[(ONE,), (TWO,)])
        made.declare(sealed, made.record(sealed, votes(5, 1, 0), votes(1, 5, 0, adopted=False)))
        verdict = consistent(made)
        assert verdict.records[0].outcome == "divided"
        assert made.files[TWO] == FOUNDING_FILES[TWO]

    def test_a_vote_on_the_text_as_a_whole_is_consistent(self, made: Handmade) -> None:
        """A question may change nothing and name its subject and its rule."""
        sealed = made.put("1", "whole", {}, subject=("The constitution as a whole", "rules"))
        made.declare(sealed, made.record(sealed, votes(6, 3, 0)), parents=())
        assert consistent(made).records[0].sentences == (
            "For 6, against 3: 9 members in all; at least 2/3 is 6. Adopted.",
        )

    def test_a_squash_by_a_forge_on_a_single_adoption_is_consistent(self, made: Handmade) -> None:
        """The second parent is optional: the digests bind the words."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(5, 4, 0)), parents=())
        consistent(made)

    def test_a_sub_amendment_is_counted_and_changes_no_text(self, made: Handmade) -> None:
        """The amendment, put next, seals a text that includes it."""
        sealed = made.put("2", "nearer", {ONE: NEW_ONE}, on=AmendmentNumber("1"))
        made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
        assert made.files[ONE] == FOUNDING_FILES[ONE]
        assert consistent(made).records[0].outcome == "adopted"

    def test_a_second_deliberation_is_consistent(self, made: Handmade) -> None:
        """A number is used again with another round, once."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(3, 4, 1, adopted=False)))
        again = made.put("1", "first", {ONE: NEW_ONE}, round=2)
        made.declare(again, made.record(again, votes(5, 4, 0)))
        assert [record.round for record in consistent(made).records] == [1, 2]

    def test_declared_and_reported_outcomes_are_said_to_be(self, tmp_path: Path) -> None:
        """A result without figures cannot be counted, and the verdict says how many there are."""
        rules = founding_rules(evidence="reported").to_bytes()
        made = Handmade.found(tmp_path, {RULES_FILE: rules})
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(
            sealed,
            made.record(sealed, Count("adopted", 9), evidence="declared", declared_by="The chair"),
        )
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        report = Report("Law 1", "none", None, None, None, None, None, None, "unknown")
        made.declare(
            sealed,
            made.record(
                sealed, Count("adopted"), evidence="reported", held=None, reports=(report,)
            ),
        )
        verdict = consistent(made)
        assert verdict.sentence == (
            "consistent; 1 outcome is declared, not counted; 1 outcome is reported, not counted"
        )
        assert verdict.records[0].sentences == ("Declared adopted by The chair, without figures.",)
        assert verdict.records[0].hidden_ballots is None
        assert verdict.records[1].sentences == ("Entered into force without a vote, as reported.",)
        assert verdict.records[1].sources == ("Law 1 · none · unknown",)

    def test_a_repository_is_judged_packed_and_from_a_work_tree(
        self, made: Handmade, tmp_path: Path
    ) -> None:
        """Where the objects and the refs lie makes no difference."""
        import subprocess

        made.adopt("1", "first", {ONE: NEW_ONE})
        tree = tmp_path / "clone"
        subprocess.run(["git", "clone", "-q", str(made.path), str(tree)], check=True)
        subprocess.run(["git", "gc", "-q"], cwd=tree, check=True)
        subprocess.run(["git", "pack-refs", "--all"], cwd=tree, check=True)
        subprocess.run(["git", "checkout", "-q", "--detach"], cwd=tree, check=True)
        shared = tmp_path / "shared"
        subprocess.run(["git", "clone", "-q", "-s", str(tree), str(shared)], check=True)
        for folder in (made.path, tree, tree / ".git"):
            assert verify(folder) == consistent(made)
        assert replace(verify(shared, tip=made.head), ref="refs/heads/main") == consistent(made)

    def test_a_thousand_words_of_verdict_are_json(self, made: Handmade) -> None:
        """Machine output has stable keys and shows control characters as symbols."""
        import json

        made.adopt("1", "first", {ONE: NEW_ONE})
        verdict = judged(made)
        data = json.loads(json.dumps(verdict.to_json()))
        assert data["outcome"] == "consistent"
        assert data["records"][0]["hidden_ballots_could_have_turned_it"] is False
        assert data["records"][0]["held"] == "2026-11-23"
        assert data["holds"] == list(verdict.holds)
        assert data["limits"] == list(verdict.limits)


def disposed(
    made: Handmade, motion: bytes, outcome: str, *, with_: str | None = None
) -> Disposition:
    """The record of an amendment that was not voted on."""
    return Disposition(
        made.sequence + 1,
        made.previous,
        digest(motion),
        outcome,  # type: ignore[arg-type]  # given by parameters
        HELD,
        "As it was said.",
        "the chair",
        with_,
    )


def roll(for_: str, against: str, entitled: int, *, adopted: bool = True) -> Count:
    """A count by names."""
    return Count(
        "adopted" if adopted else "rejected",
        entitled,
        tuple(map(MemberId, sorted(for_.split()))),
        tuple(map(MemberId, sorted(against.split()))),
        (),
    )


class TestTextWithoutVote:
    """Row 1: what changes without a record."""

    def test_an_article_edited_on_main_is_named(self, made: Handmade) -> None:
        """Main is never edited: an article changes by a vote."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        commit = made.commit({**made.files, ONE: article("1", "Mine.")}, "Typo")
        assert_blamed(made, commit, ["unratified-change"], f"{ONE} was changed with no vote.")

    def test_several_files_edited_are_counted(self, made: Handmade) -> None:
        """One commit, one fault; the sentence says how many files."""
        commit = made.commit({**made.files, ONE: NEW_ONE, TWO: NEW_TWO}, "Typo")
        assert_blamed(made, commit, ["unratified-change"], f"{ONE} and 1 other file were changed")

    def test_a_hidden_file_under_the_articles_is_named(self, made: Handmade) -> None:
        """A file that no reader sees is still a file of the text."""
        commit = made.commit({**made.files, "articles/.hidden.md": b"# H\n"}, "Nothing")
        assert_blamed(made, commit, ["unratified-change", "bad-path"])

    def test_an_adoption_reverted_without_a_vote_is_named(self, made: Handmade) -> None:
        """What a vote brought, a vote takes back."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        commit = made.commit({**made.files, ONE: FOUNDING_FILES[ONE]}, "Revert")
        assert_blamed(made, commit, ["unratified-change"])

    def test_changed_attributes_are_named(self, made: Handmade) -> None:
        """Line endings and filters are fixed at the founding."""
        commit = made.commit({**made.files, ".gitattributes": b"* filter=x\n"}, "Settings")
        assert_blamed(made, commit, ["unratified-change"], ".gitattributes was changed")

    def test_a_folder_that_folds_to_a_protected_one_is_named(self, made: Handmade) -> None:
        """On a computer that ignores case, `Articles/` is the text."""
        commit = made.commit({**made.files, "Articles/a.md": b"# A\n"}, "Other")
        assert_blamed(made, commit, ["bad-tree"])

    def test_two_names_that_fold_to_one_are_named_once(self, made: Handmade) -> None:
        """A later adoption in the same folder is not blamed for them."""
        other = TWO.replace("article-2", "Article-2")
        commit = made.commit({**made.files, other: NEW_TWO}, "Other")
        assert_blamed(made, commit, ["unratified-change", "bad-tree"], "are one name")

    def test_rules_and_members_changed_without_a_vote_are_named(self, made: Handmade) -> None:
        """Governance is as protected as the text."""
        easier = with_rule(made.files, "ordinary", quorum=None)
        commit = made.commit({**made.files, RULES_FILE: easier}, "Simplify")
        assert_blamed(made, commit, ["unratified-change"], RULES_FILE)


class TestCounts:
    """Rows 2, 5 and 8: what the figures, the members and the rules do not give."""

    def test_an_adoption_with_too_few_votes_is_named(self, made: Handmade) -> None:
        """The outcome is counted again."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(4, 5, 0)))
        assert_blamed(
            made,
            commit,
            ["wrong-count"],
            "was recorded as adopted. For 4, against 5: 9 votes cast; more than 1/2 is 5. Rejected.",
        )

    def test_a_rejection_that_was_an_adoption_is_named(self, made: Handmade) -> None:
        """A clerk cannot lose a vote that was won."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(5, 4, 0, adopted=False)))
        assert_blamed(made, commit, ["wrong-count"], "was recorded as rejected")

    def test_a_record_without_a_quorum_is_named(self, made: Handmade) -> None:
        """No quorum is not a rejection: the vote is postponed and leaves no record."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(1, 3, 0, adopted=False)))
        assert_blamed(made, commit, ["wrong-count"], "Postponed, for want of a quorum.")

    def test_a_change_whose_vote_failed_is_named(self, made: Handmade) -> None:
        """Recorded as rejected, and yet the text changed."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(3, 5, 0, adopted=False)),
            changed={ONE: NEW_ONE},
        )
        assert_blamed(made, commit, ["vote-failed"], "the vote did not adopt")

    def test_a_question_without_changes_or_subject_is_a_bad_motion(self, made: Handmade) -> None:
        """A question asks for changes, or names a subject and its rule."""
        sealed = made.put("1", "first", {}, subject=("x", "ordinary"))
        sealed.motion = replace(sealed.motion, questions=(Question("Nothing"),))
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        assert_blamed(made, commit, ["bad-motion"], "not both")

    def test_a_subject_under_an_unknown_rule_is_a_bad_motion(self, made: Handmade) -> None:
        """Somebody must say what majority the question needs."""
        sealed = made.put("1", "whole", {}, subject=("The whole", "no-such-rule"))
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        assert_blamed(made, commit, ["bad-motion", "wrong-count"], "there is no such rule")

    def test_a_falsified_number_of_members_is_named(self, made: Handmade) -> None:
        """Who may vote follows from the members, not from the record."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(3, 0, 0, 5)))
        assert_blamed(
            made, commit, ["wrong-count"], "says that 5 may vote; by the members there, 9 may"
        )

    def test_more_votes_than_members_are_named(self, made: Handmade) -> None:
        """Nobody votes twice."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(8, 1, 1)))
        assert_blamed(made, commit, ["wrong-count"], "10 votes were counted")

    def test_a_voter_who_is_no_member_is_named(self, tmp_path: Path) -> None:
        """So is one who was suspended or removed while the vote was open."""
        members = Members(
            (
                *named("ada", "ben", "cleo").named,
                Member(MemberId("dan"), "Dan", status="suspended"),
            )
        )
        for number, voter in enumerate(("eve", "dan")):
            made = Handmade.found(tmp_path / str(number), {MEMBERS_FILE: members.to_bytes()})
            sealed = made.put("1", "first", {ONE: NEW_ONE})
            record = made.record(sealed, roll(f"ada {voter}", "ben", 3), evidence="named")
            commit = made.declare(sealed, record)
            assert_blamed(made, commit, ["not-a-member"], f"{voter} is not a member")

    def test_a_member_removed_while_the_vote_was_open_does_not_count(self, tmp_path: Path) -> None:
        """Members at the base, less those removed since."""
        made = Handmade.found(tmp_path, {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()})
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "out", {MEMBERS_FILE: named("ada", "ben").to_bytes()})
        commit = made.declare(
            sealed, made.record(sealed, roll("ada cleo", "", 2), evidence="named")
        )
        assert_blamed(made, commit, ["not-a-member"], "cleo")

    def test_evidence_weaker_than_the_rule_asks_is_named(self, made: Handmade) -> None:
        """A declared result does not change rules that ask for a count."""
        rules = with_rule(made.files, "ordinary", quorum=None)
        # the ordinary rule is weakened, so it must pass as well: nine votes of nine
        sealed = made.put("1", "easier", {RULES_FILE: rules})
        record = made.record(
            sealed, Count("adopted", 9), evidence="declared", declared_by="The chair"
        )
        commit = made.declare(sealed, record)
        assert_blamed(
            made,
            commit,
            ["evidence-too-weak"],
            "The rule “rules” asks for at least “counted”, and the record is “declared”.",
        )

    def test_ballots_left_out_consistently_are_consistent_and_said_to_be_possible(
        self, made: Handmade
    ) -> None:
        """Row 9: no clone can show that a ballot was withheld; the record says it could be."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(3, 2, 0)))
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        made.declare(sealed, made.record(sealed, votes(2, 3, 0, adopted=False)))
        sealed = made.put("3", "rules", {RULES_FILE: stricter(made)})
        made.declare(sealed, made.record(sealed, votes(6, 0, 0)))
        verdict = consistent(made)
        assert [record.hidden_ballots for record in verdict.records] == [True, True, False]


def stricter(made: Handmade) -> bytes:
    """Rules that weaken none: the ordinary majority becomes 2/3."""
    return with_rule(made.files, "ordinary", majority=parse_majority(">= 2/3 of cast"))


class TestChangedAfterTheVote:
    """Row 3: the words that entered main are not those that were voted on."""

    def test_one_word_changed_after_the_vote_is_named(self, made: Handmade) -> None:
        """A vote binds to content, to the byte."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(9, 0, 0)),
            changed={ONE: NEW_ONE.replace(b"one", b"two")},
        )
        assert_blamed(made, commit, ["changed-after-the-vote"], f"{ONE} is not as the motion")

    def test_a_second_article_smuggled_in_is_named(self, made: Handmade) -> None:
        """Only the paths of the motion change."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), changed={TWO: NEW_TWO})
        assert_blamed(made, commit, ["changed-after-the-vote"], TWO)

    def test_a_free_file_changed_by_an_adoption_is_named(self, made: Handmade) -> None:
        """An adoption changes the text and nothing else."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed, made.record(sealed, votes(9, 0, 0)), changed={"README.md": b"x\n"}
        )
        assert_blamed(made, commit, ["changed-after-the-vote"], "this one changes README.md")

    def test_a_stale_motion_is_named(self, made: Handmade) -> None:
        """Main must still hold the words that the motion names."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.adopt("2", "second", {ONE: article("1", "Other words.")})
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
        assert_blamed(made, commit, ["changed-after-the-vote"], "had changed since")

    def test_a_deletion_or_a_move_outside_the_motion_is_named(self, made: Handmade) -> None:
        """What goes, goes by the motion."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(9, 0, 0)),
            changed={THREE: None, "articles/03-x/article-3.md": made.files[THREE]},
        )
        assert_blamed(made, commit, ["changed-after-the-vote"], THREE)

    def test_a_printed_amendment_rewritten_after_the_vote_is_named(self, made: Handmade) -> None:
        """Members voted on what they had in hand, reasons included."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(9, 0, 0)),
            changed={f"{sealed.folder}/README.md": b"# Other reasons\n"},
        )
        assert_blamed(
            made, commit, ["changed-after-the-vote", "bad-seal"], "The printed amendment is not"
        )

    def test_a_motion_rewritten_after_the_vote_is_named(self, made: Handmade) -> None:
        """The record names the motion it counts."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        record = made.record(sealed, votes(9, 0, 0))
        other = replace(sealed, motion=replace(sealed.motion, title="Another title"))
        commit = made.declare(other, record, parents=())
        assert_blamed(made, commit, ["changed-after-the-vote"], "The motion is not")


class TestSeals:
    """Row 4: a second parent that is not the sealed commit."""

    def test_a_second_parent_that_is_not_the_sealed_commit_is_named(self, made: Handmade) -> None:
        """It would bear another's name in the history."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        other = made.object({**sealed.after, **sealed.own, TWO: NEW_TWO}, "x", [made.head])
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=[other])
        assert_blamed(made, commit, ["bad-seal"], TWO)

    def test_a_sealed_commit_on_another_base_is_named(self, made: Handmade) -> None:
        """Its only parent is the motion's base."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        draft = made.object(sealed.after, "Draft", [made.head])
        moved = made.seal(sealed, [draft])
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=[moved.commit])
        assert_blamed(made, commit, ["bad-seal"], "does not stand on the base")

    def test_a_sealed_commit_that_changes_a_free_file_is_named(self, made: Handmade) -> None:
        """It holds the base, the changes and its folder: nothing that readers were not shown."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        sealed.after["README.md"] = b"Vote for me.\n"
        sealed = made.seal(sealed, [made.head])
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
        assert_blamed(made, commit, ["bad-seal"], "changes README.md")

    def test_a_third_parent_is_named(self, made: Handmade) -> None:
        """Main and the sealed commit, nothing more."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        other = made.object(made.files, "x", [made.head])
        commit = made.declare(
            sealed, made.record(sealed, votes(9, 0, 0)), parents=[sealed.commit, other]
        )
        assert_blamed(made, commit, ["bad-seal"], "more parents")

    def test_a_draft_squashed_onto_main_is_named(self, made: Handmade) -> None:
        """A branch without a vote is an unratified change, whatever button merged it."""
        draft = made.object({**made.files, ONE: NEW_ONE}, "Draft", [made.head])
        commit = made.commit({**made.files, ONE: NEW_ONE}, "Merge", parents=[draft])
        assert_blamed(made, commit, ["unratified-change"])

    def test_main_merged_into_a_branch_and_swapped_is_named(self, made: Handmade) -> None:
        """First parents are main: a branch that takes its place brings its own commits to light."""
        start = made.files
        draft = made.object({**start, ONE: NEW_ONE}, "Draft", [made.head])
        made.adopt("1", "first", {TWO: NEW_TWO})
        main = made.head
        merged = made.object({**made.files, ONE: NEW_ONE}, "Merge main", [draft, main])
        made.advance(merged, {**made.files, ONE: NEW_ONE})
        verdict = judged(made, remembered_tip=main)
        assert verdict.faults[0].code == "history-rewritten"
        assert {(fault.code, fault.commit) for fault in verdict.faults} >= {
            ("unratified-change", draft)
        }

    def test_two_adoptions_squashed_into_one_are_named(self, made: Handmade) -> None:
        """Each outcome has a commit of its own."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        second = made.put("2", "second", {TWO: NEW_TWO})
        files = made.result(second, made.record(second, votes(9, 0, 0)))
        squashed = Handmade.found(made.path.with_name("squashed.git"))
        commit = squashed.commit(files, "Both")
        squashed.sequence = 2
        squashed.previous = digest(files["votes/2-second/vote.toml"])
        assert_blamed(squashed, commit, ["unratified-change"], "2 records came in one commit")

    def test_a_base_that_is_not_on_main_is_named(self, made: Handmade) -> None:
        """A motion's base governs its vote: it must be main."""
        away = made.object({**made.files, RULES_FILE: stricter(made)}, "x", [made.head])
        sealed = made.put("1", "first", {ONE: NEW_ONE}, base=away)
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), parents=())
        assert_blamed(made, commit, ["bad-motion"], "is not a commit of main")

    def test_a_sub_amendment_that_changes_the_text_is_named(self, made: Handmade) -> None:
        """It changes its amendment, and the text only with it."""
        sealed = made.put("2", "nearer", {ONE: NEW_ONE}, on=AmendmentNumber("1"))
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)), changed={ONE: NEW_ONE})
        assert_blamed(made, commit, ["vote-failed"], ONE)


class TestRecords:
    """Rows 7 and 11: records that are linked, numbered once, and never touched."""

    def test_a_number_used_twice_is_named(self, made: Handmade) -> None:
        """Number and round are used once, ever."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        commit = made.adopt("1", "again", {TWO: NEW_TWO})
        assert_blamed(made, commit, ["records-tampered-with"], "The number 1 was used before")

    def test_an_old_record_edited_or_removed_is_named(self, made: Handmade) -> None:
        """What was recorded stays as it was."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        vote = "votes/1-first/vote.toml"
        edited = made.files[vote].replace(b"against = 0", b"against = 1")
        commit = made.commit({**made.files, vote: edited}, "Correct")
        assert_blamed(made, commit, ["records-tampered-with"], "An earlier record was changed")

    def test_a_removed_record_is_named_at_its_commit(self, made: Handmade) -> None:
        """The folder of a past amendment does not go."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        gone = dict.fromkeys([path for path in made.files if path.startswith("votes/")])
        commit = made.commit(changed_files(made.files, gone), "Tidy")
        assert_blamed(made, commit, ["records-tampered-with"])

    def test_a_record_that_does_not_follow_the_last_is_named(self, made: Handmade) -> None:
        """Records are chained: one left out is missed by the next, and by it alone."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0), sequence=3))
        assert_blamed(made, commit, ["records-tampered-with"], "here the next is 2")

    def test_a_folder_named_after_another_motion_is_named(self, made: Handmade) -> None:
        """A ballot or a record of one motion does not serve for another."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        sealed = made.seal(replace(sealed, folder="votes/7-first"), [made.head])
        commit = made.declare(sealed, made.record(sealed, votes(9, 0, 0)))
        assert_blamed(made, commit, ["bad-motion"], "named after another motion")

    def test_a_folder_with_a_fifth_file_is_named(self, made: Handmade) -> None:
        """Four files a folder, and nothing else."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(9, 0, 0)),
            changed={f"{sealed.folder}/note.txt": b"psst\n"},
        )
        assert_blamed(made, commit, ["bad-path"], "four files")

    def test_joined_to_one_that_was_not_voted_on_is_named(self, made: Handmade) -> None:
        """Joined means voted together: the vote must be there."""
        sealed = made.put("2", "same", {ONE: NEW_ONE})
        record = disposed(made, sealed.motion.to_bytes(), "joined", with_="1")
        commit = made.declare(sealed, record)
        assert_blamed(made, commit, ["bad-record"], "which was not voted on before")

    def test_a_disposition_that_changes_the_text_is_named(self, made: Handmade) -> None:
        """Withdrawn, and yet there."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        record = disposed(made, sealed.motion.to_bytes(), "withdrawn")
        commit = made.declare(sealed, record, changed={ONE: NEW_ONE})
        assert_blamed(made, commit, ["vote-failed"])

    def test_a_disposition_that_merges_is_named(self, made: Handmade) -> None:
        """What was not voted on is not merged, even where it changes nothing."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        record = disposed(made, sealed.motion.to_bytes(), "fallen")
        commit = made.declare(sealed, record, parents=[sealed.commit])
        assert_blamed(made, commit, ["bad-seal"], "no sealed commit for a parent")

    def test_ballots_in_a_record_that_is_not_signed_are_named(self, made: Handmade) -> None:
        """Nobody would count them."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        commit = made.declare(
            sealed,
            made.record(sealed, votes(9, 0, 0)),
            changed={f"{sealed.folder}/ballots.toml": b"x\n"},
        )
        assert_blamed(made, commit, ["bad-record"], "Only a record of names has ballots")

    def test_main_reset_behind_the_remembered_tip_is_named(self, made: Handmade) -> None:
        """A tip once verified stays on the chain; an earlier state asked for by name is fine."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        before, files = made.head, made.files
        made.adopt("2", "second", {TWO: NEW_TWO})
        seen = made.head
        consistent(made, remembered_tip=before)
        assert consistent(made, tip=before, remembered_tip=seen).tip == before
        made.advance(before, files)
        verdict = judged(made, remembered_tip=seen)
        assert [fault.code for fault in verdict.faults] == ["history-rewritten"]
        assert seen in verdict.faults[0].sentence

    def test_another_founding_commit_is_named(self, made: Handmade, tmp_path: Path) -> None:
        """A new root with the same text is another constitution, where the first was pinned."""
        founding = made.head
        other = Handmade(tmp_path / "other.git", clock=1_900_000_000)
        other.commit(FOUNDING_FILES, "Found the constitution")
        verdict = judged(other, founding=founding)
        assert [fault.code for fault in verdict.faults] == ["wrong-founding-commit"]
        assert founding in verdict.faults[0].sentence
        assert verdict.faults[0].commit == other.head

    def test_a_short_pin_is_refused(self, made: Handmade) -> None:
        """A short id could be imitated."""
        with pytest.raises(Unknown, match="not the full id"):
            verify(made.path, founding=made.head[:12])


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
            assert "The rule “eternity” says never" in verdict.faults[0].sentence

    def test_an_eternal_article_cannot_be_moved_out_of_reach(self, made: Handmade) -> None:
        """In one motion, the move leaves the rule behind."""
        to = "articles/02-revision/article-4.md"
        commit = made.adopt("1", "away", {THREE: None, to: made.files[THREE]}, moves={THREE: to})
        assert_blamed(made, commit, ["wrong-count"], "says never")

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


class TestTexts:
    """Row 14: what readers would not see as it is."""

    @pytest.mark.parametrize(
        "bad",
        [
            "The state\u202e is one.",
            "The state\u200b is one.",
            "L'e\u0301tat.",
            "The state.\r",
            "The \x1b[31mstate.",
            "The &#x202E;state.",
            "[x]: https://example.org",
            'The [state](https://example.org "unseen").',
            "Two\nlines.",
        ],
    )
    def test_a_text_outside_the_normal_form_is_named(self, made: Handmade, bad: str) -> None:
        """A vote does not make it readable."""
        commit = made.adopt("1", "bad", {ONE: article("1", bad)})
        verdict = assert_blamed(made, commit, ["bad-text"])
        assert all(fault.path.startswith(f"{ONE}:") for fault in verdict.faults)

    def test_bytes_that_are_not_utf_8_are_named(self, made: Handmade) -> None:
        """The text is UTF-8."""
        commit = made.adopt("1", "bad", {ONE: b"# Article 1\n\nLatin \xe9\n"})
        assert_blamed(made, commit, ["bad-text"], "not UTF-8")

    def test_an_unknown_character_cannot_be_judged(self, made: Handmade) -> None:
        """A later Unicode may know it."""
        made.adopt("1", "new", {ONE: article("1", "A sign: \U0003fffd.")})
        verdict = judged(made)
        assert verdict.outcome == "cannot-tell"
        assert verdict.doubts[0].code == "unknown-character"

    def test_a_word_of_two_scripts_is_a_warning(self, made: Handmade) -> None:
        """It may be a name; it may be an imitation: somebody should look."""
        made.adopt("1", "mixed", {ONE: article("1", "The st\u0430te.")})
        verdict = consistent(made)
        assert [warning.code for warning in verdict.warnings] == ["mixed-script"]
        assert "CYRILLIC SMALL LETTER A" in verdict.warnings[0].sentence


class TestMemory:
    """What a clone remembers of its last check, outside the history."""

    def check(self, made: Handmade, **options: str) -> Verdict:
        """The verdict of the clone on itself."""
        return verify_clone(Repository.open(made.path), **options)  # type: ignore[arg-type]  # pins only

    def test_the_tip_of_a_check_is_remembered_and_said(self, made: Handmade) -> None:
        """The first check says that it is the first; the next, that it follows."""
        first = self.check(made)
        assert first.remembered is None
        assert any("the first check here" in limit for limit in first.limits)
        made.adopt("1", "first", {ONE: NEW_ONE})
        second = self.check(made)
        assert second.remembered == first.tip
        assert any("last check of this clone ended is in" in held for held in second.holds)

    def test_a_history_cut_short_is_named_and_does_not_replace_the_memory(
        self, made: Handmade
    ) -> None:
        """Whoever resets main cannot make a second check forget the first."""
        before, files = made.head, made.files
        made.adopt("1", "first", {ONE: NEW_ONE})
        seen = self.check(made).tip
        made.advance(before, files)
        for _ in range(2):
            verdict = self.check(made)
            assert [fault.code for fault in verdict.faults] == ["history-rewritten"]
            assert f"{seen}, where the last check ended, is no longer" in verdict.faults[0].sentence

    def test_a_verdict_of_wrong_is_not_remembered(self, made: Handmade) -> None:
        """Once the wrong is taken back, nothing blames the repair."""
        before, files = made.head, made.files
        made.commit({**made.files, ONE: NEW_ONE}, "Typo")
        assert self.check(made).outcome == "wrong"
        made.advance(before, files)
        assert self.check(made).outcome == "consistent"

    def test_an_earlier_state_asked_for_is_not_remembered(self, made: Handmade) -> None:
        """`--tip` looks back; the memory stays where main was."""
        before = made.head
        made.adopt("1", "first", {ONE: NEW_ONE})
        self.check(made)
        assert self.check(made, tip=before).outcome == "consistent"
        assert self.check(made).remembered == made.head

    def test_a_damaged_memory_is_named_and_not_forgotten_in_silence(self, made: Handmade) -> None:
        """To lose it is to lose the pin: somebody must decide."""
        self.check(made)
        file = Repository.open(made.path).state_folder / "verified"
        file.write_bytes(file.read_bytes()[:-3] + b"\xff\n")
        with pytest.raises(Malformed, match="the memory of the last check is damaged"):
            self.check(made)
