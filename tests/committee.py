"""A committee of sixty that sits for a day: a fixed clock, fixed nonces, one clerk, a short text."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from constitution.assembly import Desk
from constitution.assembly.balloting import voters
from constitution.assembly.carrying import Conflicting
from constitution.assembly.counting import enter_count, read_roll_call
from constitution.assembly.declaring import declare, prepare_declaration
from constitution.assembly.drafting import (
    edit_article,
    edit_governance,
    new_amendment,
    submit,
)
from constitution.assembly.founding import Founding, default_rules, found
from constitution.assembly.motions import open_motion
from constitution.assembly.putting import prepare, seal
from constitution.governance import MEMBERS_FILE, RULES_FILE, Member, MemberId, Members, Settings
from constitution.repository import Person, RefMove, Repository, When
from constitution.text import format_text
from constitution.verify import verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constitution.assembly.declaring import Declaration, Declared
    from constitution.assembly.motions import OpenMotion
    from constitution.assembly.pending import Pending
    from constitution.governance import Rules
    from constitution.repository import CommitId

__all__ = ["ARTICLES", "CLERK", "ETERNAL", "MEMBERS", "Committee", "path_of", "ticking"]

CLERK = Person("Camille Laurent", "secretariat@assembly.example")
MORNING = When(1_795_420_800, 60)
"""2026-11-23, nine in the morning in Paris."""

GROUPS = ("Montagne", "Plaine", "Rivage")

MEMBERS = Members(
    tuple(
        Member(
            MemberId(f"siege-{seat:02}"),
            f"Titulaire du siège n° {seat}",
            GROUPS[(seat - 1) // 20],
        )
        for seat in range(1, 61)
    )
)

_TEXT = {
    "articles/00-preambule.md": "Le peuple se donne la présente Constitution.",
    "articles/01-peuple/README.md": "# Titre Ier — Du peuple",
    "articles/01-peuple/article-1.md": (
        "# Article 1er\n\nLa République est une et démocratique.\n\n"
        "Nul ne révise le présent article."
    ),
    "articles/01-peuple/article-2.md": (
        "# Article 2\n\nLe peuple est souverain. Il exerce le pouvoir par ses représentants et par "
        "le référendum.\n\nLe vote est personnel, égal et secret."
    ),
    "articles/01-peuple/article-3.md": (
        "# Article 3 — Le référendum\n\nSept cent mille électeurs peuvent demander un référendum. "
        "Leurs signatures sont recueillies pendant douze mois. Une autorité indépendante en tient "
        "le registre.\n\nLa décision est prise à la majorité des suffrages exprimés."
    ),
    "articles/02-pouvoirs/README.md": "# Titre II — Des pouvoirs",
    "articles/02-pouvoirs/article-4.md": (
        "# Article 4 — L’Assemblée\n\nL’Assemblée compte quatre cents députés. Ils sont élus pour "
        "cinq ans.\n\nNul n’y siège plus de trois fois."
    ),
    "articles/02-pouvoirs/article-5.md": (
        "# Article 5 — Les séances\n\nL’Assemblée se réunit neuf mois par an. Ses séances sont "
        "publiques.\n\nElle vote la loi et contrôle le Gouvernement."
    ),
    "articles/02-pouvoirs/article-6.md": (
        "# Article 6 — Le Gouvernement\n\nLe Gouvernement conduit la politique de la Nation. Il est "
        "responsable devant l’Assemblée.\n\nL’Assemblée le renverse à la majorité de ses membres."
    ),
    "articles/02-pouvoirs/article-7.md": (
        "# Article 7 — Les juges\n\nLes juges sont indépendants et inamovibles.\n\nUne Cour "
        "constitutionnelle de neuf membres veille au respect de la Constitution."
    ),
    "articles/03-revision/README.md": "# Titre III — De la révision",
    "articles/03-revision/article-8.md": (
        "# Article 8 — La révision\n\nLa Constitution est révisée par une loi que l’Assemblée vote "
        "à la majorité des trois cinquièmes, et que le peuple approuve par référendum."
    ),
    "articles/03-revision/article-9.md": (
        "# Article 9\n\nLa première Assemblée est élue dans l’année."
    ),
}

ARTICLES: Mapping[str, str] = {path: format_text(text, "fr") for path, text in _TEXT.items()}
"""The text the committee begins with: a preamble, three titles, nine articles."""

ETERNAL = "articles/01-peuple/article-1.md"


def path_of(number: str) -> str:
    """The path of an article of the founding text."""
    return next(path for path in ARTICLES if path.endswith(f"/article-{number}.md"))


@dataclass(slots=True)
class ticking:  # noqa: N801 - it stands where a function does
    """A clock that goes on by a minute at every look, and a nonce that counts."""

    seconds: int = MORNING.seconds
    drawn: int = 0

    def __call__(self) -> When:
        """The next minute."""
        self.seconds += 60
        return When(self.seconds, MORNING.offset)

    def nonce(self) -> str:
        """The next nonce."""
        self.drawn += 1
        return f"{self.drawn:032x}"


@dataclass(slots=True)
class Committee:
    """The clerk's desk, with the acts of a sitting in short."""

    folder: Path
    desk: Desk
    clock: ticking = field(default_factory=ticking)

    @classmethod
    def sit(
        cls,
        folder: Path,
        *,
        members: Members = MEMBERS,
        articles: Mapping[str, str] = ARTICLES,
        rules: Rules | None = None,
    ) -> Committee:
        """A committee in a new repository; article 1 is eternal."""
        clock = ticking()
        founding = Founding(
            Settings("Comité de rédaction", "Projet de Constitution", "fr"),
            members,
            rules or default_rules(articles, (ETERNAL,)),
            articles,
        )
        desk = found(folder, founding, who=CLERK, clock=clock, nonce=clock.nonce)
        return cls(folder, desk, clock)

    def copied_to(self, folder: Path) -> Committee:
        """The same committee at the same minute, in a repository of its own."""
        shutil.copytree(self.folder, folder)
        clock = replace(self.clock)
        return Committee(folder, Desk(Repository.open(folder), clock, clock.nonce, CLERK), clock)

    def another_desk(self) -> Desk:
        """The same repository, open on a second desk."""
        return Desk(Repository.open(self.folder), self.clock, self.clock.nonce, CLERK)

    @property
    def repository(self) -> Repository:
        """The repository of the desk."""
        return self.desk.repository

    def text(self, number: str) -> str:
        """The words of an article in the current text."""
        snapshot = self.desk.main()
        return snapshot.text(next(p for p in snapshot.files if p.endswith(f"/article-{number}.md")))

    # -- drafting ------------------------------------------------------------------------------

    def draft(
        self, slug: str, article: str, old: str, new: str, *, author: str = "siege-01"
    ) -> Pending:
        """An amendment that replaces words of an article, not submitted yet."""
        new_amendment(self.desk, slug, title=slug.replace("-", " "), authors=(author,))
        return self.reword(slug, article, old, new)

    def reword(self, name: str, article: str, old: str, new: str) -> Pending:
        """The amendment with words of an article replaced."""
        from constitution.assembly.pending import find_pending

        one = find_pending(self.desk, name)
        before = self.desk.at(one.branch.tip).texts
        path = next(path for path in before if path.endswith(f"/article-{article}.md"))
        assert old in before[path]
        return edit_article(self.desk, name, path, before[path].replace(old, new, 1))

    def submitted(
        self, slug: str, article: str, old: str, new: str, *, author: str = "siege-01"
    ) -> str:
        """The number of an amendment that replaces words of an article."""
        self.draft(slug, article, old, new, author=author)
        return self.submit(slug)

    def submit(self, slug: str) -> str:
        """The number that an amendment was submitted under."""
        one, _unpublished = submit(self.desk, slug)
        assert one.number is not None
        return one.number

    def governance(
        self, slug: str, *, members: Members | None = None, rules: Rules | None = None
    ) -> str:
        """The number of an amendment to the members or to the rules."""
        new_amendment(self.desk, slug, title=slug.replace("-", " "))
        if members is not None:
            edit_governance(self.desk, slug, MEMBERS_FILE, members.to_bytes())
        if rules is not None:
            # by plain git: `amend edit` would refuse rules that no vote can adopt
            ref = f"refs/heads/amendments/{slug}"
            self.commit_by_hand(ref, {RULES_FILE: rules.to_bytes()}, message="Amend the rules")
        return self.submit(slug)

    def commit_by_hand(
        self,
        ref: str,
        files: Mapping[str, bytes | None],
        *,
        onto: CommitId | None = None,
        message: str = "wip",
        author: Person = CLERK,
    ) -> CommitId:
        """A commit as plain git makes it, on a branch that may not be there yet."""
        repository = self.repository
        tip = repository.tip(ref)
        parent = onto or tip or repository.main()
        commit = repository.write_commit(
            repository.write_files(parent, files),
            [parent],
            message,
            author=author,
            committer=author,
            when=self.clock(),
        )
        repository.publish([RefMove(ref, tip, commit)])
        return commit

    # -- in session ----------------------------------------------------------------------------

    def put(self, *names: str, again: bool = False) -> OpenMotion:
        """The motion, sealed; the test fails where words collide."""
        putting = prepare(self.desk, names, again=again)
        assert not isinstance(putting, Conflicting)
        return seal(self.desk, putting)

    def count(
        self, name: str, for_: int, against: int, abstain: int = 0, *, question: int = 1
    ) -> None:
        """The clerk's entry of a show of hands with figures."""
        enter_count(
            self.desk,
            open_motion(self.desk, name),
            evidence="counted",
            votes={question: (for_, against, abstain)},
        )

    def roll(self, name: str, file: str, lines: str) -> None:
        """The clerk's entry of a roll call."""
        motion = open_motion(self.desk, name)
        total = len(motion.motion.questions)
        calls = read_roll_call(lines.encode(), file, voters(self.desk, motion), total)
        enter_count(self.desk, motion, evidence="named", votes=calls)

    def result(self, name: str) -> Declaration:
        """What the count comes to."""
        return prepare_declaration(self.desk, name)

    def declare(self, name: str) -> Declared:
        """The result, declared."""
        return declare(self.desk, self.result(name))

    def pass_(self, *names: str, votes: tuple[int, int, int] = (34, 18, 3)) -> Declared:
        """Amendments put, counted and declared."""
        self.put(*names)
        self.count(names[0], *votes)
        return self.declare(names[0])


def roll_in_csv(
    for_: Sequence[str], against: Sequence[str] = (), abstain: Sequence[str] = ()
) -> str:
    """A roll call as a spreadsheet saves it."""
    rows = [
        f"{member};{choice}"
        for members, choice in ((for_, "pour"), (against, "contre"), (abstain, "abstention"))
        for member in members
    ]
    return "\n".join(["member;choice", *rows]) + "\n"


def seats(first: int, last: int, *, without: Sequence[int] = ()) -> list[str]:
    """The ids of some seats, both ends included."""
    return [f"siege-{seat:02}" for seat in range(first, last + 1) if seat not in without]


def consistent(committee: Committee) -> bool:
    """Whether whoever clones recounts all of it."""
    verdict = verify(committee.folder)
    assert (verdict.faults, verdict.doubts) == ((), ())
    return verdict.outcome == "consistent"


def rename(members: Members, id_: str, name: str) -> Members:
    """The members with another name for one of them."""
    return Members(
        tuple(replace(one, name=name) if one.id == id_ else one for one in members.named)
    )


def remove(members: Members, *ids: str) -> Members:
    """The members without some of them."""
    return Members(tuple(one for one in members.named if one.id not in ids))


@pytest.fixture
def committee(tmp_path: Path) -> Committee:
    """A committee that has just sat down."""
    return Committee.sit(tmp_path / "projet")


@pytest.fixture
def put(committee: Committee) -> Committee:
    """A committee with a motion of one question on the table."""
    committee.submitted("idee", "4", "cinq ans", "six ans")
    committee.put("1")
    return committee
