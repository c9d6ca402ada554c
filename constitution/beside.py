"""Two new articles under one number: the second takes the next one that is free.

`11-1` gives way to `11-2`, `12 bis` to `12 ter`, `115a` to `115b`; a bare number to the one after it
or, where that is borne, to an insertion of its own: `12-1`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from constitution.names import path_fault
from constitution.number import LATIN, number_key, number_slug
from constitution.part import Article, number_span
from constitution.path import ArticlePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Beside", "following_numbers", "stand_beside"]

_MOST = 99
"""How many numbers are tried."""

_ORDINALS = {rank: word for word, rank in reversed(LATIN.items())}
_PARTS = re.compile(r"(?P<head>.*?)(?P<sign>[-‑. \u00a0]?)(?P<last>\d+|[A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Beside:
    """Where an article stands that makes room for another, and how it reads there."""

    path: str
    number: str
    text: str


def following_numbers(number: str) -> Iterator[str]:
    """The numbers that come next where this one is borne, in order; none for one that is no number."""
    found = _PARTS.fullmatch(number)
    if found is None:
        return
    head, sign, last = found["head"], found["sign"], found["last"]
    if last.isdecimal():
        if head:
            yield from (f"{head}{sign}{int(last) + step}" for step in range(1, _MOST))
        else:
            yield str(int(last) + 1)
            yield from (f"{last}-{step}" for step in range(1, _MOST))
    elif last in LATIN and head:
        yield from (
            f"{head}{sign}{_ORDINALS[rank]}" for rank in range(LATIN[last] + 1, max(_ORDINALS) + 1)
        )
    elif len(last) == 1 and head:
        end = ord("z" if last.islower() else "Z")
        yield from (f"{head}{sign}{chr(code)}" for code in range(ord(last) + 1, end + 1))


def stand_beside(
    path: str, text: str, texts: Mapping[str, str], others: Iterable[str] = ()
) -> Beside | None:
    """A new article under the next number that nobody bears; None where its name does not say one.

    `texts` are those that stand already; `others` are paths that are taken as well.
    """
    article = Article(ArticlePath(path), text)
    folder, name = posixpath.split(path)
    if article.number is None or not name.endswith(f"{number_slug(article.number)}.md"):
        return None
    lines = text.split("\n")
    span = number_span(lines[article.line - 1])
    if span is None:
        return None
    borne = {
        number_key(number)
        for place, standing in texts.items()
        if (number := Article(ArticlePath(place), standing).number) is not None
    }
    taken = set(chain(texts, others))
    stem = name.removesuffix(f"{number_slug(article.number)}.md")
    for number in following_numbers(article.number):
        place = posixpath.join(folder, f"{stem}{number_slug(number)}.md")
        if number_key(number) in borne or place in taken or path_fault(place) is not None:
            continue
        line = lines[article.line - 1]
        lines[article.line - 1] = line[: span[0]] + number + line[span[1] :]
        return Beside(place, number, "\n".join(lines))
    return None
