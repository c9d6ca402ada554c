"""Drafting: an amendment opened, its articles edited, added, moved and repealed, then submitted.

Every act is one ordinary commit on the branch `amendments/<slug>`, made without a checkout;
commits made there with plain git are just as good.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from constitution.amendment import Amendment, DraftQuestion, Slug, check_slug, fingerprint
from constitution.article import Article, ArticlePath, check_path, find, number_key
from constitution.assembly.carrying import Conflicting, carry, current_text
from constitution.assembly.choices import forget_choices, remembered_choices
from constitution.assembly.pending import (
    Pending,
    draft_file,
    find_pending,
    read_pending,
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
from constitution.history import Snapshot
from constitution.language import N_, _
from constitution.motion import AmendmentNumber, Move
from constitution.part import number_span
from constitution.repository import Branch, RefMove, push_branch, remotes
from constitution.repository.acts import Act
from constitution.stub import stub_text
from constitution.text import byte_faults, decode, faults, format_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constitution.assembly.clashes import Dispute
    from constitution.assembly.desk import Desk
    from constitution.history import Entry
    from constitution.merge import Review
    from constitution.repository import CommitId
    from constitution.stub import Stub

__all__ = [
    "Updated",
    "add_article",
    "disputes_of",
    "divide",
    "draft_snapshot",
    "edit_article",
    "edit_governance",
    "governance_file",
    "ground",
    "move_article",
    "new_amendment",
    "repeal_article",
    "submit",
    "update",
    "withdraw_draft",
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


def draft_snapshot(desk: Desk, one: Pending) -> Snapshot:
    """The constitution as the amendment's branch has it."""
    return Snapshot(desk.repository, one.branch.tip)


# -- opening ---------------------------------------------------------------------------------------


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
) -> Pending:
    """A new draft on its own branch, off main.

    It begins with the `changes` and the `moves` given, and with `reasons`. `from_` takes up the words of an earlier amendment, pending or disposed of; `reversing` an
    adopted one's opposite. `on` makes it a change to a pending amendment. With a `subject` it
    changes no text and asks a question under a rule.
    """
    name = check_slug(slug)
    if not title.strip():
        raise Refused(_("an amendment needs a title"), hint=_("Say it with --title."))
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
    commit = _write(
        desk, base, files, desk.written(N_("Open amendment {slug}: {title}")), name, title
    )
    branch = Branch(name, f"refs/heads/amendments/{name}", commit, None)
    desk.acts.do(Act("amend new", name, (RefMove(branch.ref, None, commit),)))
    return _read(desk, name)


def _read(desk: Desk, slug: Slug) -> Pending:
    return find_pending(desk, slug, disposed=True)


def _write(
    desk: Desk,
    base: CommitId,
    files: Mapping[str, bytes | None],
    message: str,
    slug: str,
    detail: str = "",
) -> CommitId:
    person = desk.person()
    return desk.repository.write_commit(
        desk.repository.write_files(base, files),
        [base],
        message.format(slug=slug, title=detail, detail=detail) + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )


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
        raise _conflict(earlier.name, carried)
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


# -- changing --------------------------------------------------------------------------------------


def _save(
    desk: Desk, one: Pending, files: Mapping[str, bytes | None], verb: str, message: str
) -> Pending:
    """The amendment after one commit on its branch, made here if it was only fetched so far."""
    if one.state not in {"draft", "submitted", "put"}:
        raise Refused(
            _("amendment {name} was disposed of, and cannot be changed").format(name=one.name)
        )
    repository = desk.repository
    changed = {
        path: data for path, data in files.items() if repository.read(one.branch.tip, path) != data
    }
    if not changed:
        raise Refused(_("nothing changes: the text says this already"))
    commit = _write(desk, one.branch.tip, changed, message, one.slug)
    desk.acts.do(Act(f"amend {verb}", one.name, (branch_move(one, commit),)))
    return _read(desk, one.slug)


def branch_move(one: Pending, commit: CommitId) -> RefMove:
    """The amendment's branch, from the commit that was read; made here if it was only fetched."""
    old = one.branch.tip if one.branch.remote is None else None
    return RefMove(f"refs/heads/amendments/{one.slug}", old, commit)


def edit_article(
    desk: Desk, name: str, article: str, text: str, *, message: str | None = None
) -> Pending:
    """The amendment with new words for an article, brought into the normal form.

    Words that come without a first line that is a heading keep the one the article has.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    before = Article(ArticlePath(path), snapshot.texts[path])
    first = snapshot.texts[path].partition("\n")[0]
    if text.strip() and first.startswith("#") and not text.lstrip("\ufeff \n").startswith("#"):
        text = f"{first}\n\n{text}"
    clean = _formatted(snapshot, path, text)
    default = desk.written(N_("Amend {article}")).format(article=before.title or path)
    return _save(desk, one, {path: clean.encode()}, "edit", (message or default).replace("{", "{{"))


def _formatted(snapshot: Snapshot, path: str, text: str) -> str:
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


def edit_governance(desk: Desk, name: str, path: str, data: bytes) -> Pending:
    """The amendment with new members, rules or settings, in the canonical form."""
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    rules, members = snapshot.rules, snapshot.members
    canonical: bytes
    match path:
        case "governance/members.toml":
            members = Members.parse(data, path, canonical=False)
            canonical = members.to_bytes()
        case "governance/rules.toml":
            rules = Rules.parse(data, path, canonical=False)
            _refuse_dropping_never(desk.main().rules, rules, dict(one.amendment.moves))
            canonical = rules.to_bytes()
        case _:
            canonical = Settings.parse(data, path, canonical=False).to_bytes()
    refuse_unsatisfiable(rules, members)
    return _save(
        desk, one, {path: canonical}, "edit", desk.written(N_("Amend {path}")).format(path=path)
    )


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
) -> Pending:
    """The amendment with a new article: a number (`11-1`) beside its neighbours, or a path.

    A number finds its folder from the article it follows, the one that `after` names or the last
    one with a smaller number. The first line is written where the text has none.
    """
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    texts = snapshot.texts
    if "/" in article or article.endswith(".md"):
        full = article if article.startswith("articles/") else f"articles/{article}"
        path: str = check_path(full if full.endswith(".md") else f"{full}.md")
        title = heading
    else:
        neighbour = find(after, texts) if after is not None else _before(article, texts)
        folder = neighbour.rpartition("/")[0]
        slug = "-".join(article.lower().replace(".", "-").split())
        path = check_path(f"{folder}/article-{slug}.md")
        word = Article(ArticlePath(neighbour), texts[neighbour]).title.split(" ")[0]
        title = f"{word if word[:3].isalpha() else 'Article'} {article}"
        if not Article(ArticlePath(neighbour), texts[neighbour]).number:
            title = f"Article {article}"
        title += f" — {heading}" if heading else ""
    if path in texts:
        raise Refused(
            _("there is an article at {path} already").format(path=path),
            hint=_("Edit it, or give the new one another number."),
        )
    if not text.lstrip().startswith("# "):
        text = f"# {title}\n\n{text}" if title else text
    clean = _formatted(snapshot, path, text)
    first = clean.partition("\n")[0].removeprefix("# ")
    return _save(
        desk,
        one,
        {path: clean.encode()},
        "add",
        desk.written(N_("Add {article}")).format(article=first),
    )


def _before(number: str, texts: Mapping[str, str]) -> str:
    """The path of the last article with a smaller number."""
    wanted = number_key(number)
    found: str | None = None
    for path, text in texts.items():
        has = Article(ArticlePath(path), text).number
        if has is not None and number_key(has) < wanted:
            found = path
    if found is None:
        raise Refused(
            _("no article comes before {number}").format(number=number),
            hint=_("Say where it stands with --after, or give its path."),
        )
    return found


def move_article(desk: Desk, name: str, article: str, place: str) -> Pending:
    """The amendment with an article under another path, declared as a move."""
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    full = place if place.startswith("articles/") else f"articles/{place}"
    if not full.endswith(".md"):
        full = f"{full.rstrip('/')}/{path.rpartition('/')[2]}"
    target = check_path(full)
    if target == path:
        raise Refused(_("{path} stands there already").format(path=path))
    if target in snapshot.texts:
        raise Refused(
            _("another article stands at {path}").format(path=target),
            hint=_("Move that one first, or choose another path."),
        )
    origin = {now: old for old, now in one.amendment.moves}
    source = origin.get(path, path)
    moves = [(old, new) for old, new in one.amendment.moves if new != path]
    base = Snapshot(desk.repository, one.fork)
    if source in base.files and source != target:
        moves.append((source, str(target)))
    amendment = replace(one.amendment, moves=tuple(sorted(moves)))
    return _save(
        desk,
        one,
        {
            path: None,
            target: snapshot.data(path),
            draft_file(one.slug, "amendment.toml"): amendment.to_bytes(),
        },
        "move",
        desk.written(N_("Move {old} to {new}")).format(old=path, new=target),
    )


def repeal_article(desk: Desk, name: str, article: str, *, stub: Stub | None = None) -> Pending:
    """The amendment without an article or, with a stub, with its number alone and the stub."""
    one = find_pending(desk, name)
    snapshot = draft_snapshot(desk, one)
    path = find(article, snapshot.texts)
    before = Article(ArticlePath(path), snapshot.texts[path])
    message = desk.written(N_("Repeal {article}")).format(article=before.title or path)
    if stub is not None:
        return _save(desk, one, {path: _stubbed(before, stub).encode()}, "repeal", message)
    moves = tuple((old, new) for old, new in one.amendment.moves if new != path)
    files: dict[str, bytes | None] = {path: None}
    if moves != one.amendment.moves:
        files[draft_file(one.slug, "amendment.toml")] = replace(
            one.amendment, moves=moves
        ).to_bytes()
    return _save(desk, one, files, "repeal", message)


def _stubbed(article: Article, stub: Stub) -> str:
    lines = article.text.split("\n")
    span = number_span(lines[article.line - 1])
    if span is None:
        raise Refused(
            _("{path} bears no number that could stay").format(path=article.path),
            hint=_("Repeal it without --stub."),
        )
    if article.is_repealed:
        raise Refused(_("{title} is repealed already").format(title=article.title))
    numbered = re.sub(r"[*_]", "", lines[article.line - 1][: span[1]])
    return "\n".join([*lines[: article.line - 1], stub_text(stub, numbered)])


def write_reasons(desk: Desk, name: str, reasons: str) -> Pending:
    """The amendment with other reasons (exposé sommaire)."""
    one = find_pending(desk, name)
    language = desk.main().settings.language
    clean = format_text(reasons, language) if reasons.strip() else ""
    for fault in byte_faults(clean.encode()) if clean else ():
        raise Malformed(fault.message, where=f"reasons.md:{fault.line}")
    path = draft_file(one.slug, "reasons.md")
    return _save(desk, one, {path: clean.encode()}, "reasons", desk.written(N_("Give the reasons")))


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
    return _save(
        desk, one, {path: amendment.to_bytes()}, "details", desk.written(N_("Say whose it is"))
    )


def divide(desk: Desk, name: str, questions: Sequence[tuple[str, Sequence[str]]]) -> Pending:
    """The amendment divided into questions that are voted separately, each with its articles.

    Without questions, one for each file that changes.
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
    if len(made) < 2:
        raise Refused(_("an amendment to one article cannot be divided"))
    amendment = replace(one.amendment, questions=made)
    path = draft_file(one.slug, "amendment.toml")
    return _save(
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


# -- carrying along --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Updated:
    """An amendment brought onto the current text."""

    pending: Pending
    sentences: Mapping[str, tuple[Review, ...]]
    """The sentences that both sides touched, by the path of their article: read them again."""

    @property
    def review(self) -> tuple[str, ...]:
        """The articles in which both sides touched one sentence."""
        return tuple(self.sentences)


def _conflict(name: str, conflicting: Conflicting) -> Refused:
    first = conflicting.clashes[0]
    more = len(conflicting.clashes) - 1
    message = _("amendment {name} collides with the current text in {path}: {why}").format(
        name=name, path=first.path, why=first.sentence
    )
    if more:
        message += " " + _("({more} more)").format(more=more)
    return Refused(
        message,
        hint=_("See both readings with `amend show {name}`, then rewrite it: `amend edit`.").format(
            name=name
        ),
    )


def ground(desk: Desk, one: Pending) -> Snapshot:
    """What an amendment is brought onto: main or, for a sub-amendment, its amendment's branch."""
    if one.amendment.on is None:
        return desk.main()
    return desk.at(find_pending(desk, one.amendment.on).branch.tip)


def disputes_of(desk: Desk, name: str) -> tuple[Dispute, ...]:
    """Every decision that stands between an amendment and the current text, chosen already or not."""
    one = find_pending(desk, name)
    carried = carry(desk, one, current_text(ground(desk, one)))
    return carried.disputes if isinstance(carried, Conflicting) else ()


def update(desk: Desk, name: str) -> Updated | Conflicting:
    """The amendment on the current text, as one ordinary commit on its branch, or what collides.

    The choices remembered for it settle collisions; words settled so are no longer those that were
    submitted, and the amendment is submitted again as rectified.
    """
    one = find_pending(desk, name)
    here = ground(desk, one)
    if one.fork == here.commit:
        raise Refused(
            _("amendment {name} stands on the current text already").format(name=one.name)
        )
    text = current_text(here)
    carried = carry(desk, one, text)
    settled = False
    if isinstance(carried, Conflicting):
        settled = True
        carried = carry(desk, one, text, choices=remembered_choices(desk, one.slug))
    if isinstance(carried, Conflicting):
        return carried
    amendment = replace(one.amendment, moves=tuple(sorted(carried.moves.items())))
    if one.amendment.submitted is not None and not one.is_rectified and not settled:
        amendment = replace(amendment, submitted=fingerprint(amendment, one.reasons, carried.files))
    repository, person = desk.repository, desk.person()
    files: dict[str, bytes | None] = {
        **carried.files,
        draft_file(one.slug, "amendment.toml"): amendment.to_bytes(),
        draft_file(one.slug, "reasons.md"): one.reasons.encode(),
    }
    commit = repository.write_commit(
        repository.write_files(here.commit, files),
        [one.branch.tip, here.commit],
        desk.written(N_("Bring the amendment onto the current text")) + "\n",
        author=person,
        committer=person,
        when=desk.clock(),
    )
    desk.acts.do(Act("amend update", one.name, (branch_move(one, commit),)))
    forget_choices(desk, one.slug)
    return Updated(_read(desk, one.slug), carried.sentences)


# -- submitting and withdrawing --------------------------------------------------------------------


def submit(desk: Desk, name: str, *, publish: bool = True) -> tuple[Pending, str | None]:
    """The amendment with its number, and why it could not be published, if it could not.

    What was submitted already is rectified: it keeps its number and bears the next revision. It is
    published to the remote of this clone, where there is one.
    """
    one = find_pending(desk, name)
    subject_only = all(question.subject for question in one.amendment.questions)
    if not one.files and not (one.amendment.questions and subject_only):
        raise Refused(
            _("amendment {name} changes nothing yet").format(name=one.name),
            hint=_("Write the change with `constitution amend edit`, add, move or repeal."),
        )
    _refuse_form_faults(desk, one)
    amendment = one.amendment
    if amendment.number is None or _is_taken(desk, one, amendment.number):
        amendment = replace(amendment, number=_next_number(desk), revision=0)
    elif not one.is_rectified:
        raise Refused(
            _("amendment {name} was submitted already, with these words").format(name=one.name),
            hint=_("Edit it first; submitting again makes it “rect.”."),
        )
    else:
        amendment = replace(amendment, revision=amendment.revision + 1)
    amendment = replace(amendment, submitted=fingerprint(amendment, one.reasons, one.files))
    saved = _save(
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
            _("{name} is not a draft of this clone").format(name=one.name),
            hint=_("Its author can withdraw it."),
        )
    desk.acts.do(Act("amend withdraw", one.name, (RefMove(ref, tip, None),)))
    return one
