"""What a clone proves: lawful histories are consistent, and a clone remembers its last check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.verification import verify_clone
from constitution.cli.main import run
from constitution.errors import CannotTell
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    founding_rules,
)
from constitution.motion import AmendmentNumber
from constitution.repository import Repository
from constitution.verify import Verdict, verify
from constitution.vote import Count, Report
from tests.handmade import (
    FOUNDING_FILES,
    ONE,
    THREE,
    TWO,
    Handmade,
    article,
    named,
    votes,
    with_rule,
)
from tests.verdicts import (
    NEW_ONE,
    NEW_TWO,
    consistent,
    disposed,
    judged,
    roll,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


class TestLawfulHistories:
    """What must be found consistent, from the list of valid cases."""

    def test_a_founding_alone_is_consistent(self, made: Handmade) -> None:
        """No record yet: no fingerprint, and the founding commit is said not to be pinned."""
        verdict = consistent(made)
        assert verdict.sentence == "consistent; nothing was voted on yet"
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

    def test_main_asked_for_by_name_is_held_to_the_memory(self, made: Handmade) -> None:
        """Its name asks for what it is now, and not for an earlier state."""
        before, files = made.head, made.files
        made.adopt("1", "first", {ONE: NEW_ONE})
        self.check(made)
        made.advance(before, files)
        for name in ("main", "refs/heads/main"):
            faults = self.check(made, tip=name).faults
            assert [fault.code for fault in faults] == ["history-rewritten"]

    def test_a_damaged_memory_is_named_and_not_forgotten_in_silence(self, made: Handmade) -> None:
        """To lose it is to lose the pin: somebody must decide."""
        self.check(made)
        file = Repository.open(made.path).state_folder / "verified"
        file.write_bytes(file.read_bytes()[:-3] + b"\xff\n")
        with pytest.raises(CannotTell, match="the memory of the last check is damaged"):
            self.check(made)


def test_a_record_at_fault_is_marked_where_it_is_told(
    made: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reads “adopted” above a fault and stops there."""
    made.adopt("1", "first", {ONE: NEW_ONE})
    sealed = made.put("2", "second", {TWO: NEW_TWO})
    made.declare(sealed, made.record(sealed, votes(5, 0, 0)), changed={ONE: FOUNDING_FILES[ONE]})
    assert run(["-C", str(made.path), "verify"]) == 1
    first, _mark, second = capsys.readouterr().out.partition("(This does not hold: see below.)")
    assert "first" in first
    assert "Adopted." in second
