"""The numbers that articles bear, and their order: `1er < 2 < 12 < 12 bis < 72-4 < 115a`.

A number is no identity: numbers are reused, moved, and begun anew in annexes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = [
    "LATIN",
    "NUMBER",
    "Key",
    "bill_number_key",
    "fold",
    "normal_number",
    "number_key",
    "number_slug",
]

Key: TypeAlias = tuple[tuple[int, int, str], ...]
"""Parts of a number in order; the bare number comes before what is inserted after it."""

LATIN: Final = {
    word: rank
    for rank, words in enumerate(
        (
            "bis",
            "ter",
            "quater",
            "quinquies quinquiens",
            "sexies",
            "septies",
            "octies",
            "nonies novies",
            "decies",
            "undecies",
            "duodecies",
            "terdecies tredecies",
            "quaterdecies quattuordecies",
            "quindecies quinquedecies",
            "sexdecies sedecies",
            "septdecies septemdecies",
            "octodecies duodevicies",
            "novodecies undevicies nonodecies",
            "vicies",
            "unvicies",
            "duovicies",
            "tervicies",
            "quatervicies",
            "quinvicies",
        ),
        start=2,
    )
    for word in words.split()
}
"""The Latin ordinals and their rank: the bare number is the first, `bis` the second."""

_FIRST: Final = frozenset(
    [
        "premier",
        "premiere",
        "first",
        "erster",
        "erste",
        "primero",
        "primera",
        "primo",
        "prima",
        "primeiro",
        "primeira",
        "unique",
        "unico",
        "unica",
        "only",
        "einziger",
    ]
)

_ROMAN_DIGITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")

_LATIN_WORD = "(?i:" + "|".join(sorted(LATIN, key=len, reverse=True)) + ")"
NUMBER: Final = rf"""(?:
    (?i:premi(?:er|[èe]re)|first|unique|[úu]nico|primero)\b
  | (?:[A-Z]{{1,2}}\.?[ \u00a0]?)?\d+(?:\.?[ºª°]|(?:er|re|ère)\b)?
    (?:[-‑.]\d+)*
    (?:-?[A-Za-z]{{1,2}}(?![^\W_]))?
    (?:[- \u00a0]?{_LATIN_WORD}\b(?!\s+\d))*
  | [IVXLCDM]+(?![\w'’])
)"""
"""A number as articles bear it, for patterns in verbose mode that tell capitals from others."""


def fold(words: str) -> str:
    """The words without accents, capitals or typography, for comparing what people type."""
    if words.isascii():
        return words.casefold()
    text = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    return "".join(mark for mark in text if not unicodedata.combining(mark))


def _roman(word: str) -> int | None:
    if not _ROMAN.match(word):
        return None
    values = [_ROMAN_DIGITS[digit] for digit in word]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


_PART = re.compile(r"(\d+)|([^\W\d_]+)")
_ORDINAL = re.compile(r"(?<=\d)(?:er|re|ere|\.?°)(?![^\W\d_])")
_RANGE = re.compile(r"(?<=\w)\s+(?:a|to|bis|through)\s+(?=\d)|\s*–\s*(?=\d)")

_HYPHENATED, _LETTERED, _ORDERED, _RANGED, _NAMED = 1, 2, 3, 4, 5


@lru_cache(maxsize=8192)
def number_key(number: str) -> Key:
    """A key that sorts numbers as a reader expects: digits, then `-1`, then `a`, then `bis`.

    `1`, `1er` and `premier` have one key. Letters before the digits (`L111-1`) make a series of
    their own, after the bare numbers; words that are no number come last.
    """
    folded = fold(number.replace("º", "°").replace("ª", "°")).replace("‑", "-")
    folded = _ORDINAL.sub("", folded.strip())
    begin, *end = _RANGE.split(folded, maxsplit=1)
    key = list(_key_parts(begin))
    if end:
        key.append((_RANGED, 0, ""))
        key.extend(_key_parts(end[0]))
    return tuple(key)


def _key_parts(folded: str) -> list[tuple[int, int, str]]:
    roman = _roman(folded.strip(" ."))
    if roman is not None:
        return [(0, roman, "")]
    parts: list[tuple[int, int, str]] = []
    counted = False
    for digits, word in _PART.findall(folded):
        if digits:
            parts.append((_HYPHENATED if counted else 0, int(digits), ""))
        elif word in LATIN and counted:
            parts.append((_ORDERED, LATIN[word], ""))
        elif word in _FIRST and not parts:
            parts.append((0, 1, ""))
        elif counted:
            parts.append((_LETTERED, len(word), word))
        else:
            parts.append((_NAMED, 0, word))
        counted = counted or parts[-1][0] < _NAMED
    return parts


def normal_number(number: str) -> str:
    """The number as one writes it when nothing else matters: `1`, `72-4`, `12 bis`, `115a`."""
    written = ""
    for rank, value, word in number_key(number):
        if rank == _HYPHENATED:
            written += f"-{value}"
        elif rank == _ORDERED:
            written += " " + next(name for name, known in LATIN.items() if known == value)
        elif rank == _RANGED:
            written += "–"
        elif rank == 0:
            written += str(value)
        else:
            written += word
    return written


# --- bills

_BILL_PART = re.compile(r"(\d+)|([A-Za-z]+)")


def bill_number_key(number: str) -> Key:
    """A key for the articles of a French bill, where letters stand before the bare number.

    `14 AA < 14 AB < 14 A < 14 A bis A < 14 A ter < 14 B < 14 < 14 bis A < 14 bis < 14 ter`:
    each capital inserts before what stands to its left, each Latin ordinal after it.
    """
    before, itself, after = 0, 1, 2
    key: list[tuple[int, int, str]] = []
    for digits, word in _BILL_PART.findall(number):
        folded = word.casefold()
        if digits:
            key.append((after if key else itself, int(digits), "-" if key else ""))
        elif folded in LATIN:
            key.append((after, LATIN[folded], ""))
        elif folded in {"er", "premier", "unique"}:
            if not key:
                key.append((itself, 1, ""))
        else:
            key.extend((before, 0, letter) for letter in word.upper())
    return (*key, (itself, 0, ""))


def number_slug(number: str) -> str:
    """A number as the names of files have it: `12-bis`, `72-4`."""
    return "-".join(number.lower().replace(".", "-").split())
