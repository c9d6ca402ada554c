"""The key that signs is found, or what to do is said; and keys are registered by an amendment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from constitution.governance import Member, MemberId, Members
from constitution.publickey import fingerprint
from constitution.repository import Repository
from tests.keyrings import PEOPLE, Place, write_key
from tests.signers import signer

pytestmark = [
    pytest.mark.usefixtures("no_agent"),
    pytest.mark.skipif(
        shutil.which("ssh-keygen") is None or shutil.which("ssh-agent") is None,
        reason="OpenSSH is not installed",
    ),
]


class TestFindingTheKey:
    """The key is the registered one that this machine has, or the one that is named."""

    def test_the_registered_key_in_the_home_is_found(self, place: Place, sealed: Path) -> None:
        """Among others, and under any name."""
        write_key(sealed / ".ssh" / "id_work", signer(50))
        write_key(sealed / ".ssh" / "id_mine", PEOPLE["seat-03"])
        (sealed / ".ssh" / "known.pub").write_text("not a key\n")
        said = place.done("vote", "1", "for", "--as", "seat-03", "--yes", "--sign")
        assert "id_mine" in said
        assert fingerprint(PEOPLE["seat-03"].blob) in said

    def test_no_registered_key_here_is_said_with_its_fingerprint(self, place: Place) -> None:
        """And what to do."""
        code, _out, err = place.run("vote", "1", "for", "--as", "seat-03", "--yes", "--sign")
        assert code == 1
        assert "no key registered for seat-03 is on this machine" in err
        assert fingerprint(PEOPLE["seat-03"].blob) in err
        assert "ssh-add" in err

    def test_a_public_key_without_its_private_half_is_not_here(
        self, place: Place, sealed: Path
    ) -> None:
        """Somebody else's public key lies in many a home."""
        write_key(sealed / ".ssh" / "id_mine", PEOPLE["seat-03"])
        (sealed / ".ssh" / "id_mine").unlink()
        code, _out, err = place.run("vote", "1", "for", "--as", "seat-03", "--yes", "--sign")
        assert code == 1
        assert "no key registered" in err

    def test_several_registered_keys_are_listed(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str], sealed: Path
    ) -> None:
        """A person says which."""
        members = Members((Member(MemberId("ada"), "Ada", keys=(signer(1).line, signer(2).line)),))
        place = Place(tmp_path / "text", capfd, members)
        place.put("1", "Five thousand voters may ask.")
        for number in (1, 2):
            write_key(sealed / ".ssh" / f"id_{number}", signer(number))
        code, _out, err = place.run("vote", "1", "for", "--as", "ada", "--yes", "--sign")
        assert code == 1
        assert "several keys of ada are on this machine" in err
        assert "id_1" in err
        assert "id_2" in err
        place.done("vote", "1", "for", "--as", "ada", "--yes", "--sign", str(sealed / ".ssh/id_2"))

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            ("nowhere", "there is no key file"),
            ("other", "is not registered for seat-03"),
            ("other.pub", "is not registered for seat-03"),
            ("words.pub", "does not hold a public key"),
            ("words", "`ssh-keygen` did not sign the ballot"),
        ],
    )
    def test_a_file_that_cannot_sign_is_refused(
        self, place: Place, tmp_path: Path, file: str, sentence: str
    ) -> None:
        """Nothing is written."""
        write_key(tmp_path / "other", signer(51))
        for name in ("words", "words.pub"):
            (tmp_path / name).write_text("not a key\n")
        if file == "words":
            (tmp_path / "words.pub").unlink()
        code, _out, err = place.run(
            "vote", "1", "for", "--as", "seat-03", "--yes", "--sign", str(tmp_path / file)
        )
        assert code in {1, 2}
        assert sentence in err
        assert Repository.open(place.folder).refs("refs/ballots/") == []

    def test_a_key_of_another_under_a_name_of_ones_own_is_refused(
        self, place: Place, tmp_path: Path
    ) -> None:
        """The public half beside it says one thing, the private key another."""
        write_key(tmp_path / "mine", PEOPLE["seat-03"])
        (tmp_path / "mine").write_bytes(PEOPLE["seat-10"].private)
        code, _out, err = place.run(
            "vote", "1", "for", "--as", "seat-03", "--yes", "--sign", str(tmp_path / "mine")
        )
        assert code == 1
        assert "`ssh-keygen` did not sign the ballot" in err

    def test_a_voice_without_a_key_cannot_sign(self, place: Place) -> None:
        """Keys come by an amendment."""
        code, _out, err = place.run("vote", "1", "for", "--as", "voice", "--yes", "--sign")
        assert code == 1
        assert "voice has no key that counts for this motion" in err


class TestWhatFails:
    """Nothing is written where nothing was signed."""

    def test_it_asks_before_it_signs(self, place: Place, keys: Path) -> None:
        """Nobody is there to say yes, and nothing happens; what would be signed was shown."""
        code, out, err = place.run(
            "vote", "1", "for", "--as", "seat-01", "--sign", str(keys / "seat-01")
        )
        assert code == 1
        assert "nobody is here to confirm" in err
        assert 'member = "seat-01"' in out
        assert 'choices = ["for"]' in out
        assert "Five thousand" in out or "Five" in out
        assert Repository.open(place.folder).refs("refs/ballots/") == []

    def test_without_ssh_keygen_it_says_what_to_install(
        self, place: Place, keys: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """The private key is never read by this program."""
        monkeypatch.setenv("PATH", str(tmp_path))
        code, _out, err = place.run(
            "vote", "1", "for", "--as", "seat-01", "--yes", "--sign", str(keys / "seat-01")
        )
        assert code == 1
        assert "signing needs `ssh-keygen`" in err
        assert "Install OpenSSH" in err

    def test_a_passphrase_that_nobody_gives_signs_nothing(
        self, place: Place, tmp_path: Path
    ) -> None:
        """`ssh-keygen` asks for it on the terminal, and there is none."""
        write_key(tmp_path / "locked", PEOPLE["seat-01"], "secret")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "constitution",
                "-C",
                str(place.folder),
                *("vote", "1", "for", "--as", "seat-01", "--yes"),
                *("--sign", str(tmp_path / "locked")),
            ],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)} | named(),
        )
        assert done.returncode == 1
        assert "`ssh-keygen` did not sign the ballot" in done.stderr
        assert Repository.open(place.folder).refs("refs/ballots/") == []

    def test_an_interruption_while_signing_writes_nothing(
        self, place: Place, keys: Path, tmp_path: Path
    ) -> None:
        """Ctrl-C at the prompt ends both programs, and exits with 130."""
        slow = tmp_path / "bin" / "ssh-keygen"
        slow.parent.mkdir()
        slow.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\nexec sleep 60\n")
        slow.chmod(0o755)
        running = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "constitution",
                "-C",
                str(place.folder),
                *("vote", "1", "for", "--as", "seat-01", "--yes"),
                *("--sign", str(keys / "seat-01")),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PATH": f"{slow.parent}:{os.environ['PATH']}"} | named(),
        )
        for _wait in range(600):
            if (tmp_path / "asked").exists():
                break
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        _out, err = running.communicate(timeout=30)
        assert running.returncode == 130, err
        assert b"Traceback" not in err
        assert Repository.open(place.folder).refs("refs/ballots/") == []

    def test_what_is_no_signature_is_not_taken(
        self, place: Place, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever a program called ssh-keygen answers is checked before it is believed."""
        odd = tmp_path / "bin" / "ssh-keygen"
        odd.parent.mkdir()
        odd.write_text("#!/bin/sh\ncat > /dev/null\necho hello\n")
        odd.chmod(0o755)
        monkeypatch.setenv("PATH", f"{odd.parent}:{os.environ['PATH']}")
        code, _out, err = place.run(
            "vote", "1", "for", "--as", "seat-01", "--yes", "--sign", str(keys / "seat-01")
        )
        assert code == 1
        assert "not written as `ssh-keygen -Y sign` writes one" in err
        assert Repository.open(place.folder).refs("refs/ballots/") == []


def named() -> dict[str, str]:
    """An environment in which git knows a name."""
    return {
        "GIT_CONFIG_COUNT": "0",
        "HOME": os.environ["HOME"],
    }


class TestRegisteringKeys:
    """From nothing to a signed vote: the keys come by an amendment to the members."""

    def test_a_key_that_is_registered_votes_from_the_next_motion_on(
        self, place: Place, tmp_path: Path
    ) -> None:
        """Not on what was put before; then on everything."""
        place.count_and_declare("1")
        write_key(tmp_path / "voice", signer(70))
        place.done("amend", "new", "our-keys", "--title", "Keys")
        said = place.done("amend", "key", "our-keys", "voice", str(tmp_path / "voice.pub"))
        assert fingerprint(signer(70).blob) in said
        place.done("amend", "submit", "our-keys")
        place.done("put", "2")
        code, _out, err = place.run(
            "vote", "2", "for", "--as", "voice", "--yes", "--sign", str(tmp_path / "voice")
        )
        assert code == 1
        assert "no key that counts for this motion" in err
        place.count_and_declare("2")
        place.put("3", "Seven thousand voters may ask.")
        place.done("vote", "3", "for", "--as", "voice", "--yes", "--sign", str(tmp_path / "voice"))
        assert "voice  for (signed)" in place.done("ballots", "3")

    def test_keys_are_added_or_replaced(self, place: Place, tmp_path: Path) -> None:
        """A member may have several; `--instead` gives up the old ones."""
        for number in (71, 72):
            write_key(tmp_path / f"key{number}", signer(number))
        place.done("amend", "new", "our-keys", "--title", "Keys")
        place.done("amend", "key", "our-keys", "Seat-01", str(tmp_path / "key71.pub"))
        code, _out, err = place.run(
            "amend", "key", "our-keys", "seat-01", str(tmp_path / "key71.pub")
        )
        assert (code, "has these keys already" in err) == (1, True)
        place.done("amend", "key", "our-keys", "seat-01", str(tmp_path / "key72.pub"), "--instead")
        shown = subprocess.run(
            ["git", "show", "amendments/our-keys:governance/members.toml"],
            cwd=place.folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        first = Members.parse(shown.encode()).named[0]
        assert first.keys == (signer(72).line,)

    @pytest.mark.parametrize(
        ("file", "member", "sentence"),
        [
            ("key71", "seat-01", "holds a private key"),
            ("words.pub", "seat-01", "cannot be used to vote"),
            ("taken.pub", "seat-01", "have the same key"),
            ("key71.pub", "nobody", "“nobody” is not a member"),
            ("nowhere.pub", "seat-01", "cannot be read"),
        ],
    )
    def test_what_is_no_key_of_theirs_is_refused(
        self, place: Place, tmp_path: Path, file: str, member: str, sentence: str
    ) -> None:
        """And nothing is saved: a private key least of all."""
        write_key(tmp_path / "key71", signer(71))
        write_key(tmp_path / "taken", PEOPLE["seat-02"])
        (tmp_path / "words.pub").write_text("not a key\n")
        place.done("amend", "new", "our-keys", "--title", "Keys")
        before = Repository.open(place.folder).tip("refs/heads/amendments/our-keys")
        code, _out, err = place.run("amend", "key", "our-keys", member, str(tmp_path / file))
        assert code in {1, 2}
        assert sentence in err
        assert Repository.open(place.folder).tip("refs/heads/amendments/our-keys") == before


def test_members_shows_the_fingerprints_that_ssh_keygen_shows(place: Place, keys: Path) -> None:
    """A person reads them aloud."""
    said = place.done("members")
    for name in PEOPLE:
        theirs = subprocess.run(
            ["ssh-keygen", "-l", "-f", str(keys / f"{name}.pub")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert theirs.split(" ")[1] in said
