"""What the history shows beside its records: frozen values, made at a desk in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from constitution.assembly import Desk
from constitution.assembly.moments import choose, compare, point
from constitution.assembly.sitting import recorded_questions
from constitution.diff import diff_texts
from constitution.diff.places import with_places
from constitution.errors import ConstitutionError, Unknown
from constitution.governance import GOVERNANCE_FILES
from constitution.history import Day
from constitution.history.article import proposed_words
from constitution.language import _
from constitution.motion import Delete
from constitution.outline import name_at
from tui.moments import called_record, named_moment
from tui.reading import founding_of, governance_deltas, read_printed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from constitution.assembly.sitting import QuestionTally
    from constitution.diff import ArticleDelta, Delta
    from constitution.history import Entry
    from constitution.repository import CommitId, Repository

__all__ = [
    "Comparison",
    "DayShown",
    "FoundingShown",
    "RecordShown",
    "read_comparison",
    "read_day",
    "read_founding",
    "read_moment",
    "read_record",
]


@dataclass(frozen=True, slots=True)
class DayShown:
    """The text of a moment, and what cannot be told of it."""

    title: str
    """What the text of the moment is called."""
    when: str
    """The moment as it was asked for."""
    texts: Mapping[str, str]
    notes: tuple[str, ...]
    cannot_tell: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two moments, and what could not be compared."""

    old: str
    new: str
    """What each is called."""
    delta: Delta
    cannot_tell: Mapping[str, str]
    asked: tuple[str, str] = ("", "")
    """The two as they were asked for."""
    governance: tuple[ArticleDelta, ...] = ()
    """What changed in the rules, the members and the settings, where both moments are commits."""


@dataclass(frozen=True, slots=True)
class FoundingShown:
    """How it began: the day, who could vote, and the text as it was founded."""

    commit: CommitId
    day: dt.date
    """As the calendar states it, or else as its commit says."""
    text: str
    """What the text is called."""
    assembly: str
    entitled: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record: the printed amendment, and each question counted again."""

    record: Entry
    printed: str
    questions: tuple[QuestionTally, ...]
    governance: tuple[ArticleDelta, ...] = ()
    """What was put to the vote of the rules, the members and the settings, where it was kept."""


def read_day(desk: Desk, when: str) -> DayShown:
    """The text of a moment; `Unknown` where none is named so."""
    chosen = choose(desk, named_moment(when), None)
    is_day = chosen.cannot_tell is not None  # the title says which was understood
    return DayShown(
        _titled(desk, when),
        when,
        dict(chosen.texts),
        () if is_day else chosen.notes,
        _by_name(desk, chosen.cannot_tell),
    )


def read_founding(folder: Path) -> FoundingShown:
    """The founding of the text, which a governed one always has."""
    desk = Desk.open(folder)
    with desk.repository as repository:
        commit, day = founding_of(repository, repository.main())
        at = desk.at(commit)
        return FoundingShown(
            commit,
            day,
            at.settings.text,
            at.settings.assembly,
            at.members.entitled,
            dict(at.texts),
        )


def read_comparison(desk: Desk, old: str, new: str) -> Comparison:
    """What changed between two moments; the founding and the current text where one is empty."""
    _refuse_unnamed(desk, ((_("From"), old), (_("To"), new)))
    compared = compare(desk, named_moment(old) or None, named_moment(new) or None)
    doubts = {**(compared.old.cannot_tell or {}), **(compared.new.cannot_tell or {})}
    return Comparison(
        _called(desk, old) or _("the founding"),
        _called(desk, new) or _("the current text"),
        with_places(
            diff_texts(dict(compared.before), dict(compared.after), dict(compared.moves)),
            compared.before,
            compared.after,
        ),
        _by_name(desk, doubts),
        (old, new),
        _governance(desk, compared.old.commit, compared.new.commit),
    )


def _refuse_unnamed(desk: Desk, lines: Iterable[tuple[str, str]]) -> None:
    """Nothing, where each line names a moment or none; else every line that names none is said."""
    faults: list[tuple[str, Unknown]] = []
    for label, asked in lines:
        try:
            point(desk, named_moment(asked) or "founding")
        except Unknown as error:
            faults.append((label, error))
    if faults:
        raise Unknown(
            "\n".join(
                _("“{line}”: {fault}").format(line=label, fault=error.message)
                for label, error in faults
            ),
            hint=" ".join(dict.fromkeys(error.hint for _label, error in faults)),
        )


def _by_name(desk: Desk, cannot_tell: Mapping[str, str] | None) -> dict[str, str]:
    """What cannot be told of articles, each by its name, or by its path where it is gone."""
    texts = desk.main().texts
    return {name_at(path, texts): sentence for path, sentence in (cannot_tell or {}).items()}


def _called(desk: Desk, asked: str) -> str:
    """What a moment is called: a record by its number, a day by its date, others as they were asked for."""
    if not asked:
        return ""
    sequence = named_moment(asked).removeprefix("vote:")
    if sequence != named_moment(asked):
        return called_record(int(sequence))
    moment = point(desk, asked)
    return moment.date.isoformat() if isinstance(moment, Day) else asked


def _titled(desk: Desk, asked: str) -> str:
    """What the text of a moment is called, in a phrase."""
    moment = point(desk, named_moment(asked))
    if isinstance(moment, Day):
        return _("The text on {date}").format(date=moment.date.isoformat())
    called = _called(desk, asked)
    match moment.named_by:
        case "record" if called == called_record(0):
            return _("The text at the founding")
        case "record":
            return _("The text after {record}").format(record=called)
        case "amendment":
            return _("The text with amendment {name}").format(name=called)
        case "revision":
            return _("The text of {name}").format(name=called)
        case never:
            assert_never(never)


def read_moment(folder: Path, moment: DayShown | Comparison) -> DayShown | Comparison:
    """What was asked for, read once more: the text has moved on."""
    desk = Desk.open(folder)
    with desk.repository:
        if isinstance(moment, DayShown):
            return read_day(desk, moment.when)
        return read_comparison(desk, *moment.asked)


def _governance(desk: Desk, old: CommitId | None, new: CommitId | None) -> tuple[ArticleDelta, ...]:
    """What changed in the governance from one commit to another; nothing where it cannot be told."""
    if old is None or new is None:
        return ()
    before, after = (
        {path: at.data(path) for path in GOVERNANCE_FILES if path in at.files}
        for at in (desk.at(old), desk.at(new))
    )
    changed = {
        path: after.get(path) for path in GOVERNANCE_FILES if before.get(path) != after.get(path)
    }
    return governance_deltas(before, changed)


def read_record(folder: Path, record: Entry) -> RecordShown:
    """A record; without its count where the rules that governed it cannot be read any more."""
    desk = Desk.open(folder)
    with desk.repository as repository:
        try:
            questions = recorded_questions(desk, record)
        except ConstitutionError:
            questions = ()
        governance = _put_to_the_vote(repository, record)
        return RecordShown(record, read_printed(desk, record), questions, governance)


def _put_to_the_vote(repository: Repository, record: Entry) -> tuple[ArticleDelta, ...]:
    """What a record's motion named of the governance; without what was not kept of it."""
    before: dict[str, bytes] = {}
    files: dict[str, bytes | None] = {}
    for question in record.motion.questions:
        for change in question.changes:
            if change.path in GOVERNANCE_FILES:
                old = repository.read(record.parent, change.path)
                new = proposed_words(repository, record, change)
                if new is None and not isinstance(change, Delete):
                    continue
                files[change.path] = new
                if old is not None:
                    before[change.path] = old
    return governance_deltas(before, files)
