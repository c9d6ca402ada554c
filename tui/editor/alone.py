"""The editor for the command line, where a person has set no other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.assembly import Desk
from constitution.assembly.drafting.meanwhile import begin
from constitution.assembly.drafting.unsaved import drawer_of
from constitution.errors import ConstitutionError
from constitution.language import _, language
from tui.dressed import Dressed
from tui.editor.screen import Editor
from tui.editor.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Alone", "edit_alone"]


def edit_alone(
    folder: Path,
    text: str,
    *,
    is_table: bool = False,
    slug: str | None = None,
    path: str = "",
    base: str | None = None,
) -> str | None:
    """The text as it was saved in the editor; None where it was left without saving.

    With the amendment and the path it belongs to, it is kept while it is typed, compared with
    `base`, or else with the article of the current text, and offered again after a crash. A new
    article is compared with nothing at all.
    """
    writing = Writing(path or "…", path, text, language(), "table" if is_table else "prose")
    try:
        desk = Desk.open(folder)
    except ConstitutionError:
        return Alone(writing).run()
    with desk.repository:
        main = desk.main()
        writing = replace(writing, language=main.settings.language)
        if slug is not None:
            drawer = drawer_of(desk)
            is_article = path.startswith("articles/")
            writing = replace(
                writing,
                title=_("Amendment {name} — {what}").format(
                    name=slug, what=path if base is None else _("Other words")
                ),
                kind="article" if is_article and not is_table else writing.kind,
                base=base
                if base is not None or not is_article
                else begin(desk, slug, path).base or "",
                found=drawer.find(slug, path),
                held=drawer.hold(slug, path),
            )
    return Alone(writing).run()


class Alone(Dressed[str]):
    """The editor, and nothing else."""

    CSS_PATH = "../room.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def on_mount(self) -> None:
        """The editor is there."""
        editor: Editor[str] = Editor(self._writing, _nothing, marked=self.no_color)
        self.push_screen(editor, self._left)

    def _left(self, text: str | None) -> None:
        self.exit(text)


def _nothing(text: str, _message: str, _begun: str) -> Callable[[Desk], str]:
    """Saving hands the text back: the command line saves it."""
    return lambda _desk: text
