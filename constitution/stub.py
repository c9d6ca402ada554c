"""Repealed articles whose number stays, as a visible stub: the forms that real texts use.

A German text says `[aufgehoben]` or `(weggefallen)` where the words were, a Brazilian one
`(Revogado)`; a Spanish one says `(Derogado)` in the heading, and an Indian one its status.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from constitution.number import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "STUBS",
    "Stub",
    "StubChange",
    "is_repealed_body",
    "is_repealed_heading",
    "stub_of",
    "stub_text",
]

StubChange: TypeAlias = Literal["left", "filled"]
"""An article is repealed and leaves its number as a stub; or words fill a stub again."""


@dataclass(frozen=True, slots=True)
class Stub:
    """How a text shows that an article was repealed and its number kept."""

    words: str
    """As they stand, in brackets."""
    in_heading: bool = False
    """Whether they stand after the number, on the first line, with nothing below."""


STUBS: Final[Mapping[str, Stub]] = {
    "aufgehoben": Stub("[aufgehoben]"),
    "weggefallen": Stub("(weggefallen)"),
    "derogado": Stub("(Derogado)", in_heading=True),
    "revogado": Stub("(Revogado)"),
    "abroge": Stub("(Abrogé)"),
    "repealed": Stub("(Repealed)", in_heading=True),
}
"""The forms by the name that `amend repeal --stub` gives them."""

_BY_LANGUAGE: Final = {
    "de": "aufgehoben",
    "es": "derogado",
    "pt": "revogado",
    "fr": "abroge",
}

_REPEALED: Final = frozenset(
    {
        "aufgehoben",
        "weggefallen",
        "derogado",
        "derogada",
        "revogado",
        "revogada",
        "abroge",
        "abrogee",
        "abrogato",
        "repealed",
        "omitted",
        "deleted",
    }
)
_BRACKETED = re.compile(r"\\?[\[(](?P<words>[^\[\]()]{3,20}?)\\?[\])]\.?")


def stub_of(language: str) -> Stub:
    """The form that texts of a language use; the English one where we know none."""
    return STUBS[_BY_LANGUAGE.get(language.replace("_", "-").split("-")[0].lower(), "repealed")]


def stub_text(stub: Stub, numbered: str) -> str:
    """The whole text of a stub; `numbered` is the heading line up to the number, with its `#`."""
    if stub.in_heading:
        return f"{numbered} {stub.words}\n"
    return f"{numbered}\n\n{stub.words}\n"


def is_repealed_body(words: str) -> bool:
    """Whether what stands below a heading is a stub and nothing else."""
    return _says_repealed(words.strip())


def is_repealed_heading(words: str) -> bool:
    """Whether the words of a heading after the number end in a stub."""
    last = words.rfind("(") if words.endswith((")", ").")) else words.rfind("[")
    return last >= 0 and _says_repealed(words[last:])


def _says_repealed(words: str) -> bool:
    found = _BRACKETED.fullmatch(words)
    return found is not None and fold(found["words"].strip()) in _REPEALED
