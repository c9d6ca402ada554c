"""The amendments that are pending: read from branches and trees, kept nowhere else."""

from __future__ import annotations

import contextlib
import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, cast

from constitution.amendment import Amendment, Slug, State, fingerprint, label
from constitution.encoding import decode
from constitution.errors import Malformed, Refused, Unknown
from constitution.history import Snapshot
from constitution.history.snapshot import TEXT_FOLDERS
from constitution.language import _
from constitution.motion import AmendmentNumber, folder_name
from constitution.names import is_number, is_slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constitution.assembly.desk import Desk
    from constitution.history import Entry
    from constitution.repository import Branch, CommitId, Person

__all__ = [
    "Draft",
    "Pending",
    "Wait",
    "draft_file",
    "find_pending",
    "motion_branches",
    "pending",
    "read_pending",
    "refuse_taken_number",
    "unreadable",
]

DRAFTS = "drafts"

Wait = Literal["write", "submit", "submit again", "put", "bring", "dispose", "count"]
"""What an amendment waits for; `bring` where it is to be brought onto the current text, with which it
collides; `dispose` where the text says already what it proposes."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An amendment on its branch."""

    slug: Slug
    branch: Branch
    amendment: Amendment
    reasons: str
    fork: CommitId
    """The commit of main that it amends: the last one it knows."""
    files: Mapping[str, bytes | None]
    """The files it changes: path to new bytes, or None where the file goes."""
    author: Person
    state: State
    """`draft`, `submitted` or `put`; what became of it, where it was disposed of."""
    round: int = 1
    """2 while it is put to a second deliberation."""

    @property
    def number(self) -> AmendmentNumber | None:
        """The number it was submitted under."""
        return self.amendment.number

    @property
    def name(self) -> str:
        """How it is called: its number once it has one, its slug before."""
        if self.number is None:
            return self.slug
        return label(self.number, self.amendment.revision, self.round)

    @property
    def called(self) -> str:
        """How a sentence names it: by its number once it has one, by its title in quotation marks before."""
        if self.number is None:
            return _("“{words}”").format(words=self.amendment.title or self.slug)
        return self.name

    @property
    def is_pending(self) -> bool:
        """Whether it was not disposed of."""
        return self.state in {"draft", "submitted", "put"}

    @property
    def waits_for(self) -> Wait:
        """What is to be done next with it, were nothing adopted since; `awaited` looks at the text."""
        if self.state == "put":
            return "count"
        asks = bool(self.files) or any(one.subject for one in self.amendment.questions)
        if self.state == "submitted" and not asks:
            return "dispose"
        if self.is_rectified:
            return "submit again"
        if self.state == "submitted":
            return "put"
        return "submit" if self.files or self.amendment.questions else "write"

    @property
    def is_rectified(self) -> bool:
        """Whether its words are no longer those that were submitted."""
        return self.amendment.submitted is not None and self.amendment.submitted != fingerprint(
            self.amendment, self.reasons, self.files
        )


def draft_file(slug: str, name: str) -> str:
    """Where a draft keeps `amendment.toml` or `reasons.md`."""
    return f"{DRAFTS}/{slug}/{name}"


def pending(desk: Desk) -> list[Pending]:
    """Every amendment that was not disposed of: by number, then the drafts by name."""
    found = [one for one in _all_branches(desk) if one.is_pending]
    return sorted(found, key=lambda one: (int(one.number or 10**9), one.slug))


def _all_branches(desk: Desk) -> list[Pending]:
    motions = motion_branches(desk)
    disposed = {(entry.number, entry.slug): entry for entry in desk.records()}
    branches = desk.repository.branches("amendments")
    named = {slug: branch for slug, branch in branches.items() if is_slug(slug)}
    forks = desk.repository.forks(desk.repository.main(), [branch.tip for branch in named.values()])
    found = []
    for slug, branch in named.items():
        try:
            one = _read_branch(desk, Slug(slug), branch, forks[branch.tip])
        except Malformed:
            continue  # `unreadable` names it; a branch that anyone may push stops nobody else
        if one is not None:
            found.append(_with_state(one, motions, disposed))
    return found


def unreadable(desk: Desk) -> dict[str, Malformed]:
    """The branches of amendments whose files cannot be read, by slug, each with why."""
    faults: dict[str, Malformed] = {}
    for slug, branch in desk.repository.branches("amendments").items():
        if is_slug(slug):
            try:
                read_pending(desk, Slug(slug), branch, {}, {})
            except Malformed as fault:
                faults[slug] = fault
    return faults


def motion_branches(desk: Desk) -> dict[str, Branch]:
    """The branches of motions that are open: folder name to branch."""
    recorded = {entry.folder for entry in desk.records()}
    return {
        name: branch
        for name, branch in desk.repository.branches("motions").items()
        if name not in recorded
    }


def read_pending(
    desk: Desk,
    slug: Slug,
    branch: Branch,
    motions: Mapping[str, Branch],
    disposed: Mapping[tuple[str, str], Entry],
) -> Pending | None:
    """The amendment on a branch; None where the branch shares nothing with main."""
    fork = desk.repository.merge_base(desk.repository.main(), branch.tip)
    one = _read_branch(desk, slug, branch, fork)
    return one and _with_state(one, motions, disposed)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the tip of a branch says of its amendment, whatever became of main since."""

    amendment: Amendment
    reasons: str
    author: Person
    changed: dict[CommitId, dict[str, bytes | None]] = field(default_factory=dict)
    """By the fork: the files it changes."""


def _read_branch(desk: Desk, slug: Slug, branch: Branch, fork: CommitId | None) -> Pending | None:
    if fork is None:
        return None
    draft = _read_draft(desk, slug, branch.tip)
    if draft.amendment.on is not None:
        fork = _parent_of(desk, draft.amendment.on, branch.tip) or fork
    if fork not in draft.changed:
        draft.changed[fork] = _changed(desk, fork, branch.tip)
    return Pending(
        slug=slug,
        branch=branch,
        amendment=draft.amendment,
        reasons=draft.reasons,
        fork=fork,
        files=draft.changed[fork],
        author=draft.author,
        state="draft",
    )


def _read_draft(desk: Desk, slug: Slug, tip: CommitId) -> Draft:
    """What the branch says at its tip, read once; `Malformed` where its file cannot be read."""
    if (slug, tip) in desk.drafts:
        return desk.drafts[slug, tip]
    repository = desk.repository
    where = draft_file(slug, "amendment.toml")
    data = repository.read(tip, where)
    author = repository.commit(tip).author
    if data is None:
        amendment = Amendment(title=slug.replace("-", " "), authors=(author.name,))
    else:
        try:
            amendment = Amendment.parse(data, where)
        except Malformed as error:
            error.hint = error.hint or _("Mend the file on the branch amendments/{slug}.").format(
                slug=slug
            )
            raise
    reasons = repository.read(tip, draft_file(slug, "reasons.md"))
    draft = Draft(
        amendment,
        decode(reasons, draft_file(slug, "reasons.md")) if reasons else "",
        author,
    )
    desk.drafts[slug, tip] = draft
    return draft


def _parent_of(desk: Desk, number: str, tip: CommitId) -> CommitId | None:
    """The commit of amendment `number` that a sub-amendment at `tip` changes."""
    repository = desk.repository
    for slug, branch in repository.branches("amendments").items():
        with contextlib.suppress(Malformed):
            if (
                is_slug(slug)
                and _read_draft(desk, Slug(slug), branch.tip).amendment.number == number
            ):
                return repository.merge_base(branch.tip, tip)
    return None


def _with_state(
    one: Pending, motions: Mapping[str, Branch], disposed: Mapping[tuple[str, str], Entry]
) -> Pending:
    number = one.number
    if number is None:
        return one
    for round_ in range(1, 10) if motions else ():
        if folder_name(number, one.slug, round_) in motions:
            return replace(one, state="put", round=round_)
    entry = disposed.get((number, one.slug))
    if entry is not None:
        return replace(one, state=cast("State", entry.outcome))
    return replace(one, state="submitted")


def _changed(desk: Desk, fork: CommitId, tip: CommitId) -> dict[str, bytes | None]:
    differing = desk.repository.differences(fork, tip, *TEXT_FOLDERS)
    return {
        path: desk.repository.blob(after) if after is not None else None
        for path, (_before, after) in sorted(differing.items())
    }


def _names(number: str | None, slug: str) -> set[str]:
    """What an amendment may be called by."""
    return {slug} if number is None else {slug, number, f"{number}-{slug}"}


def find_pending(desk: Desk, name: str, *, disposed: bool = False) -> Pending:
    """The amendment that a number (`12`, `12 rect.`), a slug or both (`12-slug`) name.

    `Unknown` where there is none. An amendment that was disposed of is `Refused`, with what became
    of it, unless it is asked for.
    """
    wanted = name.strip().lower()
    number = wanted.split(" ")[0].removeprefix("n°").removeprefix("#")
    called = {wanted, number, wanted.partition(".round-")[0]}
    every = _all_branches(desk)
    twins = [one.slug for one in every if one.number is not None and one.number == number]
    if len(twins) > 1:
        raise Refused(
            _("several amendments bear the number {number}: {slugs}").format(
                number=number, slugs=", ".join(twins)
            ),
            hint=_("Submit one again by its short name: it gets a number of its own."),
        )
    for one in every:
        if called & _names(one.number, one.slug):
            if not one.is_pending and not disposed:
                again = _("`constitution amend new SLUG --from {name}` takes it up again.").format(
                    name=one.number
                )
                raise Refused(
                    _ended(one.name, one.state),
                    hint=_reversing(one.number or one.slug, one.state) or again,
                )
            return one
    for entry in desk.records():
        if not disposed and called & _names(entry.number, entry.slug):
            raise Refused(
                _ended(entry.number, entry.outcome), hint=_reversing(entry.number, entry.outcome)
            )
    branch = desk.repository.branches("amendments").get(wanted)
    if branch is not None and is_slug(wanted):
        read_pending(desk, Slug(wanted), branch, {}, {})  # says what is wrong with its file
    names = [one.slug for one in every] + [one.number for one in every if one.number]
    # one number is not near another: a hint must not lead to the wrong amendment
    near = difflib.get_close_matches(
        wanted, [name for name in names if not is_number(name)], 3, 0.5
    )
    if near:
        hint = _("Did you mean {names}?").format(names=", ".join(near))
    elif names:
        hint = _("`constitution amend list` shows them.")
    else:
        hint = _("No amendment is pending; `constitution amend new SLUG --title …` opens one.")
    if is_number(number):
        raise Unknown(_("there is no amendment {number}").format(number=number), hint=hint)
    raise Unknown(_("there is no amendment “{name}”").format(name=name), hint=hint)


def refuse_taken_number(desk: Desk, one: Pending) -> None:
    """Nothing, when no record bears the number of another amendment; two clones can give it twice."""
    for entry in desk.records():
        if entry.number == one.number and entry.slug != one.slug:
            raise Refused(
                _("number {number} is that of another amendment: {slug}").format(
                    number=one.number, slug=entry.slug
                ),
                hint=_("Submit it again: `constitution amend submit {slug}` renumbers it.").format(
                    slug=one.slug
                ),
            )


def _ended(name: str, state: str) -> str:
    """What became of an amendment: decided by a vote, or disposed of without one."""
    match state:
        case "adopted":
            return _("amendment {name} was adopted already").format(name=name)
        case "rejected":
            return _("amendment {name} was rejected already").format(name=name)
        case "divided":
            return _("amendment {name} was adopted in part already").format(name=name)
        case _:
            return _("amendment {name} was disposed of: {state}").format(
                name=name, state=state_words()[state]
            )


def _reversing(name: str, state: str) -> str:
    """What can be done about what stands in the text; nothing where nothing of it does."""
    if state not in {"adopted", "divided"}:
        return ""
    return _("`constitution amend new SLUG --reversing {name}` proposes its opposite.").format(
        name=name
    )


def state_words() -> dict[str, str]:
    """What a person reads for each state, in the language in use."""
    return {
        "draft": _("draft"),
        "submitted": _("submitted"),
        "put": _("put to the vote"),
        "adopted": _("adopted"),
        "rejected": _("rejected"),
        "divided": _("adopted in part"),
        "withdrawn": _("withdrawn"),
        "fallen": _("fallen"),
        "inadmissible": _("inadmissible"),
        "not-moved": _("not moved"),
        "joined": _("joined with another"),
    }


def snapshot_of(desk: Desk, one: Pending) -> Snapshot:
    """The constitution as the amendment's branch has it."""
    return Snapshot(desk.repository, one.branch.tip)
