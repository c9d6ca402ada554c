"""Reading what is pending: the verbs `amend list` and `amend show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.cli.collisions import clash_json, clash_lines, review_json, review_lines
from constitution.cli.layouts import html_option, write_page
from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.cli.words import show_words, words_options
from constitution.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.assembly.pending import Pending
    from constitution.sentences import Style

__all__ = []


@verb(
    "list",
    help=N_("Every pending amendment, with what it waits for; or the pile of them, to print."),
    example="constitution amend list\nconstitution amend list --html amendments.html",
)
@html_option
@json_option
@pass_talk
def list_verb(talk: Talk, *, html: str | None, as_json: bool) -> None:
    """Print what is pending."""
    from constitution.assembly.pending import pending
    from constitution.cli.read import pending_json, pending_lines, say_unreadable

    every = pending(talk.desk())
    say_unreadable(talk)
    if as_json:
        talk.json(
            {
                "format": "constitution-amendments/1",
                "amendments": [pending_json(talk.desk(), one) for one in every],
            }
        )
    elif html is not None:
        from constitution.assembly.sheets import print_pending

        write_page(talk, html, print_pending(talk.desk()))
    elif not every:
        talk.say(_("No amendment is pending."))
    else:
        talk.show(line for one in every for line in pending_lines(talk, one))


@verb(
    "show",
    help=N_(
        "One amendment: its title, reasons and state, what it changes in the current text, the "
        "rules that govern it, and what it collides with."
    ),
    example=(
        "constitution amend show 12\n"
        "constitution amend show 12 --side-by-side\n"
        "constitution amend show 12 --words --style law"
    ),
)
@argument("amendment")
@option("--side-by-side", is_flag=True, help=N_("The old text on the left, the new on the right."))
@words_options
@json_option
@pass_talk
def show_amendment_verb(
    talk: Talk, *, amendment: str, side_by_side: bool, words: bool, style: Style, as_json: bool
) -> None:
    """Print an amendment."""
    from constitution.assembly.pending import find_pending
    from constitution.assembly.printing import articles_of, delta_of
    from constitution.assembly.readings import read_amendment
    from constitution.cli.layouts import Layout
    from constitution.cli.read import pending_json
    from constitution.diff import to_json

    if words:
        Layout(side_by_side=side_by_side).refuse_words()
    desk = talk.desk()
    one = find_pending(desk, amendment, disposed=True)
    main = desk.main()
    reading = read_amendment(desk, one)
    before, files = reading.before.files, reading.files
    clashes, rereadings = reading.clashes, reading.rereadings
    delta = delta_of(before, files, reading.moves)
    if words:
        language = main.settings.language
        texts = articles_of(before)
        show_words(talk, delta, texts, language=language, style=style, as_json=as_json)
        return
    if as_json:
        talk.json(
            {
                "format": "constitution-amendment-page/1",
                **pending_json(desk, one),
                "reasons": one.reasons,
                "conflicts": [clash_json(clash) for clash in clashes],
                "review": review_json(rereadings),
                "delta": to_json(delta),
            }
        )
        return

    def lines() -> Iterator[str]:
        from constitution.cli.choosing import heading_of
        from constitution.cli.rendering import render_side_by_side, render_unified

        yield from _page(talk, one)
        titles = {article.path: article.new or article.old or "" for article in delta.articles}
        render = render_side_by_side if side_by_side else render_unified
        yield from render(delta, lambda path: heading_of(path, titles[path]), talk.look())
        yield from governance_lines(before, files)
        if (
            not files
            and not clashes
            and not any(asked.subject for asked in one.amendment.questions)
        ):
            yield _("It changes nothing in the current text.")
        if rereadings:
            yield ""
            yield from review_lines(talk, rereadings, files)
        yield from clash_lines(talk, clashes, numbered=True, drafted=files)

    talk.show(lines())


def _page(talk: Talk, one: Pending) -> Iterator[str]:
    from constitution.assembly.pending import state_words
    from constitution.cli.prose import reasons
    from constitution.display import safe

    yield talk.bold(
        safe(_("Amendment {name} — {title}").format(name=one.name, title=one.amendment.title))
    )
    yield _("Proposed by: {authors}").format(authors=safe(", ".join(one.amendment.authors)))
    state = state_words()[one.state]
    if one.is_rectified:
        state += ", " + _("changed since")
    yield _("State: {state}").format(state=state)
    if one.amendment.on is not None:
        yield _("A change to amendment {number}.").format(number=one.amendment.on)
    if one.amendment.takes_effect is not None:
        yield _("Takes effect on {date}.").format(date=one.amendment.takes_effect.isoformat())
    for question in one.amendment.questions:
        yield _("Question: {title}").format(
            title=safe(question.subject or f"{question.title} ({', '.join(question.paths)})")
        )
    if one.reasons.strip():
        yield ""
        yield from reasons(one.reasons, talk.look())
    yield ""


def governance_lines(
    before: Mapping[str, bytes], files: Mapping[str, bytes | None]
) -> Iterator[str]:
    """What changes in the members, the rules and the settings, line by line."""
    import difflib

    from constitution.display import safe
    from constitution.governance import GOVERNANCE_FILES

    for path in GOVERNANCE_FILES:
        if path in files:
            yield ""
            yield path
            old = before.get(path, b"").decode("utf-8", "replace").split("\n")
            new = (files[path] or b"").decode("utf-8", "replace").split("\n")
            for line in list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]:
                yield f"  {safe(line)}"
