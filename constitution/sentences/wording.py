"""What changes in the words of one piece, told as a person would: inserted, deleted, replaced."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from constitution.diff import tokens
from constitution.diff.words import ALONE, is_content
from constitution.sentences.acts import (
    EVERY,
    AppendSentences,
    AppendWords,
    Cannot,
    DeleteSentence,
    DeleteWords,
    InsertWords,
    PrependWords,
    PutLink,
    Relink,
    RemoveLink,
    ReplacePlaces,
    ReplaceWords,
    Respell,
)
from constitution.sentences.alike import find_alike, likeness, may_be_alike
from constitution.sentences.changes import (
    Change,
    as_numbered,
    changes_between,
    join_neighbours,
    joined,
)
from constitution.sentences.linking import (
    aloud,
    has_half_link,
    list_links,
    read_link,
    whole_links,
)
from constitution.sentences.spans import (
    Span,
    find_span,
    list_occurrences,
    list_sentences,
    named_span,
    number_of_item,
    opening_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.sentences.acts import Act, WordAct
    from constitution.sentences.linking import Link
    from constitution.sentences.pieces import Piece

__all__ = ["Quotable", "is_told_at_length", "phrases_ending", "plan_words", "tell_all"]

Quotable: TypeAlias = Callable[[str], bool]
"""Says whether a phrase can stand between quotation marks."""

_REWRITTEN = 1.0
"""Words quoted, by the words of the new piece, from which it is reworded whole."""

_SHORT = 60
"""Pieces of fewer characters are never called rewritten for what sentences quote of them."""

_MANY = 4
"""Sentences about one piece from which their own words count among those that are quoted."""

_FRAME = 40
"""How many characters a sentence says around what it quotes."""


_ANCHOR = 6
"""How many words an insertion names at most, before it counts occurrences."""

_AROUND = 8
"""How many neighbours of a change what is quoted around it can reach."""

_CONTEXTS = ((0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (2, 0), (2, 1), (1, 2), (2, 2), (3, 0), (3, 3))
"""How many runs of characters around a change are quoted with it, the fewest first."""

_ELISIONS = frozenset("'’")
_FULL_STOPS = frozenset(".!?…")

_RUN = re.compile(rf"[^\s{ALONE}]+|[{ALONE}]")


def plan_words(path: str, old: Piece, new: str, numbered: str, quotable: Quotable) -> list[Act]:
    """The acts that give a piece its new words; `numbered` is how it reads once renumbered."""
    if numbered == new:
        return []
    reword: list[Act] = [ReplacePlaces(path, old.place, old.place, new)]
    if "\n" in old.text or "\n" in new or old.text.startswith("|"):
        return reword
    changes = changes_between(numbered, new)
    if numbered != old.text:
        moved = as_numbered(old.text, numbered, changes)
        if moved is None:
            return reword
        changes = moved
    taken = changes_between(old.text, numbered)
    changes = join_neighbours(old.text, whole_links(old.text, changes))
    acts = tell_all(path, old, changes, taken, quotable)
    return reword if acts is None or is_told_at_length(acts, new) else [*acts]


def is_told_at_length(acts: Sequence[WordAct], new: str) -> bool:
    """Whether the sentences about a piece quote more than it comes to hold."""
    quoted = sum(len(getattr(act, name, "")) for act in acts for name in ("old", "new"))
    if len(acts) > _MANY:
        quoted += _FRAME * len(acts)
    return quoted > max(_REWRITTEN * len(new), _SHORT)


def tell_all(
    path: str,
    piece: Piece,
    changes: list[Change],
    taken: list[Change],
    quotable: Quotable,
) -> list[WordAct] | None:
    """The changes told one by one, none naming words that another changes; None if one is not told.

    Where no way leaves the words of its neighbour alone, the two are told as one. `taken` is what
    other sentences change in the piece.
    """
    told: list[tuple[WordAct, Span]] = []
    done: list[Change] = []
    waiting = changes[::-1]
    body = piece.text
    while waiting:
        change = waiting.pop()
        near = told[-_AROUND:]
        changed = [*taken, *(Change(*span) for _act, span in near), *waiting[-_AROUND:]]
        named = [_names(act, body, span) for act, span in near]
        act = _tell(path, piece, change, (named, changed), quotable)
        if act is not None:
            told.append((act, find_span(act, body)))
            done.append(change)
            continue
        if not done and not waiting:
            return None
        before = change.start - done[-1].end if done else len(body)
        after = waiting[-1].start - change.end if waiting else len(body)
        if done and before <= after:
            told.pop()
            waiting.append(joined(body, done.pop(), change))
        else:
            waiting.append(joined(body, change, waiting.pop()))
    return _gather(body, [act for act, _span in told])


def _gather(body: str, acts: list[WordAct]) -> list[WordAct]:
    """The acts, those one that do the same at each occurrence of some words."""
    same = Counter(_everywhere(act) for act in acts)
    gathered: dict[WordAct, None] = {}
    for act in acts:
        every = _everywhere(act)
        if every is not None and same[every] == len(list_occurrences(body, every.old)):
            gathered[every] = None
        else:
            gathered[act] = None
    return list(gathered)


def _everywhere(act: WordAct) -> ReplaceWords | DeleteWords | None:
    """What an act that counts an occurrence does, said of each; None if it counts none."""
    if isinstance(act, (ReplaceWords, DeleteWords)) and act.occurrence is not None:
        return replace(act, occurrence=EVERY)
    return None


def _tell(
    path: str,
    piece: Piece,
    change: Change,
    others: tuple[Sequence[Change], Sequence[Change]],
    quotable: Quotable,
) -> WordAct | None:
    """The first way of telling a change that gives exactly it; whole quotations, where it can.

    `others` are the stretches that other acts name, and those that change elsewhere. None too where
    it could be whole only by naming what changes elsewhere: the two are told as one.
    """
    body = piece.text
    named, changed = others
    target = body[: change.start] + change.new + body[change.end :]
    broken: dict[bool, WordAct] = {}
    hindered = False
    for act in _ways(path, piece, change, target):
        words = [word for word in (getattr(act, "old", None), getattr(act, "new", None)) if word]
        if not all(map(quotable, words)) or any(map(has_half_link, words)):
            continue
        try:
            span = find_span(act, body)
        except Cannot:
            continue
        if any(_meet(_names(act, body, span), one) for one in changed) or any(
            _meet(one, Change(*span)) for one in named
        ):
            hindered = True
            continue
        if body[: span.start] + span.text + body[span.end :] == target:
            plain = _is_plain(act, body)
            if plain and all(map(_is_whole, words)):
                return act
            broken.setdefault(plain, act)
    return None if hindered else broken.get(True) or broken.get(False)


def _names(act: WordAct, body: str, span: Span) -> Change:
    """The stretch of a piece that an act names, with what it changes there."""
    if isinstance(act, InsertWords):
        return Change(named_span(act, body)[0], span.end, span.text)
    return Change(*span)


def _meet(named: Change, changed: Change) -> bool:
    """Whether a stretch that is named holds characters that change, or a place where some come."""
    if changed.start == changed.end:
        return named.start < changed.start < named.end
    return max(named.start, changed.start) < min(named.end, changed.end) or (
        changed.start < named.start == named.end < changed.end
    )


def _is_plain(act: WordAct, body: str) -> bool:
    """Whether a reader finds the words at once: who minds no capitals counts as many of them.

    Numbers, and words such as `a` or `le`, are not counted: what stands beside tells them apart.
    """
    old = getattr(act, "old", "")
    if not old:
        return True
    if getattr(act, "occurrence", None) is not None and (
        old.isdecimal() or not any(map(is_content, tokens(old)))
    ):
        return False
    exact, any_case = list_occurrences(body, old), list_occurrences(body.lower(), old.lower())
    return exact == any_case


def _is_whole(words: str) -> bool:
    """Whether what a phrase opens it closes: its quotation marks and its brackets."""
    count = words.count
    if words[0] in _FULL_STOPS and _has_word(words):
        return False  # a quotation does not open on the stop of the sentence before
    german = count("„") > 0
    return (
        count("«") == count("»")
        and count("(") == count(")")
        and count("„" if german else "“") == count("“" if german else "”")
    )


def _ways(path: str, piece: Piece, change: Change, target: str) -> Iterator[WordAct]:
    """Ways of telling a change, the plainest first; some may give something else."""
    body, place = piece.text, piece.place
    was = body[change.start : change.end]
    old, new = was.strip(), change.new.strip()
    start = end = change.start
    yield from _respellings(path, piece, change)
    yield from _linkings(path, piece, change)
    link, linked = read_link(was), read_link(change.new)
    if link is not None and linked is not None:
        which = next(
            n for n, one in enumerate(_same_words(body, link), start=1) if one.start == change.start
        )
        many = len(_same_words(body, link))
        number = which if many > 1 else None
        yield Relink(path, place, link.words, number, linked.words, linked.target)
    if not old and new:
        at_end = not re.search(r"\w", body[change.start :])
        if at_end and _are_sentences(body, new):
            yield AppendSentences(path, place, new)
        if at_end:
            yield AppendWords(path, place, new)
        item = number_of_item(body)
        if item and change.start <= opening_of(body):
            yield InsertWords(path, place, item, _which(body, item, body.index(item)), new)
        yield from _insertions(path, piece, change, new)
        yield PrependWords(path, place, new)
    elif old and not new:
        for n, (first, last) in enumerate(sentences := list_sentences(body), start=1):
            if len(old) == last - first and len(sentences) > 1:
                yield DeleteSentence(path, place, None if n == len(sentences) else n)
        at = body.index(old, change.start)
        if old.endswith(",") and body[:at].endswith(", ") and body[at + len(old) :][:1] == " ":
            old, at = f", {old[:-1]}", at - 2  # `, 3` goes rather than `3,`: the same to the byte
        yield DeleteWords(path, place, aloud(old), _which(body, aloud(old), at))
    if old:
        start += len(was) - len(was.lstrip())
        end = start + len(old)
    for left, right in _contexts(body, start, end, new):
        yield from _replacement(path, piece, _grow(body, start, end, left, right), target)


def _linkings(path: str, piece: Piece, change: Change) -> Iterator[PutLink | RemoveLink]:
    """A link that comes on words or goes from them, where nothing else changes."""
    body = piece.text
    was = body[change.start : change.end]
    for one, two in ((was, change.new), (change.new, was)):
        links = list_links(two)
        if len(links) != 1 or aloud(two) != one:
            continue
        words, at = links[0].words, change.start + links[0].start
        if one == was:
            yield PutLink(path, piece.place, words, _which(body, words, at), links[0].target)
        else:
            same = [link.start for link in list_links(body) if link.words == words]
            yield RemoveLink(
                path, piece.place, words, same.index(at) + 1 if len(same) > 1 else None
            )


def _are_sentences(body: str, new: str) -> bool:
    """Whether words that come at the end of a piece are sentences of their own."""
    closed = re.compile(r"[.!?…»”)](?:\[\^[^\]]+\])*\s*\Z").search
    first = next(filter(str.isalnum, new), "")
    return bool(closed(new) and closed(body)) and not first.islower()


def _respellings(path: str, piece: Piece, change: Change) -> Iterator[Respell]:
    """Words that come to be written otherwise, where they read alike."""
    body = piece.text
    if not may_be_alike(body[change.start : change.end], change.new):
        return
    for left, right in ((0, 0), (1, 0), (0, 1), (1, 1)):
        start, end = _grow(body, change.start, change.end, left, right)
        old = body[start:end]
        new = body[start : change.start] + change.new + body[change.end : end]
        what = likeness(old, new) if new and new == new.strip() and old == old.strip() else None
        elided = new[-1:] in _ELISIONS and not body[end : end + 1].isspace()
        if what is not None and _has_word(new) and not elided:
            places = find_alike(body, new)
            number = places.index((start, end)) + 1 if (start, end) in places else None
            yield Respell(path, piece.place, new, number if len(places) > 1 else None, what)


def _same_words(body: str, link: Link) -> list[Link]:
    return [one for one in list_links(body) if one.words == link.words]


def _contexts(body: str, start: int, end: int, new: str) -> list[tuple[int, int]]:
    """How much is quoted around a change: nothing, but where it would be a sign or an elision."""
    if _has_word(body[start:end]) and new and not _has_word(new):
        return sorted(_CONTEXTS, key=lambda sides: (not all(sides), sum(sides)))
    if _has_word(body[start:end]) and body[end - 1] not in _ELISIONS:
        if any(map(is_content, tokens(body[start:end]))):
            return list(_CONTEXTS)
        return sorted(
            _CONTEXTS, key=lambda sides: (sum(sides), sides[0])
        )  # `le` belongs to the word that follows it
    glued = not body[end : end + 1].isspace()
    return sorted(_CONTEXTS, key=lambda sides: (sides == (0, 0), sum(sides), glued and sides[0]))


def _replacement(
    path: str, piece: Piece, at: tuple[int, int], target: str
) -> Iterator[ReplaceWords]:
    start, end = at
    body = piece.text
    old, new = body[start:end], target[start : len(target) - (len(body) - end)]
    if not old or not new or old != old.strip() or new != new.strip():
        return
    if likeness(old, new) is None:
        words = aloud(old)
        yield ReplaceWords(path, piece.place, words, _which(body, words, start), new)


def _insertions(path: str, piece: Piece, change: Change, new: str) -> Iterator[InsertWords]:
    """Insertions after as few words as tell the place, then after a counted occurrence."""
    end = len(piece.text[: change.start].rstrip())
    for old, which in phrases_ending(piece.text, end):
        yield InsertWords(path, piece.place, old, which, new)


def phrases_ending(body: str, end: int) -> list[tuple[str, int | None]]:
    """Phrases that end at a place, each with its occurrence: those that stand once first."""
    if body[end - 1 : end] in _ELISIONS:
        return []
    found: list[tuple[bool, bool, int, str, int | None]] = []
    for many in range(1, _ANCHOR + 1):
        start, _end = _grow(body, end, end, many, 0)
        old = aloud(body[start:end])
        if old and _has_word(old):
            which = _which(body, old, start)
            bare = len(old) == 1 or not any(map(is_content, tokens(old)))
            found.append((which is not None, bare, many, old, which))
    return [(old, which) for *_rank, old, which in sorted(found, key=lambda way: way[:3])]


@lru_cache(maxsize=4)
def _runs(body: str) -> tuple[list[int], list[int]]:
    """Where the runs of characters of a piece begin, and where they end."""
    runs = list(_RUN.finditer(body, opening_of(body)))
    return [run.start() for run in runs], [run.end() for run in runs]


def _grow(body: str, start: int, end: int, left: int, right: int) -> tuple[int, int]:
    """A stretch of a piece with some runs of characters more on either side."""
    starts, ends = _runs(body)
    if left:
        nth = bisect_left(starts, start)
        start = starts[max(nth - left, 0)] if nth else start
        if body[start : start + 1] == "[" and "]" not in body[start:end]:
            start += 1  # where a link opens is nobody's word
    if right:
        nth = bisect_right(ends, end)
        end = ends[min(nth + right, len(ends)) - 1] if nth < len(ends) else end
    return start, end


def _which(body: str, words: str, start: int) -> int | None:
    """Which occurrence of the words stands here; None where they stand once."""
    places = list_occurrences(body, words)
    starts = [first for first, _last in places]
    if len(places) < 2 or start not in starts:
        return None
    return starts.index(start) + 1


def _has_word(text: str) -> bool:
    return any(token[0].isalnum() for token in tokens(text))
