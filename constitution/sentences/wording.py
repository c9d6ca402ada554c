"""What changes in the words of one piece, told as a person would: inserted, deleted, replaced."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.diff import diff_words, tokens
from constitution.diff.words import is_content
from constitution.sentences.acts import (
    EVERY,
    AppendSentences,
    AppendWords,
    Cannot,
    DeleteSentence,
    DeleteWords,
    InsertWords,
    PrependWords,
    Relink,
    ReplacePlaces,
    ReplaceWords,
    Respell,
)
from constitution.sentences.alike import find_alike, likeness
from constitution.sentences.linking import (
    Change,
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
    opening_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constitution.sentences.acts import Act, WordAct
    from constitution.sentences.linking import Link
    from constitution.sentences.pieces import Piece

__all__ = ["plan_words"]

_REWRITTEN = 1.0
"""Words quoted, by the words of the new piece, from which it is reworded whole."""

_SHORT = 60
"""Pieces of fewer characters are never called rewritten for what sentences quote of them."""

_MANY = 4
"""Sentences about one piece from which their own words count among those that are quoted."""

_FRAME = 40
"""How many characters a sentence says around what it quotes."""

_NEAR = 60
"""Changes longer than this many characters are told by themselves, whatever stands beside them."""

_ANCHOR = 6
"""How many words an insertion names at most, before it counts occurrences."""

_CONTEXTS = ((0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (2, 0), (2, 1), (1, 2), (2, 2), (3, 0), (3, 3))
"""How many runs of characters around a change are quoted with it, the fewest first."""

_ELISIONS = frozenset("'’")
_FULL_STOPS = frozenset(".!?…")
_STOPS = _FULL_STOPS | frozenset(";:")
_SIGN = re.compile(r"[^\w\s]")

_RUN = re.compile(r"\S+")


def plan_words(
    path: str, old: Piece, new: str, numbered: str, quotable: Callable[[str], bool]
) -> list[Act]:
    """The acts that give a piece its new words; `numbered` is how it reads once renumbered."""
    if numbered == new:
        return []
    reword: list[Act] = [ReplacePlaces(path, old.place, old.place, new)]
    if "\n" in old.text or "\n" in new or old.text.startswith("|"):
        return reword
    changes = _changes(numbered, new)
    if numbered != old.text:
        moved = _as_numbered(old.text, numbered, changes)
        if moved is None:
            return reword
        changes = moved
    taken = _changes(old.text, numbered)
    changes = _join_neighbours(old.text, whole_links(old.text, changes))
    acts = _tell_all(path, old, changes, taken, quotable)
    if acts is None:
        return reword
    acts = _gather(old.text, acts)
    quoted = sum(len(getattr(act, name, "")) for act in acts for name in ("old", "new"))
    if len(acts) > _MANY:
        quoted += _FRAME * len(acts)
    return reword if quoted > max(_REWRITTEN * len(new), _SHORT) else [*acts]


def _tell_all(
    path: str,
    piece: Piece,
    changes: list[Change],
    taken: list[Change],
    quotable: Callable[[str], bool],
) -> list[WordAct] | None:
    """The changes told one by one, none naming words that another changes; None if one is not told.

    Where no way leaves the words of its neighbour alone, the two are told as one. `taken` is what
    other sentences change in the piece.
    """
    acts: list[WordAct] = []
    body = piece.text
    for n, change in enumerate(changes):
        spans = [(act, find_span(act, body)) for act in acts]
        changed = [*taken, *(Change(*span) for _act, span in spans), *changes[n + 1 :]]
        named = [_names(act, body, span) for act, span in spans]
        act = _tell(path, piece, change, (named, changed), quotable)
        if act is not None:
            acts.append(act)
        elif len(changes) == 1:
            return None
        else:
            at = min(max(n - 1, 0), len(changes) - 2)
            if n and n + 1 < len(changes):
                before, after = change.start - changes[n - 1].end, changes[n + 1].start - change.end
                at = n - 1 if before <= after else n
            one, two = changes[at : at + 2]
            joined = _joined(body, one, two)
            return _tell_all(
                path, piece, [*changes[:at], joined, *changes[at + 2 :]], taken, quotable
            )
    return acts


def _gather(body: str, acts: list[WordAct]) -> list[WordAct]:
    """The acts, those one that do the same at each occurrence of some words."""
    gathered: list[WordAct] = []
    for act in acts:
        if isinstance(act, (ReplaceWords, DeleteWords)) and act.occurrence is not None:
            every = replace(act, occurrence=EVERY)
            same = [one for one in acts if _at(one, EVERY) == every]
            if len(same) == len(list_occurrences(body, act.old)):
                if act == same[0]:
                    gathered.append(every)
                continue
        gathered.append(act)
    return gathered


def _at(act: WordAct, occurrence: int) -> WordAct:
    if isinstance(act, (ReplaceWords, DeleteWords)):
        return replace(act, occurrence=occurrence)
    return act


def _joined(old: str, one: Change, two: Change) -> Change:
    """Two changes as one, with what stands between them."""
    return Change(one.start, two.end, one.new + old[one.end : two.start] + two.new)


def _changes(old: str, new: str) -> list[Change]:
    """The changes between two texts, none touching the next."""
    changes: list[Change] = []
    for hunk in diff_words(old, new):
        if hunk.old == hunk.new:
            continue
        start, end = hunk.old_start, hunk.old_start + len(hunk.old)
        if changes and changes[-1].end == start:
            last = changes.pop()
            changes.append(Change(last.start, end, last.new + hunk.new))
        else:
            changes.append(Change(start, end, hunk.new))
    return [_after_stop(old, change) for change in changes]


def _after_stop(old: str, change: Change) -> Change:
    """The same change, told from after the stop that stands on both its sides."""
    start, end, new = change
    words = new or old[start:end]
    if words[:1] not in _STOPS or words[:1] != old[end : end + 1] or (new and start < end):
        return change
    return Change(start + 1, end + 1, new and new[1:] + new[0])


def _join_neighbours(old: str, changes: list[Change]) -> list[Change]:
    """The changes, short ones joined where one word at most stands between them."""
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last is not None and _are_near(old, last, change):
            joined[-1] = _joined(old, last, change)
        else:
            joined.append(change)
    return joined


def _are_near(old: str, one: Change, two: Change) -> bool:
    """Whether one sentence tells both changes better than two."""
    between = tokens(old[one.end : two.start])
    words = sum(token[0].isalnum() for token in between)
    if words > 1 or any(mark != "," for mark in filter(_SIGN.fullmatch, between)):
        return False
    return all(max(change.end - change.start, len(change.new)) <= _NEAR for change in (one, two))


def _as_numbered(old: str, numbered: str, changes: list[Change]) -> list[Change] | None:
    """Changes of a piece that bears its new number and targets, told of the old one.

    None if one of them is of what another sentence changes.
    """
    told = []
    edits = _changes(old, numbered)
    at, shift = 0, 0  # what the edits before add to where a change stands
    for change in changes:
        while at < len(edits) and edits[at].start + shift + len(edits[at].new) <= change.start:
            shift += len(edits[at].new) - (edits[at].end - edits[at].start)
            at += 1
        if at < len(edits) and change.end > edits[at].start + shift:
            return None
        told.append(Change(change.start - shift, change.end - shift, change.new))
    return told


def _tell(
    path: str,
    piece: Piece,
    change: Change,
    others: tuple[Sequence[Change], Sequence[Change]],
    quotable: Callable[[str], bool],
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
        return Change(body.rindex(act.old, 0, span.start), span.end, span.text)
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
        if at_end and re.search(r"[.!?…»”)]\Z", new):
            yield AppendSentences(path, place, new)
        if at_end:
            yield AppendWords(path, place, new)
        yield from _insertions(path, piece, change, new)
        yield PrependWords(path, place, new)
    elif old and not new:
        for n, (first, last) in enumerate(sentences := list_sentences(body), start=1):
            if len(old) == last - first and len(sentences) > 1:
                yield DeleteSentence(path, place, None if n == len(sentences) else n)
        at = body.index(old, change.start)
        if old.endswith(",") and body[:at].endswith(", ") and body[at + len(old) :][:1] == " ":
            old, at = f", {old[:-1]}", at - 2  # `, 3` goes rather than `3,`: the same to the byte
        yield DeleteWords(path, place, old, _which(body, old, at))
    if old:
        start += len(was) - len(was.lstrip())
        end = start + len(old)
    for left, right in _contexts(body, start, end, new):
        yield from _replacement(path, piece, _grow(body, start, end, left, right), target)


def _respellings(path: str, piece: Piece, change: Change) -> Iterator[Respell]:
    """Words that come to be written otherwise, where they read alike."""
    body = piece.text
    for left, right in ((0, 0), (1, 0), (0, 1), (1, 1)):
        start, end = _grow(body, change.start, change.end, left, right)
        old = body[start:end]
        new = body[start : change.start] + change.new + body[change.end : end]
        what = likeness(old, new) if new and new == new.strip() and old == old.strip() else None
        if what is not None and _has_word(new) and new[-1] not in _ELISIONS:
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
    if old and new and old == old.strip() and new == new.strip():
        yield ReplaceWords(path, piece.place, old, _which(body, old, start), new)


def _insertions(path: str, piece: Piece, change: Change, new: str) -> Iterator[InsertWords]:
    """Insertions after as few words as tell the place, then after a counted occurrence."""
    body = piece.text
    end = len(body[: change.start].rstrip())
    if body[end - 1 : end] in _ELISIONS:
        return
    found: list[tuple[bool, bool, int, InsertWords]] = []
    for many in range(1, _ANCHOR + 1):
        start, _end = _grow(body, end, end, many, 0)
        old = body[start:end]
        if old and _has_word(old):
            which = _which(body, old, start)
            act = InsertWords(path, piece.place, old, which, new)
            found.append((which is not None, not any(map(is_content, tokens(old))), many, act))
    yield from (act for _counted, _bare, _many, act in sorted(found, key=lambda way: way[:3]))


def _grow(body: str, start: int, end: int, left: int, right: int) -> tuple[int, int]:
    """A stretch of a piece with some runs of characters more on either side."""
    opening = opening_of(body)
    runs = list(_RUN.finditer(body, opening))
    before = [run.start() for run in runs if run.start() < start]
    after = [run.end() for run in runs if run.end() > end]
    if left:
        start = before[-min(left, len(before))] if before else start
        if body[start : start + 1] == "[" and "]" not in body[start:end]:
            start += 1  # where a link opens is nobody's word
    if right:
        end = after[min(right, len(after)) - 1] if after else end
    return start, end


def _which(body: str, words: str, start: int) -> int | None:
    """Which occurrence of the words stands here; None where they stand once."""
    places = list_occurrences(body, words)
    if len(places) < 2 or start not in places:
        return None
    return places.index(start) + 1


def _has_word(text: str) -> bool:
    return any(token[0].isalnum() for token in tokens(text))
