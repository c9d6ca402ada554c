"""The text: its contents, one article as prose, and on demand what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from constitution.article import find
from constitution.assembly.projecting import Sent
from constitution.display import Run, safe
from constitution.errors import Unknown
from constitution.history.search import read_ahead, search
from constitution.language import N_, _
from tui.background import ask, between_keys
from tui.dialogs.dialog import capital
from tui.hints import in_keys
from tui.messages import CrossingsRead, GoneRead, Troubled
from tui.places.beside import Beside
from tui.places.place import Place
from tui.reading import about, read_crossings, read_gone, title_of
from tui.widgets.contents import Contents
from tui.widgets.covered import CoveredContainer, CoveredVertical
from tui.widgets.entry import Entry
from tui.widgets.page import said
from tui.widgets.prose import prose
from tui.widgets.rows import Row, Rows
from tui.widgets.seeking import SeekingPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from constitution.crossing import Crossing
    from tui.places.beside import Aside

__all__ = ["TextPlace"]

Asked = Literal["filter", "jump"]

_BEFORE_SEARCHED = 1.0
"""Seconds after the text was read: what is in sight comes first."""


class TextPlace(Place):
    """The current text."""

    WRITES: ClassVar[frozenset[str]] = frozenset({"amend", "send"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back")),
        Binding("backspace,ctrl+o", "return", N_("Return"), key_display="⌫"),
        Binding("e", "amend", N_("Amend")),
        Binding("enter", "open_named", N_("Open"), tooltip=N_("Open the amendment named here")),
        Binding("slash", "filter", N_("Filter"), key_display="/"),
        Binding("g", "jump", N_("Go to")),
        Binding("o", "aside('origin')", N_("Origin")),
        Binding("i", "aside('history')", N_("History")),
        Binding("a", "aside('pending')", N_("Pending")),
        Binding("f", "follow", N_("References")),
        Binding("s", "send", N_("To the screen")),
        Binding("left,h", "leave_page", N_("To the contents"), show=False),
        Binding("right,l", "enter_page", N_("To the article"), show=False),
        Binding("n", "onward(1)", N_("Next in the contents, or next place found"), show=False),
        Binding("N", "onward(-1)", N_("The place before with these words"), show=False),
        Binding("p", "step(-1)", N_("Previous in the contents"), show=False),
    ]

    def __init__(self, folder: Path, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(folder, id=id)
        self._key: str | None = None
        self._aside: Aside | None = None
        self._asked: Asked = "filter"
        self._asked_from: tuple[str | None, float] = (None, 0.0)
        """What was on the page when something was asked for, and the line at its top."""
        self._words = ""
        """What was filtered by last: it is marked on the page."""
        self._before_aside: Widget | None = None
        """What had the keys before something was opened over the whole place."""
        self._trail: list[str] = []
        """The articles that references were followed from, the last one last."""

    def compose(self) -> ComposeResult:
        """Contents on the left, the article on the right, what is known of it beside or below."""
        with CoveredVertical(id="contents-side"):
            yield Entry(told=self._sift, id="asked")
            yield Static(id="not-found")
            yield Contents(turn=self._turn, id="contents")
        with CoveredContainer(id="reading"):
            yield SeekingPage(id="prose")
            yield Beside(self.folder, id="aside")

    @property
    def contents(self) -> Contents:
        """The table of contents."""
        return self.query_one("#contents", Contents)

    @property
    def is_narrow(self) -> bool:
        """Whether the terminal is too narrow to read something beside the article."""
        return self.screen.has_class("-narrow")

    @property
    def path(self) -> str:
        """The file on the page; empty where there is none."""
        return (self._key or "").partition("#")[0]

    @property
    def seen(self) -> frozenset[str]:
        """The files of which something is in sight: those of the contents, and the one on the page."""
        listed = (key.partition("#")[0] for key in self.contents.in_sight)
        return frozenset((*listed, self.path))

    def enter(self) -> None:
        """The contents have the keys, or what is open over them."""
        aside = self.query_one("#aside")
        self.screen.set_focus(aside if self._aside and self.is_narrow else self.contents)

    def redraw(self) -> None:
        """Contents, article and aside are those of the room as it is now."""
        if self.room is None:
            return
        self.set_timer(_BEFORE_SEARCHED, self._read_ahead)
        shown = self._key
        self.contents.list(self.room.contents)
        key = self.contents.key
        if key is None or key == shown:  # else the page was turned
            self._show(key, stay=True)

    # -- the article -------------------------------------------------------------------------------

    def _read_ahead(self) -> None:
        """What is searched at every letter is read before the first."""
        room, texts = self.drafting_room, self.room.texts if self.room is not None else {}
        between_keys(self, "search", read_ahead(texts.values()), lambda: room.is_quiet)

    def _turn(self, key: str) -> None:
        if key != self._key:
            self.drafting_room.unsay_here()
            self._show(key)

    @on(Rows.Opened, "#contents")
    def _read(self) -> None:
        self.screen.set_focus(self._prose)
        self.tell_sought(self._prose)

    @property
    def _prose(self) -> SeekingPage:
        return self.query_one("#prose", SeekingPage)

    def _seek(self, words: str) -> None:
        """The first place on the page that has the words is in sight; all are marked."""
        self._words = words
        if words.strip() or self._prose.sought is not None:
            self._prose.seek(words)

    def action_onward(self, by: int) -> None:
        """On the page, the next place that has what was found; else the next in the contents."""
        if self._prose.has_focus and self._prose.sought is not None:
            self._prose.step(by)
            self.tell_sought(self._prose)
        else:
            self.step(self.contents, by)

    def _show(self, key: str | None, *, stay: bool = False) -> None:
        self._key = key
        page = self._prose
        if self.room is None or key is None:
            page.show(
                (
                    said(_("The text has no article yet.")),
                    said(
                        _("Open an amendment (`2`, then `n`) and add an article to it (`a`)."),
                        "quiet",
                    ),
                )
            )
            return
        text = self.room.texts.get(self.path)
        title = (key.partition("#")[2] or self.path) if text is None else ""
        sheet = prose(text) if text is not None else (said(safe(title), "title"),)
        page.show(sheet, stay=stay, words=self._words)
        self._ask_aside()

    def action_step(self, by: int) -> None:
        """The next article or heading is on the page."""
        self.step(self.contents, by)

    # -- finding -----------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Words are asked for; the contents show what bears them."""
        self._ask("filter", _("Filter by words"))

    def action_jump(self) -> None:
        """A number or words are asked for; the article they name is then on the page."""
        self._ask("jump", _("Number or words"))

    def _ask(self, asked: Asked, placeholder: str) -> None:
        if self._aside is not None and self.is_narrow:  # it stands where the question is asked
            self.action_aside(self._aside)
        self._asked = asked
        self._asked_from = (self._key, self._prose.scroll_y)
        entry = self.query_one("#asked", Entry)
        entry.placeholder = placeholder
        entry.display = True
        entry.empty()
        self.contents.sift("", {}, at=self._key)  # what was found before is found no longer
        self.screen.set_focus(entry)

    def _return_to_asked(self) -> None:
        """The page is what it was when something was asked for, and where it was."""
        key, top = self._asked_from
        if self._key != key:
            self._show(key)
        self._prose.stand_at(top)

    def _sift(self, words: str) -> None:
        self._say_not_found("")
        if self._asked == "filter":
            found = self._alineas_with(words)
            self._words = words  # another article is shown with them sought
            self.contents.sift(words, found, at=self._asked_from[0] or "")
            sought = self._prose.sought
            if self._finds_nothing or sought is None or sought.words != words:
                self._seek("" if self._finds_nothing else words)
            if self._finds_nothing:
                self._return_to_asked()
                self._say_not_found(_("No heading and no article bears these words."))
        elif words == "g":  # as in other places where `g g` is the top
            self.contents.action_move_to(0)
            self._stop_asking()
            self.screen.set_focus(self.contents)

    @on(Input.Submitted, "#asked")
    def _found(self, event: Input.Submitted) -> None:
        if self._asked == "filter" and self._finds_nothing:
            self._say_not_found(
                _("No heading and no article bears these words: change them, or leave with Escape.")
            )
            return
        if self._asked == "jump" and event.value.strip() and self.room is not None:
            try:
                path = find(event.value, self.room.texts)
            except Unknown as error:
                self._say_not_found(f"{error.message}. {error.hint}")
                folder, asked, hint = self.folder, event.value, error.hint
                ask(self, "gone", lambda: GoneRead(asked, read_gone(folder, asked), hint))
                return
            self.contents.point(path)
        self._stop_asking()
        self.screen.set_focus(self.contents)

    def on_gone_read(self, answer: GoneRead) -> None:
        """An article that was repealed is told as such, where it is still what is asked for."""
        is_asked = self._asked == "jump" and self.query_one("#asked", Input).value == answer.asked
        if is_asked and answer.sentence and self.query_one("#not-found", Static).display:
            self._say_not_found(f"{answer.sentence} {answer.hint}")

    @property
    def _finds_nothing(self) -> bool:
        """Whether there is a text, and nothing in it bears the words."""
        return self.contents.key is None and self.room is not None and bool(self.room.contents)

    def _alineas_with(self, words: str) -> dict[str, list[int]]:
        """By path, the numbers of the alinéas that have the words; none for a heading."""
        found: dict[str, list[int]] = {}
        for match in search(self.room.texts if self.room is not None else {}, words):
            numbers = found.setdefault(match.path, [])
            if match.alinea is not None:
                numbers.append(match.alinea)
        return found

    def _say_not_found(self, sentence: str) -> None:
        place = self.query_one("#not-found", Static)
        if not sentence and not place.display:
            return  # saying nothing again is no reason to lay the screen out again
        place.update(Content(safe(capital(sentence))))
        place.display = bool(sentence)

    def _stop_asking(self) -> None:
        entry = self.query_one("#asked", Input)
        if self._asked == "jump" or not entry.value.strip():
            entry.display = False
        self._say_not_found("")
        self.refresh_bindings()

    # -- references --------------------------------------------------------------------------------

    def action_follow(self) -> None:
        """The references of the article are listed, and those to it; the one chosen is followed."""
        folder, path = self.folder, self.path
        if self.room is not None and path in self.room.texts:
            ask(self, "follow", lambda: CrossingsRead(path, *read_crossings(folder, path)))

    def on_crossings_read(self, answer: CrossingsRead) -> None:
        """One of the articles is chosen, or none."""
        from tui.dialogs.choose import Choose

        if answer.path != self.path or self.room is None:
            return
        rows = [
            *(
                Row(target, ((Run("", f"→ {safe(self.room.title(target))}"), _quoting(one)),))
                for one in answer.out
                for target in one.targets
            ),
            *(
                Row("", ((Run("quiet", "→ "), _quoting(one, outside=True)),))
                for one in answer.out
                if not one.targets
            ),
            *(
                Row(
                    one.source,
                    ((Run("", f"← {safe(self.room.title(one.source))}"), _quoting(one)),),
                )
                for one in answer.back
            ),
        ]
        if rows:
            title = about(
                self._title(),
                _("References of article {number}"),
                _("References: {heading}"),
            )
            self.app.push_screen(Choose(title, rows), self._follow)
        else:
            self.drafting_room.say_here(_("No reference leads from here, and none leads here."))

    def _follow(self, path: str | None) -> None:
        if path:
            self._trail.append(self._key or "")
            self.contents.point(path)
            self.refresh_bindings()

    def on_troubled(self, message: Troubled) -> None:
        """Why the references cannot be read is said."""
        message.stop()
        self.drafting_room.say(in_keys(f"{message.sentence} {message.hint}".strip()))

    def action_return(self) -> None:
        """The article that a reference was followed from is on the page again."""
        if self._trail:
            self.contents.point(self._trail.pop())
            self.refresh_bindings()

    # -- amending ----------------------------------------------------------------------------------

    def action_amend(self) -> None:
        """An amendment on the article is opened, and its words in the editor."""
        from tui.drafting.stories import amend_article

        room = self.drafting_room
        room.tell(amend_article(room, self.path, self._title()))

    def action_leave_page(self) -> None:
        """The contents have the keys; what is open over them is closed."""
        if self._aside is not None and self.is_narrow:
            self.action_aside(self._aside)
        self.screen.set_focus(self.contents)

    def action_enter_page(self) -> None:
        """The article has the keys, or what is open over it."""
        page = "#aside" if self._aside is not None and self.is_narrow else "#prose"
        self.screen.set_focus(self.query_one(page))

    # -- what is known of the article --------------------------------------------------------------

    def action_aside(self, aside: Aside) -> None:
        """What is asked for stands beside the article; asked for again, it goes."""
        self._aside = None if self._aside == aside else aside
        page = self._beside
        page.display = self._aside is not None
        self.set_class(self._aside is not None, "-aside")
        if self._aside is None:
            if page.has_focus:
                self.screen.set_focus(self._before_aside or self.contents)
        elif self.is_narrow and not page.has_focus:  # it is all there is to be seen
            self._before_aside = self.screen.focused
            self.screen.set_focus(page)
        page.show(())
        self._ask_aside()
        self.refresh_bindings()

    @property
    def _beside(self) -> Beside:
        return self.query_one(Beside)

    def _ask_aside(self) -> None:
        if self._aside is not None and self.room is not None:
            is_text = self.path in self.room.texts
            self._beside.tell(
                self._aside, self.path if is_text else None, self._title(), marked=self.marked
            )

    def action_open_named(self) -> None:
        """The amendment that is named beside the article is open."""
        self._beside.open_named()

    def _title(self) -> str:
        text = self.room.texts.get(self.path) if self.room is not None else None
        return self.path if text is None else title_of(self.path, text)

    def action_send(self) -> None:
        """The screen shows the article."""
        if self.path:
            self.drafting_room.send(Sent("article", self.path))

    # -- and back ----------------------------------------------------------------------------------

    def why_not(self, action: str) -> str:
        """Why an article cannot be amended, or followed."""
        if action == "open_named":
            if self._aside is None:
                return _("`o` shows which amendments brought this text, and Enter opens one.")
            return _("No amendment is named here.")
        if action == "return":
            return _("No reference was followed: there is nothing to come back to.")
        if action not in {"amend", "follow"} or self.room is None:
            return ""
        if self.path not in self.room.texts:
            return _("This heading is the name of a folder and has no file of its own.")
        return _("This text has no assembly: nothing can be amended here.")

    def offers(self, action: str) -> bool:
        """Back is offered where there is something to go back from."""
        if action == "return":
            return bool(self._trail)
        if action == "open_named":
            return self._aside is not None and self._beside.names_any
        if action in {"amend", "follow"}:
            known = self.room is not None and self.path in self.room.texts
            return known and (action != "amend" or bool(self.room and self.room.is_founded))
        if action == "back":
            focused = self.screen.focused
            return (
                self.query_one("#asked").display
                or self._aside is not None
                or (focused is not None and focused.id == "prose")
            )
        return True

    def is_here(self, action: str) -> bool:
        """Whether an action opens beside the article what is open there."""
        return self._aside is not None and action == f"aside('{self._aside}')"

    def action_back(self) -> None:
        """What was opened last is closed: the question, the aside, then the article is left."""
        entry = self.query_one("#asked", Entry)
        if entry.display:
            entry.empty()
            place = self._asked_from[0] if entry.has_focus else self._key  # given up, or found
            self.contents.sift("", {}, at=place)
            self._seek("")
            if place is not None:
                self.contents.point(place)  # below a heading that is folded, too
            if entry.has_focus:
                self._return_to_asked()
            self._stop_asking()
        elif self._aside is not None:
            self.action_aside(self._aside)
            return
        self.screen.set_focus(self.contents)


def _quoting(one: Crossing, *, outside: bool = False) -> Run:
    """The words that refer, and the alinéa they stand in."""
    words = safe(one.words)
    if outside:
        words = _("{words}, in another text").format(words=words)
    elif one.alinea is not None:
        words = _("in paragraph {number}: {words}").format(words=words, number=one.alinea)
    return Run("quiet", f" · {words}")
