"""An alinéa as a reader sees it: the words without the marks of Markdown, and what the marks say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["Span", "plain", "spans"]


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
