"""An amendment as its authors hold it: `drafts/<slug>/amendment.toml` on its branch.

The branch `amendments/<slug>` holds the amended files themselves; this file says what files
cannot: the title, the authors, which files were moved, how the question may be divided, and the
number once it was submitted.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NewType

from constitution.article import check_path
from constitution.canonical import Digest, Lines, digest, open_table, write
from constitution.errors import Malformed
from constitution.language import _
from constitution.motion import AmendmentNumber
from constitution.names import is_number, is_slug

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from constitution.canonical import Table

__all__ = [
    "Amendment",
    "DraftQuestion",
    "Slug",
    "State",
    "check_slug",
    "fingerprint",
    "label",
    "slug_of",
]

Slug = NewType("Slug", str)
"""The short name of an amendment, from which its branch and its folder are named."""

State = Literal[
    "draft",
    "submitted",
    "put",
    "adopted",
    "rejected",
    "divided",
    "withdrawn",
    "fallen",
    "inadmissible",
    "not-moved",
    "joined",
]
"""Where an amendment stands; derived from refs and trees, never kept beside them."""

_LATIN = ("", "", "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies")


def check_slug(text: str) -> Slug:
    """The text as an amendment's short name; `Malformed` unless it can name a branch anywhere."""
    if not is_slug(text):
        raise Malformed(
            _("“{slug}” cannot name an amendment").format(slug=text),
            hint=_("Use lowercase letters, digits and single hyphens, 60 characters at most."),
        )
    if is_number(text):
        raise Malformed(
            _("“{slug}” is a number, and numbers are given when an amendment is submitted").format(
                slug=text
            ),
            hint=_("Choose a few words, such as lower-the-threshold."),
        )
    return Slug(text)


def slug_of(title: str) -> str:
    """A short name made of the first words of a title; empty where it has no letter of ours."""
    plain = unicodedata.normalize("NFD", title.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    words = [word for word in plain.split() if word.isascii()]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:40]
        if len(longer) > 40:
            break
        slug = longer
    return "" if is_number(slug) else slug


def label(number: str, revision: int = 0, round_: int = 1) -> str:
    """The number as it is called in the sitting: `12`, `12 rect.`, `12 rect. bis`."""
    text = number
    if revision:
        text += " rect."
        if revision > 1:
            text += " " + (_LATIN[revision] if revision < len(_LATIN) else str(revision))
    if round_ > 1:
        text += " " + _("(deliberation {round})").format(round=round_)
    return text


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """One question of a divided amendment: the paths it takes, or a subject and its rule."""

    title: str
    paths: tuple[str, ...] = ()
    subject: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What `amendment.toml` says."""

    title: str
    authors: tuple[str, ...]
    moves: tuple[tuple[str, str], ...] = ()
    """Declared moves, old path and new."""
    questions: tuple[DraftQuestion, ...] = ()
    """None where the amendment asks one question: whether to adopt it."""
    takes_effect: dt.date | None = None
    on: AmendmentNumber | None = None
    """The amendment this one changes (a sub-amendment)."""
    number: AmendmentNumber | None = None
    revision: int = 0
    submitted: Digest | None = None
    """The fingerprint of the words as they were submitted."""

    @classmethod
    def parse(cls, data: bytes, where: str) -> Amendment:
        """The amendment a file holds; its layout is free, its keys are not."""
        table = open_table(data, where, "constitution-amendment/1")
        number = table.optional_text("number")
        on = table.optional_text("on")
        for given in (number, on):
            if given is not None and not is_number(given):
                raise Malformed(
                    _("“{number}” is not an amendment's number").format(number=given), where=where
                )
        amendment = cls(
            title=table.text("title"),
            authors=table.texts("authors"),
            number=AmendmentNumber(number) if number is not None else None,
            revision=table.optional_number("revision") or 0,
            submitted=table.digest("submitted") if table.has("submitted") else None,
            on=AmendmentNumber(on) if on is not None else None,
            takes_effect=table.optional_date("takes_effect"),
            moves=tuple(
                _move(text, where) for text in (table.texts("moves") if table.has("moves") else ())
            ),
            questions=tuple(_question(entry) for entry in table.tables("question")),
        )
        table.end()
        if not amendment.title.strip():
            raise Malformed(_("the amendment has no title"), where=where)
        return amendment

    def to_bytes(self) -> bytes:
        """The canonical bytes of `amendment.toml`."""
        return write(
            {
                "format": "constitution-amendment/1",
                "title": self.title,
                "authors": self.authors,
                "number": self.number,
                "revision": self.revision or None,
                "submitted": self.submitted,
                "on": self.on,
                "takes_effect": self.takes_effect,
                "moves": Lines(f"{old} {new}" for old, new in self.moves) if self.moves else None,
                "question": [
                    {
                        "title": question.title,
                        "subject": question.subject,
                        "rule": question.rule,
                        "paths": question.paths or None,
                    }
                    for question in self.questions
                ]
                or None,
            }
        )


def _move(text: str, where: str) -> tuple[str, str]:
    match text.split(" "):
        case [old, new] if old != new:
            return check_path(old), check_path(new)
        case _:
            raise Malformed(
                _("“{text}” is not a move").format(text=text),
                where=where,
                hint=_("Write the old path, a space, and the new path."),
            )


def _question(table: Table) -> DraftQuestion:
    question = DraftQuestion(
        title=table.text("title"),
        paths=table.texts("paths") if table.has("paths") else (),
        subject=table.optional_text("subject"),
        rule=table.optional_text("rule"),
    )
    table.end()
    if bool(question.paths) == (question.subject is not None):
        raise Malformed(
            _("a question has paths, or a subject and a rule, and not both"), where=table.where
        )
    if (question.subject is None) != (question.rule is None):
        raise Malformed(_("a question with a subject names its rule"), where=table.where)
    return question


def fingerprint(amendment: Amendment, reasons: str, files: Mapping[str, bytes | None]) -> Digest:
    """The digest of what the authors propose: title, authors, reasons, moves, and the new files.

    `files` maps each changed path to its new bytes, or to None where the file goes. Two drafts
    with the same fingerprint say the same thing; the division of the question is the chair's.
    """
    parts = [
        amendment.title,
        *amendment.authors,
        reasons,
        *(f"{old} {new}" for old, new in sorted(amendment.moves)),
        amendment.takes_effect.isoformat() if amendment.takes_effect else "",
        amendment.on or "",
    ]
    for path, data in sorted(files.items()):
        parts.extend((path, digest(data) if data is not None else "-"))
    return digest("\0".join(parts).encode())
