"""Saving what was typed: the message, and both texts where somebody else saved meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from textual.binding import Binding

from constitution.display import safe
from constitution.errors import Overtaken, Refused, Unknown
from constitution.language import N_, _
from tui.dialogs.form import Field, Form
from tui.dialogs.reading import Reading
from tui.editor.judging import judge, told_of_saving
from tui.widgets.change import show_words
from tui.widgets.page import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.binding import BindingType

    from constitution.assembly import Desk
    from tui.editor.writing import Writing
    from tui.widgets.page import Block, Sides

__all__ = ["Both", "Whose", "saving"]

T = TypeVar("T")

Whose = Literal["mine", "theirs"]


def saving(
    writing: Writing, text: str, save: Callable[[str, str, str], Callable[[Desk], T]]
) -> Form[T | Overtaken]:
    """The message of the commit, which can be edited; left with `Overtaken` where it was not saved."""
    default = writing.message or ""

    def deed(message: str) -> Callable[[Desk], T | Overtaken]:
        def try_(desk: Desk) -> T | Overtaken:
            try:
                return save(text, message, writing.text)(desk)
            except Overtaken as overtaken:
                return overtaken
            except (Refused, Unknown) as refusal:
                raise _telling_where(writing, text, refusal) from refusal

        return try_

    note = _("It is kept in the amendment under your name, with these words.")
    return Form(
        _("Save: {what}").format(what=writing.title),
        (Field("message", _("What you did:"), default),),
        lambda answers: deed(answers["message"] or default),
        note="\n".join((note, *told_of_saving(writing, text))),
    )


def _telling_where(writing: Writing, text: str, refusal: Refused | Unknown) -> Refused | Unknown:
    """The refusal, and where the text lies meanwhile: its amendment may be gone."""
    if writing.held is None:
        return refusal
    try:
        writing.held.keep(text)
    except OSError:
        return refusal
    kept = _(
        "What you typed is kept in {file}, as plain text: leave with Escape and keep it (`k`)."
    ).format(file=writing.held.file)
    return Refused(refusal.message, hint=" ".join(filter(None, (refusal.hint, kept))))


class Both(Reading[Whose]):
    """Asked where somebody else saved the text since it was opened: both versions are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('mine')", N_("Go on with yours"), key_display="⏎"),
        Binding("t", "choose('theirs')", N_("Take theirs")),
        Binding("escape", "leave", N_("Go on writing"), key_display="esc"),
    ]

    def __init__(self, overtaken: Overtaken, writing: Writing, mine: str, *, marked: bool) -> None:
        super().__init__(_("This text was saved by somebody else meanwhile; nothing was saved"))
        self._overtaken = overtaken
        self._writing = writing
        self._mine = mine
        self._marked = marked

    def sheet(self) -> Iterator[Block | Sides]:
        """Both versions as one change: what saving would make of theirs."""
        yield said(safe(f"{self._overtaken.message}."))
        yield said(
            _(
                "From theirs to yours: what is taken out here would be lost by saving. Go on with "
                "yours (Enter), put in what you want of theirs, and save again; or take theirs "
                "(`t`), and `ctrl+z` brings yours back."
            )
        )
        theirs = replace(self._writing, base=self._overtaken.theirs)
        delta = judge(theirs, self._mine).delta  # as saving would make it
        if delta is not None:
            yield from show_words(delta, "words", marked=self._marked)

    def action_choose(self, whose: Whose) -> None:
        """So be it."""
        self.dismiss(whose)
