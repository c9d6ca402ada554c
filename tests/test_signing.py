"""A day of signed ballots with the real `ssh-keygen`: files, an agent, and everything that fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk, founding
from constitution.cli.main import run
from constitution.cli.talk import Talk
from constitution.governance import Member, MemberId, Members, Settings
from constitution.publickey import fingerprint
from constitution.repository import Person, Repository, When
from constitution.verify import verify
from tests.signers import Kind, Signer, signer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None or shutil.which("ssh-agent") is None,
    reason="OpenSSH is not installed",
)

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


class Place:
    """A constitution of twelve members with keys, and the command line in it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture
        ticks = count(1_800_000_000)
        self.clock = lambda: When(next(ticks))
        members = Members(
            (
                *(
                    Member(MemberId(name), name.title(), keys=(one.line,))
                    for name, one in PEOPLE.items()
                ),
                Member(MemberId("voice"), "Voice"),
            )
        )
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


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent of whoever runs the tests is not theirs."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "never")


class TestADay:
    """Twelve members vote from their own keys, and nobody has to believe the clerk."""

    def test_twelve_members_sign_with_files_and_the_day_is_valid(
        self, place: Place, keys: Path
    ) -> None:
        """Two amendments, every type of key that a file can hold, adopted and rejected."""
        for name in PEOPLE:
            place.done("vote", "1", "for", "--as", name, "--yes", "--sign", str(keys / name))
        said = place.done("ballots", "1")
        assert "12 ballots count; the record would be “signed”." in said
        said = place.done("declare", "1", "--yes")
        assert "12 ballots are counted (signed): seat-01, seat-02" in said
        place.put("2", "Nobody may ask.")
        for seat, name in enumerate(PEOPLE):
            choice = "pour" if seat < 2 else "contre"
            place.done("vote", "2", choice, "--as", name, "--yes", "--sign", str(keys / name))
        place.done("declare", "2", "--yes")
        verdict = verify(place.folder)
        assert verdict.outcome == "valid"
        assert [one.outcome for one in verdict.records] == ["adopted", "rejected"]
        said = place.done("verify")
        assert "valid: every vote is signed" in said

    def test_twelve_members_sign_with_an_agent(self, place: Place, keys: Path, agent: Path) -> None:
        """The agent alone holds the keys; the registered one is found in it."""
        assert agent.exists()
        for name in PEOPLE:
            subprocess.run(["ssh-add", "-q", str(keys / name)], check=True)
            (keys / name).unlink()
        for name in list(PEOPLE)[:11]:
            place.done("vote", "1", "for", "--as", name, "--yes", "--sign")
        last = list(PEOPLE)[11]
        place.done("vote", "1", "for", "--as", last, "--yes", "--sign", str(keys / f"{last}.pub"))
        assert "12 ballots are counted (signed)" in place.done("declare", "1", "--yes")
        assert verify(place.folder).outcome == "valid"

    def test_ballots_travel_from_their_own_clones(
        self, place: Place, keys: Path, tmp_path: Path
    ) -> None:
        """Each member votes in a clone; the clerk fetches, counts, and lists who could not be."""
        hub = tmp_path / "hub.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
        place.done("publish", "--to", str(hub), "--yes")
        for name in list(PEOPLE)[:3]:
            clone = tmp_path / name
            subprocess.run(["git", "clone", "-q", str(hub), str(clone)], check=True)
            said = place.done(
                "vote", "1", "for", "--as", name, "--yes", "--sign", str(keys / name), folder=clone
            )
            assert "It is published at origin." in said
        code, _out, err = place.run(
            "vote",
            "1",
            "against",
            "--as",
            "seat-01",
            "--yes",
            "--sign",
            str(keys / "seat-01"),
            folder=clone,
        )
        assert code == 1
        assert "ballot is final" in err or "another ballot" in err
        said = place.done("ballots", "1", "--fetch")
        assert "3 ballots count" in said
        for name in list(PEOPLE)[3:8]:
            place.done(
                "vote",
                "1",
                "for",
                "--as",
                name,
                "--yes",
                "--no-publish",
                "--sign",
                str(keys / name),
            )
        said = place.done("declare", "1", "--yes")
        assert "8 ballots are counted (signed)" in said
        place.done("publish", "--yes")
        left = subprocess.run(
            ["git", "-C", str(hub), "for-each-ref", "refs/ballots"], capture_output=True, check=True
        ).stdout
        assert left == b""
        place.done("fetch", folder=clone)
        here = subprocess.run(
            ["git", "-C", str(clone), "for-each-ref", "refs/ballots"],
            capture_output=True,
            check=True,
        ).stdout
        assert here == b""
        assert "valid: every vote is signed" in place.done("verify", folder=clone)

    def test_a_ballot_on_what_was_put_before_is_not_lost_in_silence(
        self, place: Place, keys: Path, tmp_path: Path
    ) -> None:
        """The member is told at once, the clerk sees the ballot, and `fetch` and `status` say why."""
        hub, clone = tmp_path / "hub.git", tmp_path / "clone"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
        place.done("publish", "--to", str(hub), "--yes")
        subprocess.run(["git", "clone", "-q", str(hub), str(clone)], check=True)
        early, late = list(PEOPLE)[:2]

        def vote(name: str) -> tuple[int, str, str]:
            ballot = ("vote", "1", "for", "--as", name, "--yes", "--sign", str(keys / name))
            return place.run(*ballot, folder=clone)

        code, _out, err = vote(early)
        assert code == 0, err
        place.done("ballots", "1", "--fetch")
        place.done("put", "1", "--yes")
        said = place.done("publish", "--yes")
        assert "1 ballot on amendment 1: void" in said
        assert "apart" not in said
        code, _out, err = vote(late)
        assert code == 1
        assert "was put anew at origin" in err
        git(
            clone,
            "push",
            "-q",
            "--force",
            "origin",
            f"refs/ballots/1/{early}",
            f"refs/ballots/1/{late}",
        )
        said = place.done("ballots", "1", "--fetch")
        for name in (early, late):
            assert f"The ballot of {name} is void: what it was cast on was put anew since" in said
        said = place.done("fetch", folder=clone)
        assert f"The ballot of {late} on amendment 1 counts for nothing" in said
        assert f"The ballot of {early} on amendment 1" in place.done("status", folder=clone)
        code, _out, err = vote(late)
        assert code == 0, err
        said = place.done("ballots", "1", "--fetch")
        assert "1 ballot counts" in said
        assert f"The ballot of {late}" not in said

    def test_a_forged_ballot_at_the_remote_keeps_nobody_from_voting(
        self, place: Place, keys: Path, tmp_path: Path
    ) -> None:
        """Whoever may push could silence anyone otherwise; one that counts is never replaced."""
        hub = tmp_path / "hub.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
        place.done("publish", "--to", str(hub), "--yes")
        other = tmp_path / "other"
        subprocess.run(["git", "clone", "-q", str(hub), str(other)], check=True)
        place.done(
            "vote",
            "1",
            "for",
            "--as",
            "seat-02",
            "--yes",
            "--sign",
            str(keys / "seat-02"),
            folder=other,
        )
        for git in (
            ["fetch", "-q", str(hub), "refs/ballots/1/seat-02"],
            ["push", "-q", str(hub), "FETCH_HEAD:refs/ballots/1/seat-01"],
        ):
            subprocess.run(["git", "-C", str(other), *git], check=True)
        said = place.done("ballots", "1", "--fetch")
        assert "The ballot of seat-01 is that of seat-02, copied." in said
        said = place.done(
            "vote", "1", "against", "--as", "seat-01", "--yes", "--sign", str(keys / "seat-01")
        )
        assert "It is published at origin." in said
        said = place.done("ballots", "1", "--fetch", folder=other)
        assert "seat-01  against (signed)" in said
        assert "2 ballots count" in said

    def test_a_server_takes_no_ballot_that_counts_for_nothing(
        self, place: Place, keys: Path, tmp_path: Path
    ) -> None:
        """The hook knows the members and their keys: a forged ballot never gets there first."""
        hub = tmp_path / "hub.git"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
        hook = hub / "hooks" / "pre-receive"
        hook.write_text(
            f"#!/bin/sh\nPYTHONPATH={Path(__file__).parent.parent} "
            f"exec {sys.executable} -m constitution hook pre-receive\n"
        )
        hook.chmod(0o755)
        place.done("publish", "--to", str(hub), "--yes")
        place.done("vote", "1", "for", "--as", "seat-02", "--yes", "--sign", str(keys / "seat-02"))
        signed = "refs/ballots/1/seat-02"
        words = git(place.folder, "show", f"{signed}:ballot.toml").replace("seat-02", "seat-01")
        blob = git(place.folder, "hash-object", "-w", "--stdin", given=words).strip()
        armour = git(place.folder, "rev-parse", f"{signed}:ballot.toml.sig").strip()
        for entries, sentence in (
            (f"100644 blob {blob}\tballot.toml\n", "the ballot is not signed"),
            (
                f"100644 blob {blob}\tballot.toml\n100644 blob {armour}\tballot.toml.sig\n",
                "that of seat-02, copied",
            ),
        ):
            tree = git(place.folder, "mktree", given=entries).strip()
            commit = git(
                place.folder,
                *("-c", "user.name=x", "-c", "user.email=x@example.org"),
                "commit-tree",
                tree,
                "-m",
                "x",
            ).strip()
            pushed = subprocess.run(
                ["git", "push", "-q", str(hub), f"{commit}:refs/ballots/1/seat-01"],
                cwd=place.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            assert pushed.returncode != 0
            assert sentence in pushed.stderr
        place.done("vote", "1", "for", "--as", "seat-01", "--yes", "--sign", str(keys / "seat-01"))
        assert git(hub, "for-each-ref", "--format=%(refname)", "refs/ballots").split() == [
            "refs/ballots/1/seat-01",
            signed,
        ]


def git(folder: Path, *arguments: str, given: str | None = None) -> str:
    """What git answers."""
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


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
        place = Place.__new__(Place)
        ticks = count(1_800_000_000)
        place.folder, place.capture = tmp_path / "text", capfd
        place.clock = lambda: When(next(ticks))
        founding.found(
            place.folder,
            founding.Founding(
                Settings("Assembly", "Text", "en"),
                members,
                founding.default_rules(ARTICLES, ()),
                ARTICLES,
            ),
            who=CLERK,
            clock=place.clock,
        )
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


def test_a_signed_ballot_is_checked_by_hand_as_the_documents_say(
    place: Place, keys: Path, tmp_path: Path
) -> None:
    """`docs/signing.md`, typed line by line, ends in `Good … signature`."""
    for name in list(PEOPLE)[:7]:
        place.done("vote", "1", "for", "--as", name, "--yes", "--sign", str(keys / name))
    place.done("declare", "1", "--yes")
    text = (Path(__file__).parent.parent / "docs" / "signing.md").read_text("utf-8")
    block = text.split("## Checking a ballot by hand")[1].split("```sh\n")[1].split("```")[0]
    script = block.replace("votes/2-whole", "votes/1-change-1").replace("ada", "seat-05")
    assert "…" not in script
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=place.folder,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert 'Good "ballot@constitution.v1" signature for seat-05' in done.stdout


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
