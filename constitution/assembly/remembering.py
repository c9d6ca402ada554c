"""What a clone remembers of main at each remote, beside the history.

`had` is the furthest commit that main there was seen to have and that was fit to follow: a main
that no longer contains it was set back or rewritten. `refused` is the one that did not verify.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from constitution.repository import CommitId, keep

if TYPE_CHECKING:
    from constitution.repository import Repository

__all__ = ["Remembered", "recall", "remember"]

_FILE = "remotes"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Main at one remote, as it was last judged."""

    had: CommitId | None = None
    refused: CommitId | None = None


def recall(repository: Repository, remote: str) -> Remembered:
    """What is remembered of main at a remote; nothing where the memory cannot be read."""
    entry = _read(repository).get(remote, {})
    return Remembered(_commit(entry.get("had")), _commit(entry.get("refused")))


def remember(repository: Repository, remote: str, what: Remembered) -> None:
    """Nothing, once it is kept for the next time."""
    every = _read(repository)
    if every.get(remote) != asdict(what):
        data = json.dumps({**every, remote: asdict(what)}, indent=1, sort_keys=True)
        with contextlib.suppress(OSError):  # a read-only clone looks all the same
            keep(repository.state_folder / _FILE, f"{data}\n".encode())


def _read(repository: Repository) -> dict[str, dict[str, object]]:
    try:
        read = json.loads((repository.state_folder / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {str(name): entry for name, entry in read.items() if isinstance(entry, dict)}


def _commit(text: object) -> CommitId | None:
    is_one = isinstance(text, str) and len(text) == 40 and set(text) <= set("0123456789abcdef")
    return CommitId(str(text)) if is_one else None
