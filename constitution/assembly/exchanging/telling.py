"""What came in, and what would go out, in sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from constitution.assembly.outcomes import outcome_line
from constitution.assembly.pending import find_pending, motion_branches
from constitution.display import safe
from constitution.errors import ConstitutionError
from constitution.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.assembly.desk import Desk
    from constitution.assembly.exchanging.fetching import Fetched
    from constitution.assembly.exchanging.publishing import Publication
    from constitution.history import Entry

__all__ = ["fetched_lines", "publication_lines"]


def fetched_lines(desk: Desk, fetched: Fetched) -> Iterator[str]:
    """What came in, what was not followed and why, safe to show."""
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
    try:
        one = find_pending(desk, slug, disposed=True)
    except ConstitutionError:
        return slug
    return f"{one.name} — {one.amendment.title}"


def publication_lines(desk: Desk, publication: Publication) -> Iterator[str]:
    """What would go out, and what stays here, safe to show."""
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
    open_ = {folder.partition("-")[0] for folder in motion_branches(desk)}
    return [
        shift.ref
        for shift in publication.shifts
        if shift.became == "gone"
        and shift.ref.startswith("refs/ballots/")
        and shift.ref.split("/")[2] in open_
    ]
