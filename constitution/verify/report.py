"""What verification answers: a verdict, what each record says, and faults that name a commit.

Codes are stable and never translated; sentences are in the language in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from constitution.display import safe
from constitution.language import _, join_clauses, ngettext

if TYPE_CHECKING:
    import datetime as dt

    from constitution.errors import Malformed
    from constitution.governance import Evidence

__all__ = [
    "Code",
    "Fault",
    "FreeChange",
    "QuestionReport",
    "RecordReport",
    "Uncounted",
    "Verdict",
    "VoidBallot",
]

Code = Literal[
    # the text changed otherwise than by a vote
    "unratified-change",
    "vote-failed",
    "changed-after-the-vote",
    "bad-seal",
    # the record
    "wrong-count",
    "bad-motion",
    "bad-record",
    "records-tampered-with",
    "rules-changed",
    "not-a-member",
    "evidence-too-weak",
    # the ballots
    "bad-ballot",
    "bad-signature",
    "ballot-for-another-motion",
    # what was adopted
    "bad-rules",
    "bad-members",
    "bad-settings",
    "bad-text",
    # the objects
    "bad-tree",
    "bad-mode",
    "bad-path",
    "bad-commit",
    # the chain
    "history-rewritten",
    "wrong-founding-commit",
    # a warning
    "mixed-script",
    "hidden-characters",
    "other-bytes",
    # what keeps from judging
    "no-repository",
    "no-assembly",
    "unknown-commit",
    "damaged-memory",
    "missing-object",
    "corrupt-object",
    "too-big",
    "unknown-format",
    "unknown-character",
    "unreadable-governance",
    "unreadable-repository",
    "unseen-text",
    "unsupported-repository",
]
"""What a fault, a warning or a doubt is, for programs; named after the answers of the rule book."""


def sentence_of(fault: Malformed) -> str:
    """What is wrong, as a sentence; a path at its beginning stays as it is."""
    bare = fault.bare
    return bare if "/" in bare.partition(" ")[0] else bare[:1].upper() + bare[1:]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or doubtful, in one commit."""

    code: Code
    sentence: str
    commit: str = ""
    """The commit that brought it; empty where the repository as a whole is meant."""
    path: str = ""
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """The fault with stable keys."""
        return {
            "code": self.code,
            "commit": self.commit or None,
            "path": safe(self.path) or None,
            "sentence": safe(self.sentence),
            "hint": safe(self.hint) or None,
        }


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What a record says of one question, and what the rules make of it."""

    title: str
    outcome: Literal["adopted", "rejected"]
    """As recorded."""
    sentence: str
    """The arithmetic, or why there is none."""
    rules: tuple[str, ...]
    """The names of the rules that governed it."""
    hidden_ballots: bool | None
    """Whether ballots nobody showed could have turned it; None where that is unknown."""

    def to_json(self) -> dict[str, Any]:
        """The question with stable keys."""
        return {
            "title": safe(self.title),
            "outcome": self.outcome,
            "sentence": safe(self.sentence),
            "rules": list(self.rules),
            "hidden_ballots_could_have_turned_it": self.hidden_ballots,
        }


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What one record says, whoever is to believe it."""

    sequence: int
    number: str
    round: int
    revision: int
    title: str
    outcome: str
    """`adopted`, `rejected`, `divided`, or what became of it without a vote."""
    evidence: Evidence | None
    """None where nothing was voted on."""
    held: dt.date | None
    """As stated by the clerk; None where a report does not know."""
    commit: str
    entered_by: str
    """The committer, as the commit says; nothing proves it."""
    folder: str
    questions: tuple[QuestionReport, ...] = ()
    declared_by: str | None = None
    ruling: str | None = None
    by: str | None = None
    with_: str | None = None
    signed_ballots: int = 0
    """How many signed ballots stand beside the record."""
    sources: tuple[str, ...] = ()
    """What each report of a reported result says, act, body and source."""

    @property
    def hidden_ballots(self) -> bool | None:
        """Whether ballots nobody showed could have turned a question of this record."""
        answers = {question.hidden_ballots for question in self.questions}
        return True if True in answers else None if None in answers or not answers else False

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the record comes to, sentence by sentence."""
        if self.questions:
            return tuple(question.sentence for question in self.questions)
        said = {
            "withdrawn": _("Withdrawn."),
            "fallen": _("Fallen."),
            "inadmissible": _("Inadmissible."),
            "not-moved": _("Not moved."),
            "joined": _("Voted together with number {number}.").format(number=self.with_),
        }
        ruled = _("Ruled by {by}: {ruling}").format(by=self.by, ruling=self.ruling)
        return (said[self.outcome], ruled) if self.outcome in said else ()

    def to_json(self) -> dict[str, Any]:
        """The record with stable keys."""
        return {
            "sequence": self.sequence,
            "number": self.number,
            "round": self.round,
            "revision": self.revision,
            "title": safe(self.title),
            "outcome": self.outcome,
            "evidence": self.evidence,
            "held": self.held.isoformat() if self.held else None,
            "commit": self.commit,
            "folder": self.folder,
            "entered_by": safe(self.entered_by),
            "declared_by": _safe_or_none(self.declared_by),
            "ruling": _safe_or_none(self.ruling),
            "by": _safe_or_none(self.by),
            "with": self.with_,
            "signed_ballots": self.signed_ballots,
            "hidden_ballots_could_have_turned_it": self.hidden_ballots,
            "questions": [question.to_json() for question in self.questions],
            "sources": [safe(source) for source in self.sources],
        }


def _safe_or_none(text: str | None) -> str | None:
    return None if text is None else safe(text)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A signed ballot of this clone that holds, and that the record of its vote does not count."""

    sequence: int
    """Of the record."""
    number: str
    member: str
    choices: tuple[str, ...]
    ref: str
    counted_otherwise: bool
    """Whether the record counts the member with another ballot."""

    @property
    def sentence(self) -> str:
        """What it means, and what it does not."""
        said = (
            _(
                "{member} signed another ballot on amendment {number} ({choices}) than the record "
                "counts."
            )
            if self.counted_otherwise
            else _(
                "{member} signed a ballot on amendment {number} ({choices}) that was not counted; "
                "whether it came in time, no clone can show."
            )
        )
        return said.format(
            member=self.member,
            number=self.number,
            choices=_chosen(self.choices),
        )

    def to_json(self) -> dict[str, Any]:
        """The ballot with stable keys."""
        return {
            "record": self.sequence,
            "number": self.number,
            "member": self.member,
            "choices": list(self.choices),
            "ref": safe(self.ref),
            "counted_otherwise": self.counted_otherwise,
            "sentence": safe(self.sentence),
        }


@dataclass(frozen=True, slots=True)
class VoidBallot:
    """A signed ballot of this clone on no motion of this history, nor on one that is open."""

    number: str
    """Of the amendment under which it lies."""
    member: str
    choices: tuple[str, ...]
    ref: str

    @property
    def sentence(self) -> str:
        """What it is, as far as a clone can tell."""
        return _(
            "{member} signed a ballot under amendment {number} ({choices}) that is void: what it "
            "was signed for was put anew, or belongs to another constitution."
        ).format(member=self.member, number=self.number, choices=_chosen(self.choices))

    def to_json(self) -> dict[str, Any]:
        """The ballot with stable keys."""
        return {
            "number": self.number,
            "member": self.member,
            "choices": list(self.choices),
            "ref": safe(self.ref),
            "sentence": safe(self.sentence),
        }


def _chosen(choices: tuple[str, ...]) -> str:
    words = {"for": _("for"), "against": _("against"), "abstain": _("abstention")}
    return ", ".join(words[choice] for choice in choices)


@dataclass(frozen=True, slots=True)
class FreeChange:
    """A commit on main that changed only files that are not the text."""

    commit: str
    names: tuple[str, ...]
    """The files and folders at the top that differ."""

    def to_json(self) -> dict[str, Any]:
        """The change with stable keys."""
        return {"commit": self.commit, "names": [safe(name) for name in self.names]}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clone proves: every record counted again, and every fault with its commit."""

    founding: str | None
    tip: str | None
    pinned: bool
    """Whether the founding commit was given by whoever asks."""
    commits: int = 0
    """How many commits of main were judged, the founding one included."""
    records: tuple[RecordReport, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    """What kept the verifier from judging."""
    warnings: tuple[Fault, ...] = ()
    free: tuple[FreeChange, ...] = ()
    fingerprint: str | None = None
    """The digest of the last record, which names every record before it; None without records."""
    remembered: str | None = None
    """The tip of an earlier check of this clone; None where there was none."""
    founded: bool = True
    """Whether an assembly governs the text; where none does there is nothing to verify."""
    whole: bool = False
    """Whether every folder of the tip can be read, those too that are not the text."""
    ref: str | None = None
    """Where the tip was found; None where a commit was asked for by its id."""
    uncounted: tuple[Uncounted, ...] = ()
    """The signed ballots found in this clone that hold and that no record counts."""
    void: tuple[VoidBallot, ...] = ()
    """The signed ballots found in this clone for what was put before, or elsewhere: they change no verdict."""

    @property
    def outcome(self) -> Literal["valid", "consistent", "wrong", "cannot-tell"]:
        """`wrong` as soon as one fault is proven; else `cannot-tell` as soon as one doubt is.

        `valid` only where signatures stand behind every vote, and no ballot that nobody showed
        could have turned one; else `consistent`.
        """
        if self.faults:
            return "wrong"
        if self.doubts:
            return "cannot-tell"
        voted = [record for record in self.records if record.evidence is not None]
        proven = all(one.evidence == "signed" and one.hidden_ballots is False for one in voted)
        return "valid" if voted and proven and not self.uncounted else "consistent"

    @property
    def sentence(self) -> str:
        """The verdict in one line."""
        match self.outcome:
            case "wrong":
                number = len({fault.commit for fault in self.faults} - {""})
                if not number:
                    return _("wrong: {reason}").format(reason=self.faults[0].sentence)
                return ngettext(
                    "wrong: {number} commit is at fault",
                    "wrong: {number} commits are at fault",
                    number,
                ).format(number=number)
            case "cannot-tell":
                return _("cannot tell: {reason}").format(reason=self.doubts[0].sentence)
            case "valid":
                return join_clauses((_("valid: every vote is signed"), *self._unsigned()))
            case "consistent":
                return join_clauses((_("consistent"), *self._unsigned()))

    def _unsigned(self) -> list[str]:
        """What rests on something else than signatures."""
        declared = sum(record.evidence == "declared" for record in self.records)
        reported = sum(record.evidence == "reported" for record in self.records)
        said = []
        if all(record.evidence is None for record in self.records):
            said.append(_("nothing was voted on yet"))
        if declared:
            said.append(
                ngettext(
                    "{number} outcome is declared, not counted",
                    "{number} outcomes are declared, not counted",
                    declared,
                ).format(number=declared)
            )
        if reported:
            said.append(
                ngettext(
                    "{number} outcome is reported, not counted",
                    "{number} outcomes are reported, not counted",
                    reported,
                ).format(number=reported)
            )
        ruled = sum(record.evidence is None for record in self.records)
        if ruled and self.outcome == "valid":
            said.append(
                ngettext(
                    "{number} ruling without a vote is as it was recorded",
                    "{number} rulings without a vote are as they were recorded",
                    ruled,
                ).format(number=ruled)
            )
        signed = [record for record in self.records if record.evidence == "signed"]
        turned = sum(record.hidden_ballots is not False for record in signed)
        if turned and len(signed) == sum(one.evidence is not None for one in self.records):
            said.append(
                ngettext(
                    "every vote is signed, and hidden ballots could have turned {number}",
                    "every vote is signed, and hidden ballots could have turned {number}",
                    turned,
                ).format(number=turned)
            )
        if self.uncounted:
            said.append(
                ngettext(
                    "{number} ballot found here was not counted",
                    "{number} ballots found here were not counted",
                    len(self.uncounted),
                ).format(number=len(self.uncounted))
            )
        return said

    @property
    def pin(self) -> str:
        """Whether the founding commit was pinned, and how to pin it."""
        if self.pinned:
            return _("The founding commit is the one you named.")
        return _(
            "The founding commit was not pinned. Ask the assembly for it, and give it: "
            "`constitution verify --founding {commit}` if it is this one."
        ).format(commit=self.founding)

    @property
    def holds(self) -> tuple[str, ...]:
        """What was checked and holds; nothing where something is wrong or cannot be told."""
        if self.outcome not in {"valid", "consistent"}:
            return ()
        held = [
            _("Every object that was read is, to the byte, the one that its name says."),
            _(
                "Every change of the text, the rules or the members was adopted in its record, "
                "counted again under the rules and by the members of that moment."
            ),
            _("No record was changed, left out or put in another order."),
        ]
        if any(record.evidence == "signed" for record in self.records):
            held.append(
                _("Every ballot of a signed vote was signed by a key of its member, for this vote.")
            )
        if self.remembered:
            held.append(_("The tip where the last check of this clone ended is in this history."))
        return tuple(held)

    @property
    def limits(self) -> tuple[str, ...]:
        """What no clone can show, said so that nobody takes it as shown."""
        said = [
            _(
                "That no vote was withheld; only an adoption by a majority of all the members "
                "cannot be turned by votes against it that nobody showed."
            ),
            _("That names, dates and clocks are true: they are as they were entered."),
            _("That others see the same history: compare the tip and the fingerprint with theirs."),
        ]
        if not self.remembered:
            said.append(
                _("That the history was not rewritten before: this is the first check here.")
            )
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """The verdict with stable keys."""
        return {
            "format": "constitution-verdict/1",
            "outcome": self.outcome,
            "sentence": safe(self.sentence),
            "founding": self.founding,
            "tip": self.tip,
            "ref": None if self.ref is None else safe(self.ref),
            "pinned": self.pinned,
            "commits": self.commits,
            "fingerprint": self.fingerprint,
            "remembered": self.remembered,
            "holds": [safe(sentence) for sentence in self.holds],
            "limits": [safe(sentence) for sentence in self.limits],
            "faults": [fault.to_json() for fault in self.faults],
            "doubts": [doubt.to_json() for doubt in self.doubts],
            "warnings": [warning.to_json() for warning in self.warnings],
            "free": [change.to_json() for change in self.free],
            "uncounted_ballots": [ballot.to_json() for ballot in self.uncounted],
            "void_ballots": [ballot.to_json() for ballot in self.void],
            "records": [record.to_json() for record in self.records],
        }
