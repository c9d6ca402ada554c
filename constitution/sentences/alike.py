"""Words that read alike: nothing tells them apart but spaces, or how their characters are encoded.

A quotation cannot show such a difference, so a sentence names it. What counts is what a reader
sees: how wide a space is, whether one stands before a sign, which apostrophe is written, and
whether an accent is one character with its letter are no part of a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Likeness", "find_alike", "likeness", "may_be_alike"]

Likeness: TypeAlias = Literal["spaces", "characters"]
"""What alone tells two texts apart that read alike."""

_UNIT = re.compile(r"\s+|.", re.DOTALL)
_AS_READ = {ord("’"): "'", ord("‑"): "-", 0xAD: "", 0x200B: "", 0x2060: "", 0xFEFF: ""}


class _Unit(NamedTuple):
    """One character as it is read, and the characters of the text that write it."""

    read: str
    start: int
    end: int


def _units(text: str) -> Iterator[_Unit]:
    """The text as it is read, unit by unit; a space beside a sign, or at an end, is none."""
    place = 0
    for found in _UNIT.finditer(text):
        start, end = found.span()
        if start < place:
            continue
        if found[0].isspace():
            around = text[start - 1 : start], text[end : end + 1]
            if all(map(_is_letter, around)):
                yield _Unit(" ", start, end)
        else:
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            for read in unicodedata.normalize("NFC", text[start:end]).translate(_AS_READ):
                yield _Unit(read, start, end)
        place = end


def _is_letter(character: str) -> bool:
    return character.isalnum() or bool(character and unicodedata.combining(character))


def likeness(one: str, two: str) -> Likeness | None:
    """What alone tells two different texts apart that read alike; None where words do."""
    if _read(one) != _read(two):
        return None
    return "spaces" if "".join(one.split()) == "".join(two.split()) else "characters"


def may_be_alike(one: str, two: str) -> bool:
    """Whether two texts may read alike with what stands around them: they do but for spaces."""
    return "".join(_read(one).split()) == "".join(_read(two).split())


def _read(text: str) -> str:
    return "".join(unit.read for unit in _units(text))


def find_alike(body: str, words: str) -> list[tuple[int, int]]:
    """Where a text reads as some words do, whole words all, each place with its end."""
    units = list(_units(body))
    flat, wanted = "".join(unit.read for unit in units), _read(words)
    found = []
    at = flat.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        opens = not (wanted[0].isalnum() and flat[at - 1 : at].isalnum())
        closes = not (wanted[-1].isalnum() and flat[end : end + 1].isalnum())
        if opens and closes:
            found.append((units[at].start, units[end - 1].end))
        at = flat.find(wanted, at + 1)
    return found
