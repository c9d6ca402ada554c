"""Tables row by row: a row that came is one row that came, whatever its cells share with the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.diff.alineas import Alinea
from constitution.diff.hunks import Hunk, find_hunks
from constitution.diff.pairing import Version, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_table_hunks", "is_table"]


def is_table(alinea: Alinea) -> bool:
    """Whether an alinéa is a table of several rows."""
    return "\n" in alinea.text and alinea.text.lstrip(" >").startswith("|")


def find_table_hunks(old: Alinea, new: Alinea) -> tuple[Hunk, ...]:
    """Two versions of a table as hunks that rebuild both; no hunk reaches from one row into another."""
    found: list[Hunk] = []
    for hunk in _row_by_row(_rows(old), _rows(new), old.start, new.start):
        last = found[-1] if found else None
        if last is not None and last.kind == hunk.kind == "equal":
            found[-1] = Hunk(
                "equal", last.old + hunk.old, last.new + hunk.new, last.old_start, last.new_start
            )
        else:
            found.append(hunk)
    return tuple(found)


def _rows(table: Alinea) -> list[str]:
    """The rows of a table, each but the first with the break before it."""
    cuts = [0, *(n for n, sign in enumerate(table.text) if sign == "\n"), len(table.text)]
    return [table.text[start:end] for start, end in pairwise(cuts)]


def _row_by_row(
    before: list[str], after: list[str], old_start: int, new_start: int
) -> Iterator[Hunk]:
    pairs = pair(_version(before), _version(after))
    i = k = 0
    o, n = old_start, new_start
    for j, m in [*pairs, (len(before), len(after))]:
        for row in before[i:j]:
            yield Hunk("delete", row, "", o, n)
            o += len(row)
        for row in after[k:m]:
            yield Hunk("insert", "", row, o, n)
            n += len(row)
        if j < len(before) and m < len(after):
            yield from find_hunks(before[j], after[m], o, n)
            o, n = o + len(before[j]), n + len(after[m])
        i, k = j + 1, m + 1


def _version(rows: list[str]) -> Version:
    return Version(tuple(Alinea(None, row.strip("\n"), 0, "") for row in rows))
