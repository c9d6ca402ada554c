"""Words found in the text that is written: each place marked, one of them in sight, as one types."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias, assert_never

from textual.binding import ActiveBinding, Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from constitution.language import N_, _
from constitution.number import fold
from tui.speech import speak_bindings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.editor.area import ProseArea

__all__ = ["Finding", "Place", "find_places"]

Step: TypeAlias = Literal["next", "previous", "stay", "back"]


class Place(NamedTuple):
    """Where the words stand: in one line, counted from 0, from one column to another."""

    row: int
    start: int
    end: int


def find_places(lines: Sequence[str], words: str) -> tuple[Place, ...]:
    """Where words stand one after the other, whatever their accents, capitals and kinds of space."""
    wanted = " ".join(fold(words).split())
    if not wanted:
        return ()
    found: list[Place] = []
    for row, line in enumerate(lines):
        folded, columns = _fold_line(line)
        at = folded.find(wanted)
        while at >= 0:
            after = at + len(wanted)
            found.append(Place(row, columns[at], max(columns[after], columns[after - 1] + 1)))
            at = folded.find(wanted, after)
    return tuple(found)


def _fold_line(line: str) -> tuple[str, list[int]]:
    """The line as it is compared, and for each of its characters, and its end, the column it comes from."""
    if line.isascii():
        return line.casefold().replace("\t", " "), list(range(len(line) + 1))
    parts: list[str] = []
    columns: list[int] = []
    for column, character in enumerate(line):
        part = " " if character.isspace() else fold(character)
        parts.append(part)
        columns.extend([column] * len(part))
    return "".join(parts), [*columns, len(line)]


class Finding(Horizontal):
    """The line in which words are asked for; their places in the text follow what is typed."""

    def __init__(self, area: ProseArea) -> None:
        super().__init__()
        self._area = area
        self._places: tuple[Place, ...] = ()
        """Where the words stand."""
        self._at = 0
        """Which of them is in sight, counted from 0."""
        self._came_from = (area.selection, 0.0)
        """Where one was, and the row on top, before anything was sought."""

    def compose(self) -> ComposeResult:
        """The words, and what was found."""
        yield _Words(placeholder=_("Words in this text"), compact=True, id="finding-words")
        yield Static(id="finding-said")

    def open(self) -> None:
        """The words have the keys, those sought last are selected; again, the next place is shown."""
        words = self.query_one(_Words)
        if words.has_focus:
            self._go_to(self._at + 1)
            return
        self._came_from = (self._area.selection, self._area.scroll_y)
        self.display = True
        self.screen.set_focus(words)
        words.action_select_all()
        self._find(words.value)

    @property
    def keys(self) -> tuple[ActiveBinding, ...]:
        """The keys of the line, whether it is there or not."""
        words = self.query_one(_Words)
        return tuple(
            ActiveBinding(words, binding, enabled=True)
            for bindings in words._bindings.key_to_bindings.values()  # noqa: SLF001 - told of nowhere else while it is out of sight
            for binding in bindings
        )

    def on_input_changed(self, message: Input.Changed) -> None:
        """What is typed is sought at once."""
        message.stop()
        if self.display:
            self._find(message.value)

    def _find(self, words: str) -> None:
        selection, _top = self._came_from
        self._places = find_places(self._area.document.lines, words)
        self._area.mark_found(self._places)
        if self._places:
            self._go_to(_place_after(self._places, min(selection)))
        else:
            self._go_back()
            self._tell(_("found nowhere") if words.strip() else "")

    def step(self, step: Step) -> None:
        """The next place is in sight, or the one before; or nothing is sought any more."""
        match step:
            case "next":
                self._go_to(self._at + 1)
            case "previous":
                self._go_to(self._at - 1)
            case "back":
                self._go_back()
                self._end()
            case "stay":
                self._end()
            case never:
                assert_never(never)

    def _go_to(self, at: int) -> None:
        if not self._places:
            return
        self._at = at % len(self._places)
        place = self._places[self._at]
        self._area.move_cursor((place.row, place.start))
        self._area.move_cursor((place.row, place.end), select=True, center=True)
        self._tell(_("{number} of {total}").format(number=self._at + 1, total=len(self._places)))

    def _go_back(self) -> None:
        self._area.selection, top = self._came_from
        self._area.scroll_to(y=top, animate=False)

    def _end(self) -> None:
        self._places = ()
        self._area.mark_found(())
        self.screen.set_focus(self._area)
        self.display = False

    def _tell(self, said: str) -> None:
        self.query_one("#finding-said", Static).update(Content(said))


class _Words(Input):
    """The words that are sought."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "step('next')", N_("Next"), key_display="⏎"),
        Binding("shift+enter,up", "step('previous')", N_("Previous"), key_display="↑"),
        Binding("tab", "step('stay')", N_("Write there"), key_display="tab"),
        Binding("escape", "step('back')", N_("Back"), key_display="esc"),
    ]

    def on_mount(self) -> None:
        """Its keys are said in the language in use."""
        speak_bindings(self)

    def on_blur(self) -> None:
        """Whoever leaves for another part goes on in the text."""
        finding = self.query_ancestor(Finding)
        if finding.display and finding.is_attached:
            finding.step("stay")

    def action_step(self, step: Step) -> None:
        """Another place is wanted, or none any more."""
        self.query_ancestor(Finding).step(step)


def _place_after(places: Sequence[Place], location: tuple[int, int]) -> int:
    """The number of the first place from a location on; after the last comes the first."""
    at = bisect_left(places, location, key=lambda place: (place.row, place.start))
    return at % len(places)
