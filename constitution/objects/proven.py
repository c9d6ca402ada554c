"""An object wherever it lies, proven: its bytes have the id it was asked for by."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from constitution.objects.faults import Damaged
from constitution.objects.loose import read_loose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constitution.objects.faults import Kind
    from constitution.objects.packs import Packs

__all__ = ["read_object"]


def read_object(
    packs: Packs, folders: Iterable[Path], id_: str, largest: int
) -> tuple[Kind, bytes] | None:
    """The kind and the bytes of an object in the packs, or loose in the folders; None where it is not.

    Raises `Damaged` unless they are whole and hash to `id_`, `TooBig` where they would be more than
    `largest`, and `OSError` where something cannot be read.
    """
    found = packs.read(id_, largest)
    for folder in folders if found is None else ():
        found = read_loose(f"{folder}/{id_[:2]}/{id_[2:]}", largest)
        if found is not None:
            break
    if found is None:  # packed and taken away in between, by a git that tidies up
        found = packs.read(id_, largest, again=True)
    if found is None:
        return None
    kind, data = found
    header = f"{kind} {len(data)}\0".encode()
    if hashlib.sha1(header + data, usedforsecurity=False).hexdigest() != id_:
        raise Damaged
    return found
