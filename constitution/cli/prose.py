"""Articles as prose for a terminal: a heading, alinéas with their numbers in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath
from constitution.display import Run, safe, wrap
from constitution.reading import plain
from constitution.text import alineas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.cli.rendering import Look

__all__ = ["prose"]

_MARGIN = 5
_WIDEST = 84


def prose(path: str, text: str, look: Look) -> Iterator[str]:
    """The lines of an article as a reader wants them."""
    article = Article(ArticlePath(path), text)
    for above in article.headings_above:
        yield look.dress([Run("title", safe(above))])
        yield ""
    for line in wrap([Run("title", safe(article.title or path))], look.width - 1):
        yield look.dress(line)
    room = min(look.width, _WIDEST) - _MARGIN
    kind_before = ""
    for alinea in alineas(text):
        if alinea.kind != "item" or kind_before != "item":
            yield ""
        kind_before = alinea.kind
        if alinea.kind == "table":
            for row in alinea.text.split("\n"):
                yield f"{'':{_MARGIN}}{safe(row)}"
            continue
        margin = f"{alinea.number:>{_MARGIN - 2}}  "
        for place, runs in enumerate(wrap([Run("", safe(plain(alinea.text)))], max(room, 20))):
            lead = margin if place == 0 else " " * _MARGIN
            yield look.dress([Run("quiet", lead)]) + look.dress(runs)
