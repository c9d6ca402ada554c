"""Collisions of an amendment with the current text, each a decision that somebody owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constitution.canonical import digest
from constitution.language import _

if TYPE_CHECKING:
    from constitution.canonical import Digest
    from constitution.diff import ArticleDelta
    from constitution.merge import Conflict

__all__ = ["Clash", "Conflicting", "Dispute", "Kind", "place_words"]

Kind = Literal[
    "words",
    "both-added",
    "deleted-here",
    "repealed-here",
    "changed-here",
    "place-taken",
    "table",
]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One decision that somebody owes: over words, an entry of a table, or a whole file."""

    path: str
    kind: Kind
    id: Digest
    """What a choice is remembered by: it changes with any of the readings."""
    conflict: Conflict | None = None
    """The words and their three readings, where words collide."""
    key: str | None = None
    """The member, rule or setting, in a table."""
    beside: str | None = None
    """The number that a new article would take to stand beside the one that is there."""
    stands: str = ""
    """Where the current text has the article, if it was moved there."""
    rewritten: tuple[str, str] | None = None
    """Of an article that one side repeals: how it stood, and how the other side has it."""

    @property
    def place(self) -> str:
        """The path by which the current text knows the article, if it does."""
        return self.stands or self.path

    @property
    def rewriting(self) -> tuple[str, ArticleDelta] | None:
        """Who changed the article that the other side repeals, in a sentence, and what."""
        if self.rewritten is None:
            return None
        from constitution.diff import diff_article  # noqa: PLC0415 - few collisions ask for it

        who = (
            _("The current text changed in it:")
            if self.kind == "changed-here"
            else _("The amendment changes in it:")
        )
        return who, diff_article(*self.rewritten)

    @property
    def takes_words(self) -> bool:
        """Whether it can be settled in words of one's own."""
        return self.conflict is not None

    @property
    def both(self) -> str:
        """The words of the current text and then those of the amendment; empty but for words."""
        return "" if self.conflict is None else self.conflict.both

    @property
    def only_inserts(self) -> bool:
        """Whether both sides add words in one place: one can have both, and only their order is open."""
        return self.conflict is not None and self.conflict.only_inserts

    @property
    def takes_both(self) -> bool:
        """Whether both can be kept: neither side takes anything away."""
        return self.only_inserts or self.beside is not None

    @property
    def meanings(self) -> tuple[str, str]:
        """What the current text and the amendment make of an entry or a file, in a few words."""
        match self.kind:
            case "both-added":
                return _("keep the article that is there"), _("put this one in its place")
            case "deleted-here":
                return _("leave it out"), _("bring it back as the amendment has it")
            case "repealed-here":
                return _("leave it repealed"), _("restore it as the amendment has it")
            case "changed-here":
                return _("keep it"), _("repeal it all the same")
            case "place-taken":
                return _("leave it where it is"), _("take the place of the other, which goes")
            case _:
                return _("leave it as it is"), _("change it as the amendment does")


@dataclass(frozen=True, slots=True)
class Clash:
    """Why one file cannot be carried."""

    path: str
    kind: Kind
    conflicts: tuple[Conflict, ...] = ()
    """The passages, each with its three readings, where words collide."""
    keys: tuple[str, ...] = ()
    """The members or rules that both sides changed, in a governance file."""
    sides: tuple[str, str, str] = ("", "", "")
    """The digests of the file at the base, in the current text and in the amendment."""
    beside: str | None = None
    """The number that a new article would take, where another bears its own."""
    stands: str = ""
    """Where the current text has the article, if it was moved there."""
    rewritten: tuple[str, str] | None = None
    """Of an article that one side repeals: how it stood, and how the other side has it."""

    @property
    def place(self) -> str:
        """The path by which the current text knows the article, if it does."""
        return self.stands or self.path

    @property
    def sentence(self) -> str:
        """What collides, in a sentence."""
        match self.kind:
            case "words" if all(conflict.only_inserts for conflict in self.conflicts):
                return _(
                    "the current text has other words inserted in the same place; both can be kept"
                )
            case "words":
                return _("the same words were changed in the current text")
            case "both-added" if self.beside is not None:
                return _("the current text has another article in this place; both can be kept")
            case "both-added":
                return _("the current text has another article in this place")
            case "deleted-here":
                return _("the current text no longer has this article")
            case "repealed-here":
                return _("the current text has repealed this article, and its number stays")
            case "changed-here":
                return _("the current text has changed the article that this amendment repeals")
            case "place-taken":
                return _("another article stands where this one would move")
            case "table":
                return _("both sides changed {keys}").format(keys=", ".join(self.keys))

    @property
    def only_adds(self) -> bool:
        """Whether something in it is new on both sides: no vote on the one can settle the other."""
        return self.kind == "both-added" or any(one.only_inserts for one in self.conflicts)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The decisions that this file waits for, in the order of its words."""
        match self.kind:
            case "words":
                return tuple(
                    Dispute(self.path, self.kind, id_, conflict)
                    for id_, conflict in zip(
                        _conflict_ids(self.path, self.conflicts), self.conflicts, strict=True
                    )
                )
            case "table":
                return tuple(
                    Dispute(
                        self.path, self.kind, _id(self.path, self.kind, key, *self.sides), None, key
                    )
                    for key in self.keys
                )
            case _:
                id_ = _id(self.path, self.kind, *self.sides)
                return (
                    Dispute(
                        self.path,
                        self.kind,
                        id_,
                        beside=self.beside,
                        stands=self.stands,
                        rewritten=self.rewritten,
                    ),
                )


def place_words(alinea: int | None, note: str | None) -> str:
    """What a person calls a place of an article: an alinéa, a footnote or the heading."""
    if alinea is not None:
        return _("paragraph {number}").format(number=alinea)
    return _("heading") if note is None else _("footnote {label}").format(label=note)


def _id(*parts: str) -> Digest:
    return digest("\0".join(parts).encode())


def _conflict_ids(path: str, conflicts: tuple[Conflict, ...]) -> tuple[Digest, ...]:
    """An id for each conflict of a file, from its readings and what stands around them."""
    ids: list[Digest] = []
    for one in conflicts:
        parts = (path, "words", one.base, one.current, one.amendment, one.before, one.after)
        turn = 0
        while (id_ := _id(*parts, str(turn))) in ids:
            turn += 1
        ids.append(id_)
    return tuple(ids)


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The amendment cannot be carried: these files collide with the current text."""

    clashes: tuple[Clash, ...]

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Every decision it waits for; a person counts them from 1."""
        return tuple(dispute for clash in self.clashes for dispute in clash.disputes)
