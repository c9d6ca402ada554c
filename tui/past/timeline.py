"""The rows of the timeline: every record, and the founding below them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.display import Run, safe
from constitution.language import _
from tui.widgets.records import brief_votes, headline
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.history import Entry
    from tui.past.reading import FoundingShown

__all__ = ["FOUNDING", "founding_headline", "rows_of_time"]

FOUNDING = "founding"
"""The key of its row; the folder of a record begins with a number."""


def rows_of_time(
    records: Sequence[Entry], founding: FoundingShown | None, *, is_narrow: bool
) -> Iterator[Row]:
    """The latest record first, and the founding last; its date comes once it was read.

    The figures stand before the title, which may be longer than any line: beside the outcome where
    the list has the whole width, else below it.
    """
    for record in reversed(records):
        head = Run("strong", safe(headline(record)))
        votes, title = brief_votes(record), Run("quiet", safe(record.motion.title))
        yield Row(
            record.folder,
            ((head, Run("", f" · {votes}")), (title,))
            if is_narrow
            else ((head,), (Run("", f"{votes} — "), title)),
        )
    text = founding.text if founding is not None else ""
    yield Row(
        FOUNDING, ((Run("strong", founding_headline(founding)),), (Run("quiet", safe(text)),))
    )


def founding_headline(founding: FoundingShown | None) -> str:
    """The founding in one line, as that of a record."""
    day = founding.day.isoformat() if founding is not None else "…"
    return _("The founding · {date}").format(date=day)
