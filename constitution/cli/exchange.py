"""Exchange with the others: fetch and publish."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.assembly import Desk
    from constitution.assembly.exchanging import Fetched, Publication
    from constitution.history import Entry

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

    desk = talk.desk()
    talk.settle(desk)
    name = the_remote(desk, remote, address=address)
    with talk.progress(_("Verifying")) as progress:
        fetched = fetch(desk, name, progress=progress)
    if as_json:
        talk.json(_fetched_json(fetched))
    else:
        talk.show(_fetched_lines(desk, fetched))
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


def _fetched_lines(desk: Desk, fetched: Fetched) -> Iterator[str]:
    from constitution.display import safe

    remote = fetched.remote
    if not (fetched.arrivals or fetched.faults):
        yield _("Nothing is new at {remote}.").format(remote=remote)
    yield from _record_lines(fetched.records)
    words = {
        "new": _("{thing}: new"),
        "forward": _("{thing}: changed, and followed here"),
        "replaced": _("{thing}: put anew by somebody else, and followed here"),
        "gone": _("{thing}: no longer at {remote}"),
        "parted": _("{thing}: changed here and at {remote} apart; yours stays, theirs is {their}"),
        "rewritten": _(
            "{thing}: set back or rewritten at {remote}, which no longer has what was published "
            "there; yours stays. Ask whoever keeps {remote}."
        ),
        "kept": _("{thing}: yours stays, and another one is at {remote}"),
    }
    for became, sentence in words.items():
        for thing, ref in _things(
            desk, [one.ref for one in fetched.arrivals if one.became == became]
        ):
            if ref == "refs/heads/main" and became in {"forward", "new"}:
                continue  # its records say it
            their = f"{remote}/{ref.removeprefix('refs/heads/')}"
            yield safe(sentence.format(thing=thing, remote=remote, their=their))
    if fetched.faults:
        yield _("Main at {remote} does not verify, and main here stays where it is:").format(
            remote=remote
        )
        for fault in fetched.faults:
            yield f"  {safe(fault.code)}: {safe(fault.sentence)}"
        yield _("`constitution verify --tip {remote}/main` says more.").format(remote=remote)
    if fetched.held_back:
        yield _("Main here stays where it is: {reason}").format(reason=safe(fetched.held_back))


def _record_lines(records: Iterable[Entry]) -> Iterator[str]:
    from constitution.cli.past import outcome_line

    for entry in records:
        yield outcome_line(entry)


def _things(desk: Desk, refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What refs are to a person: main, amendments, motions, and how many ballots on each."""
    ballots: Counter[str] = Counter()
    for ref in refs:
        family, _slash, name = ref.removeprefix("refs/").partition("/")
        match family, name.partition("/"):
            case "heads", ("main", _, _):
                yield _("main"), ref
            case "heads", ("amendments", _, slug):
                yield _("amendment {name}").format(name=_titled(desk, slug)), ref
            case "heads", ("motions", _, folder):
                yield (
                    _("what is put to the vote on amendment {name}").format(
                        name=folder.partition("-")[0]
                    ),
                    ref,
                )
            case "heads", ("session", _, _):
                yield _("the chair’s voting order"), ref
            case "ballots", (number, _, _):
                ballots[number] += 1
            case "heads", _:
                yield _("branch {name}").format(name=name), ref
            case _:
                continue  # a tag goes with its record
    for number, many in sorted(ballots.items()):
        yield (
            ngettext(
                "{number} ballot on amendment {name}", "{number} ballots on amendment {name}", many
            ).format(number=many, name=number),
            f"refs/ballots/{number}",
        )


def _titled(desk: Desk, slug: str) -> str:
    """An amendment's number and title, or its short name."""
    from constitution.assembly.pending import find_pending
    from constitution.errors import ConstitutionError

    try:
        one = find_pending(desk, slug, disposed=True)
    except ConstitutionError:
        return slug
    return f"{one.name} — {one.amendment.title}"


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

    desk = talk.desk()
    talk.settle(desk)
    name = the_remote(desk, remote, address=address)
    with talk.progress(_("Verifying")) as progress:
        publication = prepare_publication(desk, name, drafts=drafts, progress=progress)
    if publication.fetched.arrivals:
        talk.show(_fetched_lines(desk, publication.fetched))
    talk.show(_publication_lines(desk, publication))
    if publication.shifts and not dry_run:
        talk.confirm(
            _("Publish this to {remote}? It cannot be taken back.").format(remote=name), yes=yes
        )
        publish(desk, publication)
        talk.say(_("Published to {remote}.").format(remote=name))
    if publication.parted:
        raise click.exceptions.Exit(1)


def _publication_lines(desk: Desk, publication: Publication) -> Iterator[str]:
    from constitution.display import safe

    remote = publication.remote
    if not publication.shifts:
        yield _("Everything that goes out is at {remote} already.").format(remote=remote)
    else:
        yield _("To {remote}:").format(remote=remote)
    for line in _record_lines(publication.records):
        yield f"  {line}"
    void = _void(desk, publication)
    words = {
        "new": _("{thing}: new"),
        "forward": _("{thing}: changed"),
        "replaced": _("{thing}: put anew"),
        "gone": _("{thing}: closed"),
    }
    for became, sentence in words.items():
        refs = [
            shift.ref
            for shift in publication.shifts
            if shift.became == became and not (became == "gone" and shift.ref in void)
        ]
        for thing, ref in _things(desk, refs):
            if ref == "refs/heads/main" and publication.records:
                continue  # its records say it
            yield "  " + safe(sentence.format(thing=thing))
    for thing, _ref in _things(desk, void):
        yield "  " + safe(_("{thing}: void, for it was put anew; taken away").format(thing=thing))
    for thing, _ref in _things(desk, publication.parted):
        yield safe(
            _("{thing}: changed here and at {remote} apart; it stays here").format(
                thing=thing, remote=remote
            )
        )
    if publication.drafts:
        number = len(publication.drafts)
        yield ngettext(
            "{number} draft stays here until it is submitted: {names}",
            "{number} drafts stay here until they are submitted: {names}",
            number,
        ).format(number=number, names=safe(", ".join(publication.drafts)))


def _void(desk: Desk, publication: Publication) -> list[str]:
    """The ballots that go because what they were cast on was put anew."""
    from constitution.assembly.pending import motion_branches

    open_ = {folder.partition("-")[0] for folder in motion_branches(desk)}
    return [
        shift.ref
        for shift in publication.shifts
        if shift.became == "gone"
        and shift.ref.startswith("refs/ballots/")
        and shift.ref.split("/")[2] in open_
    ]


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
