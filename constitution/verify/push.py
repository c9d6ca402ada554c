"""What a server may accept: a main that verifies, ballots that are well formed, names in nobody's way.

It judges before anything is accepted, so what was pushed is read where git keeps it until then
(the quarantine of `githooks(5)`, pre-receive).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constitution.ballot import explain, spoils
from constitution.canonical import digest
from constitution.errors import ConstitutionError, Malformed
from constitution.language import _
from constitution.motion import Motion
from constitution.names import is_number, is_plain_ref, is_slug
from constitution.verify import verify
from constitution.verify.archive import Archive
from constitution.verify.chain import first_parents
from constitution.verify.clone import open_store
from constitution.verify.doubt import Doubt
from constitution.verify.leftover import read_ballot
from constitution.verify.refs import MOTIONS, refs_below
from constitution.verify.store import is_id
from constitution.vote import DISPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constitution.ballot import SignedBallot
    from constitution.verify.report import Verdict

__all__ = ["Objection", "Update", "judge_push", "quarantine", "read_updates"]

MAIN = "refs/heads/main"
_NOTHING = "0" * 40
_UPDATE = re.compile(r"([0-9a-f]{40}) ([0-9a-f]{40}) (refs/[^\n]*)")
_BALLOT_FILES = frozenset({"ballot.toml", "ballot.toml.sig"})
_BLOCKING = frozenset(
    {
        "refs/heads/amendments",
        "refs/heads/motions",
        "refs/heads/session",
        "refs/ballots",
        *(f"refs/tags/{family}" for family in ("rejected", "divided", *DISPOSITIONS)),
    }
)
_DECOY = re.compile(
    r"refs/tags/main|refs/(?:heads|tags)/(?:[A-Z]*HEAD|[A-Z]+_HEAD|[0-9a-f]{40}|refs(?:/.*)?)"
)
"""Names that stand for main, for what is checked out, for a commit by its id, or for another ref."""
_FOLDERS = frozenset(f"refs/heads/{name}" for name in ("articles", "governance", "votes", "drafts"))


@dataclass(frozen=True, slots=True)
class Update:
    """A ref that a push would move; None for a ref that is not there."""

    ref: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a ref cannot move so, and what whoever pushed can do."""

    ref: str
    sentence: str
    advice: str
    details: tuple[str, ...] = ()
    """The faults, each in a sentence."""


def read_updates(lines: str) -> tuple[Update, ...]:
    """The updates that git gives to a hook, a line each; `Malformed` where one cannot be read."""
    updates = []
    for line in lines.split("\n"):
        if not line:
            continue
        found = _UPDATE.fullmatch(line)
        if found is None:
            raise Malformed(
                _("“{line}” is no update of a ref").format(line=line),
                hint=_("Git starts this verb itself, from the hook `pre-receive` of a server."),
            )
        old, new, ref = found.groups()
        updates.append(
            Update(ref, old if old != _NOTHING else None, new if new != _NOTHING else None)
        )
    return tuple(updates)


def quarantine(env: Mapping[str, str], separator: str) -> tuple[Path, ...]:
    """Where git keeps what was pushed until it is accepted, by the environment of the hook."""
    folders = [env.get("GIT_QUARANTINE_PATH", ""), env.get("GIT_OBJECT_DIRECTORY", "")]
    folders += env.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "").split(separator)
    return tuple(dict.fromkeys(Path(folder) for folder in folders if folder))


def judge_push(
    git_folder: Path,
    updates: Sequence[Update],
    *,
    objects: tuple[Path, ...] = (),
    founding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Objection, ...]:
    """Everything that a server must not accept of a push; nothing where it may accept it whole."""
    found: list[Objection] = []
    for update in updates:
        found += _name_objections(update)
        if update.ref == MAIN:
            found += _main_objections(git_folder, update, objects, founding, progress)
        elif update.ref.startswith("refs/ballots/"):
            found += _ballot_objections(git_folder, update, updates, objects)
    return tuple(found)


def _name_objections(update: Update) -> Iterator[Objection]:
    ref = update.ref
    if update.new is None:
        return  # whatever it is called, it may go
    if ref in _BLOCKING or (ref.startswith("refs/ballots/") and ref.count("/") < 3):
        yield Objection(
            ref,
            _("this name would keep others from being made: {name}/…").format(name=ref),
            _("Give it another name."),
        )
    elif ref in _FOLDERS:
        yield Objection(
            ref,
            _("a branch of this name could not be told from a folder of the constitution"),
            _("Give it another name."),
        )
    elif _DECOY.fullmatch(ref):
        yield Objection(
            ref,
            _("git would take it for something else that bears this name"),
            _("Give it another name."),
        )
    elif ref.startswith("refs/replace/"):
        yield Objection(
            ref,
            _("it would show another history than the one that is there"),
            _("Leave it in your own clone."),
        )
    elif not is_plain_ref(ref):
        yield Objection(
            ref,
            _("a name holds letters, digits, dots, hyphens and slashes"),
            _("Give it another name."),
        )


# -- main ------------------------------------------------------------------------------------------


def _main_objections(
    git_folder: Path,
    update: Update,
    objects: tuple[Path, ...],
    founding: str | None,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Objection]:
    if update.new is None:
        yield Objection(
            MAIN,
            _("main is the constitution, and is never deleted"),
            _("Nothing was changed."),
        )
        return
    try:
        if update.old is not None and not _leads_to(git_folder, update.new, update.old, objects):
            yield Objection(
                MAIN,
                _("main here has records that what you pushed does not have"),
                _("Fetch first (`constitution fetch`); what you declared since is declared again."),
            )
            return
        verdict = verify(
            git_folder,
            founding=founding,
            tip=update.new,
            remembered_tip=update.old,
            objects=objects,
            progress=progress,
        )
    except ConstitutionError as error:
        yield Objection(MAIN, error.message, error.hint)
        return
    if verdict.outcome not in {"valid", "consistent"}:
        yield Objection(
            MAIN,
            _("what you pushed does not verify: {verdict}").format(verdict=verdict.sentence),
            _("`constitution verify` says the same in your clone, and more."),
            _details(verdict),
        )


def _details(verdict: Verdict) -> tuple[str, ...]:
    return tuple(
        f"{fault.code}: {fault.sentence}" + (f" ({fault.commit[:10]})" if fault.commit else "")
        for fault in (*verdict.faults, *verdict.doubts)[:10]
    )


def _leads_to(git_folder: Path, tip: str, commit: str, objects: tuple[Path, ...]) -> bool:
    """Whether the first parents of `tip` lead back to the commit."""
    archive = Archive(open_store(git_folder, objects))
    return commit in first_parents(archive, tip, commit)


# -- ballots ---------------------------------------------------------------------------------------


def _ballot_objections(
    git_folder: Path, update: Update, updates: Sequence[Update], objects: tuple[Path, ...]
) -> Iterator[Objection]:
    number, _slash, member = update.ref.removeprefix("refs/ballots/").partition("/")
    if not is_number(number) or not is_slug(member):
        yield Objection(
            update.ref,
            _("a ballot is at refs/ballots/NUMBER/MEMBER"),
            _("`constitution vote` puts it there."),
        )
        return
    archive = Archive(open_store(git_folder, objects))
    try:
        if (
            update.old is not None
            and not _ballot_fault(archive, update.old, number, member, updates)
            and not _is_counted(archive, update.old, updates)
        ):
            yield Objection(
                update.ref,
                _("a ballot is final: it goes when it was counted, or when its motion is put anew"),
                _("Nothing was changed."),
            )
        elif update.new is not None:
            fault = _ballot_fault(archive, update.new, number, member, updates)
            if fault:
                yield Objection(update.ref, fault, _("`constitution vote` makes one."))
    except Doubt as doubt:
        yield Objection(update.ref, doubt.message, doubt.hint)


def _ballot_fault(
    archive: Archive, id_: str, number: str, member: str, updates: Sequence[Update]
) -> str:
    """Why a commit is no ballot of that member that could count; empty where it is one.

    Nobody can keep a member from voting by filing a forged ballot first: it is refused, and one
    that counts for nothing gives way.
    """
    commit = archive.commit(id_)
    entries = archive.tree(commit.tree).entries
    if commit.parents or "ballot.toml" not in entries or not entries.keys() <= _BALLOT_FILES:
        return _("a ballot is a commit without parents that holds a ballot, and nothing else")
    if any(entry.is_folder for entry in entries.values()):
        return _("a ballot is a commit without parents that holds a ballot, and nothing else")
    try:
        signed = read_ballot(archive, id_, "ballot.toml")
    except Malformed as fault:
        return fault.message
    if signed is None:
        return _("a ballot is a commit without parents that holds a ballot, and nothing else")
    if signed.ballot.member != member:
        return _("the ballot is one of {found}, not of {member}").format(
            found=signed.ballot.member, member=member
        )
    return _counts_for_nothing(archive, signed, number, updates)


def _counts_for_nothing(
    archive: Archive, signed: SignedBallot, number: str, updates: Sequence[Update]
) -> str:
    """Why a ballot does not count for what is put to the vote; empty where it does."""
    main = next((update.new for update in updates if update.ref == MAIN), None)
    main = main or archive.store.ref(MAIN)
    if main is None or not is_id(main):
        return ""
    now = archive.snapshot(main).members()
    for folder, tip in _motions(archive, number, updates).items():
        path = f"votes/{folder}/motion.toml"
        data = archive.snapshot(tip).blob(path)
        if data is None or digest(data) != signed.ballot.motion:
            continue
        try:
            motion = Motion.parse(data, path)
        except Malformed as fault:
            return fault.message
        base = archive.snapshot(motion.base).members()
        if isinstance(base, Malformed) or isinstance(now, Malformed):
            return ""
        spoilt = spoils(signed, signed.ballot.motion, len(motion.questions), base, now)
        return "" if spoilt is None else explain(spoilt, signed.ballot.member).rstrip(".")
    return _("the ballot is on something that is not put to the vote here")


def _motions(archive: Archive, number: str, updates: Sequence[Update]) -> dict[str, str]:
    """The motions on an amendment after the push: folder to sealed commit."""
    prefix = f"{MOTIONS[0]}{number}-"
    found = {ref: tip for ref, tip in refs_below(archive.store, MOTIONS) if ref.startswith(prefix)}
    for update in updates:
        if update.ref.startswith(prefix):
            found.pop(update.ref, None)
            if update.new is not None:
                found[update.ref] = update.new
    return {ref.removeprefix(MOTIONS[0]): tip for ref, tip in found.items()}


def _is_counted(archive: Archive, id_: str, updates: Sequence[Update]) -> bool:
    """Whether main has, after this push, a record of what a ballot was cast on."""
    pushed = next((update.new for update in updates if update.ref == MAIN), None)
    main = pushed or archive.store.ref(MAIN)
    signed = read_ballot(archive, id_, "ballot.toml")
    if main is None or not is_id(main) or signed is None:
        return False
    snapshot = archive.snapshot(main)
    votes = archive.tree(snapshot.folder("votes")).entries
    return any(
        snapshot.digest(f"votes/{name}/motion.toml") == signed.ballot.motion for name in votes
    )
