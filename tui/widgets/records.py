"""Records, versions, phrases and the verdict as sheets to read."""

from __future__ import annotations

from itertools import accumulate, groupby, islice
from typing import TYPE_CHECKING, assert_never

from constitution.assembly.outcomes import when_words
from constitution.assembly.pending import state_words
from constitution.display import Run, safe
from constitution.language import _, grouped, introduce, join_clauses, ngettext
from constitution.reading import marks
from constitution.vote import VoteRecord, evidence_word, number_of, reported_words
from tui.hints import in_keys
from tui.reading import about, title_of
from tui.widgets.change import show_change, title_of_delta
from tui.widgets.page import Block, said
from tui.widgets.prose import printed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constitution.diff import ArticleDelta
    from constitution.history import ArticleVersion, Entry, Phrase
    from constitution.verify import Fault, RecordReport, Verdict
    from constitution.vote import Count, Report
    from tui.reading import PendingThere
    from tui.widgets.page import Sheet

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

__all__ = [
    "brief_votes",
    "headline",
    "reported",
    "show_origin",
    "show_pending_on",
    "show_record",
    "show_verdict",
    "show_versions",
    "vote_words",
]


def headline(record: Entry) -> str:
    """The record in one line: number, outcome and date."""
    return f"{record.name} · {state_words()[record.outcome]} · {when_words(record)}"


def brief_votes(record: Entry) -> str:
    """The vote in a few words, the figures first, safe to show."""
    stated = record.record
    if not isinstance(stated, VoteRecord) or stated.declared_by is not None:
        return " ".join(vote_words(record))
    figures = [told for count in stated.counts if (told := _figures(count))]
    if stated.reports:
        figures = [told for report in stated.reports if (told := _reported_figures(report))]
    if not figures:
        is_unvoted = all(report.body == "none" for report in stated.reports)
        figures = [_("without a vote") if is_unvoted else _("figures not known")]
    return f"{join_clauses(figures)} ({evidence_word(stated.evidence)})"


def _has_figures(record: Entry) -> bool:
    """Whether anybody can count the vote again; not what was declared, or told, without figures."""
    stated = record.record
    return isinstance(stated, VoteRecord) and (
        any(count.for_ is not None for count in stated.counts)
        or any(report.figures.cast is not None for report in stated.reports)
    )


def _reported_figures(report: Report) -> str:
    figures = report.figures
    return (
        "" if figures.cast is None else _in_figures(figures.for_, figures.against, figures.abstain)
    )


def vote_words(record: Entry) -> tuple[str, ...]:
    """The vote, a sentence for each question: its figures, or why there are none."""
    stated = record.record
    if not isinstance(stated, VoteRecord):
        return (
            _("Ruled by {by}: {ruling}").format(by=safe(stated.by), ruling=safe(stated.ruling)),
        )
    evidence = evidence_word(stated.evidence)
    words = [f"{figures} ({evidence})" for count in stated.counts if (figures := _figures(count))]
    if stated.declared_by is not None:
        declared = _("Declared by {name}, without figures.")
        words.append(declared.format(name=safe(stated.declared_by)))
    if stated.reports:
        words.append(_("Reported, not counted here."))
    words.extend(reported(report, record.motion.title) for report in stated.reports)
    return tuple(words)


def reported(report: Report, title: str = "") -> str:
    """What was reported of a vote held elsewhere: who voted, when, and who says so.

    The law is named where the title beside it does not name it.
    """
    known = [report.date.isoformat()] if report.date is not None else []
    if report.source != "unknown":
        known.append(safe(report.source))
    told = safe(reported_words(report))
    words = f"{told} ({', '.join(known)})" if known else told
    return (
        words[:1].upper() + words[1:] if report.act == title else introduce(safe(report.act), words)
    )


def _figures(count: Count) -> str:
    if count.for_ is None or count.against is None:
        return ""
    abstain = number_of(count.abstain) if count.abstain is not None else None
    return _in_figures(number_of(count.for_), number_of(count.against), abstain)


def _in_figures(for_: int | None, against: int | None, abstain: int | None) -> str:
    text = _("For {for_}, against {against}").format(for_=grouped(for_), against=grouped(against))
    return text + (_(", abstentions {abstain}").format(abstain=grouped(abstain)) if abstain else "")


def show_record(
    record: Entry,
    text: str,
    report: RecordReport | None,
    bars: Sequence[Block] = (),
    governance: Iterable[ArticleDelta] = (),
    *,
    marked: bool = False,
) -> Sheet:
    """A record: its outcome, its vote, what verification makes of it, and the printed amendment.

    What it changes in the `governance` is a table, as where two moments are compared.
    """
    blocks = [
        Block((Run("strong", safe(headline(record))),)),
        *(said(words, is_close=True) for words in vote_words(record)),
        *bars,
    ]
    if report is not None and report.questions and _has_figures(record):
        blocks.extend(
            said(_("Counted again: {sentence}").format(sentence=safe(sentence)), is_close=place > 0)
            for place, sentence in enumerate(report.sentences)
        )
    blocks.append(
        said(
            _("In the repository: {folder}, recorded by the commit {commit}").format(
                folder=f"votes/{safe(record.folder)}", commit=record.commit.id[:12]
            ),
            "quiet",
            is_close=True,
        )
    )
    tables = {
        one.path: tuple(show_change((one,), "words", title_of_delta, marked=marked))
        for one in governance
    }
    return (*blocks, *printed(text, marked=marked, tables=tables))


def show_versions(
    title: str, versions: Sequence[ArticleVersion], *, founded: dt.date, marked: bool
) -> Sheet:
    """The history of an article, the latest version first."""
    heading = about(title, _("History of article {number}"), _("History: {heading}"))
    sheet: list[Block] = [said(heading, "title")]
    for version in reversed(versions):
        sheet.append(Block((Run("strong", _version(version, founded)),)))
        if version.entry is not None:
            sheet.append(said(safe(version.entry.motion.title), "quiet", is_close=True))
            sheet.extend(said(words, is_close=True) for words in vote_words(version.entry))
        sheet.extend(_what_it_changed(version, marked=marked))
    return tuple(sheet)


def _what_it_changed(version: ArticleVersion, *, marked: bool) -> Iterator[Block]:
    """The words a version changed, without those around; nothing for the founding."""
    if version.kind == "founded":
        return
    if version.kind == "proposed" and version.before is None and version.after is None:
        yield said(_("The words proposed were not kept."), "quiet", is_close=True)
        return
    yield from _changed(version.delta(), marked=marked)


def _changed(delta: ArticleDelta, *, marked: bool) -> Iterator[Block]:
    """What became of an article and its changed words, without its name."""
    changed = show_change((delta,), "words", lambda one: one.path, marked=marked, context=0)
    yield from (block for block in islice(changed, 1, None) if isinstance(block, Block))


def _version(version: ArticleVersion, founded: dt.date) -> str:
    kinds = {
        "founded": _("founded"),
        "added": _("added"),
        "modified": _("amended"),
        "reverted": _("amended, back to an earlier text"),
        "moved": _("moved"),
        "deleted": _("repealed"),
        "proposed": _("proposed, not adopted"),
    }
    kind = kinds[version.kind]
    if version.entry is None:
        if version.kind == "founded":
            return f"{kind} · {founded.isoformat()}"
        date = version.commit.committed.date.isoformat()
        unvoted = _("without a vote")
        return f"{kind} · {date} · {unvoted}"
    return f"{safe(headline(version.entry))} · {kind}"


def show_origin(title: str, phrases: Sequence[Phrase]) -> Sheet:
    """The article alinéa by alinéa with what brought it, and at the end the votes on that.

    What an amendment brought is underlined and bears a number; the rest is of the founding text.
    """
    heading = about(title, _("Origin of article {number}"), _("Origin: {heading}"))
    sheet: list[Block] = [said(heading, "title")]
    told = [phrase for phrase in phrases if phrase.alinea is not None and phrase.text.strip()]
    later = [one for one in dict.fromkeys(phrase.source for phrase in told) if not _is_first(one)]
    notes = {source: _raised(place) for place, source in enumerate(later, start=1)}
    for alinea, found in groupby(told, key=lambda phrase: phrase.alinea):
        every = tuple(found)
        sources = tuple(dict.fromkeys(phrase.source for phrase in every))
        sheet.append(Block(tuple(_phrases(every, notes, alone=len(sources) == 1)), str(alinea)))
        for source in sources:
            lead = f"← {notes[source]} " if source in notes and len(sources) > 1 else "← "
            sheet.append(Block((Run("quiet", lead + _brought_by(source)),), is_close=True))
    for source, mark in notes.items():
        if source.entry is not None:
            brought = f"{mark} {_brought_by(source)} — {safe(source.entry.motion.title)}"
            sheet.append(Block((Run("strong", brought),), hang="  "))
            sheet.extend(said(words, is_close=True) for words in vote_words(source.entry))
    return tuple(sheet)


def _phrases(
    every: Sequence[Phrase], notes: Mapping[ArticleVersion, str], *, alone: bool
) -> Iterator[Run]:
    """The phrases of an alinéa; where one thing brought all of it, none needs a mark."""
    pieces = _without_marks([phrase.text for phrase in every])
    for place, (phrase, piece) in enumerate(zip(every, pieces, strict=True)):
        text = safe(piece, lines=True)
        words = text.rstrip()
        mark = "" if alone else notes.get(phrase.source, "")
        yield Run("link" if mark else "", words)
        yield Run("number", mark)
        yield Run("", text[len(words) :] if place + 1 < len(every) else "")


def _without_marks(pieces: Sequence[str]) -> list[str]:
    """The pieces of an alinéa as they are read, wherever a link or an emphasis begins or ends."""
    hidden = marks("".join(pieces))
    ends = list(accumulate(map(len, pieces)))
    whole = "".join(pieces)
    return [
        "".join(whole[at] for at in range(end - len(piece), end) if at not in hidden)
        for piece, end in zip(pieces, ends, strict=True)
    ]


def _raised(number: int) -> str:
    """A number as the mark of a note."""
    return str(number).translate(_RAISED)


def _is_first(source: ArticleVersion) -> bool:
    return source.kind == "founded"


def _brought_by(source: ArticleVersion) -> str:
    if _is_first(source):
        return _("founding text")
    if source.entry is None:
        return _("a change without a vote ({id})").format(id=source.commit.id[:12])
    return _("amendment {headline}").format(headline=safe(headline(source.entry)))


def show_pending_on(title: str, found: Sequence[PendingThere], *, marked: bool) -> Sheet:
    """What is pending on an article, amendment by amendment."""
    heading = about(
        title, _("Pending amendments on article {number}"), _("Pending amendments: {heading}")
    )
    sheet: list[Block] = [said(heading, "title")]
    if not found:
        sheet.append(said(_("No pending amendment touches this article.")))
        sheet.append(said(_("`e` opens one, with its words in the editor."), "quiet"))
    for there in found:
        one = there.one
        state = state_words()[one.state]
        heading = f"{safe(one.name)} · {state} · {safe(one.amendment.title)}"
        sheet.append(Block((Run("strong", heading),)))
        sheet.append(said(safe(", ".join(one.amendment.authors)), "quiet", is_close=True))
        sheet.extend(_changed(there.delta, marked=marked))
    return tuple(sheet)


def show_verdict(verdict: Verdict, texts: Mapping[str, str]) -> Sheet:
    """The verdict: what is wrong or doubtful act by act, and what no copy can show.

    `texts` is the current text, whose articles are called by their names.
    """
    sheet: list[Block] = [
        said(_("What this copy proves"), "title"),
        Block((Run("strong", verdict_words(verdict)),)),
        said(_judged(verdict), is_close=True),
    ]
    for heading, faults in (
        (_("Wrong"), verdict.faults),
        (_("Cannot be judged"), verdict.doubts),
        (_("To be looked at"), verdict.warnings),
    ):
        if faults:
            sheet.append(Block((Run("strong", heading),)))
            sheet.extend(_faults(faults, texts))
    if verdict.free:
        sheet.append(Block((Run("strong", _("Changes outside the text, which need no vote")),)))
        sheet.extend(
            said(f"{change.commit[:12]} {safe(', '.join(change.names))}", is_close=True)
            for change in verdict.free
        )
    if verdict.fingerprint is not None:
        sheet.append(
            said(_("Fingerprint of the records: {digest}").format(digest=verdict.fingerprint))
        )
    if verdict.founding is not None:
        sheet.append(said(safe(_pin(verdict))))
    sheet.append(Block((Run("strong", _("What no copy can show")),)))
    sheet.extend(
        Block((Run("", f"– {limit}"),), hang="  ", is_close=True) for limit in verdict.limits
    )
    return tuple(sheet)


def _judged(verdict: Verdict) -> str:
    acts = ngettext("{number} act", "{number} acts", verdict.commits)
    records = ngettext("{number} record", "{number} records", len(verdict.records))
    return _("Judged: {acts}, {records}.").format(
        acts=acts.format(number=verdict.commits),
        records=records.format(number=len(verdict.records)),
    )


def _pin(verdict: Verdict) -> str:
    """Whether the founding was pinned, and how to pin it."""
    if verdict.pinned:
        return verdict.pin
    return _(
        "The founding was not pinned. Ask the assembly for its mark, and compare it with this one: "
        "{id}. `constitution verify --founding {id}`, in a terminal, holds the history to it."
    ).format(id=verdict.founding)


def _faults(faults: Sequence[Fault], texts: Mapping[str, str]) -> Iterator[Block]:
    """What is wrong, in which article, and the mark of the act that brought it."""
    for fault in faults:
        title = title_of(fault.path, texts.get(fault.path, ""))
        sentence = safe(fault.sentence.replace(fault.path, title) if fault.path else fault.sentence)
        if fault.path and fault.path not in fault.sentence:
            sentence = introduce(safe(title), sentence)
        act = Run("quiet", f" ({fault.commit[:12]})" if fault.commit else "")
        yield Block((Run("", sentence), act), is_close=True)
        if fault.hint:
            yield said(safe(in_keys(fault.hint)), "quiet", is_close=True)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def verdict_words(verdict: Verdict) -> str:
    """The verdict in a sentence, safe to show, in the words of the room."""
    wrong = len({fault.commit for fault in verdict.faults} - {""})
    if not wrong:
        return _capital(safe(verdict.sentence))
    return ngettext(
        "Wrong: {number} act is at fault", "Wrong: {number} acts are at fault", wrong
    ).format(number=wrong)


def verdict_line(verdict: Verdict) -> str:
    """The verdict in one line, with a sign that needs no colour."""
    match verdict.outcome:
        case "valid" | "consistent":
            sign = "✓"
        case "wrong":
            sign = "✗"
        case "cannot-tell":
            sign = "?"
        case never:
            assert_never(never)
    return f"{sign} {verdict_words(verdict)}"
