"""Headings that stand in the file of an article: the line that names it, and those above that line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath

if TYPE_CHECKING:
    from constitution.diff.articles import ArticleDelta

__all__ = ["find_own_heading", "headings_that_follow"]


def find_own_heading(article: ArticleDelta) -> int:
    """Where the line that names an article begins in its text, in characters."""
    text = article.new if article.new is not None else article.old or ""
    line = Article(ArticlePath(article.path), text).line
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1])


def headings_that_follow(article: ArticleDelta) -> tuple[str, ...]:
    """The headings that come, go or move with an article, for they stand above it in its file."""
    if article.status in {"unchanged", "amended"}:
        return ()
    text = article.old if article.old is not None else article.new or ""
    return Article(ArticlePath(article.path), text).headings_above
