"""A constitution of twelve members with keys, their key files, and a real agent.

Its fixtures are those of every test (`tests/conftest.py` names this module).
"""

from __future__ import annotations

import subprocess
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk, founding
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.governance import Member, MemberId, Members, Settings
from constitution.repository import Person, Repository, When
from tests.signers import Kind, Signer, signer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLERK = Person("Clerk", "clerk@example.invalid")

ARTICLES = {
    "articles/00-preamble.md": "# Preamble\n\nWe write this together.\n",
    "articles/article-1.md": "# Article 1\n\nThe people decide.\n\nThey decide by vote.\n",
    "articles/article-2.md": "# Article 2 — The referendum\n\nTen thousand voters may ask.\n",
}

FILE_KINDS: tuple[Kind, ...] = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)

PEOPLE: dict[str, Signer] = {
    f"seat-{seat:02}": signer(seat, FILE_KINDS[seat % 5]) for seat in range(1, 13)
}


TWELVE = Members(
    (
        *(Member(MemberId(name), name.title(), keys=(one.line,)) for name, one in PEOPLE.items()),
        Member(MemberId("voice"), "Voice"),
    )
)


class Place:
    """A constitution of members with keys, and the command line in it."""

    def __init__(
        self, folder: Path, capture: pytest.CaptureFixture[str], members: Members = TWELVE
    ) -> None:
        self.folder = folder
        self.capture = capture
        ticks = count(1_800_000_000)
        self.clock = lambda: When(next(ticks))
        founding.found(
            folder,
            founding.Founding(
                Settings("Assembly", "Text", "en"),
                members,
                founding.default_rules(ARTICLES, ()),
                ARTICLES,
            ),
            who=CLERK,
            clock=self.clock,
        )

    def run(self, *arguments: str, folder: Path | None = None) -> tuple[int, str, str]:
        """The exit code, stdout and stderr of a verb."""
        self.capture.readouterr()
        talk = Talk(
            make_desk=lambda where: Desk(Repository.open(where), clock=self.clock, who=CLERK),
            paging=False,
        )
        code = run(["-C", str(folder or self.folder), *arguments], talk)
        out, err = self.capture.readouterr()
        return code, out, err

    def done(self, *arguments: str, folder: Path | None = None) -> str:
        """What a verb said, which did what it was asked."""
        code, out, err = self.run(*arguments, folder=folder)
        assert code == 0, (arguments, out, err)
        return out + err

    def put(self, number: str, words: str) -> None:
        """An amendment to article 2, put to the vote."""
        slug = f"change-{number}"
        self.done("amend", "new", slug, "--title", f"Change {number}")
        new = self.folder.parent / "new.md"
        new.write_text(f"# Article 2 — The referendum\n\n{words}\n", encoding="utf-8")
        self.done("amend", "edit", slug, "2", "--file", str(new))
        self.done("amend", "submit", slug)
        self.done("put", number)

    def count_and_declare(self, number: str) -> None:
        """A show of hands, and its result."""
        self.done("count", number, "--for", "13", "--against", "0")
        self.done("declare", number, "--yes")


@pytest.fixture
def place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Place:
    """Amendment 1 is put to the vote."""
    made = Place(tmp_path / "text", capfd)
    made.put("1", "Five thousand voters may ask.")
    return made


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The key files of everyone, private and public, in one folder."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name, one in PEOPLE.items():
        write_key(folder / name, one)
    return folder


def write_key(file: Path, one: Signer, passphrase: str = "") -> None:
    """A private key as `ssh-keygen` reads it, and the public one beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(one.private)
    file.chmod(0o600)
    file.with_name(file.name + ".pub").write_text(f"{one.line} somebody@example.org\n")
    if passphrase:
        subprocess.run(
            ["ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", str(file)], check=True
        )


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real agent without keys; its socket is in the environment."""
    socket = tmp_path / "agent"
    running = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _wait in range(200):
        if socket.exists():
            break
        time.sleep(0.02)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield socket
    running.terminate()
    running.wait()


@pytest.fixture
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent of whoever runs the tests is not theirs."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "never")
