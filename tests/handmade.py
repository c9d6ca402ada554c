"""A constitution repository made by hand, object by object, by nothing that the program writes with.

Trees and commits go through pygit2 alone, with fixed names and dates; motions and records through
the pure modules that define their bytes. Each step can be replaced by a tampered one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pygit2

from constitution.canonical import digest
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Member,
    MemberId,
    Members,
    Rules,
    Settings,
    founding_rules,
)
from constitution.motion import (
    AmendmentNumber,
    Motion,
    Question,
    changed_paths,
    changes_between,
    folder_name,
)
from constitution.vote import FOUNDING, Count, Disposition, VoteRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from constitution.canonical import Digest
    from constitution.motion import Change

Files = dict[str, bytes]

ONE = "articles/01-state/article-1.md"
TWO = "articles/01-state/article-2.md"
THREE = "articles/02-revision/article-3.md"
HELD = dt.date(2026, 11, 23)


def article(number: str, *paragraphs: str) -> bytes:
    """An article in the normal form."""
    return "\n\n".join((f"# Article {number}", *paragraphs)).encode() + b"\n"


def named(*ids: str) -> Members:
    """Members without keys."""
    return Members(tuple(Member(MemberId(id_), id_.title()) for id_ in ids))


FOUNDING_FILES: Files = {
    ".gitattributes": b"* -text\n",
    "README.md": b"Free words.\n",
    "articles/01-state/README.md": b"# The state\n",
    ONE: article("1", "The state is a republic.", "It is one."),
    TWO: article("2", "Its seat is in the capital."),
    "articles/02-revision/README.md": b"# Revision\n",
    THREE: article("3", "The republic is for ever."),
    SETTINGS_FILE: Settings("The assembly", "The constitution", "en").to_bytes(),
    MEMBERS_FILE: Members(seats=9).to_bytes(),
    RULES_FILE: founding_rules(eternal=[THREE], evidence="declared").to_bytes(),
}


def rules_of(files: Files) -> Rules:
    """The rules among some files."""
    return Rules.parse(files[RULES_FILE])


def with_rule(files: Files, name: str, **changes: Any) -> bytes:
    """The rules among some files, one of them changed."""
    return Rules(
        tuple(
            replace(rule, **changes) if rule.name == name else rule
            for rule in rules_of(files).rules
        )
    ).to_bytes()


def apply_changes(changes: Iterable[Change], before: Files, after: Files) -> Files:
    """The files with some changes taken over from `after`."""
    result = dict(before)
    paths = changed_paths(changes)
    for path in paths:
        result.pop(path, None)
        if path in after:
            result[path] = after[path]
    return result


@dataclass
class Sealed:
    """A motion that was put to the vote."""

    motion: Motion
    folder: str
    readme: bytes
    after: Files
    """Main and all the changes."""
    commit: str

    @property
    def own(self) -> Files:
        """The two files the seal covers."""
        return {
            f"{self.folder}/README.md": self.readme,
            f"{self.folder}/motion.toml": self.motion.to_bytes(),
        }


@dataclass
class Handmade:
    """The repository, with what stands on main."""

    path: Path
    files: Files = field(default_factory=dict)
    head: str = ""
    sequence: int = 0
    previous: str = FOUNDING
    clock: int = 1_800_000_000
    repo: pygit2.Repository = field(init=False)
    blobs: dict[bytes, pygit2.Oid] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.repo = pygit2.init_repository(str(self.path), bare=True, initial_head="main")

    @classmethod
    def found(cls, path: Path, changed: Mapping[str, bytes | None] | None = None) -> Handmade:
        """A repository with its founding commit; `changed` replaces some of its files."""
        made = cls(path)
        made.commit(changed_files(FOUNDING_FILES, changed or {}), "Found the constitution")
        return made

    # --- objects

    def blob(self, data: bytes) -> pygit2.Oid:
        """The id of a file, written once."""
        if data not in self.blobs:
            self.blobs[data] = self.repo.create_blob(data)
        return self.blobs[data]

    def tree(self, files: Mapping[str, bytes]) -> str:
        """The id of a tree with these files."""
        below: dict[str, Files] = {}
        builder = self.repo.TreeBuilder()
        for path, data in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = data
            else:
                builder.insert(name, self.blob(data), pygit2.enums.FileMode.BLOB)
        for name, inner in below.items():
            builder.insert(name, self.tree(inner), pygit2.enums.FileMode.TREE)
        return str(builder.write())

    def object(self, files: Mapping[str, bytes], message: str, parents: Iterable[str]) -> str:
        """The id of a commit, on no branch."""
        self.clock += 60
        clerk = pygit2.Signature("The clerk", "clerk@example.org", self.clock, 0)
        return str(
            self.repo.create_commit(
                None, clerk, clerk, message, self.tree(files), [*map(str, parents)]
            )
        )

    def commit(
        self, files: Mapping[str, bytes], message: str, *, parents: Iterable[str] = ()
    ) -> str:
        """The id of a commit that main now points to; `parents` come after main."""
        first = (self.head,) if self.head else ()
        return self.advance(self.object(files, message, (*first, *parents)), files)

    def advance(self, commit: str, files: Mapping[str, bytes]) -> str:
        """Point main to a commit that holds these files."""
        self.repo.references.create("refs/heads/main", commit, force=True)
        self.head, self.files = commit, dict(files)
        return commit

    def raw(self, kind: str, data: bytes) -> str:
        """The id of an object with just these bytes, however malformed."""
        kinds = {
            "commit": pygit2.enums.ObjectType.COMMIT,
            "tree": pygit2.enums.ObjectType.TREE,
            "blob": pygit2.enums.ObjectType.BLOB,
        }
        return str(self.repo.odb.write(kinds[kind], data))

    # --- the life of an amendment

    def put(
        self,
        number: str,
        slug: str,
        changed: Mapping[str, bytes | None],
        *,
        moves: Mapping[str, str] | None = None,
        questions: Iterable[tuple[str, ...]] = (),
        subject: tuple[str, str] | None = None,
        **other: Any,
    ) -> Sealed:
        """A motion sealed on main; `changed` maps a path to its new bytes, or to None.

        `questions` divides the paths; without it there is one question.
        """
        after = changed_files(self.files, changed)
        changes = changes_between(digests(self.files), digests(after), moves or {})
        asked: tuple[Question, ...]
        if subject is not None:
            asked = (Question("The question", (), *subject),)
        elif questions:
            asked = tuple(
                Question(
                    f"Question {place}",
                    tuple(one for one in changes if changed_paths((one,)) <= set(paths)),
                )
                for place, paths in enumerate(questions, start=1)
            )
        else:
            asked = (Question("To adopt it", changes),)
        readme = f"# Amendment {number}\n".encode()
        motion = replace(
            Motion(
                number=AmendmentNumber(number),
                title=slug,
                authors=("somebody",),
                base=self.head,
                readme=digest(readme),
                nonce=f"{int(number):032x}",
                questions=asked,
            ),
            **other,
        )
        folder = "votes/" + folder_name(number, slug, motion.round)
        return self.seal(Sealed(motion, folder, readme, after, ""), parents=[self.head])

    def seal(self, sealed: Sealed, parents: Iterable[str]) -> Sealed:
        """The same motion with a sealed commit on these parents."""
        return replace(
            sealed,
            commit=self.object({**sealed.after, **sealed.own}, "Put to the vote", parents),
        )

    def record(self, sealed: Sealed, *counts: Count, **other: Any) -> VoteRecord:
        """The record that follows the last one."""
        return replace(
            VoteRecord(
                sequence=self.sequence + 1,
                previous=self.previous,
                motion=digest(sealed.motion.to_bytes()),
                evidence="counted",
                held=HELD,
                counts=counts,
            ),
            **other,
        )

    def result(self, sealed: Sealed, record: VoteRecord | Disposition) -> Files:
        """What main holds once the result is declared."""
        files = dict(self.files)
        if isinstance(record, VoteRecord):
            for question, count in zip(sealed.motion.questions, record.counts, strict=True):
                if count.outcome == "adopted" and sealed.motion.on is None:
                    files = apply_changes(question.changes, files, sealed.after)
        return {**files, **sealed.own, f"{sealed.folder}/vote.toml": record.to_bytes()}

    def declare(
        self,
        sealed: Sealed,
        record: VoteRecord | Disposition,
        *,
        changed: Mapping[str, bytes | None] | None = None,
        parents: Iterable[str] | None = None,
    ) -> str:
        """The commit that declares the result; `changed` tampers with its files."""
        if parents is None:
            adopts = isinstance(record, VoteRecord) and record.outcome != "rejected"
            parents = (sealed.commit,) if adopts and sealed.motion.on is None else ()
        files = changed_files(self.result(sealed, record), changed or {})
        commit = self.commit(files, f"Amendment {sealed.motion.number}", parents=parents)
        self.sequence, self.previous = record.sequence, digest(record.to_bytes())
        return commit

    def adopt(
        self, number: str, slug: str, changed: Mapping[str, bytes | None], **other: Any
    ) -> str:
        """The commit of an amendment adopted by all."""
        sealed = self.put(number, slug, changed, **other)
        entitled = Members.parse(self.files[MEMBERS_FILE]).entitled
        return self.declare(
            sealed,
            self.record(
                sealed, *(votes(entitled, 0, 0, entitled) for _ in sealed.motion.questions)
            ),
        )


def votes(
    for_: int, against: int, abstain: int, entitled: int = 9, *, adopted: bool = True
) -> Count:
    """A count of one question."""
    return Count("adopted" if adopted else "rejected", entitled, for_, against, abstain)


def changed_files(files: Mapping[str, bytes], changed: Mapping[str, bytes | None]) -> Files:
    """The files with some replaced, and those that map to None removed."""
    return {path: data for path, data in {**files, **changed}.items() if data is not None}


def digests(files: Files) -> dict[str, Digest]:
    """The digests of the files that a motion may name."""
    return {
        path: digest(data)
        for path, data in files.items()
        if path.startswith(("articles/", "governance/"))
    }
