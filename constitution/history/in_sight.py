"""Whether a page of the text is still true, though main moved on since it was in sight.

What is in sight of a text are the first entries of its contents and one article; what lies further
down moves only the bar beside them, by how many entries there are. All of it is read plainly, each
object proven, and whatever is out of the ordinary is held to be another text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from constitution.heading import heading_lines
from constitution.repository.commits import CommitId
from constitution.repository.plain import Plain, Unsure

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["is_still_seen"]

_FEW = 64
"""Files that changed out of sight, beyond which the room is as quick."""


_NAMES = "governance/constitution.toml"
"""Where the names of the text and of the assembly stand, which the bar shows."""


def is_still_seen(folder: str, before: str, now: str, seen: Collection[str]) -> bool:
    """Whether the current text still shows what it showed at a commit, of these files of it."""
    try:
        plain = Plain.find(Path(folder))
        old = plain.listing(CommitId(before), "articles", "governance")
        new = plain.listing(CommitId(now), "articles", "governance")
        changed = {path for path, blob in old.items() if new.get(path) != blob}
        if old.keys() != new.keys() or len(changed) > _FEW:
            return False
        return changed.isdisjoint((*seen, _NAMES)) and all(
            _has_its_headings(plain, old[path], new[path])
            for path in changed
            if path.startswith("articles/")
        )
    except (OSError, Unsure, UnicodeDecodeError):
        return False


def _has_its_headings(plain: Plain, old: str, new: str) -> bool:
    """Whether a file has the entries that it had in the contents, whatever else it says."""
    was, is_now = (
        [(line.level, line.words) for line in heading_lines(plain.blob(blob).decode("utf-8"))]
        for blob in (old, new)
    )
    return was == is_now
