"""Where the words that a sentence names stand, and what takes their place, to the character.

The spaces that a sentence does not say follow from three rules. Inserted words have a space
before them, but none before a sign that clings to what stands before it, nor after an apostrophe or
an opening mark. Deleted words take the space before them away, or the one after where they open
the piece, or none where they open with a sign that clings to what stands before it. Completed
words stand before the sign that closes the piece, and sentences after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from constitution.language import _
from constitution.sentences.acts import (
    AppendSentences,
    AppendWords,
    Cannot,
    DeleteWords,
    InsertWords,
    PrependWords,
    ReplaceWords,
)

if TYPE_CHECKING:
    from constitution.sentences.acts import WordAct

__all__ = ["Span", "find_span", "list_occurrences", "opening_of", "strip_closing"]


class Span(NamedTuple):
    """Characters `start` to `end` of a piece give way to `text`."""

    start: int
    end: int
    text: str


_OPENING = re.compile(r"\s*(?:>\s*)*(?:#{1,6}\s+|(?:-|\d{1,9}[.)])\s+|\[\^[^\]]+\]:\s+)?")
_CLOSING = re.compile(r"\s*[.;:,!?…]\Z")
_TARGET = re.compile(r"(?<=\]\()[^()\s]*(?=\))")
_CLINGS = frozenset(",.;:!?…)]»”")
_OPENS = frozenset("'’([«“")


def opening_of(body: str) -> int:
    """Where the words of a piece begin, after the mark of an item, a heading or a note."""
    found = _OPENING.match(body)
    return found.end() if found else 0


def strip_closing(body: str) -> int:
    """Where the sign that closes a piece begins, with the space before it; the end without one."""
    found = _CLOSING.search(body)
    return found.start() if found else len(body)


def list_occurrences(body: str, words: str) -> list[int]:
    """Where whole words stand in a piece: never inside a longer word, nor in the target of a link."""
    found = []
    silent = [target.span() for target in _TARGET.finditer(body)] if "](" in body else []
    at = body.find(words)
    while at >= 0:
        end = at + len(words)
        opens = not (words[0].isalnum() and body[at - 1 : at].isalnum())
        closes = not (words[-1].isalnum() and body[end : end + 1].isalnum())
        aloud = not any(start <= at and end <= stop for start, stop in silent)
        if opens and closes and aloud:
            found.append(at)
        at = body.find(words, at + 1)
    return found


def _find(act: ReplaceWords | InsertWords | DeleteWords, body: str) -> int:
    places = list_occurrences(body, act.old)
    if not places:
        raise Cannot(act, _("the words “{words}” are not there").format(words=act.old))
    if act.occurrence is None:
        if len(places) > 1:
            reason = _(
                "the words “{words}” are there {count} times, and the sentence says not which"
            )
            raise Cannot(act, reason.format(words=act.old, count=len(places)))
        return places[0]
    if act.occurrence > len(places):
        reason = _("the words “{words}” are there {count} times only")
        raise Cannot(act, reason.format(words=act.old, count=len(places)))
    return places[act.occurrence - 1]


def find_span(act: WordAct, body: str) -> Span:
    """What an act changes in the text of its piece, to the character."""
    match act:
        case ReplaceWords(old=old, new=new):
            start = _find(act, body)
            return Span(start, start + len(old), new)
        case InsertWords(old=old, new=new):
            return _inserted(body, _find(act, body) + len(old), new)
        case DeleteWords(old=old):
            start = _find(act, body)
            return _deleted(body, start, start + len(old))
        case PrependWords(new=new):
            start = opening_of(body)
            return Span(start, start, new if new[-1] in _OPENS else f"{new} ")
        case AppendWords(new=new):
            return _inserted(body, strip_closing(body), new)
        case AppendSentences(new=new):
            return Span(len(body), len(body), f" {new}")
        case _:
            assert_never(act)


def _inserted(body: str, at: int, new: str) -> Span:
    before = "" if new[0] in _CLINGS or body[at - 1 : at] in _OPENS else " "
    after = " " if body[at : at + 1].isalnum() and new[-1] not in _OPENS else ""
    return Span(at, at, before + new + after)


def _deleted(body: str, start: int, end: int) -> Span:
    left, right = body[start - 1 : start] if start else "", body[end : end + 1]
    if left.isspace() and start > opening_of(body) and (right in _CLINGS or not right.strip()):
        return Span(start - 1, end, "")
    clings = body[start] in _CLINGS and not left.isspace()
    if right.isspace() and not clings:
        return Span(start, end + 1, "")
    return Span(start, end, "")
