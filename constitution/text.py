"""A text and its normal form: read, brought into the form, checked, counted.

The form, version 1: UTF-8, NFC, lines that end in LF; one paragraph, heading, item or row a line;
one blank line between blocks, none between the items of a list; a final newline. Headings,
paragraphs, lists, emphasis, links, tables, quotes and footnotes that are called: nothing else.

    format_text   any text, in the normal form, without a change of words
    words         what may not change
    faults        where a text is not in the normal form of its language
    byte_faults   the part of that which holds whatever the language, for verification
    warnings      what a person should look at
    alineas       the numbered alinéas
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.blocks import Footnote, Heading, Item, Paragraph, Quote, Table, read
from constitution.characters import Fault, character_faults, line_faults, script_warnings
from constitution.encoding import decode, encoding_fault
from constitution.form import write
from constitution.language import _
from constitution.typography import NARROW, WIDE, spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.blocks import Block

__all__ = [
    "NORMAL_FORM",
    "Alinea",
    "Fault",
    "alineas",
    "byte_faults",
    "decode",
    "faults",
    "format_text",
    "warnings",
    "words",
]

NORMAL_FORM = 1
"""The version of the form; a later one never reads a text of this one otherwise."""

LONGEST = 1 << 20
"""The most bytes of one article."""

MOST_FAULTS = 1000
"""How many faults of one text are named, where whoever wrote it may mean harm."""

_MOST_PAIRS = 4_000_000
"""How many pairs of lines may be compared to name each fault of the form; else the first is."""


@lru_cache(maxsize=4)
def format_text(source: str, language: str) -> str:
    """The same words in the normal form, in the typography of the language (`fr`, `de-DE`).

    What is asked of a text that is being written, its faults and what mends it, asks for it each.
    """
    return write(read(source), language)


def words(text: str) -> tuple[str, ...]:
    """The words and signs of a text as a reader meets them, whatever its spacing and form.

    Hard wraps, white space, the marks of headings, bullets and table borders, character
    references, and what French typography unifies (apostrophes, straight quotes and guillemets)
    do not count. Numbers of items and paragraphs do, and so do marks of emphasis, the targets of
    links and footnote marks: to change one of these is to change the text.
    """
    return tuple(_words(read(text)))


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(_, content) | Paragraph(content):
                yield from spell(content)
            case Item(number, content, _, children):
                yield from spell(number)
                yield from spell(content)
                yield from _words(children)
            case Footnote(label, content, _, children):
                yield from spell(f"[^{label}]:")
                yield from spell(content)
                yield from _words(children)
            case Quote(children):
                yield from _words(children)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from spell(cell)
            case _:
                assert_never(block)


# --- alinéas


@dataclass(frozen=True, slots=True)
class Alinea:
    """One alinéa: every return to the line is one, a table is one, a heading is none."""

    number: int
    """Counted from 1 within the text."""
    text: str
    """Its words, without bullet or quotation mark; the number of an item belongs to them."""
    line: int
    """The line of the text it stands on (a table: its first line), counted from 1."""
    kind: Literal["paragraph", "item", "table", "quote"]


def alineas(text: str) -> tuple[Alinea, ...]:
    """The alinéas of a text, in order. Headings and footnotes are not counted."""
    found = _units(read(text))
    return tuple(
        Alinea(number, content, line, kind) for number, (kind, content, line) in enumerate(found, 1)
    )


_Kind = Literal["paragraph", "item", "table", "quote"]


def _units(blocks: Iterable[Block]) -> Iterator[tuple[_Kind, str, int]]:
    for block in blocks:
        match block:
            case Heading() | Footnote():
                continue
            case Paragraph(content, line):
                yield "paragraph", content, line
            case Item(number, content, line, children):
                yield "item", f"{number} {content}".strip(), line
                yield from _units(children)
            case Table(rows, _, line):
                shown = "\n".join("| " + " | ".join(row) + " |" for row in rows)
                yield "table", shown, line
            case Quote(children):
                for _kind, content, line in _units(children):
                    yield "quote", content, line
            case _:
                assert_never(block)


# --- faults


def byte_faults(data: bytes) -> list[Fault]:
    """The places where the bytes are not in the form that holds whatever the language.

    This is the grammar that verification enforces; only `unknown-character` means that this
    program cannot tell. Of a text that is full of faults, the first `MOST_FAULTS` are enough.
    """
    if len(data) > LONGEST:
        message = _("The text has more than {most} bytes.").format(most=LONGEST)
        return [Fault(1, 1, "too-long", message)]
    if (found := encoding_fault(data)) is not None:
        return [found]
    text = data.decode("utf-8")
    seen = list(islice(chain(character_faults(text), line_faults(text)), MOST_FAULTS))
    return sorted(seen) if len(seen) == MOST_FAULTS else _form_faults(text, "", seen)


def faults(text: str, language: str) -> list[Fault]:
    """Every place where a text is not in the normal form of its language; empty when it is."""
    return _form_faults(text, language, [*character_faults(text), *line_faults(text)])


def warnings(text: str) -> list[Fault]:
    """What a person should look at, though the form allows it: words of mixed scripts."""
    return list(script_warnings(text))


def _form_faults(text: str, language: str, found: list[Fault]) -> list[Fault]:
    """The faults that were found in the characters and the lines, and those of the form."""
    known = {fault.line for fault in found}
    formed = format_text(text, language)
    if not formed:
        found.append(Fault(1, 1, "empty", _("The text is empty.")))
    elif formed != text:
        found.extend(fault for fault in _differences(text, formed) if fault.line not in known)
        if not found:
            message = _("This line is not in the normal form.")
            found.append(Fault(1, 1, "form", message))
    return sorted(found)


def _differences(text: str, formed: str) -> Iterator[Fault]:
    """A fault for each line that the form would have otherwise."""
    before, after = text.split("\n"), formed.split("\n")
    if before[-1]:
        yield Fault(
            len(before), len(before[-1]) + 1, "final-newline", _("The last line has no end.")
        )
        before.append("")
    if len(before) * len(after) > _MOST_PAIRS:
        at = next(
            (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
            min(len(before), len(after)) - 1,
        )
        yield _difference(at + 1, before[at], after[at])
        return
    # A line is itself whatever its spacing and signs: else a blank one is held for another.
    matcher = difflib.SequenceMatcher(
        None, _lines_by_words(before), _lines_by_words(after), autojunk=False
    )
    for tag, start, end, low, high in matcher.get_opcodes():
        if tag == "equal":
            for at, wanted in enumerate(after[low:high], start):
                if before[at] != wanted:
                    yield _difference(at + 1, before[at], wanted)
            continue
        if tag == "insert":
            yield Fault(
                min(start + 1, len(before)), 1, "blank-line", _("A blank line is missing here.")
            )
            continue
        # Of two blank lines, the second is the one too many.
        late = int(tag == "delete" and end < len(before) and not any(before[start : end + 1]))
        for at in range(start + late, end + late):
            wanted = after[low + at - start] if low + at - start < high else ""
            yield _difference(at + 1, before[at], wanted)


def _lines_by_words(lines: list[str]) -> list[tuple[str, ...]]:
    """What each line says, whatever its spacing and its signs."""
    return [spell(line) for line in lines]


def _difference(number: int, line: str, wanted: str) -> Fault:
    """The fault of one line, named as closely as its text allows."""
    if line != line.rstrip():
        return Fault(
            number, len(line.rstrip()) + 1, "trailing-space", _("The line ends in spaces.")
        )
    if not line:
        return Fault(number, 1, "blank-line", _("A blank line too many."))
    column = next(
        (at for at, (a, b) in enumerate(zip(line, wanted, strict=False), 1) if a != b),
        min(len(line), len(wanted)) + 1,
    )
    if spell(line) == spell(wanted):
        code, message = _typographic(line[column - 1 :], wanted[column - 1 :])
        return Fault(number, column, code, message)
    if wanted.startswith(line + " "):
        message = _("The paragraph goes on below: a paragraph is one line.")
        return Fault(number, len(line) + 1, "hard-wrap", message)
    message = _("This line is not in the normal form.")
    return Fault(number, 1, "form", message)


def _typographic(line: str, wanted: str) -> tuple[str, str]:
    """The code and the sentence of a difference that changes no word."""
    if wanted[:1] in {WIDE, NARROW}:
        return "no-break-space", _("A no-break space is missing here.")
    if line[:1].isspace():
        return "space", _("This space does not belong here.")
    if wanted[:1] == "’":
        return "apostrophe", _("The apostrophe is not the curved one.")
    if wanted[:1] in {"«", "»"}:
        return "quotes", _("These quotation marks are not guillemets.")
    return "form", _("This is not written as the normal form writes it.")
