"""The terminal: what reaches it, in which colours, and through which pager."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from constitution.display import safe

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Mapping

__all__ = ["colour_wanted", "paged", "safe"]


def colour_wanted(stream: TextIO, env: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that shows colours, and its reader has not declined them.

    A stream that git reads into its pager, having called us as its differ, is one too.
    """
    shown = stream.isatty() or env.get("GIT_PAGER_IN_USE") in {"1", "true"}
    return shown and not env.get("NO_COLOR") and env.get("TERM") != "dumb"


def paged(lines: Iterable[str], stream: TextIO, env: Mapping[str, str]) -> None:
    """Every line is written, through the reader's pager where the stream is a terminal.

    The pager is `GIT_PAGER`, else `PAGER`, else `less -FRX`; none if it is empty or `cat`. A reader
    who leaves the pager early ends the writing quietly.
    """
    command = _pager(env) if stream.isatty() else ""
    if not command:
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()  # what is said afterwards, on stderr, comes after it wherever both go
        return
    import subprocess

    pager = subprocess.Popen(  # noqa: S602 - a pager is a shell command of the reader's own choice
        command,
        shell=True,
        stdin=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={"LESS": "FRX", "LV": "-c", **env},
    )
    if pager.stdin is not None:
        with suppress(BrokenPipeError):  # the reader has read enough
            pager.stdin.writelines(f"{line}\n" for line in lines)
        with suppress(BrokenPipeError):
            pager.stdin.close()
    _wait(pager)


def _pager(env: Mapping[str, str]) -> str:
    for name in ("GIT_PAGER", "PAGER"):
        if name in env:
            command = env[name].strip()
            return "" if command == "cat" else command
    import shutil

    return "less" if shutil.which("less", path=env.get("PATH", os.defpath)) else ""


def _wait(pager: subprocess.Popen[str]) -> None:
    """The pager has ended; an interrupt is its own to handle while it shows."""
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:
            continue
        return
