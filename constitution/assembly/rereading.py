"""What is to be read again before an amendment is voted on: what two changes made together.

A sentence that both sides touched (`Review`), a reference that one side wrote and the other turned
(`Turned`). The commit that brought an amendment onto a later text holds both sides and, where they
collided, the words that somebody chose: so whoever puts the amendment to the vote is told again,
until somebody changes the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from constitution.amendment import Amendment
from constitution.assembly.pending import draft_file
from constitution.history.records import moves_between
from constitution.language import _, introduce
from constitution.merge import Merged, Review, merge, read_choices, review_choices
from constitution.outline import name_at
from constitution.part import Article, same_but_number
from constitution.path import ArticlePath
from constitution.turning import Change, Turned, find_turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constitution.assembly.carrying import Carried, Text
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.history import Snapshot
    from constitution.repository import CommitId

__all__ = [
    "Reason",
    "Rereading",
    "Rereadings",
    "joined",
    "reasons_to_reread",
    "reread",
    "reread_carried",
    "told_to_reread",
]

Rereading: TypeAlias = Review | Turned
"""One thing that a person must read again."""
Rereadings: TypeAlias = Mapping[str, tuple[Rereading, ...]]
"""What a person must read again, by the path of its article."""


def reread(
    desk: Desk,
    one: Pending,
    onto: Text,
    carried: Carried,
    *,
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Rereadings:
    """What is to be read again of an amendment carried onto a text: there, and in updates before.

    `moved` are moves already made in the text, on top of those that were adopted.
    """
    return joined(_of_updates(desk, one), reread_carried(desk, one, onto, carried, moved=moved))


def reread_carried(
    desk: Desk,
    one: Pending,
    onto: Text,
    carried: Carried,
    *,
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Rereadings:
    """What is to be read again because the amendment was carried onto this text."""
    base = desk.at(one.fork)
    followed = moves_between(desk.repository, desk.records(), one.fork, desk.repository.main())
    carriage = _Carriage(
        base=dict(base.texts),
        draft=_after(base.texts, one.files),
        ground=_after({}, onto.files),
        result=_after({}, onto.after(carried.files).files),
        followed={**moved, **{then: moved.get(now, now) for then, now in followed.items()}},
        moves=carried.moves,
    )
    return joined(carried.sentences, carriage.found(base.settings.language))


def joined(first: Rereadings, second: Rereadings) -> Rereadings:
    """What is in either, each once."""
    return {
        path: tuple(dict.fromkeys((*first.get(path, ()), *second.get(path, ()))))
        for path in (*first, *(path for path in second if path not in first))
    }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article is to be read again, and each place in it for which that is so."""

    sentence: str
    places: tuple[Rereading, ...]


def reasons_to_reread(rereadings: Sequence[Rereading]) -> Iterator[Reason]:
    """The reasons for which an article is to be read again, the gravest first."""
    turned = tuple(one for one in rereadings if isinstance(one, Turned))
    reviews = [one for one in rereadings if isinstance(one, Review)]
    touched = tuple(one for one in reviews if one.kind == "sentence")
    numbered = tuple(one for one in reviews if one.kind == "number")
    notes = tuple(one for one in reviews if one.kind == "note")
    sentences = (
        (_("a reference leads elsewhere; read it again"), turned),
        (_("both sides touched one sentence; read it again"), touched),
        (_("a number is not the one that its author gave; read it again"), numbered),
        (_("a footnote is not what its author knew; read it again"), notes),
    )
    yield from (Reason(sentence, places) for sentence, places in sentences if places)


def told_to_reread(rereadings: Rereadings, texts: Mapping[str, str]) -> tuple[str, ...]:
    """What is to be read again, a line for each article and reason, and for what became of a reference."""
    return tuple(
        line
        for path, places in rereadings.items()
        for reason in reasons_to_reread(places)
        for line in (
            introduce(name_at(path, texts), reason.sentence),
            *filter(None, (place.message for place in reason.places)),
        )
    )


@dataclass(frozen=True, slots=True)
class _Carriage:
    """An amendment carried onto another text: the texts it stood and stands in, path by path."""

    base: Mapping[str, str]
    draft: Mapping[str, str]
    ground: Mapping[str, str]
    result: Mapping[str, str]
    followed: Mapping[str, str]
    """Where the ground has the articles of the base that were moved."""
    moves: Mapping[str, str]
    """Where the amendment moves articles of the ground."""

    def found(self, language: str) -> Rereadings:
        """The references that one side wrote and the other turned, and articles counted on."""
        if self.base == self.ground:
            return {}
        beside = self._stood_beside()
        draft = Change(self.draft, {**self.followed, **beside})
        turned = find_turned(draft, Change(self.ground, self.moves), self.result, language)
        return joined(turned, {new: (self._counted_on(old, new),) for old, new in beside.items()})

    def _counted_on(self, old: str, new: str) -> Review:
        """The heading of an article that bears the number after the one its author gave it."""
        texts = (self.ground[old], self.draft[old], self.result[new])
        current, amendment, merged = (Article(ArticlePath(old), text).title for text in texts)
        return Review(None, "", current, amendment, merged, None, "number")

    def _stood_beside(self) -> dict[str, str]:
        """The new articles that another kept the number of: path as drafted to path in the result."""
        fresh = [path for path in self.result if path not in self.draft and path not in self.ground]
        return {
            path: beside
            for path, text in self.draft.items()
            if path not in self.base and self.result.get(path) == self.ground.get(path) != text
            for beside in fresh
            if same_but_number(text, self.result[beside])
        }

    def sentences(self) -> Iterator[tuple[str, tuple[Review, ...]]]:
        """The sentences that both sides touched, those of conflicts as they were left."""
        for path, text in self.draft.items():
            base = self.base.get(path)
            now = self.followed.get(path, path)
            ground, left = self.ground.get(now), self.result.get(now)
            if base is None or ground is None or left is None:
                continue
            if len({base, ground, text}) == 3:
                yield now, _reviews(base, ground, text, left)


def _after(texts: Mapping[str, str], files: Mapping[str, bytes | None]) -> dict[str, str]:
    """The articles and headings of a text once files were changed."""
    changed = dict(texts)
    for path, data in files.items():
        if data is None:
            changed.pop(path, None)
        elif path.startswith("articles/") and path.endswith(".md"):
            changed[path] = data.decode("utf-8", "replace")
    return changed


def _of_updates(desk: Desk, one: Pending) -> Rereadings:
    """What was to be read again in each update of the amendment, and stands as that left it."""
    found: Rereadings = {}
    read: dict[str, str] = {}
    for after, before, onto in _updates(desk, one):
        fork = desk.repository.merge_base(before, onto)
        if fork is None:
            continue
        base, draft, ground, result = (
            _texts(desk.at(commit), read) for commit in (fork, before, onto, after)
        )
        carriage = _Carriage(
            base,
            draft,
            ground,
            result,
            moves_between(desk.repository, desk.records(), fork, onto),
            _moves_at(desk, one, after),
        )
        told = joined(dict(carriage.sentences()), carriage.found(desk.at(fork).settings.language))
        found = joined(found, dict(_standing(told, _texts(desk.at(one.branch.tip), read))))
    return found


def _texts(snapshot: Snapshot, read: dict[str, str]) -> dict[str, str]:
    """The articles and headings at a commit; `read` keeps each by its blob: most stand in all."""
    found: dict[str, str] = {}
    for path in snapshot.article_paths:
        blob = snapshot.files[path]
        if blob not in read:
            read[blob] = snapshot.texts[path]
        found[path] = read[blob]
    return found


def _moves_at(desk: Desk, one: Pending, commit: CommitId) -> dict[str, str]:
    """The moves that the amendment declared at a commit of its branch."""
    where = draft_file(one.slug, "amendment.toml")
    data = desk.repository.read(commit, where)
    return {} if data is None else dict(Amendment.parse(data, where).moves)


def _standing(
    told: Rereadings, texts: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Rereading, ...]]]:
    """What of it the amendment still says so."""
    for path, rereadings in told.items():
        text = texts.get(path, "")
        left = tuple(one for one in rereadings if one.merged and one.merged in text)
        if left:
            yield path, left


def _reviews(base: str, current: str, amendment: str, left: str) -> tuple[Review, ...]:
    merged = merge(base, current, amendment)
    if isinstance(merged, Merged):
        return merged.review
    return review_choices(merged, read_choices(merged, left))


def _updates(desk: Desk, one: Pending) -> Iterator[tuple[CommitId, CommitId, CommitId]]:
    """The commits that brought an amendment onto a later text, its own before each, and that text."""
    repository = desk.repository
    main = repository.main()
    for id_ in repository.first_parents(one.branch.tip):
        if repository.contains(main, id_):
            return
        parents = repository.commit(id_).parents
        if len(parents) > 1:
            yield id_, parents[0], parents[1]
