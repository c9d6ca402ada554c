"""Alinéas that left one article for another, word for word: shown as values, and never assumed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.diff.words import folded, squeeze, tally_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    articles: Sequence[ArticleDelta],
    old: Mapping[str, str],
    new: Mapping[str, str],
    moves: Mapping[str, str],
) -> tuple[Transfer, ...]:
    """The alinéas that went from one article to another, in the order of the new text.

    Only those that stand once in either text: what stands in several places is a formula of law,
    and nobody can tell which of them it was. What went with a whole article, by `moves`, is left out.
    """
    likely = [
        (transfer, text)
        for transfer, text in _same_words(articles)
        if moves.get(transfer.old_path) != transfer.new_path and tally_words(text) >= _FEWEST
    ]
    if not likely:
        return ()
    before, after = _Searched(old.values()), _Searched(new.values())
    return tuple(
        transfer for transfer, text in likely if before.holds_once(text) and after.holds_once(text)
    )


def _same_words(articles: Sequence[ArticleDelta]) -> Iterator[tuple[Transfer, str]]:
    """The alinéas that came to an article and are gone from another, each with its words."""
    gone = [(a, p.old) for a in articles for p in a.passages if p.status == "removed"]
    come = [(a, p.new) for a in articles for p in a.passages if p.status == "added"]
    if not gone or not come:
        return
    there: defaultdict[str, list[tuple[ArticleDelta, int, str]]] = defaultdict(list)
    for article, side in gone:
        if side is not None and side.number is not None:
            there[squeeze(side.text)].append((article, side.number, side.text))
    for article, side in come:
        if side is None or side.number is None or (signs := squeeze(side.text)) not in there:
            continue
        words = tokens(side.text)
        same = next((one for one in there[signs] if tokens(one[2]) == words), None)
        if same is None:
            continue
        source, number, text = same
        if source is not article and source.old_path is not None and article.new_path is not None:
            yield Transfer(source.old_path, number, article.new_path, side.number), text


class _Searched:
    """The articles of a text, as alinéas are searched for in them."""

    def __init__(self, articles: Iterable[str]) -> None:
        self.articles = [(article, squeeze(article)) for article in articles]

    def holds_once(self, alinea: str) -> bool:
        """Whether an alinéa, or words that are all of it, stand once in the text."""
        words, signs = f" {folded(alinea)} ", squeeze(alinea)
        holding = [article for article, squeezed in self.articles if signs in squeezed]
        return sum(f" {folded(article)} ".count(words) for article in holding) == 1
