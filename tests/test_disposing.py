"""In session: disposing, taking back, and votes that are void."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constitution.assembly.balloting import cast_ballot, gather
from constitution.assembly.disposing import dispose
from constitution.assembly.motions import open_motion
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.putting import prepare
from constitution.assembly.undoing import undo
from constitution.errors import Outdated, Refused
from constitution.governance import Rules, parse_majority
from constitution.repository import MAIN, RefMove
from tests.committee import ARTICLES, Committee, consistent, path_of


def test_a_draft_is_not_disposed_of(committee: Committee) -> None:
    """What was never submitted leaves no record."""
    committee.draft("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="was not submitted"):
        dispose(committee.desk, "idee", "fallen", ruling="Tombé.")


def test_a_ruling_has_a_reason(put: Committee) -> None:
    """A record without a reason says nothing to whoever reads it later."""
    with pytest.raises(Refused, match="needs a reason"):
        dispose(put.desk, "1", "fallen", ruling=" ")


def test_what_is_put_can_still_be_disposed_of(put: Committee) -> None:
    """The motion as it was sealed is kept under a tag; votes that were in are gone with it."""
    motion = open_motion(put.desk, "1")
    cast_ballot(put.desk, motion, "siege-01", ["for"])
    dispose(put.desk, "1", "fallen", ruling="Sans objet.")
    assert put.repository.tip("refs/tags/fallen/1-idee") == motion.branch.tip
    assert put.repository.refs("refs/ballots/") == []
    with pytest.raises(Refused, match="was disposed of: fallen"):
        open_motion(put.desk, "1")
    assert consistent(put)
    undo(put.desk)
    assert len(gather(put.desk, open_motion(put.desk, "1")).counted) == 1
    assert put.desk.records() == []


def test_a_published_result_is_not_taken_back(put: Committee) -> None:
    """What others have seen stays; the hint says to propose its opposite."""
    put.count("1", 40, 10)
    put.declare("1")
    tip = put.repository.tip(MAIN)
    put.repository.publish([RefMove("refs/remotes/origin/main", None, tip)])
    with pytest.raises(Refused, match="was published") as error:
        undo(put.desk)
    assert "--reversing" in error.value.hint
    assert put.repository.tip(MAIN) == tip


def test_an_act_that_was_overtaken_is_not_taken_back(put: Committee) -> None:
    """Main went on without this clone's knowledge: nothing moves, not even the other refs."""
    put.count("1", 40, 10)
    put.declare("1")
    put.commit_by_hand(MAIN, {"README.md": b"# Projet\n"})
    with pytest.raises(Outdated):
        undo(put.desk)
    assert put.repository.refs("refs/heads/motions/") == []


def test_two_motions_under_one_number_are_told_apart(put: Committee) -> None:
    """Whoever pushes a second one under the number gets no vote that was meant for the first."""
    first = put.repository.tip("refs/heads/motions/1-idee")
    put.repository.publish([RefMove("refs/remotes/origin/motions/1-autre", None, first)])
    put.count("1", 40, 10)
    assert open_motion(put.desk, "1").folder == "1-idee", "it was put here"
    put.repository.publish(
        [
            RefMove("refs/heads/motions/1-idee", first, None),
            RefMove("refs/remotes/origin/motions/1-idee", None, first),
        ]
    )
    with pytest.raises(Refused, match="several motions are put under 1: 1-autre, 1-idee"):
        open_motion(put.desk, "1")
    assert open_motion(put.desk, "1-idee").folder == "1-idee"
    assert open_motion(put.desk, "idee").folder == "1-idee"
    with pytest.raises(Refused, match="was changed after it was sealed"):
        open_motion(put.desk, "1-autre")


def test_rules_that_change_void_an_open_vote(committee: Committee) -> None:
    """Rules in force at the base and at the result are the same, or the motion is put again."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    rules = c.desk.main().rules
    higher = replace(rules.rules[0], majority=parse_majority(">= 3/5 of cast"))
    c.governance("trois-cinquiemes", rules=Rules((higher, *rules.rules[1:])))
    c.put("1")
    c.count("1", 31, 25)
    c.pass_("2", votes=(45, 5, 0))
    with pytest.raises(Refused, match="the rules changed since amendment 1 was put"):
        c.declare("1")
    c.put("1")
    c.count("1", 31, 25)
    assert c.result("1").outcome == "rejected"


def test_rules_that_change_and_change_back_void_an_open_vote(committee: Committee) -> None:
    """The vote was open while other rules were in force: it is put again."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    before = c.desk.main().rules
    higher = replace(before.rules[0], majority=parse_majority(">= 3/5 of cast"))
    c.put("1")
    c.governance("trois-cinquiemes", rules=Rules((higher, *before.rules[1:])))
    c.pass_("2", votes=(45, 5, 0))
    c.governance("retour", rules=before)
    c.pass_("3", votes=(45, 5, 0))
    assert c.desk.main().rules == before
    c.count("1", 40, 10)
    with pytest.raises(Refused, match="the rules changed since amendment 1 was put"):
        c.declare("1")
    c.put("1")
    c.count("1", 40, 10)
    assert c.declare("1").declaration.outcome == "adopted"


def test_an_amendment_whose_own_branch_is_gone_is_still_voted_on(put: Committee) -> None:
    """What is voted on is the sealed motion, and it stands by itself."""
    ref = "refs/heads/amendments/idee"
    put.repository.publish([RefMove(ref, put.repository.tip(ref), None)])
    put.count("1", 40, 10)
    put.declare("1")
    assert "six ans" in put.text("4")
    with pytest.raises(Refused, match="was adopted already"):
        find_pending(put.desk, "1")
    assert pending(put.desk) == []
    assert consistent(put)


def test_a_number_that_a_record_bears_is_not_voted_on_again(committee: Committee) -> None:
    """A number and a round are used once, for ever: another amendment under it is renumbered."""
    c = committee
    c.submitted("ici", "4", "cinq ans", "six ans")
    tip = c.repository.tip("refs/heads/amendments/ici")
    data = c.repository.read(tip, "drafts/ici/amendment.toml") if tip else None
    c.pass_("1")
    five = ARTICLES[path_of("5")].replace("neuf", "dix").encode()
    c.commit_by_hand(
        "refs/remotes/origin/amendments/ailleurs",
        {path_of("5"): five, "drafts/ailleurs/amendment.toml": data},
    )
    for act in (
        lambda: prepare(c.desk, ["ailleurs"]),
        lambda: dispose(c.desk, "ailleurs", "fallen", ruling="Tombé."),
    ):
        with pytest.raises(Refused, match="number 1 is that of another amendment"):
            act()
    assert c.submit("ailleurs") == "2"
    c.pass_("2")
    assert consistent(c)
