"""Days as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from constitution.days import MONTHS, find_day, last_day, read_day
from constitution.errors import Unknown

TODAY = dt.date(2026, 11, 28)
LANGUAGES = ("en", "fr", "de", "es", "it", "pt")


class TestReading:
    """One text, one day; or a refusal that shows how to write it."""

    @pytest.mark.parametrize(
        "text",
        [
            "1970-05-05",
            "1970-5-5",
            "1970/05/05",
            "5.5.1970",
            "05.05.1970",
            "5. 5. 1970",
            "05/05/1970",
            "5 mai 1970",
            "5 MAI 1970",
            "5. Mai 1970",
            "May 5, 1970",
            "May 5th, 1970",
            "May 5 1970",
            "5 May 1970",
            "5th of May 1970",
            "5 de mayo de 1970",
            "5 maggio 1970",
            "5 de maio de 1970",
            "  5   May  1970 ",
        ],
    )
    def test_a_day_is_read_as_people_write_it(self, text: str) -> None:
        """The day first wherever it is written in figures; the month by name in six languages."""
        assert read_day(text) == dt.date(1970, 5, 5)

    @pytest.mark.parametrize(
        "text",
        [
            "1er octobre 1958",
            "1ᵉʳ octobre 1958",
            "1 oct. 1958",
            "1.10.1958",
            "Oct. 1, 1958",
            "1º de outubro de 1958",
            "1. Okt. 1958",
        ],
    )
    def test_the_first_of_a_month_bears_the_mark_of_its_language(self, text: str) -> None:
        """As the French constitution dates itself."""
        assert read_day(text) == dt.date(1958, 10, 1)

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("1 février 1970", dt.date(1970, 2, 1)),
            ("1 fevrier 1970", dt.date(1970, 2, 1)),
            ("15 août 1970", dt.date(1970, 8, 15)),
            ("23. März 1949", dt.date(1949, 3, 23)),
            ("23. Maerz 1949", dt.date(1949, 3, 23)),
            ("23. Jänner 1949", dt.date(1949, 1, 23)),
            ("25 de março de 1824", dt.date(1824, 3, 25)),
        ],
    )
    def test_accents_may_be_left_out(self, text: str, day: dt.date) -> None:
        """Not every keyboard has them."""
        assert read_day(text) == day

    @pytest.mark.parametrize(
        ("word", "days"), [("today", 0), ("Hier", -1), ("aujourd’hui", 0), ("morgen", 1)]
    )
    def test_today_is_what_the_caller_says_it_is(self, word: str, days: int) -> None:
        """Nothing here looks at a clock."""
        assert read_day(word, TODAY) == TODAY + dt.timedelta(days=days)
        assert find_day(word) is None

    def test_the_day_comes_first_even_where_it_could_be_the_month(self) -> None:
        """One order for every text: a reader of April and one of March would else never know."""
        assert read_day("04/03/2020") == dt.date(2020, 3, 4)
        assert read_day("23/03/2020") == dt.date(2020, 3, 23)

    @pytest.mark.parametrize("text", ["05/13/1970", "5.13.1970", "1970-13-05"])
    def test_the_month_first_is_refused_with_the_day_that_may_be_meant(self, text: str) -> None:
        """It is never turned round in silence."""
        with pytest.raises(Unknown, match="no year has a month 13") as refusal:
            read_day(text)
        assert "1970-05-13" in refusal.value.hint

    @pytest.mark.parametrize("text", ["31 avril 1970", "31.02.1970", "1970-02-30", "0.1.1970"])
    def test_a_day_that_never_was_is_refused(self, text: str) -> None:
        """And never taken for the next one."""
        with pytest.raises(Unknown, match="not a day of the calendar"):
            find_day(text)

    @pytest.mark.parametrize("text", ["5.5.70", "05/05/70"])
    def test_a_year_has_four_digits(self, text: str) -> None:
        """A constitution may be older than a century."""
        with pytest.raises(Unknown, match="which century"):
            find_day(text)

    @pytest.mark.parametrize(
        "text", ["", "12", "1970", "May 1970", "5 maius 1970", "12 rect. bis", "٥.٥.1970", "05/05"]
    )
    def test_what_is_no_day_is_none(self, text: str) -> None:
        """A number may be an amendment; where a day is asked for, it is refused."""
        assert find_day(text, TODAY) is None
        with pytest.raises(Unknown, match="is not a date") as refusal:
            read_day(text, TODAY)
        assert "2026-11-23" in refusal.value.hint


class TestMonthsAndYears:
    """A month or a year is no day; its last one is its end."""

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("1958", dt.date(1958, 12, 31)),
            ("May 1970", dt.date(1970, 5, 31)),
            ("février 2024", dt.date(2024, 2, 29)),
            ("mayo de 1970", dt.date(1970, 5, 31)),
            ("2023-11", dt.date(2023, 11, 30)),
        ],
    )
    def test_it_ends_with_its_last_day(self, text: str, day: dt.date) -> None:
        """Whatever changed within it is then told."""
        assert last_day(text) == day

    @pytest.mark.parametrize("text", ["", "58", "0000", "maius 1970", "2023-13", "1970-05-05"])
    def test_anything_else_has_none(self, text: str) -> None:
        """Neither a day nor a number."""
        assert last_day(text) is None


class TestEveryDay:
    """Properties."""

    @given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(LANGUAGES))
    def test_a_day_written_out_is_read_back(self, day: dt.date, language: str) -> None:
        """By the names that the languages themselves have, as CLDR lists them."""
        for width in ("wide", "abbreviated"):
            name = Locale(language).months["format"][width][day.month]
            assert read_day(f"{day.day} {name} {day.year}") == day
            assert read_day(f"{name} {day.day}, {day.year}") == day

    @given(st.dates(min_value=dt.date(1000, 1, 1)))
    def test_figures_are_read_back(self, day: dt.date) -> None:
        """The day first, or the year first."""
        for text in (f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/}{day.year}", f"{day}"):
            assert read_day(text) == day

    def test_no_name_is_that_of_two_months(self) -> None:
        """In any two of the languages."""
        for language in LANGUAGES:
            for width in ("wide", "abbreviated"):
                for place, name in Locale(language).months["format"][width].items():
                    assert last_day(f"{name} 1970") == last_day(f"1970-{place:02}"), name
        assert set(MONTHS.values()) == set(range(1, 13))
