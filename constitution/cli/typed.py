"""What a person typed in their editor: kept beside the repository whenever it could not be saved."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.display import safe
from constitution.errors import Overtaken
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.cli.talk import Talk

__all__ = ["kept_if_unsaved"]


@contextmanager
def kept_if_unsaved(talk: Talk, name: str, data: bytes, file: str | None) -> Iterator[None]:
    """Within the block, whatever stops it, what was typed is kept, and the person told where.

    What came from a file of theirs is there still. Where somebody else saved meanwhile, what this
    would have made of their words is shown.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, Overtaken):
            _show_both(talk, name, error.theirs, data.decode("utf-8", "replace"))
        if file in {None, "-"}:
            kept = _keep(talk, name, data)
            talk.say(_("What you wrote is kept in {path}.").format(path=safe(str(kept))))
        raise


def _show_both(talk: Talk, name: str, theirs: str, mine: str) -> None:
    """What saving would have made of the words that somebody else saved, on stderr."""
    from constitution.cli.rendering import render_unified
    from constitution.diff import diff_texts

    talk.say(_("From what they saved to what you wrote:"))
    delta = diff_texts({name: theirs}, {name: mine}, {})
    for line in render_unified(delta, lambda path: path, talk.look()):
        talk.say(line)
    talk.say()


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
