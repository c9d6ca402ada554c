"""Differences of legal prose, level by level: text, article, alinéa, word.

`diff_texts` compares two texts and gives a `Delta` of `ArticleDelta`s, each a row of `Passage`s (the
alinéas, paired), each a row of `Hunk`s (the words). All of them are frozen values that front ends
render and never compute again. `diff_article` and `diff_words` are the lower levels on their own;
`to_json` gives plain data. Deltas apply, invert and `join`, and every level rebuilds both sides to the
byte. `constitution.diff.matching`, which few need, pairs the articles of texts without declared moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constitution.diff.alineas import Alinea, read_alineas
    from constitution.diff.articles import (
        ArticleDelta,
        ArticleStatus,
        WordCount,
        count_words,
        diff_article,
    )
    from constitution.diff.divisions import Division, DivisionKind
    from constitution.diff.hunks import Hunk, HunkKind
    from constitution.diff.passages import Passage, PassageStatus, diff_passages, diff_words
    from constitution.diff.records import to_json
    from constitution.diff.texts import Delta, diff_texts, join
    from constitution.diff.words import Words, read_words, tokens
else:
    from constitution.facade import offering

    __getattr__ = offering(
        __name__,
        {
            "alineas": ("Alinea", "read_alineas"),
            "articles": (
                "ArticleDelta",
                "ArticleStatus",
                "WordCount",
                "count_words",
                "diff_article",
            ),
            "divisions": ("Division", "DivisionKind"),
            "hunks": ("Hunk", "HunkKind"),
            "passages": ("Passage", "PassageStatus", "diff_passages", "diff_words"),
            "records": ("to_json",),
            "texts": ("Delta", "diff_texts", "join"),
            "words": ("Words", "read_words", "tokens"),
        },
    )

__all__ = [
    "Alinea",
    "ArticleDelta",
    "ArticleStatus",
    "Delta",
    "Division",
    "DivisionKind",
    "Hunk",
    "HunkKind",
    "Passage",
    "PassageStatus",
    "WordCount",
    "Words",
    "count_words",
    "diff_article",
    "diff_passages",
    "diff_texts",
    "diff_words",
    "join",
    "read_alineas",
    "read_words",
    "to_json",
    "tokens",
]
