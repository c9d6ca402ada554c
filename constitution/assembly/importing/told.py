"""What `history.json` tells of each version: its laws, their dates, and the votes behind them.

    {"title": …, "language": …, "versions": [{"tag": …, "title": …, "in_force": …, "laws": [
        {"number": …, "title": …, "adopted": …, "published": …, "initiative": …,
         "vote": {"body": …, "date": …, "for": …, "against": …, "abstentions": …,
                  "blank_or_null": …, "registered": …, "not_voted": …},
         "vote_source": …}]}]}

`null`, or a key that is not there, means that it is not known, and so it stays.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constitution.errors import Malformed, Unknown
from constitution.language import _
from constitution.number import NUMBER
from constitution.part import ARTICLE_WORD
from constitution.system import reason_of
from constitution.text import decode
from constitution.vote import Report

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Law", "Told", "ToldVersion", "plain_line", "read_told"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ARTICLE = re.compile(rf"(?<!\w){ARTICLE_WORD}[ \u00a0\u202f]*(?P<number>{NUMBER})", re.VERBOSE)
_FIGURES = (
    "for",
    "against",
    "abstentions",
    "not_voted",
    "blank_or_null",
    "voters",
    "expressed",
    "registered",
    "required",
)


@dataclass(frozen=True, slots=True)
class Law:
    """A law behind a version, and the vote on it as far as a source gives one."""

    number: str | None
    title: str
    adopted: dt.date | None
    published: dt.date | None
    initiative: str | None
    body: str | None
    held: dt.date | None
    figures: tuple[tuple[str, int], ...]
    """The figures that are given, under the names the source gives them."""
    source: str | None

    @property
    def report(self) -> Report:
        """The vote as a record reports it."""
        figures = dict(self.figures)
        entitled = figures.get("registered")
        parts = [figures.get(key) for key in ("for", "against", "abstentions", "not_voted")]
        if entitled is None and None not in parts:
            entitled = sum(part for part in parts if part is not None)
        return Report(
            act=self.title,
            body=self.body or "unknown",
            date=self.held,
            for_=figures.get("for"),
            against=figures.get("against"),
            abstain=figures.get("abstentions"),
            blank=figures.get("blank_or_null"),
            entitled=entitled,
            source=self.source or "unknown",
        )


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """A version as it is told."""

    tag: str | None
    title: str
    in_force: dt.date | None
    statement: str | None
    """What is said of its entry into force, in full."""
    parts: tuple[str, ...]
    """The numbers of the articles that the date is said of; all of them where empty."""
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A history as it is told, oldest version first."""

    title: str | None
    language: str | None
    about: tuple[str, ...]
    """What it says of its source, its licence and how far to trust it."""
    majority: str | None
    """The majority that votes needed, in the words of the source."""
    versions: tuple[ToldVersion, ...]

    @property
    def tags(self) -> frozenset[str]:
        """The tags that it names."""
        return frozenset(version.tag for version in self.versions if version.tag is not None)


def plain_line(text: str) -> str:
    """The text on one line, composed, without what canonical files cannot hold."""
    composed = unicodedata.normalize("NFC", text)
    shown = (
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs"} else c
        for c in composed
        if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(shown).split())


def read_told(file: Path) -> Told:
    """What the file tells; `Malformed`, with the place, where it is not in the form above."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read: {reason}").format(path=file, reason=reason_of(error))
        ) from None
    try:
        values = json.loads(decode(data, str(file)))
    except (json.JSONDecodeError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Malformed(
            _("this is not JSON: {reason}").format(reason=getattr(error, "msg", error)),
            where=f"{file}{line}",
        ) from None
    node = _Node(values, str(file))
    versions = tuple(_version(one) for one in node.nodes("versions", required=True))
    told = Told(
        title=node.text("title"),
        language=node.text("language"),
        about=tuple(filter(None, (node.text("licence"), node.text("trust")))),
        majority=node.text("majority"),
        versions=versions,
    )
    seen: set[str] = set()
    for version in versions:
        if version.tag is not None and version.tag in seen:
            raise Malformed(
                _("the tag {tag} is named twice").format(tag=version.tag), where=str(file)
            )
        seen.add(version.tag or "")
    return told


def _version(node: _Node) -> ToldVersion:
    statement = node.text("in_force")
    date = _DATE.match(statement) if statement is not None else None
    title = node.text("title") or node.text("tag")
    if title is None:
        raise Malformed(_("“{key}” is missing").format(key="title"), where=node.where)
    return ToldVersion(
        tag=node.text("tag"),
        title=title,
        in_force=node.day(date[0], "in_force") if date is not None else None,
        statement=statement,
        parts=tuple(found["number"] for found in _ARTICLE.finditer(statement or "")),
        laws=tuple(_law(one, title) for one in node.nodes("laws")),
    )


def _law(node: _Node, version: str) -> Law:
    vote = node.node("vote")
    return Law(
        number=node.text("number"),
        title=node.text("title") or version,
        adopted=node.date("adopted"),
        published=node.date("published"),
        initiative=node.text("initiative"),
        body=vote.text("body"),
        held=vote.date("date"),
        figures=tuple(
            (key, number) for key in _FIGURES if (number := vote.number(key)) is not None
        ),
        source=node.text("vote_source"),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """A place in the file, which its faults name."""

    values: Any
    where: str

    def _get(self, key: str) -> Any:
        if not isinstance(self.values, dict):
            raise Malformed(_("this should be an object with keys"), where=self.where)
        return self.values.get(key)

    def _fault(self, key: str, wanted: str) -> Malformed:
        return Malformed(
            _("“{key}” should be {wanted}").format(key=key, wanted=wanted), where=self.where
        )

    def text(self, key: str) -> str | None:
        """A text on one line; None where it is not known."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._fault(key, _("text in quotes"))
        return plain_line(value) or None

    def number(self, key: str) -> int | None:
        """A number of people; None where it is not known."""
        value = self._get(key)
        if value is None:
            return None
        if type(value) is not int or value < 0:
            raise self._fault(key, _("a whole number"))
        return value

    def date(self, key: str) -> dt.date | None:
        """A day; None where it is not known."""
        value = self.text(key)
        return None if value is None else self.day(value, key)

    def day(self, text: str, key: str) -> dt.date:
        """The day that a text names."""
        try:
            return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else dt.date(0, 0, 0)
        except ValueError:
            raise self._fault(key, _("a date such as 2026-11-23")) from None

    def node(self, key: str) -> _Node:
        """What stands below a key; nothing known where it is null."""
        value = self._get(key)
        return _Node({} if value is None else value, f"{self.where} {key}")

    def nodes(self, key: str, *, required: bool = False) -> tuple[_Node, ...]:
        """The items of a list; none where it is null."""
        value = self._get(key)
        if value is None and not required:
            return ()
        if not isinstance(value, list):
            raise self._fault(key, _("a list"))
        return tuple(
            _Node(item, f"{self.where} {key} {place}") for place, item in enumerate(value, start=1)
        )
