"""Counting again what was voted: the verb `votes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, introduce

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.assembly import Desk
    from constitution.history import Entry

__all__ = ["votes_verb"]


@verb(
    "votes",
    help=N_("How everyone voted on one amendment, or how one member voted on everything."),
    example="constitution votes 12\nconstitution votes --member ardeche-1 --csv",
)
@argument("amendment", required=False, metavar="[N]")
@option("--member", metavar="MEMBER", help=N_("How this member voted on everything."))
@option("--csv", "as_csv", is_flag=True, help=N_("A table for a spreadsheet."))
@json_option
@pass_talk
def votes_verb(
    talk: Talk, *, amendment: str | None, member: str | None, as_csv: bool, as_json: bool
) -> None:
    """Print how people voted."""
    from constitution.errors import Unclear
    from constitution.history import member_rows, votes_of, who_voted
    from constitution.history.votes import names_are_known

    desk = talk.desk()
    if amendment is not None and member is not None:
        raise Unclear(_("name an amendment or a member, not both"))
    if member is not None:
        rows = member_rows(votes_of(desk.records(), _member_id(desk, member)))
    elif amendment is not None:
        entry = _recorded(desk, amendment)
        rows = member_rows(who_voted(entry)) if names_are_known(entry) else _figure_rows([entry])
    else:
        rows = _figure_rows(desk.records())
    if as_csv:
        import csv
        import io

        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        talk.print(stream.getvalue().rstrip("\n"))
    elif as_json:
        header, *body = rows
        talk.json(
            {
                "format": "constitution-votes/1",
                "votes": [
                    {key: _datum(key, cell) for key, cell in zip(header, row, strict=True)}
                    for row in body
                ],
            }
        )
    elif amendment is not None:
        talk.show(_vote_lines(talk, desk, _recorded(desk, amendment)))
    else:
        talk.show(_table(_in_words(rows)))


def _member_id(desk: Desk, name: str) -> Any:
    from constitution.assembly.founding import slug_of
    from constitution.errors import Unknown
    from constitution.governance import MemberId

    members = {one.id: one.name for one in desk.main().members.named}
    for entry in desk.records():
        members |= {one.id: one.name for one in desk.at(entry.parent).members.named}
    folded = slug_of(name)
    for id_, full in members.items():
        if name == id_ or folded == slug_of(full):
            return MemberId(id_)
    raise Unknown(
        _("no member is called “{name}”").format(name=name),
        hint=_("`constitution members` lists them."),
    )


def _recorded(desk: Desk, name: str) -> Entry:
    from constitution.assembly.pending import find_pending
    from constitution.errors import Unknown

    wanted = name.split(" ", maxsplit=1)[0]
    for entry in reversed(desk.records()):
        if wanted in {entry.number, entry.slug} or name == f"vote:{entry.record.sequence}":
            return entry
    one = find_pending(desk, name)
    raise Unknown(
        _("amendment {name} was not voted on yet").format(name=one.name),
        hint=_("`constitution history --all` lists every outcome."),
    )


def _figure_rows(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """The figures of records as rows, the first naming the columns; one row a question."""
    from constitution.vote import VoteRecord

    header = "record,amendment,title,held,question,outcome,evidence,for,against,abstain,entitled"
    rows: list[tuple[str, ...]] = [tuple(header.split(","))]
    for entry in entries:
        record = entry.record
        start = (str(record.sequence), entry.number)
        held = record.held.isoformat() if record.held else ""
        if not isinstance(record, VoteRecord):
            rows.append((*start, entry.motion.title, held, "", record.outcome, *[""] * 5))
            continue
        if record.reports:
            rows.extend(
                (
                    *start,
                    report.act,
                    report.date.isoformat() if report.date else "",
                    "1",
                    entry.outcome,
                    record.evidence,
                    *map(_cell, (report.for_, report.against, report.abstain, report.entitled)),
                )
                for report in record.reports
            )
            continue
        for place, (question, count) in enumerate(
            zip(entry.motion.questions, record.counts, strict=True), start=1
        ):
            figures = count.figures
            rows.append(
                (
                    *start,
                    question.title,
                    held,
                    str(place),
                    count.outcome,
                    record.evidence,
                    *map(_cell, (figures.for_, figures.against, figures.abstain, figures.entitled)),
                )
            )
    return rows


_NUMBERS = frozenset({"record", "question", "for", "against", "abstain", "entitled"})


def _datum(column: str, cell: str) -> str | int | None:
    """A cell of a row as data: figures are numbers, and what is not known is null."""
    if not cell:
        return None
    return int(cell) if column in _NUMBERS else cell


def _cell(number: int | None) -> str:
    return "" if number is None else str(number)


def _vote_lines(talk: Talk, desk: Desk, entry: Entry) -> Iterator[str]:
    """One vote for a person: the outcome, the sentence, then names and groups where known."""
    from constitution.assembly.outcomes import outcome_line
    from constitution.display import safe
    from constitution.history import by_group, entitled_members, who_voted
    from constitution.history.votes import names_are_known
    from constitution.number import fold

    yield talk.bold(outcome_line(entry))
    yield from explained(desk, entry)
    if not names_are_known(entry):
        return
    members = entitled_members(desk.repository, entry)
    words = {
        "for": _("For"),
        "against": _("Against"),
        "abstain": _("Abstentions"),
        "absent": _("Did not take part"),
    }
    every = who_voted(entry, members)
    groups = by_group(entry, members)
    if not any(group.group for group in groups):
        groups = ()
    for place, question in enumerate(entry.motion.questions):
        yield ""
        if len(entry.motion.questions) > 1:
            yield talk.bold(safe(question.title))
        for choice, word in words.items():
            names = [
                members.by_id[one.member].name if one.member in members.by_id else one.member
                for one in every
                if one.choices[place] == choice
            ]
            if names:
                yield introduce(f"{word} ({len(names)})", safe(", ".join(sorted(names, key=fold))))
        if groups:
            yield ""
        for group in groups:
            if group.question != place + 1:
                continue
            yield _(
                "{group}: for {for_}, against {against}, abstentions {abstain}, absent {absent}"
            ).format(
                group=safe(group.group) or _("no group"),
                for_=group.for_,
                against=group.against,
                abstain=group.abstain,
                absent=group.absent,
            )


def explained(desk: Desk, entry: Entry) -> tuple[str, ...]:
    """The sentences that explain an outcome, one a question."""
    from constitution.history.explanation import explain

    return explain(desk.repository, entry)


def _in_words(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of votes with their columns, outcomes, choices and evidence as a person reads them."""
    from constitution.assembly.pending import state_words
    from constitution.vote import evidence_word

    columns = {
        "record": _("record"),
        "amendment": _("amendment"),
        "title": _("title"),
        "held": _("held"),
        "question": _("question"),
        "member": _("member"),
        "choice": _("choice"),
        "outcome": _("outcome"),
        "evidence": _("evidence"),
        "for": _("for"),
        "against": _("against"),
        "abstain": _("abstain"),
        "entitled": _("entitled"),
    }
    choices = {
        "for": _("for"),
        "against": _("against"),
        "abstain": _("abstain"),
        "absent": _("absent"),
    }
    states = state_words()
    header, *body = rows

    def cell(column: str, text: str) -> str:
        match column:
            case "choice":
                return choices.get(text, text)
            case "outcome":
                return states.get(text, text)
            case "evidence":
                return evidence_word(text) if text else ""
            case _:
                return text

    return [
        tuple(columns[name] for name in header),
        *(tuple(cell(name, text) for name, text in zip(header, row, strict=True)) for row in body),
    ]


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    from constitution.display import fit, safe, width_of

    cells = [[fit(safe(cell), 40) for cell in row] for row in rows]
    widths = [max(width_of(row[column]) for row in cells) for column in range(len(rows[0]))]
    for row in cells:
        yield "  ".join(
            cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
