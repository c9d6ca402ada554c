"""A change to read: as inline words, side by side, or as the text would read.

The sign in the margin says what became of an alinéa: `~` amended, `+` added, `-` removed, `<` moved
away, `>` moved here. Words that go are struck through and words that come are underlined; with
marks, or where there is no colour, they also stand in `[-…-]` and `{+…+}` (`[<…<]` and `{>…>}` where
they move).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from constitution.display import Run, safe
from constitution.language import _, ngettext
from tui.widgets.page import Block, Sides, said
from tui.widgets.prose import prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from constitution.diff import ArticleDelta, Hunk, Passage, PassageStatus, WordCount
    from tui.widgets.page import Sheet

__all__ = ["VIEWS", "View", "count_of_words", "show_change", "view_words"]

View = Literal["words", "sides", "reading"]
VIEWS: tuple[View, ...] = ("words", "sides", "reading")
_Side = Literal["old", "new", "both"]

_SIGNS: dict[PassageStatus, str] = {
    "unchanged": " ",
    "amended": "~",
    "added": "+",
    "removed": "-",
    "moved away": "<",
    "moved here": ">",
}
_MARKS = {
    "delete": ("[-", "-]"),
    "insert": ("{+", "+}"),
    "left": ("[<", "<]"),
    "came": ("{>", ">}"),
}


def view_words() -> dict[View, str]:
    """What a person reads for each view."""
    return {
        "words": _("inline words"),
        "sides": _("side by side"),
        "reading": _("as it would read"),
    }


def show_change(
    deltas: Iterable[ArticleDelta],
    view: View,
    title: Callable[[ArticleDelta], str],
    *,
    marked: bool = False,
    context: int = 1,
) -> Sheet:
    """The sheet of a change, article by article, with `context` alinéas around what changed."""
    sheet: list[Block | Sides] = []
    for delta in deltas:
        sheet.append(said(safe(title(delta)), "title"))
        sheet.append(said(_what_became(delta), "quiet", is_close=True))
        if view == "reading":
            if delta.new is not None:
                sheet.extend(block for block in prose(delta.new) if not _is_title(block))
            continue
        if not delta.changes_words:
            continue
        for passage in _shown(delta, context):
            if view == "words":
                sheet.append(_in_words(passage, marked=marked))
            else:
                sheet.append(_beside(passage, marked=marked))
    return tuple(sheet)


def _is_title(block: Block | Sides) -> bool:
    return isinstance(block, Block) and all(run.style == "title" for run in block.runs)


def _what_became(delta: ArticleDelta) -> str:
    match delta.status:
        case "added":
            what = _("added")
        case "removed":
            what = _("removed")
        case "amended" | "unchanged":
            what = _("amended") if delta.changes_words else _("no word changes, only spacing")
        case "moved" | "moved and amended":
            what = _("moved from {path}").format(path=safe(delta.old_path or ""))
            if delta.changes_words:
                what = _("{moved}, and amended").format(moved=what)
            else:
                what = _("{moved}, no word changes").format(moved=what)
        case never:
            assert_never(never)
    return f"{what} — {count_of_words(delta.words)}" if delta.changes_words else what


def count_of_words(words: WordCount) -> str:
    """The figures in words: `12 words inserted, 5 words deleted`."""
    parts = []
    if words.inserted:
        parts.append(
            ngettext("{count} word inserted", "{count} words inserted", words.inserted).format(
                count=words.inserted
            )
        )
    if words.deleted:
        parts.append(
            ngettext("{count} word deleted", "{count} words deleted", words.deleted).format(
                count=words.deleted
            )
        )
    if words.moved:
        parts.append(
            ngettext("{count} word moved", "{count} words moved", words.moved).format(
                count=words.moved
            )
        )
    return ", ".join(parts) or _("no word inserted or deleted")


def _shown(delta: ArticleDelta, context: int) -> Sequence[Passage | None]:
    """What changed with what stands around it; None stands for what is left out between."""
    passages = [
        passage for passage in delta.passages if passage.changes_words or not _is_heading(passage)
    ]
    near = {
        place + step
        for place, passage in enumerate(passages)
        if passage.changes_words
        for step in range(-context, context + 1)
    }
    shown: list[Passage | None] = []
    for place, passage in enumerate(passages):
        if place in near:
            shown.append(passage)
        elif context and shown and shown[-1] is not None:
            shown.append(None)
    if shown and shown[-1] is None:
        shown.pop()
    return shown


def _is_heading(passage: Passage) -> bool:
    return all(side is None or side.number is None for side in (passage.old, passage.new))


def _sign(passage: Passage) -> str:
    return _SIGNS[passage.status] if passage.changes_words else " "


def _in_words(passage: Passage | None, *, marked: bool) -> Block:
    if passage is None:
        return said("⋯", "quiet")
    here = passage.old if passage.status in {"removed", "moved away"} else passage.new
    number = "" if here is None else str(here.number or "")
    return Block(tuple(_runs(passage, "both", marked=marked)), f"{_sign(passage)} {number:>2}")


def _beside(passage: Passage | None, *, marked: bool) -> Sides:
    if passage is None:
        return Sides(said("⋯", "quiet"), said("⋯", "quiet"))
    old = new = None
    if passage.old is not None and passage.in_old:
        runs = tuple(_runs(passage, "old", marked=marked))
        old = Block(runs, str(passage.old.number or ""))
    if passage.new is not None and passage.in_new:
        runs = tuple(_runs(passage, "new", marked=marked))
        new = Block(runs, str(passage.new.number or ""))
    sign = _sign(passage)
    return Sides(old, new, sign if sign != " " else "│")


def _runs(passage: Passage, side: _Side, *, marked: bool) -> Iterator[Run]:
    if passage.status == "moved away":
        yield from _changed("left", passage.old.text if passage.old else "", marked=marked)
        return
    kept = not any(hunk.changes_words for hunk in passage.hunks)
    if passage.status == "moved here" and (kept or side == "new"):
        yield from _changed("came", passage.new.text if passage.new else "", marked=marked)
        return
    for hunk in passage.hunks:
        yield from _hunk(hunk, side, marked=marked)


def _hunk(hunk: Hunk, side: _Side, *, marked: bool) -> Iterator[Run]:
    if not hunk.changes_words:
        yield Run("", safe(hunk.old if side == "old" else hunk.new, lines=True))
        return
    moved = hunk.move is not None
    if side != "new":
        yield from _changed("left" if moved else "delete", hunk.old, marked=marked)
    if side == "both" and hunk.old.strip() and hunk.new.strip():
        if hunk.old == hunk.old.rstrip():
            yield Run("", " ")
        yield from _changed("came" if moved else "insert", hunk.new.lstrip(), marked=marked)
    elif side != "old":
        yield from _changed("came" if moved else "insert", hunk.new, marked=marked)


def _changed(style: str, text: str, *, marked: bool) -> Iterator[Run]:
    """Changed words in their style, the white space around them outside."""
    words = text.strip()
    if not words:
        yield Run("", safe(text, lines=True))
        return
    start = text.index(words)
    opening, closing = _MARKS[style] if marked else ("", "")
    yield Run("", safe(text[:start], lines=True))
    yield Run(style, f"{opening}{safe(words, lines=True)}{closing}")
    yield Run("", safe(text[start + len(words) :], lines=True))
