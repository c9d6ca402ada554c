"""What a person typed is never lost: whatever stops the saving, it is kept, and they are told where."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from constitution.assembly import drafting
from constitution.assembly.pending import find_pending
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


@pytest.mark.parametrize("verb", ["edit", "reasons"])
def test_what_was_saved_while_one_wrote_is_not_written_over(
    committee: Committee,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: str,
) -> None:
    """Both are shown, the other stays in the amendment, and what one wrote is kept."""

    def write(_talk: Talk, text: str, *_arguments: object, **_more: object) -> str:
        desk = committee.another_desk()
        if verb == "edit":
            drafting.edit_article(desk, "moins", path_of("4"), text.replace("trois", "deux"))
        else:
            drafting.write_reasons(desk, "moins", "Theirs is short.")
        return text.replace("trois cents", "cent") if verb == "edit" else "Mine is short."

    monkeypatch.setattr(Talk, "edited", write)
    talk = Talk(make_desk=lambda _folder: committee.another_desk())
    words = ["4"] if verb == "edit" else []
    code = run(["-C", str(committee.folder), "amend", verb, "moins", *words], talk)
    said = capsys.readouterr().err
    assert code == 1
    assert "was saved by somebody else since you began to write" in said
    theirs, mine = ("deux", "cent") if verb == "edit" else ("Theirs", "Mine")
    assert theirs in said
    assert mine in said
    found = re.search("What you wrote is kept in (.*)[.]", said)
    assert found is not None
    assert mine in Path(found[1]).read_text(encoding="utf-8")
    one = find_pending(committee.another_desk(), "moins")
    now = (one.files[path_of("4")] or b"").decode() if verb == "edit" else one.reasons
    assert theirs in now
