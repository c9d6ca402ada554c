"""Differences: of one article, of a whole text, and the matching of what bears no identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.histories import git, real_versions, write_history, write_tree
from bench.measures import command, race
from bench.prose import amended, dice_of, numbered, path_of, write_article, write_text
from bench.results import Compared, Line, Skipped
from constitution.diff import diff_article, diff_texts
from constitution.diff.matching import match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bench.measures import Spread
    from bench.results import Course, Result

__all__ = ["LINES"]

_PEER = "`git diff --no-index --word-diff`"
_REVISION_OF_2008 = "v2008-02-06", "v2008-07-25"
_ABSENT = "the real histories are not beside this checkout"


def _two_files(place: Path, old: str, new: str) -> tuple[str, str]:
    """Two files in a folder, by their names."""
    (place / "old.md").write_text(old, encoding="utf-8")
    (place / "new.md").write_text(new, encoding="utf-8")
    return "old.md", "new.md"


def _race_of_articles(course: Course, name: str, old: str, new: str) -> tuple[Spread, Spread]:
    place = course.place(name)
    names = _two_files(place, old, new)
    times = race(
        {
            "ours": lambda: diff_article(old, new),
            "peer": command(
                "git", "diff", "--no-index", "--word-diff", *names, folder=place, answers=(0, 1)
            ),
        },
        course.rounds(15),
        repeat={"ours": 1 if course.quick else 5},
    )
    return times["ours"], times["peer"]


def _article(course: Course) -> Iterator[Result]:
    dice = dice_of("article")
    for name, alineas, edits in (("short", 3, 3), ("long", 24, 12)):
        old = write_article(dice, 12, alineas)
        new = amended(dice, old, edits)
        ours, theirs = _race_of_articles(course, f"article-{name}", old, new)
        words = len(old.split())
        yield Compared(
            f"an article of {alineas} alinéas, {words} words, {edits} edits",
            _PEER,
            ours,
            theirs,
            0.15,
        )
    versions = real_versions("fr", course.place("real"), *_REVISION_OF_2008)
    if versions is None:
        yield Skipped("articles 11, 34 and 65 of France, 2008", _ABSENT)
        return
    before, after = versions
    for number in ("11", "34", "65"):
        path = f"articles/article-{number}.md"
        ours, theirs = _race_of_articles(
            course, f"article-{number}-2008", before[path], after[path]
        )
        yield Compared(f"article {number} of France as revised in 2008", _PEER, ours, theirs, 0.15)


def _race_of_texts(
    course: Course, name: str, old: Mapping[str, str], new: Mapping[str, str], rounds: int
) -> tuple[Spread, Spread]:
    place = course.place(name)
    write_tree(place / "old", old)
    write_tree(place / "new", new)
    times = race(
        {
            "ours": lambda: diff_texts(old, new),
            "peer": command(
                "git",
                "diff",
                "--no-index",
                "--word-diff",
                "old",
                "new",
                folder=place,
                answers=(0, 1),
            ),
        },
        course.rounds(rounds),
    )
    return times["ours"], times["peer"]


def _text(course: Course) -> Iterator[Result]:
    for usual, goal in ((400, 1.2), (3_000, 1.6)):
        count = course.size(usual)
        old = write_text(count)
        for share, said in ((10, "one article in ten amended"), (1, "every article amended")):
            dice = dice_of("text", count, share)
            new = {
                path: amended(dice, text, 3) if n % share == 0 else text
                for n, (path, text) in enumerate(old.items())
            }
            ours, theirs = _race_of_texts(course, f"text-{usual}-{share}", old, new, 7)
            yield Compared(f"{count:,} articles, {said}", _PEER, ours, theirs, goal)
    for language, tags, said in (
        ("fr", _REVISION_OF_2008, "France, the revision of 2008"),
        ("de", (), "Germany, from the first version to the last"),
    ):
        versions = real_versions(language, course.place(f"real-{language}"), *tags)
        if versions is None:
            yield Skipped(said, _ABSENT)
            continue
        before, after = versions
        ours, theirs = _race_of_texts(course, f"text-{language}", before, after, 9)
        yield Compared(f"{said}: {len(after)} articles", _PEER, ours, theirs, 1.2)


# -- matching --------------------------------------------------------------------------------------


def _renumbered(articles: int) -> tuple[dict[str, str], dict[str, str], dict[str, str | None]]:
    """A text, the same renumbered, amended and with new articles, and the origin of each of these."""
    old = write_text(articles, "matching")
    dice = dice_of("renumbered", articles)
    edited = set(dice.sample(sorted(old), articles * 449 // 3_000))
    preceded = set(dice.sample(sorted(old), max(1, articles * 31 // 3_000)))
    new: dict[str, str] = {}
    origin: dict[str, str | None] = {}
    for path, text in old.items():
        for source in (None, path) if path in preceded else (path,):
            number = len(new) + 1
            if source is None:
                words = write_article(dice, number)
            else:
                words = amended(dice, text, dice.randint(1, 12)) if path in edited else text
            new[path_of(number)] = numbered(words, number)
            origin[path_of(number)] = source
    return old, new, origin


def _found_by_git(folder: Path, new: Mapping[str, str]) -> dict[str, str | None]:
    """Which old article git takes each new one for, by its renames."""
    lines = git(folder, *_DIFF_TREE, "--name-status", "main~1", "main").splitlines()
    found: dict[str, str | None] = {path: path for path in new}
    for line in lines:
        status, *paths = line.split("\t")
        if status[0] in "RC":
            found[paths[1]] = paths[0]
        elif status[0] == "A" or (status[0] == "M" and status[1:]):
            found[paths[0]] = None
    return found


_DIFF_TREE = ("diff-tree", "-r", "-B", "-M", "-l0")


def _recall(found: Mapping[str, str | None], origin: Mapping[str, str | None], what: str) -> str:
    right = sum(found.get(path) == source for path, source in origin.items())
    return f"{what} {right:,} of {len(origin):,} right"


def _matching(course: Course) -> Iterator[Result]:
    count = course.size(3_000)
    old, new, origin = _renumbered(count)
    place = course.place("matching") / "text.git"
    gone: dict[str, bytes | None] = dict.fromkeys(old.keys() - new.keys())
    come = {path: text.encode() for path, text in new.items()}
    write_history(
        place,
        [
            ("main", {path: text.encode() for path, text in old.items()}),
            ("main", {**gone, **come}),
        ],
    )
    times = race(
        {
            "ours": lambda: match(old, new),
            "peer": command("git", *_DIFF_TREE, "main~1", "main", folder=place),
        },
        course.rounds(5),
    )
    ours: dict[str, str | None] = {
        pair.new[0]: pair.old[0] for pair in match(old, new).pairs if len(pair.new) == 1
    }
    notes = (
        _recall(ours, origin, "ours"),
        _recall(_found_by_git(place, new), origin, "git"),
    )
    yield Compared(
        f"{count:,} renumbered articles, one in seven amended, some new",
        "`git diff-tree -B -M`",
        times["ours"],
        times["peer"],
        0.25,
        "; ".join(notes),
    )


LINES = (
    Line("article", "The difference of one article, in process", _article),
    Line("text", "The difference of a whole text, in process", _text),
    Line("matching", "Matching articles without identity, in process", _matching),
)
