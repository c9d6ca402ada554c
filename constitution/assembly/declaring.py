"""Declaring the result: counted, explained, and recorded in one commit of main.

An adoption is a merge of the sealed commit; a rejection, and every other way to dispose of an
amendment, adds its folder and changes no text. Without a quorum the vote may be postponed, which
leaves no record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from constitution.amendment import fingerprint
from constitution.assembly.balloting import Gathered, gather, voters
from constitution.assembly.carrying import Conflicting, Text, carry, current_text
from constitution.assembly.counting import Entered, entered
from constitution.assembly.disposing import close_motion, move_of_main, next_link, record_joined
from constitution.assembly.drafting import branch_move
from constitution.assembly.lawful import (
    refuse_foreign_text,
    refuse_number_in_use,
    refuse_unlawful_parts,
)
from constitution.assembly.motions import OpenMotion, open_motion
from constitution.assembly.pending import (
    draft_file,
    find_pending,
    motion_branches,
)
from constitution.assembly.reopening import refuse_reopened
from constitution.ballot import write_ballots
from constitution.errors import ConstitutionError, Malformed, Outdated, Refused
from constitution.governance import RULES_FILE, at_least
from constitution.language import N_, _, speaking
from constitution.motion import AmendmentNumber, Move, apply
from constitution.repository import CommitId, RefMove
from constitution.repository.acts import Act
from constitution.scrutiny import judge_count
from constitution.vote import Count, Outcome, Record, VoteRecord, evidence_word

if TYPE_CHECKING:
    from constitution.assembly.desk import Desk
    from constitution.governance import Evidence, Members
    from constitution.history import Snapshot
    from constitution.judgement import Judgement
    from constitution.motion import Question

__all__ = [
    "Declaration",
    "Declared",
    "NoVotes",
    "asks_for_signatures",
    "declare",
    "entry_of",
    "prepare_declaration",
    "refuse_outdated",
]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The result as it would be declared, with a sentence for each question."""

    motion: OpenMotion
    outcome: Literal["adopted", "rejected", "divided", "postponed"]
    counts: tuple[Count, ...]
    sentences: tuple[str, ...]
    """Why, question by question."""
    evidence: Evidence
    entry: Entered
    ballots: Gathered
    """The ballots that are in, those that count and those that do not."""
    by_ballots: bool
    """Whether the ballots are what was counted, and not an entry of the clerk."""

    @property
    def adopted(self) -> tuple[Question, ...]:
        """The questions that were adopted."""
        return tuple(
            question
            for question, count in zip(self.motion.motion.questions, self.counts, strict=True)
            if count.outcome == "adopted"
        )


@dataclass(frozen=True, slots=True)
class Declared:
    """A result that was declared."""

    declaration: Declaration
    commit: CommitId
    """Main, with the record."""
    refreshed: tuple[str, ...]
    """The files of the work tree that were refreshed."""
    fallen_behind: tuple[str, ...] = ()
    """The numbers of open motions whose articles this adoption changed: they must be put again."""


def prepare_declaration(desk: Desk, name: str) -> Declaration:
    """What the count makes of a motion, judged by the rules at its base; nothing is written."""
    motion = open_motion(desk, name)
    refuse_outdated(desk, motion, desk.main())
    refuse_foreign_text(motion.files(motion.motion.questions))
    ballots = gather(desk, motion)
    by_ballots = entered(desk, motion) is None
    entry = entry_of(desk, motion, ballots)
    refuse_reopened(desk, motion)
    judgements = tuple(
        _judged(motion, place, entry) for place in range(len(motion.motion.questions))
    )
    for governing in motion.rules:
        for rule in governing.rules:
            if not at_least(entry.evidence, rule.evidence):
                raise Refused(
                    _("the rule “{rule}” asks for {wanted} votes, and this one is {found}").format(
                        rule=rule.name,
                        wanted=evidence_word(rule.evidence),
                        found=evidence_word(entry.evidence),
                    ),
                    hint=_("Enter the votes with the evidence the rule asks for."),
                )
    if any(one.outcome == "postponed" for one in judgements):
        return Declaration(
            motion,
            "postponed",
            (),
            tuple(one.sentence for one in judgements),
            entry.evidence,
            entry,
            ballots,
            by_ballots,
        )
    counts = tuple(
        replace(count, outcome=_outcome(one, count))
        for one, count in zip(judgements, _counts(entry), strict=True)
    )
    outcomes = {count.outcome for count in counts}
    return Declaration(
        motion,
        outcomes.pop() if len(outcomes) == 1 else "divided",
        counts,
        tuple(one.sentence for one in judgements),
        entry.evidence,
        entry,
        ballots,
        by_ballots,
    )


def refuse_outdated(desk: Desk, motion: OpenMotion, main: Snapshot) -> None:
    """Refuse where the rules changed since the motion was put, or its articles are not the same.

    Rules that changed and were changed back did change: whoever voted in between did not know under
    which of them.
    """
    since = []
    for commit in desk.repository.first_parents(main.commit):
        since.append(commit)
        if commit == motion.base.commit:
            break
    else:
        raise Refused(
            _("amendment {name} was put on a text that was never the current one").format(
                name=motion.name
            ),
            hint=_("Put it again, on the current text: `constitution put {number}`.").format(
                number=motion.number
            ),
        )
    if len({desk.repository.file_at(commit, RULES_FILE) for commit in since}) > 1:
        raise Refused(
            _("the rules changed since amendment {name} was put").format(name=motion.name),
            hint=_("Put it again, under the rules in force: `constitution put {number}`.").format(
                number=motion.number
            ),
        )
    refuse_number_in_use(desk, motion.motion, motion.folder)
    text = _stands_on(desk, motion, main).digests()
    try:
        apply(motion.motion.changes, text)
    except Malformed as error:
        raise Refused(
            _("{path} has changed since amendment {name} was put").format(
                path=error.where, name=motion.name
            ),
            hint=_(
                "Put it again: `constitution put {number}` carries it onto the current text."
            ).format(number=motion.number),
        ) from None
    questions = motion.motion.questions
    try:
        refuse_unlawful_parts(desk, main, questions, text, motion.files(questions))
    except ConstitutionError as fault:
        raise Refused(
            _("amendment {name} cannot be adopted any more: {reason}").format(
                name=motion.name, reason=fault.message
            ),
            hint=_("Put it again once that is settled: `constitution put {number}`.").format(
                number=motion.number
            ),
        ) from None


def _stands_on(desk: Desk, motion: OpenMotion, main: Snapshot) -> Text:
    """The text that a motion changes: the current one, or that with the amendment it amends."""
    text = current_text(main)
    if motion.motion.on is None:
        return text
    parent = find_pending(desk, motion.motion.on)
    carried = carry(desk, parent, text)
    if isinstance(carried, Conflicting):
        raise Refused(
            _("amendment {name} collides with the current text").format(name=parent.name),
            hint=_("Update it first: `constitution amend update {name}`.").format(
                name=parent.number
            ),
        )
    return text.after(carried.files)


class NoVotes(Refused):
    """Neither a count nor a ballot that counts is in."""


def entry_of(desk: Desk, motion: OpenMotion, ballots: Gathered | None = None) -> Entered:
    """The clerk's entry, or the ballots that are in where the clerk entered nothing."""
    entry = entered(desk, motion)
    if entry is not None:
        missing = [place for place, count in enumerate(entry.counts, start=1) if count is None]
        if missing:
            raise Refused(
                _("question {place} was not counted").format(place=missing[0]),
                hint=_("Enter it: `constitution count {number} --question {place} …`.").format(
                    number=motion.number, place=missing[0]
                ),
            )
        return _still_entitled(motion, entry, voters(desk, motion))
    eligible = voters(desk, motion)
    gathered = ballots if ballots is not None else gather(desk, motion)
    if not gathered.counted:
        raise NoVotes(
            _("no vote was counted on amendment {name}").format(name=motion.name),
            hint=_("`constitution ballots {number}` says why no ballot counts.").format(
                number=motion.number
            )
            if gathered.left_out
            else _how_to_enter(motion).format(number=motion.number),
        )
    return Entered(
        motion.digest,
        gathered.evidence,
        desk.clock().date,
        tuple(
            Count("rejected", eligible.entitled, for_, against, abstain)
            for for_, against, abstain in gathered.votes(len(motion.motion.questions))
        ),
    )


def asks_for_signatures(motion: OpenMotion) -> bool:
    """Whether a rule of the motion accepts nothing weaker than signed ballots."""
    return any(rule.evidence == "signed" for over in motion.rules for rule in over.rules)


def _how_to_enter(motion: OpenMotion) -> str:
    if asks_for_signatures(motion):
        return _(
            "Its rules ask for signed ballots: `constitution vote {number} CHOICE --as MEMBER --sign`."
        )
    return _("Enter it: `constitution count {number} --for … --against …`.")


def _still_entitled(motion: OpenMotion, entry: Entered, eligible: Members) -> Entered:
    """The entry, when those it counts may still vote; a result without figures needs no names."""
    if entry.evidence == "declared":
        counts = (count and replace(count, entitled=eligible.entitled) for count in entry.counts)
        return replace(entry, counts=tuple(counts))
    named = {
        name
        for count in _counts(entry)
        for votes in (count.for_, count.against, count.abstain)
        if isinstance(votes, tuple)
        for name in votes
    }
    entitled = {count.entitled for count in _counts(entry)} - {None}
    if entitled <= {eligible.entitled} and all(map(eligible.active, named)):
        return entry
    raise Refused(
        _("the members changed since the votes on amendment {name} were counted").format(
            name=motion.name
        ),
        hint=_("Count again without those who left: `constitution count {number} …`.").format(
            number=motion.number
        ),
    )


def _counts(entry: Entered) -> tuple[Count, ...]:
    return tuple(count for count in entry.counts if count is not None)


def _judged(motion: OpenMotion, place: int, entry: Entered) -> Judgement:
    """What the rules make of one question."""
    return judge_count(
        motion.rules[place],
        _counts(entry)[place],
        entry.evidence,
        declared_by=entry.declared_by,
        reports=entry.reports,
    )


def _outcome(judgement: Judgement, count: Count) -> Outcome:
    """The outcome that is recorded; where figures are not known, the one that was stated."""
    match judgement.outcome:
        case "adopted":
            return "adopted"
        case "rejected":
            return "rejected"
        case _:
            return count.outcome


def declare(desk: Desk, declaration: Declaration) -> Declared:
    """The result, recorded on main in one commit, and in one more for each joined amendment."""
    if declaration.outcome == "postponed":
        raise Refused(
            _("the vote on amendment {name} is postponed: there is no result to declare").format(
                name=declaration.motion.name
            )
        )
    motion, repository = declaration.motion, desk.repository
    main = desk.main()
    _refuse_overtaken(desk, declaration)
    record = VoteRecord(
        *next_link(desk),
        motion=motion.digest,
        evidence=declaration.evidence,
        held=declaration.entry.held,
        counts=declaration.counts,
        declared_by=declaration.entry.declared_by,
        reports=declaration.entry.reports,
    )
    text_changes = {} if motion.motion.on is not None else motion.files(declaration.adopted)
    folder = {
        f"votes/{motion.folder}/README.md": motion.readme,
        f"votes/{motion.folder}/motion.toml": motion.data,
        f"votes/{motion.folder}/vote.toml": record.to_bytes(),
    }
    if declaration.by_ballots and declaration.ballots.signed:
        kept = write_ballots(declaration.ballots.signed)
        folder[f"votes/{motion.folder}/ballots.toml"] = kept
    tree = repository.write_files(main.commit, {**text_changes, **folder})
    merges = bool(text_changes)
    person = desk.person()
    commit = repository.write_commit(
        tree,
        [main.commit, motion.branch.tip] if merges else [main.commit],
        _message(main, declaration),
        author=person,
        committer=person,
        when=desk.clock(),
    )
    moves = _closing_moves(desk, declaration, merges=merges)
    moves += _carry_sub_amendment(desk, declaration)
    tip = commit
    link: Record = record
    for number in _still_joined(desk, motion):
        tip, link, closing = record_joined(desk, tip, link, motion.number, number)
        moves += closing
    fresh = desk.acts.do(Act("declare", motion.name, (move_of_main(desk, main, tip), *moves)))
    return Declared(declaration, commit, fresh, _behind(desk))


def _refuse_overtaken(desk: Desk, declaration: Declaration) -> None:
    """Refuse where the count, the members or the text moved on since the result was shown."""
    motion = declaration.motion
    still_open = motion.folder in motion_branches(desk)
    now = prepare_declaration(desk, motion.folder if still_open else motion.number)
    shown = (motion.digest, declaration.outcome, declaration.entry, declaration.ballots.counted)
    if (now.motion.digest, now.outcome, now.entry, now.ballots.counted) != shown:
        raise Outdated(
            _("the count of amendment {name} is no longer the one that was shown").format(
                name=motion.name
            ),
            hint=_("Nothing was written. Look at the new state and do it again."),
        )


def _still_joined(desk: Desk, motion: OpenMotion) -> list[AmendmentNumber]:
    """The amendments voted together with a motion, less those that were disposed of since."""
    gone = {entry.number for entry in desk.records()}
    return [number for number in motion.motion.joined if number not in gone]


def _message(main: Snapshot, declaration: Declaration) -> str:
    motion = declaration.motion
    with speaking(main.settings.language):
        again = _relabelled(declaration)
        verb = {
            "adopted": _("Adopt amendment {number}: {title}"),
            "rejected": _("Reject amendment {number}: {title}"),
            "divided": _("Adopt amendment {number} in part: {title}"),
        }[declaration.outcome]
        return "\n".join(
            (
                verb.format(
                    number=motion.name,
                    title=motion.motion.title,
                ),
                "",
                *again,
                _("The amendment and its vote: votes/{folder}/").format(folder=motion.folder),
                "",
            )
        )


def _relabelled(declaration: Declaration) -> tuple[str, ...]:
    """The sentences of the result in the language in use."""
    motion = declaration.motion
    return tuple(
        _judged(motion, place, declaration.entry).sentence
        for place in range(len(motion.motion.questions))
    )


def _closing_moves(desk: Desk, declaration: Declaration, *, merges: bool) -> list[RefMove]:
    """The refs that a result closes: the motion's branch, the ballots, the clerk's entry."""
    motion, repository = declaration.motion, desk.repository
    moves = []
    if not merges:
        tag = f"refs/tags/{declaration.outcome}/{motion.folder}"
        moves.append(RefMove(tag, repository.tip(tag), motion.branch.tip))
    return moves + close_motion(desk, motion.folder, motion.number, motion, declaration.counts)


def _carry_sub_amendment(desk: Desk, declaration: Declaration) -> list[RefMove]:
    """The move of the amended amendment's branch, where a sub-amendment was adopted."""
    motion = declaration.motion
    if motion.motion.on is None or not declaration.adopted:
        return []
    parent = find_pending(desk, motion.motion.on)
    repository, person = desk.repository, desk.person()
    main = desk.main()
    carried = carry(desk, parent, current_text(main))
    if isinstance(carried, Conflicting):
        raise Refused(
            _("amendment {name} collides with the current text").format(name=parent.name),
            hint=_("Update it first: `constitution amend update {name}`.").format(
                name=parent.number
            ),
        )
    files = {**carried.files, **motion.files(declaration.adopted)}
    further = {
        change.source: change.path
        for question in declaration.adopted
        for change in question.changes
        if isinstance(change, Move)
    }
    moves = {old: further.pop(new, new) for old, new in carried.moves.items()} | further
    amendment = replace(parent.amendment, moves=tuple(sorted(moves.items())))
    amendment = replace(amendment, submitted=fingerprint(amendment, parent.reasons, files))
    commit = repository.write_commit(
        repository.write_files(
            main.commit,
            {
                **files,
                draft_file(parent.slug, "amendment.toml"): amendment.to_bytes(),
                draft_file(parent.slug, "reasons.md"): parent.reasons.encode(),
            },
        ),
        [parent.branch.tip, main.commit],
        desk.written(N_("Include sub-amendment {name}")).format(name=motion.name) + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )
    return [branch_move(parent, commit)]


def _behind(desk: Desk) -> tuple[str, ...]:
    """The numbers of the open motions that the new text has overtaken, or that nobody can read."""
    main = desk.main()
    names = []
    for folder in motion_branches(desk):
        try:
            refuse_outdated(desk, open_motion(desk, folder), main)
        except ConstitutionError:
            names.append(folder.partition("-")[0])
    return tuple(names)
