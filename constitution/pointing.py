"""Pointing references at the same articles once their numbers have changed.

A reference follows the one article, or the one title, that its number names. Where it names
several, or none, or a range that would hold others, it is left as it is, and is a doubt.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from constitution.anchor import Anchors, anchor_of
from constitution.heading import HeadingLine, heading_lines
from constitution.language import _
from constitution.number import number_key
from constitution.outline import articles
from constitution.part import number_span
from constitution.reference import Mention, links, mentions
from constitution.spelled import spelled_out
from constitution.titles import TitleNumeral, mentioned_titles, title_numeral

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.number import Key
    from constitution.part import Article
    from constitution.reference import Link

__all__ = ["Doubt", "Numbers", "Pointed", "point_anew"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that change, by path in the old text."""

    articles: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    """The numerals of headings, by the path of their `README.md`."""


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """A reference that nothing but a person can follow."""

    path: str
    """Where it stands in the old text."""
    line: int
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Pointed:
    """A text with other numbers, by its old paths."""

    texts: Mapping[str, str]
    doubts: tuple[Doubt, ...]
    count: int
    """How many numbers changed in references."""
    strays: tuple[Doubt, ...] = ()
    """References that name no article of the text, or spell its number out: left as they are, and
    no doubt of the renumbering itself."""


def point_anew(
    texts: Mapping[str, str], numbers: Numbers, moves: Mapping[str, str], language: str
) -> Pointed:
    """The text with these numbers in its headings, and with every reference following them."""
    return _Pointing(texts, numbers, moves, language).run()


# --- who bears which number


_ARTICLE: Final = ""
"""The kind of part that articles are; titles have the folded word that names them."""


class _Bearers:
    """Who bears each number before and after, by kind of part."""

    def __init__(
        self, order: tuple[Article, ...], titles: Mapping[str, TitleNumeral], numbers: Numbers
    ) -> None:
        self.before: dict[tuple[str, Key], list[str]] = {}
        self.after: dict[tuple[str, Key], list[str]] = {}
        self.changed = {**numbers.articles, **numbers.titles}
        for article in order:
            if article.number is not None:
                new = numbers.articles.get(article.path, article.number)
                self._add(_ARTICLE, article.path, article.number, new)
        for path, title in titles.items():
            new = numbers.titles.get(path, title.written)
            self._add(title.kind, path, title.written, new)

    def _add(self, kind: str, path: str, old: str, new: str) -> None:
        self.before.setdefault((kind, number_key(old)), []).append(path)
        self.after.setdefault((kind, number_key(new)), []).append(path)

    def follow(self, kind: str, number: str) -> str | _Why | None:
        """The number that names the same part now; None where it is the same number."""
        key = number_key(number)
        owners = self.before.get((kind, key), [])
        later = self.after.get((kind, key), [])
        if owners == later and len(owners) != 1:
            return None  # it named several or none, and still does
        if not owners:
            return _Why.NOBODY
        if len(owners) > 1:
            return _Why.SEVERAL
        new = self.changed.get(owners[0])
        if len(self.after.get((kind, key if new is None else number_key(new)), [])) > 1:
            return _Why.TWINS
        return new

    def is_borne(self, number: str) -> bool:
        """Whether an article bears the number, before or after."""
        key = (_ARTICLE, number_key(number))
        return bool(self.before.get(key) or self.after.get(key))

    def within(self, kind: str, first: str, last: str, *, after: bool) -> frozenset[str]:
        """The parts whose numbers stand in a range, both ends included."""
        low, high = number_key(first), number_key(last)
        known = self.after if after else self.before
        return frozenset(
            path
            for (one, key), paths in known.items()
            if one == kind and low <= key <= high
            for path in paths
        )


class _Why(Enum):
    """Why a reference is left as it is."""

    NOBODY = auto()
    SEVERAL = auto()
    TWINS = auto()
    RANGE = auto()
    LINK = auto()
    ELSEWHERE = auto()
    UNBORNE = auto()
    SPELLED = auto()

    def message(self) -> str:
        """One sentence for whoever looks at it."""
        match self:
            case _Why.NOBODY:
                return _("No part of the text bore this number, and now one does.")
            case _Why.SEVERAL:
                return _("Several parts of the text bore this number.")
            case _Why.TWINS:
                return _("Several parts of the text now bear the number of the one it names.")
            case _Why.RANGE:
                return _("The range would no longer hold the same articles.")
            case _Why.LINK:
                return _("The words and the link name two articles.")
            case _Why.ELSEWHERE:
                return _(
                    "The words name another text, and the link leads to an article of this one."
                )
            case _Why.UNBORNE:
                return _("No article of the text bears this number; it is left as it is.")
            case _Why.SPELLED:
                return _("The number is spelled out; it is left as it is.")
            case _:
                assert_never(self)


# --- one text


class _Place(NamedTuple):
    """A number that stands in a line and names a part of the text."""

    start: int
    stop: int
    kind: str
    number: str
    through: bool


_CAPITALS = re.compile(r"[ \u00a0]([A-Z]{1,2})(?!\w)")
_LETTER = re.compile(r"[ \u00a0]([a-z])(?!\w)")
_FIRST = re.compile(r"[*_\s]*")


class _Pointing:
    """One text being pointed anew."""

    def __init__(
        self, texts: Mapping[str, str], numbers: Numbers, moves: Mapping[str, str], language: str
    ) -> None:
        self.texts = texts
        self.numbers = numbers
        self.moves = moves
        self.language = language
        self.articles = {str(article.path): article for article in articles(texts)}
        titles = {
            path: title
            for path in texts
            if path not in self.articles and (title := title_numeral(texts[path])) is not None
        }
        self.titles = titles
        self.bearers = _Bearers(tuple(self.articles.values()), titles, numbers)
        self.kinds = frozenset(title.kind for title in titles.values()) if numbers.titles else None
        self.old_anchors = {path: self._anchor(path, text) for path, text in texts.items()}
        self.new_anchors = self.old_anchors
        self.anchors = Anchors({path: (anchor,) for path, anchor in self.old_anchors.items()})
        self.doubts: list[Doubt] = []
        self.strays: list[Doubt] = []
        self.count = 0

    def run(self) -> Pointed:
        """Headings first: links name them by their words."""
        lines = {path: text.split("\n") for path, text in self.texts.items()}
        for path, rows in lines.items():
            own = self._own_line(path)
            for place, row in enumerate(rows):
                if row.startswith("#"):
                    rows[place] = self._heading(path, place + 1, row, own=place + 1 == own)
        self.new_anchors = {
            path: self._anchor(path, "\n".join(rows)) for path, rows in lines.items()
        }
        for path, rows in lines.items():
            for place, row in enumerate(rows):
                if not row.startswith("#") and row:
                    rows[place] = self._row(path, place + 1, row)
        return Pointed(
            {path: "\n".join(rows) for path, rows in lines.items()},
            tuple(sorted(self.doubts)),
            self.count,
            tuple(sorted(self.strays)),
        )

    # headings

    def _own_line(self, path: str) -> int:
        """The line of the heading that bears the part's own number, from 1."""
        if path in self.articles:
            return self.articles[path].line
        return self.titles[path].line if path in self.titles else 0

    def _anchor(self, path: str, text: str) -> str:
        lines = heading_lines(text)
        own = self._own_line(path) or 1
        found = next((line for line in lines if line.line == own), HeadingLine(1, "", 1))
        return anchor_of(found.words)

    def _heading(self, path: str, line: int, row: str, *, own: bool) -> str:
        span = None
        if own and path in self.articles:
            span = number_span(row)
        elif own and path in self.titles:
            span = self.titles[path].span
        row = self._replaced(path, line, row, span)
        new = self.numbers.articles.get(path) or self.numbers.titles.get(path)
        if span is None or new is None or not own:
            return row
        return row[: span[0]] + new + row[span[1] :]

    # lines

    def _row(self, path: str, line: int, row: str) -> str:
        row = self._replaced(path, line, row, None)
        for link in reversed(links(row)):
            if not link.external:
                target = self._target(path, line, link)
                row = row[: link.stop + 2] + target + row[link.stop + 2 + len(link.target) :]
        return row

    def _replaced(self, path: str, line: int, row: str, own: tuple[int, int] | None) -> str:
        """The line with every number that names a part brought up to date, but for its own."""
        places = [
            place
            for place in self._places(path, line, row)
            if own is None or place.stop <= own[0] or place.start >= own[1]
        ]
        skipped: set[int] = set()
        new: dict[int, str] = {}
        for at, place in enumerate(places):
            answer = self.bearers.follow(place.kind, place.number)
            if isinstance(answer, _Why):
                self._doubt(path, line, place.number, answer)
            elif answer is not None:
                new[at] = answer
            elif place.kind == _ARTICLE and not self.bearers.is_borne(place.number):
                self._stray(path, line, place.number, _Why.UNBORNE)
        for words in spelled_out(row, self.language):
            self._stray(path, line, words, _Why.SPELLED)
        for at, (first, last) in enumerate(pairwise(places)):
            if (
                first.through
                and first.kind == last.kind
                and not self._same_range(first, last, at, new)
            ):
                self._doubt(path, line, row[first.start : last.stop], _Why.RANGE)
                skipped |= {at, at + 1}
        for at in sorted(new.keys() - skipped, reverse=True):
            row = row[: places[at].start] + new[at] + row[places[at].stop :]
            self.count += 1
        return row

    def _same_range(self, first: _Place, last: _Place, at: int, new: Mapping[int, str]) -> bool:
        before = self.bearers.within(first.kind, first.number, last.number, after=False)
        after = self.bearers.within(
            first.kind, new.get(at, first.number), new.get(at + 1, last.number), after=True
        )
        return before == after

    def _doubt(self, path: str, line: int, words: str, why: _Why) -> None:
        self.doubts.append(Doubt(path, line, words, why.message()))

    def _stray(self, path: str, line: int, words: str, why: _Why) -> None:
        self.strays.append(Doubt(path, line, words, why.message()))

    def _places(self, path: str, line: int, row: str) -> list[_Place]:
        """Every number of a line that names a part, in order."""
        found = [self._whole(row, mention) for mention in mentions(row, self.language)]
        for link in links(row):
            owner = None if link.external else self.anchors.led(path, link.target)
            if owner is None or owner not in self.articles:
                continue
            if link.elsewhere:
                if owner in self.bearers.changed:
                    self._doubt(path, line, link.words, _Why.ELSEWHERE)
                continue
            inside = [place for place in found if link.start <= place.start < link.stop]
            if not inside and (bare := self._bare(row, link, owner)) is not None:
                found.append(bare)
            elif inside and not any(self._names(place, owner) for place in inside):
                self._check_link(path, line, row, link, inside[0], owner)
        if self.kinds is not None:
            found += (_Place(*title) for title in mentioned_titles(row) if title.kind in self.kinds)
        return sorted(found)

    def _whole(self, row: str, mention: Mention) -> _Place:
        """The number with the letter that stands apart ("14 A", "74 a"), where one bears it."""
        apart = [_CAPITALS] + ([_LETTER] if self.language.lower().startswith("de") else [])
        for pattern in apart:
            match = pattern.match(row, mention.stop)
            if match is not None:
                for joined in (mention.number + match[0], mention.number + match[1]):
                    if (_ARTICLE, number_key(joined)) in self.bearers.before:
                        return _Place(mention.start, match.end(), _ARTICLE, joined, mention.through)
        return _Place(mention.start, mention.stop, _ARTICLE, mention.number, mention.through)

    def _names(self, place: _Place, owner: str) -> bool:
        return owner in self.bearers.before.get((_ARTICLE, number_key(place.number)), [])

    def _bare(self, row: str, link: Link, owner: str) -> _Place | None:
        """The number alone with which the words of a link begin, if its article bears it."""
        number = self.articles[owner].number
        start = _FIRST.match(row, link.start).end()  # type: ignore[union-attr] # it matches nothing, too
        if number is None:
            return None
        from_word = mentions(f"Artikel {row[start : link.stop]}", "")
        if not from_word:
            return None
        shift = start - len("Artikel ")
        first = from_word[0]
        place = self._whole(
            row, Mention(first.start + shift, first.stop + shift, first.number, through=False)
        )
        return place if self._names(place, owner) else None

    def _check_link(
        self, path: str, line: int, row: str, link: Link, place: _Place, owner: str
    ) -> None:
        """A doubt where the words of a link and its target part ways and either changes."""
        named = self.bearers.before.get((_ARTICLE, number_key(place.number)), [])
        if {owner, *named} & self.bearers.changed.keys():
            self._doubt(path, line, row[link.start : link.stop], _Why.LINK)

    # links

    def _target(self, path: str, line: int, link: Link) -> str:
        """Where the link leads now."""
        file, hash_, anchor = link.target.partition("#")
        owner = self.anchors.led(path, link.target)
        if owner is None:
            if not file and self._lost(anchor.casefold()):
                self._doubt(path, line, link.target, _Why.SEVERAL)
            return link.target
        old, new = self.old_anchors[owner], self.new_anchors[owner]
        if anchor.casefold() == old and old != new:
            anchor = new
            self.count += 1
        place = self.moves.get(owner, owner)
        here = posixpath.dirname(self.moves.get(path, path))
        if file and posixpath.normpath(posixpath.join(here, file)) != place:
            file = posixpath.relpath(place, here)
            self.count += 1
        return file + hash_ + anchor

    def _lost(self, anchor: str) -> bool:
        """Whether an anchor that named several parts, or none, is touched by the change."""
        return any(
            old != self.new_anchors[path] and anchor in {old, self.new_anchors[path]}
            for path, old in self.old_anchors.items()
        )
