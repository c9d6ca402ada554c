"""What was done in this clone, so that the last act can be taken back.

Each act is one line of JSON in `.git/constitution/acts`: the refs it moved, from where to where.
Losing the file loses no committed work, only the way back.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Refused
from constitution.language import _
from constitution.repository.store import CommitId, RefMove

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.repository.store import Repository

__all__ = ["Act", "Acts"]

_KEPT = 500


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done: its verb, what it was done to, and the refs it moved."""

    verb: str
    subject: str
    moves: tuple[RefMove, ...]


@dataclass(slots=True)
class Acts:
    """The acts of this clone, oldest first."""

    repository: Repository

    @property
    def _file(self) -> Path:
        return self.repository.state_folder / "acts"

    def all(self) -> list[Act]:
        """Every act that can still be named."""
        if not self._file.is_file():
            return []
        acts = []
        for line in self._file.read_text(encoding="utf-8").split("\n"):
            try:
                entry = json.loads(line)
                moves = tuple(
                    RefMove(ref, CommitId(old) if old else None, CommitId(new) if new else None)
                    for ref, old, new in entry["moves"]
                )
                acts.append(Act(entry["verb"], entry["subject"], moves))
            except (ValueError, KeyError, TypeError):
                continue  # a line cut short by a crash names no act
        return acts

    def _write(self, acts: list[Act]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            json.dumps(
                {
                    "verb": act.verb,
                    "subject": act.subject,
                    "moves": [[move.ref, move.old, move.new] for move in act.moves],
                },
                ensure_ascii=False,
            )
            for act in acts[-_KEPT:]
        ]
        fresh = self._file.with_name("acts.new")
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write("".join(line + "\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._file)

    def do(self, act: Act) -> tuple[str, ...]:
        """The work-tree files that were refreshed, once the act was published and remembered."""
        fresh = self.repository.publish(act.moves)
        self._write([*self.all(), act])
        return fresh

    def undo(self) -> Act:
        """The last act, taken back; `Refused` where it was published or overtaken."""
        acts = self.all()
        if not acts:
            raise Refused(
                _("there is nothing to take back in this clone"),
                hint=_("Only what was done here can be taken back here."),
            )
        act = acts[-1]
        for move in act.moves:
            if move.new is not None and self.repository.is_published(move.new):
                raise Refused(
                    _("“{verb} {subject}” was published, and what others have seen stays").format(
                        verb=act.verb, subject=act.subject
                    ),
                    hint=_("Propose its opposite: `constitution amend new SLUG --reversing N`."),
                )
        self.repository.publish([RefMove(move.ref, move.new, move.old) for move in act.moves])
        self._write(acts[:-1])
        return act
