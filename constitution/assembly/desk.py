"""Where one person works: a repository, what was done in it, who they are, and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import Refused
from constitution.history.snapshot import Snapshot
from constitution.language import _, speaking
from constitution.repository import Person, Repository, When

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.assembly.pending import Draft
    from constitution.history import Entry
    from constitution.repository import Acts, CommitId

__all__ = ["Desk", "fresh_nonce", "no_identity"]


def no_identity() -> Refused:
    """The refusal to write without a name."""
    return Refused(
        _("nobody has said who you are; your name and address will be public"),
        hint=_("Say it once: `git config --global user.name …`, and the same with user.email."),
    )


def fresh_nonce() -> str:
    """32 random hexadecimal digits."""
    import secrets

    return secrets.token_hex(16)


@dataclass(slots=True)
class Desk:
    """A repository as one person works in it; the clock and the nonce are handed in."""

    repository: Repository
    clock: Callable[[], When] = When.now
    nonce: Callable[[], str] = fresh_nonce
    who: Person | None = None
    """Whose name the commits bear; what git is configured with, where it is None."""
    _main: Snapshot | None = field(default=None, repr=False)
    _records: dict[CommitId, list[Entry]] = field(default_factory=dict, repr=False)
    drafts: dict[tuple[str, CommitId], Draft] = field(default_factory=dict, repr=False)
    """What branches of amendments were read to hold, by short name and tip: it never changes."""
    changed: dict[tuple[CommitId, CommitId], set[str]] = field(default_factory=dict, repr=False)
    """The files of the text that differ between two commits, as far as they were compared."""
    _snapshots: dict[CommitId, Snapshot] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, folder: Path | str) -> Desk:
        """The desk of the constitution that holds `folder`; `Unknown` where there is none."""
        return cls(Repository.open(Path(folder)))

    @property
    def acts(self) -> Acts:
        """What was done in this clone."""
        from constitution.repository.acts import Acts

        return Acts(self.repository)

    def person(self) -> Person:
        """Who acts; `Refused` where git knows no name, with how to give one."""
        person = self.who or self.repository.identity()
        if person is None:
            raise no_identity()
        return person

    def main(self) -> Snapshot:
        """The current text, with its rules and members."""
        tip = self.repository.main()
        if self._main is None or self._main.commit != tip:
            self._main = Snapshot(self.repository, tip)
        return self._main

    def written(self, message: str) -> str:
        """A message marked with N_, in the language of the text, as every commit is written."""
        with speaking(self.main().settings.language):
            return _(message)

    def at(self, commit: CommitId) -> Snapshot:
        """The constitution as it stands at a commit."""
        return Snapshot(self.repository, commit)

    def records(self) -> list[Entry]:
        """Every record on main, oldest first."""
        from constitution.history.records import records

        tip = self.repository.main()
        if tip not in self._records:
            known = [entry for entries in self._records.values() for entry in entries]
            self._records = {tip: records(self.repository, tip, known=known)}
        return self._records[tip]
