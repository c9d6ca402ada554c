"""A committee where two amendments collide, and the command line at its desk.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constitution.cli.main import run
from constitution.cli.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constitution.assembly import Desk
    from tests.committee import Committee

DONE, REFUSED, USAGE, READ_AGAIN = 0, 1, 2, 3


@pytest.fixture
def typed(
    committee: Committee, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command line at the committee's desk."""

    def desk(folder: Path) -> Desk:
        del folder
        return committee.another_desk()

    def type_(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["-C", str(committee.folder), *arguments], Talk(make_desk=desk, paging=False))
        out, err = capsys.readouterr()
        return code, out, err

    return type_


def collide(committee: Committee) -> None:
    """Amendment 1 is adopted; amendment 2 changed the same words, in two places of two articles."""
    c = committee
    c.draft("premier", "3", "Sept cent mille", "Cinq cent mille")
    c.reword("premier", "4", "quatre cents", "trois cents")
    c.submit("premier")
    c.draft("second", "3", "Sept cent mille", "Un million d’")
    c.reword("second", "4", "quatre cents", "six cents")
    c.reword("second", "5", "neuf mois", "dix mois")
    c.submit("second")
    c.pass_("1")
