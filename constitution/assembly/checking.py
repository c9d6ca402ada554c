"""Checking: the faults of a whole text, and what an amendment breaks elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.article import path_key
from constitution.coherence import check
from constitution.errors import Malformed
from constitution.governance import (
    GOVERNANCE_FILES,
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Rules,
    Settings,
    refuse_unsatisfiable,
)
from constitution.history import Snapshot
from constitution.objects.pipes import read_whole
from constitution.shifting import shifted
from constitution.text import decode, format_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.coherence import Finding

__all__ = ["GovernanceFault", "check_governance", "consequences", "format_files", "work_files"]


def consequences(desk: Desk, one: Pending) -> list[Finding]:
    """What an amendment makes wrong: references to what it removes, or that now mean another place.

    Faults that stood before it are not its own.
    """
    base = desk.at(one.fork)
    draft = Snapshot(desk.repository, one.branch.tip)
    language = base.settings.language
    moves = dict(one.amendment.moves)
    same = {path for path, text in draft.texts.items() if base.texts.get(path) == text}
    before = {
        (moves.get(path, path), fault.code, fault.message)
        for path, fault in check(base.texts, language, unread=same)
    }
    broken = [
        (path, fault)
        for path, fault in check(draft.texts, language, unread=same)
        if (path, fault.code, fault.message) not in before
    ]
    return broken + shifted(base.texts, draft.texts, language, moves)


@dataclass(frozen=True, slots=True)
class GovernanceFault:
    """What is wrong with a governance file."""

    path: str
    sentence: str
    hint: str


def check_governance(files: Mapping[str, bytes]) -> list[GovernanceFault]:
    """The faults of the governance files; a text without any has none."""
    present = [path for path in GOVERNANCE_FILES if path in files]
    if not present:
        return []
    found: list[GovernanceFault] = []
    parsed: dict[str, Rules | Members | Settings] = {}
    for path, parse in (
        (SETTINGS_FILE, Settings.parse),
        (MEMBERS_FILE, Members.parse),
        (RULES_FILE, Rules.parse),
    ):
        try:
            parsed[path] = parse(files.get(path, b""), path)
        except Malformed as error:
            found.append(GovernanceFault(error.where or path, error.bare, error.hint))
    rules, members = parsed.get(RULES_FILE), parsed.get(MEMBERS_FILE)
    if isinstance(rules, Rules) and isinstance(members, Members):
        try:
            refuse_unsatisfiable(rules, members)
        except Malformed as error:
            found.append(GovernanceFault(RULES_FILE, error.bare, error.hint))
    return found


def work_files(folder: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """The articles and the governance files of a work tree; `Malformed` where one is not UTF-8."""
    found = sorted(
        (file.relative_to(folder).as_posix() for file in (folder / "articles").rglob("*.md")),
        key=path_key,
    )
    texts = {path: decode(read_whole(folder / path), path) for path in found}
    governance = {
        path: (folder / path).read_bytes() for path in GOVERNANCE_FILES if (folder / path).is_file()
    }
    return texts, governance


def format_files(
    texts: Mapping[str, str], governance: Mapping[str, bytes], language: str
) -> dict[str, bytes]:
    """The files that are not in their form, as they would be: path to new bytes."""
    changed: dict[str, bytes] = {}
    for path, text in texts.items():
        data = format_text(text, language).encode()
        if data != text.encode():
            changed[path] = data
    for path, data in governance.items():
        match path:
            case "governance/members.toml":
                canonical = Members.parse(data, path, canonical=False).to_bytes()
            case "governance/rules.toml":
                canonical = Rules.parse(data, path, canonical=False).to_bytes()
            case _:
                canonical = Settings.parse(data, path, canonical=False).to_bytes()
        if canonical != data:
            changed[path] = canonical
    return changed
