# ruff: noqa: INP001 - a script beside the documents, not a package
"""The answers in the documents, written again from the commands above them.

    python docs/consoles.py README.md docs/verbs.md …

Every fenced block of `console` is a session: a line that begins with `$ ` is typed, one that begins
with `> ` goes on from it, all the rest is what came back. The blocks of a file share one shell, which
starts in an empty folder; `*.fr.md` is answered in French, everything else in English.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "@@answered@@"
IDENTITY = "[user]\n\tname = Amina Diallo\n\temail = amina@assembly.invalid\n"
DEFAULTS = "[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n"


def commands(block: str) -> list[str]:
    """What is typed in a block, with the lines that go on from it."""
    typed: list[str] = []
    goes_on = False
    for line in block.split("\n"):
        if line.startswith("$ "):
            typed.append(line)
            goes_on = "<<" in line
        elif goes_on and line[:1] == ">":
            typed[-1] += "\n" + line
        else:
            goes_on = False
    return typed


def script_of(typed: list[str]) -> str:
    """The commands as one script, with a mark after each answer."""
    lines = ["exec 2>&1"]
    for one in typed:
        bare = "\n".join(line[2:] for line in one.split("\n"))
        lines += [bare, f"code=$?; printf '{MARK}\\n'; (exit $code)"]
    return "\n".join(lines) + "\n"


def answers(script: str, language: str) -> list[str]:
    """What each command answered, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        home, here, bin_ = (Path(scratch, name) for name in ("home", "here", "bin"))
        for folder in (home, here, bin_):
            folder.mkdir()
        (home / ".gitconfig").write_text(IDENTITY + DEFAULTS, encoding="utf-8")
        shim = bin_ / "constitution"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m constitution "$@"\n', "utf-8")
        shim.chmod(0o755)
        (home / "script").write_text(script, encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - the commands of our own documents
            ["bash", str(home / "script")],  # noqa: S607 - the reader's own shell
            cwd=here,
            env={
                "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "HOME": str(home),
                "GIT_CONFIG_NOSYSTEM": "1",
                "LANG": language,
                "PYTHONUTF8": "1",
                "COLUMNS": "80",
                "NO_COLOR": "1",
                "GIT_PAGER": "cat",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=False,
        )
        return done.stdout.decode().replace(str(here), "…").split(f"{MARK}\n")


def rewrite(text: str, language: str) -> str:
    """The document with every answer as it came back."""
    blocks = [commands(found[1]) for found in BLOCK.finditer(text)]
    said = iter(answers(script_of([one for block in blocks for one in block]), language))
    sessions = iter(blocks)

    def session(_found: re.Match[str]) -> str:
        lines = "".join(f"{one}\n{next(said)}" for one in next(sessions))
        return f"```console\n{lines}```"

    return BLOCK.sub(session, text)


def main(names: list[str]) -> None:
    """Write the documents again."""
    for name in names:
        file = Path(name)
        language = "fr_FR.UTF-8" if name.endswith(".fr.md") else "C.UTF-8"
        file.write_text(rewrite(file.read_text("utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
