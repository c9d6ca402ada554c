"""The line at the bottom: the keys that do something now, whole entries, the most useful first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.content import Content
from textual.keys import format_key, key_to_character
from textual.widget import Widget

from constitution.display import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual import events
    from textual.binding import ActiveBinding

__all__ = ["Here", "KeyLine", "described"]

GAP = 2
"""Cells between two entries: without colours, they are all that tells one from the next."""

MORE = "…"
"""What says that there are more keys than fit."""

_TELLS_ALL = ("keys", "app.keys")
"""The actions that show every key; theirs is the last entry, and never left out."""


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    shown: str
    """The key as a person reads it."""
    words: str

    @property
    def width(self) -> int:
        return width_of(f"{self.shown} {self.words}")


@runtime_checkable
class Here(Protocol):
    """What shows one thing at a time, each asked for by a key that closes it again."""

    def is_here(self, action: str) -> bool:
        """Whether what an action asks for is in sight already: the line does not offer it."""


def described(active: ActiveBinding) -> str:
    """What a key does in full; the line has a shorter word for some."""
    return active.binding.tooltip or active.binding.description


_LEAVES = ("leave", "screen.leave", "dismiss", "screen.dismiss")
"""The actions that close a dialog or a page; told after what can be done in it."""


class KeyLine(Widget):
    """The keys of a screen. An entry that does not fit is left out whole; a click does as its key."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._at: list[tuple[range, str]] = []
        """Where each entry stands, and its key."""

    def on_mount(self) -> None:
        """The line follows what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def on_unmount(self) -> None:
        """Nothing is followed any more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _entries(self) -> Iterator[tuple[_Entry, str]]:
        """Each action that has its words in the line, with the first of its keys that is free."""
        focused = self.screen.focused
        seen: set[str] = set()

        def is_typed(key: str) -> bool:
            return focused is not None and focused.check_consume_key(key, _character_of(key))

        for active in self.screen.active_bindings.values():
            binding = active.binding
            action = binding.action
            named = binding.description and not binding.system and active.enabled
            if not named or action in seen or not (binding.show or action in _TELLS_ALL):
                continue
            if is_typed(binding.key):
                continue
            if isinstance(active.node, Here) and active.node.is_here(action):
                continue
            seen.add(action)
            shown = self.app.get_key_display(binding)
            if is_typed(shown):  # the name of another key of the action, which is not free
                shown = self.app.get_key_display(replace(binding, key_display=None))
            yield _Entry(binding.key, shown, binding.description), action

    def render(self) -> Content:
        """As many entries as fit."""
        entries = list(self._entries())
        entries.sort(key=lambda one: one[1] in _LEAVES)
        last = next((entry for entry, action in entries if action in _TELLS_ALL), None)
        others = [entry for entry, action in entries if action not in _TELLS_ALL]
        room = self.size.width - (last.width + GAP if last is not None else 0)
        kept = _fitting(others, room)
        if len(kept) < len(others):
            kept = _fitting(others, room - len(MORE) - GAP)
        self._at = []
        parts: list[tuple[str, str] | str] = []
        column = 0
        for entry in kept:
            column = self._put(parts, entry, column) + GAP
            parts.append(" " * GAP)
        if len(kept) < len(others):
            parts.append(MORE)
            column += len(MORE)
        if last is not None:
            start = max(self.size.width - last.width, 0)
            parts.append(" " * (start - column))
            self._put(parts, last, start)
        return Content.assemble(*parts)

    def _put(self, parts: list[tuple[str, str] | str], entry: _Entry, column: int) -> int:
        """The column after an entry that was put at one."""
        end = column + entry.width
        self._at.append((range(column, end), entry.key))
        parts.append((entry.shown, "$footer-key-foreground bold"))
        parts.append(f" {entry.words}")
        return end

    def on_click(self, event: events.Click) -> None:
        """The entry that was pointed at is done."""
        for cells, key in self._at:
            if event.x in cells:
                self.app.simulate_key(key)


def _character_of(key: str) -> str | None:
    """What a key types, if it types something."""
    shown = format_key(key)
    return shown if len(shown) == 1 and shown.isascii() else key_to_character(key)


def _fitting(entries: Iterable[_Entry], room: int) -> list[_Entry]:
    """The entries that fit beside each other, in their order; what is too long makes way."""
    kept: list[_Entry] = []
    for entry in entries:
        if entry.width <= room:
            kept.append(entry)
            room -= entry.width + GAP
    return kept
