"""The language that a text is in, by the small words that every sentence of it needs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["tell_language"]

_SMALL: Final = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "le la les des du de et en au aux est sont par dans une un il elle qui que sur ne ou",
        "en": "the of and to in a an shall be is are by or any which for no may that as it its all with not",
        "de": "der die das und des den dem von zu ist sind werden wird durch im auf ein eine nicht",
        "es": "el la los las de del y en por se que una un son con para no al lo su",
        "pt": "o a os as de do da dos das e em por se que uma um são com para não ao no na",
        "it": "il la i le gli di del della dei e in per si che una un sono con non al nel lo",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 4
"""Small words that a text has at least before it tells anything."""

_CLEAR = 1.25
"""How many times more of them one language has than the next, where it is told."""


def tell_language(texts: Iterable[str]) -> str | None:
    """The language that texts are in, as a tag; None where their words do not tell."""
    words = Counter(
        word
        for text in texts
        for line in text.split("\n")
        if not line.startswith("#")
        for word in _WORD.findall(line.lower())
    )
    found = sorted(
        ((sum(words[word] for word in small), language) for language, small in _SMALL.items()),
        reverse=True,
    )
    (most, language), (next_, _other) = found[:2]
    return language if most >= max(_FEWEST, _CLEAR * next_) else None
