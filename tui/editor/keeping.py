"""What is typed, on the disk soon after; and whether it is, said above the text."""

from __future__ import annotations

import asyncio
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from constitution.display import safe, width_of
from constitution.language import _
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.timer import Timer

    from tui.editor.writing import Writing

__all__ = ["Keeping"]

KEEP_AFTER = 0.6
"""Seconds without a key after which what was typed is kept."""
KEEP_WITHIN = 1.0
"""Seconds after the first key that is not kept yet after which it is, although the keys go on.

A busy machine has as long again to write it: within two seconds it is on the disk.
"""
KEEP_AGAIN = 5.0
"""Seconds after which it is tried again where it could not be kept."""


class Keeping(Static):
    """Keeps the text of one editor until it is saved or given up; its words are true of the disk."""

    def __init__(
        self, writing: Writing, read: Callable[[], str], where: Callable[[], tuple[int, int]]
    ) -> None:
        """`read` is asked for what is typed, and `where` for where one is typing."""
        super().__init__(id="kept")
        self._held = writing.held
        self._read = read
        self._where = where
        self._saved = writing.text
        self._on_disk = writing.found.text if writing.found is not None else None
        """What is kept; None where nothing is."""
        self._pointed = writing.found.cursor if writing.found is not None else None
        """Where one was typing when that was kept last."""
        self._timer: Timer | None = None
        self._by: float | None = None
        self._is_at_work = False
        self._trouble = ""
        """Why the text could not be kept when that was tried last."""
        self._told = ""
        self._writing_to_disk = Lock()
        self._is_ended = False
        """Whether it was said what becomes of the text."""
        self.waits = False
        """Whether it is still to be said what becomes of a text that was typed before."""

    def on_mount(self) -> None:
        """There is room for what is mostly said: while one types nothing is laid out anew for it."""
        mostly = (_("kept"), _("not kept yet"))
        self.styles.min_width = max(map(width_of, mostly)) + self.styles.gutter.width

    @property
    def file(self) -> Path | None:
        """Where the text is kept; None where it cannot be."""
        return self._held.file if self._held is not None else None

    @property
    def _wanted(self) -> str | None:
        """What is to be on the disk: what is typed, and nothing where that is saved already."""
        text = self._read()
        return None if text == self._saved else text

    @property
    def _is_behind(self) -> bool:
        """Whether the disk has another text, or another place in it, than what is in the editor."""
        wanted = self._wanted
        return wanted != self._on_disk or (wanted is not None and self._where() != self._pointed)

    # -- as one types ------------------------------------------------------------------------------

    def follow(self) -> None:
        """The text was changed: what is on the disk follows, soon."""
        if self._held is None or self.waits or self._is_ended:
            return
        self._trouble = ""
        self._tell()
        self._stop()
        if self._wanted == self._on_disk:
            self._by = None
            return
        now = monotonic()
        if self._by is None:
            self._by = now + KEEP_WITHIN
        self._timer = self.set_timer(max(min(KEEP_AFTER, self._by - now), 0.01), self._keep)

    def follow_cursor(self) -> None:
        """The cursor went elsewhere in a text that is kept: that follows too, once it rests."""
        if self._on_disk is None or self._by is not None or self.waits or self._is_ended:
            return
        self._stop()
        self._timer = self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._by = None
        if not self._is_at_work:
            self._is_at_work = True
            self.run_worker(self._keep_all(), group="keep")

    async def _keep_all(self) -> None:
        """What is typed is on the disk; what is typed meanwhile too. A cursor that goes on waits."""
        is_behind = self._is_behind
        try:
            while is_behind and not self._is_ended:
                wanted, cursor = self._wanted, self._where()
                await asyncio.to_thread(self._write, wanted, cursor)
                self._on_disk, self._pointed = wanted, cursor
                self._trouble = ""
                is_behind = self._wanted != wanted
        except OSError as error:
            self._trouble = reason_of(error)
            self._timer = self.set_timer(KEEP_AGAIN, self._keep)
        finally:
            self._is_at_work = False
            self._tell()

    def _write(self, wanted: str | None, cursor: tuple[int, int]) -> None:
        """Unless the editor was left meanwhile: what was saved or given up does not come back."""
        with self._writing_to_disk:
            if self._held is None or self._is_ended:
                return
            if wanted is None:
                self._held.forget()
            elif wanted == self._on_disk:
                self._held.point(cursor)
            else:
                self._held.keep(wanted, cursor)

    def _tell(self) -> None:
        wanted = self._wanted
        if self._trouble:
            words = _("cannot be kept: {reason}").format(reason=self._trouble)
        elif wanted is None:
            words = ""
        else:
            words = _("kept") if wanted == self._on_disk else _("not kept yet")
        if words != self._told:
            self._told = words
            content = Content(safe(words))
            self.update(content, layout=content.cell_length > self.content_size.width)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()

    # -- what becomes of it ------------------------------------------------------------------------

    def keep_now(self) -> None:
        """What is typed is on the disk before this returns: something is about to end the room."""
        if not self.waits and self._is_behind:
            self._write(self._wanted, self._where())

    def forget(self) -> None:
        """Nothing is kept of what was typed before; `OSError` where it cannot be removed."""
        with self._writing_to_disk:
            if self._held is not None:
                self._held.forget()
            self._on_disk = None

    def begin_from(self, text: str) -> None:
        """This is the text that is saved, whoever saved it."""
        self._saved = text
        self.follow()

    def end(self, *, forget: bool = False) -> None:
        """Nothing is written any more, and another window may type the text.

        `OSError` where what was kept is to be forgotten and cannot be removed.
        """
        self._stop()
        try:
            with self._writing_to_disk:
                self._is_ended = True
                if forget and self._held is not None:
                    self._held.forget()
        finally:
            if self._held is not None:
                self._held.let_go()
