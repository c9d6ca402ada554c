"""Deltas as lines for people: unified, side by side, and in figures.

Meaning never rests on colour. Without it, and on request with it, words carry marks: `[-deleted-]`,
`{+inserted+}`, `[<moved away<]`, `{>moved here>}`. The sign before an alinéa says what became of it:
`~` amended, `+` added, `-` removed, `<` moved away, `>` moved here; in two columns `±` removed and,
beside it, added.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from constitution.diff.degrees import indent_of
from constitution.diff.naming import describe_followers, describe_undeclared, name_articles
from constitution.diff.views import (
    describe,
    describe_reshaped,
    describe_words,
    name_alinea,
    pair_rows,
    pieces,
    rows_with_remarks,
    shown_passages,
    shown_status,
    sides,
    summarise,
    with_remarks,
)
from constitution.display import Run, fit, safe, width_of, width_of_line, wrap
from constitution.language import introduce, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constitution.diff import (
        Alinea,
        ArticleDelta,
        ArticleStatus,
        Delta,
        Passage,
        PassageStatus,
        WordCount,
    )
    from constitution.diff.views import Side

__all__ = ["Look", "render_side_by_side", "render_stat", "render_unified", "render_words"]

_SGR = {
    "delete": "\x1b[31;9m",
    "insert": "\x1b[32;4m",
    "left": "\x1b[35;9m",
    "came": "\x1b[36;4m",
    "quiet": "\x1b[2m",
    "title": "\x1b[1m",
}
_RESET = "\x1b[0m"

_MARKS = {
    "delete": ("[-", "-]"),
    "insert": ("{+", "+}"),
    "left": ("[<", "<]"),
    "came": ("{>", ">}"),
}

_SIGNS: dict[PassageStatus, str] = {
    "unchanged": " ",
    "amended": "~",
    "added": "+",
    "removed": "-",
    "moved away": "<",
    "moved here": ">",
}

_ARTICLE_SIGNS: dict[ArticleStatus, str] = {
    "unchanged": " ",
    "amended": "~",
    "added": "+",
    "removed": "-",
    "moved": ">",
    "moved and amended": ">",
}

_STYLES = {
    "kept": "",
    "deleted": "delete",
    "inserted": "insert",
    "moved away": "left",
    "moved here": "came",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are dressed: in colour or not, with marks or not, and how wide."""

    colour: bool = False
    width: int = 80
    marks: bool | None = None
    """None: marks where there is no colour."""

    @property
    def marked(self) -> bool:
        """Whether changed words carry marks."""
        return not self.colour if self.marks is None else self.marks

    def dress(self, runs: Iterable[Run]) -> str:
        """The runs as one line; what is coloured is closed before the line ends."""
        if not self.colour:
            return "".join(run.text for run in runs)
        return "".join(
            f"{_SGR[run.style]}{run.text}{_RESET}" if run.style in _SGR else run.text
            for run in runs
        )


def render_unified(
    delta: Delta, titles: Callable[[str], str], look: Look, *, context: int = 1
) -> Iterator[str]:
    """The lines of a delta, both versions in one column, with `context` alinéas around a change."""
    for place, (article, name, said) in enumerate(_named(delta, titles)):
        if place:
            yield ""
        yield from _head(article, name, look)
        yield from _said(said, look)
        if article.changes_alineas:
            yield from render_words(article, look, context=context)
    yield from _undeclared(delta, titles, look)


def render_words(article: ArticleDelta, look: Look, *, context: int = 1) -> Iterator[str]:
    """The lines of what changed in one article, without its name."""
    shown = shown_passages(article, context)
    numbers = max((width_of(name_alinea(p)) for p in shown if p is not None), default=1)
    for passage, remarks in with_remarks(shown):
        yield ""
        yield from _said(remarks, look)
        if passage is None:
            yield look.dress([Run("quiet", f"{'':{numbers + 2}}  ⋯")])
            continue
        indent = " " * indent_of(sides(passage)[-1].text)
        margin = f"{_SIGNS[shown_status(passage)]} {name_alinea(passage):>{numbers}}  {indent}"
        room = max(look.width - width_of(margin), 10)
        for row, line in enumerate(wrap(_runs(passage, "both", look), room)):
            lead = margin if row == 0 else " " * width_of(margin)
            yield (look.dress([Run("quiet", lead)]) + look.dress(line)).rstrip()


def render_side_by_side(
    delta: Delta, titles: Callable[[str], str], look: Look, *, context: int = 1
) -> Iterator[str]:
    """The lines of a delta, the old text on the left and the new one on the right."""
    for place, (article, name, said) in enumerate(_named(delta, titles)):
        if place:
            yield ""
        yield from _head(article, name, look)
        yield from _said(said, look)
        if not article.changes_alineas:
            continue
        shown = shown_passages(article, context, in_columns=True)
        numbers = max((len(str(a.number or "")) for p in shown if p for a in sides(p)), default=1)
        columns = _Columns(look, numbers, max((look.width - 3) // 2, numbers + 9))
        for row, remarks in rows_with_remarks(pair_rows(shown)):
            yield columns.blank()
            yield from _said(remarks, look)
            yield from columns.render(*row)
    yield from _undeclared(delta, titles, look)


def render_stat(delta: Delta, titles: Callable[[str], str], look: Look) -> Iterator[str]:
    """One line an article, with the words inserted, deleted and moved; then the sum."""
    names = list(map(safe, name_articles(delta, titles)))
    counts = [article.words for article in delta.articles]
    longest = max((width_of(name) for name in names), default=0)
    figures = max((len(_figures(words)) for words in counts), default=0)
    named = min(longest, max(look.width - figures - 16, 12))
    bar = max(look.width - named - figures - 5, 4)
    scale = max((words.inserted + words.deleted for words in counts), default=0)
    for article, name, words in zip(delta.articles, names, counts, strict=True):
        label = fit(name, named)
        pad = " " * (named - width_of(label))
        stub = article.stub
        sign = _ARTICLE_SIGNS["removed" if stub == "left" else article.status]
        line = f"{sign} {label}{pad}  {_figures(words):>{figures}} "
        if stub is not None or (not words.inserted and not words.deleted):
            note = describe_words(words) if words.moved and not stub else describe(article)
            yield f"{line}{fit(note, look.width - width_of(line))}".rstrip()
            continue
        plus, minus = _bars(words, scale, bar)
        bars = [Run("insert", "+" * plus), Run("delete", "-" * minus)]
        yield line + look.dress(run for run in bars if run.text)
    if delta.articles:
        count = len(delta.articles)
        total = ngettext("{count} article changed", "{count} articles changed", count)
        summary = introduce(total.format(count=count), describe_words(delta.words))
        yield from (f" {look.dress(line)}" for line in wrap([Run("", summary)], look.width - 1))
    yield from _undeclared(delta, titles, look)


def _figures(words: WordCount) -> str:
    return f"+{words.inserted} -{words.deleted}"


def _bars(words: WordCount, scale: int, room: int) -> tuple[int, int]:
    """How long the two bars of an article are; what is not nothing shows."""
    if scale <= room:
        return words.inserted, words.deleted
    plus, minus = (
        max(round(count * (room - 1) / scale), 1) if count else 0
        for count in (words.inserted, words.deleted)
    )
    return plus, minus


# --- the head of an article


def _named(
    delta: Delta, titles: Callable[[str], str]
) -> Iterator[tuple[ArticleDelta, str, tuple[str, ...]]]:
    """The articles, each with its name and what is said of what went or came with it."""
    return zip(
        delta.articles,
        name_articles(delta, titles),
        describe_followers(delta, titles),
        strict=True,
    )


def _head(article: ArticleDelta, name: str, look: Look) -> Iterator[str]:
    for line in wrap([Run("title", safe(name))], look.width):
        yield look.dress(line)
    for line in wrap([Run("quiet", summarise(article))], look.width):
        yield look.dress(line)


def _said(remarks: Iterable[str], look: Look) -> Iterator[str]:
    for remark in remarks:
        for line in wrap([Run("quiet", remark)], look.width):
            yield look.dress(line)


def _undeclared(delta: Delta, titles: Callable[[str], str], look: Look) -> Iterator[str]:
    said = [describe_reshaped(one, lambda path: safe(titles(path))) for one in delta.reshaped]
    for sentence in (*said, *describe_undeclared(delta, titles)):
        yield ""
        yield from (look.dress(line) for line in wrap([Run("", sentence)], look.width))


# --- passages


# --- words


def _runs(passage: Passage, side: Side, look: Look) -> Iterator[Run]:
    """The words of a passage as they are shown: one version, or both in one."""
    for piece in pieces(passage, side):
        style = _STYLES[piece.kind]
        opening, closing = _MARKS[style] if style and look.marked else ("", "")
        yield Run(style, f"{opening}{safe(piece.text, lines=True)}{closing}")


# --- two columns


@dataclass(frozen=True, slots=True)
class _Columns:
    """Two columns of prose with the numbers of their alinéas, and a sign between them."""

    look: Look
    numbers: int
    width: int

    def blank(self) -> str:
        return f"{'':{self.width}} │"

    def render(self, left: Passage | None, right: Passage | None) -> Iterator[str]:
        """The lines of one row; both None stands for what is left out."""
        if left is None and right is None:
            dots = f"{'⋯':>{self.numbers}}"
            yield f"{dots:{self.width}} │ {dots}"
            return
        old = self._cell(left.old if left else None, left, "old")
        new = self._cell(right.new if right else None, right, "new")
        sign = _row_sign(left, right)
        for row, (one, two) in enumerate(zip_longest(old, new, fillvalue=("", 0))):
            pad = " " * (self.width - one[1])
            mark = sign if row == 0 and sign != " " else "│"
            yield f"{one[0]}{pad} {mark} {two[0]}".rstrip()

    def _cell(
        self, alinea: Alinea | None, passage: Passage | None, side: Side
    ) -> list[tuple[str, int]]:
        """The lines of one cell, each with the cells it takes."""
        if alinea is None or passage is None:
            return []
        indent = " " * indent_of(alinea.text)
        room = max(self.width - self.numbers - 1 - len(indent), 8)
        lines = []
        for row, line in enumerate(wrap(_runs(passage, side, self.look), room)):
            number = str(alinea.number or "") if row == 0 else ""
            lead = Run("quiet", f"{number:>{self.numbers}} {indent}")
            size = self.numbers + 1 + len(indent) + width_of_line(line)
            lines.append((self.look.dress([lead, *line]), size))
        return lines


def _row_sign(left: Passage | None, right: Passage | None) -> str:
    if left is not None and right is not None and left is not right:
        return "±"
    passage = left or right
    return " " if passage is None else _SIGNS[shown_status(passage)]
