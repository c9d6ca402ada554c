"""Changing what an amendment proposes: its articles, the governance, its reasons, its questions."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.amendment import DraftQuestion
from constitution.article import Article, ArticlePath, find
from constitution.assembly.drafting.branch import draft_snapshot, refuse_overtaken, save_draft
from constitution.assembly.drafting.placing import place_article
from constitution.assembly.pending import (
    Pending,
    draft_file,
    find_pending,
)
from constitution.errors import Malformed, Refused, Unknown
from constitution.governance import (
    GOVERNANCE_FILES,
    MEMBERS_FILE,
    RULES_FILE,
    SETTINGS_FILE,
    Members,
    Never,
    Rules,
    Settings,
    guarded_rules,
    refuse_unsatisfiable,
)
from constitution.language import N_, _
from constitution.merge import refuse_marks
from constitution.part import number_span
from constitution.stub import stub_text
from constitution.text import byte_faults, decode, faults, format_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constitution.assembly.desk import Desk
    from constitution.history import Snapshot
    from constitution.stub import Stub


__all__ = [
    "add_article",
    "canonical_governance",
    "divide",
    "edit_article",
    "edit_governance",
    "edit_message",
    "formed_article",
    "formed_reasons",
    "governance_file",
    "repeal_article",
    "write_details",
    "write_reasons",
]


_GOVERNANCE = {
    "members": MEMBERS_FILE,
    "rules": RULES_FILE,
    "settings": SETTINGS_FILE,
    MEMBERS_FILE: MEMBERS_FILE,
    RULES_FILE: RULES_FILE,
    SETTINGS_FILE: SETTINGS_FILE,
}


def governance_file(name: str) -> str | None:
    """The governance file that `members`, `rules` or `settings` names, or None."""
    return _GOVERNANCE.get(name)


def edit_article(
    desk: Desk,
    name: str,
    article: str,
    text: str,
    *,
    message: str | None = None,
    begun: str | None = None,
) -> Pending:
    """The amendment with new words for an article, brought into the normal form.

    Words that come without a first line that is a heading keep the one the article has.
    `Overtaken` where the article is no longer the text with which the writing was `begun`.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    before = Article(ArticlePath(path), snapshot.texts[path])
    clean = formed_article(snapshot, path, text, snapshot.texts[path])
    refuse_overtaken(one, before.title or path, begun, snapshot.texts[path], clean)
    words = message if message and message.strip() else edit_message(desk, before)
    return save_draft(desk, one, {path: clean.encode()}, "edit", words)


def edit_message(desk: Desk, article: Article) -> str:
    """The message of the commit that gives an article new words, unless another is given."""
    return desk.written(N_("Amend {article}")).format(article=article.title or article.path)


def formed_article(snapshot: Snapshot, path: str, text: str, before: str = "") -> str:
    """New words for an article in the normal form, under the heading it had where they have none."""
    first = before.partition("\n")[0]
    if text.strip() and first.startswith("#") and not text.lstrip("\ufeff \n").startswith("#"):
        text = f"{first}\n\n{text}"
    refuse_marks(text, path)
    language = snapshot.settings.language
    clean = format_text(text, language)
    if not clean.strip():
        raise Refused(
            _("{path} would be empty").format(path=path),
            hint=_("To repeal an article: `constitution amend repeal`."),
        )
    for fault in (*byte_faults(clean.encode()), *faults(clean, language)):
        raise Malformed(
            fault.message,
            where=f"{path}:{fault.line}",
            hint=_("Mend this line; nothing was saved."),
        )
    return clean


def edit_governance(
    desk: Desk,
    name: str,
    path: str,
    data: bytes,
    *,
    message: str | None = None,
    begun: str | None = None,
) -> Pending:
    """The amendment with new members, rules or settings, in the canonical form.

    `Overtaken` where the file is no longer the text with which the writing was `begun`.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    canonical = canonical_governance(desk, snapshot, path, data, dict(one.amendment.moves))
    now = decode(snapshot.data(path), path)
    refuse_overtaken(one, path, begun, now, canonical.decode())
    default = desk.written(N_("Amend {path}")).format(path=path)
    words = message if message and message.strip() else default
    return save_draft(desk, one, {path: canonical}, "edit", words)


def canonical_governance(
    desk: Desk,
    snapshot: Snapshot,
    path: str,
    data: bytes,
    moves: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A governance file in its canonical form, refused where no vote could adopt or satisfy it."""
    rules, members = snapshot.rules, snapshot.members
    canonical: bytes
    match path:
        case "governance/members.toml":
            members = Members.parse(data, path, canonical=False)
            canonical = members.to_bytes()
        case "governance/rules.toml":
            rules = Rules.parse(data, path, canonical=False)
            _refuse_dropping_never(desk.main().rules, rules, moves)
            canonical = rules.to_bytes()
        case _:
            canonical = Settings.parse(data, path, canonical=False).to_bytes()
    refuse_unsatisfiable(rules, members)
    return canonical


def _refuse_dropping_never(old: Rules, new: Rules, moves: Mapping[str, str]) -> None:
    """Refuse rules that drop, weaken or narrow a rule that says `never`: no vote adopts them."""
    for rule in guarded_rules(old, new, moves):
        if isinstance(rule.majority, Never):
            raise Refused(
                _("these rules drop or narrow the rule “{rule}”, which says never").format(
                    rule=rule.name
                ),
                hint=_("No vote can adopt that: keep the rule as it is."),
            )


def add_article(
    desk: Desk,
    name: str,
    article: str,
    text: str,
    *,
    heading: str = "",
    after: str | None = None,
    message: str | None = None,
) -> Pending:
    """The amendment with a new article: a number (`11-1`) beside its neighbours, or a path.

    A number finds its folder from the article it follows, the one that `after` names or the last
    one with a smaller number. The first line is written where the text has none.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path, title = place_article(desk, name, article, heading=heading, after=after)
    if not text.lstrip().startswith("# "):
        text = f"# {title}\n\n{text}" if title else text
    clean = formed_article(snapshot, path, text)
    first = clean.partition("\n")[0].removeprefix("# ")
    default = desk.written(N_("Add {article}")).format(article=first)
    words = message if message and message.strip() else default
    return save_draft(
        desk,
        one,
        {path: clean.encode()},
        "add",
        words,
    )


def repeal_article(desk: Desk, name: str, article: str, *, stub: Stub | None = None) -> Pending:
    """The amendment without an article or, with a stub, with its number alone and the stub."""
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    before = Article(ArticlePath(path), snapshot.texts[path])
    message = desk.written(N_("Repeal {article}")).format(article=before.title or path)
    if stub is not None:
        return save_draft(desk, one, {path: _stubbed(before, stub).encode()}, "repeal", message)
    moves = tuple((old, new) for old, new in one.amendment.moves if new != path)
    files: dict[str, bytes | None] = {path: None}
    if moves != one.amendment.moves:
        files[draft_file(one.slug, "amendment.toml")] = replace(
            one.amendment, moves=moves
        ).to_bytes()
    return save_draft(desk, one, files, "repeal", message)


def _stubbed(article: Article, stub: Stub) -> str:
    lines = article.text.split("\n")
    span = number_span(lines[article.line - 1])
    if span is None:
        raise Refused(
            _("{path} bears no number that could stay").format(path=article.path),
            hint=_("Repeal it with its number."),
        )
    if article.is_repealed:
        raise Refused(_("{title} is repealed already").format(title=article.title))
    numbered = re.sub(r"[*_]", "", lines[article.line - 1][: span[1]])
    return "\n".join([*lines[: article.line - 1], stub_text(stub, numbered)])


def write_reasons(
    desk: Desk,
    name: str,
    reasons: str,
    *,
    message: str | None = None,
    begun: str | None = None,
) -> Pending:
    """The amendment with other reasons (exposé sommaire).

    `Overtaken` where they are no longer those with which the writing was `begun`.
    """
    one = find_pending(desk, name)
    clean = formed_reasons(desk, reasons)
    refuse_overtaken(one, _("The text of the reasons"), begun, one.reasons, clean)
    path = draft_file(one.slug, "reasons.md")
    words = message if message and message.strip() else desk.written(N_("Give the reasons"))
    return save_draft(desk, one, {path: clean.encode()}, "reasons", words)


def formed_reasons(desk: Desk, reasons: str) -> str:
    """Reasons in the normal form; `Malformed` where they cannot be brought into it."""
    clean = format_text(reasons, desk.main().settings.language) if reasons.strip() else ""
    for fault in byte_faults(clean.encode()) if clean else ():
        raise Malformed(fault.message, where=f"reasons.md:{fault.line}")
    return clean


def write_details(
    desk: Desk,
    name: str,
    *,
    title: str | None = None,
    authors: Sequence[str] | None = None,
    takes_effect: dt.date | None = None,
) -> Pending:
    """The amendment with another title, other authors or another date of effect."""
    one = find_pending(desk, name)
    amendment = replace(
        one.amendment,
        title=title.strip() if title and title.strip() else one.amendment.title,
        authors=tuple(authors) if authors else one.amendment.authors,
        takes_effect=takes_effect or one.amendment.takes_effect,
    )
    path = draft_file(one.slug, "amendment.toml")
    return save_draft(
        desk, one, {path: amendment.to_bytes()}, "details", desk.written(N_("Say whose it is"))
    )


def divide(desk: Desk, name: str, questions: Sequence[tuple[str, Sequence[str]]]) -> Pending:
    """The amendment divided into questions that are voted separately, each with its articles.

    Without questions, one for each file that changes. What was divided may be one question again.
    """
    one = find_pending(desk, name)
    texts = {**desk.at(one.fork).texts, **draft_snapshot(desk, one).texts}
    if questions:
        made = tuple(
            DraftQuestion(title, tuple(_changed_path(one, name, texts) for name in names))
            for title, names in questions
        )
    else:
        moved = {old for old, _new in one.amendment.moves}
        made = tuple(
            DraftQuestion(Article(ArticlePath(path), texts.get(path, "")).title or path, (path,))
            for path in one.files
            if path not in moved
        )
    named = [path for question in made for path in question.paths]
    targets = dict(one.amendment.moves)
    for path in one.files:
        if path not in named and targets.get(path) not in named:
            raise Refused(
                _("no question takes {path}").format(path=path),
                hint=_("Every file that the amendment changes belongs to one question."),
            )
    if len(set(named)) != len(named):
        raise Refused(_("two questions take the same file"))
    if len(made) < 2 and not one.amendment.questions:
        raise Refused(_("an amendment to one article cannot be divided"))
    amendment = replace(one.amendment, questions=made)
    path = draft_file(one.slug, "amendment.toml")
    return save_draft(
        desk, one, {path: amendment.to_bytes()}, "divide", desk.written(N_("Divide the question"))
    )


def _changed_path(one: Pending, article: str, texts: Mapping[str, str]) -> str:
    governance = governance_file(article)
    path = governance or find(
        article, {path: texts.get(path, "") for path in one.files if path not in GOVERNANCE_FILES}
    )
    if path not in one.files:
        raise Unknown(_("the amendment does not change {path}").format(path=path))
    return path
