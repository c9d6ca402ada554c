"""Acts performed: the texts as they read once every act is done, all of them at once."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from constitution.language import _
from constitution.part import Article, number_span
from constitution.path import ArticlePath, path_key
from constitution.sentences.acts import (
    Abolish,
    Act,
    Add,
    AppendPassage,
    Cannot,
    DeletePlaces,
    FollowLinks,
    InsertPassage,
    JoinPlaces,
    LayOut,
    Move,
    MovePlace,
    Repeal,
    ReplacePlaces,
    Rewrite,
)
from constitution.sentences.following import Following
from constitution.sentences.naming import find_number
from constitution.sentences.pieces import break_between, read_pieces
from constitution.sentences.spans import Span, find_spans, opening_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.sentences.acts import Side
    from constitution.sentences.pieces import Piece, Place

__all__ = ["amend_words", "perform"]


def perform(acts: Sequence[Act], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts once the acts are done; Cannot where the texts do not bear one.

    They stand in the order of the old ones, in reading order where one comes, goes or moves.
    """
    by_article: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if not isinstance(act, Add) and act.article not in texts:
            raise Cannot(act, _("there is no {path}").format(path=act.article))
        by_article[act.article].append(act)
    following = Following((act for act in acts if isinstance(act, Move)), texts)
    result = dict(texts)
    stands: dict[str, tuple[Act, str]] = {}
    for article, its_acts in by_article.items():
        if not all(isinstance(act, Add) for act in its_acts):
            del result[article]
        for act, path, text in _outcome(article, its_acts, texts, following):
            if path in stands:
                raise Cannot(act, _("two articles would stand at {path}").format(path=path))
            stands[path] = (act, text)
    for path, (act, text) in stands.items():
        if path in result:
            raise Cannot(act, _("{path} exists already").format(path=path))
        result[path] = text
    order = texts if result.keys() == texts.keys() else sorted(result, key=path_key)
    return {path: result[path] for path in order}


def _outcome(
    article: str, acts: Sequence[Act], texts: Mapping[str, str], following: Following
) -> list[tuple[Act, str, str]]:
    """Where the articles that come of one stand, and how they read."""
    added: list[tuple[Act, str, str]] = [
        (act, act.article, act.text) for act in acts if isinstance(act, Add)
    ]
    others = [act for act in acts if not isinstance(act, Add)]
    for kind in (Repeal, Abolish, Rewrite, Move, FollowLinks, LayOut):
        for again in [act for act in others if isinstance(act, kind)][1:]:
            raise Cannot(again, _("another sentence says the same"))
    if not others:
        return added
    repeal = next((act for act in others if isinstance(act, Repeal)), None)
    if repeal is not None:
        if len(others) > 1:
            raise Cannot(others[-1], _("another sentence repeals the article"))
        above = Article(ArticlePath(article), texts[article]).headings_above
        if repeal.headings not in {(), above}:
            raise Cannot(repeal, _("what it names is not there"))
        return added
    move = next((act for act in others if isinstance(act, Move)), None)
    path = move.path if move is not None and move.path is not None else article
    links = following.follow(article, texts[article])
    return [*added, (others[0], path, amend_words(texts[article], others, links))]


class _Entry:
    """A stretch of the new text; `left` and `right` are the old pieces that its ends stand for."""

    __slots__ = ("left", "right", "text")

    def __init__(self, text: str, left: int | None, right: int | None) -> None:
        self.text = text
        self.left = left
        self.right = right


class _Sheet:
    """The old pieces of one article, with what is written on them."""

    def __init__(self, text: str) -> None:
        self.pieces = read_pieces(text)
        self.places: dict[Place, int] = {}
        for n, piece in enumerate(self.pieces):
            self.places.setdefault(piece.place, n)
        self.spans: defaultdict[int, list[tuple[Act, Span]]] = defaultdict(list)
        self.gone: dict[int, Act] = {}
        self.replaced: dict[int, tuple[str, int]] = {}
        self.inserted: defaultdict[int, list[str | int]] = defaultdict(list)
        """What comes after each piece: a passage, or another piece by its place, as it is amended."""
        self.joined: dict[int, int] = {}
        """The last of the pieces that join each of these, which is the first."""
        self.kept: set[int] = set()
        """Pieces that are gone from where they stood, and stand elsewhere with their words."""

    def find(self, act: Act, place: Place) -> int:
        if place not in self.places:
            raise Cannot(act, _("what it names is not there"))
        return self.places[place]

    def remove(self, act: Act, first: Place, last: Place) -> tuple[int, int]:
        start, end = self.find(act, first), self.find(act, last)
        if end < start:
            raise Cannot(act, _("it names the last before the first"))
        for n in range(start, end + 1):
            if n in self.gone:
                raise Cannot(act, _("another sentence changes the same place"))
            self.gone[n] = act
        return start, end

    def insert(self, act: Act, side: Side, beside: Place, passage: str | int) -> None:
        self.inserted[self.find(act, beside) - (side == "before")].append(passage)

    def come_after(self, n: int) -> Iterator[_Entry]:
        """What comes to stand after a piece, in the order of the sentences."""
        for passage in self.inserted[n]:
            if isinstance(passage, int):
                moved = self.pieces[passage]
                yield _Entry(_amend_piece(moved, self.spans[passage]), None, None)
            else:
                yield _Entry(passage, None, None)


def amend_words(text: str, acts: Sequence[Act], links: Sequence[Span] = ()) -> str:
    """The text of one article once its acts are done, wherever it stands.

    `links` are the targets that change where its links follow.
    """
    rewrite = next((act for act in acts if isinstance(act, Rewrite)), None)
    if rewrite is not None:
        for act in acts:
            if not (isinstance(act, Rewrite) or (isinstance(act, Move) and act.number is None)):
                raise Cannot(act, _("another sentence rewrites the whole article"))
        return rewrite.text
    abolish = next((act for act in acts if isinstance(act, Abolish)), None)
    if abolish is not None:
        if any(not isinstance(act, (Abolish, Move)) for act in acts):
            raise Cannot(abolish, _("another sentence changes the article that it repeals"))
        return _abolished(abolish, amend_words(text, [act for act in acts if act is not abolish]))
    sheet = _Sheet(text)
    for act in acts:
        if isinstance(act, FollowLinks):
            for link in links:
                _write_over(sheet, act, link)
        else:
            _write_on(sheet, act, text)
    return _put_together(sheet, text, laid_out=any(isinstance(act, LayOut) for act in acts))


def _abolished(act: Abolish, text: str) -> str:
    """What stays of an article that leaves a stub."""
    lines = text.split("\n")
    article = Article(ArticlePath(act.article), text)
    heading = lines[article.line - 1]
    span = number_span(heading)
    if span is None:
        raise Cannot(act, _("the article bears no number"))
    kept = heading if act.keeps == "heading" else heading[: span[1]]
    mention = f"\n\n{act.mention}" if act.below else f" {act.mention}"
    return "\n".join([*lines[: article.line - 1], f"{kept}{mention}\n"])


def _write_on(sheet: _Sheet, act: Act, text: str) -> None:
    match act:
        case ReplacePlaces(first=first, last=last, text=passage):
            start, end = sheet.remove(act, first, last)
            sheet.replaced[start] = (passage, end)
        case DeletePlaces(first=first, last=last):
            sheet.remove(act, first, last)
        case InsertPassage(side=side, place=place, text=passage):
            sheet.insert(act, side, place, passage)
        case AppendPassage(text=passage):
            sheet.inserted[len(sheet.pieces) - 1].append(passage)
        case MovePlace(place=place, side=side, beside=beside):
            at, _end = sheet.remove(act, place, place)
            sheet.insert(act, side, beside, at)
            sheet.kept.add(at)
        case JoinPlaces(first=first, last=last):
            start, end = sheet.remove(act, first, last)
            sheet.joined[start] = end
            sheet.kept.update(range(start, end + 1))
        case Move(number=number):
            if number is not None:
                _renumber(sheet, act, text, number)
        case Rewrite() | Repeal() | Abolish() | Add() | FollowLinks() | LayOut():
            pass  # said before: they leave no piece to write on
        case _:
            at = sheet.find(act, act.place)
            spans = find_spans(act, sheet.pieces[at].text)
            sheet.spans[at] += [(act, span) for span in spans]


def _renumber(sheet: _Sheet, act: Act, text: str, number: str) -> None:
    found = find_number(text)
    if found is None:
        raise Cannot(act, _("the article bears no number"))
    if not _write_over(sheet, act, Span(*found, number)):
        raise Cannot(act, _("the article bears no number"))


def _write_over(sheet: _Sheet, act: Act, span: Span) -> bool:
    """Whether what changes stands in a piece of the text, where it is then noted."""
    for at, piece in enumerate(sheet.pieces):
        if piece.start <= span.start < piece.start + len(piece.text):
            shifted = Span(span.start - piece.start, span.end - piece.start, span.text)
            sheet.spans[at].append((act, shifted))
            return True
    return False


def _put_together(sheet: _Sheet, text: str, *, laid_out: bool) -> str:
    entries = list(sheet.come_after(-1))
    for n, piece in enumerate(sheet.pieces):
        if n in sheet.replaced:
            passage, last = sheet.replaced[n]
            entries.append(_Entry(passage, n, last))
        elif n in sheet.joined:
            entries.append(_Entry(_join(sheet, n), n, sheet.joined[n]))
        elif n not in sheet.gone:
            entries.append(_Entry(_amend_piece(piece, sheet.spans[n]), n, n))
        if n in sheet.gone and n not in sheet.kept and sheet.spans[n]:
            raise Cannot(sheet.spans[n][0][0], _("another sentence changes the same place"))
        entries.extend(sheet.come_after(n))
    if not entries:
        return ""
    start = "" if laid_out else text[: sheet.pieces[0].start]
    end = "\n" if laid_out else sheet.pieces[-1].after
    parts: list[str] = []
    for above, below in pairwise(entries):
        kept = not laid_out and above.right is not None and below.left == above.right + 1
        parts.append(above.text)
        parts.append(
            sheet.pieces[above.right].after
            if kept and above.right is not None
            else break_between(above.text, below.text)
        )
    return start + "".join(parts) + entries[-1].text + end


def _join(sheet: _Sheet, first: int) -> str:
    """The words of the pieces that become one; items and quotations lose their marks but for the first."""
    texts = [
        _amend_piece(sheet.pieces[n], sheet.spans[n]) for n in range(first, sheet.joined[first] + 1)
    ]
    return " ".join([texts[0], *(text[opening_of(text) :] for text in texts[1:])])


def _amend_piece(piece: Piece, spans: Sequence[tuple[Act, Span]]) -> str:
    """The words of a piece with every span written in."""
    done: list[str] = []
    at = 0
    for act, span in sorted(spans, key=lambda pair: pair[1][:2]):
        if span.start < at:
            raise Cannot(act, _("another sentence changes the same words"))
        done += [piece.text[at : span.start], span.text]
        at = span.end
    return "".join(done) + piece.text[at:]
