"""Bytes to text: strict UTF-8, without a byte order mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    from constitution.characters import Fault

__all__ = ["decode", "encoding_fault", "no_text"]


def decode(data: bytes, where: str) -> str:
    """The text of a file; refused where it is not strict UTF-8 or opens with a byte order mark.

    `where` is a path, or `path:line`; a refusal names the line of the first wrong byte.
    """
    found = encoding_fault(data)
    if found is None:
        return data.decode("utf-8")
    if b"\0" in data:
        raise no_text(where)
    path, colon, line = where.rpartition(":")
    place = where if colon and line.isdecimal() and path else f"{where}:{found.line}"
    raise Malformed(
        found.message, where=place, hint=_("Save the file again as UTF-8 without a mark.")
    )


def no_text(where: str) -> Malformed:
    """The refusal of a file that holds a zero byte, as no text does."""
    return Malformed(
        _("this file is no text: it holds a zero byte"),
        where=where,
        hint=_("Give a file of text, in Markdown."),
    )


def encoding_fault(data: bytes) -> Fault | None:
    """Where bytes are not such a text, or None."""
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong: int | None = error.start
    else:
        wrong = None
    if not marked and wrong is None:
        return None
    from constitution.characters import Fault  # noqa: PLC0415 - few texts have one

    if marked or wrong is None:
        return Fault(1, 1, "byte-order-mark", _("The file begins with a byte order mark."))
    line = data.count(b"\n", 0, wrong) + 1
    start = data.rfind(b"\n", 0, wrong) + 1
    column = len(data[start:wrong].decode("utf-8")) + 1
    return Fault(line, column, "not-utf-8", _("The file is not UTF-8 here."))
