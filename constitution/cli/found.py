"""Founding: init and import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import Figure, argument, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from constitution.governance import Members
    from constitution.repository import Person

__all__ = ["import_verb", "init_verb"]


def _members(members: str | None, seats: int | None, default: int | None) -> Members:
    """Who may vote: from a file, from a number of seats, or from whoever answers."""
    from constitution.assembly.founding import read_members
    from constitution.errors import Unclear
    from constitution.governance import Members

    if members is not None and seats is not None:
        raise Unclear(_("an assembly has named members or seats, not both"))
    if members is not None:
        return read_members(Path(members))
    if seats is None:
        seats = default
    if seats is None:
        try:
            seats = click.prompt(
                _("How many seats does the assembly have?"),
                type=Figure(1),
                prompt_suffix=" ",
                err=True,
            )
        except click.Abort:
            click.echo(err=True)
            raise Unclear(
                _("nobody said who may vote"),
                hint=_("Give `--members FILE`, or `--seats N`."),
            ) from None
    return Members(seats=seats)


def _person(talk: Talk) -> Person | None:
    """Who founds: what git is configured with, or who answers the question."""
    from constitution.repository import default_identity

    known = default_identity()
    if known is not None or not talk.is_interactive:
        return known
    asked: Person = talk.ask_person()
    return asked


@verb(
    "init",
    help=N_("Found a constitution, from the founding template or a folder of Markdown."),
    example=(
        "constitution init assembly --seats 60\n"
        "constitution init assembly --from my-articles --members members.csv --text-language fr"
    ),
)
@argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--from", "from_", metavar="FOLDER", help=N_("A folder of Markdown: one file an article."))
@option("--members", metavar="FILE", help=N_("Who may vote, in TOML or CSV."))
@option("--seats", type=Figure(1), metavar="N", help=N_("How many may vote, unnamed."))
@option("--rules", "rules_file", metavar="FILE", help=N_("What a vote needs, in TOML."))
@option("--eternal", multiple=True, metavar="ARTICLE", help=N_("An article no vote can change."))
@option("--name", metavar="TEXT", help=N_("The name of the text."))
@option("--assembly", metavar="TEXT", help=N_("The name of the assembly."))
@option(
    "--text-language",
    default="fr",
    show_default=True,
    metavar="TAG",
    help=N_("The language of the text."),
)
@pass_talk
def init_verb(
    talk: Talk,
    *,
    folder: Path,
    from_: str | None,
    members: str | None,
    seats: int | None,
    rules_file: str | None,
    eternal: tuple[str, ...],
    name: str | None,
    assembly: str | None,
    text_language: str,
) -> None:
    """Found a constitution."""
    from constitution.assembly import founding
    from constitution.errors import Unclear
    from constitution.governance import Settings
    from constitution.language import speaking
    from constitution.outline import find, number_of_articles
    from constitution.repository import When

    if eternal and rules_file is not None:
        raise Unclear(
            _("--eternal and --rules do not go together: the file says what never changes"),
            hint=_('Write a rule with `majority = "never"` into {file}.').format(file=rules_file),
        )
    founding.refuse_taken(folder)
    source = Path(from_) if from_ is not None else founding.template_folder()
    articles = founding.read_folder(source, text_language)
    paths: tuple[str, ...] = tuple(find(one, articles) for one in eternal)
    if from_ is None:
        paths = tuple(dict.fromkeys((*paths, *founding.TEMPLATE_ETERNAL)))
    rules = (
        founding.parse_rules_file(Path(rules_file))
        if rules_file is not None
        else founding.default_rules(articles, paths)
    )
    who = _person(talk)
    chosen = _members(members, seats, None)
    with speaking(text_language):
        settings = Settings(
            assembly or _("Constituent assembly"), name or _("Draft constitution"), text_language
        )
    Settings.parse(settings.to_bytes())
    desk = founding.found(
        folder,
        founding.Founding(settings, chosen, rules, articles),
        who=who,
        clock=When.now,
    )
    number = number_of_articles(desk.main().texts)
    talk.say(
        ngettext(
            "Founded in {folder}: {number} article, {members}.",
            "Founded in {folder}: {number} articles, {members}.",
            number,
        ).format(folder=folder, number=number, members=chosen)
    )
    talk.say(
        _("The founding commit is {commit}; publish it, so that anyone can pin it.").format(
            commit=desk.repository.main()
        )
    )


@verb(
    "import",
    help=N_(
        "Found a constitution from an existing text: a folder of Markdown, one Markdown file with "
        "headings, or a git repository or bundle whose history becomes adoptions."
    ),
    example=(
        "constitution import history.bundle fr --votes history.json\nconstitution -C fr history 11"
    ),
)
@argument("source", type=click.Path(path_type=Path))
@argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option("--votes", metavar="FILE", help=N_("The votes behind each version, in JSON."))
@option("--path", "path", metavar="FOLDER", help=N_("Where the articles are in the source."))
@option("--text-language", metavar="TAG", help=N_("The language of the text."))
@option("--name", metavar="TEXT", help=N_("The name of the text."))
@option("--members", metavar="FILE", help=N_("Who may vote from now on, in TOML or CSV."))
@option("--seats", type=Figure(1), metavar="N", help=N_("How many may vote from now on."))
@option(
    "--majority",
    default="> 1/2 of cast",
    show_default=True,
    help=N_("The majority that past votes are held against, and future ones need."),
)
@pass_talk
def import_verb(
    talk: Talk,
    *,
    source: Path,
    folder: Path,
    votes: str | None,
    path: str | None,
    text_language: str | None,
    name: str | None,
    members: str | None,
    seats: int | None,
    majority: str,
) -> None:
    """Import a text and its history."""
    from constitution.assembly.desk import fresh_nonce
    from constitution.assembly.importing import import_history
    from constitution.display import safe
    from constitution.repository import When

    who = _person(talk)
    with talk.progress(_("Importing")) as progress:
        done = import_history(
            source,
            folder,
            votes=Path(votes) if votes is not None else None,
            path=path,
            language=text_language,
            name=name,
            members=_members(members, seats, 1),
            majority=majority,
            who=who,
            clock=When.now,
            nonce=fresh_nonce,
            progress=progress,
        )
    for note in done.notes:
        talk.say(safe(note))
    talk.say(
        _(
            "Imported into {folder}: {versions} versions, {records} records, {articles} articles."
        ).format(
            folder=folder, versions=done.versions, records=done.records, articles=done.articles
        )
    )
    if members is None and seats is None:
        talk.say(_("The assembly has one seat, yours; seat others by an amendment to `members`."))
