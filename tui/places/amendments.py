"""The amendments: every pending one, and the page of one with its change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from constitution.assembly.pending import state_words
from constitution.display import Run, safe
from constitution.governance import GOVERNANCE_FILES
from constitution.language import N_, _
from tui.background import ask
from tui.messages import ChangeRead, Troubled
from tui.places.place import Place
from tui.reading import read_change, title_of
from tui.widgets.change import VIEWS, show_change, view_words
from tui.widgets.page import Block, Page, said
from tui.widgets.prose import printed
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from constitution.assembly.pending import Pending
    from constitution.diff import ArticleDelta
    from constitution.errors import Malformed
    from tui.reading import Change
    from tui.widgets.change import View
    from tui.widgets.page import Sheet

__all__ = ["AmendmentsPlace"]


class AmendmentsPlace(Place):
    """What is pending."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back")),
        Binding("v", "view(1)", N_("View")),
        Binding("V", "view(-1)", N_("Previous view"), show=False),
        Binding("n", "step(1)", N_("Next amendment"), show=False),
        Binding("p", "step(-1)", N_("Previous amendment"), show=False),
    ]

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._change: Change | None = None
        self._view: View = "words"

    def compose(self) -> ComposeResult:
        """The list, then the page of the amendment under the cursor."""
        yield Rows(id="pending", height=2)
        yield Page(id="amendment")

    @property
    def _rows(self) -> Rows:
        return self.query_one("#pending", Rows)

    @property
    def _page(self) -> Page:
        return self.query_one("#amendment", Page)

    def enter(self) -> None:
        """The list has the keys."""
        self.screen.set_focus(self._rows)

    def redraw(self) -> None:
        """The list and the page are those of the room as it is now."""
        if self.room is None:
            return
        broken = [_broken_row(slug, fault) for slug, fault in self.room.unreadable.items()]
        self._rows.fill([*(self._row(one) for one in self.room.pending), *broken])
        if self.room.pending_trouble is not None:
            self._change = None
            self.complain(self.room.pending_trouble.message, self.room.pending_trouble.hint)
        elif self._rows.key is None:
            self._change = None
            self._page.show((said(_("No amendment is pending.")),))
        else:
            self._ask(self._rows.key)

    def _row(self, one: Pending) -> Row:
        state = state_words()[one.state]
        articles = "; ".join(self._articles(one)) or _("no article")
        return Row(
            one.slug,
            (
                (
                    Run("strong", safe(one.name)),
                    Run("quiet", f" · {state} · "),
                    Run("", safe(one.amendment.title)),
                ),
                (Run("quiet", safe(f"{', '.join(one.amendment.authors)} — {articles}")),),
            ),
        )

    def _articles(self, one: Pending) -> Iterator[str]:
        """What the articles it touches are called."""
        for path, data in one.files.items():
            text = self.room.texts.get(path) if self.room is not None else None
            if path in GOVERNANCE_FILES:
                yield path
            elif text is None:
                yield title_of(path, (data or b"").decode("utf-8", "replace"))
            else:
                yield title_of(path, text)

    # -- the page ----------------------------------------------------------------------------------

    @on(Rows.Chose, "#pending")
    def _turn(self, message: Rows.Chose) -> None:
        if not isinstance(message, Rows.Opened):
            self._ask(message.key)

    @on(Rows.Opened, "#pending")
    def _read(self) -> None:
        self.screen.set_focus(self._page)

    def _ask(self, slug: str) -> None:
        folder = self.folder
        fault = self.room.unreadable.get(slug) if self.room is not None else None
        if fault is not None:
            self._change = None
            self.complain(fault.message, fault.hint)
            return
        ask(self, "change", lambda: ChangeRead(read_change(folder, slug)))

    def on_change_read(self, answer: ChangeRead) -> None:
        """The amendment is on the page, if the cursor still stands on it."""
        if answer.change.one.slug == self._rows.key:
            before = self._change
            self._change = answer.change
            same = before is not None and before.one.slug == answer.change.one.slug
            self._page.show(self._sheet(answer.change), stay=same)

    def on_troubled(self, message: Troubled) -> None:
        """Why the change cannot be shown stands where it was expected."""
        message.stop()
        self._change = None
        self.complain(message.sentence, message.hint)

    def action_view(self, by: int) -> None:
        """The change is shown in the next of its views, at the place one was reading."""
        self._view = VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)]
        if self._change is not None:
            self._page.show(self._sheet(self._change), stay=True)

    def _sheet(self, change: Change) -> Sheet:
        return (
            *self._head(change.one),
            *_warnings(change),
            *_reasons(change.one),
            self._switch(),
            *show_change(
                (*change.delta.articles, *change.governance),
                self._view,
                _title_of_delta,
                marked=self.marked,
            ),
        )

    def _head(self, one: Pending) -> Iterator[Block]:
        name = _("Amendment {number} — {title}").format(
            number=one.name if one.number is not None else _("(draft)"), title=one.amendment.title
        )
        yield said(safe(name), "title")
        authors = _("Proposed by: {authors}").format(authors=", ".join(one.amendment.authors))
        yield said(safe(authors), is_close=True)
        state = state_words()[one.state]
        if one.is_rectified:
            state = _("{state}, its words changed since it was submitted").format(state=state)
        yield said(_("State: {state}").format(state=state), is_close=True)
        if one.amendment.on is not None:
            yield said(
                _("A change to amendment {number}.").format(number=safe(one.amendment.on)),
                is_close=True,
            )
        if one.amendment.takes_effect is not None:
            date = one.amendment.takes_effect.isoformat()
            yield said(_("Takes effect on {date}.").format(date=date), is_close=True)

    def _switch(self) -> Block:
        """The views by name, the one in use between brackets."""
        names = view_words()
        change = _("The change:")
        runs = [Run("quiet", f"{change} ")]
        for place, view in enumerate(VIEWS):
            if place:
                runs.append(Run("quiet", "  "))
            here = view == self._view
            runs.append(
                Run("strong" if here else "quiet", f"[{names[view]}]" if here else names[view])
            )
        return Block(tuple(runs))

    # -- keys --------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next amendment is on the page."""
        self._rows.action_move(by)

    def offers(self, action: str) -> bool:
        """Back is offered on the page; views where there is a change."""
        if action == "back":
            return self._page.has_focus
        if action == "view":
            return bool(self.room and self.room.pending)
        return True

    def action_back(self) -> None:
        """The page is left for the list."""
        self.screen.set_focus(self._rows)


def _broken_row(slug: str, fault: Malformed) -> Row:
    unread = _("cannot be read")
    return Row(
        slug,
        (
            (Run("strong", safe(slug)), Run("quiet", f" · {unread}")),
            (Run("quiet", safe(fault.message)),),
        ),
    )


def _title_of_delta(delta: ArticleDelta) -> str:
    if delta.path in GOVERNANCE_FILES:
        return delta.path
    return title_of(delta.path, delta.new if delta.new is not None else delta.old or "")


def _warnings(change: Change) -> Iterator[Block]:
    for place, (path, sentence) in enumerate(change.clashes):
        words = _("Conflict in {path}: {sentence}.").format(path=path, sentence=sentence)
        yield Block((Run("strong", f"! {safe(words)}"),), hang="  ", is_close=place > 0)
    if change.clashes:
        words = _("The change is shown on the text for which it was written.")
        yield said(words, is_close=True)
    for place, path in enumerate(change.review):
        words = _("To be read again: the current text has changed the same sentence in {path}.")
        yield Block(
            (Run("strong", f"! {safe(words.format(path=path))}"),), hang="  ", is_close=place > 0
        )


def _reasons(one: Pending) -> Iterator[Block]:
    if one.reasons.strip():
        yield said(_("Reasons"), "title")
        yield from (block for block in printed(one.reasons) if isinstance(block, Block))
