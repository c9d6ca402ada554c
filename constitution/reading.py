"""An alinéa as a reader sees it: the words without the marks of Markdown, and what the marks say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["Span", "marks", "plain", "spans"]

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
    return MarkdownIt("commonmark", {"html": False}).use(footnote_plugin)


def spans(alinea: str) -> tuple[Span, ...]:
    """The runs of one alinéa, list marks and numbers kept as words, line breaks as line feeds."""
    found: list[Span] = []
    strong = emphasis = 0
    link: str | None = None
    mark, words = _lead(alinea)
    if mark:
        found.append(Span(mark))
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
                    found.append(Span("\n"))
                case _:
                    if token.content:
                        found.append(Span(token.content, strong > 0, emphasis > 0, link))
    return tuple(found)


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
