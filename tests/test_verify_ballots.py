"""Signed ballots under attack: each tampering with a real repository is named, with its code.

The rows are those of the table of cases: who voted (5), with what (6), on what (7), how it is
signed and counted (8), and what was left out (9).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from constitution.ballot import Ballot, Choice, SignedBallot, write_ballots
from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    MemberId,
    Members,
)
from constitution.signature import armoured
from constitution.verify import Verdict, verify
from constitution.vote import Count, Disposition
from tests.handmade import ONE, TWO, Handmade, Sealed, article, votes, with_rule
from tests.signers import key_line, signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.signers import Signer

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")
IDS = ("ada", "ben", "cleo", "dan", "eve")
SEEDS = {name: seed for seed, name in enumerate(IDS, start=1)}


def member(name: str, *, keys: tuple[str, ...] | None = None, **other: Any) -> Member:
    """A member with a key of their own, unless it is said otherwise."""
    own = (key_line(SEEDS[name]),) if keys is None else keys
    return Member(MemberId(name), name.title(), keys=own, **other)


KEYED = Members(tuple(member(name) for name in IDS))


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """Five members, each with a key."""
    return Handmade.found(tmp_path / "constitution.git", {MEMBERS_FILE: KEYED.to_bytes()})


@dataclass
class Poll:
    """A vote by signed ballots, and every way to falsify it."""

    made: Handmade
    sealed: Sealed
    choices: Mapping[str, str]
    signers: dict[str, Signer] = field(default_factory=dict)
    """Who signs for whom, where it is somebody else."""
    signed: dict[str, bytes] = field(default_factory=dict)
    """What is signed for a member, where it is something else."""
    how: dict[str, Any] = field(default_factory=dict)
    """How everybody signs, where it is otherwise than it should be."""

    def ballot(self, name: str) -> Ballot:
        """The ballot of a member."""
        return Ballot(
            digest(self.sealed.motion.to_bytes()),
            MemberId(name),
            (cast("Choice", self.choices[name]),) * len(self.sealed.motion.questions),
        )

    def signature(self, name: str) -> bytes:
        """What was signed for a member."""
        data = self.signed.get(name) or self.ballot(name).to_bytes()
        who = self.signers.get(name) or signer(SEEDS[name])
        return who.sign(data, **self.how)

    def ballots(self) -> bytes:
        """The file of all ballots."""
        return write_ballots(
            SignedBallot(self.ballot(name), self.signature(name)) for name in self.choices
        )

    def count(self, choices: Mapping[str, str] | None = None, entitled: int = 5) -> Count:
        """The count that the ballots give."""
        counted = self.choices if choices is None else choices
        by = {
            choice: tuple(
                sorted(MemberId(name) for name, made in counted.items() if made == choice)
            )
            for choice in ("for", "against", "abstain")
        }
        adopted = len(by["for"]) > len(by["against"])
        return Count(
            "adopted" if adopted else "rejected",
            entitled,
            by["for"],
            by["against"],
            by["abstain"],
        )

    def declare(
        self,
        *,
        ballots: bytes | None = None,
        count: Count | None = None,
        evidence: str = "signed",
    ) -> str:
        """The commit that declares the result."""
        record = self.made.record(self.sealed, count or self.count(), evidence=evidence)
        data = self.ballots() if ballots is None else ballots
        changed = {f"{self.sealed.folder}/ballots.toml": data or None}
        return self.made.declare(self.sealed, record, changed=changed)


ALL_FOR = dict.fromkeys(IDS, "for")
THREE_TO_TWO = {"ada": "for", "ben": "for", "cleo": "for", "dan": "against", "eve": "abstain"}


def poll(made: Handmade, choices: Mapping[str, str] = THREE_TO_TWO, **other: Any) -> Poll:
    """A vote on article 1."""
    return Poll(made, made.put("1", "first", {ONE: NEW_ONE}), dict(choices), **other)


def lawful(made: Handmade, outcome: str = "valid") -> Verdict:
    """The verdict, with nothing wrong."""
    verdict = verify(made.path)
    assert (verdict.faults, verdict.doubts) == ((), ())
    assert verdict.outcome == outcome, verdict.sentence
    return verdict


def assert_blamed(made: Handmade, commit: str, codes: Iterable[str], *words: str) -> Verdict:
    """The verdict, which names this commit alone, with these codes and these words.

    A lawful vote after the tampering is not blamed for it.
    """
    members = Members.parse(made.files[MEMBERS_FILE])
    sealed = made.put("99", "afterwards", {TWO: article("2", "Its seat moved afterwards.")})
    all_ = members.entitled
    made.declare(sealed, made.record(sealed, votes(all_, 0, 0, all_)))
    verdict = verify(made.path)
    assert verdict.outcome == "wrong"
    assert {fault.code for fault in verdict.faults} == set(codes), verdict.faults
    assert {fault.commit for fault in verdict.faults} == {commit}, verdict.faults
    said = " ".join(fault.sentence for fault in verdict.faults)
    for word in words:
        assert word in said
    return verdict


class TestLawful:
    """What signatures stand behind is valid, and no more than that."""

    def test_a_vote_that_is_signed_by_all_is_valid(self, made: Handmade) -> None:
        """Every ballot holds, and none is missing."""
        poll(made).declare()
        verdict = lawful(made)
        assert verdict.sentence == "valid: every vote is signed"
        assert verdict.records[0].evidence == "signed"
        assert verdict.records[0].hidden_ballots is False
        assert verdict.records[0].signed_ballots == 5

    def test_one_that_hidden_ballots_could_have_turned_is_consistent(self, made: Handmade) -> None:
        """Signatures do not show that no ballot was withheld."""
        poll(made, {"ada": "for", "ben": "against", "cleo": "for"}).declare()
        verdict = lawful(made, "consistent")
        assert verdict.sentence == (
            "consistent; every vote is signed, and hidden ballots could have turned 1"
        )

    def test_a_counted_vote_beside_a_signed_one_is_consistent(self, made: Handmade) -> None:
        """Everything must be signed for the whole to be valid."""
        poll(made).declare()
        made.adopt("2", "second", {TWO: NEW_TWO})
        assert lawful(made, "consistent").sentence == "consistent"

    def test_every_type_of_key_counts(self, tmp_path: Path) -> None:
        """Files, agents and hardware keys alike."""
        kinds = ("ecdsa-sha2-nistp521", "ssh-rsa", "sk-ssh-ed25519@openssh.com")
        people = {
            name: signer(7, cast("Any", kind)) for name, kind in zip(IDS, kinds, strict=False)
        }
        members = Members(tuple(member(name, keys=(one.line,)) for name, one in people.items()))
        made = Handmade.found(tmp_path, {MEMBERS_FILE: members.to_bytes()})
        vote = poll(made, dict.fromkeys(people, "for"), signers=people)
        vote.declare(count=vote.count(entitled=3))
        lawful(made)

    def test_a_mixed_vote_is_named_and_keeps_its_signed_ballots(self, tmp_path: Path) -> None:
        """Members without keys vote by voice; those who signed are still held to their ballots."""
        members = Members((member("ada"), member("ben", keys=()), member("cleo")))
        made = Handmade.found(tmp_path, {MEMBERS_FILE: members.to_bytes()})
        vote = poll(made, {"ada": "for", "cleo": "against"})
        everyone = {**vote.choices, "ben": "for"}
        vote.declare(count=vote.count(everyone, entitled=3), evidence="named")
        verdict = lawful(made, "consistent")
        assert (verdict.records[0].evidence, verdict.records[0].signed_ballots) == ("named", 2)

    def test_a_divided_vote_has_a_choice_for_each_question(self, made: Handmade) -> None:
        """One ballot answers both."""
        sealed = made.put("1", "both", {ONE: NEW_ONE, TWO: NEW_TWO}, questions=[(ONE,), (TWO,)])
        vote = Poll(made, sealed, ALL_FOR)
        record = made.record(sealed, vote.count(), vote.count(), evidence="signed")
        made.declare(sealed, record, changed={f"{sealed.folder}/ballots.toml": vote.ballots()})
        lawful(made)


class TestWhoVoted:
    """Row 5: a ballot is that of a member, and signed by nobody else."""

    def test_a_voter_who_is_no_member_is_named(self, made: Handmade) -> None:
        """With a signature that holds, for somebody who was never seated."""
        SEEDS["fay"] = 60
        vote = poll(made, {**THREE_TO_TWO, "fay": "for"})
        commit = vote.declare(count=vote.count())
        assert_blamed(
            made,
            commit,
            ["not-a-member", "wrong-count"],
            "fay is not a member who could vote on this.",
            "6 votes were counted, and only 5 members may vote",
        )

    @pytest.mark.parametrize("status", ["suspended", "removed"])
    def test_a_member_who_left_after_voting_is_named(self, made: Handmade, status: str) -> None:
        """Who was removed or suspended since the base may not be counted."""
        vote = poll(made)
        others = tuple(member(name) for name in IDS if name != "ben")
        gone = (member("ben", status="suspended"),) if status == "suspended" else ()
        made.adopt("2", "members", {MEMBERS_FILE: Members((*others, *gone)).to_bytes()})
        commit = vote.declare(count=vote.count(entitled=4))
        words = "ben is suspended" if status == "suspended" else "ben is not a member"
        assert_blamed(made, commit, ["not-a-member", "wrong-count"], words)

    def test_an_outsiders_key_is_named(self, made: Handmade) -> None:
        """A key that no member has."""
        commit = poll(made, signers={"ben": signer(66)}).declare()
        assert_blamed(
            made, commit, ["bad-signature"], "ben: The signature was made with a key that is not"
        )

    def test_another_members_key_is_named(self, made: Handmade) -> None:
        """The right bytes, signed by the wrong member."""
        commit = poll(made, signers={"ben": signer(SEEDS["ada"])}).declare()
        assert_blamed(
            made, commit, ["bad-signature"], "ben: The signature was made with the key of ada."
        )

    def test_a_key_that_was_given_up_since_is_named(self, made: Handmade) -> None:
        """A stolen key stops counting with the vote that replaces it."""
        vote = poll(made)
        fresh = tuple(
            member(name, keys=(key_line(90),)) if name == "ben" else member(name) for name in IDS
        )
        made.adopt("2", "keys", {MEMBERS_FILE: Members(fresh).to_bytes()})
        commit = vote.declare()
        assert_blamed(made, commit, ["bad-signature"], "ben gave up that key since")

    def test_a_key_that_was_given_since_is_named(self, made: Handmade) -> None:
        """A new key speaks from the next motion on, as a new member does."""
        vote = poll(made, signers={"ben": signer(90)})
        more = tuple(
            member(name, keys=(key_line(2), key_line(90))) if name == "ben" else member(name)
            for name in IDS
        )
        made.adopt("2", "keys", {MEMBERS_FILE: Members(more).to_bytes()})
        commit = vote.declare()
        assert_blamed(made, commit, ["bad-signature"], "not registered for the member")


class TestWithWhat:
    """Row 6: signatures where they are asked for, one key a member, one ballot a member."""

    def test_an_unsigned_record_where_signed_is_required_is_named(self, made: Handmade) -> None:
        """The rule says the weakest evidence it accepts."""
        made.files[RULES_FILE] = with_rule(made.files, "ordinary", evidence="signed")
        made = Handmade.found(
            made.path.parent / "signed",
            {MEMBERS_FILE: KEYED.to_bytes(), RULES_FILE: made.files[RULES_FILE]},
        )
        vote = poll(made)
        commit = made.declare(vote.sealed, made.record(vote.sealed, vote.count(), evidence="named"))
        verdict = verify(made.path)
        assert [(one.code, one.commit) for one in verdict.faults] == [("evidence-too-weak", commit)]
        assert "asks for at least “signed”" in verdict.faults[0].sentence

    def test_a_signed_record_without_ballots_is_named(self, made: Handmade) -> None:
        """It says more than it has."""
        commit = poll(made).declare(ballots=b"")
        assert_blamed(made, commit, ["evidence-too-weak"], "there are none")

    @pytest.mark.parametrize("kind", ["ssh-ed25519", "sk-ssh-ed25519@openssh.com"])
    def test_two_members_with_one_key_are_named(self, made: Handmade, kind: str) -> None:
        """One key speaks for one member, under whatever type it is written."""
        own = signer(SEEDS["ada"])
        line = replace(own, kind=cast("Any", kind)).line
        twins = b'\n[[member]]\nid = "zoe"\nname = "Zoe"\nkeys = ["%s"]\nstatus = "active"\n'
        commit = made.adopt("1", "twins", {MEMBERS_FILE: KEYED.to_bytes() + twins % line.encode()})
        verdict = verify(made.path)
        assert [(one.code, one.commit) for one in verdict.faults] == [("bad-members", commit)]
        assert "da and zoe have the same key" in verdict.faults[0].sentence

    def test_a_ballot_copied_to_another_member_is_named(self, made: Handmade) -> None:
        """The signature holds, for somebody else's ballot."""
        vote = poll(made, ALL_FOR)
        vote.signers["ben"] = signer(SEEDS["ada"])
        vote.signed["ben"] = vote.ballot("ada").to_bytes()
        commit = vote.declare()
        assert_blamed(made, commit, ["bad-ballot"], "The ballot of ben is that of ada, copied.")

    @pytest.mark.parametrize(
        ("tamper", "words"),
        [
            (
                lambda data: data.replace(b'member = "ben"', b'member = "ada"'),
                "There are two ballots of ada",
            ),
            (lambda data: data.replace(b'member = "ben"', b'member = "Ada"'), "a member's id"),
            (lambda data: data.replace(b'member = "ada"', b'member = "bob"'), "not in the order"),
            (lambda data: data + b"\n", "canonical form"),
            (lambda data: data.replace(b'"\n', b'" \n', 1), "canonical form"),
            (lambda data: data.replace(b"U1NI", b"U1-I", 1), "not base64"),
            (lambda data: data.replace(b'["for"]', b'["yes"]', 1), "not a choice"),
            (lambda data: data.replace(b'["for"]', b"[]", 1), "makes no choice"),
            (lambda data: data.split(b"\n[[")[0], "holds no ballot"),
            (lambda data: data.replace(b"choices", b"choice", 1), "“choices” is missing"),
            (
                lambda data: data.replace(b'signature = "', b'signed = "', 1),
                "“signature” is missing",
            ),
        ],
    )
    def test_ballots_that_are_not_in_their_form_are_named(
        self, made: Handmade, tamper: Any, words: str
    ) -> None:
        """An unsigned ballot of a member who has a key among them."""
        vote = poll(made)
        commit = vote.declare(ballots=tamper(vote.ballots()))
        assert_blamed(made, commit, ["bad-ballot"], words)

    def test_two_choices_for_one_question_are_named(self, made: Handmade) -> None:
        """One choice a question."""
        vote = poll(made)
        twice = replace(vote.ballot("ben"), choices=("for", "for"))
        signed = SignedBallot(twice, signer(SEEDS["ben"]).sign(twice.to_bytes()))
        others = [
            SignedBallot(vote.ballot(name), vote.signature(name)) for name in IDS if name != "ben"
        ]
        commit = vote.declare(ballots=write_ballots([*others, signed]))
        assert_blamed(made, commit, ["bad-ballot"], "does not make one choice for each question")

    def test_ballots_beside_a_count_of_hands_are_named(self, made: Handmade) -> None:
        """Only names can be held against ballots."""
        vote = poll(made)
        commit = made.declare(
            vote.sealed,
            made.record(vote.sealed, votes(3, 1, 1, 5)),
            changed={f"{vote.sealed.folder}/ballots.toml": vote.ballots()},
        )
        assert_blamed(made, commit, ["bad-record"], "Only a record of names has ballots.")

    def test_ballots_of_a_later_format_cannot_be_judged(self, made: Handmade) -> None:
        """A newer version may know them."""
        vote = poll(made)
        vote.declare(ballots=vote.ballots().replace(b"ballots/1", b"ballots/2"))
        verdict = verify(made.path)
        assert (verdict.outcome, verdict.faults) == ("cannot-tell", ())
        assert [doubt.code for doubt in verdict.doubts] == ["unknown-format"]


class TestOnWhat:
    """Row 7: no ballot serves twice."""

    def test_a_ballot_from_another_motion_is_named(self, made: Handmade) -> None:
        """Signed for what was voted on before."""
        before = poll(made, ALL_FOR)
        before.declare()
        sealed = made.put("2", "second", {TWO: NEW_TWO})
        vote = Poll(made, sealed, ALL_FOR, signed={"ben": before.ballot("ben").to_bytes()})
        commit = vote.declare()
        assert_blamed(
            made,
            commit,
            ["ballot-for-another-motion"],
            "The ballot of ben was signed for number 1, not for this.",
        )

    def test_a_ballot_from_another_round_is_named(self, made: Handmade) -> None:
        """A second deliberation has a nonce of its own."""
        before = poll(made, dict.fromkeys(IDS, "against"))
        before.declare()
        sealed = made.put("1", "first", {ONE: NEW_ONE}, round=2, nonce="f" * 32)
        vote = Poll(
            made,
            sealed,
            dict.fromkeys(IDS, "against"),
            signed={"ben": before.ballot("ben").to_bytes()},
        )
        commit = vote.declare()
        assert_blamed(made, commit, ["ballot-for-another-motion"], "signed for number 1, not for")

    def test_a_ballot_from_another_constitution_is_named(
        self, made: Handmade, tmp_path: Path
    ) -> None:
        """Of which nothing is at hand: all that can be told is that it does not hold."""
        elsewhere = Handmade.found(
            tmp_path / "elsewhere", {MEMBERS_FILE: KEYED.to_bytes(), "README.md": b"Elsewhere.\n"}
        )
        theirs = poll(elsewhere)
        commit = poll(made, signed={"ben": theirs.ballot("ben").to_bytes()}).declare()
        assert_blamed(made, commit, ["bad-signature"], "ben: The signature does not hold")

    def test_two_different_ballots_of_one_member_are_named(self, made: Handmade) -> None:
        """One was counted, the other lies in this clone."""
        vote = poll(made, ALL_FOR)
        vote.declare()
        other = replace(vote.ballot("ben"), choices=("against",))
        lay(made, "refs/fetched/origin/ballots/1/ben", other, "ben")
        verdict = lawful(made, "consistent")
        assert [(one.member, one.counted_otherwise) for one in verdict.uncounted] == [("ben", True)]
        assert "ben signed another ballot on amendment 1 (against)" in verdict.uncounted[0].sentence


class TestHowItIsSignedAndCounted:
    """Row 8: to the bit."""

    def test_a_flipped_choice_is_named(self, made: Handmade) -> None:
        """In the ballot and in the record alike."""
        vote = poll(made)
        vote.signed["dan"] = replace(vote.ballot("dan"), choices=("for",)).to_bytes()
        commit = vote.declare()
        assert_blamed(
            made, commit, ["bad-signature"], "The choices of dan are not those that were signed."
        )

    def test_a_choice_flipped_in_the_record_alone_is_named(self, made: Handmade) -> None:
        """The record is held against the ballots, name by name."""
        vote = poll(made)
        commit = vote.declare(count=vote.count({**THREE_TO_TWO, "dan": "for"}))
        assert_blamed(
            made, commit, ["wrong-count"], "The record counts dan otherwise than the ballot says."
        )

    def test_a_ballot_deleted_and_the_record_kept_is_named(self, made: Handmade) -> None:
        """Whoever is counted has a ballot."""
        vote = poll(made)
        count = vote.count()
        del vote.choices["dan"]  # type: ignore[attr-defined]  # a copy of its own
        commit = vote.declare(count=count)
        assert_blamed(made, commit, ["wrong-count"], "and there is no ballot of that member")

    def test_a_ballot_that_the_record_does_not_count_is_named(self, made: Handmade) -> None:
        """Whoever has a ballot is counted."""
        vote = poll(made)
        fewer = {name: choice for name, choice in THREE_TO_TWO.items() if name != "dan"}
        commit = vote.declare(count=vote.count(fewer))
        assert_blamed(
            made, commit, ["wrong-count"], "The record does not count dan, whose ballot is there."
        )

    def test_a_named_record_that_contradicts_a_signed_ballot_is_named(self, made: Handmade) -> None:
        """A weaker word for the whole does not weaken the ballots that are there."""
        vote = poll(made)
        commit = vote.declare(count=vote.count({**THREE_TO_TWO, "dan": "for"}), evidence="named")
        assert_blamed(made, commit, ["wrong-count"], "counts dan otherwise")

    def test_a_falsified_number_of_those_entitled_is_named(self, made: Handmade) -> None:
        """It is that of the members."""
        vote = poll(made)
        commit = vote.declare(count=vote.count(entitled=9))
        assert_blamed(made, commit, ["wrong-count"], "The record says that 9 may vote")

    @pytest.mark.parametrize(
        ("how", "words"),
        [
            ({"namespace": "git"}, "for something else than a ballot"),
            ({"hash_": "md5"}, "other than sha256 and sha512"),
            ({"hash_": "sha1"}, "other than sha256 and sha512"),
            ({"version": 2}, "of a version"),
            ({"reserved": b"x"}, "where nothing may stand"),
            ({"after": b"\0"}, "holds more than a signature"),
            ({"after_inside": b"\0"}, "holds more than a signature"),
            ({"magic": b"SSHSIX"}, "damaged"),
            ({"algorithm": "ssh-rsa"}, "not one for its key"),
        ],
    )
    def test_a_signature_that_is_otherwise_than_it_should_be_is_named(
        self, made: Handmade, how: dict[str, Any], words: str
    ) -> None:
        """Namespace, hash, version, trailing bytes."""
        commit = poll(made, how=how).declare()
        verdict = assert_blamed(made, commit, ["bad-signature"], words)
        assert len(verdict.faults) == len(IDS)

    def test_loose_armour_is_named(self, made: Handmade) -> None:
        """The file holds the signature bare: armour in it is no signature."""
        vote = poll(made)
        ballots = [
            SignedBallot(vote.ballot(name), armoured(vote.signature(name)) + b"\n") for name in IDS
        ]
        commit = vote.declare(ballots=write_ballots(ballots))
        assert_blamed(made, commit, ["bad-signature"], "damaged, or holds more")

    def test_an_untouched_hardware_key_is_named(self, tmp_path: Path) -> None:
        """A program signed, and nobody touched the key."""
        hardware = signer(1, "sk-ssh-ed25519@openssh.com")
        members = Members((member("ada", keys=(hardware.line,)), member("ben")))
        made = Handmade.found(tmp_path, {MEMBERS_FILE: members.to_bytes()})
        vote = poll(made, {"ada": "for", "ben": "for"}, signers={"ada": hardware})
        data = vote.ballot("ada").to_bytes()
        ballots = write_ballots(
            [
                SignedBallot(vote.ballot("ada"), hardware.sign(data, flags=0)),
                SignedBallot(vote.ballot("ben"), vote.signature("ben")),
            ]
        )
        commit = vote.declare(ballots=ballots, count=vote.count(entitled=2))
        assert_blamed(made, commit, ["bad-signature"], "without anyone touching it")


class TestWhatWasLeftOut:
    """Row 9: no clone can show that nothing was withheld; it shows what lies in it."""

    def test_ballots_left_out_to_adopt_are_said_to_be_possible(self, made: Handmade) -> None:
        """Two votes against, withheld, would have turned it."""
        poll(made, {"ada": "for", "ben": "for", "cleo": "against"}).declare()
        verdict = lawful(made, "consistent")
        assert verdict.records[0].outcome == "adopted"
        assert verdict.records[0].hidden_ballots is True

    def test_ballots_left_out_to_reject_are_said_to_be_possible(self, made: Handmade) -> None:
        """And so would two votes for."""
        poll(made, {"ada": "for", "ben": "against", "cleo": "against"}).declare()
        verdict = lawful(made, "consistent")
        assert verdict.records[0].outcome == "rejected"
        assert verdict.records[0].hidden_ballots is True

    def test_a_ballot_that_lies_here_and_was_not_counted_is_listed(self, made: Handmade) -> None:
        """Whoever fetched it sees what the clerk left out."""
        vote = poll(made, {"ada": "for", "ben": "for", "cleo": "for", "dan": "for"})
        vote.declare()
        mine = replace(vote.ballot("ada"), member=MemberId("eve"), choices=("against",))
        lay(made, "refs/ballots/1/eve", mine, "eve")
        verdict = lawful(made, "consistent")
        assert verdict.sentence == "consistent; 1 ballot found here was not counted"
        assert [(one.member, one.choices) for one in verdict.uncounted] == [("eve", ("against",))]
        assert verdict.to_json()["uncounted_ballots"][0]["counted_otherwise"] is False

    def test_ballots_on_a_motion_that_was_disposed_of_without_a_vote_are_listed(
        self, made: Handmade
    ) -> None:
        """A clerk who throws a vote away and calls the motion inadmissible leaves the ballots."""
        made.adopt("1", "first", {ONE: NEW_ONE})
        vote = Poll(made, made.put("2", "second", {TWO: NEW_TWO}), ALL_FOR)
        gone = Disposition(
            sequence=made.sequence + 1,
            previous=made.previous,
            motion=digest(vote.sealed.motion.to_bytes()),
            outcome="inadmissible",
            held=dt.date(2026, 3, 1),
            ruling="Not in order.",
            by="the chair",
        )
        made.declare(vote.sealed, gone)
        assert lawful(made, "consistent").uncounted == ()
        lay(made, "refs/ballots/2/ada", vote.ballot("ada"), "ada")
        lay(made, "refs/fetched/origin/ballots/2/ben", vote.ballot("ben"), "ben")
        verdict = lawful(made, "consistent")
        assert [(one.sequence, one.number, one.member) for one in verdict.uncounted] == [
            (2, "2", "ada"),
            (2, "2", "ben"),
        ]

    def test_a_vote_that_was_thrown_away_keeps_the_verdict_from_being_valid(
        self, made: Handmade
    ) -> None:
        """However well every other vote is signed."""
        poll(made, ALL_FOR).declare()
        vote = Poll(made, made.put("2", "second", {TWO: NEW_TWO}), ALL_FOR)
        gone = Disposition(
            sequence=made.sequence + 1,
            previous=made.previous,
            motion=digest(vote.sealed.motion.to_bytes()),
            outcome="withdrawn",
            held=dt.date(2026, 3, 1),
            ruling="Withdrawn.",
            by="the mover",
        )
        made.declare(vote.sealed, gone)
        lawful(made, "valid")
        lay(made, "refs/ballots/2/ada", vote.ballot("ada"), "ada")
        assert lawful(made, "consistent").sentence.endswith("1 ballot found here was not counted")

    def test_a_ballot_for_an_earlier_sealing_is_listed_as_void(self, made: Handmade) -> None:
        """Put anew, a motion is another one; what was signed before changes no verdict, and is told."""
        before = Poll(made, made.put("1", "first", {ONE: NEW_ONE}, nonce="e" * 32), ALL_FOR)
        lay(made, "refs/ballots/1/eve", before.ballot("eve"), "eve")
        lay(made, "refs/fetched/origin/ballots/1/dan", before.ballot("dan"), "dan")
        lay(made, "refs/ballots/1/cleo", before.ballot("cleo"), "ada")
        poll(made, ALL_FOR).declare()
        verdict = lawful(made, "valid")
        assert [(one.number, one.member, one.choices) for one in verdict.void] == [
            ("1", "dan", ("for",)),
            ("1", "eve", ("for",)),
        ]
        assert "that is void: what it was signed for was put anew" in verdict.void[0].sentence
        assert [one["member"] for one in verdict.to_json()["void_ballots"]] == ["dan", "eve"]

    def test_a_ballot_on_what_is_open_is_not_void(self, made: Handmade) -> None:
        """It waits to be counted, here or at a remote."""
        poll(made, ALL_FOR).declare()
        vote = Poll(made, made.put("2", "second", {TWO: NEW_TWO}), ALL_FOR)
        lay(made, "refs/ballots/2/ada", vote.ballot("ada"), "ada")
        assert [one.member for one in lawful(made, "valid").void] == ["ada"]
        for ref in ("refs/heads/motions/2-second", "refs/remotes/origin/motions/2-second"):
            made.repo.references.create(ref, vote.sealed.commit)
            assert lawful(made, "valid").void == ()
            made.repo.references.delete(ref)

    def test_what_is_no_valid_ballot_is_not_listed(self, made: Handmade) -> None:
        """A forged, an unsigned, a foreign, a counted and a broken one."""
        vote = poll(made, {"ada": "for", "ben": "for", "cleo": "for"})
        vote.declare()
        eve = replace(vote.ballot("ada"), member=MemberId("eve"))
        lay(made, "refs/ballots/1/eve", eve, "ada")
        lay(made, "refs/ballots/1/dan", replace(eve, member=MemberId("dan")), None)
        lay(made, "refs/ballots/2/eve", replace(eve, motion=digest(b"another")), "eve")
        lay(made, "refs/ballots/1/ada", vote.ballot("ada"), "ada")
        made.repo.references.create("refs/ballots/1/zoe", made.head)
        (made.path / "refs" / "ballots" / "1" / "broken").write_text("0" * 40 + "\n")
        (made.path / "refs" / "ballots" / "1" / "torn").write_bytes(b"\xff")
        assert verify(made.path).uncounted == ()


def lay(made: Handmade, ref: str, ballot: Ballot, name: str | None) -> None:
    """A ballot at a ref, signed by a member, or by nobody."""
    files = {"ballot.toml": ballot.to_bytes()}
    if name is not None:
        files["ballot.toml.sig"] = armoured(signer(SEEDS[name]).sign(ballot.to_bytes()))
    made.repo.references.create(ref, made.object(files, "Ballot", []))
