"""Which text is meant: the current one, that of a day, of a record, or with an amendment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.article import Article, ArticlePath
from constitution.errors import Refused
from constitution.governance import is_slug
from constitution.history import Day, Snapshot, resolve_when, text_of_the_day
from constitution.history.records import moves_between
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly import Desk
    from constitution.history import Moment
    from constitution.repository import CommitId

__all__ = ["Chosen", "choose", "heading_of", "point", "titles_of"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A text to read, with what must be said beside it."""

    texts: Mapping[str, str]
    language: str
    name: str
    """What it is, for whoever reads: empty for the current text."""
    notes: tuple[str, ...] = ()
    commit: CommitId | None = None
    """The commit that holds it, where one does."""
    cannot_tell: Mapping[str, str] | None = None
    """The articles whose text cannot be told, with why."""


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
    if when.strip().lower() == "founding":
        when = "vote:0"
    tips = {} if not is_slug(when.split(" ", maxsplit=1)[0]) else _named_tips(desk)
    return resolve_when(
        desk.repository, desk.repository.main(), when, pending=tips, entries=desk.records()
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
        return Chosen(main.texts, main.settings.language, "", commit=main.commit)
    moment = point(desk, at)
    if isinstance(moment, Day):
        day = text_of_the_day(desk.repository, main.commit, moment.date, entries=desk.records())
        return Chosen(
            day.texts,
            main.settings.language,
            _("on {date}").format(date=moment.date.isoformat()),
            cannot_tell={doubt.path: doubt.sentence for doubt in day.cannot_tell},
        )
    snapshot = Snapshot(desk.repository, moment.commit)
    return Chosen(snapshot.texts, snapshot.settings.language, at, commit=moment.commit)


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
    return Chosen(articles_of(reading.after.files), main.settings.language, label, notes)


def heading_of(path: str, text: str) -> str:
    """What a person calls an article: its heading line, or its path where it has none."""
    return Article(ArticlePath(path), text).title or path


def titles_of(*sides: Mapping[str, str]) -> dict[str, str]:
    """The headings of articles by path, those of the later texts first."""
    titles: dict[str, str] = {}
    for texts in sides:
        titles |= {path: heading_of(path, text) for path, text in texts.items()}
    return titles


def declared_moves(desk: Desk, old: CommitId | None, new: CommitId | None) -> dict[str, str]:
    """The declared moves between two commits of main, old path to new; none where it is not told."""
    if old is None or new is None:
        return {}
    return moves_between(desk.repository, desk.records(), old, new)
