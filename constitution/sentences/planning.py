"""From a difference to the acts that make it: as small as a lawyer would write them.

Every plan is performed before it is kept. Where words cannot be told apart from others, or the
blank lines around a passage would not come back as they are, a plainer act takes the place of finer
ones: the alinéa is reworded, then a stretch of alinéas, then the whole article.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from constitution.errors import Outdated
from constitution.part import Article
from constitution.path import ArticlePath, path_key
from constitution.sentences.acts import (
    Abolish,
    Act,
    Add,
    AppendPassage,
    AppendSentences,
    AppendWords,
    Cannot,
    DeletePlaces,
    FollowLinks,
    InsertPassage,
    InsertWords,
    LayOut,
    Move,
    MovePlace,
    PrependWords,
    Repeal,
    ReplacePlaces,
    Rewrite,
)
from constitution.sentences.dividing import Stretch, find_divided, plan_join, plan_split
from constitution.sentences.following import Following, renumbered
from constitution.sentences.naming import call
from constitution.sentences.performing import amend_words, perform
from constitution.sentences.pieces import Piece, read_pieces
from constitution.sentences.wording import plan_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.diff import ArticleDelta, Delta
    from constitution.number import Key
    from constitution.sentences.acts import Side
    from constitution.sentences.pieces import Place
    from constitution.sentences.spans import Span
    from constitution.sentences.wording import Quotable

__all__ = ["plan"]

PathKey: TypeAlias = tuple[tuple["Key", ...], str]
"""What `path_key` gives: the place of a path in reading order, then the path itself."""

_SHORT = 120
"""Articles of fewer characters are not rewritten for what the sentences quote of them."""

_DEAR = 0.8
"""Sentences that quote more than this share of what is not simply new say less than the article."""


def plan(delta: Delta, texts: Mapping[str, str], quotable: Quotable) -> list[Act]:
    """The acts that make a difference; `quotable` says which phrases can stand between marks."""
    moves = [
        Move(article.old_path, _new_number(article.old_path, article.old, article.new), new_path)
        for article in delta.articles
        if article.old_path is not None and article.old is not None and article.new is not None
        for new_path in [article.new_path if article.new_path != article.old_path else None]
    ]
    acts = _plan(delta, texts, quotable, Following(moves, texts))
    if any(isinstance(act, FollowLinks) for act in acts):
        # where links lead is said of all sentences together: together they are tried
        try:
            if perform(acts, texts) != delta.apply(texts):
                return _plan(delta, texts, quotable, Following((), texts))
        except (Cannot, Outdated):
            return _plan(delta, texts, quotable, Following((), texts))
    return acts


def _plan(
    delta: Delta,
    texts: Mapping[str, str],
    quotable: Quotable,
    following: Following,
) -> list[Act]:
    acts: list[Act] = []
    anchors = _anchors(delta, texts)
    for article in sorted(delta.articles, key=lambda article: path_key(article.path)):
        old_path, new_path = article.old_path, article.new_path
        if old_path is None or article.old is None:
            if new_path is not None and article.new is not None:
                after = _anchor(anchors, new_path)
                acts.append(Add(new_path, after.path, article.new, after.new))
        elif new_path is None or article.new is None:
            above = Article(ArticlePath(old_path), article.old).headings_above
            acts.append(Repeal(old_path, above if all(map(quotable, above)) else ()))
        else:
            links = following.follow(old_path, article.old)
            if any(f"]({link.text})" not in article.new for link in links):
                links = ()
            acts += _plan_article(article, old_path, new_path, quotable, links)
    return acts


class _Anchor(NamedTuple):
    """What a new article is said to follow: a file by its old path, or a new one."""

    path: str | None
    new: bool


def _anchors(delta: Delta, texts: Mapping[str, str]) -> Sequence[tuple[PathKey, _Anchor]]:
    """The files of the new text in reading order, as sentences call them; none if none is new."""
    if all(article.old_path is not None for article in delta.articles):
        return ()
    stand = {path: _Anchor(path, new=False) for path in texts}
    for article in delta.articles:
        stand.pop(article.old_path or "", None)
    for article in delta.articles:
        if article.new_path is not None:
            called = article.new_path if article.old_path is None else article.old_path
            stand[article.new_path] = _Anchor(called, article.old_path is None)
    return sorted((path_key(path), anchor) for path, anchor in stand.items())


def _anchor(anchors: Sequence[tuple[PathKey, _Anchor]], path: str) -> _Anchor:
    """The file that a new one comes to stand right after."""
    place = bisect_left(anchors, path_key(path), key=itemgetter(0))
    return anchors[place - 1][1] if place else _Anchor(None, new=False)


def _plan_article(
    article: ArticleDelta,
    old_path: str,
    new_path: str,
    quotable: Quotable,
    links: Sequence[Span],
) -> list[Act]:
    old, new = article.old or "", article.new or ""
    target = None if new_path == old_path else new_path
    if article.stub == "left":
        number = _new_number(old_path, old, new)
        moves: list[Act] = [Move(old_path, number, target)] if number or target else []
        for stub in _stubs(old_path, new, quotable):
            if _gives(old, [*moves, stub], new):
                return [*moves, stub]
    if article.stub == "filled":
        return [*([Move(old_path, None, target)] if target else []), Rewrite(old_path, new)]
    pieces = _Pieces(article, old, new)
    for number in dict.fromkeys((_new_number(old_path, old, new), None)):
        moves = [Move(old_path, number, target)] if number or target else []
        prepared = _prepared(old, number, links)
        told = [*moves, *([FollowLinks(old_path)] if links else [])]
        for fine in _fine_plans(pieces, old_path, prepared, quotable):
            if _is_dear(fine, new):
                continue
            for acts in ([*told, *fine], [*told, *fine, LayOut(old_path)]):
                if _gives(old, acts, new, links):
                    return acts
        if number is None:
            return [*moves, Rewrite(old_path, new)]
    return []


def _stubs(path: str, new: str, quotable: Quotable) -> Iterator[Act]:
    """Ways of telling that an article leaves a stub, the fewest words of its heading first."""
    article = Article(ArticlePath(path), new)
    below = "\n".join(new.split("\n")[article.line :]).strip()
    mention = below or article.heading[max(map(article.heading.rfind, "([")) :]
    if quotable(mention):
        yield Abolish(path, "number", mention, bool(below))
        yield Abolish(path, "heading", mention, bool(below))


def _fine_plans(
    pieces: _Pieces, path: str, renumbered: str, quotable: Quotable
) -> Iterator[list[Act]]:
    """Plans that leave some of the article alone, the finest first."""
    if renumbered == pieces.new_text:
        yield []
        return
    if pieces.old and pieces.new:
        numbered = _numbered_heading(pieces, renumbered)
        if pieces.divided and (acts := _alter(pieces, path, numbered, quotable, divided=True)):
            yield acts
        yield _alter(pieces, path, numbered, quotable) or []
        if renumbered == pieces.old_text and (stretch := _stretch(pieces, path)) is not None:
            yield [stretch]


def _is_dear(acts: Sequence[Act], new: str) -> bool:
    """Whether the acts quote nearly all that they leave or replace; what only comes is not counted."""
    coming = quoted = 0
    for act in acts:
        match act:
            case InsertPassage(text=words) | AppendPassage(text=words):
                coming += len(words)
            case PrependWords(new=words) | AppendWords(new=words) | AppendSentences(new=words):
                coming += len(words)
            case InsertWords(new=words, old=beside):
                coming += len(words)
                quoted += len(beside)
            case _:
                quoted += sum(len(getattr(act, name, "")) for name in ("old", "new", "text"))
    return quoted > max(_DEAR * (len(new) - coming), _SHORT)


def _gives(old: str, acts: Sequence[Act], new: str, links: Sequence[Span] = ()) -> bool:
    try:
        return amend_words(old, acts, links) == new
    except Cannot:
        return False


def _new_number(path: str, old: str, new: str) -> str | None:
    """The number that an article comes to bear, where it bore another."""
    if old == new:
        return None
    before, after = call(path, old).number, call(path, new).number
    return after if before and after and before != after else None


def _prepared(text: str, number: str | None, links: Sequence[Span]) -> str:
    """The text with its new number, and with the links that follow."""
    for link in reversed(links):
        text = text[: link.start] + link.text + text[link.end :]
    return renumbered(text, number)


class _Pieces:
    """The pieces of both versions, and which of them are the same ones."""

    def __init__(self, article: ArticleDelta, old: str, new: str) -> None:
        self.old_text, self.new_text = old, new
        self.old, self.new = read_pieces(old), read_pieces(new)
        before = {piece.start: n for n, piece in enumerate(self.old)}
        after = {piece.start: n for n, piece in enumerate(self.new)}
        self.pairs: list[tuple[int, int]] = []
        self.moved: dict[int, int] = {}
        """Pieces of the old version by the place in the new one where they stand, perhaps amended."""
        for passage in article.passages:
            if passage.old is None or passage.new is None:
                continue
            i, k = before.get(passage.old.start), after.get(passage.new.start)
            if i is None or k is None or self.old[i].place.kind != self.new[k].place.kind:
                continue
            if passage.in_old and passage.in_new:
                last = self.pairs[-1] if self.pairs else (-1, -1)
                if i > last[0] and k > last[1]:
                    self.pairs.append((i, k))
            else:
                self.moved[k] = i
        self.divided = list(find_divided(article, self.old, self.new))

    def stretches(self, *, divided: bool) -> list[Stretch]:
        """The pieces that stay, in order; what was split or joined is one stretch if it is `divided`."""
        single = [Stretch((i, i), (k, k)) for i, k in self.pairs]
        if not divided:
            return single
        apart = [one for one in single if not any(_is_in(one, two) for two in self.divided)]
        return sorted([*self.divided, *apart])


def _is_in(pair: Stretch, whole: Stretch) -> bool:
    """Whether a pair of pieces is part of what was split or joined."""
    old, new = whole
    return old[0] <= pair.old[0] <= old[1] and new[0] <= pair.new[0] <= new[1]


def _numbered_heading(pieces: _Pieces, renumbered: str) -> dict[int, str]:
    """The heading whose number changes by another act, as it reads then."""
    if renumbered == pieces.old_text:
        return {}
    return {
        n: piece.text
        for n, piece in enumerate(read_pieces(renumbered))
        if n < len(pieces.old) and piece.text != pieces.old[n].text
    }


def _alter(
    pieces: _Pieces,
    path: str,
    numbered: Mapping[int, str],
    quotable: Quotable,
    *,
    divided: bool = False,
) -> list[Act] | None:
    """What is done piece by piece, in the order of the old text.

    What was split or joined is told so if it is to be `divided`; None where that cannot be told.
    """
    acts: list[Act] = []
    stretches = pieces.stretches(divided=divided)
    paired = {i for old, _new in stretches for i in range(old[0], old[1] + 1)}
    moved: dict[int, list[Act]] = {}
    for k, i in pieces.moved.items():
        if i not in paired and i not in {pieces.moved[one] for one in moved}:
            before = pieces.old[i]
            words = plan_words(path, before, pieces.new[k].text, before.text, quotable)
            if not any(isinstance(act, ReplacePlaces) for act in words):
                moved[k] = words
    moving = {pieces.moved[k] for k in moved}
    start, end = (len(pieces.old), len(pieces.old)), (len(pieces.new), len(pieces.new))
    for here, beyond in pairwise([Stretch((-1, -1), (-1, -1)), *stretches, Stretch(start, end)]):
        (i, last_old), (k, last_new) = here
        told: list[Act] | None = []
        if i < last_old:
            told = plan_join(path, pieces.old[i : last_old + 1], pieces.new[k], quotable)
        elif k < last_new:
            told = plan_split(path, pieces.old[i], pieces.new[k : last_new + 1], quotable)
        elif i >= 0:
            before = pieces.old[i]
            told = plan_words(
                path, before, pieces.new[k].text, numbered.get(i, before.text), quotable
            )
        if told is None:
            return None
        acts += told
        leaving = [n for n in range(last_old + 1, beyond.old[0]) if n not in moving]
        coming = range(last_new + 1, beyond.new[0])
        acts += _alter_gap(pieces, path, (last_old, leaving), coming, moved)
    return acts


def _alter_gap(
    pieces: _Pieces,
    path: str,
    old: tuple[int, list[int]],
    coming: range,
    moved: Mapping[int, Sequence[Act]],
) -> Iterator[Act]:
    """What is done between two pieces that stay: what goes, and what comes in its place."""
    last, leaving = old
    runs = list(_runs(pieces.old, leaving))
    if len(runs) == 1 and coming and not any(n in moved for n in coming):
        first, final = (pieces.old[n].place for n in runs[0])
        yield ReplacePlaces(path, first, final, _passage(pieces, coming[0], coming[-1]))
        return
    for start, end in runs:
        yield DeletePlaces(path, pieces.old[start].place, pieces.old[end].place)
    beside = _beside(pieces.old, last)
    n = 0
    while n < len(coming):
        here = coming[n]
        if here in moved:
            yield from moved[here]
            yield MovePlace(path, pieces.old[pieces.moved[here]].place, *beside)
            n += 1
            continue
        end = n
        while end + 1 < len(coming) and coming[end + 1] not in moved:
            end += 1
        passage = _passage(pieces, here, coming[end])
        if last == len(pieces.old) - 1 and pieces.old[last].place.kind != "note":
            yield AppendPassage(path, passage)
        else:
            yield InsertPassage(path, *beside, passage)
        n = end + 1


def _beside(old: Sequence[Piece], last: int) -> tuple[Side, Place]:
    """Where what comes after a piece is said to come: before the first alinéa, where it is that."""
    heads = last < 0 or old[last].place.kind == "heading"
    if heads and last + 1 < len(old) and (last < 0 or old[last + 1].place.kind == "alinea"):
        return "before", old[last + 1].place
    return "after", old[last].place


def _runs(old: Sequence[Piece], leaving: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of alinéas that follow each other; a heading or a note is one by itself."""
    n = 0
    while n < len(leaving):
        end = n
        while (
            end + 1 < len(leaving)
            and leaving[end + 1] == leaving[end] + 1
            and old[leaving[end]].place.kind == old[leaving[end + 1]].place.kind == "alinea"
        ):
            end += 1
        yield leaving[n], leaving[end]
        n = end + 1


def _passage(pieces: _Pieces, first: int, last: int) -> str:
    end = pieces.new[last].start + len(pieces.new[last].text)
    return pieces.new_text[pieces.new[first].start : end]


def _stretch(pieces: _Pieces, path: str) -> Act | None:
    """One act for everything from the first change to the last, with what stays between them."""
    old, new = pieces.old, pieces.new
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and _same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and _same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    # What follows the last changed piece must be what followed it: the next piece stands for it.
    while tail and old[-1 - tail].after != new[-1 - tail].after:
        tail -= 1
    head = min(head, shorter - tail)
    if head >= len(old) - tail and head:
        head -= 1
    while head and old[head].place.kind != "alinea":
        head -= 1
    last_old, last_new = len(old) - tail - 1, len(new) - tail - 1
    if last_old < head or last_new < head:
        return None
    if {old[head].place.kind, old[last_old].place.kind} != {"alinea"}:
        return None
    return ReplacePlaces(
        path, old[head].place, old[last_old].place, _passage(pieces, head, last_new)
    )


def _same(one: Piece, two: Piece) -> bool:
    return (one.text, one.after) == (two.text, two.after)
