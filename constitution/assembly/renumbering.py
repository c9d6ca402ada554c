"""Renumbering: one amendment that numbers the articles from 1 to n, and all that follows from it.

It holds the declared moves, the first lines, the references and the paths named in the rules; its
reasons hold the concordance table. It is checked to change no word but numbers before it is made.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constitution.article import find
from constitution.assembly.drafting import new_amendment
from constitution.coherence import check
from constitution.errors import Refused
from constitution.governance import RULES_FILE, Rules
from constitution.language import N_, _, speaking
from constitution.renumbering import Displaced, only_numbers_changed, plan
from constitution.text import format_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.assembly.pending import Pending
    from constitution.coherence import Finding
    from constitution.history import Snapshot
    from constitution.renumbering import Renumbering

__all__ = ["Proposal", "prepare_renumbering", "renumber"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A renumbering of the current text, ready to become an amendment."""

    plan: Renumbering
    rules: Mapping[str, str]
    """The paths named in the rules that follow their articles, old to new."""
    files: Mapping[str, bytes | None]
    """What changes: path to new bytes, None where the file goes."""
    broken: tuple[Finding, ...]
    """References that led somewhere before and lead nowhere after, by path in the new text."""
    reasons: str
    """The reasons of the amendment, with the concordance table, in the language of the text."""

    @property
    def is_sure(self) -> bool:
        """Whether every reference was followed, so that nobody need look at one."""
        return not self.plan.doubts and not self.broken


def prepare_renumbering(
    desk: Desk, *, start: str | None = None, headings: bool = False
) -> Proposal:
    """The current text with its articles numbered anew; `Refused` where nothing changes.

    `start` names the article to begin with; `headings` takes the numerals of titles along.
    """
    main = desk.main()
    texts, language = main.texts, main.settings.language
    begin = None if start is None else str(find(start, texts))
    made = plan(texts, language, start=begin, headings=headings)
    if isinstance(made, Displaced):
        raise Refused(
            _("{path} would no longer come before {other}").format(
                path=made.first, other=made.second
            ),
            hint=_("Give the files names in the order of the text first: `amend move`."),
        )
    if not made.moves and made.texts == texts:
        raise Refused(_("nothing changes: the articles are numbered continuously already"))
    _refuse_other_changes(texts, made, language)
    files: dict[str, bytes | None] = dict.fromkeys(made.moves)
    files |= {
        path: text.encode()
        for path, text in made.texts.items()
        if path in files or texts.get(path) != text
    }
    rules, followed = _rules_after(main, made.moves)
    if followed:
        files[RULES_FILE] = rules.to_bytes()
    return Proposal(
        plan=made,
        rules=followed,
        files=dict(sorted(files.items())),
        broken=_broken(texts, made, language),
        reasons=_reasons(texts, made, language, begin, headings=headings),
    )


def renumber(
    desk: Desk,
    slug: str,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    start: str | None = None,
    headings: bool = False,
) -> tuple[Pending, Proposal]:
    """The amendment that numbers the articles anew, and what it does."""
    proposal = prepare_renumbering(desk, start=start, headings=headings)
    one = new_amendment(
        desk,
        slug,
        title=title or desk.written(N_("Number the articles anew")),
        authors=authors,
        changes=proposal.files,
        moves=proposal.plan.moves,
        reasons=proposal.reasons,
    )
    return one, proposal


def _refuse_other_changes(texts: Mapping[str, str], made: Renumbering, language: str) -> None:
    """Nothing, where no word changes but numbers; what stands in no doubt is checked again."""
    for fault in only_numbers_changed(texts, made.texts, made.moves, language):
        if fault.code != "doubt":
            raise Refused(f"{fault.path}:{fault.line}: {fault.message}")


def _rules_after(main: Snapshot, moves: Mapping[str, str]) -> tuple[Rules, dict[str, str]]:
    """The rules with the paths they name where the articles go, and which those are."""
    rules = main.rules.rules if main.is_founded else ()
    followed = {path: moves[path] for rule in rules for path in rule.paths if path in moves}
    return Rules(
        tuple(
            replace(rule, paths=tuple(moves.get(path, path) for path in rule.paths))
            for rule in rules
        )
    ), followed


def _broken(texts: Mapping[str, str], made: Renumbering, language: str) -> tuple[Finding, ...]:
    before = {
        (made.moves.get(path, path), fault.code, fault.line)
        for path, fault in check(texts, language)
    }
    return tuple(
        (path, fault)
        for path, fault in check(made.texts, language)
        if fault.code.startswith("unknown") and (path, fault.code, fault.line) not in before
    )


# --- the reasons


def _reasons(
    texts: Mapping[str, str], made: Renumbering, language: str, begin: str | None, *, headings: bool
) -> str:
    """The reasons in the language of the text; so is what is said of each doubt."""
    with speaking(language):
        told = plan(texts, language, start=begin, headings=headings) if made.doubts else made
        blocks = _blocks(made if isinstance(told, Displaced) else told)
        return format_text("\n\n".join(blocks), language)


def _blocks(made: Renumbering) -> Iterator[str]:
    yield _(
        "The articles are numbered continuously, in the order in which they are read. No word "
        "changes but numbers: those that articles bear, and those by which they are referred to."
    )
    yield "### " + _("Concordance table")
    changed = [row for row in made.concordance if row.old != row.new]
    borne = Counter(row.old for row in made.concordance)
    with_paths = any(borne[row.old] > 1 for row in changed)  # as where an annex begins anew
    rows = [
        (
            _("{number} (repealed)").format(number=row.old) if row.repealed else row.old,
            row.new,
            *([row.told_path] if with_paths else []),
        )
        for row in changed
    ]
    head = (_("Old"), _("New"), *([_("Path")] if with_paths else []))
    yield "\n".join(_table([head, *rows]))
    if made.doubts:
        yield "### " + _("To be read by a person")
        yield "\n".join(
            "- "
            + _("{path}, line {line}: “{words}”. {why}").format(
                path=_escape(made.moves.get(doubt.path, doubt.path)),
                line=doubt.line,
                words=_escape(doubt.words),
                why=doubt.message,
            )
            for doubt in made.doubts
        )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"| {' | '.join(map(_escape, row))} |"
        if not place:
            yield "|" + " --- |" * len(row)


def _escape(text: str) -> str:
    """Words in a line of Markdown, showing every character as it is."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>#|" else c for c in text)
