"""The past: history, origin."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from constitution.cli.talk import Talk, pass_talk
from constitution.cli.verbs import argument, json_option, option, verb
from constitution.language import N_, _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from constitution.assembly import Desk
    from constitution.history import ArticleVersion, Entry, Phrase
    from constitution.repository import Commit

__all__ = ["history_verb", "origin_verb"]


def _by(entry: Entry) -> str:
    """Whose amendment it is, where that is known."""
    from constitution.display import safe

    authors = [author for author in entry.motion.authors if author != "unknown"]
    return _("by {authors}").format(authors=safe(", ".join(authors))) + " · " if authors else ""


def entry_json(entry: Entry) -> dict[str, Any]:
    """A record as data."""
    from constitution.vote import VoteRecord, count_table, report_table

    record = entry.record
    data: dict[str, Any] = {
        "sequence": record.sequence,
        "number": entry.number,
        "revision": entry.motion.revision,
        "round": entry.motion.round,
        "slug": entry.slug,
        "title": entry.motion.title,
        "authors": list(entry.motion.authors),
        "outcome": entry.outcome,
        "held": record.held,
        "takes_effect": entry.motion.takes_effect,
        "evidence": entry.evidence,
        "commit": entry.commit.id,
        "sealed": entry.sealed,
        "folder": f"votes/{entry.folder}",
        "entered_by": f"{entry.commit.committer.name} <{entry.commit.committer.email}>",
    }
    if isinstance(record, VoteRecord):
        data["declared_by"] = record.declared_by
        data["questions"] = [
            {
                "title": question.title,
                "subject": question.subject,
                "changes": [str(change) for change in question.changes],
                **count_table(count),
            }
            for question, count in zip(entry.motion.questions, record.counts, strict=True)
        ]
        data["reports"] = [report_table(report) for report in record.reports]
    else:
        data |= {"ruling": record.ruling, "by": record.by, "with": record.with_}
    return data


# -- history ---------------------------------------------------------------------------------------


@verb(
    "history",
    help=N_(
        "Every outcome that changed the text, or those that changed one article, through its "
        "declared moves; with --all, also what was rejected, withdrawn or fell."
    ),
    example="constitution history\nconstitution history 12 --all",
)
@argument("article", required=False)
@option("--all", "every", is_flag=True, help=N_("Also what did not change the text."))
@json_option
@pass_talk
def history_verb(talk: Talk, *, article: str | None, every: bool, as_json: bool) -> None:
    """Print the history."""
    desk = talk.desk()
    if article is None:
        entries = [entry for entry in desk.records() if every or entry.adopted]
        if as_json:
            talk.json(
                {
                    "format": "constitution-history/1",
                    "records": [entry_json(entry) for entry in entries],
                }
            )
            return
        talk.show(_history_lines(talk, desk, entries))
        return
    versions = _versions(desk, article, every=every)
    if as_json:
        talk.json(
            {
                "format": "constitution-article-history/1",
                "versions": [_version_json(version) for version in versions],
            }
        )
        return
    talk.show(_version_lines(talk, desk, versions))


def _history_lines(talk: Talk, desk: Desk, entries: Sequence[Entry]) -> Iterator[str]:
    from constitution.assembly.outcomes import outcome_line
    from constitution.display import safe

    for entry in reversed(entries):
        yield outcome_line(entry)
        yield talk.dim("    " + f"{_by(entry)}votes/{entry.folder} · {entry.commit.id[:10]}")
    main = desk.main()
    founding = desk.repository.commit(list(desk.repository.first_parents(main.commit))[-1])
    yield _("{date}  founded: {title}").format(
        date=_founded(desk, founding).isoformat(),
        title=safe(main.settings.text or founding.summary),
    )


def _founded(desk: Desk, founding: Commit) -> dt.date:
    """The day of the founding, as the calendar states it, or as its commit says."""
    from constitution.history import read_calendar

    calendar = read_calendar(desk.repository, desk.repository.main())
    return calendar.founded(founding.committed.date)


def _versions(desk: Desk, article: str, *, every: bool) -> tuple[ArticleVersion, ...]:
    """The versions of an article that stands, or of one that stood."""
    from constitution.history import article_history

    main = desk.main()
    path = article if article in main.texts else _path_of(desk, article)
    return article_history(
        desk.repository,
        main.commit,
        path,
        entries=desk.records() if every else None,  # else those of this article alone are read
        every=every,
    )


def _path_of(desk: Desk, article: str) -> str:
    """Where an article stands, or stood, that is not named by its path."""
    from constitution.errors import Unknown
    from constitution.outline import find

    texts = desk.main().texts
    try:
        return find(article, texts)
    except Unknown:
        past: dict[str, str] = {}
        for entry in desk.records():
            past |= desk.at(entry.parent).texts
        return find(article, {**past, **texts})


def kind_words() -> dict[str, str]:
    """What a person reads for what a version did to an article."""
    return {
        "founded": _("founded"),
        "added": _("added"),
        "modified": _("amended"),
        "reverted": _("amended, back to an earlier text"),
        "moved": _("moved"),
        "deleted": _("repealed"),
        "proposed": _("proposed, not adopted"),
    }


def version_words(version: ArticleVersion) -> str:
    """What a version did to its article, in a few words."""
    stub = version.stub if version.kind != "proposed" else None
    if stub is None:
        return kind_words()[version.kind]
    from constitution.diff.views import describe_stub

    return describe_stub(stub) or kind_words()[version.kind]


def _version_lines(talk: Talk, desk: Desk, versions: Sequence[ArticleVersion]) -> Iterator[str]:
    from constitution.assembly.outcomes import outcome_line
    from constitution.display import safe

    for version in reversed(versions):
        kind = version_words(version)
        if version.old_path and version.new_path and version.old_path != version.new_path:
            kind += f" ({version.old_path} → {version.new_path})"
        if version.entry is not None:
            yield outcome_line(version.entry)
            yield talk.dim("    " + f"{kind} · {_by(version.entry)}votes/{version.entry.folder}")
        else:
            yield _("{date}  {kind}: {summary}").format(
                date=_source_date(desk, version).isoformat(),
                kind=kind if version.is_ratified else kind + ", " + _("without a vote"),
                summary=safe(version.commit.summary),
            )


def _version_json(version: ArticleVersion) -> dict[str, Any]:
    return {
        "kind": version.kind,
        "stub": version.stub,
        "commit": version.commit.id,
        "old_path": version.old_path,
        "new_path": version.new_path,
        "ratified": version.is_ratified,
        "record": entry_json(version.entry) if version.entry is not None else None,
    }


# -- origin ----------------------------------------------------------------------------------------


@verb(
    "origin",
    help=N_("Which amendment, with which vote, brought each phrase of an article."),
    example="constitution origin 12",
)
@argument("article")
@json_option
@pass_talk
def origin_verb(talk: Talk, *, article: str, as_json: bool) -> None:
    """Print where each phrase comes from."""
    from constitution.history.origin import origin
    from constitution.outline import find

    desk = talk.desk()
    main = desk.main()
    path = find(article, main.texts)
    phrases = origin(desk.repository, main.commit, path)
    if as_json:
        talk.json(
            {
                "format": "constitution-origin/1",
                "path": path,
                "phrases": [
                    {
                        "alinea": phrase.alinea,
                        "start": phrase.start,
                        "end": phrase.end,
                        "text": phrase.text,
                        "source": _version_json(phrase.source),
                    }
                    for phrase in phrases
                ],
            }
        )
        return
    talk.show(_origin_lines(talk, desk, phrases))


def _source_date(desk: Desk, version: ArticleVersion) -> dt.date:
    if version.kind == "founded":
        return _founded(desk, version.commit)
    return version.commit.authored.date


def _origin_lines(talk: Talk, desk: Desk, phrases: Sequence[Phrase]) -> Iterator[str]:
    """The article as prose, each phrase closed by the number of its source; then the sources."""
    from constitution.display import Run, safe, wrap

    look = talk.look()
    width = min(look.width, 84)
    sources: dict[str, int] = {}
    for number, (alinea, some) in enumerate(groupby(phrases, lambda phrase: phrase.alinea)):
        if number:
            yield ""
        where = _("Heading") if alinea is None else _("Paragraph {number}").format(number=alinea)
        yield talk.bold(where)
        runs: list[Run] = []
        for phrase in some:
            words = phrase.text.rstrip()
            if not words:
                continue
            shown = words if alinea is not None else words.lstrip("# ")
            mark = sources.setdefault(_source_words(desk, phrase.source), len(sources) + 1)
            after = phrase.text[len(words) :]
            runs += [Run("", safe(shown, lines=True)), Run("quiet", f"[{mark}]"), Run("", after)]
        for line in wrap(runs, width - 2):
            yield ("  " + look.dress(line)).rstrip()
    if sources:
        yield ""
        yield talk.bold(_("Sources"))
    margin = len(f"[{len(sources)}] ")
    for source, mark in sources.items():
        for row, line in enumerate(wrap([Run("quiet", source)], width - 2 - margin)):
            lead = f"[{mark}]" if row == 0 else ""
            yield f"  {lead:<{margin}}{look.dress(line)}"


def _source_words(desk: Desk, version: ArticleVersion) -> str:
    """What brought a version: the outcome in a line, or the day and what came without one."""
    from constitution.assembly.outcomes import outcome_line

    if version.entry is not None:
        return outcome_line(version.entry)
    day = _source_date(desk, version).isoformat()
    return f"{day}  {version_words(version) if version.is_ratified else _('without a vote')}"
