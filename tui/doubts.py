"""What an amendment may do without declaring it, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.diff.naming import describe_followers, describe_undeclared, name_articles
from constitution.diff.views import describe_reshaped
from constitution.display import safe
from constitution.language import introduce

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.diff import Delta

__all__ = ["tell_doubts"]


def tell_doubts(delta: Delta, titles: Mapping[str, str]) -> Iterator[str]:
    """What looks like a split, a joining or a move that is not declared; safe to show.

    `titles` is what the articles are called, by path. It takes long where many articles change.
    """

    def title(path: str) -> str:
        return titles.get(path, path)

    for one in delta.reshaped:
        yield describe_reshaped(one, lambda path: safe(title(path)))
    transfers = zip(name_articles(delta, title), describe_followers(delta, title), strict=True)
    for name, sentences in transfers:
        for sentence in sentences:
            yield introduce(safe(name), sentence)
    yield from describe_undeclared(delta, title)
