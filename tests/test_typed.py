"""What a person typed is never lost: whatever stops the saving, it is kept, and they are told where."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.repository import Repository
from tests.committee import Committee, path_of


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee with one draft."""
    made = Committee.sit(tmp_path / "text")
    made.draft("moins", "4", "quatre cents", "trois cents")
    return made


@pytest.mark.parametrize(
    ("number", "reason"), [(28, "No space left on device"), (30, "Read-only file system")]
)
@pytest.mark.parametrize("where", ["beside the repository", "elsewhere"])
def test_a_full_disk_loses_no_word(
    committee: Committee,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    reason: str,
    where: str,
) -> None:
    """The draft is as it was; the words are kept whole, among temporary files where need be."""
    before = committee.repository.tip("refs/heads/amendments/moins")
    words = committee.desk.main().text(path_of("4")).replace("cinq ans", "six ans")

    def refuse(*_arguments: object, **_more: object) -> str:
        raise OSError(number, reason)

    monkeypatch.setattr(Repository, "write_files", refuse)
    if where == "elsewhere":  # nothing can be made in that folder
        state = committee.repository.state_folder
        (state / "typed").write_bytes(b"a file where the folder would be")
    stdin = io.TextIOWrapper(io.BytesIO(words.encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    talk = Talk(make_desk=lambda _folder: committee.another_desk())
    code = run(["-C", str(committee.folder), "amend", "edit", "moins", "4", "--file", "-"], talk)
    said = capsys.readouterr().err
    assert code == 1
    assert reason in said
    found = re.search("What you wrote is kept in (.*)[.]", said)
    assert found is not None
    kept = Path(found[1])
    assert kept.read_text(encoding="utf-8") == words
    assert (committee.folder in kept.parents) == (where != "elsewhere")
    assert committee.repository.tip("refs/heads/amendments/moins") == before
