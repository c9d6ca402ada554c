"""The table of contents as rows: headings that fold, articles below them, and a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from constitution.article import Article
from constitution.display import Run, safe
from constitution.language import N_
from constitution.number import fold
from constitution.path import is_heading_file
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.binding import BindingType

    from constitution.article import Entry

__all__ = ["Contents", "key_of"]


def key_of(entry: Entry) -> str:
    """The path of an article or of a folder's heading; a heading within a file bears both."""
    part = entry.part
    if isinstance(part, Article) or is_heading_file(part.path):
        return part.path
    return f"{part.path}#{part.title}"


def _title(entry: Entry) -> str:
    return safe(entry.part.title or entry.part.path)


class Contents(Rows):
    """The contents of a text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,minus", "fold", N_("Fold this heading"), show=False),
        Binding("right,l,plus", "unfold", N_("Unfold this heading"), show=False),
    ]

    def __init__(self, *, turn: Callable[[str], object], id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(turn=turn, id=id)
        self._entries: tuple[Entry, ...] = ()
        self._titles: tuple[str, ...] = ()
        """The title of each entry, safe to show."""
        self._folded_titles: tuple[str, ...] = ()
        """The title of each entry as the filter reads it."""
        self._folded: set[str] = set()
        self._filter: tuple[str, ...] = ()
        self._found: Mapping[str, Sequence[int]] = {}

    def list(self, entries: Sequence[Entry]) -> None:
        """Other contents; what was folded stays so."""
        self._entries = tuple(entries)
        self._titles = tuple(map(_title, entries))
        self._folded_titles = tuple(f" {fold(title)}" for title in self._titles)
        self.fill(tuple(self._shown()))

    def sift(self, words: str, found: Mapping[str, Sequence[int]], *, at: str | None) -> None:
        """Only entries whose title has every word, or that are `found`; all where there is none.

        `found` are the numbers of the alinéas that have the words, by path; they stand beside.
        The cursor stands `at` an entry where that is among them, else on the first.
        """
        self._found = found
        self._filter = tuple(fold(words).split())
        self.fill(tuple(self._shown()), at=at)

    @property
    def is_sifted(self) -> bool:
        """Whether a filter hides entries."""
        return bool(self._filter)

    def point(self, key: str) -> bool:
        """Whether the entry is there; it is unfolded, and the cursor stands on it."""
        if super().point(key):
            return True
        self._folded.clear()
        self._filter = ()
        self.fill(tuple(self._shown()))
        return super().point(key)

    def _shown(self) -> Iterator[Row]:
        if self._filter:
            every = zip(self._entries, self._titles, self._folded_titles, strict=True)
            for entry, title, folded in every:
                if key_of(entry) in self._found or all(word in folded for word in self._filter):
                    yield self._row(entry, title, 0)
            return
        hidden: int | None = None
        for entry, title in zip(self._entries, self._titles, strict=True):
            key = key_of(entry)
            if hidden is not None and entry.depth > hidden:
                continue
            hidden = entry.depth if key in self._folded else None
            yield self._row(entry, title, entry.depth)

    def _row(self, entry: Entry, title: str, depth: int) -> Row:
        key = key_of(entry)
        lead = "  " * depth
        if isinstance(entry.part, Article):
            alineas = ", ".join(map(str, self._found.get(key, ())))
            where = f" · {alineas}" if self._filter and alineas else ""
            return Row(key, ((Run("", f"{lead}{title}"), Run("quiet", where)),))
        sign = "▸" if key in self._folded else "▾"
        return Row(key, ((Run("heading", f"{lead}{sign} {title}"),),))

    def _place(self) -> int | None:
        keys = [key_of(entry) for entry in self._entries]
        return keys.index(self.key) if self.key in keys else None

    def action_fold(self) -> None:
        """The heading hides what stands below it; on an article, its heading does."""
        place = self._place()
        if place is None or self._filter:
            return
        if isinstance(self._entries[place].part, Article) or self.key in self._folded:
            depth = self._entries[place].depth
            above = (n for n in range(place - 1, -1, -1) if self._entries[n].depth < depth)
            place = next(above, place)
            if isinstance(self._entries[place].part, Article):
                return
        key = key_of(self._entries[place])
        self._folded.add(key)
        self.fill(tuple(self._shown()))
        super().point(key)

    def action_unfold(self) -> None:
        """The heading shows what stands below it; what is not folded is read."""
        if self.key in self._folded:
            self._folded.discard(self.key)
            self.fill(tuple(self._shown()))
        else:
            self.action_open()
