# ruff: noqa: INP001 - a script beside the documents, not a package
"""The pictures in the documents, drawn again: `python docs/pictures.py`.

`docs/pictures/diff.svg` is what `constitution diff` shows of an amendment, in a terminal with colours;
`docs/pictures/room.svg` is the room, open on the same amendment; `docs/pictures/editor.svg` is its
editor.
"""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from constitution.assembly import drafting
from constitution.assembly.founding import (
    TEMPLATE_ETERNAL,
    Founding,
    default_rules,
    found,
    read_folder,
)
from constitution.cli.choosing import heading_of
from constitution.cli.rendering import Look, render_unified
from constitution.diff import diff_texts
from constitution.governance import Members, Settings
from constitution.repository import Person, When
from tui.app import DraftingRoom

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH = 88
COLUMN = 12.2
"""The width of a letter in the pictures."""
SPACED = re.compile(
    r'x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>'
    r"(?P<before>(?:&#160;)*)(?P<words>[^<]*?)(?P<after>(?:&#160;)*)</text>"
)

PAPER = TerminalTheme(
    (250, 249, 245),
    (40, 40, 38),
    [
        (40, 40, 38), (176, 42, 32), (38, 112, 62), (150, 104, 12),
        (42, 88, 160), (124, 60, 140), (20, 112, 120), (110, 110, 104),
    ],
)  # fmt: skip
"""Ink on paper: every colour reads on it."""

ARTICLE = "03-citizens-initiative/article-16.md"
WORDS = (
    ("Cent mille", "Cinquante mille"),
    ("dans les trois mois", "dans les deux mois"),
    ("du Gouvernement. Elle", "du Gouvernement, ainsi que deux citoyens tirés au sort. Elle"),
)
"""The words that the amendment in the picture changes."""


def amended(text: str, changes: Sequence[tuple[str, str]]) -> str:
    """The text with each of the words replaced once; an error where it does not hold them."""
    for old, new in changes:
        if old not in text:
            message = f"the founding template no longer reads {old!r}"
            raise SystemExit(message)
        text = text.replace(old, new, 1)
    return text


def diff_lines() -> Iterable[str]:
    """What `constitution diff` shows of the amendment, with its colours."""
    path = f"articles/{ARTICLE}"
    old = (ROOT / path).read_text("utf-8")
    new = amended(old, WORDS)
    return render_unified(
        diff_texts({path: old}, {path: new}),
        lambda one: heading_of(one, new),
        Look(colour=True, width=WIDTH - 2),
    )


def _placed(run: re.Match[str]) -> str:
    """A run of words placed where its first letter stands: some programs drop a first space."""
    left, right = (len(run[spaces]) // len("&#160;") * COLUMN for spaces in ("before", "after"))
    x, length = float(run["x"]) + left, float(run["length"]) - left - right
    return f'x="{x:g}" y="{run["y"]}" textLength="{length:g}"{run["rest"]}>{run["words"]}</text>'


def draw(name: str, command: str, lines: Iterable[str]) -> None:
    """One picture of a terminal in which a command was typed and has answered."""
    console = Console(record=True, width=WIDTH, force_terminal=True, file=io.StringIO())
    console.print(Text(f"$ {command}", style="bold"))
    console.print()
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=False)
    keep(name, console.export_svg(title=command, theme=PAPER, unique_id=name))


def keep(name: str, svg: str) -> None:
    """Keep a picture that fetches nothing, and in which no space is lost."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"    <!--.*?-->\s*\n", "", svg)
    (PICTURES / f"{name}.svg").write_text(SPACED.sub(_placed, svg), encoding="utf-8")


def amended_assembly(folder: Path) -> None:
    """An assembly founded from the template, with one amendment that was submitted."""
    articles = read_folder(ROOT / "articles", "fr")
    desk = found(
        folder,
        Founding(
            Settings("Assemblée constituante", "Projet de Constitution", "fr"),
            Members(seats=60),
            default_rules(articles, TEMPLATE_ETERNAL),
            articles,
        ),
        who=Person("Camille Laurent", "secretariat@assembly.invalid"),
        clock=lambda: When(1_795_424_400),
    )
    drafting.new_amendment(
        desk, "petition", title="Rendre la pétition plus accessible", authors=("Amina Diallo",)
    )
    path = f"articles/{ARTICLE}"
    drafting.edit_article(desk, "petition", "16", amended(articles[path], WORDS))
    drafting.write_reasons(
        desk, "petition", "Cent mille signatures écartent ceux qui n’ont pas d’organisation."
    )
    drafting.submit(desk, "petition", publish=False)


async def room(folder: Path, *keys: str) -> str:
    """The room after some keys, in a terminal of 110 columns and 32 lines."""
    app = DraftingRoom(folder)
    async with app.run_test(size=(110, 32)) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _round in range(20):
                await pilot.pause(0.05)
        return app.export_screenshot(title="constitution tui")


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    draw("diff", "constitution diff --amendment petition", diff_lines())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "assembly")
        amended_assembly(folder)
        keep("room", asyncio.run(room(folder, "2", "enter")))
        keep("editor", asyncio.run(room(folder, "2", "e", "enter")))


if __name__ == "__main__":
    main()
