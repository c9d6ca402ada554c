"""The keys of a place: what `?` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

from constitution.display import Run, width_of
from constitution.language import N_, _
from tui.speech import speak_bindings
from tui.widgets.keyline import described
from tui.widgets.page import Block, Page, said
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType

    from tui.widgets.page import Sheet

__all__ = ["Keys", "is_the_librarys"]


class Keys(ModalScreen[None]):
    """Every key that does something where the person is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Close"), key_display="esc"),
    ]

    def __init__(
        self,
        title: str,
        bindings: Iterable[ActiveBinding],
        *,
        more: tuple[str, Iterable[ActiveBinding]] | None = None,
    ) -> None:
        """`more` are keys of a part that may be out of sight, under a heading of their own."""
        super().__init__()
        speak_bindings(self)
        self._title = title
        self._active = tuple(bindings)
        self._more = more

    def compose(self) -> ComposeResult:
        """The keys, one action a line."""
        yield Page(id="keys")

    def on_mount(self) -> None:
        """The page is filled and has the keys."""
        page = self.query_one(Page)
        page.show(self._sheet())
        page.focus()

    def _sheet(self) -> Sheet:
        """What can be done here, then what can be done everywhere, then the keys that move."""
        sections: tuple[tuple[str, list[ActiveBinding]], ...] = (
            (_("Keys in {place}").format(place=self._title) if self._title else _("Keys"), []),
            (_("Everywhere"), []),
            (_("To move about"), []),
        )
        for active in self._active:
            if not is_the_librarys(active):
                sections[_section(active)][1].append(active)
        if self._more is not None:
            heading, found = self._more
            own = [active for active in found if not is_the_librarys(active)]
            sections = (sections[0], (heading, own), *sections[1:])
        named = [(heading, _named(self.app, found)) for heading, found in sections]
        widest = max(
            (width_of(keys) for _heading, rows in named for keys, _does in rows), default=0
        )
        return tuple(
            block
            for heading, rows in named
            if rows
            for block in (
                said(heading, "title"),
                *(
                    Block((Run("", does),), keys.ljust(widest), is_close=place > 0)
                    for place, (keys, does) in enumerate(rows)
                ),
            )
        )


def is_the_librarys(active: ActiveBinding) -> bool:
    """Whether it is how any line is typed in or any window is walked through, which nobody looks up."""
    node = active.node
    if not isinstance(node, Input | TextArea | Screen):
        return False
    ours: set[tuple[str, str]] = set()
    theirs: set[tuple[str, str]] = set()
    for one in type(node).__mro__:
        bound = {
            (key, each.action)
            for each in vars(one).get("BINDINGS", ())
            if isinstance(each, Binding)
            for key in each.key.split(",")
        }
        (ours if one.__module__.startswith("tui.") else theirs).update(bound)
    return (active.binding.key, active.binding.action) in theirs - ours


def _section(active: ActiveBinding) -> int:
    """Where an action is told: what only moves is told last, for arrows explain themselves."""
    binding, node = active.binding, active.node
    if isinstance(node, App):
        return 2 if binding.action.startswith("app.focus") else 1
    if binding.action in {"enter_page", "leave_page"}:
        return 2
    if isinstance(node, Rows | Page | TextArea):
        return 0 if binding.show else 2
    return 0


def _named(app: App[object], found: Iterable[ActiveBinding]) -> list[tuple[str, str]]:
    """The keys of each action, and what it does."""
    keys_of: dict[tuple[str, str], list[str]] = {}
    for active in found:
        binding = active.binding
        if binding.description and not binding.system:
            shown = app.get_key_display(binding)
            keys = keys_of.setdefault((binding.action, described(active)), [])
            if shown not in keys:
                keys.append(shown)
    return [(", ".join(keys), does) for (_action, does), keys in keys_of.items()]
