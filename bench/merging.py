"""Merges of one article, and commits of one."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from bench.histories import found, git, write_tree
from bench.measures import command, race
from bench.prose import amended, dice_of, path_of, write_article, write_text
from bench.results import Compared, Line
from constitution.merge import merge
from constitution.repository import Person, RefMove, Repository, When
from constitution.repository.commits import MAIN
from constitution.repository.library import pygit2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.measures import Action
    from bench.results import Course, Result

__all__ = ["LINES"]

_CLERK = Person("Clerk", "clerk@example.org")


def _merge(course: Course) -> Iterator[Result]:
    dice = dice_of("merge")
    for name, alineas in (("short", 3), ("long", 24)):
        base = write_article(dice, 12, alineas)
        current = amended(dice, base, 2, 0)
        amendment = amended(dice, base, 2, alineas - 1)
        place = course.place(f"merge-{name}")
        texts = {"base.md": base, "current.md": current, "amendment.md": amendment}
        write_tree(place, texts)
        peer = command(
            "git",
            "merge-file",
            "-p",
            "current.md",
            "base.md",
            "amendment.md",
            folder=place,
            answers=tuple(range(128)),
        )
        times = race(
            {
                "ours": partial(merge, base, current, amendment),
                "peer": peer,
            },
            course.rounds(15),
            repeat={"ours": 1 if course.quick else 5},
        )
        yield Compared(
            f"an article of {alineas} alinéas, {len(base.split())} words, two edits on each side",
            "`git merge-file`",
            times["ours"],
            times["peer"],
            0.2,
        )


def _edit(file: Path, text: str, versions: Iterator[int]) -> None:
    file.write_text(f"{text}\nVersion {next(versions)}.\n", encoding="utf-8")


def _commit(course: Course) -> Iterator[Result]:
    for usual in (400, 10_000):
        articles = course.size(usual)
        place = course.place(f"commit-{usual}")
        texts = write_text(articles)
        bare = found(place / "text.git", texts)
        git(place, "clone", "-q", str(bare), "clone")
        clone = place / "clone"
        path = path_of(articles // 2)
        versions = count(1)

        edit = partial(_edit, clone / path, texts[path], versions)
        names = {
            "flushed": ("-c", "core.fsync=all", "commit", "-qam", "Amend an article"),
            "unflushed": ("commit", "-qam", "Amend an article"),
        }
        ours = _committing(Repository.open(bare), path, texts[path], versions)
        unflushed = _unflushed(bare, path, texts[path], versions)
        times = race(
            {
                "ours": ours,
                "ours unflushed": unflushed,
                "flushed": command("git", *names["flushed"], folder=clone),
                "unflushed": command("git", *names["unflushed"], folder=clone),
            },
            course.rounds(15),
            before={"flushed": edit, "unflushed": edit},
        )
        what = f"one article of {articles:,}, in process"
        yield Compared(
            f"{what}, nothing flushed to the disk",
            "`git commit -am`",
            times["ours unflushed"],
            times["unflushed"],
            0.15,
        )
        yield Compared(
            f"{what}, every object flushed to the disk, as it is done",
            "`git -c core.fsync=all commit -am`",
            times["ours"],
            times["flushed"],
            None,
        )


def _committing(repository: Repository, path: str, text: str, versions: Iterator[int]) -> Action:
    """What commits another version of an article to main, in process."""

    def commit() -> None:
        tip = repository.main()
        data = f"{text}\nVersion {next(versions)}.\n".encode()
        fresh = repository.write_commit(
            repository.write_files(tip, {path: data}),
            [tip],
            "Amend an article\n",
            author=_CLERK,
            committer=_CLERK,
            when=When(1_800_000_000),
        )
        repository.publish([RefMove(MAIN, tip, fresh)])

    return commit


def _unflushed(folder: Path, path: str, text: str, versions: Iterator[int]) -> Action:
    """The same, made as git makes it by default: what a crash of the machine may lose."""
    pygit2.settings.enable_fsync_gitdir(False)
    repository = Repository.open(folder)
    repository.main()  # a ref was read: how they are written is settled then
    pygit2.settings.enable_fsync_gitdir(True)
    commit = _committing(repository, path, text, versions)

    def write() -> None:
        pygit2.settings.enable_fsync_gitdir(False)
        try:
            commit()
        finally:
            pygit2.settings.enable_fsync_gitdir(True)

    return write


LINES = (
    Line("merge", "The merge of one article, in process", _merge),
    Line("commit", "The commit of one article", _commit),
)
