"""Random legal prose in French and English, and random edits of it, for Hypothesis."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

__all__ = ["articles", "edited", "texts_of_any_kind"]

_WORDS = [
    "la",
    "le",
    "les",
    "de",
    "du",
    "des",
    "et",
    "ou",
    "l'État",
    "d'un",
    "qu'il",
    "n'est",
    "assemblée",
    "loi",
    "peuple",
    "vote",
    "majorité",
    "suffrages",
    "exprimés",
    "trois",
    "cinquièmes",
    "deux",
    "tiers",
    "quatre",
    "quarts",
    "président",
    "membres",
    "article",
    "72-4",
    "1er",
    "3,5",
    "République",
    "the",
    "people",
    "shall",
    "of",
    "President's",
    "vote",
    "members",
    "don't",
    "«",
    "»",
    "\xa0;",
    ",",
    "aujourd'hui",
    "[^1]",
    "**loi**",
    "[l'article\xa012](article-12.md)",
    "vice-président",
]

_word = st.sampled_from(_WORDS)
_sentence = st.lists(_word, min_size=1, max_size=12).map(
    lambda words: (" ".join(words) + ".").capitalize()
)
_paragraph = st.lists(_sentence, min_size=1, max_size=3).map(" ".join)
_list = st.lists(_sentence, min_size=1, max_size=3).map(
    lambda items: "\n".join(f"- {item}" for item in items)
)
_table = st.lists(st.tuples(_word, _word), min_size=1, max_size=3).map(
    lambda rows: "\n".join(["| a | b |", "| --- | --- |", *(f"| {x} | {y} |" for x, y in rows)])
)
_quote = _sentence.map(lambda words: f"> {words}")
_footnote = _sentence.map(lambda words: f"[^1]: {words}")
_block = st.one_of(_paragraph, _paragraph, _paragraph, _list, _table, _quote, _footnote)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An article in the line structure of the normal form."""
    heading = f"# Article {draw(st.integers(1, 99))}"
    blocks = draw(st.lists(_block, max_size=5))
    return _laid_out([heading, *blocks])


def _laid_out(blocks: list[str]) -> str:
    """The blocks with a blank line between them, unless two lists meet."""
    text = blocks[0]
    for above, below in pairwise(blocks):
        tight = above[:1] == below[:1] and above[:1] == "-"
        text += ("\n" if tight else "\n\n") + below
    return text + "\n"


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """The text with some words replaced, inserted and deleted, and alinéas moved, removed, split and joined."""
    heading, _break, rest = text.strip("\n").partition("\n\n")
    blocks = rest.split("\n\n") if rest else []
    for _time in range(draw(st.integers(0, 3))):
        act = draw(
            st.sampled_from(
                ["word", "word", "word", "add", "remove", "move", "respace", "split", "join"]
            )
        )
        if act == "add" or not blocks:
            blocks.insert(draw(st.integers(0, len(blocks))), draw(_block))
            continue
        at = draw(st.integers(0, len(blocks) - 1))
        if act == "remove":
            del blocks[at]
        elif act == "move":
            block = blocks.pop(at)
            blocks.insert(draw(st.integers(0, len(blocks))), block)
        elif act == "split" and " " in blocks[at] and blocks[at][0] not in "|>[-":
            words = blocks[at].split(" ")
            place = draw(st.integers(1, len(words) - 1))
            blocks[at : at + 1] = [" ".join(words[:place]), " ".join(words[place:])]
        elif act == "join" and all(block[0] not in "|>[-" for block in blocks[at : at + 2]):
            blocks[at : at + 2] = [" ".join(blocks[at : at + 2])]
        elif act == "respace":
            blocks[at] = blocks[at].replace("'", "’").replace(" ;", "\u00a0;")
        elif blocks[at][0] not in "|>[-":
            words = blocks[at].split(" ")
            place = draw(st.integers(0, len(words) - 1))
            words[place : place + draw(st.integers(0, 3))] = draw(st.lists(_word, max_size=3))
            blocks[at] = " ".join(words).strip() or "Vide."
    return _laid_out([heading, *blocks])


texts_of_any_kind = st.one_of(
    articles(), st.text(alphabet="ab .,'’\n\u00a0-|#é", max_size=40), st.text(max_size=20)
)
"""Also texts that are in no form at all."""
