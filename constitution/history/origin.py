"""Where each phrase of an article comes from: the record that brought it.

The versions of the article are replayed, oldest first. Words that a version keeps, respaces or
moves within the article keep their origin, and so do those of an alinéa that it splits, or joins to
another; words that it inserts, or puts in place of others, are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from constitution.diff import diff_article, read_alineas, read_words
from constitution.diff.breaks import BREAK_MARK, in_one_column
from constitution.errors import Unknown
from constitution.history.article import article_history
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.diff import ArticleDelta, Hunk, Passage
    from constitution.history.article import ArticleVersion
    from constitution.history.records import Entry
    from constitution.repository import CommitId, Repository

__all__ = ["Phrase", "origin", "trace_origin"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of words that one version brought.

    The phrases of an alinéa, put end to end, are the alinéa: white space between two of them ends
    the first. Offsets count characters from the beginning of the article.
    """

    alinea: int | None
    """Counted from 1; None in a heading."""
    start: int
    end: int
    text: str
    source: ArticleVersion


def origin(
    repository: Repository,
    tip: CommitId,
    path: str,
    *,
    entries: Sequence[Entry] | None = None,
) -> tuple[Phrase, ...]:
    """The article at `path`, phrase by phrase, each with the version that brought it.

    `Unknown` where no article stands at the path any more, or ever did.
    """
    versions = article_history(repository, tip, path, entries=entries)
    if versions[-1].new_path != path:
        raise Unknown(
            _("no article stands at {path} any more").format(path=path),
            hint=_("`constitution history` tells what became of it.")
            if versions[-1].new_path is None
            else _("It stands at {path} now.").format(path=versions[-1].new_path),
        )
    return trace_origin(versions)


def trace_origin(versions: Iterable[ArticleVersion]) -> tuple[Phrase, ...]:
    """The last version phrase by phrase, each with the version among these that brought it."""
    told = tuple(versions)
    text = ""
    sources: list[int] = []
    for number, version in enumerate(told):
        new = version.new or ""
        if new != text:
            sources = _carry(diff_article(text, new), sources, number)
            text = new
    return tuple(_phrases(text, sources, told))


def _carry(delta: ArticleDelta, sources: Sequence[int], number: int) -> list[int]:
    """For each character of the new text, the version that brought it."""
    carried = _carried(delta, delta.passages, sources, number)
    if any(passage.division is not None for passage in delta.passages):
        # what stands on the other side of a break that came or went is no new word
        across = _carried(delta, in_one_column(delta.passages), sources, number)
        carried = list(map(min, carried, across))
    return carried


def _carried(
    delta: ArticleDelta, passages: Sequence[Passage], sources: Sequence[int], number: int
) -> list[int]:
    """The same, as the passages tell it."""
    carried = [-1] * len(delta.new or "")
    hunks = [
        hunk
        for passage in passages
        if passage.in_new
        for hunk in passage.hunks
        if hunk.new.strip() != BREAK_MARK
    ]
    left = {
        hunk.move: hunk
        for passage in delta.passages
        for hunk in passage.hunks
        if hunk.move is not None and hunk.kind == "delete"
    }
    for hunk in hunks:
        start, end = hunk.new_start, hunk.new_start + len(hunk.new)
        carried[start:end] = _sources_of(hunk, left, sources, number)
    for place, source in enumerate(carried):
        if source < 0:  # white space between two alinéas follows what it closes
            carried[place] = carried[place - 1] if place else number
    return carried


def _sources_of(
    hunk: Hunk, left: Mapping[int, Hunk], sources: Sequence[int], number: int
) -> list[int]:
    """The version behind each character of the new side of a hunk."""
    if hunk.kind in {"equal", "spacing"}:
        return _kept(hunk.old, hunk.old_start, hunk.new, sources, number)
    gone = left.get(hunk.move) if hunk.move is not None else None
    if gone is not None:
        return _kept(gone.old, gone.old_start, hunk.new, sources, number)
    return [number] * len(hunk.new)


def _kept(old: str, old_start: int, new: str, sources: Sequence[int], number: int) -> list[int]:
    """The same words in the new spacing, each with the source it had."""
    if old == new:
        return list(sources[old_start : old_start + len(old)])
    before, after = read_words(old), read_words(new)
    kept = [-1] * len(new)
    if before.keys == after.keys:
        for n in range(len(after.keys)):
            source = sources[old_start + before.starts[n]]
            for place in range(after.starts[n], after.cuts[n + 1]):
                kept[place] = source
    following = sources[old_start] if old else number
    for place, source in enumerate(kept):
        if source < 0:
            kept[place] = following
        else:
            following = source
    return kept


def _phrases(
    text: str, sources: Sequence[int], versions: Sequence[ArticleVersion]
) -> Iterator[Phrase]:
    """The alinéas cut where the source changes, never within a word."""
    for alinea in read_alineas(text):
        words = read_words(alinea.text)
        runs = groupby(
            range(len(words.keys)),
            key=lambda n: sources[alinea.start + words.starts[n]],
        )
        told = [(source, next(iter(run))) for source, run in runs]
        cuts = [0, *(words.starts[n] for _source, n in told[1:]), len(alinea.text)]
        for (source, _n), (start, end) in zip(told, pairwise(cuts), strict=bool(told)):
            yield Phrase(
                alinea.number,
                alinea.start + start,
                alinea.start + end,
                alinea.text[start:end],
                versions[source],
            )
