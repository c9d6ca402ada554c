"""Words of legal prose: what a diff compares, and where each one stands in its text.

Words compare equal however their accents are encoded: as one character with the letter, or after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import sub
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ALONE",
    "BREAK",
    "Words",
    "content_of",
    "content_words",
    "folded",
    "is_content",
    "is_stop",
    "is_word",
    "read_words",
    "squeeze",
    "stands_alone",
    "tally_words",
    "tokens",
]

BREAK = "\n"
"""The token of a line or paragraph break, however many blank lines it holds."""

_VARIANTS = (("’", "'"), ("ʼ", "'"), ("\u2010", "-"), ("\u2011", "-"))
"""What readers do not tell apart; one character for one, so that offsets stand."""

ALONE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han and kana, of Chinese and Japanese: written without spaces, each is a word by itself."""

_STANDS_ALONE = re.compile(f"[{ALONE}]")
_LETTERS = rf"[^\W_{ALONE}]+(?:[\u0300-\u036f]+[^\W_{ALONE}]*)*"
_GROUPED = r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)"
"""A number in groups of three digits: one word, whatever stands between the groups."""

_MAY_BE_GROUPED = re.compile(r"\d[ \u00a0\u202f]\d{3}")
"""Found at once where there is none: most texts have no such number."""

_TOKEN = re.compile(
    rf"{_GROUPED}|[{ALONE}]|{_LETTERS}(?:"
    r"'(?:[sStTdDmM]|[rR][eE]|[lL][lL]|[vV][eE])(?![^\W_]|')"  # the member's, don't
    r"|'(?=[^\W_])"  # l', qu', aujourd'
    rf"|(?:-{_LETTERS})+"  # 72-4, vice-president
    r"|(?:(?<=\d)[.,]\d+)+"  # 1,5 is one number, and `3, 5` are two
    r")?"
    r"|\n\s*"  # a break
    r"|\]\([^()\s]*\)"  # where a link leads: nobody reads a part of it
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
    where the text (or the window of it that was read) ends, so that the white space at its end has a
    place too.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    cuts: tuple[int, ...]


def read_words(text: str, start: int = 0, end: int | None = None) -> Words:
    """The tokens of a text, or of a window of it, with their places in the whole text.

    A window begins and ends at white space, or where the text does. Variants of apostrophe and
    hyphen compare equal.
    """
    last = len(text) if end is None else end
    window = text[start:last]
    if "\n" in window or _MAY_BE_GROUPED.search(window) or not is_normalized("NFC", window):
        return _read_lines(text, start, last)
    chunks = window.split()
    keys = tuple(chain.from_iterable(map(_cut, chunks)))
    if sum(map(len, chunks)) + len(chunks) - 1 == len(window):  # one white space between two
        ends = list(accumulate(chain.from_iterable(map(_steps, chunks)), initial=start - 1))
        starts = list(map(sub, ends[1:], map(len, keys)))
        ends[0] = start
    else:
        starts, ends = _search(text, chunks, start)
    starts.append(last)
    return Words(text, keys, tuple(starts), tuple(ends))


def _search(text: str, chunks: Iterable[str], start: int) -> tuple[list[int], list[int]]:
    """Where the tokens of chunks that stand in this order begin, and where they end."""
    starts: list[int] = []
    ends = [start]
    place = start
    for chunk in chunks:
        place = text.index(chunk, place)
        for word in _cut(chunk):
            starts.append(place)
            place += len(word)
            ends.append(place)
    return starts, ends


def _read_lines(text: str, start: int, last: int) -> Words:
    """The words of a window with breaks, numbers in groups, or accents apart from letters, in it."""
    found = list(_TOKEN.finditer(_plain(text), start, last))
    keys = [_key(match[0]) for match in found]
    if not is_normalized("NFC", text):
        keys = [normalize("NFC", key) for key in keys]
    return Words(
        text,
        tuple(keys),
        (*(match.start() for match in found), last),
        (start, *(match.end() for match in found)),
    )


def _key(word: str) -> str:
    """What a match compares by: a break is a break, and a number its digits."""
    return BREAK if word[0] == "\n" else "".join(word.split())


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text: words with their elision, punctuation, breaks; other space folded."""
    text = normalize("NFC", text)
    if _MAY_BE_GROUPED.search(text):
        return tuple(map(_key, _TOKEN.findall(_plain(text))))
    if "\n" not in text:
        return tuple(chain.from_iterable(map(_cut, text.split())))
    keys: list[str] = []
    for n, line in enumerate(text.split("\n")):
        if n and (not keys or keys[-1] != BREAK):
            keys.append(BREAK)
        keys.extend(chain.from_iterable(map(_cut, line.split())))
    return tuple(keys)


def folded(text: str) -> str:
    """The words and signs of a text in the writing in which two are compared."""
    return " ".join(tokens(text))


def squeeze(text: str) -> str:
    """A text without white space, variants written alike: two of the same words have the same."""
    return "".join(_plain(normalize("NFC", text)).split())


def content_words(text: str) -> tuple[str, ...]:
    """The tokens of a text that carry meaning of their own."""
    return tuple(chain.from_iterable(map(_content, normalize("NFC", text).split())))


def tally_words(text: str) -> int:
    """How many words and numbers a text has."""
    return sum(map(is_word, tokens(text)))


@lru_cache(maxsize=65_536)
def _cut(chunk: str) -> tuple[str, ...]:
    """The tokens of what stands between two white spaces: no token but a break crosses one."""
    return tuple(_TOKEN.findall(_plain(chunk)))


@lru_cache(maxsize=65_536)
def _steps(chunk: str) -> tuple[int, ...]:
    """How far it is from the end of each token to that of the next, one white space before it."""
    first, *others = map(len, _cut(chunk))
    return (first + 1, *others)


@lru_cache(maxsize=65_536)
def _content(chunk: str) -> tuple[str, ...]:
    return tuple(filter(is_content, _cut(chunk)))


def _plain(text: str) -> str:
    if not text.isascii():
        for variant, usual in _VARIANTS:
            text = text.replace(variant, usual)
    return text


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, and not punctuation or a break."""
    return token[0].isalnum()


def stands_alone(character: str) -> bool:
    """Whether a character is a word by itself, in a writing without spaces."""
    return _STANDS_ALONE.match(character) is not None


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
