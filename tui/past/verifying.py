"""The line above the history: verification made in the background, and its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from constitution.display import safe
from constitution.language import _
from tui.background import Abandoned, ask, tell
from tui.messages import Troubled, VerdictRead, Verifying
from tui.reading import read_verdict
from tui.widgets.records import verdict_line

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import Entry
    from constitution.verify import RecordReport, Verdict
    from tui.reading import Room

__all__ = ["Verification"]

_EVERY = 20
"""How many commits are judged between two words about it."""


class Verification(Static):
    """What this copy proves, in a line; the whole of it is there to be asked for."""

    class Done(Message):
        """There is a verdict, or a reason why there is none."""

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._folder = folder
        self.verdict: Verdict | None = None
        self.trouble: Troubled | None = None
        """Why there is no verdict."""

    @property
    def is_done(self) -> bool:
        """Whether there is something to be read in full."""
        return self.verdict is not None or self.trouble is not None

    def report(self, record: Entry) -> RecordReport | None:
        """What verification says of a record, once it has."""
        reports = self.verdict.records if self.verdict is not None else ()
        return next((one for one in reports if one.sequence == record.record.sequence), None)

    def begin(self, room: Room) -> None:
        """Verification of the room as it is now begins; there is none where nothing was founded."""
        if not room.is_founded:
            self._say(_("This text has no assembly: there is no vote to verify."))
            return
        self._say(_("Verifying…"))
        folder = self._folder

        def progress(done: int, total: int) -> None:
            if get_current_worker().is_cancelled:
                raise Abandoned
            if done % _EVERY == 0:
                tell(self, Verifying(done, total))

        ask(self, "verify", lambda: VerdictRead(read_verdict(folder, progress)))

    def on_verifying(self, message: Verifying) -> None:
        """How far verification has come."""
        message.stop()
        self._say(
            _("Verifying… {done} of {total} acts").format(done=message.done, total=message.total)
        )

    def on_verdict_read(self, answer: VerdictRead) -> None:
        """The verdict in a line."""
        answer.stop()
        self.verdict, self.trouble = answer.verdict, None
        self._say(verdict_line(answer.verdict))
        self.post_message(self.Done())

    def on_troubled(self, message: Troubled) -> None:
        """Why there is no verdict stands where it was expected."""
        message.stop()
        self.verdict, self.trouble = None, message
        self._say(f"? {message.sentence}")
        self.post_message(self.Done())

    def _say(self, sentence: str) -> None:
        self.update(Content(safe(sentence)))
