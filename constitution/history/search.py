"""Words found in a text, whatever their case, accents, apostrophes, hyphens and spaces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from constitution.diff import read_alineas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.diff import Alinea

__all__ = ["Match", "patterns", "search"]

_QUOTED = re.compile(r"[\"“”«](?P<phrase>[^\"“”«»]*)[\"“”»]|(?P<word>[^\s\"“”«»]+)")
_SAME = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "\u2010": "-",
    "\u2011": "-",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
}
_MARKS = frozenset("*_\\")
"""Marks of Markdown that a reader does not see."""


@dataclass(frozen=True, slots=True)
class Match:
    """An alinéa that holds all the words, and where it holds them."""

    path: str
    alinea: int | None
    """Counted from 1; None in a heading."""
    line: int
    """Where the alinéa begins, counted from 1."""
    start: int
    """Where the alinéa begins, in characters from the beginning of the article."""
    text: str
    """The alinéa."""
    spans: tuple[tuple[int, int], ...]
    """What was found, from and to, in characters from the beginning of the article; in order,
    none overlapping another."""


def search(texts: Mapping[str, str], words: str) -> tuple[Match, ...]:
    """The alinéas and headings that hold all the words, in the order of the texts.

    A word is found at the beginning of a word (`amend` finds “amendement”), a phrase in quotes as
    it stands, between spaces and signs. No words, no matches.
    """
    sought = tuple(_sought(words))
    if not sought:
        return ()
    return tuple(match for path, text in texts.items() for match in _matches(path, text, sought))


def patterns(words: str) -> tuple[re.Pattern[str], ...]:
    """What is sought by these words, to be matched with a text that was folded as `fold` does."""
    return tuple(one.pattern for one in _sought(words))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word or a phrase as it is compared."""

    start: str
    """What the text must hold anywhere: far sooner told than where a word begins."""
    pattern: re.Pattern[str]


def _sought(words: str) -> Iterator[_Sought]:
    for found in _QUOTED.finditer(words):
        phrase = found["phrase"] is not None
        folded = fold(found["phrase"] if phrase else found["word"])[0].split()
        if not folded:
            continue
        pattern = r"\s+".join(map(re.escape, folded))
        if folded[0][0].isalnum():
            pattern = r"(?<![^\W_])" + pattern
        if phrase and folded[-1][-1].isalnum():
            pattern += r"(?![^\W_])"
        yield _Sought(folded[0], re.compile(pattern))


def _matches(path: str, text: str, sought: Sequence[_Sought]) -> Iterator[Match]:
    first = sought[0].start
    for alinea, folded, places in _folded(text):
        if first not in folded:
            continue
        spans: list[tuple[int, int]] = []
        for one in sought:
            found = [match.span() for match in one.pattern.finditer(folded)]
            if not found:
                break
            spans.extend(
                (alinea.start + places[start], alinea.start + places[end - 1] + 1)
                for start, end in found
            )
        else:
            yield Match(
                path,
                alinea.number,
                text.count("\n", 0, alinea.start) + 1,
                alinea.start,
                alinea.text,
                _joined(spans),
            )


def read_ahead(texts: Iterable[str]) -> Iterator[None]:
    """The texts are read as they are compared, one at each step: what is then searched is found at once."""
    for text in texts:
        _folded(text)
        yield


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> tuple[tuple[Alinea, str, list[int]], ...]:
    """The alinéas of an article as they are compared; searched at every key, it is read once."""
    return tuple((alinea, *fold(alinea.text)) for alinea in read_alineas(text))


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def fold(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place it came from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _MARKS:
            continue
        plain = _plain(character)
        folded.append(plain)
        places.extend([place] * len(plain))
    return "".join(folded), places


@cache
def _plain(character: str) -> str:
    """One character as it is compared."""
    return _SAME.get(character) or "".join(
        part
        for part in unicodedata.normalize("NFD", character.casefold())
        if not unicodedata.combining(part)
    )
