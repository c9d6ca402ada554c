"""Where the sentences of legal prose end: at a stop that closes no abbreviation, ordinal or initial.

Read in French, English and German alike, for a text quotes what it likes. Where nobody could tell
without knowing the matter ("le titre V. Le"), nothing is cut: a sentence too long is still quoted
whole, and one cut in two is quoted wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from constitution.characters import Fault
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STOPS", "closes_sentence", "find_sentences", "stop_warnings"]

STOPS: Final = frozenset(".!?…。！？।؟")
"""The signs that end a sentence."""

_END = re.compile(
    r"[.!?…।؟]+(?:\s?»|[”\"’)\]*_“]|\[\^[^\]\s]+\])*(?P<space>\s+)(?=[\s«“„\"(\[*_]*[^\W\d_])"
    r"|[。！？]+[」』）”]*(?P<none>)(?=\S)"
)
"""What may end a sentence, with the marks that close it and the space before the next one."""

_OPENERS = ' \t\u00a0\u202f\n«“„"([*_'
_WORD = re.compile(r"[^\W_]+\Z")
_BEFORE = re.compile(r"[^\W\d_]+(?=\.?[\s\u00a0]+\d{1,2}\Z)|§(?=[\s\u00a0]*\d{1,2}\Z)")

_OF_REFERENCES = (
    "art arts artt al alin abs nr nrn no nos num ziff buchst rn rdnr sec secs sect par paras para ch chap tit "
    "vol bd bde éd ed eds cf vgl ibid op cit loc pp ss ff fn anm vs viz bzw gem ggf usw etc inkl einschl sog "
    "urt bsp ca env resp dgl lit ber geänd bgbl rgbl cass ass plén"
)
_OF_PERSONS = (
    "mm mme mmes mlle mgr dr prof st ste mr mrs ms messrs hon gen sen rep jr sr hr fr frl ing dipl"
)
_OF_BODIES = "inc ltd co corp dept govt univ"
_ABBREVIATIONS: Final = frozenset(f"{_OF_REFERENCES} {_OF_PERSONS} {_OF_BODIES}".split())
"""Words whose stop closes no sentence, without it, in small letters, of all three languages."""

_PARTS = (
    "article articles artikel artikeln artikels art alinéa alinéas absatz absätze abs satz nummer nr ziffer "
    "paragraph paragraphs paragraphe paragraphes section sections title titre titel chapter chapitre kapitel "
    "clause clauses item items point points annexe annex anlage schedule § numéro number"
)
_NUMBERED: Final = frozenset(_PARTS.split())
"""Words after which a number is no ordinal: a stop after it may close the sentence."""


def find_sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a text from a place on, each from its first word to the sign that closes it."""
    found: list[tuple[int, int]] = []
    for match in _END.finditer(text, start):
        end = match.start("none") if match["space"] is None else match.start("space")
        if match["space"] is not None and not _parts(text, start, match):
            continue
        found.append((start, end))
        start = match.end()
    return [*found, (start, len(text))]


def _parts(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is one: what follows has its capital."""
    following = text[match.end() :].lstrip(_OPENERS)[:1]
    if following.islower():
        return False
    single = text.startswith(".", match.start()) and not text.startswith("..", match.start())
    return not single or closes_sentence(text[start : match.start()])


def closes_sentence(before: str) -> bool:
    """Whether a full stop after these words can close their sentence."""
    last = _WORD.search(before)
    if last is None:
        return True
    word = last[0]
    if word.isdecimal():
        if len(word) > 2:
            return True
        named = _BEFORE.search(before)
        return named is not None and named[0].lower() in _NUMBERED
    return len(word) > 1 and word.lower() not in _ABBREVIATIONS


_TOGETHER = re.compile(
    r"(?<![\w.@/:#&-])(?P<left>[^\W\d_]{2,})(?P<stop>\.|[ \u00a0\u202f]?[!?])"
    r"(?P<right>[^\W\d_](?:[’']?[^\W\d_]+|(?=[ \u00a0])))(?![.@/:_-]?\w)"
)
"""Two words with a stop between them and no space after it, neither of them a part of an address."""

_TARGET = re.compile(r"\]\([^()\s]*\)")


def stop_warnings(text: str) -> Iterator[Fault]:
    """A warning wherever a sentence surely ends and no space parts it from the next one.

    Surely: a word in small letters ends, no abbreviation, and a word with a capital begins.
    Numbers, initials and addresses are left alone.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        targets = [range(*target.span()) for target in _TARGET.finditer(line)]
        for match in _TOGETHER.finditer(line):
            left, right = match["left"], match["right"]
            begins = right[0].isupper() and (right[1:2] in "’'" or right[1].islower())
            known = match["stop"] == "." and not closes_sentence(line[: match.end("left")])
            if not begins or known or not left[-1].islower():
                continue
            if any(match.start() in target for target in targets):
                continue
            message = _("A space is missing where a sentence ends: “{words}”.")
            words = f"{left}{match['stop']}{right}"
            column = match.end("stop") + 1
            yield Fault(number, column, "run-together", message.format(words=words), "warning")
