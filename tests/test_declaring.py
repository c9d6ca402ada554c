"""In session: results declared, and everything that forbids it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.assembly import declaring
from constitution.assembly.counting import (
    enter_count,
)
from constitution.assembly.declaring import declare
from constitution.assembly.motions import open_motion
from constitution.assembly.undoing import undo
from constitution.errors import Outdated, Refused
from constitution.repository import MAIN
from tests.committee import (
    Committee,
    consistent,
    path_of,
    rename,
)

if TYPE_CHECKING:
    from pathlib import Path


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
