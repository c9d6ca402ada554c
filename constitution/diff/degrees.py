"""How far a change goes: to the words, or only to breaks, to levels of a list, to typography, to spacing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.diff.divisions import Division
    from constitution.diff.hunks import Hunk
    from constitution.diff.passages import Passage

__all__ = ["Degree", "degree_of", "degree_of_all", "indent_of", "moves_within_divisions"]

Degree = Literal["words", "breaks", "level", "typography", "spacing"]
"""Words or signs; which alinéas they stand in; how deep in a list; their quotation marks, apostrophes
and dashes; the white space between them. Each may come with those after it."""

_ORDER: tuple[Degree, ...] = ("words", "breaks", "level", "typography", "spacing")

_ALIKE = str.maketrans(
    dict.fromkeys("’‘ʼ‚‛", "'")
    | dict.fromkeys("“”„‟«»‹›", '"')
    | dict.fromkeys("\u2010\u2011\u2012–—―−", "-")
    | {"…": "...", "\u00ad": ""}
)
"""Signs that stand for one another: how a text is set, and not what it says."""

_ITEM = re.compile(r"([\s>]*)(?:[-*+]|\d+[.)])\s")


def degree_of(passage: Passage, within: frozenset[int] = frozenset()) -> Degree | None:
    """How far the change of an alinéa goes; None if there is none.

    `within` are the moves that begin and end in one division.
    """
    match passage.status:
        case "unchanged":
            return None
        case "moved here" | "moved away":
            return "words"
        case _:
            pass
    if any(_says_more(hunk, within) for hunk in passage.hunks):
        return "words"
    if passage.division is not None:
        return "breaks"
    old, new = (side.text if side is not None else "" for side in (passage.old, passage.new))
    if _level(old) != _level(new):
        return "level"
    return "typography" if "".join(old.split()) != "".join(new.split()) else "spacing"


def degree_of_all(passages: Sequence[Passage]) -> Degree | None:
    """How far the change of an article goes, by its alinéas; None if none of them changed."""
    within = moves_within_divisions(passages)
    found = {degree_of(passage, within) for passage in passages}
    return next((degree for degree in _ORDER if degree in found), None)


def moves_within_divisions(passages: Sequence[Passage]) -> frozenset[int]:
    """The moves between the parts of one alinéa: a break came between, or went."""
    ends: dict[int, set[Division | None]] = {}
    for passage in passages:
        for hunk in passage.hunks:
            if hunk.move is not None:
                ends.setdefault(hunk.move, set()).add(passage.division)
    return frozenset(move for move, ended in ends.items() if len(ended) == 1 and None not in ended)


def indent_of(text: str) -> int:
    """How many columns in an item of a list stands: two or more a level."""
    found = _ITEM.match(text)
    return 0 if found is None or ">" in found[1] else len(found[1])


def _level(text: str) -> str | None:
    """What stands before the mark of an item of a list; None where there is no such mark."""
    found = _ITEM.match(text)
    return None if found is None else found[1]


def _says_more(hunk: Hunk, within: frozenset[int]) -> bool:
    """Whether a hunk changes more than how the text is set."""
    if not hunk.changes_words or hunk.move in within:
        return False
    old, new = (
        "".join(normalize("NFC", side).translate(_ALIKE).split()) for side in (hunk.old, hunk.new)
    )
    return old != new
