"""Whether one record, and the change that came with it, follow from the rules before it.

The rules and the members of the motion's base and of the commit's first parent govern; nothing
that the commit itself brings is believed before it was voted on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constitution.canonical import digest
from constitution.errors import Malformed
from constitution.language import _
from constitution.motion import Motion
from constitution.names import slug_in
from constitution.verify.archive import refuse_unknown
from constitution.verify.ballots import ballot_faults, signed_ballots
from constitution.verify.case import Case, Past
from constitution.verify.contents import RECORD_FILES
from constitution.verify.count import count_again
from constitution.verify.doubt import Doubt
from constitution.verify.leftover import Poll, poll_of
from constitution.verify.report import Fault, RecordReport, sentence_of
from constitution.verify.seal import change_faults, find_sealed, seal_faults
from constitution.vote import Disposition, Record, parse_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constitution.verify.archive import Difference, Snapshot
    from constitution.verify.report import Code

__all__ = ["Judged", "judge_record", "remember_records"]


@dataclass(slots=True)
class Judged:
    """What became of judging a record."""

    report: RecordReport | None = None
    poll: Poll | None = None
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def judge_record(
    past: Past,
    parent: Snapshot,
    child: Snapshot,
    name: str,
    differences: tuple[Difference, ...],
) -> Judged:
    """What the record in `votes/<name>` is worth; `past` then remembers it, right or wrong."""
    judged = Judged()
    folder = f"votes/{name}"
    if child.folder(folder) is None:
        return judged  # a file, or worse, where a record should be: its path is at fault
    missing = [file for file in RECORD_FILES if child.file(f"{folder}/{file}") is None]
    if set(missing) - {"ballots.toml"}:
        judged.faults.append(
            Fault(
                "bad-record",
                _("{file} is missing.").format(file=missing[0]),
                child.id,
                folder,
            )
        )
        return judged
    try:
        record, motion = _read_record(judged, past, child, folder)
    except Doubt as doubt:
        judged.doubts.append(_doubt(doubt, child))
        if doubt.code not in {"unknown-format", "unknown-character"}:
            past.lose()
        return judged
    if record is None or motion is None:
        return judged
    try:
        _judge(judged, past, parent, child, folder, differences, motion, record)
    except Doubt as doubt:
        judged.doubts.append(_doubt(doubt, child))
    put = child.digest(f"{folder}/motion.toml") or digest(b"")
    past.add(record, motion, child.digest(f"{folder}/vote.toml") or "", put)
    return judged


def remember_records(past: Past, child: Snapshot, names: Iterable[str]) -> None:
    """Let `past` remember records that were not judged, so that the next is not blamed."""
    read = []
    for name in names:
        vote = child.digest(f"votes/{name}/vote.toml")
        if vote is not None:
            unjudged = Past(sequence=past.sequence)
            record, motion = _read_record(Judged(), unjudged, child, f"votes/{name}")
            sequence = unjudged.sequence if record is None else record.sequence
            read.append((sequence, vote, record, motion))
    for _sequence, vote, record, motion in sorted(read, key=lambda one: one[:2]):
        if record is None or motion is None:
            past.skip(vote)
        else:
            put = child.digest(f"votes/{name}/motion.toml") or digest(b"")
            past.add(record, motion, vote, put)


def _read_record(
    judged: Judged, past: Past, child: Snapshot, folder: str
) -> tuple[Record | None, Motion | None]:
    """The record and its motion, None for one that is malformed; `past` then skips the record."""
    vote, words = f"{folder}/vote.toml", f"{folder}/motion.toml"
    record: Record | None = None
    motion: Motion | None = None
    try:
        refuse_unknown(child.blob(vote) or b"", "constitution-vote/1", vote)
        refuse_unknown(child.blob(words) or b"", "constitution-motion/1", words)
        record = parse_record(child.blob(vote) or b"", vote)
    except Malformed as fault:
        judged.faults.append(_malformed("bad-record", fault, child))
    except Doubt:
        past.skip(child.digest(vote) or "")
        raise
    try:
        motion = Motion.parse(child.blob(words) or b"", words)
    except Malformed as fault:
        judged.faults.append(_malformed("bad-motion", fault, child))
    if record is None or motion is None:
        past.skip(child.digest(vote) or "", None if record is None else record.sequence)
    return record, motion


def _doubt(doubt: Doubt, child: Snapshot) -> Fault:
    return Fault(doubt.code, doubt.message, child.id, hint=doubt.hint)


def _malformed(code: Code, fault: Malformed, child: Snapshot) -> Fault:
    return Fault(code, sentence_of(fault), child.id, fault.where, fault.hint)


def _judge(
    judged: Judged,
    past: Past,
    parent: Snapshot,
    child: Snapshot,
    folder: str,
    differences: tuple[Difference, ...],
    motion: Motion,
    record: Record,
) -> None:
    judged.report = _report(child, folder, motion, record)
    if motion.base not in past.commits:
        judged.faults.append(
            Fault(
                "bad-motion",
                _("The motion's base, {base}, is not a commit of main before this one.").format(
                    base=motion.base
                ),
                child.id,
                f"{folder}/motion.toml",
            )
        )
        return
    base = parent if motion.base == parent.id else child.archive.snapshot(motion.base)
    put = child.digest(f"{folder}/motion.toml") or digest(b"")
    case = Case(past, parent, child, folder, differences, motion, put, record, base, None)
    judged.faults.extend(chain_faults(case))
    judged.faults.extend(binding_faults(case))
    seals = list(seal_faults(case))
    judged.faults.extend(seals)
    if not seals:
        case = replace(case, sealed=find_sealed(case))
    judged.faults.extend(change_faults(case))
    judged.poll = poll_of(case)
    if isinstance(record, Disposition):
        judged.faults.extend(_disposition_faults(case, record))
        return
    judged.faults.extend(ballot_faults(case, record))
    counted = count_again(case, record)
    judged.report = replace(
        judged.report,
        questions=counted.questions,
        signed_ballots=signed_ballots(case, record),
    )
    judged.faults.extend(counted.faults)
    judged.doubts.extend(counted.doubts)
    if (
        past.linked
        and not judged.faults
        and counted.rebuilt.to_bytes() != child.blob(case.vote_file)
    ):
        judged.faults.append(
            case.fault(
                "wrong-count", _("The record is not the one that the count gives."), case.vote_file
            )
        )


def _report(child: Snapshot, folder: str, motion: Motion, record: Record) -> RecordReport:
    common = RecordReport(
        sequence=record.sequence,
        number=motion.number,
        round=motion.round,
        revision=motion.revision,
        title=motion.title,
        outcome=record.outcome,
        evidence=None,
        held=record.held,
        commit=child.id,
        entered_by=child.commit.committer,
        folder=folder,
    )
    if isinstance(record, Disposition):
        return replace(common, ruling=record.ruling, by=record.by, with_=record.with_)
    return replace(
        common,
        evidence=record.evidence,
        declared_by=record.declared_by,
        sources=tuple(
            f"{report.act} · {report.body} · {report.source}" for report in record.reports
        ),
    )


def chain_faults(case: Case) -> Iterator[Fault]:
    """A fault where the record does not follow the one before, or bears a number in use."""
    past, record, motion = case.past, case.record, case.motion
    if past.linked and (record.sequence, record.previous) != (past.sequence + 1, past.previous):
        yield case.fault(
            "records-tampered-with",
            _(
                "The record bears the sequence {sequence} and follows {previous}; "
                "here the next is {expected}, after {last}."
            ).format(
                sequence=record.sequence,
                previous=record.previous,
                expected=past.sequence + 1,
                last=past.previous,
            ),
            case.vote_file,
        )
    if (motion.number, motion.round) in past.rounds:
        yield case.fault(
            "records-tampered-with",
            _("The number {number} was used before.").format(number=motion.number),
        )
    name = case.folder.removeprefix("votes/")
    slug = slug_in(name)
    later = f".round-{motion.round}" if motion.round > 1 else ""
    if slug is not None and name != f"{motion.number}-{slug}{later}":
        yield case.fault("bad-motion", _("The folder is named after another motion."))


def binding_faults(case: Case) -> Iterator[Fault]:
    """A fault where the motion or the printed amendment are not those that were voted on."""
    if case.child.digest(f"{case.folder}/README.md") != case.motion.readme:
        yield case.fault(
            "changed-after-the-vote",
            _("The printed amendment is not the one that the motion names."),
            f"{case.folder}/README.md",
        )
    if case.motion_digest != case.record.motion:
        yield case.fault(
            "changed-after-the-vote",
            _("The motion is not the one that the record names."),
            case.motion_file,
        )


def _disposition_faults(case: Case, record: Disposition) -> Iterator[Fault]:
    if case.child.entry(f"{case.folder}/ballots.toml") is not None:
        yield case.fault("bad-record", _("What was not voted on has no ballots."))
    others = case.past.voted - {case.motion.number}
    if record.with_ is not None and record.with_ not in others and case.past.whole:
        yield case.fault(
            "bad-record",
            _("It was joined to number {number}, which was not voted on before.").format(
                number=record.with_
            ),
            case.vote_file,
        )
    if len(case.child.commit.parents) > 1:
        yield case.fault("bad-seal", _("What was not voted on has no sealed commit for a parent."))
