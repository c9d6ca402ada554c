"""The past: the history of an article, its index, and where its words come from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bench.histories import amend_over_and_over, files_of, write_history
from bench.measures import command, race
from bench.prose import write_text
from bench.results import Compared, Line
from bench.starting import constitution
from constitution.history.index import article_steps, index_file
from constitution.history.origin import origin
from constitution.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.measures import Action
    from bench.results import Course, Result

__all__ = ["LINES"]


def _long_history(course: Course, articles: int) -> tuple[Path, str, str]:
    """A repository of many commits, the article that was amended most often, and what both are."""
    commits = course.size(10_000)
    texts = write_text(articles)
    more = list(amend_over_and_over(texts, commits))
    place = course.place(f"past-{articles}") / "text.git"
    write_history(place, [("main", files_of(texts)), *more])
    path, count = Counter(p for _branch, files in more for p in files).most_common(1)[0]
    return place, path, f"{commits:,} commits, {articles:,} articles, {count} versions"


def _articles(course: Course) -> tuple[int, ...]:
    return (course.size(400),) if course.quick else (400, 10_000)


def _article_history(course: Course) -> Iterator[Result]:
    for articles in _articles(course):
        folder, path, what = _long_history(course, articles)
        ours = constitution("history", path, folder=folder)
        ours()  # builds the index
        peer = command("git", "log", "--", path, folder=folder)
        times = race({"ours": ours, "peer": peer}, course.rounds(9))
        yield Compared(
            f"`history ARTICLE`, whole process: {what}",
            "`git log -- path`",
            times["ours"],
            times["peer"],
            0.6,
        )


def _build(folder: Path, path: str) -> tuple[Action, Action]:
    """What forgets the index of a repository, and what builds it to ask for one article."""
    repository = Repository.open(folder)
    tip = repository.main()
    file = index_file(repository)

    def forget() -> None:
        file.unlink(missing_ok=True)

    def build() -> None:
        with Repository.open(folder) as fresh:
            article_steps(fresh, tip, path)

    return forget, build


def _index(course: Course) -> Iterator[Result]:
    for articles in _articles(course):
        folder, path, what = _long_history(course, articles)
        forget, build = _build(folder, path)
        peer = command("git", "log", "--raw", folder=folder)
        times = race({"ours": build, "peer": peer}, course.rounds(5), before={"ours": forget})
        yield Compared(
            f"the index built, in process: {what}",
            "`git log --raw`",
            times["ours"],
            times["peer"],
            1.6,
        )


def _origin(course: Course) -> Iterator[Result]:
    for articles in _articles(course):
        folder, path, what = _long_history(course, articles)
        whole = constitution("origin", path, folder=folder)
        whole()  # builds the index

        def trace(folder: Path = folder, path: str = path) -> None:
            with Repository.open(folder) as fresh:
                origin(fresh, fresh.main(), path)

        peer = command("git", "blame", "--porcelain", "main", "--", path, folder=folder)
        times = race({"ours": trace, "whole": whole, "peer": peer}, course.rounds(9))
        yield Compared(
            f"`origin ARTICLE`, whole process, word by word: {what}",
            "`git blame --porcelain`, by line",
            times["whole"],
            times["peer"],
            1.25,
        )
        yield Compared(
            f"the same in process: {what}",
            "`git blame --porcelain`, by line",
            times["ours"],
            times["peer"],
            None,
        )


LINES = (
    Line("history", "The history of one article, index built", _article_history),
    Line("index", "The first build of the index", _index),
    Line("origin", "Where each phrase comes from", _origin),
)
