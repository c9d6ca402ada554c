"""Words of legal prose: what a diff compares, and where each one stands in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BREAK",
    "Words",
    "content_of",
    "is_content",
    "is_stop",
    "is_word",
    "read_words",
    "tokens",
]

BREAK = "\n"
"""The token of a line or paragraph break, however many blank lines it holds."""

_VARIANTS = (("’", "'"), ("ʼ", "'"), ("\u2010", "-"), ("\u2011", "-"))
"""What readers do not tell apart; one character for one, so that offsets stand."""

_LETTERS = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_TOKEN = re.compile(
    rf"{_LETTERS}(?:"
    r"'(?:[sStTdDmM]|[rR][eE]|[lL][lL]|[vV][eE])(?![^\W_]|')"  # the member's, don't
    r"|'(?=[^\W_])"  # l', qu', aujourd'
    rf"|(?:-{_LETTERS})+"  # 72-4, vice-president
    r"|(?:(?<=\d)[.,]\d+)+"  # 1,5 is one number, and `3, 5` are two
    r")?"
    r"|\n\s*"  # a break
    r"|\*+|_+|#+|\.+|~+|=+|`+|-+"  # marks that go together: **, ###, ...
    r"|\S",
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
    plain = _plain(text)
    found: list[str] = _TOKEN.findall(plain)
    starts: list[int] = []
    cuts = [0]
    end = 0
    for word in found:
        start = plain.find(word, end)  # only white space stands before it
        end = start + len(word)
        starts.append(start)
        cuts.append(end)
    starts.append(len(text))
    return Words(text, _keys(found), tuple(starts), tuple(cuts))


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text: words with their elision, punctuation, breaks; other space folded."""
    return _keys(_TOKEN.findall(_plain(text)))


def _plain(text: str) -> str:
    if not text.isascii():
        for variant, usual in _VARIANTS:
            text = text.replace(variant, usual)
    return text


def _keys(found: list[str]) -> tuple[str, ...]:
    return tuple([BREAK if word[0] == "\n" else word for word in found])


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, and not punctuation or a break."""
    return token[0].isalnum()


def is_stop(token: str) -> bool:
    """Whether a token only holds a phrase together."""
    return token.lower() in _STOP_WORDS


@lru_cache(maxsize=65_536)
def is_content(token: str) -> bool:
    """Whether a token carries meaning of its own."""
    return is_word(token) and not is_stop(token)


def content_of(keys: Iterable[str]) -> list[str]:
    """The tokens that carry meaning of their own."""
    return list(filter(is_content, keys))
