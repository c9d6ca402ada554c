"""Text that comes from elsewhere, brought into the normal form: a word processor, a page, a mail.

What people paste has lines for paragraphs, or lines within paragraphs; bullets that are characters,
not marks; soft hyphens, tabs, spaces of every width. No word is changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constitution.text import format_text, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["mend_line", "mend_pasted"]

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_GONE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BULLET = re.compile("([ \t]*)(?:[•·▪▫◦‣⁃●○■□\uf0b7\uf0a7*][ \t\u00a0]+|[-–—o§]\t[ \t]*)")
_NUMBERED = re.compile(r"([ \t]*)(\(?\w{1,4}[.)])\t[ \t]*")
_CLOSED = tuple(".;:!?»”…)")


def mend_pasted(text: str, language: str) -> str:
    """The words of a pasted text in the normal form of the language.

    Where it has blank lines, a line that follows another goes on with its paragraph; where it has
    none, every line is a paragraph, as word processors copy it, unless it goes on in the next one
    with a small letter. A piece of one line stays a piece: it gets no end of line.
    """
    text = _GONE.sub("", _LINE_ENDS.sub("\n", text))
    if "\n" not in text.strip("\n"):
        return _piece(text, language)
    lines = [_bulleted(line) for line in text.split("\n")]
    if not any(not line.strip() for line in _within(lines)):
        lines = list(_parted(lines))
    return format_text("\n".join(lines), language)


def mend_line(before: str, language: str) -> dict[int, str]:
    """The lines of a text that is being written which the form writes otherwise, by place from 0.

    Nothing where the form would add, join or take away lines: that is for the end of the writing.
    """
    lines = before.rstrip("\n").split("\n")
    formed = format_text(before, language).rstrip("\n").split("\n")
    if len(lines) != len(formed):
        return {}
    changed = {
        place: (old, new)
        for place, (old, new) in enumerate(zip(lines, formed, strict=True))
        if old != new
    }
    if any(words(old) != words(new) for old, new in changed.values()):
        return {}  # words have gone from line to line
    return {place: new for place, (_old, new) in changed.items()}


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


def _parted(lines: Sequence[str]) -> Iterator[str]:
    """The lines with a blank one between paragraphs, where one does not go on in the next."""
    before = ""
    for line in lines:
        is_item = line.lstrip().startswith("- ")
        goes_on = line[:1].islower() and before and not before.rstrip().endswith(_CLOSED)
        if before and not goes_on and not (is_item and before.lstrip().startswith("- ")):
            yield ""
        yield line
        before = line
