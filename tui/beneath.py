"""A room beneath the page that was in sight when it was opened last, until it paints the same itself.

While it is covered it paints nothing, and the keys wait: what a person sees is whole from the start
and never blank in between. What the room then paints is kept for the next time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events

from constitution.assembly import Desk
from tui.dressed import Dressed
from tui.widgets.said import Said

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.screen import Screen

    from constitution.early import Opening

__all__ = ["Beneath"]

T = TypeVar("T")

_OTHER_SCREEN = "\x1b[?1049h"


class Beneath(Dressed[T]):
    """An app that may be opened beneath a page that is in sight already."""

    KEPT_AFTER: ClassVar[float] = 0.3
    """Seconds after its first whole paint, when nothing more comes by itself."""

    LIFTED_AFTER: ClassVar[float] = 5.0
    """Seconds after which the room is seen as it is, whatever keeps it."""

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
            self.hold_from_the_start()

    def on_mount(self) -> None:
        """It is not covered for ever."""
        if self._is_covered:
            self.set_timer(self.LIFTED_AFTER, self._uncover)

    async def on_event(self, event: events.Event) -> None:
        """It is noted that a person did something."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._is_touched = True
        await super().on_event(event)

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
        update = self.screen._compositor.render_full_update()  # noqa: SLF001 - see above
        page, folder = update.render_segments(self.console).encode(), self.folder

        def work() -> None:
            with Desk.open(folder).repository as repository:
                found = repository.state_folder.parent
            if opening.git_folder is not None and found.samefile(opening.git_folder):
                opening.keep(page)

        self.run_worker(work, group="ahead", thread=True, exit_on_error=False)


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
