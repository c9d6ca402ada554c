"""Differences between objects, as packs store them (`gitformat-pack`, "Deltified representation")."""

from __future__ import annotations

from constitution.objects.faults import Damaged, TooBig

__all__ = ["patched", "result_size"]

_SHIFTS = tuple(tuple(8 * bit for bit in range(7) if order & 1 << bit) for order in range(0x80))
"""By the bits of an order to copy: where the bytes that follow stand in the place that is copied,
four for its beginning and then three for its length."""


def result_size(delta: bytes, largest: int) -> int:
    """How many bytes come of a difference, as it says, once both its sizes are within the cap.

    Raises `TooBig` where one is not, `Damaged` where the difference says no sizes.
    """
    try:
        before, at = _number(delta, 0)
        after, _at = _number(delta, at)
    except IndexError:
        raise Damaged from None
    if max(before, after) > largest:
        raise TooBig(max(before, after))
    return after


def patched(base: bytes, delta: bytes) -> bytes:
    """What comes of a difference from a base; never more bytes than `result_size` told.

    Raises `Damaged` where the difference is from another base, or is not whole.
    """
    try:
        return _patched(base, delta)
    except IndexError:
        raise Damaged from None


def _patched(base: bytes, delta: bytes) -> bytes:
    before, at = _number(delta, 0)
    size, at = _number(delta, at)
    if before != len(base):
        raise Damaged
    parts: list[bytes] = []
    length, end = 0, len(delta)
    while at < end:
        order = delta[at]
        at += 1
        if order & 0x80:
            place = 0
            for shift in _SHIFTS[order & 0x7F]:
                place |= delta[at] << shift
                at += 1
            start, count = place & 0xFFFFFFFF, place >> 32 or 0x10000
            part = base[start : start + count]
        else:
            count = order
            part = delta[at : at + count]
            at += count
        if not count or len(part) != count:
            raise Damaged
        length += count
        if length > size:
            raise Damaged
        parts.append(part)
    if length != size:
        raise Damaged
    return b"".join(parts)


def _number(delta: bytes, at: int) -> tuple[int, int]:
    """A size at the beginning of a difference, and where the next thing begins."""
    size = shift = 0
    while True:
        byte = delta[at]
        at += 1
        size |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return size, at
        if shift > 63:
            raise Damaged
