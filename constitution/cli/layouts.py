"""The layouts of a difference: one column or two, in figures, as data, as a page of HTML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from constitution.cli.verbs import Figure, json_option, option
from constitution.errors import CannotTell, Malformed, Refused, Unclear
from constitution.language import N_, _
from constitution.system import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constitution.cli.rendering import Look
    from constitution.cli.talk import Talk
    from constitution.diff import Delta
    from constitution.html import Layout as Page

__all__ = ["Layout", "html_option", "layout_options", "show_delta", "write_page"]


@dataclass(frozen=True, slots=True)
class Layout:
    """What was asked for."""

    stat: bool = False
    side_by_side: bool = False
    as_json: bool = False
    html: str | None = None
    """The file to write; `-` for stdout."""
    context: int = 1
    """Alinéas around those that changed."""
    width: int | None = None
    """Columns to write in; None for those of the terminal."""
    exit_code: bool = False
    """Whether to exit with 1 where something changed."""

    def refuse_two(self) -> None:
        """Refuse two layouts of which only one could be shown."""
        for one, other, both in (
            ("--json", "--html", self.as_json and self.html is not None),
            ("--stat", "--side-by-side", self.stat and self.side_by_side),
        ):
            if both:
                raise Unclear(
                    _("{one} and {other} are two layouts").format(one=one, other=other),
                    hint=_("Give one or the other."),
                )

    def refuse_words(self) -> None:
        """Refuse a layout of what changed where sentences are asked for."""
        for name, given in (
            ("--html", self.html is not None),
            ("--stat", self.stat),
            ("--side-by-side", self.side_by_side),
        ):
            if given:
                raise Unclear(
                    _("--words writes sentences, and {option} lays out what changed").format(
                        option=name
                    ),
                    hint=_("Give one or the other."),
                )

    def look(self, talk: Talk) -> Look:
        """How lines are dressed."""
        look = talk.look()
        return look if self.width is None else replace(look, width=self.width)

    @property
    def is_in_lines(self) -> bool:
        """Whether what changed is printed line by line."""
        return not (self.stat or self.as_json or self.html is not None)

    @property
    def page(self) -> Page:
        """The layout of the page of HTML."""
        if self.stat:
            return "figures"
        return "side by side" if self.side_by_side else "unified"


html_option = option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help=N_("Write a page of HTML that stands alone and prints well; - for standard output."),
)


def layout_options(function: Callable[..., None]) -> Callable[..., None]:
    """The verb with the options that choose a layout, handed to it as `layout`."""

    @wraps(function)
    def in_layout(
        *args: Any,
        stat: bool,
        side_by_side: bool,
        context: int,
        width: int | None,
        html: str | None,
        exit_code: bool,
        as_json: bool,
        **kwargs: Any,
    ) -> None:
        layout = Layout(stat, side_by_side, as_json, html, context, width, exit_code)
        layout.refuse_two()
        try:
            function(*args, layout=layout, **kwargs)
        except (Malformed, Refused) as error:
            if not exit_code:
                raise
            raise CannotTell(error.message, hint=error.hint) from None
        except OSError as error:
            if not exit_code or not error.filename:
                raise
            raise CannotTell(
                f"{error.filename}: {reason_of(error)}", hint=_("Check the name of the file.")
            ) from None

    wrapped: Any = in_layout
    for add in (
        json_option,
        option("--exit-code", is_flag=True, help=N_("Exit with 1 where something changed.")),
        html_option,
        option(
            "--width",
            metavar="COLUMNS",
            type=Figure(40),
            help=N_("How wide the lines are; as wide as the terminal by default."),
        ),
        option(
            "--context",
            metavar="N",
            type=Figure(0),
            default=1,
            help=N_("How many paragraphs to show around what changed; 1 by default."),
        ),
        option(
            "--side-by-side",
            is_flag=True,
            help=N_("The old text on the left, the new on the right."),
        ),
        option("--stat", is_flag=True, help=N_("Words inserted and deleted, an article a line.")),
    ):
        wrapped = add(wrapped)
    made: Callable[..., None] = wrapped
    return made


def show_delta(
    talk: Talk,
    delta: Delta,
    texts: Mapping[str, str],
    layout: Layout,
    *,
    heading: str,
    lead: str = "",
    language: str,
    governance: Sequence[str] = (),
) -> None:
    """Print a difference in the layout that was asked for.

    `texts` are the articles by path, the later ones where there are two; `heading` says what was
    compared, `lead` more of it and `language` is that of the text, for a page of HTML. The lines of
    `governance` follow those of the articles, where these are told in lines.
    """
    from constitution.cli.choosing import heading_of
    from constitution.cli.rendering import render_side_by_side, render_stat, render_unified
    from constitution.diff import to_json
    from constitution.html import print_delta

    def title(path: str) -> str:
        return heading_of(path, texts.get(path, ""))

    if layout.as_json:
        talk.json({"format": "constitution-diff/1", **to_json(delta)})
    elif layout.html is not None:
        page = print_delta(
            delta,
            title,
            heading=heading,
            lead=lead,
            language=language,
            layout=layout.page,
            context=layout.context,
        )
        write_page(talk, layout.html, page)
    elif not delta and not governance:
        talk.say(_("Nothing changed."))
    elif layout.stat:
        if delta:
            talk.show(render_stat(delta, title, layout.look(talk)))
    else:
        render = render_side_by_side if layout.side_by_side else render_unified
        told = render(delta, title, layout.look(talk), context=layout.context)
        talk.show(chain(told, governance if delta else governance[1:]))
    if layout.exit_code and (delta or governance):
        raise click.exceptions.Exit(1)


def write_page(talk: Talk, file: str, page: str) -> None:
    """Write a page of HTML to a file, or to stdout where it is `-`."""
    from constitution.display import safe

    if file == "-":
        talk.print(page.removesuffix("\n"))
        return
    Path(file).write_bytes(page.encode())
    talk.say(_("The page was written to {path}.").format(path=safe(file)))
