"""Legal dates as somebody stated them: the free file `calendar.toml`.

Git cannot hold dates before 1970, and the clock of a commit proves nothing. Nothing protects this
file either: it is a statement, and what follows from it is said to be one.

    format = "constitution-calendar/1"

    [[entry]]                   one a record; number "0" is the founding
    number = "12"
    round = 2                   where there was a second deliberation
    adopted = 1962-10-28        each date where it is known
    published = 1962-11-07
    promulgated = 1962-11-06
    in_force = 1962-11-07
    paths = ["articles/6.md"]   where these articles have dates of their own, and only there
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _

if TYPE_CHECKING:
    import datetime as dt

    from constitution.repository import CommitId, Repository

__all__ = ["CALENDAR_FILE", "FOUNDING_NUMBER", "Calendar", "LegalDates", "read_calendar"]

CALENDAR_FILE = "calendar.toml"
FOUNDING_NUMBER = "0"
"""What the calendar calls the founding."""


@dataclass(frozen=True, slots=True)
class LegalDates:
    """The dates of one record, as stated; None where nothing is."""

    number: str
    round: int = 1
    adopted: dt.date | None = None
    published: dt.date | None = None
    promulgated: dt.date | None = None
    in_force: dt.date | None = None
    paths: tuple[str, ...] = ()
    """The articles of the record that these dates are about; all the others where empty."""

    @property
    def earliest_effect(self) -> dt.date | None:
        """A day before which it is not said to have been in force; None where nothing is said."""
        return self.in_force or self.published or self.promulgated or self.adopted


@dataclass(frozen=True, slots=True)
class Calendar:
    """What `calendar.toml` says."""

    entries: tuple[LegalDates, ...] = ()

    @classmethod
    def parse(cls, data: bytes, where: str = CALENDAR_FILE) -> Calendar:
        """The dates a file states; its layout is free, its keys are not."""
        from constitution.canonical import open_table
        from constitution.names import is_number

        table = open_table(data, where, "constitution-calendar/1")
        entries = []
        seen: set[tuple[str, int, str]] = set()
        for entry in table.tables("entry"):
            dates = LegalDates(
                number=entry.text("number"),
                round=entry.optional_number("round") or 1,
                adopted=entry.optional_date("adopted"),
                published=entry.optional_date("published"),
                promulgated=entry.optional_date("promulgated"),
                in_force=entry.optional_date("in_force"),
                paths=entry.texts("paths") if entry.has("paths") else (),
            )
            entry.end()
            if dates.number != FOUNDING_NUMBER and not is_number(dates.number):
                raise Malformed(
                    _("“{number}” is not an amendment's number").format(number=dates.number),
                    where=entry.where,
                )
            named = {(dates.number, dates.round, path) for path in dates.paths or ("",)}
            if named & seen:
                raise Malformed(
                    _("the calendar dates amendment {number} twice").format(number=dates.number),
                    where=entry.where,
                )
            seen |= named
            entries.append(dates)
        table.end()
        return cls(tuple(entries))

    def founded(self, committed: dt.date) -> dt.date:
        """The day of the founding, as stated, or else as its commit says."""
        return self.of(FOUNDING_NUMBER).earliest_effect or committed

    def to_bytes(self) -> bytes:
        """The bytes of `calendar.toml`."""
        from constitution.canonical import write

        return write(
            {
                "format": "constitution-calendar/1",
                "entry": [
                    {
                        "number": dates.number,
                        "round": dates.round if dates.round > 1 else None,
                        "adopted": dates.adopted,
                        "published": dates.published,
                        "promulgated": dates.promulgated,
                        "in_force": dates.in_force,
                        "paths": dates.paths or None,
                    }
                    for dates in self.entries
                ],
            }
        )

    def of(self, number: str, round_: int = 1) -> LegalDates:
        """The dates of a record as a whole; none stated where the calendar does not name it."""
        return self.of_article(number, round_, "") or LegalDates(number, round_)

    def of_article(self, number: str, round_: int, path: str) -> LegalDates | None:
        """The dates that an article of a record has of its own, or None."""
        return next(
            (
                dates
                for dates in self.entries
                if (dates.number, dates.round) == (number, round_)
                and path in (dates.paths or ("",))
            ),
            None,
        )

    def all_of(self, number: str, round_: int = 1) -> tuple[LegalDates, ...]:
        """Every statement about a record, about parts of it too."""
        return tuple(
            dates for dates in self.entries if (dates.number, dates.round) == (number, round_)
        )


def read_calendar(repository: Repository, tip: CommitId) -> Calendar:
    """The calendar at a commit; an empty one where there is none."""
    data = repository.read(tip, CALENDAR_FILE)
    return Calendar() if data is None else Calendar.parse(data)
