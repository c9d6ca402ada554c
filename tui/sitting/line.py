"""The line above the sitting: the last result, whoever declared it, and what the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from constitution.display import safe
from constitution.language import _
from constitution.vote import VoteRecord
from tui.widgets.records import headline, vote_words

if TYPE_CHECKING:
    from constitution.assembly.projecting import Sent
    from constitution.assembly.sitting import Stage
    from constitution.history import Entry
    from tui.reading import Room
    from tui.sitting.reading import Agenda

__all__ = ["SittingLine"]


class SittingLine(Static):
    """Where the sitting is."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._room: Room | None = None
        self._sent: Sent | None = None
        self._warning = ""
        self._stages: dict[str, Stage] = {}
        """Where the vote on each amendment stands that waits for one, by number."""

    @property
    def last_result(self) -> Entry | None:
        """The last record of this assembly; none was made here by what an import reports."""
        records = self._room.records if self._room is not None else ()
        return next((one for one in reversed(records) if not _is_reported(one)), None)

    def receive(self, room: Room) -> None:
        """The room as it is now."""
        self._room = room
        self._tell()

    def sent(self, sent: Sent | None) -> None:
        """What the screen shows now."""
        self._sent = sent
        self._tell()

    def follow(self, agenda: Agenda) -> None:
        """Where each vote stands, and what the sitting must know before it goes on."""
        self._warning = agenda.unvoted
        self._stages = {str(turn.number): turn.stage for turn in agenda.turns}
        self._tell()

    def _tell(self) -> None:
        lines = [f"! {self._warning}"] if self._warning else []
        last = self.last_result
        if last is not None:
            told = _("Last result: {headline}").format(headline=headline(last))
            lines.append(f"{told} — {' '.join(vote_words(last)[:1])}")
        if self._sent is not None:
            lines.append(self.words_for(self._sent))
        if not lines:
            lines.append(_("Nothing was voted on here yet, and the screen is empty."))
        self.update(Content(safe("\n".join(lines), lines=True)))

    def words_for(self, sent: Sent) -> str:
        """What the screen shows, in a sentence."""
        return _("On the screen: {what}").format(what=self._words(sent))

    def _words(self, sent: Sent) -> str:
        name = self._called(sent.name)
        match sent.kind:
            case "article":
                return self._room.title(sent.name) if self._room is not None else sent.name
            case "amendment":
                return _("amendment {name}").format(name=name)
            case "question":
                return self._question(sent.name).format(name=name)
            case "result":
                return _("the result of amendment {name}").format(name=name)

    def _question(self, folder: str) -> str:
        """What was put to the vote; where that vote is over, the key that sends what came of it."""
        last = self.last_result
        if last is not None and last.folder == folder:
            return _("amendment {name}, whose vote is over; `R` sends the result")
        if self._room is not None and any(one.folder == folder for one in self._room.records):
            return _(
                "amendment {name}, whose vote is over; `s` in the history (4) sends the result"
            )
        stage = self._stages.get(folder.partition("-")[0])
        if stage == "counted":
            return _("amendment {name}, whose vote is closed; `s` sends what was counted")
        if stage == "postponed":
            return _("amendment {name}, whose vote had no quorum; `s` sends that")
        return _("amendment {name}, put to the vote")

    def _called(self, folder: str) -> str:
        """What an amendment is called in the sitting, by its number or the folder of its vote."""
        number = folder.partition("-")[0]
        if self._room is None:
            return number
        for record in self._room.records:
            if record.folder == folder:
                return record.name
        ones = (one.name for one in self._room.pending if str(one.number) == number)
        return next(ones, number)


def _is_reported(record: Entry) -> bool:
    """Whether it was voted on, or entered into force, before anything was counted here."""
    return isinstance(record.record, VoteRecord) and record.record.evidence == "reported"
