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

    @pytest.mark.parametrize(
        ("attributes", "warned"),
        [
            (b"* text=auto eol=lf -filter -ident\n", False),
            (b"# a filter=none of ours\n* -text\n", False),
            (b"articles/** filter=other\n", True),
            (b"* text working-tree-encoding=UTF-16\n", True),
            (b"* ident\n", True),
        ],
    )
    def test_a_founding_that_has_git_write_other_bytes_is_warned_of(
        self, tmp_path: Path, attributes: bytes, *, warned: bool
    ) -> None:
        """What is verified is what git keeps, and a filter makes a checkout read otherwise."""
        verdict = consistent(Handmade.found(tmp_path / "text", {".gitattributes": attributes}))
        assert ["other-bytes"] * warned == [warning.code for warning in verdict.warnings]

    def test_a_word_of_two_scripts_is_a_warning(self, made: Handmade) -> None:
        """It may be a name; it may be an imitation: somebody should look."""
        made.adopt("1", "mixed", {ONE: article("1", "The st\u0430te.")})
        verdict = consistent(made)
        assert [warning.code for warning in verdict.warnings] == ["mixed-script"]
        assert "CYRILLIC SMALL LETTER A" in verdict.warnings[0].sentence
