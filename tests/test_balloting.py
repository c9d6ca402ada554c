"""Ballots as they are cast and gathered: what counts, what does not, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.assembly.balloting import ballots_in, cast_ballot, gather
from constitution.assembly.counting import Entered
from constitution.assembly.declaring import declare, prepare_declaration
from constitution.assembly.disposing import dispose
from constitution.assembly.motions import open_motion
from constitution.assembly.superseding import ballots_superseded, counted_otherwise
from constitution.assembly.undoing import undo
from constitution.ballot import (
    CHOICES,
    Ballot,
    Choice,
    SignedBallot,
    parse_ballots,
    write_ballots,
)
from constitution.canonical import digest
from constitution.errors import Malformed, Outdated, Refused
from constitution.governance import Member, MemberId, Members, Rule, founding_rules
from constitution.signature import armoured
from constitution.verify import verify
from tests.committee import CLERK, ETERNAL, Committee
from tests.signers import KINDS, Kind, key_line, signer

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly.motions import OpenMotion

KEYED = ("ada", "ben", "cleo", "dan")
VOICE = "zoe"


def member(name: str, *keys: int, **other: str) -> Member:
    """A member with the keys of some seeds."""
    lines = tuple(map(key_line, keys))
    return replace(Member(MemberId(name), name.title(), keys=lines), **other)  # type: ignore[arg-type]  # status


MEMBERS = Members((*(member(name, seed) for seed, name in enumerate(KEYED, 1)), member(VOICE)))
SEEDS = {name: seed for seed, name in enumerate(KEYED, 1)}


def sit(folder: Path, rules: tuple[Rule, ...] | None = None) -> Committee:
    """Four members with keys and one without; amendment 1 is put."""
    committee = Committee.sit(
        folder,
        members=MEMBERS,
        rules=replace(founding_rules(eternal=[ETERNAL]), rules=rules) if rules else None,
    )
    committee.submitted("idee", "4", "cinq ans", "six ans")
    committee.put("1")
    return committee


@pytest.fixture
def put(tmp_path: Path) -> Committee:
    """Amendment 1, put to the vote."""
    return sit(tmp_path / "projet")


def motion_of(committee: Committee) -> OpenMotion:
    """The open motion."""
    return open_motion(committee.desk, "1")


def signed(committee: Committee, name: str, choice: str, *, seed: int | None = None) -> None:
    """The ballot of a member, signed and in."""
    motion = motion_of(committee)
    ballot = Ballot(motion.digest, MemberId(name), (cast("Choice", choice),))
    signature = signer(seed or SEEDS[name]).sign(ballot.to_bytes())
    cast_ballot(committee.desk, motion, name, ballot.choices, signature=signature)


def lay(
    committee: Committee,
    ref: str,
    ballot: Ballot,
    *,
    seed: int | None = None,
    armour: bytes | None = None,
) -> None:
    """A ballot at a ref, by nobody's hand."""
    files: dict[str, bytes | None] = {"ballot.toml": ballot.to_bytes()}
    if seed is not None:
        files["ballot.toml.sig"] = armoured(signer(seed).sign(ballot.to_bytes()))
    if armour is not None:
        files["ballot.toml.sig"] = armour
    repository = committee.repository
    commit = repository.write_commit(
        repository.write_files(None, files),
        [],
        "x\n",
        author=CLERK,
        committer=CLERK,
        when=committee.clock(),
    )
    from constitution.repository import RefMove

    repository.publish([RefMove(ref, repository.tip(ref), commit)])


def reasons(committee: Committee) -> list[tuple[str, str]]:
    """Who is left out, and why."""
    return [
        (one.member, one.reason) for one in gather(committee.desk, motion_of(committee)).left_out
    ]


class TestFile:
    """The file of ballots is canonical, and holds what it was given."""

    @given(
        st.dictionaries(
            st.from_regex(r"[a-z]{1,6}(-[0-9])?", fullmatch=True),
            st.tuples(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=4), st.binary()),
            min_size=1,
            max_size=5,
        )
    )
    def test_what_is_written_is_read_again(
        self, drawn: dict[str, tuple[list[Choice], bytes]]
    ) -> None:
        """In the order of the members, whatever order they came in."""
        motion = digest(b"motion")
        ballots = [
            SignedBallot(Ballot(motion, MemberId(name), tuple(choices)), signature)
            for name, (choices, signature) in drawn.items()
        ]
        data = write_ballots(ballots)
        assert data == write_ballots(reversed(ballots))
        assert parse_ballots(data, motion) == tuple(
            sorted(ballots, key=lambda one: one.ballot.member)
        )

    def test_a_ballot_is_these_bytes(self) -> None:
        """What is signed is the same for ever."""
        ballot = Ballot(digest(b""), MemberId("ardeche-1"), ("for", "abstain"))
        assert ballot.to_bytes() == (
            b'format = "constitution-ballot/1"\n'
            b'motion = "sha256:'
            b'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"\n'
            b'member = "ardeche-1"\n'
            b'choices = ["for", "abstain"]\n'
        )
        assert Ballot.parse(ballot.to_bytes()) == ballot

    @pytest.mark.parametrize(
        "tamper",
        [
            lambda data: data + b"\n",
            lambda data: data.replace(b"for", b"pour"),
            lambda data: data.replace(b'["for"]', b"[]"),
            lambda data: data.replace(b'["for"]', b'[ "for" ]'),
            lambda data: data.replace(b"ada", b"Ada"),
            lambda data: data.replace(b"ballot/1", b"ballot/2"),
            lambda data: data + b"x = 1\n",
        ],
    )
    def test_another_spelling_of_a_ballot_is_none(self, tamper: object) -> None:
        """One spelling: nobody can sign two files for one choice."""
        assert callable(tamper)
        data = Ballot(digest(b""), MemberId("ada"), ("for",)).to_bytes()
        with pytest.raises(Malformed):
            Ballot.parse(tamper(data))


class TestCasting:
    """A ballot is checked before it is in."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_ballot_signed_with_any_key_is_in(self, tmp_path: Path, kind: Kind) -> None:
        """Every type that can vote."""
        hardware = signer(5, kind)
        members = Members((Member(MemberId("ada"), "Ada", keys=(hardware.line,)),))
        committee = Committee.sit(tmp_path / "projet", members=members)
        committee.submitted("idee", "4", "cinq ans", "six ans")
        motion = committee.put("1")
        ballot = Ballot(motion.digest, MemberId("ada"), ("for",))
        signature = hardware.sign(ballot.to_bytes())
        cast_ballot(committee.desk, motion, "ada", ["for"], signature=signature)
        assert committee.declare("1").declaration.evidence == "signed"
        assert verify(committee.folder).outcome == "valid"

    def test_a_member_with_a_key_signs(self, put: Committee) -> None:
        """Without a signature it would not count, and none is taken."""
        with pytest.raises(Refused, match="without a signature would not count"):
            cast_ballot(put.desk, motion_of(put), "ada", ["for"])
        assert put.repository.refs("refs/ballots/") == []

    @pytest.mark.parametrize(
        ("name", "seed", "sentence"),
        [("ada", 2, "with the key of ben"), ("ada", 9, "not registered"), (VOICE, 9, "had no key")],
    )
    def test_another_key_is_refused(
        self, put: Committee, name: str, seed: int, sentence: str
    ) -> None:
        """Before anything is written."""
        with pytest.raises(Refused, match=sentence):
            signed(put, name, "for", seed=seed)
        assert put.repository.refs("refs/ballots/") == []

    def test_a_signed_ballot_is_final(self, put: Committee) -> None:
        """The same choice again, or another one; undo takes it back while it is here alone."""
        signed(put, "ada", "for")
        with pytest.raises(Refused, match="has voted so already"):
            signed(put, "ada", "for")
        with pytest.raises(Refused, match="a ballot is final"):
            signed(put, "ada", "against")
        undo(put.desk)
        signed(put, "ada", "against")


class TestGathering:
    """What does not count is named, and neither stops the count nor spoils another ballot."""

    def test_each_ballot_that_does_not_count_is_named(self, put: Committee) -> None:
        """With its reason."""
        motion = motion_of(put)
        ada = Ballot(motion.digest, MemberId("ada"), ("for",))
        signed(put, "ada", "for")
        lay(put, "refs/ballots/1/ben", replace(ada, member=MemberId("ben")))
        lay(put, "refs/ballots/1/cleo", replace(ada, member=MemberId("cleo")), seed=1)
        lay(put, "refs/ballots/1/dan", replace(ada, motion=digest(b"x")), seed=4)
        lay(put, "refs/ballots/1/fay", replace(ada, member=MemberId("fay")), seed=6)
        lay(put, "refs/ballots/1/gus", ada, seed=1)
        lay(put, "refs/ballots/1/hal", ada, armour=b"loose")
        lay(put, "refs/ballots/1/ida", ada, armour=b"x" * 100_000)
        assert reasons(put) == [
            ("ben", "unsigned"),
            ("cleo", "signature"),
            ("dan", "another-member"),
            ("fay", "not-a-member"),
            ("gus", "another-member"),
            ("hal", "unreadable"),
            ("ida", "unreadable"),
        ]
        gathered = gather(put.desk, motion)
        assert [one.ballot.member for one in gathered.counted] == ["ada"]
        assert gathered.evidence == "signed"

    def test_two_different_ballots_of_one_member_count_as_none(self, put: Committee) -> None:
        """And are named; the same choices signed twice are one ballot."""
        motion = motion_of(put)
        for name in ("ada", "ben"):
            signed(put, name, "for")
        other = Ballot(motion.digest, MemberId("ada"), ("against",))
        lay(put, "refs/fetched/origin/ballots/1/ada", other, seed=1)
        same = Ballot(motion.digest, MemberId("ben"), ("for",))
        lay(put, "refs/fetched/origin/ballots/1/ben", same, seed=2)
        assert reasons(put) == [("ada", "two-ballots")]
        assert [one.ballot.member for one in gather(put.desk, motion).counted] == ["ben"]

    def test_a_forged_ballot_spoils_nothing(self, put: Committee) -> None:
        """Whoever may push to the server could silence anyone otherwise."""
        motion = motion_of(put)
        signed(put, "ada", "for")
        forged = Ballot(motion.digest, MemberId("ada"), ("against",))
        lay(put, "refs/fetched/origin/ballots/1/ada", forged, seed=2)
        lay(put, "refs/fetched/elsewhere/ballots/1/ada", forged)
        assert reasons(put) == [("ada", "signature"), ("ada", "unsigned")]
        assert [one.ballot.choices for one in gather(put.desk, motion).counted] == [("for",)]

    def test_what_the_remote_keeps_of_an_earlier_motion_is_no_news(self, put: Committee) -> None:
        """Put again, a motion is another one; what was cast on the first is void."""
        before = Ballot(motion_of(put).digest, MemberId("ada"), ("against",))
        put.put("1")
        lay(put, "refs/fetched/origin/ballots/1/ada", before, seed=1)
        signed(put, "ada", "for")
        assert reasons(put) == []

    def test_who_voted_on_an_earlier_motion_alone_is_named(self, put: Committee) -> None:
        """A member who did not see that it was put anew is heard of, and can vote again."""
        before = Ballot(motion_of(put).digest, MemberId("ada"), ("against",))
        put.put("1")
        lay(put, "refs/fetched/origin/ballots/1/ada", before, seed=1)
        assert reasons(put) == [("ada", "another-motion")]
        (left,) = gather(put.desk, motion_of(put)).left_out
        assert "what it was cast on was put anew since, or belongs to another" in left.sentence

    def test_a_ballot_for_another_amendment_says_which(self, put: Committee) -> None:
        """A motion that is recorded here is known by its number."""
        elsewhere = Ballot(motion_of(put).digest, MemberId("ada"), ("for",))
        put.count("1", 4, 0)
        put.declare("1")
        put.submitted("autre", "4", "six ans", "sept ans")
        put.put("2")
        lay(put, "refs/ballots/2/ada", elsewhere, seed=1)
        (left,) = gather(put.desk, open_motion(put.desk, "2")).left_out
        assert left.sentence == "The ballot of ada is for amendment 1."

    def test_the_ballots_that_are_in_are_told_without_reading_signatures(
        self, put: Committee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Ten thousand are told at once: each member once, and none for what was put before."""
        signed(put, "ada", "for")
        before = Ballot(motion_of(put).digest, MemberId("ben"), ("against",))
        put.put("1")
        lay(put, "refs/fetched/origin/ballots/1/ben", before, seed=2)
        signed(put, "ada", "for")
        signed(put, "cleo", "against")
        monkeypatch.setattr("constitution.signature.find_flaw", None)
        assert ballots_in(put.desk, motion_of(put)) == 2

    def test_members_and_keys_that_left_since_do_not_count(self, put: Committee) -> None:
        """Suspended, removed, or with another key: each is named, and the others count."""
        for name in KEYED:
            signed(put, name, "for")
        later = Members(
            (
                member("ada", 1),
                member("ben", 2, status="suspended"),
                member("cleo", 33),
                member(VOICE),
            )
        )
        put.governance("membres", members=later)
        put.put("2")
        put.count("2", 4, 0)
        put.declare("2")
        assert reasons(put) == [
            ("ben", "suspended"),
            ("cleo", "key-replaced"),
            ("dan", "not-a-member"),
        ]
        result = put.result("1")
        assert result.counts == ()  # one of three: no quorum
        assert result.outcome == "postponed"


class TestDeclaring:
    """The record keeps what was signed, and says no more than it has."""

    def test_ballots_signed_by_all_make_a_signed_record(self, put: Committee) -> None:
        """The signatures stand beside it, and the refs are gone."""
        for name, choice in zip(KEYED, ("for", "for", "for", "against"), strict=True):
            signed(put, name, choice)
        declared = put.declare("1")
        assert declared.declaration.evidence == "signed"
        assert put.repository.refs("refs/ballots/") == []
        data = put.repository.read(declared.commit, "votes/1-idee/ballots.toml")
        assert data is not None
        assert data.count(b"[[ballot]]") == 4
        assert verify(put.folder).outcome == "valid"
        undo(put.desk)
        assert len(gather(put.desk, motion_of(put)).counted) == 4

    def test_one_voice_without_a_key_makes_it_named(self, put: Committee) -> None:
        """The weakest evidence is that of the whole; the signed ballots are kept."""
        for name in KEYED:
            signed(put, name, "for")
        cast_ballot(put.desk, motion_of(put), VOICE, ["against"])
        declared = put.declare("1")
        assert declared.declaration.evidence == "named"
        data = put.repository.read(declared.commit, "votes/1-idee/ballots.toml")
        assert data is not None
        assert data.count(b"[[ballot]]") == 4
        assert b"zoe" not in data
        assert verify(put.folder).outcome == "consistent"

    def test_a_rule_that_asks_for_signatures_leaves_voices_out(self, tmp_path: Path) -> None:
        """A member without a key cannot keep a vote from being declared."""
        rules = founding_rules(eternal=[ETERNAL], evidence="signed").rules
        committee = sit(tmp_path / "projet", rules)
        for name in KEYED[:3]:
            signed(committee, name, "for")
        cast_ballot(committee.desk, motion_of(committee), VOICE, ["against"])
        assert reasons(committee) == [(VOICE, "unsigned")]
        assert committee.declare("1").declaration.evidence == "signed"
        assert verify(committee.folder).faults == ()

    def test_a_clerk_cannot_enter_signatures(self, put: Committee) -> None:
        """Only ballots are signed."""
        entry = Entered(motion_of(put).digest, "signed", put.clock().date, ())
        with pytest.raises(Malformed, match="not a kind of evidence that a clerk can enter"):
            Entered.parse(entry.to_bytes(), "count.toml", 0)

    def test_a_clerks_entry_stands_in_the_place_of_ballots(self, put: Committee) -> None:
        """And the record keeps none of them, so that it does not contradict them."""
        signed(put, "ada", "against")
        put.count("1", 5, 0)
        declaration = put.result("1")
        assert not declaration.by_ballots
        assert [one.ballot.member for one in declaration.ballots.counted] == ["ada"]
        declared = declare(put.desk, declaration)
        assert put.repository.read(declared.commit, "votes/1-idee/ballots.toml") is None
        assert verify(put.folder).outcome == "consistent"

    def test_a_signed_ballot_that_was_counted_otherwise_stays(self, put: Committee) -> None:
        """No clerk makes it go by an entry of their own: whoever verifies this clone finds it."""
        signed(put, "ada", "against")
        signed(put, "ben", "for")
        cast_ballot(put.desk, motion_of(put), VOICE, ["against"])
        put.roll("1", "appel.csv", "member;choice\nada;for\nben;for\ncleo;for\n")
        put.declare("1")
        assert put.repository.refs("refs/ballots/") == ["refs/ballots/1/ada"]
        (left,) = verify(put.folder).uncounted
        assert (left.member, left.counted_otherwise) == ("ada", True)
        undo(put.desk)
        assert len(put.repository.refs("refs/ballots/")) == 3

    def test_an_entry_says_which_ballots_it_takes_the_place_of(self, put: Committee) -> None:
        """All of them where figures are entered; by name, those that are counted otherwise."""
        motion = motion_of(put)
        assert not list(ballots_superseded(put.desk, motion, 1))
        signed(put, "ada", "against")
        signed(put, "ben", "for")
        cast_ballot(put.desk, motion, VOICE, ["against"])
        said = list(ballots_superseded(put.desk, motion, 1))
        assert said[0].startswith("This replaces the 3 ballots that were cast: for 1, against 2")
        assert "`constitution undo` takes the entry back" in said[1]
        assert said[2].startswith("Those that are signed stay after it")
        put.roll("1", "appel.csv", f"member;choice\nada;for\nben;for\n{VOICE};against\n")
        assert len(list(ballots_superseded(put.desk, motion, 1))) == 2, "undoing brings no ballots"
        shown = prepare_declaration(put.desk, "1")
        (left,) = counted_otherwise(shown.ballots, shown.counts).counted
        assert left.ballot.member == "ada"

    def test_signed_ballots_on_what_was_ruled_away_stay(self, put: Committee) -> None:
        """Nor by a ruling, once it can be seen how the vote goes."""
        signed(put, "ada", "for")
        dispose(put.desk, "1", "fallen", ruling="Sans objet.")
        assert put.repository.refs("refs/ballots/") == ["refs/ballots/1/ada"]
        assert [left.member for left in verify(put.folder).uncounted] == ["ada"]

    def test_a_ballot_that_comes_in_meanwhile_is_not_passed_over(self, put: Committee) -> None:
        """What is declared is what was shown."""
        for name in KEYED[:3]:
            signed(put, name, "for")
        shown = prepare_declaration(put.desk, "1")
        signed(put, "dan", "against")
        with pytest.raises(Outdated, match="no longer the one that was shown"):
            declare(put.desk, shown)

    def test_rules_that_ask_for_signatures_ask_the_clerk_for_no_count(self, tmp_path: Path) -> None:
        """A count by hand would be too weak: what to do next says so."""
        rules = founding_rules(eternal=[ETERNAL], evidence="signed").rules
        committee = sit(tmp_path / "projet", rules)
        with pytest.raises(Refused, match="no vote was counted") as refusal:
            prepare_declaration(committee.desk, "1")
        assert "--sign" in refusal.value.hint
        assert "constitution count" not in refusal.value.hint

    def test_ballots_that_do_not_count_are_no_vote(self, put: Committee) -> None:
        """The refusal says where the reasons are."""
        ballot = Ballot(motion_of(put).digest, MemberId("ada"), ("for",))
        lay(put, "refs/ballots/1/ada", ballot)
        with pytest.raises(Refused, match="no vote was counted") as refused:
            put.result("1")
        assert "constitution ballots 1" in refused.value.hint
