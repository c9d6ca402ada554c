"""No line breaks at a fixed space: French puts one before a colon, and inside its quotation marks.

Textual and rich break at whatever Python calls a space, and the mark would begin a line of its own.
"""

from __future__ import annotations

import re

import rich._wrap
import textual._wrap

from constitution.display import FIXED_SPACES

__all__ = ["hold_fixed_spaces"]

_GAP = rf"[^\S{FIXED_SPACES}]"
_WORD = rf"[\S{FIXED_SPACES}]+"


def hold_fixed_spaces() -> None:
    """What is said and what is typed is divided at other spaces alone, in every widget."""
    rich._wrap.re_word = re.compile(rf"{_GAP}*{_WORD}{_GAP}*")  # noqa: SLF001 - what a word is is said nowhere else
    textual._wrap.re_chunk = re.compile(rf"{_WORD}{_GAP}*|{_GAP}+")  # noqa: SLF001 - the same
