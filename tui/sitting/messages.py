"""What workers tell the sitting: an answer to what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from constitution.assembly.projecting import Sent
    from tui.sitting.projection import Projection
    from tui.sitting.reading import (
        Agenda,
        Called,
        Fates,
        PuttingShown,
        ResultShown,
        RollCallShown,
    )

__all__ = [
    "AgendaRead",
    "CalledRead",
    "FatesRead",
    "ProjectionRead",
    "PuttingRead",
    "ResultRead",
    "RollCallRead",
    "SentRead",
    "Watched",
]


class AgendaRead(Message):
    """Every amendment in the order of call."""

    def __init__(self, agenda: Agenda) -> None:
        super().__init__()
        self.agenda = agenda


class CalledRead(Message):
    """One amendment as it is called."""

    def __init__(self, called: Called) -> None:
        super().__init__()
        self.called = called


class FatesRead(Message):
    """What becomes of the others."""

    def __init__(self, fates: Fates) -> None:
        super().__init__()
        self.fates = fates


class PuttingRead(Message):
    """What would be put to the vote."""

    def __init__(self, shown: PuttingShown) -> None:
        super().__init__()
        self.shown = shown


class ResultRead(Message):
    """What would be declared."""

    def __init__(self, shown: ResultShown) -> None:
        super().__init__()
        self.shown = shown


class RollCallRead(Message):
    """A roll call to be taken."""

    def __init__(self, shown: RollCallShown) -> None:
        super().__init__()
        self.shown = shown


class SentRead(Message):
    """What the projector shows."""

    def __init__(self, sent: Sent | None) -> None:
        super().__init__()
        self.sent = sent


class Watched(Message):
    """What was sent and where every branch stands: two answers differ when something moved."""

    def __init__(self, seen: object, part: int) -> None:
        super().__init__()
        self.seen = seen
        self.part = part


class ProjectionRead(Message):
    """What the screen shows."""

    def __init__(self, shown: Projection, part: int) -> None:
        super().__init__()
        self.shown = shown
        self.part = part
