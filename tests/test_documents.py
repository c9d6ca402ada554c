"""The documents tell the truth: every command in them answers what they say it answers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from constitution import language
from tests.console import ROOT, Session, exchanges, masked

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
    if "\n```console\n" in file.read_text(encoding="utf-8")
)


@pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="git or bash is missing"
)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_commands_of_a_document_answer_what_it_says(name: str, tmp_path: Path) -> None:
    """One session a document; `python docs/consoles.py DOCUMENT` writes its answers again."""
    session = Session(tmp_path, "fr_FR.UTF-8" if name.endswith(".fr.md") else "C.UTF-8")
    if "ssh-keygen" in (ROOT / name).read_text("utf-8") and shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH is not installed")
    typed = 0
    with language.speaking("en"):
        for exchange in exchanges(ROOT / name):
            answer = session.type(exchange.typed)
            where = f"{name}:{exchange.line}: $ {exchange.typed}"
            assert masked(answer) == masked(exchange.answer), where
            typed += 1
    assert typed
