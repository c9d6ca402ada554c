"""Why an outcome is what it is: the sentence of arithmetic of each question of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.history.snapshot import Snapshot
from constitution.repository import CommitId
from constitution.scrutiny import govern, judge_count
from constitution.vote import Disposition

if TYPE_CHECKING:
    from constitution.history.records import Entry
    from constitution.motion import Change
    from constitution.repository import Repository
    from constitution.scrutiny import Governing

__all__ = ["explain", "governed"]


def explain(repository: Repository, entry: Entry) -> tuple[str, ...]:
    """The sentences that explain an outcome, one a question; the ruling where nothing was counted."""
    record = entry.record
    if isinstance(record, Disposition):
        return (f"{record.ruling} ({record.by})",)
    return tuple(
        judge_count(
            over,
            count,
            record.evidence,
            declared_by=record.declared_by,
            reports=record.reports,
        ).sentence
        for over, count in zip(governed(repository, entry), record.counts, strict=True)
    )


def governed(repository: Repository, entry: Entry) -> tuple[Governing, ...]:
    """The rules that each question of a record had to pass, as they were at its base."""
    base = Snapshot(repository, CommitId(entry.motion.base))
    sealed = entry.sealed or repository.tip(f"refs/tags/{entry.outcome}/{entry.folder}")
    after = Snapshot(repository, sealed or entry.commit.id)

    def new(change: Change) -> bytes | None:
        return after.data(change.path) if change.path in after.files else None

    def old(path: str) -> bytes | None:
        return base.data(path) if path in base.files else None

    return tuple(
        govern(question, base.rules, old=old, new=new, standing=lambda: base.article_paths)
        for question in entry.motion.questions
    )
