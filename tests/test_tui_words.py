"""The words of a change as they are read in the room."""

from __future__ import annotations

import pytest

from constitution.diff import diff_article
from tui.widgets.change import show_words
from tui.widgets.page import Block, Sides


def told(old: str, new: str) -> str:
    """The second alinéa of an article in inline words, with marks."""
    path = "articles/1.md"
    head = "# Article 1\n\nIt stays.\n\n"
    delta = diff_article(f"{head}{old}\n", f"{head}{new}\n", path, path)
    *_others, last = show_words(delta, "words", marked=True, context=0)
    assert isinstance(last, Block)
    return "".join(run.text for run in last.runs)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "The vote is *direct*. See [article 2](article-2.md).",
            "The vote is free, *direct*. See [article 2](article-2.md).",
            "The vote is {+free,+} direct. See article 2.",
        ),
        (
            "The vote is direct.",
            "The vote is direct, as [article 2](article-2.md) says.",
            "The vote is direct{+, as article 2 says+}.",
        ),
        (
            "The vote is direct.",
            "The vote is *direct*.",
            "The vote is {+*+}direct{+*+}.",
        ),
        (
            "See [article 2](article-2.md) for it.",
            "See [article 2](article-3.md) for it.",
            "See [article 2[-](article-2.md)-]{+](article-3.md)+} for it.",
        ),
    ],
    ids=["around what changes", "in what comes", "the mark itself", "where a link leads"],
)
def test_marks_of_the_form_are_shown_only_where_they_change(old: str, new: str, shown: str) -> None:
    """A committee reads words; but nothing that changes is hidden from it."""
    assert told(old, new) == shown


def test_side_by_side_each_reads_without_its_marks() -> None:
    """The words that go on one side, those that come on the other."""
    path = "articles/1.md"
    delta = diff_article(
        "# Article 1\n\nThe *old* one, see [2](2.md), stays here.\n",
        "# Article 1\n\nThe *new* one, see [2](2.md), stays here.\n",
        path,
        path,
    )
    *_others, last = show_words(delta, "sides", marked=False, context=0)
    assert isinstance(last, Sides)
    sides = ["".join(run.text for run in side.runs) for side in (last.old, last.new) if side]
    assert sides == ["The old one, see 2, stays here.", "The new one, see 2, stays here."]


def test_links_of_an_alinea_that_stays_are_read_by_their_words() -> None:
    """What stands around a change is read as the text is."""
    path = "articles/1.md"
    stays = "See [article 2](article-2.md) *first*."
    delta = diff_article(
        f"# Article 1\n\n{stays}\n\nOld words.\n",
        f"# Article 1\n\n{stays}\n\nNew words.\n",
        path,
        path,
    )
    blocks = [
        block for block in show_words(delta, "words", marked=True) if isinstance(block, Block)
    ]
    shown = ["".join(run.text for run in block.runs) for block in blocks]
    assert "See article 2 first." in shown
