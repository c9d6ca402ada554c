"""The language of a text is told by its small words, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from constitution.tongue import tell_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "# Article 1\n\nLe peuple vote la loi, et le Président la promulgue dans les dix jours."),
        ("en", "# Article 1\n\nThe people shall vote on the law, and the president shall sign it."),
        ("de", "# Artikel 1\n\nDie Würde des Menschen ist unantastbar. Alle Gewalt geht von ihm aus, und sie zu achten ist Pflicht."),
        ("es", "# Artículo 1\n\nLa soberanía nacional reside en el pueblo, del que emanan los poderes del Estado."),
        ("pt", "# Artigo 1\n\nTodo o poder emana do povo, que o exerce por meio de representantes da Nação."),
        ("it", "# Articolo 1\n\nLa sovranità appartiene al popolo, che la esercita nelle forme e nei limiti della Costituzione."),
    ],
)  # fmt: skip
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    """One article is enough."""
    assert tell_language([text]) == language


@pytest.mark.parametrize(
    "text", ["", "# Article 1 de la loi et de la loi\n", "Lorem ipsum dolor sit."]
)
def test_what_does_not_tell_is_not_guessed(text: str) -> None:
    """Headings and words of no language say nothing."""
    assert tell_language([text]) is None


def test_whole_texts_tell_their_language() -> None:
    """The founding template, and what introduces this project in two languages."""
    root = Path(__file__).parents[1]
    template = [file.read_text("utf-8") for file in (root / "articles").rglob("*.md")]
    assert tell_language(template) == "fr"
    assert tell_language([(root / "README.fr.md").read_text("utf-8")]) == "fr"
    assert tell_language([(root / "README.md").read_text("utf-8")]) == "en"
