"""Deltas as plain data, for `--json` and for programs that show them in their own way.

The schema, stable within `constitution-diff/1`:

    {
      "format": "constitution-diff/1",
      "words": {"inserted": 12, "deleted": 5, "moved": 0},
      "articles": [
        {
          "status": "added" | "removed" | "amended" | "moved" | "moved and amended",
          "old_path": "articles/…" | null,      null where the article did not exist
          "new_path": "articles/…" | null,      null where it no longer exists
          "renumbered": {"old": "6", "new": "5"} | null,
          "stub": "left" | "filled" | null,     repealed, its number stays; or a stub has words again
          "changes_words": true,                false: only what `degree` says, or only a move
          "degree": "words" | "breaks" | "level" | "typography" | "spacing" | null,
          "words": {"inserted": 12, "deleted": 5, "moved": 0},
          "passages": [
            {
              "status": "unchanged" | "amended" | "added" | "removed" | "moved here" | "moved away",
              "old": {"alinea": 3, "start": 40, "end": 95} | null,
              "new": {"alinea": 4, "start": 61, "end": 120} | null,
              "hunks": [
                {
                  "kind": "equal" | "spacing" | "insert" | "delete" | "replace",
                  "old": "…", "old_start": 40,  the words, and where they begin in the old article
                  "new": "…", "new_start": 61,
                  "move": 1 | null              the same number where the words went or came from
                }
              ],
              "division": {"kind": "split" | "joined", "old": [1], "new": [1, 2]} | null
            }
          ]
        }
      ],
      "undeclared_moves": [{"old_path": "…", "new_path": "…"}],
      "transfers": [{"old_path": "…", "old_alinea": 1, "new_path": "…", "new_alinea": 2}],
      "reshaped": [{"kind": "split" | "joined", "old_paths": ["…"], "new_paths": ["…", "…"]}]
    }

Offsets count characters (Unicode code points), from 0, from the beginning of the article; `alinea`
is counted from 1 and null for a heading. The hunks of a passage, put end to end, give its text on
either side. An alinéa that moved has a `moved away` passage in the order of the old text and a
`moved here` passage in the order of the new one, both with both sides. A hunk of kind `insert`
has nothing, or nothing but white space, on its old side, and `delete` on its new side; `old_start`
of an added alinéa is 0 and means nothing, like `new_start` of a removed one. `division` gives the
numbers of the alinéas that one was split into, or that were joined into one; each of their passages
bears it, and holds on the other side the stretch that the part was or became: what parts it from the
next, a space here and a break there, is a hunk of kind `spacing`. `reshaped` tells the same of articles, by the words they share: nobody declared it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constitution.diff.breaks import in_stretches

if TYPE_CHECKING:
    from constitution.diff.alineas import Alinea
    from constitution.diff.articles import ArticleDelta, WordCount
    from constitution.diff.divisions import Division
    from constitution.diff.hunks import Hunk
    from constitution.diff.passages import Passage
    from constitution.diff.texts import Delta

__all__ = ["FORMAT", "to_json"]

FORMAT = "constitution-diff/1"
"""Changes when a program that reads the old records would misread the new ones."""


def to_json(delta: Delta) -> dict[str, Any]:
    """A delta as dictionaries, lists, strings and numbers alone."""
    return {
        "format": FORMAT,
        "words": _words(delta.words),
        "articles": [_article(article) for article in delta.articles],
        "undeclared_moves": [{"old_path": old, "new_path": new} for old, new in delta.undeclared],
        "transfers": [
            {
                "old_path": one.old_path,
                "old_alinea": one.old_alinea,
                "new_path": one.new_path,
                "new_alinea": one.new_alinea,
            }
            for one in delta.transfers
        ],
        "reshaped": [
            {"kind": one.kind, "old_paths": list(one.old), "new_paths": list(one.new)}
            for one in delta.reshaped
        ],
    }


def _words(words: WordCount) -> dict[str, int]:
    return {"inserted": words.inserted, "deleted": words.deleted, "moved": words.moved}


def _article(article: ArticleDelta) -> dict[str, Any]:
    return {
        "status": article.status,
        "old_path": article.old_path,
        "new_path": article.new_path,
        "renumbered": _numbers(article.renumbered),
        "stub": article.stub,
        "changes_words": article.changes_words,
        "degree": article.degree,
        "words": _words(article.words),
        "passages": [_passage(passage) for passage in in_stretches(article.passages)],
    }


def _numbers(numbers: tuple[str, str] | None) -> dict[str, str] | None:
    return None if numbers is None else {"old": numbers[0], "new": numbers[1]}


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "status": passage.status,
        "old": _alinea(passage.old),
        "new": _alinea(passage.new),
        "hunks": [_hunk(hunk) for hunk in passage.hunks],
        "division": _division(passage.division),
    }


def _division(division: Division | None) -> dict[str, Any] | None:
    if division is None:
        return None
    return {"kind": division.kind, "old": list(division.old), "new": list(division.new)}


def _alinea(alinea: Alinea | None) -> dict[str, Any] | None:
    if alinea is None:
        return None
    end = alinea.start + len(alinea.text)
    return {"alinea": alinea.number, "start": alinea.start, "end": end}


def _hunk(hunk: Hunk) -> dict[str, Any]:
    return {
        "kind": hunk.kind,
        "old": hunk.old,
        "old_start": hunk.old_start,
        "new": hunk.new,
        "new_start": hunk.new_start,
        "move": hunk.move,
    }
