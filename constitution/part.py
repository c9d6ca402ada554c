"""The parts of a text: articles, and the headings that folders are.

Reading a part looks at its headings alone, so that a whole text is listed in milliseconds; its
alinéas are read when they are asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from constitution.heading import HEADING, HeadingLine, heading_lines
from constitution.number import NUMBER, normal_number
from constitution.path import ArticlePath
from constitution.stub import is_repealed_body, is_repealed_heading

if TYPE_CHECKING:
    from constitution.stub import StubChange
    from constitution.text import Alinea

__all__ = [
    "ARTICLE_WORD",
    "Article",
    "Heading",
    "article_word",
    "number_span",
    "read_number",
    "same_but_number",
    "stub_change",
]

ARTICLE_WORD = (
    r"(?:[Aa]rticles?|ARTICLES?|[Aa]rtikel[ns]?|ARTIKEL|[Aa]rt[íi]culos?|[Aa]rtigos?"
    r"|[Aa]rticol[oi]|[Aa]rtikkel|[Aa]rtyku[łl]|[Aa]rt\b\.?|§{1,2})"
)
"""What articles are called, in the languages whose constitutions we have met."""

_EDGE = " \t\u00a0\u202f—–-:.*_"


@cache
def _title() -> re.Pattern[str]:
    return re.compile(
        rf"[*_]{{0,3}}{ARTICLE_WORD}[ \u00a0\u202f]*(?P<number>{NUMBER})"
        r"(?P<capitals>(?:\ [A-Z]{1,2})?(?=\s*(?:$|[—–:.(\[]|-\s)))?",
        re.VERBOSE,
    )


def read_number(title: str) -> tuple[str, str] | None:
    """The number that a heading bears, as written, and the words after it.

    None where the heading is not an article's.
    """
    match = _title().match(title)
    if match is None:
        return None
    number = match["number"] + (match["capitals"] or "")
    return number.strip(), title[match.end() :].strip(_EDGE)


def article_word(title: str) -> str | None:
    """What a heading calls an article, as written: `Artikel`, `Art.`, `§`; None where it is not one's."""
    if read_number(title) is None:
        return None
    match = re.match(rf"[*_]{{0,3}}({ARTICLE_WORD})", title)
    return None if match is None else match[1]


def number_span(line: str) -> tuple[int, int] | None:
    """Where the number stands in the line of an article's heading; None where it bears none."""
    heading = HEADING.match(line)
    match = _title().match(line, heading.start(2)) if heading is not None else None
    if match is None:
        return None
    return match.start("number"), match.end("capitals") if match["capitals"] else match.end(
        "number"
    )


@cache
def _numbered_line() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>\#{{1,6}}\ {ARTICLE_WORD}[ \u00a0\u202f])(?P<number>{NUMBER})"
        r"(?P<after>(?![\w-]).*)",
        re.VERBOSE,
    )


def same_but_number(old: str, new: str) -> bool:
    """Whether two texts differ at most in the article's number, on their first line."""
    if old == new:
        return True
    (old_line, old_rest), (new_line, new_rest) = (
        (line, rest) for line, _newline, rest in (text.partition("\n") for text in (old, new))
    )
    was, now = map(_numbered_line().fullmatch, (old_line, new_line))
    if was is None or now is None or old_rest != new_rest:
        return False
    return (was["before"], was["after"]) == (now["before"], now["after"])


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its path, which is its identity, and its text."""

    path: ArticlePath
    text: str
    title: str = field(init=False)
    """The heading line as written, without its `#`; empty when there is none."""
    number: str | None = field(init=False)
    """The number it bears, as written (`12 bis`, `premier`); None for a preamble."""
    heading: str = field(init=False)
    """The words of the heading after the number, or all of them where there is no number."""
    headings_above: tuple[str, ...] = field(init=False)
    """Headings that stand in the same file above the article's own."""
    level: int = field(init=False)
    """The depth of its own heading, from 1; 1 when there is none."""
    line: int = field(init=False)
    """The line of its own heading, from 1."""

    def __post_init__(self) -> None:
        lines = heading_lines(self.text)
        place, numbered = next(
            ((at, found) for at, line in enumerate(lines) if (found := read_number(line.words))),
            (0, None),
        )
        own = lines[place] if lines else HeadingLine(1, "", 1)
        number, heading = numbered or (None, own.words)
        values = (
            ("title", own.words),
            ("number", number),
            ("heading", heading),
            ("headings_above", tuple(line.words for line in lines[:place])),
            ("level", own.level),
            ("line", own.line),
        )
        for name, value in values:
            object.__setattr__(self, name, value)

    @property
    def normal_number(self) -> str | None:
        """The number in one writing: `1` for `1er` and `premier`, `12 bis` for `12bis`."""
        return None if self.number is None else normal_number(self.number)

    @property
    def is_repealed(self) -> bool:
        """Whether its number stands as a stub, and its words are gone."""
        below = "\n".join(self.text.split("\n")[self.line :]).strip()
        if self.number is None:
            return False
        return is_repealed_body(below) if below else is_repealed_heading(self.heading)

    @property
    def alineas(self) -> tuple[Alinea, ...]:
        """The alinéas of the article; headings are not counted."""
        from constitution.text import alineas  # noqa: PLC0415 - a whole text is listed without them

        return alineas(self.text)


def stub_change(old: str | None, new: str | None) -> StubChange | None:
    """What became of an article that is a stub on one side alone; None where neither or both are."""
    if old is None or new is None or old == new:
        return None
    was, now = (Article(ArticlePath(""), text).is_repealed for text in (old, new))
    return None if was == now else "left" if now else "filled"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: a folder, named by its `README.md`, or a heading above an article."""

    path: ArticlePath
    """The file that bears it; for a folder without a `README.md`, the one it would have."""
    title: str
    text: str = ""
    """The whole text of its file; empty for a heading above an article."""
