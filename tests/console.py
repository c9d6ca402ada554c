"""The console blocks of a document, typed again: what came back must be what the document says.

The conventions are those of `docs/consoles.py`, which writes the answers: the blocks of a file are
one session that begins in an empty folder. Verbs of ours run in this process, after `cd` and at the
end of a pipe too; everything else is given to `bash`. Ids of commits and dates are masked.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from constitution.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

__all__ = ["Exchange", "Session", "exchanges", "masked"]

ROOT = Path(__file__).resolve().parent.parent
IDENTITY = "[user]\n\tname = Amina Diallo\n\temail = amina@assembly.invalid\n"
DEFAULTS = "[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n"


def _consoles() -> ModuleType:
    """The script that writes the documents' answers: it says what is typed in a block."""
    spec = importlib.util.spec_from_file_location("consoles", ROOT / "docs" / "consoles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a document says was typed, and what it says came back."""

    typed: str
    """The command, with the lines that go on from it, without the marks before them."""
    answer: str
    line: int
    """Where the document types it."""


def exchanges(document: Path) -> Iterator[Exchange]:
    """Every exchange of the document's console blocks, in order."""
    consoles = _consoles()
    text = document.read_text(encoding="utf-8")
    for block in consoles.BLOCK.finditer(text):
        rest, line = block[1], text[: block.start(1)].count("\n") + 1
        typed = consoles.commands(block[1])
        for place, command in enumerate(typed):
            assert rest.startswith(command + "\n"), f"{document.name}:{line}: nothing is typed here"
            rest = rest[len(command) + 1 :]
            after = f"{typed[place + 1]}\n" if place + 1 < len(typed) else None
            end = len(rest) if after is None else _start(rest, after)
            bare = "\n".join(row[2:] for row in command.split("\n"))
            yield Exchange(bare, rest[:end], line)
            line += command.count("\n") + 1 + rest[:end].count("\n")
            rest = rest[end:]


def _start(text: str, line: str) -> int:
    """Where a line of the text begins."""
    return 0 if text.startswith(line) else text.index("\n" + line) + 1


def masked(text: str) -> str:
    """The text with ids of commits, digests, keys and dates as marks, and no spaces at the ends of lines."""
    text = re.sub(r"\b[0-9a-f]{7,64}\b", "COMMIT", text)
    text = re.sub(r"SHA256:[A-Za-z0-9+/]{43}", "KEY", text)
    text = re.sub(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", "DATE", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


@dataclass(slots=True)
class Session:
    """One reader's terminal: a folder, a home, a language."""

    scratch: Path
    language: str = "C.UTF-8"
    here: Path = field(init=False)

    def __post_init__(self) -> None:
        """Make the folders, the reader's identity, and the command for `bash`."""
        for name in ("home", "here", "bin"):
            (self.scratch / name).mkdir()
        (self.scratch / "home" / ".gitconfig").write_text(IDENTITY + DEFAULTS, encoding="utf-8")
        shim = self.scratch / "bin" / "constitution"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m constitution "$@"\n', "utf-8")
        shim.chmod(0o755)
        self.here = self.scratch / "here"

    @property
    def environment(self) -> dict[str, str]:
        """What the programs are told."""
        return {
            "PATH": f"{self.scratch / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.scratch / "home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": self.language,
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "GIT_PAGER": "cat",
        }

    def type(self, command: str) -> str:
        """What comes back, errors included."""
        first, _newline, rest = command.partition("\n")
        if first.startswith("cd ") and not rest:
            self.here = (self.here / first[3:]).resolve()
            return ""
        found = re.fullmatch(r"(?:([^;&]*) \| )?constitution ([^|<>;&$`]*)(<<'(\w+)')?", first)
        if found is None:
            return self._in_bash(command, errors=True)
        before, arguments, heredoc, end = found.groups()
        if heredoc is not None:
            given = rest.removesuffix(end)
        else:
            given = self._in_bash(before, errors=False) if before else ""
        return self._here(shlex.split(arguments), given)

    def _in_bash(self, command: str, *, errors: bool) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.here,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if errors else None,
            check=False,
        )
        said = done.stdout.decode()
        # a machine without the reader's locale: bash says so, and the programs are told all the same
        said = re.sub(r"^bash: warning: setlocale: .*\n", "", said, flags=re.MULTILINE)
        return self._without_scratch(said)

    def _here(self, arguments: list[str], given: str) -> str:
        """The answer of a verb, in this process."""
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
        with (
            _environment(self.environment),
            contextlib.chdir(self.here),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
            mock.patch.object(sys, "stdin", stdin),
            _global_configuration(self.scratch / "home"),
        ):
            run(arguments)
        return self._without_scratch(out.buffer.getvalue().decode())

    def _without_scratch(self, text: str) -> str:
        return text.replace(str(self.scratch / "here"), "…")


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    with mock.patch.dict(os.environ, wanted):
        os.environ.pop("GIT_CONFIG_GLOBAL", None)
        yield


@contextlib.contextmanager
def _global_configuration(home: Path) -> Iterator[None]:
    """The reader's own git configuration in place of the empty one that tests have."""
    from constitution.repository.library import pygit2

    level = pygit2.enums.ConfigLevel.GLOBAL
    before = pygit2.settings.search_path[level]
    pygit2.settings.search_path[level] = str(home)
    try:
        yield
    finally:
        pygit2.settings.search_path[level] = before
