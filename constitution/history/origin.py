"""Where each phrase of an article comes from: the record that brought it.

The versions of the article are replayed, oldest first. Words that a version keeps, respaces or
moves within the article keep their origin, and so do those of an alinéa that it splits, or joins to
another, or that the same act took out of another article word for word; words that it inserts, or
puts in place of others, are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeAlias

from constitution.diff import diff_article, diff_texts, read_alineas, read_words
from constitution.diff.breaks import BREAK_MARK, in_one_column
from constitution.diff.words import folded
from constitution.errors import Unknown
from constitution.history.article import article_history
from constitution.history.index import touches_at
from constitution.history.snapshot import Snapshot
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from constitution.diff import Alinea, ArticleDelta, Hunk, Passage
    from constitution.history.article import ArticleVersion
    from constitution.history.records import Entry
    from constitution.repository import CommitId, Repository

__all__ = ["Phrase", "origin", "trace_origin"]


Arrival: TypeAlias = "tuple[Alinea, Sequence[Phrase]]"
"""An alinéa that comes from another article, and its phrases as they stood there."""


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
    return trace_origin(versions, partial(_from_elsewhere, repository))


def _from_nowhere(_version: ArticleVersion, _delta: ArticleDelta) -> Iterator[Arrival]:
    return iter(())


def trace_origin(
    versions: Iterable[ArticleVersion],
    arrivals: Callable[[ArticleVersion, ArticleDelta], Iterator[Arrival]] = _from_nowhere,
) -> tuple[Phrase, ...]:
    """The last version phrase by phrase, each with the version among these that brought it.

    `arrivals` tells which alinéas a version has from another article; their words keep the version
    of that article that brought them.
    """
    text = ""
    sources: list[ArticleVersion] = []
    for version in versions:
        new = version.new or ""
        if new != text:
            delta = diff_article(text, new)
            sources = _carry(delta, sources, version)
            for alinea, phrases in arrivals(version, delta):
                old = "".join(phrase.text for phrase in phrases)
                before = [phrase.source for phrase in phrases for _character in phrase.text]
                kept = _kept(old, 0, alinea.text, before, version)
                sources[alinea.start : alinea.start + len(kept)] = kept
            text = new
    return tuple(_phrases(text, sources))


def _from_elsewhere(
    repository: Repository, version: ArticleVersion, delta: ArticleDelta
) -> Iterator[Arrival]:
    """The alinéas that a version has, word for word, from an article of the text before it."""
    come = {
        folded(passage.new.text): passage.new
        for passage in delta.passages
        if passage.status == "added" and passage.new is not None and passage.new.number is not None
    }
    if not come or version.kind == "founded" or not version.commit.parents:
        return
    before, after = version.commit.parents[0], version.commit.id
    others = {
        touch.old_path: touch.old_blob
        for touch in touches_at(repository, after)
        if touch.old_path != version.old_path and touch.old_blob is not None
    }
    if not any(_holds(repository, blob, come) for blob in others.values()):
        return
    numbers = {alinea.number: alinea for alinea in come.values()}
    whole = diff_texts(Snapshot(repository, before).texts, Snapshot(repository, after).texts)
    for one in whole.transfers:
        alinea = numbers.get(one.new_alinea) if one.new_path == version.new_path else None
        if alinea is not None and one.old_path in others:
            phrases = origin(repository, before, one.old_path)
            yield alinea, [phrase for phrase in phrases if phrase.alinea == one.old_alinea]


def _holds(repository: Repository, blob: str, come: Container[str]) -> bool:
    """Whether one of these alinéas stands in a file."""
    alineas = read_alineas(repository.blob(blob).decode("utf-8", "replace"))
    return any(folded(alinea.text) in come for alinea in alineas)


def _carry(
    delta: ArticleDelta, sources: Sequence[ArticleVersion], version: ArticleVersion
) -> list[ArticleVersion]:
    """For each character of the new text, the version that brought it."""
    carried = _carried(delta, delta.passages, sources, version)
    if any(passage.division is not None for passage in delta.passages):
        # what stands on the other side of a break that came or went is no new word
        across = _carried(delta, in_one_column(delta.passages), sources, version)
        carried = [
            other if one is version else one for one, other in zip(carried, across, strict=True)
        ]
    return carried


def _carried(
    delta: ArticleDelta,
    passages: Sequence[Passage],
    sources: Sequence[ArticleVersion],
    version: ArticleVersion,
) -> list[ArticleVersion]:
    """The same, as the passages tell it."""
    carried: list[ArticleVersion | None] = [None] * len(delta.new or "")
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
        carried[start:end] = _sources_of(hunk, left, sources, version)
    return _filled(carried, version)


def _filled(
    carried: Iterable[ArticleVersion | None], first: ArticleVersion
) -> list[ArticleVersion]:
    """What has no source of its own, such as the space between two alinéas, follows what it closes."""
    filled = []
    following = first
    for source in carried:
        following = source or following
        filled.append(following)
    return filled


def _sources_of(
    hunk: Hunk,
    left: Mapping[int, Hunk],
    sources: Sequence[ArticleVersion],
    version: ArticleVersion,
) -> list[ArticleVersion]:
    """The version behind each character of the new side of a hunk."""
    if hunk.kind in {"equal", "spacing"}:
        return _kept(hunk.old, hunk.old_start, hunk.new, sources, version)
    gone = left.get(hunk.move) if hunk.move is not None else None
    if gone is not None:
        return _kept(gone.old, gone.old_start, hunk.new, sources, version)
    return [version] * len(hunk.new)


def _kept(
    old: str,
    old_start: int,
    new: str,
    sources: Sequence[ArticleVersion],
    version: ArticleVersion,
) -> list[ArticleVersion]:
    """The same words in the new spacing, each with the source it had."""
    if old == new:
        return list(sources[old_start : old_start + len(old)])
    before, after = read_words(old), read_words(new)
    kept: list[ArticleVersion | None] = [None] * len(new)
    if before.keys == after.keys:
        for n in range(len(after.keys)):
            source = sources[old_start + before.starts[n]]
            for place in range(after.starts[n], after.cuts[n + 1]):
                kept[place] = source
    return _filled(kept, sources[old_start] if old else version)


def _phrases(text: str, sources: Sequence[ArticleVersion]) -> Iterator[Phrase]:
    """The alinéas cut where the source changes, never within a word."""
    for alinea in read_alineas(text):
        words = read_words(alinea.text)
        runs = groupby(
            range(len(words.keys)),
            key=lambda n: id(sources[alinea.start + words.starts[n]]),
        )
        firsts = [next(run) for _source, run in runs]
        cuts = [0, *(words.starts[n] for n in firsts[1:]), len(alinea.text)]
        for n, (start, end) in zip(firsts, pairwise(cuts), strict=bool(firsts)):
            yield Phrase(
                alinea.number,
                alinea.start + start,
                alinea.start + end,
                alinea.text[start:end],
                sources[alinea.start + words.starts[n]],
            )
