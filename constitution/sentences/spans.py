"""Where the words that a sentence names stand, and what takes their place, to the character.

The spaces that a sentence does not say follow from three rules. Inserted words have a space
before them, but none before a sign that clings to what stands before it, nor after an apostrophe or
an opening mark. Deleted words take the space before them away, or the one after where they open
the piece, or none where they open with a sign that clings to what stands before it. Completed
words stand before the sign that closes the piece, and sentences after it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar, assert_never

from constitution.diff.words import stands_alone
from constitution.language import _
from constitution.sentences.acts import (
    EVERY,
    AppendSentences,
    AppendWords,
    Cannot,
    DeleteSentence,
    DeleteWords,
    DivideAfterSentence,
    DivideAfterWords,
    InsertWords,
    PrependWords,
    PutLink,
    Relink,
    RemoveLink,
    ReplaceWords,
    Respell,
)
from constitution.sentences.alike import find_alike
from constitution.sentences.linking import list_links, spell
from constitution.sentences.pieces import break_between
from constitution.stops import find_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constitution.sentences.acts import WordAct
    from constitution.sentences.linking import Link

__all__ = [
    "Span",
    "find_span",
    "find_spans",
    "list_occurrences",
    "list_sentences",
    "named_span",
    "next_mark",
    "number_of_item",
    "opening_of",
    "strip_closing",
]


class Span(NamedTuple):
    """Characters `start` to `end` of a piece give way to `text`."""

    start: int
    end: int
    text: str


_OPENING = re.compile(r"\s*(?:>\s*)*(?:#{1,6}\s+|(?:-|\d{1,9}[.)])\s+|\[\^[^\]]+\]:\s+)?")
_CLOSING = re.compile(r"\s*[.;:,!?…]\Z")
_SPACE = re.compile(r"(?P<space>\s+)")
_SIGNS_AFTER = re.compile(
    r"(?:[\u00a0\u202f ]?[;:!?»]|[.,…)\]”]|\[\^[^\]]+\]|\]\([^()\s]*\)|\*+|_+)*(?P<space>\s+)"
)
"""The signs that close some words, spaces before them too, and the space that follows."""
_ITEM_MARK = re.compile(r"(?P<margin>[\s>]*)(?:(?P<number>\d{1,9})(?P<rest>[.)]\s+)|-\s+)")
_CLINGS = frozenset(",.;:!?…)]»”")
_OPENS = frozenset("'’([«“")


def opening_of(body: str) -> int:
    """Where the words of a piece begin, after the mark of an item, a heading or a note."""
    found = _OPENING.match(body)
    return found.end() if found else 0


def number_of_item(body: str) -> str:
    """The number that a piece begins with as an item of a list, its sign with it; empty without one."""
    found = _ITEM_MARK.match(body)
    return f"{found['number']}{found['rest'].strip()}" if found and found["number"] else ""


def strip_closing(body: str) -> int:
    """Where the sign that closes a piece begins, with the space before it; the end without one."""
    found = _CLOSING.search(body)
    return found.start() if found else len(body)


def list_occurrences(body: str, words: str) -> list[tuple[int, int]]:
    """Where whole words are read in a piece, from their first character to their last.

    Never inside a longer word, nor in the target of a link. Words of a link and others beside them
    are found with the whole link; words of a link alone, within it.
    """
    links = list_links(body)
    plain, places = spell(body) if links else (body, [])
    found = []
    at = plain.find(words)
    while at >= 0:
        end = at + len(words)
        if not _goes_on(plain[at - 1 : at], words[0]) and not _goes_on(
            words[-1], plain[end : end + 1]
        ):
            found.append(
                _with_links(links, places[at], places[end - 1] + 1) if links else (at, end)
            )
        at = plain.find(words, at + 1)
    return found


def _goes_on(one: str, two: str) -> bool:
    """Whether a word goes on from one character to the next; each is one in Chinese and Japanese."""
    return one.isalnum() and two.isalnum() and not (stands_alone(one) or stands_alone(two))


def _with_links(links: Sequence[Link], start: int, end: int) -> tuple[int, int]:
    """A stretch of a piece, with each link whole of which it holds more than words."""
    for link in links:
        first, last = link.start + 1, link.start + 1 + len(link.words)
        if start < last and first < end and not first <= start < end <= last:
            start, end = min(start, link.start), max(end, link.end)
    return start, end


def list_sentences(body: str) -> list[tuple[int, int]]:
    """The sentences of a piece, each from its first word to the sign that closes it."""
    return find_sentences(body, opening_of(body))


_Place = TypeVar("_Place")


def _choose(
    act: ReplaceWords
    | InsertWords
    | DeleteWords
    | DivideAfterWords
    | Respell
    | Relink
    | PutLink
    | RemoveLink,
    words: str,
    places: Sequence[_Place],
) -> _Place:
    """The place that an act means of those where its words stand."""
    if not places:
        raise Cannot(act, _("the words “{words}” are not there").format(words=words))
    if act.occurrence is None:
        if len(places) > 1:
            reason = _(
                "the words “{words}” are there {count} times, and the sentence says not which"
            )
            raise Cannot(act, reason.format(words=words, count=len(places)))
        return places[0]
    if act.occurrence > len(places):
        reason = _("the words “{words}” are there {count} times only")
        raise Cannot(act, reason.format(words=words, count=len(places)))
    return places[act.occurrence - 1]


def named_span(
    act: ReplaceWords | InsertWords | DeleteWords | DivideAfterWords | PutLink, body: str
) -> tuple[int, int]:
    """Where the words stand in a piece that an act names."""
    return _choose(act, act.old, list_occurrences(body, act.old))


def _after(body: str, end: int) -> int:
    """Where what comes after some words comes: after the link whose last words they are."""
    return next(
        (link.end for link in list_links(body) if end == link.start + 1 + len(link.words)), end
    )


def find_spans(act: WordAct, body: str) -> list[Span]:
    """What an act changes in the text of its piece, at one place or at every one."""
    if not isinstance(act, (ReplaceWords, DeleteWords)) or act.occurrence != EVERY:
        return [find_span(act, body)]
    many = len(list_occurrences(body, act.old))
    if not many:
        named_span(act, body)
    return [find_span(replace(act, occurrence=n + 1), body) for n in range(many)]


def find_span(act: WordAct, body: str) -> Span:
    """What an act changes in the text of its piece, to the character."""
    match act:
        case ReplaceWords(new=new):
            return Span(*named_span(act, body), new)
        case InsertWords(new=new):
            return _inserted(body, _after(body, named_span(act, body)[1]), new)
        case DeleteWords():
            return _deleted(body, *named_span(act, body))
        case PrependWords(new=new):
            start = opening_of(body)
            return Span(start, start, new if new[-1] in _OPENS else f"{new} ")
        case AppendWords(new=new):
            return _inserted(body, strip_closing(body), new)
        case DeleteSentence(number=number):
            return _sentence_gone(act, body, number)
        case DivideAfterWords():
            return _divided(act, body, _SIGNS_AFTER.match(body, named_span(act, body)[1]))
        case DivideAfterSentence(number=number):
            sentences = list_sentences(body)
            end = sentences[number - 1][1] if number < len(sentences) else len(body)
            return _divided(act, body, _SPACE.match(body, end))
        case Respell(new=new):
            return Span(*_choose(act, new, find_alike(body, new)), new)
        case Relink(old=old, new=new, target=target):
            links = [link for link in list_links(body) if link.words == old]
            link = _choose(act, old, links)
            return Span(link.start, link.end, f"[{new}]({target})")
        case PutLink(old=old, target=target):
            return Span(*named_span(act, body), f"[{old}]({target})")
        case RemoveLink(old=old):
            link = _choose(act, old, [link for link in list_links(body) if link.words == old])
            return Span(link.start, link.end, old)
        case AppendSentences(new=new):
            return Span(len(body), len(body), f" {new}")
        case _:
            assert_never(act)


def _sentence_gone(act: DeleteSentence, body: str, number: int | None) -> Span:
    sentences = list_sentences(body)
    if len(sentences) < max(number or 0, 2):
        raise Cannot(act, _("what it names is not there"))
    if number is None or number == len(sentences):
        return Span(sentences[-2][1], len(body), "")
    return Span(sentences[number - 1][0], sentences[number][0], "")


def _divided(
    act: DivideAfterWords | DivideAfterSentence, body: str, found: re.Match[str] | None
) -> Span:
    """The break that takes the place of a space, the mark of an item or a quotation after it."""
    if found is None or act.place.kind != "alinea" or not body[: found.end()].strip():
        raise Cannot(act, _("nothing parts the words there"))
    start, end = found.span("space")
    mark = next_mark(body)
    if end == len(body) or mark is None:
        raise Cannot(act, _("nothing parts the words there"))
    return Span(start, end, break_between(body[:start], mark + body[end:]) + mark)


def next_mark(body: str) -> str | None:
    """The mark that an alinéa cut off from a piece has before its words; None where it cannot be cut."""
    mark = body[: opening_of(body)]
    if not mark.strip(" >"):
        return mark
    item = _ITEM_MARK.fullmatch(mark)
    if item is None:
        return None
    number = item["number"]
    return mark if number is None else f"{item['margin']}{int(number) + 1}{item['rest']}"


def _clings(words: str) -> bool:
    """Whether no space parts the words from what stands before them: signs, a footnote’s mark."""
    return words[0] in _CLINGS or words.startswith("[^")


def _inserted(body: str, at: int, new: str) -> Span:
    spaceless = any(map(stands_alone, (body[at - 1 : at], new[0])))
    before = "" if _clings(new) or body[at - 1 : at] in _OPENS or spaceless else " "
    after = " " if _goes_on(new[-1], body[at : at + 1]) else ""
    return Span(at, at, before + new + after)


def _deleted(body: str, start: int, end: int) -> Span:
    left, right = body[start - 1 : start] if start else "", body[end : end + 1]
    if left.isspace() and start > opening_of(body) and (right in _CLINGS or not right.strip()):
        return Span(start - 1, end, "")
    clings = _clings(body[start:end]) and not left.isspace()
    if right.isspace() and not clings:
        return Span(start, end + 1, "")
    return Span(start, end, "")
