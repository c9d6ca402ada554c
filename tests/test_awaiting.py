"""What an amendment waits for: one answer, whoever asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constitution.assembly.awaiting import awaited
from constitution.assembly.drafting import move_article, new_amendment
from constitution.assembly.pending import find_pending, pending
from constitution.assembly.readings import read_amendment
from constitution.cli.main import run
from constitution.cli.talk import Talk
from tests.committee import Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constitution.assembly import Desk


@pytest.fixture
def typed(
    committee: Committee, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The command line at the committee's desk."""

    def desk(folder: Path) -> Desk:
        del folder
        return committee.another_desk()

    def type_(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["-C", str(committee.folder), *arguments], Talk(make_desk=desk, paging=False))
        return code, capsys.readouterr().out

    return type_


def sitting(committee: Committee) -> None:
    """Of four amendments to come, one collides with what is adopted; two are apart, one meets a move."""
    committee.submitted("premier", "3", "Sept cent mille", "Cinq cent mille")
    committee.submitted("heurte", "3", "Sept cent mille", "Un million d’")
    committee.submitted("ailleurs", "4", "quatre cents", "six cents")
    committee.submitted("suit", "5", "neuf mois", "dix mois")
    new_amendment(committee.desk, "deplace", title="deplace")
    move_article(committee.desk, "deplace", path_of("5"), "articles/99-fin/article-5.md")
    committee.submit("deplace")
    committee.pass_("1")
    committee.pass_("5")


class TestCollisions:
    """What collides is brought onto the current text first, and everywhere it is said so."""

    def test_the_list_and_the_status_say_what_the_page_says(
        self, committee: Committee, typed: Callable[..., tuple[int, str]]
    ) -> None:
        """And a program reads the same."""
        sitting(committee)
        for words in (("status",), ("amend", "list")):
            _code, out = typed(*words)
            assert "to be brought onto the current text: `constitution amend update 2`" in out
            assert "to be put to the vote: `constitution put 3`" in out
            assert "`constitution put 2`" not in out
        data = json.loads(typed("status", "--json")[1])
        waits = {one["number"]: one["waits_for"] for one in data["pending"]}
        assert waits == {"2": "bring", "3": "put", "4": "put"}

    def test_the_answer_is_that_of_the_reading(self, committee: Committee) -> None:
        """What is apart by its files is not merged to be told; it is apart all the same."""
        sitting(committee)
        desk = committee.another_desk()
        for one in pending(desk):
            collides = bool(read_amendment(desk, one).clashes)
            assert (awaited(desk, one) == "bring") is collides, one.name

    def test_a_sub_amendment_is_read_on_its_amendment(self, committee: Committee) -> None:
        """It collides with what its amendment became, not with the current text."""
        committee.submitted("base", "3", "Sept cent mille", "Cinq cent mille")
        new_amendment(committee.desk, "sous", title="sous", on="1")
        committee.reword("sous", "3", "Cinq cent mille", "Six cent mille")
        number = committee.submit("sous")
        committee.reword("base", "3", "Cinq cent mille", "Huit cent mille")
        committee.submit("base")
        desk = committee.another_desk()
        one = find_pending(desk, number)
        assert (awaited(desk, one) == "bring") is bool(read_amendment(desk, one).clashes)

    def test_what_was_disposed_of_waits_for_nothing(
        self, committee: Committee, typed: Callable[..., tuple[int, str]]
    ) -> None:
        """Its page says so to a program."""
        sitting(committee)
        code, out = typed("amend", "show", "1", "--json")
        assert code == 0
        assert json.loads(out)["waits_for"] is None
