"""The amendments: every pending one, and the page of one with its change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding

from constitution.assembly.awaiting import waited_for
from constitution.assembly.pending import state_words
from constitution.diff.naming import list_articles
from constitution.display import Run, safe
from constitution.language import N_, _, join_clauses
from constitution.outline import chapter_of
from tui.background import ask, read_ahead
from tui.drafting.stories import resume, tell
from tui.drafting.verbs import VERBS
from tui.known import Known
from tui.messages import AroundRead, ChangeRead, Troubled
from tui.places.place import Place
from tui.reading import read_around, read_change, texts_with, title_of
from tui.widgets.amendment import (
    tell_around,
    tell_needs,
    tell_reasons,
    wait_words,
    warn,
)
from tui.widgets.change import (
    VIEWS,
    show_change,
    show_changes,
    title_of_delta,
    view_words,
)
from tui.widgets.page import Block, Page, said
from tui.widgets.prose import printed
from tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from constitution.assembly.drafting.unsaved import Unsaved
    from constitution.assembly.pending import Pending
    from constitution.errors import Malformed
    from tui.drafting.verbs import Verb, VerbName
    from tui.reading import Around, Change
    from tui.widgets.change import View
    from tui.widgets.page import Sides

__all__ = ["AmendmentsPlace"]


_AHEAD = 200
"""How many amendments on either side of the cursor are read before it comes there."""

_REST = 0.05
"""Seconds the cursor rests on an amendment before its change is read: keys come first."""


def _binding(verb: Verb) -> Binding:
    return Binding(verb.key, f"draft('{verb.name}')", verb.short, tooltip=verb.words)


class AmendmentsPlace(Place):
    """What is pending."""

    WRITES: ClassVar[frozenset[str]] = frozenset({"draft"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back")),
        *map(_binding, VERBS[:3]),
        Binding("v", "view(1)", N_("View"), tooltip=N_("The change in another way")),
        *map(_binding, VERBS[3:]),
        Binding("V", "view(-1)", N_("Previous view"), show=False),
        Binding("J,right_square_bracket", "step(1)", N_("Next amendment"), show=False),
        Binding("K,left_square_bracket", "step(-1)", N_("Previous amendment"), show=False),
    ]

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._change: Change | None = None
        self._around: Around | None = None
        self._known = Known()
        self._view: View = "words"
        self._is_stale = True
        """Whether the room changed since it was in sight."""
        self._wanted: str | None = None
        """The amendment on which the cursor is to stand once it is listed."""
        self._offered: tuple[bool | None, ...] = ()
        """Of each act of drafting, whether it was offered when the line of keys was written."""
        self._told: str | None = None
        """The amendment that the page tells of."""
        self._answered: str | None = None
        """The one whose reading had an answer, be it why it cannot be read."""
        self._asking: Timer | None = None
        self._turning: Timer | None = None

    def compose(self) -> ComposeResult:
        """The list, then the page of the amendment under the cursor."""
        yield Rows(id="pending", height=2, turn=self._turn)
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
        if self._is_stale:
            self.redraw()

    def redraw(self) -> None:
        """The list and the page are those of the room as it is now."""
        self._is_stale = not self.display
        if self.room is None or self._is_stale:
            return
        self._known.follow(self.room.refs)
        broken = [_broken_row(slug, fault) for slug, fault in self.room.unreadable.items()]
        self._rows.fill([*(self._row(one) for one in self.room.pending), *broken])
        self._tell_offered()
        if self._wanted is not None and self._rows.point(self._wanted):
            self._wanted = None
        if self.room.pending_trouble is not None:
            self._change = None
            self.complain(self.room.pending_trouble.message, self.room.pending_trouble.hint)
        elif self._rows.key is None:
            self._change = None
            self._page.show(
                (
                    said(_("No amendment is pending.")),
                    said(_("`n` opens one; so does `e` on an article of the text."), "quiet"),
                )
            )
        else:
            self._ask(self._rows.key)

    def _row(self, one: Pending) -> Row:
        state = state_words()[one.state]
        if self.room is not None and any(each.slug == one.slug for each in self.room.unsaved):
            state = _("{state}, with a text that was not saved").format(state=state)
        articles = list_articles(self._articles(one)) or _("no article")
        return Row(
            one.slug,
            (
                _headed(one, state),
                (Run("quiet", safe(f"{', '.join(one.amendment.authors)} — {articles}")),),
            ),
        )

    def _articles(self, one: Pending) -> Iterator[str]:
        """What the articles it touches are called; one that moves, once, as it is called now."""
        come = {new for old, new in one.amendment.moves if old in one.files}
        for path, data in one.files.items():
            if path in come:
                continue
            text = self.room.texts.get(path) if self.room is not None else None
            if text is None:
                yield title_of(path, (data or b"").decode("utf-8", "replace"))
            else:
                yield title_of(path, text)

    # -- the page ----------------------------------------------------------------------------------

    def _turn(self, slug: str) -> None:
        self._tell_offered()
        if self._turning is not None:
            self._turning.stop()
        change = self._known.change(slug)
        if change is not None:
            self._show(change)
            return
        self._answered = None
        self._turning = self.set_timer(_REST, lambda: self._ask(slug))
        self.look_at_page_soon()

    @on(Rows.Opened, "#pending")
    def _read(self) -> None:
        self.screen.set_focus(self._page)

    def _ask(self, slug: str) -> None:
        if self.room is None:
            return
        folder, refs = self.folder, self.room.refs
        known = self._known.change(slug)
        if known is not None:
            self._show(known)
            return
        fault = self.room.unreadable.get(slug)
        if fault is not None:
            self._complain_of(slug, fault.message, fault.hint)
            return
        self._answered = None
        ask(self, "change", partial(_read, folder, slug, refs))
        self.look_at_page_soon()

    def look_at_page(self) -> None:
        """The page shows no other amendment than that of the cursor, and that one is being read.

        It is looked at again until it answers to the cursor. A reading may be given up, or wait long for others: what a key acts on is then named all the
        same, and read again where nobody reads it.
        """
        slug, one = self._rows.key, self._one
        if slug is None or slug == self._answered:
            return
        if self._told != slug and one is not None:
            self._change, self._told = None, slug
            self.show_being_read(*self._head(one))
        self.look_at_page_soon()
        if not any(w.group == "change" and not w.is_finished for w in self.workers):
            self._ask(slug)

    def _complain_of(self, slug: str | None, sentence: str, hint: str) -> None:
        """Why an amendment cannot be shown stands on its page."""
        self._change = None
        self._told = self._answered = slug
        self.complain(sentence, hint)

    def on_change_read(self, answer: ChangeRead) -> None:
        """The amendment is on the page, if the cursor still stands on it."""
        self._known.keep(answer.change, answer.refs)
        if answer.change.one.slug == self._rows.key:
            self._show(answer.change)

    def _show(self, change: Change) -> None:
        slug = change.one.slug
        same = self._told == slug and self._change is not None
        self._change = change
        self._told = self._answered = slug
        around = self._known.around(slug)
        if around is not None or (self._around is not None and self._around.slug != slug):
            self._around = around
        self._page.show(self._sheet(change), stay=same)
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(0.25, self._look_around)
        self._read_ahead(slug)

    def _tell_offered(self) -> None:
        """The line of keys is written anew where other acts suit what the cursor stands on."""
        offered = tuple(self.check_action("draft", (verb.name,)) for verb in VERBS)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _read_ahead(self, slug: str) -> None:
        """The amendments near the cursor are read while no key comes."""
        self.workers.cancel_group(self, "ahead")
        if self.room is None:
            return
        folder, refs = self.folder, self.room.refs
        slugs: list[str] = [one.slug for one in self.room.pending]
        here = slugs.index(slug) if slug in slugs else 0
        near = sorted(
            (place for place in range(len(slugs)) if 0 < abs(place - here) <= _AHEAD),
            key=lambda place: abs(place - here),
        )
        reads = [
            partial(_read, folder, slugs[place], refs)
            for place in near
            if self._known.change(slugs[place]) is None
        ]
        if reads:
            read_ahead(self, "ahead", reads, lambda: self.drafting_room.is_quiet)

    def _look_around(self) -> None:
        """What stands around the amendment is read once no key comes."""
        slug = self._rows.key
        if self.room is None or slug is None:
            return
        if not self.drafting_room.is_still:
            self._asking = self.set_timer(0.25, self._look_around)
            return
        folder, refs = self.folder, self.room.refs
        if self._known.around(slug) is None:
            ask(self, "around", lambda: AroundRead(read_around(folder, slug), refs))

    def on_around_read(self, answer: AroundRead) -> None:
        """Rivals, and what it breaks, are on the page of the amendment they belong to."""
        self._known.keep_around(answer.around, answer.refs)
        if answer.around.slug == self._rows.key and answer.around != self._around:
            self._around = answer.around
            if self._change is not None and self._change.one.slug == answer.around.slug:
                self._page.show(self._sheet(self._change), stay=True)

    def on_troubled(self, message: Troubled) -> None:
        """Why the change cannot be shown stands where it was expected."""
        message.stop()
        if message.group == "around":
            return  # the amendment itself is on the page, and says what is wrong with it
        self._complain_of(self._rows.key, message.sentence, message.hint)

    def action_view(self, by: int) -> None:
        """The change is shown in the next of its views, at the place one was reading."""
        self._view = VIEWS[(VIEWS.index(self._view) + by) % len(VIEWS)]
        if self._change is not None:
            self._page.show(self._sheet(self._change), stay=True)
            self._page.reveal_below(sum(1 for _block in self._above(self._change)))

    def _above(self, change: Change) -> Iterator[Block | Sides]:
        """What stands before the change."""
        yield from self._head(change.one)
        yield from warn(change)
        yield from tell_needs(change)
        if self._around is not None:
            yield from tell_around(self._around)
        yield from tell_reasons(change.one)

    def _sheet(self, change: Change) -> Iterator[Block | Sides]:
        yield from self._above(change)
        yield self._switch()
        if self._view == "sentences":
            yield from printed(change.sentences) or (said(_("No word of the text changes.")),)
            yield from show_change(change.governance, "words", title_of_delta, marked=self.marked)
        else:
            yield from show_changes(
                change.delta,
                change.governance,
                self._view,
                marked=self.marked,
                above=lambda path: chapter_of(path, self._texts_with(change.one)),
            )
        yield from (said(doubt, "strong") for doubt in change.doubts)

    def _texts_with(self, one: Pending) -> dict[str, str]:
        return texts_with(self.room.texts if self.room is not None else {}, one)

    def _head(self, one: Pending) -> Iterator[Block]:
        name = _("Amendment {number} — {title}").format(
            number=one.name if one.number is not None else _("(draft)"), title=one.amendment.title
        )
        yield said(safe(name), "title")
        authors = _("Proposed by: {authors}").format(authors=", ".join(one.amendment.authors))
        yield said(safe(authors), is_close=True)
        state = state_words()[one.state]
        if one.is_rectified and one.waits_for != "submit again":
            state = _("{state}, changed since it was submitted").format(state=state)
        collides = self._change is not None and bool(self._change.clashes)
        state = join_clauses((state, wait_words()[waited_for(one, collides=collides)]))
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
        names = {view: words.replace(" ", "\u00a0") for view, words in view_words().items()}
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

    def point_at(self, slug: str) -> None:
        """The cursor stands on an amendment, now or as soon as it is listed."""
        self._wanted = None if self._rows.point(slug) else slug

    @property
    def _one(self) -> Pending | None:
        """The amendment under the cursor."""
        every, slug = self.room.pending if self.room is not None else (), self._rows.key
        return next((one for one in every if one.slug == slug), None)

    def action_draft(self, name: VerbName) -> None:
        """An act of drafting is told, from its first question."""
        room = self.drafting_room
        found = self._unsaved()
        if name == "edit" and found is not None:
            room.tell(resume(room, found))
        else:
            room.tell(tell(room, name, self._one))

    def _unsaved(self) -> Unsaved | None:
        """What was typed in the amendment under the cursor, and not saved."""
        every = self.room.unsaved if self.room is not None else ()
        return next((each for each in every if each.slug == self._rows.key), None)

    def action_step(self, by: int) -> None:
        """The next amendment is on the page."""
        self.step(self._rows, by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An act of drafting is offered for the amendments that it suits."""
        if action == "draft":
            verb = next(verb for verb in VERBS if verb.name == parameters[0])
            founded = self.room is not None and self.room.is_founded
            return founded and not self.drafting_room.is_read_only and verb.suits(self._one)
        return super().check_action(action, parameters)

    def refuses(self, action: str, parameters: tuple[object, ...]) -> str:
        """Why an act of drafting does not suit the amendment under the cursor."""
        is_act = action == "draft" and not self.drafting_room.is_read_only
        if is_act and not self.check_action(action, parameters):
            if self.room is not None and not self.room.is_founded:
                return _("This text has no assembly: nothing can be amended here.")
            verb = next(verb for verb in VERBS if verb.name == parameters[0])
            return verb.why_not(self._one)
        return super().refuses(action, parameters)

    def why_not(self, action: str) -> str:
        """Why there is no view to change."""
        return _("No amendment is pending.") if action == "view" else ""

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


def _read(folder: Path, slug: str, refs: frozenset[tuple[str, str]]) -> ChangeRead:
    return ChangeRead(read_change(folder, slug), refs)


def _headed(one: Pending, state: str) -> tuple[Run, ...]:
    """The number, the state and the title; the title first, and the short name last, of a draft."""
    number, title = Run("strong", safe(one.name)), Run("", safe(one.amendment.title))
    first, last = (title, number) if one.number is None else (number, title)
    return first, Run("quiet", f" · {state} · "), last


def _broken_row(slug: str, fault: Malformed) -> Row:
    unread = _("cannot be read")
    return Row(
        slug,
        (
            (Run("strong", safe(slug)), Run("quiet", f" · {unread}")),
            (Run("quiet", safe(fault.message)),),
        ),
    )
