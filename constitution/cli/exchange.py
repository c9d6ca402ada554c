"""Exchange with the others: fetch and publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from constitution.assembly import Desk
    from constitution.assembly.exchanging import Fetched

__all__ = ["fetch_verb", "publish_verb", "say_behind", "say_void"]


def _remote_and_address(function: Any) -> Any:
    """The argument and the option that say which remote is meant."""
    function = option(
        "--to", "address", metavar="ADDRESS", help=N_("Where it is, said once; it is remembered.")
    )(function)
    return argument("remote", required=False)(function)


@verb(
    "fetch",
    help=N_(
        "Bring here what the others published: results, amendments, motions and ballots. Nothing "
        "of yours gives way to it; a main that does not verify is not followed."
    ),
    example="constitution fetch\nconstitution fetch origin",
)
@_remote_and_address
@json_option
@pass_talk
def fetch_verb(talk: Talk, *, remote: str | None, address: str | None, as_json: bool) -> None:
    """Fetch; exit 1 where main could not be followed."""
    from constitution.assembly.exchanging import fetch, the_remote
    from constitution.assembly.exchanging.telling import fetched_lines

    desk = talk.desk()
    talk.settle(desk)
    name = the_remote(desk, remote, address=address)
    with talk.progress(_("Verifying")) as progress:
        fetched = fetch(desk, name, progress=progress)
    if as_json:
        talk.json(_fetched_json(fetched))
    else:
        talk.show(fetched_lines(desk, fetched))
        say_void(talk, desk)
    parted = any(
        one.ref == "refs/heads/main" and one.became in {"parted", "rewritten"}
        for one in fetched.arrivals
    )
    if fetched.faults or fetched.held_back or parted:
        raise click.exceptions.Exit(1)


def _fetched_json(fetched: Fetched) -> dict[str, Any]:
    return {
        "format": "constitution-fetched/1",
        "remote": fetched.remote,
        "arrivals": [{"ref": one.ref, "became": one.became} for one in fetched.arrivals],
        "records": [
            {"number": entry.number, "outcome": entry.outcome, "commit": entry.commit.id}
            for entry in fetched.records
        ],
        "faults": [fault.to_json() for fault in fetched.faults],
        "held_back": fetched.held_back or None,
    }


@verb(
    "publish",
    help=N_(
        "Send out what the others do not have yet: results, submitted amendments, motions and "
        "ballots. What was published cannot be taken back."
    ),
    example="constitution publish\nconstitution publish --to ssh://example.org/assembly.git",
)
@_remote_and_address
@option("--drafts", is_flag=True, help=N_("Drafts that are not submitted, too."))
@option("--dry-run", is_flag=True, help=N_("Say what would go out, and send nothing."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@pass_talk
def publish_verb(
    talk: Talk,
    *,
    remote: str | None,
    address: str | None,
    drafts: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Publish; exit 1 where something moved here and there apart, and stays here."""
    from constitution.assembly.exchanging import prepare_publication, publish, the_remote
    from constitution.assembly.exchanging.telling import fetched_lines, publication_lines

    desk = talk.desk()
    talk.settle(desk)
    name = the_remote(desk, remote, address=address)
    with talk.progress(_("Verifying")) as progress:
        publication = prepare_publication(desk, name, drafts=drafts, progress=progress)
    if publication.fetched.arrivals:
        talk.show(fetched_lines(desk, publication.fetched))
    talk.show(publication_lines(desk, publication))
    if publication.shifts and not dry_run:
        talk.confirm(
            _("Publish this to {remote}? It cannot be taken back.").format(remote=name), yes=yes
        )
        publish(desk, publication)
        talk.say(_("Published to {remote}.").format(remote=name))
    if publication.parted:
        raise click.exceptions.Exit(1)


def say_behind(talk: Talk, desk: Desk) -> None:
    """Say where main is behind what was last fetched, and where it is not to follow it, and why."""
    from constitution.assembly.exchanging import apart, behind, explain_apart

    for remote, number in behind(desk).items():
        talk.say(
            ngettext(
                "main is {number} commit behind {remote}: `constitution fetch` follows it.",
                "main is {number} commits behind {remote}: `constitution fetch` follows it.",
                number,
            ).format(number=number, remote=remote)
        )
    for remote, why in apart(desk).items():
        talk.say(explain_apart(remote, why))


def say_void(talk: Talk, desk: Desk) -> None:
    """Say which ballots of this clone are for what was put before."""
    from constitution.assembly.exchanging import void_ballots
    from constitution.display import safe

    for member, number in void_ballots(desk):
        talk.say(
            _(
                "The ballot of {member} on amendment {name} counts for nothing: it is for the text "
                "before, which was put anew. Look at it again, and vote again."
            ).format(member=safe(member), name=number)
        )
