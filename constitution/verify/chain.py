"""Main from its tip to the founding commit, judged one commit after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constitution.canonical import digest
from constitution.governance import MEMBERS_FILE, RULES_FILE, Members
from constitution.language import _, ngettext
from constitution.verify.case import Past
from constitution.verify.contents import (
    attribute_warnings,
    content_faults,
    governance_faults,
    print_warnings,
    text_faults,
)
from constitution.verify.doubt import Doubt
from constitution.verify.record import judge_record, remember_records
from constitution.verify.report import Fault, FreeChange, RecordReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constitution.canonical import Digest
    from constitution.verify.archive import Archive, Difference, Snapshot
    from constitution.verify.leftover import Poll
    from constitution.verify.report import Code

MOST_OF_A_KIND = 50
"""How many faults of one kind are named in one commit."""

__all__ = ["Trial", "first_parents", "judge_chain"]


def first_parents(archive: Archive, tip: str, until: str | None) -> Iterator[str]:
    """The commits of main from the tip back to `until`, or to the commit without parents."""
    commit: str | None = tip
    while commit is not None:
        yield commit
        if commit == until:
            return
        commit = next(iter(archive.commit(commit).parents), None)


@dataclass(slots=True)
class Trial:
    """What was found so far, in the order of the commits."""

    past: Past = field(default_factory=Past)
    records: list[RecordReport] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    free: list[FreeChange] = field(default_factory=list)
    polls: dict[Digest, Poll] = field(default_factory=dict)
    """Every motion that was disposed of so far, voted on or not, by its digest."""

    def blame(self, faults: Iterable[Fault]) -> None:
        """Keep faults of one commit; of many of one kind the first few, and how many there were."""
        kinds: dict[Code, int] = {}
        for fault in faults:
            kinds[fault.code] = kinds.get(fault.code, 0) + 1
            if kinds[fault.code] <= MOST_OF_A_KIND:
                self.faults.append(fault)
            commit = fault.commit
        for code, number in kinds.items():
            if number > MOST_OF_A_KIND:
                more = number - MOST_OF_A_KIND
                self.faults.append(
                    Fault(
                        code,
                        ngettext(
                            "And {number} more of this kind.",
                            "And {number} more of this kind.",
                            more,
                        ).format(number=more),
                        commit,
                    )
                )

    def sort(self, faults: Iterable[Fault]) -> None:
        """Keep each fault where it belongs: doubts and warnings are no faults."""
        proven = []
        for fault in faults:
            if fault.code == "unknown-character":
                self.doubts.append(fault)
            elif fault.code in {"mixed-script", "hidden-characters", "other-bytes"}:
                self.warnings.append(fault)
            else:
                proven.append(fault)
        self.blame(proven)

    def doubt(self, doubt: Doubt, commit: str) -> None:
        """Keep what could not be judged in a commit."""
        self.doubts.append(Fault(doubt.code, doubt.message, commit, hint=doubt.hint))


def judge_chain(
    archive: Archive, commits: list[str], progress: Callable[[int, int], None] | None
) -> Trial:
    """What became of judging the commits, the founding one first.

    After a commit at fault the next one is judged from the tree that is really there, so that
    each fault names the commit that brought it and no other.
    """
    trial = Trial()
    parent: Snapshot | None = None
    for number, id_ in enumerate(commits, start=1):
        child = archive.snapshot(id_)
        try:
            _judge_commit(trial, parent, child)
        except Doubt as doubt:
            trial.doubt(doubt, id_)
            trial.past.lose()
        _remember(trial.past, parent, child)
        parent = child
        if progress is not None:
            progress(number, len(commits))
    return trial


def _remember(past: Past, parent: Snapshot | None, child: Snapshot) -> None:
    try:
        if parent is not None and parent.file(RULES_FILE) != child.file(RULES_FILE):
            past.rules_changed += 1
    except Doubt:
        pass  # that the commit cannot be read is said already
    past.commits[child.id] = past.rules_changed
    if parent is None:
        return
    try:
        if parent.file(MEMBERS_FILE) == child.file(MEMBERS_FILE):
            return
        before, after = parent.members(), child.members()
    except Doubt:
        return
    if isinstance(before, Members) and isinstance(after, Members):
        past.gone |= before.by_id.keys() - after.by_id.keys()


def _judge_commit(trial: Trial, parent: Snapshot | None, child: Snapshot) -> None:
    if child.commit.fault:
        trial.faults.append(Fault("bad-commit", child.commit.fault, child.id))
    broken: list[tuple[str, str]] = []
    differences, free = child.changes_since(parent, broken)
    trial.blame(
        Fault("bad-tree", sentence, child.id, path.rstrip("/")) for path, sentence in broken
    )
    trial.blame(content_faults(child.id, differences))
    for found in (
        text_faults(child, differences),
        print_warnings(child, differences),
        attribute_warnings(child, differences if parent is None else ()),
        governance_faults(parent, child, differences, frozenset(trial.past.gone)),
    ):
        try:
            trial.sort(found)
        except Doubt as doubt:
            trial.doubt(doubt, child.id)
    if parent is None:
        if any(difference.path.startswith("votes/") for difference in differences):
            trial.faults.append(
                Fault(
                    "records-tampered-with",
                    _("A constitution is founded without any record of a vote."),
                    child.id,
                    "votes",
                )
            )
        return
    if differences:
        _judge_change(trial, parent, child, tuple(differences), free)
        return
    if free and not broken:
        trial.free.append(FreeChange(child.id, free))
    trial.blame(_left_behind(trial.past, child))


def _left_behind(past: Past, child: Snapshot) -> Iterator[Fault]:
    """A fault where a merge buries a history with records that its own tree does not hold.

    Whoever may push to main, though never force it, could otherwise undo an adoption: main would
    go on from the commit before, and what was adopted be merged in for show. Where the commit
    changes what is protected, its second parent is held against the sealed commit instead.
    """
    archive = child.archive
    kept = archive.tree(child.folder("votes")).entries
    waiting = list(child.commit.parents[1:])
    seen = set(waiting)
    archive.begin_walk()
    while waiting:
        id_ = waiting.pop()
        if id_ in past.commits:
            continue
        beside = archive.snapshot(id_)
        archive.step()
        for name, entry in archive.tree(beside.folder("votes")).entries.items():
            path = f"votes/{name}/vote.toml"
            if kept.get(name) != entry and beside.file(path) not in {None, child.file(path)}:
                yield Fault(
                    "records-tampered-with",
                    _("This merge leaves out a record of the history that it merges."),
                    child.id,
                    path,
                )
                return
        waiting += [one for one in beside.commit.parents if one not in seen]
        seen.update(beside.commit.parents)


def _judge_change(
    trial: Trial,
    parent: Snapshot,
    child: Snapshot,
    differences: tuple[Difference, ...],
    free: tuple[str, ...],
) -> None:
    """Judge a commit that changed protected files: a record must stand behind it."""
    votes = parent.folder("votes")
    before = parent.archive.tree(votes).entries
    touched = {
        difference.path.split("/")[1]
        for difference in differences
        if difference.path.startswith("votes/")
    }
    known = {name for name in touched if name in before}
    for name in sorted(known):
        trial.faults.append(
            Fault(
                "records-tampered-with",
                _("An earlier record was changed or removed."),
                child.id,
                f"votes/{name}",
            )
        )
    brought = sorted(touched - known)
    text = [one.path for one in differences if not one.path.startswith("votes/")]
    if len(brought) != 1:
        if brought:
            trial.faults.append(
                Fault(
                    "unratified-change",
                    ngettext(
                        "{number} record came in one commit; each needs a commit of its own.",
                        "{number} records came in one commit; each needs a commit of its own.",
                        len(brought),
                    ).format(number=len(brought)),
                    child.id,
                    "votes",
                )
            )
        elif text:
            trial.faults.append(_unratified(child.id, text))
        remember_records(trial.past, child, brought)
        return
    if free:
        trial.faults.append(
            Fault(
                "changed-after-the-vote",
                _(
                    "A record's commit changes nothing but the text; this one changes {path}."
                ).format(path=free[0]),
                child.id,
                free[0],
            )
        )
    judged = judge_record(trial.past, parent, child, brought[0], differences)
    if judged.report is not None:
        trial.records.append(judged.report)
    if judged.poll is not None:
        motion = child.digest(f"votes/{brought[0]}/motion.toml")
        trial.polls[motion or digest(b"")] = judged.poll
    trial.sort(judged.faults)
    trial.doubts.extend(judged.doubts)
    if judged.report is None and text and not judged.doubts:
        trial.faults.append(_unratified(child.id, text))


def _unratified(commit: str, paths: list[str]) -> Fault:
    others = len(paths) - 1
    sentence = (
        ngettext(
            "{path} and {number} other file were changed with no vote.",
            "{path} and {number} other files were changed with no vote.",
            others,
        ).format(path=paths[0], number=others)
        if others
        else _("{path} was changed with no vote.").format(path=paths[0])
    )
    return Fault("unratified-change", sentence, commit, paths[0])
