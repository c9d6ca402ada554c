"""Managing: members, rules, check, format, verify."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constitution.history import Snapshot
    from constitution.repository import Repository
    from constitution.verify import Verdict

__all__ = ["check_verb", "format_verb", "members_verb", "rules_verb", "verify_verb"]


@verb(
    "members",
    help=N_(
        "Who may vote. Changing the members is an amendment: `constitution amend edit N members`."
    ),
    example="constitution members\nconstitution members --at vote:3",
)
@option("--at", metavar="WHEN", help=N_("The members of another moment."))
@json_option
@pass_talk
def members_verb(talk: Talk, *, at: str | None, as_json: bool) -> None:
    """Print the members."""
    from constitution.display import safe

    members = _snapshot(talk, at).members
    if as_json:
        talk.json(
            {
                "format": "constitution-members-list/1",
                "entitled": members.entitled,
                "seats": members.seats,
                "members": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "group": one.group or None,
                        "status": one.status,
                        "keys": list(one.keys),
                        "fingerprints": [_fingerprint(key) for key in one.keys],
                    }
                    for one in members.named
                ],
            }
        )
        return
    if members.seats is not None:
        talk.print(
            ngettext("{number} seat, not named", "{number} seats, not named", members.seats).format(
                number=members.seats
            )
        )
        return

    def lines() -> Iterator[str]:
        widest = max(len(one.id) for one in members.named)
        for one in members.named:
            group = f" ({safe(one.group)})" if one.group else ""
            suspended = ", " + _("suspended") if one.status == "suspended" else ""
            yield f"{one.id:<{widest}}  {safe(one.name)}{group}{suspended}"
            for key in one.keys:
                yield f"{'':<{widest}}  {_fingerprint(key)} ({key.partition(' ')[0]})"
        yield _("{members} may vote.").format(members=members)

    talk.show(lines())


def _fingerprint(key: str) -> str:
    """The fingerprint of a member's key, as `ssh-keygen -l` shows it."""
    from constitution.publickey import fingerprint, parse_key

    return fingerprint(parse_key(key).blob)


def _snapshot(talk: Talk, at: str | None) -> Snapshot:
    from constitution.cli.choosing import point
    from constitution.errors import Unclear
    from constitution.history import Day

    desk = talk.desk()
    if at is None:
        return desk.main()
    moment = point(desk, at)
    if isinstance(moment, Day):
        raise Unclear(
            _("rules and members follow the records, not the calendar"),
            hint=_("Name a record: `--at vote:3`."),
        )
    return desk.at(moment.commit)


@verb(
    "rules",
    help=N_(
        "What a vote needs, for each part of the text. Changing the rules is an amendment: "
        "`constitution amend edit N rules`."
    ),
    example="constitution rules\nconstitution rules 12",
)
@argument("articles", nargs=-1, metavar="[ARTICLE]…")
@option("--at", metavar="WHEN", help=N_("The rules of another moment."))
@json_option
@pass_talk
def rules_verb(talk: Talk, *, articles: tuple[str, ...], at: str | None, as_json: bool) -> None:
    """Print the rules, or those that govern some articles."""
    from constitution.assembly.drafting import governance_file
    from constitution.assembly.needs import needs
    from constitution.outline import find
    from constitution.scrutiny import Governing

    snapshot = _snapshot(talk, at)
    rules = snapshot.rules
    chosen = rules.rules
    if articles:
        chosen = rules.governing(
            [governance_file(name) or find(name, snapshot.texts) for name in articles]
        )
    if as_json:
        talk.json(
            {
                "format": "constitution-rules-list/1",
                "rules": [
                    {
                        "name": rule.name,
                        "paths": list(rule.paths),
                        "majority": str(rule.majority),
                        "quorum": str(rule.quorum) if rule.quorum else "none",
                        "no_quorum": rule.no_quorum,
                        "evidence": rule.evidence,
                    }
                    for rule in chosen
                ],
            }
        )
        return
    for rule in chosen:
        for line in needs(Governing((rule,)), snapshot.members.entitled):
            talk.print(line)
        talk.print("  " + ", ".join(rule.paths))


# -- check and format ------------------------------------------------------------------------------


@verb(
    "check",
    help=N_(
        "Find faults of form, with file and line, references that lead nowhere, and rules or "
        "members that cannot stand; in the work tree, or at another moment."
    ),
    example="constitution check\nconstitution check --at main",
)
@option("--at", metavar="WHEN", help=N_("Check the text of this moment."))
@option("--text-language", metavar="TAG", help=N_("The language of the text, where none is set."))
@json_option
@pass_talk
def check_verb(talk: Talk, *, at: str | None, text_language: str | None, as_json: bool) -> None:
    """Print the faults; exit 1 where there is one that is more than a warning."""
    from constitution.assembly.checking import check_governance, work_files
    from constitution.cli.choosing import choose
    from constitution.coherence import check
    from constitution.display import safe
    from constitution.governance import GOVERNANCE_FILES

    desk = talk.desk()
    language = text_language or desk.main().settings.language
    governance: dict[str, bytes] = {}
    if at is None and not desk.repository.is_bare:
        texts, governance = work_files(desk.repository.folder)
    else:
        chosen = choose(desk, at, None)
        texts = dict(chosen.texts)
        if chosen.commit is not None:
            snapshot = desk.at(chosen.commit)
            governance = {
                path: snapshot.data(path) for path in GOVERNANCE_FILES if path in snapshot.files
            }
    faults = check(texts, language)
    wrong = check_governance(governance)
    if as_json:
        talk.json(
            {
                "format": "constitution-check/1",
                "faults": [
                    {
                        "path": path,
                        "line": fault.line,
                        "column": fault.column,
                        "code": fault.code,
                        "severity": fault.severity,
                        "message": fault.message,
                    }
                    for path, fault in faults
                ]
                + [
                    {
                        "path": one.path,
                        "line": None,
                        "column": None,
                        "code": "bad-governance",
                        "severity": "fault",
                        "message": one.sentence,
                    }
                    for one in wrong
                ],
            }
        )
    else:
        for path, fault in faults:
            mark = _("warning: ") if fault.severity == "warning" else ""
            talk.print(f"{safe(path)}:{fault.line}:{fault.column}: {mark}{safe(fault.message)}")
        for one in wrong:
            talk.print(f"{safe(one.path)}: {safe(one.sentence)}")
        if not faults and not wrong:
            number = len(texts)
            talk.say(
                ngettext("{number} file, no fault.", "{number} files, no fault.", number).format(
                    number=number
                )
            )
    if wrong or any(fault.severity == "fault" for _path, fault in faults):
        raise click.exceptions.Exit(1)


@verb(
    "format",
    help=N_(
        "Bring files into the normal form, changing no word: those of the work tree, the files "
        "that are named, or standard input for -."
    ),
    example="constitution format\nconstitution format draft.md\nconstitution format - < draft.md",
)
@argument("files", nargs=-1, metavar="[FILE]…")
@option("--dry-run", is_flag=True, help=N_("Name the files that would change, and change none."))
@option("--text-language", metavar="TAG", help=N_("The language of the text, where none is set."))
@pass_talk
def format_verb(
    talk: Talk, *, files: tuple[str, ...], dry_run: bool, text_language: str | None
) -> None:
    """Write files in the normal form; exit 1 on a dry run that would change one."""
    from constitution.assembly.checking import format_files, work_files
    from constitution.errors import Refused, Unknown
    from constitution.text import decode, format_text

    language = text_language
    if language is None:
        try:
            language = talk.desk().main().settings.language
        except Unknown:
            if not files:
                raise
            language = "und"
    if files == ("-",):
        sys.stdout.write(format_text(decode(talk.read_input("-"), "-"), language))
        return
    changed: dict[str, bytes] = {}
    folder = Path()
    if files:
        for name in files:
            data = talk.read_input(name)
            formed = format_text(decode(data, name), language).encode()
            if formed != data:
                changed[name] = formed
    else:
        repository = talk.desk().repository
        if repository.is_bare:
            raise Refused(
                _("a bare repository has no files to format"),
                hint=_("Name files, or work in a clone with a work tree."),
            )
        folder = Path(repository.folder)
        changed = format_files(*work_files(folder), language)
    for path, data in changed.items():
        talk.print(path)
        if not dry_run:
            (folder / path).write_bytes(data)
    if not changed:
        talk.say(_("Everything is in the normal form."))
    elif dry_run:
        raise click.exceptions.Exit(1)


# -- verify ----------------------------------------------------------------------------------------

_NOTHING_TO_JUDGE = {"no-repository", "no-assembly", "unknown-commit"}
"""The doubts that are about what was asked for; a person meets them as any other refusal."""


@verb(
    "verify",
    help=N_(
        "Recount the whole history of this clone: every vote, under the rules in force then; name "
        "the commits that no vote ratified."
    ),
    example="constitution verify\nconstitution verify --founding 3f9c1d2e4b5a69788796a5b4c3d2e1f009182736",
)
@option(
    "--founding", metavar="COMMIT", help=N_("The founding commit, as the assembly published it.")
)
@option("--tip", metavar="COMMIT", help=N_("Judge the history up to this commit or ref."))
@json_option
@pass_talk
def verify_verb(talk: Talk, *, founding: str | None, tip: str | None, as_json: bool) -> None:
    """Print the verdict; exit 1 where something is wrong, 2 where one cannot tell."""
    from constitution.assembly.verification import verify_folder
    from constitution.errors import CannotTell, clause

    with talk.progress(_("Verifying")) as progress, _collected_seldom():
        verdict = verify_folder(talk.folder, founding=founding, tip=tip, progress=progress)
    if as_json:
        talk.json({"format": "constitution-verdict/1", **verdict.to_json()})
    elif verdict.doubts and verdict.doubts[0].code in _NOTHING_TO_JUDGE:
        raise CannotTell(clause(verdict.doubts[0].sentence), hint=verdict.doubts[0].hint)
    else:
        talk.show(verdict_lines(talk, verdict))
        if verdict.whole and _is_dirty(talk.desk().repository):
            talk.say(_("Your work tree has changes that are not committed: no verdict is on them."))
    code = {"valid": 0, "consistent": 0, "wrong": 1, "cannot-tell": 2}[verdict.outcome]
    if code:
        raise click.exceptions.Exit(code)


@contextmanager
def _collected_seldom() -> Iterator[None]:
    """Inside it, Python looks for garbage in rings a hundred times less often.

    A verdict is made of many small values that are kept and of no rings: to look at all of them
    again and again took a tenth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _is_dirty(repository: Repository) -> bool:
    """Whether the work tree has changes; not where an object beside the text is broken."""
    from constitution.errors import CannotTell

    try:
        return bool(repository.dirty_files())
    except CannotTell:
        return False


def verdict_lines(talk: Talk, verdict: Verdict) -> Iterator[str]:
    """The verdict for a person: each record, what is wrong, what cannot be shown, one line."""
    from constitution.amendment import label
    from constitution.assembly.pending import state_words
    from constitution.display import safe
    from constitution.vote import evidence_word

    blamed = {fault.commit for fault in verdict.faults}
    for record in verdict.records:
        name = label(record.number, record.revision, record.round)
        held = record.held.isoformat() if record.held else _("no date")
        kind = evidence_word(record.evidence) if record.evidence else _("not voted on")
        yield talk.bold(
            _("{sequence}. {held}  amendment {name}, {outcome} ({kind}): {title}").format(
                sequence=record.sequence,
                held=held,
                name=name,
                outcome=state_words().get(record.outcome, record.outcome),
                kind=kind,
                title=safe(record.title),
            )
        )
        if record.commit in blamed:
            yield talk.bold("   " + _("(This does not hold: see below.)"))
        for sentence in record.sentences:
            yield f"   {safe(sentence)}"
        entered = _("Entered by {name}.").format(name=safe(record.entered_by))
        if record.signed_ballots:
            entered += " " + ngettext(
                "{number} ballot is signed.", "{number} ballots are signed.", record.signed_ballots
            ).format(number=record.signed_ballots)
        if record.hidden_ballots is not None:
            entered += " " + (
                _("Hidden ballots could have turned it: yes.")
                if record.hidden_ballots
                else _("Hidden ballots could have turned it: no.")
            )
        yield talk.dim(f"   {entered}")
    for free in verdict.free:
        yield _("Commit {commit} changes {names}, which need no vote.").format(
            commit=free.commit[:10], names=safe(", ".join(free.names))
        )
    for ballot in verdict.uncounted:
        yield safe(ballot.sentence)
    for void in verdict.void:
        yield safe(void.sentence)
    for warning in verdict.warnings:
        yield _("Warning, commit {commit}: {sentence}").format(
            commit=warning.commit[:10], sentence=safe(f"{warning.path} {warning.sentence}".strip())
        )
    for fault in (*verdict.faults, *verdict.doubts):
        where = _("commit {commit}").format(commit=fault.commit) if fault.commit else ""
        named = fault.path if fault.path not in fault.sentence else ""  # it is said once
        yield talk.bold(
            ": ".join(part for part in (fault.code, safe(named), safe(fault.sentence)) if part)
        )
        if where:
            yield f"   {where}"
        if fault.hint:
            yield f"   {safe(fault.hint)}"
    yield ""
    if verdict.holds:
        yield _("What holds:")
        for sentence in verdict.holds:
            yield f"- {safe(sentence)}"
        yield _("What no clone can show:")
        for limit in verdict.limits:
            yield f"- {safe(limit)}"
        yield talk.dim(verdict.pin)
    if verdict.ref not in {None, "refs/heads/main"}:
        yield _("Judged: {ref}.").format(ref=safe(verdict.ref or ""))
    if verdict.tip:
        yield ngettext(
            "Tip {tip}; {commits} commit.", "Tip {tip}; {commits} commits.", verdict.commits
        ).format(tip=verdict.tip, commits=verdict.commits)
    if verdict.fingerprint:
        yield _("Fingerprint of the records: {fingerprint}").format(fingerprint=verdict.fingerprint)
    yield talk.bold(safe(verdict.sentence))
