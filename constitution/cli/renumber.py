"""Renumbering: the articles numbered from 1 to n, as one amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, introduce, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constitution.assembly.pending import Pending
    from constitution.assembly.renumbering import Proposal
    from constitution.cli.rendering import Look

__all__ = ["renumber_verb"]


@verb(
    "renumber",
    help=N_(
        "Number the articles continuously, in reading order: one amendment of moves, first lines, "
        "references and the paths named in the rules, that changes no word but numbers."
    ),
    example=(
        "constitution renumber final-numbers --dry-run\n"
        "constitution renumber final-numbers --from 12\n"
        "constitution amend show final-numbers"
    ),
)
@argument("slug")
@option("--from", "start", metavar="ARTICLE", help=N_("Keep the numbers before this article."))
@option("--headings", is_flag=True, help=N_("Number titles and chapters continuously as well."))
@option("--title", help=N_("What it proposes, in a line."))
@option("--author", "authors", multiple=True, help=N_("Who proposes it; may be repeated."))
@option("--dry-run", is_flag=True, help=N_("Show what it would do, and write nothing."))
@json_option
@pass_talk
def renumber_verb(
    talk: Talk,
    *,
    slug: str,
    start: str | None,
    headings: bool,
    title: str | None,
    authors: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the amendment, or say what it would be."""
    from constitution.assembly.renumbering import prepare_renumbering, renumber
    from constitution.cli.collisions import READ_AGAIN
    from constitution.cli.read import waits_for
    from constitution.display import safe

    one: Pending | None = None
    if dry_run:
        proposal = prepare_renumbering(talk.desk(), start=start, headings=headings)
    else:
        one, proposal = renumber(
            talk.writer(), slug, title=title, authors=authors, start=start, headings=headings
        )
    if as_json:
        talk.json(_data(proposal, one, talk.desk().main().texts))
    else:
        talk.show(_concordance(proposal, talk.look()))
    for line in _warnings(proposal, talk.desk().main().texts):
        talk.say(safe(line))
    if one is None:
        talk.say(_("Nothing was written."))
    else:
        talk.say(_("Opened {name}, on the branch amendments/{name}.").format(name=safe(one.name)))
        talk.say(waits_for(talk.desk(), one))
    if not proposal.is_sure:
        raise click.exceptions.Exit(READ_AGAIN)


def _concordance(proposal: Proposal, look: Look) -> Iterator[str]:
    """The articles whose number changes, old and new, and how much follows."""
    from constitution.display import Run, safe, wrap

    rows = [row for row in proposal.plan.concordance if row.changes]
    wide = max((len(row.old) for row in rows), default=0)
    far = max((len(row.new) for row in rows), default=0)
    for row in rows:
        told = f"{row.told_path} · {_('repealed')}" if row.repealed else row.told_path
        yield safe(f"{row.old:>{wide}} → {row.new:<{far}}  {told}")
    yield ""
    yield (
        ngettext(
            "{number} article bears another number;",
            "{number} articles bear another number;",
            len(rows),
        ).format(number=len(rows))
        + " "
        + ngettext(
            "{number} reference follows.",
            "{number} references follow.",
            proposal.plan.references,
        ).format(number=proposal.plan.references)
    )
    for old, new in proposal.rules.items():
        told = safe(_("The rules follow: {old} becomes {new}.").format(old=old, new=new))
        yield from map(look.dress, wrap([Run("", told)], look.width))


def _warnings(proposal: Proposal, texts: Mapping[str, str]) -> Iterator[str]:
    """What a person must look at, in the articles as they are called today."""
    from constitution.outline import name_at

    today = {new: old for old, new in proposal.plan.moves.items()}
    for doubt in proposal.plan.doubts:
        yield _("{article}, line {line}: “{words}” needs a person. {why}").format(
            article=name_at(doubt.path, texts),
            line=doubt.line,
            words=doubt.words,
            why=doubt.message,
        )
    for path, fault in proposal.broken:
        yield introduce(
            _("{article}, line {line}").format(
                article=name_at(today.get(path, path), texts), line=fault.line
            ),
            fault.message,
        )


def _data(proposal: Proposal, one: Pending | None, texts: Mapping[str, str]) -> dict[str, Any]:
    from constitution.outline import name_at

    plan = proposal.plan
    today = {new: old for old, new in plan.moves.items()}

    def named(before: str) -> dict[str, str]:
        """An article by its path and its name, before and after."""
        after = plan.moves.get(before, before)
        return {
            "path": after,
            "old_path": before,
            "article": name_at(before, texts),
            "becomes": name_at(after, plan.texts),
        }

    return {
        "format": "constitution-renumbering/1",
        "amendment": None if one is None else one.slug,
        "branch": None if one is None else one.branch.ref,
        "concordance": [
            {
                "old": row.old,
                "new": row.new,
                "old_path": row.old_path,
                "new_path": row.new_path,
                "heading": row.heading,
                "repealed": row.repealed,
            }
            for row in plan.concordance
        ],
        "references": plan.references,
        "rules": [list(pair) for pair in proposal.rules.items()],
        "files": list(proposal.files),
        "doubts": [
            {
                **named(doubt.path),
                "line": doubt.line,
                "words": doubt.words,
                "message": doubt.message,
            }
            for doubt in plan.doubts
        ],
        "broken": [
            {**named(today.get(path, path)), "line": fault.line, "message": fault.message}
            for path, fault in proposal.broken
        ],
    }
