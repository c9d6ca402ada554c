"""A ballot cast in the room: by whom, how, and signed by the member's own key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Static

from constitution.assembly.balloting import gather
from constitution.assembly.motions import open_motion
from constitution.errors import Refused
from constitution.governance import Member, MemberId, Members
from tests.committee import Committee
from tests.rooms import joined, press, screen, settle, stepping_aside, until
from tests.signers import signer
from tests.sittings import clerk, session
from tui.dialogs.choose import Choose
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

ADAM = signer(1)


@pytest.fixture
def voting(tmp_path: Path) -> Path:
    """Adam has a key, Blanc has none; amendment 1 is put to the vote."""
    members = Members(
        (
            Member(MemberId("seat-1"), "Adam", keys=(ADAM.line,)),
            Member(MemberId("seat-2"), "Blanc"),
        )
    )
    committee = Committee.sit(tmp_path / "voting", members=members)
    committee.submitted("seuil", "3", "Sept cent mille", "Cinq cent mille")
    committee.put("1")
    return tmp_path / "voting"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Adam's key, as `ssh-keygen` reads it."""
    file = tmp_path / "adam"
    file.write_bytes(ADAM.private)
    file.chmod(0o600)
    file.with_name("adam.pub").write_text(f"{ADAM.line} adam@example.org\n", encoding="ascii")
    return file


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room can step aside, as in a terminal."""
    stepping_aside(monkeypatch)
    monkeypatch.setattr("builtins.input", lambda _prompt: "")


async def vote(pilot: Pilot[None], member: str, key: str = "") -> None:
    """A ballot for the amendment, up to its summary."""
    await pilot.press("b")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    await pilot.press(*member, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    await press(pilot, "right")
    if key:
        pilot.app.screen.query_one("#key", Input).value = key
    await press(pilot, "ctrl+s")


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")
@pytest.mark.usefixtures("aside")
async def test_a_member_signs_a_ballot_in_the_room(voting: Path, key: Path) -> None:
    """What is signed is shown to the byte; the ballot counts as signed."""
    async with session(voting, (100, 40)) as pilot:
        await vote(pilot, "adam", str(key))
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        said = joined(screen(pilot))
        assert "Sign this ballot? It is final." in said
        assert 'member = "seat-1"' in said
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm))
    desk = clerk(voting)
    counted = gather(desk, open_motion(desk, "1")).counted
    assert [(one.ballot.member, one.ballot.choices) for one in counted] == [("seat-1", ("for",))]
    assert counted[0].signature is not None


async def test_the_room_comes_back_when_nothing_was_signed(
    voting: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `ssh-keygen` said is read first; then the refusal stands in the summary."""
    seen = stepping_aside(monkeypatch)

    def sign(_ballot: object, _signer: object) -> bytes:
        raise Refused("`ssh-keygen` did not sign the ballot")

    monkeypatch.setattr("tui.sitting.balloting.sign", sign)
    monkeypatch.setattr("builtins.input", lambda _prompt: seen.append("read"))
    async with session(voting) as pilot:
        await vote(pilot, "adam", str(key))
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await press(pilot, "enter")
        refusal = pilot.app.screen.query_one(".refusal", Static)
        await until(pilot, lambda: refusal.display)
        assert "did not sign the ballot" in joined(str(refusal.content))
    assert seen == ["aside", "read", "back"]


async def test_a_member_without_a_key_casts_a_ballot(voting: Path) -> None:
    """It bears no signature, and the summary says so."""
    async with session(voting) as pilot:
        await vote(pilot, "blanc")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        assert "seat-2 has no key: the ballot bears no signature." in joined(screen(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm))
    desk = clerk(voting)
    assert [one.ballot.member for one in gather(desk, open_motion(desk, "1")).counted] == ["seat-2"]


async def test_a_room_that_cannot_step_aside_says_what_to_type(voting: Path, key: Path) -> None:
    """In a browser there is no terminal to sign in."""
    async with session(voting) as pilot:
        await vote(pilot, "adam", str(key))
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await press(pilot, "enter")
        refusal = pilot.app.screen.query_one(".refusal", Static)
        await until(pilot, lambda: refusal.display)
        said = joined(str(refusal.content))
        assert f"`constitution vote 1 for --as seat-1 --sign {key}` (in a terminal)" in said
    desk = clerk(voting)
    assert gather(desk, open_motion(desk, "1")).counted == ()


async def test_whoever_did_not_say_how_they_vote_is_asked(voting: Path) -> None:
    """No choice stands there to be taken by mistake."""
    async with session(voting) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press(*"blanc", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert "It is not said yet how seat-2 votes" in joined(screen(pilot))
