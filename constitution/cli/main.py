"""The `constitution` command: its verbs in groups, its languages, and its way to refuse."""

from __future__ import annotations

import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from constitution import __version__, language
from constitution.cli.verbs import Option, Verbs
from constitution.errors import CannotTell, ConstitutionError, Unclear, Unknown, clause
from constitution.language import LANGUAGES, N_, _
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from constitution.cli.talk import Talk

__all__ = ["cli", "run"]

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130

_VERBS: dict[str, dict[str, tuple[str, str]]] = {
    N_("Read"): {
        "status": ("read", N_("Where things stand, and what can be done now.")),
        "contents": ("read", N_("The table of contents.")),
        "show": ("read", N_("Articles as prose, as they stand or stood.")),
        "search": ("read", N_("The alinéas that hold some words.")),
        "diff": ("compare", N_("What changed, word by word.")),
        "history": ("past", N_("Every outcome, or those that changed an article.")),
        "origin": ("past", N_("Which amendment brought each phrase of an article.")),
        "votes": ("votes", N_("Who voted how.")),
    },
    N_("Draft"): {
        "amend": ("amend", N_("Open, edit, submit, withdraw an amendment.")),
        "renumber": ("renumber", N_("Number the articles anew, as one amendment.")),
    },
    N_("In session"): {
        "rivals": ("rivalry", N_("Which amendments collide, and what falls with which.")),
        "order": ("ordering", N_("The voting order, and the chair's changes to it.")),
        "put": ("putting", N_("Put amendments to the vote.")),
        "vote": ("balloting", N_("Cast a ballot.")),
        "ballots": ("balloting", N_("The ballots that are in, and those that do not count.")),
        "count": ("session", N_("Enter the count of a vote.")),
        "declare": ("session", N_("Declare the result.")),
        "dispose": ("session", N_("Record what became of an amendment that is not voted on.")),
        "undo": ("session", N_("Take back the last act of this clone.")),
        "fetch": ("exchange", N_("Bring here what the others published.")),
        "publish": ("exchange", N_("Send out what the others do not have yet.")),
        "screen": ("room", N_("Open the screen for the projector.")),
    },
    N_("Manage"): {
        "demo": ("demo", N_("See a constitution founded, amended, voted and verified.")),
        "init": ("found", N_("Found a constitution.")),
        "import": ("found", N_("Found a constitution from an existing text and its history.")),
        "members": ("manage", N_("Who may vote.")),
        "rules": ("manage", N_("What a vote needs.")),
        "check": ("manage", N_("Find faults of form, and references that lead nowhere.")),
        "format": ("manage", N_("Bring files into the normal form, changing no word.")),
        "doctor": ("doctor", N_("Find what keeps you from working, and mend it.")),
        "verify": ("manage", N_("Recount the whole history.")),
        "hook": ("hook", N_("For servers: refuse a push that does not verify.")),
        "merge-file": ("mergefile", N_("Merge three files word by word, for git.")),
        "tui": ("room", N_("Open the reading room.")),
        "serve": ("serve", N_("Open the room in a browser of this machine.")),
    },
}
_ALIASES = {"toc": "contents", "log": "history", "blame": "origin", "ratify": "declare"}


class Constitution(Verbs):
    """The verbs, imported when they are called."""

    aliases = tuple(_ALIASES)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of its group."""
        del ctx
        return [name for group in _VERBS.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, or of that alias."""
        del ctx
        name = _ALIASES.get(cmd_name, cmd_name)
        for group in _VERBS.values():
            if name in group:
                module = import_module(f"constitution.cli.{group[name][0]}")
                command: click.Command = getattr(module, f"{name.replace('-', '_')}_verb")
                return command
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The verbs that begin so, none of which is imported for it, and the options."""
        from click.shell_completion import CompletionItem

        verbs = [
            CompletionItem(name, help=_(line))
            for group in _VERBS.values()
            for name, (_module, line) in group.items()
            if name.startswith(incomplete)
        ]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs, group by group."""
        del ctx
        for group, verbs in _VERBS.items():
            with formatter.section(_(group)):
                formatter.write_dl([(name, _(verbs[name][1])) for name in verbs])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is, in the language in use."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                _(
                    "Write a constitution together: articles in git, amendments as branches, "
                    "merges ratified by vote records. Without a verb, in a terminal, it opens "
                    "the reading room."
                )
            )


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    del ctx, param
    if value is not None:
        _set_language(value)
    return value


def _set_language(tag: str) -> None:
    language.speak(tag)
    # click's own sentences go through gettext too: point it at the same catalogue
    import gettext

    gettext.bindtextdomain("constitution", language.CATALOGUES)
    gettext.textdomain("constitution")
    os.environ["LANGUAGE"] = language.language()


def _wanted_language(environment: dict[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name]
    return "en"


@click.group(cls=Constitution, invoke_without_command=True)
@click.option(
    "-C",
    "folder",
    cls=Option,
    metavar="DIR",
    type=click.Path(),
    default=".",
    help=N_("The constitution's folder; the current one by default."),
)
@click.option(
    "--lang",
    cls=Option,
    type=click.Choice(LANGUAGES),
    callback=_speak,
    is_eager=True,
    expose_value=False,
    help=N_("The language of the screen; by default that of LC_ALL or LANG."),
)
@click.version_option(
    __version__,
    "--version",
    message="constitution %(version)s",
    cls=Option,
    help=N_("Show the version and exit."),
)
@click.help_option(cls=Option, help=N_("Show this message and exit."))
@click.pass_context
def cli(ctx: click.Context, folder: str) -> None:
    """Open the folder, and the room where no verb was given."""
    from pathlib import Path

    ctx.obj = ctx.obj() if callable(ctx.obj) else ctx.obj
    ctx.obj.folder = Path(folder)
    if ctx.invoked_subcommand is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            from constitution.cli.room import open_room

            open_room(ctx.obj)
        else:
            click.echo(ctx.get_help())


def _plain_talk() -> Talk:
    from constitution.cli.talk import Talk

    return Talk()


def run(
    arguments: Sequence[str],
    talk: Talk | Callable[[], Talk] = _plain_talk,
    *,
    clear: Callable[[], None] | None = None,
) -> int:
    """The exit code: 0 done, 1 refused or found wrong, 2 usage or cannot tell, 130 interrupted.

    A `talk` that is yet to be begun is begun by the verb: help and version need none. Whatever is
    on the terminal is taken away by `clear` before a refusal is said there.
    """
    begun: Talk | None = None

    def begin() -> Talk:
        nonlocal begun
        begun = talk() if callable(talk) else talk
        return begun

    _set_language(_wanted_language(dict(os.environ)))
    try:
        try:
            code: Any = cli.main(
                list(arguments),
                prog_name="constitution",
                standalone_mode=False,
                obj=begin,
            )
        finally:
            if clear is not None:
                clear()
    except ConstitutionError as error:
        return _refuse(error.message, error.hint, _code_of(error))
    except SystemExit as exit_:  # so click ends where it completed a word
        return exit_.code if isinstance(exit_.code, int) else DONE
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(err=True)
        return _refuse(_("interrupted"), _("Nothing was written after the last line."), INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        verb = error.ctx.command_path if error.ctx is not None else "constitution"
        return _refuse(
            _run_on(error.format_message()),
            _("`{verb} --help` shows how it is used.").format(verb=verb),
            USAGE,
        )
    except click.ClickException as error:
        return _refuse(_run_on(error.format_message()), "", REFUSED)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader left; so may the last flush
        return DONE
    except OSError as error:
        refused = _unwritten(error, begun)
        if refused is not None:
            return _refuse(refused.message, refused.hint, REFUSED)
        return _refuse(
            f"{error.filename}: {reason_of(error)}"
            if error.filename
            else _("nothing could be written: {reason}").format(reason=reason_of(error)),
            _(
                "Check that the folder can be read and written, and that the disk has room: "
                "`constitution doctor` says which."
            ),
            REFUSED,
        )
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        return _report(error, begun.folder if begun is not None else None)
    return code if isinstance(code, int) else DONE


def _unwritten(error: OSError, talk: Talk | None) -> ConstitutionError | None:
    """The refusal where the folder, or the disk, takes nothing."""
    if talk is None:
        return None
    from constitution.assembly.unwritten import explain

    return explain(talk.folder, error)


def _code_of(error: ConstitutionError) -> int:
    return USAGE if isinstance(error, Unknown | Unclear | CannotTell) else REFUSED


def _run_on(sentence: str) -> str:
    """A sentence of click's as every refusal stands: quoting as we do."""
    told = clause(sentence)
    return re.sub(r"'([^']*)'", lambda found: _("“{words}”").format(words=found[1]), told)


def _refuse(message: str, hint: str, code: int) -> int:
    from constitution.display import safe

    click.echo(f"constitution: {safe(message)}", err=True)
    if hint:
        click.echo(f"  {safe(hint)}", err=True)
    return code


def _report(error: Exception, folder: Path | None) -> int:
    """The exit code of an error nobody foresaw, whose report lies in a file."""
    if os.environ.get("CONSTITUTION_DEBUG"):
        raise error
    from pathlib import Path

    from constitution.assembly.reporting import keep_report

    return _refuse(
        _("an unexpected error stopped this: {reason}").format(
            reason=f"{type(error).__name__}: {error}"
        ),
        _("It is our fault. The report is in {path}; nothing committed was lost.").format(
            path=keep_report(folder or Path(), error)
        ),
        REFUSED,
    )
