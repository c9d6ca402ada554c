"""What the chair decides in the sitting without a vote, and what the screen on the wall shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.projecting import Sent, clear_screen, send_to_screen, turn_screen
from constitution.motion import changed_paths
from tui.places.place import Place
from tui.sitting import asking
from tui.sitting.line import SittingLine
from tui.sitting.oral import move_orally
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from constitution.assembly.sitting import Turn
    from constitution.history import Entry
    from tui.sitting.reading import Agenda, Called

__all__ = ["Chairing"]


class Chairing(Place):
    """A place with the order of call: another order, rulings, oral amendments, the screen."""

    _agenda: Agenda | None
    _called: Called | None

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._agenda = None
        self._called = None

    def put(self, names: Sequence[str], *, again: bool = False) -> None:
        """What would be put is shown, and sealed on a yes."""
        raise NotImplementedError

    @property
    def _rows(self) -> Rows:
        return self.query_one("#turns", Rows)

    @property
    def _line(self) -> SittingLine:
        return self.query_one(SittingLine)

    @property
    def _turn(self) -> Turn | None:
        """The turn under the cursor."""
        return self._agenda.turn(self._rows.key) if self._agenda is not None else None

    # -- the order, and what is not voted on -------------------------------------------------------

    def action_order(self) -> None:
        """The chair calls an amendment elsewhere, with a reason that is recorded."""
        self._call_elsewhere(None, after=False)

    def action_call_later(self) -> None:
        """After the next one."""
        self._call_elsewhere(1, after=True)

    def action_call_earlier(self) -> None:
        """Before the one above."""
        self._call_elsewhere(-1, after=False)

    def _call_elsewhere(self, by: int | None, *, after: bool) -> None:
        turn, agenda = self._turn, self._agenda
        if turn is None or agenda is None:
            return
        others = [one for one in agenda.turns if one.number != turn.number]
        place = agenda.turns.index(turn)
        beside = place + by if by is not None else 0
        if others and 0 <= beside < len(agenda.turns):
            chosen = agenda.turns[beside].number if by is not None else others[0].number
            self.app.push_screen(
                asking.elsewhere(turn, others, chosen, after=after, is_placed=by is not None)
            )

    def action_as_proposed(self) -> None:
        """The chair's decisions on the order are withdrawn, with a reason."""
        self.app.push_screen(asking.as_proposed())

    def action_dispose(self) -> None:
        """What is not voted on is disposed of, with a ruling."""
        turn = self._turn
        if turn is not None:
            ground = self._ground(turn)
            self.app.push_screen(asking.disposal(turn, ground))

    def _ground(self, turn: Turn) -> Entry | None:
        """The last result, where it adopted words that keep the amendment from being put."""
        last, called = self._line.last_result, self._called
        if last is None or called is None or called.number != turn.number:
            return None
        is_overtaken = bool(called.clashes) or (
            called.trouble is not None and not turn.pending.is_rectified and called.tally is None
        )
        touched = changed_paths(last.adopted) & turn.pending.files.keys()
        return last if is_overtaken and touched else None

    def action_oral(self) -> None:
        """What somebody moves in the sitting is written on the screen, and put."""
        room, turn = self.drafting_room, self._turn
        article = self._article(turn)
        room.tell(move_orally(room, turn, article, lambda number: self.put([number])))

    def _article(self, turn: Turn | None) -> str:
        """The path of the article that is being discussed; empty where there is none."""
        path = turn.called.candidate.path if turn is not None else None
        return path if path is not None and self.room and path in self.room.texts else ""

    # -- the screen --------------------------------------------------------------------------------

    def action_send(self) -> None:
        """The screen shows what is called: the amendment, the question, or its counted result."""
        turn, called = self._turn, self._called
        if turn is None:
            return
        tally = called.tally if called is not None and called.number == turn.number else None
        if tally is None:
            self.send(Sent("amendment", turn.number))
        else:
            self.send(Sent("result" if tally.is_closed else "question", tally.folder))

    def action_send_result(self) -> None:
        """The screen shows the last result that was recorded."""
        last = self._line.last_result
        if last is not None:
            self.send(Sent("result", last.folder))

    def send(self, sent: Sent) -> None:
        """The screen shows something."""
        self.drafting_room.project(lambda state: send_to_screen(state, sent))
        self._line.sent(sent)
        if self.drafting_room.here is not self:  # where the line is not in sight
            if self.room is not None:
                self._line.receive(self.room)
            self.drafting_room.say(self._line.words_for(sent))

    def action_turn_screen(self) -> None:
        """The screen shows the next part of what is longer than it."""
        self.drafting_room.project(turn_screen)

    def action_clear(self) -> None:
        """The screen shows nothing."""
        self.drafting_room.project(clear_screen)
        self._line.sent(None)
