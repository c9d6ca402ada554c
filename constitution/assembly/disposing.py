"""Disposing of an amendment that is not voted on, or that was voted together with another.

One commit of main adds its folder and changes no text; a tag keeps the words as they were.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constitution.amendment import label
from constitution.assembly.balloting import close_ballots
from constitution.assembly.carrying import Text, current_text
from constitution.assembly.motions import count_ref, open_motion
from constitution.assembly.pending import (
    Pending,
    find_pending,
    refuse_taken_number,
)
from constitution.assembly.printing import delta_of, print_amendment
from constitution.assembly.putting import questions_of, sealed_commit
from constitution.canonical import digest
from constitution.errors import Refused
from constitution.governance import GOVERNANCE_FILES
from constitution.history import Snapshot
from constitution.language import N_, _, speaking
from constitution.motion import AmendmentNumber, Motion, folder_name
from constitution.repository import MAIN, CommitId, RefMove
from constitution.repository.acts import Act
from constitution.vote import (
    FOUNDING,
    Disposed,
    Disposition,
    Record,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.motions import OpenMotion
    from constitution.vote import Count


__all__ = [
    "check_ruling",
    "close_motion",
    "dispose",
    "move_of_main",
    "next_link",
    "record_fallen",
    "record_joined",
    "state_sentences",
]


def dispose(
    desk: Desk,
    name: str,
    outcome: Disposed,
    *,
    ruling: str,
    by: str | None = None,
    held: dt.date | None = None,
) -> CommitId:
    """The commit of main that records what became of an amendment that is not voted on."""
    one = find_pending(desk, name)
    if one.number is None:
        raise Refused(
            _("{name} was not submitted, and leaves no record").format(name=one.called),
            hint=_("Its author can withdraw it: `constitution amend withdraw {name}`.").format(
                name=one.slug
            ),
        )
    refuse_taken_number(desk, one)
    check_ruling(ruling)
    person = desk.person()
    main = desk.main()
    record_link = next_link(desk)
    tip, _record, closing = _record_disposition(
        desk,
        main,
        one,
        Disposition(
            *record_link,
            motion=digest(b""),
            outcome=outcome,
            held=held or desk.clock().date,
            ruling=ruling.strip(),
            by=by or person.name,
        ),
    )
    desk.acts.do(Act("dispose", one.name, (move_of_main(desk, main, tip), *closing)))
    return tip


def check_ruling(ruling: str) -> None:
    """Nothing; `Refused` where a ruling says nothing."""
    if not ruling.strip():
        raise Refused(_("a ruling needs a reason"), hint=_("Say why: the ruling is recorded."))


def record_fallen(desk: Desk, names: Sequence[str], lead: str) -> tuple[CommitId, ...]:
    """One commit of main for each amendment that fell by the result on another, in the order given.

    Each is an act of its own, so that each ruling can be taken back.
    """
    entry = next(entry for entry in reversed(desk.records()) if entry.number == lead)
    words = {
        "adopted": N_("Amendment {name} was adopted"),
        "rejected": N_("Amendment {name} was rejected"),
        "divided": N_("Amendment {name} was adopted in part"),
    }
    if entry.outcome not in words:
        raise Refused(_("amendment {name} was not voted on").format(name=lead))
    ruling = desk.written(words[entry.outcome]).format(name=lead)
    return tuple(dispose(desk, name, "fallen", ruling=ruling) for name in names)


def _record_disposition(
    desk: Desk, main: Snapshot, one: Pending, record: Disposition
) -> tuple[CommitId, Disposition, list[RefMove]]:
    """The commit after `main` that records it, the record, and the refs it makes and closes."""
    repository, person = desk.repository, desk.person()
    motion = open_motion(desk, str(one.number)) if one.state == "put" else None
    if motion is not None:
        folder, data, readme = motion.folder, motion.data, motion.readme
        sealed = motion.branch.tip
    else:
        folder = folder_name(str(one.number), one.slug)
        sealed, data, readme = _seal_as_drafted(desk, one, folder)
    record = replace(record, motion=digest(data))
    with speaking(main.settings.language):
        words = state_sentences()[record.outcome]
        message = "\n".join(
            (
                words.format(
                    number=label(str(one.number), one.amendment.revision), title=one.amendment.title
                ),
                "",
                record.ruling,
                _("The amendment: votes/{folder}/").format(folder=folder),
                "",
            )
        )
    commit = repository.write_commit(
        repository.write_files(
            main.commit,
            {
                f"votes/{folder}/README.md": readme,
                f"votes/{folder}/motion.toml": data,
                f"votes/{folder}/vote.toml": record.to_bytes(),
            },
        ),
        [main.commit],
        message,
        author=person,
        committer=person,
        when=desk.clock(),
    )
    tag = f"refs/tags/{record.outcome}/{folder}"
    closing = [
        RefMove(tag, repository.tip(tag), sealed),
        *close_motion(desk, folder, str(one.number), motion),
    ]
    return commit, record, closing


def state_sentences() -> dict[str, str]:
    """The first line of the commit that records each way to dispose of an amendment."""
    return {
        "withdrawn": _("Amendment {number} withdrawn: {title}"),
        "fallen": _("Amendment {number} fallen: {title}"),
        "inadmissible": _("Amendment {number} inadmissible: {title}"),
        "not-moved": _("Amendment {number} not moved: {title}"),
        "joined": _("Amendment {number} joined with another: {title}"),
    }


def _seal_as_drafted(desk: Desk, one: Pending, folder: str) -> tuple[CommitId, bytes, bytes]:
    """The amendment sealed on the text it was written for: commit, motion and printed amendment."""
    base_commit = desk.repository.merge_base(desk.repository.main(), one.fork) or one.fork
    base = desk.at(base_commit)
    text: Text = current_text(base)
    files = dict(one.files)
    if one.amendment.on is not None:
        under = {path: desk.at(one.fork).data(path) for path in desk.at(one.fork).files}
        text = Text(under)
    moves = dict(one.amendment.moves)
    questions = questions_of(one.amendment, text, files, moves)
    delta = delta_of(text.files, files, moves)
    readme = print_amendment(
        language=base.settings.language,
        number=str(one.number),
        revision=one.amendment.revision,
        round_=1,
        amendment=one.amendment,
        reasons=one.reasons,
        questions=questions,
        before=text.files,
        delta=delta,
        governance={
            path: (text.files.get(path), files[path]) for path in GOVERNANCE_FILES if path in files
        },
    ).encode()
    motion = Motion(
        number=AmendmentNumber(str(one.number)),
        revision=one.amendment.revision,
        on=one.amendment.on,
        title=one.amendment.title,
        authors=one.amendment.authors,
        base=base_commit,
        readme=digest(readme),
        nonce=desk.nonce(),
        takes_effect=one.amendment.takes_effect,
        questions=questions,
    )
    data = motion.to_bytes()
    Motion.parse(data)
    commit = sealed_commit(
        desk, motion=motion, readme=readme, folder=folder, files=files, author=one.author
    )
    return commit, data, readme


def record_joined(
    desk: Desk, tip: CommitId, before: Record, lead: str, number: str
) -> tuple[CommitId, Disposition, list[RefMove]]:
    """The commit after `tip` that records an amendment voted together, and the refs it closes."""
    one = find_pending(desk, number)
    person = desk.person()
    main = Snapshot(desk.repository, tip)
    with speaking(main.settings.language):
        ruling = _("Voted together with amendment {number}.").format(number=lead)
    return _record_disposition(
        desk,
        main,
        one,
        Disposition(
            sequence=before.sequence + 1,
            previous=digest(before.to_bytes()),
            motion=digest(b""),
            outcome="joined",
            held=desk.clock().date,
            ruling=ruling,
            by=person.name,
            with_=lead,
        ),
    )


def move_of_main(desk: Desk, main: Snapshot, tip: CommitId) -> RefMove:
    """Main, from the commit that was looked at; a clone that only fetched main gets its own."""
    here = desk.repository.tip(MAIN)
    return RefMove(MAIN, main.commit if here is not None else None, tip)


def next_link(desk: Desk) -> tuple[int, str]:
    """The sequence of the next record, and the digest of the one before."""
    entries = desk.records()
    if not entries:
        return 1, FOUNDING
    return entries[-1].record.sequence + 1, digest(entries[-1].record.to_bytes())


def close_motion(
    desk: Desk, folder: str, number: str, motion: OpenMotion | None, counts: Sequence[Count] = ()
) -> list[RefMove]:
    """The end of a motion's branch, of its ballots and of the clerk's entry, where there are any.

    A ballot that was signed on the `motion` and is not counted as it was cast stays.
    """
    repository = desk.repository
    moves = [
        RefMove(ref, tip, None)
        for ref in (f"refs/heads/motions/{folder}", count_ref(number))
        if (tip := repository.tip(ref)) is not None
    ]
    return moves if motion is None else moves + close_ballots(desk, motion, counts)
