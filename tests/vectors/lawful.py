"""Lawful histories, one for each way in which an amendment can end; and votes signed wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    MemberId,
    Members,
    founding_rules,
)
from constitution.motion import AmendmentNumber
from constitution.vote import Count, Disposition, Report
from tests.handmade import HELD, ONE, THREE, TWO, Handmade, article, named, votes, with_rule
from tests.signers import KINDS, key_line, signer
from tests.test_verify_ballots import ALL_FOR, KEYED, SEEDS, Poll, poll

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW_ONE = article("1", "The state is a federal republic.", "It is one.")
NEW_TWO = article("2", "Its seat is in the second city.")
TO = "articles/02-revision/article-4.md"


def founding(folder: Path) -> Handmade:
    """Nothing but a founding."""
    return Handmade.found(folder / "constitution.git")


def adoptions_and_a_free_edit(folder: Path) -> Handmade:
    """Two adoptions and an edit of the README."""
    made = founding(folder)
    made.adopt("1", "first", {ONE: NEW_ONE})
    made.commit({**made.files, "README.md": b"Other free words.\n"}, "Edit")
    made.adopt("2", "second", {TWO: NEW_TWO})
    return made


def rejection(folder: Path) -> Handmade:
    """A rejection, with its text kept."""
    made = founding(folder)
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, votes(3, 4, 1, adopted=False)))
    made.repo.references.create("refs/tags/rejected/1-first", sealed.commit)
    return made


def disposals(folder: Path) -> Handmade:
    """Each thing that can become of an amendment that is not voted on."""
    made = founding(folder)
    for number, outcome in enumerate(("withdrawn", "fallen", "inadmissible", "not-moved"), start=1):
        sealed = made.put(str(number), outcome, {ONE: NEW_ONE})
        made.declare(sealed, _disposed(made, digest(sealed.motion.to_bytes()), outcome))
    joined = made.put("6", "same", {ONE: NEW_ONE})
    made.adopt("5", "first", {ONE: NEW_ONE})
    made.declare(joined, _disposed(made, digest(joined.motion.to_bytes()), "joined", with_="5"))
    return made


def _disposed(
    made: Handmade, motion: str, outcome: str, *, with_: str | None = None
) -> Disposition:
    return Disposition(
        made.sequence + 1, made.previous, motion, outcome,  # type: ignore[arg-type]  # as given
        HELD, "As it was said.", "the chair", with_,
    )  # fmt: skip


def another_article_meanwhile(folder: Path) -> Handmade:
    """Another article adopted between putting and declaring."""
    made = founding(folder)
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.adopt("2", "second", {TWO: NEW_TWO})
    made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
    return made


def members_come_and_go(folder: Path) -> Handmade:
    """A member is replaced while a vote is open; the new one then votes."""
    seated = {MEMBERS_FILE: named("ada", "ben", "cleo").to_bytes()}
    made = Handmade.found(folder / "constitution.git", dict(seated))
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.adopt("2", "seat-dan", {MEMBERS_FILE: named("ada", "ben", "dan").to_bytes()})
    made.declare(sealed, made.record(sealed, _roll("ada ben", "", 2), evidence="named"))
    sealed = made.put("3", "second", {TWO: NEW_TWO})
    made.declare(sealed, made.record(sealed, _roll("ada dan", "ben", 3), evidence="named"))
    return made


def _roll(for_: str, against: str, entitled: int) -> Count:
    names = [tuple(map(MemberId, side.split())) for side in (for_, against)]
    return Count("adopted", entitled, names[0], names[1], ())


def suspended_and_reinstated(folder: Path) -> Handmade:
    """A member is suspended while a vote is open, reinstated before its result, and votes."""
    seated = named("ada", "ben", "cleo")
    made = Handmade.found(folder / "constitution.git", {MEMBERS_FILE: seated.to_bytes()})
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    without = tuple(
        replace(one, status="suspended") if one.id == "cleo" else one for one in seated.named
    )
    made.adopt("2", "suspend", {MEMBERS_FILE: Members(without).to_bytes()})
    made.adopt("3", "reinstate", {MEMBERS_FILE: seated.to_bytes()})
    made.declare(sealed, made.record(sealed, _roll("ada cleo", "ben", 3), evidence="named"))
    return made


def a_merge_of_free_files(folder: Path) -> Handmade:
    """A branch with free files, begun before an adoption and merged after it."""
    made = founding(folder)
    site = made.object({**made.files, "site/index.html": b"<p>\n"}, "A page", [made.head])
    made.adopt("1", "first", {ONE: NEW_ONE})
    made.commit({**made.files, "site/index.html": b"<p>\n"}, "Merge the site", parents=[site])
    return made


def moves(folder: Path) -> Handmade:
    """A move, a swap, and an eternal article that is renumbered with its rule."""
    made = founding(folder)
    to = "articles/03-other/article-2.md"
    made.adopt("1", "move", {TWO: None, to: made.files[TWO]}, moves={TWO: to})
    swapped: dict[str, bytes | None] = {ONE: made.files[to], to: made.files[ONE]}
    made.adopt("2", "swap", swapped, moves={ONE: to, to: ONE})
    rules = with_rule(made.files, "eternity", paths=(TO,))
    words = made.files[THREE].replace(b"# Article 3", b"# Article 4")
    made.adopt("3", "renumber", {THREE: None, TO: words, RULES_FILE: rules}, moves={THREE: TO})
    return made


def division(folder: Path) -> Handmade:
    """Two questions, of which one is adopted."""
    made = founding(folder)
    sealed = made.put("1", "both", {ONE: NEW_ONE, TWO: NEW_TWO}, questions=[(ONE,), (TWO,)])
    made.declare(sealed, made.record(sealed, votes(5, 1, 0), votes(1, 5, 0, adopted=False)))
    return made


def the_text_as_a_whole(folder: Path) -> Handmade:
    """A subject, without a change."""
    made = founding(folder)
    sealed = made.put("1", "whole", {}, subject=("The constitution as a whole", "rules"))
    made.declare(sealed, made.record(sealed, votes(6, 3, 0)), parents=())
    return made


def squash(folder: Path) -> Handmade:
    """A forge dropped the second parent."""
    made = founding(folder)
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, votes(5, 4, 0)), parents=())
    return made


def sub_amendment_and_second_round(folder: Path) -> Handmade:
    """A sub-amendment is adopted; its amendment is rejected, and adopted in a second round."""
    made = founding(folder)
    sealed = made.put("2", "nearer", {ONE: NEW_ONE}, on=AmendmentNumber("1"))
    made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    made.declare(sealed, made.record(sealed, votes(3, 4, 1, adopted=False)))
    sealed = made.put("1", "first", {ONE: NEW_ONE}, round=2)
    made.declare(sealed, made.record(sealed, votes(5, 4, 0)))
    return made


def declared_and_reported(folder: Path) -> Handmade:
    """A chair's word, and a law of elsewhere."""
    rules: dict[str, bytes | None] = {RULES_FILE: founding_rules(evidence="reported").to_bytes()}
    made = Handmade.found(folder / "constitution.git", rules)
    sealed = made.put("1", "first", {ONE: NEW_ONE})
    said = made.record(sealed, Count("adopted", 9), evidence="declared", declared_by="The chair")
    made.declare(sealed, said)
    sealed = made.put("2", "second", {TWO: NEW_TWO})
    told = Report("Law 1", "Congress", HELD, 80, 20, 5, None, 110, "https://example.org/law-1")
    record = made.record(sealed, Count("adopted"), evidence="reported", held=None, reports=(told,))
    made.declare(sealed, record)
    return made


def _keyed(folder: Path) -> Handmade:
    return Handmade.found(folder / "constitution.git", {MEMBERS_FILE: KEYED.to_bytes()})


def signed_by_all(folder: Path) -> Handmade:
    """Every member signed."""
    made = _keyed(folder)
    poll(made, ALL_FOR).declare()
    return made


def signed_by_some(folder: Path) -> Handmade:
    """Some signed, and the others could have turned it."""
    made = _keyed(folder)
    poll(made, {"ada": "for", "ben": "for", "cleo": "against"}).declare()
    return made


def signed_with_every_type_of_key(folder: Path) -> Handmade:
    """A key of each type that can vote, hardware keys among them."""
    people = {f"m{place}": signer(place, kind) for place, kind in enumerate(KINDS)}
    members = Members(
        tuple(Member(MemberId(name), name, keys=(one.line,)) for name, one in people.items())
    )
    made = Handmade.found(folder / "constitution.git", {MEMBERS_FILE: members.to_bytes()})
    given = poll(made, dict.fromkeys(people, "for"), signers=people)
    given.declare(count=given.count(entitled=len(people)))
    return made


def signed_by_those_who_have_keys(folder: Path) -> Handmade:
    """Two signed and one has no key: the record is named, and keeps the two ballots."""
    keyed = tuple(one for one in KEYED.named if one.id in {"ada", "ben"})
    members = Members((*keyed, Member(MemberId("zoe"), "Zoe")))
    made = Handmade.found(folder / "constitution.git", {MEMBERS_FILE: members.to_bytes()})
    given = poll(made, {"ada": "for", "ben": "against"})
    everyone = {**given.choices, "zoe": "for"}
    given.declare(count=given.count(everyone, entitled=3), evidence="named")
    return made


LAWFUL: dict[str, Callable[[Path], Handmade]] = {
    make.__name__.replace("_", "-"): make
    for make in (
        founding,
        adoptions_and_a_free_edit,
        rejection,
        disposals,
        another_article_meanwhile,
        members_come_and_go,
        suspended_and_reinstated,
        a_merge_of_free_files,
        moves,
        division,
        the_text_as_a_whole,
        squash,
        sub_amendment_and_second_round,
        declared_and_reported,
        signed_by_all,
        signed_by_some,
        signed_with_every_type_of_key,
        signed_by_those_who_have_keys,
    )
}


def another_members_key(folder: Path) -> Handmade:
    """One member signed for another."""
    made = _keyed(folder)
    poll(made, signers={"ada": signer(SEEDS["ben"])}).declare()
    return made


def a_flipped_choice(folder: Path) -> Handmade:
    """A signature for another choice."""
    made = _keyed(folder)
    other = poll(made, {"ada": "against"})
    given = poll(made)
    given.signed["ada"] = replace(
        given.ballot("ada"), choices=other.ballot("ada").choices
    ).to_bytes()
    given.declare()
    return made


def a_ballot_for_another_motion(folder: Path) -> Handmade:
    """A signature that was given on the amendment before."""
    made = _keyed(folder)
    first = poll(made)
    first.declare()
    second = Poll(made, made.put("2", "second", {TWO: NEW_TWO}), dict(first.choices))
    second.signed["ada"] = first.ballot("ada").to_bytes()
    second.declare()
    return made


def another_namespace(folder: Path) -> Handmade:
    """Signatures that were made for commits of git."""
    made = _keyed(folder)
    poll(made, how={"namespace": "git"}).declare()
    return made


def a_count_that_the_ballots_do_not_give(folder: Path) -> Handmade:
    """The record counts a member otherwise than the ballot says."""
    made = _keyed(folder)
    given = poll(made)
    given.declare(count=given.count({**given.choices, "dan": "for"}))
    return made


def an_untouched_hardware_key(folder: Path) -> Handmade:
    """A security key signed, and nobody touched it."""
    hardware = signer(1, "sk-ssh-ed25519@openssh.com")
    members = Members((Member(MemberId("ada"), "Ada", keys=(hardware.line,)),))
    made = Handmade.found(folder / "constitution.git", {MEMBERS_FILE: members.to_bytes()})
    given = poll(made, {"ada": "for"}, signers={"ada": hardware}, how={"flags": 0})
    given.declare(count=given.count(entitled=1))
    return made


def a_ballot_copied_to_another_member(folder: Path) -> Handmade:
    """The signature holds, for the ballot it was copied from."""
    made = _keyed(folder)
    given = poll(made, ALL_FOR, signers={"ben": signer(SEEDS["ada"])})
    given.signed["ben"] = given.ballot("ada").to_bytes()
    given.declare()
    return made


def a_key_that_was_given_up(folder: Path) -> Handmade:
    """The member has another key by the time the result is declared."""
    made = _keyed(folder)
    given = poll(made)
    fresh = tuple(
        replace(one, keys=(key_line(90),)) if one.id == "ben" else one for one in KEYED.named
    )
    made.adopt("2", "keys", {MEMBERS_FILE: Members(fresh).to_bytes()})
    given.declare()
    return made


def a_ballot_that_is_missing(folder: Path) -> Handmade:
    """The record counts a member whose ballot was taken out."""
    made = _keyed(folder)
    given = poll(made)
    count = given.count()
    given.choices = {name: choice for name, choice in given.choices.items() if name != "dan"}
    given.declare(count=count)
    return made


SIGNED: dict[str, Callable[[Path], Handmade]] = {
    f"{case}-{make.__name__.replace('_', '-')}": make
    for case, make in (
        ("05", another_members_key),
        ("05", a_key_that_was_given_up),
        ("06", a_ballot_copied_to_another_member),
        ("07", a_ballot_for_another_motion),
        ("08", a_flipped_choice),
        ("08", another_namespace),
        ("08", a_count_that_the_ballots_do_not_give),
        ("08", a_ballot_that_is_missing),
        ("08", an_untouched_hardware_key),
    )
}
