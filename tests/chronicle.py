"""Small constitutions with a history, written commit by commit, for tests that read one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from constitution.canonical import Digest, digest
from constitution.governance import Member, MemberId, Members, Settings, founding_rules
from constitution.motion import (
    AmendmentNumber,
    Change,
    Motion,
    Question,
    changes_between,
    folder_name,
)
from constitution.repository import CommitId, Person, RefMove, Repository, When
from constitution.vote import FOUNDING, Count, Disposition, Report, VoteRecord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from constitution.vote import Disposed, Outcome, Record

CLERK = Person("Clerk", "clerk@example.org")
FOUNDED = When(1_700_000_000)
"""2023-11-14."""

MEMBERS = Members(
    (
        Member(MemberId("alix"), "Alix", "Left"),
        Member(MemberId("basile"), "Basile", "Left"),
        Member(MemberId("chloe"), "Chloé", "Right"),
        Member(MemberId("denis"), "Denis", "Right"),
        Member(MemberId("esther"), "Esther"),
    )
)


def count(
    outcome: Outcome = "adopted",
    *,
    for_: Sequence[str] | int = 3,
    against: Sequence[str] | int = 1,
    abstain: Sequence[str] | int = 0,
) -> Count:
    """A count of the five members."""
    for_, against, abstain = (
        votes if isinstance(votes, int) else tuple(map(MemberId, sorted(votes)))
        for votes in (for_, against, abstain)
    )
    return Count(outcome, 5, for_, against, abstain)


@dataclass(slots=True)
class Chronicle:
    """A constitution that grows by one commit at a time, ten days apart; no ref points to it."""

    repository: Repository
    tip: CommitId
    files: dict[str, bytes]
    last: str = FOUNDING
    sequence: int = 0
    days: int = 0
    sealed: dict[str, CommitId] = field(default_factory=dict)
    """By number: the sealed commits."""

    @classmethod
    def found(cls, path: Path, articles: Mapping[str, str], **free: str) -> Chronicle:
        """A constitution with these articles (`1` is `articles/1.md`)."""
        repository = Repository.found(path)
        files = {_path(name): text.encode() for name, text in articles.items()}
        files["governance/constitution.toml"] = Settings(
            "The assembly", "The text", "fr"
        ).to_bytes()
        files["governance/members.toml"] = MEMBERS.to_bytes()
        files["governance/rules.toml"] = founding_rules().to_bytes()
        loose = {name.replace("_", "."): text.encode() for name, text in free.items()}
        tree = repository.write_files(None, {**files, **loose})
        founding = repository.write_commit(
            tree, [], "Found", author=CLERK, committer=CLERK, when=FOUNDED
        )
        return cls(repository, founding, files)

    @property
    def when(self) -> When:
        """The moment of the next commit."""
        return When(FOUNDED.seconds + self.days * 86_400)

    def _commit(self, files: Mapping[str, bytes | None], message: str, *more: CommitId) -> CommitId:
        self.days += 10
        tree = self.repository.write_files(self.tip, files)
        new = self.repository.write_commit(
            tree, [self.tip, *more], message, author=CLERK, committer=CLERK, when=self.when
        )
        self.tip = new
        return new

    def smuggle(self, changes: Mapping[str, str | None]) -> CommitId:
        """A change of the text on main with no vote."""
        files = _encoded(changes)
        self._take(files)
        return self._commit(files, "A small correction")

    def write_free(self, name: str, text: str) -> CommitId:
        """A free file, which needs no vote."""
        return self._commit({name: text.encode()}, f"Write {name}")

    def _take(self, files: Mapping[str, bytes | None]) -> None:
        for path, data in files.items():
            if data is None:
                self.files.pop(path, None)
            else:
                self.files[path] = data

    def _digests(self, files: Mapping[str, bytes]) -> dict[str, Digest]:
        return {path: digest(data) for path, data in files.items()}

    def changes(
        self, changes: Mapping[str, str | None], moves: Mapping[str, str] | None = None
    ) -> tuple[Change, ...]:
        """What a question says of changes of the files there are."""
        after = dict(self.files)
        for path, data in _encoded(changes).items():
            if data is None:
                after.pop(path)
            else:
                after[path] = data
        named = {_path(old): _path(new) for old, new in (moves or {}).items()}
        return changes_between(self._digests(self.files), self._digests(after), named)

    def record(
        self,
        number: str,
        *questions: Mapping[str, str | None],
        moves: Mapping[str, str] | None = None,
        counts: Sequence[Count] = (),
        outcome: Disposed | None = None,
        evidence: Literal["named", "counted", "declared", "reported"] = "counted",
        held: dt.date | None = None,
        held_unknown: bool = False,
        takes_effect: dt.date | None = None,
        title: str = "An amendment",
        slug: str = "an-idea",
        round_: int = 1,
        revision: int = 0,
        on: str | None = None,
        with_: str | None = None,
        smuggled: Mapping[str, str | None] | None = None,
        keep: bool = True,
    ) -> CommitId:
        """One amendment put to the vote and recorded; adopted unless said otherwise."""
        asked = tuple(
            Question(f"Question {place}", self.changes(changes, moves if place == 1 else None))
            for place, changes in enumerate(questions, start=1)
        )
        motion = Motion(
            number=AmendmentNumber(number),
            title=title,
            authors=("alix",),
            base=self.tip,
            readme=digest(b"words"),
            nonce="0" * 32,
            questions=asked,
            revision=revision,
            round=round_,
            on=AmendmentNumber(on) if on is not None else None,
            takes_effect=takes_effect,
        )
        folder = f"votes/{folder_name(number, slug, round_)}"
        words = {f"{folder}/motion.toml": motion.to_bytes(), f"{folder}/README.md": b"words"}
        proposed: dict[str, bytes | None] = {}
        for changes in questions:
            proposed.update(_encoded(changes))
        sealed = self.repository.write_commit(
            self.repository.write_files(self.tip, {**proposed, **words}),
            [self.tip],
            title,
            author=CLERK,
            committer=CLERK,
            when=self.when,
        )
        self.sealed[number] = sealed
        date = held or self.when.date
        self.sequence += 1
        result: Record
        if outcome is not None:
            result = Disposition(
                self.sequence,
                self.last,
                digest(motion.to_bytes()),
                outcome,
                date,
                "So ruled.",
                "the chair",
                with_,
            )
        else:
            result = VoteRecord(
                self.sequence,
                self.last,
                digest(motion.to_bytes()),
                evidence,
                None if held_unknown else date,
                tuple(counts) or _counts(evidence, len(questions)),
                "the chair" if evidence == "declared" else None,
                (Report("A law", "none", None, None, None, None, None, None, "unknown"),)
                if evidence == "reported"
                else (),
            )
        self.last = digest(result.to_bytes())
        entering: dict[str, bytes | None] = {}
        if isinstance(result, VoteRecord) and on is None:
            for changes, counted in zip(questions, result.counts, strict=True):
                if counted.outcome == "adopted":
                    entering.update(_encoded(changes))
        self._take(entering)
        extra = _encoded(smuggled or {})
        self._take(extra)
        parents = (sealed,) if entering else ()
        if not entering and keep:
            tag = f"refs/tags/rejected/{folder_name(number, slug, round_)}"
            self.repository.publish([RefMove(tag, None, sealed)])
        return self._commit(
            {**entering, **extra, **words, f"{folder}/vote.toml": result.to_bytes()},
            f"Record {number}",
            *parents,
        )


def _counts(evidence: str, questions: int) -> tuple[Count, ...]:
    match evidence:
        case "declared":
            one = Count("adopted", 5)
        case "reported":
            one = Count("adopted")
        case "named":
            one = count(for_=["alix", "basile", "chloe"], against=["denis"], abstain=[])
        case _:
            one = count()
    return (one,) * questions


def _path(name: str) -> str:
    return name if "/" in name else f"articles/{name}.md"


def _encoded(changes: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {
        _path(name): text.encode() if text is not None else None for name, text in changes.items()
    }
