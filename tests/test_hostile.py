"""A repository that came from an attacker: whatever it says, it says nothing to the terminal.

Every verb, and the room, is run in a real pseudo-terminal. What comes out may hold the codes that
we write ourselves, and no other control character: none that the repository brought.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constitution.cli.main import _VERBS
from constitution.repository.library import pygit2
from tests.committee import Committee, path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

ROOT = Path(__file__).resolve().parent.parent

TITLE = "\x1b]0;PWNED\x07"
"""Sets the title of the window."""
COLOUR = "\x1b[35;45mPWNED"
"""A colour that we never use."""
SINGLE = "\x9b35;45mPWNED\u2028\u202e"
"""The same in one character of the C1 set; a separator of lines, a turn of direction."""
MARKUP = "[/x][$x][b"
HOSTILE = f"{TITLE}{COLOUR}{SINGLE}{MARKUP}\x08\r\x7f"

OURS = re.compile(
    rb"\x1b\[(?:0|1|2|3[1256];[49])m"
    rb"|\r\x1b\[K|\x1b\[K|\r?\n"
)


def payloads_in(out: bytes) -> list[bytes]:
    """Every control character in an output that is none of our own codes."""
    left = OURS.sub(b"", out)
    text = left.decode("utf-8", "surrogateescape")
    return [
        repr(text[max(0, place.start() - 40) : place.end() + 20]).encode()
        for place in re.finditer("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u202e]", text)
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A constitution where every string that anyone may write is hostile."""
    folder = tmp_path_factory.mktemp("hostile") / "text"
    committee = Committee.sit(folder)
    committee.submitted("moins", "4", "quatre cents", "trois cents")
    committee.pass_("1")
    committee.submitted("plus", "4", "cinq ans", "six ans")
    committee.put("2")
    committee.count("2", 30, 20)
    committee.submitted("juges", "7", "neuf membres", "onze membres")
    committee.draft("essai", "5", "neuf mois", "dix mois")
    git = pygit2.Repository(str(folder))
    person = pygit2.Signature(HOSTILE.replace("\x00", ""), "x@x", 1_800_000_000, 0)

    def commit(ref: str, files: dict[str, bytes], parents: Sequence[str]) -> str:
        index = pygit2.Index()
        if parents:
            index.read_tree(git[parents[0]].peel(pygit2.Tree))
        for path, data in files.items():
            mode = pygit2.enums.FileMode.BLOB
            index.add(pygit2.IndexEntry(path, git.create_blob(data), mode))
        made = git.create_commit(
            None, person, person, f"{HOSTILE}\n\n{HOSTILE}\n", index.write_tree(git), list(parents)
        )
        with contextlib.suppress(KeyError):
            git.references.delete(ref)
        git.references.create(ref, made)
        return str(made)

    main = str(git.references["refs/heads/main"].target)
    bad = HOSTILE.encode()
    commit(
        "refs/heads/amendments/bad",
        {"drafts/bad/amendment.toml": b'title = "' + bad + b'"'},
        [main],
    )
    commit(
        "refs/heads/amendments/worse",
        {
            path_of("5"): b"# Article 5 " + bad + b"\n\n" + bad + b"\n",
            "drafts/worse/reasons.md": bad,
        },
        [main],
    )
    commit("refs/heads/amendments/named", {"articles/\x1b[35;45mx.md": bad}, [main])
    commit(
        "refs/heads/motions/9-bad",
        {"votes/9-bad/motion.toml": bad, "votes/9-bad/README.md": bad},
        [main],
    )
    commit("refs/ballots/2/siege-01", {"ballot.toml": bad}, [])
    commit(f"refs/heads/{TITLE.strip(chr(7))}x".replace("\x1b", "é"), {}, [main])
    free = commit("refs/heads/main", {"README.md": bad, "notes/\x1b[35;45mx": b"x"}, [main])
    commit("refs/heads/main", {path_of("6"): b"# Article 6\n\n" + bad + b"\n"}, [free])
    (folder / ".git/constitution/typed").mkdir(parents=True, exist_ok=True)
    (folder / ".git/constitution/typed" / "\x1b[35;45mx.md").write_bytes(bad)
    (folder.parent / ".gitconfig").write_text(
        "[user]\n\tname = A\n\temail = a@x\n", encoding="utf-8"
    )
    config = folder / ".git/config"
    config.write_text(
        config.read_text(encoding="utf-8")
        + '\n[user]\n\tname = "A\\tB"\n\temail = a@x\n'
        + f'[remote "origin"]\n\turl = "/nowhere{COLOUR}"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n',
        encoding="utf-8",
    )
    return folder


CALLS: dict[str, list[list[str]]] = {
    "status": [["status"], ["status", "--json"]],
    "contents": [["contents"], ["contents", "--amendment", "worse"]],
    "show": [["show", "6"], ["show", "5", "--amendment", "worse"], ["show", HOSTILE]],
    "search": [["search", "PWNED"], ["search", HOSTILE]],
    "diff": [["diff", "--amendment", "worse"], ["diff", "6", "--since", "main~1"], ["diff"]],
    "history": [["history"], ["history", "6"], ["history", "--json"]],
    "origin": [["origin", "6"], ["origin", "5"]],
    "votes": [["votes"], ["votes", "1"]],
    "amend": [
        ["amend", "list"],
        ["amend", "show", "bad"],
        ["amend", "show", "worse"],
        ["amend", "show", "worse", "--words"],
        ["amend", "show", "named"],
        ["amend", "submit", "worse"],
        ["amend", "update", "worse"],
        ["amend", "new", HOSTILE, "--title", HOSTILE],
        ["amend", "edit", "essai", "5", "--file", HOSTILE],
    ],
    "renumber": [["renumber", "x", "--dry-run"]],
    "rivals": [["rivals"]],
    "order": [["order"]],
    "put": [["put", "worse"], ["put", "9"], ["put", "3", "--yes"], ["put", HOSTILE]],
    "vote": [["vote", "2", "for", "--as", "siege-01"], ["vote", "2", HOSTILE, "--as", HOSTILE]],
    "count": [
        ["count", "9", "--for", "1", "--against", "0"],
        ["count", "2", "--roll-call", HOSTILE],
    ],
    "declare": [["declare", "9", "--yes"], ["declare", "2", "--yes"]],
    "dispose": [["dispose", "worse", "fallen", "--ruling", HOSTILE, "--yes"]],
    "undo": [["undo", "--yes"], ["undo", "--redo"]],
    "fetch": [["fetch"], ["fetch", HOSTILE], ["fetch", "--to", HOSTILE]],
    "publish": [["publish", "--yes"], ["publish", "--to", HOSTILE]],
    "demo": [],
    "init": [["init", "new", "--seats", "3", "--name", HOSTILE]],
    "import": [["import", HOSTILE, "new2"]],
    "members": [["members"]],
    "rules": [["rules"]],
    "check": [["check"], ["check", HOSTILE]],
    "format": [["format", "--dry-run"]],
    "verify": [["verify"], ["verify", "--tip", "main~1"], ["verify", "--json"]],
    "doctor": [["doctor"], ["doctor", "--fix"]],
    "merge-file": [["merge-file", HOSTILE, HOSTILE, HOSTILE]],
    "hook": [["hook", "github"], ["hook", "pre-receive"]],
    "ballots": [["ballots", "2"], ["ballots", "9"]],
    "screen": [],  # the room, for everyone to see
    "serve": [],  # the room, in a browser
    "tui": [],
    HOSTILE: [[HOSTILE]],
}


def in_a_terminal(
    arguments: Sequence[str], cwd: Path, *, keys: bytes = b"", seconds: float = 90
) -> bytes:
    """All that a program writes to a terminal of 80 by 24, keys typed one by one."""
    ours, theirs = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = subprocess.Popen(
        arguments,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "PYTHONPATH": str(ROOT),
            "EDITOR": "true",
            "HOME": str(cwd.parent),
        },
        start_new_session=True,
        close_fds=True,
    )
    os.close(theirs)
    out = bytearray()
    until = time.monotonic() + seconds
    typed = 0
    last = time.monotonic()
    while time.monotonic() < until:
        ready, _w, _x = select.select([ours], [], [], 0.1)
        if ready:
            try:
                data = os.read(ours, 1 << 16)
            except OSError:
                break
            if not data:
                break
            out += data
            last = time.monotonic()
        elif typed < len(keys) and time.monotonic() - last > 0.3 and out:
            os.write(ours, keys[typed : typed + 1])
            typed += 1
            last = time.monotonic()
        elif started.poll() is not None:
            break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    os.close(ours)
    return bytes(out)


def test_every_verb_is_called() -> None:
    """A new verb takes its place in the calls of this test."""
    verbs = {name for group in _VERBS.values() for name in group}
    assert verbs <= CALLS.keys(), verbs - CALLS.keys()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_verb_lets_a_control_character_through(hostile: Path, language: str) -> None:
    """In colour, on a terminal: only our own codes are codes."""
    script = (
        "import sys, json\n"
        "from constitution.cli.main import run\n"
        "for call in json.loads(sys.argv[1]):\n"
        "    print('CALL', json.dumps(call), flush=True)\n"
        "    run(call)\n"
        "    sys.stdout.flush()\n"
        "print('ALL DONE')\n"
    )
    calls = [
        ["--lang", language, *one]
        for some in CALLS.values()
        for one in some
        if "hook" not in one or "github" in one
    ]
    out = in_a_terminal([sys.executable, "-c", script, json.dumps(calls)], hostile)
    assert b"ALL DONE" in out, out[-2000:].decode("utf-8", "replace")
    assert b"PWNED" in out, "the repository's words are shown"
    assert "\u240b[35;45m".replace("\u240b", "\u241b").encode() in out, "and as symbols"
    assert b"It is our fault" not in out
    assert "C’est notre faute".encode() not in out
    found = payloads_in(out)
    assert found == [], b"\n".join(found[:40]).decode()


def test_the_room_lets_no_code_of_the_repository_through(hostile: Path) -> None:
    """Each place of the room is opened; a terminal would have seen the payload."""
    out = in_a_terminal(
        [sys.executable, "-m", "constitution", "tui"],
        hostile,
        keys=b"2j\r3j4j\r1q",
        seconds=25,
    )
    assert len(out) > 2000, out
    for raw in (TITLE.encode(), COLOUR.encode(), b"\xc2\x9b", b"\x1b]0;", b"\x9b35"):
        assert raw not in out
    assert b"Traceback" not in out
