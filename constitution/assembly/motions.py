"""The motions that are put and not yet disposed of, as their sealed commits hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.amendment import label
from constitution.assembly.pending import (
    find_pending,
    motion_branches,
)
from constitution.assembly.printing import delta_of
from constitution.canonical import Digest, digest
from constitution.display import safe
from constitution.errors import Malformed, Refused
from constitution.language import _
from constitution.motion import (
    AmendmentNumber,
    Delete,
    Motion,
    Move,
    Question,
    apply,
    folder_name,
)
from constitution.repository import FETCHED, Branch, CommitId
from constitution.scrutiny import Governing, govern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.diff import Delta
    from constitution.history import Snapshot
    from constitution.repository import Repository

__all__ = [
    "OpenMotion",
    "ballot_ref",
    "ballot_refs",
    "count_ref",
    "governing",
    "open_motion",
    "open_motions",
]


def governing(base: Snapshot, question: Question, files: Mapping[str, bytes | None]) -> Governing:
    """The rules that a question must pass, as they are at its base, with the new files at hand."""

    def old(path: str) -> bytes | None:
        return base.data(path) if path in base.files else None

    return govern(
        question,
        base.rules,
        old=old,
        new=lambda change: files.get(change.path),
        standing=lambda: base.article_paths,
    )


def count_ref(number: str) -> str:
    """Where the clerk's entry waits until the result is declared."""
    return f"refs/counts/{number}"


def ballot_ref(number: str, member: str) -> str:
    """Where a member's ballot waits until it is counted."""
    return f"refs/ballots/{number}/{member}"


def ballot_refs(repository: Repository, number: str) -> list[str]:
    """Every ref with a ballot on an amendment: those of this clone, then those fetched."""
    fetched = (ref for ref in repository.refs(FETCHED) if f"/ballots/{number}/" in ref)
    return [*repository.refs(f"refs/ballots/{number}/"), *fetched]


@dataclass(frozen=True, slots=True)
class OpenMotion:
    """A motion that is put to the vote, its seal checked."""

    folder: str
    branch: Branch
    motion: Motion
    data: bytes
    """The bytes of `motion.toml`."""
    readme: bytes
    base: Snapshot
    sealed: Snapshot
    rules: tuple[Governing, ...]
    """The rules that govern each question, as they were when it was put."""

    @property
    def number(self) -> AmendmentNumber:
        """The number of the amendment."""
        return self.motion.number

    @property
    def name(self) -> str:
        """How it is called in the sitting."""
        return label(self.motion.number, self.motion.revision, self.motion.round)

    @property
    def digest(self) -> Digest:
        """What every ballot and every count names."""
        return digest(self.data)

    def files(self, questions: Sequence[Question]) -> dict[str, bytes | None]:
        """What the changes of these questions do: path to new bytes, None where the file goes."""
        files: dict[str, bytes | None] = {}
        for question in questions:
            for change in question.changes:
                if isinstance(change, Move):
                    files.setdefault(change.source, None)
                if hasattr(change, "new"):
                    files[change.path] = self.sealed.data(change.path)
                else:
                    files.setdefault(change.path, None)
        return files

    def delta(self) -> Delta:
        """What the motion changes in the articles."""
        before = (self.base if self.motion.on is None else self.sealed).files
        text = {path: self.base.data(path) for path in before if path in self.base.files}
        return delta_of(text, self.files(self.motion.questions), self.motion.moves)


def open_motion(desk: Desk, name: str) -> OpenMotion:
    """The motion that was put under a number or a slug, after checking that nobody touched it.

    What this clone put comes before what others did. `Refused` where there are several of that
    name all the same: nobody votes on another motion by what it is called.
    """
    wanted = name.strip().lower().split(" ")[0]
    branches = motion_branches(desk)
    matching = [wanted] if wanted in branches else []
    for folder in () if matching else branches:
        number, _hyphen, rest = folder.partition("-")
        if wanted in {number, rest.partition(".round-")[0]}:
            matching.append(folder)
    ours = [folder for folder in matching if branches[folder].remote is None]
    matching = ours or matching
    if len(matching) > 1:
        raise Refused(
            _("several motions are put under {name}: {folders}").format(
                name=wanted, folders=", ".join(map(safe, matching))
            ),
            hint=_(
                "Name one by the whole of it, such as {folder}; and ask who put the other."
            ).format(folder=safe(matching[0])),
        )
    if matching:
        return _read_motion(desk, matching[0], branches[matching[0]])
    one = find_pending(desk, name)
    raise Refused(
        _("amendment {name} was not put to the vote").format(name=one.called),
        hint=_("Put it first: `constitution put {name}`.").format(name=one.number or one.slug),
    )


def open_motions(desk: Desk) -> list[OpenMotion]:
    """Every motion that is put to the vote."""
    return [_read_motion(desk, folder, branch) for folder, branch in motion_branches(desk).items()]


def _read_motion(desk: Desk, folder: str, branch: Branch) -> OpenMotion:
    repository = desk.repository
    data = repository.read(branch.tip, f"votes/{folder}/motion.toml")
    readme = repository.read(branch.tip, f"votes/{folder}/README.md")
    if data is None or readme is None:
        raise _broken(folder)
    motion = Motion.parse(data, f"votes/{folder}/motion.toml")
    commit = repository.commit(branch.tip)
    base, sealed = desk.at(CommitId(motion.base)), desk.at(branch.tip)
    opened = OpenMotion(
        folder=folder,
        branch=branch,
        motion=motion,
        data=data,
        readme=readme,
        base=base,
        sealed=sealed,
        rules=(),
    )
    expected = {
        f"votes/{folder}/README.md": readme,
        f"votes/{folder}/motion.toml": data,
    }
    if commit.parents != (motion.base,) or digest(readme) != motion.readme:
        raise _broken(folder)
    slug = folder.partition("-")[2].partition(".round-")[0]
    try:
        if folder != folder_name(motion.number, slug, motion.round):
            raise _broken(folder)
        files = opened.files(motion.questions)
        if motion.on is None:
            after = apply(motion.changes, base.digests)
            if after != sealed.digests:
                raise _broken(folder)
        elif not _holds_what_it_names(motion, files):
            raise _broken(folder)
        tree = repository.tree_with(commit.parents[0], {**files, **expected})
    except (KeyError, Malformed):
        raise _broken(folder) from None
    if tree != repository.tree_of(branch.tip, ""):
        raise _broken(folder)
    rules = tuple(governing(base, question, files) for question in motion.questions)
    return replace(opened, rules=rules)


def _holds_what_it_names(motion: Motion, files: Mapping[str, bytes | None]) -> bool:
    """Whether the new words of every change are those of its digest."""
    for change in motion.changes:
        data = files[change.path]
        if not isinstance(change, Delete) and (data is None or digest(data) != change.new):
            return False
    return True


def _broken(folder: str) -> Refused:
    return Refused(
        _("the motion {folder} was changed after it was sealed; nobody can vote on it").format(
            folder=folder
        ),
        hint=_("Put the amendment to the vote again: `constitution put {number}`.").format(
            number=folder.partition("-")[0]
        ),
    )
