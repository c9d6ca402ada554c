"""Talking with the person at the terminal: data on stdout, talk on stderr, questions when asked."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import click

from constitution.cli.terminal import colour_wanted, paged
from constitution.display import safe
from constitution.errors import Refused
from constitution.language import _
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constitution.assembly import Desk
    from constitution.cli.rendering import Look

__all__ = ["Talk", "Windows", "pass_talk"]

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What JSON may hold as it is, and a terminal must not: it is told by its number."""


class Windows(Protocol):
    """What a terminal shows in full."""

    def open_room(self, folder: Path, *, is_read_only: bool) -> None:
        """The room was open until the person left."""

    def open_screen(self, folder: Path) -> None:
        """The screen was open until somebody closed it."""

    def edit_text(
        self,
        folder: Path,
        text: str,
        *,
        is_table: bool,
        slug: str | None,
        path: str,
        base: str | None,
    ) -> str | None:
        """The text as our own editor left it; None where nothing was saved."""


@dataclass(slots=True)
class Talk:
    """One run of the command line."""

    folder: Path = field(default_factory=Path)
    make_desk: Callable[[Path], Desk] | None = None
    """How a desk is opened; a test hands in a clock and a person."""
    windows: Windows | None = None
    """How the room and the screen are opened, where there are any to open."""
    paging: bool = True
    """Whether long output goes through the reader's pager."""
    _desk: Desk | None = None

    def renew(self) -> None:
        """Forget the desk: the next verb sees the repository afresh."""
        self._desk = None

    def desk(self) -> Desk:
        """The constitution in the folder that `-C` names."""
        if self._desk is None:
            self._desk = self.open(self.folder)
        return self._desk

    def open(self, folder: Path) -> Desk:
        """The constitution in a folder."""
        if self.make_desk is not None:
            return self.make_desk(folder)
        from constitution.assembly import Desk

        return Desk.open(folder)

    def writer(self) -> Desk:
        """The desk of someone who is about to write: their name is asked for the first time."""
        desk = self.desk()
        if desk.who is None and desk.repository.identity() is None and self.is_interactive:
            desk.repository.set_identity(self.ask_person())
        desk.person()
        self.settle(desk)
        return desk

    def settle(self, desk: Desk) -> None:
        """Complete or take back an act that was cut short, and say so."""
        settled = desk.acts.settle()
        if settled is None:
            return
        words = (
            _("“{verb} {subject}” was cut short, and has now been completed.")
            if settled.completed
            else _("“{verb} {subject}” was cut short before it took effect: do it again.")
        )
        self.say(safe(words.format(verb=settled.act.verb, subject=settled.act.subject)))

    def ask_person(self) -> Any:
        """The name and address that a person gives, having been told they are public."""
        from constitution.names import check_person
        from constitution.repository import Person

        self.say(_("What you write bears your name and address, for everyone to see."))
        person = Person(
            click.prompt(_("Your name:"), prompt_suffix=" ", err=True),
            click.prompt(_("Your address (e-mail):"), prompt_suffix=" ", err=True),
        )
        check_person(person.name, person.email)
        return person

    # -- in and out ----------------------------------------------------------------------------

    @property
    def is_interactive(self) -> bool:
        """Whether a person is there to answer."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def is_read_by_a_person(self) -> bool:
        """Whether stdout is a terminal."""
        return sys.stdout.isatty()

    @property
    def colour(self) -> bool:
        """Whether stdout is shown in colours."""
        return colour_wanted(sys.stdout, os.environ)

    @property
    def width(self) -> int:
        """How many columns there are to write in."""
        import shutil

        return max(40, shutil.get_terminal_size((80, 24)).columns)

    def look(self) -> Look:
        """How differences are dressed here."""
        from constitution.cli.rendering import Look

        # marks stay with colours: not every terminal strikes out, and not every eye sees red
        return Look(colour=self.colour, width=self.width, marks=True)

    def show(self, lines: Iterable[str]) -> None:
        """Lines of data on stdout, through a pager where a person reads."""
        with _reader_may_leave():
            if self.paging:
                paged(lines, sys.stdout, os.environ)
            else:
                for line in lines:
                    click.echo(line)

    def print(self, line: str = "") -> None:
        """One line of data on stdout."""
        with _reader_may_leave():
            click.echo(line)

    def json(self, value: object) -> None:
        """Data for a program."""
        import json

        with _reader_may_leave():
            written = json.dumps(value, ensure_ascii=False, indent=2, default=str)
            click.echo(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written))

    def say(self, line: str = "") -> None:
        """One line of talk on stderr; a number such as “8 rect.” brings its own full stop."""
        click.echo(line.replace(" rect..", " rect."), err=True)

    def bold(self, text: str) -> str:
        """The text, standing out where there are colours."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """The text, standing back where there are colours."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text

    def confirm(self, question: str, *, yes: bool) -> None:
        """Nothing, once the person said yes; `Refused` where nobody is there to say it."""
        if yes:
            return
        if not self.is_interactive:
            raise Refused(
                _("nobody is here to confirm, and nothing was written"),
                hint=_("Run it in a terminal, or add --yes."),
            )
        choice = _("y/N")
        answer = click.prompt(
            f"{question} [{choice}]", default="", show_default=False, prompt_suffix=" ", err=True
        )
        if answer.strip().casefold() not in {"y", "yes", *_("y, yes").split(", ")}:
            raise click.exceptions.Exit(1)

    def progress(self, label: str) -> Progress:
        """A line on stderr that counts, where a person waits for more than a moment."""
        return Progress(label, shown=sys.stderr.isatty())

    def read_input(self, file: str | None) -> bytes:
        """The bytes of a file, or of stdin where it is `-`."""
        if file is None or file == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(file).read_bytes()
        except OSError as error:
            from constitution.errors import Unknown

            raise Unknown(
                _("{path} cannot be read: {reason}").format(
                    path=safe(file), reason=reason_of(error)
                ),
                hint=_("Check the name of the file."),
            ) from None

    def edited(
        self,
        text: str,
        suffix: str = ".md",
        *,
        slug: str | None = None,
        path: str = "",
        base: str | None = None,
    ) -> str | None:
        """The text once the editor of the person ended, or ours where they set none; theirs may need no terminal.

        None where they saved nothing. `slug` and `path` say which text of which amendment it is,
        `base` what ours compares it with, where that is not the article of the current text.
        """
        chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not self.is_interactive and not chosen:
            raise Refused(
                _("there is no terminal to edit in"),
                hint=_(
                    "Give the new text with `--file FILE`, or `--file -` for standard input; or set "
                    "EDITOR to a command that needs no terminal."
                ),
            )
        if self.windows is not None and not chosen:
            return self.windows.edit_text(
                self.folder, text, is_table=suffix == ".toml", slug=slug, path=path, base=base
            )
        try:
            return click.edit(text, extension=suffix)
        except click.ClickException as error:
            raise Refused(
                _("the editor failed: {reason}").format(reason=error.format_message()),
                hint=_("Set EDITOR, or give the text with --file."),
            ) from None


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    """Go on with the act when whoever read stdout has left (`| head`): it is not a refusal."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good


@dataclass(slots=True)
class Progress:
    """A counter on one line, shown only after a second."""

    label: str
    shown: bool
    _started: float = field(default_factory=monotonic)
    _written: bool = False

    def __call__(self, done: int, total: int | None = None, detail: str = "") -> None:
        """Show how far it is."""
        if not self.shown or monotonic() - self._started < 1:
            return
        counted = f"{done}/{total}" if total else str(done)
        sys.stderr.write(f"\r\x1b[K{self.label} {counted} {safe(detail)[:40]}")
        sys.stderr.flush()
        self._written = True

    def __enter__(self) -> Progress:  # noqa: PYI034 - a final class in all but name
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


pass_talk = click.make_pass_decorator(Talk)


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, by line feeds alone."""
    yield from text.rstrip("\n").split("\n")
