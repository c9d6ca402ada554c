"""History as plain data."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from constitution.history import (
    Day,
    article_history,
    by_group,
    resolve_when,
    text_of_the_day,
    to_json,
    who_voted,
)
from constitution.history.origin import origin
from constitution.history.records import records
from constitution.history.search import search
from tests.chronicle import MEMBERS, Chronicle

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = {
    "record",
    "amendment",
    "round",
    "revision",
    "slug",
    "folder",
    "commit",
    "title",
    "authors",
    "outcome",
    "evidence",
    "held",
    "takes_effect",
    "on",
    "questions",
    "reports",
    "declared_by",
    "ruling",
    "ruled_by",
    "joined_to",
}


def test_a_founding_is_of_the_day_that_the_calendar_states(tmp_path: Path) -> None:
    """The commit that imports an old constitution is of today; its founding is not."""
    chronicle = Chronicle.found(tmp_path / "text", {"1": "One.\n"})
    (founding,) = article_history(chronicle.repository, chronicle.tip, "articles/1.md")
    assert to_json(founding)["date"] == founding.commit.committed.date.isoformat()
    assert to_json(founding, founded=dt.date(1958, 10, 4))["date"] == "1958-10-04"


def test_everything_history_tells_is_plain_data_with_keys_that_last(tmp_path: Path) -> None:
    """A program that read an older answer reads this one."""
    chronicle = Chronicle.found(tmp_path / "text", {"1": "One.\n"})
    chronicle.record("1", {"1": "One, two.\n"}, evidence="named")
    chronicle.record("2", {"1": "No.\n"}, slug="no", outcome="fallen")
    chronicle.record("3", {"2": "New.\n"}, slug="new", evidence="reported", held_unknown=True)
    repository, tip = chronicle.repository, chronicle.tip
    named, fallen, reported = records(repository, tip)
    version = article_history(repository, tip, "articles/1.md")[-1]
    day = text_of_the_day(repository, tip, dt.date(2024, 1, 1))
    values: dict[str, Any] = {
        "entry": to_json(named),
        "version": to_json(version),
        "day": to_json(day),
        "moment": to_json(resolve_when(repository, tip, "vote:1")),
        "date": to_json(Day(dt.date(1958, 10, 4))),
        "phrase": to_json(origin(repository, tip, "articles/1.md")[0]),
        "match": to_json(search({"articles/1.md": "One.\n"}, "one")[0]),
        "member": to_json(who_voted(named)[0]),
        "group": to_json(by_group(named, MEMBERS)[0]),
    }
    assert json.loads(json.dumps(values)) == values
    assert {name: set(value) for name, value in values.items()} == {
        "entry": ENTRY,
        "version": {
            "kind",
            "commit",
            "date",
            "ratified",
            "old_path",
            "new_path",
            "old",
            "new",
            "returns_to",
            "entry",
        },
        "day": {"date", "articles", "cannot_tell"},
        "moment": {"commit", "named_by", "entry"},
        "date": {"date"},
        "phrase": {"alinea", "start", "end", "text", "kind", "commit", "ratified", "entry"},
        "match": {"path", "alinea", "line", "start", "text", "spans"},
        "member": {"member", "record", "amendment", "title", "choices"},
        "group": {
            "record",
            "amendment",
            "question",
            "group",
            "for",
            "against",
            "abstain",
            "absent",
        },
    }
    assert values["entry"]["questions"][0]["for"] == ["alix", "basile", "chloe"]
    assert set(values["day"]["articles"][0]) == {
        "path",
        "text",
        "commit",
        "since",
        "basis",
        "entry",
    }
    assert set(values["day"]["cannot_tell"][0]) == {"path", "reason", "entries"}
    assert to_json(fallen)["ruling"] == "So ruled."
    assert to_json(fallen)["questions"][0]["outcome"] is None
    assert to_json(reported)["reports"][0]["for"] is None
    assert to_json(reported)["held"] is None
