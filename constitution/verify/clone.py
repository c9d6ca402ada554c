"""A clone opened to be judged, or refused in plain words where it cannot be."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.errors import CannotTell
from constitution.language import _
from constitution.objects.packs import Packs
from constitution.objects.pipes import refuse_pipes
from constitution.verify.doubt import Absent, Doubt, unreadable
from constitution.verify.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["open_store"]

_KNOWN_EXTENSIONS = frozenset(
    {"noop", "preciousobjects", "worktreeconfig", "relativeworktrees", "refstorage", "objectformat"}
)


def open_store(path: Path, more: tuple[Path, ...] = ()) -> Store:
    """The objects and refs of the repository at `path`, a work tree or a git folder.

    Objects are looked for in the folders of `more` too: a server keeps there what was pushed and
    not accepted yet. Raises `Unknown` where there is no repository, and `Doubt` where what it says of itself cannot be
    believed: grafts, a shallow or a partial clone, SHA-256, an extension we do not know.
    """
    try:
        refuse_pipes(path)
    except CannotTell as refusal:
        raise Doubt("unreadable-repository", refusal.message, hint=refusal.hint) from None
    own = _git_folder(path)
    shared = own
    if (own / "commondir").is_file():
        shared = own / (own / "commondir").read_text(errors="replace").strip()
    objects = _object_folders(shared / "objects", *more)
    _refuse_what_hides(shared, objects)
    return Store(shared, objects, Packs(objects), reftable=_refuse_formats(shared))


def _git_folder(path: Path) -> Path:
    inside = path / ".git"
    if inside.is_file():
        pointer = inside.read_text(errors="replace").strip()
        if pointer.startswith("gitdir:"):
            return path / pointer.removeprefix("gitdir:").strip()
    for folder in (inside, path):
        if (folder / "objects").is_dir() or (folder / "commondir").is_file():
            return folder
    raise Absent(
        "no-repository",
        _("There is no repository in {path}.").format(path=path),
        hint=_("`constitution init` founds one."),
    )


def _object_folders(*first: Path) -> tuple[Path, ...]:
    found = list(dict.fromkeys(first))
    for folder in found:
        listed = folder / "info" / "alternates"
        if not listed.is_file():
            continue
        for line in listed.read_text(errors="surrogateescape").split("\n"):
            if line and not line.startswith("#") and "\0" not in line:
                other = Path(os.path.normpath(folder / line))
                if other not in found and len(found) < 16:
                    found.append(other)
    return tuple(found)


def _refuse_what_hides(shared: Path, objects: tuple[Path, ...]) -> None:
    """Refuse what makes git show another history than the objects hold, or only a part of it."""
    for name, sentence in (
        ("shallow", _("This clone is shallow: it holds only the latest part of the history.")),
        ("info/grafts", _("This clone has grafts: they hide the real history.")),
    ):
        file = shared / name
        if file.is_file() and file.read_bytes().strip():
            raise Doubt(
                "unsupported-repository", sentence, hint=_("Clone the repository again, whole.")
            )
    if any(
        file.suffix == ".promisor"
        for folder in objects
        if (folder / "pack").is_dir()
        for file in (folder / "pack").iterdir()
    ):
        raise _partial()


def _partial() -> Doubt:
    return Doubt(
        "unsupported-repository",
        _("This clone is partial: some of its objects were left on the server."),
        hint=_("Clone the repository again, whole."),
    )


def _refuse_formats(shared: Path) -> bool:
    """Whether refs are in a reftable, once the configuration names nothing that we do not know."""
    with _no_certificates():
        import pygit2  # noqa: PLC0415 - only now: importing it needs the environment prepared

    if not (shared / "config").exists():
        return False
    try:
        settings = {
            str(entry.name).lower(): str(entry.value)
            for entry in pygit2.Config(str(shared / "config"))
        }
    except (OSError, ValueError, pygit2.GitError) as error:
        raise unreadable(error) from None
    if settings.get("core.repositoryformatversion", "0") not in {"0", "1"}:
        raise Doubt(
            "unsupported-repository", _("The repository is in a format git did not have so far.")
        )
    for name, value in settings.items():
        if name == "extensions.objectformat" and value.lower() != "sha1":
            raise Doubt(
                "unsupported-repository",
                _("The repository names its objects by {hash}; only SHA-1 is known here.").format(
                    hash=ascii(value)[1:-1].upper()
                ),
            )
        if name == "extensions.partialclone" or (
            name.startswith("remote.") and name.endswith((".partialclonefilter", ".promisor"))
        ):
            raise _partial()
        extension = name.removeprefix("extensions.")
        if extension != name and extension not in _KNOWN_EXTENSIONS:
            raise Doubt(
                "unsupported-repository",
                _("The repository uses {extension}, which is not known here.").format(
                    extension=ascii(extension)[1:-1]
                ),
            )
    storage = settings.get("extensions.refstorage", "files").lower().split(":")[0]
    if storage not in {"files", "reftable"}:
        raise Doubt("unsupported-repository", _("Its refs are kept in a form not known here."))
    return storage == "reftable"


@contextmanager
def _no_certificates() -> Iterator[None]:
    """Let pygit2 be imported where the machine has no certificates; none are needed here."""
    names = ("SSL_CERT_DIR", "SSL_CERT_FILE")
    before = {name: os.environ.get(name) for name in names}
    here = Path(__file__).parent
    os.environ["SSL_CERT_DIR"] = str(here)
    os.environ["SSL_CERT_FILE"] = str(here / "no-such-file")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
