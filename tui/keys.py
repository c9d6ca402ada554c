"""The keys of a place: what `?` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen

from constitution.display import Run, width_of
from constitution.language import N_, _
from tui.speech import speak_bindings
from tui.widgets.page import Block, Page, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding, BindingType

__all__ = ["Keys"]


class Keys(ModalScreen[None]):
    """Every key that does something where the person is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", N_("Close"), key_display="esc"),
    ]

    def __init__(self, title: str, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        speak_bindings(self)
        self._title = title
        self._active = tuple(bindings)

    def compose(self) -> ComposeResult:
        """The keys, one action a line."""
        yield Page(id="keys")

    def on_mount(self) -> None:
        """The page is filled and has the keys."""
        keys_of: dict[tuple[str, str], list[str]] = {}
        for active in self._active:
            binding = active.binding
            if binding.description and not binding.system:
                shown = self.app.get_key_display(binding)
                keys = keys_of.setdefault((binding.action, binding.description), [])
                if shown not in keys:
                    keys.append(shown)
        named = [(", ".join(keys), does) for (_action, does), keys in keys_of.items()]
        widest = max((width_of(keys) for keys, _does in named), default=0)
        page = self.query_one(Page)
        page.show(
            (
                said(_("Keys in {place}").format(place=self._title), "title"),
                *(
                    Block(
                        (Run("", does),),
                        keys.ljust(widest),
                        is_close=place > 0,
                    )
                    for place, (keys, does) in enumerate(named)
                ),
            )
        )
        page.focus()
