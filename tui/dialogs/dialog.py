"""A question over the room, which does what it asks about and shows why it could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeAlias, TypeVar, cast

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.language import N_, _
from tui.acting import perform
from tui.background import ask
from tui.dialogs.summary import Summary
from tui.heeding import Heeding
from tui.hints import in_keys
from tui.messages import Shaken
from tui.resting import Resting
from tui.speech import speak_bindings
from tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from tui.app import DraftingRoom

__all__ = ["Dialog", "Still", "as_long_as", "capital"]

T = TypeVar("T")

Still: TypeAlias = "Callable[[Desk], ConstitutionError | None]"
"""Why what a dialog asks about stands no more; None where it does."""

SOON = 0.3
"""Seconds after which a deed that is not done yet is said to be under way."""


def capital(sentence: str) -> str:
    """The sentence with a capital, unless it begins with a path."""
    if sentence.split(" ", 1)[0].replace("’", "").isalpha():
        return sentence[:1].upper() + sentence[1:]
    return sentence


def as_long_as(check: Callable[[Desk], object]) -> Still:
    """Why a check refuses what is asked about by now; None where it does not."""

    def still(desk: Desk) -> ConstitutionError | None:
        try:
            check(desk)
        except ConstitutionError as error:
            return error
        return None

    return still


class Dialog(Heeding, ModalScreen[T | None]):
    """A box with a title, what it asks, and the refusal of what was tried last.

    It is left with what the deed came to, or with None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Leave"), key_display="esc"),
        Binding("question_mark,f1", "keys", N_("Keys"), key_display="?"),
    ]

    PERFORM = staticmethod(perform)
    """How a deed is done."""

    def __init__(self, title: str) -> None:
        super().__init__()
        speak_bindings(self)
        self._title = title
        self._is_busy = False
        self._still: Still | None = None
        self._warned: object = None
        """What was typed when it was said that leaving loses it."""

    def bind_to(self, still: Still) -> Self:
        """The dialog itself, told at once when what it asks about stands no more."""
        self._still = still
        return self

    @property
    def room(self) -> DraftingRoom:
        """The room it stands over."""
        return cast("DraftingRoom", self.app)

    def compose(self) -> ComposeResult:
        """The box, and the keys below."""
        with Vertical(classes="dialog"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            yield from self.body()
            refusal = Static(classes="refusal")
            refusal.display = False
            yield refusal
            busy = Static(Content(_("This is being done…")), classes="busy")
            busy.display = False
            yield busy
        yield KeyLine()

    def body(self) -> Iterable[Widget]:
        """What it asks."""
        raise NotImplementedError

    def attempt(self, deed: Callable[[Desk], T]) -> None:
        """The deed is tried; the dialog is left when it is done, and says why when it is refused."""
        if not self._is_busy:
            self._is_busy = True
            self.refuse("", "")
            self.run_worker(self._attempt(deed), group="act", exit_on_error=False)

    async def _attempt(self, deed: Callable[[Desk], T]) -> None:
        soon = self.set_timer(SOON, self._say_busy)
        try:
            done = await self.PERFORM(self.room, deed)
        except ConstitutionError as error:
            self.refuse(error.message, error.hint)
        else:
            self.dismiss(done)
        finally:
            soon.stop()
            self._is_busy = self.query_one(".busy").display = False

    def _say_busy(self) -> None:
        self.query_one(".busy").display = self.is_active  # not below a question of its own

    def on_screen_suspend(self) -> None:
        """Below a question of its own nothing is under way: it waits for the answer."""
        self.query_one(".busy").display = False

    def look_again(self) -> None:
        """Whether what is asked about still stands is read again, for something moved."""
        still, folder = self._still, self.room.folder
        if still is not None and not self._is_busy:

            def look() -> Shaken:
                desk = self.room.open_desk(folder)
                with desk.repository:
                    return Shaken(still(desk))

            ask(self, "still", look)

    def on_shaken(self, message: Shaken) -> None:
        """What happened meanwhile is said where it is asked, before anybody agrees to it."""
        if message.error is not None and not self._is_busy:
            self.tell_overtaken(message.error.message, message.error.hint)

    def tell_overtaken(self, sentence: str, hint: str) -> None:
        """What happened meanwhile stands below what was asked; the core refuses what is tried."""
        self.refuse(sentence, hint)

    def refuse(self, sentence: str, hint: str) -> None:
        """A refusal stands below what was asked, in the words of the core."""
        words = "\n".join(filter(None, (capital(in_keys(sentence)), in_keys(hint))))
        place = self.query_one(".refusal", Static)
        place.update(Content(safe(words, lines=True)))
        place.display = bool(words)
        self._fit()

    def on_resize(self) -> None:
        """What is read before an answer is given has the height that the screen leaves it."""
        self._fit()

    def _fit(self) -> None:
        for page in self.query(Summary):
            self.call_after_refresh(page.fit)

    def action_keys(self) -> None:
        """The keys of the dialog are shown."""
        from tui.keys import Keys

        self.app.push_screen(Keys(self._title, self.active_bindings.values()))

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """The dialog is left; a key that was pressed once too often does not reach what is below."""
        if result is not None and isinstance(self.app, Resting):
            self.app.rest_keys()
        return super().dismiss(result)

    @property
    def typed(self) -> object:
        """What was typed and is lost where the dialog is left; None where nothing is."""
        return None

    def loss(self) -> str:
        """What is said before it is left all the same."""
        return _("what was typed is then gone")

    def heed_typing(self) -> None:
        """What was said of leaving goes once something else is typed."""
        if self._warned is not None and self._warned != self.typed:
            self._warned = None
            self.refuse("", "")

    def action_leave(self) -> None:
        """Nothing is done; what is being done already is not left before it is known what came of it.

        Nothing that was typed is lost at one key.
        """
        if self._is_busy:
            self._say_busy()
        elif self.typed != self._warned and self.typed is not None:
            self._warned = self.typed
            self.refuse(self.loss(), _("Press Escape again if it is meant so."))
        else:
            self.dismiss(None)
