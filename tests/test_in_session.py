"""In session: putting, counting, declaring, disposing, taking back, and everything that forbids it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import declaring
from constitution.assembly.balloting import cast_ballot, gather, voters
from constitution.assembly.carrying import Conflicting, carry, current_text
from constitution.assembly.counting import (
    enter_count,
    read_reports,
    read_roll_call,
)
from constitution.assembly.declaring import declare, undo
from constitution.assembly.disposing import dispose
from constitution.assembly.drafting import (
    add_article,
    divide,
    move_article,
    new_amendment,
    repeal_article,
    update,
)
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.putting import count_ref, open_motion, prepare
from constitution.errors import Malformed, Outdated, Refused, Unknown
from constitution.governance import MEMBERS_FILE, Member, MemberId, Members, Rules, parse_majority
from constitution.repository import MAIN, RefMove
from constitution.verify import verify
from tests.committee import ARTICLES, MEMBERS, Committee, path_of, roll_in_csv, seats
from tests.signers import key_line

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee that has just sat down."""
    return Committee.sit(tmp_path / "projet")


def consistent(committee: Committee) -> bool:
    """Whether whoever clones recounts all of it."""
    verdict = verify(committee.folder)
    assert (verdict.faults, verdict.doubts) == ((), ())
    return verdict.outcome == "consistent"


def rename(members: Members, id_: str, name: str) -> Members:
    """The members with another name for one of them."""
    return Members(
        tuple(replace(one, name=name) if one.id == id_ else one for one in members.named)
    )


def remove(members: Members, *ids: str) -> Members:
    """The members without some of them."""
    return Members(tuple(one for one in members.named if one.id not in ids))


# -- carrying --------------------------------------------------------------------------------------


def clash(committee: Committee, name: str) -> tuple[str, str, str]:
    """The only clash of an amendment with the current text: its path, its kind, its sentence."""
    result = prepare(committee.desk, [name])
    assert isinstance(result, Conflicting)
    (one,) = result.clashes
    return one.path, one.kind, one.sentence


def test_an_article_that_was_repealed_cannot_be_amended(committee: Committee) -> None:
    """The chair rules such an amendment fallen."""
    c = committee
    c.submitted("autre-delai", "9", "dans l’année", "dans le mois")
    new_amendment(c.desk, "abroger", title="Abroger")
    repeal_article(c.desk, "abroger", "9")
    c.submit("abroger")
    c.pass_("2")
    path, kind, _sentence = clash(c, "1")
    assert (path, kind) == (path_of("9"), "deleted-here")


def test_an_article_that_was_amended_is_not_repealed_unseen(committee: Committee) -> None:
    """Whoever proposed to repeal it had other words in hand."""
    c = committee
    new_amendment(c.desk, "abroger", title="Abroger")
    repeal_article(c.desk, "abroger", "9")
    c.submit("abroger")
    c.submitted("autre-delai", "9", "dans l’année", "dans le mois")
    c.pass_("2")
    assert clash(c, "1")[:2] == (path_of("9"), "changed-here")


def test_two_articles_do_not_take_one_place(committee: Committee) -> None:
    """Two new articles under one number, or a move onto a new one, collide."""
    c = committee
    target = "articles/02-pouvoirs/article-8.md"
    for slug, words in (("un", "Le premier."), ("deux", "Le second.")):
        new_amendment(c.desk, slug, title=slug)
        add_article(c.desk, slug, target, f"# Article 8 bis\n\n{words}")
        c.submit(slug)
    new_amendment(c.desk, "trois", title="trois")
    move_article(c.desk, "trois", path_of("8"), target)
    c.submit("trois")
    c.pass_("1")
    assert clash(c, "2")[:2] == (target, "both-added")
    assert clash(c, "3")[:2] == (target, "place-taken")


def test_governance_tables_are_merged_entry_by_entry(committee: Committee) -> None:
    """Two amendments to other members are apart; two names for one member collide on that member."""
    c = committee
    base = c.desk.main().members
    c.governance("nom-3", members=rename(base, "siege-03", "Trois"))
    c.governance("nom-4", members=rename(base, "siege-04", "Quatre"))
    c.governance("nom-3-bis", members=rename(base, "siege-03", "Three"))
    c.pass_("1")
    c.pass_("2")
    by_id = c.desk.main().members.by_id
    assert by_id[MemberId("siege-03")].name == "Trois"
    assert by_id[MemberId("siege-04")].name == "Quatre"
    path, kind, sentence = clash(c, "3")
    assert (path, kind) == (MEMBERS_FILE, "table")
    assert "siege-03" in sentence
    assert consistent(c)


def test_an_amendment_follows_an_article_that_main_moved(committee: Committee) -> None:
    """Identity is declared: what was written for the old place lands in the new one."""
    c = committee
    c.submitted("deux-tiers", "8", "trois cinquièmes", "deux tiers")
    new_amendment(c.desk, "deplacer", title="Déplacer")
    move_article(c.desk, "deplacer", "8", "02-pouvoirs")
    c.submit("deplacer")
    c.pass_("2")
    c.pass_("1")
    assert "deux tiers" in c.desk.main().text("articles/02-pouvoirs/article-8.md")
    assert path_of("8") not in c.desk.main().files
    assert consistent(c)


def test_a_divided_amendment_follows_a_move_too(committee: Committee) -> None:
    """The question keeps its article, wherever it went."""
    c = committee
    c.draft("deux", "8", "trois cinquièmes", "deux tiers")
    c.reword("deux", "4", "cinq ans", "six ans")
    divide(c.desk, "deux", [])
    c.submit("deux")
    new_amendment(c.desk, "deplacer", title="Déplacer")
    move_article(c.desk, "deplacer", "8", "02-pouvoirs")
    c.submit("deplacer")
    c.pass_("2")
    motion = c.put("1")
    assert [len(question.changes) for question in motion.motion.questions] == [1, 1]


def test_an_update_keeps_what_was_submitted(committee: Committee) -> None:
    """Carried along, an amendment is not rectified: its authors proposed the same words."""
    c = committee
    c.submitted("un", "3", "Sept cent mille", "Cinq cent mille")
    c.submitted("deux", "3", "douze mois", "dix mois")
    c.pass_("1")
    result = update(c.desk, "2")
    assert not isinstance(result, Conflicting)
    assert not result.pending.is_rectified
    assert result.pending.fork == c.desk.main().commit
    carried = carry(c.desk, result.pending, current_text(c.desk.main()))
    assert not isinstance(carried, Conflicting)
    assert list(carried.files) == [path_of("3")]


# -- putting ---------------------------------------------------------------------------------------


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
    with pytest.raises(Refused, match="was disposed of: rejected"):
        prepare(c.desk, ["1"])
    with pytest.raises(Refused, match="was disposed of"):
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


# -- counting --------------------------------------------------------------------------------------


@pytest.fixture
def put(committee: Committee) -> Committee:
    """A committee with a motion of one question on the table."""
    committee.submitted("idee", "4", "cinq ans", "six ans")
    committee.put("1")
    return committee


def test_no_more_are_counted_than_may_vote(put: Committee) -> None:
    """Sixty members: sixty-one votes are a mistake, and nothing is entered."""
    with pytest.raises(Refused, match="61 votes were counted, and only 60"):
        put.count("1", 40, 20, 1)
    assert put.repository.tip(count_ref("1")) is None


def test_a_question_that_is_not_asked_is_not_counted(put: Committee) -> None:
    """Questions are counted from 1."""
    for question in (0, 2):
        with pytest.raises(Unknown, match=f"no question {question}"):
            put.count("1", 40, 10, question=question)


ROLLS = {
    "a stranger": ("member;choice\nsiege-61;pour\n", "siege-61", ":2"),
    "one listed twice": ("member;choice\nsiege-01;pour\nsiege-01;pour\n", "listed twice", ":3"),
    "an unknown choice": ("member;choice\nsiege-01;peut-être\n", "is not a choice", ":2"),
    "no header": ("siege-01;pour\n", "should name the columns", ""),
}


@pytest.mark.parametrize("case", ROLLS)
def test_a_faulty_roll_call_is_refused_with_its_line(put: Committee, case: str) -> None:
    """The file and the line are named, and nothing is entered."""
    lines, sentence, line = ROLLS[case]
    with pytest.raises(Malformed) as error:
        put.roll("1", "appel.csv", lines)
    assert sentence in error.value.message
    assert error.value.where == f"appel.csv{line}"
    assert put.repository.tip(count_ref("1")) is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("for = [", "not TOML"),
        ('for = ["siege-01"]\nagainst = ["siege-01"]', "listed twice"),
        ('pour = ["siege-01"]', "is not a choice"),
        ('for = ["siege-61"]', "is not a member"),
        ("for = 33", "should be a list of names"),
        ('for = "siege-01"', "should be a list of names"),
        ("question = [1]", "should be tables"),
        ('[[question]]\nfor = []\n[[question]]\nfor = ["siege-01"]', "the motion asks 1"),
    ],
)
def test_a_faulty_roll_call_in_toml_is_refused(put: Committee, lines: str, sentence: str) -> None:
    """The same, where the roll call is TOML."""
    with pytest.raises(Malformed) as error:
        put.roll("1", "appel.toml", lines)
    assert sentence in error.value.message


def test_a_roll_call_takes_names_and_leaves_out_who_was_not_there(put: Committee) -> None:
    """Members are named by id or by name; an empty choice is no vote."""
    lines = "Member,Choice\nTitulaire du siège n° 1,POUR\nsiege-02,\nsiege-03,Contre\n"
    motion = open_motion(put.desk, "1")
    calls = read_roll_call(lines.encode(), "a.csv", voters(put.desk, motion), 1)
    assert calls == {1: (("siege-01",), ("siege-03",), ())}


def test_a_new_entry_replaces_the_one_before(put: Committee) -> None:
    """Mistakes are mended before the vote is closed."""
    put.count("1", 10, 40)
    put.roll("1", "appel.csv", roll_in_csv(seats(1, 31)))
    result = put.result("1")
    assert (result.outcome, result.evidence) == ("adopted", "named")


def test_a_ballot_is_final_and_belongs_to_one_motion(put: Committee) -> None:
    """Put again, a motion is another one: the ballots on the first are gone."""
    motion = open_motion(put.desk, "1")
    cast_ballot(put.desk, motion, "siege-01", ["for"])
    with pytest.raises(Refused, match="voted so already"):
        cast_ballot(put.desk, motion, "siege-01", ["for"])
    with pytest.raises(Refused, match="a ballot is final"):
        cast_ballot(put.desk, motion, "siege-01", ["against"])
    with pytest.raises(Refused, match="and the choices given are 2"):
        cast_ballot(put.desk, motion, "siege-02", ["for", "for"])
    with pytest.raises(Refused, match="is not a member"):
        cast_ballot(put.desk, motion, "siege-61", ["for"])
    assert len(gather(put.desk, motion).counted) == 1
    assert gather(put.desk, put.put("1")).counted == ()


def test_ballots_that_cannot_be_read_are_left_out(put: Committee) -> None:
    """Whoever may push a ballot must not be able to stop the count, nor vote for another."""
    motion = open_motion(put.desk, "1")
    cast_ballot(put.desk, motion, "siege-01", ["for"])
    good = put.repository.tip("refs/ballots/1/siege-01")
    assert good is not None
    data = put.repository.read(good, "ballot.toml")
    assert data is not None
    for ref, words in (
        ("siege-02", b"not TOML at all = ="),
        ("siege-03", data),
        ("siege-04", data.replace(b"siege-01", b"siege-04").replace(b"for", b"maybe")),
        ("siege-99", data.replace(b"siege-01", b"siege-99")),
    ):
        put.commit_by_hand(f"refs/ballots/1/{ref}", {"ballot.toml": words})
    assert [one.ballot.member for one in gather(put.desk, motion).counted] == ["siege-01"]


def test_ballots_of_a_member_who_leaves_do_not_count(put: Committee) -> None:
    """Who was a member at the base, less those removed since."""
    motion = open_motion(put.desk, "1")
    for member in seats(1, 31):
        cast_ballot(put.desk, motion, member, ["for"])
    put.governance("partir", members=remove(put.desk.main().members, "siege-01"))
    put.pass_("2")
    result = put.result("1")
    assert len(gather(put.desk, motion).counted) == 30
    assert result.counts[0].entitled == 59
    put.declare("1")
    assert consistent(put)


def test_a_member_with_a_key_signs(tmp_path: Path) -> None:
    """An unsigned ballot of a member who has keys would not count, so none is taken."""
    keyed = (replace(MEMBERS.named[0], keys=(key_line(1),)), *MEMBERS.named[1:])
    c = Committee.sit(tmp_path / "projet", members=Members(keyed))
    c.submitted("idee", "4", "cinq ans", "six ans")
    with pytest.raises(Refused, match="has a key"):
        cast_ballot(c.desk, c.put("1"), "siege-01", ["for"])


def test_an_assembly_of_seats_counts(tmp_path: Path) -> None:
    """Without names there are figures, no roll call and no ballots."""
    c = Committee.sit(tmp_path / "projet", members=Members(seats=60))
    c.submitted("idee", "4", "cinq ans", "six ans")
    motion = c.put("1")
    with pytest.raises(Refused, match="not named"):
        cast_ballot(c.desk, motion, "siege-01", ["for"])
    with pytest.raises(Malformed, match="not named"):
        c.roll("1", "appel.csv", roll_in_csv(["siege-01"]))
    c.count("1", 31, 29)
    c.declare("1")
    assert consistent(c)


def test_a_report_without_a_vote_is_refused() -> None:
    """A file that reports nothing proves nothing."""
    with pytest.raises(Malformed, match="reports no vote"):
        read_reports(b'format = "constitution-report/1"\n', "rapport.toml")


# -- declaring -------------------------------------------------------------------------------------


def test_nothing_is_declared_that_nobody_counted(put: Committee) -> None:
    """No count, no result."""
    with pytest.raises(Refused, match="no vote was counted"):
        put.result("1")


def test_evidence_that_a_rule_does_not_accept_is_refused(committee: Committee) -> None:
    """Members are seated by a counted vote, not by a declared one."""
    c = committee
    c.governance("nom", members=rename(c.desk.main().members, "siege-03", "Trois"))
    motion = c.put("1")
    enter_count(
        c.desk, motion, evidence="declared", declared={1: "adopted"}, declared_by="La présidente"
    )
    with pytest.raises(Refused, match="asks for counted votes, and this one is declared"):
        c.result("1")


def test_a_motion_that_main_has_overtaken_is_put_again(committee: Committee) -> None:
    """What was sealed on other words is not declared; the adoption says which motions that concerns."""
    c = committee
    c.submitted("un", "3", "Sept cent mille", "Cinq cent mille")
    c.submitted("deux", "3", "douze mois", "dix mois")
    c.submitted("trois", "4", "cinq ans", "six ans")
    for number in ("1", "2", "3"):
        c.put(number)
        c.count(number, 40, 10)
    assert c.declare("1").fallen_behind == ("2",)
    with pytest.raises(Refused, match="has changed since amendment 2 was put") as error:
        c.declare("2")
    assert "constitution put 2" in error.value.hint
    c.declare("3")
    c.pass_("2")
    assert consistent(c)


def test_a_broken_motion_does_not_hide_a_result(committee: Committee) -> None:
    """What was declared is declared, whatever stands on another branch."""
    c = committee
    c.submitted("un", "3", "Sept cent mille", "Cinq cent mille")
    c.commit_by_hand("refs/remotes/origin/motions/7-fausse", {"votes/7-fausse/motion.toml": b"?"})
    assert c.pass_("1").fallen_behind == ("7",)


def test_two_clerks_do_not_both_declare(put: Committee) -> None:
    """Compare and swap: the second finds main moved, and nothing of its own was written."""
    put.count("1", 40, 10)
    here, there = put.desk, put.another_desk()
    ours = declaring.prepare_declaration(here, "1")
    theirs = declaring.prepare_declaration(there, "1")
    declare(here, ours)
    tip = put.repository.tip(MAIN)
    with pytest.raises((Refused, Outdated)):
        declare(there, theirs)
    assert put.repository.tip(MAIN) == tip
    assert len(put.desk.records()) == 1


def test_main_that_moves_while_the_result_is_written_is_not_overwritten(
    put: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window between reading main and moving it: `Outdated`, and the other record stays."""
    put.submitted("autre", "5", "neuf mois", "dix mois")
    put.put("2")
    put.count("2", 40, 10)
    put.count("1", 40, 10)
    ours = put.result("1")
    other = Committee(put.folder, put.another_desk(), put.clock)
    message = declaring._message
    calls: list[int] = []

    def slowly(*arguments: object) -> str:
        """The other clerk is faster."""
        if not calls:
            calls.append(1)
            other.declare("2")
        return message(*arguments)  # type: ignore[arg-type] # handed through as they came

    monkeypatch.setattr(declaring, "_message", slowly)
    with pytest.raises(Outdated):
        declare(put.desk, ours)
    assert [entry.number for entry in other.desk.records()] == ["2"]
    assert consistent(put)


def test_a_count_that_changed_since_it_was_shown_is_not_declared(put: Committee) -> None:
    """What the clerk said yes to is what is recorded."""
    put.count("1", 40, 10)
    shown = put.result("1")
    put.count("1", 30, 20)
    with pytest.raises(Outdated):
        declare(put.desk, shown)
    assert put.desk.records() == []


def test_a_dirty_article_refuses_the_declaration_and_changes_nothing(put: Committee) -> None:
    """The work tree is yours: the program never touches files you have changed."""
    put.count("1", 40, 10)
    file = put.folder / path_of("4")
    file.write_text("Mes notes.\n", encoding="utf-8")
    tip = put.repository.tip(MAIN)
    with pytest.raises(Refused, match="has changes in your work tree"):
        put.declare("1")
    assert put.repository.tip(MAIN) == tip
    assert file.read_text(encoding="utf-8") == "Mes notes.\n"
    assert open_motion(put.desk, "1").number == "1"


def test_a_file_changed_elsewhere_is_left_alone(put: Committee) -> None:
    """Only the files that the result changes matter."""
    put.count("1", 40, 10)
    notes = put.folder / path_of("5")
    notes.write_text("Mes notes.\n", encoding="utf-8")
    put.declare("1")
    assert notes.read_text(encoding="utf-8") == "Mes notes.\n"
    assert "six ans" in (put.folder / path_of("4")).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["detached", "bare"])
def test_the_work_tree_is_never_needed(tmp_path: Path, kind: str) -> None:
    """The program works in a bare clone and with a detached HEAD."""
    import pygit2

    c = Committee.sit(tmp_path / "projet")
    if kind == "detached":
        pygit2.Repository(str(c.folder)).set_head(pygit2.Oid(hex=c.desk.main().commit))
    else:
        pygit2.clone_repository(str(c.folder), str(tmp_path / "nu.git"), bare=True)
        c.folder = tmp_path / "nu.git"
    c.desk = c.another_desk()
    c.submitted("idee", "4", "cinq ans", "six ans")
    c.pass_("1")
    assert "six ans" in c.text("4")
    undo(c.desk)
    assert "cinq ans" in c.text("4")
    c.declare("1")
    assert consistent(c)
    if kind == "detached":
        assert "cinq ans" in (c.folder / path_of("4")).read_text(encoding="utf-8")


# -- sub-amendments and joined ones ----------------------------------------------------------------


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


# -- disposing, taking back ------------------------------------------------------------------------


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
    with pytest.raises(Refused, match="was disposed of: adopted"):
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
