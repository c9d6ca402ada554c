"""Which text is meant: the current one, that of a day, of a record, or with an amendment; and two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Refused
from constitution.history.snapshot import Snapshot
from constitution.language import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from constitution.assembly.desk import Desk
    from constitution.history import Moment
    from constitution.repository import CommitId

__all__ = [
    "Chosen",
    "Compared",
    "choose",
    "compare",
    "declared_moves",
    "follow_by_words",
    "name_moment",
    "point",
    "read_date",
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A text to read, with what must be said beside it."""

    texts: Mapping[str, str]
    of: Snapshot
    """The constitution that says in which language the text is."""
    name: str
    """What it is, for whoever reads: empty for the current text."""
    notes: tuple[str, ...] = ()
    commit: CommitId | None = None
    """The commit that holds it, where one does."""
    cannot_tell: Mapping[str, str] | None = None
    """The articles whose text cannot be told, with why."""

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.of.settings.language


def _named_tips(desk: Desk) -> dict[str, CommitId]:
    """The tips of the pending amendments by number and by slug."""
    from constitution.assembly.pending import pending

    tips: dict[str, CommitId] = {}
    for one in pending(desk):
        tips[one.slug] = one.branch.tip
        if one.number is not None:
            tips[one.number] = one.branch.tip
    return tips


def point(desk: Desk, when: str) -> Moment:
    """The moment that WHEN names; `founding` is the text that was founded."""
    from constitution.history.dates import resolve_when
    from constitution.names import is_slug

    if when.strip().lower() == "founding":
        when = "vote:0"
    tips = {} if not is_slug(when.split(" ", maxsplit=1)[0]) else _named_tips(desk)
    return resolve_when(
        desk.repository,
        desk.repository.main(),
        when,
        pending=tips,
        entries=desk.records(),
        today=desk.clock().date,
    )


def read_date(desk: Desk, text: str | None) -> dt.date | None:
    """The day that a person wrote; None where nothing was asked, `Unknown` where it is no day."""
    from constitution.days import read_day

    return None if text is None else read_day(text, desk.clock().date)


def name_moment(desk: Desk, when: str) -> tuple[str, str]:
    """What a person calls the moment that WHEN names, and a line that says more; empty where none does."""
    from constitution.history.dates import Day

    if when.strip().lower() in {"founding", "vote:0"}:
        return _("the founding"), ""
    moment = point(desk, when)
    if isinstance(moment, Day):
        return moment.date.isoformat(), ""
    entry = next((one for one in desk.records() if one.commit.id == moment.commit), None)
    if entry is None:
        return when, ""
    sequence, held = entry.record.sequence, entry.record.held
    line = _("Vote {sequence}: {title}").format(sequence=sequence, title=entry.motion.title)
    return (
        _("vote {sequence}").format(sequence=sequence),
        f"{line} ({held.isoformat()})" if held is not None else line,
    )


def choose(desk: Desk, at: str | None, amendment: str | None) -> Chosen:
    """The text that `--at` and `--amendment` choose; the current one without them."""
    if at is not None and amendment is not None:
        raise Refused(
            _("--at and --amendment name two texts"), hint=_("Give one of them, or use `diff`.")
        )
    main = desk.main()
    if amendment is not None:
        return _with_amendment(desk, main, amendment)
    if at is None:
        return Chosen(main.texts, main, "", commit=main.commit)
    return _at(desk, main, at)


def _at(desk: Desk, main: Snapshot, at: str) -> Chosen:
    """The text of a moment: of a day as far as one can tell, or as a commit holds it."""
    from constitution.history.dates import Day
    from constitution.history.day import text_of_the_day

    moment = point(desk, at)
    if isinstance(moment, Day):
        day = text_of_the_day(desk.repository, main.commit, moment.date, entries=desk.records())
        return Chosen(
            day.texts,
            main,
            _("on {date}").format(date=moment.date.isoformat()),
            _understood(at, moment.date.isoformat()),
            cannot_tell={doubt.path: doubt.sentence for doubt in day.cannot_tell},
        )
    snapshot = Snapshot(desk.repository, moment.commit)
    return Chosen(snapshot.texts, snapshot, at, commit=moment.commit)


def _understood(asked: str, date: str) -> tuple[str, ...]:
    """The day that was understood, said where it was asked for in other words."""
    return () if asked.strip() == date else (_("The text of {date}.").format(date=date),)


def _with_amendment(desk: Desk, main: Snapshot, name: str) -> Chosen:
    """The current text as it would read with a pending amendment."""
    from constitution.assembly.pending import find_pending
    from constitution.assembly.printing import articles_of
    from constitution.assembly.readings import read_amendment

    one = find_pending(desk, name)
    reading = read_amendment(desk, one)
    notes = (
        (_("It collides with the current text; this is the text it was written for."),)
        if reading.clashes
        else ()
    )
    label = _("with amendment {name}").format(name=one.name)
    return Chosen(articles_of(reading.after.files), main, label, notes)


def declared_moves(desk: Desk, old: CommitId | None, new: CommitId | None) -> dict[str, str]:
    """The declared moves between two commits of main, old path to new; none where it is not told."""
    from constitution.history.records import moves_between

    if old is None or new is None:
        return {}
    return moves_between(desk.repository, desk.records(), old, new)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts as far as they can be compared, and the moves between them, old path to new."""

    old: Chosen
    new: Chosen
    before: Mapping[str, str]
    after: Mapping[str, str]
    moves: Mapping[str, str]


def compare(desk: Desk, from_: str | None, to: str | None) -> Compared:
    """The texts of two moments; the founding and the current text where one is not named.

    Articles whose words cannot be told on one of the two days are on neither side.
    """
    if from_ is None:
        from_ = list(desk.repository.first_parents(desk.main().commit))[-1]
    old, new = choose(desk, from_, None), choose(desk, to, None)
    doubted = {**(old.cannot_tell or {}), **(new.cannot_tell or {})}
    before = {path: text for path, text in old.texts.items() if path not in doubted}
    after = {path: text for path, text in new.texts.items() if path not in doubted}
    apart = old.commit and new.commit and not desk.repository.merge_base(old.commit, new.commit)
    if apart:  # no history in which moves are declared
        return Compared(old, new, before, after, follow_by_words(before, after, {}))
    return Compared(old, new, before, after, declared_moves(desk, old.commit, new.commit))


def follow_by_words(
    old: Mapping[str, str], new: Mapping[str, str], moves: Mapping[str, str]
) -> dict[str, str]:
    """The declared moves, and those that the words tell of the other articles."""
    from constitution.diff.matching import match

    targets = set(moves.values())
    found = match(
        {path: text for path, text in old.items() if path not in moves},
        {path: text for path, text in new.items() if path not in targets},
    )
    return {**found.moves, **moves}
