"""Whether the text that entered main is the text that was voted on, to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.errors import Malformed
from constitution.language import _, ngettext
from constitution.motion import apply, changed_paths
from constitution.verify.contents import RECORD_FILES
from constitution.verify.doubt import Doubt
from constitution.vote import VoteRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constitution.canonical import Digest
    from constitution.motion import Change
    from constitution.verify.archive import Difference, Snapshot
    from constitution.verify.case import Case
    from constitution.verify.report import Fault

__all__ = ["change_faults", "find_sealed", "seal_faults"]


def seal_faults(case: Case) -> Iterator[Fault]:
    """A fault where the commit has another parent than main and the sealed commit."""
    others = case.child.commit.parents[1:]
    if len(others) > 1:
        yield case.fault(
            "bad-seal", _("The commit has more parents than main and the sealed commit.")
        )
    elif others:
        sealed = case.archive.snapshot(others[0])
        sentence = unsealed(case, sealed)
        if sentence:
            yield case.fault("bad-seal", sentence)


def unsealed(case: Case, sealed: Snapshot) -> str | None:
    """Why a commit is not the sealed commit of this motion; None when it is."""
    if sealed.commit.fault:
        return sealed.commit.fault
    if sealed.commit.parents != (case.motion.base,):
        return _("The second parent is not the sealed commit: it does not stand on the base.")
    faults: list[tuple[str, str]] = []
    differences, free = sealed.changes_since(case.base, faults)
    for file in ("README.md", "motion.toml"):
        path = f"{case.folder}/{file}"
        if sealed.file(path) is None or sealed.file(path) != case.child.file(path):
            return _("The second parent does not hold the same {path}.").format(path=path)
    if faults or free:
        return _("The second parent changes {path}, which the motion does not name.").format(
            path=free[0] if free else faults[0][0]
        )
    try:
        expected = after(case.base, case.motion.changes)
    except Malformed as fault:
        return str(fault)
    own = {f"{case.folder}/README.md", f"{case.folder}/motion.toml"}
    wrong = first_other(sealed, differences, expected, own)
    if wrong is None:
        return None
    return _("The second parent holds another {path} than the motion names.").format(path=wrong)


def find_sealed(case: Case) -> Snapshot | None:
    """The sealed commit: the second parent, or the one a tag or a branch of this clone keeps."""
    parents = case.child.commit.parents
    if len(parents) == 2:
        return case.archive.snapshot(parents[1])
    name = case.folder.removeprefix("votes/")
    for ref in (
        f"refs/tags/rejected/{name}",
        f"refs/tags/adopted/{name}",
        f"refs/heads/motions/{name}",
        f"refs/remotes/origin/motions/{name}",
    ):
        id_ = case.archive.store.ref(ref)
        if id_ is None:
            continue
        try:
            sealed = case.archive.snapshot(id_)
            if unsealed(case, sealed) is None:
                return sealed
        except Doubt:
            continue
    return None


def after(snapshot: Snapshot, changes: Iterable[Change]) -> dict[str, Digest | None]:
    """What stands at each path of the changes once they are applied; `Malformed` if they cannot be."""
    changes = tuple(changes)
    paths = changed_paths(changes)
    before = {path: found for path in paths if (found := snapshot.digest(path)) is not None}
    result = apply(changes, before)
    return {path: result.get(path) for path in paths}


def first_other(
    snapshot: Snapshot,
    differences: Iterable[Difference],
    expected: Mapping[str, Digest | None],
    own: Iterable[str],
) -> str | None:
    """The first path where a tree is not as expected; None when it is as expected everywhere."""
    own = set(own)
    for difference in differences:
        if difference.path not in expected and difference.path not in own:
            return difference.path
    for path, wanted in sorted(expected.items()):
        if snapshot.digest(path) != wanted or (wanted is None and snapshot.entry(path)):
            return path
    return None


def change_faults(case: Case) -> Iterator[Fault]:
    """A fault where the commit changed something else than what its record adopts."""
    record = case.record
    adopted: tuple[Change, ...] = ()
    if isinstance(record, VoteRecord):
        if len(record.counts) != len(case.motion.questions):
            yield case.fault(
                "wrong-count",
                ngettext(
                    "The motion asks {questions} question, and the record counts {counts}.",
                    "The motion asks {questions} questions, and the record counts {counts}.",
                    len(case.motion.questions),
                ).format(questions=len(case.motion.questions), counts=len(record.counts)),
                case.vote_file,
            )
        try:
            after(case.base, case.motion.changes if case.motion.on is None else ())
        except Malformed as fault:
            yield case.fault("bad-motion", _("On its base: {fault}").format(fault=fault))
            return
        if case.motion.on is None:
            adopted = tuple(
                change
                for question, count in zip(case.motion.questions, record.counts, strict=False)
                if count.outcome == "adopted"
                for change in question.changes
            )
    try:
        expected = after(case.parent, adopted)
    except Malformed as fault:
        yield case.fault(
            "changed-after-the-vote",
            _("The text had changed since the motion was sealed: {fault}").format(fault=fault),
            fault.where,
        )
        return
    own = {f"{case.folder}/{file}" for file in RECORD_FILES}
    text = [one for one in case.differences if not one.path.startswith("votes/")]
    wrong = first_other(case.child, text, expected, own)
    if wrong is None:
        return
    if wrong in changed_paths(case.motion.changes) and wrong not in expected:
        yield case.fault(
            "vote-failed",
            _("{path} was changed, and the vote did not adopt that change.").format(path=wrong),
            wrong,
        )
    else:
        yield case.fault(
            "changed-after-the-vote",
            _("{path} is not as the motion that was voted on says.").format(path=wrong),
            wrong,
        )
