"""What is known of an article, to be read beside it: its history, its origin, what is pending on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from constitution.display import Run, safe
from constitution.language import _
from tui.background import ask
from tui.messages import HistoryRead, OriginRead, PendingOnRead, Troubled
from tui.places.place import trouble
from tui.reading import read_article_history, read_origin, read_pending_on
from tui.widgets.page import Page
from tui.widgets.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constitution.history import Entry
    from tui.app import DraftingRoom

__all__ = ["Aside", "Beside"]

Aside = Literal["history", "origin", "pending"]

_PENDING, _RECORD = "pending ", "record "
"""What the key of an amendment begins with: the place that has it."""


class Beside(Page):
    """What was asked of the article on the page, and the amendments that it names."""

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._folder = folder
        self._asked: tuple[Aside, str | None] | None = None
        self._title = ""
        self._marked = False
        self._named: tuple[Row, ...] = ()

    @property
    def names_any(self) -> bool:
        """Whether an amendment is named that can be opened."""
        return bool(self._named)

    def tell(self, aside: Aside, path: str | None, title: str, *, marked: bool) -> None:
        """What is asked is read, and then told; there is nothing to tell of a folder's name."""
        self._asked, self._title, self._marked = (aside, path), title, marked
        self._named = ()
        folder = self._folder
        if path is None:
            self.show(
                trouble(_("This heading is the name of a folder and has no file of its own."))
            )
            return
        match aside:
            case "history":
                ask(self, "aside", lambda: HistoryRead(path, *read_article_history(folder, path)))
            case "origin":
                ask(self, "aside", lambda: OriginRead(path, read_origin(folder, path)))
            case "pending":
                ask(self, "aside", lambda: PendingOnRead(path, read_pending_on(folder, path)))

    def on_history_read(self, answer: HistoryRead) -> None:
        """The history, if it is still what was asked for."""
        from tui.widgets.records import show_versions

        if self._asked == ("history", answer.path):
            self.show(
                show_versions(
                    self._title, answer.versions, founded=answer.founded, marked=self._marked
                )
            )
            self._name_records(version.entry for version in reversed(answer.versions))

    def on_origin_read(self, answer: OriginRead) -> None:
        """The origin of each phrase."""
        from tui.widgets.records import show_origin

        if self._asked == ("origin", answer.path):
            self.show(show_origin(self._title, answer.phrases))
            self._name_records(phrase.source.entry for phrase in answer.phrases)

    def on_pending_on_read(self, answer: PendingOnRead) -> None:
        """What is pending on the article."""
        from tui.widgets.records import show_pending_on

        if self._asked == ("pending", answer.path):
            self.show(show_pending_on(self._title, answer.found, marked=self._marked))
            ones = {there.one.slug: there.one for there in answer.found}
            self._offer(
                _named(f"{_PENDING}{slug}", one.name, one.amendment.title)
                for slug, one in ones.items()
            )

    def on_troubled(self, message: Troubled) -> None:
        """Why there is no answer stands where the answer was expected."""
        message.stop()
        self.show(trouble(message.sentence, message.hint))

    # -- the amendments that are named -------------------------------------------------------------

    def _name_records(self, entries: Iterable[Entry | None]) -> None:
        from tui.widgets.records import headline

        found = {entry.folder: entry for entry in entries if entry is not None}
        self._offer(
            _named(f"{_RECORD}{folder}", headline(entry), entry.motion.title)
            for folder, entry in found.items()
        )

    def _offer(self, rows: Iterable[Row]) -> None:
        """These amendments can be opened."""
        self._named = tuple(rows)
        self.screen.refresh_bindings()

    def open_named(self) -> None:
        """The amendment that is named is open; of several, the one chosen."""
        from tui.dialogs.choose import Choose

        if len(self._named) == 1:
            self._open(self._named[0].key)
        else:
            self.app.push_screen(Choose(_("Open which amendment?"), self._named), self._open)

    def _open(self, key: str | None) -> None:
        room = cast("DraftingRoom", self.app)
        if key is None:
            return
        if key.startswith(_PENDING):
            room.show_pending(key.removeprefix(_PENDING))
        else:
            room.show_record(key.removeprefix(_RECORD))


def _named(key: str, name: str, title: str) -> Row:
    """An amendment that can be opened, by its name and its title."""
    return Row(key, ((Run("strong", safe(name)), Run("", f" · {safe(title)}")),))
