"""The person's own editor, for those who want it."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from constitution.errors import Refused
from constitution.language import _

if TYPE_CHECKING:
    from textual.app import App

    from tui.editor.writing import Writing

__all__ = ["edit_outside", "own_editor"]


def own_editor() -> str | None:
    """The command that the person set as their editor."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or None


def edit_outside(app: App[object], text: str, writing: Writing) -> str | None:
    """The text as the person's own editor left it; `Refused` where there is none, or it failed."""
    command = own_editor()
    if command is None:
        raise Refused(
            _("you have set no editor of your own"),
            hint=_("Set EDITOR to its command, for example: export EDITOR=nano"),
        )
    suffix = ".toml" if writing.kind == "table" else ".md"
    with tempfile.TemporaryDirectory(prefix="constitution-") as folder:
        file = Path(folder, f"text{suffix}")
        file.write_text(text, encoding="utf-8", newline="")
        try:
            with app.suspend():
                code = _run(command, file)
        except SuspendNotSupported:
            raise Refused(_("no other program can be opened from here")) from None
        if isinstance(code, Exception):
            raise _failed(str(code))
        if code < 0:
            raise _failed(_("signal {number} ended it").format(number=-code))
        if code:
            raise _failed(_("it ended with {code}").format(code=code))
        try:
            return file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _failed(str(error)) from None


def _run(command: str, file: Path) -> int | Exception:
    """The exit code, or why it could not be run: raised in here, it would leave the room aside."""
    try:
        return subprocess.call([*shlex.split(command), str(file)])  # noqa: S603 - the person's own command
    except (OSError, ValueError) as error:
        return error


def _failed(reason: str) -> Refused:
    return Refused(
        _("the editor failed: {reason}").format(reason=reason),
        hint=_("Your text is still here."),
    )
