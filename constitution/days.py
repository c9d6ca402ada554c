"""Days as people write them, each read in one way or refused; what is written into a file is ISO.

    2026-11-23, 2026/11/23          the year first: then the month, then the day
    5.5.1970, 05/05/1970            the day first, whatever the language of the screen
    5 May 1970, May 5, 1970         the month by name, in the languages below
    1er octobre 1958, 5. Mai 1970   with the marks that languages put on the day
    today, yesterday, tomorrow      where the caller knows what day it is
    May 1970, 1970                  no day, but the last one of it: `last_day`

The libraries for this guess: where the month cannot be one, they take it for the day, so that
`04/03/2020` and `23/03/2020` are read in two orders. Here `05/13/1970` is refused.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from constitution.errors import Unknown
from constitution.language import _

__all__ = ["find_day", "last_day", "read_day"]

MONTHS = {
    name: place
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "janner feber maerz apr mai jun jul aug sept okt nov dez",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan fev mar abr mai jun jul ago set out nov dez",
    )
    for place, name in enumerate(names.split(), 1)
}
"""The months by name in English, French, German, Spanish, Italian and Portuguese, without accents."""

_NEAR = {
    name: days
    for days, names in (
        (-1, "yesterday|hier|gestern|ayer|ieri|ontem"),
        (0, "today|aujourd'hui|heute|hoy|oggi|hoje"),
        (1, "tomorrow|demain|morgen|manana|domani|amanha"),
    )
    for name in names.split("|")
}

_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
)
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<sign>[/.]) ?(?P<month>[0-9]{1,2})(?P=sign) ?(?P<year>[0-9]{4})"
)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}(?P<sign>[/.])[0-9]{1,2}(?P=sign)[0-9]{2}")
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th|o|°|\.)? (?:de |of )?(?P<name>[a-z]+)\.?,? (?:de |del )?(?P<year>[0-9]{4})"
)
_NAME_FIRST = re.compile(
    r"(?P<name>[a-z]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})"
)
_MONTH = re.compile(r"(?:(?P<name>[a-z]+)\.?,? (?:de |del )?)?(?P<year>[0-9]{4})")
_MONTH_BY_NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


def _plain(text: str) -> str:
    """The text without accents, capitals and doubled spaces."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())


def find_day(text: str, today: dt.date | None = None) -> dt.date | None:
    """The day that a text names; None where it is no date, `Unknown` where it is one that never was."""
    plain = _plain(text)
    if today is not None and plain in _NEAR:
        return today + dt.timedelta(days=_NEAR[plain])
    if _SHORT_YEAR.fullmatch(plain):
        raise Unknown(
            _("“{text}” does not say which century is meant").format(text=text),
            hint=_("Write the year in four digits, for example 1970-05-13."),
        )
    if found := _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain):
        return _day(text, int(found["year"]), int(found["month"]), int(found["day"]))
    for form in (_NAMED, _NAME_FIRST):
        found = form.fullmatch(plain)
        if found is not None and found["name"] in MONTHS:
            return _day(text, int(found["year"]), MONTHS[found["name"]], int(found["day"]))
    return None


def read_day(text: str, today: dt.date | None = None) -> dt.date:
    """The day that a text names; `Unknown` where it names none."""
    day = find_day(text, today)
    if day is None:
        raise Unknown(
            _("“{text}” is not a date").format(text=text),
            hint=_("Write the year, the month and the day: 2026-11-23."),
        )
    return day


def last_day(text: str) -> dt.date | None:
    """The last day of the month or of the year that a text names; None where it names neither."""
    plain = _plain(text)
    if found := _MONTH_BY_NUMBER.fullmatch(plain):
        year, month = int(found["year"]), int(found["month"])
    elif found := _MONTH.fullmatch(plain):
        name, year = found["name"], int(found["year"])
        if name is not None and name not in MONTHS:
            return None
        month = 12 if name is None else MONTHS[name]
    else:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1]) if year else None


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    try:
        meant = dt.date(year, day, month)
    except ValueError:
        raise Unknown(
            _("{text} is not a day of the calendar").format(text=text),
            hint=_("Write the year, the month and the day: 2026-11-23."),
        ) from None
    raise Unknown(
        _("{text} is not a day of the calendar: no year has a month {month}").format(
            text=text, month=month
        ),
        hint=_("If {date} is meant, write it so.").format(date=meant.isoformat()),
    )
