"""The pile of amendments as it is handed round: a list of them, then each on a page of its own."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from constitution.blocks import Footnote, Heading, Item, Paragraph, Quote, Table, read
from constitution.html.deltas import describe_figures, legend, show_articles, sum_up
from constitution.html.markup import EMPTY, Markup, element, join, page, speaking_for, words
from constitution.language import _, ngettext
from constitution.reading import spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.blocks import Block
    from constitution.diff import Delta

__all__ = ["GovernanceChange", "Sheet", "print_pile"]


@dataclass(frozen=True, slots=True)
class GovernanceChange:
    """A file of the members, the rules or the settings, as it reads and as it would read."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One amendment, as it is printed."""

    name: str
    """Its number once it has one, its slug before."""
    title: str
    authors: tuple[str, ...]
    state: str
    """In words."""
    articles: tuple[str, ...]
    """What it changes, in as few words as the list has room for."""
    delta: Delta
    headings: Mapping[str, str]
    """The heading of each article of the difference, by path."""
    governance: tuple[GovernanceChange, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences to be read before it: that it is a sub-amendment, that it collides."""
    reasons: str = ""
    """In Markdown."""


def print_pile(
    sheets: Sequence[Sheet], *, heading: str, lead: str = "", language: str, context: int = 1
) -> str:
    """A page that prints amendments one a page, with a first page that lists them.

    `heading` names the text they amend, `lead` says more of the pile in a line.
    """
    with speaking_for(language):
        parts = [_list(sheets, heading, lead)]
        parts.extend(_sheet(sheet, place, context) for place, sheet in enumerate(sheets, start=1))
        return page(heading, language, element("main", join(parts)))


def _list(sheets: Sequence[Sheet], heading: str, lead: str) -> Markup:
    """The first page: every amendment, a row each."""
    count = len(sheets)
    total = ngettext("{count} amendment", "{count} amendments", count).format(count=count)
    top = element(
        "header",
        element("h1", words(heading)),
        element("p", words(lead), class_="quiet") if lead else EMPTY,
        element("p", words(total), class_="quiet"),
        class_="top",
    )
    if not sheets:
        return element("section", top, class_="list")
    head = element(
        "tr",
        *(
            element("th", words(name), scope="col")
            for name in (_("No."), _("Title"), _("Authors"), _("Articles"), _("State"))
        ),
        element("th", words(_("Words")), scope="col", class_="figure"),
    )
    rows = [
        element(
            "tr",
            element("td", element("a", words(sheet.name), href=f"#s{place}")),
            element("td", words(sheet.title)),
            element("td", words(", ".join(sheet.authors))),
            element("td", words(", ".join(sheet.articles)), class_="names"),
            element("td", words(sheet.state)),
            element("td", words(describe_figures(sheet.delta.words)), class_="figure"),
        )
        for place, sheet in enumerate(sheets, start=1)
    ]
    table = element("table", element("thead", head), element("tbody", join(rows)))
    return element("section", join([top, table]), class_="list")


def _sheet(sheet: Sheet, place: int, context: int) -> Markup:
    """One amendment, on a page of its own."""
    title = _("Amendment {number} — {title}").format(number=sheet.name, title=sheet.title)
    said = [_("Proposed by: {authors}").format(authors=", ".join(sheet.authors))]
    said.append(_("State: {state}").format(state=sheet.state))
    if sheet.delta:
        said.append(sum_up(sheet.delta))
    parts = [
        element(
            "header",
            element("h1", words(title)),
            *(element("p", words(line), class_="quiet") for line in said),
            legend(sheet.delta.words),
            class_="top",
        )
    ]
    if sheet.notes:
        notes = (element("p", words(note)) for note in sheet.notes)
        parts.append(element("div", *notes, class_="notes"))
    if sheet.questions:
        parts.append(element("h3", words(_("Questions"))))
        parts.append(element("ol", *(element("li", words(one)) for one in sheet.questions)))
    parts.append(
        show_articles(
            sheet.delta,
            lambda path: sheet.headings.get(path, path),
            context=context,
            prefix=f"s{place}-",
        )
    )
    parts.extend(map(_governance, sheet.governance))
    if sheet.reasons.strip():
        reasons = join(_blocks(read(sheet.reasons)))
        parts.append(
            element("section", element("h3", words(_("Reasons"))), reasons, class_="reasons")
        )
    return element("section", join(parts), class_="sheet", id=f"s{place}")


def _governance(change: GovernanceChange) -> Markup:
    """What changes in the members, the rules or the settings, line by line."""
    old, new = (text.removesuffix("\n").split("\n") for text in (change.old, change.new))
    lines = difflib.unified_diff(old, new, lineterm="", n=2)
    shown = element("pre", *_dressed(list(lines)[3:]))
    head = element("header", element("h2", words(change.path)))
    return element("section", head, shown, class_="article")


def _dressed(lines: Iterable[str]) -> Iterator[Markup]:
    for line in lines:
        match line[:1]:
            case "-":
                yield element("del", words(line))
            case "+":
                yield element("ins", words(line))
            case "@":
                yield words("⋯\n", lines=True)
            case _:
                yield words(f"{line}\n", lines=True)


# --- the reasons


def _blocks(blocks: Iterable[Block]) -> Iterator[Markup]:
    """The reasons as their authors wrote them, headings beneath ours."""
    for block in blocks:
        match block:
            case Heading(_level, content):
                yield element("h3", *_spans(content))
            case Paragraph(content):
                yield element("p", *_spans(content))
            case Item(number, content, _line, children):
                mark = words(f"{number or '–'} ")
                yield element("p", mark, *_spans(content), class_="item")
                yield from _blocks(children)
            case Footnote(name, content, _line, children):
                yield element("p", words(f"[{name}] "), *_spans(content), class_="item")
                yield from _blocks(children)
            case Quote(children):
                yield element("blockquote", join(_blocks(children)))
            case Table(rows):
                cells = (
                    element("tr", *(element("td", *_spans(cell)) for cell in row)) for row in rows
                )
                yield element("table", element("tbody", join(cells)))
            case _:
                assert_never(block)


def _spans(content: str) -> Iterator[Markup]:
    """Words in emphasis or strong; the address of a link is shown beside it and leads nowhere."""
    for span in spans(content):
        shown = words(span.text, lines=True)
        if span.emphasis:
            shown = element("em", shown)
        if span.strong:
            shown = element("strong", shown)
        yield shown
        if span.link is not None and span.link != span.text:
            yield words(f" ({span.link})")
