"""The numerals that titles and chapters bear, and the words that refer to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from constitution.heading import heading_lines
from constitution.number import fold, number_key
from constitution.path import is_heading_file, path_key
from constitution.reference import is_external

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.number import Key

__all__ = ["TitleMention", "TitleNumeral", "continuous_titles", "mentioned_titles", "title_numeral"]

_WORDS = {
    "titre": "titre",
    "titres": "titre",
    "title": "title",
    "titles": "title",
    "chapitre": "chapitre",
    "chapitres": "chapitre",
    "chapter": "chapter",
    "chapters": "chapter",
    "partie": "partie",
    "parties": "partie",
    "part": "part",
    "parts": "part",
    "section": "section",
    "sections": "section",
    "livre": "livre",
    "livres": "livre",
    "book": "book",
    "books": "book",
    "titel": "titel",
    "kapitel": "kapitel",
    "abschnitt": "abschnitt",
    "teil": "teil",
    "titulo": "titulo",
    "titulos": "titulo",
    "capitulo": "capitulo",
    "capitulos": "capitulo",
    "seccion": "seccion",
    "secao": "secao",
}
"""What headings are called, folded, and the kind of heading each names."""

_WORD = (
    r"(?i:titres?|titles?|chapitres?|chapters?|parties|partie|parts?|sections?|livres?|books?"
    r"|titel|kapitel|abschnitt|teil|t[íi]tulos?|cap[íi]tulos?|secci[óo]n|se[çc][ãa]o)"
)
_NUMERAL = r"(?:(?:[IVXLC]+|\d{1,3})(?:er|re)?(?![\w'’])|(?i:premi(?:er|ère))\b)"
_SPACE = r"[ \u00a0\u202f]"
_HEADING = re.compile(rf"#{{1,6}} [*_]{{0,3}}(?P<word>{_WORD}){_SPACE}(?P<numeral>{_NUMERAL})")
_MENTION = re.compile(
    rf"\b(?P<word>{_WORD}){_SPACE}(?P<list>{_NUMERAL}"
    rf"(?:(?:\s*,\s*|\s+(?:et|ou|and|or|und|oder|y|o|e|à|to|bis)\s+){_NUMERAL})*)"
)
_ONE = re.compile(_NUMERAL)
_THROUGH = re.compile(r"\s+(?:à|to|bis)\s+")


@dataclass(frozen=True, slots=True)
class TitleNumeral:
    """The numeral of a heading, where it stands in its line, and the kind of heading."""

    kind: str
    written: str
    line: int
    """From 1."""
    span: tuple[int, int]

    @property
    def key(self) -> Key:
        """The number it stands for."""
        return number_key(self.written)


class TitleMention(NamedTuple):
    """A numeral in a line that names a title."""

    start: int
    stop: int
    kind: str
    number: str
    through: bool
    """Whether it begins a range that the next one ends."""


def title_numeral(text: str) -> TitleNumeral | None:
    """The numeral that the first heading of a text bears; None where it bears none."""
    for heading in heading_lines(text)[:1]:
        match = _HEADING.match(text.split("\n")[heading.line - 1])
        if match is not None:
            kind = _WORDS[fold(match["word"])]
            return TitleNumeral(kind, match["numeral"], heading.line, match.span("numeral"))
    return None


def mentioned_titles(line: str) -> Iterator[TitleMention]:
    """The numerals by which a line names titles of this text, in order."""
    for match in _MENTION.finditer(line):
        if is_external(line, match.end()):
            continue
        kind, begin = _WORDS[fold(match["word"])], match.start("list")
        ones = list(_ONE.finditer(match["list"]))
        for one, after in zip_longest(ones, ones[1:]):
            between = match["list"][one.end() : after.start()] if after is not None else ""
            through = _THROUGH.fullmatch(between) is not None
            yield TitleMention(begin + one.start(), begin + one.end(), kind, one[0], through)


def continuous_titles(texts: Mapping[str, str]) -> dict[str, str]:
    """The new numeral of every heading whose numeral changes, by the path of its `README.md`.

    Headings of one kind in one folder are numbered from 1, in the writing that they have.
    """
    families: dict[tuple[str, str], list[tuple[str, TitleNumeral]]] = {}
    for path in sorted(texts, key=path_key):
        if is_heading_file(path) and (found := title_numeral(texts[path])):
            folder = path.rpartition("/")[0].rpartition("/")[0]
            families.setdefault((folder, found.kind), []).append((path, found))
    changed: dict[str, str] = {}
    for family in families.values():
        ordinal = any(found.written.endswith("er") for _path, found in family)
        for value, (path, found) in enumerate(family, start=1):
            if found.key != ((0, value, ""),):
                changed[path] = _written(value, roman=not found.written[0].isdigit())
                if value == 1 and ordinal:
                    changed[path] += "er"
    return changed


_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _written(value: int, *, roman: bool) -> str:
    if not roman:
        return str(value)
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (value // worth)
        value %= worth
    return written
