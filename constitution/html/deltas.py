"""A difference as HTML: articles, their alinéas with numbers in the margin, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from constitution.diff.degrees import indent_of
from constitution.diff.naming import describe_followers, describe_undeclared, name_articles
from constitution.diff.rows import is_table
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
from constitution.html.grid import grid
from constitution.html.markup import EMPTY, Markup, element, join, page, speaking_for, words
from constitution.language import _, introduce, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constitution.diff import (
        Alinea,
        ArticleDelta,
        Delta,
        Passage,
        PassageStatus,
        WordCount,
    )
    from constitution.diff.views import Piece, Side

__all__ = ["Layout", "describe_figures", "legend", "print_delta", "show_articles", "sum_up"]

Layout = Literal["unified", "side by side", "figures"]

_SIGNS: dict[PassageStatus, str] = {
    "unchanged": "",
    "amended": "~",
    "added": "+",
    "removed": "−",
    "moved away": "←",
    "moved here": "→",
}

_CLASSES: dict[PassageStatus, str] = {
    "unchanged": "same",
    "amended": "amended",
    "added": "added",
    "removed": "removed",
    "moved away": "moved-away",
    "moved here": "moved-here",
}


def print_delta(
    delta: Delta,
    titles: Callable[[str], str],
    *,
    heading: str,
    lead: str = "",
    language: str,
    layout: Layout = "unified",
    context: int = 1,
) -> str:
    """A page that shows a difference, in the language of the text.

    `titles` gives the heading of the article at a path; `heading` says what was compared, and
    `lead`, in lines, more of it. What changed comes first, the table of articles last.
    """
    with speaking_for(language):
        figures = len(delta.articles) > 1 or layout == "figures"
        top = element(
            "header",
            element("h1", words(heading)),
            *(element("p", words(line), class_="quiet") for line in lead.split("\n") if line),
            element("p", *_summary(delta, linked=figures and layout != "figures"), class_="quiet"),
            legend(delta.words) if layout != "figures" else EMPTY,
            class_="top",
        )
        parts = [top]
        if layout != "figures":
            parts.append(show_articles(delta, titles, layout=layout, context=context))
        if figures:
            table = _table(delta, titles, linked=layout != "figures")
            parts.append(element("section", table, class_="figures", id=_FIGURES))
        wide = layout == "side by side"
        return page(heading, language, element("main", join(parts)), wide=wide)


_FIGURES = "figures"


def _summary(delta: Delta, *, linked: bool) -> Iterator[Markup]:
    """The sum, and the way to the table that stands below the articles."""
    yield words(sum_up(delta))
    if linked:
        yield words(" · ")
        yield element("a", words(_("article by article, in figures")), href=f"#{_FIGURES}")


def sum_up(delta: Delta) -> str:
    """How many articles changed, and by how many words."""
    if not delta:
        return _("Nothing changed.")
    count = len(delta.articles)
    total = ngettext("{count} article changed", "{count} articles changed", count)
    return introduce(total.format(count=count), describe_words(delta.words))


def describe_figures(counts: WordCount) -> str:
    """The words inserted, deleted and moved as figures: `+12 −5`; nothing where there are none."""
    figures = (
        ("+", counts.inserted),
        ("−", counts.deleted),
        ("↔", counts.moved),
    )
    return " ".join(f"{sign}{count}" for sign, count in figures if count)


def legend(counts: WordCount) -> Markup:
    """What the marks that occur mean, each in its own mark."""
    marks = []
    if counts.deleted:
        marks.append(element("del", words(_("words deleted"))))
    if counts.inserted:
        marks.append(element("ins", words(_("words inserted"))))
    if counts.moved:
        marks.append(element("del", words(_("words moved away")), class_="moved"))
        marks.append(element("ins", words(_("words moved here")), class_="moved"))
    return element("p", *marks, class_="legend") if marks else EMPTY


def _table(delta: Delta, titles: Callable[[str], str], *, linked: bool) -> Markup:
    """One row an article, with the words inserted, deleted and moved."""
    head = element(
        "tr",
        element("th", words(_("Article")), scope="col"),
        element("th", words(_("What became of it")), scope="col"),
        *(
            element("th", words(name), scope="col", class_="figure")
            for name in (_("Inserted"), _("Deleted"), _("Moved"))
        ),
    )
    rows = []
    named = zip(delta.articles, name_articles(delta, titles), strict=True)
    for place, (article, name) in enumerate(named, start=1):
        title = words(name)
        counts = article.words
        rows.append(
            element(
                "tr",
                element("td", element("a", title, href=f"#a{place}") if linked else title),
                element("td", words(describe(article)), class_="state"),
                *(
                    element("td", words(f"{sign}{count}" if count else ""), class_="figure")
                    for sign, count in (
                        ("+", counts.inserted),
                        ("−", counts.deleted),
                        ("", counts.moved),
                    )
                ),
            )
        )
    return element("table", element("thead", head), element("tbody", join(rows)))


def show_articles(
    delta: Delta,
    titles: Callable[[str], str],
    *,
    layout: Layout = "unified",
    context: int = 1,
    prefix: str = "a",
) -> Markup:
    """The articles of a difference, one section each, named by `prefix` and their place."""
    parts = [
        _article(article, (name, *said), layout, context, f"{prefix}{place}")
        for place, (article, name, said) in enumerate(
            zip(
                delta.articles,
                name_articles(delta, titles),
                describe_followers(delta, titles),
                strict=True,
            ),
            start=1,
        )
    ]
    parts.extend(
        element("p", words(describe_reshaped(one, titles)), class_="notes")
        for one in delta.reshaped
    )
    parts.extend(
        element("p", words(sentence), class_="notes")
        for sentence in describe_undeclared(delta, titles)
    )
    return join(parts)


def _article(
    article: ArticleDelta, head: tuple[str, ...], layout: Layout, context: int, anchor: str
) -> Markup:
    """One article; `head` is its name, then what is said of what went or came with it."""
    name, *said = head
    parts = [
        element(
            "header",
            element("h2", words(name)),
            *(element("p", words(line), class_="what") for line in (summarise(article), *said)),
        )
    ]
    if article.changes_alineas:
        in_columns = layout == "side by side"
        shown = shown_passages(article, context, in_columns=in_columns)
        if in_columns:
            parts.append(_columns(shown))
        else:
            parts.extend(_column(shown))
    return element("section", join(parts), class_="article", id=anchor)


# --- one column


def _column(shown: list[Passage | None]) -> Iterator[Markup]:
    for passage, remarks in with_remarks(shown):
        yield from (element("p", words(remark), class_="what") for remark in remarks)
        yield _alinea(passage)


def _alinea(passage: Passage | None) -> Markup:
    if passage is None:
        return element("p", words("⋯"), class_="gap")
    status = shown_status(passage)
    sign = _SIGNS[status]
    number = element(
        "span",
        element("b", words(sign), title=_name(status)) if sign else EMPTY,
        words(name_alinea(passage)),
        class_="number",
    )
    kind = f"alinea {_CLASSES[status]}{_form(passage)}"
    if _is_table(passage):
        return element("div", number, element("div", _grid(passage, "both")), class_=kind)
    return element("div", number, element("p", *_words(passage, "both")), class_=kind)


def _grid(passage: Passage, side: Side) -> Markup:
    return grid(pieces(passage, side), lambda piece: _run(piece, piece.text))


def _name(status: PassageStatus) -> str:
    """What became of an alinéa, for whoever points at its sign."""
    match status:
        case "unchanged":
            return _("unchanged")
        case "amended":
            return _("amended")
        case "added":
            return _("added")
        case "removed":
            return _("removed")
        case "moved away":
            return _("moved away")
        case "moved here":
            return _("moved here")
        case never:
            assert_never(never)


def _form(passage: Passage) -> str:
    """The classes of a heading, or of the rows of a table."""
    if _is_heading(passage):
        return " heading"
    if _is_table(passage):
        return " rows"
    level = min(indent_of(sides(passage)[-1].text) // 2, _DEEPEST)
    return f" level-{level}" if level else ""


_DEEPEST = 4


def _is_table(passage: Passage) -> bool:
    return all(is_table(side) for side in sides(passage))


def _is_heading(passage: Passage) -> bool:
    return all(side.number is None and side.text.startswith("#") for side in sides(passage))


# --- two columns


def _columns(shown: list[Passage | None]) -> Markup:
    rows = []
    for (left, right), remarks in rows_with_remarks(pair_rows(shown)):
        for remark in remarks:
            said = element("td", words(remark), class_="what", colspan="5")
            rows.append(element("tr", said))
        if left is None and right is None:
            gap = element("td", words("⋯"), class_="gap")
            blank = element("td")
            rows.append(element("tr", blank, gap, element("td", class_="sign"), blank, gap))
            continue
        old = left.old if left is not None else None
        new = right.new if right is not None else None
        if left is not None and right is not None and left is not right:
            kind, sign, name = "replaced", "±", _("removed and added")
        else:
            passage = left or right
            status = shown_status(passage) if passage is not None else "unchanged"
            kind, sign, name = _CLASSES[status], _SIGNS[status], _name(status)
        rows.append(
            element(
                "tr",
                *_cell(old, left, "old"),
                element("td", words(sign), class_="sign", title=name if sign else None),
                *_cell(new, right, "new"),
                class_=kind,
            )
        )
    return element("table", element("tbody", join(rows)), class_="sides")


def _cell(alinea: Alinea | None, passage: Passage | None, side: Side) -> Iterator[Markup]:
    if alinea is None or passage is None:
        yield element("td", class_="number")
        yield element("td")
        return
    yield element("td", words(str(alinea.number or "")), class_="number")
    shown = [_grid(passage, side)] if _is_table(passage) else _words(passage, side)
    yield element("td", *shown, class_=_form(passage).strip() or None)


# --- words


def _words(passage: Passage, side: Side) -> Iterator[Markup]:
    """The words of a passage, each run in the element that says what became of it."""
    bare = _is_heading(passage) and len({_depth(one) for one in sides(passage)}) == 1
    begun = False
    last: Piece | None = None
    for piece in pieces(passage, side):
        if not piece.text:
            continue
        text = piece.text.lstrip("#").lstrip() if bare and not begun else piece.text
        begun = begun or piece.kind != "deleted"
        if last is not None and last.kind != "kept" and piece.kind != "kept" and text[0].isalnum():
            yield words(" ")
        yield _run(piece, text)
        last = piece


def _depth(alinea: Alinea) -> int:
    return len(alinea.text) - len(alinea.text.lstrip("#"))


def _run(piece: Piece, text: str) -> Markup:
    shown = words(text, lines=True)
    mark = element("sup", words(str(piece.move))) if piece.move is not None else EMPTY
    match piece.kind:
        case "kept":
            return shown
        case "deleted":
            return element("del", shown)
        case "inserted":
            return element("ins", shown)
        case "moved away":
            return element("del", shown, mark, class_="moved", title=_("moved away"))
        case "moved here":
            return element("ins", shown, mark, class_="moved", title=_("moved here"))
        case never:
            assert_never(never)
