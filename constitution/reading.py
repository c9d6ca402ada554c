"""An alinéa as a reader sees it: the words without the marks of Markdown, and what the marks say.

Most alinéas bear no mark at all, and are read without markdown-it, which takes as long to load as
a text of some hundred articles takes to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

__all__ = ["Span", "marks", "plain", "spans"]

_MARK = re.compile(r"[\n\r\0\\`*_\[<&]")
"""What every mark of inline Markdown begins with, or has in it."""

_LINK = re.compile(r"\[(?P<words>(?:\\.|[^\[\]\\])*)\]\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words that are set alike."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    """Where it leads, as written."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - see above
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - see above

    return MarkdownIt("commonmark", {"html": False}).use(footnote_plugin)


def spans(alinea: str) -> tuple[Span, ...]:
    """The runs of one alinéa, list marks and numbers kept as words, line breaks as line feeds."""
    mark, words = _lead(alinea)
    lead = (Span(mark),) if mark else ()
    if _MARK.search(words) is None:
        return (*lead, Span(words)) if words else lead
    return (*lead, *_parsed(words))


def _parsed(words: str) -> Iterator[Span]:
    """The runs of what bears marks, or may."""
    strong = emphasis = 0
    link: str | None = None
    for block in _parser().parseInline(words):
        for token in block.children or ():
            match token.type:
                case "strong_open":
                    strong += 1
                case "strong_close":
                    strong -= 1
                case "em_open":
                    emphasis += 1
                case "em_close":
                    emphasis -= 1
                case "link_open":
                    link = str(token.attrGet("href") or "")
                case "link_close":
                    link = None
                case "softbreak" | "hardbreak":
                    yield Span("\n")
                case _:
                    if token.content:
                        yield Span(token.content, strong > 0, emphasis > 0, link)


def _lead(alinea: str) -> tuple[str, str]:
    """The mark of a list item, which inline Markdown would not know, and the words after it."""
    mark, space, words = alinea.lstrip().partition(" ")
    if space and (mark in {"-", "*", "+"} or mark.rstrip(".)").isdigit()):
        return f"{'–' if mark in {'-', '*', '+'} else mark} ", words
    return "", alinea


def plain(alinea: str) -> str:
    """The words of one alinéa without the marks of Markdown."""
    return "".join(span.text for span in spans(alinea))


def marks(alinea: str) -> frozenset[int]:
    """The offsets of what is not read aloud: marks of emphasis, brackets and targets of links.

    None where they cannot be told from words, as in a table.
    """
    hidden: set[int] = set()
    for link in _LINK.finditer(alinea):
        hidden.update((link.start(), *range(link.end("words"), link.end())))
    kept = [at for at in range(len(alinea)) if at not in hidden]
    words = plain("".join(alinea[at] for at in kept))
    place = 0
    for at in kept:
        is_bullet = place == 0 and words.startswith("– ") and alinea[at] in "-*+"
        if place < len(words) and (alinea[at] == words[place] or is_bullet):
            place += 1
        elif not alinea[at].isspace():
            hidden.add(at)
    return frozenset(hidden) if place == len(words) else frozenset()
