"""Refusals: one family of exceptions, each a sentence with a hint that says what to do next.

The message is a sentence without its capital and its full stop, for it stands after a colon in a
terminal; the room gives it a capital. The hint is made of whole sentences.

Outcomes that are expected (a rejection, a conflict between two texts) are values, not
exceptions. The front ends turn these into sentences and exit codes; nothing here knows them.
"""

from __future__ import annotations


def clause(sentence: str) -> str:
    """The sentence as the message of a refusal: it begins small, and has no full stop."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


class ConstitutionError(Exception):
    """Something was asked that cannot be done; `message` says what, `hint` what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Unknown(ConstitutionError):
    """What was named does not exist here: an article, an amendment, a date, a repository."""


class Unclear(ConstitutionError):
    """What was asked contradicts itself, or says too little to be understood."""


class Refused(ConstitutionError):
    """What was asked is understood and the rules, or the state of things, forbid it."""


class Malformed(ConstitutionError):
    """A text or a file is not in its form; `where` is `path` or `path:line`, counted from 1."""

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message, hint=hint)
        self.where = where
        self.bare = message


class Outdated(ConstitutionError):
    """Somebody else moved what was about to be moved; nothing was written."""


class Overtaken(Outdated):
    """A text was saved by somebody else since one began to write it; `theirs` is how it reads now."""

    def __init__(self, message: str, *, theirs: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.theirs = theirs


class CannotTell(ConstitutionError):
    """The question cannot be answered from what is here."""
