"""What a commit of main brought that no vote could make right: names, modes, texts, governance.

These hold of every commit, ratified or not: a tree that git would not write, a path or a mode
that a checkout could trip over, an article outside the normal form, rules that leave a gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.governance import (
    GOVERNANCE_FILES,
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    MemberId,
    Members,
    Rules,
    Settings,
    refuse_unsatisfiable,
)
from constitution.language import _
from constitution.names import LONGEST_PATH, is_too_long, name_fault, path_fault, slug_in
from constitution.text import NORMAL_FORM, byte_faults, warnings
from constitution.verify.doubt import Doubt
from constitution.verify.objects import FILE
from constitution.verify.report import Fault, sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.verify.archive import Difference, Snapshot
    from constitution.verify.report import Code

__all__ = [
    "RECORD_FILES",
    "attribute_warnings",
    "content_faults",
    "governance_faults",
    "print_warnings",
    "text_faults",
]

RECORD_FILES = ("README.md", "motion.toml", "ballots.toml", "vote.toml")
_FIRST = re.compile(r"[A-Za-z0-9]")
_OTHER_BYTES = re.compile(r"filter(=.*)?|ident(=.*)?|working-tree-encoding=.*|eol=crlf")
"""Attributes with which git writes a file otherwise than it is kept."""
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor of a terminal, or turns around what is read there."""


def content_faults(commit: str, differences: Iterable[Difference]) -> Iterator[Fault]:
    """A fault for every new name and mode below the protected folders that has no place there."""
    for difference in differences:
        if difference.new is None:
            continue
        path = difference.path
        if difference.new.mode != FILE or ("/" not in path and path != ".gitattributes"):
            yield Fault("bad-mode", _("Only plain files and folders may stand here."), commit, path)
            continue
        fault = _path_fault(path)
        if fault and (difference.old is None or difference.old.mode != FILE):
            yield Fault("bad-path", fault, commit, path)


def _path_fault(path: str) -> str | None:
    if path == ".gitattributes":
        return None
    if is_too_long(path):
        return _("The path is longer than {longest} bytes.").format(longest=LONGEST_PATH)
    top, *names = path.split("/")
    if top == ".gitattributes":
        return _(".gitattributes is a file, and not a folder.")
    for name in names:
        if not _FIRST.match(name):
            return _("{name}: names here begin with a letter or a digit.").format(name=ascii(name))
        if name_fault(name) is not None:
            return _("{name} is not a name that every computer takes.").format(name=ascii(name))
    if top == "governance" and path not in GOVERNANCE_FILES:
        return _("governance/ holds three files, and this is none of them.")
    if top == "votes" and (
        len(names) != 2 or names[1] not in RECORD_FILES or slug_in(names[0]) is None
    ):
        return _("votes/ holds one folder for each amendment, each with its four files.")
    return path_fault(path) if top == "articles" else None


def text_faults(commit: Snapshot, differences: Iterable[Difference]) -> Iterator[Fault]:
    """A fault for every new article text outside the byte grammar of the normal form.

    `unknown-character` is a doubt and `mixed-script` a warning; the caller tells them apart.
    Raises `Doubt` where the commit's text is in a newer normal form.
    """
    settings = commit.settings()
    if isinstance(settings, Settings) and settings.normal_form > NORMAL_FORM:
        raise Doubt(
            "unknown-format",
            _("The text is in a newer normal form than this program knows."),
            hint=_("Verify with a newer version of `constitution`."),
        )
    for difference in differences:
        new = difference.new
        if new is None or new.mode != FILE or not difference.path.startswith("articles/"):
            continue
        data = commit.archive.blob(new.id)
        faults = byte_faults(data)
        for fault in faults:
            yield Fault(
                "unknown-character" if fault.code == "unknown-character" else "bad-text",
                fault.message,
                commit.id,
                f"{difference.path}:{fault.line}",
            )
        if not faults:
            for warning in warnings(data.decode()):
                yield Fault(
                    "mixed-script",
                    warning.message,
                    commit.id,
                    f"{difference.path}:{warning.line}",
                )


def attribute_warnings(commit: Snapshot, differences: Iterable[Difference]) -> Iterator[Fault]:
    """A warning where a founding has git check out other bytes than those that it keeps.

    No fault: the text is what the objects say. Whoever changes the attributes later is at fault.
    """
    for difference in differences:
        new = difference.new
        if difference.path != ".gitattributes" or new is None or new.mode != FILE:
            continue
        lines = commit.archive.blob(new.id).decode(errors="replace").split("\n")
        told = [line.split()[1:] for line in lines if not line.lstrip().startswith("#")]
        others = sorted({word for words in told for word in words if _OTHER_BYTES.fullmatch(word)})
        if others:
            yield Fault(
                "other-bytes",
                _(
                    "{attributes}: git may check out other words than those that are verified here; "
                    "read the text with `constitution show`."
                ).format(attributes=", ".join(map(ascii, others))),
                commit.id,
                difference.path,
            )


def print_warnings(commit: Snapshot, differences: Iterable[Difference]) -> Iterator[Fault]:
    """A warning for each printed amendment that a terminal would show otherwise than it is.

    No fault: it is sealed with the motion, and what was lawfully voted on stays so.
    """
    for difference in differences:
        new, path = difference.new, difference.path
        if new is None or new.mode != FILE or not path.startswith("votes/"):
            continue
        if path.endswith("/README.md"):
            text = commit.archive.blob(new.id).decode(errors="replace")
            unseen = sorted(set(_UNSEEN.findall(text)))
            if unseen:
                yield Fault(
                    "hidden-characters",
                    _(
                        "The printed amendment holds {characters}, which can change what a "
                        "terminal shows: read it with a program that shows them."
                    ).format(characters=", ".join(f"U+{ord(one):04X}" for one in unseen)),
                    commit.id,
                    path,
                )


def governance_faults(
    parent: Snapshot | None,
    child: Snapshot,
    differences: Iterable[Difference],
    gone: frozenset[MemberId],
) -> Iterator[Fault]:
    """A fault for every file of governance that the commit changed into one that cannot govern.

    `gone` are the ids that were removed before this commit.
    """
    changed = {difference.path for difference in differences} & set(GOVERNANCE_FILES)
    if parent is None:
        changed = set(GOVERNANCE_FILES)
    if SETTINGS_FILE in changed:
        yield from _settings_faults(parent, child)
    rules, members = child.rules(), child.members()
    if RULES_FILE in changed and isinstance(rules, Malformed):
        yield _fault("bad-rules", rules, child, RULES_FILE)
    if MEMBERS_FILE in changed:
        if isinstance(members, Malformed):
            yield _fault("bad-members", members, child, MEMBERS_FILE)
        else:
            yield from _returned(parent, child, members, gone)
    if not changed & {RULES_FILE, MEMBERS_FILE}:
        return
    if isinstance(rules, Rules) and isinstance(members, Members):
        try:
            refuse_unsatisfiable(rules, members)
        except Malformed as fault:
            yield _fault("bad-rules", fault, child, RULES_FILE)


def _fault(code: Code, fault: Malformed, child: Snapshot, path: str) -> Fault:
    return Fault(code, sentence_of(fault), child.id, fault.where or path, fault.hint)


def _settings_faults(parent: Snapshot | None, child: Snapshot) -> Iterator[Fault]:
    new = child.settings()
    if isinstance(new, Malformed):
        yield _fault("bad-settings", new, child, SETTINGS_FILE)
        return
    old = parent.settings() if parent else None
    if isinstance(old, Settings) and new.normal_form < old.normal_form:
        yield Fault(
            "bad-settings",
            _("The version of the normal form never goes down."),
            child.id,
            SETTINGS_FILE,
        )


def _returned(
    parent: Snapshot | None, child: Snapshot, members: Members, gone: frozenset[MemberId]
) -> Iterator[Fault]:
    old = parent.members() if parent else None
    present = old.by_id.keys() if isinstance(old, Members) else set()
    for id_ in members.by_id.keys() - present:
        if id_ in gone:
            yield Fault(
                "bad-members",
                _("The id {id} belonged to a member who was removed; it never returns.").format(
                    id=id_
                ),
                child.id,
                MEMBERS_FILE,
            )
