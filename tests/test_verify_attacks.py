"""Attempts of somebody who can write to main to have another text called consistent. None succeeds.

These are not in the table of cases: they came of trying to break the verifier, part by part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygit2
import pytest

from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    MemberId,
    Members,
    Rules,
    founding_rules,
)
from constitution.verify import Verdict, verify
from constitution.vote import Count, Disposition
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
    from pathlib import Path

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")
TO = "articles/02-revision/article-4.md"
ALL = votes(9, 0, 0)


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


def caught(made: Handmade, *codes: str, **options: str) -> Verdict:
    """The verdict, which is wrong at the last commit, with these codes among others."""
    verdict = verify(made.path, **options)  # type: ignore[arg-type]  # pins only
    assert verdict.outcome == "wrong", verdict.sentence
    assert {fault.commit for fault in verdict.faults} == {made.head}, verdict.faults
    assert {fault.code for fault in verdict.faults} >= set(codes), verdict.faults
    return verdict


def lines(made: Handmade, commit: str) -> tuple[bytes, bytes]:
    """A commit's first line and the rest of it."""
    first, newline, rest = made.repo.odb.read(commit)[1].partition(b"\n")
    return first + newline, rest


class TestHistory:
    """Other histories, put together from lawful pieces."""

    def test_a_parent_written_so_that_git_alone_reads_it(self, made: Handmade) -> None:
        """Git takes capitals for a parent; here the commit would be a founding, with a record."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        files = {**made.files, TWO: NEW_TWO}
        data = made.repo.odb.read(made.object(files, "x", [made.head]))[1]
        parent = b"parent " + made.head.encode()
        made.advance(
            made.raw("commit", data.replace(parent, parent[:7] + parent[7:].upper())), files
        )
        caught(made, "bad-commit", "records-tampered-with")

    def test_an_adoption_declared_again_after_it_was_taken_back(self, made: Handmade) -> None:
        """The words it names are there again, and its number is used."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, ALL))
        made.adopt("2", "back", {ONE: FOUNDING_FILES[ONE]})
        again = replace(sealed, folder="votes/1-again")
        made.declare(again, made.record(again, ALL), parents=())
        caught(made, "records-tampered-with")

    def test_an_adoption_dropped_from_the_middle(self, made: Handmade) -> None:
        """What followed is done again on top of what was before: its base is not on this chain."""
        start, files = made.head, made.files
        made.adopt("1", "first", {TWO: NEW_TWO})
        sealed = made.put("2", "second", {ONE: NEW_ONE})
        made.advance(start, files)
        made.sequence, made.previous = 0, "founding"
        made.declare(sealed, made.record(sealed, ALL), parents=())
        caught(made, "bad-motion")

    def test_a_record_brought_from_another_constitution(self, made: Handmade) -> None:
        """The same text, the same words, another founding."""
        other = Handmade.found(made.path.with_name("other.git"), {"README.md": b"Other.\n"})
        sealed = other.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, ALL), parents=())
        caught(made, "bad-motion")

    def test_a_chain_of_records_that_begins_again(self, made: Handmade) -> None:
        """A second first record."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        record = made.record(sealed, ALL, sequence=1, previous="founding")
        made.declare(sealed, record)
        caught(made, "records-tampered-with")

    def test_a_pin_in_the_middle_does_not_hide_what_came_before(self, made: Handmade) -> None:
        """A founding has no records: whoever gives a later commit for it is answered."""
        made.commit({**made.files, TWO: NEW_TWO}, "Smuggled")
        made.adopt("1", "first", {ONE: NEW_ONE})
        verdict = verify(made.path, founding=made.head)
        assert [fault.code for fault in verdict.faults] == ["records-tampered-with"]

    def test_main_may_be_named_by_a_signed_tag(self, made: Handmade) -> None:
        """An annotated tag is followed to its commit, and no further than to a commit."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        who = pygit2.Signature("A", "a@b", 1_900_000_000, 0)
        commit = pygit2.enums.ObjectType.COMMIT
        tag = made.repo.create_tag("v1", pygit2.Oid(hex=made.head), commit, who, "x")
        assert made.head != str(tag)
        verdict = verify(made.path, tip="v1")
        assert (verdict.outcome, verdict.tip) == ("consistent", made.head)


class TestTrees:
    """Files that are not what they seem."""

    @pytest.mark.parametrize(
        "path",
        [
            f"{ONE}/article-1.md",  # the article becomes a folder
            "votes/1-first/README.md/x.md",
            "votes/1-first/vote.toml/vote.toml",
            "votes/x.toml",
            "governance/rules.toml/x",
            "governance/other.toml",
            ".gitattributes/x",
            "articles/a/b/c/d/e/f/g/h/i/j/k/l/" + "x/" * 80 + "a.md",
        ],
    )
    def test_a_folder_where_a_file_should_be(self, made: Handmade, path: str) -> None:
        """And files where none should be; a vote does not excuse them."""
        sealed = made.put("1", "first", {TWO: NEW_TWO})
        record = made.record(sealed, ALL)
        above = {"/".join(path.split("/")[:depth]): None for depth in range(1, path.count("/") + 1)}
        made.declare(sealed, record, changed={**above, path: b"# X\n\nx.\n"}, parents=())
        assert verify(made.path).outcome == "wrong"

    def test_a_founding_whose_attributes_are_a_folder(self, made: Handmade) -> None:
        """Fixed at the founding: a file."""
        other = made.path.with_name("other.git")
        founded = Handmade.found(other, {".gitattributes": None, ".gitattributes/x": b"* eol=lf\n"})
        caught(founded, "bad-path")

    @pytest.mark.parametrize("file", ["vote.toml", "motion.toml", "README.md"])
    def test_a_record_that_can_be_run(self, made: Handmade, file: str) -> None:
        """Plain files alone: an executable one is none."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        root = made.repo[made.head].peel(pygit2.Tree)
        folder = root["votes/1-first"]
        old = made.repo.odb.read(str(folder.id))[1]
        line = b"100644 " + file.encode()
        new = made.raw("tree", old.replace(line, b"100755 " + file.encode()))
        votes_ = made.repo.odb.read(str(root["votes"].id))[1]
        above = made.raw("tree", votes_.replace(folder.id.raw, bytes.fromhex(new)))
        top = made.repo.odb.read(str(root.id))[1]
        tree = made.raw("tree", top.replace(root["votes"].id.raw, bytes.fromhex(above)))
        first, rest = lines(made, made.head)
        assert first.startswith(b"tree ")
        made.advance(made.raw("commit", b"tree " + tree.encode() + b"\n" + rest), made.files)
        caught(made, "bad-mode")

    def test_a_round_written_under_a_second_name(self, made: Handmade) -> None:
        """`1-first.round-1` is `1-first`: one motion, one name."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        other = replace(sealed, folder="votes/1-first.round-1")
        made.declare(other, made.record(other, ALL), parents=())
        caught(made, "bad-motion")

    @pytest.mark.parametrize(
        "name", ["Articles", "ARTICL~1", "articles:x", "votes.", "articles\u200b"]
    )
    def test_a_free_folder_that_some_computer_takes_for_the_text(
        self, made: Handmade, name: str
    ) -> None:
        """It could be checked out in place of the text."""
        made.commit({**made.files, f"{name}/01-state/article-1.md": b"# X\n"}, "Free")
        caught(made, "bad-tree")


class TestMerges:
    """Commits with more behind them than they show."""

    def test_a_merge_that_keeps_ours_hides_nothing(self, made: Handmade) -> None:
        """A free merge changes no protected file; what is behind it is on no first parent."""
        draft = made.object({**made.files, ONE: NEW_ONE}, "Draft", [made.head])
        made.commit(made.files, "Merge", parents=[draft])
        verdict = verify(made.path)
        assert (verdict.outcome, verdict.records) == ("consistent", ())

    def test_a_merge_that_keeps_theirs(self, made: Handmade) -> None:
        """The same merge with the draft's text."""
        draft = made.object({**made.files, ONE: NEW_ONE}, "Draft", [made.head])
        made.commit({**made.files, ONE: NEW_ONE}, "Merge", parents=[draft])
        caught(made, "unratified-change")

    def test_a_seal_that_holds_the_record_already(self, made: Handmade) -> None:
        """The sealed commit was there before the vote: it knows no count."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        record = made.record(sealed, ALL)
        known = {f"{sealed.folder}/vote.toml": record.to_bytes()}
        commit = made.object({**sealed.after, **sealed.own, **known}, "x", [made.head])
        made.declare(sealed, record, parents=[commit])
        caught(made, "bad-seal")


class TestVotes:
    """Counts of votes that were never held so."""

    def test_opponents_suspended_in_the_motion_they_oppose(self, tmp_path: Path) -> None:
        """Who may vote is who could before it."""
        made = Handmade.found(
            tmp_path / "c.git", {MEMBERS_FILE: named("ada", "ben", "cleo", "dan").to_bytes()}
        )
        left = Members(
            tuple(
                Member(MemberId(id_), id_.title(), status="active" if id_ == "ada" else "suspended")
                for id_ in ("ada", "ben", "cleo", "dan")
            )
        )
        sealed = made.put("1", "suspend", {MEMBERS_FILE: left.to_bytes()})
        one = Count("adopted", 1, (MemberId("ada"),), (), ())
        made.declare(sealed, made.record(sealed, one, evidence="named"))
        caught(made, "wrong-count")

    def test_a_declared_result_where_figures_are_asked_for(self, made: Handmade) -> None:
        """The chair's word does not seat members."""
        sealed = made.put("1", "more", {MEMBERS_FILE: Members(seats=99).to_bytes()})
        said = Count("adopted", 9)
        made.declare(sealed, made.record(sealed, said, evidence="declared", declared_by="Chair"))
        caught(made, "evidence-too-weak")

    def test_a_subject_does_not_change_a_word(self, made: Handmade) -> None:
        """A vote on a matter of procedure adopts no text."""
        sealed = made.put("1", "whole", {}, subject=("The whole", "ordinary"))
        made.declare(sealed, made.record(sealed, ALL), changed={ONE: NEW_ONE}, parents=())
        caught(made, "changed-after-the-vote")

    def test_figures_beyond_all_measure(self, made: Handmade) -> None:
        """More votes than members, by a billion."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, votes(999_999_999, 0, 0)))
        caught(made, "wrong-count")

    def test_a_question_that_the_record_does_not_count(self, made: Handmade) -> None:
        """Two questions, one count; the second changes the text all the same."""
        sealed = made.put("1", "both", {ONE: NEW_ONE, TWO: NEW_TWO}, questions=[(ONE,), (TWO,)])
        record = made.record(sealed, ALL)
        files = {
            **sealed.after,
            **sealed.own,
            f"{sealed.folder}/vote.toml": record.to_bytes(),
        }
        made.commit(files, "Both", parents=[sealed.commit])
        caught(made, "wrong-count")

    def test_a_disposal_under_the_number_of_a_vote_to_come(self, made: Handmade) -> None:
        """Fallen, and then voted on after all: the number is used."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        motion = digest(sealed.motion.to_bytes())
        gone = Disposition(1, "founding", motion, "fallen", HELD, "As said.", "the chair")
        made.declare(sealed, gone, parents=())
        again = replace(made.put("1", "second", {ONE: NEW_ONE}), folder="votes/1-second")
        made.declare(again, made.record(again, ALL), parents=())
        caught(made, "records-tampered-with")

    def test_a_doubt_does_not_hide_what_is_wrong(self, made: Handmade) -> None:
        """A file in a format of the future beside an article with no vote: wrong, not unknown."""
        newer = made.files[RULES_FILE].replace(b"rules/1", b"rules/2")
        made.commit({**made.files, RULES_FILE: newer, ONE: NEW_ONE}, "Update")
        verdict = caught(made, "unratified-change")
        assert {doubt.code for doubt in verdict.doubts} == {"unknown-format"}


class TestRules:
    """Ways around `never`, and around a majority."""

    def blocked(self, made: Handmade) -> None:
        """The last commit is stopped by the eternal rule."""
        verdict = caught(made, "wrong-count")
        said = " ".join(fault.sentence for fault in verdict.faults)
        assert "The rule “eternity” says never" in said

    def test_the_eternal_rule_under_another_name(self, made: Handmade) -> None:
        """The same words under another name are another rule."""
        rules = tuple(
            replace(rule, name="forever") if rule.name == "eternity" else rule
            for rule in rules_of(made.files).rules
        )
        made.adopt("1", "rename", {RULES_FILE: Rules(rules).to_bytes()})
        self.blocked(made)

    def test_the_eternal_article_exchanged_with_another_while_the_rule_follows(
        self, made: Handmade
    ) -> None:
        """The rule must follow the words, and not the place: to leave them is to narrow it."""
        made.adopt(
            "1",
            "swap",
            {ONE: made.files[THREE], THREE: made.files[ONE]},
            moves={ONE: THREE, THREE: ONE},
        )
        self.blocked(made)

    def test_the_eternal_article_exchanged_without_declared_moves(self, made: Handmade) -> None:
        """Two articles modified into each other are two changes of words."""
        made.adopt("1", "swap", {ONE: made.files[THREE], THREE: made.files[ONE]})
        self.blocked(made)

    def test_an_article_put_in_the_place_of_the_eternal_one(self, made: Handmade) -> None:
        """It moves away with its rule, and another takes its place in the same question."""
        rules = with_rule(made.files, "eternity", paths=(TO,))
        other = article("3", "The republic is for a while.")
        made.adopt(
            "1",
            "replace",
            {THREE: other, TO: made.files[THREE], RULES_FILE: rules},
            moves={THREE: TO},
        )
        self.blocked(made)

    def test_words_added_beside_the_eternal_ones_in_their_folder(self, tmp_path: Path) -> None:
        """Where a folder is eternal, an article added to it is a change of its words."""
        rules = founding_rules(eternal=["articles/02-revision/**"], evidence="declared")
        made = Handmade.found(tmp_path / "c.git", {RULES_FILE: rules.to_bytes()})
        made.adopt("1", "add", {TO: article("4", "Except on Sundays.")})
        self.blocked(made)

    def test_the_file_of_rules_itself_made_eternal(self, tmp_path: Path) -> None:
        """Then no vote changes any rule, not even to make it stricter."""
        rules = founding_rules(eternal=[RULES_FILE], evidence="declared")
        made = Handmade.found(tmp_path / "c.git", {RULES_FILE: rules.to_bytes()})
        made.adopt(
            "1", "strict", {RULES_FILE: with_rule(made.files, "ordinary", evidence="counted")}
        )
        self.blocked(made)

    def test_a_division_that_weakens_in_one_question_and_uses_it_in_the_other(
        self, made: Handmade
    ) -> None:
        """Each question is judged by the rules before the motion."""
        easier = with_rule(made.files, "ordinary", quorum=None)
        sealed = made.put(
            "1", "two", {RULES_FILE: easier, ONE: NEW_ONE}, questions=[(RULES_FILE,), (ONE,)]
        )
        made.declare(sealed, made.record(sealed, ALL, votes(1, 0, 0)))
        verdict = caught(made, "wrong-count")
        assert "for want of a quorum" in " ".join(fault.sentence for fault in verdict.faults)

    def test_rules_deleted_by_a_vote(self, made: Handmade) -> None:
        """A governance file is modified, and never goes."""
        sealed = made.put("1", "first", {ONE: NEW_ONE})
        made.declare(sealed, made.record(sealed, ALL), changed={RULES_FILE: None}, parents=())
        caught(made, "bad-rules", "changed-after-the-vote")

    def test_members_all_gone(self, made: Handmade) -> None:
        """An assembly without members cannot vote, and so cannot vote itself away."""
        none = b'format = "constitution-members/1"\nseats = 0\n'
        made.adopt("1", "none", {MEMBERS_FILE: none})
        caught(made, "bad-members")


def test_a_text_that_no_assembly_governs_is_never_consistent(tmp_path: Path) -> None:
    """Without rules and members nothing can be proved, and a server that asks must not accept it."""
    made = Handmade(tmp_path / "c.git")
    made.commit({ONE: FOUNDING_FILES[ONE]}, "Only words")
    made.commit({ONE: NEW_ONE}, "Other words")
    verdict = verify(made.path)
    assert (verdict.outcome, verdict.founded) == ("cannot-tell", False)
    assert "No assembly governs this text" in verdict.sentence


def test_nothing_of_the_tamperings_stays_in_the_files(made: Handmade) -> None:
    """The founding that all of these start from is lawful."""
    assert changed_files(made.files, {}) == FOUNDING_FILES
    assert verify(made.path).outcome == "consistent"
