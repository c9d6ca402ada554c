"""Verifying a clone, and remembering how far it was verified.

The tip of the last check is kept outside the history, in `.git/constitution/verified`: a later
history that does not contain it was rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _
from constitution.repository import keep
from constitution.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from constitution.repository import CommitId, Repository
    from constitution.verify import Verdict

__all__ = ["forget_undone", "remembered_tip", "verify_clone"]


def remembered_tip(repository: Repository) -> str | None:
    """The tip of the last check of this clone that found nothing wrong; None where there was none.

    Raises `Malformed` where the memory is damaged: to forget in silence would unpin the clone.
    """
    file = repository.state_folder / "verified"
    if not file.is_file():
        return None
    text = file.read_text(encoding="ascii", errors="replace").strip()
    if len(text) != 40 or not set(text) <= set("0123456789abcdef"):
        raise Malformed(
            _("the memory of the last check is damaged"),
            where=str(file),
            hint=_(
                "Compare the tip with that of somebody else; then remove the file, and verify again."
            ),
        )
    return text


def _remember(repository: Repository, tip: str) -> None:
    file = repository.state_folder / "verified"
    try:
        keep(file, f"{tip}\n".encode())
    except OSError:
        return  # a read-only clone is verified all the same; it only remembers nothing


def verify_clone(
    repository: Repository,
    *,
    founding: str | None = None,
    tip: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """The verdict on a clone; a main with nothing wrong is remembered for the next time."""
    verdict = verify(
        repository.git_folder,
        founding=founding,
        tip=tip,
        remembered_tip=remembered_tip(repository),
        progress=progress,
    )
    seen = verdict.founded and verdict.commits and tip is None
    if seen and verdict.outcome != "wrong" and verdict.tip is not None:
        _remember(repository, verdict.tip)
    return verdict


def forget_undone(repository: Repository, before: CommitId, after: CommitId) -> None:
    """Remember the tip that an undo went back to, where the one remembered was taken back."""
    try:
        known = remembered_tip(repository)
    except Malformed:
        return  # the next check says so
    if known is None or before == after:
        return
    commit = repository.resolve(known)
    if (
        commit is not None
        and repository.contains(before, commit)
        and not repository.contains(after, commit)
    ):
        _remember(repository, after)
