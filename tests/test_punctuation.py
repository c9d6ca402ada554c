"""Signs that a language surely writes otherwise: doubts, in English and German."""

from __future__ import annotations

import pytest

from constitution.coherence import check
from constitution.punctuation import punctuation_warnings


def _told(text: str, language: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in punctuation_warnings(text, language)]


def test_what_is_typed_as_on_a_typewriter_is_in_doubt() -> None:
    """Quotation marks once, three full stops, a hyphen between years, a comma without its space."""
    text = 'Er sagt "ja" und "nein".\n\nNicht sofort,nicht spät...\n\nVon 1990-1995 galt es.\n'
    assert _told(text, "de") == [
        (1, "quotes"),
        (3, "ellipsis"),
        (3, "unspaced"),
        (5, "dash"),
    ]


def test_the_doubt_names_the_marks_of_the_language() -> None:
    """German ones stand below first; English ones above."""
    for language, marks in (("de", "„ “"), ("en-GB", "“ ”")):
        (fault,) = punctuation_warnings('"a"\n', language)
        assert marks in fault.message
        assert fault.severity == "warning"


@pytest.mark.parametrize(
    "line",
    [
        "Das „Gesetz“ vom 1. Januar 1990–1995 … gilt, sofort; und 1,5 v. H.",
        "See [the page](https://example.org/a,b...c) at www.example.org/1990-1995,ab.",
        "Write to first,second@example.org or to the number 1990-1989 and 2020-12.",
        "Resolution 1990-1995-1, clause a,b and x,y; and so on....",
        r"A \" that is meant.",
    ],
)
def test_what_may_be_meant_is_left_alone(line: str) -> None:
    """Addresses, targets, decimals, letters in a row, file numbers."""
    assert _told(line, "de") == []


def test_french_has_its_form_and_other_languages_nothing() -> None:
    """The form mends French; of a language without rules nothing is said."""
    for language in ("fr", "it", ""):
        assert _told('"a",bb ccc,ddd...\n', language) == []


def test_check_tells_them_as_warnings() -> None:
    """A doubt is no fault: nothing is kept from being submitted."""
    found = check({"articles/article-1.md": '# Article 1\n\nThe "law" rules.\n'}, "en")
    assert [(fault.code, fault.severity) for _path, fault in found] == [("quotes", "warning")]
