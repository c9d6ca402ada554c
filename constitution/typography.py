"""The words of one line: decoded, spaced and escaped, then set by the rules of its language.

`plain` is the part that holds for every language; `typeset` adds what the language asks for.
Neither changes a word, which `spell` decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html.entities import html5
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NARROW", "SOFT", "WIDE", "hidden_marks", "plain", "spell", "typeset"]

WIDE: Final = "\u00a0"
"""The no-break space."""
NARROW: Final = "\u202f"
"""The narrow no-break space."""

SOFT: Final = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))
"""Characters that have no ink and no effect on the order of reading: the form drops them."""

_PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"
_REFERENCE = r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);"
_ESCAPE = re.compile(rf"\\([{_PUNCTUATION}])")
_DECODED = re.compile(rf"(\\[{_PUNCTUATION}])|({_REFERENCE})")
_VISIBLE = re.compile(rf"(\\[{_PUNCTUATION}])|`|<(?=[A-Za-z/!?])|{_REFERENCE}")
_SPACES = re.compile(rf"\s{{2,}}|[^\S {WIDE}{NARROW}]")
"""Runs of white space that are not one space already."""
_MARK = re.compile(r"[\\`<&]")
"""What all that Markdown would hide or decode begins with."""
_MEANT = frozenset("\\*_[]|`~")
"""Characters that mean something inside a line: one that was a reference is escaped."""


# --- every language


def _decode_reference(match: re.Match[str]) -> str:
    escape, reference = match.groups()
    if escape:
        return match[0]
    name = reference[1:]
    if name.startswith("#"):
        digits = name[1:-1]
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        known = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        decoded = chr(code) if known else "\ufffd"
    elif name in html5:
        decoded = html5[name]
    else:
        return match[0]
    decoded = unicodedata.normalize("NFC", decoded.translate(SOFT))
    return "".join(f"\\{mark}" if mark in _MEANT else mark for mark in decoded)


def _is_reference(written: str) -> bool:
    return written.startswith("&#") or written[1:] in html5


def _show(match: re.Match[str]) -> str:
    """What Markdown would hide or decode, as the reader must see it."""
    if match[1] or (match[0][0] == "&" and not _is_reference(match[0])):
        return match[0]
    return f"\\{match[0]}"


def hidden_marks(line: str) -> Iterator[tuple[str, int, str]]:
    """What Markdown would hide or decode in a line: its code, its place from 0, and itself."""
    for match in _VISIBLE.finditer(line):
        if match[1] or (match[0][0] == "&" and not _is_reference(match[0])):
            continue
        code = {"`": "code", "<": "html", "&": "reference"}[match[0][0]]
        yield code, match.start(), match[0]


def _space(match: re.Match[str]) -> str:
    run = match[0]
    if WIDE in run:
        return WIDE
    return NARROW if NARROW in run else " "


def plain(content: str) -> str:
    """The same words on one line, so written that a reader sees all of it.

    Character references are decoded, white space folded, raw HTML and code escaped.
    """
    if "&" in content:
        content = _DECODED.sub(_decode_reference, content)
    content = unicodedata.normalize("NFC", content)
    content = _SPACES.sub(_space, content.strip())
    return _VISIBLE.sub(_show, content) if _MARK.search(content) else content


# --- French

_GAP = f"[ {WIDE}{NARROW}]"
_BEFORE = rf"(?<=[\w»)\]”\"’*…%°{chr(0xFDD0)}])"
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W_]|[«“\"*_])"), "’"),
    (re.compile(rf"«{_GAP}*(?=\S)"), f"«{WIDE}"),
    (re.compile(rf"(?<=\S){_GAP}*»"), f"{WIDE}»"),
    (re.compile(rf"(?<=\S){_GAP}+:(?!//)"), f"{WIDE}:"),
    (re.compile(rf"{_BEFORE}:(?={_GAP}|[*_»]|$)"), f"{WIDE}:"),
    (re.compile(rf"(?<=\S){_GAP}+([;?]|!(?!\[))"), rf"{NARROW}\1"),
    (re.compile(rf"{_BEFORE}([;!?])(?={_GAP}|[*_»)\];!?]|$)(?!\[)"), rf"{NARROW}\1"),
    (re.compile(rf"\b([nN])[°º]{_GAP}*(?=\d)"), rf"\1°{WIDE}"),
    (re.compile(r"(?<=\d)ᵉʳ"), "er"),
)
_QUOTE = re.compile(r'(?<!\\)"')
_KEPT = re.compile(r"(?<=\])\((?:\\.|[^()\\]|\([^()]*\))*\)|\b(?:https?://|www\.)[^\s»]+")
_STAND_IN = "\ufdd0"

_KEPT_LINES = 2048
"""How many lines are kept as they were worked out: of a text that is being written one line changes at a time."""


def _pair_quotes(content: str) -> str:
    """Straight quotes as guillemets, where every one of them clearly opens or closes."""
    places = [match.start() for match in _QUOTE.finditer(content)]
    if not places or len(places) % 2 or "«" in content or "»" in content:
        return content
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        before, after = content[:opening][-1:], content[closing + 1 :][:1]
        opens = not before or before.isspace() or before in "(['’*_"
        closes = not after or not after.isalnum()
        if not (opens and closes and content[opening + 1 : closing].strip()):
            return content
    marks = iter("«»" * (len(places) // 2))
    return _QUOTE.sub(lambda _match: next(marks), content)


@lru_cache(maxsize=_KEPT_LINES)
def _french(content: str) -> str:
    if _STAND_IN in content:
        return content
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0])
        return _STAND_IN

    text = _KEPT.sub(put_aside, content)
    text = _pair_quotes(text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    back = iter(kept)
    text = re.sub(_STAND_IN, lambda _match: next(back), text)
    return unicodedata.normalize("NFC", text).strip()


def typeset(content: str, language: str) -> str:
    """The same words in the typography of the language: French has rules, the others none.

    French: no-break spaces inside « » and before `:`, narrow ones before `; ! ?`, the curved
    apostrophe, `n°` with its space, `1er` in plain letters; straight quotes become guillemets
    where each of them clearly opens or closes. Link targets and addresses are left alone.
    """
    if language.replace("_", "-").split("-")[0].lower() == "fr":
        return _french(content)
    return content


# --- words

_WORD = re.compile(r"[^\W_]+|[^\s]")
_ALIKE = str.maketrans({"’": "'", "«": '"', "»": '"', "º": "°", "ᵉ": "e", "ʳ": "r"})


@lru_cache(maxsize=_KEPT_LINES)
def spell(content: str) -> tuple[str, ...]:
    """The words and signs of one plain line, whatever its spacing and typography.

    Marks of emphasis, footnote marks and link targets are signs like others: to change one is
    to change something a reader can see or follow.
    """
    bare = _ESCAPE.sub(r"\1", content).translate(_ALIKE).translate(SOFT)
    return tuple(_WORD.findall(unicodedata.normalize("NFC", bare)))
