"""What the core says of a text that is being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.diff import diff_article
from constitution.pasted import mend_line
from constitution.text import alineas, faults, format_text, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.diff import ArticleDelta
    from constitution.text import Fault
    from tui.editor.writing import Writing

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The difference a text makes, its faults and its size."""

    text: str
    """The text that was judged."""
    delta: ArticleDelta | None = None
    faults: tuple[Fault, ...] = ()
    mended: Mapping[int, str] = field(default_factory=dict)
    """The lines that the form writes otherwise, by place from 0."""
    words: int = 0
    alineas: int = 0


def judge(writing: Writing, text: str) -> Judgement:
    """What the core says of a text: as it would be saved, in its form, against what it changes."""
    if writing.kind == "table":
        delta = None if writing.base is None else diff_article(writing.base, text)
        return Judgement(text, delta)
    ended = text.rstrip("\n") + "\n" if text.strip() else ""
    formed = format_text(text, writing.language)
    delta = None if writing.base is None else diff_article(writing.base, formed)
    return Judgement(
        text,
        delta,
        tuple(faults(ended, writing.language)) if ended else (),
        mend_line(text, writing.language),
        sum(any(map(str.isalnum, word)) for word in words(formed)),
        len(alineas(formed)),
    )
