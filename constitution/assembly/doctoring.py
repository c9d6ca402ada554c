"""What keeps people from working in this clone, in plain words, and what would mend it.

Files are looked at before libgit2 is asked anything, since it waits for ever on an object that was
cut short. Nothing is ever destroyed: what is in the way is set aside, and it is said where.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from constitution.assembly.exchanging import apart, behind, explain_apart
from constitution.errors import CannotTell, ConstitutionError, Refused, Unknown, clause
from constitution.language import _, ngettext
from constitution.names import is_plain_ref, is_possible
from constitution.repository import CommitId, RefMove, health, refuse_foreign_programs, remotes
from constitution.repository.bulk import foreign
from constitution.repository.keeping import is_busy
from constitution.system import reason_of
from constitution.vote import DISPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from constitution.assembly.desk import Desk

__all__ = ["Finding", "diagnose", "repair"]

_OLD = 600  # seconds: a lock of this age is nobody's, where no system says whose it is

Code = Literal[
    "stale-lock",
    "lock-held",
    "broken-object",
    "broken-pack",
    "missing-object",
    "interrupted-act",
    "work-tree-behind",
    "blocking-name",
    "foreign-program",
    "ambiguous-name",
    "impossible-name",
    "odd-name",
    "lost-draft",
    "kept-text",
    "leftover",
    "main-behind",
    "main-apart",
    "read-only",
    "disk-full",
]


# -- repairs: a closed set -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that goes out of the way."""

    file: Path


@dataclass(frozen=True, slots=True)
class Settle:
    """An act that was cut short is completed, or taken back."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Files of an older main that are brought up to the current one."""

    since: CommitId


@dataclass(frozen=True, slots=True)
class Rename:
    """A ref that gets a name that is in nobody's way."""

    ref: str
    commit: CommitId


@dataclass(frozen=True, slots=True)
class Restore:
    """A branch that is made again where it last stood."""

    ref: str
    commit: CommitId


Repair = SetAside | Settle | Refresh | Rename | Restore


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found."""

    code: Code
    sentence: str
    """What it is."""
    advice: str
    """What it means, and what to do; what `repair` does, where it does something."""
    repair: Repair | None = None
    is_note: bool = False
    """Whether it keeps nobody from working."""


# -- diagnosis -------------------------------------------------------------------------------------


def diagnose(desk: Desk, progress: Callable[[int, int], None] | None = None) -> list[Finding]:
    """Everything found in this clone, the worst first; nothing is changed."""
    folder = desk.repository.git_folder
    found = [*_room(folder), *_locks(folder), *_objects(folder, progress)]
    broken = any(finding.code in {"broken-object", "broken-pack"} for finding in found)
    if not broken:
        try:
            with foreign(folder):
                found += [
                    *_act(desk),
                    *_names(desk),
                    *_work_tree(desk),
                    *_drafts(desk),
                    *_behind(desk),
                    *_network(desk),
                ]
        except (CannotTell, Unknown) as error:
            found.append(
                Finding(
                    "missing-object",
                    _("Something is missing in this clone: {reason}").format(reason=error),
                    _(
                        "Another clone has it. Clone again, or copy its `.git/objects` over this "
                        "one; then look again."
                    ),
                )
            )
    found += _left(desk)
    return sorted(found, key=lambda finding: finding.is_note)


def _room(folder: Path) -> Iterator[Finding]:
    match health.writing_fails(folder):
        case "read-only":
            yield Finding(
                "read-only",
                _("Nothing can be written in {path}: it is read-only.").format(path=folder),
                _(
                    "Reading and verifying work. To write, make it yours (`chmod`, `chown`), or "
                    "clone it where you may write."
                ),
            )
        case "full":
            yield Finding(
                "disk-full",
                _("Nothing can be written in {path}: the disk is full.").format(path=folder),
                _("Make room first. What was committed is whole; what you are typing stays open."),
            )
        case None:
            return


def _locks(folder: Path) -> Iterator[Finding]:
    for lock in health.locks(folder):
        name = lock.file.relative_to(folder).as_posix()
        said = _("{name} has been there for {age}").format(name=name, age=_age(lock.age))
        if lock.holder is not None:
            number, program = lock.holder
            yield Finding(
                "lock-held",
                _("{lock}; process {number} ({program}) is at work here.").format(
                    lock=said, number=number, program=program
                ),
                _("Wait until it has ended, or end it yourself; then do it again."),
            )
        elif lock.sure or lock.age >= _OLD:
            yield Finding(
                "stale-lock",
                _("{lock}, and no process holds it.").format(lock=said),
                _(
                    "A program ended before its time; nothing can be written until the lock is "
                    "gone. With `--fix` it is set aside."
                ),
                SetAside(lock.file),
            )
        else:
            yield Finding(
                "lock-held",
                _("{lock}; this system does not say who holds it.").format(lock=said),
                _("Wait ten minutes: if it is still there, it is nobody’s."),
            )


def _age(seconds: int) -> str:
    if seconds < 120:
        return ngettext("{number} second", "{number} seconds", seconds).format(number=seconds)
    if seconds < 7200:
        return ngettext("{number} minute", "{number} minutes", seconds // 60).format(
            number=seconds // 60
        )
    if seconds < 172_800:
        return ngettext("{number} hour", "{number} hours", seconds // 3600).format(
            number=seconds // 3600
        )
    return ngettext("{number} day", "{number} days", seconds // 86_400).format(
        number=seconds // 86_400
    )


def _objects(folder: Path, progress: Callable[[int, int], None] | None) -> Iterator[Finding]:
    faults = {
        "empty": _("it is empty"),
        "cut-short": _("it was cut short"),
        "not-an-object": _("its bytes are no object"),
        "other-bytes": _("its bytes are not those it is named after"),
        "too-big": _("it is too big to be one of a constitution"),
        "unreadable": _("it cannot be read"),
    }
    for one in health.broken_objects(folder, progress):
        if one.fault == "unreadable":
            yield Finding(
                "broken-object",
                _("{file} cannot be read.").format(file=one.file),
                _("See to it that you may read all below {folder}, then look again.").format(
                    folder=folder / "objects"
                ),
            )
            continue
        said = _("The object {id} is broken: {fault}.").format(
            id=one.file.parent.name + one.file.name, fault=faults[one.fault]
        )
        if not one.file.is_relative_to(folder):
            yield Finding(
                "broken-object",
                said,
                _(
                    "It lies in {folder}, which this clone borrows from: run `constitution doctor` "
                    "there, or clone again without `--shared` and `--reference`."
                ).format(folder=one.file.parent.parent),
            )
            continue
        yield Finding(
            "broken-object",
            said,
            _(
                "A crash of the machine or a failing disk does that. With `--fix` it is set aside; "
                "if a pack or another clone has it too, nothing is lost: fetch, or clone again, and "
                "look again."
            ),
            SetAside(one.file),
        )
    for one in health.broken_packs(folder):
        yield Finding(
            "broken-pack",
            _("The pack {name} is broken: {fault}.").format(
                name=one.file.name, fault=faults[one.fault]
            ),
            _(
                "It holds a part of the history. Clone again from somebody who has it whole, and "
                "look at the disk; keep this folder until then."
            ),
        )


def _act(desk: Desk) -> Iterator[Finding]:
    act = desk.acts.interrupted()
    if act is None:
        return
    said = {"verb": act.verb, "subject": act.subject}
    if is_busy(desk.repository.state_folder):
        yield Finding(
            "lock-held",
            _("“{verb} {subject}” is under way in another run of this program.").format(**said),
            _("Wait until it has ended."),
        )
        return
    yield Finding(
        "interrupted-act",
        _("“{verb} {subject}” was cut short.").format(**said),
        _(
            "With `--fix` it is completed if it had taken effect, and taken back if it had not; the "
            "next act does the same."
        ),
        Settle(),
    )


def _names(desk: Desk) -> Iterator[Finding]:
    repository = desk.repository
    blocking = _blocking_names(desk)
    checked_out = f"refs/heads/{repository.checked_out}"
    for ref, keeps in blocking.items():
        commit = repository.tip(ref)
        yield Finding(
            "blocking-name",
            _("{ref} is in the way: {others} could not be made beside it.").format(
                ref=ref, others=keeps
            ),
            _("Check out main first, then look again: `git checkout main`.")
            if ref == checked_out or commit is None
            else _("With `--fix` it is kept under another name, {name}.").format(
                name=_other_name(ref)
            ),
            None if ref == checked_out or commit is None else Rename(ref, commit),
        )
    for remote in remotes(repository):
        for folder in ("amendments", "motions", "session"):
            if repository.tip(f"refs/remotes/{remote}/{folder}") is not None:
                yield Finding(
                    "blocking-name",
                    _(
                        "A branch at {remote} is called “{name}”, and none can be published beside "
                        "it as {name}/…."
                    ).format(remote=remote, name=folder),
                    _("Whoever keeps {remote} can rename it: `git branch -m {name} OTHER`.").format(
                        remote=remote, name=folder
                    ),
                )
    for folder in ("articles", "governance", "votes", "drafts"):
        if repository.tip(f"refs/heads/{folder}") is not None:
            yield Finding(
                "ambiguous-name",
                _("A branch is called “{name}”, as a folder of the constitution is.").format(
                    name=folder
                ),
                _(
                    "Plain git cannot tell which is meant: rename the branch "
                    "(`git branch -m {name} OTHER`)."
                ).format(name=folder),
                is_note=True,
            )
    odd = [ref for ref in repository.refs("refs/") if not is_plain_ref(ref)]
    for ref in [one for one in odd if not is_possible(one)]:
        odd.remove(ref)
        file = repository.git_folder / ref
        yield Finding(
            "impossible-name",
            _("{ref} is a name that git itself does not take.").format(ref=ref),
            _("`fetch` and `publish` stop at it. With `--fix` it is set aside."),
            SetAside(file) if file.is_file() else None,
        )
    if odd:
        named = ", ".join(odd[:5]) + (" …" if len(odd) > 5 else "")
        yield Finding(
            "odd-name",
            ngettext(
                "{number} ref bears a name that is never published: {names}",
                "{number} refs bear names that are never published: {names}",
                len(odd),
            ).format(number=len(odd), names=named),
            _("It stops nobody. If it is yours, give it a name of letters, digits and hyphens."),
            is_note=True,
        )


def _blocking_names(desk: Desk) -> dict[str, str]:
    """The refs whose names keep those of amendments, motions, ballots and records from being."""
    folders = ["refs/heads/amendments", "refs/heads/motions", "refs/heads/session"]
    folders += [f"refs/tags/{family}" for family in ("rejected", "divided", *DISPOSITIONS)]
    folders += ["refs/ballots", "refs/counts", "refs/fetched"]
    found = {}
    for ref in desk.repository.refs("refs/"):
        is_number_alone = ref.startswith("refs/ballots/") and ref.count("/") == 2
        if ref in folders or is_number_alone:
            found[ref] = f"{ref}/…"
    return found


def _other_name(ref: str) -> str:
    return "refs/set-aside/" + ref.removeprefix("refs/")


def _work_tree(desk: Desk) -> Iterator[Finding]:
    late = desk.repository.late_files()
    if late is None:
        return
    since, files = late
    yield Finding(
        "work-tree-behind",
        ngettext(
            "{number} file of the work tree holds the words of an older main.",
            "{number} files of the work tree hold the words of an older main.",
            len(files),
        ).format(number=len(files)),
        _(
            "Main moved beneath them: it was pushed to, or an act was cut short. With `--fix` they "
            "are brought up to main; files you changed are not touched."
        ),
        Refresh(since),
    )


def _drafts(desk: Desk) -> Iterator[Finding]:
    repository = desk.repository
    recorded = {entry.slug for entry in desk.records()}
    last: dict[str, CommitId | None] = {}
    for act in desk.acts.journal():
        for move in act.moves:
            if move.ref.startswith("refs/heads/amendments/"):
                last[move.ref] = move.new
    for ref, commit in sorted(last.items()):
        slug = ref.removeprefix("refs/heads/amendments/")
        if commit is None or slug in recorded or repository.tip(ref) is not None:
            continue
        if slug in repository.branches("amendments"):
            continue
        has_it = repository.has(commit)
        yield Finding(
            "lost-draft",
            _("The branch of amendment {slug} is gone, by no act of this program.").format(
                slug=slug
            ),
            _("With `--fix` it is made again where it last stood, at {commit}.").format(
                commit=commit[:10]
            )
            if has_it
            else _("Its last commit, {commit}, is gone too; another clone may have it.").format(
                commit=commit[:10]
            ),
            Restore(ref, commit) if has_it else None,
        )


def _behind(desk: Desk) -> Iterator[Finding]:
    for remote, number in behind(desk).items():
        yield Finding(
            "main-behind",
            ngettext(
                "Main is {number} commit behind {remote}.",
                "Main is {number} commits behind {remote}.",
                number,
            ).format(number=number, remote=remote),
            _("`constitution fetch` follows it."),
            is_note=True,
        )
    for remote, why in apart(desk).items():
        yield Finding(
            "main-apart",
            explain_apart(remote, why),
            _("Nothing of this clone is lost by it."),
            is_note=True,
        )


def _network(desk: Desk) -> Iterator[Finding]:
    """What would stop `fetch` and `publish` before they reached anybody."""
    if not remotes(desk.repository) or shutil.which("git") is None:
        return
    try:
        refuse_foreign_programs(desk.repository)
    except Refused as refusal:
        yield Finding(
            "foreign-program",
            _("`fetch` and `publish` are refused here: {reason}.").format(reason=refusal.message),
            refusal.hint,
        )


def _left(desk: Desk) -> Iterator[Finding]:
    state = desk.repository.state_folder
    for folder in ("typed", "drafts"):
        for file in sorted((state / folder).rglob("*")):
            if file.is_file() and not file.name.endswith((".new", ".held", ".at")):
                yield Finding(
                    "kept-text",
                    _("What was typed and not saved is kept in {path}.").format(path=file),
                    _("Put it in (`constitution amend edit N ARTICLE --file …`), or delete it."),
                    is_note=True,
                )
    for file in health.leftovers(state):
        yield Finding(
            "leftover",
            _("{name} was being written when a program ended.").format(name=file.name),
            _("What it was to replace is whole. With `--fix` it is set aside."),
            SetAside(file),
            is_note=True,
        )


# -- repair ----------------------------------------------------------------------------------------


def repair(desk: Desk, finding: Finding) -> str:
    """What was done about it, in a sentence; `Refused` where it could not be done."""
    repository = desk.repository
    match finding.repair:
        case None:
            raise Refused(clause(finding.sentence), hint=finding.advice)
        case SetAside(file):
            try:
                place = health.set_aside(repository.git_folder, file)
            except OSError as error:
                raise Refused(
                    _("{path} cannot be set aside: {reason}").format(
                        path=file, reason=reason_of(error)
                    )
                ) from None
            return _("Set aside: {path}.").format(path=place)
        case Settle():
            settled = desk.acts.settle()
            if settled is not None and settled.completed:
                return _("Completed: {verb} {subject}.").format(
                    verb=settled.act.verb, subject=settled.act.subject
                )
            return _("Taken back: nothing of it had taken effect.")
        case Refresh(since):
            number = len(repository.refresh_since(since))
            return ngettext(
                "Brought up to main: {number} file.", "Brought up to main: {number} files.", number
            ).format(number=number)
        case Rename(ref, commit):
            name, number = _other_name(ref), 1
            while repository.tip(name) is not None:
                number += 1
                name = f"{_other_name(ref)}-{number}"
            repository.publish([RefMove(ref, commit, None)])
            try:
                repository.publish([RefMove(name, None, commit)])
            except ConstitutionError:
                repository.publish([RefMove(ref, None, commit)])
                raise
            return _("{ref} is now {name}.").format(ref=ref, name=name)
        case Restore(ref, commit):
            repository.publish([RefMove(ref, None, commit)])
            return _("Made again: {ref}.").format(ref=ref)
        case other:
            assert_never(other)
