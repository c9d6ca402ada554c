"""Signs that a text in English or German surely has otherwise than its language writes them.

Doubts only: the form of these languages leaves typography as it is written, and no word is changed.
French has rules of its own, which the form applies (`constitution.typography`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from constitution.characters import Fault
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["punctuation_warnings"]

_QUOTES: Final = {"de": "„ “", "en": "“ ”"}
"""How each language opens and closes what it quotes."""

_KEPT = re.compile(r"(?<=\])\([^()\s]*\)|\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""What is no prose: the targets of links, and addresses."""

_STRAIGHT = re.compile(r"(?<!\\)\"")
_DOTS = re.compile(r"(?<![.\\])\.{3}(?!\.)")
_YEARS = re.compile(r"(?<![\w./:-])(?P<from>[12]\d{3})-(?P<to>[12]\d{3})(?![\w./-])")
_COMMA = re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})")


def punctuation_warnings(text: str, language: str) -> Iterator[Fault]:
    """A warning for each sign that is surely another in the language of the text.

    Straight quotation marks are told once: whoever quotes so does it throughout.
    """
    quotes = _QUOTES.get(language.replace("_", "-").split("-")[0].lower())
    if quotes is None:
        return
    is_told = False
    for number, line in enumerate(text.split("\n"), start=1):
        prose = _KEPT.sub(lambda kept: " " * len(kept[0]), line)
        straight = None if is_told else _STRAIGHT.search(prose)
        if straight is not None:
            is_told = True
            message = _("Quotation marks are written {quotes} in this language.")
            yield _doubt(number, straight, "quotes", message.format(quotes=quotes))
        for match in _DOTS.finditer(prose):
            yield _doubt(number, match, "ellipsis", _("Three full stops are one sign: “…”."))
        for match in _YEARS.finditer(prose):
            if int(match["from"]) < int(match["to"]):
                message = _("Between numbers stands a dash: “{words}”.")
                words = f"{match['from']}–{match['to']}"
                yield _doubt(number, match, "dash", message.format(words=words))
        for match in _COMMA.finditer(prose):
            yield _doubt(
                number,
                match,
                "unspaced",
                _("A space is missing after “{sign}”.").format(sign=match[0]),
            )


def _doubt(line: int, match: re.Match[str], code: str, message: str) -> Fault:
    return Fault(line, match.start() + 1, code, message, "warning")
