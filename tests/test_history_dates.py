"""WHEN, and the text of a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.errors import Malformed, Unknown
from constitution.history import (
    Calendar,
    Day,
    LegalDates,
    Point,
    Snapshot,
    resolve_when,
    text_of_the_day,
)
from constitution.repository import MAIN, CommitId, RefMove
from tests.chronicle import Chronicle, count

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import DayText, Moment

ONE = "# Article 1\n\nThe people are sovereign.\n"
TWO = "# Article 2\n\nThe law is the same for all.\n"
REJECTED = count("rejected", for_=1, against=4)
FOUNDED = dt.date(2023, 11, 14)


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    return Chronicle.found(tmp_path / "text", {"1": ONE, "2": TWO})


def when(chronicle: Chronicle, text: str, **pending: str) -> Moment:
    return resolve_when(
        chronicle.repository,
        chronicle.tip,
        text,
        pending={name: CommitId(commit) for name, commit in pending.items()},
    )


def commit_of(moment: Moment) -> CommitId:
    assert isinstance(moment, Point)
    return moment.commit


def on(chronicle: Chronicle, date: str) -> DayText:
    return text_of_the_day(chronicle.repository, chronicle.tip, dt.date.fromisoformat(date))


def in_doubt(text: DayText) -> list[str]:
    return [doubt.path for doubt in text.cannot_tell]


def calendar(*entries: LegalDates) -> str:
    return Calendar(entries).to_bytes().decode()


class TestWhen:
    """A date, a record, an amendment, a revision: in this order."""

    @given(st.dates(max_value=dt.date(9998, 12, 31), min_value=dt.date(1000, 1, 1)))
    def test_a_date_is_a_day_whatever_the_century(self, date: dt.date) -> None:
        """Before 1970 too; a day needs no repository to be read."""
        repository, tip = None, CommitId("")
        moment = resolve_when(repository, tip, f" {date.isoformat()} ")  # type: ignore[arg-type] # a date is read before anything else
        assert moment == Day(date)

    def test_a_day_that_never_was_is_refused(self, chronicle: Chronicle) -> None:
        """And not taken for the name of something else."""
        with pytest.raises(Unknown, match="not a day"):
            when(chronicle, "2023-02-29")

    def test_a_record_is_main_once_it_was_recorded(self, chronicle: Chronicle) -> None:
        """Whatever its outcome; record 0 is the founding."""
        founding = chronicle.tip
        first = chronicle.record("7", {"1": "Other.\n"}, counts=[REJECTED], slug="no")
        second = chronicle.record("3", {"1": "Other.\n"})
        assert commit_of(when(chronicle, "vote:0")) == founding
        assert commit_of(when(chronicle, "vote:1")) == first
        moment = when(chronicle, "vote:2")
        assert commit_of(moment) == second
        assert isinstance(moment, Point)
        assert moment.entry is not None
        assert (moment.named_by, moment.entry.number) == ("record", "3")
        with pytest.raises(Unknown, match="no record 3") as refusal:
            when(chronicle, "vote:3")
        assert "last record is 2" in refusal.value.hint

    def test_an_adopted_amendment_is_main_at_its_adoption(self, chronicle: Chronicle) -> None:
        """By number, slug or folder."""
        adopted = chronicle.record("12", {"1": "Other.\n"}, slug="lower-the-threshold")
        chronicle.record("13", {"1": "Another.\n"})
        for text in ("12", "lower-the-threshold", "12-lower-the-threshold"):
            assert commit_of(when(chronicle, text)) == adopted

    def test_a_rejected_amendment_is_the_text_that_was_kept(self, chronicle: Chronicle) -> None:
        """The text with it adopted, which main never had; unknown where it was not kept."""
        chronicle.record("1", {"1": "Other.\n"}, counts=[REJECTED], slug="no")
        snapshot = Snapshot(chronicle.repository, commit_of(when(chronicle, "1")))
        assert snapshot.text("articles/1.md") == "Other.\n"
        chronicle.record("2", {"1": "Another.\n"}, counts=[REJECTED], slug="not", keep=False)
        with pytest.raises(Unknown, match="not kept") as refusal:
            when(chronicle, "2")
        assert "vote:2" in refusal.value.hint

    def test_a_joined_amendment_is_the_one_it_was_voted_with(self, chronicle: Chronicle) -> None:
        """The text with it adopted is the text with the other adopted."""
        adopted = chronicle.record("1", {"1": "Other.\n"})
        chronicle.record("2", {"2": "x\n"}, outcome="joined", with_="1", slug="too", keep=False)
        assert commit_of(when(chronicle, "2")) == adopted

    def test_rect_and_the_round_choose_among_the_records_of_one_number(
        self, chronicle: Chronicle
    ) -> None:
        """Without them the last is meant."""
        chronicle.record("4", {"1": "A.\n"}, counts=[REJECTED], slug="a", revision=1)
        second = chronicle.record("4", {"1": "B.\n"}, slug="a", round_=2, revision=2)
        kept = chronicle.repository.tip("refs/tags/rejected/4-a")
        assert commit_of(when(chronicle, "4")) == second
        assert commit_of(when(chronicle, "4 rect.")) == kept
        assert commit_of(when(chronicle, "4 rect")) == kept
        assert commit_of(when(chronicle, "4 rect. bis")) == second
        assert commit_of(when(chronicle, "4 (deliberation 2)")) == second
        assert commit_of(when(chronicle, "4 (délibération 1)")) == kept
        with pytest.raises(Unknown):
            when(chronicle, "4 rect. ter")

    def test_what_is_pending_is_told_by_the_caller(self, chronicle: Chronicle) -> None:
        """By number, label or slug; it comes before what was recorded under the same number."""
        founding = chronicle.tip
        chronicle.record("4", {"1": "A.\n"})
        assert commit_of(when(chronicle, "4", **{"4": founding})) == founding
        assert commit_of(when(chronicle, "later", later=founding)) == founding

    def test_a_revision_comes_last(self, chronicle: Chronicle) -> None:
        """A branch, a tag, a commit; an amendment of the same name comes before it."""
        founding = chronicle.tip
        chronicle.repository.publish([RefMove("refs/heads/an-idea", None, founding)])
        chronicle.repository.publish([RefMove("refs/tags/v1", None, founding)])
        assert when(chronicle, "an-idea") == Point(founding, "revision")
        assert when(chronicle, "v1") == Point(founding, "revision")
        assert when(chronicle, founding[:10]) == Point(founding, "revision")
        adopted = chronicle.record("1", {"1": "A.\n"}, slug="an-idea")
        assert commit_of(when(chronicle, "an-idea")) == adopted

    def test_a_year_is_never_the_beginning_of_a_commit(self, chronicle: Chronicle) -> None:
        """Four digits that happen to begin an id would show a text that nobody asked for."""
        while not chronicle.tip[:4].isdecimal():
            chronicle.write_free("README.md", chronicle.tip)
        chronicle.repository.publish([RefMove(MAIN, None, chronicle.tip)])
        assert chronicle.repository.resolve(chronicle.tip[:4]) == chronicle.tip
        if int(chronicle.tip[:4]):
            assert when(chronicle, chronicle.tip[:4]) == Day(
                dt.date(int(chronicle.tip[:4]), 12, 31)
            )

    def test_a_month_or_a_year_is_its_last_day_where_nothing_is_called_so(
        self, chronicle: Chronicle
    ) -> None:
        """An amendment may bear the number 1958; whatever changed within the year is told else."""
        assert when(chronicle, "May 1970") == Day(dt.date(1970, 5, 31))
        assert when(chronicle, "1958") == Day(dt.date(1958, 12, 31))
        assert commit_of(when(chronicle, "1958", **{"1958": chronicle.tip})) == chronicle.tip

    def test_today_is_told_by_the_caller(self, chronicle: Chronicle) -> None:
        """And is a name like any other where the caller does not say."""
        moment = resolve_when(chronicle.repository, chronicle.tip, "yesterday", today=FOUNDED)
        assert moment == Day(FOUNDED - dt.timedelta(days=1))
        with pytest.raises(Unknown):
            when(chronicle, "yesterday")

    @pytest.mark.parametrize("text", ["", "99", "nowhere", "vote:", "--all", "x\x1b[1m"])
    def test_anything_else_is_refused_with_a_hint(self, chronicle: Chronicle, text: str) -> None:
        """The hint shows the forms there are."""
        with pytest.raises(Unknown) as refusal:
            when(chronicle, text)
        assert "vote:12" in refusal.value.hint


class TestTextOfTheDay:
    """Article by article: the last version in effect, or one cannot tell."""

    def test_before_the_founding_there_was_no_text(self, chronicle: Chronicle) -> None:
        """The founding has the date of its commit where the calendar states none."""
        assert on(chronicle, "2023-11-14").texts == {"articles/1.md": ONE, "articles/2.md": TWO}
        with pytest.raises(Unknown, match="did not exist yet on 2023-11-13"):
            on(chronicle, "2023-11-13")

    def test_the_calendar_dates_the_founding_even_before_1970(self, chronicle: Chronicle) -> None:
        """Git cannot, so the date lives in data."""
        chronicle.write_free(
            "calendar.toml", calendar(LegalDates("0", in_force=dt.date(1958, 10, 5)))
        )
        assert on(chronicle, "1958-10-05").texts["articles/1.md"] == ONE
        with pytest.raises(Unknown):
            on(chronicle, "1958-10-04")

    def test_a_counted_record_counts_from_the_day_of_the_vote(self, chronicle: Chronicle) -> None:
        """The text of a constituent assembly is the current text, not law."""
        chronicle.record("1", {"1": "New.\n"}, held=dt.date(2024, 3, 1))
        assert on(chronicle, "2024-02-29").texts["articles/1.md"] == ONE
        text = on(chronicle, "2024-03-01")
        assert text.texts["articles/1.md"] == "New.\n"
        assert [article.effect.basis for article in text.articles] == ["held", "founding"]
        assert text.articles[0].entry is not None
        assert text.articles[0].entry.number == "1"

    def test_the_motion_comes_before_the_calendar_and_the_calendar_before_the_vote(
        self, chronicle: Chronicle
    ) -> None:
        """What the assembly decided is stronger than what somebody states."""
        chronicle.record(
            "1", {"1": "A.\n"}, held=dt.date(2024, 1, 1), takes_effect=dt.date(2024, 3, 1)
        )
        chronicle.record("2", {"2": "B.\n"}, held=dt.date(2024, 1, 1), slug="b")
        stated = dt.date(2024, 2, 1)
        chronicle.write_free(
            "calendar.toml",
            calendar(LegalDates("1", in_force=stated), LegalDates("2", in_force=stated)),
        )
        assert on(chronicle, "2024-01-31").texts == {"articles/1.md": ONE, "articles/2.md": TWO}
        assert on(chronicle, "2024-02-01").texts == {"articles/1.md": ONE, "articles/2.md": "B.\n"}
        assert on(chronicle, "2024-03-01").texts["articles/1.md"] == "A.\n"

    def test_each_round_has_dates_of_its_own(self, chronicle: Chronicle) -> None:
        """A second deliberation is another record."""
        chronicle.record("1", {"1": "A.\n"}, counts=[REJECTED], slug="a")
        chronicle.record("1", {"1": "B.\n"}, slug="a", round_=2)
        chronicle.write_free(
            "calendar.toml",
            calendar(
                LegalDates("1", in_force=dt.date(2024, 1, 1)),
                LegalDates("1", 2, in_force=dt.date(2024, 6, 1)),
            ),
        )
        assert on(chronicle, "2024-05-31").texts["articles/1.md"] == ONE
        assert on(chronicle, "2024-06-01").texts["articles/1.md"] == "B.\n"

    def test_an_article_may_have_a_date_of_its_own(self, chronicle: Chronicle) -> None:
        """One law, two dates, as the law of 1976 on articles 29 and 39 of Germany had."""
        chronicle.record("1", {"1": "A.\n", "2": "B.\n"}, evidence="reported")
        chronicle.write_free(
            "calendar.toml",
            calendar(
                LegalDates("1", in_force=dt.date(2024, 2, 1)),
                LegalDates("1", in_force=dt.date(2024, 5, 1), paths=("articles/2.md",)),
            ),
        )
        assert on(chronicle, "2024-02-01").texts == {"articles/1.md": "A.\n", "articles/2.md": TWO}
        assert on(chronicle, "2024-05-01").texts["articles/2.md"] == "B.\n"

    def test_dates_of_effect_need_not_follow_the_order_of_adoption(
        self, chronicle: Chronicle
    ) -> None:
        """The later law was in force first; on articles apart each is simply as its own law says."""
        chronicle.record("1", {"1": "A.\n"}, takes_effect=dt.date(2024, 12, 1))
        chronicle.record("2", {"2": "B.\n"}, takes_effect=dt.date(2024, 7, 1), slug="b")
        text = on(chronicle, "2024-08-01")
        assert text.texts == {"articles/1.md": ONE, "articles/2.md": "B.\n"}
        assert text.cannot_tell == ()

    def test_one_cannot_tell_where_the_later_of_two_changes_was_in_force_alone(
        self, chronicle: Chronicle
    ) -> None:
        """The text without the earlier change stands in no version."""
        chronicle.record("1", {"1": "A.\n"}, takes_effect=dt.date(2024, 12, 1))
        chronicle.record("2", {"1": "B.\n"}, takes_effect=dt.date(2024, 7, 1), slug="b")
        assert on(chronicle, "2024-06-30").texts["articles/1.md"] == ONE
        text = on(chronicle, "2024-07-01")
        assert "articles/1.md" not in text.texts
        assert text.texts["articles/2.md"] == TWO
        (doubt,) = text.cannot_tell
        assert doubt.path == "articles/1.md"
        assert "Amendment 2 was in force, and amendment 1" in doubt.sentence
        assert [entry.number for entry in doubt.entries] == ["1", "2"]
        assert on(chronicle, "2024-12-01").texts["articles/1.md"] == "B.\n"

    def test_a_reported_change_without_a_date_is_in_doubt_until_the_next_known_one(
        self, chronicle: Chronicle
    ) -> None:
        """Who made the next version knew this one, whatever article it is about."""
        chronicle.record("1", {"1": "A.\n"}, evidence="reported", held=dt.date(2024, 1, 1))
        chronicle.record("2", {"2": "B.\n"}, takes_effect=dt.date(2024, 7, 1), slug="b")
        assert on(chronicle, "2023-12-31").texts["articles/1.md"] == ONE
        text = on(chronicle, "2024-01-01")
        assert in_doubt(text) == ["articles/1.md"]
        assert "not stated" in text.cannot_tell[0].sentence
        assert in_doubt(on(chronicle, "2024-06-30")) == ["articles/1.md"]
        assert on(chronicle, "2024-07-01").texts["articles/1.md"] == "A.\n"

    def test_a_reported_change_that_nothing_follows_stays_in_doubt(
        self, chronicle: Chronicle
    ) -> None:
        """From the founding on where not even the day of the vote is known."""
        chronicle.record("1", {"1": "A.\n"}, evidence="reported", held_unknown=True)
        for date in ("2023-11-14", "2099-01-01"):
            text = on(chronicle, date)
            assert in_doubt(text) == ["articles/1.md"]
            assert text.texts == {"articles/2.md": TWO}

    def test_a_record_without_any_date_is_no_older_than_those_before_it(
        self, chronicle: Chronicle
    ) -> None:
        """Main is in the order of adoption."""
        chronicle.record("1", {"1": "A.\n"}, held=dt.date(2024, 3, 1))
        chronicle.record("2", {"2": "B.\n"}, slug="b", evidence="reported", held_unknown=True)
        assert on(chronicle, "2024-02-29").texts["articles/2.md"] == TWO
        assert in_doubt(on(chronicle, "2024-03-01")) == ["articles/2.md"]

    def test_a_change_with_no_vote_has_no_date_of_effect(self, chronicle: Chronicle) -> None:
        """It is never passed off as the text in force."""
        chronicle.smuggle({"1": "Quietly.\n"})
        assert on(chronicle, "2023-11-23").texts["articles/1.md"] == ONE
        text = on(chronicle, "2023-11-24")
        assert in_doubt(text) == ["articles/1.md"]
        assert "no vote" in text.cannot_tell[0].sentence

    def test_articles_stand_at_the_path_of_the_day(self, chronicle: Chronicle) -> None:
        """Moves, additions and deletions take effect as changes of words do."""
        chronicle.record(
            "1",
            {"1": None, "3": ONE, "2": None, "10": "Ten.\n"},
            moves={"1": "3"},
            takes_effect=dt.date(2024, 5, 1),
        )
        assert list(on(chronicle, "2024-04-30").texts) == ["articles/1.md", "articles/2.md"]
        text = on(chronicle, "2024-05-01")
        assert text.texts == {"articles/3.md": ONE, "articles/10.md": "Ten.\n"}
        assert list(text.texts) == ["articles/3.md", "articles/10.md"]

    def test_a_repeal_in_force_repeals_whatever_came_before(self, chronicle: Chronicle) -> None:
        """An earlier change that was not yet in force has nothing left to change."""
        chronicle.record("1", {"1": "A.\n"}, takes_effect=dt.date(2024, 12, 1))
        chronicle.record("2", {"1": None}, takes_effect=dt.date(2024, 7, 1), slug="b")
        text = on(chronicle, "2024-08-01")
        assert text.texts == {"articles/2.md": TWO}
        assert text.cannot_tell == ()

    def test_two_articles_at_one_place_are_in_doubt(self, chronicle: Chronicle) -> None:
        """One was to leave before the other came, and the dates say otherwise."""
        chronicle.record(
            "1", {"1": None, "5": ONE}, moves={"1": "5"}, takes_effect=dt.date(2024, 12, 1)
        )
        chronicle.record("2", {"1": "New.\n"}, takes_effect=dt.date(2024, 7, 1), slug="b")
        text = on(chronicle, "2024-08-01")
        assert in_doubt(text) == ["articles/1.md"]
        assert text.texts == {"articles/2.md": TWO}
        assert on(chronicle, "2024-12-01").texts == {
            "articles/1.md": "New.\n",
            "articles/2.md": TWO,
            "articles/5.md": ONE,
        }

    def test_today_is_the_tip_where_every_record_was_counted(self, chronicle: Chronicle) -> None:
        """With dates in order the text of a later day is main."""
        chronicle.record("1", {"1": "A.\n", "3": "C.\n"})
        chronicle.record("2", {"2": None}, slug="b")
        text = on(chronicle, "2099-01-01")
        assert text.texts == dict(Snapshot(chronicle.repository, chronicle.tip).texts)
        assert text.cannot_tell == ()


class TestCalendar:
    """`calendar.toml`: dates as somebody stated them."""

    def test_it_is_read_as_it_is_written(self) -> None:
        """A round trip."""
        stated = Calendar(
            (
                LegalDates("0", in_force=dt.date(1949, 5, 24)),
                LegalDates(
                    "3",
                    2,
                    dt.date(1951, 7, 11),
                    dt.date(1951, 8, 31),
                    dt.date(1951, 8, 30),
                    dt.date(1951, 9, 1),
                ),
            )
        )
        assert Calendar.parse(stated.to_bytes()) == stated

    def test_an_entry_named_twice_is_refused(self) -> None:
        """Two dates for one record would be none."""
        twice = Calendar((LegalDates("3"), LegalDates("3", in_force=dt.date(1951, 9, 1))))
        with pytest.raises(Malformed, match="dates amendment 3 twice"):
            Calendar.parse(twice.to_bytes())

    def test_a_number_that_is_none_is_refused(self) -> None:
        """`r01` is a tag of a source, not an amendment."""
        with pytest.raises(Malformed, match="r01"):
            Calendar.parse(Calendar((LegalDates("r01"),)).to_bytes())

    def test_its_layout_is_free(self) -> None:
        """A person writes it; comments and spaces are welcome."""
        data = b'format="constitution-calendar/1"\n# ours\n[[entry]]\nnumber="1"\nin_force=2024-01-01\n'
        assert Calendar.parse(data).of("1").in_force == dt.date(2024, 1, 1)
