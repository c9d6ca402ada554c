"""The amendment in words: formal sentences that, read back, give the same text to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from constitution.diff import diff_texts
from constitution.sentences import read, write
from tests.strategies_of_prose import articles, edited, texts_of_any_kind

if TYPE_CHECKING:
    from constitution.sentences import Style

_styles = st.sampled_from(["amendment", "law"])
_languages = st.sampled_from(["fr", "en", "de"])


def _comes_back(
    old: dict[str, str],
    new: dict[str, str],
    language: str,
    style: Style,
    moves: dict[str, str] | None = None,
) -> str:
    said = write(diff_texts(old, new, moves or {}), old, language=language, style=style)
    assert read(said, old) == new
    return said


@given(st.data(), articles(), _languages, _styles)
def test_the_sentences_of_an_edit_give_the_new_text(
    data: st.DataObject, old: str, language: str, style: Style
) -> None:
    """Whatever was edited, the sentences applied to the old text give the new one to the byte."""
    new = data.draw(edited(old))
    _comes_back({"articles/article-1.md": old}, {"articles/article-1.md": new}, language, style)


@given(texts_of_any_kind, texts_of_any_kind, _languages, _styles)
def test_texts_in_no_form_come_back_too(old: str, new: str, language: str, style: Style) -> None:
    """What no sentence can say finely is said whole."""
    _comes_back({"articles/article-1.md": old}, {"articles/article-1.md": new}, language, style)
