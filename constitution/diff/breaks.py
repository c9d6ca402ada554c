"""Divisions as they are read: each part beside the words it had, with a mark where a break came or went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from constitution.diff.divisions import place_parts
from constitution.diff.hunks import Hunk, find_hunks
from constitution.diff.passages import Passage, invert_passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constitution.diff.alineas import Alinea
    from constitution.diff.divisions import Division
    from constitution.diff.hunks import HunkKind

__all__ = ["BREAK_MARK", "in_one_column", "in_stretches", "in_two_columns"]

BREAK_MARK = "¶"
"""What stands for a break between two alinéas that came or went."""


def in_one_column(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages to be read one below the other, both versions in each.

    The parts of an alinéa that was split each stand with the words they had in it; an alinéa that
    others were joined in stands once, for all of them. `hunks` still rebuild what is shown.
    """
    parts = _by_division(passages)
    return tuple(_one_column(passages, parts)) if parts else tuple(passages)


def _one_column(
    passages: Sequence[Passage], parts: dict[Division, list[Passage]]
) -> Iterator[Passage]:
    for passage in passages:
        division = passage.division
        if division is None:
            yield passage
            continue
        match division.kind:
            case "split":
                yield _part(passage, parts[division])
            case "joined":
                if passage.new is not None:
                    yield _whole(passage, parts[division])
            case never:
                assert_never(never)


def in_two_columns(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages to be read side by side, what a break alone put elsewhere told as kept.

    The words of an alinéa that was split stand on the left, those of its parts on the right, and so
    the other way round; `hunks` are for either side alone.
    """
    parts = _by_division(passages)
    return tuple(
        passage
        if passage.division is None
        else _either_way(passage, parts[passage.division], _split_in_columns)
        for passage in passages
    )


def in_stretches(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, each part of a division beside the words that it had: only the break between them changed.

    The alinéa that was split, or that others were joined in, stands in each of them as the stretch
    that the part was; `hunks` rebuild the stretch and the part, and what parts them from the next.
    """
    parts = _by_division(passages)
    if not parts:
        return tuple(passages)
    stretched = [
        passage
        if passage.division is None
        else _either_way(passage, parts[passage.division], _split_in_stretch)
        for passage in passages
    ]
    return tuple(_without_loose_moves(stretched))


def _by_division(passages: Sequence[Passage]) -> dict[Division, list[Passage]]:
    parts: dict[Division, list[Passage]] = {}
    for passage in passages:
        if passage.division is not None:
            parts.setdefault(passage.division, []).append(passage)
    return parts


def _either_way(
    passage: Passage,
    group: Sequence[Passage],
    told: Callable[[Passage, Sequence[Passage]], Passage],
) -> Passage:
    """A passage of a division as it is told of a split; of a join, told from the new text to the old."""
    if passage.division is not None and passage.division.kind == "joined":
        return invert_passage(told(invert_passage(passage), list(map(invert_passage, group))))
    return told(passage, group)


def _split_in_stretch(passage: Passage, group: Sequence[Passage]) -> Passage:
    """A part of an alinéa that was split, with the stretch that it was, and the break that follows."""
    wholes = [one.old for one in group if one.old is not None]
    parts = [one.new for one in group if one.new is not None]
    if passage.new is None or len(wholes) != 1 or len(parts) != len(group):
        return passage
    whole, part, which = wholes[0], passage.new, parts.index(passage.new)
    places = _places(whole, parts)
    start, end = places[which]
    hunks = find_hunks(whole.text[start:end], part.text, whole.start + start, part.start)
    beyond, after = end, ""
    if which < len(parts) - 1:
        beyond, after = places[which + 1][0], part.after
        last = part.start + len(part.text)
        gap = whole.text[end:beyond]
        hunks = (*hunks, Hunk("spacing", gap, after, whole.start + end, last))
    old = replace(whole, text=whole.text[start:beyond], start=whole.start + start)
    new = replace(part, text=part.text + after, after="" if after else part.after)
    return Passage("amended", old, new, hunks, passage.division)


def _without_loose_moves(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, words that moved from or to what was divided told as deleted or inserted."""
    gone = {hunk.move for one in passages for hunk in one.hunks if hunk.old}
    come = {hunk.move for one in passages for hunk in one.hunks if hunk.new}
    loose = (gone ^ come) - {None}
    for passage in passages:
        if any(hunk.move in loose for hunk in passage.hunks):
            hunks = (
                replace(hunk, move=None) if hunk.move in loose else hunk for hunk in passage.hunks
            )
            yield replace(passage, hunks=tuple(hunks))
        else:
            yield passage


def _split_in_columns(passage: Passage, group: Sequence[Passage]) -> Passage:
    wholes = [one.old for one in group if one.old is not None]
    parts = [one.new for one in group if one.new is not None]
    if passage.new is None or len(wholes) != 1 or len(parts) != len(group):
        return passage
    whole, here = wholes[0], parts.index(passage.new)
    hunks: list[Hunk] = []
    last = 0
    for which, (part, (start, end)) in enumerate(zip(parts, _places(whole, parts), strict=True)):
        if which != here and passage.old is None:
            continue
        told = find_hunks(whole.text[start:end], part.text, whole.start + start, part.start)
        if passage.old is None:
            hunks += (
                replace(hunk, kind=_one_side(hunk, hunk.new, "insert"), old="") for hunk in told
            )
            continue
        space = whole.text[last:start]
        if space:
            hunks.append(Hunk("spacing", space, "", whole.start + last, part.start))
        last = end
        if which == here:
            hunks += told
        else:
            hunks += (
                replace(hunk, kind=_one_side(hunk, hunk.old, "delete"), new="") for hunk in told
            )
    return replace(passage, hunks=tuple(hunks))


def _one_side(hunk: Hunk, text: str, changed: HunkKind) -> HunkKind:
    """What becomes of a hunk of which one side alone is shown."""
    return changed if hunk.changes_words and text else "spacing"


def _part(passage: Passage, group: Sequence[Passage]) -> Passage:
    """A part of an alinéa that was split, beside the words that became it."""
    wholes = [one.old for one in group if one.old is not None]
    parts = [one.new for one in group if one.new is not None]
    if passage.new is None or len(wholes) != 1 or len(parts) != len(group):
        return passage
    whole, which = wholes[0], parts.index(passage.new)
    start, end = _places(whole, parts)[which]
    hunks = find_hunks(
        whole.text[start:end], passage.new.text, whole.start + start, passage.new.start
    )
    if which < len(parts) - 1:
        last = passage.new.start + len(passage.new.text)
        hunks = (*hunks, Hunk("insert", "", f" {BREAK_MARK}", whole.start + end, last))
    return Passage("amended", passage.old, passage.new, hunks, passage.division)


def _whole(passage: Passage, group: Sequence[Passage]) -> Passage:
    """An alinéa that others were joined in, beside the words of each of them."""
    parts = [one.old for one in group if one.old is not None]
    whole = passage.new
    if whole is None or len(parts) != len(group):
        return passage
    hunks: list[Hunk] = []
    for place, (part, (start, end)) in enumerate(
        zip(parts, _places(whole, parts), strict=True), start=1
    ):
        here = find_hunks(
            part.text, whole.text[start:end].rstrip(), part.start, whole.start + start
        )
        hunks += here
        if place < len(parts):
            last = part.start + len(part.text)
            hunks.append(Hunk("delete", f" {BREAK_MARK}", "", last, whole.start + end))
            hunks.append(Hunk("equal", " ", " ", last, whole.start + end))
    return Passage("amended", parts[0], whole, tuple(hunks), passage.division)


def _places(whole: Alinea, parts: Sequence[Alinea]) -> list[tuple[int, int]]:
    return place_parts(whole.text, [part.text for part in parts])
