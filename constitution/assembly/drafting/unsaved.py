"""What is being typed, kept beside the repository until it is saved as a commit.

Each text lies as it was typed in `.git/constitution/drafts/<slug>/<path>`, on the disk before
anyone is told, so that neither a crash of the program nor of the machine loses it, and a person
finds it without the program. Whoever types holds the text: two windows never keep two versions of
it in one place. Beside it, in `….at`, stands where the cursor was: its line and its column, counted
from 1, as `3:14`. Losing the folder loses no committed work.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from constitution.amendment import check_slug
from constitution.errors import Refused
from constitution.language import _
from constitution.repository import keep, lock_now
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from constitution.assembly.desk import Desk

__all__ = ["Drawer", "Held", "Unsaved", "drawer_of"]

_LOCK = ".held"
_CURSOR = ".at"
_AT = re.compile(rb"([1-9][0-9]{0,8}):([1-9][0-9]{0,8})\n")
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that was typed and not saved, which nobody is typing now."""

    slug: str
    """The amendment it belongs to."""
    path: str
    """The article, the governance file or the reasons it is a text of."""
    text: str
    at: dt.datetime
    """When it was kept last."""
    cursor: tuple[int, int] | None = None
    """The line and the column, counted from 0, where one was writing; None where that is not known."""


@dataclass(slots=True)
class Held:
    """A text that this window alone types, until it lets go."""

    file: Path
    drawer: Path
    _lock: IO[bytes] | None = field(default=None, repr=False)

    def keep(self, text: str, cursor: tuple[int, int] | None = None) -> None:
        """The text is on the disk, whole; or what was kept before is, where that fails."""
        keep(self.file, text.encode("utf-8", "surrogatepass"))
        if cursor is not None:
            self.point(cursor)

    def point(self, cursor: tuple[int, int]) -> None:
        """Where one is writing is kept, as well as may be: nothing that was typed hangs on it."""
        row, column = cursor
        with contextlib.suppress(OSError):
            _cursor_of(self.file).write_text(f"{row + 1}:{column + 1}\n", encoding="ascii")

    def forget(self) -> None:
        """Nothing is kept any more: the text was saved, or given up."""
        self.file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            _cursor_of(self.file).unlink(missing_ok=True)

    def let_go(self) -> None:
        """Another window may type this text."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            _lock_of(self.file).unlink(missing_ok=True)
        self._lock.close()
        self._lock = None
        for folder in self.file.parents:
            if folder == self.drawer or not _remove_empty(folder):
                break


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where texts lie that were typed and not saved."""

    folder: Path

    def hold(self, slug: str, path: str, *, called: str = "") -> Held:
        """The text of one file of one amendment, held.

        `Refused` where another window types it, and where nothing could be kept of it; `called` is
        what the text is called there.
        """
        file = self._file(slug, path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = _take(_lock_of(file))
        except OSError as error:
            raise Refused(
                _("nothing that is typed could be kept here: {reason}").format(
                    reason=reason_of(error)
                ),
                hint=_("You can read, compare and verify; `constitution doctor` says more."),
            ) from None
        if lock is None:
            raise Refused(
                _("{path} is being written in another window").format(path=called or path),
                hint=_("Finish there, or close it: what was typed is kept."),
            )
        return Held(file, self.folder, lock)

    def find(self, slug: str, path: str) -> Unsaved | None:
        """What was typed in one file of one amendment, and not saved."""
        return self._read(self._file(slug, path))

    def all(self) -> list[Unsaved]:
        """Every text that was not saved and that nobody types now, the latest first."""
        found = [one for file in self._files() if not _is_held(file) and (one := self._read(file))]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def discard(self, one: Unsaved) -> None:
        """Nothing is kept of the text any more."""
        held = self.hold(one.slug, one.path)
        try:
            held.forget()
        except OSError as error:
            raise Refused(
                _("what was kept of this text could not be removed: {reason}").format(
                    reason=reason_of(error)
                )
            ) from None
        finally:
            held.let_go()

    def lies_in(self, one: Unsaved) -> Path:
        """The file in which a text lies as it was typed."""
        return self._file(one.slug, one.path)

    def _file(self, slug: str, path: str) -> Path:
        parts = path.split("/")
        if not all(part.strip(". ") and not set(part) & set('\\:\0*?"<>|') for part in parts):
            raise Refused(_("{path} is not a path within the text").format(path=path))
        return self.folder.joinpath(check_slug(slug), *parts)

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            for file in sorted(self.folder.rglob("*")):
                if file.is_file() and file.suffix in {".md", ".toml"}:
                    yield file

    def _read(self, file: Path) -> Unsaved | None:
        parts = file.relative_to(self.folder).as_posix().split("/", 1)
        try:
            text = file.read_bytes().decode("utf-8", "replace")
            at = dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC)
        except OSError:
            return None
        return Unsaved(parts[0], parts[1], text, at, _cursor(file)) if len(parts) == 2 else None


def drawer_of(desk: Desk) -> Drawer:
    """The drawer of this clone."""
    return Drawer(desk.repository.state_folder / "drafts")


def _remove_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _lock_of(file: Path) -> Path:
    return file.with_name(file.name + _LOCK)


def _cursor_of(file: Path) -> Path:
    return file.with_name(file.name + _CURSOR)


def _cursor(file: Path) -> tuple[int, int] | None:
    """Where one was writing a text that was kept; None where nothing says it, or not in full."""
    try:
        at = _AT.fullmatch(_cursor_of(file).read_bytes()[:_LONGEST])
    except OSError:
        return None
    return (int(at[1]) - 1, int(at[2]) - 1) if at is not None else None


def _is_held(file: Path) -> bool:
    """Whether a window that still runs types this text."""
    try:
        with _lock_of(file).open("rb+") as lock:
            return not lock_now(lock)
    except OSError:
        return False


def _take(file: Path) -> IO[bytes] | None:
    """The lock file, ours until it is closed or this process ends; None where another has it."""
    while True:
        lock = file.open("ab")
        if not lock_now(lock):
            lock.close()
            return None
        try:
            if os.path.samestat(os.fstat(lock.fileno()), file.stat()):
                return lock
        except OSError:
            pass  # whoever held it let go meanwhile, and took the file along
        lock.close()
