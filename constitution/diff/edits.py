"""Edits between two lists of tokens, tidied until they read as a person would have made them.

The raw material is the shortest edit script. It is then joined, slid to the best boundary, and
freed of the islands of stop-words that make one replaced phrase look like two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from constitution.diff.words import BREAK, content_of, is_content, is_stop, is_word

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from types import ModuleType

__all__ = ["Edit", "count_common", "find_edits", "match_equal", "measure_ends"]

_KEPT_AT_LEAST = 0.25
"""Below this share of kept words a passage counts as rewritten, and is shown whole."""

_SHORT = 12
"""Passages of fewer words are never called rewritten: a short one changes much with one word."""

_ISLAND = 3
"""An island of kept words this many times smaller than both its neighbours is absorbed."""


_ACROSS = 3
"""The most tokens between two insertions that may be taken for those at an end of them."""

_OPENING = frozenset("«“([「『（")
_CLOSING = frozenset("»”)]」』）")
_PAUSES = frozenset(",;:.!?…、，；：。！？")
_ENDS = frozenset(".!?…。！？")
_AFTER_NUMBER = frozenset(").°")
_PARTING = frozenset(".;:。；：")
"""Signs across which nothing is read as one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens `old[i:j]` became `new[k:m]`; never empty on both sides."""

    i: int
    j: int
    k: int
    m: int


@cache
def _measures() -> ModuleType:
    """The measures of likeness, imported when they are first needed."""
    from rapidfuzz import distance  # noqa: PLC0415 - 30 ms that a plain reading never pays

    return distance


def match_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """The runs that a shortest edit script keeps: (place in old, place in new, length)."""
    return [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in _measures().Indel.opcodes(old, new)
        if op.tag == "equal"
    ]


def count_common(old: Sequence[str], new: Sequence[str], least: int = 0) -> int:
    """How many tokens a shortest edit script keeps; 0 if fewer than `least`."""
    common: int = _measures().LCSseq.similarity(old, new, score_cutoff=least)
    return common


def measure_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts begin with alike, and end with alike beyond those."""
    measures = _measures()
    shorter = min(len(old), len(new))
    head: int = measures.Prefix.similarity(old, new)
    tail: int = measures.Postfix.similarity(old, new)
    return head, min(tail, shorter - head)


def find_edits(old: Sequence[str], new: Sequence[str], *, part: bool = False) -> tuple[Edit, ...]:
    """What must change in `old` to give `new`, in order, no two edits touching.

    `part` says that they are parts of texts of which more is kept: too much to call them rewritten.
    """
    edits = _shortest(old, new)
    if not edits:
        return ()
    if not part and _rewritten(old, new, edits):
        return (Edit(0, len(old), 0, len(new)),)
    slid = _slide(old, new, edits)
    joined = _join_across(old, new, slid)
    if len(joined) < len(slid):
        slid = _slide(old, new, joined)
    edits = list(_part_sentences(old, new, slid))
    return tuple(_part_numbers(old, new, _absorb(old, new, edits)))


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits of a shortest script, those that touch joined."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    if head == old_end and head == new_end:
        return []
    if head in (old_end, new_end):
        return [Edit(head, old_end, head, new_end)]
    edits = _between(head, match_equal(old[head:old_end], new[head:new_end]), old_end, new_end)
    if _repeated(old, new, edits):
        by_meaning = _between(
            head, _match_by_meaning(old[head:old_end], new[head:new_end]), old_end, new_end
        )
        if _repeated(old, new, by_meaning) < _repeated(old, new, edits):
            return by_meaning
    return edits


def _between(
    head: int, kept: Iterable[tuple[int, int, int]], old_end: int, new_end: int
) -> list[Edit]:
    """The edits around what is kept between the common ends, those that touch joined."""
    edits: list[Edit] = []
    i, k = head, head
    for src, dest, length in kept:
        if (i, k) != (head + src, head + dest):
            edits.append(Edit(i, head + src, k, head + dest))
        i, k = head + src + length, head + dest + length
    if (i, k) != (old_end, new_end):
        edits.append(Edit(i, old_end, k, new_end))
    return edits


def _repeated(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> int:
    """How many words of meaning are deleted in one place and inserted in another."""
    if len(edits) == 1:
        return 0  # else the script would have kept them
    gone = [word for edit in edits for word in old[edit.i : edit.j]]
    come = [word for edit in edits for word in new[edit.k : edit.m]]
    both = {word for word in set(gone).intersection(come) if is_content(word)}
    return sum(min(gone.count(word), come.count(word)) for word in both)


def _match_by_meaning(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The runs that are kept where words of meaning are kept first, and what lies between after.

    A shortest script takes two small words for more than the one that means something.
    """
    rows = [n for n, token in enumerate(old) if is_content(token)]
    columns = [n for n, token in enumerate(new) if is_content(token)]
    i = k = 0
    for src, dest, length in match_equal([old[n] for n in rows], [new[n] for n in columns]):
        for row, column in zip(
            rows[src : src + length], columns[dest : dest + length], strict=True
        ):
            for start, target, size in match_equal(old[i:row], new[k:column]):
                yield i + start, k + target, size
            yield row, column, 1
            i, k = row + 1, column + 1
    for start, target, size in match_equal(old[i:], new[k:]):
        yield i + start, k + target, size


def _rewritten(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> bool:
    """Whether so little is kept that showing it would only confuse."""
    before, after = _content(old), _content(new)
    if min(before, after) == 0 or before + after < _SHORT:
        return False
    kept = before - sum(_content(old[edit.i : edit.j]) for edit in edits)
    return kept < _KEPT_AT_LEAST * min(before, after)


def _content(tokens: Sequence[str]) -> int:
    return len(content_of(tokens))


def _slide(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """Each pure insertion or deletion moved, where it can be, to the boundary that reads best."""
    slid: list[Edit] = []
    for place, edit in enumerate(edits):
        last = slid[-1] if slid else Edit(0, 0, 0, 0)
        coming = edits[place + 1] if place + 1 < len(edits) else None
        if edit.i == edit.j:
            ceiling = coming.k if coming else len(new) + 1
            shift = _best_shift(new, edit.k, edit.m, last.m + bool(slid), ceiling - 1)
        elif edit.k == edit.m:
            ceiling = coming.i if coming else len(old) + 1
            shift = _best_shift(old, edit.i, edit.j, last.j + bool(slid), ceiling - 1)
        else:
            shift = 0
        slid.append(Edit(edit.i + shift, edit.j + shift, edit.k + shift, edit.m + shift))
    return slid


def _join_across(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits, two insertions or deletions in one where the words between stand at an end of them too.

    Of `A [x] nach [y, nach] B` nothing need be said but `A [x nach y,] nach B`.
    """
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if last is not None and last.i == last.j and edit.i == edit.j:
            around = _around(new, (last.k, last.m), (edit.k, edit.m))
            if around is not None:
                start = last.i if around[0] == last.k else edit.i
                joined[-1] = Edit(start, start, *around)
                continue
        elif last is not None and last.k == last.m and edit.k == edit.m:
            around = _around(old, (last.i, last.j), (edit.i, edit.j))
            if around is not None:
                start = last.k if around[0] == last.i else edit.k
                joined[-1] = Edit(*around, start, start)
                continue
        joined.append(edit)
    return joined


def _around(
    tokens: Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> tuple[int, int] | None:
    """The one run that two runs and what lies between are, but for that at one end; None else."""
    gap = tokens[before[1] : after[0]]
    size = len(gap)
    if size > _ACROSS:
        return None
    if size <= after[1] - after[0] and tokens[after[1] - size : after[1]] == gap:
        return before[0], after[1] - size
    if size <= before[1] - before[0] and tokens[before[0] : before[0] + size] == gap:
        return before[0] + size, after[1]
    return None


def _part_sentences(
    old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]
) -> Iterator[Edit]:
    """The edits, those that end a sentence with words and add or remove whole ones after it in two."""
    for edit in edits:
        words = new[edit.k : edit.m] if edit.i == edit.j else old[edit.i : edit.j]
        following = old[edit.j] if edit.j < len(old) else ""
        at = _first_end(words, following) if edit.i == edit.j or edit.k == edit.m else None
        if at is None:
            yield edit
        elif edit.i == edit.j:
            yield Edit(edit.i, edit.i, edit.k, edit.k + at)
            yield Edit(edit.i + 1, edit.i + 1, edit.k + at + 1, edit.m + 1)
        else:
            yield Edit(edit.i, edit.i + at, edit.k, edit.k)
            yield Edit(edit.i + at + 1, edit.j + 1, edit.k + 1, edit.k + 1)


def _first_end(words: Sequence[str], following: str) -> int | None:
    """Where a run that a full stop follows ends a sentence first; None if it is part of one."""
    if following not in _ENDS:
        return None
    return next(
        (
            n
            for n in range(1, len(words) - 1)
            if words[n] == following and len(words[n - 1]) > 1 and words[n + 1][0].isupper()
        ),
        None,
    )


def _best_shift(tokens: Sequence[str], start: int, end: int, floor: int, ceiling: int) -> int:
    """How far the run moves, within `floor` and `ceiling`, to the place where it reads best."""
    low = 0
    while start + low > floor and tokens[start + low - 1] == tokens[end + low - 1]:
        low -= 1
    high = 0
    ceiling = min(ceiling, len(tokens))
    while end + high < ceiling and tokens[start + high] == tokens[end + high]:
        high += 1
    if low == high == 0:
        return 0
    return max(
        range(low, high + 1),
        key=lambda shift: (_reads(tokens, start + shift, end + shift), -abs(shift), -shift),
    )


def _reads(tokens: Sequence[str], start: int, end: int) -> float:
    """How well a run stands on its own: breaks before sentences, commas, and whole phrases."""
    score = _boundary(tokens, start) + _boundary(tokens, end)
    if is_stop(tokens[start]):
        score += 0.5
    if is_stop(tokens[end - 1]):
        score -= 0.5
    return score


def _boundary(tokens: Sequence[str], place: int) -> float:
    """How strong the boundary before a place is."""
    if place in (0, len(tokens)) or tokens[place - 1] == BREAK:
        return 5
    before = tokens[place - 1]
    if before in _ENDS:
        return 4
    if before in {";", ":"} or tokens[place] == BREAK:
        return 3
    if before == ",":
        return 2
    if before in _CLOSING or tokens[place] in _OPENING or tokens[place] in _PAUSES:
        return 1
    return 0


def _part_numbers(old: Sequence[str], new: Sequence[str], edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, a number that gives way to another told apart where a sign that both bear closes it.

    Of `4) Wird` to `5) Nach` nothing need be said of the `)`.
    """
    for edit in edits:
        i, k = edit.i, edit.k
        if (
            edit.j - i >= 2 <= edit.m - k
            and old[i].isdigit()
            and new[k].isdigit()
            and old[i + 1] == new[k + 1]
            and old[i + 1] in _AFTER_NUMBER
        ):
            yield Edit(i, i + 1, k, k + 1)
            if (i + 2, k + 2) != (edit.j, edit.m):
                yield Edit(i + 2, edit.j, k + 2, edit.m)
        else:
            yield edit


def _absorb(old: Sequence[str], new: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits with the islands between them that only stop-words, or next to nothing, hold."""
    absorbed: list[Edit] = []
    for edit in edits:
        joined = edit
        while absorbed and _is_island(old, new, absorbed[-1], joined):
            last = absorbed.pop()
            joined = Edit(last.i, joined.j, last.k, joined.m)
        absorbed.append(joined)
    return absorbed


def _is_island(old: Sequence[str], new: Sequence[str], before: Edit, after: Edit) -> bool:
    """Whether what is kept between two edits is too little to be read as kept."""
    if (before.i == before.j and after.i == after.j) or (
        before.k == before.m and after.k == after.m
    ):
        return False
    gap = old[before.j : after.i]
    if all(map(is_stop, gap)):
        least = 1
    elif any(token == BREAK or token in _PARTING for token in gap):
        return False
    else:
        least = max(_content(gap), 1) * _ISLAND
    return all(
        max(edit.j - edit.i, edit.m - edit.k) >= least and _weight(old, new, edit) >= least
        for edit in (before, after)
    )


def _weight(old: Sequence[str], new: Sequence[str], edit: Edit) -> int:
    """The words on the larger side of an edit."""
    return max(
        sum(map(is_word, old[edit.i : edit.j])),
        sum(map(is_word, new[edit.k : edit.m])),
    )
