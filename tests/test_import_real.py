"""Two real constitutions imported whole, and held version by version against their sources."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from constitution.errors import Refused
from constitution.history import article_history, text_of_the_day
from constitution.text import format_text, words
from constitution.verify import verify
from constitution.vote import VoteRecord
from tests.sources import git, load, texts_of, versions_of

if TYPE_CHECKING:
    from pathlib import Path

    from constitution.assembly.importing import Imported
    from constitution.repository import CommitId

MAJORITIES = {"fr-constitution-1958": ">= 3/5 of cast", "de-grundgesetz": ">= 2/3 of members"}
FIGURES = {"fr-constitution-1958": (24, 24, 109), "de-grundgesetz": (64, 64, 203)}
"""Versions, records, and files of the last version."""


@dataclass(frozen=True, slots=True)
class Case:
    """A real history, its import, and what git alone says of the source."""

    name: str
    imported: Imported
    commits: list[CommitId]
    """The versions, as commits of main."""
    sources: list[dict[str, str]]
    """The files of each version as the source has them, by the path they have here."""
    told: list[dict[str, Any]]
    language: str


@pytest.fixture(scope="module", params=MAJORITIES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """One of the two, imported once."""
    from tests.conftest import SHARED_DATA

    if not SHARED_DATA.is_dir():
        pytest.skip("the real histories are not beside this checkout")
    source, folder = SHARED_DATA / request.param, tmp_path_factory.mktemp("import")
    history = json.loads((source / "history.json").read_text(encoding="utf-8"))
    imported = load(
        source / "history.bundle",
        folder / "new",
        votes=source / "history.json",
        language=None,
        majority=MAJORITIES[request.param],
    )
    clone = folder / "clone"
    git(folder, "clone", "-q", str(source / "history.bundle"), str(clone))
    texts: dict[str, str] = {}
    sources = []
    for version in history["versions"]:
        files = {}
        for line in git(clone, "ls-tree", "-r", version["tag"]).split("\n"):
            blob, path = line.split(" ")[2].split("\t")
            if not path.startswith("art"):
                continue
            if blob not in texts:
                texts[blob] = git(clone, "cat-file", "blob", blob)
            files["articles/" + path.partition("/")[2]] = texts[blob]
        sources.append(files)
    return Case(
        request.param,
        imported,
        versions_of(imported),
        sources,
        history["versions"],
        history["language"],
    )


def test_every_version_is_there(case: Case) -> None:
    """One commit of main each, and one record more for the end of the import."""
    imported = case.imported
    assert (imported.versions, imported.records, imported.articles) == FIGURES[case.name]
    assert len(case.commits) == len(case.sources) == len(case.told)


def test_at_each_version_the_words_of_every_article_equal_the_sources(case: Case) -> None:
    """All files of all versions, compared by their words; none more, none fewer."""
    seen: set[tuple[str, str]] = set()
    for commit, source in zip(case.commits, case.sources, strict=True):
        here = texts_of(case.imported, commit)
        assert here.keys() == source.keys()
        for path, text in here.items():
            if (text, source[path]) not in seen:
                assert words(text) == words(source[path])
                seen.add((text, source[path]))
    assert len(seen) > 200


def test_verify_agrees_and_says_reported(case: Case) -> None:
    """Every figure that is known meets the majority of the time; no record says more than it can."""
    verdict = verify(case.imported.desk.repository.folder)
    assert (verdict.outcome, verdict.faults, verdict.doubts) == ("consistent", (), ())
    assert len(verdict.records) == case.imported.records
    assert {record.evidence for record in verdict.records} == {"reported"}
    assert f"{case.imported.records} outcomes are reported" in verdict.sentence


def test_git_finds_nothing_wrong_with_it(case: Case) -> None:
    """A strict check, and a clean work tree."""
    folder = case.imported.desk.repository.folder
    git(folder, "fsck", "--strict", "--full")
    assert git(folder, "status", "--porcelain") == ""


def test_the_history_of_each_article_is_exactly_the_versions_that_changed_it(case: Case) -> None:
    """Held against the source's own files, brought into the normal form; no move is certain here."""
    assert case.imported.moves == 0
    formed: dict[str, str] = {}
    for source in case.sources:
        for text in source.values():
            if text not in formed:
                formed[text] = format_text(text, case.language)
    changed: dict[str, list[int]] = {path: [0] for path in case.sources[0]}
    for number, (old, new) in enumerate(pairwise(case.sources), start=1):
        for path in old.keys() | new.keys():
            before, after = (formed[one[path]] if path in one else None for one in (old, new))
            if before != after:
                changed.setdefault(path, []).append(number)
    repository, entries = case.imported.desk.repository, case.imported.desk.records()
    place = {commit: number for number, commit in enumerate(case.commits)}
    for path, numbers in changed.items():
        history = article_history(repository, repository.main(), path, entries=entries)
        assert [place[version.commit.id] for version in history] == numbers, path


def in_force(version: dict[str, Any], following: dict[str, Any] | None) -> tuple[dt.date, dt.date]:
    """The first and the last day on which the whole of a version may have come into force."""
    stated = version["in_force"]
    if stated is None or len(stated) > 10:
        assert following is not None
        voted = dt.date.fromisoformat(version["laws"][0]["vote"]["date"])
        parts = [dt.date.fromisoformat(stated[:10])] if stated is not None else []
        return voted, max([dt.date.fromisoformat(following["in_force"]), *parts])
    day = dt.date.fromisoformat(stated)
    return day, day


def test_the_text_of_the_day_is_that_of_the_version_in_force(case: Case) -> None:
    """On the first and the last day of each version, before 1970 too, wherever dates are in order."""
    spans = [
        in_force(version, following)
        for version, following in zip(case.told, [*case.told[1:], None], strict=True)
    ]
    repository, entries = case.imported.desk.repository, case.imported.desk.records()
    compared = []
    for number, commit in enumerate(case.commits):
        first = max(last for _first, last in spans[: number + 1])
        later = min((one for one, _last in spans[number + 1 :]), default=dt.date(2026, 9, 20))
        if first >= later:
            continue
        for day in {first, later - dt.timedelta(days=1)}:
            text = text_of_the_day(repository, repository.main(), day, entries=entries)
            assert not text.cannot_tell
            assert text.texts == texts_of(case.imported, commit)
        compared.append(first)
    assert len(compared) >= {"fr-constitution-1958": 24, "de-grundgesetz": 45}[case.name]
    assert min(compared) < dt.date(1960, 1, 1)


def test_the_records_hold_the_figures_that_are_reported_and_no_others(case: Case) -> None:
    """Each law a report; what is null stays unknown; a version with no law says so."""
    for entry, version in zip(case.imported.desk.records(), case.told[1:], strict=False):
        record = entry.record
        assert isinstance(record, VoteRecord)
        if not version["laws"]:
            assert [report.body for report in record.reports] == ["none"]
            continue
        for report, law in zip(record.reports, version["laws"], strict=True):
            vote = law["vote"] or {}
            assert report.body == vote.get("body", "unknown")
            assert report.for_ == vote.get("for")
            assert report.against == vote.get("against")
            assert report.abstain == vote.get("abstentions")
            assert report.blank == vote.get("blank_or_null")
            assert (str(report.date) if report.date else None) == vote.get("date")


def test_a_majority_that_was_not_asked_for_then_is_refused(
    shared_data: Path, tmp_path: Path
) -> None:
    """The referendum of 1962 had 62 per cent; under two thirds it cannot be imported as adopted."""
    source = shared_data / "fr-constitution-1958"
    with pytest.raises(Refused, match="62-1292"):
        load(
            source / "history.bundle",
            tmp_path / "new",
            votes=source / "history.json",
            majority=">= 2/3 of cast",
        )


def test_the_bundestag_of_2019_had_709_members_and_needed_473(
    shared_data: Path, tmp_path: Path
) -> None:
    """The whole membership follows from the figures, where those who did not vote are given."""
    source = shared_data / "de-grundgesetz"
    imported = load(
        source / "history.bundle",
        tmp_path / "new",
        votes=source / "history.json",
        majority=">= 2/3 of members",
    )
    last = imported.desk.records()[-2]
    assert isinstance(last.record, VoteRecord)
    assert last.record.reports[0].entitled == 709
    assert "709 members in all; at least 2/3 is 473. Adopted." in last.commit.message
