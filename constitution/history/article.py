"""The history of one article: every version of it, through its declared moves.

The path is the identity of an article, and a declared move carries the identity on. An article
that was deleted, and added again later under the same path, is the same article again; a path
that an article moved away from is free, and what is added there next is another article.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from constitution.errors import Unknown
from constitution.history.entries import read_entry
from constitution.history.index import article_steps, indexed_steps
from constitution.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constitution.diff import ArticleDelta
    from constitution.history.entries import Entry
    from constitution.history.steps import Step, Touch, TouchKind
    from constitution.motion import Change
    from constitution.repository import Commit, CommitId, Repository
    from constitution.stub import StubChange

__all__ = ["ArticleVersion", "Lives", "VersionKind", "article_history", "trace_lives"]

VersionKind = Literal["founded", "added", "modified", "reverted", "moved", "deleted", "proposed"]
"""`reverted`: modified, and reads again as an earlier version did, to the byte; `proposed`: named
by a motion, or by a question of it, that was not adopted."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """What one commit of main did to an article, or what an amendment would have done."""

    kind: VersionKind
    commit: Commit
    entry: Entry | None
    """The record that did it; None for the founding, and where nothing was voted."""
    old_path: str | None
    """Where it stood before; None where it did not stand."""
    new_path: str | None
    before: bytes | None = field(repr=False)
    """Its bytes before; None where it did not stand, or where the words proposed were not kept."""
    after: bytes | None = field(repr=False)
    returns_to: CommitId | None = None
    """The commit of the earlier version whose words it has again."""

    @property
    def path(self) -> str:
        """The path it bears from then on, or bore last."""
        return self.new_path or self.old_path or ""

    @property
    def is_ratified(self) -> bool:
        """Whether the founding or a record stands behind it."""
        return self.kind == "founded" or self.entry is not None

    @property
    def old(self) -> str | None:
        """The words before; what is not UTF-8 is shown as such and stops nobody from reading."""
        return None if self.before is None else self.before.decode("utf-8", "replace")

    @property
    def new(self) -> str | None:
        """The words after."""
        return None if self.after is None else self.after.decode("utf-8", "replace")

    @property
    def stub(self) -> StubChange | None:
        """Whether it was repealed and left its number as a stub, or words fill that stub again."""
        both = (self.before or b"") + (self.after or b"")
        if b"(" not in both and b"[" not in both:
            return None  # the words of a stub stand in brackets
        from constitution.part import stub_change

        return stub_change(self.old, self.new)

    def delta(self) -> ArticleDelta:
        """The difference it made, word by word; none where the words proposed were not kept."""
        from constitution.diff import diff_article

        kept = self.after is not None or self.new_path is None
        new = self.new if kept else self.old
        return diff_article(self.old, new, self.old_path, self.new_path)


@dataclass(slots=True)
class Life:
    """One article from its beginning: what touched it, oldest first."""

    touches: list[tuple[Step, Touch]] = field(default_factory=list)
    proposals: list[tuple[Step, Entry, Change]] = field(default_factory=list)

    @property
    def stands_at(self) -> str | None:
        """Where it stands; None once it was deleted."""
        return self.touches[-1][1].new_path if self.touches else None


@dataclass(slots=True)
class Lives:
    """Every article there ever was."""

    all: list[Life] = field(default_factory=list)
    standing: dict[str, Life] = field(default_factory=dict)
    """By the path where it stands."""
    left: dict[str, Life] = field(default_factory=dict)
    """By a path where it stood: the last article that was deleted there, or moved away."""
    deleted: dict[str, Life] = field(default_factory=dict)
    """By the path where it was deleted, as long as nothing stands there."""
    unborn: defaultdict[str, list[tuple[Step, Entry, Change]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By path: what was proposed where nothing stood."""

    def at(self, path: str) -> Life | None:
        """The article that stands at a path, or the last that stood there."""
        return self.standing.get(path) or self.left.get(path)

    def take(self, step: Step) -> None:
        """The lives one step further."""
        for entry in step.entries:
            for change in _not_adopted(entry):
                self._propose(step, entry, change)
        leaving = {
            touch.old_path: self.standing.pop(touch.old_path)
            for touch in step.touches
            if touch.old_path is not None and touch.old_path in self.standing
        }
        for touch in sorted(step.touches, key=_deletions_first):
            life = leaving.get(touch.old_path) if touch.old_path is not None else None
            if life is None and touch.new_path is not None:
                life = self.deleted.pop(touch.new_path, None)
            if life is None:
                life = Life()
                self.all.append(life)
                life.proposals.extend(self.unborn.pop(touch.new_path or "", ()))
            life.touches.append((step, touch))
            if touch.new_path is not None:
                self.standing[touch.new_path] = life
            if touch.old_path is not None and touch.old_path != touch.new_path:
                self.left[touch.old_path] = life
                if touch.new_path is None:
                    self.deleted[touch.old_path] = life
        for path in [path for path in self.deleted if path in self.standing]:
            del self.deleted[path]

    def _propose(self, step: Step, entry: Entry, change: Change) -> None:
        from constitution.motion import Move

        paths = [change.path]
        if isinstance(change, Move):
            taken = change.path in self.standing and change.path != change.source
            paths = [change.source, change.path] if taken else [change.source]
        for path in paths:
            life = self.standing.get(path) or self.deleted.get(path)
            proposals = self.unborn[path] if life is None else life.proposals
            proposals.append((step, entry, change))


def _deletions_first(touch: Touch) -> bool:
    return touch.new_path is not None


def trace_lives(steps: Iterable[Step]) -> Lives:
    """Every article there ever was, followed through its declared moves."""
    lives = Lives()
    for step in steps:
        lives.take(step)
    return lives


def _not_adopted(entry: Entry) -> Iterator[Change]:
    """The changes of a motion that did not enter the text by its record."""
    adopted = set(entry.adopted)
    return (change for change in entry.motion.changes if change not in adopted)


def article_history(
    repository: Repository,
    tip: CommitId,
    path: str,
    *,
    entries: Sequence[Entry] | None = None,
    every: bool = False,
) -> tuple[ArticleVersion, ...]:
    """Every version of the article at `path`, oldest first, followed through its declared moves.

    The article is the one that stands at `path` at the tip, or the last that stood there: one
    that was deleted can be asked for by its old path, and one that moved by any path it bore.
    With `every`, also the motions and the questions that named it and were not adopted, in their
    place. `Unknown` where no article ever stood at the path.
    """
    if entries is None and every:
        from constitution.history.records import records

        entries = records(repository, tip)
    if every:
        return tell(repository, indexed_steps(repository, tip, entries), path, every=True)
    return tell(repository, article_steps(repository, tip, path, entries), path)


def tell(
    repository: Repository, steps: Sequence[Step], path: str, *, every: bool = False
) -> tuple[ArticleVersion, ...]:
    """The versions of the article at `path` that these steps of main made, oldest first."""
    lives = trace_lives(steps)
    life = lives.at(path)
    if life is None and every and path in lives.unborn:
        life = Life(proposals=lives.unborn[path])
    if life is None:
        raise Unknown(
            _("there is no article at {path}, and there never was").format(path=path),
            hint=_("`constitution contents` lists the articles."),
        )
    versions = _versions(repository, life)
    if not every:
        return tuple(versions)
    return _in_order(versions, [_proposal(repository, *one) for one in life.proposals], steps)


def _in_order(
    versions: list[ArticleVersion], proposals: list[ArticleVersion], steps: Sequence[Step]
) -> tuple[ArticleVersion, ...]:
    place = {step.commit: number for number, step in enumerate(steps)}
    return tuple(sorted([*proposals, *versions], key=lambda version: place[version.commit.id]))


def _versions(repository: Repository, life: Life) -> list[ArticleVersion]:
    """The versions of one article, those that return to earlier words marked."""
    seen: dict[str, CommitId] = {}
    versions = []
    for step, touch in life.touches:
        returns_to = seen.get(touch.new_blob) if touch.new_blob is not None else None
        if touch.old_blob == touch.new_blob:
            returns_to = None
        if touch.new_blob is not None:
            seen.setdefault(touch.new_blob, step.commit)
        versions.append(
            ArticleVersion(
                kind=_kind(touch.kind, returns_to),
                commit=repository.commit(step.commit),
                entry=_entry_of(repository, step, touch),
                old_path=touch.old_path,
                new_path=touch.new_path,
                before=repository.blob(touch.old_blob) if touch.old_blob is not None else None,
                after=repository.blob(touch.new_blob) if touch.new_blob is not None else None,
                returns_to=returns_to,
            )
        )
    return versions


def _entry_of(repository: Repository, step: Step, touch: Touch) -> Entry | None:
    """The record behind a change, read now if it was not yet."""
    if touch.entry is not None or touch.folder is None or step.parent is None:
        return touch.entry
    return read_entry(repository, step.commit, step.parent, touch.folder)


def _kind(kind: TouchKind, returns_to: CommitId | None) -> VersionKind:
    return "reverted" if kind == "modified" and returns_to is not None else kind


def _proposal(repository: Repository, step: Step, entry: Entry, change: Change) -> ArticleVersion:
    """What a motion that was not adopted would have done to an article."""
    from constitution.motion import Add, Delete, Move

    source = change.source if isinstance(change, Move) else change.path
    return ArticleVersion(
        kind="proposed",
        commit=repository.commit(step.commit),
        entry=entry,
        old_path=None if isinstance(change, Add) else source,
        new_path=None if isinstance(change, Delete) else change.path,
        before=None if isinstance(change, Add) else repository.read(entry.parent, source),
        after=None if isinstance(change, Delete) else proposed_words(repository, entry, change),
    )


def proposed_words(repository: Repository, entry: Entry, change: Change) -> bytes | None:
    """The words that a change of a motion names, from the sealed commit where it was kept.

    A merge has its sealed commit; of a rejection a tag keeps it. None where neither holds the
    words, which are then known by their digest alone.
    """
    from constitution.canonical import digest
    from constitution.motion import Delete

    if isinstance(change, Delete):
        return None
    for commit in kept_commits(repository, entry):
        data = repository.read(commit, change.path)
        if data is not None and digest(data) == change.new:
            return data
    return None


def kept_commits(repository: Repository, entry: Entry) -> Iterator[CommitId]:
    """The commits that may hold the text as it was sealed, the surest first."""
    if entry.sealed is not None:
        yield entry.sealed
    for ref in (
        f"refs/tags/{entry.outcome}/{entry.folder}",
        f"refs/tags/rejected/{entry.folder}",
        f"refs/heads/motions/{entry.folder}",
    ):
        tip = repository.tip(ref)
        if tip is not None:
            yield tip
