"""The amendment in words: the formal sentences of a difference, and the difference back from them.

`write` says a `Delta` in sentences, in the style of an amendment or of a law, in the language of
the text. `read` applies such sentences to the old texts and gives the new ones, to the byte.

    pieces, spans      what a sentence can point at, and what it changes there
    changes, linking   what changes in words, no link cut; and alike: words that read the same
    acts, performing   what sentences do, whatever their language
    planning, wording  from a difference to acts; and dividing: alinéas that are split or joined
    phrases, fields    the closed language: its words, and how they are written and read
    naming, following  what articles are called, and where links to them lead
    writing, reading   acts to sentences and back
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.sentences.acts import Cannot
from constitution.sentences.fields import lexicon_of
from constitution.sentences.performing import perform
from constitution.sentences.phrases import Style
from constitution.sentences.planning import plan
from constitution.sentences.reading import malformed, read_acts
from constitution.sentences.writing import write_acts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.diff import Delta

__all__ = ["Style", "read", "write"]


def write(
    delta: Delta, old_texts: Mapping[str, str], *, language: str, style: Style = "amendment"
) -> str:
    """The sentences of a difference, in Markdown; empty where there is none.

    `old_texts` is the whole text that is amended, by path: it says which numbers are borne once.
    `language` is that of the text (`fr`, `en-GB`); a language without sentences gets English ones.
    """
    lexicon = lexicon_of(language)
    acts = plan(delta, old_texts, lambda words: lexicon.quote(words) is not None)
    return write_acts(acts, old_texts, lexicon, style)


def read(text: str, old_texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as they read once the sentences are applied.

    The sentences are those that `write` writes, in any of its languages and styles; Malformed
    names the first that is none of them, or that cannot be applied to these texts.
    """
    said = read_acts(text, old_texts)
    try:
        return perform([one.act for one in said], old_texts)
    except Cannot as cannot:
        for one in said:
            if one.act is cannot.act:
                raise malformed(one.sentence, one.line, cannot.reason) from None
        raise
