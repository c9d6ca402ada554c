"""HTML as values: words that are escaped, elements made of them, and the page around them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NewType

from constitution.display import safe
from constitution.html.style import STYLE
from constitution.language import LANGUAGES, language, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

__all__ = ["EMPTY", "Markup", "element", "join", "page", "speaking_for", "words"]

Markup = NewType("Markup", str)
"""HTML that is well-formed and holds nothing that was not escaped; only this module makes it."""

EMPTY = Markup("")

_VOID = frozenset({"br", "meta"})

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may fetch or run for a page of ours: nothing."""


def words(text: str, *, lines: bool = False) -> Markup:
    """The text as it reads; hidden characters are shown, and with `lines` line feeds break."""
    shown = escape(safe(text, lines=lines))
    return Markup(shown.replace("\n", "<br>") if lines else shown)


def element(name: str, /, *children: Markup, **attributes: str | None) -> Markup:
    """An element; `class_` is written `class`, `aria_label` `aria-label`; None leaves out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(safe(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join(children)}</{name}>")


def join(parts: Iterable[Markup]) -> Markup:
    """The parts one after the other, each on a line of its own."""
    return Markup("\n".join(part for part in parts if part))


def speaking_for(tag: str) -> AbstractContextManager[None]:
    """Sentences in the language of a text; in that of the screen where we do not speak it."""
    ours = tag.replace("_", "-").split("-")[0].lower()
    return speaking(ours if ours in LANGUAGES else language())


def page(title: str, tag: str, *content: Markup, wide: bool = False) -> str:
    """The whole file, in the language `tag` names; `wide` for two columns, which turn the paper."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", words(title)),
        element("style", Markup(STYLE)),
    )
    body = element("body", join(content), class_="wide" if wide else None)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=tag)}\n"
