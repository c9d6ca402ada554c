"""Verifying a clone, and remembering how far it was verified.

The tip of the last check is kept outside the history, in `.git/constitution/verified`: a later
history that does not contain it was rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.assembly.remembering import recall
from constitution.errors import CannotTell, Unknown
from constitution.language import _
from constitution.repository import Repository, keep, remotes
from constitution.repository.opening import discover
from constitution.verify import unjudged, verify
from constitution.verify.doubt import Absent, Doubt, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constitution.repository import CommitId
    from constitution.verify import Verdict

__all__ = ["forget_undone", "remembered_tip", "verify_clone", "verify_folder"]


def remembered_tip(repository: Repository) -> str | None:
    """The tip of the last check of this clone that found nothing wrong; None where there was none.

    Raises `Doubt` where the memory is damaged: to forget in silence would unpin the clone.
    """
    file = repository.state_folder / "verified"
    if not file.is_file():
        return None
    text = file.read_text(encoding="ascii", errors="replace").strip()
    if len(text) != 40 or not set(text) <= set("0123456789abcdef"):
        raise Doubt(
            "damaged-memory",
            _("{file}: the memory of the last check is damaged").format(file=file),
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
        seen=_seen(repository),
        progress=progress,
    )
    seen = verdict.founded and verdict.commits and tip is None
    if seen and verdict.outcome != "wrong" and verdict.tip is not None:
        _remember(repository, verdict.tip)
    return verdict


def verify_folder(
    folder: Path,
    *,
    founding: str | None = None,
    tip: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """The verdict on the clone that holds a folder, and never a refusal.

    Where there is no clone, or it cannot be opened or read, that is the doubt of the verdict.
    """
    pinned = founding is not None
    try:
        try:
            with Repository.open(folder) as repository:
                return verify_clone(repository, founding=founding, tip=tip, progress=progress)
        except (Doubt, Absent):
            raise
        except CannotTell as refusal:
            # the verifier reads by itself, and says more exactly why this cannot be judged
            try:
                verdict = verify(discover(folder))
            except CannotTell:
                return unjudged("unreadable-repository", refusal, pinned=pinned)
            known = verdict.doubts and verdict.tip is None
            return verdict if known else unjudged("unreadable-repository", refusal, pinned=pinned)
    except (Doubt, Absent) as refusal:
        return unjudged(refusal.code, refusal, pinned=pinned)
    except Unknown as refusal:
        return unjudged("no-repository", refusal, pinned=pinned)
    except OSError as error:
        return unjudged("unreadable-repository", unreadable(error), pinned=pinned)


def _seen(repository: Repository) -> dict[str, str]:
    """What main at each remote was seen to have, by the ref of this clone that follows it."""
    had = {name: recall(repository, name).had for name in remotes(repository)}
    return {f"refs/remotes/{name}/main": commit for name, commit in had.items() if commit}


def forget_undone(repository: Repository, before: CommitId, after: CommitId) -> None:
    """Remember the tip that an undo went back to, where the one remembered was taken back."""
    try:
        known = remembered_tip(repository)
    except Doubt:
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
