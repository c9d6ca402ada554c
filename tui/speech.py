"""Keys in the language in use: what a binding does is translated when its widget is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import BindingsMap

from constitution.language import _

if TYPE_CHECKING:
    from textual.dom import DOMNode

__all__ = ["speak_bindings"]


def speak_bindings(node: DOMNode) -> None:
    """What the keys of a widget do is said in the language in use."""
    node._bindings = BindingsMap(  # noqa: SLF001 - Textual has no public way to describe a key later
        replace(
            binding,
            description=_(binding.description),
            tooltip=_(binding.tooltip) if binding.tooltip else "",
        )
        for bindings in node._bindings.key_to_bindings.values()  # noqa: SLF001 - the same
        for binding in bindings
        if binding.description
    )
