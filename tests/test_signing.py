"""A day of signed ballots with the real `ssh-keygen`: files, an agent, and everything that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from constitution.verify import verify
from tests.keyrings import PEOPLE, Place

pytestmark = [
    pytest.mark.usefixtures("no_agent"),
    pytest.mark.skipif(
        shutil.which("ssh-keygen") is None or shutil.which("ssh-agent") is None,
        reason="OpenSSH is not installed",
    ),
]


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
