"""What a clone proves, offline and with nobody to trust: every outcome counted again.

    verify     a repository, bare or not, judged from its raw objects
    Verdict    valid, consistent, wrong (which commit, and why), or cannot tell (why not)

`clone` opens what can be judged, `store` proves its objects, `objects` parses commits and trees,
`archive` compares trees, `contents` judges what a commit brought, `record`, `seal`, `ballots` and
`count` its record, `chain` walks main, `leftover` finds the ballots that no record counts, and
`report` says it. What is shared with the code that writes are the pure modules that define the
files, and the reader of bytes below both (`constitution.objects`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.governance import GOVERNANCE_FILES
from constitution.language import _
from constitution.verify.archive import Archive
from constitution.verify.chain import Trial, first_parents, judge_chain
from constitution.verify.clone import open_store
from constitution.verify.doubt import Absent, Doubt
from constitution.verify.leftover import find_uncounted
from constitution.verify.report import (
    Fault,
    FreeChange,
    QuestionReport,
    RecordReport,
    Uncounted,
    Verdict,
)
from constitution.verify.store import Store, is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constitution.errors import ConstitutionError
    from constitution.verify.report import Code

__all__ = [
    "Fault",
    "FreeChange",
    "QuestionReport",
    "RecordReport",
    "Uncounted",
    "Verdict",
    "unjudged",
    "verify",
]


_NOTHING_SEEN: Mapping[str, str] = MappingProxyType({})


def verify(
    repository: Path | str,
    *,
    founding: str | None = None,
    tip: str | None = None,
    remembered_tip: str | None = None,
    seen: Mapping[str, str] = _NOTHING_SEEN,
    branch: str = "main",
    objects: tuple[Path, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """What the repository proves, from the founding commit to the tip of `branch`.

    `founding` pins the founding commit; `tip` judges another commit than the branch's, a full id
    or the name of a ref; `remembered_tip` is the tip of an earlier check, which must still be on
    the chain; `seen` are the commits that branches of remotes were seen to have, by the full name
    of the ref, which must still be on the chain where such a ref is judged; `objects` are further
    folders of objects. `progress` is told how many commits of how many were judged.

    Raises `Absent` where there is no repository, no such branch or no such commit; all else is in
    the verdict.
    """
    for id_ in (founding, remembered_tip):
        if id_ is not None and not is_id(id_):
            raise Absent(
                "unknown-commit",
                _("“{id}” is not the full id of a commit.").format(id=id_),
                hint=_("Give all 40 digits: a short id could be imitated."),
            )
    try:
        store = open_store(Path(repository), objects)
        ref, start = _tip(store, tip, branch)
        archive = Archive(store)
        commits = list(first_parents(archive, start, founding))
        commits.reverse()
        if not _governed(archive, commits):
            nobody = Fault(
                "no-assembly",
                _("No assembly governs this text: there is nothing to verify."),
                commits[0],
                hint=_("Found a constitution from it: `constitution init DIR --from articles`."),
            )
            return Verdict(
                commits[0],
                start,
                founding is not None,
                len(commits),
                doubts=(nobody,),
                ref=ref,
                founded=False,
            )
    except Doubt as doubt:
        return unjudged(doubt.code, doubt, pinned=founding is not None)
    try:
        pins = _pin_faults(
            archive,
            commits,
            founding,
            remembered_tip,
            given=tip is not None and ref != f"refs/heads/{branch}",
        )
        if ref is not None and seen.get(ref) not in {None, *commits}:
            pins = (*pins, _set_back(ref, seen[ref]))
    except Doubt as doubt:
        reason = Fault(doubt.code, doubt.message, hint=doubt.hint)
        return Verdict(commits[0], start, pinned=founding is not None, doubts=(reason,))
    trial = judge_chain(archive, commits, progress)
    uncounted, void = find_uncounted(archive, trial.polls, archive.snapshot(start))
    verdict = _verdict(trial, commits, pins, founding is not None, remembered_tip)
    whole = not verdict.doubts and archive.snapshot(start).is_whole()
    return replace(verdict, ref=ref, uncounted=uncounted, void=void, whole=whole)


def unjudged(code: Code, refusal: ConstitutionError, *, pinned: bool) -> Verdict:
    """The verdict on what could not even be opened: it cannot be told, and why."""
    reason = Fault(code, refusal.message, hint=refusal.hint)
    return Verdict(None, None, pinned=pinned, doubts=(reason,))


def _governed(archive: Archive, commits: list[str]) -> bool:
    """Whether an assembly governs the text, at its first commit or at its last."""
    return any(
        archive.snapshot(commit).entry(path) is not None
        for commit in (commits[0], commits[-1])
        for path in GOVERNANCE_FILES
    )


def _tip(store: Store, tip: str | None, branch: str) -> tuple[str | None, str]:
    """The ref and its commit to judge: the one asked for, or the tip of the branch."""
    if tip is not None and is_id(tip):
        return None, tip
    whole = tip if tip is not None and tip.startswith("refs/") else "HEAD" if tip == "HEAD" else ""
    names = (
        (whole, f"refs/heads/{tip}", f"refs/tags/{tip}", f"refs/remotes/{tip}")
        if tip is not None
        else (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}")
    )
    for name in names:
        found = store.ref(name)
        if found is not None:
            return name, store.commit_of(found)
    if tip is not None:
        raise Absent(
            "unknown-commit",
            _("“{tip}” is no branch and no tag here, and no full commit id.").format(tip=tip),
            hint=_("Give all 40 digits of the commit: a short id could be imitated."),
        )
    raise Absent(
        "unknown-commit",
        _("There is no branch “{branch}” here.").format(branch=branch),
        hint=_("Name the commit to verify with --tip."),
    )


def _pin_faults(
    archive: Archive,
    commits: list[str],
    founding: str | None,
    remembered_tip: str | None,
    *,
    given: bool,
) -> tuple[Fault, ...]:
    """A fault where the chain is not the one that was pinned or seen before."""
    faults = []
    if founding is not None and commits[0] != founding:
        faults.append(
            Fault(
                "wrong-founding-commit",
                _("This history was founded by {found}, and not by {wanted}.").format(
                    found=commits[0], wanted=founding
                ),
                commits[0],
            )
        )
    if remembered_tip is not None and remembered_tip not in commits:
        # an earlier state, asked for by name, lies behind the remembered tip: nothing is wrong
        behind = given and commits[-1] in first_parents(archive, remembered_tip, commits[-1])
        if not behind:
            faults.append(
                Fault(
                    "history-rewritten",
                    _(
                        "{tip}, where the last check ended, is no longer in the history: "
                        "it was rewritten."
                    ).format(tip=remembered_tip),
                )
            )
    return tuple(faults)


def _set_back(ref: str, had: str) -> Fault:
    """That a branch of a remote no longer has what it was seen to have."""
    return Fault(
        "history-rewritten",
        _(
            "{tip}, which {ref} was seen to have, is no longer in it: it was set back or rewritten."
        ).format(tip=had, ref=ref.removeprefix("refs/remotes/")),
        hint=_("Ask whoever keeps the remote, and compare with others who fetched from it."),
    )


def _verdict(
    trial: Trial,
    commits: list[str],
    pins: tuple[Fault, ...],
    pinned: bool,
    remembered: str | None,
) -> Verdict:
    order = {commit: number for number, commit in enumerate(commits)}
    return Verdict(
        founding=commits[0],
        tip=commits[-1],
        pinned=pinned,
        commits=len(commits),
        records=tuple(trial.records),
        faults=(*pins, *sorted(trial.faults, key=lambda fault: order[fault.commit])),
        doubts=tuple(trial.doubts),
        warnings=tuple(trial.warnings),
        free=tuple(trial.free),
        fingerprint=trial.past.previous if trial.past.sequence else None,
        remembered=remembered,
    )
