"""The memory of two real constitutions, as reported records with dates stated by a calendar."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from constitution.history import Calendar, LegalDates, Snapshot, article_history, text_of_the_day
from constitution.history.origin import origin
from constitution.history.records import records
from tests.chronicle import Chronicle

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.history import Entry

NAMES = ("de-grundgesetz", "fr-constitution-1958")


@dataclass(frozen=True, slots=True)
class Told:
    """A real history, told again as a chronicle."""

    chronicle: Chronicle
    versions: list[dict[str, str]]
    """The texts of each version by the name of the file."""
    in_force: list[dt.date | None]
    entries: list[Entry]


@pytest.fixture(scope="module", params=NAMES)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    from tests.conftest import SHARED_DATA

    if not SHARED_DATA.is_dir():
        pytest.skip("the real histories are not beside this checkout")
    source = SHARED_DATA / request.param
    folder = tmp_path_factory.mktemp("real")
    history = json.loads((source / "history.json").read_text(encoding="utf-8"))["versions"]
    subprocess.run(
        ["git", "clone", "-q", str(source / "history.bundle"), str(folder / "source")], check=True
    )
    versions = [_texts(folder / "source", version["tag"]) for version in history]
    dates = [_in_force(version["in_force"]) for version in history]
    calendar = Calendar(
        tuple(
            LegalDates(
                str(number),
                adopted=_last(version["laws"], "adopted"),
                published=_last(version["laws"], "published"),
                in_force=date,
            )
            for number, (version, date) in enumerate(zip(history, dates, strict=True))
        )
    )
    chronicle = Chronicle.found(
        folder / "text", versions[0], calendar_toml=calendar.to_bytes().decode()
    )
    for number, (old, new) in enumerate(pairwise(versions), start=1):
        changes: dict[str, str | None] = {
            name: new.get(name)
            for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)
        }
        chronicle.record(
            str(number), changes, evidence="reported", held_unknown=True, slug=f"v{number}"
        )
    return Told(chronicle, versions, dates, records(chronicle.repository, chronicle.tip))


def _in_force(text: str | None) -> dt.date | None:
    """The date; one law of Germany has several, one has none, and both count as not stated."""
    return dt.date.fromisoformat(text) if text is not None and len(text) == 10 else None


def _last(laws: list[dict[str, str | None]], key: str) -> dt.date | None:
    return max((dt.date.fromisoformat(found) for law in laws if (found := law[key])), default=None)


def _texts(source: Path, tag: str) -> dict[str, str]:
    subprocess.run(["git", "-C", str(source), "checkout", "-q", tag], check=True)
    return {f"{path.stem}": path.read_text(encoding="utf-8") for path in source.glob("art*/*.md")}


def test_the_history_of_an_article_is_exactly_the_versions_that_changed_it(told: Told) -> None:
    """Every article there ever was; none of the records that left it alone."""
    names = {name for version in told.versions for name in version}
    for name in names:
        wanted = [
            number
            for number, version in enumerate(told.versions)
            if version.get(name) != (told.versions[number - 1].get(name) if number else None)
        ]
        versions = article_history(
            told.chronicle.repository,
            told.chronicle.tip,
            f"articles/{name}.md",
            entries=told.entries,
        )
        found = [int(one.entry.number) if one.entry is not None else 0 for one in versions]
        assert found == wanted, name


def test_the_text_of_a_day_is_the_version_in_force_where_dates_follow_one_another(
    told: Told,
) -> None:
    """Before 1970 too; where they do not, articles of the laws in question differ or are in doubt."""
    chronicle = told.chronicle
    plain = 0
    for number, date in enumerate(told.in_force):
        if date is None:
            continue
        stated = [other for other in told.in_force[: number + 1] if other is not None]
        coming = [other for other in told.in_force[number + 1 :] if other is not None]
        text = text_of_the_day(chronicle.repository, chronicle.tip, date, entries=told.entries)
        if max(stated) <= date < min(coming, default=dt.date.max):
            plain += 1
            assert text.texts == _named(told.versions[number]), number
            assert text.cannot_tell == ()
    assert plain > 0.5 * len(told.versions)


def test_a_law_without_a_stated_date_leaves_only_its_articles_in_doubt(told: Told) -> None:
    """Until the next law whose date is known; the laws of 1976 and of 2010 in Germany."""
    for number, date in enumerate(told.in_force):
        if date is not None:
            continue
        day = min(d for d in told.in_force[number + 1 :] if d is not None) - dt.timedelta(days=1)
        text = text_of_the_day(
            told.chronicle.repository, told.chronicle.tip, day, entries=told.entries
        )
        before, after = told.versions[number - 1], told.versions[number]
        changed = {
            f"articles/{name}.md"
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name)
        }
        assert {doubt.path for doubt in text.cannot_tell} == changed


def _named(version: dict[str, str]) -> dict[str, str]:
    return {f"articles/{name}.md": text for name, text in version.items()}


def test_a_later_law_in_force_first_changes_its_own_articles_alone(told: Told) -> None:
    """Law 54 of Germany was in force from July 2009, law 53 from December.

    In between, articles 23, 45 and 93 are those of before law 53, and 106 to 108 those of law 54.
    """
    if len(told.versions) < 60:
        pytest.skip("the history of France has no such case")
    text = text_of_the_day(
        told.chronicle.repository, told.chronicle.tip, dt.date(2009, 7, 10), entries=told.entries
    )
    assert text.cannot_tell == ()
    before, law_53, law_54 = told.versions[52:55]
    for name in ("023", "045", "093"):
        assert text.texts[f"articles/{name}.md"] == before[name] != law_53[name]
    for name in ("106", "106b", "107", "108"):
        assert text.texts[f"articles/{name}.md"] == law_54[name] != before.get(name)


def test_the_origin_of_a_text_names_only_versions_that_changed_it(told: Told) -> None:
    """Phrase by phrase, and together they are every alinéa of the text."""
    snapshot = Snapshot(told.chronicle.repository, told.chronicle.tip)
    for path in snapshot.article_paths[::10]:
        phrases = origin(told.chronicle.repository, told.chronicle.tip, path, entries=told.entries)
        text = snapshot.text(path)
        assert "".join(p.text for p in phrases).split() == text.split() or all(
            text[p.start : p.end] == p.text for p in phrases
        )
        for phrase in phrases:
            assert phrase.source.new is not None
            assert phrase.text.strip()[:1] in phrase.source.new
