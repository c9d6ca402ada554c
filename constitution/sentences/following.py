"""Links that follow: where they lead once the articles they name stand elsewhere.

Nobody reads the target of a link aloud. One sentence says that the links of an article follow, and
this says what they become.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from constitution.anchor import anchor_of
from constitution.part import Article
from constitution.path import ArticlePath
from constitution.reference import links
from constitution.sentences.naming import find_number
from constitution.sentences.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.sentences.acts import Move

__all__ = ["Following", "renumbered"]


def renumbered(text: str, number: str | None) -> str:
    """A text that bears another number, where it bears one."""
    found = find_number(text)
    if number is None or found is None:
        return text
    return text[: found[0]] + number + text[found[1] :]


class Following:
    """Where links lead, once some articles were moved and renumbered."""

    def __init__(self, moves: Iterable[Move], texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._places: dict[str, str] = {}
        self._anchors: dict[str, tuple[str, str]] = {}
        for move in moves:
            if move.article not in texts:
                continue
            if move.path is not None:
                self._places[move.article] = move.path
            if move.number is not None:
                old = texts[move.article]
                self._anchors[move.article] = _anchor(old), _anchor(renumbered(old, move.number))

    def follow(self, path: str, text: str) -> Sequence[Span]:
        """The targets of links that change in one article, where they stand."""
        if not self._places and not self._anchors:
            return ()
        here = posixpath.dirname(self._places.get(path, path))
        spans: list[Span] = []
        start = 0
        for line in text.split("\n"):
            for link in links(line) if "](" in line else ():
                target = self._target(path, here, link.target)
                if not link.external and target != link.target:
                    at = start + link.stop + 2
                    spans.append(Span(at, at + len(link.target), target))
            start += len(line) + 1
        return spans

    @cached_property
    def _by_anchor(self) -> dict[str, str]:
        """The article that each anchor names alone."""
        anchors = [(_anchor(text), path) for path, text in self._texts.items()]
        count = Counter(anchor for anchor, _path in anchors)
        return {anchor: path for anchor, path in anchors if count[anchor] == 1}

    def _target(self, path: str, here: str, target: str) -> str:
        file, sign, anchor = target.partition("#")
        if not file:
            owner = self._by_anchor.get(anchor.casefold())
            return target if owner not in self._anchors else f"#{self._anchors[owner][1]}"
        owner = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        old, new = self._anchors.get(owner, ("", ""))
        if anchor and anchor.casefold() == old:
            anchor = new
        place = self._places.get(owner, owner)
        if posixpath.normpath(posixpath.join(here, file)) != place:
            file = posixpath.relpath(place, here)
        return file + sign + anchor


def _anchor(text: str) -> str:
    return anchor_of(Article(ArticlePath(""), text).title)
