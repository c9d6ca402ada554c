"""The rules, the members and the settings as tables: what stands under each key, and what changed.

The keys are those of the files, for people write them; a value that changes is one replacement, and
of a list its entries are told apart.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from constitution.display import Run, safe, width_of
from constitution.governance import rule_word
from constitution.language import _
from tui.widgets.page import Block, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.diff import ArticleDelta

__all__ = ["show_table"]

Section = dict[str, tuple[str, ...]]
"""The values under each key: one, or the entries of a list."""

_MARKS = {"": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}


def show_table(delta: ArticleDelta, *, whole: bool, marked: bool) -> tuple[Block, ...] | None:
    """What changes in a table, section by section, or the whole of it as it would read.

    None where either side is no table that can be read.
    """
    try:
        old, new = (_sections(text) for text in (delta.old, delta.new))
    except tomllib.TOMLDecodeError:
        return None
    if whole:
        old = new
    blocks: list[Block] = []
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, {}), new.get(name, {})
        if before != after or whole:
            if name:
                blocks.append(said(safe(name), "strong"))
            only_changed = not name and not whole
            blocks.extend(_rows(before, after, only_changed=only_changed, marked=marked))
    return tuple(blocks)


def _sections(text: str | None) -> dict[str, Section]:
    """The sections of a file by what a person calls them; what stands in none is called nothing."""
    found: dict[str, Section] = {"": {}}
    for key, value in tomllib.loads(text or "").items():
        if key == "rule" and isinstance(value, dict):
            for name, rule in value.items():
                title = _("Rule “{rule}”").format(rule=rule_word(name))
                found[title] = _section(rule)
        elif key == "member" and isinstance(value, list):
            for member in value:
                title = f"{member.get('name', '')} ({member.get('id', '')})"
                found[title] = _section(member, without=("id", "name"))
        elif key != "format":
            found[""][key] = _values(value)
    return found


def _section(table: Mapping[str, Any], without: tuple[str, ...] = ()) -> Section:
    return {key: _values(value) for key, value in table.items() if key not in without}


def _values(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _rows(before: Section, after: Section, *, only_changed: bool, marked: bool) -> Iterator[Block]:
    """A line for each key; those that stay are shown beside those that change."""
    keys = [
        key
        for key in dict.fromkeys((*before, *after))
        if not only_changed or before.get(key) != after.get(key)
    ]
    widest = max((width_of(safe(key)) for key in keys), default=0) + 2
    for key in keys:
        old, new = before.get(key, ()), after.get(key, ())
        sign = "" if old == new else "~" if old and new else "+" if new else "-"
        head = Run("number", safe(key).ljust(widest))
        yield Block((head, *_compared(old, new, marked=marked)), sign, " " * widest, is_close=True)


def _compared(old: tuple[str, ...], new: tuple[str, ...], *, marked: bool) -> Iterator[Run]:
    """What stays, then what goes, then what comes in its place."""
    told = [
        *(("", value) for value in old if value in new),
        *(("delete", value) for value in old if value not in new),
        *(("insert", value) for value in new if value not in old),
    ]
    for place, (style, value) in enumerate(told):
        if place:
            yield Run("", ", " if style == told[place - 1][0] else " ")
        opening, closing = _MARKS[style] if marked else ("", "")
        yield Run(style, f"{opening}{safe(value)}{closing}")
