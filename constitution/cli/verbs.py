"""Verbs of the command line: commands whose help is translated when it is shown, with an example."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Context",
    "Figure",
    "Helped",
    "Option",
    "Verb",
    "Verbs",
    "Word",
    "argument",
    "json_option",
    "option",
    "verb",
]


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help, in the language in use."""
        english, self.help = self.help, _(self.help) if self.help else self.help
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class _Page(click.HelpFormatter):
    """A page of help whose colons are those of the language."""

    def write_heading(self, heading: str) -> None:
        """The heading of a section, on a line of its own."""
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")


class Context(click.Context):
    """What a verb runs in; its help is a page in the language in use."""

    formatter_class = _Page


class Helped(click.Command):
    """A command whose option `--help` is told in the language in use, however often it is run."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left; whoever refuses them names this command."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that click made once, in the words of now."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found


class Figure(click.IntRange):
    """A whole number within bounds; what is none is refused in a sentence of ours."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            from constitution.errors import Unclear

            wanted = (
                _("a whole number from {least} to {most}").format(least=self.min, most=self.max)
                if self.max is not None
                else _("a whole number, {least} or more").format(least=self.min)
            )
            raise Unclear(
                _("“{text}” is not {wanted}").format(text=value, wanted=wanted),
                hint=_("Write figures alone after {option}.").format(
                    option=param.opts[0]
                    if param.opts[0].startswith("-")
                    else param.make_metavar(ctx)
                )
                if param is not None and ctx is not None
                else "",
            ) from None


class Word(click.Choice[str]):
    """One of a few words, as English has it or the language in use; no other."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The English word that was meant."""
        from constitution.display import safe
        from constitution.number import fold

        typed = fold(str(value)).replace("-", " ")
        here = {word: _(word.replace("-", " ")) for word in self.choices}
        for word, told in here.items():
            if typed in {word.replace("-", " "), fold(told)}:
                return word
        from constitution.errors import Unclear

        del param
        raise Unclear(
            _("“{text}” is none of these: {words}").format(
                text=safe(str(value)),
                words=", ".join(
                    word if told == word.replace("-", " ") else f"{word} ({told})"
                    for word, told in here.items()
                ),
            ),
            hint=_("`{verb} --help` shows how it is used.").format(verb=ctx.command_path)
            if ctx is not None
            else "",
        )


class Verbs(Helped, click.Group):
    """A command of verbs; one that it does not have is refused with the nearest it has."""

    context_class = Context
    aliases: Sequence[str] = ()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was called, or a sentence with the nearest one."""
        if args and self.get_command(ctx, args[0]) is None:
            import difflib

            from constitution.display import safe
            from constitution.errors import Unknown

            known = [*self.list_commands(ctx), *self.aliases]
            near = difflib.get_close_matches(args[0], known, 2, 0.6)
            raise Unknown(
                _("there is no verb “{name}”").format(name=safe(args[0])),
                hint=_("Did you mean {names}?").format(names=", ".join(near))
                if near
                else _("`{verb} --help` lists them.").format(verb=ctx.command_path),
            )
        return super().resolve_command(ctx, args)


class Verb(Helped):
    """A command with an example in its help."""

    context_class = Context

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first clause of the help, in the language in use; the list of verbs wraps it."""
        del limit
        first, *_more = re.split(r"\s*;\s|\.\s", _(self.help) if self.help else "", maxsplit=1)
        return first.rstrip(".") + "."

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, in the language in use."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The example, as one would type it."""
        del ctx
        if self.example:
            with formatter.section(_("Example")):
                for line in self.example.split("\n"):
                    formatter.write(f"{' ' * formatter.current_indent}{line}\n")


def verb(name: str, *, help: str, example: str) -> Callable[[Callable[..., None]], Verb]:  # noqa: A002 - click's own word
    """A verb from a function; `help` is marked with N_ and translated when it is shown."""
    return click.command(name, cls=Verb, help=help, example=example)


def option(*names: str, help: str = "", **kwargs: Any) -> Callable[[Any], Any]:  # noqa: A002 - click's own word
    """An option; `help` is marked with N_ and translated when it is shown."""
    return click.option(*names, cls=Option, help=help, **kwargs)


argument = click.argument


def json_option(function: Any) -> Any:
    """The option `--json` of every verb that reads."""
    from constitution.language import N_

    return option("--json", "as_json", is_flag=True, help=N_("Machine-readable output."))(function)
