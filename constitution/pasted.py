"""Text that comes from elsewhere, brought into the normal form: a word processor, a page, a mail.

What people paste has lines for paragraphs, or lines within paragraphs; bullets that are characters,
not marks; soft hyphens, tabs, spaces of every width. No word is changed.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.text import format_text, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Mended", "mend_lines", "mend_pasted", "mended_in"]

Mended: TypeAlias = Literal["paragraphs", "bullets", "tabs", "hidden", "spaces", "signs"]
"""What was not in the form: ends of lines, marks of lists, tabs, what cannot be seen, the rest."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_GONE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]|(?<=\\S)  +")
_BULLET = re.compile("([ \t]*)(?:[•·▪▫◦‣⁃●○■□\uf0b7\uf0a7*][ \t\u00a0]+|[-–—o§]\t[ \t]*)")
_NUMBERED = re.compile(r"([ \t]*)(\(?\w{1,4}[.)])\t[ \t]*")
_CLOSED = tuple(".;:!?»”…)")


def mend_pasted(text: str, language: str) -> str:
    """The words of a pasted text in the normal form of the language.

    Every line is a paragraph, as word processors copy it, unless it goes on in the next one with a
    small letter. Where some do, and blank lines part the paragraphs, the lines of each are joined.
    A piece of one line stays a piece: it gets no end of line.
    """
    text = _GONE.sub("", _LINE_ENDS.sub("\n", text))
    if "\n" not in text.strip("\n"):
        return _piece(text, language)
    lines = [_bulleted(line) for line in text.split("\n")]
    if not (any(not line.strip() for line in _within(lines)) and _is_wrapped(lines)):
        lines = list(_parted(lines))
    return format_text("\n".join(lines), language)


def mended_in(pasted: str, mended: str) -> tuple[Mended, ...]:
    """What was brought into the form where a text was pasted; nothing where it was in its form."""
    text, mended = _LINE_ENDS.sub("\n", pasted).strip("\n"), mended.strip("\n")
    if text == mended:
        return ()
    lines = [line for line in text.split("\n") if line.strip()]
    found: dict[Mended, bool] = {
        "paragraphs": len(lines) > 1 and text.count("\n") != mended.count("\n"),
        "bullets": any(_BULLET.match(line) or _NUMBERED.match(line) for line in lines),
        "tabs": "\t" in text,
        "hidden": _GONE.search(text) is not None,
        "spaces": sorted(_WIDE.findall(text)) != sorted(_WIDE.findall(mended))
        or any(line.strip(" ") != line for line in lines),
        "signs": any(text.count(sign) != mended.count(sign) for sign in "'\\"),
    }
    return tuple(kind for kind, is_so in found.items() if is_so) or ("signs",)


def mend_lines(before: str, language: str) -> dict[int, str]:
    """The lines of a text that is being written which the form writes otherwise, by place from 0.

    Each has the words it had. Left as they are, to be told of and decided: lines that the form
    would add, join or take away, and signs that somebody meant and the form would escape.
    """
    formed = format_text(before, language)
    lines, wanted = before.split("\n"), formed.split("\n")
    mended = {
        place: wanted[at]
        for place, at in _same_words(lines, wanted)
        if lines[place] != wanted[at] and lines[place].count("\\") >= wanted[at].count("\\")
    }
    mended |= {place: "" for place, line in enumerate(lines) if line and not line.strip()}

    def is_sound(some: Mapping[int, str]) -> bool:
        after = "\n".join(some.get(place, line) for place, line in enumerate(lines))
        return format_text(after, language) == formed

    if not mended or is_sound(mended):
        return mended
    kept: dict[int, str] = {}
    for place, line in mended.items():  # a line may be what its neighbours are read by
        if is_sound({**kept, place: line}):
            kept[place] = line
    return kept


def _same_words(lines: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of lines that say the same words in both texts, in the order of both."""
    here = [place for place, line in enumerate(lines) if line.strip()]
    there = [at for at, line in enumerate(wanted) if line.strip()]
    said, meant = (
        [_said(each[at]) for at in full] for each, full in ((lines, here), (wanted, there))
    )
    matcher = difflib.SequenceMatcher(None, said, meant, autojunk=False)
    for start, low, size in matcher.get_matching_blocks():
        yield from zip(here[start : start + size], there[low : low + size], strict=True)


_said = lru_cache(maxsize=2048)(words)
"""The words of a line; of a text that is being written one line changes at a time."""


def _piece(text: str, language: str) -> str:
    core = text.strip()
    if not core:
        return " " if text else ""
    start = text.index(core)
    formed = format_text(_bulleted(core) if not start else core, language).rstrip("\n")
    if "\n" in formed:
        return text
    lead = " " if text[:start].strip("\n") else ""
    trail = " " if text[start + len(core) :].strip("\n") else ""
    return f"{lead}{formed}{trail}"


def _within(lines: Sequence[str]) -> Sequence[str]:
    """The lines from the first that has words to the last."""
    full = [place for place, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1]] if full else ()


def _bulleted(line: str) -> str:
    """The line with a bullet, or a number, as Markdown writes it."""
    found = _BULLET.match(line)
    if found is not None:
        return f"{_indent(found[1])}- {line[found.end() :]}"
    found = _NUMBERED.match(line)
    if found is not None:
        return f"{_indent(found[1])}{found[2]} {line[found.end() :]}"
    return line.replace("\t", " ").strip()


def _indent(space: str) -> str:
    return "  " if "\t" in space or len(space) > 3 else ""


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are those of a page: a paragraph goes on from one to the next."""
    return any(_goes_on(before, line) for before, line in pairwise(lines))


def _goes_on(before: str, line: str) -> bool:
    return line[:1].islower() and bool(before) and not before.rstrip().endswith(_CLOSED)


def _parted(lines: Sequence[str]) -> Iterator[str]:
    """The lines with a blank one between paragraphs, where one does not go on in the next."""
    before = ""
    for line in lines:
        is_item = line.lstrip().startswith("- ")
        is_listed = is_item and before.lstrip().startswith("- ")
        if before and not _goes_on(before, line) and not is_listed:
            yield ""
        yield line
        before = line
