"""Conflicts with the current text, one at a time: three readings, and the one that is made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from constitution.assembly import drafting
from constitution.assembly.clashes import place_words
from constitution.display import Run, safe
from constitution.errors import Refused
from constitution.language import N_, _, introduce
from constitution.merge import Reworded
from tui.dialogs.dialog import Dialog
from tui.drafting.wording import Wording
from tui.widgets.change import show_words
from tui.widgets.page import Block, Page, Sides, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.assembly import Desk
    from constitution.assembly.clashes import Dispute
    from constitution.assembly.drafting import Settled, Updated
    from constitution.assembly.pending import Pending
    from constitution.merge import Choice

__all__ = ["Settling"]


class Readings(Page, inherit_bindings=False):
    """The readings of a conflict; `b` is to take both of them, and not to go up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(one, key=one.key.replace(",b,", ","))
        for one in Page.BINDINGS
        if isinstance(one, Binding)
    ]


class Settling(Dialog["Updated"]):
    """Every conflict of an amendment; left with the amendment on the current text.

    A reading that is tried stands in the result, among the words around it; Enter takes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "settle", N_("Take it"), key_display="⏎"),
        Binding("enter,ctrl+s", "conclude", N_("Bring it there"), key_display="⏎"),
        Binding("1,c", "take('current')", N_("Current text"), key_display="1"),
        Binding("2,a", "take('amendment')", N_("Amendment"), key_display="2"),
        Binding("3,b", "take('both')", N_("Both"), key_display="3"),
        Binding("4,w", "write", N_("Write"), key_display="4"),
        Binding("n,right", "step(1)", N_("Next"), key_display="n"),
        Binding("p,left", "step(-1)", N_("Previous"), show=False),
        Binding("escape", "leave", N_("Later"), key_display="esc"),
    ]

    def __init__(self, one: Pending, now: Settled, titles: Mapping[str, str]) -> None:
        """`titles` are what the articles in conflict are called, by path."""
        super().__init__("")
        self._one = one
        self._now = now
        self._titles = titles
        self._tried: Choice | None = None
        """What stands in the result, and is not taken yet."""
        self._place = now.left[0] - 1 if now.left else 0

    @property
    def _dispute(self) -> Dispute:
        return self._now.disputes[self._place]

    def body(self) -> Iterable[Widget]:
        """Which conflict it is and its readings; below them the result, which is always in sight."""
        yield Readings(id="readings")
        yield Readings(id="outcome")

    def on_mount(self) -> None:
        """The first conflict that is left is shown."""
        for page in self.query(Page):
            self.watch(page, "scroll_y", self._say_what_is_below, init=False)
        self._show()
        self.query_one("#readings", Readings).focus()

    def on_resize(self) -> None:
        """The result is as high as it needs to be."""
        self.call_after_refresh(self._show_outcome)

    def _show(self) -> None:
        path = self._dispute.place
        title = _("Conflict {number} of {total}, in {article}").format(
            number=self._place + 1,
            total=len(self._now.disputes),
            article=self._titles.get(path, path),
        )
        self.query_one(".dialog-title", Static).update(Content(safe(title)))
        self.query_one("#readings", Readings).show(tuple(self._readings()))
        self._show_outcome()
        self.refresh_bindings()

    def _show_outcome(self) -> None:
        page = self.query_one("#outcome", Page)
        page.show(tuple(self._outcome()))
        page.styles.height = page.virtual_size.height + page.styles.gutter.height
        self.call_after_refresh(self._say_what_is_below)

    def _say_what_is_below(self) -> None:
        """Each edge below which a part goes on says so, and which keys lead there."""
        readings, outcome = self.query_one("#readings", Page), self.query_one("#outcome", Page)
        outcome.border_title = _("goes on: page down") if readings.goes_on else ""
        self.query_one(".dialog").border_subtitle = (
            _("goes on: tab, page down") if outcome.goes_on else ""
        )

    def _readings(self) -> Iterator[Block | Sides]:
        dispute = self._dispute
        before, current, amendment = _("before"), _("current text"), _("amendment")
        if dispute.conflict is None:
            keeping, changing = dispute.meanings
            if dispute.key is not None:
                yield said(safe(dispute.key), "strong")
            readings = [(current, keeping)]
            if not dispute.takes_both:
                readings.append((amendment, changing))
        else:
            conflict = dispute.conflict
            where = place_words(conflict.alinea, conflict.note)
            before_it = _last_words(" ".join(conflict.before.split()))
            after_it = _first_words(" ".join(conflict.after.split()))
            around = "".join(
                (before_it, _gap(before_it, "[ ]"), "[ ]", _gap("[ ]", after_it), after_it)
            )
            yield said(safe(introduce(where, around)), "quiet")
            readings = [
                (before, conflict.base),
                (current, conflict.current),
                (amendment, conflict.amendment),
            ]
        for name, words in readings:
            yield Block((Run("", safe(words.strip(), lines=True) or "—"),), name)
        if dispute.rewriting is not None:
            who, what = dispute.rewriting
            yield said(who, "quiet")
            yield from show_words(what, "words", marked=self.app.no_color, context=0)

    def _outcome(self) -> Iterator[Block]:
        taken = self._now.choices[self._place]
        choice = self._tried if self._tried is not None else taken
        runs: tuple[Run, ...] = (self._result(choice),)
        conflict = self._dispute.conflict
        if choice is not None and conflict is not None:
            words = runs[0].text
            before = _last_words(conflict.before.strip())
            after = _first_words(conflict.after.strip())
            runs = (
                Run("quiet", safe(before) + _gap(before, words)),
                *runs,
                Run("quiet", _gap(words, after) + safe(after)),
            )
        yield Block(runs, _("result"))
        yield said(self._left_to_do(), "quiet", is_close=True)

    def _left_to_do(self) -> str:
        if self._tried is not None:
            return _("Enter takes it; another key tries another reading.")
        if self._now.left:
            return _("Left to settle: {numbers} of {total}.").format(
                numbers=", ".join(map(str, self._now.left)), total=len(self._now.disputes)
            )
        return _("Every conflict is settled: Enter brings the amendment onto the current text.")

    def _result(self, choice: Choice | None) -> Run:
        dispute = self._dispute
        if choice is None:
            return Run("quiet", _("to be chosen"))
        if isinstance(choice, Reworded):
            return Run("strong", safe(choice.words, lines=True) or "—")
        if dispute.conflict is None:
            keeping, changing = dispute.meanings
            if choice == "both":
                beside = _("both stay: the article of the amendment stands beside it, as {number}")
                return Run("strong", safe(beside.format(number=dispute.beside)))
            return Run("strong", safe(changing if choice == "amendment" else keeping))
        words = {
            "base": dispute.conflict.base,
            "current": dispute.conflict.current,
            "amendment": dispute.conflict.amendment,
            "both": dispute.conflict.both,
        }[choice]
        return Run("strong", safe(words.strip(), lines=True) or "—")

    # -- choosing ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Words are taken and written where words collide; the end is offered when all is settled."""
        if (action, parameters) == ("take", ("both",)):
            return self._dispute.takes_words or self._dispute.takes_both
        if action == "write":
            return self._dispute.takes_words
        if action == "settle":
            return self._tried is not None
        if action == "conclude":
            return self._tried is None and not self._now.left
        return action != "step" or len(self._now.disputes) > 1

    def action_step(self, by: int) -> None:
        """The next conflict is shown."""
        self._place = (self._place + by) % len(self._now.disputes)
        self._tried = None
        self._show()

    def action_take(self, what: str) -> None:
        """One reading, or both, stands in the result."""
        if what == "both":
            is_whole = self._dispute.takes_both
            self._try("both" if is_whole else Reworded(self._dispute.both))
        else:
            self._try("current" if what == "current" else "amendment")

    def _try(self, choice: Choice) -> None:
        self._tried = choice
        self.refuse("", "")
        self._show()

    def action_write(self) -> None:
        """Other words are written, in place of those that stand in the result."""
        choice = self._tried or self._now.choices[self._place]
        conflict = self._dispute.conflict
        if conflict is None:
            return
        words = choice.words if isinstance(choice, Reworded) else conflict.amendment.strip()
        dialog = Wording(words, self._readings(), (conflict.before, conflict.after))
        self.app.push_screen(dialog, self._worded)

    def _worded(self, words: str | None) -> None:
        if words is not None:
            self._try(Reworded(words))

    def action_settle(self) -> None:
        """What stands in the result is taken; the next conflict that is left is then shown."""
        choice = self._tried
        if choice is None:
            return
        number, slug = self._place + 1, self._one.slug

        def deed(desk: Desk) -> Settled:
            return drafting.settle(desk, slug, number, choice)

        self.room.do(deed, self._chosen)

    def _chosen(self, now: Settled) -> None:
        self._now = now
        self._tried = None
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


_AROUND = 120
"""How many characters of the words around a conflict are shown on each side of it."""


def _last_words(text: str) -> str:
    """The end of what stands before a conflict."""
    return text if len(text) <= _AROUND else f"… {text[-_AROUND:].partition(' ')[2]}"


def _first_words(text: str) -> str:
    """The beginning of what stands after a conflict."""
    return text if len(text) <= _AROUND else f"{text[:_AROUND].rpartition(' ')[0]} …"


def _gap(before: str, after: str) -> str:
    """The space between two pieces of a sentence, where one stands."""
    clings = after[:1] in {",", ".", ")"} or before[-1:] in {"(", "’", "'"}
    return "" if not before or not after or clings else " "
