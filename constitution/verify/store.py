"""The bytes of a repository's objects, each proven by its own hash; and where its refs point.

The size is looked at before anything is inflated, and the SHA-1 is computed again. Nothing else
of the repository is believed: no grafts, no replacements, no commit-graph, no index.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.language import _
from constitution.objects.faults import Damaged, TooBig
from constitution.objects.proven import read_object
from constitution.verify.doubt import (
    LARGEST,
    Doubt,
    Kind,
    corrupt,
    missing,
    said,
    too_big,
    unreadable,
)

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.objects.packs import Packs

__all__ = ["Doubt", "Kind", "Store", "is_id"]

_ID = re.compile(r"[0-9a-f]{40}")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_TAG = re.compile(rb"object ([0-9a-f]{40})\ntype (commit|tag)\n")


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
    packs: Packs
    reftable: bool = False

    def read(self, id_: str, kind: Kind) -> bytes:
        """The bytes of an object of that kind; `Doubt` unless they are whole and hash to `id_`."""
        real, data = self._proven(id_, kind)
        if real != kind:
            raise Doubt(
                "corrupt-object",
                _("{id} should be a {kind}, and is not.").format(id=id_, kind=said(kind)),
            )
        return data

    def commit_of(self, id_: str) -> str:
        """The commit that a tag object names, however many tags between; else the id itself."""
        for _step in range(5):
            real, data = self._proven(id_, "commit")
            found = _TAG.match(data) if real == "tag" else None
            if found is None:
                break
            id_ = found[1].decode()
        return id_

    def _proven(self, id_: str, kind: Kind) -> tuple[Kind, bytes]:
        """The object's kind and bytes; `kind` is what it should be, and says how big it may be."""
        try:
            found = read_object(self.packs, self.objects, id_, LARGEST[kind])
        except TooBig as fault:
            raise too_big(id_, fault.size) from None
        except Damaged:
            raise corrupt(id_) from None
        except OSError as error:
            raise unreadable(error) from None
        if found is None:
            raise missing(id_, kind)
        return found

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
            raise unreadable(error) from None
        try:
            packed = (self.folder / "packed-refs").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(error) from None
        for line in packed.split(b"\n"):
            id_, _space, found = line.partition(b" ")
            if found == name.encode():
                return id_.decode("ascii", errors="replace")
        return None

    def _ref_from_git(self, name: str) -> str | None:
        """What git itself says of a ref, where refs are kept in tables only git reads."""
        name = f"refs/{name.removeprefix('refs/')}"
        try:
            listed = subprocess.run(  # noqa: S603 - fixed arguments; `name` was checked above
                [  # noqa: S607 - the user's own git
                    "git",
                    f"--git-dir={self.folder}",
                    "for-each-ref",
                    "--format=%(objectname) %(refname)",
                    name,
                ],
                capture_output=True,
                check=True,
                env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1"},
            ).stdout
        except (OSError, subprocess.CalledProcessError):
            raise Doubt(
                "unsupported-repository",
                _("Its refs are in a form (reftable) that the git of this machine cannot list."),
                hint=_("Install git 2.45 or newer, or name the commit with --tip."),
            ) from None
        for line in listed.decode("utf-8", errors="replace").split("\n"):
            id_, _space, found = line.partition(" ")
            if found == name:  # and not what lies below a folder of that name
                return id_
        return None
