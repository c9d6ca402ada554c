"""Words of legal prose: what a diff compares, and where each one stands in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BREAK", "Words", "is_content", "is_stop", "is_word", "read_words", "tokens"]

BREAK = "\n"
"""The token of a line or paragraph break, however many blank lines it holds."""

_APOSTROPHES_AND_HYPHENS = str.maketrans({"’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
"""Variants that readers do not tell apart; one character for one, so that offsets stand."""

_LETTER = r"[^\W_]|[\u0300-\u036f]"
_TOKEN = re.compile(
    r"[^\S\n]*\n\s*"  # a break
    r"|\d+(?:[.,]\d+)+"  # 1,5 is one number, and `3, 5` are two
    rf"|(?:{_LETTER})+(?:"
    rf"'(?:s|t|re|ll|ve|d|m)(?!{_LETTER}|')"  # the member's, don't
    rf"|'(?={_LETTER})"  # l', qu', aujourd'
    rf"|(?:-(?:{_LETTER})+)+"  # 72-4, vice-president
    r")?"
    r"|([*_#.~=`-])\1*"  # marks that go together: **, ###, ...
    r"|\S",
    re.IGNORECASE,
)

_FRENCH = (
    "le la les l' un une des du de d' au aux à a et ou où ni en dans par pour sur sous avec sans que "
    "qui qu' dont ce cet cette ces c' se s' sa son ses leur leurs y n' ne il elle ils elles est sont"
)
_ENGLISH = (
    "the an of to in on by for with from at as and or nor that which this these those it its is are "
    "be shall"
)
_GERMAN = (
    "der die das den dem ein eine einer eines einem einen und oder von vom zu zum zur im am an auf "
    "aus mit nach bei für durch"
)
_STOP_WORDS = frozenset(f"{_FRENCH} {_ENGLISH} {_GERMAN}".split())
"""Words that hold phrases together and mean little alone, in French, English and German."""


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text, and where they stand: `cuts[n]` ends token n - 1, `starts[n]` begins n.

    The white space before a token lies between `cuts[n]` and `starts[n]`; the last of `starts` is
    the length of the text, so that the white space at its end has a place too.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    cuts: tuple[int, ...]


def read_words(text: str) -> Words:
    """The tokens of a text with their places; variants of apostrophe and hyphen compare equal."""
    keys: list[str] = []
    starts: list[int] = []
    cuts = [0]
    for match in _TOKEN.finditer(text.translate(_APOSTROPHES_AND_HYPHENS)):
        start, end = match.span()
        word = match.group()
        keys.append(BREAK if "\n" in word else word)
        starts.append(start)
        cuts.append(end)
    starts.append(len(text))
    return Words(text, tuple(keys), tuple(starts), tuple(cuts))


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text: words with their elision, punctuation, breaks; other space folded."""
    return read_words(text).keys


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, and not punctuation or a break."""
    return token[0].isalnum()


def is_stop(token: str) -> bool:
    """Whether a token only holds a phrase together."""
    return token.lower() in _STOP_WORDS


def is_content(token: str) -> bool:
    """Whether a token carries meaning of its own."""
    return is_word(token) and not is_stop(token)
