"""Paths of articles, and the order in which they are read; `names` says what they may be.

Numbers in path names are sort keys; the number that an article bears stands in its text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NewType

from constitution.errors import Malformed
from constitution.language import _
from constitution.names import path_fault
from constitution.number import LATIN, Key, fold

__all__ = ["ArticlePath", "check_path", "is_heading_file", "path_key"]

ArticlePath = NewType("ArticlePath", str)
"""`articles/02-president/article-11.md`: the identity of an article or, for a `README.md`, of
the heading that its folder is."""


def check_path(path: str) -> ArticlePath:
    """The path, known to be one that an article may have; refused else."""
    if (fault := path_fault(path)) is not None:
        raise Malformed(
            fault, where=path, hint=_("A good path is articles/02-president/article-11.md.")
        )
    return ArticlePath(path)


def is_heading_file(path: str) -> bool:
    """Whether a file says what its folder is called, and is no article."""
    return path.rpartition("/")[2] == "README.md"


# --- order

_PART = re.compile(r"(\d+)|([^\W\d_]+)")
_NAMED, _NUMBERED, _LETTERED, _ORDERED, _WORDED = 1, 2, 3, 4, 5


def path_key(path: str) -> tuple[tuple[Key, ...], str]:
    """A key that sorts paths in reading order; two paths never have the same.

    Digits count as numbers; a folder's `README.md` comes first in it; what is inserted after a
    number (`-1`, `a`, `-bis`) comes after it: `article-11 < article-11-1 < article-11a <
    article-12`, and `01-sovereignty < 01-1-language < 02-president`.
    """
    return tuple(_name_key(name) for name in path.split("/")), path


@lru_cache(maxsize=16_384)
def _name_key(name: str) -> Key:
    stem = name.removesuffix(".md")
    if stem == "README":
        return ()
    parts = _PART.findall(fold(stem))
    key: list[tuple[int, int, str]] = [(0, 0, "")]
    counted = False
    for place, (digits, word) in enumerate(parts):
        if digits:
            key.append((_NUMBERED, int(digits), ""))
            counted = True
        elif counted and word in LATIN:
            key.append((_ORDERED, LATIN[word], ""))
        elif counted and len(word) == 1 and place == len(parts) - 1:
            key.append((_LETTERED, 0, word))
        else:
            key.append((_NAMED if counted else _WORDED, 0, word))
            counted = False
    return tuple(key)
