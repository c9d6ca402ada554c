"""A change to read: as inline words, side by side, as the text would read, or in words.

The sign in the margin says what became of an alinéa: `~` amended, `+` added, `-` removed, `<` moved
away, `>` moved here. Words that go are struck through and words that come are underlined; with
marks, or where there is no colour, they also stand in `[-…-]` and `{+…+}` (`[<…<]` and `{>…>}` where
they move). What is shown, and in which words, is `constitution.diff.views`'.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from constitution.diff.degrees import indent_of
from constitution.diff.naming import name_articles
from constitution.diff.views import (
    describe,
    describe_extent,
    is_title,
    name_alinea,
    pair_rows,
    rows_with_remarks,
    shown_passages,
    shown_status,
    sides,
    with_remarks,
)
from constitution.display import Run, safe
from constitution.governance import GOVERNANCE_FILES
from constitution.language import _
from tui.reading import title_of
from tui.widgets.page import Block, Sides, said
from tui.widgets.prose import prose
from tui.widgets.tables import show_table
from tui.widgets.words import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constitution.diff import ArticleDelta, Delta, Passage, PassageStatus
    from constitution.diff.alineas import Alinea
    from constitution.diff.views import Piece, Side

__all__ = [
    "VIEWS",
    "View",
    "number_shown",
    "show_change",
    "show_changes",
    "show_words",
    "title_of_delta",
    "view_words",
]

View = Literal["words", "sides", "reading", "sentences"]
VIEWS: tuple[View, ...] = ("words", "sides", "reading", "sentences")

_SIGNS: dict[PassageStatus, str] = {
    "unchanged": " ",
    "amended": "~",
    "added": "+",
    "removed": "-",
    "moved away": "<",
    "moved here": ">",
}
_STYLES = {
    "kept": "",
    "deleted": "delete",
    "inserted": "insert",
    "moved away": "left",
    "moved here": "came",
}
_MARKS = {
    "": ("", ""),
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
        "sentences": _("in words"),
    }


def title_of_delta(delta: ArticleDelta) -> str:
    """What an article that changes is called, or the rules, the members or the settings."""
    return title_of(delta.path, delta.new if delta.new is not None else delta.old or "")


def show_changes(
    delta: Delta,
    governance: Iterable[ArticleDelta],
    view: View,
    *,
    marked: bool = False,
    above: Callable[[str], str] | None = None,
) -> Iterator[Block | Sides]:
    """The sheet of all that changes: articles, those of one name told apart, then the governance.

    `above` gives the heading that stands above the article at a path.
    """
    here = sorted(
        delta.articles, key=lambda one: one.new_path is not None
    )  # who stays has the name
    titles = {one.path: title_of_delta(one) for one in here}
    names = name_articles(delta, lambda path: titles.get(path, path), above)
    for name, one in zip(names, delta.articles, strict=True):
        if one.status != "unchanged":
            yield from _show_one(name, one, view, marked=marked, context=1)
    yield from show_change(governance, view, title_of_delta, marked=marked)


def show_change(
    deltas: Iterable[ArticleDelta],
    view: View,
    title: Callable[[ArticleDelta], str],
    *,
    marked: bool = False,
    context: int = 1,
) -> Iterator[Block | Sides]:
    """The sheet of a change, article by article, with `context` alinéas around what changed."""
    for delta in deltas:
        yield from _show_one(title(delta), delta, view, marked=marked, context=context)


def _show_one(
    name: str, delta: ArticleDelta, view: View, *, marked: bool, context: int
) -> Iterator[Block | Sides]:
    yield said(safe(name), "title")
    if delta.path in GOVERNANCE_FILES:
        rows = show_table(delta, whole=view == "reading", marked=marked)
        if rows is not None:
            yield said(describe(delta), "quiet", is_close=True)
            yield from rows
            return
    yield said(_what_became(delta), "quiet", is_close=True)
    if view == "reading":
        if delta.new is not None:
            yield from (block for block in prose(delta.new) if not _names(block))
    elif delta.changes_alineas:
        yield from show_words(delta, view, marked=marked, context=context)


def show_words(
    delta: ArticleDelta, view: View, *, marked: bool = False, context: int = 1
) -> Iterator[Block | Sides]:
    """The changed words of one article, without its name."""
    if view == "sides":
        shown = shown_passages(delta, context, in_columns=True)
        for (old, new), remarks in rows_with_remarks(pair_rows(shown)):
            yield from (said(remark, "quiet") for remark in remarks)
            yield _beside(old, new, marked=marked)
        return
    for passage, remarks in with_remarks(shown_passages(delta, context)):
        yield from (said(remark, "quiet") for remark in remarks)
        yield _in_words(passage, marked=marked)


def number_shown(block: Block | Sides) -> int:
    """The alinéa of the new text that a block shows; 0 for what is gone from it."""
    shown = block.new if isinstance(block, Sides) else block
    margin = shown.margin if shown is not None else ""
    numbers = re.findall(r"\d+", margin)
    return int(numbers[-1]) if numbers and margin[0] not in "-<" else 0


def _names(block: Block | Sides) -> bool:
    """Whether this is the line that names the article."""
    return isinstance(block, Block) and all(run.style == "title" for run in block.runs)


def _what_became(delta: ArticleDelta) -> str:
    what = describe(delta)
    return f"{what} — {describe_extent(delta)}" if delta.changes_words else what


def _in_words(passage: Passage | None, *, marked: bool) -> Block:
    if passage is None:
        return said("⋯", "quiet")
    margin = f"{_SIGNS[shown_status(passage)]} {name_alinea(passage):>2}"
    hang = " " * indent_of(sides(passage)[-1].text)
    return Block(tuple(_runs(passage, "both", marked=marked)), margin, hang)


def _beside(left: Passage | None, right: Passage | None, *, marked: bool) -> Sides:
    if left is None and right is None:
        return Sides(said("⋯", "quiet"), said("⋯", "quiet"))
    old = _side(left.old if left is not None else None, left, "old", marked=marked)
    new = _side(right.new if right is not None else None, right, "new", marked=marked)
    if left is not None and right is not None and left is not right:
        return Sides(old, new, "±")
    passage = left if left is not None else right
    sign = _SIGNS[shown_status(passage)] if passage is not None else " "
    return Sides(old, new, sign if sign != " " else "│")


def _side(
    alinea: Alinea | None, passage: Passage | None, side: Side, *, marked: bool
) -> Block | None:
    if alinea is None or passage is None:
        return None
    style = "title" if is_title(passage) else ""
    runs = (Run(run.style or style, run.text) for run in _runs(passage, side, marked=marked))
    return Block(tuple(runs), str(alinea.number or ""), " " * indent_of(alinea.text))


def _runs(passage: Passage, side: Side, *, marked: bool) -> Iterator[Run]:
    gone = False
    for piece in readable(passage, side):
        if not piece.text:
            continue
        if gone and piece.kind in {"inserted", "moved here"} and piece.text[0].isalnum():
            yield Run("", " ")  # what goes and what comes in its place are two words
        gone = piece.kind in {"deleted", "moved away"}
        yield _run(piece, marked=marked)


def _run(piece: Piece, *, marked: bool) -> Run:
    style = _STYLES[piece.kind]
    opening, closing = _MARKS[style] if marked else ("", "")
    return Run(style, f"{opening}{safe(piece.text, lines=True)}{closing}")
