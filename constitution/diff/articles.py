"""One article across two versions: what became of it, alinéa by alinéa."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.diff.breaks import in_one_column
from constitution.diff.degrees import degree_of_all
from constitution.diff.passages import Passage, diff_passages, invert_passage
from constitution.diff.words import tally_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.diff.degrees import Degree
    from constitution.diff.hunks import Hunk
    from constitution.diff.places import Place
    from constitution.stub import StubChange

__all__ = ["ArticleDelta", "ArticleStatus", "WordCount", "count_words", "diff_article"]

ArticleStatus = Literal["unchanged", "added", "removed", "amended", "moved", "moved and amended"]

_INVERSE: dict[ArticleStatus, ArticleStatus] = {
    "unchanged": "unchanged",
    "added": "removed",
    "removed": "added",
    "amended": "amended",
    "moved": "moved",
    "moved and amended": "moved and amended",
}


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words were inserted, deleted, and moved without a change."""

    inserted: int = 0
    deleted: int = 0
    moved: int = 0

    def __add__(self, other: WordCount) -> WordCount:
        return WordCount(
            self.inserted + other.inserted, self.deleted + other.deleted, self.moved + other.moved
        )


@dataclass(frozen=True, slots=True)
class ArticleDelta:
    """What became of one article: its paths, both its texts to the byte, and its passages.

    An added article has neither `old` nor `old_path`, a removed one neither `new` nor `new_path`.
    """

    status: ArticleStatus
    old_path: str | None
    new_path: str | None
    old: str | None
    new: str | None
    passages: tuple[Passage, ...]
    place: Place | None = field(default=None, compare=False)
    """Where it was moved to among the others; None where it was not, or nobody looked."""
    place_before: Place | None = field(default=None, compare=False)
    """Where it stood among the others, for the way back."""

    @property
    def path(self) -> str:
        """Where the article stands now, or where it stood."""
        path = self.new_path if self.new_path is not None else self.old_path
        return "" if path is None else path

    @property
    def changes_words(self) -> bool:
        """Whether any word or sign changed; a move, a break, a quotation mark or a space changes none."""
        return self.degree == "words"

    @property
    def degree(self) -> Degree | None:
        """How far the change goes; None where the text is the same to the byte."""
        found = degree_of_all(self.passages)
        return "spacing" if found is None and self.old != self.new else found

    @property
    def changes_alineas(self) -> bool:
        """Whether words, breaks or levels changed: what is shown alinéa by alinéa."""
        return self.degree in {"words", "breaks", "level"}

    @property
    def words(self) -> WordCount:
        """How many words were inserted, deleted and moved, as they are shown in one column.

        What was split or joined is counted beside the words it had: a break changes none.
        """
        return sum(map(count_words, in_one_column(self.passages)), WordCount())

    @property
    def renumbered(self) -> tuple[str, str] | None:
        """The number the article bore and the one it bears; None where that is the same one."""
        from constitution.part import number_span  # noqa: PLC0415 - few ask, and only of two sides

        if self.old is None or self.new is None:
            return None
        numbers = []
        for text in (self.old, self.new):
            line = text.partition("\n")[0]
            span = number_span(line)
            numbers.append(None if span is None else line[slice(*span)])
        old, new = numbers
        return None if old is None or new is None or old == new else (old, new)

    @property
    def only_renumbered(self) -> bool:
        """Whether the number it bears is all that changed in it."""
        from constitution.part import same_but_number  # noqa: PLC0415 - few ask, and only of two sides

        return (
            self.renumbered is not None
            and self.old is not None
            and self.new is not None
            and same_but_number(self.old, self.new)
        )

    @property
    def stub(self) -> StubChange | None:
        """Whether it was repealed and left its number as a stub, or words fill that stub again."""
        from constitution.part import stub_change  # noqa: PLC0415 - few ask, and only of two sides

        return stub_change(self.old, self.new)

    def invert(self) -> ArticleDelta:
        """The delta that takes the new article back to the old."""
        return ArticleDelta(
            _INVERSE[self.status],
            self.new_path,
            self.old_path,
            self.new,
            self.old,
            tuple(_in_order(map(invert_passage, self.passages))),
            self.place_before,
            self.place,
        )


def diff_article(
    old: str | None, new: str | None, old_path: str | None = "", new_path: str | None = ""
) -> ArticleDelta:
    """What became of one article, None standing for a text that does not exist."""
    moved = None not in (old, new) and old_path != new_path
    status: ArticleStatus
    if old is None:
        status = "unchanged" if new is None else "added"
    elif new is None:
        status = "removed"
    elif old == new:
        status = "moved" if moved else "unchanged"
    else:
        status = "moved and amended" if moved else "amended"
    return ArticleDelta(
        status,
        None if old is None else old_path,
        None if new is None else new_path,
        old,
        new,
        diff_passages(old or "", new or ""),
    )


def count_words(passage: Passage) -> WordCount:
    """How many words a passage inserts, deletes and moves; a moved alinéa is counted once."""
    if passage.status == "moved away":
        return WordCount()
    total = sum(map(_count_hunk, passage.hunks), WordCount())
    if passage.status == "moved here":
        total += WordCount(
            moved=sum(tally_words(h.new) for h in passage.hunks if not h.changes_words)
        )
    return total


def _count_hunk(hunk: Hunk) -> WordCount:
    match hunk.kind:
        case "equal" | "spacing":
            return WordCount()
        case "insert" | "delete" | "replace":
            if hunk.move is not None:
                return WordCount(moved=tally_words(hunk.new))
            return WordCount(inserted=tally_words(hunk.new), deleted=tally_words(hunk.old))
        case never:
            assert_never(never)


def _in_order(passages: Iterator[Passage]) -> Iterator[Passage]:
    """What is gone before what has come in its place, as in every delta."""
    come: list[Passage] = []
    for passage in passages:
        if passage.in_old and passage.in_new:
            yield from come
            come = []
        elif passage.in_new:
            come.append(passage)
            continue
        yield passage
    yield from come
