"""What articles are called in sentences: by number where one bears it alone, else by path."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from constitution.number import fold
from constitution.part import Article
from constitution.path import ArticlePath

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NUMBER", "Called", "Names", "Noun", "call", "find_number"]

Noun = Literal["article", "title", "preamble"]
"""What a file is: an article, a title (the heading that a folder is), or the preamble."""

NUMBER = r"\w[\w.°ºª‑-]*(?:[ \u00a0]\w[\w.°-]*){0,3}?"
"""A number as sentences write it."""

_PREAMBLES = frozenset({"preamble", "preambule", "praambel", "preambulo", "preambolo"})


@dataclass(frozen=True, slots=True)
class Called:
    """How a file is called: its noun, its number or its title, and its path where that is said."""

    noun: Noun
    number: str | None
    title: str | None
    path: str | None


def call(path: str, text: str, *, with_path: bool = True) -> Called:
    """What a file is called, by its own words."""
    article = Article(ArticlePath(path), text)
    stated = path if with_path else None
    if path.rpartition("/")[2] == "README.md":
        return Called("title", None, article.title or None, stated)
    if article.number is not None and re.fullmatch(NUMBER, article.number):
        return Called("article", article.number, None, stated)
    if fold(article.title) in _PREAMBLES:
        return Called("preamble", None, None, stated)
    return Called("article", None, article.title or None, stated)


class Names:
    """The names of every file of a text, and what each name means."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @cached_property
    def _called(self) -> dict[str, Called]:
        return {path: call(path, text, with_path=False) for path, text in self._texts.items()}

    @cached_property
    def _bearers(self) -> dict[str, str]:
        """The path of each article that bears its number alone."""
        numbered = [(path, one.number) for path, one in self._called.items()]
        count = Counter(number for _path, number in numbered)
        return {number: path for path, number in numbered if number and count[number] == 1}

    def call(self, path: str) -> Called:
        """What a file of the text is called; its path is said where its number is not enough."""
        called = self._called[path]
        if called.number is not None and self._bearers.get(called.number) == path:
            return called
        return Called(called.noun, called.number, called.title, path)

    def find(self, called: Called) -> str | None:
        """The path of the file so called; None where the name does not tell."""
        if called.path is not None:
            return called.path
        return None if called.number is None else self._bearers.get(called.number)


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
