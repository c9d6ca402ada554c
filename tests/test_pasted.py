"""Text from a word processor, a page or a mail, in the normal form, without a change of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.pasted import mend_lines, mend_pasted, mended_in
from constitution.text import faults, format_text, words

WORD = (
    "Article 12\u00a0: la pétition\r\n"
    "Le peuple est \u201csouverain\u201d\u00a0; il\u00adlimi\u00adté l'exerce\t par lui-même.\r\n"
    "•\tpremier point\u00a0;\r\n"
    "•\tsecond point.\r\n"
)


class TestPasted:
    """What is pasted."""

    def test_paragraphs_of_a_word_processor_are_lines(self) -> None:
        """Every line is a paragraph, bullets are a list, and what cannot be seen is gone."""
        assert mend_pasted(WORD, "fr") == (
            "Article 12\u00a0: la pétition\n\n"
            "Le peuple est “souverain”\u202f; illimité l’exerce par lui-même.\n\n"
            "- premier point\u202f;\n"
            "- second point.\n"
        )

    def test_lines_within_paragraphs_are_joined_where_blank_lines_part_them(self) -> None:
        """A mail, or a page of a PDF."""
        text = "The vote is\nequal and\nsecret.\n\nIt is held\non a Sunday.\n"
        assert mend_pasted(text, "en") == (
            "The vote is equal and secret.\n\nIt is held on a Sunday.\n"
        )

    def test_a_line_that_goes_on_with_a_small_letter_belongs_to_the_one_before(self) -> None:
        """Hard wraps without any blank line."""
        text = "The vote is equal, direct\nand secret.\nIt is held on a Sunday.\n"
        assert mend_pasted(text, "en") == (
            "The vote is equal, direct and secret.\n\nIt is held on a Sunday.\n"
        )

    def test_one_blank_line_makes_no_page_of_a_text_whose_lines_are_paragraphs(self) -> None:
        """None of them goes on in the next: they stay paragraphs of their own."""
        assert (
            mend_pasted("One.\n\nTwo.\nThree.\nFour.", "en") == "One.\n\nTwo.\n\nThree.\n\nFour.\n"
        )

    @pytest.mark.parametrize(
        ("pasted", "found"),
        [
            (WORD, {"paragraphs", "bullets", "tabs", "hidden", "spaces", "signs"}),
            ("One.\n\nTwo.\n", set()),
            ("One.\r\nTwo.\r\n", {"paragraphs"}),
            ("l'eau", {"signs"}),
            ("un\u00admot", {"hidden"}),
            ("la \u202ecouleur", {"hidden"}),
            ("un  mot", {"spaces"}),
        ],
    )
    def test_what_was_mended_can_be_said(self, pasted: str, found: set[str]) -> None:
        """Nothing where it was in form; ends of lines alone are none of it."""
        assert set(mended_in(pasted, mend_pasted(pasted, "fr"))) == found

    @pytest.mark.parametrize(
        ("pasted", "mended"),
        [
            (" l'eau", " l’eau"),
            ("mot ", "mot "),
            ("un \u2009mot", "un mot"),
            ("\u00ab mot \u00bb", "«\u00a0mot\u00a0»"),
            ("   ", " "),
            ("", ""),
        ],
    )
    def test_a_piece_of_a_line_stays_one(self, pasted: str, mended: str) -> None:
        """It is pasted into a sentence: its spaces at both ends count, and it gets no end of line."""
        assert mend_pasted(pasted, "fr") == mended

    @given(
        st.lists(
            st.text("abcdé ’;:!«»,.", min_size=1).filter(
                lambda line: line.strip(" ;:!«»,.’") != ""
            ),
            min_size=2,
            max_size=5,
        )
    )
    def test_no_word_is_changed_and_the_result_is_in_form(self, paragraphs: list[str]) -> None:
        """Whatever the spaces and the signs."""
        text = "\r\n\r\n".join(paragraphs) + "\r\n"
        mended = mend_pasted(text, "fr")
        assert words(mended) == words("\n\n".join(paragraphs))
        assert faults(mended, "fr") == []


class TestMending:
    """Lines mended while others are typed."""

    def test_the_lines_that_the_form_writes_otherwise_are_named(self) -> None:
        """By place, as they should be."""
        assert mend_lines("# A\n\nL'eau ; le vin\n\nbon\n", "fr") == {2: "L’eau\u202f; le vin"}

    def test_lines_that_would_be_joined_or_go_are_left(self) -> None:
        """A paragraph in the making stays as it is while one types; the other lines are mended."""
        text = "# A\n\nL'eau\nle vin\n\n\n\nle  pain\n"
        assert mend_lines(text, "fr") == {7: "le pain"}

    def test_no_word_goes_from_one_line_to_another(self) -> None:
        """As many lines as before need not be the same lines."""
        assert mend_lines("# A\nThe  seat\nis here.", "en") == {}

    def test_signs_that_the_form_would_escape_are_left_to_be_told_of(self) -> None:
        """Whoever wrote them meant something by them."""
        assert mend_lines("# A\n\nA <b>word</b>,  said.\n\nOne  more.\n", "en") == {4: "One more."}

    @given(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "  ",
                    "L'eau",
                    "le  vin",
                    "# A",
                    "- un",
                    "-  un",
                    "1. x",
                    "2. y",
                    " 1.  x",
                    "> q",
                    ">q",
                    "a\tb",
                    "x ; y",
                    "«a»",
                    "x  ",
                    "  - sub",
                    "===",
                    "---",
                    "+ c",
                    "x\\",
                    "[^1]: n",
                    "mot[^1]",
                ]
            ),
            max_size=8,
        )
    )
    def test_mending_lines_changes_nothing_of_what_is_saved(self, lines: list[str]) -> None:
        """The whole text, in its form, is the same before and after; no line gets other words."""
        mended = mend_lines("\n".join(lines), "fr")
        after = [mended.get(place, line) for place, line in enumerate(lines)]
        assert format_text("\n".join(after), "fr") == format_text("\n".join(lines), "fr")
        assert [words(line) for line in after] == [words(line) for line in lines]
