"""pygit2, loaded when it is first asked for something, also on a machine without certificates.

Loading it takes longer than reading an article does: whoever reads little never waits for it
(`plain`). Its import fails where the machine has no store of certificate authorities, although
nothing here uses the network; pointing OpenSSL elsewhere for that moment mends it, and is faster.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pygit2
    from pygit2 import enums
else:

    class _Late:
        """A module of pygit2 that is loaded at the first look at anything in it."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> object:
            value = getattr(_load(self._name), attribute)
            setattr(self, attribute, value)
            return value

    pygit2 = _Late("pygit2")
    enums = _Late("pygit2.enums")

__all__ = ["enums", "is_loaded", "pygit2"]

_HERE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib is slow to load
_CERTIFICATES = {"SSL_CERT_DIR": _HERE, "SSL_CERT_FILE": os.path.join(_HERE, "-")}  # noqa: PTH118 - a path that never exists, as text


def is_loaded() -> bool:
    """Whether pygit2 is here already, so that nobody waits for it any more."""
    return "pygit2" in sys.modules


def _load(name: str) -> object:
    _prepare()
    return import_module(name)


@cache
def _prepare() -> None:
    """pygit2 is loaded, and flushes what it writes to the disk."""
    before = {name: os.environ.get(name) for name in _CERTIFICATES}
    os.environ.update(_CERTIFICATES)
    try:
        library = import_module("pygit2")
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    library.settings.enable_fsync_gitdir(True)
