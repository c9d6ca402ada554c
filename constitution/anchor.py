"""Where a link within a text leads: to a file, or to the part that bears the words of its anchor."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from constitution.heading import heading_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Anchors", "anchor_of", "anchors_of"]

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def anchor_of(title: str) -> str:
    """The anchor of a heading, as forges make it."""
    return _NOT_IN_ANCHOR.sub("", title.casefold()).replace(" ", "-")


def anchors_of(text: str) -> frozenset[str]:
    """The anchors of the headings of a text."""
    return frozenset(anchor_of(line.words) for line in heading_lines(text))


class Anchors:
    """The parts of a text, by path and by anchor."""

    def __init__(self, anchors: Mapping[str, Collection[str]]) -> None:
        self._paths = anchors.keys()
        self._bearers: dict[str, list[str]] = {}
        for path, borne in anchors.items():
            for anchor in borne:
                self._bearers.setdefault(anchor, []).append(path)

    def led(self, path: str, target: str) -> str | None:
        """The path of the part that a link in this one leads to; None where it is none, or not one alone."""
        file, _hash, anchor = target.partition("#")
        if not file:
            bearers = self._bearers.get(anchor.casefold(), [])
            return bearers[0] if anchor and len(bearers) == 1 else None
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        return wanted if wanted in self._paths else None
