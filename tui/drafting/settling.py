"""Conflicts with the current text, one at a time: three readings, and the one that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static, TextArea

from constitution.assembly import drafting
from constitution.display import Run, safe
from constitution.errors import Refused
from constitution.language import N_, _, introduce
from constitution.merge import Reworded
from tui.dialogs.dialog import Dialog
from tui.speech import speak_bindings
from tui.widgets.page import Block, Page, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from constitution.assembly.clashes import Dispute
    from constitution.assembly.drafting import Settled, Updated
    from constitution.assembly.pending import Pending
    from constitution.merge import Choice

__all__ = ["Settling"]


class Settling(Dialog["Updated"]):
    """Every conflict of an amendment; left with the amendment on the current text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,1", "take('current')", N_("Current text"), key_display="c"),
        Binding("a,2", "take('amendment')", N_("Amendment"), key_display="a"),
        Binding("b,3", "take('both')", N_("Both"), key_display="b"),
        Binding("w,4", "write", N_("Write"), key_display="w"),
        Binding("n,right", "step(1)", N_("Next"), key_display="n"),
        Binding("p,left", "step(-1)", N_("Previous"), show=False),
        Binding("ctrl+s,enter", "conclude", N_("Bring it there"), key_display="⏎"),
        Binding("escape", "leave", N_("Later"), key_display="esc"),
    ]

    def __init__(self, one: Pending, now: Settled) -> None:
        super().__init__("")
        self._one = one
        self._now = now
        self._place = now.left[0] - 1 if now.left else 0

    @property
    def _dispute(self) -> Dispute:
        return self._now.disputes[self._place]

    def body(self) -> Iterable[Widget]:
        """Which conflict it is, its readings, and the result."""
        yield Page(id="readings")

    def on_mount(self) -> None:
        """The first conflict that is left is shown."""
        self._show()
        self.query_one(Page).focus()

    def _show(self) -> None:
        title = _("Conflict {number} of {total}, in {path}").format(
            number=self._place + 1, total=len(self._now.disputes), path=self._dispute.path
        )
        self.query_one(".dialog-title", Static).update(Content(safe(title)))
        page = self.query_one(Page)
        page.show(self._readings())
        self.refresh_bindings()

    def _readings(self) -> Iterator[Block]:
        dispute, choice = self._dispute, self._now.choices[self._place]
        before, current, amendment, result = (
            _("before"),
            _("current text"),
            _("amendment"),
            _("result"),
        )
        if dispute.conflict is None:
            keeping, changing = dispute.meanings
            if dispute.key is not None:
                yield said(safe(dispute.key), "strong")
            readings = [(current, keeping), (amendment, changing)]
        else:
            conflict = dispute.conflict
            where = (
                _("heading")
                if conflict.alinea is None
                else _("paragraph {number}").format(number=conflict.alinea)
            )
            around = f"{conflict.before} [ ] {conflict.after}".strip()
            yield said(safe(introduce(where, " ".join(around.split()))), "quiet")
            readings = [
                (before, conflict.base),
                (current, conflict.current),
                (amendment, conflict.amendment),
            ]
        for name, words in readings:
            yield Block((Run("", safe(words.strip(), lines=True) or "—"),), name)
        yield Block((self._result(choice),), result)
        left = ", ".join(map(str, self._now.left))
        yield said(
            _("Left to settle: {numbers} of {total}.").format(
                numbers=left, total=len(self._now.disputes)
            )
            if left
            else _("Every conflict is settled: Enter brings the amendment onto the current text."),
            "quiet",
        )

    def _result(self, choice: Choice | None) -> Run:
        dispute = self._dispute
        if choice is None:
            return Run("quiet", _("to be chosen"))
        if isinstance(choice, Reworded):
            return Run("strong", safe(choice.words, lines=True))
        if dispute.conflict is None:
            keeping, changing = dispute.meanings
            return Run("strong", safe(changing if choice == "amendment" else keeping))
        words = {
            "base": dispute.conflict.base,
            "current": dispute.conflict.current,
            "amendment": dispute.conflict.amendment,
        }[choice]
        return Run("strong", safe(words.strip(), lines=True) or "—")

    # -- choosing ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Words are taken and written where words collide; the end is offered when all is settled."""
        if action == "write" or (action, parameters) == ("take", ("both",)):
            return self._dispute.takes_words
        if action == "conclude":
            return not self._now.left
        return action != "step" or len(self._now.disputes) > 1

    def action_step(self, by: int) -> None:
        """The next conflict is shown."""
        self._place = (self._place + by) % len(self._now.disputes)
        self._show()

    def action_take(self, what: str) -> None:
        """One reading is taken, or both; the next conflict that is left is then shown."""
        if what == "both":
            self._choose(Reworded(self._dispute.both))
        else:
            self._choose("current" if what == "current" else "amendment")

    def action_write(self) -> None:
        """Other words are written; one begins with those that stand there."""
        choice = self._now.choices[self._place]
        words = choice.words if isinstance(choice, Reworded) else self._dispute.both
        self.app.push_screen(Wording(words), self._worded)

    def _worded(self, words: str | None) -> None:
        if words is not None:
            self._choose(Reworded(words))

    def _choose(self, choice: Choice) -> None:
        number, slug = self._place + 1, self._one.slug

        def deed(desk: Desk) -> Settled:
            return drafting.settle(desk, slug, number, choice)

        self.room.do(deed, self._chosen)

    def _chosen(self, now: Settled) -> None:
        self._now = now
        later = (number for number in now.left if number > self._place + 1)
        self._place = next(later, now.left[0] if now.left else self._place + 1) - 1
        self._show()

    def action_conclude(self) -> None:
        """The amendment is brought onto the current text."""
        slug = self._one.slug

        def deed(desk: Desk) -> Updated:
            result = drafting.conclude(desk, slug)
            if isinstance(result, drafting.Settled):
                raise Refused(
                    _("the current text has changed meanwhile, and there are other conflicts"),
                    hint=_("Leave this question, and ask again."),
                )
            return result

        self.attempt(deed)


class Wording(Dialog[str]):
    """Words of one's own in place of all three readings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "done", N_("Take these words"), key_display="^s", priority=True),
    ]

    def __init__(self, words: str) -> None:
        super().__init__(_("Other words"))
        speak_bindings(self)
        self._words = words

    def body(self) -> Iterable[Widget]:
        """The words."""
        yield TextArea(self._words, compact=True, id="wording")

    def on_mount(self) -> None:
        """The words have the keys."""
        self.query_one(TextArea).focus()

    def action_done(self) -> None:
        """These words are taken."""
        self.dismiss(self.query_one(TextArea).text.strip())
