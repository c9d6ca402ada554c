"""The faults one can see in the bytes and the characters of a text, whatever its language.

A fault names its line and column, counted from 1, under a stable code. A character that this
program's Unicode does not know is told apart: nobody can judge it here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from constitution.language import N_, _
from constitution.typography import hidden_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Fault", "character_faults", "is_noncharacter", "line_faults", "script_warnings"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One place where a text is not as it should be."""

    line: int
    column: int
    code: str
    """Stable, for programs: `hard-wrap`, `control`, `unknown-character`…"""
    message: str
    """A sentence in the reader's language."""
    severity: Literal["fault", "warning"] = "fault"


_BIDIRECTIONAL: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_INVISIBLE: Final = frozenset(
    [
        "\u00ad",  # soft hyphen
        "\u034f",  # combining grapheme joiner
        "\u115f",  # Hangul fillers, four of them
        "\u1160",
        "\u3164",
        "\uffa0",
        "\u17b4",  # Khmer inherent vowels
        "\u17b5",
        "\u2800",  # Braille blank
        *(chr(code) for code in range(0x180B, 0x1810)),  # Mongolian selectors
        *(chr(code) for code in range(0xFE00, 0xFE10)),  # variation selectors
    ]
)
_SPACES: Final = frozenset(" \u00a0\u202f")
_PLAIN = re.compile(r"[\n\x20-\x7e\u00a0\u00a1-\u00ac\u00ae-\u02ff’–—…“”«»\u202f]*\Z")
"""Texts without a character that could be a fault: most of them."""


def _character_code(character: str) -> str | None:
    """The code of the fault that the character is, wherever it stands; None for most."""
    category = unicodedata.category(character)
    if character in _BIDIRECTIONAL:
        return "bidirectional"
    if character in _INVISIBLE or category == "Cf" or 0xE0000 <= ord(character) <= 0xE0FFF:
        return "zero-width"
    if character == "\r":
        return "line-ending"
    if category in {"Cc", "Zl", "Zp"}:
        return "control"
    if category == "Zs":
        return None if character in _SPACES else "space"
    if category == "Co":
        return "private-use"
    if category == "Cn":
        return "control" if is_noncharacter(character) else "unknown-character"
    return None


def is_noncharacter(character: str) -> bool:
    """Whether Unicode has set the code aside for ever: it will never be a character."""
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


_CHARACTERS: Final = {
    "bidirectional": N_("The character {character} changes the direction of the text."),
    "zero-width": N_("The character {character} cannot be seen."),
    "line-ending": N_("The character {character} is not how a line ends here."),
    "control": N_("The character {character} is a control character."),
    "space": N_("The character {character} is not one of the spaces of the normal form."),
    "private-use": N_("The character {character} has no agreed meaning."),
    "unknown-character": N_("The character {character} is unknown to this program."),
}


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} {name}" if name else code


def character_faults(text: str) -> Iterator[Fault]:
    """Every character that the form does not hold, and every line that is not in NFC."""
    if _PLAIN.match(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            if (code := _character_code(character)) is not None:
                message = _(_CHARACTERS[code]).format(character=_name(character))
                yield Fault(number, column, code, message)
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            same = zip(line, composed, strict=False)
            column = next((at for at, (a, b) in enumerate(same, 1) if a != b), len(composed) + 1)
            yield Fault(number, column, "not-nfc", _("The accents of this line are not in NFC."))


# --- what Markdown would hide

_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_LINK_TITLE = re.compile(r"\]\(\s*+(?:<[^<>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)\s+[\"'(]")
_EMPTY_LINK = re.compile(r"(?<!!)\[\s*\]\(")
_IMAGE = re.compile(r"!\[")
_DEFINITION = re.compile(r"[\s>]*\[(?!\^)[^\[\]]+\]:")
_NOTE = re.compile(r"\[\^([^\s\[\]\\^]+)\](:?)")

_MARKS: Final = {
    "html": N_("Raw HTML is not part of the form: {mark}."),
    "reference": N_("A character reference is not part of the form: {mark}."),
    "code": N_("Code is not part of the form: {mark}."),
}


def line_faults(text: str) -> Iterator[Fault]:
    """What a reader of the printed text would not see as it stands in the file.

    Raw HTML, references, definitions, link titles, images, footnotes that nothing calls.
    """
    called: dict[str, tuple[int, int]] = {}
    defined: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not any(mark in line for mark in "&<`["):
            continue
        # Escapes are blanked out, so that columns hold.
        bare = _ESCAPED.sub("\ufdd0\ufdd0", line)
        for code, column, mark in hidden_marks(line):
            yield Fault(number, column + 1, code, _(_MARKS[code]).format(mark=mark))
        for code, pattern, message in (
            ("link-title", _LINK_TITLE, _("A link has a title, which no reader sees.")),
            ("empty-link", _EMPTY_LINK, _("A link has no words.")),
            ("image", _IMAGE, _("An image is not part of the form.")),
        ):
            for match in pattern.finditer(bare):
                yield Fault(number, match.start() + 1, code, message)
        if _DEFINITION.match(bare):
            yield Fault(number, 1, "definition", _("A link definition is not seen by readers."))
        for note in _NOTE.finditer(bare):
            if note[2] and not bare[: note.start()].strip(" >"):
                if note[1] in defined:
                    message = _("The footnote {label} is defined twice.").format(label=note[1])
                    yield Fault(number, note.start() + 1, "footnote-twice", message)
                defined[note[1]] = number, note.start() + 1
            else:
                called.setdefault(note[1], (number, note.start() + 1))
    for label, (number, column) in defined.items():
        if label not in called:
            message = _("The footnote {label} is called nowhere.").format(label=label)
            yield Fault(number, column, "unused-footnote", message)
    for label in sorted(called.keys() - defined.keys()):
        number, column = called[label]
        message = _("The footnote {label} has no text.").format(label=label)
        yield Fault(number, column, "missing-footnote", message)


# --- words that mix scripts

_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


def script_warnings(text: str) -> Iterator[Fault]:
    """A warning for every word whose letters come from scripts that look alike."""
    if _PLAIN.match(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for word in _LETTERS.finditer(line):
            if word[0].isascii():
                continue
            scripts = [_script(letter) for letter in word[0]]
            known = sorted(set(scripts) - {""}, key=scripts.count, reverse=True)
            if len(known) < 2:
                continue
            odd = [a for a, script in zip(word[0], scripts, strict=True) if script == known[-1]]
            message = _("The word “{word}” mixes letters of several scripts: {characters}.")
            message = message.format(word=word[0], characters=", ".join(map(_name, odd)))
            yield Fault(number, word.start() + 1, "mixed-script", message, "warning")
