"""Texts, records and merges that no vote stands behind: each tampering is named, alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.canonical import digest
from constitution.errors import Unknown
from constitution.governance import (
    RULES_FILE,
)
from constitution.motion import AmendmentNumber
from constitution.verify import verify
from tests.handmade import (
    FOUNDING_FILES,
    ONE,
    THREE,
    TWO,
    Handmade,
    article,
    changed_files,
    votes,
    with_rule,
)
from tests.verdicts import (
    NEW_ONE,
    NEW_TWO,
    assert_blamed,
    consistent,
    disposed,
    judged,
    stricter,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


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
        assert judged(made).free == ()  # it is at fault, and needs more than a vote
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

    def test_a_file_where_a_record_should_be_is_said_once(self, made: Handmade) -> None:
        """Its path is at fault, and it is no record that lacks its files."""
        commit = made.commit({**made.files, "votes/README.md": b"# Votes\n"}, "Readme")
        assert [(fault.code, fault.commit) for fault in judged(made).faults] == [
            ("bad-path", commit)
        ]

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
        assert [(fault.code, fault.commit) for fault in verdict.faults] == [
            ("history-rewritten", "")
        ]
        assert verdict.sentence == f"wrong: {verdict.faults[0].sentence}"
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
