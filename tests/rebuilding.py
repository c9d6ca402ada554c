"""What holds of every difference of an article: both texts can be had from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.diff import ArticleDelta, Passage


def rebuilds(article: ArticleDelta) -> None:
    """Both texts of an article are its passages in order, and each passage its hunks."""
    old = [passage.old for passage in article.passages if passage.in_old]
    new = [passage.new for passage in article.passages if passage.in_new]
    assert "".join(side.text + side.after for side in old if side) == (article.old or "")
    assert "".join(side.text + side.after for side in new if side) == (article.new or "")
    for passage in article.passages:
        _is_its_hunks(passage, article)


def _is_its_hunks(passage: Passage, article: ArticleDelta) -> None:
    for side, text in ((passage.old, article.old), (passage.new, article.new)):
        if side is not None and text is not None:
            assert text[side.start :].startswith(side.text + side.after)
    if passage.old is not None:
        assert "".join(hunk.old for hunk in passage.hunks) == passage.old.text
    if passage.new is not None:
        assert "".join(hunk.new for hunk in passage.hunks) == passage.new.text
