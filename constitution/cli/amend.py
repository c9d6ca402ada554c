"""Drafting: the verbs of `constitution amend`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from constitution.cli.keys import key_verb
from constitution.cli.pending import list_verb, show_amendment_verb
from constitution.cli.resolving import resolve_verb, update_verb
from constitution.cli.talk import Talk, pass_talk
from constitution.cli.typed import kept_if_unsaved
from constitution.cli.verbs import Verbs, argument, option, verb
from constitution.language import N_, _, introduce
from constitution.stub import STUBS, stub_of

if TYPE_CHECKING:
    import datetime as dt

    from constitution.assembly.pending import Pending

__all__ = ["amend_verb"]


class AmendGroup(Verbs):
    """The drafting verbs, with help that is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What an amendment is."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs, in the order one uses them."""
        del ctx
        with formatter.section(_("Verbs")):
            formatter.write_dl(
                [(name, command.get_short_help_str()) for name, command in self.commands.items()]
            )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """An example, from the opening to the submission."""
        del ctx
        with formatter.section(_("Example")):
            for line in (
                'constitution amend new lower-the-threshold --title "Lower the threshold"',
                "constitution amend edit lower-the-threshold 12",
                "constitution amend submit lower-the-threshold",
            ):
                formatter.write(f"{' ' * formatter.current_indent}{line}\n")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order one uses them."""
        del ctx
        return list(self.commands)


amend_verb = AmendGroup(
    "amend",
    help=N_(
        "Draft an amendment on its own branch, without a checkout; plain git commits on the branch "
        "amendments/SLUG are just as good."
    ),
)


def _done(talk: Talk, one: Pending, words: str) -> None:
    from constitution.cli.read import waits_for
    from constitution.display import safe

    talk.say(words.format(name=safe(one.name)))
    wait = waits_for(talk.desk(), one)
    talk.say(talk.dim(wait) if talk.is_interactive else wait)


def _warn_of_shifts(talk: Talk, one: Pending) -> None:
    """Say which references the change breaks, or makes mean something else."""
    from constitution.assembly.checking import consequences
    from constitution.display import safe

    for path, fault in consequences(talk.desk(), one):
        talk.say(f"{path}:{fault.line}: {safe(fault.message)}")


# -- opening ---------------------------------------------------------------------------------------


@verb(
    "new",
    help=N_("Open an amendment: a branch off the current text."),
    example=(
        'constitution amend new lower-the-threshold --title "Lower the threshold"\n'
        'constitution amend new again --title "Once more" --from 12\n'
        'constitution amend new back --title "Back to before" --reversing 12\n'
        'constitution amend new whole --title "The text as a whole" --subject "Adopt the text"'
    ),
)
@argument("slug")
@option("--title", required=True, help=N_("What it proposes, in a line."))
@option("--author", "authors", multiple=True, help=N_("Who proposes it; may be repeated."))
@option("--from", "from_", metavar="N", help=N_("Take up the words of an earlier amendment."))
@option("--reversing", metavar="N", help=N_("Propose the opposite of an adopted amendment."))
@option("--on", metavar="N", help=N_("A sub-amendment: a change to this amendment."))
@option("--subject", help=N_("Change no text, and ask this question."))
@option("--rule", default="ordinary", help=N_("The rule that governs the subject."))
@option("--takes-effect", metavar="DATE", help=N_("From when it applies."))
@pass_talk
def new_verb(
    talk: Talk,
    *,
    slug: str,
    title: str,
    authors: tuple[str, ...],
    from_: str | None,
    reversing: str | None,
    on: str | None,
    subject: str | None,
    rule: str,
    takes_effect: str | None,
) -> None:
    """Open an amendment."""
    from constitution.assembly.drafting import new_amendment
    from constitution.assembly.moments import read_date

    desk = talk.writer()
    effect = read_date(desk, takes_effect)
    one = new_amendment(
        desk,
        slug,
        title=title,
        authors=authors,
        from_=from_,
        reversing=reversing,
        on=on,
        subject=subject,
        rule=rule,
        takes_effect=effect,
    )
    _done(talk, one, _("Opened {name}, on the branch amendments/{name}."))
    _say_effect(talk, effect, takes_effect)


def _say_effect(talk: Talk, effect: dt.date | None, written: str | None) -> None:
    """Say which day was understood, where it was written otherwise than it is kept."""
    if effect is not None and effect.isoformat() != written:
        talk.say(_("Takes effect on {date}.").format(date=effect.isoformat()))


# -- changing --------------------------------------------------------------------------------------


@verb(
    "edit",
    help=N_(
        "Write new words for an article, in your editor, from a file or from standard input; or "
        "for `members`, `rules` or `settings`. Without an article: the title, authors and date."
    ),
    example=(
        "constitution amend edit lower-the-threshold 12\n"
        "constitution amend edit lower-the-threshold 12 --file new.md\n"
        "constitution amend edit more-seats members --file members.toml"
    ),
)
@argument("amendment")
@argument("article", required=False)
@option("--file", metavar="FILE", help=N_("The new text; - for standard input."))
@option("--message", help=N_("The message of the commit."))
@option("--title", help=N_("Another title."))
@option("--author", "authors", multiple=True, help=N_("Other authors; may be repeated."))
@option("--takes-effect", metavar="DATE", help=N_("From when it applies."))
@pass_talk
def edit_verb(
    talk: Talk,
    *,
    amendment: str,
    article: str | None,
    file: str | None,
    message: str | None,
    title: str | None,
    authors: tuple[str, ...],
    takes_effect: str | None,
) -> None:
    """Change an article, a governance file, or what the amendment says of itself."""
    from constitution.assembly import drafting
    from constitution.assembly.moments import read_date
    from constitution.assembly.pending import find_pending
    from constitution.errors import Refused, Unclear
    from constitution.outline import find
    from constitution.text import decode

    desk = talk.writer()
    effect = read_date(desk, takes_effect)
    if title or authors or effect:
        drafting.write_details(
            desk,
            amendment,
            title=title,
            authors=authors or None,
            takes_effect=effect,
        )
    if article is None:
        if not (title or authors or effect):
            raise Unclear(
                _("say which article to edit"),
                hint=_("For example: `constitution amend edit {name} 12`.").format(name=amendment),
            )
        _done(talk, find_pending(desk, amendment), _("Amendment {name} was changed."))
        _say_effect(talk, effect, takes_effect)
        return
    one = find_pending(desk, amendment)
    snapshot = drafting.draft_snapshot(desk, one)
    governance = drafting.governance_file(article)
    path = governance or find(article, snapshot.texts)
    begun: str | None = None
    if file is not None:
        data = talk.read_input(file)
    else:
        before = decode(snapshot.data(path), path)
        suffix = ".toml" if governance else ".md"
        edited = talk.edited(before, suffix, slug=one.slug, path=path)
        if edited is None or edited == before:
            raise Refused(_("nothing was saved in the editor: nothing changes"))
        data = edited.encode()
        begun = before
    with kept_if_unsaved(talk, path, data, file):
        if governance is not None:
            one = drafting.edit_governance(desk, amendment, governance, data, begun=begun)
        else:
            text = decode(data, file or path)
            one = drafting.edit_article(desk, amendment, path, text, message=message, begun=begun)
    _show_change(talk, one)
    _done(talk, one, _("Saved in amendment {name}."))
    _warn_of_shifts(talk, one)


def _show_change(talk: Talk, one: Pending) -> None:
    """The difference the amendment makes now, on stderr, where a person watches."""
    if not talk.is_interactive:
        return
    from constitution.assembly.printing import delta_of
    from constitution.cli.choosing import heading_of
    from constitution.cli.rendering import render_unified

    base = talk.desk().at(one.fork)
    delta = delta_of(
        {path: base.data(path) for path in base.files}, one.files, dict(one.amendment.moves)
    )
    titles = {article.path: article.new or article.old or "" for article in delta.articles}
    for line in render_unified(delta, lambda path: heading_of(path, titles[path]), talk.look()):
        talk.say(line)
    talk.say()


@verb(
    "add",
    help=N_("Add an article: a number such as 11-1 beside its neighbours, or a path."),
    example=(
        'constitution amend add lower-the-threshold 12-1 --heading "The debate" --file new.md\n'
        "constitution amend add lower-the-threshold 03-citizens-initiative/article-12-1.md"
    ),
)
@argument("amendment")
@argument("article")
@option("--heading", default="", help=N_("The words after the number."))
@option("--after", metavar="ARTICLE", help=N_("The article it follows."))
@option("--file", metavar="FILE", help=N_("The text; - for standard input."))
@pass_talk
def add_verb(
    talk: Talk, *, amendment: str, article: str, heading: str, after: str | None, file: str | None
) -> None:
    """Add an article."""
    from constitution.assembly.drafting import add_article, place_article
    from constitution.assembly.pending import find_pending
    from constitution.errors import Refused
    from constitution.text import decode

    desk = talk.writer()
    if file is not None:
        text = decode(talk.read_input(file), file)
    else:
        path, _title = place_article(desk, amendment, article, heading=heading, after=after)
        edited = talk.edited("", slug=find_pending(desk, amendment).slug, path=path)
        if not edited or not edited.strip():
            raise Refused(_("nothing was saved in the editor: nothing changes"))
        text = edited
    with kept_if_unsaved(talk, article, text.encode(), file):
        one = add_article(desk, amendment, article, text, heading=heading, after=after)
    _show_change(talk, one)
    _done(talk, one, _("Saved in amendment {name}."))
    _warn_of_shifts(talk, one)


@verb(
    "move",
    help=N_(
        "Move an article: to the number that it is to bear, after another article, or to a folder "
        "or a path; the move is declared."
    ),
    example=(
        "constitution amend move reorder 12 14-1\n"
        "constitution amend move reorder 12 --after 20\n"
        "constitution amend move reorder 12 02-rights/article-12.md"
    ),
)
@argument("amendment")
@argument("article")
@argument("place", required=False, default="")
@option("--after", metavar="ARTICLE", help=N_("The article that it is to follow."))
@pass_talk
def move_verb(talk: Talk, *, amendment: str, article: str, place: str, after: str | None) -> None:
    """Move an article."""
    from constitution.assembly.drafting import move_article

    one = move_article(talk.writer(), amendment, article, place, after=after)
    _done(talk, one, _("Saved in amendment {name}."))
    _warn_of_shifts(talk, one)


@verb(
    "repeal",
    help=N_(
        "Repeal an article: its file goes, its history stays; with --stub its number stays too, and "
        "says so in the form of the text's language, or in the one you name."
    ),
    example=(
        "constitution amend repeal shorter 36\n"
        "constitution amend repeal shorter 36 --stub\n"
        "constitution amend repeal shorter 36 --stub weggefallen"
    ),
)
@argument("amendment")
@argument("article")
@option(
    "--stub",
    type=click.Choice(["none", "language", *STUBS]),
    is_flag=False,
    flag_value="language",
    default="none",
    help=N_("Keep the number, with these words in the place of the others."),
)
@pass_talk
def repeal_verb(talk: Talk, *, amendment: str, article: str, stub: str) -> None:
    """Repeal an article."""
    from constitution.article import find
    from constitution.assembly.drafting import draft_snapshot, repeal_article
    from constitution.assembly.pending import find_pending
    from constitution.diff import diff_article
    from constitution.diff.naming import describe_headings

    desk = talk.writer()
    form = stub_of(desk.main().settings.language) if stub == "language" else STUBS.get(stub)
    texts = draft_snapshot(desk, find_pending(desk, amendment)).texts
    one = repeal_article(desk, amendment, article, stub=form)
    _done(talk, one, _("Saved in amendment {name}."))
    if form is None:
        path = find(article, texts)
        for sentence in describe_headings(diff_article(texts[path], None, path, None)):
            talk.say(sentence)
    _warn_of_shifts(talk, one)


@verb(
    "reasons",
    help=N_("Write the reasons, in your editor, from a file or from standard input."),
    example="constitution amend reasons lower-the-threshold --file reasons.md",
)
@argument("amendment")
@option("--file", metavar="FILE", help=N_("The reasons; - for standard input."))
@pass_talk
def reasons_verb(talk: Talk, *, amendment: str, file: str | None) -> None:
    """Write the reasons."""
    from constitution.assembly.drafting import write_reasons
    from constitution.assembly.pending import find_pending
    from constitution.errors import Refused
    from constitution.text import decode

    desk = talk.writer()
    begun: str | None = None
    if file is not None:
        reasons = decode(talk.read_input(file), file)
    else:
        one = find_pending(desk, amendment)
        begun = one.reasons
        edited = talk.edited(one.reasons, slug=one.slug, path="reasons.md")
        if edited is None:
            raise Refused(_("nothing was saved in the editor: nothing changes"))
        reasons = edited
    with kept_if_unsaved(talk, "reasons.md", reasons.encode(), file):
        one = write_reasons(desk, amendment, reasons, begun=begun)
    _done(talk, one, _("Saved in amendment {name}."))


@verb(
    "divide",
    help=N_(
        "Divide the question: parts that are voted separately, each with articles of its own; "
        "without --question, one for each file that changes."
    ),
    example='constitution amend divide 12 --question "The threshold=12" --question "The delay=13,14"',
)
@argument("amendment")
@option(
    "--question",
    "questions",
    multiple=True,
    metavar="TITLE=ARTICLE,…",
    help=N_("A part: its title and its articles; may be repeated."),
)
@pass_talk
def divide_verb(talk: Talk, *, amendment: str, questions: tuple[str, ...]) -> None:
    """Divide the question."""
    from constitution.assembly.drafting import divide
    from constitution.errors import Malformed

    parts = []
    for question in questions:
        title, equals, articles = question.rpartition("=")
        if not equals or not title.strip():
            raise Malformed(
                _("“{text}” is not a question").format(text=question),
                hint=_("Write a title, an equals sign, and articles: “The threshold=12,13”."),
            )
        parts.append((title.strip(), [one.strip() for one in articles.split(",") if one.strip()]))
    one = divide(talk.writer(), amendment, parts)
    for place, made in enumerate(one.amendment.questions, start=1):
        what = ", ".join(made.paths) or str(made.subject)
        talk.say(f"{place}. {introduce(made.title, what)}")
    if len(one.amendment.questions) == 1:
        _done(talk, one, _("Amendment {name} asks one question again."))
    else:
        _done(talk, one, _("Amendment {name} was divided."))


# -- moving on -------------------------------------------------------------------------------------


@verb(
    "submit",
    help=N_("Submit an amendment: it gets its number, or, submitted again, its “rect.”."),
    example="constitution amend submit lower-the-threshold",
)
@argument("amendment")
@option(
    "--publish/--no-publish",
    default=True,
    help=N_("Push it to the remote of this clone, where there is one."),
)
@pass_talk
def submit_verb(talk: Talk, *, amendment: str, publish: bool) -> None:
    """Submit an amendment."""
    from constitution.assembly.drafting import submit

    one, unpublished = submit(talk.writer(), amendment, publish=publish)
    talk.say(_("Submitted as amendment {name}.").format(name=one.name))
    _warn_of_shifts(talk, one)
    if unpublished is not None:
        talk.say(_("It was not published: {reason}").format(reason=unpublished))


@verb(
    "withdraw",
    help=N_("Withdraw an amendment: a draft goes, what was submitted leaves a record."),
    example="constitution amend withdraw 12",
)
@argument("amendment")
@option("--ruling", help=N_("What the record says; that its authors withdrew it, by default."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@pass_talk
def withdraw_verb(talk: Talk, *, amendment: str, ruling: str | None, yes: bool) -> None:
    """Withdraw an amendment."""
    from constitution.assembly.disposing import dispose
    from constitution.assembly.drafting import withdraw_draft
    from constitution.assembly.pending import find_pending

    desk = talk.writer()
    one = find_pending(desk, amendment)
    talk.confirm(_("Withdraw amendment {name}?").format(name=one.name), yes=yes)
    if one.number is None:
        withdraw_draft(desk, amendment)
    else:
        from constitution.language import speaking

        with speaking(desk.main().settings.language):
            default = _("Withdrawn by its authors.")
        dispose(desk, amendment, "withdrawn", ruling=ruling or default)
    talk.say(
        _("Amendment {name} was withdrawn; `constitution undo` takes that back.").format(
            name=one.name
        )
    )


for _verb in (
    new_verb,
    edit_verb,
    add_verb,
    move_verb,
    repeal_verb,
    key_verb,
    reasons_verb,
    divide_verb,
    show_amendment_verb,
    list_verb,
    update_verb,
    resolve_verb,
    submit_verb,
    withdraw_verb,
):
    amend_verb.add_command(_verb)
