"""Carrying an amendment onto the current text: word by word, or a conflict with its readings.

What is put to the vote is the result of this, and it is the result that members see and seal;
nothing is merged again when the vote is declared. Where the two collide, each collision is a
`Dispute` with an id of its own, and `carry` goes on with the choices that settle them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from constitution.assembly.clashes import Clash, Conflicting, Dispute, Kind
from constitution.assembly.pending import find_pending
from constitution.beside import stand_beside
from constitution.canonical import digest
from constitution.errors import Malformed
from constitution.governance import GOVERNANCE_FILES
from constitution.history.records import moves_between
from constitution.language import _
from constitution.merge import (
    Choice,
    Conflicted,
    Reworded,
    merge,
    refuse_marks,
    resolve,
    review_choices,
)
from constitution.part import stub_change
from constitution.tables import merge_table
from constitution.text import byte_faults, decode, format_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.beside import Beside
    from constitution.canonical import Digest
    from constitution.history import Snapshot
    from constitution.merge import Merged, Review

__all__ = [
    "Carried",
    "Clash",
    "Conflicting",
    "Dispute",
    "FilesAt",
    "Kind",
    "Text",
    "carry",
    "current_text",
    "text_beneath",
]


@dataclass(frozen=True, slots=True)
class Carried:
    """The amendment on the current text."""

    files: Mapping[str, bytes | None]
    """What changes in the current text: path to new bytes, None where the file goes."""
    moves: Mapping[str, str]
    """The declared moves, from where the article stands now."""
    sentences: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)
    """The sentences that both sides touched, by the path of their article."""

    @property
    def review(self) -> tuple[str, ...]:
        """The articles in which both sides touched one sentence: to be read before it is sealed."""
        return tuple(self.sentences)


@dataclass(frozen=True, slots=True)
class Text:
    """The files of a text in memory: what an amendment is carried onto."""

    files: Mapping[str, bytes]

    def after(self, changed: Mapping[str, bytes | None]) -> Text:
        """The text once the files were changed."""
        files = dict(self.files)
        for path, data in changed.items():
            if data is None:
                files.pop(path, None)
            else:
                files[path] = data
        return Text(files)

    def digests(self) -> dict[str, Digest]:
        """The SHA-256 of every file."""
        return {path: digest(data) for path, data in self.files.items()}


def current_text(snapshot: Snapshot) -> Text:
    """The files of the text and of the governance at a commit."""
    return Text({path: snapshot.data(path) for path in snapshot.files})


def text_beneath(desk: Desk, one: Pending, text: Text) -> Text | Conflicting:
    """What an amendment is carried onto: the text or, for a sub-amendment, its amendment on it."""
    if one.amendment.on is None:
        return text
    under = carry(desk, find_pending(desk, one.amendment.on), text)
    return under if isinstance(under, Conflicting) else text.after(under.files)


def carry(
    desk: Desk,
    one: Pending,
    onto: Text,
    *,
    choices: Mapping[Digest, Choice] = MappingProxyType({}),
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Carried | Conflicting:
    """The amendment carried onto a text, or the files that collide with it.

    `choices` settle disputes by their ids; `moved` are moves already made in `onto`, on top of
    those that were adopted.
    """
    base = desk.at(one.fork)
    followed = moves_between(desk.repository, desk.records(), one.fork, desk.repository.main())
    return _Carrying(
        base=FilesAt(base),
        draft=one.files,
        moves=dict(one.amendment.moves),
        current=onto.files,
        followed={
            **moved,
            **{then: moved.get(now, now) for then, now in followed.items()},
        },
        language=base.settings.language,
        choices=choices,
    ).run()


class FilesAt(Mapping[str, bytes]):
    """The files of a commit, each read when it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __getitem__(self, path: str) -> bytes:
        return self.snapshot.data(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self.snapshot.files)

    def __len__(self) -> int:
        return len(self.snapshot.files)

    def __contains__(self, path: object) -> bool:
        return path in self.snapshot.files


class _Carrying:
    """One amendment being carried: what it changes, what stands now, what collides."""

    def __init__(
        self,
        *,
        base: Mapping[str, bytes],
        draft: Mapping[str, bytes | None],
        moves: Mapping[str, str],
        current: Mapping[str, bytes],
        followed: Mapping[str, str],
        language: str,
        choices: Mapping[Digest, Choice],
    ) -> None:
        self.base = base
        self.draft = draft
        self.moves = {
            old: new for old, new in moves.items() if old in base and draft.get(new) is not None
        }
        self.current = current
        self.followed = followed
        self.language = language
        self.choices = choices
        self.files: dict[str, bytes | None] = {}
        self.carried_moves: dict[str, str] = {}
        self.sentences: dict[str, tuple[Review, ...]] = {}
        self.clashes: list[Clash] = []

    def run(self) -> Carried | Conflicting:
        """Carry moves first, then what goes, what changes and what comes."""
        for old, new in self.moves.items():
            self._move(old, new)
        targets = set(self.moves.values())
        for path, data in self.draft.items():
            if path in targets:
                continue
            if path in self.moves:
                if data is not None:
                    self._add(path, data)
            elif data is None:
                self._delete(path)
            elif path in self.base:
                self._modify(path, data)
            else:
                self._add(path, data)
        if self.clashes:
            return Conflicting(tuple(self.clashes))
        files = {path: data for path, data in self.files.items() if data != self.current.get(path)}
        return Carried(dict(sorted(files.items())), self.carried_moves, self.sentences)

    def _now(self, path: str) -> str:
        return self.followed.get(path, path)

    def _prevails(self, path: str, kind: Kind, now: str, new: str) -> bool:
        """Whether the amendment has its way with a whole file; a clash is noted where nobody chose."""
        return self._choice(path, kind, now, new) == "amendment"

    def _choice(
        self, path: str, kind: Kind, now: str, new: str, beside: str | None = None
    ) -> Choice | None:
        """What was chosen for a whole file; a clash is noted where nobody chose."""
        sides = (self.base.get(path), self.current.get(now), self.draft.get(new))
        clash = Clash(
            path,
            kind,
            sides=tuple("-" if data is None else digest(data) for data in sides),  # type: ignore[arg-type] # three of them
            beside=beside,
            stands=now if now in self.current else "",
            rewritten=_rewritten(kind, *sides),
        )
        choice = self.choices.get(clash.disputes[0].id)
        if choice is None:
            self.clashes.append(clash)
        return choice

    def _move(self, old: str, new: str) -> None:
        source = self._now(old)
        data = self.draft[new]
        if source not in self.current or data is None:
            if self._prevails(old, "deleted-here", source, new) and data is not None:
                self._add(new, data)
            return
        merged = self._merged(source, self.base[old], self.current[source], data)
        if merged is None:
            return
        if source == new:
            self.files[new] = merged
            return
        leaving = {self._now(path) for path in self.moves}
        taken = new in self.current and new not in leaving
        if (
            taken
            and self.draft.get(new, b"") is not None
            and not self._prevails(new, "place-taken", new, new)
        ):
            self.files[source] = merged
            return
        self.files.setdefault(source, None)
        self.files[new] = merged
        self.carried_moves[source] = new

    def _delete(self, path: str) -> None:
        now = self._now(path)
        if now not in self.current:
            return
        if self.current[now] != self.base[path] and not self._prevails(
            path, "changed-here", now, path
        ):
            return
        self.files.setdefault(now, None)

    def _modify(self, path: str, data: bytes) -> None:
        now = self._now(path)
        if now not in self.current:
            if self._prevails(path, "deleted-here", now, path):
                self.files[now] = data
            return
        if self._meets_stub(path, now, data):
            return
        merged = self._merged(now, self.base[path], self.current[now], data)
        if merged is not None:
            self.files[now] = merged

    def _meets_stub(self, path: str, now: str, data: bytes) -> bool:
        """Whether one side repeals an article that the other changes: no words are merged then."""
        base, current = self.base[path], self.current[now]
        if path in GOVERNANCE_FILES or data == current or base in {data, current}:
            return False
        text = decode(base, path)
        if stub_change(text, decode(data, path)) == "left":
            if self._prevails(path, "changed-here", now, path):
                self.files[now] = data
            return True
        if stub_change(text, decode(current, now)) == "left":
            if self._prevails(path, "repealed-here", now, path):
                self.files[now] = data
            return True
        return False

    def _add(self, path: str, data: bytes) -> None:
        leaving = {self._now(old) for old in self.moves}
        if path in self.current and path not in leaving:
            if self.current[path] == data:
                return
            beside = self._beside(path, data)
            choice = self._choice(
                path, "both-added", path, path, None if beside is None else beside.number
            )
            if choice == "both" and beside is not None:
                self.files[beside.path] = beside.text.encode()
                return
            if choice != "amendment":
                return
        self.files[path] = data

    def _beside(self, path: str, data: bytes) -> Beside | None:
        """Where a new article could stand beside another that bears its number already."""
        texts = {
            place: decode(standing, place)
            for place, standing in self.current.items()
            if place.startswith("articles/") and place.endswith(".md")
        }
        return stand_beside(path, decode(data, path), texts, [*self.draft, *self.files])

    def _merged(self, path: str, base: bytes, current: bytes, amendment: bytes) -> bytes | None:
        """The three readings made one; None once a clash was noted."""
        if current in {base, amendment}:
            return amendment
        if base == amendment:
            return current
        if path in GOVERNANCE_FILES:
            return self._merged_table(path, base, current, amendment)
        result: Merged | Conflicted = merge(
            decode(base, path), decode(current, path), decode(amendment, path)
        )
        if isinstance(result, Conflicted):
            clash = Clash(path, "words", result.conflicts)
            chosen = [self.choices.get(dispute.id) for dispute in clash.disputes]
            settled = {place: one for place, one in enumerate(chosen) if one is not None}
            if len(settled) < len(chosen):
                self.clashes.append(clash)
                return None
            text = resolve(result, settled)
            review = review_choices(result, settled)
            if any(isinstance(one, Reworded) for one in settled.values()):
                text = self._checked(path, text)
        else:
            text, review = result.text, result.review
        if review:
            self.sentences[path] = review
        return self._in_form(text).encode()

    def _merged_table(
        self, path: str, base: bytes, current: bytes, amendment: bytes
    ) -> bytes | None:
        table, keys = merge_table(path, base, current, amendment)
        if not keys:
            return table
        sides = (digest(base), digest(current), digest(amendment))
        clash = Clash(path, "table", keys=keys, sides=sides)
        kept: dict[str, Literal["current", "amendment"]] = {}
        for dispute in clash.disputes:
            choice = self.choices.get(dispute.id)
            if dispute.key is not None and (choice == "current" or choice == "amendment"):  # noqa: PLR1714 - the type narrows this way
                kept[dispute.key] = choice
        table, left = merge_table(path, base, current, amendment, kept)
        if left:
            self.clashes.append(clash)
            return None
        return table

    def _in_form(self, text: str) -> str:
        """The merged text in the normal form: words of two sides may read as something else."""
        return format_text(text, self.language) if byte_faults(text.encode()) else text

    def _checked(self, path: str, text: str) -> str:
        """The text in the normal form, with somebody's own words in it; refused if it cannot be."""
        refuse_marks(text, path)
        clean = format_text(text, self.language)
        if not clean.strip():
            raise Malformed(
                _("{path} would be empty").format(path=path),
                hint=_("To repeal an article: `constitution amend repeal`."),
            )
        for fault in byte_faults(clean.encode()):
            raise Malformed(
                fault.message,
                where=f"{path}:{fault.line}",
                hint=_("Choose again, in other words: nothing was saved."),
            )
        return clean


def _rewritten(
    kind: Kind, base: bytes | None, current: bytes | None, draft: bytes | None
) -> tuple[str, str] | None:
    """The two readings of an article that one side repeals and the other changed."""
    kept = {"changed-here": current, "deleted-here": draft, "repealed-here": draft}.get(kind)
    if base is None or kept is None:
        return None
    return base.decode("utf-8", "replace"), kept.decode("utf-8", "replace")
