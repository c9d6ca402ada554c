"""Numbers of list items: counted on where two sides each brought items to one list.

An item's number is its place. Where one side puts an item in and the other adds one at the end, both
count as if the other had done nothing, and two items bear one number: the normal form could only
read the second as words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff import read_alineas
from constitution.language import _
from constitution.merge.review import Review

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff import Alinea

__all__ = ["Counting", "Renumbered", "counting_of", "number_on", "review_numbers"]

Counting = Literal["from one", "on", ""]
"""How lists are counted: each from one, each on from its first number, or not without a gap."""

_ITEM = re.compile(r"(0|[1-9]\d{0,8})([.)])(?= \S)")
_NUMBER = re.compile(r"\s*\d{1,9}[.)] ")


@dataclass(frozen=True, slots=True)
class Renumbered:
    """An item whose number became another: its line as it was, and as it is."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Open:
    """An item below which lines may hang: from which column on, and how far they moved."""

    column: int
    shift: int


def counting_of(texts: Sequence[str]) -> Counting:
    """How all of the texts count every one of their lists."""
    ways: tuple[Counting, ...] = ("from one", "on")
    return next((way for way in ways if all(number_on(t, way)[0] == t for t in texts)), "")


def number_on(text: str, counting: Counting = "on") -> tuple[str, tuple[Renumbered, ...]]:
    """The same text, each of its lists counted so, and the items that changed their number.

    What hangs below an item whose number grew a digit moves with it.
    """
    read = text.split("\n")
    if not counting or not any(line.lstrip(" ")[:1].isdigit() for line in read):
        return text, ()  # nothing is counted: most articles
    lines: list[str] = []
    changed: list[Renumbered] = []
    last: dict[int, tuple[str, int]] = {}
    opened: list[_Open] = []
    for line in read:
        if not line.strip():
            lines.append(line)
            continue
        content = line.lstrip(" ")
        margin = len(line) - len(content)
        while opened and opened[-1].column > margin:
            opened.pop()
        shift = opened[-1].shift if opened else 0
        last = {column: item for column, item in last.items() if column <= margin}
        item = _ITEM.match(content)
        if item is None:
            last.pop(margin, None)
            lines.append(" " * (margin + shift) + content)
            continue
        digits, sign = item.groups()
        above = last.get(margin)
        first = 1 if counting == "from one" else int(digits)
        number = above[1] + 1 if above is not None and above[0] == sign else first
        last[margin] = (sign, number)
        wider = len(str(number)) - len(digits)
        opened.append(_Open(margin + item.end() + 1, shift + wider))
        lines.append(f"{' ' * (margin + shift)}{number}{content[len(digits) :]}")
        if number != int(digits):
            changed.append(Renumbered(line, lines[-1]))
    return "\n".join(lines), tuple(changed)


def review_numbers(
    sides: tuple[str, str, str], merged: str, changed: Sequence[Renumbered], told: Sequence[Review]
) -> Iterator[Review]:
    """What is to be read again once items were counted on: what was, and each such item.

    `sides` are the base, the current text and the amendment. An item that the base does not have
    stands behind the alinéa of the base that is named.
    """
    left = {one.old: one.new for one in changed}
    for review in told:
        first = review.merged.partition("\n")[0]
        old = next((old for old in left if first and old.strip().startswith(first)), None)
        if old is None or not _NUMBER.match(first):
            yield review
            continue
        new = left.pop(old).strip()
        rest = review.merged[len(_number(first)) :]
        yield Review(
            review.alinea,
            review.base,
            review.current,
            review.amendment,
            _number(new) + rest,
            review.stands,
        )
    lines = [{_words(one.text): one for one in read_alineas(side)} for side in sides]
    places = {_words(one.merged.partition("\n")[0]): one.alinea for one in told}
    behind: int | None = None
    fresh = set(left.values())
    above: Alinea | None = None
    for alinea in read_alineas(merged):
        words = _words(alinea.text)
        known = lines[0].get(words)
        behind = places.get(words, behind) if known is None else known.number
        if alinea.text in fresh:
            base, current, amendment = (
                side[words].text.strip() if words in side else "" for side in lines
            )
            words, place = alinea.text.strip(), alinea.number
            yield Review(
                behind, base, current, amendment, words, place, "number", _ended_before(above)
            )
        above = alinea


def _ended_before(above: Alinea | None) -> str:
    """What is said of the item before one that was counted on, where it ends as the last one did."""
    if above is None or not _NUMBER.match(above.text) or not above.text.rstrip().endswith("."):
        return ""
    return _("The item before it ends with a full stop.")


def _number(line: str) -> str:
    found = _NUMBER.match(line)
    return found[0] if found else ""


def _words(line: str) -> str:
    """A line without the number of its item."""
    return line[len(_number(line)) :].strip()
