"""The hook of a server, over real transports: what does not verify never becomes main."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution import __version__
from constitution.assembly.balloting import cast_ballot
from constitution.assembly.exchanging import prepare_publication, publish, the_remote
from constitution.assembly.motions import open_motion
from constitution.cli.main import run
from constitution.errors import Malformed
from constitution.repository import MAIN
from constitution.verify.push import Update, judge_push, quarantine, read_updates
from tests.committee import Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SSHD = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=check, capture_output=True, text=True
    )


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A bare repository whose `pre-receive` is ours."""
    folder = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    hook = folder / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nexec {sys.executable} -m constitution hook pre-receive\n", encoding="utf-8"
    )
    hook.chmod(0o755)
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Committee:
    """A committee with one adoption, not published yet."""
    committee = Committee.sit(tmp_path / "ours")
    committee.submitted("moins", "4", "quatre cents", "trois cents")
    committee.pass_("1")
    return committee


def by_file(hub: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The folder itself."""
    yield str(hub), {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


def by_daemon(hub: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """`git daemon` on the local machine."""
    port = _free_port()
    server = subprocess.Popen(
        [
            "git",
            "daemon",
            "--reuseaddr",
            "--listen=127.0.0.1",
            f"--port={port}",
            f"--base-path={hub.parent}",
            "--export-all",
            "--enable=receive-pack",
        ],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield f"git://127.0.0.1:{port}/{hub.name}", {}
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def by_ssh(hub: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """`sshd` on the local machine, with keys of its own."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("there is no sshd on this machine")
    folder = hub.parent / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("host", "person"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    shutil.copy(folder / "person.pub", folder / "allowed")
    port = _free_port()
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(
        [
            SSHD,
            "-D",
            "-q",
            "-f",
            os.devnull,
            *("-o", f"Port={port}"),
            *("-o", "ListenAddress=127.0.0.1"),
            *("-o", f"HostKey={folder / 'host'}"),
            *("-o", f"AuthorizedKeysFile={folder / 'allowed'}"),
            *("-o", "StrictModes=no"),
            *("-o", "UsePAM=no"),
            *("-o", f"PidFile={folder / 'pid'}"),
        ],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        command = (
            f"ssh -i {folder / 'person'} -o IdentitiesOnly=yes -o BatchMode=yes "
            f"-o UserKnownHostsFile={folder / 'known'} -o StrictHostKeyChecking=accept-new"
        )
        yield (
            f"ssh://{getpass.getuser()}@127.0.0.1:{port}{hub}",
            {"GIT_SSH_COMMAND": command},
        )
    finally:
        os.killpg(server.pid, 15)
        server.wait()


@pytest.mark.parametrize("transport", [by_file, by_daemon, by_ssh])
def test_a_push_that_does_not_verify_is_refused(
    transport: Callable[[Path], Iterator[tuple[str, dict[str, str]]]],
    hub: Path,
    ours: Committee,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lawful main passes; then a word changed with no vote is refused, and main stays."""
    for address, env in transport(hub):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        the_remote(ours.desk, address=address)
        publish(ours.desk, prepare_publication(ours.desk, "origin"))
        lawful = ours.repository.main()
        assert git(hub, "rev-parse", "main").stdout.strip() == lawful
        ours.commit_by_hand(MAIN, {path_of("4"): "# Article 4\n\nÀ nous.\n".encode()})
        pushed = git(ours.folder, "push", "origin", "main", check=False)
        assert pushed.returncode != 0
        assert "unratified-change" in pushed.stderr
        assert "does not verify" in pushed.stderr
        assert "Nothing was accepted" in pushed.stderr
        assert git(hub, "rev-parse", "main").stdout.strip() == lawful


class TestTheHook:
    """What it refuses, one by one; the transport is the folder itself."""

    @pytest.fixture
    def published(self, hub: Path, ours: Committee) -> Committee:
        """The committee, with its main on the server."""
        the_remote(ours.desk, address=str(hub))
        publish(ours.desk, prepare_publication(ours.desk, "origin"))
        return ours

    def push(self, committee: Committee, *refspecs: str) -> str:
        """What the server answered; empty where it accepted."""
        pushed = git(committee.folder, "push", "--quiet", "origin", *refspecs, check=False)
        return pushed.stderr if pushed.returncode else ""

    def test_main_is_neither_deleted_nor_rewound(self, published: Committee) -> None:
        """Not by force either: whoever publishes second fetches first."""
        assert "never deleted" in self.push(published, ":main")
        back = f"+{published.repository.main()}~1:main"
        assert "records that what you pushed does not have" in self.push(published, back)

    @pytest.mark.parametrize(
        "ref",
        ["refs/heads/motions", "refs/ballots/12", "refs/heads/votes", "refs/replace/x"],
    )
    def test_a_name_in_the_way_is_refused(self, published: Committee, ref: str) -> None:
        """It would keep others from working, or git from telling names apart."""
        said = self.push(published, f"main:{ref}")
        assert f"{ref} is refused" in said

    @pytest.mark.parametrize(
        "ref",
        [
            "refs/tags/main",
            "refs/heads/HEAD",
            "refs/heads/refs/heads/main",
            "refs/tags/" + "a" * 40,
        ],
    )
    def test_a_name_that_is_taken_for_another_is_refused(
        self, published: Committee, ref: str
    ) -> None:
        """Whoever asks git for main, or for a commit, would be shown this."""
        main = published.repository.main()
        (objection,) = judge_push(published.repository.git_folder, [Update(ref, None, main)])
        assert "git would take it for something else" in objection.sentence

    def test_a_rewritten_number_of_names_is_refused(self, published: Committee) -> None:
        """A name that a terminal or git would read otherwise."""
        published.repository._git.references.create(
            "refs/heads/--upload-pack=x", published.repository.main()
        )
        said = self.push(published, "refs/heads/--upload-pack=x")
        assert "a name holds letters" in said

    def test_ballots_are_well_formed_and_final(self, published: Committee) -> None:
        """A ballot passes; a text, another member's or a second one does not; nor may it go."""
        published.submitted("juges", "7", "neuf membres", "onze membres")
        published.put("2")
        publish(published.desk, prepare_publication(published.desk, "origin"))
        motion = open_motion(published.desk, "2")
        cast_ballot(published.desk, motion, "siege-01", ["for"])
        cast_ballot(published.desk, motion, "siege-02", ["for"])
        first, second = "refs/ballots/2/siege-01", "refs/ballots/2/siege-02"
        tip = published.repository.tip
        for ref, new, reason in (
            (first, tip(MAIN), "holds a ballot, and nothing else"),
            (first, tip(second), "is one of siege-02"),
            ("refs/ballots/x/y", tip(first), "refs/ballots/NUMBER/MEMBER"),
        ):
            (objection,) = judge_push(published.repository.git_folder, [Update(ref, None, new)])
            assert reason in objection.sentence
        assert self.push(published, first, second) == ""
        assert "a ballot is final" in self.push(published, f":{first}")
        decoy = "main:refs/heads/motions/2-decoy"
        assert "a ballot is final" in self.push(published, f":{first}", decoy)
        published.count("2", 40, 3)
        published.declare("2")
        publication = prepare_publication(published.desk, "origin")
        publish(published.desk, publication)
        assert {shift.ref for shift in publication.shifts if shift.became == "gone"} == {
            first,
            second,
            "refs/heads/motions/2-juges",
        } & {shift.ref for shift in publication.shifts}

    def test_the_founding_commit_is_pinned(self, published: Committee, hub: Path) -> None:
        """Another constitution never takes the place of this one."""
        tip = published.repository.main()
        update = [Update(MAIN, None, tip)]
        *_later, founding = published.repository.first_parents(tip)
        assert judge_push(hub, update, founding=founding) == ()
        (objection,) = judge_push(hub, update, founding="1" * 40)
        assert any("wrong-founding-commit" in detail for detail in objection.details)

    def test_what_is_no_update_is_refused(self) -> None:
        """Whoever calls the verb by hand is told who calls it."""
        assert read_updates("") == ()
        with pytest.raises(Malformed, match="is no update"):
            read_updates("hello\n")

    def test_the_quarantine_is_where_git_says(self) -> None:
        """The environment of githooks(5)."""
        env = {
            "GIT_QUARANTINE_PATH": "/q",
            "GIT_OBJECT_DIRECTORY": "/q",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/r/objects:/s/objects",
        }
        assert quarantine(env, ":") == (Path("/q"), Path("/r/objects"), Path("/s/objects"))
        assert quarantine({}, ":") == ()


class TestWorkflows:
    """Files for forges that run no hooks."""

    @pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
    def test_a_workflow_runs_what_is_installed_and_nothing_of_the_branch(
        self, forge: str, ours: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The version is pinned, the founding commit too; nothing is checked out."""
        assert run(["-C", str(ours.folder), "hook", forge]) == 0
        text = capsys.readouterr().out
        *_later, founding = ours.repository.first_parents(ours.repository.main())
        assert f"constitution=={__version__}" in text
        assert founding in text
        assert "@" not in re.sub(r"constitution.yml@GROUP/PROJECT", "", text)
        assert "checkout@" not in text
        assert "git checkout" not in text
        assert "hook pre-receive" in text
        if forge != "gitlab":
            assert "pull_request_target" in text
            assert "head.ref" not in text, "a branch's name is never given to a shell"

    @pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
    def test_a_workflow_is_yaml(
        self, forge: str, ours: Committee, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Spaces indent it by twos, keys are told once a mapping, and blocks are indented."""
        run(["-C", str(ours.folder), "hook", forge])
        block: int | None = None
        seen: dict[int, set[str]] = {}
        for line in capsys.readouterr().out.split("\n"):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            assert "\t" not in line
            depth = len(line) - len(line.lstrip())
            if block is not None and depth > block:
                continue
            block = None
            assert depth % 2 == 0
            entry = line.strip()
            for deeper in [level for level in seen if level > depth]:
                del seen[deeper]
            while entry.startswith("- "):
                seen.pop(depth + 2, None)
                entry, depth = entry[2:], depth + 2
            key = re.match(r"([A-Za-z_-]+):(?: (.*))?$", entry)
            if key is None:
                assert ": " not in entry.replace('": "', ""), entry
                continue
            assert key[1] not in seen.setdefault(depth, set()), line
            seen[depth].add(key[1])
            if key[2] == "|":
                block = depth

    @pytest.mark.parametrize("forge", ["github", "forgejo"])
    def test_the_steps_of_a_workflow_judge(
        self,
        forge: str,
        ours: Committee,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Its last step, run by a shell as the forge would, passes a lawful main and no other."""
        run(["-C", str(ours.folder), "hook", forge])
        text = capsys.readouterr().out
        step = text.split("        run: |\n")[-1]
        script = "\n".join(line[10:] for line in step.split("\n"))
        tools = tmp_path / "bin"
        tools.mkdir()
        for name, body in (
            ("constitution", f'exec {sys.executable} -m constitution "$@"'),
            ("gh", f'echo "$@" >> {tmp_path}/said'),
        ):
            (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (tools / name).chmod(0o755)
        lawful = ours.repository.main()
        *_later, founding = ours.repository.first_parents(lawful)
        forged = ours.commit_by_hand("refs/heads/forged", {path_of("4"): b"# Article 4\n\nX.\n"})
        git(tmp_path, "clone", "-q", "--bare", str(ours.folder), "judged.git")
        git(tmp_path / "judged.git", "update-ref", "refs/heads/main", founding)
        codes = []
        for proposed in (lawful, forged):
            done = subprocess.run(
                ["sh", "-e", "-c", script],
                cwd=tmp_path,
                env={
                    **os.environ,
                    "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                    "FOUNDING": founding,
                    "PROPOSED": proposed,
                    "REPOSITORY": "a/b",
                },
                check=False,
                capture_output=True,
            )
            codes.append(done.returncode)
        assert codes[0] == 0
        assert codes[1] != 0
        if forge == "github":
            said = (tmp_path / "said").read_text(encoding="utf-8").split("\n")
            assert f"statuses/{lawful} -f state=success" in said[0]
            assert f"statuses/{forged} -f state=failure" in said[1]
