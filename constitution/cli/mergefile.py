"""`merge-file`: three files made one, with git's arguments and exit codes, so that git can call it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Figure, Verb, argument, option
from constitution.language import N_, _, ngettext
from constitution.system import reason_of

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.merge import Conflicted, MarkStyle, Merged

__all__ = ["merge_file_verb"]

FAILED = 255
MOST = 127
"""The greatest number of conflicts that an exit code tells; git takes more for a failure."""


class GitsVerb(Verb):
    """A verb that git calls: 1 would mean one conflict, so every refusal and every fault is 255."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments; wrong ones end it with 255."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _failure(error.format_message()) from None

    def invoke(self, ctx: click.Context) -> Any:
        """What the verb answers; an error ends it with 255."""
        from constitution.errors import ConstitutionError

        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.exceptions.Abort):
            raise
        except ConstitutionError as error:
            raise _failure(error.message) from None
        except OSError as error:
            raise _failure(f"{error.filename}: {reason_of(error)}") from None
        except Exception as error:
            if os.environ.get("CONSTITUTION_DEBUG"):
                raise
            raise _failure(f"{type(error).__name__}: {error}") from None


def _failure(message: str) -> click.exceptions.Exit:
    from constitution.display import safe

    click.echo(f"constitution: {safe(message)}", err=True)
    return click.exceptions.Exit(FAILED)


@click.command(
    "merge-file",
    cls=GitsVerb,
    help=N_(
        "Merge three files word by word, for git: the changes from BASE to OTHER go into CURRENT. "
        "Arguments and exit codes are those of `git merge-file`: the number of conflicts, at most "
        "127, and 255 for an error. Conflicts are marked in CURRENT in whole lines."
    ),
    example=(
        "constitution merge-file mine.md base.md theirs.md\n"
        "git config merge.constitution.driver "
        "'constitution merge-file -L current -L base -L other %A %O %B'"
    ),
)
@argument("current", type=click.Path(path_type=str))
@argument("base", type=click.Path(path_type=str))
@argument("other", type=click.Path(path_type=str))
@option("-p", "--stdout", "printed", is_flag=True, help=N_("Print the result, write no file."))
@option("-q", "--quiet", is_flag=True, help=N_("Say nothing of conflicts."))
@option("-L", "labels", multiple=True, metavar="LABEL", help=N_("The names of the three, in turn."))
@option("--ours", "side", flag_value="current", help=N_("Take the lines of CURRENT in conflicts."))
@option("--theirs", "side", flag_value="amendment", help=N_("Take the lines of OTHER."))
@option("--union", "side", flag_value="union", help=N_("Take the lines of both, CURRENT first."))
@option("--diff3", "style", flag_value="diff3", help=N_("Show the words of BASE in conflicts too."))
@option(
    "--zdiff3",
    "style",
    flag_value="zdiff3",
    help=N_("The same, and of both sides only the lines that differ."),
)
@option(
    "--marker-size",
    type=Figure(1),
    default=7,
    metavar="N",
    help=N_("How long the marks are; 7 by default."),
)
@pass_talk
def merge_file_verb(
    talk: Talk,
    *,
    current: str,
    base: str,
    other: str,
    printed: bool,
    quiet: bool,
    labels: tuple[str, ...],
    side: str | None,
    style: str | None,
    marker_size: int,
) -> None:
    """Merge three files; exit with the number of conflicts."""
    from constitution.errors import Malformed
    from constitution.merge import (
        Conflicted,
        Labels,
        mark_conflicts,
        merge,
        resolve,
        unite_conflicts,
    )

    if len(labels) > 3:
        raise Malformed(_("there are three files, and no more than three labels"))
    paths = (current, base, other)
    texts = {path: _read(talk.folder / path, path) for path in paths}
    result: Merged | Conflicted = merge(texts[base], texts[current], texts[other], extent="line")
    conflicts = 0
    if isinstance(result, Conflicted):
        if side == "union":
            text = unite_conflicts(result)
        elif side is not None:
            way = "current" if side == "current" else "amendment"
            text = resolve(result, dict.fromkeys(range(len(result.conflicts)), way))  # type: ignore[arg-type] # one of two ways
        else:
            named = [*labels, *paths[len(labels) :]]
            text, conflicts = mark_conflicts(
                result, Labels(*named), size=marker_size, style=_style(talk, style)
            )
    else:
        text = result.text
    if printed:
        click.echo(text.encode(), nl=False)
    else:
        (talk.folder / current).write_bytes(text.encode())
    if not quiet:
        _say(talk, current, conflicts, len(result.review))
    raise click.exceptions.Exit(min(conflicts, MOST))


def _style(talk: Talk, asked: str | None) -> MarkStyle:
    """How conflicts are marked: as asked for, else as git is configured (`merge.conflictStyle`)."""
    from constitution.display import safe
    from constitution.errors import Malformed
    from constitution.repository import conflict_style

    match asked or conflict_style(talk.folder):
        case None | "merge":
            return "merge"
        case "diff3":
            return "diff3"
        case "zdiff3":
            return "zdiff3"
        case other:
            raise Malformed(
                _("merge.conflictStyle is “{style}”, which is no style that git has").format(
                    style=safe(other)
                ),
                hint=_("Give it `merge`, `diff3` or `zdiff3`."),
            )


def _read(path: Path, name: str) -> str:
    from constitution.errors import Malformed
    from constitution.text import decode

    data = path.read_bytes()
    if b"\0" in data:
        raise Malformed(_("{path} holds a zero byte: it is no text").format(path=name))
    return decode(data, name)


def _say(talk: Talk, name: str, conflicts: int, review: int) -> None:
    """Say how many conflicts there are, and how many sentences to read again."""
    from constitution.display import safe

    if conflicts:
        talk.say(
            ngettext("{path}: {number} conflict", "{path}: {number} conflicts", conflicts).format(
                path=safe(name), number=conflicts
            )
        )
    if review:
        talk.say(
            ngettext(
                "{path}: both sides touched {number} sentence; read it again",
                "{path}: both sides touched {number} sentences; read them again",
                review,
            ).format(path=safe(name), number=review)
        )
