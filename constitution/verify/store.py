"""The bytes of a repository's objects, each proven by its own hash; and where its refs point.

Loose objects are read here, byte by byte, since libgit2 waits for ever on one that was cut short;
packs are read through libgit2. Either way the size is looked at before anything is inflated, and
the SHA-1 is computed again. Nothing else of the repository is believed: no grafts, no
replacements, no commit-graph, no index.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from constitution.errors import CannotTell, Unknown
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygit2 import Odb

    from constitution.verify.report import Code

__all__ = ["Doubt", "Kind", "Store", "is_id", "open_store"]

Kind = Literal["commit", "tree", "blob"]

LARGEST: dict[Kind, int] = {"commit": 1 << 20, "tree": 1 << 24, "blob": 1 << 24}
"""The most bytes of an object that are ever inflated."""

_KINDS: dict[int, Kind] = {1: "commit", 2: "tree", 3: "blob"}
_ID = re.compile(r"[0-9a-f]{40}")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_KNOWN_EXTENSIONS = frozenset(
    {"noop", "preciousobjects", "worktreeconfig", "relativeworktrees", "refstorage", "objectformat"}
)


class Doubt(CannotTell):
    """Something that must be read to judge cannot be; `code` names it for machines."""

    def __init__(self, code: Code, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


def is_id(text: str) -> bool:
    """Whether the text is the full id of an object."""
    return bool(_ID.fullmatch(text))


@dataclass(slots=True)
class Store:
    """A repository's objects and refs."""

    folder: Path
    """The git folder that all work trees share."""
    objects: tuple[Path, ...]
    """Where objects lie, alternates included."""
    reftable: bool = False
    packs: Odb | None = field(default=None, repr=False)

    def read(self, id_: str, kind: Kind) -> bytes:
        """The bytes of an object of that kind; `Doubt` unless they are whole and hash to `id_`."""
        found = self._loose(id_, kind)
        if found is None:
            found = self._packed(id_, kind)
        if found is None:
            raise Doubt(
                "missing-object",
                _("The {kind} {id} is not in this clone.").format(kind=_said(kind), id=id_),
                hint=_("Clone the repository again, whole."),
            )
        real, data = found
        header = f"{real} {len(data)}\0".encode()
        if hashlib.sha1(header + data, usedforsecurity=False).hexdigest() != id_:
            raise _corrupt(id_)
        if real != kind:
            raise Doubt(
                "corrupt-object",
                _("{id} should be a {kind}, and is not.").format(id=id_, kind=_said(kind)),
            )
        return data

    def _loose(self, id_: str, kind: Kind) -> tuple[str, bytes] | None:
        for folder in self.objects:
            try:
                packed = (folder / id_[:2] / id_[2:]).open("rb")
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise _unreadable(error) from None
            with packed:
                return _inflate(id_, packed.read(LARGEST[kind] + 4096), LARGEST[kind])
        return None

    def _packed(self, id_: str, kind: Kind) -> tuple[str, bytes] | None:
        import pygit2  # noqa: PLC0415 - already loaded by `open_store`, which knows how

        if self.packs is None:
            return None
        try:
            number, size = self.packs.read_header(id_)
            if size > LARGEST[kind]:
                raise _too_big(id_, size)
            _number, data = self.packs.read(id_)
        except KeyError:
            return None
        except (ValueError, pygit2.GitError):
            raise _corrupt(id_) from None
        return _KINDS.get(int(number), ""), data

    def ref(self, name: str) -> str | None:
        """The object a full ref name points to, symbolic refs followed; None where it is not."""
        for _step in range(5):
            if not _REF.fullmatch(name) or ".." in name or name.endswith((".lock", ".")):
                return None
            value = self._ref_from_git(name) if self.reftable else self._ref_from_files(name)
            if value is None or is_id(value):
                return value
            name = value.removeprefix("ref:").strip()
        return None

    def _ref_from_files(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            pass
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(error) from None
        try:
            packed = (self.folder / "packed-refs").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(error) from None
        for line in packed.split(b"\n"):
            id_, _space, found = line.partition(b" ")
            if found == name.encode():
                return id_.decode("ascii", errors="replace")
        return None

    def _ref_from_git(self, name: str) -> str | None:
        """What git itself says of a ref, where refs are kept in tables only git reads."""
        try:
            said = subprocess.run(  # noqa: S603 - fixed arguments; `name` was checked above
                [  # noqa: S607 - the user's own git
                    "git",
                    f"--git-dir={self.folder}",
                    "for-each-ref",
                    "--format=%(objectname)",
                    f"refs/{name.removeprefix('refs/')}",
                ],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1"},
            ).stdout
        except (OSError, subprocess.CalledProcessError):
            raise Doubt(
                "unsupported-repository",
                _("Its refs are in a form (reftable) that the git of this machine cannot list."),
                hint=_("Install git 2.45 or newer, or name the commit with --tip."),
            ) from None
        return said.split("\n", 1)[0].strip() or None


def _said(kind: Kind) -> str:
    return {"commit": _("commit"), "tree": _("folder"), "blob": _("file")}[kind]


def _corrupt(id_: str) -> Doubt:
    return Doubt(
        "corrupt-object",
        _("The object {id} is corrupt: its bytes are not those it is named after.").format(id=id_),
        hint=_("Clone the repository again, and look at the disk."),
    )


def _too_big(id_: str, size: int) -> Doubt:
    return Doubt(
        "too-big",
        _("The object {id} says it has {size} bytes: too big to be read.").format(
            id=id_, size=size
        ),
    )


def _unreadable(error: Exception) -> Doubt:
    return Doubt(
        "unreadable-repository",
        _("The repository cannot be read: {reason}").format(reason=error),
    )


def _inflate(id_: str, packed: bytes, largest: int) -> tuple[str, bytes]:
    """The kind and the bytes of a loose object whose stream is complete, and not one byte more."""
    stream = zlib.decompressobj()
    try:
        start = stream.decompress(packed, 64)
        header, nul, data = start.partition(b"\0")
        found = re.fullmatch(rb"([a-z]+) (0|[1-9][0-9]{0,18})", header)
        if not nul or found is None:
            raise _corrupt(id_)
        size = int(found[2])
        if size > largest:
            raise _too_big(id_, size)
        if size >= len(data):
            data += stream.decompress(stream.unconsumed_tail, size - len(data) + 1)
    except zlib.error:
        raise _corrupt(id_) from None
    if len(data) != size or not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise _corrupt(id_)
    return found[1].decode(), data


def open_store(path: Path) -> Store:
    """The objects and refs of the repository at `path`, a work tree or a git folder.

    Raises `Unknown` where there is none, and `Doubt` where what it says of itself cannot be
    believed: grafts, a shallow or a partial clone, SHA-256, an extension we do not know.
    """
    own = _git_folder(path)
    shared = own
    if (own / "commondir").is_file():
        shared = own / (own / "commondir").read_text().strip()
    store = Store(shared, _object_folders(shared / "objects"))
    _refuse_what_hides(shared, store)
    with _no_certificates():
        import pygit2  # noqa: PLC0415 - only now: importing it needs the environment prepared
    store.reftable = _refuse_formats(shared)
    store.packs = pygit2.Odb()
    for number, folder in enumerate(store.objects):
        store.packs.add_backend(pygit2.OdbBackendPack(str(folder)), len(store.objects) - number)
    return store


def _git_folder(path: Path) -> Path:
    inside = path / ".git"
    if inside.is_file():
        pointer = inside.read_text(errors="replace").strip()
        if pointer.startswith("gitdir:"):
            return path / pointer.removeprefix("gitdir:").strip()
    for folder in (inside, path):
        if (folder / "objects").is_dir() or (folder / "commondir").is_file():
            return folder
    raise Unknown(
        _("There is no repository in {path}.").format(path=path),
        hint=_("`constitution init` founds one."),
    )


def _object_folders(first: Path) -> tuple[Path, ...]:
    found = [first]
    for folder in found:
        listed = folder / "info" / "alternates"
        if not listed.is_file():
            continue
        for line in listed.read_text(errors="surrogateescape").split("\n"):
            if line and not line.startswith("#"):
                other = Path(os.path.normpath(folder / line))
                if other not in found and len(found) < 16:
                    found.append(other)
    return tuple(found)


def _refuse_what_hides(shared: Path, store: Store) -> None:
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
        for folder in store.objects
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
    import pygit2  # noqa: PLC0415 - loaded by the caller

    if not (shared / "config").exists():
        return False
    try:
        settings = {
            str(entry.name).lower(): str(entry.value)
            for entry in pygit2.Config(str(shared / "config"))
        }
    except (OSError, ValueError, pygit2.GitError) as error:
        raise _unreadable(error) from None
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
