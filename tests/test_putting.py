"""In session: what is put to the vote, sub-amendments and joined ones too, and what forbids it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constitution.assembly.balloting import cast_ballot
from constitution.assembly.disposing import dispose
from constitution.assembly.drafting import (
    new_amendment,
)
from constitution.assembly.motions import open_motion
from constitution.assembly.putting import prepare
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import MEMBERS_FILE, Member, MemberId, Members, Rules
from constitution.repository import MAIN, RefMove
from tests.committee import (
    Committee,
    consistent,
    path_of,
    remove,
    seats,
)


def test_only_what_was_submitted_is_put(committee: Committee) -> None:
    """A draft has no number; changed words are submitted again first."""
    c = committee
    c.draft("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="was not submitted"):
        prepare(c.desk, ["idee"])
    c.submit("idee")
    c.reword("1", "4", "six ans", "sept ans")
    with pytest.raises(Refused, match="was changed since it was submitted"):
        prepare(c.desk, ["1"])


def test_an_amendment_is_not_joined_to_itself(committee: Committee) -> None:
    """Its number would stand in two records."""
    committee.submitted("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="named twice"):
        prepare(committee.desk, ["1", "1"])


def test_what_the_text_says_already_is_not_put(committee: Committee) -> None:
    """An identical amendment that was not joined has become pointless."""
    c = committee
    c.submitted("un", "4", "cinq ans", "six ans")
    c.submitted("deux", "4", "cinq ans", "six ans")
    c.pass_("1")
    with pytest.raises(Refused, match="says already") as error:
        prepare(c.desk, ["2"])
    assert "dispose" in error.value.hint


def test_a_member_who_left_never_returns(committee: Committee) -> None:
    """An id names one person for ever: nobody votes under the name of another."""
    c = committee
    c.governance("partir", members=remove(c.desk.main().members, "siege-09"))
    c.pass_("1")
    back = Member(MemberId("siege-09"), "Une autre personne")
    c.governance("revenir", members=Members((*c.desk.main().members.named, back)))
    with pytest.raises(Refused, match="siege-09 belonged to a member who was removed"):
        prepare(c.desk, ["2"])


def test_a_subject_needs_a_rule_that_is_there(committee: Committee) -> None:
    """The rules may have changed since the question was drafted."""
    c = committee
    rules = c.desk.main().rules
    extra = replace(rules.rules[0], name="procedure")
    c.governance("regle", rules=Rules((*rules.rules, extra)))
    c.pass_("1", votes=(50, 0, 0))
    new_amendment(c.desk, "sujet", title="Sujet", subject="Suspendre", rule="procedure")
    c.submit("sujet")
    c.governance("sans-regle", rules=rules)
    c.pass_("3", votes=(50, 0, 0))
    with pytest.raises(Unknown, match="no rule “procedure”"):
        prepare(c.desk, ["2"])


def test_a_second_deliberation_comes_after_a_first(committee: Committee) -> None:
    """`--again` is for what was voted on; without it, what was disposed of stays so."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="was not voted on yet"):
        prepare(c.desk, ["1"], again=True)
    c.pass_("1", votes=(10, 40, 0))
    with pytest.raises(Refused, match="was rejected already"):
        prepare(c.desk, ["1"])
    with pytest.raises(Refused, match="was rejected already"):
        c.reword("1", "4", "six ans", "sept ans")
    assert c.put("1", again=True).motion.round == 2


def test_a_motion_that_somebody_touched_is_not_voted_on(committee: Committee) -> None:
    """Whatever is changed under the seal, nobody votes, counts or declares; it is put again."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    motion = c.put("1")
    c.count("1", 40, 10)
    sealed, ref = motion.branch.tip, motion.branch.ref
    words = motion.sealed.text(path_of("4")).replace("six ans", "vingt ans").encode()
    folder = f"votes/{motion.folder}"
    for files in (
        {path_of("4"): words},
        {path_of("5"): b"# Article 5\n\nAutre chose.\n"},
        {f"{folder}/README.md": b"# Autre\n"},
        {f"{folder}/motion.toml": motion.data.replace(b'number = "1"', b'number = "2"')},
        {f"{folder}/vote.toml": b""},
    ):
        repository = c.repository
        forged = repository.write_commit(
            repository.write_files(sealed, files),
            repository.commit(sealed).parents,
            "x",
            author=c.desk.person(),
            committer=c.desk.person(),
            when=c.clock(),
        )
        repository.publish([RefMove(ref, repository.tip(ref), forged)])
        before = repository.tip(MAIN)
        with pytest.raises((Refused, Malformed)):
            c.declare("1")
        with pytest.raises((Refused, Malformed)):
            open_motion(c.desk, "1")
        assert repository.tip(MAIN) == before
    assert c.put("1").motion.number == "1"


def test_a_count_does_not_pass_to_a_motion_that_took_the_place_of_another(put: Committee) -> None:
    """A motion is its bytes: whatever replaced it was never counted."""
    motion = open_motion(put.desk, "1")
    put.count("1", 40, 10)
    for member in seats(1, 40):
        cast_ballot(put.desk, motion, member, ["for"])
    repository = put.repository
    other = repository.write_commit(
        repository.write_files(
            motion.branch.tip,
            {f"votes/{motion.folder}/motion.toml": motion.data.replace(b"idee", b"ruse")},
        ),
        [motion.base.commit],
        "x",
        author=put.desk.person(),
        committer=put.desk.person(),
        when=put.clock(),
    )
    repository.publish([RefMove(motion.branch.ref, motion.branch.tip, other)])
    with pytest.raises(Refused, match="no vote was counted"):
        put.declare("1")


def test_words_under_a_sealed_sub_amendment_are_held_too(committee: Committee) -> None:
    """It changes no text on main, but what its amendment will say."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    new_amendment(c.desk, "sous", title="Sous", on="1")
    c.reword("sous", "4", "six ans", "sept ans")
    c.submit("sous")
    motion = c.put("2")
    words = motion.sealed.text(path_of("4")).replace("sept ans", "vingt ans").encode()
    repository = c.repository
    forged = repository.write_commit(
        repository.write_files(motion.branch.tip, {path_of("4"): words}),
        [motion.base.commit],
        "x",
        author=c.desk.person(),
        committer=c.desk.person(),
        when=c.clock(),
    )
    repository.publish([RefMove(motion.branch.ref, motion.branch.tip, forged)])
    with pytest.raises(Refused, match="was changed after it was sealed"):
        open_motion(c.desk, "2")


def test_a_motion_that_a_remote_brings_is_put_on_a_text_of_main(committee: Committee) -> None:
    """A base that main never was could choose who votes: such a motion is not declared."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    few = remove(c.desk.main().members, *seats(4, 60)).to_bytes()
    before = c.repository.tip(MAIN)
    assert before is not None
    aside = c.commit_by_hand("refs/heads/aside", {MEMBERS_FILE: few})
    c.repository.publish([RefMove(MAIN, before, aside)])
    motion = c.put("1")
    c.repository.publish(
        [
            RefMove(MAIN, aside, before),
            RefMove("refs/remotes/origin/motions/1-idee", None, motion.branch.tip),
            RefMove(motion.branch.ref, motion.branch.tip, None),
        ]
    )
    assert open_motion(c.desk, "1").branch.remote == "origin"
    c.count("1", 2, 1)
    with pytest.raises(Refused, match="never the current one"):
        c.result("1")


def test_a_motion_that_was_fetched_can_be_declared(committee: Committee) -> None:
    """The clerk's clone may have only what the chair's clone sealed and pushed."""
    c = committee
    c.submitted("idee", "4", "cinq ans", "six ans")
    motion = c.put("1")
    slug = "refs/heads/amendments/idee"
    c.repository.publish(
        [
            RefMove("refs/remotes/origin/motions/1-idee", None, motion.branch.tip),
            RefMove(motion.branch.ref, motion.branch.tip, None),
            RefMove(slug, c.repository.tip(slug), None),
        ]
    )
    c.count("1", 40, 10)
    c.declare("1")
    assert "six ans" in c.text("4")
    assert consistent(c)


def with_sub_amendment(committee: Committee) -> Committee:
    """Amendment 1 to article 3, sub-amendment 2 to it, and amendment 3 to the same article."""
    c = committee
    c.submitted("un", "3", "douze mois", "dix mois")
    new_amendment(c.desk, "sous", title="Sous", on="1")
    c.reword("sous", "3", "dix mois", "onze mois")
    c.submit("sous")
    c.submitted("autre", "3", "Sept cent mille", "Cinq cent mille")
    return c


def test_a_sub_amendment_is_put_again_when_main_moves_under_it(committee: Committee) -> None:
    """Adopted on old words it would take back, unseen, what the assembly adopted since."""
    c = with_sub_amendment(committee)
    c.put("2")
    c.count("2", 40, 10)
    c.pass_("3")
    with pytest.raises(Refused, match="has changed since amendment 2 was put"):
        c.declare("2")
    c.pass_("2")
    c.pass_("1")
    assert "onze mois" in c.text("3")
    assert "Cinq cent mille" in c.text("3")
    assert consistent(c)


def test_a_rejected_sub_amendment_leaves_its_amendment_as_it_was(committee: Committee) -> None:
    """The amendment is then put as its authors wrote it."""
    c = with_sub_amendment(committee)
    c.pass_("2", votes=(10, 40, 0))
    c.pass_("1")
    assert "dix mois" in c.text("3")
    assert consistent(c)


def test_a_sub_amendment_to_what_is_put_already_waits(committee: Committee) -> None:
    """Members would vote on words that change under them."""
    c = committee
    c.submitted("un", "3", "douze mois", "dix mois")
    c.put("1")
    new_amendment(c.desk, "sous", title="Sous", on="1")
    c.reword("sous", "3", "dix mois", "onze mois")
    c.submit("sous")
    with pytest.raises(Refused, match="is put to the vote already"):
        prepare(c.desk, ["2"])


def test_a_joined_amendment_that_is_withdrawn_meanwhile_does_not_stop_the_vote(
    committee: Committee,
) -> None:
    """It has its own record then, and no second one."""
    c = committee
    for slug in ("un", "deux", "trois"):
        c.submitted(slug, "4", "cinq ans", "six ans")
    c.put("1", "2", "3")
    dispose(c.desk, "2", "withdrawn", ruling="Retiré.")
    c.count("1", 40, 10)
    c.declare("1")
    outcomes = [(entry.number, entry.outcome) for entry in c.desk.records()]
    assert outcomes == [("2", "withdrawn"), ("1", "adopted"), ("3", "joined")]
    assert consistent(c)


def test_a_joined_amendment_that_was_put_alone_leaves_nothing_open(committee: Committee) -> None:
    """Its own motion, count and ballots are closed with the common vote."""
    c = committee
    for slug in ("un", "deux"):
        c.submitted(slug, "4", "cinq ans", "six ans")
    cast_ballot(c.desk, c.put("2"), "siege-01", ["for"])
    c.count("2", 1, 0)
    c.pass_("1", "2")
    for prefix in ("refs/heads/motions/", "refs/counts/", "refs/ballots/"):
        assert c.repository.refs(prefix) == []
    assert consistent(c)
