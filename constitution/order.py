"""The voting order: suppression first, then what departs furthest from the text, then the nearer.

Article by article in reading order; sub-amendments before their amendment, identical ones
together, the text as a whole last. No rule computes "furthest": the measure is the share of words
changed in the article where an amendment is called, and the chair may depart from the order it
gives, with a reason (European Parliament, rule 174; practice of the French Senate).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath
from constitution.canonical import open_table, write
from constitution.diff import diff_article, tokens
from constitution.errors import Malformed
from constitution.language import _
from constitution.motion import AmendmentNumber
from constitution.names import is_number
from constitution.path import path_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from constitution.rivals import Proposal, Rivalry

__all__ = [
    "Called",
    "Candidate",
    "Ruling",
    "apply_rulings",
    "measure",
    "parse_rulings",
    "propose_order",
    "tell_departures",
    "write_rulings",
]

FORMAT = "constitution-order/1"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pending amendment that waits to be called, and where it is called."""

    number: AmendmentNumber
    path: str | None
    """The first file it changes, in reading order; None where it changes no text."""
    suppression: bool = False
    """Whether it repeals that article: the file goes, or its number alone stays, as a stub."""
    departure: Fraction | None = None
    """The share of words changed in that file, from 0 to 1; None where it changes no text."""
    on: AmendmentNumber | None = None
    """The amendment it changes."""
    twins: tuple[AmendmentNumber, ...] = ()
    """The amendments that are identical to it."""
    collides: bool = False
    """Whether it collides with the current text, so that it cannot be put as it stands."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision of the chair: one amendment is called before or after another, and why."""

    amendment: AmendmentNumber
    other: AmendmentNumber
    after: bool
    reason: str
    by: str
    decided: dt.date


@dataclass(frozen=True, slots=True)
class Called:
    """An amendment in its turn."""

    candidate: Candidate
    ruling: Ruling | None = None
    """The last decision of the chair that moved it."""


# -- proposed --------------------------------------------------------------------------------------


def measure(
    number: AmendmentNumber,
    proposal: Proposal,
    rivalries: Iterable[Rivalry] = (),
    *,
    names: Mapping[str, AmendmentNumber],
    on: AmendmentNumber | None = None,
) -> Candidate:
    """An amendment with what decides its turn; `names` give the number of each rival."""
    twins = {
        names[other]
        for rivalry in rivalries
        if rivalry.relation == "identical" and proposal.name in (rivalry.one, rivalry.other)
        for other in (rivalry.one, rivalry.other)
        if other != proposal.name and other in names
    }
    same = tuple(sorted(twins, key=int))
    if not proposal.paths:
        return Candidate(number, None, on=on, twins=same)
    path = min(proposal.paths, key=_reading)
    edit = proposal.edits.get(path)
    old = edit.old if edit is not None else None
    new = edit.new if edit is not None else proposal.added[path]
    repeals = new is None or (_is_stub(path, new) and not _is_stub(path, old))
    return Candidate(number, path, repeals, _departure(old, new), on, same)


def _is_stub(path: str, data: bytes | None) -> bool:
    """Whether an article's number stands without its words."""
    if data is None or not path.startswith("articles/"):
        return False
    return Article(ArticlePath(path), data.decode("utf-8", "replace")).is_repealed


def _reading(path: str) -> tuple[bool, object]:
    """Articles in reading order, then what governs them."""
    return not path.startswith("articles/"), path_key(path)


def _departure(old: bytes | None, new: bytes | None) -> Fraction:
    """Words inserted, deleted and moved, as a share of the words of both texts."""
    before = None if old is None else old.decode("utf-8", "replace")
    after = None if new is None else new.decode("utf-8", "replace")
    words = diff_article(before, after).words
    total = sum(
        token[0].isalnum() for text in (before, after) if text is not None for token in tokens(text)
    )
    changed = words.inserted + words.deleted + words.moved
    return Fraction(changed, total) if total else Fraction(0)


def tell_departures(order: Sequence[Called]) -> tuple[str, ...]:
    """The measure of each amendment in per cent; a dash where no text changes.

    With as many digits as it takes to tell apart those that are called on one article and differ,
    so that the order can be checked, and to show what is not nothing.
    """
    together: dict[str | None, set[Fraction]] = {}
    for turn in order:
        shares = together.setdefault(turn.candidate.path, set())
        if turn.candidate.departure is not None:
            shares.add(turn.candidate.departure)
    digits = {path: _digits(shares) for path, shares in together.items()}
    return tuple(
        "—"
        if turn.candidate.departure is None
        else _per_cent(turn.candidate.departure, digits[turn.candidate.path])
        for turn in order
    )


_MOST_DIGITS = 4


def _digits(shares: set[Fraction]) -> int:
    """The fewest digits after the point by which shares of different size read differently."""
    apart = {*shares, Fraction(0)}
    return next(
        (
            digits
            for digits in range(_MOST_DIGITS)
            if len({round(100 * share, digits) for share in apart}) == len(apart)
        ),
        _MOST_DIGITS,
    )


def _per_cent(share: Fraction, digits: int) -> str:
    least = Fraction(1, 10**digits)
    is_less = share > 0 and not round(100 * share, digits)
    shown = least if is_less else round(100 * share, digits)
    whole, _point, part = f"{float(shown):.{digits}f}".partition(".")
    told = _told(whole, part)
    return _("less than {share}").format(share=told) if is_less else told


def _told(whole: str, part: str) -> str:
    return _("{whole}.{part} %").format(whole=whole, part=part) if part else f"{whole} %"


def propose_order(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The amendments in the order in which they are called."""
    numbers = {one.number for one in candidates}
    roots = sorted((one for one in candidates if one.on not in numbers), key=_key)
    ordered: list[Candidate] = []
    for one in roots:
        if one in ordered:
            continue
        together = [root for root in roots if root == one or root.number in one.twins]
        for root in together:
            subs = [sub for sub in candidates if sub.on == root.number]
            ordered += sorted(subs, key=_key)
        ordered += together
    return tuple(ordered)


def _key(one: Candidate) -> tuple[object, ...]:
    first = min((int(number) for number in (one.number, *one.twins)), default=0)
    if one.path is None:
        return (1, (False, ()), True, 0, first, int(one.number))
    distance = -one.departure if one.departure is not None else 0
    return (0, _reading(one.path), not one.suppression, distance, first, int(one.number))


# -- changed by the chair --------------------------------------------------------------------------


def apply_rulings(ordered: Sequence[Candidate], rulings: Iterable[Ruling]) -> tuple[Called, ...]:
    """The order with the chair's decisions made one after the other.

    What is moved takes its sub-amendments and its identical ones with it. A decision that names an
    amendment which is no longer pending, or that would part a sub-amendment from its amendment,
    moves nothing.
    """
    called = [Called(one) for one in ordered]
    for ruling in rulings:
        called = _moved(called, ruling)
    return tuple(called)


def _moved(called: list[Called], ruling: Ruling) -> list[Called]:
    by_number = {one.candidate.number: one.candidate for one in called}
    one, other = by_number.get(ruling.amendment), by_number.get(ruling.other)
    if one is None or other is None or one == other:
        return called
    block, target = _block(one, by_number), _block(other, by_number)
    if block == target:  # within a block: a sub-amendment before another, a twin before its twin
        if one.on != other.on:
            return called
        block, target = {one.number}, {other.number}
    elif one.on in by_number:
        return called
    moving = [replace(turn, ruling=ruling) for turn in called if turn.candidate.number in block]
    rest = [turn for turn in called if turn.candidate.number not in block]
    places = [place for place, turn in enumerate(rest) if turn.candidate.number in target]
    place = places[-1] + 1 if ruling.after else places[0]
    return [*rest[:place], *moving, *rest[place:]]


def _block(one: Candidate, by_number: Mapping[AmendmentNumber, Candidate]) -> set[AmendmentNumber]:
    """The amendments that are called together: identical ones, and the changes to them."""
    root = by_number[one.on] if one.on is not None and one.on in by_number else one
    roots = {root.number, *(twin for twin in root.twins if twin in by_number)}
    return roots | {number for number, sub in by_number.items() if sub.on in roots}


# -- written ---------------------------------------------------------------------------------------


def write_rulings(rulings: Sequence[Ruling]) -> bytes:
    """The canonical bytes of `order.toml`."""
    return write(
        {
            "format": FORMAT,
            "ruling": [
                {
                    "amendment": one.amendment,
                    "after" if one.after else "before": one.other,
                    "reason": one.reason,
                    "by": one.by,
                    "decided": one.decided,
                }
                for one in rulings
            ]
            or None,
        }
    )


def parse_rulings(data: bytes, where: str = "order.toml") -> tuple[Ruling, ...]:
    """The chair's decisions that a file holds, the first one first."""
    table = open_table(data, where, FORMAT)
    rulings = []
    for entry in table.tables("ruling"):
        after = entry.has("after")
        named = (entry.text("amendment"), entry.text("after" if after else "before"))
        for number in named:
            if not is_number(number):
                raise Malformed(
                    _("“{number}” is not an amendment's number").format(number=number), where=where
                )
        decided = entry.optional_date("decided")
        if decided is None:
            raise Malformed(_("a decision on the voting order has no date"), where=where)
        rulings.append(
            Ruling(
                AmendmentNumber(named[0]),
                AmendmentNumber(named[1]),
                after,
                entry.text("reason"),
                entry.text("by"),
                decided,
            )
        )
        entry.end()
    table.end()
    return tuple(rulings)
