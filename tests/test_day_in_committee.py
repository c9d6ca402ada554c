"""A day in committee: sixty members, twenty-five amendments, and every way one can end.

The sitting is one story, told once for all the claims below: what each of them looks at is the
repository as the day left it, or what the story noted on the way.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.balloting import cast_ballot
from constitution.assembly.carrying import Conflicting
from constitution.assembly.counting import enter_count
from constitution.assembly.declaring import declare
from constitution.assembly.disposing import dispose
from constitution.assembly.drafting import (
    add_article,
    divide,
    move_article,
    new_amendment,
    repeal_article,
    submit,
)
from constitution.assembly.motions import open_motion
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.putting import prepare
from constitution.assembly.undoing import undo
from constitution.errors import Malformed, Refused
from constitution.governance import MEMBERS_FILE, Member, MemberId, Members, Rules, parse_majority
from constitution.repository import RefMove
from constitution.text import format_text
from constitution.verify import verify
from constitution.vote import Disposition, VoteRecord
from tests.committee import (
    ARTICLES,
    MEMBERS,
    Committee,
    path_of,
    roll_in_csv,
    seats,
)

if TYPE_CHECKING:
    from constitution.assembly.pending import Pending
    from constitution.verify import Verdict

REPLACED, SUSPENDED, NEW = "siege-20", "siege-60", "siege-20-bis"

SITTING = [
    ("1", "adopted"),
    ("2", "adopted"),
    ("3", "fallen"),
    ("4", "adopted"),
    ("5", "adopted"),
    ("6", "joined"),
    ("7", "joined"),
    ("9", "withdrawn"),
    ("12", "not-moved"),
    ("13", "inadmissible"),
    ("11", "adopted"),
    ("10", "adopted"),
    ("21", "adopted"),
    ("8", "rejected"),
    ("14", "divided"),
    ("16", "adopted"),
    ("15", "adopted"),
    ("17", "adopted"),
    ("18", "adopted"),
    ("20", "adopted"),
    ("22", "adopted"),
    ("19", "adopted"),
    ("23", "rejected"),
    ("24", "adopted"),
    ("8", "adopted"),
    ("25", "adopted"),
]
"""Every record of the day, in order: the number and what became of it."""


@dataclass
class Day:
    """The committee once the sitting is over, with what was noted on the way."""

    committee: Committee
    submitted: list[Pending] = field(default_factory=list)
    clash: Conflicting | None = None
    refusals: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    verdict: Verdict | None = None

    @property
    def judged(self) -> Verdict:
        """What verification said in the evening."""
        assert self.verdict is not None
        return self.verdict

    def refused(self, name: str, error: pytest.ExceptionInfo[Refused | Malformed]) -> None:
        """Note a refusal, with its hint."""
        self.refusals[name] = f"{error.value.message}|{error.value.hint}"


def _submit_in_advance(day: Day) -> None:
    """The evening before: twenty-five amendments, by the verbs, by plain git, from a remote."""
    c = day.committee
    c.submitted("cinq-cent-mille", "3", "Sept cent mille", "Cinq cent mille")
    c.submitted("dix-huit-mois", "3", "douze mois", "dix-huit mois", author="siege-02")
    c.submitted("un-million", "3", "Sept cent mille électeurs", "Un million d’électeurs")
    c.submitted("registre", "3", "Une autorité indépendante", "La Cour constitutionnelle")
    c.submitted("quatre-ans", "4", "cinq ans", "quatre ans", author="siege-05")
    c.submitted("mandat-court", "4", "cinq ans", "quatre ans", author="siege-25")
    four = ARTICLES[path_of("4")]
    c.commit_by_hand(  # an author who only knows git
        "refs/heads/amendments/quatre-annees",
        {path_of("4"): four.replace("cinq ans", "quatre ans").encode()},
    )
    c.submit("quatre-annees")
    c.submitted("trois-cents", "4", "quatre cents", "trois cents", author="siege-41")
    c.submitted("deux-fois", "4", "plus de trois fois", "plus de deux fois")
    five = ARTICLES[path_of("5")]
    ref = "refs/heads/amendments/retransmission"
    half = five.replace("sont publiques", "sont publiques et diffusées")
    c.commit_by_hand(ref, {path_of("5"): half.encode()}, message="premier jet")
    c.commit_by_hand(ref, {path_of("5"): half.replace("diffusées", "retransmises").encode()})
    c.submit("retransmission")
    c.submitted("dix-mois", "5", "neuf mois", "dix mois")
    c.submitted("seances-de-nuit", "5", "Elle vote", "Elle siège aussi la nuit. Elle vote")
    c.submitted("juges-elus", "7", "indépendants et inamovibles", "élus à vie par le clergé")
    c.draft("deux-garanties", "6", "à la majorité", "à la majorité des deux tiers")
    c.reword("deux-garanties", "7", "neuf membres", "douze membres")
    divide(c.desk, "deux-garanties", [("La censure", ["6"]), ("La Cour", ["7"])])
    c.submit("deux-garanties")
    confidence = "devant l’Assemblée. Il lui demande sa confiance."
    c.submitted("confiance", "6", "devant l’Assemblée.", confidence)
    new_amendment(c.desk, "quinze-jours", title="Sous quinze jours", on="15")
    c.reword("quinze-jours", "6", "sa confiance.", "sa confiance dans les quinze jours.")
    c.submit("quinze-jours")
    new_amendment(c.desk, "opposition", title="Les droits de l’opposition")
    rights = "Un jour de séance par mois appartient à l’opposition."
    add_article(c.desk, "opposition", "5-1", rights, heading="L’opposition")
    c.submit("opposition")
    new_amendment(c.desk, "garanties", title="La révision parmi les garanties")
    move_article(c.desk, "garanties", "8", "02-pouvoirs")
    c.submit("garanties")
    new_amendment(c.desk, "sans-delai", title="Abroger l’article 9")
    repeal_article(c.desk, "sans-delai", "9")
    c.submit("sans-delai")
    c.submitted("deux-tiers", "8", "trois cinquièmes", "deux tiers")
    seated = tuple(
        replace(one, status="suspended") if one.id == SUSPENDED else one
        for one in MEMBERS.named
        if one.id != REPLACED
    )
    newcomer = Member(MemberId(NEW), "Suppléante du siège n° 20", "Montagne")
    c.governance("remplacer-un-siege", members=Members((*seated, newcomer)))
    rules = c.desk.main().rules
    stricter = tuple(
        replace(one, majority=parse_majority(">= 3/5 of cast")) if one.name == "members" else one
        for one in rules.rules
    )
    c.governance("rehausser", rules=Rules(stricter))
    c.governance("sans-eternite", rules=Rules(rules.rules[:-1]))
    two = format_text(ARTICLES[path_of("2")].replace("secret.", "secret ; il est public."), "fr")
    c.commit_by_hand(  # drafted in another clone, and only fetched here
        "refs/remotes/origin/amendments/depouillement", {path_of("2"): two.encode()}
    )
    c.submit("depouillement")
    new_amendment(
        c.desk,
        "ensemble",
        title="L’ensemble",
        subject="Adopter l’ensemble du projet de Constitution",
        rule="rules",
    )
    c.submit("ensemble")
    day.submitted = pending(c.desk)


def _morning(day: Day) -> None:
    """Articles 3, 4 and 5: shows of hands, rivals, identical ones, and those that never come up."""
    c = day.committee
    c.put("1")  # a show of hands without figures: the chair declares it
    enter_count(
        c.desk,
        open_motion(c.desk, "1"),
        evidence="declared",
        declared={1: "adopted"},
        declared_by="La présidente de séance",
    )
    c.declare("1")
    c.pass_("2")
    clash = prepare(c.desk, ["3"])
    assert isinstance(clash, Conflicting)
    day.clash = clash
    dispose(c.desk, "3", "fallen", ruling="L’amendement n° 1 a été adopté.", by="La présidente")
    c.pass_("4", votes=(40, 10, 0))
    c.pass_("5", "6", "7")
    dispose(c.desk, "9", "withdrawn", ruling="Retiré par son auteur.", by="siege-01")
    dispose(c.desk, "12", "not-moved", ruling="L’auteur est absent.")
    dispose(c.desk, "13", "inadmissible", ruling="Sans rapport avec le texte.")
    c.reword("11", "5", "dix mois", "onze mois")  # rectified at the bench
    with pytest.raises(Refused) as error:
        c.put("11")
    day.refused("changed since submitted", error)
    submit(c.desk, "11")
    day.notes["rectified"] = find_pending(c.desk, "11").name
    c.pass_("11")
    toml = (
        f"for = {seats(1, 30)}\nagainst = {seats(31, 50)}\nabstain = {seats(51, 52)}\n"
    ).replace("'", '"')
    c.put("10")
    c.roll("10", "appel.toml", toml)
    c.declare("10")


def _noon(day: Day) -> None:
    """A member is replaced while a vote is open, and a declared result is taken back."""
    c = day.committee
    c.put("8")
    c.roll("8", "appel.csv", roll_in_csv(seats(1, 20), seats(21, 60)))
    c.pass_("21", votes=(50, 2, 1))
    with pytest.raises(Refused) as error:
        c.declare("8")
    day.refused("counted before the members changed", error)
    for name, member in (("removed", REPLACED), ("suspended", SUSPENDED), ("not there yet", NEW)):
        with pytest.raises(Malformed) as strange:
            c.roll("8", "appel.csv", roll_in_csv([member]))
        day.refused(name, strange)
    present = seats(1, 59, without=[20])
    c.roll("8", "appel.csv", roll_in_csv(present[:30], present[30:]))
    c.declare("8")  # the clerk read two names on the wrong side
    before = c.desk.main().commit
    act = undo(c.desk)
    day.notes["undone"] = f"{act.verb} {act.subject}"
    assert c.desk.main().commit != before
    c.roll("8", "appel.csv", roll_in_csv(present[:28], present[28:]))
    c.declare("8")


def _afternoon(day: Day) -> None:
    """Division, a sub-amendment, an added article, a move followed, the rules, a repeal."""
    c = day.committee
    c.put("14")
    c.count("14", 20, 33, 4, question=1)
    with pytest.raises(Refused) as error:
        c.declare("14")
    day.refused("half counted", error)
    c.count("14", 41, 12, 4, question=2)
    c.declare("14")
    with pytest.raises(Refused) as first:
        prepare(c.desk, ["15"])
    day.refused("sub-amendment first", first)
    c.pass_("16")
    motion = c.put("15")
    day.notes["with its sub-amendment"] = motion.sealed.text(path_of("6"))
    c.count("15", 30, 25, 2)
    c.declare("15")
    motion = c.put("17")
    for place, member in enumerate(seats(1, 45, without=[20])):
        cast_ballot(c.desk, motion, member, ["against" if place % 3 == 2 else "for"])
    c.declare("17")
    c.pass_("18")
    c.pass_("20")
    c.put("22")
    c.put("19")
    c.count("19", 50, 1)
    c.count("22", 39, 0)
    day.notes["one short"] = c.result("22").sentences[0]
    c.count("22", 40, 0)
    c.declare("22")
    with pytest.raises(Refused) as changed:
        c.declare("19")
    day.refused("the rules changed", changed)
    c.pass_("19")
    c.put("23")
    c.count("23", 59, 0)
    c.declare("23")


def _evening(day: Day) -> None:
    """No quorum, a second deliberation, and the text as a whole."""
    c = day.committee
    c.put("24")
    c.count("24", 20, 3)
    result = c.result("24")
    day.notes["no quorum"] = f"{result.outcome}: {result.sentences[0]}"
    records = len(c.desk.records())
    with pytest.raises(Refused) as error:
        declare(c.desk, result)
    day.refused("postponed", error)
    assert len(c.desk.records()) == records
    c.pass_("24", votes=(30, 3, 0))  # the members are back from dinner
    c.put("8", again=True)
    c.count("8", 31, 20, 2)
    c.declare("8")
    c.pass_("25", votes=(45, 8, 5))


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The whole day, once."""
    day = Day(Committee.sit(tmp_path_factory.mktemp("committee") / "projet"))
    _submit_in_advance(day)
    _morning(day)
    _noon(day)
    _afternoon(day)
    _evening(day)
    day.verdict = verify(day.committee.folder)
    return day


def test_twenty_five_amendments_to_eight_articles_wait_in_the_morning(day: Day) -> None:
    """Numbers are given in the order of submission, whoever made the commits and however."""
    assert [one.number for one in day.submitted] == [str(number) for number in range(1, 26)]
    assert all(one.state == "submitted" for one in day.submitted)
    assert len(MEMBERS.named) == 60
    touched = {path for one in day.submitted for path in one.files if path in ARTICLES}
    assert touched == {path_of(number) for number in "23456789"}


def test_every_amendment_leaves_the_record_of_what_became_of_it(day: Day) -> None:
    """One folder under `votes/` for each amendment that was disposed of, and one a deliberation."""
    entries = day.committee.desk.records()
    assert [(entry.number, entry.outcome) for entry in entries] == SITTING
    assert [entry.record.sequence for entry in entries] == list(range(1, 27))
    assert pending(day.committee.desk) == []


def test_whoever_clones_recounts_the_day(day: Day) -> None:
    """Verification judges every record anew and says the sentence of each."""
    assert day.judged.faults == ()
    assert day.judged.doubts == ()
    assert day.judged.outcome == "consistent"
    assert [(one.number, one.outcome) for one in day.judged.records] == SITTING
    assert all(one.sentences for one in day.judged.records)
    said = {(one.number, one.round): one.sentences[0] for one in day.judged.records}
    assert said["1", 1] == "Declared adopted by La présidente de séance, without figures."
    assert said["2", 1] == (
        "For 34, against 18, abstentions 3: 52 votes cast; more than 1/2 is 27. Adopted."
    )
    assert said["8", 1] == "For 28, against 30: 58 votes cast; more than 1/2 is 30. Rejected."
    assert said["8", 2] == (
        "For 31, against 20, abstentions 2: 51 votes cast; more than 1/2 is 26. Adopted."
    )
    assert said["17", 1] == "For 30, against 14: 44 votes cast; more than 1/2 is 23. Adopted."
    assert said["23", 1] == (
        "The rule “eternity” says never: no vote takes it away, nor an article out of its reach."
    )
    assert said["25", 1] == (
        "For 45, against 8, abstentions 5: 59 members in all; at least 2/3 is 40. Adopted."
    )
    assert said["6", 1] == "Voted together with number 5."


def test_each_record_says_how_it_was_counted(day: Day) -> None:
    """Signed, named, counted, declared: nothing is shown as more than it is."""
    kinds = {
        (entry.number, entry.motion.round): entry.record.evidence
        for entry in day.committee.desk.records()
        if isinstance(entry.record, VoteRecord)
    }
    assert kinds["1", 1] == "declared"
    assert kinds["10", 1] == kinds["8", 1] == kinds["17", 1] == "named"
    assert {kinds[number, 1] for number in ("2", "4", "5", "22", "25")} == {"counted"}


def test_the_text_says_what_was_adopted_and_nothing_else(day: Day) -> None:
    """Each article is the founding one with the words that were adopted, character by character."""
    expected = dict(ARTICLES)

    def reword(number: str, old: str, new: str) -> None:
        path = path_of(number)
        assert old in expected[path]
        expected[path] = expected[path].replace(old, new)

    reword("3", "Sept cent mille", "Cinq cent mille")
    reword("3", "douze mois", "dix-huit mois")
    reword("3", "Une autorité indépendante", "La Cour constitutionnelle")
    reword("4", "cinq ans", "quatre ans")
    reword("4", "quatre cents", "trois cents")
    reword("5", "neuf mois", "onze mois")
    reword("5", "publiques", "publiques et retransmises")
    reword("7", "neuf membres", "douze membres")
    confidence = " Il lui demande sa confiance dans les quinze jours."
    reword("6", "devant l’Assemblée.", "devant l’Assemblée." + confidence)
    expected["articles/02-pouvoirs/article-5-1.md"] = (
        "# Article 5-1 — L’opposition\n\nUn jour de séance par mois appartient à l’opposition.\n"
    )
    moved = expected.pop(path_of("8")).replace("trois cinquièmes", "deux tiers")
    expected["articles/02-pouvoirs/article-8.md"] = moved
    del expected[path_of("9")]
    reword("2", "secret.", "secret\N{NARROW NO-BREAK SPACE}; il est public.")
    assert dict(day.committee.desk.main().texts) == expected


def test_the_work_tree_follows_main(day: Day) -> None:
    """Main is checked out and clean: after each result the files are those of main."""
    desk = day.committee.desk
    assert desk.repository.dirty_files() == ()
    for path, text in desk.main().texts.items():
        assert (day.committee.folder / path).read_text(encoding="utf-8") == text


def test_amendments_to_other_sentences_of_one_article_are_put_without_rewriting(day: Day) -> None:
    """1, 2 and 4 amend three sentences of article 3, and their authors wrote each of them once."""
    text = day.committee.text("3")
    for words in ("Cinq cent mille", "dix-huit mois", "La Cour constitutionnelle"):
        assert words in text
    repository = day.committee.repository
    for number, slug in (("2", "dix-huit-mois"), ("4", "registre")):
        one = next(one for one in day.submitted if one.number == number)
        assert repository.tip(f"refs/heads/amendments/{slug}") == one.branch.tip


def test_a_true_conflict_is_shown_in_its_three_readings(day: Day) -> None:
    """Words that an adopted rival changed are not merged: the chair rules the amendment fallen."""
    assert day.clash is not None
    (clash,) = day.clash.clashes
    assert (clash.path, clash.kind) == (path_of("3"), "words")
    readings = [(c.base, c.current, c.amendment) for c in clash.conflicts]
    assert len(readings) == 1
    base, current, amendment = readings[0]
    assert "Sept" in base
    assert "Cinq" in current
    assert "Un million" in amendment


def test_identical_amendments_are_voted_together(day: Day) -> None:
    """One vote, one printed amendment naming all three, a record of its own for each."""
    entries = {entry.number: entry for entry in day.committee.desk.records()}
    assert entries["5"].motion.joined == ("6", "7")
    readme = day.committee.repository.read(
        day.committee.desk.main().commit, f"votes/{entries['5'].folder}/README.md"
    )
    assert readme is not None
    assert all(title in readme.decode() for title in ("mandat court", "quatre annees"))
    for number in ("6", "7"):
        record = entries[number].record
        assert isinstance(record, Disposition)
        assert record.with_ == "5"


def test_an_amendment_is_rectified_at_the_bench(day: Day) -> None:
    """Changed words are submitted again, under the same number with `rect.`, before they are put."""
    assert "was changed since it was submitted" in day.refusals["changed since submitted"]
    assert day.notes["rectified"] == "11 rect."
    entry = next(entry for entry in day.committee.desk.records() if entry.number == "11")
    assert entry.motion.revision == 1


def test_a_count_is_entered_again_when_the_members_change_under_it(day: Day) -> None:
    """Who was a member at the base, less those removed or suspended since, may vote; a newcomer not."""
    assert "members" in day.refusals["counted before the members changed"]
    for name in ("removed", "suspended", "not there yet"):
        assert "is not a member who may vote on this motion" in day.refusals[name]
    record = next(entry.record for entry in day.committee.desk.records() if entry.number == "8")
    assert isinstance(record, VoteRecord)
    assert record.counts[0].entitled == 58


def test_a_newcomer_counts_in_what_is_put_later(day: Day) -> None:
    """Fifty-nine of the sixty seats vote once one member is suspended and another replaced."""
    last = day.committee.desk.records()[-1].record
    assert isinstance(last, VoteRecord)
    assert last.counts[0].entitled == 59
    assert MEMBERS_FILE in day.committee.desk.main().files
    assert day.committee.desk.main().members.active(NEW)


def test_a_declared_result_is_taken_back_and_declared_again(day: Day) -> None:
    """`undo` takes back the last act as long as nobody else has seen it."""
    assert day.notes["undone"] == "declare 8"


def test_half_of_a_divided_amendment_is_adopted(day: Day) -> None:
    """Each question has its own count, and only adopted ones change the text."""
    assert "question 2 was not counted" in day.refusals["half counted"]
    assert "douze membres" in day.committee.text("7")
    assert "deux tiers" not in day.committee.text("6")


def test_a_sub_amendment_is_voted_before_its_amendment_and_put_with_it(day: Day) -> None:
    """It changes no text of main by itself: the amendment, put next, seals a text that includes it."""
    assert "16" in day.refusals["sub-amendment first"]
    assert "sa confiance dans les quinze jours." in day.notes["with its sub-amendment"]


def test_the_rules_change_by_the_majority_they_ask(day: Day) -> None:
    """Two thirds of 59 members are 40: 39 are not enough, and other open motions are put again."""
    assert day.notes["one short"].endswith("at least 2/3 is 40. Rejected.")
    assert "the rules changed" in day.refusals["the rules changed"]
    members = next(r for r in day.committee.desk.main().rules.rules if r.name == "members")
    assert str(members.majority) == ">= 3/5 of cast"


def test_no_vote_drops_the_eternity_rule(day: Day) -> None:
    """A rule guards its own removal: every member voted for, and it was rejected."""
    entry = next(entry for entry in day.committee.desk.records() if entry.number == "23")
    assert isinstance(entry.record, VoteRecord)
    assert entry.record.counts[0].for_ == entry.record.counts[0].entitled == 59
    assert entry.outcome == "rejected"
    assert day.committee.desk.main().rules.named("eternity") is not None


def test_without_a_quorum_the_vote_is_postponed_and_leaves_no_record(day: Day) -> None:
    """Postponed is not rejected: the amendment is put again when the members are back."""
    assert day.notes["no quorum"].startswith("postponed: ")
    assert "the quorum, at least 1/2 of the members, is 30" in day.notes["no quorum"]
    assert "there is no result to declare" in day.refusals["postponed"]


def test_a_second_deliberation_has_a_folder_of_its_own(day: Day) -> None:
    """The first result stays in the record; the second bears the round."""
    folders = [e.folder for e in day.committee.desk.records() if e.number == "8"]
    assert folders == ["8-trois-cents", "8-trois-cents.round-2"]


def test_nothing_of_the_day_is_left_open(day: Day) -> None:
    """Motions, counts and ballots that served are gone; what was not adopted keeps a tag."""
    repository = day.committee.repository
    for prefix in ("refs/heads/motions/", "refs/counts/", "refs/ballots/"):
        assert repository.refs(prefix) == []
    tags = {
        ref.removeprefix("refs/tags/").partition("/")[0] for ref in repository.refs("refs/tags/")
    }
    assert tags >= {"rejected", "fallen", "withdrawn", "not-moved", "inadmissible", "joined"}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_finds_the_repository_whole_and_readable(day: Day) -> None:
    """`git fsck --strict` has nothing to say, and blame leads from a phrase to its amendment."""
    folder = day.committee.folder

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout + done.stderr

    said = git("fsck", "--strict", "--no-progress")
    assert [line for line in said.split("\n") if line and not line.startswith("dangling")] == []
    blame = git("blame", "-s", "-l", "main", "--", path_of("4"))
    line = next(line for line in blame.split("\n") if "quatre ans" in line)
    commit = line.split(" ")[0].lstrip("^")
    message = git("show", "-s", "--format=%B", commit)
    assert "votes/8-trois-cents.round-2/" in message


def test_what_was_published_is_not_taken_back(day: Day) -> None:
    """Once a remote has the result, others have seen it: its opposite is proposed instead."""
    desk = day.committee.desk
    tip = desk.main().commit
    day.committee.repository.publish([RefMove("refs/remotes/origin/main", None, tip)])
    try:
        with pytest.raises(Refused, match="was published"):
            undo(desk)
    finally:
        day.committee.repository.publish([RefMove("refs/remotes/origin/main", tip, None)])
    assert desk.main().commit == tip
