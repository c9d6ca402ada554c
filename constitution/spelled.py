"""References to articles whose number is spelled out: “l’article cinq”, “the fifth article”.

They are found, so that a person can look at them, and never followed: `un` and `second` are words
of their own, and what they count is not always said.
"""

from __future__ import annotations

import re
from typing import Final

from constitution.reference import is_external

__all__ = ["spelled_out"]

_FRENCH: Final = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt"
    "|trente|quarante|cinquante|soixante|cent"
)
_ENGLISH: Final = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_GERMAN: Final = (
    "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn"
    "|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
)
_FRENCH_NTH: Final = (
    r"(?:deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt"
    r"|trent|quarant|cinquant|soixant|cent)(?:-\w+)?ième|\w+-(?:\w+-)?\w+ième"
)
_ENGLISH_NTH: Final = (
    r"third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+|\w+tieth"
)
_SPELLED: Final = {
    "fr": re.compile(
        rf"\barticles?\s+(?:un|(?:{_FRENCH})(?:-\w+)*)(?!\w)|\b(?:{_FRENCH_NTH})\s+article\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\barticles?\s+(?:one|(?:{_ENGLISH})(?:-\w+)?)(?!\w)|\b(?:{_ENGLISH_NTH})\s+article\b",
        re.IGNORECASE,
    ),
    "de": re.compile(rf"\bArtikel[ns]?\s+(?:eins|\w*und(?:{_GERMAN})|{_GERMAN})(?!\w)"),
}


def spelled_out(line: str, language: str) -> list[str]:
    """The words of each reference whose number is spelled out, but for those to another text."""
    pattern = _SPELLED.get(language.replace("_", "-").split("-")[0].lower())
    if pattern is None:
        return []
    return [found[0] for found in pattern.finditer(line) if not is_external(line, found.end())]
