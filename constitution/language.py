"""Words for people, in the language they read: gettext, English in the source.

`_` and `ngettext` look a sentence up in the catalogue in use. A front end chooses it once with
`speak`; whoever must write in another language for a moment (a motion is printed in the language
of the text) uses `speaking`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "NN_",
    "N_",
    "_",
    "grouped",
    "introduce",
    "join_clauses",
    "language",
    "ngettext",
    "speak",
    "speaking",
]

LANGUAGES = ("en", "fr")
"""The languages that have a complete catalogue; English is the source."""

CATALOGUES = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - pathlib is slow to load
"""The folder of the catalogues."""

_spoken = "en"
"""What `speak` chose, for every thread of this process."""

_in_use: ContextVar[str | None] = ContextVar("language", default=None)
"""What `speaking` chose, for the moment of a block."""


@cache
def _catalogue(tag: str) -> _gettext.NullTranslations:
    if tag == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("constitution", CATALOGUES, languages=[tag])


def _known(tag: str) -> str:
    """The catalogue for a language tag (`fr`, `fr_FR.UTF-8`); English where there is none."""
    short = tag.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in LANGUAGES else "en"


def speak(tag: str) -> None:
    """Every sentence from now on is in the language of `tag`, or in English where we lack it."""
    global _spoken  # noqa: PLW0603 - one language a process, whatever thread asks
    _spoken = _known(tag)
    _in_use.set(None)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Every sentence within the block is in the language of `tag`."""
    token = _in_use.set(_known(tag))
    try:
        yield
    finally:
        _in_use.reset(token)


def language() -> str:
    """The two-letter language in use."""
    return _in_use.get() or _spoken


def _(message: str) -> str:
    """The sentence in the language in use."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for this number of things, in the language in use."""
    return _catalogue(language()).ngettext(one, many, number)


def introduce(lead: str, words: str) -> str:
    """The words after what they are about and a colon, spaced as the language spaces it."""
    return _("{lead}: {words}").format(lead=lead, words=words)


def join_clauses(clauses: Iterable[str]) -> str:
    """The clauses in one sentence, with semicolons spaced as the language spaces them."""
    return _("; ").join(clauses)


def grouped(number: int | None) -> str:
    """A number of votes as people read it: its digits by threes; empty where there is none."""
    # Translators: what stands between thousands, as in 13,150,516
    return "" if number is None else f"{number:,}".replace(",", _(","))


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools know
    """The sentence as it stands, marked for translation where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as N_, for both numbers
    """The sentence for one and for many, marked for translation where it is shown."""
    return one, many
