"""A few lines to fill in; what was typed stays until the deed is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from constitution.display import safe, width_of
from constitution.errors import Refused
from constitution.language import N_, _
from tui.dialogs.dialog import Dialog, capital
from tui.speech import speak_bindings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from constitution.errors import ConstitutionError

__all__ = ["Choice", "Field", "Form"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    """What stands in the line as long as it is empty."""
    choices: tuple[tuple[str, str], ...] = ()
    """Where one thing is chosen: value and words of each; nothing is then typed."""
    only: tuple[str, tuple[str, ...]] | None = None
    """The choice, and what of it is to be chosen for the line to be there; None where it always is."""
    fault: Callable[[str], str] | None = None
    """What is said of what was typed where it cannot be meant; empty where it can."""


class Choice(Static, can_focus=True):
    """One of a few things, changed with the arrows: no letter that was meant for a line changes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", N_("Next choice"), key_display="→"),
        Binding("left", "turn(-1)", N_("Choice before"), show=False),
    ]

    class Turned(Message):
        """Another thing was chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        speak_bindings(self)
        self._choices = tuple(choices)
        values = [value_ for value_, _words in choices]
        self._place = values.index(value) if value in values else 0

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._choices[self._place][0]

    def on_mount(self) -> None:
        """The choice is shown."""
        self._tell()

    def _tell(self) -> None:
        self.update(Content(f"‹ {safe(self._choices[self._place][1])} ›"))

    def action_turn(self, by: int) -> None:
        """Another thing is chosen."""
        self._place = (self._place + by) % len(self._choices)
        self._tell()
        self.post_message(self.Turned())

    def on_click(self) -> None:
        """The next thing is chosen."""
        self.action_turn(1)


class Form(Dialog[T]):
    """Lines to fill in; Enter goes to the next, and at the last the deed is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", N_("Done"), key_display="⏎", priority=True),
        Binding("enter", "next_line", N_("Next line"), show=False, priority=True),
        Binding("down", "app.focus_next", N_("Next line"), show=False),
        Binding("up", "app.focus_previous", N_("Line before"), show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        deed: Callable[[Mapping[str, str]], Callable[[Desk], T]],
        *,
        note: str = "",
        first: str = "",
        is_ready: bool = False,
        doubts: Callable[[Mapping[str, str]], Callable[[Desk], Sequence[str]]] | None = None,
        together: Callable[[Mapping[str, str]], ConstitutionError | None] | None = None,
    ) -> None:
        """`first` is the line that has the keys, where it is not the first one.

        Where a form `is_ready`, Enter does the deed from any line, as long as nothing was changed.

        `doubts` are sentences that are said first; the same lines, given again, then do the deed.

        `together` says why the lines cannot be meant side by side, as far as they can be read: where
        one of them cannot, that is said with it, and the deed need not be tried to learn it.
        """
        super().__init__(title)
        self._fields = tuple(fields)
        self._deed = deed
        self._note = note
        self._first = first or self._fields[0].name
        self._begun = {field.name: field.value for field in fields} if is_ready else None
        """What stood in the lines, where that can be agreed to as it stands."""
        self._doubts = doubts
        self._together = together
        self._doubted: Mapping[str, str] | None = None
        """What was filled in when doubts were said of it."""
        self._tried: Mapping[str, str] | None = None
        """What was filled in when the deed was tried last; a refusal is of that alone."""

    def body(self) -> Iterable[Widget]:
        """The note, and a line for each field."""
        if self._note:
            yield Static(Content(safe(self._note, lines=True)), classes="hint")
        widest = max(width_of(safe(field.label)) for field in self._fields)
        for field in self._fields:
            entry: Widget
            if field.choices:
                entry = Choice(field.choices, field.value, id=field.name)
            else:
                entry = Input(
                    field.value,
                    placeholder=field.hint,
                    id=field.name,
                    compact=True,
                )
            label = Static(Content(safe(field.label)), classes="label")
            label.styles.width = widest + 1
            yield Horizontal(label, entry, classes="field")

    def _apply(self) -> None:
        """The lines that what was chosen asks for are there, and no others."""
        for field in self._fields:
            line = self.query_one(f"#{field.name}").parent
            if isinstance(line, Horizontal):
                line.display = self._applies(field)

    def _applies(self, field: Field) -> bool:
        if field.only is None:
            return True
        name, values = field.only
        return self.query_one(f"#{name}", Choice).value in values

    def on_mount(self) -> None:
        """The line that is to be filled in has the keys; what stands in it is replaced by typing."""
        self._apply()
        self.query_one(f"#{self._first}").focus()

    @property
    def answers(self) -> dict[str, str]:
        """What was typed or chosen, by the name of the line."""
        return {
            field.name: (
                self.query_one(f"#{field.name}", Choice).value
                if field.choices
                else self.query_one(f"#{field.name}", Input).value.strip()
            )
            for field in self._fields
        }

    @property
    def typed(self) -> object:
        """The lines as they were typed, where any is another than it stood."""
        lines = {field.name: field.value.strip() for field in self._fields if not field.choices}
        now = {name: line for name, line in self.answers.items() if name in lines}
        return None if now == lines else now

    def action_next_line(self) -> None:
        """The next line has the keys, at once, however fast they come; after the last one it is done."""
        last = [field for field in self._fields if self._applies(field)][-1]
        is_last = self.focused is self.query_one(f"#{last.name}")
        if is_last or (self._begun is not None and self.answers == self._begun):
            self.action_done()
        else:
            self.focus_next()

    def action_done(self) -> None:
        """The deed is done with what was filled in, once the line has all that was typed into it."""
        (self.focused or self).call_later(self._do)

    @on(Input.Changed)
    @on(Choice.Turned)
    def _correct(self) -> None:
        """Other lines may be asked for; a refusal goes once something else stands in them."""
        self._apply()
        self.heed_typing()
        if self._tried is not None and not self._is_busy and self.answers != self._tried:
            self._tried = None
            self.refuse("", "")

    def _name_faults(self, answers: Mapping[str, str]) -> bool:
        """Whether a line has what cannot be meant; each is named, and the first has the keys."""
        faults = {
            field.name: sentence
            for field in self._fields
            if field.fault is not None
            and self._applies(field)
            and (sentence := field.fault(answers[field.name]))
        }
        if faults:
            error = self._together(answers) if self._together is not None else None
            said = (
                *faults.values(),
                *((f"{capital(error.message)}.",) if error is not None else ()),
            )
            self.refuse("\n".join(said), error.hint if error is not None else "")
            self.query_one(f"#{next(iter(faults))}").focus()
        return bool(faults)

    def _do(self) -> None:
        answers = self.answers
        if self._is_busy:
            return
        self._tried = answers
        if self._name_faults(answers):
            return
        is_asked = self._doubts is None or self._doubted == answers

        def deed(desk: Desk) -> T:
            done = self._deed(answers)
            if self._doubts is not None and not is_asked:
                doubts = self._doubts(answers)(desk)
                if doubts:
                    self._doubted = answers
                    raise Refused("\n".join(doubts), hint=_("Enter again if it is meant so."))
            return done(desk)

        self.attempt(deed)
