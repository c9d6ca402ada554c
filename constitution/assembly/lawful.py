"""What main may become by a vote, and what no vote could make right.

A motion is looked at when it is put, and again on the text that stands when its result is declared:
two motions may each be right, and not both. What is declared is what `verify` finds in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constitution.errors import ConstitutionError, Malformed, Refused, Unknown
from constitution.governance import (
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Rules,
    Settings,
    refuse_unsatisfiable,
)
from constitution.language import _
from constitution.motion import Add, Move, apply, changed_paths
from constitution.names import one_place
from constitution.text import NORMAL_FORM, byte_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.canonical import Digest
    from constitution.governance import MemberId
    from constitution.history import Snapshot
    from constitution.motion import Change, Motion, Question

__all__ = ["refuse_foreign_text", "refuse_number_in_use", "refuse_unlawful_parts"]


def refuse_unlawful_parts(
    desk: Desk,
    main: Snapshot,
    questions: Sequence[Question],
    text: Mapping[str, Digest],
    files: Mapping[str, bytes | None],
) -> None:
    """Nothing, where the text could stand whichever of the questions are adopted.

    What two questions do to one name, or to the members and the rules, shows in one of them alone
    or in all of them together: no other choice of them need be looked at.
    """
    _refuse_lost_rule(main, questions)
    _refuse_unlawful(desk, main, [one for q in questions for one in q.changes], text, files)
    for question in questions if len(questions) > 1 else ():
        try:
            _refuse_unlawful(desk, main, question.changes, text, files)
        except ConstitutionError as fault:
            raise Refused(
                _("question “{title}” cannot be adopted without the others: {reason}").format(
                    title=question.title, reason=fault.message
                ),
                hint=_("Let one question take what belongs together: `constitution amend divide`."),
            ) from None


def _refuse_unlawful(
    desk: Desk,
    main: Snapshot,
    changes: Sequence[Change],
    text: Mapping[str, Digest],
    files: Mapping[str, bytes | None],
) -> None:
    """Nothing, where the text could stand after the changes; a refusal that says why not else.

    `text` are the files that the changes are made in, `files` what they put in their places. Raises
    `Malformed` where they cannot be made.
    """
    after = apply(changes, text)
    if any(isinstance(change, Add | Move) for change in changes):
        came = {change.path for change in changes if isinstance(change, Add | Move)}
        same = one_place(after, came)
        if same is not None:
            raise Refused(
                _("{one} and {other} cannot both stand on every computer").format(
                    one=same[0], other=same[1]
                ),
                hint=_("Give one of them another name."),
            )
    touched = changed_paths(changes)
    new = {path: data for path in touched if (data := files.get(path)) is not None}
    _refuse_bad_governance(desk, main, new)


def _refuse_lost_rule(main: Snapshot, questions: Sequence[Question]) -> None:
    """Refuse a subject whose rule is no longer there."""
    for question in questions:
        if question.rule is not None and main.rules.named(question.rule) is None:
            raise Unknown(
                _("there is no rule “{rule}”").format(rule=question.rule),
                hint=_("The rules are: {names}.").format(
                    names=", ".join(one.name for one in main.rules.rules)
                ),
            )


def refuse_foreign_text(files: Mapping[str, bytes | None]) -> None:
    """Nothing, where every new text of an article is in the form that verification enforces."""
    for path, data in files.items():
        if data is None or not path.startswith("articles/"):
            continue
        for fault in byte_faults(data):
            if fault.code != "unknown-character":
                raise Malformed(
                    fault.message,
                    where=f"{path}:{fault.line}",
                    hint=_("`constitution format` mends a work tree; then commit."),
                )


def refuse_number_in_use(desk: Desk, motion: Motion, folder: str) -> None:
    """Nothing, unless a record bears the number of a motion: two clones can give one number."""
    for entry in desk.records():
        same = (entry.number, entry.motion.round) == (motion.number, motion.round)
        if same and entry.folder != folder:
            raise Refused(
                _("number {number} is that of another amendment: {slug}").format(
                    number=motion.number, slug=entry.slug
                ),
                hint=_(
                    "Submit it again: `constitution amend submit {slug}` renumbers it; then put it."
                ).format(slug=folder.partition("-")[2].partition(".round-")[0]),
            )


def _refuse_bad_governance(desk: Desk, main: Snapshot, new: Mapping[str, bytes]) -> None:
    """Refuse members, rules and settings that no vote could make right."""
    if SETTINGS_FILE in new:
        settings = Settings.parse(new[SETTINGS_FILE])
        if not main.settings.normal_form <= settings.normal_form <= NORMAL_FORM:
            raise Refused(
                _("the version of the normal form cannot become {number}").format(
                    number=settings.normal_form
                )
            )
    if not {MEMBERS_FILE, RULES_FILE} & new.keys():
        return
    members = Members.parse(new[MEMBERS_FILE]) if MEMBERS_FILE in new else main.members
    rules = Rules.parse(new[RULES_FILE]) if RULES_FILE in new else main.rules
    newcomers = members.by_id.keys() - main.members.by_id.keys()
    back = sorted(newcomers & _gone(desk)) if newcomers else ()
    if back:
        raise Refused(
            _("the id {id} belonged to a member who was removed; it never returns").format(
                id=back[0]
            ),
            hint=_("Give the new member another id."),
        )
    refuse_unsatisfiable(rules, members)


def _gone(desk: Desk) -> set[MemberId]:
    """The ids of the members who were ever removed."""
    gone: set[MemberId] = set()
    for entry in desk.records():
        if MEMBERS_FILE in changed_paths(entry.adopted):
            before, after = desk.at(entry.parent).members, desk.at(entry.commit.id).members
            gone |= before.by_id.keys() - after.by_id.keys()
    return gone
