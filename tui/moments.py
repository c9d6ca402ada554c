"""Moments of the past by the names that the room gives them, and back."""

from __future__ import annotations

from constitution.language import _

__all__ = ["called_record", "named_moment"]


def called_record(sequence: int) -> str:
    """What the moment is called at which a record was made."""
    return _("record {number}").format(number=sequence) if sequence else _("the founding")


def named_moment(asked: str) -> str:
    """The moment as the core names it, where a person called it by its words."""
    words = " ".join(asked.split()).casefold()
    if words in {_("the founding").casefold(), "the founding", "founding"}:
        return "vote:0"
    for called in {_("record {number}"), "record {number}"}:
        before, after = called.casefold().split("{number}")
        number = words.removeprefix(before).removesuffix(after).strip()
        if number.isdecimal() and number != words:
            return f"vote:{number}"
    return asked
