"""The path of an article that is to stand after another: its name sorts there, and nowhere else.

Neighbours keep their paths. The name is made in the manner of the neighbour's, from the number that
the article bears, as far as that sorts where the article is to stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constitution.names import path_fault
from constitution.number import number_slug
from constitution.path import ArticlePath, path_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["path_after"]

_NUMBERED = re.compile(r"(?P<before>\D*)(?P<digits>\d+)")
_NUMBER = re.compile(r"(?P<digits>\d+)(?P<rest>.*)", re.DOTALL)


def path_after(
    neighbour: str, number: str | None, paths: Collection[str], *, own: str = ""
) -> ArticlePath | None:
    """A free path that is read right after the neighbour's, in its folder; None where none is.

    `number` is what the article bears, `own` the name that its file has already.
    """
    folder, _slash, name = neighbour.rpartition("/")
    stem = name.removesuffix(".md")
    for made in _stems(stem, number, own.removesuffix(".md")):
        path = f"{folder}/{made}.md"
        if path not in paths and path_fault(path) is None and _follows(neighbour, path, paths):
            return ArticlePath(path)
    return None


def _stems(stem: str, number: str | None, own: str) -> Iterator[str]:
    """The names that may do, the most telling first."""
    if own:
        yield own
    if number is not None:
        slug = number_slug(number)
        yield _like(stem, slug)
        yield f"article-{slug}"
    if stem == "README":
        yield from ("00-1", "0")
        return
    for end in ("1", "0", "a"):
        yield f"{stem}-{end}"


def _like(stem: str, slug: str) -> str:
    """The name of a file that bears a number in the manner of another's: `096` and `097-1`."""
    other, number = _NUMBERED.match(stem), _NUMBER.fullmatch(slug)
    if other is None or number is None:
        return slug
    width = len(other["digits"]) if other["digits"].startswith("0") else 0
    return f"{other['before']}{number['digits'].zfill(width)}{number['rest']}"


def _follows(neighbour: str, path: str, paths: Collection[str]) -> bool:
    """Whether a path is read right after another."""
    key, before = path_key(path), path_key(neighbour)
    return before < key and not any(before < path_key(other) < key for other in paths)
