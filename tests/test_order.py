"""The voting order: suppression, then the furthest, then the nearer; the chair may depart from it."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.assembly import Desk
from constitution.assembly.drafting import new_amendment, repeal_article, submit
from constitution.assembly.ordering import ORDER, rule_on_order, rulings_of, voting_order
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.errors import Malformed, Refused
from constitution.motion import AmendmentNumber
from constitution.order import (
    Called,
    Candidate,
    Ruling,
    _per_cent,
    apply_rulings,
    measure,
    parse_rulings,
    propose_order,
    tell_departures,
    write_rulings,
)
from constitution.repository import Repository
from constitution.rivals import Edit, Proposal
from constitution.stub import stub_of
from constitution.verify import verify
from tests.committee import CLERK, MORNING, Committee

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ONE, TWO, TEN = "articles/article-1.md", "articles/article-2.md", "articles/article-10.md"


def candidate(
    number: int,
    path: str | None = ONE,
    share: Fraction = Fraction(1, 10),
    *,
    suppression: bool = False,
    on: int | None = None,
    twins: Sequence[int] = (),
) -> Candidate:
    """An amendment that waits to be called."""
    return Candidate(
        AmendmentNumber(str(number)),
        path,
        suppression,
        share if path is not None else None,
        AmendmentNumber(str(on)) if on is not None else None,
        tuple(AmendmentNumber(str(twin)) for twin in twins),
    )


def ruling(one: int, other: int, *, after: bool = False) -> Ruling:
    """A decision of the chair."""
    return Ruling(
        AmendmentNumber(str(one)),
        AmendmentNumber(str(other)),
        after,
        "Un compromis.",
        "La présidente",
        MORNING.date,
    )


def numbers(candidates: Sequence[Candidate]) -> list[int]:
    return [int(one.number) for one in propose_order(candidates)]


class TestMeasure:
    """The share of words changed, in as many digits as the order needs to be checked."""

    @staticmethod
    def told(*shares: tuple[str | None, Fraction | None]) -> list[str]:
        """The measures of amendments called on these articles, with these shares."""
        return list(
            tell_departures(
                [
                    Called(Candidate(AmendmentNumber(str(n)), path, departure=share))
                    for n, (path, share) in enumerate(shares, start=1)
                ]
            )
        )

    def test_what_differs_reads_differently(self) -> None:
        """Within one article; what is not nothing is never shown as nothing."""
        shares = (Fraction(13, 1000), Fraction(9, 1000), Fraction(9, 1000), Fraction(0))
        assert self.told(*(("a", share) for share in shares)) == [
            "1.3 %",
            "0.9 %",
            "0.9 %",
            "0.0 %",
        ]
        assert self.told(("a", Fraction(13, 1000)), ("b", Fraction(9, 1000))) == ["1 %", "1 %"]
        assert self.told(("a", Fraction(4, 10_000)), (None, None)) == ["0.04 %", "—"]

    def test_words_that_move_are_measured(self) -> None:
        """An alinéa that stands elsewhere departs from the text, though no word of it changes."""
        text = b"# A\n\nLe vote est personnel et secret.\n\nLa loi fixe le nombre des membres.\n"
        head, one, two = text.decode().rstrip("\n").split("\n\n")
        moved = f"{head}\n\n{two}\n\n{one}\n".encode()
        proposal = Proposal("x", {"articles/a.md": Edit(text, moved)})
        found = measure(AmendmentNumber("1"), proposal, names={})
        assert found.departure is not None
        assert found.departure > Fraction(1, 10)


class TestProposed:
    """Domain rule by domain rule."""

    def test_suppression_comes_first_then_the_furthest_then_the_nearer(self) -> None:
        """By the share of words changed."""
        every = [
            candidate(1, share=Fraction(1, 20)),
            candidate(2, share=Fraction(1, 2)),
            candidate(3, share=Fraction(1), suppression=True),
            candidate(4, share=Fraction(1)),
        ]
        assert numbers(every) == [3, 4, 2, 1]

    def test_articles_come_in_reading_order_and_the_text_as_a_whole_last(self) -> None:
        """Article 10 after article 2; members and rules after the articles."""
        every = [
            candidate(1, None),
            candidate(2, "governance/rules.toml"),
            candidate(3, TEN),
            candidate(4, TWO),
        ]
        assert numbers(every) == [4, 3, 2, 1]

    def test_sub_amendments_come_before_their_amendment(self) -> None:
        """Among themselves by the same rule."""
        every = [
            candidate(1),
            candidate(2, on=1, share=Fraction(1, 30)),
            candidate(3, on=1, share=Fraction(1, 3)),
            candidate(4, share=Fraction(1, 2)),
        ]
        assert numbers(every) == [4, 3, 2, 1]

    def test_identical_ones_come_together_with_the_changes_to_them_before(self) -> None:
        """However many others depart as far."""
        every = [
            candidate(1, twins=(4,)),
            candidate(2),
            candidate(3, on=4),
            candidate(4, twins=(1,)),
        ]
        assert numbers(every) == [3, 1, 4, 2]

    def test_what_amends_an_amendment_that_is_gone_stands_alone(self) -> None:
        """Its amendment was disposed of."""
        assert numbers([candidate(2, on=1), candidate(3, TWO)]) == [2, 3]


class TestRuled:
    """The chair's decisions, one after the other."""

    ORDER = propose_order(
        [
            candidate(1),
            candidate(2, on=1),
            candidate(3, TWO, twins=(4,)),
            candidate(4, TWO, twins=(3,)),
            candidate(5, TEN),
        ]
    )

    def ruled(self, *rulings: Ruling) -> list[int]:
        """The order with these decisions."""
        return [int(turn.candidate.number) for turn in apply_rulings(self.ORDER, rulings)]

    def test_what_moves_takes_its_sub_amendments_and_its_twins_along(self) -> None:
        """They are called together."""
        assert self.ruled() == [2, 1, 3, 4, 5]
        assert self.ruled(ruling(5, 1)) == [5, 2, 1, 3, 4]
        assert self.ruled(ruling(1, 3, after=True)) == [3, 4, 2, 1, 5]
        assert self.ruled(ruling(4, 2)) == [3, 4, 2, 1, 5]
        assert self.ruled(ruling(4, 3)) == [2, 1, 4, 3, 5]

    def test_the_reason_stays_with_what_was_moved(self) -> None:
        """And the others keep none."""
        turns = apply_rulings(self.ORDER, [ruling(5, 1)])
        assert [turn.ruling is not None for turn in turns] == [True, False, False, False, False]

    def test_a_sub_amendment_is_never_parted_from_its_amendment(self) -> None:
        """It can be put nowhere else."""
        assert self.ruled(ruling(2, 1, after=True)) == self.ruled()
        assert self.ruled(ruling(2, 5, after=True)) == self.ruled()

    def test_a_decision_on_what_is_no_longer_pending_moves_nothing(self) -> None:
        """The others stay decided."""
        assert self.ruled(ruling(9, 1), ruling(5, 9), ruling(5, 1)) == [5, 2, 1, 3, 4]

    @given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=6))
    def test_no_decision_loses_an_amendment(self, made: list[tuple[int, int, bool]]) -> None:
        """Whatever is decided, every one is called once, a change before what it changes."""
        after = self.ruled(*(ruling(one, other, after=late) for one, other, late in made))
        assert sorted(after) == [1, 2, 3, 4, 5]
        assert after.index(2) < after.index(1)
        assert abs(after.index(3) - after.index(4)) == 1


def test_decisions_are_read_back_as_they_were_written() -> None:
    """In the canonical form; what is not a decision is refused."""
    every = (ruling(1, 2), ruling(3, 1, after=True))
    assert parse_rulings(write_rulings(every)) == every
    assert parse_rulings(write_rulings(())) == ()
    for wrong in ('amendment = "x"', 'amendment = "1"\nbefore = "2"\nreason = "r"\nby = "b"'):
        with pytest.raises(Malformed):
            parse_rulings(f'format = "constitution-order/1"\n\n[[ruling]]\n{wrong}\n'.encode())


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee with five amendments to one article, and one to adopt the whole."""
    c = Committee.sit(tmp_path / "projet")
    c.submitted("peu", "5", "neuf mois", "dix mois")
    c.submitted("beaucoup", "5", "Ses séances sont publiques.", "Elle décide seule de la durée.")
    new_amendment(c.desk, "supprimer", title="Supprimer")
    repeal_article(c.desk, "supprimer", "5")
    submit(c.desk, "supprimer")
    new_amendment(c.desk, "sous", title="Sous", on="1")
    c.reword("sous", "5", "dix mois", "onze mois")
    c.submit("sous")
    c.submitted("autre", "4", "cinq ans", "six ans")
    new_amendment(c.desk, "tout", title="Tout", subject="Adopter le texte", rule="ordinary")
    c.submit("tout")
    return c


def order(desk: Desk) -> list[str]:
    return [turn.candidate.number for turn in voting_order(desk)]


class TestRecorded:
    """The decisions stand on a branch of their own."""

    def test_the_order_of_a_sitting(self, committee: Committee) -> None:
        """Article 4, article 5 by suppression and measure, then the text."""
        assert order(committee.desk) == ["5", "3", "2", "4", "1", "6"]

    def test_a_repeal_that_leaves_a_stub_is_a_suppression(self, committee: Committee) -> None:
        """Whatever share of the words a rewriting changes."""
        c = committee
        c.submitted("refonte", "7", c.text("7").partition("\n\n")[2].rstrip(), "Rien.")
        new_amendment(c.desk, "souche", title="Souche")
        repeal_article(c.desk, "souche", "7", stub=stub_of("fr"))
        submit(c.desk, "souche")
        turns = {str(turn.candidate.number): turn.candidate for turn in voting_order(c.desk)}
        assert (turns["7"].suppression, turns["8"].suppression) == (False, True)
        numbers = list(turns)
        assert numbers.index("8") < numbers.index("7")

    def test_a_decision_is_a_commit_with_its_reason_and_moves_no_main(
        self, committee: Committee
    ) -> None:
        """By whoever decided; `undo` takes it back; verification finds nothing to say."""
        c = committee
        main = c.repository.main()
        rule_on_order(c.desk, "1", "2", after=False, reason="Le rapporteur\nle demande.", by="Elle")
        assert order(c.desk) == ["5", "3", "4", "1", "2", "6"]
        tip = c.repository.tip(ORDER)
        assert tip is not None
        commit = c.repository.commit(tip)
        assert "Le rapporteur le demande." in commit.message
        assert commit.author == CLERK
        assert c.repository.main() == main
        assert verify(c.folder).outcome == "consistent"
        (ruled,) = rulings_of(c.desk)
        assert (ruled.by, ruled.decided) == ("Elle", MORNING.date)
        c.desk.acts.undo()
        assert order(c.desk) == ["5", "3", "2", "4", "1", "6"]

    def test_decisions_follow_each_other_on_the_branch(self, committee: Committee) -> None:
        """And hold for what is still pending once others were voted on."""
        c = committee
        rule_on_order(c.desk, "2", "3", after=False, reason="Un compromis.")
        rule_on_order(c.desk, "5", "6", after=False, reason="Plus tard.")
        assert order(c.desk) == ["2", "3", "4", "1", "5", "6"]
        c.pass_("2")
        assert order(c.desk) == ["3", "4", "1", "5", "6"]

    @pytest.mark.skipif(not __import__("shutil").which("git"), reason="git is missing")
    def test_a_clone_has_the_order(self, committee: Committee, tmp_path: Path) -> None:
        """By clone alone, and goes on from there."""
        c = committee
        rule_on_order(c.desk, "2", "3", after=False, reason="Un compromis.")
        subprocess.run(["git", "clone", "-q", str(c.folder), str(tmp_path / "clone")], check=True)
        desk = Desk(Repository.open(tmp_path / "clone"), c.clock, c.clock.nonce, CLERK)
        assert order(desk) == order(c.desk)
        rule_on_order(desk, "5", "6", after=False, reason="Plus tard.", publish=False)
        assert len(rulings_of(desk)) == 2

    @pytest.mark.parametrize(
        ("one", "other", "reason", "says"),
        [
            ("1", "2", " ", "needs a reason"),
            ("3", "2", "r", "there already"),
            ("4", "2", "r", "cannot be called there"),
            ("brouillon", "2", "r", "not submitted"),
        ],
    )
    def test_what_cannot_be_decided_is_refused(
        self, committee: Committee, one: str, other: str, reason: str, says: str
    ) -> None:
        """And leaves no branch."""
        committee.draft("brouillon", "6", "responsable", "redevable")
        with pytest.raises(Refused, match=says):
            rule_on_order(committee.desk, one, other, after=False, reason=reason)
        assert committee.repository.tip(ORDER) is None

    def test_an_order_nobody_can_read_is_named_and_can_be_set_aside(
        self, committee: Committee
    ) -> None:
        """Whoever may push a branch stops nobody."""
        c = committee
        c.commit_by_hand(ORDER, {"order.toml": b"nonsense"})
        with pytest.raises(Malformed, match="session/order") as caught:
            voting_order(c.desk)
        assert "--as-proposed" in caught.value.hint
        from constitution.assembly.ordering import withdraw_rulings

        withdraw_rulings(c.desk, reason="Illisible.")
        assert order(c.desk) == ["5", "3", "2", "4", "1", "6"]


class TestTyped:
    """The verb."""

    def typed(self, committee: Committee, *arguments: str) -> int:
        """The exit code of a verb at the committee's desk."""

        def desk(folder: Path) -> Desk:
            del folder
            return committee.another_desk()

        return run(["-C", str(committee.folder), *arguments], Talk(make_desk=desk, paging=False))

    def test_it_shows_the_measure_and_the_decision(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Article by article."""
        move = ("order", "--move", "2", "--before", "3", "--reason", "Un compromis", "--by", "Elle")
        assert self.typed(committee, *move) == 0
        out = capsys.readouterr().out
        assert "Article 5 — Les séances\n  2   20 %  beaucoup" in out
        assert "called before 3 by decision of Elle: Un compromis" in " ".join(out.split())
        assert "3  100 %  Supprimer · suppression" in out
        assert "a change to amendment 1" in out

    def test_an_article_called_twice_is_called_continued(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Where the chair calls another article's amendment in between, its heading stands once."""
        assert self.typed(committee, "order", "--move", "5", "--after", "3", "--reason", "r") == 0
        heads = [line for line in capsys.readouterr().out.splitlines() if line[:1] not in {"", " "}]
        assert len(heads) == len(set(heads))
        assert "Article 5 — Les séances, continued" in heads

    def test_json_has_the_measure_as_a_number(
        self, committee: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """And the decision with its parts."""
        assert self.typed(committee, "order", "--move", "5", "--after", "1", "--reason", "r") == 0
        capsys.readouterr()
        assert self.typed(committee, "order", "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert [one["number"] for one in data["order"]] == ["3", "2", "4", "1", "5", "6"]
        assert data["order"][0]["departure"] == 1.0
        assert data["order"][4]["ruling"]["after"] == "1"

    @pytest.mark.parametrize(
        "wrong",
        [
            ("--move", "1"),
            ("--before", "1"),
            ("--move", "1", "--before", "2", "--after", "3", "--reason", "r"),
        ],
    )
    def test_half_a_decision_is_not_understood(
        self, committee: Committee, wrong: tuple[str, ...]
    ) -> None:
        """One sentence, and the exit code of usage."""
        assert self.typed(committee, "order", *wrong) == 2

    def test_there_is_no_ruling_to_withdraw(self, committee: Committee) -> None:
        """Refused: the order is the one that was proposed."""
        assert self.typed(committee, "order", "--as-proposed", "--reason", "r") == 1


def test_a_share_that_is_not_nothing_is_never_told_as_nothing() -> None:
    """A word in a million is less than the least that is told, and no 0 %."""
    assert _per_cent(Fraction(1, 10_000_000), 0) == "less than 1 %"
    assert _per_cent(Fraction(1, 10_000_000), 4) == "less than 0.0001 %"
    assert _per_cent(Fraction(0), 0) == "0 %"
