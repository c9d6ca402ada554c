"""Counting: the clerk's entry, which waits until the result is declared.

It is a parentless commit at `refs/counts/<number>`, and names the motion's digest: an entry for
another motion is none.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.assembly.balloting import find_voter, voters
from constitution.assembly.motions import count_ref
from constitution.ballot import CHOICES, Choice, by_choice, parse_choice
from constitution.canonical import Digest, open_table, write
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import EVIDENCE, Evidence, MemberId, Members
from constitution.judgement import refuse_too_many
from constitution.language import N_, _, ngettext
from constitution.repository import RefMove
from constitution.repository.acts import Act
from constitution.text import decode
from constitution.vote import (
    Count,
    Report,
    Votes,
    count_table,
    date_or_unknown,
    parse_count,
    parse_report,
    report_table,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion

__all__ = [
    "Entered",
    "check_votes",
    "enter_count",
    "entered",
    "entry_words",
    "figures_words",
    "read_reports",
    "read_roll_call",
    "stranger",
]


@dataclass(frozen=True, slots=True)
class Entered:
    """What the clerk entered for a motion; nothing is final before it is declared."""

    motion: Digest
    evidence: Evidence
    held: dt.date | None
    counts: tuple[Count | None, ...]
    """One a question; None where it was not entered yet. The outcome is not judged here."""
    declared_by: str | None = None
    reports: tuple[Report, ...] = ()

    def to_bytes(self) -> bytes:
        """The canonical bytes of `count.toml`."""
        return write(
            {
                "format": "constitution-count/1",
                "motion": self.motion,
                "evidence": self.evidence,
                "held": self.held or "unknown",
                "declared_by": self.declared_by,
                "count": [
                    {"question": place, **count_table(count)}
                    for place, count in enumerate(self.counts, start=1)
                    if count is not None
                ],
                "report": [report_table(report) for report in self.reports] or None,
            }
        )

    @classmethod
    def parse(cls, data: bytes, where: str, questions: int) -> Entered:
        """The entry a file holds."""
        table = open_table(data, where, "constitution-count/1")
        evidence = table.text("evidence")
        if evidence not in EVIDENCE or evidence == "signed":
            raise Malformed(
                _("“{text}” is not a kind of evidence that a clerk can enter").format(
                    text=evidence
                ),
                where=where,
            )
        counts: list[Count | None] = [None] * questions
        for entry in table.tables("count"):
            place = entry.number("question")
            if not 1 <= place <= questions:
                raise Malformed(_("there is no question {place}").format(place=place), where=where)
            counts[place - 1] = parse_count(entry)
        entered = cls(
            motion=table.digest("motion"),
            evidence=evidence,
            held=date_or_unknown(table, "held"),
            counts=tuple(counts),
            declared_by=table.optional_text("declared_by"),
            reports=tuple(parse_report(entry) for entry in table.tables("report")),
        )
        table.end()
        return entered


def entered(desk: Desk, motion: OpenMotion) -> Entered | None:
    """The clerk's entry for a motion, or None; an entry for another motion is none."""
    tip = desk.repository.tip(count_ref(motion.number))
    data = desk.repository.read(tip, "count.toml") if tip is not None else None
    if data is None:
        return None
    found = Entered.parse(data, count_ref(motion.number), len(motion.motion.questions))
    return found if found.motion == motion.digest else None


def entry_words(entry: Entered, place: int) -> str:
    """What an entry says of one question: its figures, or its result without figures."""
    count = entry.counts[place - 1]
    if count is None:
        return _("nothing on this question")
    if entry.evidence in {"declared", "reported"}:
        return {"adopted": _("adopted"), "rejected": _("rejected")}[count.outcome]
    return figures_words(count)


def figures_words(count: Count) -> str:
    """The figures of a count, within a sentence."""
    figures = count.figures
    return _("for {for_}, against {against}, abstentions {abstain}").format(
        for_=figures.for_, against=figures.against, abstain=figures.abstain
    )


def check_votes(
    desk: Desk, motion: OpenMotion, votes: Mapping[int, tuple[Votes, Votes, Votes]]
) -> None:
    """Nothing; `Refused` where more are counted than may vote, or someone who may not."""
    eligible = voters(desk, motion)
    for for_, against, abstain in votes.values():
        _counted(eligible, for_, against, abstain)


def _counted(eligible: Members, for_: Votes, against: Votes, abstain: Votes) -> Count:
    count = Count("rejected", eligible.entitled, for_, against, abstain)
    _refuse_strangers(eligible, count)
    refuse_too_many(count.figures)
    return count


def enter_count(
    desk: Desk,
    motion: OpenMotion,
    *,
    evidence: Evidence,
    votes: Mapping[int, tuple[Votes, Votes, Votes]] | None = None,
    declared: Mapping[int, Literal["adopted", "rejected"]] | None = None,
    declared_by: str | None = None,
    reports: Sequence[Report] = (),
    held: dt.date | None = None,
) -> Entered:
    """The clerk's entry, replacing the one before; other questions keep what was entered.

    `votes` and `declared` are keyed by question, from 1. Refused when more are counted than may
    vote, or when someone is named who may not.
    """
    eligible = voters(desk, motion)
    total = len(motion.motion.questions)
    for place in {**(votes or {}), **(declared or {})}:
        if not 1 <= place <= total:
            raise Unknown(
                _("there is no question {place}: the motion asks {total}").format(
                    place=place, total=total
                )
            )
    today = desk.clock().date
    if held is not None and held > today:
        raise Refused(
            _("the vote cannot have been held on {date}: that day is still to come").format(
                date=held.isoformat()
            ),
            hint=_("Today is {date} on this machine.").format(date=today.isoformat()),
        )
    before = entered(desk, motion)
    counts: list[Count | None] = [None] * total
    if before is not None and before.evidence == evidence:
        counts = list(before.counts)
    for place, (for_, against, abstain) in (votes or {}).items():
        counts[place - 1] = _counted(eligible, for_, against, abstain)
    for place, outcome in (declared or {}).items():
        counts[place - 1] = Count(outcome, eligible.entitled)
    if reports:
        counts = [Count("adopted") for _question in motion.motion.questions]
    made = Entered(
        motion.digest,
        evidence,
        held if held is not None or reports else desk.clock().date,
        tuple(counts),
        declared_by,
        tuple(reports),
    )
    person = desk.person()
    ref = count_ref(motion.number)
    commit = desk.repository.write_commit(
        desk.repository.write_files(None, {"count.toml": made.to_bytes()}),
        [],
        desk.written(N_("Count on amendment {number}")).format(number=motion.name) + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )
    desk.acts.do(Act("count", motion.name, (RefMove(ref, desk.repository.tip(ref), commit),)))
    return made


def _refuse_strangers(eligible: Members, count: Count) -> None:
    names = [
        name
        for votes in (count.for_, count.against, count.abstain)
        if isinstance(votes, tuple)
        for name in votes
    ]
    for name in names:
        if not eligible.active(name):
            raise Refused(
                _("“{name}” is not a member who may vote on this motion").format(name=name),
                hint=_("`constitution members` lists them."),
            )
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise Refused(_("{name} is counted twice").format(name=twice[0]))


def stranger(desk: Desk, name: str) -> str:
    """A sentence where a name that goes into the record is no member's; empty where it is one's.

    Whoever presides may represent nobody: that is doubted, not refused. Where the members are not
    named, only what nobody can be called is doubted.
    """
    members = desk.main().members
    if not name:
        return ""
    if not any(map(str.isalpha, name)):
        return _("“{name}” is nobody’s name.").format(name=name)
    if members.seats is not None:
        return ""
    try:
        find_voter(members, name)
    except Refused:
        return _("“{name}” is not a member of this assembly.").format(name=name)
    return ""


def read_roll_call(
    data: bytes, where: str, eligible: Members, questions: int
) -> dict[int, tuple[Votes, Votes, Votes]]:
    """The choices that a roll call lists, question by question from 1.

    TOML: `for = ["id", …]`, `against`, `abstain`, or one `[[question]]` each. CSV: a header with
    `member` (an id or a name) and `choice`, or `choice 1`, `choice 2` … for several questions.
    Those who are not listed, or have no choice, did not take part.
    """
    if where.lower().endswith(".toml"):
        return _roll_call_from_toml(data, where, eligible, questions)
    choices: dict[MemberId, list[Choice | None]] = {}
    text = decode(data, where)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:2000], ",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text), dialect=dialect)
    columns = {name.strip().lower(): name for name in reader.fieldnames or ()}
    wanted = ["choice"] if questions == 1 else [f"choice {n}" for n in range(1, questions + 1)]
    if "member" not in columns or not all(name in columns for name in wanted):
        raise Malformed(
            _("the first line should name the columns {columns}").format(
                columns=", ".join(["member", *wanted])
            ),
            where=where,
        )
    for row in reader:
        line = f"{where}:{reader.line_num}"
        name = (row[columns["member"]] or "").strip()
        try:
            member = find_voter(eligible, name)
            made = [
                parse_choice(cell) if cell else None
                for cell in ((row[columns[column]] or "").strip() for column in wanted)
            ]
        except (Refused, Malformed) as error:
            raise Malformed(error.message, where=line, hint=error.hint) from None
        if member in choices:
            raise Malformed(_("{name} is listed twice").format(name=name), where=line)
        choices[member] = made
    return {
        place: _sorted_votes({member: chosen[place - 1] for member, chosen in choices.items()})
        for place in range(1, questions + 1)
    }


def _sorted_votes(choices: Mapping[MemberId, Choice | None]) -> tuple[Votes, Votes, Votes]:
    """Who is for, against and abstains; those without a choice did not take part."""
    made = {member: (choice,) for member, choice in choices.items() if choice is not None}
    return by_choice(made, 1)[0]


def _roll_call_from_toml(
    data: bytes, where: str, eligible: Members, questions: int
) -> dict[int, tuple[Votes, Votes, Votes]]:
    try:
        document = tomllib.loads(decode(data, where))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(_("this is not TOML: {reason}").format(reason=error), where=where) from None
    tables = document.get("question", [document])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Malformed(_("“question” should be tables: write [[question]]"), where=where)
    if len(tables) != questions:
        raise Malformed(
            ngettext(
                "the motion asks {number} question", "the motion asks {number} questions", questions
            ).format(number=questions),
            where=where,
            hint=_("Write one [[question]] each, with its own lists."),
        )
    counted = {}
    for place, table in enumerate(tables, start=1):
        unknown = set(table) - set(CHOICES) - {"question", "format"}
        if unknown:
            raise Malformed(
                _("“{key}” is not a choice").format(key=min(unknown)),
                where=where,
                hint=_("Say for, against or abstain."),
            )
        choices: dict[MemberId, Choice | None] = {}
        for choice in CHOICES:
            names = table.get(choice, [])
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise Malformed(
                    _("“{key}” should be a list of names").format(key=choice), where=where
                )
            for name in names:
                try:
                    member = find_voter(eligible, name)
                except Refused as error:
                    raise Malformed(error.message, where=where, hint=error.hint) from None
                if member in choices:
                    raise Malformed(_("{name} is listed twice").format(name=name), where=where)
                choices[member] = choice
        counted[place] = _sorted_votes(choices)
    return counted


def read_reports(data: bytes, where: str) -> tuple[Report, ...]:
    """The votes held elsewhere that a file reports: one `[[report]]` each, every key given."""
    table = open_table(data, where, "constitution-report/1")
    reports = tuple(parse_report(entry) for entry in table.tables("report"))
    table.end()
    if not reports:
        raise Malformed(_("the file reports no vote"), where=where)
    return reports
