"""Moved runs: what was deleted in one place of an article and inserted, word for word, in another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

from constitution.diff.words import BREAK, is_content, is_stop, is_word, read_words, tokens

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from constitution.diff.hunks import Hunk
    from constitution.diff.words import Words

__all__ = ["mark_moved_runs", "shares_phrase"]

_SHINGLE = 5
"""The shortest run, in tokens, that is called moved."""

_MEANING = 4
"""The fewest words of meaning in a moved run: `de la loi et du` moves nothing."""

_LONG, _SHARED = 3, 2
"""A run shares at least this many words of at least this length, as they stand between spaces."""

_OPENS_A_PHRASE = frozenset({",", "(", "[", "«", "“", BREAK})


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a changed hunk, as words."""

    place: tuple[int, int]  # which passage, which hunk
    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of a deleted side found again among the tokens of an inserted one."""

    old: int
    old_from: int
    new: int
    new_from: int
    length: int


def shares_phrase(before: str, after: str, *, old: str, new: str) -> bool:
    """Whether two passages share a run of words long enough to be called moved, and no formula."""
    sides = _likely([((0, 0), before)], [((0, 0), after)])
    if not all(sides):
        return False
    deleted, inserted = sides
    return any(True for _run in _not_formulas(_candidates(deleted, inserted), deleted, old, new))


def mark_moved_runs(
    passages: Sequence[tuple[Hunk, ...]],
    together: Sequence[Hashable] = (),
    *,
    old: str,
    new: str,
) -> tuple[tuple[Hunk, ...], ...]:
    """The same passages, the hunks cut where a run of words moved, both ends bearing its number.

    A run that stands more than once in the `old` article or in the `new` one is a formula, and moved
    nowhere.

    `together` says of each passage what it belongs to: where an alinéa was split or several were
    joined, what went and came between them moved, however short it is. None belongs to nothing.
    """
    deleted, inserted = _likely(*_sides(passages))
    short = _find_short(passages, together) if any(together) else []
    if short:
        deleted, inserted = _added(deleted, short, 0), _added(inserted, short, 1)
    if not deleted or not inserted:
        return tuple(passages)
    runs = _choose(
        _not_formulas(_candidates(deleted, inserted), deleted, old, new),
        _short_runs(deleted, inserted, short),
    )
    if not runs:
        return tuple(passages)
    cuts: defaultdict[tuple[int, int], tuple[list[_Mark], list[_Mark]]]
    cuts = defaultdict(lambda: ([], []))
    sources = {n: read_words(deleted[n].text) for n in {run.old for run in runs}}
    targets = {n: read_words(inserted[n].text) for n in {run.new for run in runs}}
    stayed = _stayed(runs, deleted, inserted)
    number = 0
    for run in runs:
        number += run not in stayed
        source, target = deleted[run.old], inserted[run.new]
        move = None if run in stayed else number
        before = _characters(sources[run.old], run.old_from, run.length)
        after = _characters(targets[run.new], run.new_from, run.length)
        cuts[source.place][0].append((*before, move))
        cuts[target.place][1].append((*after, move))
    touched = {p for p, _h in cuts}
    return tuple(
        tuple(
            piece
            for h, hunk in enumerate(hunks)
            for piece in (_cut(hunk, *cuts[p, h]) if (p, h) in cuts else (hunk,))
        )
        if p in touched
        else hunks
        for p, hunks in enumerate(passages)
    )


_Mark = tuple[int, int, int | None]
"""Where a run begins and ends in a side of a hunk, and its move; None of one that stayed."""


def _stayed(
    runs: Sequence[_Run], deleted: Sequence[_Side], inserted: Sequence[_Side]
) -> frozenset[_Run]:
    """The runs that were put back where they were taken from: in one hunk, and in one order."""
    stayed = []
    last: dict[tuple[int, int], int] = {}
    for run in runs:  # in the order of the new text
        place = deleted[run.old].place
        if place == inserted[run.new].place and run.old_from >= last.get(place, 0):
            stayed.append(run)
            last[place] = run.old_from + run.length
    return frozenset(stayed)


_Text = tuple[tuple[int, int], str]
"""Which passage and which hunk, and what was deleted or inserted there."""


def _sides(passages: Sequence[tuple[Hunk, ...]]) -> tuple[list[_Text], list[_Text]]:
    """The deleted and the inserted sides that are long enough to hold a run."""
    deleted: list[_Text] = []
    inserted: list[_Text] = []
    for p, hunks in enumerate(passages):
        for h, hunk in enumerate(hunks):
            if hunk.changes_words:
                if len(hunk.old) >= 2 * _SHINGLE:
                    deleted.append(((p, h), hunk.old))
                if len(hunk.new) >= 2 * _SHINGLE:
                    inserted.append(((p, h), hunk.new))
    return deleted, inserted


def _likely(deleted: list[_Text], inserted: list[_Text]) -> tuple[list[_Side], list[_Side]]:
    """The sides that share a few longer words with the other ones: no other side holds a run."""
    if not deleted or not inserted:
        return [], []
    gone, came = ([_long_words(text) for _place, text in side] for side in (deleted, inserted))
    both = set().union(*gone) & set().union(*came)
    if len(both) < _SHARED:
        return [], []
    return _sharing(deleted, gone, both), _sharing(inserted, came, both)


def _long_words(text: str) -> set[str]:
    return {word for word in text.split() if len(word) >= _LONG}


def _sharing(texts: list[_Text], words: list[set[str]], both: set[str]) -> list[_Side]:
    return [
        _Side(place, text, tokens(text))
        for (place, text), held in zip(texts, words, strict=True)
        if len(held & both) >= _SHARED
    ]


_Pair = tuple[_Side, _Side]
"""What was deleted, and what was inserted, in passages that belong together."""


def _find_short(passages: Sequence[tuple[Hunk, ...]], together: Sequence[Hashable]) -> list[_Pair]:
    """Whole alinéas that went or came, each with a side it belongs with that has it, word for word."""

    def is_whole(side: _Side) -> bool:
        return len(passages[side.place[0]]) == 1

    groups: defaultdict[Hashable, tuple[list[_Side], list[_Side]]] = defaultdict(lambda: ([], []))
    for p, (hunks, group) in enumerate(zip(passages, together, strict=True)):
        for h, hunk in enumerate(hunks):
            if group is not None and hunk.kind in {"delete", "insert"}:
                text = hunk.old + hunk.new
                groups[group][hunk.kind == "insert"].append(_Side((p, h), text, tokens(text)))
    return [
        (source, target)
        for deleted, inserted in groups.values()
        for source in deleted
        for target in inserted
        if (is_whole(source) or is_whole(target))
        and _place_in(*sorted((source.keys, target.keys), key=len)) is not None
    ]


def _place_in(part: Sequence[str], whole: Sequence[str]) -> int | None:
    """Where a run that means something stands in another; None if it does not."""
    if not any(map(is_content, part)):
        return None
    size = len(part)
    return next((n for n in range(len(whole) - size + 1) if whole[n : n + size] == part), None)


def _added(sides: list[_Side], short: Sequence[_Pair], which: Literal[0, 1]) -> list[_Side]:
    """The sides, and those of the pairs that are not among them."""
    known = {side.place for side in sides}
    more = {pair[which].place: pair[which] for pair in short if pair[which].place not in known}
    return [*sides, *more.values()]


def _short_runs(
    deleted: Sequence[_Side], inserted: Sequence[_Side], short: Sequence[_Pair]
) -> list[_Run]:
    """A run for each pair: the whole of the shorter side."""
    sources = {side.place: n for n, side in enumerate(deleted)}
    targets = {side.place: n for n, side in enumerate(inserted)}
    runs = []
    for source, target in short:
        old, new = source.keys, target.keys
        place = _place_in(*sorted((old, new), key=len)) or 0
        starts = (place, 0) if len(old) > len(new) else (0, place)
        size = min(len(old), len(new))
        runs.append(_Run(sources[source.place], starts[0], targets[target.place], starts[1], size))
    return runs


def _not_formulas(
    runs: Iterable[_Run], deleted: Sequence[_Side], old: str, new: str
) -> Iterator[_Run]:
    """The runs that stand once in either article."""
    for run in runs:
        words = deleted[run.old].keys
        keys = _joined(words[run.old_from : run.old_from + run.length])
        if _joined_words(old).count(keys) == _joined_words(new).count(keys) == 1:
            yield run


@lru_cache(maxsize=4)
def _joined_words(text: str) -> str:
    """The words of an article, as runs are counted in them: asked for each of its alinéas."""
    return _joined(tokens(text))


def _joined(keys: Sequence[str]) -> str:
    return f"\0{chr(0).join(keys)}\0"


def _choose(candidates: Iterable[_Run], short: Sequence[_Run]) -> list[_Run]:
    """The longest runs first, no token in two of them; then in the order of the new text."""
    taken: set[tuple[bool, int, int]] = set()
    chosen = []
    for run in sorted([*candidates, *short], key=lambda run: -run.length):
        claims = {(True, run.old, run.old_from + n) for n in range(run.length)} | {
            (False, run.new, run.new_from + n) for n in range(run.length)
        }
        if not claims & taken:
            taken |= claims
            chosen.append(run)
    return sorted(chosen, key=lambda run: (run.new, run.new_from))


def _candidates(deleted: Sequence[_Side], inserted: Sequence[_Side]) -> Iterator[_Run]:
    """Every longest run of words that stands on a deleted and on an inserted side."""
    there = set(_all_shingles(inserted))
    if there.isdisjoint(_all_shingles(deleted)):
        return
    index: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for d, side in enumerate(deleted):
        for place, shingle in enumerate(_shingles(side.keys)):
            if shingle in there:
                index[shingle].append((d, place))
    for n, side in enumerate(inserted):
        after = side.keys
        for place, shingle in enumerate(_shingles(after)):
            for d, source in index.get(shingle, ()):
                before = deleted[d].keys
                if place and source and after[place - 1] == before[source - 1]:
                    continue  # the run began earlier
                length = _SHINGLE
                while (
                    place + length < len(after)
                    and source + length < len(before)
                    and after[place + length] == before[source + length]
                ):
                    length += 1
                run = _trim(after[place : place + length])
                if sum(
                    map(is_content, after[place + run.start : place + run.stop])
                ) >= _MEANING and not (
                    _in_link(before, source + run.start) or _in_link(after, place + run.start)
                ):
                    yield _Run(d, source + run.start, n, place + run.start, len(run))


def _in_link(keys: Sequence[str], place: int) -> bool:
    """Whether a place is within the words of a link, or between other square brackets."""
    return keys[:place].count("[") > keys[:place].count("]")


def _trim(keys: Sequence[str]) -> range:
    """The part of a run that begins with a word and does not end in the midst of a phrase."""
    first, last = 0, len(keys)
    while first < last and not is_word(keys[first]):
        first += 1
    while first < last and (is_stop(keys[last - 1]) or keys[last - 1] in _OPENS_A_PHRASE):
        last -= 1
    whole = _within_brackets(keys, first, last)
    return range(first, last) if whole == (first, last) else _trim_from(keys, *whole)


def _trim_from(keys: Sequence[str], first: int, last: int) -> range:
    """The part of a run between two places of it, trimmed again."""
    inner = _trim(keys[first:last])
    return range(first + inner.start, first + inner.stop)


def _within_brackets(keys: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The longer part of a run that closes every bracket it opens, and opens every one it closes."""
    depth: list[int] = []
    for n in range(first, last):
        if keys[n] in "([":
            depth.append(n)
        elif keys[n] in ")]":
            if not depth:
                return (n + 1, last) if last - n > n - first else (first, n)
            depth.pop()
    return (first, depth[0]) if depth else (first, last)


def _all_shingles(sides: Iterable[_Side]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(_shingles(side.keys) for side in sides)


def _shingles(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every run of so many tokens, in order."""
    return zip(*(keys[n:] for n in range(_SHINGLE)), strict=False)


def _characters(side: Words, first: int, length: int) -> tuple[int, int]:
    """The characters of a run, with the white space around it where it is at an end of its side."""
    end = first + length
    return side.cuts[first], len(side.text) if end == len(side.keys) else side.cuts[end]


def _cut(hunk: Hunk, old: list[_Mark], new: list[_Mark]) -> Iterator[Hunk]:
    """A hunk in pieces: what was deleted, then what was inserted, the runs apart.

    Runs that stayed part it into hunks that are cut one by one.
    """
    if not old and not new:
        yield hunk
        return
    old, new = sorted(old, key=_start), sorted(new, key=_start)
    here = there = 0
    end = (len(hunk.old), len(hunk.old), None), (len(hunk.new), len(hunk.new), None)
    stays = zip(
        (mark for mark in old if mark[2] is None),
        (mark for mark in new if mark[2] is None),
        strict=True,
    )
    for before, after in (*stays, end):
        part = replace(
            hunk,
            old=hunk.old[here : before[0]],
            new=hunk.new[there : after[0]],
            old_start=hunk.old_start + here,
            new_start=hunk.new_start + there,
        )
        if part.old or part.new:
            yield from _cut_part(
                part, _between(old, here, before[0]), _between(new, there, after[0])
            )
        here, there = before[1], after[1]
        kept = hunk.old[before[0] : here], hunk.new[after[0] : there]
        if any(kept):
            yield replace(
                hunk,
                kind="equal" if kept[0] == kept[1] else "spacing",
                old=kept[0],
                new=kept[1],
                old_start=hunk.old_start + before[0],
                new_start=hunk.new_start + after[0],
            )


def _start(mark: _Mark) -> int:
    return mark[0]


def _between(marks: Iterable[_Mark], start: int, end: int) -> list[_Mark]:
    """The marks of runs that moved between two places, counted from the first of these."""
    return [
        (first - start, last - start, move)
        for first, last, move in marks
        if move is not None and start <= first and last <= end
    ]


def _cut_part(hunk: Hunk, old: list[_Mark], new: list[_Mark]) -> Iterator[Hunk]:
    """What was deleted, then what was inserted, the moved runs apart; whole where none are."""
    if not old and not new:
        kind: Literal["insert", "delete", "replace"] = (
            "insert" if not hunk.old else "delete" if not hunk.new else "replace"
        )
        yield replace(hunk, kind=kind)
        return
    for start, end, move in _pieces(hunk.old, old):
        here = replace(hunk, old_start=hunk.old_start + start, move=move)
        yield replace(here, kind="delete", old=hunk.old[start:end], new="")
    old_end = hunk.old_start + len(hunk.old)
    for start, end, move in _pieces(hunk.new, new):
        here = replace(hunk, old_start=old_end, new_start=hunk.new_start + start, move=move)
        yield replace(here, kind="insert", old="", new=hunk.new[start:end])


def _pieces(text: str, cuts: list[_Mark]) -> Iterator[tuple[int, int, int | None]]:
    """The text from cut to cut: where each piece begins, where it ends, the move it belongs to."""
    here = 0
    for start, end, move in sorted(cuts):
        if here < start:
            yield here, start, None
        yield start, end, move
        here = end
    if here < len(text):
        yield here, len(text), None
