"""The normal form: any text comes into it, no word changes, and its faults are named."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from constitution.blocks import Block, Footnote, Heading, Item, Paragraph, Quote, Table, read
from constitution.errors import Malformed
from constitution.text import (
    alineas,
    byte_faults,
    decode,
    faults,
    format_text,
    warnings,
    words,
)

PIECES = st.sampled_from(
    [
        *"#>-+*_=|`~[]()<>&;:!?%\\\"'’«»°º129aeé \n\t.,/^",
        *["\n\n", "# ", "## ", "> ", "- ", "1. ", "2. ", "10. ", "19a. ", "(2) ", "a) ", "I. – "],
        *["| a | b |\n|---|---|\n| c | d |\n", "| ", "[^1]", "[^1]: ", "](", "[mot](a.md)"],
        *["&amp;", "&lt;", "&#42;", "&#10;", "&#x202E;", "&nbsp;", "<br>", "<!-- x -->"],
        *["l'", "n° 5", "1ᵉʳ", "1er", "\u00a0", "\u202f", "\u00ad", "\u200b", "\ufeff", "« ", " »"],
        *["  ", "    ", "\\\n", "  \n", "---", "===", "***", "e\u0301", "\u0301", "-les", "mot"],
        *["\u1fef", "\u037e", "\x1c", "% ", "8. Mai", "\r\n", "\v", "\u2028", "http://a.b:c "],
    ]
)
SOURCES = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=10).map("".join),
)
LANGUAGES = st.sampled_from(["fr", "de", "en"])

NOT_MENDED = {
    "bidirectional",
    "control",
    "empty-link",
    "footnote-twice",
    "image",
    "link-title",
    "missing-footnote",
    "private-use",
    "unknown-character",
    "unused-footnote",
    "zero-width",
}
"""Faults that only a person can mend: to mend them would change what is said."""


def letters(text: str) -> list[str]:
    """Every letter and digit of a text: an oracle that knows nothing of Markdown."""
    shown = text.translate(dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)))
    return re.findall(r"[^\W_]", unicodedata.normalize("NFC", shown))


class TestFormat:
    """Any text in the normal form."""

    def test_wrapped_lines_are_joined(self) -> None:
        """A paragraph is one line, and one blank line stands between two blocks."""
        assert format_text("# Article 1\nLa loi\nest la\nmême.\n\n\n\nElle protège.", "fr") == (
            "# Article 1\n\nLa loi est la même.\n\nElle protège.\n"
        )

    @pytest.mark.parametrize(
        "opener",
        ["(2) La", "(1a) La", "2. La", "2) La", "19a. La", "a) La", "(b) la", "iv) la", "-les la"],
    )
    def test_a_line_that_opens_a_numbered_paragraph_stands_alone(self, opener: str) -> None:
        """It is a line of its own although wrapped text stands above it."""
        formed = format_text(f"(1) Tout citoyen peut\nproposer\n{opener} loi\nest votée.", "fr")
        opened = opener.replace("-les", "- les")
        assert formed == f"(1) Tout citoyen peut proposer\n\n{opened} loi est votée.\n"

    def test_numbers_with_letters_stand_between_the_items_of_a_list(self) -> None:
        """`19a.` is no Markdown item: it is a paragraph, and the list goes on with its number."""
        source = "(1) Gebiete:\n    19. Arznei;\n    19a. Häuser;\n    20. Recht.\n(2) Gesetze."
        assert format_text(source, "de") == (
            "(1) Gebiete:\n\n19. Arznei;\n\n19a. Häuser;\n\n20. Recht.\n\n(2) Gesetze.\n"
        )

    def test_a_german_day_opens_no_paragraph(self) -> None:
        """`8. Mai` at the start of a wrapped line is a day."""
        assert format_text("das am\n8. Mai beschlossene", "de") == "das am 8. Mai beschlossene\n"

    def test_a_return_asked_for_is_an_alinea(self) -> None:
        """Two spaces or a backslash at the end of a line are a return to the line."""
        assert format_text("eins  \nzwei\\\ndrei", "de") == "eins\n\nzwei\n\ndrei\n"

    def test_items_stand_on_consecutive_lines(self) -> None:
        """Whatever the bullets and the blank lines of the source."""
        source = "La loi fixe :\n\n* les droits ;\n\n-les devoirs ;\n+ les peines."
        assert format_text(source, "en") == (
            "La loi fixe :\n\n- les droits ;\n- les devoirs ;\n- les peines.\n"
        )

    def test_a_number_that_markdown_would_recount_is_escaped(self) -> None:
        """A reader sees the numbers as they are written, gaps included."""
        assert format_text("1. a\n3. c\n4. d", "en") == "1. a\n\n3\\. c\n\n4. d\n"

    def test_an_escaped_number_stays_prose(self) -> None:
        """What the author escaped keeps its meaning."""
        assert format_text("2\\. Februar", "de") == "2\\. Februar\n"

    def test_a_title_block_becomes_a_heading(self) -> None:
        """As pandoc writes it: `% Title`, continued by indentation, then further fields."""
        source = "% Grundgesetz\n  für alle\n%\n% vom Mai.\n\n# Formel\n"
        assert format_text(source, "de") == "# Grundgesetz für alle\n\nvom Mai.\n\n# Formel\n"

    def test_nothing_stays_hidden(self) -> None:
        """Raw HTML, comments, references, code and definitions become plain, visible words."""
        assert format_text("a <b>c</b> <!-- d --> `e`", "en") == (
            "a \\<b>c\\</b> \\<!-- d --> \\`e\\`\n"
        )
        assert format_text("&eacute;t&eacute; &amp;lt; &#42;", "en") == "été \\&lt; \\*\n"
        assert format_text('[a]: http://b "c"', "en") == '\\[a]: http://b "c"\n'

    def test_tables_keep_every_cell(self) -> None:
        """A row longer than the first would lose cells in Markdown: the table is widened."""
        assert format_text("a|b\n-|:-:\n1|2|3\n", "en") == (
            "| a | b | |\n| --- | :-: | --- |\n| 1 | 2 | 3 |\n"
        )

    def test_quotes_and_footnotes_are_kept(self) -> None:
        """With one line each, their wrapped lines joined."""
        source = "> Je jure\nfidélité[^1].\n>\n> Ainsi.\n\n[^1]: Ou\n    promets."
        assert format_text(source, "en") == (
            "> Je jure fidélité[^1].\n>\n> Ainsi.\n\n[^1]: Ou promets.\n"
        )

    @pytest.mark.parametrize(
        ("source", "formed"),
        [
            ("L'État : l'eau, aujourd'hui", "L’État\u00a0: l’eau, aujourd’hui"),
            ("Vraiment ? Oui ; non!", "Vraiment\u202f? Oui\u202f; non\u202f!"),
            ("Quoi ?!", "Quoi\u202f?!"),
            ("le «mot» et « l'autre  »", "le «\u00a0mot\u00a0» et «\u00a0l’autre\u00a0»"),
            ('la "Liberté" du peuple', "la «\u00a0Liberté\u00a0» du peuple"),
            ('la " Liberté ".', "la «\u00a0Liberté\u00a0»."),
            ('une seule " marque', 'une seule " marque'),
            ("loi n°99 et n° 5", "loi n°\u00a099 et n°\u00a05"),
            ("article 1ᵉʳ", "article 1er"),
            ("à 10:30, http://a.fr:80/l'eau", "à 10:30, http://a.fr:80/l'eau"),
            ("[l'eau](l'eau.md) : oui", "[l’eau](l'eau.md)\u00a0: oui"),
            ("**Mot**: suite", "**Mot**\u00a0: suite"),
        ],
    )
    def test_french_has_its_typography(self, source: str, formed: str) -> None:
        """No-break spaces, the curved apostrophe, guillemets, `n°`, `1er`; not in addresses."""
        assert format_text(source, "fr") == f"{formed}\n"
        assert words(formed) == words(source)

    def test_other_languages_only_fold_white_space(self) -> None:
        """A no-break space that the author set stays."""
        assert format_text('It\'s \t"so": no. §\u00a05!', "en") == 'It\'s "so": no. §\u00a05!\n'

    @given(SOURCES, LANGUAGES)
    def test_no_word_changes(self, source: str, language: str) -> None:
        """`format` may be trusted on any text of any origin."""
        assert words(format_text(source, language)) == words(source)

    @given(st.lists(PIECES.filter(lambda piece: "&" not in piece), max_size=14).map("".join))
    def test_no_letter_changes(self, source: str) -> None:
        """The same, by an oracle that counts letters and digits and reads no Markdown."""
        assume("ᵉ" not in source and not re.search(r"(?m)^\s*\[\^", source))
        assert letters(format_text(source, "de")) == letters(source)

    @given(SOURCES, LANGUAGES)
    def test_the_form_is_its_own_form(self, source: str, language: str) -> None:
        """To format twice is to format once."""
        formed = format_text(source, language)
        assert format_text(formed, language) == formed

    @given(SOURCES, LANGUAGES)
    def test_a_formatted_text_has_no_fault_that_can_be_mended(
        self, source: str, language: str
    ) -> None:
        """And its bytes pass what verification enforces, whatever the language."""
        formed = format_text(source, language)
        assume(formed)
        assert {fault.code for fault in faults(formed, language)} <= NOT_MENDED
        assert {fault.code for fault in byte_faults(formed.encode())} <= NOT_MENDED


def our_leaves(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    leaves: list[tuple[str, str]] = []
    for block in blocks:
        match block:
            case Heading(_, content):
                leaves.append(("heading", content))
            case Paragraph(content):
                leaves.append(("paragraph", content))
            case Item(number, content, _, children):
                leaves += [(f"item {number}", content), *our_leaves(children)]
            case Quote(children):
                leaves += our_leaves(children)
            case Table(rows):
                leaves += [("cell", cell.replace("\\|", "|")) for row in rows for cell in row]
            case Footnote(_, content, _, children):
                leaves += [("footnote", content), *our_leaves(children)]
    return leaves


def their_leaves(text: str) -> list[tuple[str, str]]:
    """What markdown-it sees: every line of words with its role, lists counted as browsers do."""
    leaves: list[tuple[str, str]] = []
    counts: list[int | None] = []
    role = ""
    for token in MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(text):
        match token.type:
            case "ordered_list_open":
                counts.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_open":
                counts.append(None)
            case "ordered_list_close" | "bullet_list_close":
                counts.pop()
            case "list_item_open":
                count = counts[-1]
                counts[-1] = None if count is None else count + 1
                role = "item " if count is None else f"item {count + 1}{token.markup}"
            case "heading_open":
                role = "heading"
            case "paragraph_open":
                role = role or "paragraph"
            case "th_open" | "td_open":
                role = "cell"
            case "inline":
                leaves.append((role, token.content))
                role = ""
            case "fence" | "code_block" | "html_block" | "hr":
                leaves.append((token.type, token.content))
    return leaves


class TestOtherPrograms:
    """The normal form reads alike in every Markdown program."""

    @given(SOURCES, LANGUAGES)
    def test_markdown_sees_the_same_blocks(self, source: str, language: str) -> None:
        """A forge shows the lines, the items and the numbers that this program counts."""
        formed = format_text(source, language)
        assume("[^" not in formed and not {f.code for f in faults(formed, language)} & NOT_MENDED)
        assert our_leaves(read(formed)) == their_leaves(formed)


class TestWords:
    """What counts as a change."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("l'eau :\nvive", "l’eau\u00a0: vive"),
            ("- un\n- deux", "* un\n\n* deux"),
            ("# Article 1", "Article 1"),
            ('"mot"', "« mot »"),
            ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
            ("Consti\u00adtution", "Constitution"),
            ("&eacute;tat", "état"),
        ],
    )
    def test_form_and_typography_are_no_words(self, one: str, other: str) -> None:
        """Wraps, bullets, marks of headings, borders of tables, kinds of apostrophe."""
        assert words(one) == words(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("mot", "mots"),
            ("(1) Mot", "(2) Mot"),
            ("1. mot", "2. mot"),
            ("un, deux", "un deux"),
            ("[mot](a.md)", "[mot](b.md)"),
            ("*mot*", "mot"),
            ("État", "état"),
            ("a b", "ab"),
        ],
    )
    def test_what_a_reader_sees_or_follows_is(self, one: str, other: str) -> None:
        """Numbers, punctuation, capitals, emphasis and the targets of links."""
        assert words(one) != words(other)


class TestFaults:
    """Every place where a text is not in the form has a line, a code and a sentence."""

    @pytest.mark.parametrize(
        ("text", "line", "code"),
        [
            ("Un mot", 1, "final-newline"),
            ("Un mot \n", 1, "trailing-space"),
            ("Un  mot\n", 1, "space"),
            ("Un mot\nde plus\n", 1, "hard-wrap"),
            ("Un mot\n\n\nDeux\n", 3, "blank-line"),
            ("# Titre\nUn mot\n", 2, "blank-line"),
            ("Un\r\n", 1, "line-ending"),
            ("Un mot\n\ne\u0301te\u0301\n", 3, "not-nfc"),
            ("Un\x1b mot\n", 1, "control"),
            ("Un\u200b mot\n", 1, "zero-width"),
            ("Un\u200d mot\n", 1, "zero-width"),
            ("Un\u202e mot\n", 1, "bidirectional"),
            ("Un\u2009mot\n", 1, "space"),
            ("Un\ue000 mot\n", 1, "private-use"),
            ("Un\U000e0fff mot\n", 1, "zero-width"),
            ("Un \U0003ffff mot\n", 1, "control"),
            ("Un \u0378 mot\n", 1, "unknown-character"),
            ("Un <b>mot</b>\n", 1, "html"),
            ("<!-- caché -->\n", 1, "html"),
            ("Un &#x202E; mot\n", 1, "reference"),
            ("Un `mot`\n", 1, "code"),
            ("[a]: http://b\n", 1, "definition"),
            ('[a](b "caché")\n', 1, "link-title"),
            ("[a](b (caché))\n", 1, "link-title"),
            ("[](b)\n", 1, "empty-link"),
            ("![a](b)\n", 1, "image"),
            ("Un mot\n\n[^1]: caché\n", 3, "unused-footnote"),
            ("Un mot[^1]\n", 1, "missing-footnote"),
            ("Un mot[^1]\n\n[^1]: a\n\n[^1]: b\n", 5, "footnote-twice"),
            ("", 1, "empty"),
            ("* un\n* deux\n", 1, "form"),
        ],
    )
    def test_each_fault_is_named(self, text: str, line: int, code: str) -> None:
        """Verification meets the same ones in the bytes, whatever the language."""
        assert (line, code) in [(fault.line, fault.code) for fault in faults(text, "en")]
        assert (line, code) in [(fault.line, fault.code) for fault in byte_faults(text.encode())]

    @pytest.mark.parametrize(
        ("text", "column", "code"),
        [
            ("L'eau\n", 2, "apostrophe"),
            ("Un mot :\n", 7, "no-break-space"),
            ("Un mot;\n", 7, "no-break-space"),
            ("Le «mot»\n", 5, "no-break-space"),
            ('Le "mot"\n', 4, "quotes"),
        ],
    )
    def test_typography_is_a_fault_of_its_language_alone(
        self, text: str, column: int, code: str
    ) -> None:
        """What French asks for is no fault in English, nor in the bytes."""
        assert [(fault.column, fault.code) for fault in faults(text, "fr")] == [(column, code)]
        assert faults(text, "en") == []
        assert byte_faults(text.encode()) == []

    @pytest.mark.parametrize("line", ["Deux", "Deux  zut x ", "> Deux  zut x ", "Deux zut :"])
    def test_a_surplus_blank_line_is_never_called_a_missing_one(self, line: str) -> None:
        """Whatever else is wrong with the line that stands beside it."""
        found = faults(f"Un mot\n\n\n{line}\n", "fr")
        told = [(fault.line, fault.message) for fault in found if fault.code == "blank-line"]
        assert told == [(3, "A blank line too many.")]

    def test_bytes_that_are_no_utf8_are_a_fault(self) -> None:
        """With the line and the column of the first one; a byte order mark too."""
        found = byte_faults("é\nà".encode() + b"\xff\n")
        assert [(fault.line, fault.column, fault.code) for fault in found] == [(2, 2, "not-utf-8")]
        assert [fault.code for fault in byte_faults(b"\xef\xbb\xbfa\n")] == ["byte-order-mark"]

    @given(SOURCES, LANGUAGES)
    def test_a_text_without_fault_is_its_own_form(self, source: str, language: str) -> None:
        """And a text that is not its own form always has a fault to show."""
        if format_text(source, language) == source:
            assert {fault.code for fault in faults(source, language)} <= {*NOT_MENDED, "empty"}
        else:
            assert faults(source, language)

    def test_escapes_hide_nothing(self) -> None:
        """An escaped mark is words."""
        text = "\\<b> \\&amp; \\`c\\` \\[^1] 5 < 6 & 7\n"
        assert faults(text, "en") == []

    def test_a_word_of_mixed_scripts_is_a_warning(self) -> None:
        """A Cyrillic letter in a Latin word; a Greek word between Latin ones is fine."""
        (warning,) = warnings("La p\u0430ix et la δημοκρατία\n")
        assert (warning.column, warning.code, warning.severity) == (4, "mixed-script", "warning")
        assert "U+0430" in warning.message

    def test_columns_survive_escapes(self) -> None:
        """The column is the one of the file."""
        assert [fault.column for fault in faults("\\*\\* <b>\n", "en")] == [6]


class TestDecode:
    """Bytes into text, strictly."""

    def test_utf8_is_read(self) -> None:
        """Accents and all."""
        assert decode("État\n".encode(), "a.md") == "État\n"

    @pytest.mark.parametrize(
        ("data", "where", "place"),
        [
            (b"a\n\xe9tat", "a.md", "a.md:2"),
            (b"\xe9tat", "a.md:7", "a.md:7"),
            (b"\xef\xbb\xbfa", "a.md", "a.md:1"),
        ],
    )
    def test_anything_else_is_refused_with_its_place(
        self, data: bytes, where: str, place: str
    ) -> None:
        """The path and the line of the first wrong byte."""
        with pytest.raises(Malformed) as refusal:
            decode(data, where)
        assert refusal.value.where == place
        assert refusal.value.hint


class TestAlineas:
    """Every return to the line is one (circular PRMX0004462C)."""

    TEXT = (
        "# Article 1\n\nLa loi fixe :\n\n- un ;\n- deux.\n\n> Je jure.\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\n## Suite\n\n1. Fin[^1].\n\n[^1]: Note.\n"
    )

    def test_items_quotes_and_tables_count_one_each(self) -> None:
        """Headings and footnotes count for none."""
        found = [(unit.number, unit.kind, unit.line) for unit in alineas(self.TEXT)]
        assert found == [
            (1, "paragraph", 3),
            (2, "item", 5),
            (3, "item", 6),
            (4, "quote", 8),
            (5, "table", 10),
            (6, "item", 16),
        ]

    def test_an_alinea_is_a_line_of_the_form(self) -> None:
        """Its words stand on that line, without bullet."""
        lines = self.TEXT.split("\n")
        for unit in alineas(self.TEXT):
            assert unit.text.split("\n")[0] in lines[unit.line - 1]
        assert alineas(self.TEXT)[1].text == "un ;"
        assert alineas(self.TEXT)[5].text == "1. Fin[^1]."
