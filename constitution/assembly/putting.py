"""Putting to the vote: the amendment carried onto the current text, shown, and sealed.

The sealed commit is the only child of the current text: main, the changes, and the folder with the
printed amendment and the motion. Its branch is `motions/<number>-<slug>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constitution.amendment import label
from constitution.article import Article, ArticlePath
from constitution.assembly.carrying import Conflicting, Text, carry, current_text
from constitution.assembly.lawful import refuse_foreign_text, refuse_unlawful_parts
from constitution.assembly.motions import OpenMotion, count_ref, governing, open_motion
from constitution.assembly.pending import find_pending, pending, refuse_taken_number
from constitution.assembly.printing import delta_of, print_amendment
from constitution.assembly.rereading import joined, reread
from constitution.canonical import digest
from constitution.errors import Refused, Unknown
from constitution.governance import GOVERNANCE_FILES
from constitution.history.records import moves_between
from constitution.language import _, speaking
from constitution.motion import (
    AmendmentNumber,
    Motion,
    Question,
    changed_paths,
    changes_between,
    folder_name,
)
from constitution.repository import CommitId, RefMove
from constitution.repository.acts import Act

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constitution.amendment import Amendment
    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.assembly.rereading import Rereadings
    from constitution.diff import Delta
    from constitution.history import Snapshot
    from constitution.repository import Person
    from constitution.scrutiny import Governing

__all__ = ["Putting", "prepare", "questions_of", "seal", "sealed_commit", "votes_in"]


@dataclass(frozen=True, slots=True)
class Putting:
    """A motion about to be sealed: what the chair shows before it is put."""

    lead: Pending
    joined: tuple[Pending, ...]
    onto: Snapshot
    questions: tuple[Question, ...]
    files: Mapping[str, bytes | None]
    delta: Delta
    readme: str
    rereadings: Rereadings
    """What a person must read again before it is voted on, by the path of its article."""
    rules: tuple[Governing, ...]
    """The rules that govern each question."""
    round: int

    @property
    def folder(self) -> str:
        """The name of its folder and of its branch."""
        return folder_name(str(self.lead.number), self.lead.slug, self.round)


def prepare(desk: Desk, names: Sequence[str], *, again: bool = False) -> Putting | Conflicting:
    """What would be put to the vote, or the files that collide with the current text.

    The first amendment leads; the others are voted together with it. With `again` a rejected
    amendment is put to a second deliberation.
    """
    lead, *others = (_find(desk, name, again=again) for name in names)
    round_ = _round(desk, lead, again=again)
    twice = next((one for place, one in enumerate(others) if one in (lead, *others[:place])), None)
    if twice is not None:
        raise Refused(_("amendment {name} is named twice").format(name=twice.name))
    for one in (lead, *others):
        _refuse_unready(desk, one)
    main = desk.main()
    text = current_text(main)
    onto = text
    if lead.amendment.on is not None:
        parent = find_pending(desk, lead.amendment.on)
        _refuse_unready(desk, parent)
        if parent.state == "put":
            raise Refused(
                _("amendment {name} is put to the vote already, and {sub} would change it").format(
                    name=parent.name, sub=lead.name
                ),
                hint=_("Take that back first (`constitution undo`), or declare its result."),
            )
        under = carry(desk, parent, text)
        if isinstance(under, Conflicting):
            return under
        onto = text.after(under.files)
    elif sub := next(
        (one for one in pending(desk) if one.amendment.on == lead.number and one.number), None
    ):
        raise Refused(
            _("sub-amendment {sub} to amendment {name} comes first").format(
                sub=sub.name, name=lead.name
            ),
            hint=_("Put it to the vote, or dispose of it."),
        )
    files: dict[str, bytes | None] = {}
    moves: dict[str, str] = {}
    rereadings: Rereadings = {}
    now = onto
    for one in (lead, *others):
        carried = carry(desk, one, now, moved=moves)
        if isinstance(carried, Conflicting):
            return carried
        rereadings = joined(rereadings, reread(desk, one, now, carried, moved=moves))
        now = now.after(carried.files)
        files |= carried.files
        moves |= carried.moves
    followed = moves_between(desk.repository, desk.records(), lead.fork, main.commit)
    questions = questions_of(lead.amendment, onto, files, moves, followed)
    if not any(question.changes or question.subject for question in questions):
        if again:
            raise Refused(
                _("the current text says what amendment {name} proposes").format(name=lead.name),
                hint=_(
                    "There is nothing to vote on again. An amendment against it takes it out of "
                    "the text: `constitution amend new … --reversing {number}`."
                ).format(number=lead.number),
            )
        raise Refused(
            _("the current text says already what amendment {name} proposes").format(
                name=lead.name
            ),
            hint=_("Dispose of it: `constitution dispose {number} fallen --ruling …`.").format(
                number=lead.number
            ),
        )
    refuse_foreign_text(files)
    refuse_unlawful_parts(desk, main, questions, onto.digests(), files)
    delta = delta_of(onto.files, files, moves)
    return Putting(
        lead=lead,
        joined=tuple(others),
        onto=main,
        questions=questions,
        files=files,
        delta=delta,
        readme=_printed(main, lead, others, questions, delta, onto, files, round_),
        rereadings=rereadings,
        rules=tuple(governing(main, question, files) for question in questions),
        round=round_,
    )


def _find(desk: Desk, name: str, *, again: bool) -> Pending:
    """The amendment of that name; for a second deliberation, one that was disposed of as well."""
    try:
        return find_pending(desk, name, disposed=again)
    except Unknown:
        if not again or all(entry.number != name for entry in desk.records()):
            raise
        raise Refused(
            _("amendment {name} has a record, and its own branch is not in this clone").format(
                name=name
            ),
            hint=_(
                "Only what was voted on here is put to a second deliberation. Propose its words "
                "again: `constitution amend new … --from {name}`."
            ).format(name=name),
        ) from None


def _round(desk: Desk, lead: Pending, *, again: bool) -> int:
    rounds = [entry for entry in desk.records() if entry.number == lead.number]
    if not again:
        return lead.round
    if not rounds or rounds[-1].outcome not in {"rejected", "divided", "adopted"}:
        raise Refused(
            _("amendment {name} was not voted on yet").format(name=lead.name),
            hint=_("Put it without --again."),
        )
    return rounds[-1].motion.round + 1


def _refuse_unready(desk: Desk, one: Pending) -> None:
    refuse_taken_number(desk, one)
    if one.number is None:
        raise Refused(
            _("{name} was not submitted").format(name=one.called),
            hint=_("Submit it first: `constitution amend submit {name}`.").format(name=one.name),
        )
    if one.is_rectified:
        raise Refused(
            _("amendment {name} was changed since it was submitted").format(name=one.name),
            hint=_("Submit it again as rectified: `constitution amend submit {number}`.").format(
                number=one.number
            ),
        )


def questions_of(
    amendment: Amendment,
    onto: Text,
    files: Mapping[str, bytes | None],
    moves: Mapping[str, str],
    followed: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:
    """The questions a motion asks, each with its changes bound to digests.

    `followed` tells where articles went since the draft: path then to path now.
    """
    old = onto.digests()
    new = onto.after(files).digests()
    changes = changes_between(old, new, moves)
    if not amendment.questions:
        return (Question(amendment.title, changes),) if changes else ()
    made = []
    left = list(changes)
    for draft in amendment.questions:
        if draft.subject is not None:
            made.append(Question(draft.title, (), draft.subject, draft.rule))
            continue
        paths = {*draft.paths, *((followed or {}).get(path, path) for path in draft.paths)}
        own = tuple(change for change in left if changed_paths((change,)) & paths)
        left = [change for change in left if change not in own]
        if own:
            made.append(Question(draft.title, own))
    if left:
        raise Refused(
            _("no question takes {path}").format(path=left[0].path),
            hint=_("Divide the amendment again: `constitution amend divide`."),
        )
    return tuple(made)


def _printed(
    main: Snapshot,
    lead: Pending,
    others: Sequence[Pending],
    questions: Sequence[Question],
    delta: Delta,
    onto: Text,
    files: Mapping[str, bytes | None],
    round_: int,
) -> str:
    return print_amendment(
        language=main.settings.language,
        number=str(lead.number),
        revision=lead.amendment.revision,
        round_=round_,
        amendment=lead.amendment,
        reasons=lead.reasons,
        questions=questions,
        before=onto.files,
        delta=delta,
        governance={
            path: (onto.files.get(path), files[path]) for path in GOVERNANCE_FILES if path in files
        },
        joined=[
            (label(str(one.number), one.amendment.revision), one.amendment, one.reasons)
            for one in others
        ],
    )


# -- sealing ---------------------------------------------------------------------------------------


def sealed_commit(
    desk: Desk,
    *,
    motion: Motion,
    readme: bytes,
    folder: str,
    files: Mapping[str, bytes | None],
    author: Person,
) -> CommitId:
    """The sealed commit of a motion: its base, its changes and its folder, by its author."""
    base = CommitId(motion.base)
    snapshot = desk.at(base)
    tree = desk.repository.write_files(
        base,
        {
            **files,
            f"votes/{folder}/README.md": readme,
            f"votes/{folder}/motion.toml": motion.to_bytes(),
        },
    )
    with speaking(snapshot.settings.language):
        name = label(motion.number, motion.revision, motion.round)
        message = "\n".join(
            (
                _("Amendment {number}: {title}").format(number=name, title=motion.title),
                "",
                _("Proposed by: {authors}").format(authors=", ".join(motion.authors)),
                _("Articles: {articles}").format(articles=_touched(snapshot, files) or "—"),
                _("The amendment and its vote: votes/{folder}/").format(folder=folder),
                "",
            )
        )
    return desk.repository.write_commit(
        tree, [base], message, author=author, committer=desk.person(), when=desk.clock()
    )


def _touched(snapshot: Snapshot, files: Mapping[str, bytes | None]) -> str:
    names = []
    for path, data in files.items():
        if path in GOVERNANCE_FILES:
            names.append(path)
            continue
        text = data.decode() if data is not None else snapshot.texts.get(path, "")
        article = Article(ArticlePath(path), text)
        names.append(article.number or article.title or path)
    return ", ".join(dict.fromkeys(names))


def seal(desk: Desk, putting: Putting) -> OpenMotion:
    """The motion, sealed on its branch; put again, it replaces what was put before."""
    lead = putting.lead
    readme = putting.readme.encode()
    motion = Motion(
        number=AmendmentNumber(str(lead.number)),
        revision=lead.amendment.revision,
        round=putting.round,
        on=lead.amendment.on,
        title=lead.amendment.title,
        authors=tuple(
            dict.fromkeys(
                author for one in (lead, *putting.joined) for author in one.amendment.authors
            )
        ),
        base=putting.onto.commit,
        readme=digest(readme),
        nonce=desk.nonce(),
        takes_effect=lead.amendment.takes_effect,
        questions=putting.questions,
        joined=tuple(AmendmentNumber(str(one.number)) for one in putting.joined),
    )
    Motion.parse(motion.to_bytes())
    files = putting.files
    if lead.amendment.on is not None:
        files = {
            path: data for path, data in files.items() if path in changed_paths(motion.changes)
        }
    commit = sealed_commit(
        desk,
        motion=motion,
        readme=readme,
        folder=putting.folder,
        files=files,
        author=lead.author,
    )
    repository = desk.repository
    ref = f"refs/heads/motions/{putting.folder}"
    moves = [RefMove(ref, repository.tip(ref), commit)]
    stale = [count_ref(motion.number), *repository.refs(f"refs/ballots/{motion.number}/")]
    moves += [RefMove(old, repository.tip(old), None) for old in stale if repository.tip(old)]
    desk.acts.do(Act("put", lead.name, tuple(moves)))
    return open_motion(desk, putting.folder)


def votes_in(desk: Desk, putting: Putting) -> bool:
    """Whether a count or ballots are in for a motion that this one would replace."""
    number = str(putting.lead.number)
    return desk.repository.tip(count_ref(number)) is not None or bool(
        desk.repository.refs(f"refs/ballots/{number}/")
    )
