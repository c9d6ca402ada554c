"""Sentences: where those of an alinéa begin and end, and which changes are made within one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from constitution.diff import read_alineas
from constitution.stops import STOPS, find_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.diff import Alinea

__all__ = ["Extent", "is_added_within", "read_sentences", "read_stretches"]

Extent = Literal["sentence", "line"]
"""How far a conflict reaches: it is never in a part of one of these alone."""


def read_sentences(alinea: Alinea) -> Iterator[tuple[int, int]]:
    """The sentences of an alinéa: where each starts and ends in the text of the article."""
    for start, end in find_sentences(alinea.text):
        if start < end:
            yield alinea.start + start, alinea.start + end


@lru_cache(maxsize=8)
def read_stretches(text: str, extent: Extent) -> tuple[tuple[int, int], ...]:
    """The sentences or the lines of a text; a row of a table is one."""
    if extent == "line":
        return tuple(_lines(text, 0, len(text)))
    return tuple(
        stretch
        for alinea in read_alineas(text)
        for stretch in (
            _lines(text, alinea.start, alinea.start + len(alinea.text))
            if "\n" in alinea.text
            else read_sentences(alinea)
        )
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a part of a text that are not blank."""
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def is_added_within(
    text: str, place: int, sentence: tuple[int, int], added: tuple[str, ...]
) -> bool:
    """Whether words put in at a place belong to a sentence, and are not others before or after it."""
    start, end = sentence
    if any("\n" in words for words in added):
        return start < place < end
    if place == start:
        return any(words.rstrip()[-1:] not in STOPS for words in added)
    if place == end:
        return text[end - 1] not in STOPS
    return start < place < end
