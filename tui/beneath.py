"""A room beneath the page that was in sight when it was opened last, until it paints the same itself.

While it is covered it paints nothing, and beneath a page the keys wait: what a person sees is whole
from the start and never blank in between. What the room then paints is kept for the next time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from constitution.assembly import Desk
from tui.dressed import Dressed
from tui.widgets.covered import CoveredScreen
from tui.widgets.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType
    from textual.driver import Driver
    from textual.geometry import Region, Size
    from textual.screen import Screen

    from constitution.early import Opening

__all__ = ["Beneath"]

T = TypeVar("T")

_OTHER_SCREEN = "\x1b[?1049h"
_NOTHING = "\x1b[2J"


class _Ground(CoveredScreen[T]):
    """The screen of a room, which is worked out for no paint as long as the room is covered."""

    def _compositor_refresh(self) -> None:
        if isinstance(self.app, Beneath) and self.app.is_covered:
            self._dirty_widgets.clear()
        else:
            super()._compositor_refresh()


class Beneath(Dressed[T]):
    """An app that is seen once it has something to show, and until then beneath a page at most."""

    KEPT_AFTER: ClassVar[float] = 0.3
    """Seconds after its first whole paint, when nothing more comes by itself."""

    LIFTED_AFTER: ClassVar[float] = 5.0
    """Seconds after which the room is seen as it is, whatever keeps it, where a page is in sight."""

    BLANK_FOR: ClassVar[float] = 0.3
    """The same where none is: a person who waits for a large text sees that there is a room."""

    folder: Path

    def __init__(self, opening: Opening | None = None) -> None:
        super().__init__()
        self._opening = opening
        self._is_covered = opening is not None and opening.is_shown
        self._is_opened = False
        """Whether the room was given what it first shows."""
        self._is_touched = False
        """Whether a person did something: what is in sight is no longer what opened."""
        if opening is not None and opening.is_shown:
            self.driver_class = _under(opening, self.driver_class)

    @property
    def is_covered(self) -> bool:
        """Whether the room is not seen yet."""
        return self._is_covered

    def get_default_screen(self) -> Screen[object]:
        """The screen that the places fill, as wide from the start as the terminal is."""
        ground: _Ground[object] = _Ground(id="_default")
        breakpoints = self.HORIZONTAL_BREAKPOINTS or []
        ground.add_class(*ground._get_breakpoint_classes(self.size.width, breakpoints))  # noqa: SLF001 - it has no other name
        return ground

    def on_mount(self) -> None:
        """It is covered until it was given what it shows, and not for ever."""
        if not self.is_headless:
            after = self.LIFTED_AFTER if self._is_covered else self.BLANK_FOR
            self._is_covered = True
            self.hold_from_the_start()
            self.set_timer(after, self._uncover)

    async def on_event(self, event: events.Event) -> None:
        """It is noted that a person did something; a page that no longer fits the terminal goes."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._is_touched = True
        elif isinstance(event, events.Resize) and self._driver and self._is_misfit(event.size):
            self._driver.write(_NOTHING)
        await super().on_event(event)

    def _is_misfit(self, size: Size) -> bool:
        """Whether what is in sight was painted for another size of the terminal."""
        opening = self._opening
        return self._is_covered and opening is not None and tuple(size) != opening.size

    def uncover_soon(self, *, keeps: bool) -> None:
        """The room is in sight itself once it has painted what it was given; what it shows is kept."""
        if self._is_opened:
            return
        self._is_opened = True
        self.call_after_refresh(self._uncover)
        if keeps and self._opening is not None and not self.is_headless:
            self.set_timer(self.KEPT_AFTER, self._keep)

    def _uncover(self) -> None:
        if not self._is_covered:
            return
        self._is_covered = False
        screen = self.screen
        self._display(screen, screen._compositor.render_full_update())  # noqa: SLF001 - it has no other name
        self.begin_with_keys()

    def seen(self) -> frozenset[str]:
        """The files of the text of which something is in sight."""
        raise NotImplementedError

    def counted(self) -> Iterable[Region]:
        """Where what is in sight depends on other branches than that of the text."""
        raise NotImplementedError

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Nothing is painted over the page that is in sight already."""
        if self._is_covered:
            self.post_display_hook()
        else:
            super()._display(screen, renderable)

    def _keep(self) -> None:
        """What is in sight is kept, where it is what opened and nothing else."""
        opening = self._opening
        is_as_opened = len(self.screen_stack) == 1 and self.app_focus and not self._is_touched
        if opening is None or not is_as_opened or self.screen.query_one(Said).display:
            return
        if tuple(self.size) != opening.size:
            return
        compositor = self.screen._compositor  # noqa: SLF001 - see above
        page = compositor.render_full_update().render_segments(self.console).encode()
        hush = _blank(compositor.render_strips(), self.counted(), self.console).encode()
        seen, folder = self.seen(), self.folder

        def work() -> None:
            with Desk.open(folder).repository as repository:
                found = repository.state_folder.parent
            if opening.git_folder is not None and found.samefile(opening.git_folder):
                opening.keep(page, seen=seen, hush=hush)

        self.run_worker(work, group="ahead", thread=True, exit_on_error=False)


def _blank(strips: Sequence[Strip], regions: Iterable[Region], console: Console) -> str:
    """What a terminal is sent that nothing but their ground stands in some lines of it any more."""
    sent = []
    for region in regions:
        cells = strips[region.y].crop(region.x, region.right)
        ground = Strip([Segment(" " * part.cell_length, part.style) for part in cells])
        sent.append(f"\x1b[{region.y + 1};{region.x + 1}H{ground.render(console)}")
    return "".join(sent)


def _under(opening: Opening, driver: type[Driver]) -> type[Driver]:
    """The driver of a terminal whose other screen is in sight already, with a page on it.

    Some terminals clear that screen when it is asked for again.
    """

    class Under(driver):  # type: ignore[misc, valid-type] # the system chooses which
        _is_entered = False

        def start_application_mode(self) -> None:
            """The terminal is the room's, and set back in the end to what it was at first."""
            attributes = opening.attributes
            opening.hand_over()
            super().start_application_mode()
            self._is_entered = True
            self.attrs_before = attributes

        def write(self, data: str) -> None:
            """What is on the screen stays there as the room takes it over."""
            if self._is_entered or data != _OTHER_SCREEN:
                super().write(data)

    return Under
