"""What an article says of parts of an alinéa: items of a list by their number, sentences by their place.

Read in French, English and German.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from constitution.reference import owner_of
from constitution.stops import find_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constitution.text import Alinea

__all__ = ["Subdivision", "item_label", "item_places", "sentences_of", "subdivisions", "unlabelled"]

_Kind: TypeAlias = Literal["item", "sentence"]


@dataclass(frozen=True, slots=True)
class Subdivision:
    """One place where a text refers to a part of an alinéa."""

    line: int
    column: int
    kind: _Kind
    words: str
    """The words that refer, as written."""
    target: str
    """The label of the item; the number of the sentence, `-1` for the last."""
    alinea: str
    """The number of the alinéa whose sentence it is, as a reference says it; empty where none is said."""
    article: str
    """The number of the article, as written; empty for the article itself."""
    external: bool


_LABEL = re.compile(r"\(?(?P<label>\d{1,3}[a-z]?|[a-z])(?:[.)]|\s?°)\s+")
"""What an item begins with: `2. `, `2) `, `2° `, `b) `, `(b) `."""

_FR_NTH: Final = {
    "première": 1, "seconde": 2, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5,
    "sixième": 6, "dernière": -1,
}  # fmt: skip
_FR_NTH_ALINEA: Final = {
    "premier": 1, "second": 2, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5,
    "sixième": 6, "septième": 7, "huitième": 8, "dernier": -1,
}  # fmt: skip
_EN_NTH: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "last": -1,
}  # fmt: skip


def _any(words: dict[str, int]) -> str:
    return "|".join(words)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language refers to parts of an alinéa."""

    item: re.Pattern[str]
    sentence: re.Pattern[str]
    alinea_before: re.Pattern[str]
    alinea_after: re.Pattern[str] | None


_GRAMMARS: Final = {
    "fr": _Grammar(
        re.compile(r"\b(?:n°s?\s?(?P<n>\d{1,2})(?![\d-])|(?P<degree>\d{1,2})°|points?\s+(?P<point>\d{1,2}))"),
        re.compile(rf"\b(?P<nth>{_any(_FR_NTH)})\s+phrase\b", re.IGNORECASE),
        re.compile(
            rf"(?:\b(?P<nth>{_any(_FR_NTH_ALINEA)})\s+alinéa|\balinéa\s+(?P<n>\d{{1,2}})),?\s+(?:à\s+)?(?:la\s+)?\Z",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\s+(?:du\s+(?P<nth>{_any(_FR_NTH_ALINEA)})\s+alinéa|de\s+l['’]alinéa\s+(?P<n>\d{{1,2}}))",
            re.IGNORECASE,
        ),
    ),
    "en": _Grammar(
        re.compile(r"\b(?:items?|points?|subparagraphs?|clauses?)\s+\(?(?P<n>\d{1,2}|[a-z](?=\)))\)?", re.IGNORECASE),
        re.compile(rf"\b(?P<nth>{_any(_EN_NTH)})\s+sentence\b", re.IGNORECASE),
        re.compile(
            rf"(?:\b(?P<nth>{_any(_EN_NTH)})\s+paragraph|\bparagraph\s+\(?(?P<n>\d{{1,2}})\)?),?\s+(?:the\s+)?\Z",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\s+of\s+(?:the\s+(?P<nth>{_any(_EN_NTH)})\s+paragraph|paragraph\s+\(?(?P<n>\d{{1,2}})\)?)",
            re.IGNORECASE,
        ),
    ),
    "de": _Grammar(
        re.compile(r"\b(?:Nrn?\.|Nummern?|Buchstaben?|Buchst\.)\s+(?P<n>\d{1,2}[a-z]?|[a-z]\b)"),
        re.compile(r"\b(?:Satz|Satzes)\s+(?P<n>\d{1,2})\b"),
        re.compile(r"(?:\bAbsatz|\bAbs\.)\s+(?P<n>\d{1,2}[a-z]?),?\s+\Z"),
        None,
    ),
}  # fmt: skip
_VALUES: Final = {**_FR_NTH, **_FR_NTH_ALINEA, **_EN_NTH}


def subdivisions(text: str, language: str) -> list[Subdivision]:
    """The references of a text to items and sentences, in order; headings refer to nothing."""
    grammar = _GRAMMARS.get(language.replace("_", "-").split("-")[0].lower())
    if grammar is None:
        return []
    return [
        found
        for number, line in enumerate(text.split("\n"), start=1)
        if not line.startswith("#")
        for kind, pattern in (("item", grammar.item), ("sentence", grammar.sentence))
        for match in pattern.finditer(line)
        if (found := _read(number, line, match, kind, grammar, language)) is not None  # type: ignore[arg-type] # one of two literals
    ]


def _read(
    number: int,
    line: str,
    match: re.Match[str],
    kind: _Kind,
    grammar: _Grammar,
    language: str,
) -> Subdivision | None:
    label = _LABEL.match(line.lstrip(" >"))
    if label is not None and match.start() < len(line) - len(line.lstrip(" >")) + label.end():
        return None  # the label of the item that stands here
    start, end = match.span()
    alinea = ""
    if kind == "sentence":
        before = grammar.alinea_before.search(line[max(0, start - 60) : start])
        after = grammar.alinea_after.match(line, end) if grammar.alinea_after else None
        if (named := before or after) is not None:
            alinea = _value(named)
            start = start - len(before[0]) if before else start
            end = after.end() if after and not before else end
    article, external = owner_of(line, start, end, language)
    return Subdivision(
        number, match.start() + 1, kind, match[0].strip(), _value(match), alinea, article, external
    )


def _value(match: re.Match[str]) -> str:
    said = next(word for word in match.groupdict().values() if word is not None)
    return str(_VALUES.get(said.casefold(), said))


def item_label(unit: Alinea) -> str | None:
    """The label of an item, without its signs; None where the alinéa bears none."""
    found = _LABEL.match(unit.text)
    return None if found is None else found["label"]


def item_places(units: Sequence[Alinea], label: str) -> list[int]:
    """The places, from 0, of the alinéas that bear a label."""
    return [place for place, unit in enumerate(units) if item_label(unit) == label]


def unlabelled(text: str) -> str:
    """The words of an alinéa without the label of its item."""
    found = _LABEL.match(text)
    return text if found is None else text[found.end() :]


def sentences_of(unit: Alinea, words: Callable[[str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The sentences of an alinéa, as words."""
    text = unlabelled(unit.text)
    return [words(text[start:end]) for start, end in find_sentences(text)]
