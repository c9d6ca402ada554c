"""`python -m bench.screens KIND ROWS`: a screen that shows so many rows of a change on `g`.

`page` shows them on the room's own page; `options` in Textual's OptionList, its peer.
"""

from __future__ import annotations

import sys

from textual.app import App
from textual.content import Content
from textual.widgets import OptionList

from bench.prose import amended, dice_of, write_article
from constitution.diff import diff_article
from tui.widgets.change import show_change
from tui.widgets.page import Block, Page

__all__ = ["Screen"]


class Screen(App[None]):
    """Nothing, until `g` is pressed."""

    def __init__(self, kind: str, rows: int) -> None:
        super().__init__()
        dice = dice_of("screens")
        old = write_article(dice, 1, 40)
        (delta,) = [diff_article(old, amended(dice, old, 60), "a.md", "a.md")]
        sheet = tuple(show_change([delta], "words", lambda _delta: "Article 1"))
        self._kind = kind
        self._sheet = tuple((sheet * (rows // len(sheet) + 1))[:rows])

    def on_key(self, event: object) -> None:
        """The rows are in sight."""
        if getattr(event, "key", "") != "g":
            return
        if self._kind == "page":
            page = Page()
            self.mount(page)
            self.call_after_refresh(page.show, self._sheet)
        else:
            words = [
                Content("".join(run.text for run in block.runs))
                for block in self._sheet
                if isinstance(block, Block)
            ]
            self.mount(OptionList(*words))


if __name__ == "__main__":
    Screen(sys.argv[1], int(sys.argv[2])).run()
