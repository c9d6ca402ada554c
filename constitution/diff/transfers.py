"""Alinéas that left one article for another, word for word: shown as values, and never assumed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.diff.words import squeeze, tally_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.diff.articles import ArticleDelta

__all__ = ["Transfer", "find_transfers"]

_FEWEST = 6
"""Alinéas of fewer words say nothing of where they came from."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """An alinéa that is gone from one article and stands, word for word, in another."""

    old_path: str
    old_alinea: int
    new_path: str
    new_alinea: int

    def invert(self) -> Transfer:
        """The same, told from the new text to the old."""
        return Transfer(self.new_path, self.new_alinea, self.old_path, self.old_alinea)


def find_transfers(
    articles: Sequence[ArticleDelta], old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[Transfer, ...]:
    """The alinéas that went from one article to another, in the order of the new text.

    Only those that stand once in either text: what stands in several places is a formula of law,
    and nobody can tell which of them it was.
    """
    gone = [(a, p) for a in articles for p in a.passages if p.status == "removed"]
    come = [(a, p) for a in articles for p in a.passages if p.status == "added"]
    if not gone or not come:
        return ()
    there: defaultdict[str, list[tuple[ArticleDelta, int, str]]] = defaultdict(list)
    for article, passage in gone:
        if passage.old is not None and passage.old.number is not None:
            text = passage.old.text
            there[squeeze(text)].append((article, passage.old.number, text))
    found = []
    for article, passage in come:
        side = passage.new
        if side is None or side.number is None or (likely := squeeze(side.text)) not in there:
            continue
        key = _folded(side.text)
        same = next((one for one in there[likely] if _folded(one[2]) == key), None)
        if same is None:
            continue
        source, number, text = same
        if (
            source is not article
            and source.old_path is not None
            and article.new_path is not None
            and tally_words(text) >= _FEWEST
            and _stands_once(key, old.values())
            and _stands_once(key, new.values())
        ):
            found.append(Transfer(source.old_path, number, article.new_path, side.number))
    return tuple(found)


def _folded(text: str) -> str:
    """The words and signs of an alinéa in the writing in which two are compared."""
    return " ".join(tokens(text))


def _stands_once(key: str, texts: Iterable[str]) -> bool:
    """Whether an alinéa, or words that are all of it, stand once in a text."""
    words = sorted(filter(str.isalpha, key.split(" ")), key=len, reverse=True)
    times = 0
    for text in texts:
        if all(word in text for word in words):  # most texts lack the first: they need not be read
            times += f" {' '.join(tokens(text))} ".count(f" {key} ")
    return times == 1
