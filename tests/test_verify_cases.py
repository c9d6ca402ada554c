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
    5: {
        "a voter who is no member; suspended": "test_verify.py::test_a_voter_who_is_no_member_is_named",
        "removed": "test_verify.py::test_a_member_removed_while_the_vote_was_open_does_not_count",
    },
    6: {
        "evidence too weak": "test_verify.py::test_evidence_weaker_than_the_rule_asks_is_named",
        "two members with one key": "test_governance.py::test_two_members_do_not_share_an_id_or_a_key",
        "two names that differ by case alone": "test_verify.py::test_two_names_that_fold_to_one_are_named_once",
    },
    7: {"a number used twice": "test_verify.py::test_a_number_used_twice_is_named"},
    8: {"entitled falsified": "test_verify.py::test_a_falsified_number_of_members_is_named"},
    9: {
        "ballots left out": "test_verify.py::test_ballots_left_out_consistently_are_consistent_and_said_to_be_possible",
    },
    15: {
        "anywhere a widget shows it": "test_tui.py::test_nothing_hostile_reaches_the_terminal",
    },
    17: {
        "cut at every byte": "test_verify_objects.py::test_a_loose_object_cut_at_every_byte_is_corrupt",
        "a pack cut at every byte": "test_verify_packs.py::test_a_pack_cut_at_every_byte_is_never_waited_for",
    },
    18: {
        "in a pack": "test_verify_packs.py::test_a_bomb_in_a_pack_is_not_inflated",
        "behind a difference": "test_verify_packs.py::test_a_small_object_that_differs_from_a_bomb_is_not_read",
    },
}
"""Tamperings of the list that other tests do: what is done, and by which test."""


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
    assert covered >= set(range(1, 19)) - {16}
