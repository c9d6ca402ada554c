"""The screen for the projector: it shows what is sent to it, and nothing else.

It watches a small file of this clone and the branches; it has no way to write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, assert_never

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from constitution.assembly.pending import state_words
from constitution.display import Run, safe, width_of
from constitution.language import N_, _, ngettext
from constitution.vote import evidence_word
from tui.background import ask
from tui.dressed import Dressed
from tui.places.place import trouble
from tui.reading import list_refs
from tui.sitting.messages import ProjectionRead, Watched
from tui.sitting.projection import (
    ShownAmendment,
    ShownArticle,
    ShownNothing,
    ShownQuestion,
    ShownResult,
    read_projection,
)
from tui.sitting.sheets import change_blocks, needs_blocks, question_blocks
from tui.speech import speak_bindings
from tui.widgets.big import HEIGHT, big_letters, big_width
from tui.widgets.page import Block, Page, said
from tui.widgets.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from constitution.judgement import Figures
    from tui.messages import Troubled
    from tui.sitting.projection import Projection
    from tui.widgets.page import Sheet, Sides

__all__ = ["Projector"]

LOOK_EVERY = 0.5
"""Seconds between two looks at what was sent."""

_ROOMY = 26
"""Lines from which figures and numbers are shown in big letters too."""


class Projector(Dressed[None]):
    """The screen."""

    CSS_PATH: ClassVar = ["room.tcss", "screen.tcss"]
    ENABLE_COMMAND_PALETTE = False
    REMEMBERED_AS = "screen"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "theme", N_("Other colours"), show=False),
        Binding("q,ctrl+q", "quit", N_("Quit"), show=False),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        speak_bindings(self)
        self.title = _("Constitution")
        self.folder = folder
        self._marked = self.no_color
        self._seen: object = None
        self._shown: Projection | None = None
        self._part = 0
        """How often what is shown was turned to its next part."""

    def compose(self) -> ComposeResult:
        """A heading, big letters where there is room, the page, and whether it goes on."""
        yield Static(id="heading")
        yield Static(id="big")
        yield Page(id="shown")
        yield Static(id="more")

    def on_mount(self) -> None:
        """What was sent before is there at once; what is sent later, soon after."""
        page = self.query_one(Page)
        page.focus()
        self.watch(page, "scroll_y", self._tell_more, init=False)
        self._look()
        self.set_interval(LOOK_EVERY, self._look)

    # -- watching ----------------------------------------------------------------------------------

    def _look(self) -> None:
        if any(one.group == "look" and not one.is_finished for one in self.workers):
            return
        folder = self.folder
        ask(self, "look", lambda: _watch(folder))

    def on_watched(self, message: Watched) -> None:
        """What is shown is read again where something was sent, or a branch moved."""
        if message.seen != self._seen:
            self._seen = message.seen
            folder, part = self.folder, message.part
            ask(self, "projection", lambda: ProjectionRead(read_projection(folder), part))

    def on_projection_read(self, message: ProjectionRead) -> None:
        """The screen shows it."""
        turned = message.part != self._part
        self._part = message.part
        if message.shown != self._shown:
            same = type(self._shown) is type(message.shown)
            self._shown = message.shown
            self._show(stay=same and isinstance(message.shown, ShownQuestion))
        elif turned:
            self._show_part()

    def on_troubled(self, message: Troubled) -> None:
        """Why nothing can be shown; it goes away once it can."""
        if self._shown is None:
            self.query_one(Page).show(trouble(message.sentence, message.hint))

    def on_resize(self) -> None:
        """Big letters are there where there is room for them."""
        self.call_after_refresh(self._show, stay=True)

    # -- showing -----------------------------------------------------------------------------------

    def _show(self, *, stay: bool = False) -> None:
        shown = self._shown
        if shown is None:
            return
        heading, big, sheet = self._parts(shown)
        self.query_one("#heading", Static).update(Content(safe(heading)))
        self.query_one("#heading").display = bool(heading)
        letters = self.query_one("#big", Static)
        letters.update(Content(big))
        letters.display = bool(big)
        self.query_one(Page).show(sheet, stay=stay)
        self.call_after_refresh(self._tell_more if stay else self._show_part)

    def _show_part(self) -> None:
        """The part that is wanted is in sight; it begins with the last line of the one before."""
        page = self.query_one(Page)
        length, height = page.lay_whole(), page.size.height
        step = max(height - 1, 1)
        parts = 1 + -(-max(length - height, 0) // step)
        page.scroll_to(y=min(self._part % parts * step, max(length - height, 0)), animate=False)
        self._tell_more()

    def _tell_more(self) -> None:
        """Whether the page goes on above and below what is in sight."""
        page = self.query_one(Page)
        above = round(page.scroll_y)
        below = max(page.lay_whole() - above - page.size.height, 0)
        words = ngettext("{number} more line", "{number} more lines", below).format(number=below)
        told = " ".join(filter(None, ("▲" * bool(above), f"▼ {words}" if below else "")))
        self.query_one("#more", Static).update(Content(told))

    def _parts(self, shown: Projection) -> tuple[str, str, Sheet]:
        """The heading, the big letters, and the page."""
        match shown:
            case ShownNothing():
                return "", self._centred(shown.text), (said(safe(shown.assembly), "quiet"),)
            case ShownArticle():
                return "", "", prose(shown.text)
            case ShownAmendment():
                authors = _("Proposed by: {authors}").format(authors=", ".join(shown.authors))
                change = change_blocks(shown.change, "words", marked=self._marked)
                return _heading(shown.name, shown.title), "", (said(safe(authors)), *change)
            case ShownQuestion():
                return _heading(shown.name, shown.title), "", tuple(self._question(shown))
            case ShownResult():
                big = "\n".join(
                    filter(None, (self._centred(_outcome(shown)), self._figures(shown)))
                )
                return _heading(shown.name, shown.title), big, tuple(_result(shown))
            case never:
                assert_never(never)

    def _question(self, shown: ShownQuestion) -> Iterator[Block | Sides]:
        state = _("The vote is open.") if shown.is_open else _("The vote is closed.")
        yield said(state, "strong")
        yield from needs_blocks(shown.needs)
        if shown.change is not None:
            yield from change_blocks(shown.change, "words", marked=self._marked)

    def _centred(self, words: str) -> str:
        """The words in big letters in the middle, or plain where they do not fit."""
        width = max(self.size.width - 2, 10)
        lines = big_letters(safe(words).upper(), width)
        if len(lines) == 1:
            lines = (safe(words).upper(),)
        widest = max(width_of(line) for line in lines)
        return "\n".join(" " * ((width - widest) // 2) + line for line in lines)

    def _figures(self, shown: ShownResult) -> str:
        """For, against and abstentions in big letters, where one question was counted."""
        if self.size.height < _ROOMY or len(shown.questions) != 1:
            return ""
        figures = shown.questions[0].figures
        if figures is None or figures.for_ is None or figures.against is None:
            return ""
        column = (self.size.width - 2) // 3
        if column < 20:
            return ""
        cells = [_column(label, number, column) for label, number in _numbered(figures)]
        return "\n" + "\n".join("".join(row).rstrip() for row in zip(*cells, strict=True))


def _watch(folder: Path) -> Watched:
    """What was sent, and all that differs where a branch moved."""
    from constitution.assembly import Desk
    from constitution.assembly.projecting import read_sent

    with Desk.open(folder).repository as repository:
        sent = read_sent(repository.state_folder)
    return Watched((sent, list_refs(folder)), sent.part if sent is not None else 0)


def _heading(name: str, title: str) -> str:
    return _("Amendment {name} — {title}").format(name=name, title=title)


def _outcome(shown: ShownResult) -> str:
    if shown.outcome == "counted":
        return _("counted")
    if shown.outcome == "postponed":
        return _("postponed")
    return state_words()[shown.outcome]


def _numbered(figures: Figures) -> tuple[tuple[str, int], ...]:
    return (
        (_("For"), figures.for_ or 0),
        (_("Against"), figures.against or 0),
        (_("Abstentions"), figures.abstain or 0),
    )


def _column(label: str, number: int, width: int) -> list[str]:
    """A number in big letters below its label, in a column."""
    cells = big_width(str(number)) or 0
    lines = big_letters(str(number), width)
    lead = " " * ((width - cells) // 2)
    rows = [f"{label:^{width}}", *(f"{lead}{line}".ljust(width) for line in lines)]
    return [*rows, *([" " * width] * (HEIGHT + 1 - len(rows)))]


def _result(shown: ShownResult) -> Iterator[Block]:
    if shown.outcome == "counted":
        yield said(_("Nothing is final before the result is declared."), "strong")
    if shown.outcome == "postponed":
        yield said(_("For want of a quorum the vote is postponed: it has no result."), "strong")
    if shown.ruling:
        yield said(safe(shown.ruling))
    for place, question in enumerate(shown.questions, start=1):
        if len(shown.questions) > 1:
            heading = question.question.subject or question.question.title
            yield Block((Run("strong", f"{place}. {safe(heading)}"),))
        yield from question_blocks(question)
    if shown.evidence is not None:
        yield said(
            _("Evidence: {evidence}").format(evidence=evidence_word(shown.evidence)), "quiet"
        )
