"""Alinéas that are divided or joined: the break told by itself, and the words beside it by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from constitution.diff.divisions import place_parts
from constitution.sentences.acts import (
    Cannot,
    DivideAfterSentence,
    DivideAfterWords,
    JoinPlaces,
    ReplacePlaces,
)
from constitution.sentences.changes import Change, changes_between, join_neighbours
from constitution.sentences.linking import whole_links
from constitution.sentences.spans import find_span, list_sentences, named_span, opening_of
from constitution.sentences.wording import is_told_at_length, phrases_ending, plan_words, tell_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.diff import ArticleDelta, Division
    from constitution.sentences.acts import Act, WordAct
    from constitution.sentences.pieces import Piece
    from constitution.sentences.wording import Quotable

__all__ = ["Stretch", "find_divided", "plan_join", "plan_split"]

_SIGNS = re.compile(r"(?:[\s;:!?».,…)\]”*_]|\[\^[^\]]+\]|\]\([^()\s]*\))*\Z")
"""The signs that close some words, at the end of a text."""


class Stretch(NamedTuple):
    """Pieces of the old version that became pieces of the new one, from the first to the last."""

    old: tuple[int, int]
    new: tuple[int, int]


def find_divided(
    article: ArticleDelta, old: Sequence[Piece], new: Sequence[Piece]
) -> Iterator[Stretch]:
    """The alinéas that were split or joined, where those of each stand one after another."""
    before = {piece.start: n for n, piece in enumerate(old)}
    after = {piece.start: n for n, piece in enumerate(new)}
    groups: dict[Division, tuple[list[int], list[int]]] = {}
    for passage in article.passages:
        if passage.division is None:
            continue
        rows, columns = groups.setdefault(passage.division, ([], []))
        if passage.old is not None and passage.old.start in before:
            rows.append(before[passage.old.start])
        if passage.new is not None and passage.new.start in after:
            columns.append(after[passage.new.start])
    for rows, columns in groups.values():
        if not rows or not columns:
            continue  # told with the whole text, which is no list of alinéas there
        stretch = Stretch((rows[0], rows[-1]), (columns[0], columns[-1]))
        if all(
            many == list(range(first, last + 1))
            for many, (first, last) in zip((rows, columns), stretch, strict=True)
        ):
            yield stretch


def plan_split(
    path: str, whole: Piece, parts: Sequence[Piece], quotable: Quotable
) -> list[Act] | None:
    """The acts that divide an alinéa, and those that give each part its words; None if none do."""
    body = whole.text
    places = place_parts(body, [part.text for part in parts])
    breaks: list[WordAct] = []
    spaces: list[Change] = []
    changes: list[Change] = []
    for n, ((start, end), part) in enumerate(zip(places, parts, strict=True)):
        old, new = body[start:end], part.text[opening_of(part.text) if n else 0 :]
        told = join_neighbours(old, whole_links(old, changes_between(old, new)))
        changes += (Change(one.start + start, one.end + start, one.new) for one in told)
        if n < len(parts) - 1:
            spaces.append(Change(end, places[n + 1][0], ""))
    for space in spaces:
        divided = _break(path, whole, space, changes, quotable)
        if divided is None:
            return None
        breaks.append(divided)
    words = tell_all(path, whole, changes, spaces, quotable) if changes else []
    if words is None or is_told_at_length(words, body):
        return None
    return [*words, *breaks]


def _break(
    path: str, whole: Piece, space: Change, changes: Sequence[Change], quotable: Quotable
) -> WordAct | None:
    """The act that puts a break in the place of a space, naming nothing that changes."""
    body = whole.text
    for n, (_start, end) in enumerate(list_sentences(body)[:-1], start=1):
        if end == space.start:
            return DivideAfterSentence(path, whole.place, n)
    signs = _SIGNS.search(body, 0, space.start)
    end = space.start if signs is None else signs.start()
    for old, which in phrases_ending(body, end):
        act = DivideAfterWords(path, whole.place, old, which)
        try:
            span = find_span(act, body)
        except Cannot:
            continue
        named = Change(named_span(act, body)[0], span.end, "")
        alone = all(change.end <= named.start or named.end <= change.start for change in changes)
        if quotable(old) and alone and (span.start, span.end) == (space.start, space.end):
            return act
    return None


def plan_join(
    path: str, parts: Sequence[Piece], whole: Piece, quotable: Quotable
) -> list[Act] | None:
    """The acts that join alinéas in one, and those that give each its words there; None if none do."""
    acts: list[Act] = []
    places = place_parts(whole.text, [part.text for part in parts])
    for n, (part, (start, end)) in enumerate(zip(parts, places, strict=True)):
        mark = part.text[: opening_of(part.text)] if n else ""
        acts += plan_words(path, part, mark + whole.text[start:end], part.text, quotable)
    if any(isinstance(act, ReplacePlaces) for act in acts):
        return None
    return [*acts, JoinPlaces(path, parts[0].place, parts[-1].place)]
