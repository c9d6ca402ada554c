"""What keeps from judging: a doubt, said in a sentence and named for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.errors import CannotTell, Unknown
from constitution.language import _
from constitution.objects.faults import Kind

if TYPE_CHECKING:
    from constitution.verify.report import Code

__all__ = ["LARGEST", "Absent", "Doubt", "Kind", "corrupt", "missing", "too_big", "unreadable"]

LARGEST: dict[Kind, int] = {"commit": 1 << 20, "tree": 1 << 24, "blob": 1 << 24, "tag": 1 << 20}
"""The most bytes of an object that are ever inflated."""


class Doubt(CannotTell):
    """Something that must be read to judge cannot be; `code` names it for machines."""

    def __init__(self, code: Code, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class Absent(Unknown):
    """What was to be verified is not here; `code` names it for machines."""

    def __init__(self, code: Code, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def said(kind: Kind) -> str:
    """A kind of object, as a sentence says it."""
    return {"commit": _("commit"), "tree": _("folder"), "blob": _("file"), "tag": _("tag")}[kind]


def missing(id_: str, kind: Kind) -> Doubt:
    """An object that should be here and is not."""
    return Doubt(
        "missing-object",
        _("The {kind} {id} is not in this clone.").format(kind=said(kind), id=id_),
        hint=_("Clone the repository again, whole."),
    )


def corrupt(id_: str) -> Doubt:
    """An object whose bytes are not whole, or not those it is named after."""
    return Doubt(
        "corrupt-object",
        _("The object {id} is corrupt: its bytes are not those it is named after.").format(id=id_),
        hint=_("Clone the repository again, and look at the disk."),
    )


def too_big(id_: str, size: int) -> Doubt:
    """An object that was not inflated, since it says how big it would be."""
    return Doubt(
        "too-big",
        _("The object {id} says it has {size} bytes: too big to be read.").format(
            id=id_, size=size
        ),
    )


def unreadable(error: Exception) -> Doubt:
    """A repository whose own files cannot be read."""
    return Doubt(
        "unreadable-repository",
        _("The repository cannot be read: {reason}").format(reason=error),
    )
