"""What articles are called in sentences: by number where one bears it alone, else by path."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from constitution.number import fold
from constitution.part import Article, article_word
from constitution.path import ArticlePath, is_heading_file, path_key
from constitution.placing import path_after

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NUMBER", "Called", "Names", "Noun", "call", "find_number"]

Noun = Literal["article", "title", "preamble"]
"""What a file is: an article, a title (the heading that a folder is), or the preamble."""

NUMBER = r"\w[\w.°ºª‑-]*(?:[ \u00a0]\w[\w.°-]*){0,3}?"
"""A number as sentences write it."""

_FEW = 50
"""Numbers that are looked for one by one, before every file is read for its own."""

_HEADING = re.compile(r"^ {0,3}#.*$", re.MULTILINE)
_PREAMBLES = frozenset({"preamble", "preambule", "praambel", "preambulo", "preambolo"})


@dataclass(frozen=True, slots=True)
class Called:
    """How a file is called: its noun, its number or its title, and its path where that is said."""

    noun: Noun
    number: str | None
    title: str | None
    path: str | None
    word: str | None = None
    """What its own heading calls it, where it is said so: `Artikel`, `Art.`, `§`, `Präambel`."""


def call(path: str, text: str, *, with_path: bool = True) -> Called:
    """What a file is called, by its own words."""
    article = Article(ArticlePath(path), text)
    stated = path if with_path else None
    if is_heading_file(path):
        return Called("title", None, article.title or None, stated)
    if article.number is not None and re.fullmatch(NUMBER, article.number):
        return Called("article", article.number, None, stated, article_word(article.title))
    if fold(article.title) in _PREAMBLES:
        word = article.title if article.title.isalpha() else None
        return Called("preamble", None, None, stated, word)
    return Called("article", None, article.title or None, stated)


class Names:
    """The names of every file of a text, and what each name means.

    Only the files that may bear a number that is asked for are read for it.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._called: dict[str, Called] = {}
        self._sole: dict[str, str | None] = {}
        self._new: dict[str, Called] = {}

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {path: "\n".join(_HEADING.findall(text)) for path, text in self._texts.items()}

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._texts, key=path_key)

    def _read(self, path: str) -> Called:
        if path not in self._called:
            self._called[path] = call(path, self._texts[path], with_path=False)
        return self._called[path]

    def _bearer(self, number: str) -> str | None:
        """The path of the article that bears a number alone."""
        if number not in self._sole:
            if len(self._sole) >= _FEW:
                return self._sole_bearers.get(number)
            bearers = [path for path in self._headings if self._bears(path, number)]
            self._sole[number] = bearers[0] if len(bearers) == 1 else None
        return self._sole[number]

    def _bears(self, path: str, number: str) -> bool:
        return number in self._headings[path] and self._read(path).number == number

    @cached_property
    def _sole_bearers(self) -> dict[str, str]:
        """Every number that one article alone bears, and its path."""
        numbered = [(path, self._read(path).number) for path in self._texts]
        borne = [
            (path, number) for path, number in numbered if number and self._bears(path, number)
        ]
        count = Counter(number for _path, number in borne)
        return {number: path for path, number in borne if count[number] == 1}

    def call(self, path: str) -> Called:
        """What a file of the text is called; its path is said where its number is not enough."""
        called = self._read(path)
        if called.number is not None and self._bearer(called.number) == path:
            return called
        return replace(called, path=path)

    def introduce(self, path: str, text: str) -> None:
        """A new file can be named from here on, by the sentences below its own."""
        self._new[path] = call(path, text, with_path=False)

    def before(self, article: str, path: str) -> str | None:
        """The file that one is read right after, once it stands at a path; None where it is first."""
        ahead = self._in_order[: bisect_left(self._in_order, path_key(path), key=path_key)]
        return next((other for other in reversed(ahead) if other != article), None)

    def path_after(self, article: str, beside: str, number: str | None) -> str | None:
        """Where an article comes to stand that is said to follow another, and to bear a number."""
        others = [path for path in self._texts if path != article]
        own = article.rpartition("/")[2]
        return path_after(beside, number, others, own=own) if beside != article else None

    def call_new(self, path: str) -> Called:
        """What a new file is called; its path is said where other new ones bear its number."""
        called = self._new[path]
        if called.number is not None and self._new_bearers(called.number) == [path]:
            return called
        return replace(called, path=path)

    def _new_bearers(self, number: str | None) -> list[str]:
        return [path for path, called in self._new.items() if called.number == number]

    def find_new(self, called: Called) -> str | None:
        """The path of the new file so called, among those introduced; None where there is none."""
        if called.path is not None:
            return called.path if called.path in self._new else None
        bearers = [] if called.number is None else self._new_bearers(called.number)
        return bearers[0] if len(bearers) == 1 else None

    def find(self, called: Called) -> str | None:
        """The path of the file so called; None where the name does not tell."""
        if called.path is not None:
            return called.path
        return None if called.number is None else self._bearer(called.number)


def find_number(text: str) -> tuple[int, int] | None:
    """Where the number of an article stands in its text; None if it bears none."""
    article = Article(ArticlePath(""), text)
    if article.number is None:
        return None
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: article.line - 1])
    found = re.search(rf"(?<!\w){re.escape(article.number)}", lines[article.line - 1])
    if found is None:
        return None
    return start + found.start(), start + found.end()
