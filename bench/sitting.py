"""In session: which of many amendments are rivals, and where all of them stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench.histories import files_of, git, write_history
from bench.measures import command, race
from bench.prose import amended, dice_of, path_of, write_article, write_text
from bench.results import Compared, Line
from constitution.amendment import Amendment
from constitution.assembly import Desk
from constitution.assembly.pending import pending
from constitution.assembly.rivalry import standings
from constitution.motion import AmendmentNumber
from constitution.repository import Repository
from constitution.rivals import find_rivals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bench.histories import Commit
    from bench.measures import Action
    from bench.results import Course, Result
    from constitution.rivals import Rivalry

__all__ = ["LINES"]


def _branches(texts: Mapping[str, str], count: int, paths: list[str]) -> Iterator[Commit]:
    """So many amendments, each of which amends one of the articles, in turns."""
    dice = dice_of("branches", count, len(paths))
    for number in range(1, count + 1):
        slug = f"idea-{number}"
        path = paths[number % len(paths)]
        told = Amendment(f"Idée {number}", ("Amina Diallo",), number=AmendmentNumber(str(number)))
        yield (
            f"amendments/{slug}",
            {
                path: amended(dice, texts[path], 2).encode(),
                f"drafts/{slug}/amendment.toml": told.to_bytes(),
                f"drafts/{slug}/reasons.md": b"Parce que.\n",
            },
        )


def _from_branches(place: Path) -> tuple[Rivalry, ...]:
    """The rivals, by a desk that was just opened."""
    return find_rivals([one.proposal for one in standings(Desk.open(place))])


def _each(actions: Iterable[Action]) -> None:
    for action in actions:
        action()


def _rivals(course: Course) -> Iterator[Result]:
    count = course.size(100)
    for name, said in (("spread", "spread over 400 articles"), ("one", "all in one long article")):
        texts = write_text(course.size(400))
        busy = path_of(2)
        texts[busy] = write_article(dice_of("busy"), 2, 24)
        paths = [busy] if name == "one" else list(texts)
        place = course.place(f"rivals-{name}") / "text.git"
        branches = list(_branches(texts, count, paths))
        write_history(place, [("main", files_of(texts)), *branches])
        proposals = [one.proposal for one in standings(Desk.open(place))]
        merges = [
            command(
                "git",
                "merge-tree",
                "--write-tree",
                "main",
                branch,
                folder=place,
                answers=(0, 1),
            )
            for branch, _files in branches
        ]
        times = race(
            {
                "pairs": partial(find_rivals, proposals),
                "all": partial(_from_branches, place),
                "peer": partial(_each, merges),
            },
            course.rounds(5),
        )
        pairs = f"{count * (count - 1) // 2:,} pairs of {count} amendments, {said}"
        peer = f"{count} × `git merge-tree`"
        yield Compared(f"{pairs}, in process", peer, times["pairs"], times["peer"], 0.5)
        yield Compared(
            "the same, with every branch read and carried onto the text",
            peer,
            times["all"],
            times["peer"],
            None,
        )


def _forks(place: Path) -> object:
    """The branches of amendments, and the last commit of main that each knows."""
    repository = Repository.open(place)
    branches = repository.branches("amendments")
    return repository.forks(repository.main(), [branch.tip for branch in branches.values()])


def _track(place: Path, branches: list[Commit]) -> None:
    """Every branch tracks main, as `git for-each-ref` must know to compare them."""
    with (place / "config").open("a", encoding="utf-8") as config:
        for branch, _files in branches:
            config.write(f'[branch "{branch}"]\n\tremote = .\n\tmerge = refs/heads/main\n')


def _overview(course: Course) -> Iterator[Result]:
    count = course.size(500)
    texts = write_text(course.size(400))
    place = course.place("overview") / "text.git"
    branches = list(_branches(texts, count, list(texts)))
    dice = dice_of("overview")
    later: list[Commit] = [
        ("main", {path: amended(dice, texts[path], 1).encode()})
        for path in list(texts)[: course.size(100)]
    ]
    write_history(place, [("main", files_of(texts)), *branches, *later])
    _track(place, branches)
    wanted = "%(refname) %(upstream:track)"
    if "behind" not in git(place, "for-each-ref", f"--format={wanted}", "refs/heads/amendments"):
        raise RuntimeError("the branches do not track main")
    times = race(
        {
            "forks": partial(_forks, place),
            "all": lambda: pending(Desk.open(place)),
            "peer": command(
                "git", "for-each-ref", f"--format={wanted}", "refs/heads/amendments", folder=place
            ),
        },
        course.rounds(9),
    )
    peer = "`git for-each-ref` with `upstream:track`"
    yield Compared(
        f"{count} branches and where each left main, in process",
        peer,
        times["forks"],
        times["peer"],
        0.8,
    )
    yield Compared(
        "the same with every title, author, state and change, which git does not tell",
        peer,
        times["all"],
        times["peer"],
        None,
    )


LINES = (
    Line("rivals", "The rivals among a hundred amendments", _rivals),
    Line("overview", "The overview of five hundred amendments", _overview),
)
