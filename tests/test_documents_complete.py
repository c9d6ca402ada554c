"""The documents leave nothing out: every verb, option, format and code has its line, every link its end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click
import pytest

from constitution.cli.amend import amend_verb
from constitution.cli.main import cli
from constitution.governance import EVIDENCE
from constitution.verify import report
from constitution.vote import DISPOSITIONS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    """A link inside the repository names something that is there."""
    prose = re.sub(
        r"^```.*?^```$|`[^`\n]+`", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for target in re.findall(r"\]\(([^)\s#]+)", prose):
        if not target.startswith(("http://", "https://")):
            assert (document.parent / target).exists(), target


def _verbs() -> list[tuple[str, click.Command]]:
    context = click.Context(cli)
    top = [(name, cli.get_command(context, name)) for name in cli.list_commands(context)]
    drafting = [(f"amend {name}", command) for name, command in amend_verb.commands.items()]
    return [(name, command) for name, command in top if command is not None] + list(drafting)


def test_every_verb_and_every_option_is_documented() -> None:
    """`docs/verbs.md` names each verb, and each of its options somewhere."""
    text = _read("docs/verbs.md")
    for name, command in _verbs():
        assert re.search(rf"\b{name}\b", text), name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in (*parameter.opts, *parameter.secondary_opts):
                    assert option in text or f"no-{option[2:]}" in text, f"{name} {option}"


def test_the_room_says_of_every_verb_where_it_is() -> None:
    """`docs/room.md` has the key of each, or says why it has none."""
    table = _read("docs/room.md").partition("## What each verb is here")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in table.split("\n") if row.startswith("| `")]
    named = {words for row in rows for words in re.findall(r"`([a-z -]+)`", row)}
    for name, _command in _verbs():
        assert {name, name.removeprefix("amend ")} & named or name == "amend", name


def test_every_format_of_data_is_documented() -> None:
    """`docs/json.md` has a section for each `format` that the command line prints."""
    text = _read("docs/json.md")
    printed = {
        found
        for module in (ROOT / "constitution" / "cli").glob("*.py")
        for found in re.findall(r'"(constitution-[a-z-]+/\d+)"', module.read_text("utf-8"))
    }
    assert printed
    assert [name for name in sorted(printed) if f"`{name}`" not in text] == []


def test_every_format_of_a_file_is_documented() -> None:
    """`docs/format.md` names each format that is written into a repository."""
    text = _read("docs/format.md")
    written = {
        found
        for folder in ("constitution", "constitution/assembly", "constitution/history")
        for module in (ROOT / folder).glob("*.py")
        for found in re.findall(r'"(constitution(?:-[a-z]+)?/\d+)"', module.read_text("utf-8"))
    }
    assert written
    assert [name for name in sorted(written) if name not in text] == []


def test_every_code_of_verification_is_explained() -> None:
    """`docs/verifying.md` says what each code means."""
    text = _read("docs/verifying.md")
    assert [code for code in get_args(report.Code) if f"`{code}`" not in text] == []


def test_every_kind_of_evidence_and_of_outcome_is_in_the_format() -> None:
    """`docs/format.md` lists the closed sets of the vote record."""
    text = _read("docs/format.md")
    assert [word for word in (*EVIDENCE, *DISPOSITIONS) if f"`{word}`" not in text] == []


def test_every_decision_is_in_the_list() -> None:
    """The list of decisions leads to each page."""
    folder = ROOT / "docs" / "decisions"
    text = (folder / "README.md").read_text("utf-8")
    pages = sorted(page.name for page in folder.glob("[0-9]*.md"))
    assert pages == re.findall(r"\]\((\d{3}-[a-z-]+\.md)\)", text)


def test_the_two_readmes_say_the_same_things() -> None:
    """The French README has the sections and the commands of the English one."""
    english, french = _read("README.md"), _read("README.fr.md")
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(
        re.findall(r"^#+ ", french, re.MULTILINE)
    )
    typed = [
        re.findall(r"^\$ (?:constitution \S+|\S+)", text, re.MULTILINE)
        for text in (english, french)
    ]
    assert typed[0] == typed[1]
