"""What is put to the vote: the questions, each with its changes, bound to content digests.

`votes/<number>-<slug>/motion.toml` holds it. A change names a path and the SHA-256 of what stands
there before and after, so a vote binds to words and not to a branch.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, assert_never

from constitution.canonical import (
    Digest,
    Lines,
    is_digest,
    open_table,
    refuse_other_bytes,
    write,
)
from constitution.errors import Malformed
from constitution.governance import GOVERNANCE_FILES
from constitution.language import _
from constitution.names import is_number, is_slug, path_fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from constitution.canonical import Table

__all__ = [
    "UNKNOWN_AUTHOR",
    "Add",
    "AmendmentNumber",
    "Change",
    "Delete",
    "Modify",
    "Motion",
    "Move",
    "Question",
    "changed_paths",
    "changes_between",
    "folder_name",
]

AmendmentNumber = NewType("AmendmentNumber", str)
"""The number an amendment was submitted under, `12`."""

UNKNOWN_AUTHOR = "unknown"
"""Stands in the place of the authors where nobody is known to have proposed it."""

_COMMIT = re.compile(r"[0-9a-f]{40}")
_NONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Add:
    """A file that was not there."""

    path: str
    new: Digest

    def __str__(self) -> str:
        return f"add {self.path} {self.new}"


@dataclass(frozen=True, slots=True)
class Modify:
    """A file with other words."""

    path: str
    old: Digest
    new: Digest

    def __str__(self) -> str:
        return f"modify {self.path} {self.old} {self.new}"


@dataclass(frozen=True, slots=True)
class Delete:
    """A file that goes."""

    path: str
    old: Digest

    def __str__(self) -> str:
        return f"delete {self.path} {self.old}"


@dataclass(frozen=True, slots=True)
class Move:
    """A file that keeps its identity under another path; its words may change too."""

    source: str
    path: str
    """Where it goes."""
    old: Digest
    new: Digest

    def __str__(self) -> str:
        return f"move {self.source} {self.path} {self.old} {self.new}"


Change = Add | Modify | Delete | Move


def changed_paths(changes: Iterable[Change]) -> frozenset[str]:
    """Every path the changes name, old and new."""
    paths = set()
    for change in changes:
        paths.add(change.path)
        if isinstance(change, Move):
            paths.add(change.source)
    return frozenset(paths)


def apply(changes: Iterable[Change], files: Mapping[str, Digest]) -> dict[str, Digest]:
    """The files after the changes, all of them at once (two files may swap their paths).

    Raises `Malformed` when a file does not hold what a change says it held, or a path is taken.
    """
    after = dict(files)
    changes = tuple(changes)
    for change in changes:
        if isinstance(change, Add):
            continue
        source = change.source if isinstance(change, Move) else change.path
        if files.get(source) != change.old:
            raise Malformed(
                _("the words there are not those the motion names"),
                where=source,
                hint=_("Put the amendment to the vote again, on the current text."),
            )
        if isinstance(change, Move | Delete):
            after.pop(source, None)
    for change in changes:
        match change:
            case Add() | Move():
                if change.path in after:
                    raise Malformed(_("another file stands there already"), where=change.path)
                after[change.path] = change.new
            case Modify():
                after[change.path] = change.new
            case Delete():
                pass
            case _:
                assert_never(change)
    return after


def changes_between(
    old: Mapping[str, Digest], new: Mapping[str, Digest], moves: Mapping[str, str]
) -> tuple[Change, ...]:
    """The changes that lead from one set of files to another, in the order of their paths.

    A declared move (old path to new) is a move when both ends are there; whatever else differs
    is added, modified or deleted, never guessed to be moved.
    """
    moved = {source: target for source, target in moves.items() if source in old and target in new}
    changes: list[Change] = [
        Move(source, target, old[source], new[target]) for source, target in moved.items()
    ]
    targets = set(moved.values())
    changes.extend(
        Delete(path, value)
        for path, value in old.items()
        if path not in moved and (path not in new or path in targets)
    )
    for path, value in new.items():
        if path in targets:
            continue
        if path not in old or path in moved:
            changes.append(Add(path, value))
        elif old[path] != value:
            changes.append(Modify(path, old[path], value))
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, str]:
    """Where a change stands in its question; a deletion before what takes its path."""
    return (change.source if isinstance(change, Move) else change.path, str(change))


def _parse_change(text: str, where: str) -> Change:
    match text.split(" "):
        case ["add", path, new] if is_digest(new):
            change: Change = Add(path, Digest(new))
        case ["modify", path, old, new] if is_digest(old) and is_digest(new) and old != new:
            change = Modify(path, Digest(old), Digest(new))
        case ["delete", path, old] if is_digest(old):
            change = Delete(path, Digest(old))
        case ["move", source, path, old, new] if (
            is_digest(old) and is_digest(new) and source != path
        ):
            change = Move(source, path, Digest(old), Digest(new))
        case _:
            raise Malformed(_("“{text}” is not a change").format(text=text), where=where)
    for path in changed_paths((change,)):
        if path in GOVERNANCE_FILES:
            if not isinstance(change, Modify):
                raise Malformed(_("{path} can only be modified").format(path=path), where=where)
        elif fault := path_fault(path):
            raise Malformed(f"{path}: {fault}", where=where)
    return change


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with changes of its own, or with a subject and the rule that governs it."""

    title: str
    changes: tuple[Change, ...] = ()
    subject: str | None = None
    """What is asked where no word changes: the text as a whole, a matter of procedure."""
    rule: str | None = None
    """The name of the rule that governs a subject."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Exactly what was put to the vote."""

    number: AmendmentNumber
    title: str
    authors: tuple[str, ...]
    base: str
    """The commit of main whose tree holds the rules and the members that govern the vote."""
    readme: Digest
    """The printed amendment."""
    nonce: str
    """32 hexadecimal digits, so that no ballot serves twice."""
    questions: tuple[Question, ...]
    revision: int = 0
    """0, or 1 for "rect.", 2 for "rect. bis" …"""
    round: int = 1
    """2 for a second deliberation."""
    on: AmendmentNumber | None = None
    """The amendment that this sub-amendment changes; it changes no text on main."""
    joined: tuple[AmendmentNumber, ...] = ()
    """The amendments that are voted together with this one."""
    takes_effect: dt.date | None = None

    @property
    def proposers(self) -> tuple[str, ...] | None:
        """Who proposed it; None where an import found nobody who is known to have."""
        return None if self.authors == (UNKNOWN_AUTHOR,) else self.authors

    @classmethod
    def parse(cls, data: bytes, where: str = "motion.toml") -> Motion:
        """The motion a file holds; `Malformed` unless the bytes are canonical."""
        table = open_table(data, where, "constitution-motion/1")
        number = table.text("number")
        on = table.optional_text("on")
        motion = cls(
            number=AmendmentNumber(number),
            revision=table.optional_number("revision") or 0,
            round=table.optional_number("round") or 1,
            on=AmendmentNumber(on) if on is not None else None,
            joined=tuple(
                AmendmentNumber(number)
                for number in (table.texts("joined") if table.has("joined") else ())
            ),
            title=table.text("title"),
            authors=table.texts("authors"),
            base=table.text("base"),
            readme=table.digest("readme"),
            nonce=table.text("nonce"),
            takes_effect=table.optional_date("takes_effect"),
            questions=tuple(_question(entry) for entry in table.tables("question")),
        )
        table.end()
        motion._refuse_faults(where)
        refuse_other_bytes(data, motion.to_bytes(), where)
        return motion

    def _refuse_faults(self, where: str) -> None:
        for number in (self.number, self.on, *self.joined):
            if number is not None and not is_number(number):
                raise Malformed(
                    _("“{number}” is not an amendment's number").format(number=number), where=where
                )
        if not _COMMIT.fullmatch(self.base):
            raise Malformed(_("“base” is not a commit"), where=where)
        if not _NONCE.fullmatch(self.nonce):
            raise Malformed(_("“nonce” is not 32 hexadecimal digits"), where=where)
        if not self.questions:
            raise Malformed(_("the motion asks no question"), where=where)
        twice = [
            path
            for path, times in Counter(
                path for question in self.questions for path in changed_paths(question.changes)
            ).items()
            if times > 1
        ]
        if twice:
            raise Malformed(
                _("two questions change {path}").format(path=twice[0]),
                where=where,
                hint=_("Each question has paths of its own."),
            )

    def to_bytes(self) -> bytes:
        """The canonical bytes of `motion.toml`."""
        return write(
            {
                "format": "constitution-motion/1",
                "number": self.number,
                "revision": self.revision or None,
                "round": self.round if self.round > 1 else None,
                "on": self.on,
                "joined": self.joined or None,
                "title": self.title,
                "authors": self.authors,
                "base": self.base,
                "readme": self.readme,
                "nonce": self.nonce,
                "takes_effect": self.takes_effect,
                "question": [
                    {
                        "title": question.title,
                        "subject": question.subject,
                        "rule": question.rule,
                        "changes": Lines(map(str, question.changes)) if question.changes else None,
                    }
                    for question in self.questions
                ],
            }
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all questions."""
        return tuple(change for question in self.questions for change in question.changes)

    @property
    def moves(self) -> dict[str, str]:
        """The declared moves of all questions, old path to new."""
        return {change.source: change.path for change in self.changes if isinstance(change, Move)}


def _question(table: Table) -> Question:
    changes = tuple(
        _parse_change(text, table.where)
        for text in (table.texts("changes") if table.has("changes") else ())
    )
    question = Question(
        title=table.text("title"),
        subject=table.optional_text("subject"),
        rule=table.optional_text("rule"),
        changes=changes,
    )
    table.end()
    if bool(changes) == (question.subject is not None):
        raise Malformed(
            _("a question has changes, or a subject and a rule, and not both"), where=table.where
        )
    if (question.subject is None) != (question.rule is None):
        raise Malformed(_("a question with a subject names its rule"), where=table.where)
    if list(changes) != sorted(changes, key=_order):
        raise Malformed(_("the changes are not in the order of their paths"), where=table.where)
    sources = Counter(
        change.source if isinstance(change, Move) else change.path
        for change in changes
        if not isinstance(change, Add)
    )
    targets = Counter(change.path for change in changes if not isinstance(change, Delete))
    for path, times in (sources | targets).items():
        if times > 1:
            raise Malformed(
                _("{path} is changed {times} times").format(path=path, times=times),
                where=table.where,
            )
    return question


def folder_name(number: str, slug: str, round_: int = 1) -> str:
    """The name of an amendment's folder under `votes/`, and of its branch under `motions/`."""
    if not (is_number(number) and is_slug(slug)):
        raise Malformed(_("“{name}” cannot name an amendment").format(name=f"{number}-{slug}"))
    return f"{number}-{slug}" if round_ == 1 else f"{number}-{slug}.round-{round_}"
