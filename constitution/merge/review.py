"""Sentences that both sides touched: merged, and marked for a person to read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from constitution.diff import read_alineas
from constitution.merge.sentence import is_added_within, read_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.merge.changes import Side
    from constitution.merge.joints import Joint

__all__ = ["Review", "ReviewKind", "find_reviews"]

ReviewKind: TypeAlias = Literal["sentence", "number", "note"]
"""Whether both sides touched a sentence, or something bears another number than its side gave it,
or a footnote is not what its author knew."""


@dataclass(frozen=True, slots=True)
class Review:
    """A sentence that both sides touched, in other words of it: to be read again by a person.

    `alinea` is counted in the base; None stands for the heading.
    """

    alinea: int | None
    base: str
    current: str
    amendment: str
    merged: str
    stands: int | None = field(default=None, compare=False)
    """The alinéa of the merged text in which it stands."""
    kind: ReviewKind = "sentence"
    message: str = ""
    """What a person should know of it besides, in a sentence."""


_Span = tuple[int, int, int, int]
"""Characters of the base, and the characters that stand for them in another text."""


def find_reviews(
    base: str,
    current: Side,
    amendment: Side,
    joints: Sequence[Joint],
    merged: str,
    moved: frozenset[int | None] = frozenset(),
) -> Iterator[Review]:
    """Each sentence of the base that both sides touched and in which there is no conflict.

    `merged` is the text with every joint taken, conflicts in the reading of the base; `moved` are
    the alinéas that one side moved: what the other amends there, both touched.
    """
    if not moved and not _by_both(joints):
        return
    outcome = list(_outcome(base, joints))
    ours = [(c.start, c.end, c.low, c.high) for c in current.changes]
    theirs = [(c.start, c.end, c.low, c.high) for c in amendment.changes]
    for number, start, end in _sentences(base, joints, moved):
        touching = [joint for joint in joints if _touches(base, joint, start, end)]
        by_both = _by_both(touching) or (number in moved and touching)
        if by_both and all(joint.taken is not None for joint in touching):
            low, high = _image(merged, outcome, start, end)
            yield Review(
                number,
                base[start:end],
                _words(current.text, _image(current.text, ours, start, end)),
                _words(amendment.text, _image(amendment.text, theirs, start, end)),
                _words(merged, (low, high)),
                _alinea_at(merged, low),
            )


def _by_both(joints: Sequence[Joint]) -> bool:
    return any(j.by_current for j in joints) and any(j.by_amendment for j in joints)


def _outcome(base: str, joints: Sequence[Joint]) -> Iterator[_Span]:
    shift = 0
    for joint in joints:
        taken = base[joint.start : joint.end] if joint.taken is None else joint.taken
        low = joint.start + shift
        yield joint.start, joint.end, low, low + len(taken)
        shift += len(taken) - (joint.end - joint.start)


def _sentences(
    text: str, joints: Sequence[Joint], moved: frozenset[int | None]
) -> Iterator[tuple[int | None, int, int]]:
    """The sentences of the alinéas that both sides touch: their alinéa's number, start and end."""
    for alinea in read_alineas(text):
        last = alinea.start + len(alinea.text)
        near = [joint for joint in joints if joint.start <= last and alinea.start <= joint.end]
        if alinea.number not in moved and not _by_both(near):
            continue
        for start, end in read_sentences(alinea):
            yield alinea.number, start, end


def _touches(base: str, joint: Joint, start: int, end: int) -> bool:
    """Whether a joint changes a sentence, and does not merely put another before or after it."""
    if not joint.by_current and not joint.by_amendment:
        return False
    if joint.start < joint.end:
        return joint.start < end and start < joint.end
    inserted = joint.current if joint.by_current else joint.amendment
    return is_added_within(base, joint.start, (start, end), (inserted,))


def _words(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)].strip()


def _alinea_at(text: str, place: int) -> int | None:
    """The number of the alinéa in which a place of a text lies."""
    return next((one.number for one in reversed(read_alineas(text)) if one.start <= place), None)


def _image(text: str, spans: Sequence[_Span], start: int, end: int) -> tuple[int, int]:
    """Where in a text stands what it has for the characters of a sentence of the base."""
    low, high = start, end
    for b1, b2, s1, s2 in spans:
        alone = b1 == b2 and "\n" in text[s1:s2]
        if b2 < start or (b2 == start and (b1 < b2 or alone)):
            low = start + s2 - b2
        elif b1 < start:
            low = s1
        if b2 < end or (b2 == end and not alone):
            high = end + s2 - b2
        elif b1 < end:
            high = s2
    return low, high
