"""A draft on its branch: read, written in one commit, saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.pending import (
    Pending,
    find_pending,
)
from constitution.errors import Overtaken, Refused
from constitution.history import Snapshot
from constitution.language import _
from constitution.repository import RefMove
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.amendment import Slug
    from constitution.assembly.desk import Desk
    from constitution.repository import CommitId


__all__ = [
    "branch_move",
    "draft_snapshot",
    "read_draft",
    "refuse_overtaken",
    "save_draft",
    "write_draft",
]


def draft_snapshot(desk: Desk, one: Pending) -> Snapshot:
    """The constitution as the amendment's branch has it."""
    return Snapshot(desk.repository, one.branch.tip)


def refuse_overtaken(one: Pending, what: str, begun: str | None, now: str, new: str) -> None:
    """Refuse to save over words that somebody else saved since one began: `Overtaken` has theirs.

    `begun` is the text as it was when one began to write, `now` as the branch that was read for
    saving has it; where they saved the very words that are `new`, nothing of theirs is lost.
    """
    if begun is None or now in {begun, new}:
        return
    raise Overtaken(
        _("{what} of amendment {name} was saved by somebody else since you began to write").format(
            what=what, name=one.name
        ),
        theirs=now,
        hint=_("Nothing was saved: read both before one takes the place of the other."),
    )


def read_draft(desk: Desk, slug: Slug) -> Pending:
    """The amendment as its branch has it now, whatever became of it."""
    return find_pending(desk, slug, disposed=True)


def write_draft(
    desk: Desk,
    base: CommitId,
    files: Mapping[str, bytes | None],
    message: str,
) -> CommitId:
    """A commit on top of `base` with the files put in, that no ref points to yet."""
    person = desk.person()
    return desk.repository.write_commit(
        desk.repository.write_files(base, files),
        [base],
        message + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )


def save_draft(
    desk: Desk, one: Pending, files: Mapping[str, bytes | None], verb: str, message: str
) -> Pending:
    """The amendment after one commit on its branch, made here if it was only fetched so far."""
    if one.state not in {"draft", "submitted", "put"}:
        raise Refused(
            _("amendment {name} was disposed of, and cannot be changed").format(name=one.called)
        )
    repository = desk.repository
    changed = {
        path: data for path, data in files.items() if repository.read(one.branch.tip, path) != data
    }
    if not changed:
        raise Refused(_("nothing changes: the text says this already"))
    commit = write_draft(desk, one.branch.tip, changed, message)
    desk.acts.do(Act(f"amend {verb}", one.name, (branch_move(one, commit),)))
    return read_draft(desk, one.slug)


def branch_move(one: Pending, commit: CommitId) -> RefMove:
    """The amendment's branch, from the commit that was read; made here if it was only fetched."""
    old = one.branch.tip if one.branch.remote is None else None
    return RefMove(f"refs/heads/amendments/{one.slug}", old, commit)
