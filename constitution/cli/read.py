"""Reading: status, contents, show, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.article import ArticlePath
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending, Wait
    from constitution.cli.choosing import Chosen

__all__ = ["contents_verb", "search_verb", "show_verb", "status_verb"]


def which_text(function: Any) -> Any:
    """The options that choose a text."""
    function = option(
        "--amendment",
        metavar="N",
        help=N_("The text as it would read with this amendment."),
    )(function)
    return option(
        "--at",
        metavar="WHEN",
        help=N_("The text of a day, of a record (vote:12), of an amendment or a git revision."),
    )(function)


def warn(talk: Talk, chosen: Chosen) -> None:
    """Say what must be said beside a text."""
    from constitution.display import safe

    for note in chosen.notes:
        talk.say(safe(note))
    for path, sentence in (chosen.cannot_tell or {}).items():
        talk.say(f"{safe(path)}: {safe(sentence)}")


# -- status ----------------------------------------------------------------------------------------


@verb(
    "status",
    help=N_("Where things stand: the text, what is pending and what each waits for."),
    example="constitution status",
)
@json_option
@pass_talk
def status_verb(talk: Talk, *, as_json: bool) -> None:
    """Print where things stand."""
    from constitution.assembly.pending import pending
    from constitution.cli.exchange import say_behind, say_void
    from constitution.outline import number_of_articles

    desk = talk.desk()
    main = desk.main()
    every = pending(desk)
    say_unreadable(talk)
    say_behind(talk, desk)
    say_void(talk, desk)
    entries = desk.records()
    if as_json:
        talk.json(
            {
                "format": "constitution-status/1",
                "text": main.settings.text,
                "assembly": main.settings.assembly,
                "language": main.settings.language,
                "main": main.commit,
                "articles": number_of_articles(main.texts),
                "founded": main.is_founded,
                "entitled": main.members.entitled if main.is_founded else None,
                "records": len(entries),
                "checked_out": desk.repository.checked_out,
                "uncommitted": list(desk.repository.dirty_files()),
                "pending": [pending_json(desk, one) for one in every],
            }
        )
        return
    talk.show(_status_lines(talk, every))


def _status_lines(talk: Talk, every: list[Pending]) -> Iterator[str]:
    from constitution.assembly.outcomes import outcome_line
    from constitution.display import safe
    from constitution.outline import number_of_articles

    desk = talk.desk()
    main = desk.main()
    number = number_of_articles(main.texts)
    count = ngettext("{number} article", "{number} articles", number).format(number=number)
    if not main.is_founded:
        yield talk.bold(_("A founding template: a text without an assembly"))
        yield _("{count}; found a constitution from it with `constitution init DIR`.").format(
            count=count
        )
    else:
        yield talk.bold(safe(main.settings.text))
        yield f"{safe(main.settings.assembly)}, {main.members} · {count}"
    entries = desk.records()
    if entries:
        yield _("Last outcome: {outcome}").format(outcome=outcome_line(entries[-1]))
    if every:
        yield ""
        yield talk.bold(_("Pending"))
        for one in every:
            yield from pending_lines(talk, one)
    elif main.is_founded:
        yield ""
        yield _("No amendment is pending. Open one: `constitution amend new SLUG --title …`.")
    dirty = desk.repository.dirty_files()
    if dirty:
        yield ""
        yield ngettext(
            "{number} file of your work tree has changes that are not committed.",
            "{number} files of your work tree have changes that are not committed.",
            len(dirty),
        ).format(number=len(dirty))


def say_unreadable(talk: Talk) -> None:
    """Say which branches of amendments cannot be read, and why: they stop nothing else."""
    from constitution.assembly.pending import unreadable
    from constitution.display import safe

    for slug, fault in unreadable(talk.desk()).items():
        talk.say(
            safe(
                _("The branch amendments/{slug} cannot be read: {reason}").format(
                    slug=slug, reason=fault.message
                )
            )
        )


def pending_lines(talk: Talk, one: Pending) -> Iterator[str]:
    """An amendment in the list of what is pending, with what it waits for."""
    from constitution.assembly.pending import state_words
    from constitution.display import safe

    yield f"  {safe(one.name):<12} {state_words()[one.state]:<16} {safe(one.amendment.title)}"
    yield talk.dim(f"  {'':<12} {_waits_for(talk, one)}")


def _waits_for(talk: Talk, one: Pending) -> str:
    """What is to be done next; where the rules ask for signed ballots, nobody enters a count."""
    from contextlib import suppress

    from constitution.assembly.declaring import asks_for_signatures
    from constitution.assembly.motions import open_motion
    from constitution.errors import ConstitutionError

    if one.waits_for == "count":
        with suppress(ConstitutionError):
            if asks_for_signatures(open_motion(talk.desk(), str(one.number))):
                return _(
                    "to be voted on with signed ballots, and declared: `constitution declare {key}`"
                ).format(key=one.number)
    return waits_for(talk.desk(), one)


def waits_for(desk: Desk, one: Pending) -> str:
    """What is to be done next with an amendment."""
    from constitution.assembly.awaiting import awaited

    words: dict[Wait, str] = {
        "count": _("to be counted and declared: `constitution count {key} …`"),
        "submit again": _("changed since it was submitted: `constitution amend submit {key}`"),
        "dispose": _(
            "to be disposed of, for the text says already what it proposes: "
            "`constitution dispose {key} fallen --ruling …`"
        ),
        "put": _("to be put to the vote: `constitution put {key}`"),
        "bring": _("to be brought onto the current text: `constitution amend update {key}`"),
        "write": _("to be written: `constitution amend edit {key} ARTICLE`"),
        "submit": _("to be submitted: `constitution amend submit {key}`"),
    }
    return words[awaited(desk, one)].format(key=one.number or one.slug)


def pending_json(desk: Desk, one: Pending) -> dict[str, Any]:
    """An amendment as data."""
    from constitution.assembly.awaiting import awaited

    return {
        "slug": one.slug,
        "number": one.number,
        "revision": one.amendment.revision,
        "round": one.round,
        "state": one.state,
        "waits_for": awaited(desk, one) if one.is_pending else None,
        "title": one.amendment.title,
        "authors": list(one.amendment.authors),
        "rectified": one.is_rectified,
        "on": one.amendment.on,
        "takes_effect": one.amendment.takes_effect,
        "branch": one.branch.ref,
        "tip": one.branch.tip,
        "base": one.fork,
        "files": sorted(one.files),
        "moves": [list(move) for move in one.amendment.moves],
    }


# -- contents --------------------------------------------------------------------------------------


@verb(
    "contents",
    help=N_("The table of contents: headings and articles in reading order."),
    example="constitution contents\nconstitution contents --at vote:3",
)
@which_text
@json_option
@pass_talk
def contents_verb(talk: Talk, *, at: str | None, amendment: str | None, as_json: bool) -> None:
    """Print the table of contents."""
    from constitution.article import Article
    from constitution.cli.choosing import choose
    from constitution.display import safe
    from constitution.outline import contents
    from constitution.stub import is_repealed_heading

    chosen = choose(talk.desk(), at, amendment)
    warn(talk, chosen)
    entries = contents(chosen.texts)
    if as_json:
        talk.json(
            {
                "format": "constitution-contents/1",
                "entries": [
                    {
                        "depth": entry.depth,
                        "kind": "article" if isinstance(entry.part, Article) else "heading",
                        "path": entry.part.path,
                        "title": entry.part.title,
                        "number": entry.part.number if isinstance(entry.part, Article) else None,
                        "repealed": isinstance(entry.part, Article) and entry.part.is_repealed,
                    }
                    for entry in entries
                ],
            }
        )
        return

    def lines() -> Iterator[str]:
        for entry in entries:
            title = safe(entry.part.title or entry.part.path)
            indent = "  " * entry.depth
            if isinstance(entry.part, Article):
                line = f"{indent}{title}"
                if entry.part.is_repealed:
                    said = is_repealed_heading(entry.part.heading)
                    line = talk.dim(line if said else f"{line} · {_('repealed')}")
                yield line
            else:
                yield talk.bold(f"{indent}{title}")

    talk.show(lines())


# -- show ------------------------------------------------------------------------------------------


def _found(desk: Desk, name: str, texts: Mapping[str, str]) -> ArticlePath:
    """The path of an article; of one that was repealed, the refusal says when and by what."""
    from constitution.errors import Unknown
    from constitution.outline import find

    try:
        return find(name, texts)
    except Unknown as error:
        from constitution.history.gone import tell_gone

        gone = tell_gone(desk.repository, desk.main().commit, name)
        if not gone:
            raise
        raise Unknown(error.message, hint=f"{gone} {error.hint}") from None


@verb(
    "show",
    help=N_("Articles, or the whole text: prose for people, Markdown when piped."),
    example="constitution show 12\nconstitution show preamble 12 --at 2026-11-23",
)
@argument("articles", nargs=-1, metavar="[ARTICLE]…")
@which_text
@json_option
@pass_talk
def show_verb(
    talk: Talk, *, articles: tuple[str, ...], at: str | None, amendment: str | None, as_json: bool
) -> None:
    """Print articles."""
    from constitution.article import Article, ArticlePath
    from constitution.cli.choosing import choose
    from constitution.errors import CannotTell

    chosen = choose(talk.desk(), at, amendment)
    doubts = chosen.cannot_tell or {}
    known = chosen.texts
    if doubts:
        now = talk.desk().main().texts
        known = {**{path: now.get(path, "") for path in doubts}, **chosen.texts}
    paths = (
        [_found(talk.desk(), name, known) for name in articles]
        if articles
        else [ArticlePath(path) for path in chosen.texts]
    )
    for path in paths:
        if path in doubts and articles:
            raise CannotTell(f"{path}: {doubts[path]}")
    if not articles:
        warn(talk, chosen)
    else:
        for note in chosen.notes:
            talk.say(note)
    if as_json:
        talk.json(
            {
                "format": "constitution-text/1",
                "language": chosen.language,
                "commit": chosen.commit,
                "articles": [
                    {
                        "path": path,
                        "number": Article(path, chosen.texts[path]).number,
                        "title": Article(path, chosen.texts[path]).title,
                        "text": chosen.texts[path],
                        "alineas": [
                            {"number": one.number, "kind": one.kind, "text": one.text}
                            for one in Article(path, chosen.texts[path]).alineas
                        ],
                    }
                    for path in paths
                ],
                "cannot_tell": [
                    {"path": path, "sentence": sentence} for path, sentence in doubts.items()
                ],
            }
        )
        return
    talk.show(_shown(talk, chosen, paths))


def _shown(talk: Talk, chosen: Chosen, paths: list[Any]) -> Iterator[str]:
    from constitution.cli.talk import lines_of

    for place, path in enumerate(paths):
        if place:
            yield ""
        text = chosen.texts[path]
        if talk.is_read_by_a_person:
            from constitution.cli.prose import prose

            yield from prose(path, text, talk.look())
        else:
            yield from lines_of(text)


# -- search ----------------------------------------------------------------------------------------


@verb(
    "search",
    help=N_("The alinéas that hold all the words; “a phrase in quotes” is found as it stands."),
    example="constitution search référendum\nconstitution search '\"trois cinquièmes\"'",
)
@argument("words", nargs=-1, required=True)
@which_text
@json_option
@pass_talk
def search_verb(
    talk: Talk, *, words: tuple[str, ...], at: str | None, amendment: str | None, as_json: bool
) -> None:
    """Print what was found; exit 1 when nothing was."""
    import click

    from constitution.cli.choosing import choose, heading_of
    from constitution.display import Run, safe, wrap
    from constitution.history.search import search

    chosen = choose(talk.desk(), at, amendment)
    warn(talk, chosen)
    found = search(chosen.texts, " ".join(words))
    if as_json:
        talk.json(
            {
                "format": "constitution-search/1",
                "matches": [
                    {
                        "path": match.path,
                        "alinea": match.alinea,
                        "line": match.line,
                        "text": match.text,
                        "spans": [list(span) for span in match.spans],
                    }
                    for match in found
                ],
            }
        )
    elif found:
        look = talk.look()

        def lines() -> Iterator[str]:
            for match in found:
                where = heading_of(match.path, chosen.texts[match.path])
                if match.alinea:
                    where += " · " + _("paragraph {number}").format(number=match.alinea)
                yield talk.bold(safe(where))
                runs: list[Run] = []
                at_ = match.start
                for start, end in match.spans:
                    runs.append(Run("", safe(match.text[at_ - match.start : start - match.start])))
                    runs.append(
                        Run("title", safe(match.text[start - match.start : end - match.start]))
                    )
                    at_ = end
                runs.append(Run("", safe(match.text[at_ - match.start :])))
                for line in wrap(runs, min(look.width, 88) - 2):
                    yield "  " + look.dress(line)
                yield ""

        talk.show(lines())
    else:
        talk.say(_("Nothing was found."))
    if not found:
        raise click.exceptions.Exit(1)
