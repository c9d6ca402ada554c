"""How the conflicts of a merge were settled, told from the text in which they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constitution.merge.texts import Conflict, Reworded, chosen_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.merge.texts import Choice, Conflicted

__all__ = ["read_choices"]

_READINGS: tuple[Choice, ...] = ("amendment", "current", "base")
_BOTH: tuple[Choice, ...] = ("both",)


def read_choices(conflicted: Conflicted, text: str) -> dict[int, Choice]:
    """The choice made for each conflict, by its place, where `resolve` gives this text but for its spaces.

    One that cannot be told, because more was written there than its words, is that of the amendment.
    """
    return dict(enumerate(_choices(conflicted.pieces, _Flat(text))))


class _Flat:
    """A text without its white space and the numbers of items, which the whole may change."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = list(_kept(text))
        self.flat = "".join(character for character, _place in kept)
        self.places = [place for _character, place in kept]

    def words(self, start: int, end: int) -> str:
        """The words of the text between two places of what is left of it."""
        return self.text[self.places[start] : self.places[end - 1] + 1] if start < end else ""


_LABEL = re.compile(r"(?:^|(?<=\n))\s*(?P<number>\d{1,9})[.)](?= )")


def _kept(text: str) -> Iterator[tuple[str, int]]:
    """The characters that are compared, each with its place: one sign for the number of an item."""
    here = 0
    for label in (*_LABEL.finditer(text), None):
        end = len(text) if label is None else label.start("number")
        yield from ((text[place], place) for place in range(here, end) if not text[place].isspace())
        if label is not None:
            yield "\n", end
            here = label.end("number")


def _flat(text: str) -> str:
    return "".join(character for character, _place in _kept(text))


def _choices(pieces: Sequence[str | Conflict], settled: _Flat) -> Iterator[Choice]:
    at = 0
    for piece, following in zip(pieces, (*pieces[1:], ""), strict=True):
        if isinstance(piece, str):
            merged = _flat(piece)
            at += len(merged) if settled.flat.startswith(merged, at) else 0
            continue
        after = _flat(following) if isinstance(following, str) else ""
        choice, at = _read_choice(piece, settled, at, after)
        yield choice


def _read_choice(conflict: Conflict, settled: _Flat, at: int, after: str) -> tuple[Choice, int]:
    """What was chosen in the place of a conflict, and where it ends: at what was merged after it."""
    whole = len(settled.flat)
    for choice in (*_READINGS, *_BOTH[: conflict.only_inserts]):
        words = _flat(chosen_words(conflict, choice))
        end = at + len(words)
        if settled.flat.startswith(words + after, at) and (after or end == whole):
            return choice, end
    end = settled.flat.find(after, at) if after else whole
    return ("amendment", at) if end < 0 else (Reworded(settled.words(at, end)), end)
