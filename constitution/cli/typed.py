"""What a person typed in their editor: kept beside the repository whenever it could not be saved."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.display import safe
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.cli.talk import Talk

__all__ = ["kept_if_unsaved"]


@contextmanager
def kept_if_unsaved(talk: Talk, name: str, data: bytes, file: str | None) -> Iterator[None]:
    """Within the block, whatever stops it, what was typed is kept, and the person told where.

    What came from a file of theirs is there still.
    """
    try:
        yield
    except BaseException:
        if file in {None, "-"}:
            kept = _keep(talk, name, data)
            talk.say(_("What you wrote is kept in {path}.").format(path=safe(str(kept))))
        raise


def _keep(talk: Talk, name: str, data: bytes) -> Path:
    """Where it is kept: beside the repository, or among temporary files where that cannot be."""
    from constitution.repository import keep

    name = name.replace("/", "-")
    try:
        folder = talk.desk().repository.state_folder / "typed"
        kept = folder / name
        number = 1
        while kept.exists() and kept.read_bytes() != data:
            number += 1
            kept = folder / f"{number}-{name}"
        keep(kept, data)
    except OSError:
        kept = Path(tempfile.mkdtemp(prefix="constitution-")) / name
        keep(kept, data)
    return kept
