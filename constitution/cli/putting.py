"""Putting an amendment to the vote: the verb `put`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.clashes import Conflicting
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.putting import Putting

__all__ = ["put_verb"]


@verb(
    "put",
    help=N_(
        "Put amendments to the vote: carry the first onto the current text, show it, say which "
        "rules govern it and how many votes they need, and seal it. The others are voted together "
        "with it."
    ),
    example=(
        "constitution put 12\nconstitution put 12 15 18\nconstitution put 12 --again\n"
        "constitution put 12 --yes --json"
    ),
)
@argument("amendments", nargs=-1, required=True, metavar="N…")
@option("--again", is_flag=True, help=N_("A second deliberation on what was voted already."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@json_option
@pass_talk
def put_verb(
    talk: Talk, *, amendments: tuple[str, ...], again: bool, yes: bool, as_json: bool
) -> None:
    """Put amendments to the vote; exit 1 where words collide, 3 where words are to be read again."""
    from constitution.assembly.clashes import Conflicting
    from constitution.assembly.putting import prepare, seal, votes_in
    from constitution.assembly.sitting import counted_rivals
    from constitution.cli.collisions import READ_AGAIN, clash_lines
    from constitution.cli.exchange import say_behind
    from constitution.display import safe

    desk = talk.writer()
    say_behind(talk, desk)
    putting = prepare(desk, amendments, again=again)
    if isinstance(putting, Conflicting):
        if as_json:
            talk.json(_unput_json(putting))
        else:
            talk.show(clash_lines(talk, putting.clashes))
        talk.say(
            _("Amendment {name} collides with the current text; nothing was put.").format(
                name=amendments[0]
            )
        )
        talk.say(
            _(
                "Settle it (`amend update`, then `amend resolve`) and submit it again, or dispose "
                "of it (`dispose`)."
            )
        )
        raise click.exceptions.Exit(1)
    if not as_json:
        talk.show(_putting_lines(talk, putting))
    if any(governing.blocking for governing in putting.rules):
        talk.confirm(
            _("No vote can adopt amendment {name}. Put it all the same?").format(
                name=putting.lead.name
            ),
            yes=yes,
        )
    for motion in counted_rivals(desk, putting):
        talk.say(
            _(
                "Amendment {name} — {title} touches the same article; it was counted and its "
                "result is not declared. If it is adopted, this one must be put again."
            ).format(name=motion.name, title=safe(motion.motion.title))
        )
    if votes_in(desk, putting):
        talk.confirm(
            _("Votes on amendment {name} as it was put before would be void. Put it again?").format(
                name=putting.lead.name
            ),
            yes=yes,
        )
    motion = seal(desk, putting)
    if as_json:
        talk.json(_put_json(putting, motion))
    talk.say(
        _("Amendment {name} is put to the vote; what is voted on is sealed in {commit}.").format(
            name=motion.name, commit=motion.branch.tip[:10]
        )
    )
    if putting.rereadings:
        raise click.exceptions.Exit(READ_AGAIN)


def _unput_json(putting: Conflicting) -> dict[str, Any]:
    """What stands between an amendment and the vote, as data."""
    from constitution.cli.collisions import clash_json

    return {
        "format": "constitution-put/1",
        "state": "conflicting",
        "number": None,
        "motion": None,
        "branch": None,
        "commit": None,
        "questions": [],
        "conflicts": [clash_json(clash) for clash in putting.clashes],
        "review": [],
        "delta": None,
    }


def _put_json(putting: Putting, motion: OpenMotion) -> dict[str, Any]:
    """What was put to the vote, as data."""
    from constitution.cli.collisions import review_json
    from constitution.diff import to_json
    from constitution.governance import Never

    entitled = putting.onto.members.entitled
    return {
        "format": "constitution-put/1",
        "state": "put",
        "number": motion.number,
        "motion": motion.digest,
        "branch": motion.branch.ref,
        "commit": motion.branch.tip,
        "questions": [
            {
                "title": question.title,
                "subject": question.subject,
                "changes": [str(change) for change in question.changes],
                "rules": [
                    {
                        "name": rule.name,
                        "majority": str(rule.majority),
                        "required": rule.majority.required(entitled),
                        "quorum": rule.quorum.required(entitled) if rule.quorum else None,
                        "evidence": rule.evidence,
                    }
                    for rule in governing.counting
                    if not isinstance(rule.majority, Never)
                ],
                "blocked_by": governing.blocking.name if governing.blocking else None,
            }
            for question, governing in zip(putting.questions, putting.rules, strict=True)
        ],
        "conflicts": [],
        "review": review_json(putting.rereadings),
        "delta": to_json(putting.delta),
    }


def _putting_lines(talk: Talk, putting: Putting) -> Iterator[str]:
    from constitution.amendment import label
    from constitution.assembly.needs import needs
    from constitution.cli.choosing import heading_of
    from constitution.cli.collisions import review_lines
    from constitution.cli.pending import governance_lines
    from constitution.cli.rendering import render_unified
    from constitution.display import safe

    lead = putting.lead
    name = label(str(lead.number), lead.amendment.revision, putting.round)
    yield talk.bold(
        safe(_("Amendment {name} — {title}").format(name=name, title=lead.amendment.title))
    )
    yield _("Proposed by: {authors}").format(authors=safe(", ".join(lead.amendment.authors)))
    for one in putting.joined:
        yield _("Together with {name} — {title}").format(
            name=one.name, title=safe(one.amendment.title)
        )
    yield ""
    titles = {article.path: article.new or article.old or "" for article in putting.delta.articles}
    yield from render_unified(
        putting.delta, lambda path: heading_of(path, titles[path]), talk.look()
    )
    onto = putting.onto
    yield from governance_lines({path: onto.data(path) for path in onto.files}, putting.files)
    if putting.rereadings:
        yield ""
        yield from review_lines(talk, putting.rereadings, putting.files)
    if putting.files:
        yield ""
    entitled = putting.onto.members.entitled
    for question, governing in zip(putting.questions, putting.rules, strict=True):
        if len(putting.questions) > 1 or question.subject is not None:
            yield talk.bold(safe(question.subject or question.title))
        yield from needs(governing, entitled)
