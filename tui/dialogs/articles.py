"""Which article is meant: found by its number, by its title, or by words that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.display import Run, safe
from constitution.history.search import search
from constitution.language import _
from tui.dialogs.choose import Choose
from tui.reading import title_of
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["which_article"]


def which_article(title: str, texts: Mapping[str, str], *, at: str = "") -> Choose:
    """One of the articles of these texts, by path; the one `at` a path is meant where nothing is typed."""
    titles = ((path, title_of(path, text)) for path, text in texts.items())
    return Choose(
        title,
        [Row(path, ((Run("", safe(called)),),)) for path, called in titles],
        hint=_("A number, or words"),
        at=at,
        holds=lambda words: {match.path for match in search(texts, words)},
    )
