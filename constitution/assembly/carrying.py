"""Carrying an amendment onto the current text: word by word, or a conflict with its readings.

What is put to the vote is the result of this, and it is the result that members see and seal;
nothing is merged again when the vote is declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.canonical import digest
from constitution.errors import Malformed
from constitution.governance import (
    GOVERNANCE_FILES,
    MEMBERS_FILE,
    RULES_FILE,
    Member,
    Members,
    Rule,
    Rules,
    Settings,
)
from constitution.history.records import moves_between
from constitution.history.snapshot import Snapshot
from constitution.language import _
from constitution.merge import Conflicted, merge, merge_mapping
from constitution.text import byte_faults, decode, format_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.canonical import Digest
    from constitution.merge import Conflict, Merged

__all__ = ["Carried", "Clash", "Conflicting", "Text", "carry", "current_text"]

Kind = Literal["words", "both-added", "deleted-here", "changed-here", "place-taken", "table"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Why one file cannot be carried."""

    path: str
    kind: Kind
    conflicts: tuple[Conflict, ...] = ()
    """The passages, each with its three readings, where words collide."""
    keys: tuple[str, ...] = ()
    """The members or rules that both sides changed, in a governance file."""

    @property
    def sentence(self) -> str:
        """What collides, in a sentence."""
        match self.kind:
            case "words":
                return _("the same words were changed in the current text")
            case "both-added":
                return _("the current text has another article in this place")
            case "deleted-here":
                return _("the current text no longer has this article")
            case "changed-here":
                return _("the current text has changed the article that this amendment removes")
            case "place-taken":
                return _("another article stands where this one would move")
            case "table":
                return _("both sides changed {keys}").format(keys=", ".join(self.keys))


@dataclass(frozen=True, slots=True)
class Carried:
    """The amendment on the current text."""

    files: Mapping[str, bytes | None]
    """What changes in the current text: path to new bytes, None where the file goes."""
    moves: Mapping[str, str]
    """The declared moves, from where the article stands now."""
    review: tuple[str, ...] = ()
    """The paths in which both sides touched one sentence: read the result before it is sealed."""


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The amendment cannot be carried: these files collide with the current text."""

    clashes: tuple[Clash, ...]


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


def carry(desk: Desk, one: Pending, onto: Text) -> Carried | Conflicting:
    """The amendment carried onto a text, or the files that collide with it."""
    base = Snapshot(desk.repository, one.fork)
    return _Carrying(
        base={path: base.data(path) for path in base.files},
        draft=one.files,
        moves=dict(one.amendment.moves),
        current=onto.files,
        followed=moves_between(desk.repository, desk.records(), one.fork, desk.repository.main()),
        language=base.settings.language,
    ).run()


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
    ) -> None:
        self.base = base
        self.draft = draft
        self.moves = {
            old: new for old, new in moves.items() if old in base and draft.get(new) is not None
        }
        self.current = current
        self.followed = followed
        self.language = language
        self.files: dict[str, bytes | None] = {}
        self.carried_moves: dict[str, str] = {}
        self.review: list[str] = []
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
        return Carried(dict(sorted(files.items())), self.carried_moves, tuple(self.review))

    def _now(self, path: str) -> str:
        return self.followed.get(path, path)

    def _clash(self, path: str, kind: Kind) -> None:
        self.clashes.append(Clash(path, kind))

    def _move(self, old: str, new: str) -> None:
        source = self._now(old)
        data = self.draft[new]
        if source not in self.current or data is None:
            self._clash(old, "deleted-here")
            return
        merged = self._merged(source, self.base[old], self.current[source], data)
        if merged is None:
            return
        if source == new:
            self.files[new] = merged
            return
        leaving = {self._now(path) for path in self.moves}
        if new in self.current and new not in leaving and self.draft.get(new, b"") is not None:
            self._clash(new, "place-taken")
            return
        self.files.setdefault(source, None)
        self.files[new] = merged
        self.carried_moves[source] = new

    def _delete(self, path: str) -> None:
        now = self._now(path)
        if now not in self.current:
            return
        if self.current[now] != self.base[path]:
            self._clash(path, "changed-here")
            return
        self.files.setdefault(now, None)

    def _modify(self, path: str, data: bytes) -> None:
        now = self._now(path)
        if now not in self.current:
            self._clash(path, "deleted-here")
            return
        merged = self._merged(now, self.base[path], self.current[now], data)
        if merged is not None:
            self.files[now] = merged

    def _add(self, path: str, data: bytes) -> None:
        leaving = {self._now(old) for old in self.moves}
        if path in self.current and path not in leaving:
            if self.current[path] != data:
                self._clash(path, "both-added")
            return
        self.files[path] = data

    def _merged(self, path: str, base: bytes, current: bytes, amendment: bytes) -> bytes | None:
        """The three readings made one; None once a clash was noted."""
        if current in {base, amendment}:
            return amendment
        if base == amendment:
            return current
        if path in GOVERNANCE_FILES:
            table, keys = _merge_table(path, base, current, amendment)
            if keys:
                self.clashes.append(Clash(path, "table", keys=keys))
                return None
            return table
        result: Merged | Conflicted = merge(
            decode(base, path), decode(current, path), decode(amendment, path)
        )
        if isinstance(result, Conflicted):
            self.clashes.append(Clash(path, "words", result.conflicts))
            return None
        if result.review:
            self.review.append(path)
        return self._in_form(result.text).encode()

    def _in_form(self, text: str) -> str:
        """The merged text in the normal form: both sides may have numbered an item alike."""
        return format_text(text, self.language) if byte_faults(text.encode()) else text


def _merge_table(
    path: str, base: bytes, current: bytes, amendment: bytes
) -> tuple[bytes, tuple[str, ...]]:
    """A governance file merged entry by entry, with the entries that both sides changed."""
    sides = (base, current, amendment)
    if path == MEMBERS_FILE:
        members = [Members.parse(side, path, canonical=False) for side in sides]
        by_id = [
            {
                **{str(id_): member for id_, member in one.by_id.items()},
                **({"seats": one.seats} if one.seats else {}),
            }
            for one in members
        ]
        merged, keys = merge_mapping(*by_id)
        seats = merged.get("seats")
        data = Members(
            tuple(one for one in merged.values() if isinstance(one, Member)),
            seats if isinstance(seats, int) else None,
        ).to_bytes()
    elif path == RULES_FILE:
        rules = [Rules.parse(side, path, canonical=False) for side in sides]
        by_name = [dict[str, object]({rule.name: rule for rule in one.rules}) for one in rules]
        merged, keys = merge_mapping(*by_name)
        data = Rules(tuple(one for one in merged.values() if isinstance(one, Rule))).to_bytes()
    else:
        settings = [Settings.parse(side, path, canonical=False) for side in sides]
        by_key = [
            {
                "assembly": one.assembly,
                "text": one.text,
                "language": one.language,
                "normal_form": one.normal_form,
            }
            for one in settings
        ]
        merged, keys = merge_mapping(*by_key)
        form = merged["normal_form"]
        if not isinstance(form, int):
            raise Malformed(_("“normal_form” should be a whole number"), where=path)
        data = Settings(
            str(merged["assembly"]), str(merged["text"]), str(merged["language"]), form
        ).to_bytes()
    return data, tuple(keys)
