# ruff: noqa: INP001 - a script beside the documents, not a package
"""The pictures in the documents, drawn again: `python docs/pictures.py`.

`docs/pictures/diff.svg` is what `constitution diff` shows of an amendment, in a terminal with colours;
`room.svg` is the room, open on the same amendment, and `editor.svg` its editor; `sitting.svg` is the
list of a sitting, `roll-call.svg` a roll call while it is taken, and `screen.svg` what hangs on the
wall meanwhile. Each of the last five is there in English and in French (`room.fr.svg`).
"""

from __future__ import annotations

import asyncio
import io
import os
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
from constitution.governance import Member, MemberId, Members, Settings
from constitution.language import speak
from constitution.repository import Person, When
from tui.app import DraftingRoom
from tui.dressed import NIGHT
from tui.dressed import PAPER as INK_ON_PAPER
from tui.screen import Projector
from tui.sitting.roll import choice_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import App
    from textual.pilot import Pilot

    from constitution.assembly import Desk

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


NAMES = (
    "Nadia Benali", "Jean Castel", "Inès Delmas", "Paul Fabre", "Claire Garnier", "Yanis Haddad",
    "Odile Imbert", "Marc Jourdan", "Awa Keita", "Louise Lambert", "Hugo Marchal", "Rose Nguyen",
    "Simon Olivier", "Leïla Perrin", "Tomas Quentin", "Élise Roussel", "Karim Saïdi", "Anne Tessier",
    "Bruno Urbain", "Camille Vidal", "Jeanne Weber", "Adrien Yvon", "Fatou Zadi", "Luc Aubry",
)  # fmt: skip
"""The members of the assembly in the pictures."""

RIVAL = (("Cent mille", "Deux cent mille"),)
RESPONSE = (("dans les trois mois", "dans les quarante jours"),)
LISTS = (("trois pour cent", "cinq pour cent"),)
"""The words that the other amendments of the sitting change."""


def found_assembly(folder: Path) -> Desk:
    """An assembly of named members founded from the template, and its clerk's desk."""
    articles = read_folder(ROOT / "articles", "fr")
    groups = ("Montagne", "Plaine", "Rivage")
    members = Members(
        tuple(
            Member(MemberId(f"siege-{seat:02}"), name, groups[seat % 3])
            for seat, name in enumerate(NAMES, start=1)
        )
    )
    return found(
        folder,
        Founding(
            Settings("Assemblée constituante", "Projet de Constitution", "fr"),
            members,
            default_rules(articles, TEMPLATE_ETERNAL),
            articles,
        ),
        who=Person("Camille Laurent", "secretariat@assembly.invalid"),
        clock=lambda: When(1_795_424_400),
    )


def submitted(
    desk: Desk,
    slug: str,
    title: str,
    author: str,
    path: str,
    words: Sequence[tuple[str, str]],
    reasons: str,
) -> None:
    """An amendment on one article, submitted."""
    drafting.new_amendment(desk, slug, title=title, authors=(author,))
    drafting.edit_article(desk, slug, path, amended(desk.main().texts[path], words))
    drafting.write_reasons(desk, slug, reasons)
    drafting.submit(desk, slug, publish=False)


def sitting_assembly(folder: Path) -> None:
    """The assembly with four amendments that were submitted, two of them on the same words."""
    desk = found_assembly(folder)
    lists = "articles/04-parliament/article-19.md"
    for slug, title, author, path, words, reasons in (
        (
            "petition",
            "Rendre la pétition plus accessible",
            "Amina Diallo",
            f"articles/{ARTICLE}",
            WORDS,
            "Cent mille signatures écartent ceux qui n’ont pas d’organisation.",
        ),
        (
            "seuil",
            "Relever le seuil de la pétition",
            "Jean Castel",
            f"articles/{ARTICLE}",
            RIVAL,
            "…",
        ),
        ("debat", "Débattre plus tôt", "Awa Keita", f"articles/{ARTICLE}", RESPONSE, "…"),
        ("listes", "Le seuil des listes", "Paul Fabre", lists, LISTS, "…"),
    ):
        submitted(desk, slug, title, author, path, words, reasons)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """The keys, each answered before the next."""
    for key in ("", *keys):
        if key:
            await pilot.press(key)
        for _round in range(20):
            await pilot.pause(0.05)


async def picture(app: App[None], title: str, *keys: str, theme: str, lines: int = 32) -> str:
    """A program after some keys, in a terminal of 110 columns."""
    async with app.run_test(size=(110, lines)) as pilot:
        app.theme = theme
        await press(pilot, *keys)
        return app.export_screenshot(title=title)


async def draw_room(folder: Path, ending: str) -> None:
    """The pictures of the room and of the screen on the wall, in the language in use."""
    day, night = INK_ON_PAPER.name, NIGHT.name
    sitting_assembly(folder)

    async def shown(*keys: str, theme: str) -> str:
        return await picture(DraftingRoom(folder), "constitution", *keys, theme=theme)

    keep(f"room{ending}", await shown("2", "enter", theme=day))
    keep(f"editor{ending}", await shown("2", "e", "enter", theme=night))
    keep(f"sitting{ending}", await shown("3", theme=day))
    await shown("3", "p", "enter", "s", theme=day)
    wall = await picture(Projector(folder), "constitution screen", theme=day, lines=24)
    keep(f"screen{ending}", wall)
    chosen = ("for", "for", "against", "for", "abstain", "for", "for", "for", "against", "for")
    key_of = {choice: key for key, choice in choice_keys().items()}
    answers = [key_of[choice] for choice in chosen]  # type: ignore[index] # the words are those of a choice
    keep(f"roll-call{ending}", await shown("3", "r", *answers, theme=night))


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    draw("diff", "constitution diff --amendment petition", diff_lines())
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CONFIG_HOME"] = name  # nobody's own colours
        for language, ending in (("en", ""), ("fr", ".fr")):
            speak(language)
            asyncio.run(draw_room(Path(name, f"assembly{ending}"), ending))


if __name__ == "__main__":
    main()
