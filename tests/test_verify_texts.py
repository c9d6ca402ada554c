"""Texts that readers would not see as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handmade import (
    ONE,
    Handmade,
    article,
)
from tests.verdicts import (
    assert_blamed,
    consistent,
    judged,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Handmade:
    """A constitution of three articles, nine seats, and an eternal article 3."""
    return Handmade.found(tmp_path / "constitution.git")


class TestTexts:
    """Row 14: what readers would not see as it is."""

    @pytest.mark.parametrize(
        "bad",
        [
            "The state\u202e is one.",
            "The state\u200b is one.",
            "L'e\u0301tat.",
            "The state.\r",
            "The \x1b[31mstate.",
            "The &#x202E;state.",
            "[x]: https://example.org",
            'The [state](https://example.org "unseen").',
            "Two\nlines.",
        ],
    )
    def test_a_text_outside_the_normal_form_is_named(self, made: Handmade, bad: str) -> None:
        """A vote does not make it readable."""
        commit = made.adopt("1", "bad", {ONE: article("1", bad)})
        verdict = assert_blamed(made, commit, ["bad-text"])
        assert all(fault.path.startswith(f"{ONE}:") for fault in verdict.faults)

    def test_bytes_that_are_not_utf_8_are_named(self, made: Handmade) -> None:
        """The text is UTF-8."""
        commit = made.adopt("1", "bad", {ONE: b"# Article 1\n\nLatin \xe9\n"})
        assert_blamed(made, commit, ["bad-text"], "not UTF-8")

    def test_an_unknown_character_cannot_be_judged(self, made: Handmade) -> None:
        """A later Unicode may know it."""
        made.adopt("1", "new", {ONE: article("1", "A sign: \U0003fffd.")})
        verdict = judged(made)
        assert verdict.outcome == "cannot-tell"
        assert verdict.doubts[0].code == "unknown-character"

    def test_a_word_of_two_scripts_is_a_warning(self, made: Handmade) -> None:
        """It may be a name; it may be an imitation: somebody should look."""
        made.adopt("1", "mixed", {ONE: article("1", "The st\u0430te.")})
        verdict = consistent(made)
        assert [warning.code for warning in verdict.warnings] == ["mixed-script"]
        assert "CYRILLIC SMALL LETTER A" in verdict.warnings[0].sentence
