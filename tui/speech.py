"""Keys in the language in use: their names, and what each does, translated when its widget is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import BindingsMap

from constitution.language import N_, _

if TYPE_CHECKING:
    from textual.dom import DOMNode

__all__ = ["name_key", "speak_bindings"]

_NAMES = {
    "del": N_("del"),
    "end": N_("end"),
    "esc": N_("esc"),
    "home": N_("home"),
    "insert": N_("insert"),
    "pgdn": N_("pgdn"),
    "pgup": N_("pgup"),
    "shift": N_("shift"),
    "space": N_("space"),
    "tab": N_("tab"),
}
"""The keys that bear a word, as Textual shows them; the others are named by their sign."""


def name_key(key: str) -> str:
    """A key, named by Textual, as the keyboards of the language in use name it: `shift+tab`."""
    return "+".join(_(_NAMES[part]) if part in _NAMES else part for part in key.split("+"))


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
