"""Facades: packages that import what they offer when it is first asked for.

A person who asks for one article must not wait for the modules of votes and merges. The type
checker sees ordinary imports; at run time the package finds each name in its module then.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["offering"]


def offering(package: str, names: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """The `__getattr__` of a package that offers names of its modules: module to names."""
    places = {name: module for module, its in names.items() for name in its}

    def find(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, value)  # it is found here from now on
        return value

    return find
