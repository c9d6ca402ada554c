"""Which text is meant, and what its articles are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath
from constitution.assembly.moments import Chosen, choose, point

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Chosen", "choose", "heading_of", "point", "titles_of"]


def heading_of(path: str, text: str) -> str:
    """What a person calls an article: its heading line, or its path where it has none."""
    return Article(ArticlePath(path), text).title or path


def titles_of(*sides: Mapping[str, str]) -> dict[str, str]:
    """The headings of articles by path, those of the later texts first."""
    titles: dict[str, str] = {}
    for texts in sides:
        titles |= {path: heading_of(path, text) for path, text in texts.items()}
    return titles
