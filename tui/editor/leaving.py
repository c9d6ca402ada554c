"""What to do with a text that was typed: saved, kept for later, or given up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual.binding import Binding

from constitution.display import Run, safe
from constitution.language import N_, _
from tui.dialogs.dialog import Dialog, capital
from tui.dialogs.reading import Reading
from tui.dialogs.summary import Summary
from tui.editor.judging import judge, told_of_saving
from tui.widgets.change import show_words
from tui.widgets.page import Block, said
from tui.widgets.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly.drafting.unsaved import Unsaved
    from tui.editor.writing import Writing
    from tui.widgets.page import Sides

__all__ = ["Leaving", "Recovering", "Stranded", "Wish"]

Wish = Literal["save", "apart", "keep", "discard"]


class Leaving(Dialog[Wish]):
    """Asked when the editor is left with a text that was not saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,enter", "wish('save')", N_("Save")),
        Binding(
            "n,enter",
            "wish('apart')",
            N_("New amendment"),
            tooltip=N_("Put it into a new amendment"),
            key_display="n",
        ),
        Binding("k", "wish('keep')", N_("Keep"), tooltip=N_("Keep for later")),
        Binding("d", "wish('discard')", N_("Give up"), tooltip=N_("Give up what was typed")),
        Binding("escape", "leave", N_("Go on writing"), key_display="esc"),
    ]

    def __init__(self, *, file: Path | None, has_home: bool, ended: str = "") -> None:
        """`file` is where it is kept, `ended` why it can no longer be saved in its amendment."""
        super().__init__(_("What you typed was not saved"))
        self._file = file
        self._has_home = has_home
        self._ended = ended

    def body(self) -> Iterable[Widget]:
        """What can be done."""
        page = Summary()
        page.can_focus = False  # `k` is to keep, and not to go up
        yield page

    def on_mount(self) -> None:
        """Each way with its key."""
        self._show()

    def tell(self, ended: str) -> None:
        """Why the text can no longer be saved where it was begun; empty where it can."""
        if ended != self._ended:
            self._ended = ended
            self._show()
            self.refresh_bindings()

    def _show(self) -> None:
        page = self.query_one(Summary)
        page.show(tuple(self._sheet()))
        self.call_after_refresh(page.fit)

    def _sheet(self) -> Iterator[Block]:
        if self._ended:
            yield said(safe(self._ended))
        for place, (key, words) in enumerate(self._ways()):
            yield Block((Run("", safe(words)),), key, is_close=place > 0)

    def _ways(self) -> Iterator[tuple[str, str]]:
        if self._can("save"):
            yield "s", _("Save it.")
        if self._can("apart"):
            yield "n", _("Put it into a new amendment.")
        if self._file is not None:
            yield (
                "k",
                _("Keep it as a file, to be read when you come back: {file}").format(
                    file=self._file
                )
                if self._ended
                else _("Keep it for later: it is offered when you come back."),
            )
        yield "d", _("Give up what was typed.")

    def _can(self, wish: Wish) -> bool:
        match wish:
            case "save":
                return not self._ended
            case "apart":
                return self._has_home and bool(self._ended)
            case "keep":
                return self._file is not None
            case "discard":
                return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be done is not offered: nothing is saved in an amendment that has ended."""
        return action != "wish" or self._can(cast("Wish", parameters[0]))

    def action_wish(self, wish: Wish) -> None:
        """So be it."""
        self.dismiss(wish)


class _GivingUp(Reading[Wish]):
    """Asked over a text that was typed before: what is given up is gone, and that is said first."""

    _is_warned = False
    """Whether it was said."""

    def action_wish(self, wish: Wish) -> None:
        """So be it, once it is meant so."""
        if wish == "discard" and not self._is_warned:
            self._is_warned = True
            self.refuse(_("what was typed is then gone"), _("Press `d` again if it is meant so."))
            return
        self.dismiss(wish)


class Recovering(_GivingUp):
    """Asked where a text was typed, and neither saved nor given up: both versions are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "wish('save')", N_("Take up what was typed"), key_display="⏎"),
        Binding("d", "wish('discard')", N_("Give it up")),
        Binding("escape", "leave", N_("Later"), key_display="esc"),
    ]

    def __init__(self, writing: Writing, found: Unsaved, *, marked: bool) -> None:
        super().__init__(_("A text was typed here and not saved"))
        self._writing = writing
        self._found = found
        self._marked = marked

    def sheet(self) -> Iterator[Block | Sides]:
        """Both versions as one change: from what is saved to what was typed."""
        at = self._found.at.astimezone().strftime("%Y-%m-%d %H:%M")
        yield said(safe(self._writing.title), "title")
        yield said(_("Typed until {time}. From what is saved to what was typed:").format(time=at))
        saved = replace(self._writing, base=self._writing.text)
        delta = judge(saved, self._found.text).delta  # as saving would make it
        if delta is not None and delta.changes_alineas:
            yield from show_words(delta, "words", marked=self._marked)
        else:
            yield said(_("No word is changed."), "quiet")
        for sentence in told_of_saving(self._writing, self._found.text):
            yield said(safe(sentence), "quiet")


class Stranded(_GivingUp):
    """Asked where a text was typed in an amendment that can no longer be written: it can be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "n", "wish('apart')", N_("New amendment"), tooltip=N_("Put it into a new amendment")
        ),
        Binding("d", "wish('discard')", N_("Give it up")),
        Binding("escape", "leave", N_("Later"), key_display="esc"),
    ]

    def __init__(self, found: Unsaved, file: str, reason: str) -> None:
        super().__init__(_("What was typed in “{name}”, and not saved").format(name=found.slug))
        self._found = found
        self._file = file
        self._reason = reason

    def sheet(self) -> Iterator[Block | Sides]:
        """Why it cannot be saved, where it lies, and what was typed, whole."""
        where = _(
            "It lies in {file}, as plain text, and stays there until you put it into a new amendment "
            "(`n`) or give it up (`d`)."
        )
        back = _("Where the draft was withdrawn, `u` brings it back while that is the last act.")
        yield said(safe(capital(self._reason)))
        yield said(safe(where.format(file=self._file)), is_close=True)
        yield said(back, is_close=True)
        yield from prose(self._found.text)
