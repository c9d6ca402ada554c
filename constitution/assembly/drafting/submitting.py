"""Submitting an amendment, and taking a draft off the list."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.amendment import Slug, fingerprint
from constitution.article import check_path
from constitution.assembly.drafting.branch import draft_snapshot, save_draft
from constitution.assembly.pending import (
    Pending,
    draft_file,
    find_pending,
    read_pending,
)
from constitution.errors import Malformed, Refused
from constitution.governance import (
    GOVERNANCE_FILES,
    Members,
    Rules,
    Settings,
    refuse_unsatisfiable,
)
from constitution.language import N_, _
from constitution.merge import refuse_marks
from constitution.motion import AmendmentNumber
from constitution.repository import RefMove, push_branch, remotes
from constitution.repository.acts import Act
from constitution.text import byte_faults, decode, faults

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk


__all__ = ["submit", "withdraw_draft"]


def submit(desk: Desk, name: str, *, publish: bool = True) -> tuple[Pending, str | None]:
    """The amendment with its number, and why it could not be published, if it could not.

    What was submitted already is rectified: it keeps its number and bears the next revision. It is
    published to the remote of this clone, where there is one.
    """
    one = find_pending(desk, name)
    subject_only = all(question.subject for question in one.amendment.questions)
    if not one.files and not (one.amendment.questions and subject_only):
        raise Refused(
            _("amendment {name} changes nothing yet").format(name=one.called),
            hint=_("Write the change with `constitution amend edit`, add, move or repeal."),
        )
    _refuse_form_faults(desk, one)
    amendment = one.amendment
    if amendment.number is None or _is_taken(desk, one, amendment.number):
        amendment = replace(amendment, number=_next_number(desk), revision=0)
    elif not one.is_rectified:
        raise Refused(
            _("amendment {name} was submitted already, with these words").format(name=one.called),
            hint=_("Edit it first; submitting again makes it “rect.”."),
        )
    else:
        amendment = replace(amendment, revision=amendment.revision + 1)
    amendment = replace(amendment, submitted=fingerprint(amendment, one.reasons, one.files))
    saved = save_draft(
        desk,
        one,
        {draft_file(one.slug, "amendment.toml"): amendment.to_bytes()},
        "submit",
        desk.written(N_("Submit as number {number}")).format(number=amendment.number),
    )
    return saved, _publish(desk, saved) if publish else None


def _publish(desk: Desk, one: Pending) -> str | None:
    for remote in remotes(desk.repository)[:1]:
        try:
            push_branch(desk.repository, remote, f"refs/heads/amendments/{one.slug}")
        except Refused as refusal:
            return f"{refusal.message}. {refusal.hint}"
    return None


def _refuse_form_faults(desk: Desk, one: Pending) -> None:
    """Refuse what plain git may have brought: bad paths, texts out of the form, foreign files."""
    snapshot = draft_snapshot(desk, one)
    for path, data in one.files.items():
        if data is None:
            if path in GOVERNANCE_FILES:
                raise Refused(_("{path} cannot be deleted").format(path=path))
            continue
        match path:
            case "governance/members.toml":
                Members.parse(data)
            case "governance/rules.toml":
                Rules.parse(data)
            case "governance/constitution.toml":
                Settings.parse(data)
            case _:
                check_path(path)
                text = decode(data, path)
                refuse_marks(text, path)
                found = byte_faults(data) or faults(text, snapshot.settings.language)
                for fault in found:
                    raise Malformed(
                        fault.message,
                        where=f"{path}:{fault.line}",
                        hint=_("`constitution format` mends a work tree; then commit."),
                    )
    refuse_unsatisfiable(snapshot.rules, snapshot.members)


def _numbers(desk: Desk) -> list[tuple[AmendmentNumber, str]]:
    """Every number in use, with the short name of the amendment that bears it."""
    numbers = [(entry.motion.number, entry.slug) for entry in desk.records()]
    for slug, branch in desk.repository.branches("amendments").items():
        with contextlib.suppress(Malformed):
            one = read_pending(desk, Slug(slug), branch, {}, {})
            if one is not None and one.number is not None:
                numbers.append((one.number, slug))
    return numbers


def _is_taken(desk: Desk, one: Pending, number: AmendmentNumber) -> bool:
    """Whether another amendment bears the number too: two clones can give the same one."""
    return any(taken == number and slug != one.slug for taken, slug in _numbers(desk))


def _next_number(desk: Desk) -> AmendmentNumber:
    numbers = (int(number) for number, _slug in _numbers(desk))
    return AmendmentNumber(str(max(numbers, default=0) + 1))


def withdraw_draft(desk: Desk, name: str) -> Pending:
    """The draft that was taken off the list: its branch is gone, and `undo` brings it back.

    What was submitted is withdrawn in session (`dispose`), where it leaves a record.
    """
    one = find_pending(desk, name)
    if one.number is not None:
        raise Refused(_("amendment {name} was submitted").format(name=one.name))
    ref = f"refs/heads/amendments/{one.slug}"
    tip = desk.repository.tip(ref)
    if tip is None:
        raise Refused(
            _("{name} is not a draft of this clone").format(name=one.called),
            hint=_("Its author can withdraw it."),
        )
    desk.acts.do(Act("amend withdraw", one.name, (RefMove(ref, tip, None),)))
    return one
