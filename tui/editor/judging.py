"""What the core says of a text that is being written."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from constitution.coherence import doubts
from constitution.diff import diff_article, read_alineas
from constitution.language import _, ngettext
from constitution.pasted import mend_lines
from constitution.text import Fault, alineas, faults, format_text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constitution.diff import ArticleDelta
    from constitution.pasted import Mended
    from tui.editor.writing import Writing

__all__ = [
    "Judgement",
    "first_alinea",
    "judge",
    "last_typed",
    "told",
    "told_of_pasting",
    "told_of_saving",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The difference a text makes, its faults and its size."""

    text: str
    """The text that was judged."""
    delta: ArticleDelta | None = None
    faults: tuple[Fault, ...] = ()
    """What is not in the form, and what the form allows but a person should look at."""
    mended: Mapping[int, str] = field(default_factory=dict)
    """The lines that the form writes otherwise, by place from 0."""
    words: int = 0
    alineas: int = 0
    starts: tuple[tuple[int, int], ...] = ()
    """Where each numbered alinéa begins in the text, and its number."""


def judge(writing: Writing, text: str, go_on: Callable[[], None] = lambda: None) -> Judgement:
    """What the core says of a text: as it would be saved, in its form, against what it changes.

    `go_on` is called between its parts, and raises where nobody waits for it any more.
    """
    if writing.kind == "table":
        delta = None if writing.base is None else diff_article(writing.base, text)
        return Judgement(text, delta, starts=_starts(text))
    formed = format_text(text, writing.language)
    go_on()
    delta = None if writing.base is None else diff_article(writing.base, formed)
    go_on()
    found = []
    for fault in _faults(writing, text):
        go_on()
        found.append(fault)
    mended = mend_lines(text, writing.language)
    go_on()
    count = 0
    for line in formed.split("\n"):
        count += _count(line)
        go_on()
    number = len(alineas(formed))
    go_on()
    return Judgement(text, delta, tuple(sorted(found)), mended, count, number, _starts(text))


def _starts(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.number) for one in read_alineas(text) if one.number)


@lru_cache(maxsize=2048)
def _count(line: str) -> int:
    """How many words a line has; of a text that is being written one line changes at a time."""
    return sum(any(map(str.isalnum, word)) for word in words(line))


def _faults(writing: Writing, text: str) -> Iterator[Fault]:
    """The faults of a text as if its last line had its end, and then its warnings; none of no text."""
    if text.strip():
        yield from _heading_fault(writing, text)
        yield from faults(text.rstrip("\n") + "\n", writing.language)
        yield from sorted(doubts(text, writing.language))


def told(writing: Writing, judgement: Judgement, cursor: tuple[int, int]) -> str:
    """The size of a text and its faults in one line: the one at the cursor, or the next, or the first.

    `cursor` is a line and a column, from 0. At it is the last of its line that begins no later.
    """
    if writing.kind == "table":
        return ""
    words = ngettext("{number} word", "{number} words", judgement.words)
    parts = [words.format(number=judgement.words)]
    if writing.kind == "article":
        count = judgement.alineas
        parts.append(
            ngettext("{number} paragraph", "{number} paragraphs", count).format(number=count)
        )
    found = judgement.faults
    doubts = sum(fault.severity == "warning" for fault in found)
    at_fault = len(found) - doubts
    if at_fault:
        number = ngettext("{number} fault", "{number} faults", at_fault)
        parts.append(number.format(number=at_fault))
    else:
        parts.append(_("in form"))
    if doubts:
        number = ngettext("{number} doubt", "{number} doubts", doubts)
        parts.append(number.format(number=doubts))
    if found:
        named = _named(found, cursor)
        parts.append(_placed(judgement.text, judgement.starts, named, found))
    return " · ".join(parts)


def _named(found: Sequence[Fault], cursor: tuple[int, int]) -> Fault:
    """The fault at a cursor, or the next one, or the first."""
    row, column = cursor
    here = [f for f in found if f.line == row + 1 and f.column <= column + 1]
    return here[-1] if here else next((f for f in found if f.line > row), found[0])


def _placed(
    text: str, starts: Sequence[tuple[int, int]], fault: Fault, found: Sequence[Fault]
) -> str:
    """What is wrong, after the alinéa in which it stands; after its line where that is in none.

    Lines that will be joined are one alinéa, as they are saved.
    """
    lines = text.split("\n")
    line = lines[fault.line - 1] if fault.line <= len(lines) else ""
    offset = sum(len(above) + 1 for above in lines[: fault.line - 1])
    at = bisect_right(starts, offset + len(line), key=itemgetter(0))
    if at and line.strip() and not line.startswith("#"):
        between = text[starts[at - 1][0] : offset]
        if "\n\n" not in between:
            number = starts[at - 1][1]
            number -= sum(one.code == "hard-wrap" and one.line < fault.line for one in found)
            return _("paragraph {number}: {fault}").format(number=number, fault=fault.message)
    return _("line {line}: {fault}").format(line=fault.line, fault=fault.message)


def first_alinea(text: str) -> int:
    """The line, from 0, on which the words of an article begin: after its heading, if it has any."""
    lines = text.split("\n")
    if not lines[0].startswith("#"):
        return 0
    return next((place for place, line in enumerate(lines) if place and line.strip()), 0)


def last_typed(saved: str, typed: str) -> tuple[int, int]:
    """The line and the column, from 0, after which nothing typed differs from what is saved."""
    ends = zip(reversed(saved), reversed(typed), strict=False)
    same = 0
    for one, other in ends:
        if one != other:
            break
        same += 1
    before = typed[: len(typed) - same]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def _heading_fault(writing: Writing, text: str) -> Iterator[Fault]:
    """The fault of an article that began with a heading and no longer does."""
    first = writing.text.split("\n")[0]
    if writing.kind == "article" and first.startswith("#"):
        line = next((n for n, line in enumerate(text.split("\n")) if line.strip()), 0)
        if not text.split("\n")[line].lstrip("\ufeff ").startswith("#"):
            yield Fault(
                line + 1,
                1,
                "heading",
                _("the heading is gone; “{heading}” is put above this line on saving").format(
                    heading=first.lstrip("# ")
                ),
            )


_TOLD = 3
"""How many things are told one by one before saving; the others are counted."""


def told_of_saving(writing: Writing, text: str) -> Iterator[str]:
    """What saving makes of a text that is not in its form: what is joined first, then the faults."""
    if writing.kind == "table" or not text.strip():
        return
    lines = text.split("\n")
    for place, mended in mend_lines(text, writing.language).items():
        lines[place] = mended  # as it is saved: what is mended without a word needs none
    text = "\n".join(lines)
    found = list(_faults(writing, text))
    wrapped = [fault.line for fault in found if fault.code == "hard-wrap"]
    for line in wrapped[:_TOLD]:
        yield _("Line {line} will be joined to the one above it: “{words}”.").format(
            line=line + 1, words=_beginning(lines[line])
        )
    others = [fault for fault in found if fault.code not in {"hard-wrap", "blank-line"}]
    others = [fault for fault in others if fault.line - 1 not in wrapped or fault.code != "form"]
    starts = _starts(text)
    for fault in others[:_TOLD]:
        yield _placed(text, starts, fault, found)
    rest = max(len(wrapped) - _TOLD, 0) + max(len(others) - _TOLD, 0)
    if rest:
        yield ngettext("And {number} more.", "And {number} more.", rest).format(number=rest)


def told_of_pasting(found: Sequence[Mended]) -> str:
    """What was brought into the form in a text that was pasted; empty where nothing was."""
    if not found:
        return ""
    words: dict[Mended, str] = {
        "paragraphs": _("line ends"),
        "bullets": _("list marks"),
        "tabs": _("tabs"),
        "hidden": _("hidden characters"),
        "spaces": _("spaces"),
        "signs": _("signs"),
    }
    return _("Pasted in form: {what} mended; `ctrl+z` gives back what was pasted.").format(
        what=", ".join(words[kind] for kind in found)
    )


def _beginning(line: str) -> str:
    """The first words of a line."""
    return line if len(line) <= 40 else line[:39].rsplit(" ", 1)[0] + "…"
