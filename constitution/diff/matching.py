"""Matching: which article of one text is which of another, where nobody declared it.

For texts that came from elsewhere, and for showing what happened while drafting. What is equal is
paired first, then what bears the same number and reads alike; the rest by the three-word runs it
shares. What is found is a likeness, never an identity: only a motion declares a move.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.diff.edits import count_common
from constitution.diff.reshaping import search_reshaped
from constitution.diff.runs import Articles, count_shared, index_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from constitution.diff.reshaping import Reshaped

__all__ = ["Match", "MatchKind", "Matching", "match"]

MatchKind = Literal["same", "renumbered", "moved", "amended", "split", "joined"]
"""`moved`: the same text at another path; `renumbered`: the same but for the number it bears."""

_ALIKE_BY_NUMBER = 0.6
"""The likeness from which two articles of the same number are the same one, unseen the others."""

_ALIKE_WHERE_NUMBERS_STAY = 0.4
"""The same, in a text of which the articles known so far keep their numbers."""

_STAY, _ASKED = 0.8, 100
"""The share of the articles asked that keep their numbers, in a text where numbers stay."""

_ALIKE = 0.5
"""The likeness from which two articles are the same one, amended."""

_STILL_ALIKE = 0.3
"""The same, where they bear the same number and nothing else was found for either."""

_OF_A_NUMBER, _OF_A_NEIGHBOUR = 0.03, 0.02
"""What the same number, and a neighbour that was found beside, add to a likeness: enough for a tie."""

_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Articles that are the same: one path on either side, or several where one was split or joined.

    The first of several is the one that reads most like the other side. `score` is the share of
    words they have in common, from 0 to 1.
    """

    kind: MatchKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Matching:
    """Every article of two texts, once: matched, in the order of the new text; removed or added."""

    pairs: tuple[Match, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def moves(self) -> dict[str, str]:
        """The articles that stand at another path, old to new, as `diff_texts` takes them."""
        return {pair.old[0]: pair.new[0] for pair in self.pairs if pair.old[0] != pair.new[0]}

    @property
    def certain_moves(self) -> dict[str, str]:
        """Those of the moves that changed no word but a number."""
        return {
            pair.old[0]: pair.new[0]
            for pair in self.pairs
            if pair.kind in {"moved", "renumbered"} and pair.old != pair.new
        }


def match(old: Mapping[str, str], new: Mapping[str, str]) -> Matching:
    """Which article of `new` is which of `old`; both by path, in the order they are read."""
    search = _Search(Articles(old), Articles(new))
    search.pair_equal(lambda side, path: side.texts[path], where_it_stood=True)
    search.pair_equal(lambda side, path: side.texts[path])
    search.pair_equal(lambda side, path: side.but_number(path))
    search.pair_equal(lambda side, path: (side.number(path), side.but_number(path)), stubs=True)
    stable = search.keeps_numbers()
    search.pair_by_number(_ALIKE_WHERE_NUMBERS_STAY if stable else _ALIKE_BY_NUMBER)
    search.pair_alike()
    search.pair_by_number(_STILL_ALIKE)
    search.pair_beside()
    search.reshape()
    search.pair_rewritten()
    return search.outcome()


class _Search:
    """What was matched so far, and what is left."""

    def __init__(self, old: Articles, new: Articles) -> None:
        self.old, self.new = old, new
        self.left = dict.fromkeys(old.order)
        self.come = dict.fromkeys(new.order)
        self.to: dict[str, str] = {}
        self.score: dict[str, float] = {}
        self.reshaped: tuple[Reshaped, ...] = ()

    def pair(self, before: str, after: str, score: float) -> None:
        """Two articles are the same."""
        self.to[before] = after
        self.score[before] = score
        del self.left[before], self.come[after]

    def pair_equal(
        self,
        key: Callable[[Articles, str], Hashable],
        *,
        where_it_stood: bool = False,
        stubs: bool = False,
    ) -> None:
        """Pair those that have the same key, once on either side.

        `where_it_stood` pairs those at one path; `stubs` takes short ones as well.
        """
        if where_it_stood:
            for path in [p for p in self.left if p in self.come]:
                if self.old.texts[path] == self.new.texts[path]:
                    self.pair(path, path, 1.0)
            return
        before = _once(self.old, self.left, key)
        after = _once(self.new, self.come, key)
        for found, path in before.items():
            target = after.get(found)
            if target is not None and (stubs or not self.old.is_short(path)):
                self.pair(path, target, 1.0)

    def keeps_numbers(self) -> bool:
        """Whether the articles matched so far, some of them asked, mostly bear the numbers they bore."""
        known = list(self.to.items())
        asked = known[:: len(known) // _ASKED + 1]
        kept = sum(self.old.number(a) == self.new.number(b) for a, b in asked)
        return kept > _STAY * len(asked)

    def pair_by_number(self, least: float) -> None:
        """Pair those that bear the same number, once on either side, and are alike enough."""
        after = _once(self.new, self.come, Articles.number)
        for number, path in _once(self.old, self.left, Articles.number).items():
            if number in after:
                score = self._likeness(path, after[number], least)
                if score >= least:
                    self.pair(path, after[number], score)

    def pair_alike(self) -> None:
        """Pair those that share the most three-word runs and are alike enough, the surest first."""
        index = index_runs(self.old, [path for path in self.left if not self.old.is_short(path)])
        likely: list[tuple[float, float, str, str]] = []
        for after in self.come:
            if self.new.is_short(after):
                continue
            shared = count_shared(index, self.new.runs(after))
            for before, _count in shared.most_common(_CANDIDATES):
                score = self._likeness(before, after, _ALIKE)
                if score >= _ALIKE:
                    likely.append((score + self._hints(before, after), score, before, after))
        likely.sort(key=lambda one: -one[0])
        for _with_hints, score, before, after in likely:
            if before in self.left and after in self.come:
                self.pair(before, after, score)

    def pair_beside(self) -> None:
        """Pair what is equal but for its number and stands beside two that were matched."""
        sources = {after: before for before, after in self.to.items()}
        for step in (-1, 1):
            for after in list(self.come)[::-step]:
                source = sources.get(self.new.neighbour(after, step) or "")
                before = self.old.neighbour(source, -step) if source is not None else None
                if before in self.left and self._same_but_number(before, after):
                    self.pair(before, after, 1.0)
                    sources[after] = before

    def pair_rewritten(self) -> None:
        """Pair what bears the same number between the same neighbours, whatever the words."""
        after = _once(self.new, self.come, Articles.number)
        for number, before in _once(self.old, self.left, Articles.number).items():
            target = after.get(number)
            if target is not None and self._neighbours(before, target) == (True, True):
                self.pair(before, target, self._likeness(before, target, 0.0))

    def _neighbours(self, before: str, after: str) -> tuple[bool, bool]:
        """Whether what stands before, and what stands after, is the same; an end and an end are not."""
        sides = ((self.old.neighbour(before, n), self.new.neighbour(after, n)) for n in (-1, 1))
        before_it, after_it = (one is not None and self.to.get(one) == two for one, two in sides)
        return before_it, after_it

    def _same_but_number(self, before: str, after: str) -> bool:
        return self.old.but_number(before) == self.new.but_number(after)

    def _likeness(self, before: str, after: str, least: float) -> float:
        """The share of words two articles have in common; 0 if less than `least`."""
        one, two = self.old.tokens(before), self.new.tokens(after)
        both = len(one) + len(two)
        if 2 * min(len(one), len(two)) < least * both:
            return 0.0
        return 2 * count_common(one, two, int(least * both / 2)) / both if both else 1.0

    def _hints(self, before: str, after: str) -> float:
        """What the number and the neighbours say for a pair."""
        of_a_number = _OF_A_NUMBER * (self.old.number(before) == self.new.number(after))
        return of_a_number + _OF_A_NEIGHBOUR * sum(self._neighbours(before, after))

    def reshape(self) -> None:
        """Set apart what was split and joined."""
        changed = {
            before: after
            for before, after in self.to.items()
            if not self._same_but_number(before, after)
        }
        self.reshaped = tuple(search_reshaped(self.old, self.new, changed, self.left, self.come))
        for one in self.reshaped:
            for path in one.old:
                self.left.pop(path, None)
            for path in one.new:
                self.come.pop(path, None)

    def outcome(self) -> Matching:
        """All that was found."""
        inside = {path for one in self.reshaped for path in one.old}
        pairs = [
            Match(self._kind(before, after), (before,), (after,), self.score[before])
            for before, after in self.to.items()
            if before not in inside
        ]
        pairs += [Match(one.kind, one.old, one.new, self._share(one)) for one in self.reshaped]
        return Matching(
            tuple(sorted(pairs, key=lambda pair: self.new.place[pair.new[0]])),
            tuple(self.come),
            tuple(self.left),
        )

    def _share(self, one: Reshaped) -> float:
        before = [word for path in one.old for word in self.old.tokens(path)]
        after = [word for path in one.new for word in self.new.tokens(path)]
        shared = (Counter(before) & Counter(after)).total()
        return 2 * shared / (len(before) + len(after))

    def _kind(self, before: str, after: str) -> MatchKind:
        if self.old.texts[before] == self.new.texts[after]:
            return "same" if before == after else "moved"
        return "renumbered" if self._same_but_number(before, after) else "amended"


def _once(
    side: Articles, paths: Iterable[str], key: Callable[[Articles, str], Hashable]
) -> dict[Hashable, str]:
    """The articles by their key, those that share one left out."""
    found: dict[Hashable, str] = {}
    again: set[Hashable] = set()
    for path in paths:
        its = key(side, path)
        if its in found:
            again.add(its)
        found[its] = path
    return {its: path for its, path in found.items() if its not in again}
