"""The table of cases, as whoever types `constitution verify` meets it: tamper, then read the answer.

Each tampering is done to a real repository and answered by the command: its exit code, the code of
the fault, the sentence. `ELSEWHERE` says which tests answer the tamperings that are not done here.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tests.tamperings_of_objects  # noqa: F401 - it adds to the list
from tests.handmade import Handmade
from tests.tamperings import CANNOT_TELL, CONSISTENT, TAMPERINGS, WRONG, Tampering, answer


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: f"{one.case}-{one.name}")
def test_a_tampering_is_answered_by_its_name(
    tampering: Tampering, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code, the code of the fault, the sentence; and no raw byte of the attacker."""
    made = Handmade.found(tmp_path / "constitution.git")
    given = tampering.do(made)
    where = given if isinstance(given, Handmade) else made
    capsys.readouterr()
    code = answer(where, *(given if isinstance(given, list) else ()))
    said = capsys.readouterr().out
    assert code == tampering.exit, said
    assert re.search(rf"^{tampering.code}\b", said, re.MULTILINE), said
    for words in tampering.words:
        assert words in said
    verdict = said.rstrip().split("\n")[-1]
    assert verdict.startswith(
        {CONSISTENT: "consistent", WRONG: "wrong: ", CANNOT_TELL: "cannot tell: "}[code]
    )
    assert not set(said) & {"\x1b", "\x07", "\r", "\u202e"}


ELSEWHERE: dict[int, dict[str, str]] = {
    0: {
        "two adoptions and a README edit": "test_verify.py::test_two_adoptions_and_an_edit_of_a_free_file_are_consistent",
        "a rejection": "test_verify.py::test_a_rejection_is_consistent",
        "a withdrawal": "test_verify.py::test_an_amendment_that_was_not_voted_on_is_consistent",
        "another article adopted between putting and declaring": "test_verify.py::test_another_article_adopted_between_putting_and_declaring_is_consistent",
        "members grow and the new one then votes": "test_verify.py::test_members_grow_and_the_new_one_then_votes",
        "a member is replaced while a vote is open": "test_verify.py::test_a_member_replaced_while_a_vote_is_open_does_not_void_it",
        "a move; a swap of two paths": "test_verify.py::test_a_move_and_a_swap_of_two_paths_are_consistent",
        "a division of which one half is adopted": "test_verify.py::test_a_divided_motion_adopts_one_half",
        "a vote on the text as a whole": "test_verify.py::test_a_vote_on_the_text_as_a_whole_is_consistent",
        "a squash or merge button on a single adoption": "test_verify.py::test_a_squash_by_a_forge_on_a_single_adoption_is_consistent",
    },
    5: {
        "a voter who is no member; suspended": "test_verify_votes.py::test_a_voter_who_is_no_member_is_named",
        "the same, signed": "test_verify_ballots.py::test_a_voter_who_is_no_member_is_named",
        "removed": "test_verify_votes.py::test_a_member_removed_while_the_vote_was_open_does_not_count",
        "suspended or removed after signing": "test_verify_ballots.py::test_a_member_who_left_after_voting_is_named",
        "an outsider's key": "test_verify_ballots.py::test_an_outsiders_key_is_named",
        "another member's key": "test_verify_ballots.py::test_another_members_key_is_named",
    },
    6: {
        "unsigned where signed is required": "test_verify_ballots.py::test_an_unsigned_record_where_signed_is_required_is_named",
        "two members with one key": "test_verify_ballots.py::test_two_members_with_one_key_are_named",
        "a ballot copied to another member": "test_verify_ballots.py::test_a_ballot_copied_to_another_member_is_named",
        "two file names that differ by case alone": "test_verify_changes.py::test_two_names_that_fold_to_one_are_named_once",
        "two member names that differ by case alone": "test_verify_ballots.py::test_ballots_that_are_not_in_their_form_are_named",
        "an unsigned ballot of a member who has keys": "test_verify_ballots.py::test_ballots_that_are_not_in_their_form_are_named",
        "evidence too weak": "test_verify_votes.py::test_evidence_weaker_than_the_rule_asks_is_named",
    },
    7: {
        "a ballot from another motion": "test_verify_ballots.py::test_a_ballot_from_another_motion_is_named",
        "another round of the same amendment": "test_verify_ballots.py::test_a_ballot_from_another_round_is_named",
        "another constitution": "test_verify_ballots.py::test_a_ballot_from_another_constitution_is_named",
        "a number used twice": "test_verify_changes.py::test_a_number_used_twice_is_named",
        "two different ballots of one member": "test_verify_ballots.py::test_two_different_ballots_of_one_member_are_named",
    },
    8: {
        "a choice flipped": "test_verify_ballots.py::test_a_flipped_choice_is_named",
        "a ballot deleted and the record kept": "test_verify_ballots.py::test_a_ballot_deleted_and_the_record_kept_is_named",
        "entitled falsified": "test_verify_ballots.py::test_a_falsified_number_of_those_entitled_is_named",
        "namespace git; md5 or sha1; trailing bytes; wrong key type": "test_verify_ballots.py::test_a_signature_that_is_otherwise_than_it_should_be_is_named",
        "loose armour": "test_verify_ballots.py::test_loose_armour_is_named",
    },
    9: {
        "to adopt": "test_verify_ballots.py::test_ballots_left_out_to_adopt_are_said_to_be_possible",
        "to reject": "test_verify_ballots.py::test_ballots_left_out_to_reject_are_said_to_be_possible",
        "unsigned": "test_verify_votes.py::test_ballots_left_out_consistently_are_consistent_and_said_to_be_possible",
    },
    12: {
        "a partial clone": "test_verify_objects.py::test_a_partial_clone",
        "SHA-256": "test_verify_objects.py::test_sha_256",
        "a reftable": "test_verify_objects.py::test_refs_in_tables_that_git_lists_are_judged",
    },
    15: {
        "anywhere a widget shows it": "test_tui.py::test_nothing_hostile_reaches_the_terminal",
    },
    16: {
        "core.fsmonitor": "test_exchange.py::test_hooks_and_monitors_are_not_run",
        "core.sshCommand and its kin": "test_exchange.py::test_a_repository_that_names_a_program_is_refused",
        "a branch named --upload-pack": "test_exchange.py::test_a_branch_named_like_an_option_starts_nothing",
    },
    17: {
        "cut at every byte": "test_verify_objects.py::test_a_loose_object_cut_at_every_byte_is_corrupt",
        "a pack cut at every byte": "test_verify_packs.py::test_a_pack_cut_at_every_byte_is_never_waited_for",
    },
    18: {
        "in a pack": "test_verify_packs.py::test_a_bomb_in_a_pack_is_not_inflated",
        "behind a difference": "test_verify_packs.py::test_a_small_object_that_differs_from_a_bomb_is_not_read",
    },
    19: {
        "at every call of the system": "test_killed.py::test_an_act_killed_before_a_call_is_old_or_new",
        "at any moment": "test_killed.py::test_an_act_killed_at_a_random_moment_is_old_or_new",
        "an act cut short": "test_doctor.py::test_an_act_cut_short_is_completed",
    },
    20: {
        "a stale main.lock": "test_doctor.py::test_a_stale_lock_is_set_aside",
        "disk full while saving": "test_acts.py::test_a_full_disk_leaves_the_old_file_whole",
    },
    21: {
        "a hundred times": "test_killed.py::test_two_clerks_declare_at_once",
        "over a server": "test_exchange.py::test_two_clerks_declare_and_the_second_puts_again",
    },
    22: {
        "random single-byte changes": "test_verify_fuzz.py::test_random_changes_never_give_a_verdict_on_another_text",
    },
    23: {
        "named by doctor": "test_doctor.py::test_a_name_in_the_way_is_moved",
        "refused by the server's hook": "test_servers.py::test_a_name_in_the_way_is_refused",
    },
}
"""What other tests do, by its case and by which test; 0 are the histories that are valid."""


def test_every_case_of_the_list_has_its_test() -> None:
    """No case is forgotten, and no test that is named here is gone."""
    here = Path(__file__).parent
    for done in ELSEWHERE.values():
        for named_test in done.values():
            file, _colons, wanted = named_test.partition("::")
            tree = ast.parse((here / file).read_text(encoding="utf-8"))
            names = {
                node.name
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            assert wanted in names, named_test
    covered = {tampering.case for tampering in TAMPERINGS} | ELSEWHERE.keys()
    assert covered >= set(range(24))
