"""Opening an amendment: new words, the words of an earlier one, or the opposite of an adopted one."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.amendment import Amendment, DraftQuestion, check_slug, slug_of
from constitution.assembly.carrying import Conflicting, carry, current_text
from constitution.assembly.drafting.branch import read_draft, write_draft
from constitution.assembly.drafting.updating import collision
from constitution.assembly.pending import (
    Pending,
    draft_file,
    find_pending,
)
from constitution.errors import Refused, Unknown
from constitution.language import N_, _
from constitution.motion import AmendmentNumber, Move
from constitution.repository import Branch, RefMove
from constitution.repository.acts import Act

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.history import Entry
    from constitution.repository import CommitId


__all__ = ["free_slug", "new_amendment"]


def new_amendment(
    desk: Desk,
    slug: str,
    *,
    title: str,
    authors: Sequence[str] = (),
    from_: str | None = None,
    reversing: str | None = None,
    on: str | None = None,
    subject: str | None = None,
    rule: str = "ordinary",
    takes_effect: dt.date | None = None,
    changes: Mapping[str, bytes | None] = MappingProxyType({}),
    moves: Mapping[str, str] = MappingProxyType({}),
    reasons: str = "",
    start: CommitId | None = None,
) -> Pending:
    """A new draft on its own branch, off main; or off an earlier commit of it, the `start`.

    It begins with the `changes` and the `moves` given, and with `reasons`. `from_` takes up the words of an earlier amendment, pending or disposed of; `reversing` an
    adopted one's opposite. `on` makes it a change to a pending amendment. With a `subject` it
    changes no text and asks a question under a rule.
    """
    if not title.strip():
        raise Refused(_("an amendment needs a title"), hint=_("Say in a line what it proposes."))
    name = check_slug(slug)
    taken = {*desk.repository.branches("amendments"), *(entry.slug for entry in desk.records())}
    if name in taken:
        raise Refused(
            _("there is an amendment “{slug}” already").format(slug=name),
            hint=_("Choose another short name."),
        )
    main = desk.main()
    main.rules  # noqa: B018 - a text without an assembly has no amendments: refused here
    person = desk.person()
    base = main.commit
    parent = find_pending(desk, on) if on is not None else None
    if parent is not None:
        if parent.number is None:
            raise Refused(
                _("{name} was not submitted yet, and only what was submitted is amended").format(
                    name=parent.name
                ),
                hint=_("Submit it first, or edit it directly."),
            )
        base = parent.branch.tip
    base = start or base
    questions: tuple[DraftQuestion, ...] = ()
    if subject is not None:
        if main.rules.named(rule) is None:
            raise Unknown(
                _("there is no rule “{rule}”").format(rule=rule),
                hint=_("The rules are: {names}.").format(
                    names=", ".join(one.name for one in main.rules.rules)
                ),
            )
        questions = (DraftQuestion(title.strip(), subject=subject, rule=rule),)
    amendment = Amendment(
        title=title.strip(),
        authors=tuple(authors) or (person.name,),
        questions=questions,
        takes_effect=takes_effect,
        on=AmendmentNumber(parent.number) if parent is not None and parent.number else None,
        moves=tuple(sorted(moves.items())),
    )
    files: dict[str, bytes | None] = dict(changes)
    if from_ is not None:
        taken_up, amendment, base = _take_up(desk, from_, amendment)
        files |= taken_up
    if reversing is not None:
        undone, amendment = _reverse(desk, reversing, amendment)
        files |= undone
    files[draft_file(name, "amendment.toml")] = amendment.to_bytes()
    files[draft_file(name, "reasons.md")] = reasons.encode()
    commit = write_draft(
        desk,
        base,
        files,
        desk.written(N_("Open amendment {slug}: {title}")).format(slug=name, title=title),
    )
    branch = Branch(name, f"refs/heads/amendments/{name}", commit, None)
    desk.acts.do(Act("amend new", name, (RefMove(branch.ref, None, commit),)))
    return read_draft(desk, name)


def free_slug(desk: Desk, title: str, *, besides: Collection[str] = ()) -> str:
    """A short name made from a title, that no amendment bears, and none of those `besides`."""
    stem = slug_of(title).strip("-") or "amendment"
    taken = {*desk.repository.branches("amendments"), *(entry.slug for entry in desk.records())}
    taken |= set(besides)
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _take_up(
    desk: Desk, name: str, amendment: Amendment
) -> tuple[dict[str, bytes | None], Amendment, CommitId]:
    """The changes of an earlier amendment, the amendment with its moves, and what it starts from.

    They are carried onto the current text; where they collide with it, the new amendment starts
    from the text the earlier one was written for, and is brought up to date like any other.
    """
    earlier = find_pending(desk, name, disposed=True)
    main = desk.main()
    carried = carry(desk, earlier, current_text(main))
    if not isinstance(carried, Conflicting):
        moves = tuple(sorted(carried.moves.items()))
        return dict(carried.files), replace(amendment, moves=moves), main.commit
    if not desk.repository.contains(main.commit, earlier.fork):
        raise collision(earlier.name, carried)
    moves = earlier.amendment.moves
    return dict(earlier.files), replace(amendment, moves=moves), earlier.fork


def _reverse(
    desk: Desk, name: str, amendment: Amendment
) -> tuple[dict[str, bytes | None], Amendment]:
    """The changes that take an adopted amendment back, where its words still stand."""
    entry = _adopted(desk, name)
    main, before = desk.main(), desk.at(entry.parent)
    files: dict[str, bytes | None] = {}
    moves: list[tuple[str, str]] = []
    for change in entry.adopted:
        new = None if str(change).startswith("delete") else getattr(change, "new", None)
        if main.digests.get(change.path) != new:
            raise Refused(
                _("{path} was changed again since amendment {number}").format(
                    path=change.path, number=entry.number
                ),
                hint=_("Open an amendment and edit the article: `amend edit`."),
            )
        source = change.source if isinstance(change, Move) else change.path
        if isinstance(change, Move):
            moves.append((change.path, source))
        if source != change.path or source not in before.files:
            files.setdefault(change.path, None)
        if source in before.files:
            files[source] = before.data(source)
    return files, replace(amendment, moves=tuple(moves))


def _adopted(desk: Desk, name: str) -> Entry:
    wanted = name.split(" ", maxsplit=1)[0]
    for entry in reversed(desk.records()):
        if wanted in {entry.number, entry.slug} and entry.adopted:
            return entry
    raise Unknown(
        _("no amendment {name} was adopted").format(name=name),
        hint=_("`constitution history` lists them."),
    )
