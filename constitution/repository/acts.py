"""What was done in this clone, so that the last act can be taken back, and one cut short completed.

Each act is one line of JSON in `.git/constitution/acts`: the refs it moved, from where to where.
Taking an act back is an act of its own, and so is bringing it back. Before an act moves its first
ref it is written to `.git/constitution/under-way`, and taken from there once it is remembered:
whatever is found there by somebody who is alone was cut short.

Losing these files loses no committed work, only the way back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from constitution.errors import Outdated, Refused
from constitution.language import _
from constitution.repository.commits import CommitId
from constitution.repository.keeping import alone, discard, keep
from constitution.repository.refs import RefMove

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constitution.repository.store import Repository

__all__ = ["Act", "Acts", "Settled"]

_KEPT = 500

Kind = Literal["done", "undone", "redone", "exchanged"]
"""What an act is: something done, an act taken back, one brought back, refs exchanged."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done: its verb, what it was done to, and the refs it moved."""

    verb: str
    subject: str
    moves: tuple[RefMove, ...]
    kind: Kind = "done"
    """For an act that was taken back or brought back, verb and subject are those of that act."""

    def reversed(self) -> tuple[RefMove, ...]:
        """The moves that take it back."""
        return tuple(RefMove(move.ref, move.new, move.old) for move in self.moves)


@dataclass(frozen=True, slots=True)
class Settled:
    """An act that was cut short, and what became of it."""

    act: Act
    completed: bool
    """Whether it was completed; it was taken back otherwise."""


@dataclass(slots=True)
class Acts:
    """The acts of this clone, oldest first."""

    repository: Repository

    @property
    def _file(self) -> Path:
        return self.repository.state_folder / "acts"

    @property
    def _under_way(self) -> Path:
        return self.repository.state_folder / "under-way"

    # -- what was done -------------------------------------------------------------------------

    def journal(self) -> list[Act]:
        """Every act that can still be named, those that took another back among them."""
        if not self._file.is_file():
            return []
        lines = self._file.read_text(encoding="utf-8", errors="replace").split("\n")
        return [act for line in lines if (act := _read(line)) is not None]

    def all(self) -> list[Act]:
        """Every act that stands: done, and not taken back."""
        return _standing(self.journal())[0]

    def taken_back(self) -> list[Act]:
        """The acts that were taken back and can be brought back, the next one last."""
        return _standing(self.journal())[1]

    def interrupted(self) -> Act | None:
        """An act that was begun and is not remembered: under way elsewhere, or cut short."""
        try:
            return _read(self._under_way.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return None

    def _remember(self, act: Act) -> None:
        acts = self.journal()
        if acts and acts[-1] == act:
            return  # it was cut short when only this was left
        keep(self._file, "".join(map(_line, [*acts, act][-_KEPT:])).encode())

    # -- doing ---------------------------------------------------------------------------------

    def do(self, act: Act) -> tuple[str, ...]:
        """The work-tree files that were refreshed, once the act was published and remembered.

        An act that was cut short is settled first.
        """
        with alone(self.repository.state_folder):
            self._settle()
            return self._do(act)

    def note(self, act: Act) -> None:
        """The act is remembered; the refs it moved are not of this clone."""
        with alone(self.repository.state_folder):
            self._remember(act)

    def _do(self, act: Act) -> tuple[str, ...]:
        keep(self._under_way, _line(act).encode())
        try:
            fresh = self.repository.publish(act.moves)
        except (Refused, Outdated):
            if self._stands_as_before(act):
                discard(self._under_way)
            raise
        self._remember(act)
        discard(self._under_way)
        return fresh

    def _stands_as_before(self, act: Act) -> bool:
        return all(
            self.repository.tip(move.ref) != move.new or move.old == move.new for move in act.moves
        )

    def settle(self) -> Settled | None:
        """What became of an act that was cut short: completed, if its first ref had moved."""
        if self.interrupted() is None and not self._under_way.exists():
            return None
        with alone(self.repository.state_folder):
            return self._settle()

    def _settle(self) -> Settled | None:
        act = self.interrupted()
        if act is None:
            if self._under_way.exists():
                discard(self._under_way)
            return None
        completed = self.repository.settle(act.moves)
        if completed:
            self._remember(act)
        discard(self._under_way)
        return Settled(act, completed)

    # -- taking back ---------------------------------------------------------------------------

    def undo(self) -> Act:
        """The last act that stands, taken back; `Refused` where it was published or overtaken."""
        with alone(self.repository.state_folder):
            self._settle()
            standing = self.all()
            if not standing:
                raise Refused(
                    _("there is nothing to take back in this clone"),
                    hint=_("Only what was done here can be taken back here."),
                )
            act = standing[-1]
            self.refuse_published(act)
            self._do(replace(act, moves=act.reversed(), kind="undone"))
            return act

    def redo(self) -> Act:
        """The act that was taken back last, brought back; `Refused` where there is none."""
        with alone(self.repository.state_folder):
            self._settle()
            gone = self.taken_back()
            if not gone:
                raise Refused(
                    _("nothing was taken back that could be brought back"),
                    hint=_("`constitution undo` takes back the last act."),
                )
            act = gone[-1]
            self._do(replace(act, kind="redone"))
            return act

    def refuse_published(self, act: Act) -> None:
        """Refuse to take back what others may have seen."""
        if self.is_published(act):
            raise Refused(
                _("“{verb} {subject}” was published, and what others have seen stays").format(
                    verb=act.verb, subject=act.subject
                ),
                hint=_("Propose its opposite: `constitution amend new SLUG --reversing N`."),
            )

    def is_published(self, act: Act) -> bool:
        """Whether others may have seen the act: a remote has a commit or a ref that it made."""
        sent = {
            (move.ref, move.new)
            for one in self.journal()
            if one.kind == "exchanged"
            for move in one.moves
        }
        return any(
            (move.ref, move.new) in sent
            or (move.ref.startswith("refs/heads/") and self.repository.is_published(move.new))
            or self._was_fetched(move)
            for move in act.moves
            if move.new is not None
        )

    def _was_fetched(self, move: RefMove) -> bool:
        """Whether a remote was seen to have the ballot or the tag, whoever sent it."""
        name = move.ref.removeprefix("refs/")
        return any(
            ref.endswith(f"/{name}") and self.repository.tip(ref) == move.new
            for ref in self.repository.refs("refs/fetched/")
        )


def _standing(journal: Iterable[Act]) -> tuple[list[Act], list[Act]]:
    """The acts that stand, and those that were taken back and can be brought back."""
    standing: list[Act] = []
    gone: list[Act] = []
    for act in journal:
        match act.kind:
            case "done":
                standing.append(act)
                gone.clear()
            case "undone" if standing:
                gone.append(standing.pop())
            case "redone" if gone:
                standing.append(gone.pop())
            case _:
                continue
    return standing, gone


def _line(act: Act) -> str:
    entry: dict[str, object] = {
        "verb": act.verb,
        "subject": act.subject,
        "moves": [[move.ref, move.old, move.new] for move in act.moves],
    }
    if act.kind != "done":
        entry["kind"] = act.kind
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _read(line: str) -> Act | None:
    """The act of a line; None for one cut short by a crash, which names no act."""
    try:
        entry = json.loads(line)
        moves = tuple(
            RefMove(ref, CommitId(old) if old else None, CommitId(new) if new else None)
            for ref, old, new in entry["moves"]
        )
        return Act(entry["verb"], entry["subject"], moves, entry.get("kind", "done"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
